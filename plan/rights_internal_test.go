package plan

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// nord is a region small enough to think about: the SGAR, two préfectures, a
// sous-préfecture and a departmental directorate of the first, a regional one.
var nord = []Service{
	{ID: "sgar", Kind: KindSGAR},
	{ID: "59", Kind: KindPrefecture, Department: "59"},
	{ID: "dunkerque", Kind: KindSousPrefecture, Department: "59", Arrondissement: "594"},
	{ID: "ddtm59", Kind: KindDepartmental, Department: "59"},
	{ID: "ddpp594", Kind: KindDepartmental, Department: "59", Arrondissement: "594"},
	{ID: "62", Kind: KindPrefecture, Department: "62"},
	{ID: "dreal", Kind: KindRegional},
}

// viewOf is what a person with these roles reads the region through.
func viewOf(user UserID, memberships ...Membership) DirectoryView {
	v := DirectoryView{Services: nord, Actor: Actor{User: user, Services: memberships}}
	v.Actor.Standings = standings(memberships, nord)
	return v
}

func owedBy(services ...ServiceID) Deadline {
	d := Deadline{Number: 1, Author: "somebody"}
	for _, s := range services {
		d.Parts = append(d.Parts, Part{Service: s, State: Open})
	}
	return d
}

func restricted(d Deadline) Deadline {
	d.Restricted = true
	return d
}

// TestRolesReachAsFarAsTheirTerritory says, for a role, which of the services'
// deadlines each right reaches. It is written by hand, from the table of rights.
func TestRolesReachAsFarAsTheirTerritory(t *testing.T) {
	all := "sgar 59 dunkerque ddtm59 ddpp594 62 dreal"
	department := "59 dunkerque ddtm59 ddpp594"
	for name, c := range map[string]struct {
		as                                     Membership
		read, secret, change, closeAll, manage string
	}{
		"contribution of the SGAR coordinates":   {Membership{"sgar", RoleContribution, ByChannel}, all, all, all, all, "yes"},
		"coordination of the SGAR":               {Membership{"sgar", RoleCoordination, ByHand}, all, all, all, all, "yes"},
		"décision of the SGAR":                   {Membership{"sgar", RoleDecision, ByHand}, all, all, all, all, "yes"},
		"lecture of the SGAR":                    {Membership{"sgar", RoleReading, ByHand}, all, "sgar", "", "", "no"},
		"correspondent of a préfecture":          {Membership{"59", RoleContribution, ByChannel}, department, "59", "59", "", "no"},
		"coordination of a préfecture":           {Membership{"59", RoleCoordination, ByHand}, department, department, department, department, "no"},
		"décision of a préfecture":               {Membership{"59", RoleDecision, ByHand}, department, department, department, department, "no"},
		"lecture of a préfecture":                {Membership{"59", RoleReading, ByHand}, department, "59", "", "", "no"},
		"contribution of a sous-préfecture":      {Membership{"dunkerque", RoleContribution, ByHand}, "dunkerque ddpp594", "dunkerque", "dunkerque", "", "no"},
		"contribution of a departmental service": {Membership{"ddtm59", RoleContribution, ByHand}, "ddtm59", "ddtm59", "ddtm59", "", "no"},
		"contribution of a regional service":     {Membership{"dreal", RoleContribution, ByHand}, "dreal", "dreal", "dreal", "", "no"},
		"coordination of a regional service":     {Membership{"dreal", RoleCoordination, ByHand}, "dreal", "dreal", "dreal", "dreal", "no"},
		"a service that is closed or unknown":    {Membership{"gone", RoleCoordination, ByHand}, "", "", "", "", "no"},
	} {
		v := viewOf("me", c.as)
		reached := func(r Right, of func(Deadline) Deadline) string {
			out := ""
			for _, s := range nord {
				if Allowed(v.Actor, r, of(owedBy(s.ID))) {
					out += " " + string(s.ID)
				}
			}
			if out == "" {
				return ""
			}
			return out[1:]
		}
		open := func(d Deadline) Deadline { return d }
		for right, want := range map[Right]string{ReadIt: c.read, ChangeIt: c.change, CloseAll: c.closeAll, RestrictIt: c.closeAll} {
			if got := reached(right, open); got != want {
				t.Errorf("%s: %s reaches %q, want %q", name, right, got, want)
			}
		}
		if got := reached(ReadIt, restricted); got != c.secret {
			t.Errorf("%s: what is restricted is read of %q, want %q", name, got, c.secret)
		}
		for _, right := range []Right{ManageServices, ManageAgents, ReadJournal} {
			if got := Allowed(v.Actor, right, Deadline{}); got != (c.manage == "yes") {
				t.Errorf("%s: %s is %v", name, right, got)
			}
		}
	}
}

func TestWhoCoordinatesADepartmentDoesNotCloseForAnother(t *testing.T) {
	v := viewOf("me", Membership{"59", RoleCoordination, ByHand})
	d := owedBy("59", "62")
	if !Allowed(v.Actor, ReadIt, d) || !Allowed(v.Actor, ChangeIt, d) {
		t.Error("what concerns the department is not theirs")
	}
	if Allowed(v.Actor, CloseAll, d) || Allowed(v.Actor, RestrictIt, d) {
		t.Error("they act for a préfecture that is not theirs")
	}
}

func TestWhoAsksAndWhoIsEntrustedKeepTheirRecords(t *testing.T) {
	asked, entrusted := owedBy("62"), owedBy("62")
	asked.Author = "me"
	entrusted.Parts[0].Assignee = "me"
	for name, v := range map[string]DirectoryView{
		"of another service": viewOf("me", Membership{"dreal", RoleContribution, ByHand}),
		"of no service":      viewOf("me"),
	} {
		for _, d := range []Deadline{asked, entrusted, restricted(asked), restricted(entrusted)} {
			if !Allowed(v.Actor, ReadIt, d) || !Allowed(v.Actor, ChangeIt, d) {
				t.Errorf("somebody %s loses their record: %+v", name, d)
			}
		}
		if Allowed(v.Actor, CloseAll, entrusted) {
			t.Errorf("somebody %s closes for all what they did not ask for", name)
		}
	}
	if Allowed(Actor{}, ReadIt, Deadline{Number: 1}) || Allowed(Actor{}, ReadIt, owedBy("62")) {
		t.Error("nobody at all reads")
	}
}

func TestAChannelThatAnybodyMayJoinKeepsNoSecret(t *testing.T) {
	services := slices.Clone(nord)
	for i := range services {
		services[i].Channel, services[i].ChannelOpen = ChannelID("c-"+services[i].ID), true
	}
	for _, s := range services {
		memberships := []Membership{{s.ID, RoleContribution, ByChannel}}
		v := DirectoryView{Services: services, Actor: Actor{User: "me", Standings: standings(memberships, services)}}
		for _, sight := range []Sight{v.Sight(), v.ChannelSight(s.Channel)} {
			if !sight.Sees(owedBy(s.ID)) {
				t.Errorf("%s does not see what it owes", s.ID)
			}
			if sight.Sees(restricted(owedBy(s.ID))) {
				t.Errorf("whoever joins the channel of %s sees what is restricted", s.ID)
			}
		}
		for _, right := range []Right{ManageServices, ManageAgents, ReadJournal} {
			if Allowed(v.Actor, right, Deadline{}) {
				t.Errorf("whoever joins the channel of %s has the right %s", s.ID, right)
			}
		}
		memberships[0].Source = ByHand
		v.Actor.Standings = standings(memberships, services)
		if !v.Sight().Sees(restricted(owedBy(s.ID))) {
			t.Errorf("who was attached by hand to %s does not see what is restricted", s.ID)
		}
	}
	if got := viewOf("me").ChannelSight("town-square"); got.Sees(owedBy("62")) {
		t.Error("a channel of no service shows something")
	}
}

var (
	anyRole   = rapid.SampledFrom([]Role{RoleCoordination, RoleDecision, RoleContribution, RoleReading})
	anySource = rapid.SampledFrom([]Source{ByHand, ByChannel})
	anyOf     = rapid.Map(rapid.SampledFrom(nord), func(s Service) ServiceID { return s.ID })
	anybody   = rapid.SampledFrom([]UserID{"", "me", "bob"})
)

func TestListsShowWhatMayBeReadAndNothingElse(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		services := slices.Clone(nord)
		for i := range services {
			services[i].ChannelOpen = rapid.Bool().Draw(r, "open channel")
		}
		var memberships []Membership
		for range rapid.IntRange(0, 3).Draw(r, "roles") {
			memberships = append(memberships, Membership{anyOf.Draw(r, "service"), anyRole.Draw(r, "role"), anySource.Draw(r, "source")})
		}
		v := DirectoryView{Services: services, Actor: Actor{
			User: "me", Standings: standings(memberships, services),
			StandsFor: rapid.SliceOfN(rapid.Just(UserID("bob")), 0, 1).Draw(r, "stands in for"),
		}}
		d := owedBy(rapid.SliceOfNDistinct(anyOf, 1, 3, rapid.ID).Draw(r, "concerned")...)
		d.Restricted, d.Author = rapid.Bool().Draw(r, "restricted"), anybody.Draw(r, "author")
		for i := range d.Parts {
			d.Parts[i].Assignee = anybody.Draw(r, "assignee")
		}
		reads := Allowed(v.Actor, ReadIt, d)
		if sees := v.Sight().Sees(d); sees != reads {
			r.Fatalf("lists show it: %v, it may be read: %v\n%+v\n%+v", sees, reads, memberships, d)
		}
		for _, right := range []Right{ChangeIt, CloseAll, RestrictIt} {
			if Allowed(v.Actor, right, d) && !reads {
				r.Fatalf("%s is allowed on what may not be read\n%+v\n%+v", right, memberships, d)
			}
		}
	})
}

func TestEveryRightHasItsRule(t *testing.T) {
	for right := range policy {
		if right.Rule().IsZero() {
			t.Errorf("%s is not said in words", right)
		}
	}
	if len(rules) != len(policy) {
		t.Errorf("%d rules for %d rights", len(rules), len(policy))
	}
}

// BenchmarkAllowed decides for somebody with three roles in a region of 120
// services, on a deadline of five.
func BenchmarkAllowed(b *testing.B) {
	services := slices.Clone(nord)
	for range 113 {
		services = append(services, Service{ID: ServiceID("dep" + string(rune('A'+len(services)))), Kind: KindDepartmental, Department: "59"})
	}
	v := DirectoryView{Services: services, Actor: Actor{User: "me", Standings: standings([]Membership{
		{"dreal", RoleReading, ByHand}, {"dunkerque", RoleContribution, ByHand}, {"59", RoleContribution, ByHand},
	}, services)}}
	d := owedBy("62", "sgar", services[118].ID, services[119].ID, "ddpp594")
	for _, right := range []Right{ReadIt, ChangeIt, CloseAll} {
		b.Run(string(right), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Allowed(v.Actor, right, d)
			}
		})
	}
}
