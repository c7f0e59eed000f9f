package main

import (
	"fmt"
	"strings"
	"testing"

	"jalon/card"
	"jalon/commands"
	"jalon/plan"
)

// newMeetingRoom is a room where the bodies of these tests are known.
func newMeetingRoom(t *testing.T) *room {
	t.Helper()
	r := newRoom(t)
	r.must("jalon agent ajouter @gaelle pour SGAR rôle décision")
	r.must(`instance ajouter "EPF Hauts-de-France, conseil d’administration" court EPF nature "conseil d’administration"`)
	r.must(`instance siege EPF urbanisme titulaire @bob suppléante @denise`)
	r.must(`instance siege EPF budget titulaire "M. Lemaire" suppléante "Mme Vasseur"`)
	r.must(`instance ajouter "Comité régional ERBM" court ERBM préside`)
	r.must(`instance ajouter "Comité local de cohésion territoriale" court CLCT département 59`)
	r.must(`instance ajouter "CPER 2021-2027, comité de suivi" court CPER copréside`)
	return r
}

func (r *room) view(number int) plan.MeetingView {
	r.t.Helper()
	v, err := r.planner.ViewMeeting(r.t.Context(), demoRegion, number)
	if err != nil {
		r.t.Fatal(err)
	}
	return v
}

// meeting is what is recorded of a meeting, on one line.
func (r *room) meeting(number int) string {
	r.t.Helper()
	v := r.view(number)
	parts := []string{v.Body.Called(), v.Start.Date.String()}
	if v.HasTime {
		parts = append(parts, v.Start.Time.String())
	}
	if v.End.Minutes() > 0 {
		parts = append(parts, "to "+v.End.String())
	}
	for _, said := range []struct{ label, text string }{
		{"at ", v.Place}, {"", v.Link}, {"agenda ", v.Agenda}, {"hat ", string(v.Hat)},
	} {
		if said.text != "" {
			parts = append(parts, said.label+said.text)
		}
	}
	if !v.NoticeOn.IsZero() {
		parts = append(parts, "notice "+v.NoticeOn.String())
	}
	if v.State == plan.Provisional {
		parts = append(parts, "provisional")
	}
	return strings.Join(parts, " · ")
}

// A meeting is planned as people write invitations: the place after the date, the
// date before the body, an address, a duration, keywords with a colon.
func TestMeetingWords(t *testing.T) {
	r, planned := newMeetingRoom(t), 0
	for _, c := range []struct{ line, want string }{
		{"EPF le 12/12 à 14h30", "EPF · 2026-12-12 · 14:30"},
		{"EPF vendredi 11 à 9 h", "EPF · 2026-12-11 · 09:00"},
		{"l’EPF le vendredi 11 décembre de 14h à 16h30 à la préfecture de Lille", "EPF · 2026-12-11 · 14:00 · to 16:30 · at Préfecture de Lille"},
		{"EPF vendredi 11 décembre 2026 à 9 h 30, Euratechnologies, Lille", "EPF · 2026-12-11 · 09:30 · at Euratechnologies, Lille"},
		{"conseil d'administration de l'EPF, vendredi 11 décembre 2026, 9 h 30, Euratechnologies (Lille)", "EPF · 2026-12-11 · 09:30 · at Euratechnologies (Lille)"},
		{"EPF 11/12 9h30 Euratechnologies, Lille", "EPF · 2026-12-11 · 09:30 · at Euratechnologies, Lille"},
		{"EPF 11/12 14h-16h30 préfecture de Lille", "EPF · 2026-12-11 · 14:00 · to 16:30 · at Préfecture de Lille"},
		{"EPF 11/12 de 9 h 30 à 11 h 30 salle Jean-Sans-Peur", "EPF · 2026-12-11 · 09:30 · to 11:30 · at Salle Jean-Sans-Peur"},
		{"EPF 11/12 9h30 en visio https://visio.exemple.fr/abc", "EPF · 2026-12-11 · 09:30 · https://visio.exemple.fr/abc"},
		{"EPF 11/12 9h30 visio : https://visio.exemple.fr/abc", "EPF · 2026-12-11 · 09:30 · https://visio.exemple.fr/abc"},
		{"EPF 11/12 9h30 https://visio.exemple.fr/abc", "EPF · 2026-12-11 · 09:30 · https://visio.exemple.fr/abc"},
		{"EPF 11/12 9h30 en visioconférence", "EPF · 2026-12-11 · 09:30 · at Visioconférence"},
		{"EPF 11/12 9h30 à distance", "EPF · 2026-12-11 · 09:30 · at Visioconférence"},
		{"EPF 11/12 9h30 visio provisoire", "EPF · 2026-12-11 · 09:30 · at Visioconférence · provisional"},
		{"EPF 11/12 9h30 à la préfecture de Lille et en visio https://visio.exemple.fr/abc", "EPF · 2026-12-11 · 09:30 · at Préfecture de Lille · https://visio.exemple.fr/abc"},
		{"EPF 11/12 9h30 ordre du jour : DOB 2027, PPI", "EPF · 2026-12-11 · 09:30 · agenda DOB 2027, PPI"},
		{"EPF 11/12 9h30 lieu : Euratechnologies, Lille ; ODJ : DOB 2027, PPI", "EPF · 2026-12-11 · 09:30 · at Euratechnologies, Lille · agenda DOB 2027, PPI"},
		{"EPF 11/12 9h30 lieu: Arras, odj: DOB 2027", "EPF · 2026-12-11 · 09:30 · at Arras · agenda DOB 2027"},
		{"EPF 11/12 9h30 odj convocation des élus, note pour le préfet du Nord", "EPF · 2026-12-11 · 09:30 · agenda convocation des élus, note pour le préfet du Nord"},
		{"EPF 11/12 9h30 odj DOB 2027, PPI convocation reçue le 20/11", "EPF · 2026-12-11 · 09:30 · agenda DOB 2027, PPI · notice 2026-11-20"},
		{"EPF odj DOB 2027, PPI lieu Arras le 11/12 à 9h30", "EPF · 2026-12-11 · 09:30 · at Arras · agenda DOB 2027, PPI"},
		{"11/12 9h30 EPF", "EPF · 2026-12-11 · 09:30"},
		{"le 11 décembre à 9h30 le CA de l'EPF", "EPF · 2026-12-11 · 09:30"},
		{"le 11 décembre à 9h30 le CA de l'EPF à la préfecture d’Arras", "EPF · 2026-12-11 · 09:30 · at Préfecture d’Arras"},
		{"le 11/12 à 9h30, CA de l’EPF, Euratechnologies, Lille", "EPF · 2026-12-11 · 09:30 · at Euratechnologies, Lille"},
		{"EPF 11/12 9h30 durée 2h", "EPF · 2026-12-11 · 09:30 · to 11:30"},
		{"EPF 11/12 9h30 pendant 1 h 30", "EPF · 2026-12-11 · 09:30 · to 11:00"},
		{"EPF 11/12 à 9h30 (2h)", "EPF · 2026-12-11 · 09:30 · to 11:30"},
		{"EPF durée : 90 min 11/12 9h30", "EPF · 2026-12-11 · 09:30 · to 11:00"},
		{"EPF 11/12 9h30 pour le préfet du Nord, convocation reçue le 20/11, odj : PPI", "EPF · 2026-12-11 · 09:30 · agenda PPI · hat 59 · notice 2026-11-20"},
		{"CPER 2021-2027 11/12 9h30 Conseil régional, Lille", "CPER · 2026-12-11 · 09:30 · at Conseil régional, Lille"},
		{"EPF 11/12 9h30 – Euratechnologies, Lille", "EPF · 2026-12-11 · 09:30 · at Euratechnologies, Lille"},
		{"\"CA EPF\" 11/12/2026 9h30 Euratechnologies, Lille", "EPF · 2026-12-11 · 09:30 · at Euratechnologies, Lille"},
		{"EPF le 11 décembre à partir de 9h30 en présentiel à Lille", "EPF · 2026-12-11 · 09:30 · at Lille"},
		{"EPF le 11 décembre vers 9h30", "EPF · 2026-12-11 · 09:30"},
		{"EPF le vendredi 11/12/26 à 9h30 précises", "EPF · 2026-12-11 · 09:30"},
		{"EPF 11/12 9h30 à Lille, convocation non reçue", "EPF · 2026-12-11 · 09:30 · at Lille"},
		{"EPF 11/12 9h30 convocation attendue", "EPF · 2026-12-11 · 09:30"},
		{"EPF 11/12 9h30 à Lille et convocation reçue ce jour", "EPF · 2026-12-11 · 09:30 · at Lille · notice 2026-11-23"},
		{"nouvelle séance EPF 11/12 9h30", "EPF · 2026-12-11 · 09:30"},
		{"CLCT 59 11/12 9h30", "CLCT · 2026-12-11 · 09:30"},
		{"EPF 11/12 à neuf heures trente", "EPF · 2026-12-11 · 09:30"},
		{"EPF 11/12 9h30 12h", "EPF · 2026-12-11 · 09:30 · to 12:00"},
		{"EPF 11/12 9H30 – 12H00", "EPF · 2026-12-11 · 09:30 · to 12:00"},
		{"EPF — 11/12 — 9h30 — Lille", "EPF · 2026-12-11 · 09:30 · at Lille"},
		{"EPF 11/12 9h30 invitation reçue le 20/11", "EPF · 2026-12-11 · 09:30 · notice 2026-11-20"},
		{"EPF 11/12 9h30, reçue le 20/11", "EPF · 2026-12-11 · 09:30 · notice 2026-11-20"},
		{"EPF 11/12 9h30 invitation pour le préfet du Nord et non de région", "EPF · 2026-12-11 · 09:30 · hat 59"},
		{"EPF 11/12 9h30 pour le préfet", "EPF · 2026-12-11 · 09:30"},
		{"EPF date provisoire 11/12 9h30", "EPF · 2026-12-11 · 09:30 · provisional"},
		{"EPF 11/12 9h30 (à confirmer)", "EPF · 2026-12-11 · 09:30 · provisional"},
		{"EPF 11/12 9h30 TBC", "EPF · 2026-12-11 · 09:30 · provisional"},
		{"EPF (TBC) 11/12 9h30", "EPF · 2026-12-11 · 09:30 · provisional"},
		{"EPF 11/12 9h30 lieu Lille TBC", "EPF · 2026-12-11 · 09:30 · at Lille · provisional"},
		{"EPF 11/12 9h30 lieu Lille à confirmer", "EPF · 2026-12-11 · 09:30 · at Lille · provisional"},
		{"EPF 11/12 9h30 lieu Lille (à confirmer) odj PPI", "EPF · 2026-12-11 · 09:30 · at Lille · agenda PPI · provisional"},
		{"EPF 11/12 9h30 à Lille, à confirmer", "EPF · 2026-12-11 · 09:30 · at Lille · provisional"},
		{"EPF 11/12 9h30 lieu à confirmer", "EPF · 2026-12-11 · 09:30"},
		{`EPF 11/12 9h30 lieu "à confirmer" odj PPI`, "EPF · 2026-12-11 · 09:30 · agenda PPI"},
		{"EPF 11/12 9h30 prévisionnelle", "EPF · 2026-12-11 · 09:30 · provisional"},
		{"EPF date prévisionnelle 11/12 9h30", "EPF · 2026-12-11 · 09:30 · provisional"},
		{"EPF 11/12 9h30 en option", "EPF · 2026-12-11 · 09:30 · provisional"},
		{"EPF 11/12 9h30 sous réserve de l'accord du président", "EPF · 2026-12-11 · 09:30 · provisional"},
		{"EPF 11/12 9h30 sous réserve de l'accord du président à Lille", "EPF · 2026-12-11 · 09:30 · at Lille · provisional"},
		{"EPF 11/12 9h30 (sous réserve du quorum), Arras, odj : PPI", "EPF · 2026-12-11 · 09:30 · at Arras · agenda PPI · provisional"},
		{"EPF sous réserve d’accord le 11/12 9h30 lieu Lille", "EPF · 2026-12-11 · 09:30 · at Lille · provisional"},
		{"la prochaine séance du CA de l'EPF est le 11/12 à 9h30", "EPF · 2026-12-11 · 09:30"},
		{"une réunion de l'EPF le 11/12 à 9h30, svp", "EPF · 2026-12-11 · 09:30"},
		{"EPF 11/12 à 9h30 avec lien https://exemple.fr/a?b=1&c=2", "EPF · 2026-12-11 · 09:30 · https://exemple.fr/a?b=1&c=2"},
	} {
		reply := r.ask("seance planifier " + c.line)
		if reply.Error {
			t.Errorf("%s: %s", c.line, reply.Text)
			continue
		}
		planned++
		if got := r.meeting(planned); got != c.want {
			t.Errorf("%s\ngot  %s\nwant %s", c.line, got, c.want)
		}
		r.must(fmt.Sprintf("seance annuler SE%d motif essai", planned))
	}
}

// What is not understood after the date is asked about, with the line that works.
func TestMeetingWordsAfterTheDate(t *testing.T) {
	r := newMeetingRoom(t)
	reply := r.ask("seance planifier EPF 11/12 9h30 dossier attendu 10 jours avant")
	r.wants("what is not understood", reply.Text,
		"**« dossier attendu 10 jours avant »** n’est pas compris après la date. Rien n’est enregistré.\n"+
			"Si c’est le lieu : `/seance planifier \"EPF\" 11/12 9h30 lieu \"dossier attendu 10 jours avant\"`")
	r.press(reply, "lieu")
	r.wants("as a place", r.meeting(1), "EPF · 2026-12-11 · 09:30 · at dossier attendu 10 jours avant")
	r.wants("a contradiction, with a place", r.ask("seance planifier ERBM vendredi 12 décembre 9h30, Arras").Text,
		"« vendredi 12 décembre 9h30 » n’existe pas : le 12 décembre 2026 est un samedi. Rien n’est enregistré.\nChoisissez la date de « ERBM ».")
	r.press(r.ask("seance planifier ERBM vendredi 12 décembre 9h30, Arras"), "date1")
	r.wants("the date chosen, with its place", r.meeting(2), "ERBM · 2026-12-11 · 09:30 · at Arras")
	reply = r.ask("seance planifier CPER semaine prochaine 10h")
	r.wants("a period", reply.Text, "« semaine prochaine 10h » est une période : une séance a un jour. Rien n’est enregistré.\nChoisissez la date de « CPER ».")
	r.press(reply, "date5")
	r.wants("the day chosen", r.meeting(3), "CPER · 2026-12-04 · 10:00")
}

// A date that is none, no day, or a préfet of elsewhere: what is wrong is named.
func TestMeetingWordsRefused(t *testing.T) {
	r := newMeetingRoom(t)
	const unknown = " n’est pas comprise. Rien n’est enregistré.\nÉcrivez par exemple : `11/12/2026 9h30` ou `vendredi 11 décembre de 9h30 à 11h30`"
	for line, want := range map[string]string{
		"EPF 11/13 9h30": "La date **« 11/13 9h30 »**" + unknown,
		"EPF 11/12 25h":  "La date **« 11/12 25h »**" + unknown,
		"EPF 9h30": "Il manque la date de « EPF ». Rien n’est enregistré.\n" +
			"Ajoutez-la à la fin : `/seance planifier EPF 11/12/2026 9h30 lieu \"Euratechnologies, Lille\"`",
		"EPF 11/12 9h30 pour le préfet de Normandie": "**« Normandie »** n’est pas un préfet de la région. Rien n’est enregistré.\n" +
			"Par exemple : `pour le préfet du Nord`, `pour le préfet de région`",
		"EPF tous les mois": "« tous les mois » se répète : une séance a un jour. Rien n’est enregistré.\nChoisissez la date de « EPF ».",
	} {
		r.wants(line, r.ask("seance planifier "+line).Text, want)
	}
}

// press types the command of a button of an answer.
func (r *room) press(reply card.Reply, id string) card.Reply {
	r.t.Helper()
	for _, b := range reply.Buttons {
		if b.ID == id {
			return r.must(b.Command)
		}
	}
	r.t.Fatalf("no button %q in %q %+v", id, reply.Text, reply.Buttons)
	return card.Reply{}
}

// newPlannedRoom is a room where the EPF meets twice and the ERBM once.
func newPlannedRoom(t *testing.T) *room {
	t.Helper()
	r := newMeetingRoom(t)
	r.must(`seance planifier EPF 11/12/2026 9h30 lieu "Euratechnologies, Lille"`)
	r.must("seance planifier EPF 18/12/2026 14h")
	r.must("seance planifier ERBM 14/01/2027 14h30")
	return r
}

// A meeting is named with its day, and no other is acted upon.
func TestMeetingNamedWithItsDay(t *testing.T) {
	for i, c := range []struct {
		line   string
		number int
		want   string
	}{
		{"seance deplacer EPF du 18/12 au 22/12", 2, "EPF · 2026-12-22 · 14:00"},
		{"seance deplacer EPF 11/12 au 15/12", 1, "EPF · 2026-12-15 · 09:30 · at Euratechnologies, Lille"},
		{"seance deplacer le CA de l'EPF du 18 décembre au 22 décembre à 10h", 2, "EPF · 2026-12-22 · 10:00"},
		{"seance deplacer l’EPF du 18/12 au mardi 22 décembre, 10h car salle indisponible", 2, "EPF · 2026-12-22 · 10:00"},
		{"seance deplacer SE 2 22/12", 2, "EPF · 2026-12-22 · 14:00"},
		{"seance deplacer la séance 2 au 22/12", 2, "EPF · 2026-12-22 · 14:00"},
		{"seance deplacer se-02 22/12", 2, "EPF · 2026-12-22 · 14:00"},
		{"seance deplacer 22/12 SE2", 2, "EPF · 2026-12-22 · 14:00"},
		{"seance deplacer EPF de 14h à 16h", 1, "EPF · 2026-12-11 · 14:00 · to 16:00 · at Euratechnologies, Lille"},
		{"seance deplacer EPF 14h-16h", 1, "EPF · 2026-12-11 · 14:00 · to 16:00 · at Euratechnologies, Lille"},
		{"seance deplacer EPF même jour 14h", 1, "EPF · 2026-12-11 · 14:00 · at Euratechnologies, Lille"},
		{"seance deplacer ERBM + 7 jours", 3, "ERBM · 2027-01-21 · 14:30"},
		{"seance deplacer ERBM +7j", 3, "ERBM · 2027-01-21 · 14:30"},
		{"seance deplacer ERBM une semaine plus tard", 3, "ERBM · 2027-01-21 · 14:30"},
		{"seance deplacer ERBM d’une semaine", 3, "ERBM · 2027-01-21 · 14:30"},
		{"seance deplacer ERBM de trois jours ouvrés", 3, "ERBM · 2027-01-19 · 14:30"},
		{"seance avancer ERBM d'une semaine", 3, "ERBM · 2027-01-07 · 14:30"},
		{"seance deplacer ERBM deux jours plus tôt", 3, "ERBM · 2027-01-12 · 14:30"},
		{"seance deplacer ERBM 21/1 à Arras", 3, "ERBM · 2027-01-21 · 14:30 · at Arras"},
		{"seance deplacer ERBM 21/1 en visio https://visio.exemple.fr/x", 3, "ERBM · 2027-01-21 · 14:30 · https://visio.exemple.fr/x"},
		{"seance modifier ERBM à la préfecture d'Arras", 3, "ERBM · 2027-01-14 · 14:30 · at Préfecture d'Arras"},
		{"seance modifier ERBM en visio https://visio.exemple.fr/x", 3, "ERBM · 2027-01-14 · 14:30 · https://visio.exemple.fr/x"},
		{"seance modifier EPF du 18/12 lieu : Arras", 2, "EPF · 2026-12-18 · 14:00 · at Arras"},
		{"seance odj EPF : DOB 2027, PPI", 1, "EPF · 2026-12-11 · 09:30 · at Euratechnologies, Lille · agenda DOB 2027, PPI"},
		{"seance odj EPF du 18 décembre : PPI", 2, "EPF · 2026-12-18 · 14:00 · agenda PPI"},
		{"seance convocation EPF du 18/12 reçue le 20/11", 2, "EPF · 2026-12-18 · 14:00 · notice 2026-11-20"},
	} {
		if !tried(i) {
			continue
		}
		t.Run(c.line, func(t *testing.T) {
			t.Parallel()
			r := newPlannedRoom(t)
			r.must(c.line)
			if got := r.meeting(c.number); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestMeetingNamedWithAnotherDay(t *testing.T) {
	r := newPlannedRoom(t)
	r.wants("no meeting that day", r.ask("seance annuler le CA de l'EPF du 14 décembre faute de quorum").Text,
		"Aucune séance de **EPF** le lundi 14 décembre 2026 (S51). Rien n’a changé.\n"+
			"La plus proche : vendredi 11 décembre 2026 (S50), 9 h 30, `/seance annuler SE1`")
	r.wants("a date for another command", r.ask("seance modifier EPF 22/12").Text,
		"La date et l’heure se changent avec `/seance deplacer EPF 22/12`. Rien n’a changé.")
	r.must("seance annuler le CA de l'EPF du 18 décembre faute de quorum")
	r.wants("the one of that day is cancelled", string(r.view(2).State)+", "+r.view(2).Reason, "cancelled, faute de quorum")
	r.wants("the other is not", string(r.view(1).State), "confirmed")
	r.must("seance deplacer ERBM 21/1 car le président est absent")
	r.wants("a reason without its word", r.view(3).Reason, "le président est absent")
}

// Who sits is asked in any order of words, with a body, a day, or both.
func TestWhoSitsAsked(t *testing.T) {
	r := newPlannedRoom(t)
	const (
		seats = "- Urbanisme : bob (titulaire), puis denise (suppléance)\n- Budget : M. Lemaire (titulaire), puis Mme Vasseur (suppléante)\n\n"
		on12  = "**EPF, samedi 12 décembre 2026 (S50)**\n" + seats + "Aucune séance ce jour-là. La plus proche : vendredi 11 décembre 2026 (S50), 9 h 30 (séance SE1)."
		on11  = "**EPF, vendredi 11 décembre 2026 (S50)**\n" + seats + "Séance ce jour-là : **9 h 30** (séance SE1)."
		all11 = "**Séances le vendredi 11 décembre 2026 (S50) : 1**\n- **ven. 11 déc., 9 h 30** · En attente ⏳ · CA de l’EPF (séance SE1), Lille\n" +
			"  - Urbanisme : En attente ⏳ · bob, réponse au plus tard mer. 25 nov.\n  - Budget : En attente ⏳ · M. Lemaire, réponse au plus tard mer. 25 nov."
	)
	for line, want := range map[string]string{
		"instance qui EPF, 12/12":                          on12,
		"instance qui 12/12 EPF":                           on12,
		"qui siège à l'EPF le 12 décembre ?":               on12,
		"Qui siège à l’EPF le 12 décembre ?":               on12,
		"qui siege a l'epf le 12/12":                       on12,
		"qui siège le 12 décembre à l'EPF ?":               on12,
		"qui représente l’État à l’EPF le 12 décembre ?":   on12,
		"qui siège pour le préfet à l'EPF le 12/12 ?":      on12,
		"qui va au CA de l'EPF vendredi 11 ?":              on11,
		"bonjour, qui siège à l'EPF le 11 décembre, svp ?": on11,
		"qui siège le 11/12 ?":                             all11,
		"qui siège le vendredi 11 décembre ?":              all11,
		"qui siège pour le préfet du Nord le 11/12 ?":      "Aucune séance pour le préfet du Nord le vendredi 11 décembre 2026 (S50).",
		"seance liste département 59 en décembre":          "Aucune séance pour le département du Nord du 1er au 31 décembre 2026.",
		"seance liste bob vendredi 18":                     "**Séances pour bob le vendredi 18 décembre 2026 (S51) : 1**\n- **ven. 18 déc., 14 h** · En attente ⏳ · CA de l’EPF (séance SE2)",
		"seance liste sans représentant en décembre":       "**Séances à pourvoir du 1er au 31 décembre 2026 : 2**\n- **ven. 11 déc., 9 h 30** · En attente ⏳ · CA de l’EPF (séance SE1), Lille\n- **ven. 18 déc., 14 h** · En attente ⏳ · CA de l’EPF (séance SE2)",
		"seance EPF":   "**« EPF »** n’est pas une action de `/seance`.\nPour voir SE1 : `/seance voir SE1`",
		"instance EPF": "**« EPF »** n’est pas une action de `/instance`.\nPour voir EPF : `/instance voir EPF`",
	} {
		r.wants(line, r.ask(line).Text, want)
	}
}

// What is said of a body and its seats is read with the signs that people put.
func TestBodyWords(t *testing.T) {
	r := newMeetingRoom(t)
	for line, want := range map[string]string{
		"instance siege EPF logement @carole":                             "Siège « logement » ajouté à l’EPF. Titulaire : carole.",
		"instance siege EPF eau : titulaire M. Petit, suppléant M. Grand": "Siège « eau » ajouté à l’EPF. Titulaire : M. Petit. Suppléance n° 1 : M. Grand.",
		"instance siege EPF air titulaire moi":                            "Siège « air » ajouté à l’EPF. Titulaire : alice.",
		"instance siege EPF forêt vacant":                                 "Siège « forêt » ajouté à l’EPF. Titulaire : aucun.",
		"instance modifier ERBM quorum : un tiers":                        "ERBM est modifiée : quorum, 1/2 devient 1/3.",
		"instance mandat EPF Vasseur 31/01/2027":                          "Mandat de Mme Vasseur à l’EPF : jusqu’au dimanche 31 janvier 2027 (S4). Annonces à 30 et 7 jours calendaires avant.",
	} {
		r.wants(line, r.ask(line).Text, want)
	}
}

// Somebody answers in words, in the order in which they come.
func TestSeatWords(t *testing.T) {
	bob := as("bob", "dm-bob")
	for i, c := range []struct {
		line string
		by   func(*commands.Request)
		want string // the seat « urbanisme », then « budget », of SE1
	}{
		{"je siège à l'EPF du 11 décembre", bob, "accepted bob, proposed M. Lemaire"},
		{"representation accepter le CA de l’EPF du vendredi 11 décembre", bob, "accepted bob, proposed M. Lemaire"},
		{"representation refuser EPF, conflit CLCT 59", bob, "proposed denise: conflit CLCT 59, proposed M. Lemaire"},
		{"representation refuser EPF du 11/12 : réunion à Paris le 14/12", bob, "proposed denise: réunion à Paris le 14/12, proposed M. Lemaire"},
		{"je suis empêché EPF en déplacement à Laon le 11", bob, "proposed denise: en déplacement à Laon le 11, proposed M. Lemaire"},
		{"representation désigner Mme Vasseur au CA de l'EPF siège budget", nil, "proposed bob, proposed Mme Vasseur"},
		{"representation désigner Mme Vasseur à l'EPF du 11 décembre", nil, "proposed bob, proposed Mme Vasseur"},
		{"representation designer EPF siège urbanisme @denise", nil, "proposed denise, proposed M. Lemaire"},
		{"representation designer @carole à l’EPF urbanisme motif siège vacant", as("gaelle", "dm-gaelle"), "proposed carole, proposed M. Lemaire"},
		{"representation designer EPF moi siège urbanisme motif siège vacant", as("gaelle", "dm-gaelle"), "proposed gaelle, proposed M. Lemaire"},
		{"representation pouvoir EPF du 11 décembre de M. Lemaire à Mme Vasseur motif accord du président", as("gaelle", "dm-gaelle"), "proposed bob, proxy M. Lemaire"},
	} {
		if !tried(i) {
			continue
		}
		t.Run(c.line, func(t *testing.T) {
			t.Parallel()
			r := newPlannedRoom(t)
			edits := []func(*commands.Request){}
			if c.by != nil {
				edits = append(edits, c.by)
			}
			r.must(c.line, edits...)
			if got := r.seats(1); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
	r := newPlannedRoom(t)
	r.wants("another day", r.ask("representation accepter EPF du 14 décembre", bob).Text,
		"Aucune séance de **EPF** le lundi 14 décembre 2026 (S51). Rien n’a changé.\nLa plus proche : vendredi 11 décembre 2026 (S50), 9 h 30, `/representation accepter SE1`")
	for _, line := range []string{"je siège à l'EPF du 14 décembre", "representation refuser EPF du 14/12 conflit CLCT"} {
		r.wants(line, r.seats(1), "proposed bob, proposed M. Lemaire")
		if reply := r.ask(line, bob); !reply.Error {
			t.Errorf("%s: %s", line, reply.Text)
		}
	}
	r.wants("two questions", r.ask("je siège", bob).Text,
		"Il manque la séance : son identifiant, ou le nom de l’instance. Rien n’a changé.\nPar exemple : `/representation accepter SE27`")
	r.must("seance annuler SE2 motif essai")
	r.must("je siège", bob)
	r.wants("the only question", r.seats(1), "accepted bob, proposed M. Lemaire")
	r.wants("no question", r.ask("je siège", bob).Text, "Aucune question ne vous attend. Rien n’a changé.\nVos séances : `/jalon mes-seances`")
}

// seats is where each seat of a meeting stands.
func (r *room) seats(number int) string {
	r.t.Helper()
	var out []string
	for _, s := range r.view(number).Seats {
		said := string(s.State) + " " + s.Who.Name
		for _, a := range s.Asks {
			if a.Reason != "" {
				said += ": " + a.Reason
			}
		}
		out = append(out, said)
	}
	return strings.Join(out, ", ")
}
