package plan_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"jalon/calendar"
	"jalon/i18n"
	"jalon/plan"
)

// persons is what a record needs of a transaction: accounts whose opaque
// identifiers are their names in capitals, and one series.
type persons struct {
	plan.Tx
	series plan.Series
	erased map[plan.PersonID]bool
}

func (p persons) Person(_ plan.RegionID, user plan.UserID) (plan.PersonID, error) {
	return plan.PersonID("P-" + strings.ToUpper(string(user))), nil
}

func (p persons) PersonUser(_ plan.RegionID, id plan.PersonID) (plan.UserID, error) {
	if p.erased[id] {
		return "", nil
	}
	return plan.UserID(strings.ToLower(strings.TrimPrefix(string(id), "P-"))), nil
}

func (p persons) Series(plan.RegionID, int) (plan.Series, error) { return p.series, nil }

func december(d int) calendar.Date { return calendar.Date{Year: 2026, Month: time.December, Day: d} }

func dueOn(d, hour int) plan.Due {
	due := plan.Due{Date: december(d), Zone: "Europe/Paris"}
	if hour > 0 {
		due.HasTime, due.Time = true, calendar.TimeOfDay{Hour: hour}
	}
	return due
}

// recorded is a deadline of which every field holds something, and its series.
func recorded(t *testing.T) (plan.Deadline, plan.Series) {
	t.Helper()
	at := time.Date(2026, time.November, 23, 9, 0, 0, 123000, time.UTC)
	d := plan.Deadline{
		Region: "hdf", Number: 12, Title: "Bilan", Kind: plan.Legal, Due: dueOn(15, 12), Said: "mi-décembre", SaidEN: "mid-December",
		First: dueOn(14, 0), Ladder: plan.Ladder{{Days: 7, Unit: plan.WorkingDays, At: plan.ReminderHour}}, Chosen: true,
		State: plan.Done, Restricted: true, Author: "alice", From: "sgar", Channel: "c", CreatedAt: at, ClosedAt: at.Add(time.Hour),
		ClosedBy: "bob", Reason: "attente", Previous: dueOn(10, 0), Series: 9, Occurrence: december(15), Next: 13, Revision: 2, Version: 3,
		Parts: []plan.Part{
			{Service: "62", Assignee: "bob", AssignedBy: "alice", State: plan.Done, ClosedAt: at, ClosedBy: "bob", Note: "transmis"},
			{Service: "59", State: plan.Open},
		},
	}
	var err error
	if d.DueAt, err = d.Due.Deadline(); err != nil {
		t.Fatal(err)
	}
	rule, err := calendar.ParseRecurrence("START=2027-01-04;FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;TIME=09:00")
	if err != nil {
		t.Fatal(err)
	}
	s := plan.Series{
		Region: "hdf", Number: 9, Rule: rule, Title: "Bilan", Kind: plan.Legal, Zone: "Europe/Paris", Ladder: plan.Ladder{}, Chosen: true,
		Parts: []plan.SeriesPart{{Service: "62", Assignee: "bob", AssignedBy: "alice"}}, Author: "alice", From: "sgar", Ended: true, Version: 2,
	}
	return d, s
}

func TestARecordBringsADeadlineBackAsItWas(t *testing.T) {
	d, s := recorded(t)
	tx := persons{series: s}
	record, err := plan.RecordDeadline(tx, d)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(record)
	if err != nil {
		t.Fatal(err)
	}
	for _, account := range []string{`"alice"`, `"bob"`} {
		if strings.Contains(string(text), account) {
			t.Errorf("the record names the account %s", account)
		}
	}
	read, held, err := plan.ReadDeadlineRecord(string(text))
	if err != nil || !held {
		t.Fatalf("read: %v, held %v", err, held)
	}
	back, err := read.Deadline(tx, d.Region, d.Number)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(d, back); diff != "" {
		t.Errorf("the deadline (-was +back):\n%s", diff)
	}
	series, repeats, err := read.SeriesOf(tx, d.Region)
	if err != nil || !repeats {
		t.Fatalf("series: %v, repeats %v", err, repeats)
	}
	if diff := cmp.Diff(s, series); diff != "" {
		t.Errorf("the series (-was +back):\n%s", diff)
	}
}

// TestTheFormOfARecordStays: entries are read for as long as the journal is kept.
func TestTheFormOfARecordStays(t *testing.T) {
	d, s := recorded(t)
	record, err := plan.RecordDeadline(persons{series: s}, d)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(record)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"title":"Bilan","kind":"legal","due":{"date":"2026-12-15","time":"12:00","zone":"Europe/Paris"},` +
		`"said":"mi-décembre","said_en":"mid-December","first":{"date":"2026-12-14","zone":"Europe/Paris"},` +
		`"ladder":[{"days":7,"unit":"ouvrés","at":"09:00"}],"chosen":true,"state":"done","restricted":true,"author":"P-ALICE",` +
		`"from":"sgar","channel":"c","created_at":"2026-11-23T09:00:00.000123Z","closed_at":"2026-11-23T10:00:00.000123Z",` +
		`"closed_by":"P-BOB","reason":"attente","previous":{"date":"2026-12-10","zone":"Europe/Paris"},"series":9,` +
		`"occurrence":"2026-12-15","next":13,"revision":2,"version":3,` +
		`"parts":[{"service":"62","assignee":"P-BOB","assigned_by":"P-ALICE","state":"done",` +
		`"closed_at":"2026-11-23T09:00:00.000123Z","closed_by":"P-BOB","note":"transmis"},{"service":"59","state":"open"}],` +
		`"repeats":{"rule":"START=2027-01-04;FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;TIME=09:00","title":"Bilan","kind":"legal",` +
		`"zone":"Europe/Paris","ladder":[],"chosen":true,"parts":[{"service":"62","assignee":"P-BOB","assigned_by":"P-ALICE"}],` +
		`"author":"P-ALICE","from":"sgar","ended":true,"version":2}}`
	if diff := cmp.Diff(want, string(text)); diff != "" {
		t.Error(diff)
	}
}

func TestAnErasedPersonComesBackAsNobody(t *testing.T) {
	d, s := recorded(t)
	record, err := plan.RecordDeadline(persons{series: s}, d)
	if err != nil {
		t.Fatal(err)
	}
	back, err := record.Deadline(persons{erased: map[plan.PersonID]bool{"P-BOB": true}}, d.Region, d.Number)
	if err != nil || back.ClosedBy != "" || back.Parts[0].Assignee != "" || back.Author != "alice" {
		t.Errorf("got %+v, error %v", back, err)
	}
}

func TestWhatHoldsNoRecordIsTold(t *testing.T) {
	if _, held, err := plan.ReadDeadlineRecord(""); held || err != nil {
		t.Errorf("nothing: held %v, error %v", held, err)
	}
	if _, held, err := plan.ReadDeadlineRecord("«"); held || err == nil {
		t.Errorf("no JSON: held %v, error %v", held, err)
	}
}

func TestDifferencesAreSaidInWords(t *testing.T) {
	base, series := recorded(t)
	base.State, base.Restricted, base.Series = plan.Open, false, 0
	base.Parts[0].State, base.Parts[0].Assignee = plan.Open, ""
	names := plan.RecordNames{
		Services: map[plan.ServiceID]plan.Service{"62": {Code: "62"}, "59": {Code: "59"}, "80": {Code: "80"}},
		People:   map[plan.PersonID]string{"P-CAROLE": "carole", "P-BOB": "bob"},
	}
	stopped := series
	series.Ended = false
	for _, c := range []struct {
		name   string
		change func(d *plan.Deadline, tx *persons)
		fr, en string
	}{
		{"nothing", func(*plan.Deadline, *persons) {}, "", ""},
		{
			"title", func(d *plan.Deadline, _ *persons) { d.Title = "Bilan CPER" },
			"Titre : « Bilan », devenu « Bilan CPER »", "Title: “Bilan”, now “Bilan CPER”",
		},
		{
			"hour", func(d *plan.Deadline, _ *persons) { d.Due = dueOn(15, 15) },
			"Heure : 12 h, devenue 15 h", "Hour: 12:00, now 15:00",
		},
		{
			"no hour", func(d *plan.Deadline, _ *persons) { d.Due = dueOn(15, 0) },
			"Heure : 12 h, devenue la journée", "Hour: 12:00, now the whole day",
		},
		{
			"date", func(d *plan.Deadline, _ *persons) { d.Due = dueOn(18, 15) },
			"Date : mardi 15 décembre 2026 (S51), 12 h, devenue vendredi 18 décembre 2026 (S51), 15 h",
			"Date: Tuesday 15 December 2026 (W51), 12:00, now Friday 18 December 2026 (W51), 15:00",
		},
		{
			"services", func(d *plan.Deadline, _ *persons) {
				d.Parts = append(d.Parts[:1:1], plan.Part{Service: "80", State: plan.Open})
			},
			"Service ajouté : 80\nService retiré : 59", "Service added: 80\nService removed: 59",
		},
		{
			"people", func(d *plan.Deadline, _ *persons) { d.Parts[0].Assignee, d.Parts[1].Assignee = "carole", "chloe" },
			"62 : confiée à carole\n59 : confiée à ancien agent", "62: entrusted to carole\n59: entrusted to former agent",
		},
		{
			"parts", func(d *plan.Deadline, _ *persons) { d.Parts[0].State, d.Parts[1].State = plan.Done, plan.Cancelled },
			"62 : fait\n59 : annulé", "62: done\n59: cancelled",
		},
		{
			"reminders", func(d *plan.Deadline, _ *persons) { d.Ladder = plan.Ladder{} },
			"Rappels : J-7 ouvrés, devenus aucun", "Reminders: J-7 ouvrés, now aucun",
		},
		{
			"state", func(d *plan.Deadline, _ *persons) { d.State = plan.Cancelled },
			"État : ouverte, devenue annulée", "State: open, now cancelled",
		},
		{"restricted", func(d *plan.Deadline, _ *persons) { d.Restricted = true }, "Devenue confidentielle", "Now restricted"},
		{
			"series", func(d *plan.Deadline, tx *persons) { d.Series, tx.series = 9, series },
			"Répétition : un lundi sur deux à 9 h, à partir du lundi 4 janvier 2027 (S1)", "Repeats: every other week on Monday at 09:00, from Monday 4 January 2027 (W1)",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			is, tx := base, persons{series: stopped}
			is.Parts = append([]plan.Part(nil), base.Parts...)
			c.change(&is, &tx)
			before, errBefore := plan.RecordDeadline(tx, base)
			after, errAfter := plan.RecordDeadline(tx, is)
			if errBefore != nil || errAfter != nil {
				t.Fatal(errBefore, errAfter)
			}
			var fr, en []string
			for _, d := range plan.Differences(before, after, names) {
				fr, en = append(fr, d.Text.In(i18n.FR)), append(en, d.Text.In(i18n.EN))
			}
			if diff := cmp.Diff(c.fr, plain(strings.Join(fr, "\n"))); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(c.en, plain(strings.Join(en, "\n"))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// plain is a text with ordinary spaces.
func plain(text string) string {
	return strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(text)
}
