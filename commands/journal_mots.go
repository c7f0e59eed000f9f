package commands

import (
	"encoding/json"
	"strings"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

// The words of the journal: what each action is called, and what it changed.

// textActionDone says what was done, of a deadline, a service or a person.
var textActionDone = map[string]i18n.Msg{
	"echeance.ajouter":               i18n.T("créée", "created"),
	"echeance.fait":                  i18n.T("close", "closed"),
	"echeance.reporter":              i18n.T("reportée", "postponed"),
	"echeance.confier":               i18n.T("confiée", "entrusted"),
	"echeance.modifier":              i18n.T("modifiée", "changed"),
	"echeance.annuler":               i18n.T("annulée", "cancelled"),
	"echeance.passer":                i18n.T("passée, la suivante est ouverte", "skipped, the next one is open"),
	"echeance.arreter":               i18n.T("série arrêtée", "series stopped"),
	"echeance.suivante":              i18n.T("ouverte, suite de la série", "opened, the series goes on"),
	"echeance.defaire":               i18n.T("action annulée", "action undone"),
	"echeance.retirer":               i18n.T("retirée, la précédente est de nouveau à faire", "withdrawn, the one before is to be done again"),
	"echeance.partager":              i18n.T("montrée au canal", "shown to the channel"),
	"envoi.doublon":                  i18n.T("message en double supprimé", "double message deleted"),
	"service.ajouter":                i18n.T("créé", "created"),
	"service.modifier":               i18n.T("modifié", "changed"),
	"service.fermer":                 i18n.T("fermé", "closed"),
	"service.defaire":                i18n.T("action annulée", "action undone"),
	"agent.ajouter":                  i18n.T("rattachement", "attached"),
	"agent.retirer":                  i18n.T("fin de rattachement", "detached"),
	"agent.modifier":                 i18n.T("modification", "changed"),
	"agent.corriger":                 i18n.T("correction du nom ou de la fonction", "name or function corrected"),
	"agent.point":                    i18n.T("point personnel", "personal point"),
	"agent.absence":                  i18n.T("absence", "absence"),
	"agent.desactive":                i18n.T("compte désactivé", "account deactivated"),
	"agent.reactive":                 i18n.T("compte réactivé", "account active again"),
	"echeance.etape":                 i18n.T("créée, étape d’une séance", "created, step of a meeting"),
	"echeance.etape.deplacee":        i18n.T("déplacée avec sa séance", "moved with its meeting"),
	"echeance.etape.arretee":         i18n.T("arrêtée avec sa séance", "stopped with its meeting"),
	"echeance.etape.confiee":         i18n.T("confiée à qui siège", "entrusted to who sits"),
	"echeance.decision":              i18n.T("créée, décision d’une séance", "created, decision of a meeting"),
	"seance.defaire":                 i18n.T("action annulée", "action undone"),
	"seance.planifier":               i18n.T("planifiée", "planned"),
	"seance.confirmer":               i18n.T("confirmée", "confirmed"),
	"seance.deplacer":                i18n.T("déplacée", "moved"),
	"seance.modifier":                i18n.T("modifiée", "changed"),
	"seance.odj":                     i18n.T("ordre du jour enregistré", "agenda recorded"),
	"seance.convocation":             i18n.T("convocation enregistrée", "notice recorded"),
	"seance.annuler":                 i18n.T("annulée", "cancelled"),
	"seance.tenue":                   i18n.T("tenue de la séance enregistrée", "recorded as held or not"),
	"seance.cr":                      i18n.T("compte rendu reçu", "minutes received"),
	"seance.decisions":               i18n.T("décisions enregistrées", "decisions recorded"),
	"modele.ajouter":                 i18n.T("modèle créé", "template created"),
	"modele.modifier":                i18n.T("modèle modifié", "template changed"),
	"echeance.jalon":                 i18n.T("créée, étape d’un appel à projets", "created, step of a call for projects"),
	"echeance.jalon.deplace":         i18n.T("déplacée avec son appel à projets", "moved with its call for projects"),
	"echeance.jalon.arrete":          i18n.T("arrêtée avec son appel à projets", "stopped with its call for projects"),
	"echeance.jalon.clos":            i18n.T("close à l’instant de la clôture", "closed at the instant of the close"),
	"projet.appel":                   i18n.T("appel à projets ouvert", "call for projects opened"),
	"projet.appel.deplacer":          i18n.T("dates de l’appel à projets changées", "dates of the call for projects changed"),
	"projet.compte":                  i18n.T("dossiers comptés", "files counted"),
	"instance.ajouter":               i18n.T("créée", "created"),
	"instance.modifier":              i18n.T("modifiée", "changed"),
	"instance.siege":                 i18n.T("siège modifié", "seat changed"),
	"instance.depart":                i18n.T("départ enregistré, mandats finis", "departure recorded, terms ended"),
	"instance.mandat":                i18n.T("mandat modifié", "term changed"),
	"instance.fermer":                i18n.T("fermée", "closed"),
	"instance.rouvrir":               i18n.T("rouverte", "opened again"),
	"instance.importer":              i18n.T("importée", "imported"),
	"region.rappels":                 i18n.T("rappels habituels modifiés", "usual reminders changed"),
	"passation":                      i18n.T("passation", "handover"),
	"conservation.modifier":          i18n.T("durées de conservation modifiées", "how long things are kept changed"),
	"conservation.purge":             i18n.T("effacement de ce qui n’a plus à être conservé", "what is no longer kept erased"),
	"representation.designer":        i18n.T("représentation proposée", "representative proposed"),
	"representation.accepter":        i18n.T("accord pour siéger", "agreed to sit"),
	"representation.refuser":         i18n.T("empêchement", "cannot sit"),
	"representation.suppleant":       i18n.T("question passée à la suppléance", "question gone to the alternate"),
	"representation.mandat":          i18n.T("mandat fini avant la séance, la question est passée plus loin", "term over before the meeting, the question went on"),
	"representation.silence":         i18n.T("sans réponse, la question est passée plus loin", "no answer, the question went on"),
	"representation.pouvoir":         i18n.T("pouvoir donné", "proxy given"),
	"representation.valider":         i18n.T("désignation hors liste validée", "designation outside the list agreed to"),
	"representation.rejeter":         i18n.T("désignation hors liste refusée", "designation outside the list refused"),
	"representation.non-representee": i18n.T("non représentée, par décision", "not represented, by decision"),
	"projet.ajouter":                 i18n.T("créé", "created"),
	"projet.modifier":                i18n.T("modifié", "changed"),
	"projet.meteo":                   i18n.T("météo", "outlook"),
	"remontee.ouvrir":                i18n.T("ouverte", "opened"),
	"remontee.repondre":              i18n.T("réponse", "answered"),
	"remontee.prorogation":           i18n.T("délai demandé", "more time asked"),
	"remontee.accorder":              i18n.T("délai accordé", "more time given"),
	"remontee.refuser":               i18n.T("délai refusé", "more time refused"),
	"remontee.reporter":              i18n.T("clôture reportée", "close moved"),
	"remontee.relancer":              i18n.T("relancée", "chased"),
	"remontee.clore":                 i18n.T("close", "closed"),
	"projet.inchange":                i18n.T("dit inchangé", "said to be unchanged"),
	"projet.avancement":              i18n.T("avancement", "progress"),
	"projet.blocage":                 i18n.T("blocage", "blocker"),
	"projet.rattacher":               i18n.T("échéance ou séance rattachée", "deadline or meeting attached"),
	"projet.detacher":                i18n.T("échéance ou séance détachée", "deadline or meeting detached"),
	"projet.clore":                   i18n.T("clos", "closed"),
	"projet.rouvrir":                 i18n.T("rouvert", "opened again"),
	"projet.importer":                i18n.T("projets importés", "projects imported"),
	"projet.programme":               i18n.T("programme enregistré", "programme recorded"),
	"projet.subvention":              i18n.T("subvention modifiée", "grant changed"),
	"projet.fonds":                   i18n.T("enregistrée", "recorded"),
	"projet.enveloppe":               i18n.T("fixée", "set"),
	"projet.redeploiement":           i18n.T("redéploiement demandé", "redeployment asked for"),
	"projet.redeploiement.valider":   i18n.T("redéploiement validé", "redeployment agreed to"),
	"projet.redeploiement.refuser":   i18n.T("redéploiement refusé", "redeployment refused"),
	"echeance.terme":                 i18n.T("créée, délai d’une subvention", "created, term of a grant"),
	"echeance.terme.prorogee":        i18n.T("déplacée avec la subvention", "moved with its grant"),
	"echeance.terme.respectee":       i18n.T("close avec la subvention", "closed with its grant"),
	"echeance.terme.arretee":         i18n.T("arrêtée avec la subvention", "stopped with its grant"),
	"reference.importer":             i18n.T("liste officielle de lieux chargée", "official list of places loaded"),
	"trajet.modifier":                i18n.T("temps de trajet entre deux villes", "time between two towns"),
}

// textActionReopened is for a deadline whose closing was taken back.
var textActionReopened = i18n.T("de nouveau à faire, action annulée", "to be done again, action undone")

// textActionPart is for a deadline of which only a part was closed.
var textActionPart = i18n.T("part rendue", "part done")

// journalAction says what was done, and what differs where that does not say it.
func (e *Env) journalAction(entry plan.Entry, names plan.RecordNames) (done string, told []string) {
	done = entry.Action
	if m, known := textActionDone[entry.Action]; known {
		done = e.say(m)
	}
	if told = e.journaledAgent(entry, names); len(told) > 0 {
		return done, told
	}
	if _, ok := strings.CutPrefix(string(entry.Object), string(plan.ServiceRef(""))); ok {
		return done, e.journaledService(entry, names)
	}
	if entry.Object == plan.RegionRef && strings.HasPrefix(entry.Action, "conservation.") {
		return done, e.retentionChange(entry)
	}
	if entry.Object == plan.RegionRef && entry.Action == "region.rappels" {
		return done, e.habitsChange(entry)
	}
	if told, ok := e.journaledCredits(entry); ok {
		return done, told
	}
	if _, ok := plan.ParseMeetingRef(string(entry.Object)); ok {
		return done, e.journaledMeeting(entry, names)
	}
	if _, ok := plan.ParseProjectRef(string(entry.Object)); ok {
		if told := e.journaledCall(entry); len(told) > 0 {
			return done, told
		}
		return done, e.journaledProject(entry, names)
	}
	if _, ok := plan.ParseDeadlineRef(string(entry.Object)); !ok {
		return done, nil
	}
	was, before, errWas := plan.ReadDeadlineRecord(entry.Before)
	is, after, errIs := plan.ReadDeadlineRecord(entry.After)
	if !before || !after || errWas != nil || errIs != nil {
		return done, nil
	}
	if entry.Action == "echeance.fait" && is.State == plan.Open {
		done = e.say(textActionPart)
	}
	if entry.Action == "echeance.defaire" && was.State != plan.Open && is.State == plan.Open {
		done = e.say(textActionReopened)
	}
	for _, d := range plan.Differences(was, is, names) {
		// The action says the state; the only service goes without saying.
		if d.Field != plan.FieldState && (d.Field != plan.FieldParts || len(is.Parts) > 1 && is.State != plan.Cancelled) {
			told = append(told, d.Text.In(e.lang))
		}
	}
	return done, told
}

// journalObject names what a line is about: « E12 », « service 80 », « bob ».
func (e *Env) journalObject(object plan.Ref, names plan.RecordNames) string {
	if id, ok := strings.CutPrefix(string(object), string(plan.ServiceRef(""))); ok {
		if s, known := names.Services[plan.ServiceID(id)]; known {
			return e.say(textServiceNamed, "code", s.Code)
		}
	}
	if name, ok := strings.CutPrefix(string(object), string(plan.ProgrammeRef(""))); ok {
		return e.say(textProgrammeNamed, "name", card.Quote(name))
	}
	if named := e.creditsObject(object); named != "" {
		return named
	}
	if id, ok := strings.CutPrefix(string(object), string(plan.PersonRef(""))); ok {
		name := names.People[plan.PersonID(id)]
		if name == "" {
			return e.say(textFormerAgent)
		}
		return card.Quote(name) + e.say(textColon)
	}
	return string(object)
}

var (
	textServiceNamed   = i18n.T("service {code}", "service {code}")
	textProgrammeNamed = i18n.T("programme {name}", "programme {name}")
	textColon          = i18n.T(" :", ":")
)

// journaledService says what a change of a service touched.
func (e *Env) journaledService(entry plan.Entry, names plan.RecordNames) []string {
	var was, is plan.Service
	if entry.Before == "" || json.Unmarshal([]byte(entry.Before), &was) != nil || json.Unmarshal([]byte(entry.After), &is) != nil {
		return nil
	}
	if entry.Action == "service.fermer" {
		is.Closed = was.Closed // the action says it
	}
	w := journalWords{e, names}
	text := strings.Join(e.itemChanges(was, is, w.serviceItems(was), w.serviceItems(is)), e.say(textBetween))
	if text == "" {
		return nil
	}
	return []string{capital(text)}
}

// serviceItems are what a side of an entry about a service shows. Its referents
// are persons of the journal.
func (w journalWords) serviceItems(s plan.Service) []serviceItem {
	referents := make([]string, len(s.Referents))
	for i, id := range s.Referents {
		referents[i] = w.person(plan.PersonID(id))
	}
	return w.Env.serviceItems(s, w.x.byID(s.Parent), referents)
}
