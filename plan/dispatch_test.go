package plan_test

import (
	"errors"
	"testing"
	"time"

	"jalon/plan"
)

func TestAnEditCarriesTheKeyOfThePostItEdits(t *testing.T) {
	for key, want := range map[string]string{"CREATED": "CREATED", "CREATED.EDIT": "CREATED"} {
		if got := (plan.Dispatch{Key: key}).PostKey(); got != want {
			t.Errorf("the post of %s carries %s, want %s", key, got, want)
		}
	}
}

func TestALookUpBeginsTwoMinutesBeforeTheFirstAttempt(t *testing.T) {
	tried := time.Date(2027, 1, 22, 9, 0, 3, 0, time.UTC)
	want := time.Date(2027, 1, 22, 8, 58, 3, 0, time.UTC)
	if got := (plan.Dispatch{FirstTried: tried}).LookupFrom(); !got.Equal(want) {
		t.Errorf("the look-up begins at %s, want %s", got, want)
	}
}

func TestAnErrorThatSaysNothingOfTheCallIsADoubt(t *testing.T) {
	e := plan.AsPostError(errors.New("connection reset by peer"))
	if e.Verdict != plan.Doubtful || e.Code != plan.CodeTimeout {
		t.Errorf("got verdict %d, code %s", e.Verdict, e.Code)
	}
}

func TestTheTimesOfTheGuaranteeFitTogether(t *testing.T) {
	if plan.LookupDelay < 2*plan.RequestTimeout {
		t.Error("a look-up could come before the end of what it looks for")
	}
	if plan.LeaseTime < plan.LookupDelay+plan.RequestTimeout {
		t.Error("a lease could end while its call is still on its way")
	}
	if plan.ClaimTime > 5*time.Second {
		t.Error("what no call was begun for could wait more than seconds for a process that died")
	}
}
