package frdate_test

import (
	"testing"

	"jalon/calendar/frdate"
)

// The expressions that the project was given to read, with their whole meaning
// and the day they are read on, which is also the day J. « ~ » shows the other
// reading that is offered where the expression is known to have two.
func TestExpressionsOfTheAdministration(t *testing.T) {
	for _, row := range []struct{ now, text, want string }{
		{"2026-11-23", "aujourd'hui", "2026-11-23"},
		{"2026-11-23", "vendredi", "2026-11-27"},
		{"2026-11-23", "vendredi prochain", "2026-11-27 ~ 2026-12-04"},
		{"2026-11-23", "vendredi en quinze", "2026-12-11"},
		{"2026-11-23", "S49", "2026-12-04 of 2026-11-30/12-06"},
		{"2026-11-23", "S53", "2026-12-31 of 2026-12-28/2027-01-03"},
		{"2026-11-23", "S47", "! past ~ 2027-11-26 of 2027-11-22/28"},
		{"2026-11-23", "dans 15 jours", "2026-12-08 ~ 2026-12-07"},
		{"2026-11-23", "sous 48 h", "2026-11-25 00:00 by"},
		{"2026-11-23", "sous 5 jours ouvrables", "2026-11-28 by closed"},
		{"2026-11-23", "le 15", "2026-12-15"},
		{"2026-11-23", "15/12", "2026-12-15"},
		{"2026-11-23", "2026-12-15", "2026-12-15"},
		{"2026-11-23", "1er mars", "2027-03-01"},
		{"2026-11-23", "29 février", "! impossible"},
		{"2026-11-23", "fin janvier", "2027-01-29 of 2027-01-21/31"},
		{"2026-11-23", "mi-janvier", "2027-01-15 of 2027-01-11/20 ~ 2027-01-20 of 2027-01-11/20"},
		{"2026-11-23", "1er trimestre 2027", "2027-03-31 of 2027-01-01/03-31"},
		{"2027-01-14", "J-7 ouvrés", "2027-01-05"},
		{"2027-01-14", "J-15 ouvrés", "2026-12-22"},
		{"2027-01-14", "J+15 ouvrés", "2027-02-04"},
		{"2027-05-14", "J+1 ouvré", "2027-05-18"},
		{"2026-12-23", "délai de 2 jours (CPC 641-642)", "2026-12-28 by"},
		{"2026-12-31", "délai de 2 mois (CPC 641-642)", "2027-03-01 by"},
		{"2026-11-23", "au plus tard le 15/12", "2026-12-15 by"},
		{"2026-11-23", "vendredi 14h30", "2026-11-27 14:30"},
		{"2026-11-23", "vendredi 14 h 30", "2026-11-27 14:30"},
		{"2026-11-23", "vendredi 14:30", "2026-11-27 14:30"},
		{"2027-10-30", "rappel quotidien 02:30", "every tous les jours à 2 h 30: 2027-10-31 2027-11-01 2027-11-02"},
		{"2026-11-23", "lundi 15 décembre", "! contradiction ~ 2026-12-14 ~ 2026-12-15"},
	} {
		if got := summary(frdate.Parse(row.text, anchored(row.now))); got != row.want {
			t.Errorf("on %s, %q is %q, want %q", row.now, row.text, got, row.want)
		}
	}
}

// Twenty-five ordinary phrases of reminders, of which other bots read none to
// fourteen.
func TestOrdinaryPhrasesOfReminders(t *testing.T) {
	checkReadings(t, reference(usualNow), []reading{
		{"dans 2 heures", "2026-11-23 15:34"},
		{"demain", "2026-11-24"},
		{"demain à 9h", "2026-11-24 09:00"},
		{"à 14h30", "2026-11-23 14:30"},
		{"lundi", "2026-11-30"},
		{"lundi à 9h", "2026-11-30 09:00"},
		{"lundi prochain", "2026-11-30"},
		{"le 15 mars", "2027-03-15"},
		{"le 15/03/2027", "2027-03-15"},
		{"15/03/2027", "2027-03-15"},
		{"le 15 mars 2027 à 9h", "2027-03-15 09:00"},
		{"chaque jour ouvré à 9h", "every tous les jours ouvrés à 9 h: 2026-11-24 2026-11-25 2026-11-26"},
		{"tous les lundis à 9h", "every tous les lundis à 9 h: 2026-11-30 2026-12-07 2026-12-14"},
		{"un mercredi sur deux", "every un mercredi sur deux, à partir du mercredi 25 novembre 2026 (S48): 2026-11-25 2026-12-09 2026-12-23"},
		{"tous les jours à 8h30", "every tous les jours à 8 h 30: 2026-11-24 2026-11-25 2026-11-26"},
		{"dans 3 jours ouvrés", "2026-11-26"},
		{"le dernier vendredi du mois", "every le dernier vendredi de chaque mois: 2026-11-27 2026-12-25 2027-01-29 ~ 2026-11-27"},
		{"le premier lundi du mois", "every le premier lundi de chaque mois: 2026-12-07 2027-01-04 2027-02-01 ~ 2026-12-07"},
		{"le 1er de chaque mois", "every le 1er de chaque mois: 2026-12-01 2027-01-01 2027-02-01"},
		{"tous les 15 du mois", "every le 15 de chaque mois: 2026-12-15 2027-01-15 2027-02-15"},
		{"jeudi et vendredi", "2026-11-26; 2026-11-27"},
		{"fin du mois", "2026-11-30 of 2026-11-21/30"},
		{"3 jours avant le 15 mars", "2027-03-12"},
		{"dans deux semaines", "2026-12-07"},
		{"vendredi à midi", "2026-11-27 12:00"},
	})
}

// What a French date library answers wrongly, in silence.
func TestPhrasesThatLibrariesMishear(t *testing.T) {
	checkReadings(t, reference("2026-11-23 10:00"), []reading{
		{"demain à 9h", "2026-11-24 09:00"},
		{"apres demain", "2026-11-25"},
		{"le 1er mars à 14h", "2027-03-01 14:00"},
		{"jeudi 17h", "2026-11-26 17:00"},
		{"vendredi en huit", "2026-12-04"},
		{"12 h", "2026-11-23 12:00"},
		{"ce soir", "2026-11-23 19:00"},
		{"à midi", "2026-11-23 12:00"},
		{"demain matin", "2026-11-24 09:00"},
		{"dans 10 jours ouvrés", "2026-12-07"},
		{"vendredi prochain à 16h", "2026-11-27 16:00 ~ 2026-12-04 16:00"},
		{"demain 9h30", "2026-11-24 09:30"},
		{"31/02/2027", "! impossible"},
		{"le premier mercredi du mois prochain", "2026-12-02"},
		{"la semaine prochaine", "2026-12-04 of 2026-11-30/12-06"},
		{"15 juillet", "2027-07-15"},
	})
}

// Steps counted from a day J that is to come, and from one that is over.
func TestStepsOfAMeeting(t *testing.T) {
	ref := reference(usualNow)
	ref.Anchor = ref.Now.Date.AddDays(52) // Thursday 14 January 2027
	checkReadings(t, ref, []reading{
		{"J", "2027-01-14"},
		{"jour J", "2027-01-14"},
		{"J-7", "2027-01-07"},
		{"J-45", "2026-11-30"},
		{"J - 7", "2027-01-07"},
		{"J−7", "2027-01-07"},
		{"j-7 ouvrés", "2027-01-05"},
		{"J-7 jours ouvrés", "2027-01-05"},
		{"J-15 ouvrés avant la séance", "2026-12-22"},
		{"J-5 francs", "2027-01-08"},
		{"J+5", "2027-01-19"},
		{"J+5 à 12h", "2027-01-19 12:00"},
		{"J+1 ouvrable", "2027-01-15"},
		{"J+5 avant la séance", "! not understood"},
		{"J-60", "! past"},
		{"la veille", "2027-01-13"},
		{"la veille de la séance à 18h", "2027-01-13 18:00"},
		{"l'avant-veille", "2027-01-12"},
		{"le lendemain de la séance", "2027-01-15"},
		{"une semaine avant la séance", "2027-01-07"},
		{"15 jours ouvrés après la réunion", "2027-02-04"},
		{"dans 2 mois à compter de la notification", "2027-03-14 closed"},
		{"délai de 2 mois à compter de la notification", "? 2027-03-14 by closed | 2027-03-15 by"},
		{"délai de 2 mois", "? 2027-03-14 by closed | 2027-03-15 by"},
		{"délai légal de 2 mois", "2027-03-15 by"},
		{"le vendredi avant la séance", "2027-01-08"},
		{"le dernier jour ouvré avant la séance", "2027-01-13"},
	})
}

// A deadline whose kind is legal makes delays legal ones; nothing else changes.
func TestDelaysOfALegalDeadline(t *testing.T) {
	ref := reference("2026-12-23")
	ref.Legal = true
	checkReadings(t, ref, []reading{
		{"délai de 2 jours", "2026-12-28 by"},
		{"dans 2 jours", "2026-12-28"},
		{"sous 3 jours", "2026-12-28 by"},
		{"dans 1 mois", "2027-01-25"},
		{"vendredi", "2026-12-25 closed"},
		{"25/12", "2026-12-25 closed"},
		{"fin janvier", "2027-01-29 of 2027-01-21/31"},
	})
}

func TestSemestersAreAskedWhereMoneyIsSpokenOf(t *testing.T) {
	ref := reference(usualNow)
	ref.Budget = true
	checkReadings(t, ref, []reading{
		{"S1", "? 2027-01-08 of 2027-01-04/10 | 2027-06-30 of 2027-01-01/06-30"},
		{"S2 2027", "? 2027-01-15 of 2027-01-11/17 | 2027-12-31 of 2027-07-01/12-31"},
		{"S49", "2026-12-04 of 2026-11-30/12-06"},
		{"semaine 1", "2027-01-08 of 2027-01-04/10"},
	})
}

func TestPastDatesWhereTheyAreAllowed(t *testing.T) {
	ref := reference(usualNow)
	ref.AllowPast = true
	checkReadings(t, ref, []reading{
		{"12/10/2026", "2026-10-12"},
		{"hier", "2026-11-22 closed"},
		{"il y a 3 jours", "2026-11-20"},
		{"vendredi dernier", "2026-11-20"},
		{"S47 2026", "2026-11-20 of 2026-11-16/22"},
		{"20/11", "! past ~ 2027-11-20 closed"}, // without its year it is still asked
	})
}

func TestTheHoursAreSettings(t *testing.T) {
	ref := reference("2026-11-23")
	ref.Hours = frdate.DefaultHours()
	ref.Hours.Morning.Hour, ref.Hours.EndOfDay.Hour, ref.Hours.EndOfDay.Minute = 8, 17, 30
	checkReadings(t, ref, []reading{
		{"demain matin", "2026-11-24 08:00"},
		{"vendredi en fin de journée", "2026-11-27 17:30"},
		{"vendredi à midi", "2026-11-27 12:00"},
	})
}
