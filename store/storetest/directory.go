package storetest

import (
	"strconv"
	"strings"
	"time"

	"jalon/calendar"
	"jalon/plan"
)

var regions = []behaviour{
	{"a region comes back as it was put, at version 1", func(s *scene) {
		r := full[plan.Region]()
		r.ID, r.Version = "team-new", 0
		s.write(func(tx plan.Tx) error { return tx.PutRegion(r) })
		r.Version = 1
		same(s, read(s, func(tx plan.Tx) (plan.Region, error) { return tx.Region("team-new") }), r)
	}},
	{"a region is updated at the version that was read, and only there", func(s *scene) {
		r := full[plan.Region]()
		r.ID, r.Version = hdf, 1
		s.write(func(tx plan.Tx) error { return tx.PutRegion(r) })
		s.refused(plan.ErrStale, func(tx plan.Tx) error { return tx.PutRegion(r) })
		r.Version = 2
		same(s, read(s, func(tx plan.Tx) (plan.Region, error) { return tx.Region(hdf) }), r)
	}},
	{"a region put twice is a duplicate, after which the transaction goes on", func(s *scene) {
		s.write(func(tx plan.Tx) error {
			if err := tx.PutRegion(plan.Region{ID: hdf}); !isDuplicate(err) {
				s.Fatalf("got error %v, want a duplicate", err)
			}
			return tx.PutRegion(plan.Region{ID: "team-new"})
		})
		read(s, func(tx plan.Tx) (plan.Region, error) { return tx.Region("team-new") })
	}},
	{"regions are listed by identifier", func(s *scene) {
		s.write(func(tx plan.Tx) error { return tx.PutRegion(plan.Region{ID: "Team-Zulu"}) })
		got := each(read(s, plan.Tx.Regions), func(r plan.Region) plan.RegionID { return r.ID })
		same(s, got, []plan.RegionID{"Team-Zulu", hdf, idf})
	}},
	{"a region that is not there is not found, to read or to update", func(s *scene) {
		missing(s, func(tx plan.Tx) (plan.Region, error) { return tx.Region("team-none") })
		s.refused(plan.ErrNotFound, func(tx plan.Tx) error { return tx.PutRegion(plan.Region{ID: "team-none", Version: 1}) })
	}},
	{"a slash token is replaced, and kept apart from those of other regions", func(s *scene) {
		s.write(func(tx plan.Tx) error {
			for _, token := range []plan.SlashToken{
				{Region: hdf, Trigger: "jalon", Hash: "old"},
				{Region: hdf, Trigger: "echeance", Hash: "b"},
				{Region: hdf, Trigger: "jalon", Hash: "new"},
				{Region: idf, Trigger: "jalon", Hash: "other"},
			} {
				if err := tx.PutSlashToken(token); err != nil {
					return err
				}
			}
			return nil
		})
		same(s, read(s, func(tx plan.Tx) ([]plan.SlashToken, error) { return tx.SlashTokens(hdf) }), []plan.SlashToken{
			{Region: hdf, Trigger: "echeance", Hash: "b"},
			{Region: hdf, Trigger: "jalon", Hash: "new"},
		})
	}},
}

var services = []behaviour{
	{"a service comes back as it was put, field by field", func(s *scene) {
		v := full[plan.Service]()
		v.Region, v.Version = hdf, 0
		s.write(func(tx plan.Tx) error { return tx.PutService(v) })
		v.Version = 1
		got := read(s, func(tx plan.Tx) ([]plan.Service, error) { return tx.Services(hdf) })
		same(s, got[len(got)-1], v)
	}},
	{"a service of which little is known comes back with nothing added", func(s *scene) {
		got := read(s, func(tx plan.Tx) ([]plan.Service, error) { return tx.Services(idf) })
		same(s, got[0], plan.Service{Region: idf, ID: s59, Code: "59", Name: "service 59", Version: 1})
	}},
	{"services are listed by code, closed ones included, of their region only", func(s *scene) {
		s.write(func(tx plan.Tx) error {
			if err := tx.PutService(plan.Service{Region: idf, ID: "x", Code: "00"}); err != nil {
				return err
			}
			return tx.PutService(plan.Service{Region: hdf, ID: "c", Code: "60", Closed: true})
		})
		got := each(read(s, func(tx plan.Tx) ([]plan.Service, error) { return tx.Services(hdf) }),
			func(v plan.Service) string { return v.Code })
		same(s, got, []string{"59", "60", "62", "SGAR"})
	}},
	{"a service changes all its fields but its region and its identifier", func(s *scene) {
		v := full[plan.Service]()
		v.Region, v.ID, v.Code, v.Version = hdf, s62, "zz", 1
		s.write(func(tx plan.Tx) error { return tx.PutService(v) })
		s.refused(plan.ErrStale, func(tx plan.Tx) error { return tx.PutService(v) })
		v.Version = 2
		got := read(s, func(tx plan.Tx) ([]plan.Service, error) { return tx.Services(hdf) })
		same(s, got[len(got)-1], v)
	}},
	{"two services of a region never have one code, after which the transaction goes on", func(s *scene) {
		s.write(func(tx plan.Tx) error {
			if err := tx.PutService(plan.Service{Region: hdf, ID: "new", Code: "62"}); !isDuplicate(err) {
				s.Fatalf("insert: got error %v, want a duplicate", err)
			}
			if err := tx.PutService(plan.Service{Region: hdf, ID: s59, Code: "62", Version: 1}); !isDuplicate(err) {
				s.Fatalf("update: got error %v, want a duplicate", err)
			}
			return tx.PutService(plan.Service{Region: hdf, ID: s62, Code: "62", Name: "same code", Version: 1})
		})
	}},
	{"a service that is not there is not found, to update", func(s *scene) {
		s.refused(plan.ErrNotFound, func(tx plan.Tx) error {
			return tx.PutService(plan.Service{Region: hdf, ID: "none", Code: "none", Version: 1})
		})
	}},
	{"a service of an unknown region is a fault", func(s *scene) {
		s.fault(func(tx plan.Tx) error { return tx.PutService(plan.Service{Region: "team-none", ID: "s", Code: "s"}) })
	}},
	{"a channel gives the open service that owns it, in its region", func(s *scene) {
		s.write(func(tx plan.Tx) error {
			for _, v := range []plan.Service{
				{Region: hdf, ID: s59, Code: "59", Channel: "c-nord", Version: 1},
				{Region: hdf, ID: s62, Code: "62", Channel: "c-closed", Closed: true, Version: 1},
				{Region: hdf, ID: "heir", Code: "heir", Channel: "c-heir"},
				{Region: hdf, ID: "gone", Code: "gone", Channel: "c-heir", Closed: true},
				{Region: idf, ID: s59, Code: "59", Channel: "c-paris", Version: 1},
			} {
				if err := tx.PutService(v); err != nil {
					return err
				}
			}
			return nil
		})
		of := func(channel plan.ChannelID) func(plan.Tx) (plan.ServiceID, error) {
			return func(tx plan.Tx) (plan.ServiceID, error) {
				v, err := tx.ServiceByChannel(hdf, channel)
				return v.ID, err
			}
		}
		same(s, read(s, of("c-nord")), s59)
		same(s, read(s, of("c-heir")), "heir")
		missing(s, of("c-closed"))
		missing(s, of("c-paris"))
		missing(s, of(""))
	}},
}

var agents = []behaviour{
	{"an agent comes back as it was put, memberships in their order", func(s *scene) {
		a := full[plan.Agent]()
		a.Region, a.Version = hdf, 0
		a.Services = []plan.Membership{
			{Service: sgar, Role: plan.RoleCoordination, Source: plan.ByHand},
			{Service: s59, Role: plan.RoleContribution, Source: plan.ByChannel},
		}
		s.write(func(tx plan.Tx) error { return tx.PutAgent(a) })
		a.Version = 1
		same(s, read(s, func(tx plan.Tx) (plan.Agent, error) { return tx.Agent(hdf, a.User) }), a)
		same(s, read(s, func(tx plan.Tx) ([]plan.Agent, error) { return tx.Agents(hdf) }), []plan.Agent{a})
	}},
	{"an agent who belongs to nothing and is never away comes back so", func(s *scene) {
		s.write(func(tx plan.Tx) error { return tx.PutAgent(plan.Agent{Region: hdf, User: alice}) })
		got := read(s, func(tx plan.Tx) (plan.Agent, error) { return tx.Agent(hdf, alice) })
		same(s, got, plan.Agent{Region: hdf, User: alice, Version: 1})
	}},
	{"an agent belongs to a service by hand and by its channel at once", func(s *scene) {
		a := plan.Agent{Region: hdf, User: alice, Services: []plan.Membership{
			{Service: s62, Role: plan.RoleDecision, Source: plan.ByHand},
			{Service: s62, Role: plan.RoleReading, Source: plan.ByChannel},
		}}
		s.write(func(tx plan.Tx) error { return tx.PutAgent(a) })
		a.Version = 1
		same(s, read(s, func(tx plan.Tx) (plan.Agent, error) { return tx.Agent(hdf, alice) }), a)
	}},
	{"an update replaces the memberships, at the version that was read only", func(s *scene) {
		s.write(func(tx plan.Tx) error {
			return tx.PutAgent(plan.Agent{Region: hdf, User: alice, Services: []plan.Membership{{Service: s59}, {Service: s62}}})
		})
		a := full[plan.Agent]()
		a.Region, a.User, a.Version, a.Services = hdf, alice, 1, []plan.Membership{{Service: sgar}, {Service: s59}}
		s.write(func(tx plan.Tx) error { return tx.PutAgent(a) })
		s.refused(plan.ErrStale, func(tx plan.Tx) error { return tx.PutAgent(a) })
		a.Version = 2
		same(s, read(s, func(tx plan.Tx) (plan.Agent, error) { return tx.Agent(hdf, alice) }), a)
	}},
	{"agents are listed by user name, inactive ones included, of their region only", func(s *scene) {
		putAgents(s,
			plan.Agent{Region: hdf, User: "1", Username: "Zoé"},
			plan.Agent{Region: hdf, User: "2", Username: "bob", Active: true, Services: []plan.Membership{{Service: s62}}},
			plan.Agent{Region: hdf, User: "3", Username: "Alice", Active: true, Services: []plan.Membership{{Service: s62}, {Service: s59}}},
			plan.Agent{Region: idf, User: "4", Username: "carole"})
		got := each(read(s, func(tx plan.Tx) ([]plan.Agent, error) { return tx.Agents(hdf) }),
			func(a plan.Agent) string { return a.Username + strings.Repeat("+", len(a.Services)) })
		same(s, got, []string{"Alice++", "bob+", "Zoé"})
	}},
	{"a user name finds the active agent of the region, whatever the case", func(s *scene) {
		putAgents(s,
			plan.Agent{Region: hdf, User: alice, Username: "Alice.Martin", Active: true, Services: []plan.Membership{{Service: sgar}}},
			plan.Agent{Region: hdf, User: bob, Username: "bob"},
			plan.Agent{Region: idf, User: "carole", Username: "carole", Active: true})
		named := func(name string) func(plan.Tx) (plan.Agent, error) {
			return func(tx plan.Tx) (plan.Agent, error) { return tx.AgentByName(hdf, name) }
		}
		same(s, read(s, named("aLICE.mARTIN")), plan.Agent{
			Region: hdf, User: alice, Username: "Alice.Martin", Active: true, Version: 1,
			Services: []plan.Membership{{Service: sgar}},
		})
		missing(s, named("bob"))
		missing(s, named("carole"))
		missing(s, named("alice"))
	}},
	{"one account belongs to services of two regions, each apart", func(s *scene) {
		here := plan.Agent{Region: hdf, User: alice, Username: "alice", Active: true, Services: []plan.Membership{{Service: s59}}}
		there := plan.Agent{Region: idf, User: alice, Username: "alice", Active: true, Services: []plan.Membership{{Service: s62}}}
		putAgents(s, here, there)
		here.Version = 1
		same(s, read(s, func(tx plan.Tx) (plan.Agent, error) { return tx.Agent(hdf, alice) }), here)
		same(s, read(s, func(tx plan.Tx) (plan.Agent, error) { return tx.AgentByName(hdf, "alice") }), here)
		same(s, read(s, func(tx plan.Tx) ([]plan.Agent, error) { return tx.Agents(hdf) }), []plan.Agent{here})
		s.write(func(tx plan.Tx) error { return tx.PutAgent(here) })
		there.Version = 1
		same(s, read(s, func(tx plan.Tx) (plan.Agent, error) { return tx.Agent(idf, alice) }), there)
	}},
	{"a name that passed from an agent to another finds the active one", func(s *scene) {
		putAgents(s,
			plan.Agent{Region: hdf, User: "a-before", Username: "prefet"},
			plan.Agent{Region: hdf, User: "b-now", Username: "prefet", Active: true})
		got := read(s, func(tx plan.Tx) (plan.Agent, error) { return tx.AgentByName(hdf, "prefet") })
		same(s, got.User, "b-now")
	}},
	{"an agent that is not there is not found, to read or to update", func(s *scene) {
		putAgents(s, plan.Agent{Region: idf, User: alice})
		missing(s, func(tx plan.Tx) (plan.Agent, error) { return tx.Agent(hdf, alice) })
		s.refused(plan.ErrNotFound, func(tx plan.Tx) error { return tx.PutAgent(plan.Agent{Region: hdf, User: alice, Version: 1}) })
	}},
	{"an agent put twice is a duplicate, and keeps its memberships", func(s *scene) {
		putAgents(s, plan.Agent{Region: hdf, User: alice, Services: []plan.Membership{{Service: s59}}})
		s.refused(plan.ErrDuplicate, func(tx plan.Tx) error { return tx.PutAgent(plan.Agent{Region: hdf, User: alice}) })
		got := read(s, func(tx plan.Tx) (plan.Agent, error) { return tx.Agent(hdf, alice) })
		same(s, got.Services, []plan.Membership{{Service: s59}})
	}},
	{"who asked for a personal point is read by account, while active, of their region only", func(s *scene) {
		putAgents(s,
			plan.Agent{Region: hdf, User: "2", Username: "bob", Active: true, Digest: "0 16 * * 5", Services: []plan.Membership{{Service: s62}, {Service: s59}}},
			plan.Agent{Region: hdf, User: "1", Username: "zoé", Active: true, Digest: "30 8 * * 1"},
			plan.Agent{Region: hdf, User: "3", Username: "alice", Active: true},
			plan.Agent{Region: hdf, User: "4", Username: "david", Digest: "0 16 * * 5"},
			plan.Agent{Region: idf, User: "5", Username: "carole", Active: true, Digest: "0 16 * * 5"})
		got := read(s, func(tx plan.Tx) ([]plan.Agent, error) { return tx.AgentsWithDigest(hdf) })
		same(s, each(got, func(a plan.Agent) string {
			return string(a.User) + " " + a.Digest + strings.Repeat("+", len(a.Services))
		}),
			[]string{"1 30 8 * * 1", "2 0 16 * * 5++"})
	}},
	{"agents are read by account, by service and by deputy, of their region only", func(s *scene) {
		putAgents(s,
			plan.Agent{Region: hdf, User: "1", Username: "Zoé", Active: true, Deputy: "3", Services: []plan.Membership{{Service: s62, Source: plan.ByHand}, {Service: s62, Source: plan.ByChannel}}},
			plan.Agent{Region: hdf, User: "2", Username: "bob", Deputy: "3", Services: []plan.Membership{{Service: s62}}},
			plan.Agent{Region: hdf, User: "3", Username: "Alice", Active: true, Deputy: "1", Services: []plan.Membership{{Service: s59}, {Service: sgar}}},
			plan.Agent{Region: idf, User: "4", Username: "carole", Active: true, Deputy: "3", Services: []plan.Membership{{Service: s62}}})
		names := func(list []plan.Agent) []string {
			return each(list, func(a plan.Agent) string { return a.Username + strings.Repeat("+", len(a.Services)) })
		}
		among := func(users ...plan.UserID) []string {
			return names(read(s, func(tx plan.Tx) ([]plan.Agent, error) { return tx.AgentsAmong(hdf, users) }))
		}
		same(s, among("3", "1", "4", "1", "none"), []string{"Zoé++", "Alice++"})
		same(s, among(), []string{})
		same(s, names(read(s, func(tx plan.Tx) ([]plan.Agent, error) { return tx.AgentsOf(hdf, s62) })), []string{"bob+", "Zoé++"})
		same(s, names(read(s, func(tx plan.Tx) ([]plan.Agent, error) { return tx.AgentsOf(hdf, "none") })), []string{})
		deputised := func(deputies ...plan.UserID) []string {
			return names(read(s, func(tx plan.Tx) ([]plan.Agent, error) { return tx.AgentsDeputised(hdf, deputies) }))
		}
		same(s, deputised("3"), []string{"Zoé++"})
		same(s, deputised("3", "1"), []string{"Alice++", "Zoé++"})
		same(s, deputised(), []string{})
		same(s, read(s, func(tx plan.Tx) ([]plan.UserID, error) { return tx.ActiveUsers(hdf) }), []plan.UserID{"1", "3"})
	}},
	{"agents are away from the first day of an absence to the last, and of their region only", func(s *scene) {
		day := func(n int) calendar.Date { return calendar.Date{Year: 2026, Month: time.December, Day: n} }
		absent := func(region plan.RegionID, user plan.UserID) plan.Agent {
			return plan.Agent{Region: region, User: user, Username: string(user), AwayFrom: day(9), AwayTo: day(18)}
		}
		zoe := absent(hdf, "zoe")
		zoe.Services = []plan.Membership{{Service: s62}}
		putAgents(s, zoe, absent(hdf, "bob"), absent(idf, "carole"), plan.Agent{Region: hdf, User: "alice", Username: "alice"})
		away := func(from, to int) []plan.UserID {
			found := read(s, func(tx plan.Tx) ([]plan.Agent, error) { return tx.AgentsAway(hdf, day(from), day(to)) })
			return each(found, func(a plan.Agent) plan.UserID { return a.User })
		}
		both := []plan.UserID{"bob", "zoe"}
		same(s, away(1, 8), []plan.UserID{})
		same(s, away(1, 9), both)
		same(s, away(12, 12), both)
		same(s, away(18, 30), both)
		same(s, away(19, 30), []plan.UserID{})
	}},
	{"many agents are read by account at once", func(s *scene) {
		var list []plan.Agent
		var users []plan.UserID
		for n := range 1_100 {
			user := plan.UserID(strconv.Itoa(n))
			users = append(users, user)
			list = append(list, plan.Agent{Region: hdf, User: user, Username: "u" + strconv.Itoa(n)})
		}
		putAgents(s, list...)
		got := read(s, func(tx plan.Tx) ([]plan.Agent, error) { return tx.AgentsAmong(hdf, users) })
		same(s, len(got), len(list))
	}},
	{"user names that begin so are those of active agents, and no more than asked", func(s *scene) {
		putAgents(s,
			plan.Agent{Region: hdf, User: "1", Username: "Bob", Active: true},
			plan.Agent{Region: hdf, User: "2", Username: "bobby"},
			plan.Agent{Region: hdf, User: "3", Username: "bobette", Active: true},
			plan.Agent{Region: hdf, User: "4", Username: "b_b", Active: true},
			plan.Agent{Region: idf, User: "5", Username: "boba", Active: true})
		from := func(prefix string, limit int) []string {
			return read(s, func(tx plan.Tx) ([]string, error) { return tx.UsernamesFrom(hdf, prefix, limit) })
		}
		same(s, from("bO", 9), []string{"Bob", "bobette"})
		same(s, from("b_", 9), []string{"b_b"})
		same(s, len(from("", 9)), 3)
		same(s, from("bo", 1), []string{"Bob"})
	}},
	{"a user name finds who left last with it", func(s *scene) {
		putAgents(s,
			plan.Agent{Region: hdf, User: "1", Username: "Prefet", LeftAt: noon},
			plan.Agent{Region: hdf, User: "2", Username: "prefet", LeftAt: noon.Add(time.Hour)},
			plan.Agent{Region: hdf, User: "3", Username: "prefet", Active: true},
			plan.Agent{Region: idf, User: "4", Username: "carole", LeftAt: noon})
		got := read(s, func(tx plan.Tx) (plan.Agent, error) { return tx.LeftAgentByName(hdf, "PREFET") })
		same(s, got.User, "2")
		missing(s, func(tx plan.Tx) (plan.Agent, error) { return tx.LeftAgentByName(hdf, "carole") })
	}},
	{"a handover comes back as it was recorded, once", func(s *scene) {
		h := plan.Handover{
			Region: hdf, ID: "h1", From: plan.Holder{User: bob}, To: plan.Holder{User: alice}, Actor: alice, At: noon,
			Items: []plan.Item{{Kind: plan.ItemDeadline, Key: "E12"}, {Kind: plan.ItemReferent, Key: "referent-ddtm-59"}},
		}
		s.write(func(tx plan.Tx) error { return tx.AddHandover(h) })
		same(s, read(s, func(tx plan.Tx) (plan.Handover, error) { return tx.Handover(hdf, "h1") }), h)
		missing(s, func(tx plan.Tx) (plan.Handover, error) { return tx.Handover(idf, "h1") })
		s.refused(plan.ErrDuplicate, func(tx plan.Tx) error { return tx.AddHandover(h) })
		between := plan.Handover{Region: hdf, ID: "h2", From: plan.Holder{Service: s59}, To: plan.Holder{Service: s62}, At: noon}
		s.write(func(tx plan.Tx) error { return tx.AddHandover(between) })
		same(s, read(s, func(tx plan.Tx) (plan.Handover, error) { return tx.Handover(hdf, "h2") }), between)
	}},
	{"a membership of an unknown service is a fault", func(s *scene) {
		s.fault(func(tx plan.Tx) error {
			return tx.PutAgent(plan.Agent{Region: hdf, User: alice, Services: []plan.Membership{{Service: "none"}}})
		})
		missing(s, func(tx plan.Tx) (plan.Agent, error) { return tx.Agent(hdf, alice) })
	}},
}

func putAgents(s *scene, list ...plan.Agent) {
	s.Helper()
	s.write(func(tx plan.Tx) error {
		for _, a := range list {
			if err := tx.PutAgent(a); err != nil {
				return err
			}
		}
		return nil
	})
}
