//go:build shared

package frdate_test

import (
	"encoding/csv"
	"os"
	"strings"
	"testing"

	"jalon/calendar"
	"jalon/calendar/frdate"
)

// Every row of the table of expressions is read as it says; a row that is known
// to have two readings may also offer the other or be asked.
func TestTheTableOfExpressions(t *testing.T) {
	file, err := os.Open("../../../shared/data/dates-fr.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows[1:] {
		now, text, expected, words, ambiguous := row[0], row[1], row[2], row[3], row[5] != ""
		r := frdate.Parse(text, anchored(now))
		switch {
		case strings.HasPrefix(expected, "erreur"):
			if r.Kind == frdate.Understood {
				t.Errorf("%s is understood: %s", text, summary(r))
			}
		case r.Kind != frdate.Understood:
			t.Errorf("%s is %s, want %s", text, summary(r), expected)
		case r.Readings[0].Date.String() != expected[:10]:
			t.Errorf("%s is %s, want %s", text, summary(r), expected)
		case words != "" && plain(calendar.WordsOf("fr").Full(r.Readings[0].Date)) != words:
			t.Errorf("%s is %s, want %s", text, r.Readings[0].Full("fr"), words)
		case ambiguous && len(r.Other) == 0:
			t.Errorf("%s has two readings, and one is offered: %s", text, summary(r))
		case strings.Contains(expected, "T") && r.Readings[0].Time.String() != expected[11:16]:
			t.Errorf("%s is %s, want %s", text, summary(r), expected)
		}
	}
}
