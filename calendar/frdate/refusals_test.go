package frdate_test

import (
	"strings"
	"testing"

	"jalon/calendar/frdate"
)

// Texts that no reader could date for sure: misspelt, vague, contradictory,
// impossible, past, or no date at all. None may be understood.
var unreadable = []string{
	// misspelt
	"vendrdi", "vendedi", "vendredie prochain", "lunid", "mrdi", "jeudie", "samdi", "dimache", "demian", "demin", "apré-demain",
	"aujourdui", "aujour d'hier", "fin janvié", "fin jnvier", "mi-fevier", "15 decmbre", "15 decembr", "1er marss", "3 avrl", "15 juilet",
	"15 aoutt", "12 septmbre", "fin ocotbre", "fin novenbre", "semaine prochane", "mois prochian", "dans 3 jour ouvrezz", "dans 3 semaies",
	"dans deux moiss", "sous quinzzaine", "trimstre prochain", "tous les lundsi", "chaqe lundi", "le dernié vendredi du mois",
	"vendredi prochin", "vendredi en huitt", "J-7 ouvvrés", "vendredi 14j30", "vendredi à 9hh", "vendredi 9 hures",
	// no hour that a clock shows, or none at all
	"vendredi à 24h", "vendredi à 25h", "vendredi à 9h60", "vendredi à 12h99", "vendredi 30h", "vendredi à 9", "vendredi 9:5", "vendredi 9h5",
	"vendredi 9.30", "vendredi 930", "demain à 8", "à 9", "vendredi 9am", "vendredi 5pm", "vendredi vers 10h", "vendredi environ 10h",
	"vendredi de 11h à 9h", "vendredi de 9h à", "vendredi de 9h à 9h", "demain matin à 15h", "demain soir à 9h du matin", "cette nuit",
	"vendredi dans la nuit", "9h ou 10h vendredi", "vendredi 9h moins le quart",
	// days that do not exist
	"30 février", "31/02/2027", "29/02/2027", "31 avril", "31/06", "31 septembre", "31/11", "32/12", "0/12", "00/00", "15/13", "12/25",
	"2026-13-01", "2026-02-30", "2026-00-00", "le 32", "le 0", "vendredi 32", "S0", "S54", "S99", "S53 2027", "T0", "T5 2027", "3e semestre",
	"5e trimestre", "le 6e lundi de janvier", "le 5e vendredi de février 2027", "le 32e jour de janvier", "lundi S60",
	"le 31 avril de chaque année", "semaine du 31 novembre", "du 1er au 31 novembre", "la veille du 30 février",
	// contradictions
	"lundi 15 décembre", "lundi 15/12", "lundi 15/12/2026", "mardi 4 décembre 2026", "vendredi 4 décembre S50", "vendredi 4 décembre 2026 (S48)",
	"demain lundi", "demain 25/11", "aujourd'hui mardi", "après-demain jeudi", "vendredi 26", "lundi 1er janvier 2027", "mercredi 2026-12-15",
	"du 15 au 1er janvier", "du 27 au 23 novembre", "le 16 et le 15 décembre", "lundi 14 et mercredi 15 décembre", "30 et 1er décembre",
	"vendredi et vendredi", "J+5 avant la séance", "du mardi 30 novembre au vendredi 4 décembre",
	// past
	"hier", "avant-hier", "vendredi dernier", "la semaine dernière", "le mois dernier", "20/11", "20 novembre", "vendredi 20 novembre",
	"lundi 12 octobre", "15/12/2020", "1er janvier 2026", "S47", "S47 2026", "fin octobre", "mi-novembre", "T3 2026", "il y a 3 jours", "à 9h",
	"aujourd'hui à 9h", "ce matin", "avant aujourd'hui", "Toussaint", "le 15 courant", "octobre 2026", "01/01/1970",
	// asked
	"ce lundi", "vendredi à minuit", "début janvier", "début de semaine prochaine", "ce week-end", "dans la semaine", "dans le mois",
	"d'ici janvier", "d'ici la semaine prochaine", "d'ici 15h", "tous les 15 jours", "le 15 du mois", "jeudi ou vendredi", "le 15 ou le 16",
	"délai de 2 mois", "2 mois à compter du 15 novembre", "15 jours avant fin janvier",
	// vague
	"bientôt", "prochainement", "dès que possible", "au plus vite", "asap", "un jour", "un de ces jours", "plus tard", "d'ici là", "sous peu",
	"dans quelques jours", "dans une dizaine de jours", "dans les prochains jours", "dans 2 ou 3 jours", "dans 2-3 jours", "environ 15 jours",
	"vers le 15", "vers la fin du mois", "autour du 15", "après le 15", "après vendredi", "pas avant le 15", "au plus tôt le 15", "sauf vendredi",
	"à la rentrée", "cet été", "au printemps", "à la Saint-Glinglin", "quand vous voulez", "le plus tôt possible",
	"dans un mois et demi", "la première semaine de janvier", "deux fois par mois", "régulièrement", "tous les 2 mois", "un mois sur deux",
	// repetitions that jalon does not make
	"toutes les heures", "toutes les 15 minutes", "tous les lundis sauf férié", "tous les 2 jours ouvrés", "un jour ouvré sur deux",
	"tous les jours fériés", "tous les lundis de décembre", "tous les lundis à 9h et 14h", "tous les lundis jusqu'au 15 novembre",
	"tous les lundis jusqu'au lundi 15 décembre", "tous les lundis, 0 fois", "chaque 31", "lundis", "tous les", "chaque", "6 fois",
	"tous les lundis et 15", "tous les lundis à minuit", "un lundi sur un",
	// half a date
	"", " ", ".", "le", "à", "pour", "pour le", "avant", "avant le", "dans", "dans 3", "sous", "sous 3", "fin", "début", "mi-", "S", "T", "S49-S50",
	"15", "15 et 16", "2 ou 3", "2026", "2027", "3 jours", "15 jours", "semaine", "mois", "trimestre", "en huit", "prochain", "15 12", "15-12",
	"15.12", "15 12 2026", "12-2026", "2026-12", "décembre 26", "15 décembre 26", "15 décembre 62", "1/1/1", "15//12", "15/12/", "15/12/2026/1",
	"jeudi, vendredi", "lundi mardi", "lundi à mardi", "lundi-mardi", "lundi/mardi", "vendredi vendredi", "vendredi 27 28", "27/11 28/11",
	// no date
	"Note ERBM", "P112", "E12", "RM4", "59", "62", "2021-2027", "350 k€", "@alice", "DGCL", "l'audit", "oui", "aide", "<script>", "🙂", "\x00",
	"\xff\xfe", "15/12 merci", "vendredi svp", "vendredi noir", "mardi gras", "jeudi saint-pierre", "mai 68", "article 641",
	// counted too far, or from nothing
	"J-7", "J+5 ouvrés", "la veille", "3 jours avant la séance", "dans 0 jour", "dans 99999 jours", "dans 9999 ans", "dans 9999 semaines",
	"15 décembre 2300", "31/12/1899", "01/01/0001", "9999-12-31",
}

func TestNothingUncertainIsUnderstood(t *testing.T) {
	if len(unreadable) < 300 {
		t.Errorf("only %d texts", len(unreadable))
	}
	for _, text := range unreadable {
		result := frdate.Parse(text, reference(usualNow))
		if result.Kind == frdate.Understood {
			t.Errorf("%q is understood: %s", text, summary(result))
		}
	}
}

// Whatever the day, what is not understood is explained, and what is suggested
// instead is accepted.
func TestWhatIsRefusedIsExplained(t *testing.T) {
	for _, now := range []string{
		usualNow, "2026-12-20", "2026-12-31", "2027-01-01", "2027-02-10", "2027-02-28", "2027-03-31 23:50", "2027-04-11", "2028-02-29", "2032-12-28",
	} {
		for _, text := range unreadable {
			result := frdate.Parse(text, reference(now))
			if result.Kind != frdate.Understood {
				checkExplained(t, now, text, result)
			}
		}
	}
}

// checkExplained checks what goes with a text that was not understood: a
// sentence in both languages, candidates or two forms that are accepted.
func checkExplained(t *testing.T, now, text string, result frdate.Result) {
	t.Helper()
	if result.Why.FR == "" || result.Why.EN == "" || !strings.HasSuffix(result.Why.FR, ".") {
		t.Errorf("%s: %q is not explained: %+v", now, text, result.Why)
	}
	if result.Kind == frdate.Ambiguous {
		if len(result.Readings) < 2 || result.Reason != frdate.NoReason {
			t.Errorf("%s: %q is asked without two candidates: %s", now, text, summary(result))
		}
		return
	}
	if len(result.Near) != 2 || result.Near[0] == result.Near[1] || len(result.Readings) > 0 || result.Reason == frdate.NoReason {
		t.Errorf("%s: %q is refused with %q: %s", now, text, result.Near, summary(result))
	}
	for _, near := range result.Near {
		if again := frdate.Parse(near, reference(now)); again.Reason != frdate.NoReason {
			t.Errorf("%s: %q suggests %q, which is %s", now, text, near, summary(again))
		}
	}
}
