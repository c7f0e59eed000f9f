package plan

import (
	"context"
	"errors"
	"slices"

	"jalon/i18n"
)

// Scope says which parts of a deadline an action is about.
type Scope struct {
	// All means every concerned service.
	All bool
	// Services names them; none leaves jalon to find one from the place and the
	// person.
	Services []ServiceID
}

// Change is what became of a deadline.
type Change struct {
	Scheduled
	Before Deadline
	// Services are those whose parts changed.
	Services []ServiceID
	// Stopped counts the reminders that will not leave any more.
	Stopped int
}

var (
	textUnknownRef = i18n.T(
		"**{ref}** n’existe pas dans la région.\nPour la retrouver : `/jalon recherche CRTE` ou `/echeance liste`",
		"**{ref}** does not exist in the region.\nTo find it: `/jalon recherche CRTE` or `/echeance liste`")
	textUnseen = i18n.T(
		"Aucune échéance visible pour **{ref}** depuis votre compte. Rien n’a changé.\nPour retrouver les vôtres : `/jalon recherche CRTE` ou `/echeance liste`",
		"No deadline is visible as **{ref}** from your account. Nothing has changed.\nTo find yours: `/jalon recherche CRTE` or `/echeance liste`")
	textNotConcerned = i18n.T(
		"{ref} ne concerne pas {service}. Rien n’a changé.\nC’est l’affaire {services}.",
		"{ref} does not concern {service}. Nothing has changed.\nIt is for {services}.")
	textSameDue = i18n.T(
		"{ref} est déjà à remettre le {due}. Rien n’a changé.",
		"{ref} is already due on {due}. Nothing has changed.")
	textNobodyLeft = i18n.T(
		"Plus aucun service n’aurait {ref} à remettre. Rien n’a changé.\nPour la clore : `/echeance fait {ref} pour tous`",
		"No service would owe {ref} any more. Nothing has changed.\nTo close it: `/echeance fait {ref} pour tous`")
	textReasonMissing = i18n.T(
		"Indiquez le motif : il figurera au journal. Rien n’a changé.\nPar exemple : `/echeance annuler {ref} motif \"demande retirée\"`",
		"Give the reason: it goes to the journal. Nothing has changed.\nFor example: `/echeance annuler {ref} motif \"demande retirée\"`")
	textNothingToChange = i18n.T(
		"Il manque ce qui change pour {ref}. Rien n’a changé.\nPar exemple : `/echeance modifier {ref} titre \"Note ERBM\"` ou `/echeance modifier {ref} 15/12 à 17h`",
		"What changes in {ref} is missing. Nothing has changed.\nFor example: `/echeance modifier {ref} titre \"Note ERBM\"` or `/echeance modifier {ref} 15/12 à 17h`")
)

// unseen is the answer about a deadline that the person may not see: the same as
// about one that does not exist, so that nothing is given away.
func unseen(ref Ref) error { return Refuse(NotFound, textUnseen.With("ref", ref)) }

// change loads a deadline the actor may change, lets f change it, and stores
// it with its journal entry and the redrawing of its cards.
func (p *Planner) change(ctx context.Context, call Call, ref Ref, action string,
	f func(tx Tx, dir DirectoryView, d *Deadline, out *Change) (reason string, err error),
) (Change, error) {
	var out Change
	err := p.write(ctx, func(tx Tx) error {
		out = Change{}
		dir, d, err := p.open(tx, call, ref)
		if err != nil {
			return err
		}
		out.Before = d
		err = p.alter(tx, dir, call, &d, action, func(d *Deadline) (string, error) { return f(tx, dir, d, &out) })
		if err != nil {
			return err
		}
		out.Scheduled, err = scheduled(tx, d)
		return err
	})
	return out, wrap(err, "%s %s", action, ref)
}

// alter lets f change a deadline, and stores it with its journal entry and the
// redrawing of its cards.
func (p *Planner) alter(tx Tx, dir DirectoryView, call Call, d *Deadline, action string, f func(*Deadline) (reason string, err error)) error {
	before, err := RecordDeadline(tx, *d)
	if err != nil {
		return err
	}
	was := *d
	d.Parts = slices.Clone(d.Parts)
	reason, err := f(d)
	if err != nil {
		return err
	}
	if err := unsay(tx, dir, *d); err != nil {
		return err
	}
	if err := tx.UpdateDeadline(*d); err != nil {
		return err
	}
	d.Version++
	if err := redrawChanged(tx, was, *d); err != nil {
		return err
	}
	return p.note(tx, call, action, &before, *d, reason)
}

// open loads a deadline for a change: it must exist, be open, be the actor's to
// change, and be as the actor last saw it.
func (p *Planner) open(tx Tx, call Call, ref Ref) (DirectoryView, Deadline, error) {
	dir, err := lookAt(tx, call)
	if err != nil {
		return dir, Deadline{}, err
	}
	d, err := deadlineSeen(tx, dir.Sight(), call.Actor.Region, ref)
	if err != nil {
		return dir, d, err
	}
	if !Allowed(dir.Actor, ChangeIt, d) {
		return dir, d, refuseChange(dir, d)
	}
	if d.IsDataCall() {
		return dir, d, Refuse(Invalid, textIsDataCall.With("ref", d.Ref()))
	}
	if d.State != Open {
		return dir, d, &AlreadyClosed{Deadline: d}
	}
	return dir, d, overtaken(tx, call, d)
}

var textIsDataCall = i18n.T(
	"{ref} est une remontée. Rien n’a changé.\nPour y répondre : `/remontee repondre {ref} …` ; pour la suivre, la reporter ou la clore : `/remontee etat {ref}`",
	"{ref} is a data call. Nothing has changed.\nTo answer it: `/remontee repondre {ref} …`; to follow, postpone or close it: `/remontee etat {ref}`")

func deadline(tx Tx, region RegionID, ref Ref) (Deadline, error) {
	n, ok := ref.number()
	if !ok {
		return Deadline{}, Refuse(NotFound, textUnknownRef.With("ref", ref))
	}
	d, err := tx.Deadline(region, n)
	if errors.Is(err, ErrNotFound) {
		return d, Refuse(NotFound, textUnknownRef.With("ref", ref))
	}
	return d, err
}

// deadlineSeen is a deadline that the reader may see. Who sees everything is
// told what does not exist; others are told the same of both.
func deadlineSeen(tx Tx, sight Sight, region RegionID, ref Ref) (Deadline, error) {
	d, err := deadline(tx, region, ref)
	kind, refused := KindOf(err)
	switch {
	case refused && kind == NotFound && !sight.All, err == nil && !sight.Sees(d):
		return Deadline{}, unseen(ref)
	default:
		return d, err
	}
}

func byID(services []Service) map[ServiceID]Service {
	m := make(map[ServiceID]Service, len(services))
	for _, s := range services {
		m[s.ID] = s
	}
	return m
}
