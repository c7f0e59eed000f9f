package frdate_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"jalon/calendar/frdate"
)

func TestReport(t *testing.T) {
	for _, c := range []struct {
		name   string
		args   frdate.ReportArgs
		status int
		out    string
		errs   string
	}{
		{
			name: "a weekday",
			args: frdate.ReportArgs{At: "2026-11-23", Expression: "vendredi"},
			out:  "2026-11-27\nvendredi 27 novembre 2026 (S48), dans 4 jours ouvrés\n",
		},
		{
			name: "an hour",
			args: frdate.ReportArgs{At: "2026-11-23T10:00", Expression: "vendredi 14 h 30"},
			out:  "2026-11-27T14:30+01:00\nvendredi 27 novembre 2026 (S48), 14 h 30, dans 4 jours ouvrés\n",
		},
		{
			name: "in English",
			args: frdate.ReportArgs{At: "2026-11-23", Expression: "fin janvier", Lang: "en"},
			out:  "2027-01-29\nFriday 29 January 2027 (W4), in 47 working days; “fin janvier”: last working day of the month (the 31 is a Sunday)\n",
		},
		{
			name: "the other reading",
			args: frdate.ReportArgs{At: "2026-11-23", Expression: "vendredi prochain"},
			out:  "2026-11-27\nvendredi 27 novembre 2026 (S48), dans 4 jours ouvrés ; autre lecture : vendredi 4 décembre 2026 (S49)\n",
		},
		{
			name: "a period",
			args: frdate.ReportArgs{At: "2026-11-23", Expression: "fin janvier"},
			out:  "2027-01-29\nvendredi 29 janvier 2027 (S4), dans 47 jours ouvrés ; « fin janvier » : dernier jour ouvré du mois (le 31 est un dimanche)\n",
		},
		{
			name: "a closed day",
			args: frdate.ReportArgs{At: "2026-11-23", Expression: "1er janvier"},
			out: "2027-01-01\nvendredi 1er janvier 2027 (S53 de 2026), dans 27 jours ouvrés ; jour non ouvré (1er janvier) : " +
				"jeudi 31 décembre 2026 (S53) ou lundi 4 janvier 2027 (S1)\n",
		},
		{
			name: "a bridge",
			args: frdate.ReportArgs{At: "2027-04-30", Expression: "7 mai"},
			out:  "2027-05-07\nvendredi 7 mai 2027 (S18), dans 4 jours ouvrés ; pont probable\n",
		},
		{
			name: "several dates",
			args: frdate.ReportArgs{At: "2026-11-23", Expression: "jeudi et vendredi"},
			out: "2026-11-26\njeudi 26 novembre 2026 (S48), dans 3 jours ouvrés\n" +
				"2026-11-27\nvendredi 27 novembre 2026 (S48), dans 4 jours ouvrés\n",
		},
		{
			name: "a recurrence",
			args: frdate.ReportArgs{At: "2026-11-23", Expression: "tous les lundis à 9h"},
			out: "2026-11-30T09:00+01:00\ntous les lundis à 9 h, la première fois le lundi 30 novembre 2026 (S49), dans 5 jours ouvrés\n" +
				"2026-12-07T09:00+01:00\n2026-12-14T09:00+01:00\n",
		},
		{
			name: "a recurrence over the change of clocks",
			args: frdate.ReportArgs{At: "2027-10-30", Expression: "rappel quotidien 02:30"},
			out: "2027-10-31T02:30+02:00\ntous les jours à 2 h 30, la première fois le dimanche 31 octobre 2027 (S43), dans 1 jour calendaire ; " +
				"jour non ouvré (dimanche) : mardi 2 novembre 2027 (S44)\n2027-11-01T02:30+01:00\n2027-11-02T02:30+01:00\n",
		},
		{
			name:   "asked",
			args:   frdate.ReportArgs{At: "2026-11-23", Expression: "délai de 2 mois"},
			status: 3,
			out: "?\n2027-01-23 samedi 23 janvier 2027 (S3), dans 42 jours ouvrés ; jour non ouvré (samedi) : vendredi 22 janvier 2027 (S3) ou lundi 25 janvier 2027 (S4)\n" +
				"2027-01-25 lundi 25 janvier 2027 (S4), dans 43 jours ouvrés\n",
		},
		{
			name:   "refused",
			args:   frdate.ReportArgs{At: "2026-11-23", Expression: "lundi 15 décembre"},
			status: 2,
			errs: "« lundi 15 décembre » n’existe pas : le 15 décembre 2026 est un mardi.\n" +
				"Écrivez par exemple : lundi 14 décembre 2026 ou mardi 15 décembre 2026\n",
		},
		{
			name:   "not understood, in English",
			args:   frdate.ReportArgs{At: "2026-11-23", Expression: "fin janvié", Lang: "en"},
			status: 2,
			errs:   "The date “fin janvié” is not understood.\nFor example: fin janvier or 29/01/2027\n",
		},
		{
			name: "at is the day J",
			args: frdate.ReportArgs{At: "2027-01-14", Expression: "J-15 ouvrés"},
			out:  "2026-12-22\nmardi 22 décembre 2026 (S52), il y a 15 jours ouvrés\n",
		},
		{
			name: "at is the day of the act",
			args: frdate.ReportArgs{At: "2026-12-31", Expression: "délai de 2 mois (CPC 641-642)"},
			out:  "2027-03-01\nlundi 1er mars 2027 (S9), dans 41 jours ouvrés ; délai légal (CPC, art. 640 à 642)\n",
		},
		{
			name: "a holiday zone and its time",
			args: frdate.ReportArgs{At: "2026-12-18", Zone: "reunion", Expression: "dans 1 jour ouvré à 9h"},
			out:  "2026-12-21T09:00+04:00\nlundi 21 décembre 2026 (S52), 9 h, dans 1 jour ouvré\n",
		},
		{
			name: "a holiday of the zone",
			args: frdate.ReportArgs{At: "2027-03-24", Zone: "Alsace-Moselle", Expression: "dans 2 jours ouvrés"},
			out:  "2027-03-30\nmardi 30 mars 2027 (S13), dans 2 jours ouvrés\n",
		},
		{
			name: "a time zone and its holidays",
			args: frdate.ReportArgs{At: "2026-06-09", Zone: "America/Cayenne", Expression: "dans 1 jour ouvré à 9h"},
			out:  "2026-06-11T09:00-03:00\njeudi 11 juin 2026 (S24), 9 h, dans 1 jour ouvré\n",
		},
		{
			name: "now, when at says nothing",
			args: frdate.ReportArgs{Now: time.Date(2026, 11, 23, 23, 30, 0, 0, time.UTC), Expression: "demain"},
			out:  "2026-11-25\nmercredi 25 novembre 2026 (S48), dans 1 jour ouvré\n",
		},
		{
			name:   "an at that is no date",
			args:   frdate.ReportArgs{At: "23/11/2026", Expression: "vendredi"},
			status: 2,
			errs:   "--at 23/11/2026 : attendu 2026-11-23 ou 2026-11-23T10:00 / expected 2026-11-23 or 2026-11-23T10:00\n",
		},
		{
			name:   "an hour that is none",
			args:   frdate.ReportArgs{At: "2026-11-23T25:00", Expression: "vendredi"},
			status: 2,
			errs:   "--at 2026-11-23T25:00 : attendu 2026-11-23 ou 2026-11-23T10:00 / expected 2026-11-23 or 2026-11-23T10:00\n",
		},
		{
			name:   "an unknown zone",
			args:   frdate.ReportArgs{At: "2026-11-23", Zone: "Bretagne", Expression: "vendredi"},
			status: 2,
			errs:   "zone inconnue / unknown zone: Bretagne\n",
		},
		{
			name:   "an unknown time zone",
			args:   frdate.ReportArgs{At: "2026-11-23", Zone: "Europe/Lille", Expression: "vendredi"},
			status: 2,
			errs:   "fuseau horaire inconnu / unknown time zone: Europe/Lille\n",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			var out, errs bytes.Buffer
			status := frdate.Report(&out, &errs, c.args)
			if status != c.status {
				t.Errorf("exit status %d, want %d", status, c.status)
			}
			if diff := cmp.Diff(c.out, out.String()); diff != "" {
				t.Errorf("output (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(c.errs, errs.String()); diff != "" {
				t.Errorf("errors (-want +got):\n%s", diff)
			}
			if strings.ContainsAny(out.String()+errs.String(), "\u00a0\u202f") {
				t.Error("a terminal gets plain spaces")
			}
		})
	}
}

func TestReportInJSON(t *testing.T) {
	for _, c := range []struct {
		expression string
		status     int
		want       string
	}{
		{"vendredi prochain à 14h", 0, `{
			"outcome": "understood", "expression": "vendredi prochain à 14h",
			"readings": [{"at": "2026-11-27T14:00+01:00", "text": "vendredi 27 novembre 2026 (S48), 14 h"}],
			"other": [{"at": "2026-12-04T14:00+01:00", "text": "vendredi 4 décembre 2026 (S49), 14 h"}]}`},
		{"fin janvier", 0, `{
			"outcome": "understood", "expression": "fin janvier", "other": [],
			"readings": [{"at": "2027-01-29", "text": "vendredi 29 janvier 2027 (S4)", "period": true, "first": "2027-01-21", "last": "2027-01-31",
				"note": "« fin janvier » : dernier jour ouvré du mois (le 31 est un dimanche)"}]}`},
		{"vendredi 25 décembre de 9h à 11h", 0, `{
			"outcome": "understood", "expression": "vendredi 25 décembre de 9h à 11h", "other": [],
			"readings": [{"at": "2026-12-25T09:00+01:00", "end": "11:00", "text": "vendredi 25 décembre 2026 (S52), de 9 h à 11 h",
				"closed": "Noël", "before": "2026-12-24", "after": "2026-12-28"}]}`},
		{"tous les lundis", 0, `{
			"outcome": "understood", "expression": "tous les lundis", "other": [],
			"readings": [{"at": "2026-11-30", "text": "tous les lundis", "recurrence": "START=2026-11-30;FREQ=WEEKLY;BYDAY=MO",
				"occurrences": ["2026-12-07", "2026-12-14"]}]}`},
		{"jeudi ou vendredi", 3, `{
			"outcome": "ambiguous", "expression": "jeudi ou vendredi", "other": [], "reason": "« jeudi ou vendredi » se lit de deux façons.",
			"readings": [{"at": "2026-11-26", "text": "jeudi 26 novembre 2026 (S48)"}, {"at": "2026-11-27", "text": "vendredi 27 novembre 2026 (S48)"}]}`},
		{"31/11", 2, `{
			"outcome": "refused", "expression": "31/11", "readings": [], "other": [],
			"reason": "« 31/11 » n’existe pas : novembre a 30 jours.", "near": ["30/11/2026", "01/12/2026"]}`},
	} {
		var out, errs bytes.Buffer
		status := frdate.Report(&out, &errs, frdate.ReportArgs{At: "2026-11-23", JSON: true, Expression: c.expression})
		var got, want any
		if err := json.Unmarshal(out.Bytes(), &got); err != nil {
			t.Errorf("%s: %v", c.expression, err)
		}
		if err := json.Unmarshal([]byte(c.want), &want); err != nil {
			t.Fatalf("%s: %v", c.expression, err)
		}
		if diff := cmp.Diff(want, got); diff != "" || status != c.status || errs.Len() > 0 {
			t.Errorf("%s: status %d, errors %q (-want +got):\n%s", c.expression, status, errs.String(), diff)
		}
	}
}
