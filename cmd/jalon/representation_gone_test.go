package main_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"

	"jalon/plan"
)

// seatAt is where the first seat of the first meeting stands.
func (t *table) seatAt(ctx context.Context) (plan.Representation, error) {
	m, err := t.meeting(ctx, t.meetings[0])
	r, _ := m.Seat(1)
	return r, err
}

// answers makes somebody answer for themselves about the first seat.
func (t *table) answers(by plan.UserID, with func(context.Context, plan.Call, plan.Answer) (plan.Seated, error)) error {
	call, err := t.call(by, "")
	if err != nil {
		return err
	}
	_, err = with(context.Background(), call, plan.Answer{SeatAt: plan.SeatAt{Meeting: t.meetings[0], Seat: 1}})
	return err
}

func TestAQuestionPutToAnAccountThatIsDeactivatedGoesOnAtOnce(t *testing.T) {
	t.Parallel()
	table := newTestTable(t)
	r, err := table.seatAt(t.Context())
	if err != nil || r.Who.User != "hugo" || r.State != plan.Proposed {
		t.Fatalf("first asked is %+v, %v", r, err)
	}
	if err := table.gone("hugo"); err != nil {
		t.Fatal(err)
	}
	r, err = table.seatAt(t.Context())
	if err != nil || r.Who.User != "iris" || r.State != plan.Proposed || r.Asks[0].State != plan.Silent {
		t.Errorf("asked then is %+v, %v", r, err)
	}
	if err := table.gone("iris"); err != nil {
		t.Fatal(err)
	}
	r, err = table.seatAt(t.Context())
	if err != nil || r.Who.Name != "M. Lemaire" {
		t.Errorf("asked last is %+v, %v", r, err)
	}
}

func TestWhatAnAccountAgreedToStaysWhenItIsDeactivated(t *testing.T) {
	t.Parallel()
	table := newTestTable(t)
	if err := table.answers("hugo", table.planner.Accept); err != nil {
		t.Fatal(err)
	}
	if err := table.gone("hugo"); err != nil {
		t.Fatal(err)
	}
	r, err := table.seatAt(t.Context())
	if err != nil || r.State != plan.Accepted || r.Who.User != "hugo" {
		t.Errorf("the seat is %+v, %v", r, err)
	}
}

func TestOfTwoPeopleWhoAcceptAtOnceOneSits(t *testing.T) {
	t.Parallel()
	table := newTestTable(t)
	ctx := t.Context()
	if err := table.answers("hugo", table.planner.Decline); err != nil { // iris is asked, and hugo may change his mind
		t.Fatal(err)
	}
	who := []plan.UserID{"hugo", "iris"}
	errs := make([]error, len(who))
	var both sync.WaitGroup
	for i, user := range who {
		both.Go(func() { errs[i] = table.answers(user, table.planner.Accept) })
	}
	both.Wait()
	won := slices.IndexFunc(errs, func(err error) bool { return err == nil })
	var late *plan.NoMoreAwaited
	if won < 0 || !errors.As(errs[1-won], &late) {
		t.Fatalf("answers: %v", errs)
	}
	r, err := table.seatAt(ctx)
	if err != nil || r.State != plan.Accepted || r.Who.User != who[won] {
		t.Errorf("the seat is %+v, %v; %s won", r, err, who[won])
	}
}

func newTestTable(t *testing.T) *table {
	t.Helper()
	table, err := newTable(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := table.store.Close(); err != nil {
			t.Error(err)
		}
	})
	return table
}
