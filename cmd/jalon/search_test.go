package main

import (
	"errors"
	"testing"
	"time"

	"jalon/calendar"
	"jalon/commands"
	"jalon/plan"
)

func TestSearchShowsBodiesAndMeetingsToEverybody(t *testing.T) {
	r := newRoom(t)
	err := r.db.Write(t.Context(), func(tx plan.Tx) error {
		on := func(number int, state plan.MeetingState, year int, month time.Month, day int) error {
			m := plan.Meeting{
				Region: demoRegion, Number: number, Body: 3, State: state, Version: 1, Place: "Euratechnologies, Lille",
				Start:   calendar.Moment{Date: calendar.Date{Year: year, Month: month, Day: day}, Time: calendar.TimeOfDay{Hour: 9, Minute: 30}, Zone: paris},
				HasTime: number == 27,
			}
			at, err := m.Start.Instant()
			m.StartAt = at.UTC()
			return errors.Join(err, tx.AddMeeting(m))
		}
		return errors.Join(
			tx.PutBody(plan.Body{Region: demoRegion, Number: 3, Name: "EPF Hauts-de-France, conseil d’administration", Short: "EPF"}),
			tx.PutBody(plan.Body{Region: demoRegion, Number: 4, Name: "Comité de l’eau"}),
			tx.PutBody(plan.Body{Region: demoRegion, Number: 5, Name: "Comité des forêts", Closed: true}),
			on(26, plan.TookPlace, 2026, time.October, 9), on(27, plan.Convened, 2026, time.December, 11),
			on(28, plan.Provisional, 2027, time.January, 15), on(29, plan.CalledOff, 2026, time.December, 4),
			on(25, plan.Confirmed, 2026, time.September, 4)) // nobody said what became of it
	})
	if err != nil {
		t.Fatal(err)
	}
	stranger := func(q *commands.Request) { q.User, q.Username, q.Channel = "bob", "bob", "pref-62" }
	for line, want := range map[string]string{
		"jalon recherche EPF": "**6 résultats pour « EPF »**\n- **IN3** · EPF · prochaine séance **ven. 11 déc., 9 h 30**" +
			"\n- **séance SE25** · EPF · **ven. 4 sept.**\n- **séance SE27** · EPF · **ven. 11 déc., 9 h 30**" +
			"\n- **séance SE28** · EPF · **ven. 15 janv. 2027**, à confirmer\n- **séance SE29** · EPF · ven. 4 déc., annulée" +
			"\n\net 1 autre : `/jalon recherche epf page 2`",
		"jalon recherche EPF page 2": "**6 résultats pour « EPF »**\n- **séance SE26** · EPF · tenue ven. 9 oct.",
		"jalon recherche comité": "**2 résultats pour « comité »**\n- **IN4** · Comité de l’eau · aucune séance prévue" +
			"\n- **IN5** · Comité des forêts · instance close",
		"jalon recherche SE27": "**1 résultat pour « SE27 »**\n- **séance SE27** · EPF · **ven. 11 déc., 9 h 30**",
	} {
		if got := plain(r.must(line, stranger).Text); got != want {
			t.Errorf("%s\n got %s\nwant %s", line, got, want)
		}
	}
	for line, want := range map[string]string{
		"jalon recherche SE27":  "seance voir SE27",
		"jalon recherche forêt": "instance voir IN5",
	} {
		buttons := r.must(line, stranger).Buttons
		if len(buttons) != 1 || buttons[0].Command != want {
			t.Errorf("%s has the buttons %+v, want one for %q", line, buttons, want)
		}
	}
	r.now = r.now.AddDate(0, 0, 20) // after the 11th
	want := "**1 résultat pour « in3 »**\n- **IN3** · EPF · prochaine séance **ven. 15 janv. 2027**, à confirmer"
	if got := plain(r.must("jalon recherche in3", stranger).Text); got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}
