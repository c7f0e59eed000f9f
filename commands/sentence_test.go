package commands

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jalon/calendar"
	"jalon/calendar/frdate"
	"jalon/plan"
)

// region is the directory that sentences are read against.
func region() *serviceIndex {
	return indexServices([]plan.Service{
		{ID: "sgar", Code: "SGAR", Name: "SGAR", Kind: plan.KindSGAR, ChannelName: "sgar", Aliases: []string{"secrétariat général"}},
		{ID: "02", Code: "02", Name: "préfecture de l’Aisne", Kind: plan.KindPrefecture, Department: "02", ChannelName: "pref-02"},
		{ID: "59", Code: "59", Name: "préfecture du Nord", Kind: plan.KindPrefecture, Department: "59", ChannelName: "pref-59"},
		{ID: "60", Code: "60", Name: "préfecture de l’Oise", Kind: plan.KindPrefecture, Department: "60", ChannelName: "pref-60"},
		{ID: "62", Code: "62", Name: "préfecture du Pas-de-Calais", Kind: plan.KindPrefecture, Department: "62", ChannelName: "pref-62", Aliases: []string{"PdC", "Pas de Calais"}},
		{ID: "80", Code: "80", Name: "préfecture de la Somme", Kind: plan.KindPrefecture, Department: "80", ChannelName: "pref-80"},
		{ID: "dreal", Code: "DREAL", Name: "DREAL", Kind: plan.KindRegional, ChannelName: "dreal"},
	})
}

// monday is Monday 23 November 2026, ten o'clock in Paris.
func monday(t testing.TB) frdate.Ref {
	t.Helper()
	cal, err := calendar.New(calendar.Metropole, calendar.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return frdate.Ref{Cal: cal, Now: calendar.Moment{
		Date: calendar.Date{Year: 2026, Month: 11, Day: 23}, Time: calendar.TimeOfDay{Hour: 10}, Zone: "Europe/Paris",
	}}
}

// summary writes what was read on one line: title | date | services | person |
// ladder | reason, empty parts left out.
func summary(s sentence) string {
	parts := []string{}
	if s.ref != "" {
		parts = append(parts, string(s.ref))
	}
	parts = append(parts, s.text)
	if s.title != "" {
		parts = append(parts, "titre:"+s.title)
	}
	if s.date != nil {
		switch s.date.Kind {
		case frdate.Refused:
			parts = append(parts, "refusé:"+s.dateText)
		case frdate.Ambiguous:
			parts = append(parts, "ambigu:"+s.dateText)
		case frdate.Understood:
			r := s.date.Readings[0]
			when := r.Date.String()
			if r.HasTime {
				when += "T" + r.Time.String()
			}
			parts = append(parts, when)
		}
	}
	if s.services != nil {
		ids := make([]string, len(s.services))
		for i, id := range s.services {
			ids[i] = string(id)
		}
		parts = append(parts, "pour:"+strings.Join(ids, "+"))
	}
	if s.all {
		parts = append(parts, "pour:tous")
	}
	if s.person != "" {
		parts = append(parts, "@"+s.person)
	}
	if s.urgent != nil {
		parts = append(parts, urgency(*s.urgent))
	}
	if s.kind != plan.AnyKind {
		parts = append(parts, s.kind.Typed())
	}
	if s.pace != nil {
		parts = append(parts, "rappels:"+s.pace.String())
	}
	if s.reason != "" {
		parts = append(parts, "motif:"+s.reason)
	}
	return strings.Join(parts, " | ")
}

var adding = []clause{takesDate, takesServices, takesPerson, takesLadder, takesUrgency, takesKind}

func TestASentenceIsReadAsPeopleMeanIt(t *testing.T) {
	for typed, want := range map[string]string{
		// The examples of the guide.
		`Bilan CPER à la DGCL fin janvier`:                                   `Bilan CPER à la DGCL | 2027-01-29`,
		`"Remontée DSIL 2027" le 15/12 à 12h pour 59 62 rappels J-7 J-3 J-1`: `Remontée DSIL 2027 | 2026-12-15T12:00 | pour:59+62 | rappels:J-7 J-3 J-1`,
		`Note ERBM vendredi à @alice`:                                        `Note ERBM | 2026-11-27 | @alice`,
		`Note pour le préfet vendredi`:                                       `Note pour le préfet | 2026-11-27`,
		`CPER 2021-2027 avenant 3 fin janvier`:                               `CPER 2021-2027 avenant 3 | 2027-01-29`,
		`"Contributions CRTE" vendredi 4 décembre pour 62`:                   `Contributions CRTE | 2026-12-04 | pour:62`,
		// « pour » opens services, a date, or stays in the title.
		`Note pour vendredi`:                        `Note | 2026-11-27`,
		`Bilan pour 02 mars`:                        `Bilan | 2027-03-02`,
		`Bilan vendredi pour 02`:                    `Bilan | 2026-11-27 | pour:02`,
		`Bilan pour 02 vendredi`:                    `Bilan | 2026-11-27 | pour:02`,
		`Bilan pour 59 62 vendredi`:                 `Bilan | 2026-11-27 | pour:59+62`,
		`Bilan pour 62 15 décembre`:                 `Bilan | 2026-12-15 | pour:62`,
		`Bilan pour 62 le 15 décembre`:              `Bilan | 2026-12-15 | pour:62`,
		`Subvention pour 62 communes fin janvier`:   `Subvention pour 62 communes | 2027-01-29`,
		`Note pour le comité ERBM vendredi pour 62`: `Note pour le comité ERBM | 2026-11-27 | pour:62`,
		`Note pour le préfet pour vendredi pour 59`: `Note pour le préfet | 2026-11-27 | pour:59`,
		// Services by code, number, name, channel, alias, group.
		`Avis vendredi pour Nord`:                        `Avis | 2026-11-27 | pour:59`,
		`Avis vendredi pour le Nord et la Somme`:         `Avis | 2026-11-27 | pour:59+80`,
		`Avis vendredi pour la préfecture du Nord`:       `Avis | 2026-11-27 | pour:59`,
		`Avis vendredi pour prefecture du pas de calais`: `Avis | 2026-11-27 | pour:62`,
		`Avis vendredi pour l'Oise, l’Aisne`:             `Avis | 2026-11-27 | pour:60+02`,
		`Avis vendredi pour 2`:                           `Avis | 2026-11-27 | pour:02`,
		`Avis vendredi pour pref59 pref-62`:              `Avis | 2026-11-27 | pour:59+62`,
		`Avis vendredi pour ~pref-80`:                    `Avis | 2026-11-27 | pour:80`,
		`Avis vendredi pour PdC`:                         `Avis | 2026-11-27 | pour:62`,
		`Avis vendredi pour dreal`:                       `Avis | 2026-11-27 | pour:dreal`,
		`Avis vendredi pour le SGAR et la DREAL`:         `Avis | 2026-11-27 | pour:sgar+dreal`,
		`Avis vendredi pour toutes les préfectures`:      `Avis | 2026-11-27 | pour:02+59+60+62+80`,
		`Avis vendredi pour 59, 62 et 80`:                `Avis | 2026-11-27 | pour:59+62+80`,
		`Avis vendredi pour 59 59`:                       `Avis | 2026-11-27 | pour:59`,
		// Clauses in any order.
		`Note pour 59 rappels J-2 vendredi`:        `Note | 2026-11-27 | pour:59 | rappels:J-2`,
		`Note rappels J-2 J vendredi pour 59`:      `Note | 2026-11-27 | pour:59 | rappels:J-2 J`,
		`Note à @bob vendredi rappels aucun`:       `Note | 2026-11-27 | @bob | rappels:aucun`,
		`Note vendredi @bob`:                       `Note | 2026-11-27 | @bob`,
		`Note vendredi pour @bob`:                  `Note | 2026-11-27 | @bob`,
		`Note a @bob vendredi`:                     `Note | 2026-11-27 | @bob`,
		`Note 15/12 rappels J-15 ouvrés J-1 à 14h`: `Note | 2026-12-15 | rappels:J-15 ouvrés J-1 14:00`,
		// What leaves after the date, and whom an escalation tells.
		`Note vendredi rappels J-3 J+1, puis tous les 2 jours ouvrés ; escalade après 4`: `Note | 2026-11-27 | rappels:J-3 J+1 puis tous les 2 jours ouvrés escalade après 4`,
		`Note vendredi rappels J+1 puis toutes les semaines pour 59`:                     `Note | 2026-11-27 | pour:59 | rappels:J+1 puis toutes les semaines escalade après 3`,
		`Note vendredi rappels escalade après 2 à @alice pour 59`:                        `Note | 2026-11-27 | pour:59 | rappels:J+1 puis tous les 2 jours ouvrés escalade après 2 à @alice`,
		`Note vendredi à @bob rappels escalade après 2 relances à @alice`:                `Note | 2026-11-27 | @bob | rappels:J+1 puis tous les 2 jours ouvrés escalade après 2 à @alice`,
		`Note vendredi rappels sans relance à @bob`:                                      `Note | 2026-11-27 | @bob | rappels:sans relance`,
		// « urgent » closes a sentence; before the date it is a word of the title.
		// So does the kind of a deadline.
		`Compte administratif vendredi légale`:  `Compte administratif | 2026-11-27 | légale`,
		`Dossier vendredi pour 62 ferme urgent`: `Dossier | 2026-11-27 | pour:62 | urgent | ferme`,
		`Dossier vendredi urgent ferme`:         `Dossier | 2026-11-27 | urgent | ferme`,
		`Note interne vendredi`:                 `Note interne | 2026-11-27`,
		`Dossier vendredi rappels J-3 légale`:   `Dossier | 2026-11-27 | légale | rappels:J-3`,
		`Note vendredi urgent`:                  `Note | 2026-11-27 | urgent`,
		`Note vendredi pour 59 urgente`:         `Note | 2026-11-27 | pour:59 | urgent`,
		`Note urgent pour 59 vendredi`:          `Note urgent | 2026-11-27 | pour:59`,
		`Note urgente vendredi`:                 `Note urgente | 2026-11-27`,
		`Note urgente`:                          `Note urgente`,
		`Note vendredi non urgent`:              `Note | 2026-11-27 | non urgent`,
		`Note vendredi "urgent"`:                `Note vendredi "urgent"`,
		`"Note urgente" vendredi urgent`:        `Note urgente | 2026-11-27 | urgent`,
		`Note vendredi urgent pour 59`:          `Note | 2026-11-27 | pour:59 | urgent`,
		// Quotes of every kind, apostrophes, no-break spaces, missing accents.
		`l'audit vendredi`:                            `l'audit | 2026-11-27`,
		`L’avenant n° 3 vendredi`:                     `L’avenant n° 3 | 2026-11-27`,
		`«Note vendredi» 15/12`:                       `Note vendredi | 2026-12-15`,
		`« Note pour 59 » 15/12`:                      `Note pour 59 | 2026-12-15`,
		"«\u202fNote\u202f» le\u00a015\u00a0décembre": `Note | 2026-12-15`,
		`“Note rappels J-1” demain`:                   `Note rappels J-1 | 2026-11-24`,
		`"Note ""urgente""" vendredi`:                 `Note "urgente" | 2026-11-27`,
		`Note «urgente» vendredi`:                     `Note «urgente» | 2026-11-27`,
		"Note\u00a0ERBM vendredi":                     `Note ERBM | 2026-11-27`,
		`Reunion prefecture 15 decembre`:              `Reunion prefecture | 2026-12-15`,
		// Dates: the longest that touches the end.
		`Note 2026-12-15`:              `Note | 2026-12-15`,
		`Note 15/12/2026`:              `Note | 2026-12-15`,
		`Note 15/12`:                   `Note | 2026-12-15`,
		`Note demain`:                  `Note | 2026-11-24`,
		`Note dans 3 jours`:            `Note | 2026-11-26`,
		`Note dans 2 semaines`:         `Note | 2026-12-07`,
		`Note vendredi 14h30`:          `Note | 2026-11-27T14:30`,
		`Note vendredi à 14 h 30`:      `Note | 2026-11-27T14:30`,
		`Note, vendredi`:               `Note | 2026-11-27`,
		`Note : vendredi`:              `Note | 2026-11-27`,
		`Note lundi 15 décembre`:       `Note | refusé:lundi 15 décembre`,
		`Point du 3 décembre vendredi`: `Point du 3 décembre | 2026-11-27`,
		`Bilan 2026 vendredi`:          `Bilan 2026 | 2026-11-27`,
		`Programme P112 fin janvier`:   `Programme P112 | 2027-01-29`,
		`Note S49 vendredi`:            `Note S49 | 2026-11-27`,
		// Nothing to read as a date.
		`Note ERBM`:                   `Note ERBM`,
		`Bilan 2026`:                  `Bilan 2026`,
		`Dossier P112`:                `Dossier P112`,
		`Note vendredi dans le titre`: `Note vendredi dans le titre`,
		`"Note vendredi"`:             `Note vendredi`,
		`vendredi`:                    ` | 2026-11-27`,
		``:                            ``,
		// Words that look like clauses and are not.
		`Point sur les rappels vendredi`:       `Point sur les rappels | 2026-11-27`,
		`Motif de refus vendredi`:              `Motif de refus | 2026-11-27`,
		`Courriel contact@exemple.fr vendredi`: `Courriel contact@exemple.fr | 2026-11-27`,
		`Appel à projets vendredi`:             `Appel à projets | 2026-11-27`,
	} {
		t.Run(typed, func(t *testing.T) {
			got, err := read(normalize(typed), adding, nil, region(), monday(t))
			if err != nil {
				t.Fatalf("refused: %v", err)
			}
			if diff := cmp.Diff(want, summary(got)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestASentenceAboutADeadlineHasItsIdentifierFirst(t *testing.T) {
	postponing := []clause{takesRef, takesDate, takesReason}
	closing := []clause{takesRef, takesAll, takesServices}
	changing := []clause{takesRef, takesTitle, takesDate, takesServices, takesLadder, takesUrgency, takesReason}
	for _, c := range []struct {
		takes       []clause
		typed, want string
	}{
		{closing, `E12 transmis ce matin`, `E12 | transmis ce matin`},
		{closing, `E12 pour tous`, `E12 |  | pour:tous`},
		{closing, `e12`, `E12 | `},
		{closing, `E12 transmis pour 62`, `E12 | transmis | pour:62`},
		{closing, `E12 fait pour le préfet`, `E12 | fait pour le préfet`},
		{closing, `CRTE Cambrésis`, `CRTE Cambrésis`},
		{closing, `E0`, `E0`},
		{postponing, `E12 vendredi motif "attente DREAL"`, `E12 |  | 2026-11-27 | motif:attente DREAL`},
		{postponing, `E12 vendredi motif attente DREAL`, `E12 |  | 2026-11-27 | motif:attente DREAL`},
		{postponing, `E12 motif "attente DREAL" vendredi`, `E12 |  | 2026-11-27 | motif:attente DREAL`},
		{postponing, `E12 motif attente DREAL vendredi`, `E12 |  | 2026-11-27 | motif:attente DREAL`},
		{postponing, `E12 15/12 motif retour de lundi`, `E12 |  | 2026-12-15 | motif:retour de lundi`},
		{postponing, `E12 au 15 décembre`, `E12 |  | 2026-12-15`},
		{postponing, `bilan CPER vendredi`, `bilan CPER | 2026-11-27`},
		{changing, `E12 titre "Note 15/12" vendredi`, `E12 |  | titre:Note 15/12 | 2026-11-27`},
		{changing, `E12 urgent`, `E12 |  | urgent`},
		{changing, `E12 pour 59 non urgente`, `E12 |  | pour:59 | non urgent`},
		{changing, `E12 rappels sans relance`, `E12 |  | rappels:sans relance`},
		{changing, `E12 pour 59 62 rappels J-3`, `E12 |  | pour:59+62 | rappels:J-3`},
	} {
		t.Run(c.typed, func(t *testing.T) {
			got, err := read(normalize(c.typed), c.takes, nil, region(), monday(t))
			if err != nil {
				t.Fatalf("refused: %v", err)
			}
			if diff := cmp.Diff(c.want, summary(got)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAWrongSentenceIsRefusedWithTheOffendingWord(t *testing.T) {
	for typed, want := range map[string]string{
		`Note vendredi pour 61`:         "Le service **«\u202f61\u202f»** n’existe pas dans la région. Rien n’est enregistré.\nServices proches\u202f: `60` (préfecture de l’Oise), `62` (préfecture du Pas-de-Calais)",
		`Note pour 59 61 vendredi`:      "Le service **«\u202f61\u202f»** n’existe pas dans la région. Rien n’est enregistré.\nServices proches\u202f: `60` (préfecture de l’Oise), `62` (préfecture du Pas-de-Calais)",
		`Note vendredi pour DRAEL`:      "Le service **«\u202fDRAEL\u202f»** n’existe pas dans la région. Rien n’est enregistré.\nServices proches\u202f: `DREAL`",
		`Note vendredi rappels J-7 J-x`: "«\u202fJ-x\u202f» n’est pas un échelon de rappel. Rien n’est enregistré.\nPar exemple\u202f: `rappels J-7 J-3 J-1`, `rappels J-3 J+1 puis tous les 2 jours ouvrés` ou `rappels aucun`",
		`Note vendredi rappels J-999`:   "«\u202fJ-999\u202f» est trop loin\u202f: un rappel part au plus 366 jours avant. Rien n’est enregistré.",
		`"Note ERBM vendredi`:           "Un guillemet n’est pas fermé\u202f: **\"Note ERBM vendredi**. Rien n’est enregistré.\nFermez-le, par exemple\u202f: `\"Note ERBM\"`",
		`"Note" bidule vendredi`:        "**«\u202fbidule\u202f»** n’est pas compris après le titre entre guillemets. Rien n’est enregistré.\nMettez tout le titre entre guillemets\u202f: `\"Note bidule\"`",
	} {
		t.Run(typed, func(t *testing.T) {
			got, err := read(normalize(typed), adding, nil, region(), monday(t))
			if err == nil {
				t.Fatalf("read as %q", summary(got))
			}
			if diff := cmp.Diff(want, err.Error()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A closed service is never a word of the title: it is told, under any of its
// names that no open one has.
func TestAClosedServiceIsTold(t *testing.T) {
	x := region()
	x.addClosed([]plan.Service{
		{ID: "ddtm-59", Code: "DDTM 59", Name: "DDTM du Nord", Kind: plan.KindDepartmental, Parent: "59", Aliases: []string{"Somme"}, Closed: true},
		{ID: "cd", Code: "CD", Name: "conseil départemental", Kind: plan.KindGuest, Closed: true},
	})
	told := func(code, typed, instead string) string {
		return "Le service **" + code + "** est fermé. Rien n’est enregistré.\nIndiquez un service ouvert, par exemple\u202f: `" + instead + "`\n" +
			"La coordination peut le rouvrir\u202f: `/jalon service modifier " + typed + " ouvert`"
	}
	for typed, want := range map[string]string{
		`Note pour ddtm-59 vendredi`:         told("DDTM 59", `"DDTM 59"`, "59"),
		`Note vendredi pour DDTM 59`:         told("DDTM 59", `"DDTM 59"`, "59"),
		`Note pour 62 et ddtm59 vendredi`:    told("DDTM 59", `"DDTM 59"`, "59"),
		`Note pour la DDTM du Nord vendredi`: told("DDTM 59", `"DDTM 59"`, "59"),
		`Note vendredi pour CD`:              told("CD", "CD", "SGAR"),
		`Note pour ddtm-59 urgente vendredi`: "",
		`"Note pour ddtm-59" vendredi`:       "",
		`Note pour Somme vendredi`:           "",
	} {
		_, err := read(normalize(typed), adding, nil, x, monday(t))
		got := ""
		if err != nil {
			got = err.Error()
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", typed, diff)
		}
	}
}

func TestTheIndexOfARegionFollowsItsServices(t *testing.T) {
	var x indexes
	services := []plan.Service{{ID: "59", Code: "59", Name: "préfecture du Nord", Version: 1}}
	first := x.of("hdf", services, nil)
	if x.of("hdf", services, nil) != first {
		t.Error("the same services were indexed twice")
	}
	if x.of("idf", services, nil) == first {
		t.Error("two regions share an index")
	}
	services[0].Code, services[0].Version = "N59", 2
	if found, _ := x.of("hdf", services, nil).match([]string{"N59"}); len(found) != 1 {
		t.Error("a service that changed is not found under its new code")
	}
}

func TestWhatFollowsAKeywordIsItsOwn(t *testing.T) {
	keywords := []string{"nom", "canal"}
	for typed, want := range map[string]map[string]string{
		`80 canal ~pref-somme`:                              {"canal": "~pref-somme"},
		`80 nom "préfecture de la Somme" canal ~pref-80`:    {"nom": "préfecture de la Somme", "canal": "~pref-80"},
		`80 canal ~pref-80 nom préfecture de la Somme`:      {"nom": "préfecture de la Somme", "canal": "~pref-80"},
		`80 nom "canal de la Somme"`:                        {"nom": "canal de la Somme"},
		`80 nom`:                                            nil,
		`80 nom "un" "deux"`:                                nil,
		"80 nom «\u00a0préfecture\u00a0» canal ~pref-80":    {"nom": "préfecture", "canal": "~pref-80"},
		`80 Nom préfecture de la Somme, CANAL "~pref-80"  `: {"nom": "préfecture de la Somme,", "canal": "~pref-80"},
	} {
		got, err := read(normalize(typed), nil, keywords, region(), monday(t))
		if err != nil {
			t.Errorf("%s: %v", typed, err)
			continue
		}
		if diff := cmp.Diff(want, got.named); diff != "" {
			t.Errorf("%s (-want +got):\n%s", typed, diff)
		}
	}
}

func TestALineIsMeasuredInCharacters(t *testing.T) {
	long := strings.Repeat("é", MaxLine)
	if _, err := lex(long); err != nil {
		t.Errorf("%d characters: %v", MaxLine, err)
	}
	_, err := lex(long + "é")
	if err == nil || !strings.HasPrefix(err.Error(), "La phrase compte 2001 caractères") {
		t.Errorf("one more: %v", err)
	}
}
