package store

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"jalon/calendar"
	"jalon/plan"
)

// fillMeetings makes bodies of two seats, each with a holder and an alternate of
// whom there are five hundred, and meetings over 2025 to 2027: those of 2027 are
// ahead, one in ten of them uncovered.
func fillMeetings(t testing.TB, db *DB, bodies, meetings int) {
	t.Helper()
	who := plan.Representative{User: "u1", Name: "M. Lemaire"}
	body := plan.Body{Region: "r", Number: 1, Name: "Comité régional numéro 1", Short: "b1", CreatedAt: start.AddDate(-5, 0, 0)}
	meeting := plan.Meeting{
		Region: "r", Number: 1, Body: 1, State: plan.MeetingOver, Start: calendar.Moment{Date: calendar.Date{Year: 2026, Month: time.March, Day: 2}},
		StartAt: start, Place: "Lille", Revision: 1, Version: 1,
	}
	for seat := range 2 {
		body.Seats = append(body.Seats, plan.Seat{Number: seat + 1, Name: "urbanisme", Nature: plan.ByFunction, Terms: []plan.Term{{Who: who}, {Rank: 1, Who: who}}})
		meeting.Seats = append(meeting.Seats, plan.Representation{
			Seat: seat + 1, State: plan.Proposed, Who: who, Asks: []plan.Ask{{Who: who, State: plan.Waiting, AskedAt: start}},
		})
	}
	for range 5 {
		meeting.Steps = append(meeting.Steps, plan.MeetingStep{Name: "note", Date: meeting.Start.Date})
	}
	person := "'u' || (n * 7 % 500)"
	err := db.Write(t.Context(), func(p plan.Tx) error {
		if err := errors.Join(p.PutRegion(plan.Region{ID: "r", Name: "hdf"}), p.PutBody(body), p.AddMeeting(meeting)); err != nil {
			return err
		}
		return errors.Join(
			copies(p, bodies, []copied{
				{"body", bodyColumns, "number = 1", map[string]string{
					"number": "n", "name": "name || n", "short": "'b' || n", "short_key": "'b' || n", "sort_key": "'b' || n", "search_key": "search_key || n",
				}},
				{"seat", seatColumns, "body = 1", map[string]string{"body": "n"}},
				{"term", termColumns, "body = 1", map[string]string{
					"body": "n", "user_id": person, "to_date": "'202' || (7 + n % 3) || '-' || " + twoDigits("n / 3 % 12") + " || '-28'",
				}},
			}),
			copies(p, meetings, []copied{
				{"meeting", meetingColumns, "number = 1", map[string]string{
					"number": "n", "body": fmt.Sprintf("1 + n %% %d", bodies),
					"start_date": "'202' || (5 + n % 3) || '-' || " + twoDigits("n / 3 % 12") + " || '-' || " + twoDigits("n / 36 % 28"),
					"state":      "case when n % 3 = 2 then 'convened' else state end",
					"uncovered":  "case when n % 3 = 2 and n % 10 = 0 then true else false end",
				}},
				{"representation", representationColumns, "meeting = 1", map[string]string{"meeting": "n", "user_id": person}},
				{"ask", askColumns, "meeting = 1", map[string]string{"meeting": "n", "user_id": person}},
				{"meeting_step", stepColumns, "meeting = 1", map[string]string{"meeting": "n"}},
			}))
	})
	if err != nil {
		t.Fatal(err)
	}
	analyze(t, db)
}

// twoDigits writes a number from 0 to 27, one more, as a date does: both engines
// know substr.
func twoDigits(expression string) string {
	var digits strings.Builder
	for n := range 28 {
		fmt.Fprintf(&digits, "%02d", n+1)
	}
	return "substr('" + digits.String() + "', cast(1 + 2 * (" + expression + ") as integer), 2)"
}

// What is asked of meetings and of bodies every day, in January 2027.
var (
	ninthOfJanuary  = calendar.Date{Year: 2027, Month: time.January, Day: 9}
	uncoveredSoon   = plan.MeetingFilter{Uncovered: true, From: ninthOfJanuary, To: ninthOfJanuary.AddDays(60)}
	ofOneAroundADay = plan.MeetingFilter{User: "u7", From: ninthOfJanuary.AddDays(-1), To: ninthOfJanuary.AddDays(1)}
	ofOneAhead      = plan.MeetingFilter{User: "u7", From: ninthOfJanuary, Limit: 20}
	ofABodyAhead    = plan.MeetingFilter{Body: 3, From: ninthOfJanuary, Limit: 1}
	ofTheDays       = plan.MeetingFilter{From: ninthOfJanuary, To: ninthOfJanuary.AddDays(7), Limit: 20}
	withoutADate    = plan.MeetingFilter{States: []plan.MeetingState{plan.Undated}}
	endingSoon      = plan.BodyFilter{EndsFrom: ninthOfJanuary, EndsTo: ninthOfJanuary.AddDays(90)}
	heldByOne       = plan.BodyFilter{Holder: "u7", HeldOn: ninthOfJanuary}
	asleepForAYear  = plan.BodyFilter{AsleepSince: ninthOfJanuary.AddDays(-365)}
)

func TestMeetingsAreReadThroughAnIndex(t *testing.T) {
	t.Parallel()
	asked := engines
	if testing.Short() { // PostgreSQL reads few rows whole, and rightly
		asked = engines[:1]
	}
	for _, engine := range asked {
		t.Run(engine.name, func(t *testing.T) {
			t.Parallel()
			db := openOn(t, engine.dsn(t))
			fillMeetings(t, db, sized(1_000), sized(20_000))
			meetings := func(f plan.MeetingFilter) (string, []any) {
				from, c := meetingSelection("r", f)
				return c.bounded(`select m.number`+from+meetingOrder(f.Latest), f.Limit, 0)
			}
			bodies := func(f plan.BodyFilter) (string, []any) {
				c := bodyConditions("r", f)
				return c.bounded(`select b.number from body b where `+strings.Join(c.all, " and ")+` order by b.sort_key, b.number`, f.Limit, 0)
			}
			for _, q := range []struct {
				name    string
				ask     func() (string, []any)
				indexes []string
			}{
				{"uncovered soon", func() (string, []any) { return meetings(uncoveredSoon) }, []string{"meeting_uncovered"}},
				{"of somebody around a day", func() (string, []any) { return meetings(ofOneAroundADay) }, []string{"representation_user", "representation_proxy", "ask_user"}},
				{"of somebody, ahead", func() (string, []any) { return meetings(ofOneAhead) }, []string{"representation_user", "representation_proxy", "ask_user"}},
				{"of a body, ahead", func() (string, []any) { return meetings(ofABodyAhead) }, []string{"meeting_body"}},
				{"of some days", func() (string, []any) { return meetings(ofTheDays) }, []string{"meeting_date"}},
				{"without a date", func() (string, []any) { return meetings(withoutADate) }, []string{"meeting_date"}},
				{"that has a step", func() (string, []any) { return meetingOfDeadline, []any{"r", 31} }, []string{"meeting_step_deadline"}},
				{"bodies of which a term ends", func() (string, []any) { return bodies(endingSoon) }, []string{"term_end"}},
				{"bodies where somebody sits", func() (string, []any) { return bodies(heldByOne) }, []string{"term_user"}},
				{"bodies asleep", func() (string, []any) { return bodies(asleepForAYear) }, []string{"meeting_body"}},
				{"the last meetings", func() (string, []any) { return lastMeetings, []any{"r", "2027-01-09"} }, []string{"meeting_body"}},
			} {
				text, args := q.ask()
				steps := explain(t, db, text, args)
				for _, index := range q.indexes {
					if !slices.ContainsFunc(steps, func(step string) bool { return strings.Contains(step, index) }) {
						t.Errorf("%s: %s is not used:\n%s", q.name, index, strings.Join(steps, "\n"))
					}
				}
				for _, table := range []string{"representation ", "ask ", "meeting_step ", "term "} {
					if slices.ContainsFunc(steps, func(step string) bool { return strings.Contains(step, "Seq Scan on "+table) }) {
						t.Errorf("%s: %sis read whole:\n%s", q.name, table, strings.Join(steps, "\n"))
					}
				}
			}
		})
	}
}

// BenchmarkMeetings asks of 1 000 bodies with 2 000 seats and of 20 000 meetings
// what is asked every day.
func BenchmarkMeetings(b *testing.B) {
	for _, engine := range engines {
		b.Run(engine.name, func(b *testing.B) {
			db := openOn(b, engine.dsn(b))
			fillMeetings(b, db, sized(1_000), sized(20_000))
			meetings := func(f plan.MeetingFilter) func(plan.Tx) (int, error) {
				return func(tx plan.Tx) (int, error) { _, n, err := tx.FindMeetings("r", f); return n, err }
			}
			bodies := func(f plan.BodyFilter) func(plan.Tx) (int, error) {
				return func(tx plan.Tx) (int, error) { _, n, err := tx.FindBodies("r", f); return n, err }
			}
			for _, c := range []struct {
				name string
				ask  func(plan.Tx) (int, error)
			}{
				{"uncovered in 60 days", meetings(uncoveredSoon)},
				{"of somebody around a day", meetings(ofOneAroundADay)},
				{"of somebody ahead", meetings(ofOneAhead)},
				{"the next of a body", meetings(ofABodyAhead)},
				{"of a week", meetings(ofTheDays)},
				{"bodies of which a term ends in 90 days", bodies(endingSoon)},
				{"bodies where somebody sits", bodies(heldByOne)},
				{"bodies asleep for a year", bodies(asleepForAYear)},
				{"all bodies", bodies(plan.BodyFilter{})},
				{"the last meetings", func(tx plan.Tx) (int, error) {
					last, err := tx.LastMeetings("r", ninthOfJanuary)
					return len(last), err
				}},
			} {
				b.Run(c.name, func(b *testing.B) {
					var took []time.Duration
					found := 0
					for b.Loop() {
						from := time.Now()
						err := db.Read(b.Context(), func(tx plan.Tx) (err error) { found, err = c.ask(tx); return err })
						if err != nil {
							b.Fatal(err)
						}
						took = append(took, time.Since(from))
					}
					report(b, took)
					b.ReportMetric(float64(found), "found")
				})
			}
		})
	}
}
