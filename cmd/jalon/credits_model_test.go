package main_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"jalon/plan"
)

// purse is a region with a fund, in which anybody tries anything; envelopes and
// grants are what is expected of it.
type purse struct {
	*world
	envelopes map[string]plan.Cents // by department, '' for the region
	grants    map[int]plan.Grant    // by project
	asked     []plan.Redeployment
}

// purseDepartments are those of the model; a project lies in each.
var purseDepartments = []string{"59", "62"}

func newPurse(w *world) (*purse, error) {
	p := &purse{world: w, envelopes: map[string]plan.Cents{}, grants: map[int]plan.Grant{}}
	ctx := context.Background()
	err := w.store.Write(ctx, func(tx plan.Tx) error {
		return tx.PutAgent(plan.Agent{
			Region: region, User: "dan", Username: "dan", Lang: "fr", Active: true,
			Services: []plan.Membership{{Service: "SGAR", Role: plan.RoleDecision, Source: plan.ByHand}},
		})
	})
	if err != nil {
		return nil, err
	}
	call, err := w.call("alice", sgar)
	if err != nil {
		return nil, err
	}
	_, err = w.planner.SetFund(ctx, call, "DSIL", func(f *plan.Fund) error {
		f.Level = plan.RegionalFund
		return nil
	})
	for i := range 4 {
		_, added := w.planner.AddProject(ctx, call, plan.Project{
			Name: fmt.Sprintf("Projet %d", i), Departments: purseDepartments[i%2 : i%2+1], Progress: plan.NoProgress,
		})
		err = errors.Join(err, added)
	}
	return p, err
}

// tried tells whether something was accepted; a fault is no refusal.
func tried(err error) (bool, error) {
	if _, refused := plan.KindOf(err); refused {
		return false, nil
	}
	return err == nil, err
}

func (p *purse) setEnvelope(rt *rapid.T) error {
	department := rapid.SampledFrom([]string{"", "59", "62"}).Draw(rt, "department")
	amount := plan.Cents(rapid.Int64Range(-1, 1000).Draw(rt, "amount"))
	call, err := p.call("alice", sgar)
	if err != nil {
		return err
	}
	_, err = p.planner.SetEnvelope(context.Background(), call, "dsil", 2027, department, amount)
	done, err := tried(err)
	if done {
		p.envelopes[department] = amount
	}
	return err
}

// changeGrant records some amounts and a state of the grant of a project.
func (p *purse) changeGrant(rt *rapid.T) error {
	number := rapid.IntRange(1, 4).Draw(rt, "project")
	state := rapid.SampledFrom([]plan.GrantState{
		plan.GrantFiled, plan.GrantProposed, plan.GrantRetained, plan.GrantCommitted, plan.GrantSettled, plan.GrantReserve, plan.GrantRefused, plan.GrantLapsed,
	}).Draw(rt, "state")
	change := []func(*plan.Grant, *plan.Cents){
		func(g *plan.Grant, c *plan.Cents) { g.Base = c }, func(g *plan.Grant, c *plan.Cents) { g.Requested = c },
		func(g *plan.Grant, c *plan.Cents) { g.Proposed = c }, func(g *plan.Grant, c *plan.Cents) { g.Retained = c },
		func(g *plan.Grant, c *plan.Cents) { g.Committed = c }, func(g *plan.Grant, c *plan.Cents) { g.Paid = c },
	}
	amounts := make([]*plan.Cents, len(change))
	for i := range change {
		if rapid.Bool().Draw(rt, "said") {
			amounts[i] = new(plan.Cents(rapid.Int64Range(0, 300).Draw(rt, "cents")))
		}
	}
	green := rapid.Bool().Draw(rt, "green")
	call, err := p.call("alice", sgar)
	if err != nil {
		return err
	}
	c, err := p.planner.ChangeGrant(context.Background(), call, plan.GrantKey{Project: number, Fund: "DSIL", Year: 2027}, "essai", func(g *plan.Grant) error {
		for i, amount := range amounts {
			if amount != nil {
				change[i](g, amount)
			}
		}
		g.State, g.Green = state, green
		return nil
	})
	done, err := tried(err)
	if done {
		p.grants[number] = c.After
	}
	return err
}

func (p *purse) askToMove(rt *rapid.T) error {
	from := rapid.SampledFrom(purseDepartments).Draw(rt, "from")
	to := rapid.SampledFrom(purseDepartments).Draw(rt, "to")
	call, err := p.call("alice", sgar)
	if err != nil {
		return err
	}
	c, err := p.planner.AskRedeployment(context.Background(), call, plan.Redeployment{
		Fund: "DSIL", Year: 2027, From: from, To: to, Amount: plan.Cents(rapid.Int64Range(0, 400).Draw(rt, "amount")), Reason: "essai",
	})
	done, err := tried(err)
	if done {
		p.asked = append(p.asked, c.Redeployment)
	}
	return err
}

// decide agrees to one of those asked, or refuses it, once or again; the
// coordination may not.
func (p *purse) decide(rt *rapid.T) error {
	if len(p.asked) == 0 {
		return nil
	}
	i := rapid.IntRange(0, len(p.asked)-1).Draw(rt, "which")
	by := rapid.SampledFrom([]plan.UserID{"dan", "dan", "alice"}).Draw(rt, "by")
	agree := rapid.Bool().Draw(rt, "agree")
	call, err := p.call(by, sgar)
	if err != nil {
		return err
	}
	c, err := p.planner.DecideRedeployment(context.Background(), call, p.asked[i].Number, agree, "essai")
	done, err := tried(err)
	switch {
	case err != nil || !done:
		return err
	case by != "dan":
		return errors.New("the coordination decided")
	case p.asked[i].State != plan.RedeploymentAsked:
		return fmt.Errorf("%s was decided twice", c.Ref())
	case agree:
		p.envelopes[c.From] -= c.Amount
		p.envelopes[c.To] += c.Amount
		if p.envelopes[c.From] < p.retained(c.From) {
			return fmt.Errorf("%s: less than what is retained", c.Ref())
		}
	}
	p.asked[i].State = c.State
	return nil
}

// retained is what counts in the programming of a department, by its definition.
func (p *purse) retained(department string) (sum plan.Cents) {
	for _, g := range p.grants {
		decided := []plan.GrantState{plan.GrantRetained, plan.GrantNotified, plan.GrantCommitted, plan.GrantBegun, plan.GrantSettled}
		if g.Department == department && slices.Contains(decided, g.State) {
			sum += *g.Retained
		}
	}
	return sum
}

// check compares the programming with what is expected, and looks at each grant.
func (p *purse) check() error {
	call, err := p.call("alice", sgar)
	if err != nil {
		return err
	}
	got, err := p.planner.Programming(context.Background(), call, "DSIL", 2027)
	if err != nil {
		return err
	}
	var delegated plan.Cents
	for department, amount := range p.envelopes {
		if department != "" {
			delegated += amount
		}
		if amount < 0 {
			return fmt.Errorf("the envelope of %q is %d", department, amount)
		}
	}
	if delegated > p.envelopes[""] {
		return fmt.Errorf("%d delegated of %d", delegated, p.envelopes[""])
	}
	value := func(c *plan.Cents) plan.Cents {
		if c == nil {
			return 0
		}
		return *c
	}
	var total plan.ProgrammingRow
	for _, row := range got.Rows {
		want := plan.ProgrammingRow{Department: row.Department, Envelope: p.envelopes[row.Department], Retained: p.retained(row.Department)}
		_, want.Known = p.envelopes[row.Department]
		if row.Department == "" {
			want.Envelope = p.envelopes[""] - delegated
		}
		for _, g := range p.grants {
			if g.Department != row.Department {
				continue
			}
			want.Grants++
			want.Requested += value(g.Requested)
			want.Proposed += value(g.Proposed)
			want.Committed += value(g.Committed)
			want.Paid += value(g.Paid)
			if g.Green && g.State.Counts() {
				want.Green += value(g.Retained)
			}
		}
		if diff := cmp.Diff(want, row); diff != "" {
			return fmt.Errorf("row %q (-want +got):\n%s", row.Department, diff)
		}
		total.Envelope += row.Envelope
		total.Retained += row.Retained
		total.Committed += row.Committed
		total.Paid += row.Paid
	}
	if got.Total.Retained != total.Retained || got.Total.Committed != total.Committed || got.Total.Paid != total.Paid || got.Total.Envelope != p.envelopes[""] {
		return fmt.Errorf("total %+v of %+v", got.Total, total)
	}
	for _, g := range p.grants {
		switch m := g.Money; {
		case m.Base != nil && value(m.Retained) > *m.Base, value(m.Committed) > value(m.Retained), value(m.Paid) > value(m.Committed):
			return fmt.Errorf("grant of project %d: %+v", g.Project, m)
		}
	}
	return nil
}

func TestWhateverPeopleTryTheSumsOfCreditsAreRight(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		w, err := newWorld(t.TempDir())
		if err != nil {
			rt.Fatal(err)
		}
		defer func() { _ = w.store.Close() }()
		p, err := newPurse(w)
		if err != nil {
			rt.Fatal(err)
		}
		acts := []func(*rapid.T) error{p.setEnvelope, p.setEnvelope, p.changeGrant, p.changeGrant, p.askToMove, p.decide}
		for range rapid.IntRange(5, 40).Draw(rt, "attempts") {
			if err := acts[rapid.IntRange(0, len(acts)-1).Draw(rt, "act")](rt); err != nil {
				rt.Fatal(err)
			}
			if err := p.check(); err != nil {
				rt.Fatal(err)
			}
		}
	})
}

func TestPeopleWhoShareOutAFundAtOnceNeverGiveMoreThanThereIs(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(t *testing.T, w *world) {
		_, err := newPurse(w)
		must(t, err)
		call, err := w.call("alice", sgar)
		must(t, err)
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		for year := 2030; year < 2036; year++ {
			_, err := w.planner.SetEnvelope(ctx, call, "DSIL", year, "", 100)
			must(t, err)
			var given atomic.Int32
			var wg sync.WaitGroup
			for _, department := range purseDepartments {
				wg.Go(func() {
					_, err := w.planner.SetEnvelope(ctx, call, "DSIL", year, department, 60)
					done, err := tried(err)
					if err != nil {
						t.Error(err)
					}
					if done {
						given.Add(1)
					}
				})
			}
			wg.Wait()
			want(t, "envelopes given", int(given.Load()), 1)
		}
	})
}

func TestOfAllWhoDecideARedeploymentAtOnceOneDoes(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(t *testing.T, w *world) {
		_, err := newPurse(w)
		must(t, err)
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		call, err := w.call("alice", sgar)
		must(t, err)
		_, err = w.planner.SetEnvelope(ctx, call, "DSIL", 2027, "", 100)
		must(t, err)
		for _, department := range purseDepartments {
			_, err := w.planner.SetEnvelope(ctx, call, "DSIL", 2027, department, 50)
			must(t, err)
		}
		asked, err := w.planner.AskRedeployment(ctx, call, plan.Redeployment{Fund: "DSIL", Year: 2027, From: "59", To: "62", Amount: 20, Reason: "essai"})
		must(t, err)
		decider, err := w.call("dan", sgar)
		must(t, err)
		var agreed, refused atomic.Int32
		var wg sync.WaitGroup
		for range 6 {
			wg.Go(func() {
				_, err := w.planner.DecideRedeployment(ctx, decider, asked.Number, true, "")
				kind, isRefusal := plan.KindOf(err)
				switch {
				case err == nil:
					agreed.Add(1)
				case isRefusal && kind == plan.Closed:
					refused.Add(1)
				default:
					t.Error(err)
				}
			})
		}
		wg.Wait()
		want(t, "agreed", int(agreed.Load()), 1)
		want(t, "told that it was decided", int(refused.Load()), 5)
		p, err := w.planner.Programming(ctx, call, "DSIL", 2027)
		must(t, err)
		want(t, "envelope of 59", int(p.Rows[0].Envelope), 30)
		want(t, "envelope of 62", int(p.Rows[1].Envelope), 70)
	})
}
