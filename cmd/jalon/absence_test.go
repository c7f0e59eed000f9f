package main

import (
	"strings"
	"testing"
)

// A period is a whole period, and what cannot be is refused with its reason:
// each line is typed by bob in his own channel, on Monday 23 November 2026.
func TestAbsencePeriods(t *testing.T) {
	t.Parallel()
	for i, row := range []struct{ typed, want string }{
		{"la semaine prochaine", "du lundi 30 novembre au vendredi 4 décembre 2026"},
		{"toute la semaine prochaine", "du lundi 30 novembre au vendredi 4 décembre 2026"},
		{"cette semaine", "du lundi 23 au vendredi 27 novembre 2026"},
		{"la semaine du 7 décembre", "du lundi 7 au vendredi 11 décembre 2026"},
		{"S50", "du lundi 7 au vendredi 11 décembre 2026"},
		{"du 7/12 au 13/12", "du lundi 7 au dimanche 13 décembre 2026"},
		{"jusqu'à vendredi", "du lundi 23 au vendredi 27 novembre 2026"},
		{"jusqu’au 24/12", "du lundi 23 novembre au jeudi 24 décembre 2026"},
		{"décembre", "du mardi 1er au jeudi 31 décembre 2026"},
		{"le mois prochain", "du mardi 1er au jeudi 31 décembre 2026"},
		{"du 21 au 24 décembre", "du lundi 21 au jeudi 24 décembre 2026"},
		{"du 20/11 au 27/11", "du vendredi 20 au vendredi 27 novembre 2026"},
		{"du 23/12 au 4/1", "du mercredi 23 décembre 2026 au lundi 4 janvier 2027"},
		{"lundi et mardi", "du lundi 30 novembre au mardi 1er décembre 2026"},
		{"vendredi", "le vendredi 27 novembre 2026"},
		{"vendredi prochain", "le vendredi 27 novembre 2026"},
		{"du 30/11 au 30/11", "le lundi 30 novembre 2026"},
		{"le 21/12", "le lundi 21 décembre 2026"},
		{"", "Il manque les dates de l’absence. Rien n’a changé."},
		{"à partir du 21/12", "Absence à partir du lundi 21 décembre 2026 (S52) : jusqu’à quand ? Rien n’a changé."},
		{"du 21/12/2026 au 24/12/2028", "Cette absence durerait plus d’un an, du lundi 21 décembre 2026 au dimanche 24 décembre 2028. Rien n’a changé."},
		{"31/11", "« 31/11 » n’existe pas : novembre a 30 jours. Rien n’a changé."},
		{"du 21/12 au 31/11", "« 31/11 » n’existe pas : novembre a 30 jours. Rien n’a changé."},
		{"jeudi 25 décembre", "« jeudi 25 décembre » n’existe pas : le 25 décembre 2026 est un vendredi. Rien n’a changé."},
		{"le 10/11", "« le 10/11 » est passé : mardi 10 novembre 2026 (S46), il y a 8 jours ouvrés. Rien n’a changé."},
		{"du 1/11 au 10/11/2026", "« 10/11/2026 » est passé : mardi 10 novembre 2026 (S46), il y a 8 jours ouvrés. Rien n’a changé."},
		{"jusqu'à hier", "« jusqu'à hier » est passé : dimanche 22 novembre 2026 (S47), il y a 1 jour ouvré. Rien n’a changé."},
		{"octobre 2026", "« octobre 2026 » est passé : vendredi 30 octobre 2026 (S44), il y a 15 jours ouvrés. Rien n’a changé."},
		{"du 24/12 au 21/12", "« du 24/12 au 21/12 » finit avant de commencer. Rien n’a changé."},
		{"demain peut-être", "La date « demain peut-être » n’est pas comprise. Rien n’a changé."},
		{"demain après-midi", "Une absence compte des jours entiers, et « demain après-midi » donne une heure. Rien n’a changé."},
	} {
		if !tried(i) {
			continue
		}
		t.Run(row.typed, func(t *testing.T) {
			t.Parallel()
			r := newRoom(t)
			reply := r.ask(strings.TrimSpace("jalon agent absence "+row.typed), as("bob", "pref-62"))
			first, _, _ := strings.Cut(strings.ReplaceAll(plain(reply.Text), "**", ""), "\n")
			want := row.want
			if !strings.HasSuffix(want, "changé.") {
				want = "bob : indisponible " + want + ". Ses rappels iront dans ~pref-62."
			}
			if first != want {
				t.Errorf("answered %q, want %q", first, want)
			}
		})
	}
}

// The words around the dates are those that people type: each line is typed by
// bob, who is away already from the 14th to the 16th.
func TestAbsenceWords(t *testing.T) {
	t.Parallel()
	const standing = "jalon agent absence du 14/12 au 16/12"
	noted := func(who, span, where, replaces, undo string) string {
		rows := []string{"**" + who + "** : indisponible " + span + ". " + where}
		if replaces != "" {
			rows = append(rows, "Remplace l’absence notée "+replaces+".")
		}
		return strings.Join(append(rows, "Une erreur ? Tapez `/jalon agent absence "+undo+"`."), "\n")
	}
	const (
		days, before = "du lundi 21 au jeudi 24 décembre 2026", "du lundi 14 au mercredi 16 décembre 2026"
		carole       = "Ses rappels iront à carole."
		over         = "**bob** : absence terminée. Ses rappels lui parviennent de nouveau."
	)
	withCarole := noted("bob", days, carole, before, "fin")
	for i, row := range []struct{ typed, want string }{
		{"du 21/12 au 24/12", noted("bob", days, "Ses rappels iront dans ~pref-62.", before, "fin")},
		{"du 21/12 au 24/12 suppleance @carole", withCarole},
		{"du 21/12 au 24/12 suppléance : @carole", withCarole},
		{"du 21/12 au 24/12, Suppléante: @carole", withCarole},
		{"du 21/12 au 24/12 suppléant carole", withCarole},
		{"du 21/12 au 24/12 supplée par @carole", withCarole},
		{"suppléance @carole du 21/12 au 24/12", withCarole},
		{"du 21/12 au 24/12 @carole", withCarole},
		{"@bob du 21/12 au 24/12 @carole", withCarole},
		{"bob du 21/12 au 24/12 @carole", withCarole},
		{"suppleance @farid", noted("bob", before, "Ses rappels iront à farid.", "", "fin")},
		{"fin", over},
		{"Annuler", over},
		{"terminer", over},
		{"fin @bob", over},
		{"bob fin", over},
		{"fin bob", over},
		{"du 21/12 au 24/12 suppléance", "Il manque qui supplée. Rien n’a changé.\nPar exemple : `/jalon agent absence du 21/12 au 24/12 suppleance @carole`"},
	} {
		if !tried(i) {
			continue
		}
		t.Run(row.typed, func(t *testing.T) {
			t.Parallel()
			r := newRoom(t)
			r.must(standing, as("bob", "pref-62"))
			reply := r.ask("jalon agent absence "+row.typed, as("bob", "pref-62"))
			r.wants(row.typed, reply.Text, row.want)
		})
	}
	r := newRoom(t)
	r.must(standing, as("bob", "pref-62"))
	r.wants("somebody else’s", r.ask("jalon agent absence bob du 21/12 au 24/12 @carole").Text, noted("bob", days, carole, before, "@bob fin"))
	r.wants("a deputy of nothing", r.ask("jalon agent absence suppleance @carole").Text,
		"**alice** n’a aucune absence en cours ou à venir. Rien n’a changé.\nPour en noter une : `/jalon agent absence du 21/12 au 24/12`")
}
