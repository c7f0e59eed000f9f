package plan

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"jalon/calendar"
)

// somme is a region of two services that jalon speaks to from 8 h to 19 h.
func somme() DirectoryView {
	hours := func(id ServiceID, kind ServiceKind, channel ChannelID) Service {
		return Service{
			ID: id, Code: string(id), Kind: kind, Channel: channel, TimeZone: "Europe/Paris", HolidayZone: calendar.Metropole,
			Opens: calendar.TimeOfDay{Hour: 8}, Closes: calendar.TimeOfDay{Hour: 19},
		}
	}
	return DirectoryView{
		Region:   Region{TimeZone: "Europe/Paris", HolidayZone: calendar.Metropole},
		Services: []Service{hours("sgar", KindSGAR, "c-sgar"), hours("80", KindPrefecture, "c-80")},
	}
}

// owed is a deadline of the Somme, due on a day, at an hour when it is not empty.
func owed(t testing.TB, day, hour string) Deadline {
	t.Helper()
	date, err := calendar.ParseDate(day)
	if err != nil {
		t.Fatal(err)
	}
	d := Deadline{
		Number: 9, State: Open, Due: Due{Date: date, Zone: "Europe/Paris"}, Ladder: DefaultLadder(), Revision: 1,
		Parts: []Part{{Service: "80", State: Open}},
	}
	if hour != "" {
		d.Due.HasTime = true
		if d.Due.Time, err = calendar.ParseTimeOfDay(hour); err != nil {
			t.Fatal(err)
		}
	}
	if d.DueAt, err = d.Due.Deadline(); err != nil {
		t.Fatal(err)
	}
	return d
}

// chain writes what leaves after the date when nobody answers and the program is
// never late: "J+1 2026-11-23 09:00 channel:c-80".
func chain(t testing.TB, d Deadline) []string {
	t.Helper()
	p, dir := New(nil, Options{}), somme()
	var out []string
	now, from := d.DueAt, calendar.Date{}
	for n := 1; ; n++ {
		v, leaves, err := p.chase(dir, d, d.Parts[0], n, now, from)
		if err != nil {
			t.Fatal(err)
		}
		if !leaves {
			return out
		}
		out = append(out, v.Step+" "+v.When.Date.String()+" "+v.When.Time.String()+" "+v.To.Key())
		now, from = v.DueAt, v.When.Date.AddDays(1)
	}
}

func after(t testing.TB, text string) Chase {
	t.Helper()
	pace, err := ParsePace(text)
	if err != nil {
		t.Fatal(err)
	}
	return pace.After
}

func TestAChaseFollowsItsStepsOnWorkingDays(t *testing.T) {
	for name, c := range map[string]struct {
		due, chase string
		urgent     bool
		want       []string
	}{
		"the house's: J+1, every 2 working days, an escalation after 3": {due: "2026-11-20", want: []string{
			"J+1 2026-11-23 09:00 channel:c-80", "relance 2 2026-11-25 09:00 channel:c-80",
			"relance 3 2026-11-27 09:00 channel:c-80", "escalade 80 2026-12-01 09:00 channel:c-sgar",
		}},
		"a holiday is left for the day after": {due: "2026-12-24", chase: "J+1 puis tous les jours ouvrés escalade après 2", want: []string{
			"J+1 2026-12-28 09:00 channel:c-80", "relance 2 2026-12-29 09:00 channel:c-80", "escalade 80 2026-12-30 09:00 channel:c-sgar",
		}},
		"an urgent one leaves on its day": {due: "2026-11-20", chase: "J+1 puis tous les jours escalade après 2", urgent: true, want: []string{
			"J+1 2026-11-21 09:00 channel:c-80", "relance 2 2026-11-22 09:00 channel:c-80", "escalade 80 2026-11-23 09:00 channel:c-sgar",
		}},
		"named steps and nothing after": {due: "2026-11-20", chase: "J+3 ouvrés J+1", want: []string{
			"J+1 2026-11-23 09:00 channel:c-80", "relance 2 2026-11-25 09:00 channel:c-80",
		}},
		"two steps that meet on a Monday are one": {due: "2026-11-20", chase: "J+1 J+2 J+7 escalade après 3", want: []string{
			"J+1 2026-11-23 09:00 channel:c-80", "relance 2 2026-11-27 09:00 channel:c-80",
			"relance 3 2026-12-01 09:00 channel:c-80", "escalade 80 2026-12-03 09:00 channel:c-sgar",
		}},
		"each week": {due: "2026-11-20", chase: "J+1 puis toutes les semaines escalade après 2", want: []string{
			"J+1 2026-11-23 09:00 channel:c-80", "relance 2 2026-11-30 09:00 channel:c-80", "escalade 80 2026-12-07 09:00 channel:c-sgar",
		}},
		"an hour before the opening waits for it": {due: "2026-11-20", chase: "J+3 à 6h", want: []string{
			"J+3 2026-11-23 08:00 channel:c-80",
		}},
		"an hour after the closing waits for the next day": {due: "2026-11-20", chase: "J+3 à 22h", want: []string{
			"J+3 2026-11-24 08:00 channel:c-80",
		}},
		"none": {due: "2026-11-20", chase: "sans relance", want: nil},
	} {
		t.Run(name, func(t *testing.T) {
			d := owed(t, c.due, "")
			d.Urgent = c.urgent
			if c.chase != "" {
				d.Chase = after(t, c.chase)
			}
			if diff := cmp.Diff(c.want, chain(t, d)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTheChaseOfADeadlineComesBeforeThatOfItsService(t *testing.T) {
	chosen := after(t, "J+5")
	for name, c := range map[string]struct {
		d      Deadline
		ladder string
		want   string
	}{
		"the house's where nobody chose":             {Deadline{Ladder: DefaultLadder()}, "", HouseChase().String()},
		"a service's ladder stored before chases":    {Deadline{Ladder: DefaultLadder()}, "J-5 J", HouseChase().String()},
		"the service's":                              {Deadline{Ladder: DefaultLadder()}, "J-5 J+2", "J+2"},
		"a service that is not chased":               {Deadline{Ladder: DefaultLadder()}, "sans relance", "sans relance"},
		"a service that is not even reminded":        {Deadline{Ladder: DefaultLadder()}, "aucun", "sans relance"},
		"the deadline's":                             {Deadline{Chase: chosen}, "J-5 J+2", "J+5"},
		"a chosen ladder keeps the service's chases": {Deadline{Ladder: DefaultLadder(), Chosen: true}, "J+2", "J+2"},
		"no reminder at all, stored before chases":   {Deadline{Ladder: Ladder{}, Chosen: true}, "J+2", "sans relance"},
	} {
		if got := ChaseOf(c.d, Service{Ladder: c.ladder}, Region{}).String(); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
	if got := LadderOf(Deadline{Ladder: DefaultLadder()}, Service{Ladder: "J+2"}, Region{}).String(); got != DefaultLadder().String() {
		t.Errorf("a service that says nothing of reminders changes them to %q", got)
	}
}

func TestTheNearestHabitApplies(t *testing.T) {
	usual := Deadline{Kind: Legal, Ladder: DefaultLadder()}
	chosen := usual
	chosen.Ladder, chosen.Chosen = Ladder{{Days: 5, At: ReminderHour}}, true
	for name, c := range map[string]struct {
		d               Deadline
		service, region string
		ladder, chase   string
		from, after     LadderSource
	}{
		"the house's where nobody chose": {
			usual, "", "", "J-7 J-3 J-1 J", HouseChase().String(), LadderHouse, LadderHouse,
		},
		"the region's": {usual, "ferme J-2", "J-9 J+4", "J-9", "J+4", LadderRegion, LadderRegion},
		"the region's for the kind": {
			usual, "", "J-9 J+4, légale J-30", "J-30", "J+4", LadderRegionKind, LadderRegion,
		},
		"the service's": {usual, "J-8", "légale J-30 sans relance", "J-8", "sans relance", LadderOwn, LadderRegionKind},
		"the service's for the kind": {
			usual, "J-8 J+2, légale J-20", "légale J-30", "J-20", "J+2", LadderOwnKind, LadderOwn,
		},
		"the deadline's": {
			chosen, "J-8 J+2, légale J-20 J+3", "légale J-30", "J-5", "J+3", LadderChosen, LadderOwnKind,
		},
	} {
		s, r := Service{Ladder: c.service}, Region{Ladder: c.region}
		ladder, from := ladderOf(c.d, s, r)
		chase, after := chaseOf(c.d, s, r)
		if ladder.String() != c.ladder || chase.String() != c.chase {
			t.Errorf("%s: %q and %q apply, want %q and %q", name, ladder, chase, c.ladder, c.chase)
		}
		if from != c.from || after != c.after {
			t.Errorf("%s: from %q and %q, want %q and %q", name, from, after, c.from, c.after)
		}
	}
}

func TestAReminderLeavesWhileTheServiceIsOpen(t *testing.T) {
	for name, c := range map[string]struct {
		day, hour string
		urgent    bool
		ladder    string
		want      []string
	}{
		"before the opening, it waits": {"2026-12-04", "08:30", false, "J-1 J", []string{"J-1 2026-12-03 09:00", "J 2026-12-04 08:00"}},
		"too late at the opening, it leaves before the closing of the eve": {
			"2026-12-04", "00:30", false, "J-2 J", []string{"J-2 2026-12-02 09:00", "J 2026-12-03 18:00"},
		},
		"on a Monday morning, the Friday before":  {"2026-11-30", "07:00", false, "J", []string{"J 2026-11-27 18:00"}},
		"after the closing, the next morning":     {"2026-12-04", "", false, "J-2 à 21h", []string{"J-2 2026-12-03 08:00"}},
		"at the closing is not after":             {"2026-12-04", "", false, "J-2 à 19h", []string{"J-2 2026-12-02 19:00"}},
		"an urgent one leaves at its hour":        {"2026-12-04", "00:30", true, "J", []string{"J 2026-12-03 23:30"}},
		"an urgent one leaves on a Sunday":        {"2026-12-06", "", true, "J-1 J", []string{"J-1 2026-12-05 09:00", "J 2026-12-06 09:00"}},
		"another one leaves on the Friday before": {"2026-12-06", "", false, "J-1 J", []string{"J 2026-12-04 09:00"}},
	} {
		t.Run(name, func(t *testing.T) {
			d := owed(t, c.day, c.hour)
			pace, err := ParsePace(c.ladder)
			if err != nil {
				t.Fatal(err)
			}
			d.Ladder, d.Chosen, d.Urgent = pace.Before, true, c.urgent
			all, err := New(nil, Options{}).reminders(somme(), d, d.OpenParts())
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, v := range all {
				got = append(got, v.Step+" "+v.When.Date.String()+" "+v.When.Time.String())
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// anyOpening draws hours of opening in any zone of the State.
func anyOpening(t *rapid.T) Service {
	zone := rapid.SampledFrom(calendar.Zones()).Draw(t, "zone")
	opens := rapid.IntRange(0, 22*60).Draw(t, "opens")
	closes := rapid.IntRange(opens+1, 24*60-1).Draw(t, "closes")
	return Service{
		ID: "80", Channel: "c-80", HolidayZone: zone, TimeZone: zone.TimeZone(),
		Opens:  calendar.TimeOfDay{Hour: opens / 60, Minute: opens % 60},
		Closes: calendar.TimeOfDay{Hour: closes / 60, Minute: closes % 60},
	}
}

func anyPace(t *rapid.T) Pace {
	step := func(least int) Step {
		return Step{
			Days: rapid.IntRange(least, 40).Draw(t, "days"), Unit: rapid.SampledFrom([]Unit{CalendarDays, WorkingDays}).Draw(t, "unit"),
			At: calendar.TimeOfDay{Hour: rapid.IntRange(0, 23).Draw(t, "hour"), Minute: rapid.IntRange(0, 59).Draw(t, "minute")},
		}
	}
	p := Pace{Before: Ladder{step(0), step(0)}, After: Chase{
		Steps: []Step{step(1)}, Every: step(1), Escalate: rapid.IntRange(1, 5).Draw(t, "escalate"),
	}}
	p.Before = p.Before.sorted()
	return p
}

func anyDue(t *rapid.T, zone string) Due {
	due := Due{Date: calendar.Date{Year: 2026, Month: 1, Day: 1}.AddDays(rapid.IntRange(0, 1500).Draw(t, "day")), Zone: zone}
	if due.HasTime = rapid.Bool().Draw(t, "hour?"); due.HasTime {
		due.Time = calendar.TimeOfDay{Hour: rapid.IntRange(0, 23).Draw(t, "due hour"), Minute: rapid.IntRange(0, 59).Draw(t, "due minute")}
	}
	return due
}

func TestNothingLeavesOutsideTheHoursAndEachChaseIsLaterThanTheOneBefore(t *testing.T) {
	p := New(nil, Options{})
	rapid.Check(t, func(t *rapid.T) {
		service, pace := anyOpening(t), anyPace(t)
		coordination := Service{ID: "sgar", Kind: KindSGAR, Channel: "c-sgar", HolidayZone: service.HolidayZone}
		dir := DirectoryView{Region: Region{TimeZone: service.TimeZone}, Services: []Service{coordination, service}}
		d := Deadline{
			Number: 1, State: Open, Ladder: pace.Before, Chosen: true, Chase: pace.After, Revision: 1,
			Due: anyDue(t, service.TimeZone), Parts: []Part{{Service: "80", State: Open}},
		}
		var err error
		if d.DueAt, err = d.Due.Deadline(); err != nil {
			t.Fatal(err)
		}
		open := func(v Delivery) bool {
			o, err := p.openingOf(dir, listener(dir, v.To, v.Service))
			if err != nil {
				t.Fatal(err)
			}
			return o.openAt(v.DueAt)
		}
		before, err := p.reminders(dir, d, d.OpenParts())
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range before {
			if !open(v) || !v.DueAt.Before(d.DueAt) {
				t.Errorf("%s leaves at %s, %s to %s, due %s", v.Step, v.DueAt, service.Opens, service.Closes, d.DueAt)
			}
		}
		now, from, last, n := d.DueAt, calendar.Date{}, d.DueAt, 0
		for {
			n++
			v, leaves, err := p.chase(dir, d, d.Parts[0], n, now, from)
			if err != nil {
				t.Fatal(err)
			}
			if !leaves {
				break
			}
			if !open(v) || !v.DueAt.After(last) || !v.DueAt.After(now) {
				t.Errorf("%s leaves at %s, after %s, seen from %s", v.Step, v.DueAt, last, now)
			}
			last = v.DueAt
			now = v.DueAt.Add(time.Duration(rapid.IntRange(0, 15*24*60).Draw(t, "late")) * time.Minute)
			today, err := dir.today("80", now)
			if err != nil {
				t.Fatal(err)
			}
			from = today.AddDays(1)
		}
		if n != d.Chase.Escalate+2 {
			t.Errorf("%d messages leave, want %d chases and an escalation", n-1, d.Chase.Escalate)
		}
	})
}

func TestWhatIsLateWaitsForTheOpening(t *testing.T) {
	p, dir := New(nil, Options{}), somme()
	at := func(text string) time.Time {
		paris, err := calendar.LoadZone("Europe/Paris")
		if err != nil {
			t.Fatal(err)
		}
		instant, err := time.ParseInLocation("2006-01-02 15:04:05", text, paris)
		if err != nil {
			t.Fatal(err)
		}
		return instant
	}
	for name, c := range map[string]struct {
		due, now string
		notice   Notice
		urgent   bool
		until    string
	}{
		"in the night after an outage":      {"2026-12-03 09:00:00", "2026-12-04 03:00:00", NoticeReminder, false, "2026-12-04 08:00:00"},
		"in the evening":                    {"2026-12-03 09:00:00", "2026-12-03 19:01:00", NoticeReminder, false, "2026-12-04 08:00:00"},
		"on a Saturday":                     {"2026-12-04 09:00:00", "2026-12-05 10:00:00", NoticeEscalation, false, "2026-12-07 08:00:00"},
		"on a holiday":                      {"2026-12-24 09:00:00", "2026-12-25 10:00:00", NoticeReminder, false, "2026-12-28 08:00:00"},
		"in the day":                        {"2026-12-03 09:00:00", "2026-12-03 15:00:00", NoticeReminder, false, ""},
		"due at the closing, a moment ago":  {"2026-12-03 19:00:00", "2026-12-03 19:01:30", NoticeReminder, false, ""},
		"urgent":                            {"2026-12-03 09:00:00", "2026-12-04 03:00:00", NoticeReminder, true, ""},
		"the answer to what somebody asked": {"2026-12-04 03:00:00", "2026-12-04 03:00:00", NoticeCard, false, ""},
		"what is entrusted to somebody":     {"2026-12-04 03:00:00", "2026-12-04 03:00:00", NoticeAssigned, false, ""},
	} {
		t.Run(name, func(t *testing.T) {
			v := Delivery{To: Recipient{Channel: "c-80"}, Service: "80", Notice: c.notice, DueAt: at(c.due)}
			until, waits, err := p.quietUntil(dir, Deadline{Urgent: c.urgent}, v, at(c.now))
			if err != nil {
				t.Fatal(err)
			}
			if waits != (c.until != "") || waits && !until.Equal(at(c.until)) {
				t.Errorf("waits: %v, until %s", waits, until)
			}
		})
	}
}
