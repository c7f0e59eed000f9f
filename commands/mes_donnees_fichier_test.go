package commands

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

func TestOnesDataTellsWhereOneSitsAndWhatOneWasAsked(t *testing.T) {
	at := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	me, other := plan.Representative{User: "bob", Name: "M. Dubois"}, plan.Representative{User: "carole", Name: "Mme Vasseur"}
	h := plan.Held{
		Bodies: []plan.Body{{Number: 3, Name: "EPF Hauts-de-France", Seats: []plan.Seat{{Number: 1, Name: "urbanisme", Terms: []plan.Term{
			{Who: other}, {Rank: 2, Who: me, To: calendar.Date{Year: 2027, Month: 6, Day: 30}, Order: "arrêté du 4 mai"},
		}}}}},
		Meetings: []plan.Meeting{{
			Number: 27, Body: 3, Start: calendar.Moment{Date: calendar.Date{Year: 2026, Month: 12, Day: 11}}, Place: "Lille",
			MinutesBy: "bob", Minutes: "Adopté.",
			Seats: []plan.Representation{{
				State: plan.Accepted, Who: me, Proxy: other, Override: "vacance", OverrideBy: "carole",
				Asks: []plan.Ask{
					{Who: other, State: plan.No, AskedAt: at, Reason: "congé de carole", AnsweredBy: "bob"},
					{Who: me, State: plan.Yes, AskedAt: at, AnsweredAt: at.AddDate(0, 0, 1), AnsweredBy: "bob"},
				},
			}},
		}},
		BodyNames: map[int]string{3: "EPF"},
	}
	e := &Env{lang: i18n.FR, zone: time.UTC, req: Request{User: "bob"}}
	wantSeats := []dataSeat{{
		Ref: "IN3", Body: "EPF Hauts-de-France", Seat: "urbanisme", Rank: "suppléance n° 2", Name: "M. Dubois", To: "2027-06-30", Order: "arrêté du 4 mai",
	}}
	if diff := cmp.Diff(wantSeats, e.dataSeats(h.Bodies), plainly); diff != "" {
		t.Errorf("seats (-want +got):\n%s", diff)
	}
	wantMeetings := []dataMeeting{{
		Ref: "SE27", Body: "EPF", Date: "2026-12-11", Place: "Lille", Minutes: "Adopté.",
		You: []string{"représentation (acceptée)", "réponse donnée par vous au nom de la personne", "compte rendu donné par vous"},
		Questions: []dataQuestion{{
			AskedAt: "2026-11-23T09:00:00Z", Name: "M. Dubois", Answer: "accord", AnsweredAt: "2026-11-24T09:00:00Z",
		}},
	}}
	if diff := cmp.Diff(wantMeetings, e.dataMeetings(h), plainly); diff != "" {
		t.Errorf("meetings (-want +got):\n%s", diff)
	}
}

// plainly compares texts without telling the kinds of spaces apart.
var plainly = cmp.Comparer(func(a, b string) bool { return plainSpaces.Replace(a) == plainSpaces.Replace(b) })

var plainSpaces = strings.NewReplacer("\u202f", " ", "\u00a0", " ")

func TestADeadlineOutOfSightIsNamedInOnesDataAndNoMore(t *testing.T) {
	at := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	held := plan.HeldDeadline{Deadline: plan.Deadline{
		Number: 7, Title: "Mouvement préfectoral", Author: "bob", State: plan.Done,
		Due: plan.Due{Date: calendar.Date{Year: 2026, Month: 12, Day: 4}}, CreatedAt: at, ClosedAt: at.AddDate(0, 0, 2),
	}}
	e := &Env{lang: i18n.FR, zone: time.UTC, req: Request{User: "bob"}}
	written := func() string {
		raw, err := json.Marshal(e.dataDeadline(held, nil, nil))
		if err != nil {
			t.Fatal(err)
		}
		return string(raw)
	}
	texts := []string{"Mouvement", "2026-12-04", "2026-11-25", "close"}
	for _, text := range texts {
		if got := written(); strings.Contains(got, text) {
			t.Errorf("out of sight: %q is told in %s", text, got)
		}
	}
	if got := written(); !strings.Contains(got, `"E7"`) || !strings.Contains(got, "demandée par vous") {
		t.Errorf("what is theirs is not told: %s", got)
	}
	held.Seen = true
	for _, text := range texts {
		if got := written(); !strings.Contains(got, text) {
			t.Errorf("in sight: %q is not told in %s", text, got)
		}
	}
}

func TestWhatWasAskedOutOfSightIsNotToldWithOnesAnswer(t *testing.T) {
	h := plan.Held{
		Deadlines: []plan.HeldDeadline{{Deadline: plan.Deadline{Number: plan.DataCalls + 4}}},
		Answers: []plan.HeldAnswer{{
			DataAnswer: plan.DataAnswer{Call: plan.DataCalls + 4, Area: "Lens", Outcome: plan.Received, Values: []string{"35000000", ""}, Late: true},
			Questions:  []plan.Question{{Label: "DSIL", Kind: plan.AnswerAmount}, {Label: "blocages", Kind: plan.AnswerText}},
		}},
	}
	e := &Env{lang: i18n.FR, zone: time.UTC, req: Request{User: "bob"}}
	want := []dataAnswer{{
		Ref: "RM4", Area: "Lens", Outcome: "reçue", Late: true, Values: []dataValue{{Value: "350 000,00 €"}, {Value: "néant"}},
	}}
	if diff := cmp.Diff(want, e.dataAnswers(h, nil), plainly); diff != "" {
		t.Errorf("out of sight (-want +got):\n%s", diff)
	}
	h.Deadlines[0].Seen = true
	want[0].Values[0].Question, want[0].Values[1].Question = "DSIL", "blocages"
	if diff := cmp.Diff(want, e.dataAnswers(h, nil), plainly); diff != "" {
		t.Errorf("in sight (-want +got):\n%s", diff)
	}
}

func TestEveryMessageHasWordsInTheFile(t *testing.T) {
	t.Parallel()
	e := &Env{lang: i18n.EN}
	for n := range notices {
		if e.dataMessage(n) == string(n) {
			t.Errorf("the file names %q by its code", n)
		}
	}
}
