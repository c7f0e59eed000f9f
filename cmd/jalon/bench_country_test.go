package main

import (
	"fmt"
	"net/http/httptest"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"jalon/bot"
	"jalon/bot/bottest"
	"jalon/calendar"
	"jalon/i18n"
	"jalon/plan"
	"jalon/store"
)

// The whole country: its regions and préfectures, and in one of the regions as
// many services and agents as the largest has.
const (
	countryRegions     = 18
	countryPrefectures = 101
	countryServices    = 120 // of the largest region
	countryAgents      = 20_000
)

// wholeCountry adds the country to the database of [manyDeadlines], whose region
// becomes the largest; a third of its deadlines are entrusted to somebody.
func wholeCountry(b *testing.B, path string) {
	b.Helper()
	h, err := openHouse(b.Context(), path, store.Options{}, plan.Options{}, consoleLog(shell{err: b.Output()}))
	if err != nil {
		b.Fatal(err)
	}
	home, services := region(b, h)
	prefectures := 0
	for _, s := range services {
		if s.Kind == plan.KindPrefecture {
			prefectures++
		}
	}
	for n := len(services); n < countryServices; n++ {
		services = append(services, countryService(home.ID, plan.KindDepartmental, n))
	}
	if err := h.planner.Install(b.Context(), time.Now(), home, services, nil); err != nil {
		b.Fatal(err)
	}
	for n := range countryRegions - 1 {
		other := home
		other.ID, other.Name, other.Version = plan.RegionID("region"+strconv.Itoa(n)), "region"+strconv.Itoa(n), 0
		list := []plan.Service{countryService(other.ID, plan.KindSGAR, 0)}
		for left := countryRegions - 1 - n; prefectures < countryPrefectures && len(list)-1 < (countryPrefectures-prefectures+left-1)/left; {
			list = append(list, countryService(other.ID, plan.KindPrefecture, len(list)))
		}
		prefectures += len(list) - 1
		if err := h.planner.Install(b.Context(), time.Now(), other, list, nil); err != nil {
			b.Fatal(err)
		}
	}
	if prefectures != countryPrefectures {
		b.Fatalf("%d préfectures", prefectures)
	}
	services, err = h.planner.Services(b.Context(), home.ID)
	if err != nil {
		b.Fatal(err)
	}
	if err := addAgents(b, h, home.ID, services); err != nil {
		b.Fatal(err)
	}
	if err := h.close(); err != nil {
		b.Fatal(err)
	}
}

func countryService(region plan.RegionID, kind plan.ServiceKind, n int) plan.Service {
	code := fmt.Sprintf("%s-%d", kind, n)
	return plan.Service{
		Region: region, Code: code, Name: "service " + code, Kind: kind, Channel: plan.ChannelID(string(region) + "-" + code),
		ChannelName: code, TimeZone: paris, HolidayZone: calendar.Metropole,
	}
}

// addAgents fills the region with agents, one in twenty of them away with a
// deputy, and entrusts deadlines to them.
func addAgents(b *testing.B, h *house, region plan.RegionID, services []plan.Service) error {
	agent := func(n int) plan.UserID { return plan.UserID("agent" + strconv.Itoa(n)) }
	today := calendar.DateOf(time.Now(), time.UTC)
	const batch = 1_000
	for first := 0; first < countryAgents; first += batch {
		err := h.db.Write(b.Context(), func(tx plan.Tx) error {
			for n := first; n < first+batch; n++ {
				a := plan.Agent{
					Region: region, User: agent(n), Username: "prenom.nom" + strconv.Itoa(n), Active: true,
					Services: []plan.Membership{{Service: services[n%len(services)].ID, Role: plan.RoleContribution, Source: plan.ByChannel}},
				}
				if n%20 == 0 {
					a.AwayFrom, a.AwayTo, a.Deputy = today.AddDays(-1), today.AddDays(5), person(n)
				}
				if err := tx.PutAgent(a); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return h.db.Write(b.Context(), func(tx plan.Tx) error {
		for n := 1; n <= benchDeadlines; n += 3 {
			d, err := tx.Deadline(region, n)
			if err != nil {
				return err
			}
			d.Parts[0].Assignee = agent(n)
			if err := tx.UpdateDeadline(d); err != nil {
				return err
			}
		}
		return nil
	})
}

// BenchmarkWholeCountry answers requests where the whole country is: the list of
// deadlines, and the reading of the members of a channel.
func BenchmarkWholeCountry(b *testing.B) {
	path := filepath.Join(b.TempDir(), "jalon.db")
	manyDeadlines(b, path)
	wholeCountry(b, path)
	h, err := openHouse(b.Context(), path, store.Options{Exclusive: true}, plan.Options{}, consoleLog(shell{err: b.Output()}))
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = h.close() }()
	jalon, err := h.bot(benchSettings(b, bottest.NewServer().URL, path), bot.Config{Now: time.Now, Transport: bottest.NewServer()})
	if err != nil {
		b.Fatal(err)
	}
	server := httptest.NewServer(jalon.Server(h.db.Ping))
	defer server.Close()
	for _, line := range []string{"/echeance liste", "/echeance liste 62", "/jalon", "/echeance confier E4 à @prenom.nm17"} {
		b.Run(line, func(b *testing.B) {
			slashes(b, server.URL, benchRequests/5, line) // warm
			var took load
			for b.Loop() {
				took.add(slashes(b, server.URL, benchRequests, line))
			}
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(took.quantile(0.50).Seconds()*1000, "p50-ms")
			b.ReportMetric(took.quantile(0.99).Seconds()*1000, "p99-ms")
		})
	}
	home, err := h.region(b.Context(), "hdf", i18n.FR)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("members of a channel", func(b *testing.B) {
		members := make([]plan.Member, benchPeople)
		for n := range members {
			members[n] = plan.Member{User: person(n), Username: string(person(n))}
		}
		for b.Loop() {
			if err := h.planner.SyncMembers(b.Context(), time.Now(), home.ID, "pref-62", members); err != nil {
				b.Fatal(err)
			}
		}
	})
}
