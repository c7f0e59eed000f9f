package main

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"jalon/calendar"
	"jalon/commands"
	"jalon/i18n"
	"jalon/plan"
)

// rightsPage is where what this test sees is written, for people to read.
const rightsPage = "../../docs/droits.md"

// someone is a person of the matrix: a role in a service.
type someone struct {
	name    string // as the head of the column says it
	user    plan.UserID
	service plan.ServiceID
	role    plan.Role
}

// everyone of the matrix. The last three have no right but what is theirs.
var everyone = []someone{
	{"coordination SGAR", "coordonne", "sgar", plan.RoleCoordination},
	{"décision SGAR", "decide", "sgar", plan.RoleDecision},
	{"lecture SGAR", "lit", "sgar", plan.RoleReading},
	{"coordination 59", "coordonne59", "59", plan.RoleCoordination},
	{"décision 59", "decide59", "59", plan.RoleDecision},
	{"contribution 59", "carole", "59", plan.RoleContribution},
	{"lecture 59", "lit59", "59", plan.RoleReading},
	{"contribution Dunkerque", "dunkerque", "dunkerque", plan.RoleContribution},
	{"contribution DDTM 59", "ddtm", "ddtm59", plan.RoleContribution},
	{"contribution 62", "bob", "62", plan.RoleContribution},
	{"contribution DREAL", "gaelle", "dreal", plan.RoleContribution},
	{"qui l’a demandée", "demandeur", "dreal", plan.RoleContribution},
	{"à qui elle est confiée", "chargee", "62", plan.RoleContribution},
	{"sans service", "zoe", "", ""},
}

// witness does nothing and is acted upon.
var witness = someone{"témoin", "temoin", "62", plan.RoleContribution}

// matrix is a region in which everyone tries everything.
type matrix struct {
	*room
	tries int // so that each is about things of its own
}

// matrixServices are the services that the roles are held in.
var matrixServices = []plan.Service{
	{ID: "sgar", Code: "SGAR", Name: "SGAR", Kind: plan.KindSGAR},
	{ID: "59", Code: "59", Name: "préfecture du Nord", Kind: plan.KindPrefecture, Department: "59"},
	{ID: "62", Code: "62", Name: "préfecture du Pas-de-Calais", Kind: plan.KindPrefecture, Department: "62"},
	{ID: "dunkerque", Code: "SP594", Name: "sous-préfecture de Dunkerque", Kind: plan.KindSousPrefecture, Department: "59", Arrondissement: "594"},
	{ID: "ddtm59", Code: "DDTM59", Name: "DDTM du Nord", Kind: plan.KindDepartmental, Department: "59"},
	{ID: "dreal", Code: "DREAL", Name: "DREAL", Kind: plan.KindRegional},
}

func newMatrix(t *testing.T) *matrix {
	t.Helper()
	h := newHouse(t)
	services := slices.Clone(matrixServices)
	for i := range services {
		s := &services[i]
		s.Region, s.Channel, s.ChannelName = demoRegion, plan.ChannelID("c-"+s.ID), "c-"+string(s.ID)
		s.TimeZone, s.HolidayZone = paris, calendar.Metropole
		s.Opens, s.Closes = calendar.TimeOfDay{Hour: 8}, calendar.TimeOfDay{Hour: 19}
	}
	region := plan.Region{ID: demoRegion, Name: "hdf", Lang: i18n.FR, TimeZone: paris, HolidayZone: calendar.Metropole}
	if err := h.planner.Install(t.Context(), setUpDay, region, services, nil); err != nil {
		t.Fatal(err)
	}
	h.router.UseChannels(rooms{"archive": commands.ErrChannelGone})
	err := h.db.Write(t.Context(), func(tx plan.Tx) error {
		for _, who := range append(slices.Clone(everyone), witness) {
			if who.service == "" {
				continue
			}
			a := plan.Agent{Region: demoRegion, User: who.user, Username: string(who.user), Lang: i18n.FR, Active: true}
			a.Services = []plan.Membership{{Service: who.service, Role: who.role, Source: plan.ByHand}}
			if err := tx.PutAgent(a); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	zone, err := calendar.LoadZone(paris)
	if err != nil {
		t.Fatal(err)
	}
	return &matrix{room: &room{t: t, house: h, now: time.Date(2026, 11, 23, 10, 0, 0, 0, zone)}}
}

// by is who types, in the channel of their service.
func (m *matrix) by(who someone) func(*commands.Request) {
	return func(r *commands.Request) {
		r.Region, r.User, r.Username, r.Channel = demoRegion, who.user, string(who.user), plan.ChannelID("c-"+who.service)
	}
}

// deadline makes a deadline of the préfecture du Nord and of nobody else: asked
// by « demandeur », entrusted to « chargee » when that is who will try.
func (m *matrix) deadline(who someone, secret, repeats bool) plan.Ref {
	m.t.Helper()
	author := m.asker()
	when := "le " + m.day()
	if repeats {
		when = "tous les lundis à 9h"
	}
	line := "echeance ajouter " + `"` + m.title() + `" ` + when + " pour 59"
	if who.user == "chargee" {
		line += " à @chargee"
	}
	if secret {
		line += " confidentiel"
	}
	return plan.Ref(m.must(line, m.by(author)).Card.Subject)
}

// asker is who asked for what is tried.
func (*matrix) asker() someone {
	return everyone[slices.IndexFunc(everyone, func(s someone) bool { return s.user == "demandeur" })]
}

// day is when the deadline of this try is due, and no other.
func (m *matrix) day() string {
	return calendar.Date{Year: 2027, Month: time.January, Day: 4}.AddDays(m.tries).String()
}

// title is what the deadline of this try is called.
func (m *matrix) title() string { return fmt.Sprintf("Dossier essayé %d fois", m.tries) }

// service makes a service of its own for a try that is about one.
func (m *matrix) service() string {
	m.t.Helper()
	code := fmt.Sprintf("OP%d", m.tries)
	m.must("jalon service ajouter "+code+" nature opérateur nom Opérateur"+code, m.by(everyone[0]))
	return code
}

// body makes a body of the Nord, with a seat, for a try that is about one.
func (m *matrix) body() string {
	m.t.Helper()
	short := fmt.Sprintf("Instance%d", m.tries)
	m.must(fmt.Sprintf(`instance ajouter "Commission essayée %d fois" court %s département 59`, m.tries, short), m.by(everyone[0]))
	m.must(`instance siege `+short+` urbanisme titulaire "M. Lemaire"`, m.by(everyone[0]))
	found, _, err := m.planner.FindBodies(m.t.Context(), demoRegion, plan.BodyFilter{Short: i18n.Fold(short)})
	if err != nil || len(found) != 1 {
		m.t.Fatalf("body %s: %d found, %v", short, len(found), err)
	}
	return string(found[0].Ref())
}

// things are what a line may be about, made for the try.
func (m *matrix) things() map[string]func() string {
	return map[string]func() string{
		"{S}": m.service, "{B}": m.body, "{M}": m.sitting, "{MM}": m.sittingTogether, "{A}": m.approving, "{P}": m.provisional, "{V}": m.over, "{T1}": m.template,
		"{J}": m.project, "{C}": m.fund, "{CD}": m.departmentalFund, "{G}": m.grant, "{RD}": m.redeployment, "{JM}": m.attached, "{JF}": m.finished,
		"{Q}": m.dataCall, "{QW}": m.wished, "{QT}": m.titled,
		"{JA}": func() string { return m.call("59") }, "{JR}": func() string { return m.call("59 62") },
		"{F}": func() string {
			ref := m.body()
			m.must("instance fermer "+ref, m.by(everyone[0]))
			return ref
		},
		"{R}": func() string {
			code := m.service()
			m.must("jalon agent ajouter @temoin pour "+code, m.by(everyone[0]))
			return code
		},
	}
}

// act is a line of the matrix: what is typed, and what it shows when it is a
// reading rather than an action.
type act struct {
	path       string // of the command
	does, line string
	repeats    bool   // tried on a deadline that repeats
	shows      string // what the answer of who may holds; {T} is the title
}

// nothingThere begin the answers about what is not there, or not for the person.
var nothingThere = []string{
	"Aucune échéance visible", "Aucun élément visible", "n’est rattaché à aucun service", "n’est pas connue dans la région",
	"Aucun projet", "n’est pas un projet visible", "n’est pas un redéploiement visible",
	"n’est pas une remontée visible",
}

// outcome is what came of a line: « oui », « non » when it is refused with its
// rule, « – » when there is nothing to be seen.
func (m *matrix) outcome(a act, who someone, secret bool) string {
	m.t.Helper()
	m.tries++
	places := []string{"{T}", m.title(), "{D}", m.day(), "{N}", fmt.Sprint(m.tries)}
	var ref plan.Ref
	if strings.Contains(a.line+a.shows, "{E}") || strings.Contains(a.line, "{T}") {
		ref = m.deadline(who, secret, a.repeats)
		places = append(places, "{E}", string(ref))
	}
	for place, makeIt := range m.things() {
		if strings.Contains(a.line, place) {
			places = append(places, place, makeIt())
		}
	}
	fill := strings.NewReplacer(places...)
	reply := m.ask(fill.Replace(a.line), m.by(who))
	text := plain(reply.Text)
	if reply.Card != nil {
		text += plain(reply.Card.Message)
	}
	switch {
	case a.shows != "" && strings.Contains(text, fill.Replace(a.shows)):
		return "oui"
	case strings.Contains(text, "Règle :"), strings.Contains(text, "Cette question est posée"), strings.Contains(text, "cette réponse vise"), strings.Contains(text, "pour tous depuis votre compte"):
		return "non"
	case a.shows != "":
		return "–"
	case !reply.Error:
		return "oui"
	case slices.ContainsFunc(nothingThere, func(n string) bool { return strings.Contains(text, n) }):
		return "–"
	default:
		m.t.Errorf("%s, by %s: %s", a.line, who.user, text)
		return "?"
	}
}

// acts are what everyone tries. A command of the program that is not among them
// fails the test.
var acts = slices.Concat(deadlineActs, meetingActs, seatActs, projectActs, creditActs, dataCallActs)

// deadlineActs are what everyone tries about a deadline, or about nothing.
var deadlineActs = []act{
	{path: "echeance", does: "aide de `/echeance`", line: "echeance"},
	{path: "echeance ajouter", does: "créer une échéance", line: "echeance ajouter Note d’essai le 14/12/2026 pour 59"},
	{path: "echeance liste", does: "la trouver dans une liste", line: "echeance liste tout {D}", shows: "({E})"},
	{path: "jalon recherche", does: "la trouver en cherchant", line: "jalon recherche {T}", shows: "**{E}**"},
	{path: "echeance voir", does: "la voir", line: "echeance voir {E}", shows: "{T}"},
	{path: "echeance partager", does: "la partager dans le canal de son service", line: "echeance partager {E}"},
	{path: "echeance fait", does: "la clore pour le Nord", line: "echeance fait {E} pour 59"},
	{path: "echeance fait", does: "la clore pour tous", line: "echeance fait {E} pour tous"},
	{path: "echeance reporter", does: "la reporter", line: "echeance reporter {E} 18/12/2038"},
	{path: "echeance confier", does: "la confier", line: "echeance confier {E} @carole pour 59"},
	{path: "echeance modifier", does: "la modifier", line: "echeance modifier {E} 14/12/2038"},
	{path: "echeance modifier", does: "changer sa confidentialité", line: "echeance modifier {E} non confidentiel"},
	{path: "echeance annuler", does: "l’annuler", line: "echeance annuler {E} motif essai"},
	{path: "echeance passer", does: "passer une occurrence", line: "echeance passer {E}", repeats: true},
	{path: "echeance arreter", does: "arrêter la série", line: "echeance arreter {E}", repeats: true},
	{path: "instance", does: "aide de `/instance`", line: "instance"},
	{path: "instance ajouter", does: "créer une instance de la région", line: `instance ajouter "Comité régional {N}" court CR{N}`},
	{path: "instance ajouter", does: "créer une instance du Nord", line: `instance ajouter "Commission du Nord {N}" court CN{N} département 59`},
	{path: "instance liste", does: "voir les instances", line: "instance liste"},
	{path: "instance voir", does: "voir une instance", line: "instance voir {B}"},
	{path: "instance modifier", does: "modifier une instance du Nord", line: "instance modifier {B} convocation 10 jours"},
	{path: "instance siege", does: "pourvoir un siège d’une instance du Nord", line: `instance siege {B} budget titulaire "M. Petit"`},
	{path: "instance mandat", does: "dater un mandat d’une instance du Nord", line: `instance mandat {B} "M. Lemaire" jusqu’au 31/01/2030`},
	{path: "instance qui", does: "savoir qui y siège", line: "instance qui {B} 12/12/2026"},
	{path: "instance fermer", does: "fermer une instance du Nord", line: "instance fermer {B}"},
	{path: "instance rouvrir", does: "rouvrir une instance du Nord", line: "instance rouvrir {F}"},
	{path: "instance dormantes", does: "voir les instances dormantes", line: "instance dormantes"},
	{path: "instance depart", does: "voir les sièges à pourvoir après un départ", line: "instance depart préfet"},
	{path: "jalon", does: "voir sa semaine", line: "jalon"},
	{path: "jalon aide", does: "lire l’aide", line: "jalon aide"},
	{path: "jalon defaire", does: "annuler sa dernière action", line: "jalon defaire non"},
	{path: "jalon journal", does: "lire son journal", line: "jalon journal moi"},
	{path: "jalon journal", does: "lire le journal de l’échéance", line: "jalon journal {E}", shows: "créée"},
	{path: "jalon journal", does: "lire le journal d’une autre personne", line: "jalon journal @temoin"},
	{path: "jalon rappels", does: "lire les rappels de l’échéance", line: "jalon rappels {E}", shows: "pour {E}"},
	{path: "jalon rappels simuler", does: "simuler les rappels d’un service, pour ce que l’on peut voir", line: "jalon rappels simuler 59"},
	{path: "jalon rappels habituels", does: "voir les rappels habituels de la région", line: "jalon rappels habituels"},
	{path: "jalon rappels habituels", does: "régler les rappels habituels de la région", line: "jalon rappels habituels interne habituels"},
	{path: "jalon pourquoi", does: "savoir pourquoi un rappel arrive", line: "jalon pourquoi {E}", shows: "Qui l’a demandé"},
	{path: "jalon agent", does: "voir ses rattachements", line: "jalon agent"},
	{path: "jalon agent voir", does: "voir ceux d’une autre personne", line: "jalon agent voir @temoin"},
	{path: "jalon agent liste", does: "voir les agents d’un service", line: "jalon agent liste 62"},
	{path: "jalon agent ajouter", does: "rattacher une personne à un service", line: "jalon agent ajouter @temoin pour {S}"},
	{path: "jalon agent retirer", does: "retirer une personne d’un service", line: "jalon agent retirer @temoin pour {R}"},
	{path: "jalon agent absence", does: "noter son absence", line: "jalon agent absence du 21/12/2026 au 24/12/2026"},
	{path: "jalon agent absence", does: "noter celle d’une autre personne (62)", line: "jalon agent absence @temoin du 21/12/2026 au 24/12/2026"},
	{path: "jalon agent corriger", does: "corriger sa fonction", line: "jalon agent corriger fonction chargé{N}"},
	{path: "jalon agent corriger", does: "corriger celle d’une autre personne", line: "jalon agent corriger @temoin fonction chargé{N}"},
	{path: "jalon passation", does: "transmettre ce que suit une autre personne", line: "jalon passation @temoin vers @carole", shows: "ouvert"},
	{path: "jalon mes-donnees", does: "lire ce que jalon conserve sur soi", line: "jalon mes-donnees"},
	{path: "jalon point", does: "régler son point personnel", line: "jalon point vendredi 16h"},
	{path: "jalon conservation", does: "voir les durées de conservation", line: "jalon conservation"},
	{path: "jalon conservation", does: "changer les durées de conservation", line: "jalon conservation agents 24 mois"},
	{path: "jalon service", does: "voir les services, en bref", line: "jalon service"},
	{path: "jalon service liste", does: "voir les services", line: "jalon service liste"},
	{path: "jalon service voir", does: "voir un service", line: "jalon service voir 62"},
	{path: "jalon service ajouter", does: "créer un service", line: "jalon service ajouter S{N} nom Essai{N} nature opérateur"},
	{path: "jalon service modifier", does: "modifier un service", line: "jalon service modifier {S} alias Autre{N}"},
	{path: "jalon service fermer", does: "fermer un service", line: "jalon service fermer {S}"},
}

func TestEveryCommandIsTriedByEveryRoleAsTheTableSays(t *testing.T) {
	t.Parallel()
	m := newMatrix(t)
	m.everyCommandIsTried()
	m.must("echeance ajouter Suivi du témoin le 30/06/2028 pour 62 à @temoin", m.by(everyone[0]))
	if testing.Short() { // the race detector wants each act once, not the whole table
		for i, a := range acts {
			m.outcome(a, everyone[i%len(everyone)], false)
		}
		return
	}
	page := "# Qui peut quoi\n\n" + rightsHead
	for _, secret := range []bool{false, true} {
		title := "## Une échéance de la préfecture du Nord"
		if secret {
			title += ", confidentielle"
		}
		page += "\n" + title + "\n\n" + m.table(secret)
	}
	if *updateRights {
		if err := os.WriteFile(rightsPage, []byte(page), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	written, err := os.ReadFile(rightsPage)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(written), page); diff != "" {
		t.Errorf("docs/droits.md says something else (-page +program); run go test ./cmd/jalon -run EveryCommand -update-rights:\n%s", diff)
	}
}

var updateRights = flag.Bool("update-rights", false, "write docs/droits.md")

// rightsHead opens the page.
const rightsHead = `Cette page est écrite par un test : chaque commande y est réellement tapée par chaque rôle, et le résultat noté.
« oui » : accepté. « non » : refusé, avec la règle et à qui demander. « – » : rien n’est montré, comme si l’échéance n’existait pas.

Un rôle s’exerce dans un service, sur son territoire : la région pour le SGAR, le département pour une préfecture, l’arrondissement pour
une sous-préfecture, le service lui-même pour les autres. Les membres du canal du SGAR coordonnent. La politique par défaut tient dans un
seul fichier, ` + "`plan/policy.go`" + `.
`

// everyCommandIsTried fails for a command that the matrix forgets.
func (m *matrix) everyCommandIsTried() {
	m.t.Helper()
	for _, rule := range m.router.Rules() {
		if !slices.ContainsFunc(acts, func(a act) bool { return a.path == rule.Path }) {
			m.t.Errorf("nobody tries /%s, which takes the right %q", rule.Path, rule.Right)
		}
	}
}

// table tries everything on deadlines that are restricted or not.
func (m *matrix) table(secret bool) string {
	m.t.Helper()
	var b strings.Builder
	b.WriteString("| |")
	for _, who := range everyone {
		b.WriteString(" " + who.name + " |")
	}
	b.WriteString("\n| :-- |" + strings.Repeat(" :-: |", len(everyone)) + "\n")
	for _, a := range acts {
		if secret && !strings.Contains(a.line+a.shows, "{E}") && !strings.Contains(a.line, "{T}") {
			continue // the same, whatever the deadline
		}
		fmt.Fprintf(&b, "| %s |", a.does)
		for _, who := range everyone {
			b.WriteString(" " + m.outcome(a, who, secret) + " |")
		}
		b.WriteString("\n")
	}
	return b.String()
}
