package store

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"jalon/plan"
)

// What stood before there was a search is found as if it had been stored since.
func TestWhatStoodBeforeTheSearchIsFound(t *testing.T) {
	t.Parallel()
	fixture, err := txtar.ParseFile(fixtureName(1))
	if err != nil {
		t.Fatal(err)
	}
	for _, engine := range engines {
		t.Run(engine.name, func(t *testing.T) {
			t.Parallel()
			dsn := engine.dsn(t)
			restore(t, dsn, 1, section(t, fixture, rows))
			old, fresh := openOn(t, dsn), openOn(t, engine.dsn(t))
			copied := func(to plan.Tx) error {
				return old.Read(t.Context(), func(from plan.Tx) error { return copyThings(from, to) })
			}
			if err := fresh.Write(t.Context(), copied); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(searchRows(t, fresh), searchRows(t, old)); diff != "" {
				t.Errorf("the index is not what it would be had the search always been there (-would be +is):\n%s", diff)
			}
			var found plan.SearchResults
			err := old.Read(t.Context(), func(tx plan.Tx) (err error) {
				found, err = tx.Search("team-hdf", plan.SearchQuery{
					Words: plan.SearchWords("OEUVRE été"), Sight: plan.Sight{Scope: []plan.ServiceID{"service-59"}}, Limit: 5,
				})
				return err
			})
			want := []plan.Hit{
				{Ref: "S:service-59", Kind: plan.FindableService},
				{Ref: plan.AgentRef("user-alice"), Kind: plan.FindableAgent},
				{Ref: "E1", Kind: plan.FindableDeadline}, // cancelled
			}
			if err != nil || !slices.Equal(found.Found, want) {
				t.Errorf("found %v, error %v; want %v", found.Found, err, want)
			}
		})
	}
}

// copyThings stores anew, in the order of the migration, what another database holds.
func copyThings(from, to plan.Tx) error {
	regions, err := from.Regions()
	for _, r := range regions {
		services, errServices := from.Services(r.ID)
		agents, errAgents := from.Agents(r.ID)
		deadlines, _, errDeadlines := from.FindDeadlines(r.ID, plan.DeadlineFilter{})
		r.Version = 0
		err = errors.Join(err, errServices, errAgents, errDeadlines, to.PutRegion(r))
		for _, s := range services {
			s.Version = 0
			err = errors.Join(err, to.PutService(s))
		}
		for _, a := range agents {
			a.Version = 0
			err = errors.Join(err, to.PutAgent(a))
		}
		for _, d := range deadlines {
			d.Version = 1
			err = errors.Join(err, to.AddDeadline(d))
		}
	}
	return err
}

// searchRows lists every row of the tables of the search.
func searchRows(t *testing.T, db *DB) []string {
	t.Helper()
	var out []string
	for _, query := range []string{
		`select region, cast(number as text), object, kind || ' ' || rank || ' ' || keys from search_object`,
		`select region, cast(block as text), ranks, '' from search_block`,
		`select region, key, cast(block as text), members from search_posting`,
		`select region, trace, word, '' from search_slip`,
	} {
		err := db.Read(t.Context(), func(p plan.Tx) error {
			return p.(*tx).each(func(row scanner) error {
				var a, b, c, d string
				err := row.Scan(&a, &b, &c, &d)
				out = append(out, fmt.Sprintf("%s|%s|%s|%s", a, b, c, d))
				return err
			}, query)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	slices.Sort(out)
	return out
}
