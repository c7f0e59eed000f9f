package plan

import (
	"context"
	"encoding/json"
	"errors"
	"strings"

	"jalon/i18n"
)

// The journal's names of the actions that take another one back.
const (
	actionUndo        = "echeance.defaire"
	actionUndoService = "service.defaire"
)

// Undoing is what taking back an action does.
type Undoing struct {
	Entry Entry // the action
	// Change is what becomes of the deadline: as it stood, and as it is now.
	Change
	// Was and Is are its records on either side, with how people are called.
	Was, Is DeadlineRecord
	Names   RecordNames
	// Replanned tells that its reminders were planned again.
	Replanned bool
	// Withdrawn is the occurrence that the action had opened, 0 for none.
	Withdrawn int
	// Service is what becomes of a service, when the action was about one.
	Service *ServiceChange
	// Meeting is what becomes of a meeting, when the action was about one.
	Meeting *MeetingChange
}

// Reopens tells that what was closed is to be done again.
func (u Undoing) Reopens() bool { return u.Was.State != Open && u.Is.State == Open }

// ChangedSince is the refusal to take back an action on what changed since.
type ChangedSince struct{ Meanwhile }

// Error names the deadline for logs.
func (c *ChangedSince) Error() string { return string(c.Ref) + " changed since the action" }

var (
	textNothingToUndo = i18n.T("Aucune action à annuler dans ce canal.", "No action to undo in this channel.")
	textNothingHere   = i18n.T("Aucune action à annuler dans cette conversation.", "No action to undo in this conversation.")
	textNextTouched   = i18n.T(
		"{next}, ouverte à la suite de {ref}, a changé depuis. Rien n’est annulé.\nPour comparer : `/jalon journal {next}`",
		"{next}, opened after {ref}, has changed since. Nothing is undone.\nTo compare: `/jalon journal {next}`")
	textSeriesTouched = i18n.T(
		"La série de {ref} a changé depuis. Rien n’est annulé.\nPour comparer : `/jalon journal {ref}`",
		"The series of {ref} has changed since. Nothing is undone.\nTo compare: `/jalon journal {ref}`")
	textOtherWay = i18n.T(
		"Votre dernière action ici ne s’annule pas ainsi. Rien n’est annulé.\nPour la corriger : `{command}`",
		"Your last action here is not undone this way. Nothing is undone.\nTo put it right: `{command}`")
	textTakenBack = i18n.T("création annulée", "creation undone")
	textWithdrawn = i18n.T("{ref} est de nouveau à faire", "{ref} is to be done again")
)

// undoers says how each action that can be taken back is. What is not here
// cannot.
var undoers = map[string]func(*undoing) error{
	"echeance.ajouter":  (*undoing).takeBack,
	"echeance.fait":     (*undoing).restore,
	"echeance.reporter": (*undoing).restore,
	"echeance.confier":  (*undoing).restore,
	"echeance.modifier": (*undoing).restore,
	"echeance.annuler":  (*undoing).restore,
	"echeance.passer":   (*undoing).restore,
	"echeance.arreter":  (*undoing).restore,
	"service.modifier":  (*undoing).restoreService,
	"service.fermer":    (*undoing).restoreService,

	"seance.planifier":        (*undoing).unplan,
	"seance.deplacer":         (*undoing).moveBack,
	"seance.modifier":         (*undoing).restoreFields,
	"seance.odj":              (*undoing).restoreFields,
	"seance.tenue":            (*undoing).unhold,
	"representation.designer": (*undoing).undesignate,
}

// otherWays are the commands that put right the actions that cannot be taken
// back: the action before such a one is not the last.
var otherWays = map[string]string{
	"agent.ajouter":                  "/jalon agent retirer",
	"agent.retirer":                  "/jalon agent ajouter",
	"agent.absence":                  "/jalon agent absence fin",
	"agent.corriger":                 "/jalon agent corriger",
	"agent.point":                    "/jalon point",
	"passation":                      "/jalon passation",
	"service.ajouter":                "/jalon service fermer",
	"conservation.modifier":          "/jalon conservation",
	actionHabits:                     "/jalon rappels habituels",
	"seance.confirmer":               "/seance annuler",
	"seance.convocation":             "/seance convocation",
	"seance.annuler":                 "/seance planifier",
	"seance.cr":                      "/seance cr",
	"seance.decisions":               "/echeance annuler",
	"representation.accepter":        "/representation refuser",
	"representation.refuser":         "/representation accepter",
	"representation.suppleant":       "/representation designer",
	"representation.pouvoir":         "/representation designer",
	"representation.valider":         "/representation designer",
	"representation.rejeter":         "/representation designer",
	"representation.non-representee": "/representation designer",
	"instance.ajouter":               "/instance fermer",
	"instance.modifier":              "/instance modifier",
	"instance.siege":                 "/instance siege",
	"instance.mandat":                "/instance mandat",
	"instance.fermer":                "/instance rouvrir",
	"instance.rouvrir":               "/instance fermer",
	"trajet.modifier":                "/jalon trajet",
	"modele.ajouter":                 "/jalon modele etape",
	"modele.modifier":                "/jalon modele etape",
	"remontee.ouvrir":                "/remontee clore",
	"remontee.repondre":              "/remontee repondre",
	"remontee.reporter":              "/remontee reporter",
	"remontee.relancer":              "/remontee etat",
	"remontee.clore":                 "/remontee ouvrir comme",
	"remontee.prorogation":           "/remontee prorogation",
	"remontee.accorder":              "/remontee accorder",
	"remontee.refuser":               "/remontee accorder",
	"projet.ajouter":                 "/projet clore",
	"projet.modifier":                "/projet modifier",
	"projet.meteo":                   "/projet meteo",
	"projet.inchange":                "/projet meteo",
	"projet.avancement":              "/projet avancement",
	"projet.blocage":                 "/projet blocage",
	"projet.rattacher":               "/projet detacher",
	"projet.detacher":                "/projet rattacher",
	"projet.clore":                   "/projet rouvrir",
	"projet.rouvrir":                 "/projet clore",
	"projet.programme":               "/projet programme",
	"projet.compte":                  "/projet compte",
}

// errTried rolls back what was only tried.
var errTried = errors.New("only tried")

// LastAction tells what taking back the last action of the person in the place
// would do. It does it, and rolls it back: what is told is what will be. It
// returns NotFound when there is none, [*ChangedSince] when the deadline is no
// longer as the action left it, Invalid when a meeting is not or another command
// puts it right, and Denied when the right was lost.
func (p *Planner) LastAction(ctx context.Context, call Call) (Undoing, error) {
	var out Undoing
	err := p.store.Write(ctx, func(tx Tx) (err error) {
		if out, err = p.undo(tx, call); err == nil {
			err = errTried
		}
		return err
	})
	if errors.Is(err, errTried) {
		err = nil
	}
	return out, wrap(err, "last action")
}

// Undo takes back the last action of the person in the place, with an entry of
// its own. shown ends the identifier of the entry that the person was shown;
// when another action came since, nothing is done and done is false. Empty, it
// is the last one whatever it is. Errors are those of [Planner.LastAction].
func (p *Planner) Undo(ctx context.Context, call Call, shown string) (out Undoing, done bool, err error) {
	err = p.write(ctx, func(tx Tx) (err error) {
		done = false
		if out, err = p.undo(tx, call); err == nil && !strings.HasSuffix(out.Entry.ID, shown) {
			return errTried
		}
		done = err == nil
		return err
	})
	if errors.Is(err, errTried) {
		err = nil
	}
	if s := out.Service; done && s != nil && s.Before.Channel != s.After.Channel {
		p.channelsChanged()
	}
	return out, done, wrap(err, "undo")
}

// undoing takes back one action in a transaction.
type undoing struct {
	p    *Planner
	tx   Tx
	call Call
	dir  DirectoryView
	// before and after are what the entry holds, now the deadline as it stands
	// with its record.
	before, after DeadlineRecord
	now           Deadline
	out           Undoing
}

func (p *Planner) undo(tx Tx, call Call) (Undoing, error) {
	u := undoing{p: p, tx: tx, call: call}
	var err error
	if u.out.Entry, err = lastAction(tx, call); err != nil {
		return u.out, err
	}
	if u.dir, err = lookAt(tx, call); err != nil {
		return u.out, err
	}
	err = undoers[u.out.Entry.Action](&u)
	return u.out, err
}

// takenBack is how the record of an action that took another one back names it.
type takenBack struct {
	Undoes string `json:"undoes"`
}

// actionsScanned is how many actions are looked through at once.
const actionsScanned = 50

// lastAction finds the last action of the person in the place that can be taken
// back and was not.
func lastAction(tx Tx, call Call) (Entry, error) {
	none := textNothingToUndo
	if call.Place.Direct {
		none = textNothingHere
	}
	me, err := tx.KnownPerson(call.Actor.Region, call.Actor.User)
	if errors.Is(err, ErrNotFound) {
		return Entry{}, Refuse(NotFound, none.With())
	}
	if err != nil {
		return Entry{}, err
	}
	undone := map[string]bool{}
	f := EntryFilter{Actor: me, Place: call.Place.Channel, Limit: actionsScanned}
	for ; ; f.Offset += actionsScanned {
		found, _, err := tx.FindEntries(call.Actor.Region, f)
		if err != nil {
			return Entry{}, err
		}
		for _, e := range found {
			if e.Place != call.Place.Channel {
				continue
			}
			switch {
			case e.After == "": // nothing was changed, or what it was is erased
			case e.Action == actionUndo || e.Action == actionUndoService || e.Action == actionUndoMeeting:
				var u takenBack
				if err := json.Unmarshal([]byte(e.After), &u); err != nil {
					return Entry{}, err
				}
				undone[u.Undoes] = true
			case undoers[e.Action] != nil && !undone[e.ID]:
				return e, nil
			case otherWays[e.Action] != "":
				return Entry{}, Refuse(Invalid, textOtherWay.With("command", otherWays[e.Action]))
			}
		}
		if len(found) < actionsScanned {
			return Entry{}, Refuse(NotFound, none.With())
		}
	}
}

// load reads the deadline, and refuses what the person may not take back or what
// is no longer as the action left it.
func (u *undoing) load() error {
	e, region := u.out.Entry, u.call.Actor.Region
	var err error
	if u.now, err = deadline(u.tx, region, e.Object); err != nil {
		return err
	}
	u.out.Before = u.now
	if u.after, _, err = ReadDeadlineRecord(e.After); err != nil {
		return err
	}
	was := u.now // of one that the action created
	var held bool
	if u.before, held, err = ReadDeadlineRecord(e.Before); err != nil {
		return err
	}
	if held {
		if was, err = u.before.Deadline(u.tx, region, u.now.Number); err != nil {
			return err
		}
	}
	if err := u.visible(was); err != nil {
		return err
	}
	if u.out.Was, err = RecordDeadline(u.tx, u.now); err != nil {
		return err
	}
	if !u.out.Was.sameContent(u.after) {
		return u.changed()
	}
	if err := u.allowed(was); err != nil {
		return err
	}
	return u.seriesKept()
}

// visible refuses a deadline that the person sees neither as it was nor as it
// is.
func (u *undoing) visible(was Deadline) error {
	if !Allowed(u.dir.Actor, ReadIt, was) && !Allowed(u.dir.Actor, ReadIt, u.now) {
		return unseen(u.now.Ref())
	}
	return nil
}

// allowed tells whether the person could still do today what they did: with the
// roles that they have now, on the deadline as it was.
func (u *undoing) allowed(was Deadline) error {
	a := u.dir.Actor
	if !Allowed(a, ChangeIt, was) {
		return refuseChange(u.dir, was)
	}
	if u.after.Restricted != was.Restricted && !Allowed(a, RestrictIt, was) {
		return Refuse(Denied, textNoRestrict.With("ref", was.Ref(), "ask", u.dir.Ask()))
	}
	if u.out.Entry.Action != "echeance.fait" {
		return nil
	}
	for _, part := range was.Parts {
		now, _ := u.now.Part(part.Service)
		if now.State != part.State && !mayGive(a, was, part) {
			return refuseChange(u.dir, Deadline{Number: was.Number, Parts: []Part{part}})
		}
	}
	return nil
}

// changed says what happened after the action.
func (u *undoing) changed() error {
	if !Allowed(u.dir.Actor, ReadIt, u.now) {
		return unseen(u.now.Ref())
	}
	entries, err := u.tx.Entries(u.now.Region, u.now.Ref())
	if err != nil {
		return err
	}
	for i, e := range entries {
		if e.ID == u.out.Entry.ID {
			entries = entries[i+1:]
			break
		}
	}
	m, err := meanwhile(u.tx, u.now.Region, u.now.Ref(), entries)
	if err != nil {
		return err
	}
	return &ChangedSince{m}
}

// changesSeries tells that the action changed the series too.
func (u *undoing) changesSeries() bool { return !sameSeries(u.before.Repeats, u.after.Repeats) }

// seriesKept refuses when the action changed a series that changed since.
func (u *undoing) seriesKept() error {
	if u.changesSeries() && !sameSeries(u.after.Repeats, u.out.Was.Repeats) {
		return Refuse(Invalid, textSeriesTouched.With("ref", u.now.Ref()))
	}
	return nil
}

// name finds how those whom the records name are called.
func (u *undoing) name() error {
	r := journalReader{tx: u.tx, region: u.now.Region}
	was, err := recordText(u.out.Was)
	if err != nil {
		return err
	}
	is, err := recordText(u.out.Is)
	if err != nil {
		return err
	}
	u.out.Names, err = r.name([]Line{{Entry: Entry{Before: was, After: is}}})
	return err
}
