package commands

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"jalon/calendar/frdate"
	"jalon/plan"
)

// FuzzSentence reads anything: it must not panic, must not invent words that
// were not typed, and what it writes back must read the same.
func FuzzSentence(f *testing.F) {
	for _, seed := range []string{
		`Bilan CPER à la DGCL fin janvier`,
		`"Remontée DSIL 2027" le 15/12 à 12h pour 59 62 rappels J-7 J-3 J-1`,
		`Note «urgente» vendredi à @alice`, `l'audit 15/12 pour Nord, Somme et 62`,
		`"""" pour pour rappels rappels`, "«\u202f“\u00a0", `pour 59 pour 62 vendredi vendredi`, `à @`, `@ @ @`,
		`Note vendredi rappels J+1 puis tous les 2 jours ouvrés escalade après 3 à @alice urgent`, `Note urgente vendredi non urgent`,
	} {
		f.Add(seed)
	}
	x, dates := region(), monday(f)
	f.Fuzz(func(t *testing.T, line string) {
		typed := normalize(line)
		s, err := read(typed, adding, nil, x, dates)
		if err != nil {
			return
		}
		if utf8.ValidString(typed) {
			if squeeze := strings.NewReplacer(`"`, "", " ", ""); !strings.Contains(squeeze.Replace(typed), squeeze.Replace(s.text)) {
				t.Errorf("title %q is not in %q", s.text, typed)
			}
		}
		again, ok := readBack(t, s, x, dates)
		if ok && summary(again) != summary(s) {
			t.Errorf("%q reads as %q, written back it reads as %q", typed, summary(s), summary(again))
		}
	})
}

// readBack writes a sentence as a button would type it, and reads that.
func readBack(t *testing.T, s sentence, x *serviceIndex, dates frdate.Ref) (sentence, bool) {
	if s.date != nil && (s.date.Kind != frdate.Understood || len(s.date.Readings) != 1 || s.date.Recurrence != nil) {
		return s, false
	}
	e := &Env{cmd: &command{path: "echeance ajouter"}, s: s, x: x}
	line := e.compose("", "")
	if s.date != nil {
		line = e.withDate(s.date.Readings[0])
	}
	if utf8.RuneCountInString(line) > MaxLine {
		return s, false // it only just fitted without the marks around its title
	}
	again, err := read(normalize(strings.TrimPrefix(line, "echeance ajouter")), adding, nil, x, dates)
	if err != nil {
		t.Errorf("%q cannot be read back: %v", line, err)
		return s, false
	}
	return again, true
}

func TestASentenceWrittenForAButtonReadsTheSame(t *testing.T) {
	x, dates := region(), monday(t)
	title := rapid.OneOf(
		rapid.SampledFrom([]string{"Note pour 59", "rappels J-1", "vendredi", `dit "oui"`, "l'audit", "à @bob", "motif", "«a»", "15/12"}),
		rapid.StringMatching(`[a-zé"«»@' 0-9/-]{1,30}`),
	)
	rapid.Check(t, func(t *rapid.T) {
		want := sentence{text: strings.Join(strings.Fields(title.Draw(t, "title")), " ")}
		if rapid.Bool().Draw(t, "services?") {
			want.services = rapid.SampledFrom([][]plan.ServiceID{{"59"}, {"59", "62"}, {"dreal"}, {"02", "sgar"}}).Draw(t, "services")
		}
		if rapid.Bool().Draw(t, "person?") {
			want.person = "alice"
		}
		if rapid.Bool().Draw(t, "ladder?") {
			want.pace = &plan.Pace{Before: plan.Ladder{{Days: rapid.IntRange(0, 30).Draw(t, "days"), At: plan.ReminderHour}}}
			if rapid.Bool().Draw(t, "chase?") {
				want.pace.After = plan.HouseChase()
				want.pace.Person = rapid.SampledFrom([]string{"", "alice"}).Draw(t, "told")
			}
		}
		if rapid.Bool().Draw(t, "urgency?") {
			urgent := rapid.Bool().Draw(t, "urgent")
			want.urgent = &urgent
		}
		want.kind = rapid.SampledFrom([]plan.DeadlineKind{plan.Internal, plan.Legal, plan.Hard, plan.AnyKind}).Draw(t, "kind")
		e := &Env{cmd: &command{path: "echeance ajouter"}, s: want, x: x}
		line := e.compose("27/11/2026 à 14h30", "")
		got, err := read(normalize(strings.TrimPrefix(line, "echeance ajouter")), adding, nil, x, dates)
		if err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		got.date, got.dateText = nil, ""
		if diff := cmp.Diff(summary(want), summary(got)); diff != "" {
			t.Errorf("%q:\n%s", line, diff)
		}
	})
}
