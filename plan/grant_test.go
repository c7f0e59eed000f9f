package plan_test

import (
	"testing"

	"jalon/calendar"
	"jalon/i18n"
	"jalon/plan"
)

func TestAShareIsTheNearestTenthAndNeverHidesThatItIsMore(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		part, whole plan.Cents
		want        string
		above       bool // 80 %
	}{
		{350_000_00, 500_000_00, "70 %", false},
		{548, 900, "60,9 %", false},
		{1, 3, "33,3 %", false},
		{80, 100, "80 %", false},
		{80_000_01, 100_000_00, "80,1 %", true},
		{79_999_99, 100_000_00, "79,9 %", false},
		{100, 100, "100 %", true},
		{0, 100, "0 %", false},
		{100, 0, "0 %", false},
		{plan.MaxCents, plan.MaxCents, "100 %", true},
	} {
		share := plan.ShareOf(c.part, c.whole)
		if got := shown(share.In(i18n.FR)); got != c.want {
			t.Errorf("%d of %d: %s, want %s", c.part, c.whole, got, c.want)
		}
		if share.Above(80) != c.above {
			t.Errorf("%d of %d above 80 %%: %v", c.part, c.whole, !c.above)
		}
	}
	if got := plan.ShareOf(601, 1000).In(i18n.EN); got != "60.1%" {
		t.Errorf("%q", got)
	}
}

// grant is one that is retained.
func grant(fund string, year int, retained, base plan.Cents) plan.Grant {
	return plan.Grant{Fund: fund, Year: year, State: plan.GrantRetained, Money: plan.Money{Retained: &retained, Base: &base}}
}

func TestPublicAidAddsUpWhatTheGrantsOfAProjectRetain(t *testing.T) {
	t.Parallel()
	refused := grant("DETR", 2027, 900, 1000)
	refused.State = plan.GrantRefused
	costed, helped := grant("DSIL", 2027, 300, 600), grant("DSIL", 2027, 300, 600)
	costed.Cost = new(plan.Cents(1000))
	helped.Cost, helped.Others = new(plan.Cents(1000)), new(plan.Cents(550))
	for name, c := range map[string]struct {
		grants []plan.Grant
		want   string
	}{
		"a double dotation, of the larger base": {[]plan.Grant{grant("DSIL", 2027, 400, 1000), grant("DETR", 2027, 450, 900)}, "85 %"},
		"one that is refused counts for none":   {[]plan.Grant{grant("DSIL", 2027, 400, 1000), refused}, "40 %"},
		"each year on its own base":             {[]plan.Grant{grant("DSIL", 2026, 700, 1000), grant("DSIL", 2027, 100, 500)}, "70 %"},
		"of the cost where it is known":         {[]plan.Grant{costed, grant("DETR", 2026, 100, 600)}, "40 %"},
		"with what others give":                 {[]plan.Grant{helped}, "85 %"},
	} {
		share, known := plan.PublicAid(c.grants)
		if got := shown(share.In(i18n.FR)); !known || got != c.want {
			t.Errorf("%s: %s, %v; want %s", name, got, known, c.want)
		}
	}
	if _, known := plan.PublicAid([]plan.Grant{refused}); known {
		t.Error("nothing is retained, and a share is known")
	}
}

func TestTheTermsOfAGrantRunFromItsNotificationThenFromItsBeginning(t *testing.T) {
	t.Parallel()
	f := plan.NewFund("DSIL", plan.RegionalFund)
	day := func(text string) calendar.Date {
		d, err := calendar.ParseDate(text)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	notified := grant("DSIL", 2027, 1, 1)
	notified.State, notified.NotifiedOn = plan.GrantNotified, day("2028-02-29")
	longer, begun := notified, notified
	longer.MoreLapse = 12
	begun.State, begun.BegunOn, begun.MoreCompletion = plan.GrantBegun, day("2029-03-01"), 24
	settled := begun
	settled.State = plan.GrantSettled
	for name, c := range map[string]struct {
		grant           plan.Grant
		lapse, complete string
	}{
		"retained": {grant("DSIL", 2027, 1, 1), "", ""},
		"notified": {notified, "2030-02-28", ""},
		"extended": {longer, "2031-02-28", ""},
		"begun":    {begun, "", "2035-03-01"},
		"settled":  {settled, "", ""},
	} {
		for what, term := range map[string]struct {
			of   func(plan.Fund) (calendar.Date, bool)
			want string
		}{"lapse": {c.grant.LapseOn, c.lapse}, "completion": {c.grant.CompleteOn, c.complete}} {
			on, runs := term.of(f)
			if runs != (term.want != "") || runs && on.String() != term.want {
				t.Errorf("%s of what is %s: %s, %v; want %q", what, name, on, runs, term.want)
			}
		}
	}
}
