package plan

import (
	"context"
	"slices"
	"strings"
	"time"

	"jalon/i18n"
)

var (
	textExtensionBefore = i18n.T(
		"La date demandée, {due}, ne vient pas après celle {service}, {was}. Rien n’a changé.\nIndiquez une date plus lointaine.",
		"The date asked for, {due}, does not come after that of {service}, {was}. Nothing has changed.\nGive a later date.")
	textExtensionDone = i18n.T(
		"{ref} : {service} a déjà répondu, aucun délai n’est nécessaire. Rien n’a changé.\nPour corriger la réponse : `/remontee repondre {ref} …`",
		"{ref}: {service} has already answered, no more time is needed. Nothing has changed.\nTo correct the answer: `/remontee repondre {ref} …`")
	textExtensionOver = i18n.T(
		"{ref} est close. Rien n’a changé.\nUne réponse est encore gardée, hors délai : `/remontee repondre {ref} …`",
		"{ref} is closed. Nothing has changed.\nAn answer is still kept, as late: `/remontee repondre {ref} …`")
	textExtensionNone = i18n.T(
		"{ref} : {service} n’a pas demandé de délai. Rien n’a changé.\nPour lui en donner un : `/remontee accorder {ref} pour {code} lundi 10h`",
		"{ref}: {service} has not asked for more time. Nothing has changed.\nTo give some: `/remontee accorder {ref} pour {code} lundi 10h`")
	textExtensionNotYours = i18n.T(
		"Un délai ne peut pas être accordé depuis votre compte. Rien n’a changé.\nRègle : il revient à qui a ouvert la remontée et à la coordination.\nPour l’obtenir : {ask}",
		"More time cannot be given from your account. Nothing has changed.\nRule: it is for who opened the data call and for the coordination.\nTo get this right: {ask}")
)

// AskExtension asks for more time for a service: who opened the data call is told,
// and decides. Nothing changes until then. It returns Invalid for a date that is no
// later, Closed when the service answered or the data call is closed, and what
// [Planner.AnswerDataCall] returns about for whom it is.
func (p *Planner) AskExtension(ctx context.Context, call Call, ref Ref, service ServiceID, until Due, why string) (DataCallView, error) {
	return p.extend(ctx, call, ref, "remontee.prorogation", why, func(tx Tx, dir DirectoryView, v DataCallView, d *Deadline) error {
		n := NewAnswer{Service: service}
		part, _, err := n.responds(dir, call, v)
		if err != nil {
			return err
		}
		if !mayAnswer(dir.Actor, *d, part) { // who answers for an arrondissement does not speak for the whole
			return n.refuse(dir, *d, "")
		}
		if err := checkExtension(dir, *d, part, until, call.Now); err != nil {
			return err
		}
		i := d.at(part.Service)
		d.Parts[i].Wish, d.Parts[i].Why, d.Parts[i].AskedBy = until, why, call.Actor.User
		step := string(NoticeExtensionAsked) + " " + string(part.Service) + " " + until.stamp()
		return p.tell(tx, *d, part.Service, askerOf(dir, *d, v.Call), NoticeExtensionAsked, step, call.Now)
	})
}

// GrantExtension gives a service more time: until the date it asked for, or another
// one that is given. What it is reminded of moves, and nothing of the others does.
// It returns Denied to whoever does not run the data call, NotFound when the service
// asked for nothing and no date is given, [*Choice] when several asked, and what
// [Planner.AskExtension] returns of the date.
func (p *Planner) GrantExtension(ctx context.Context, call Call, ref Ref, service ServiceID, until Due) (DataCallView, ServiceID, error) {
	var to ServiceID
	v, err := p.extend(ctx, call, ref, "remontee.accorder", "", func(tx Tx, dir DirectoryView, v DataCallView, d *Deadline) error {
		part, err := wishing(dir, v, service)
		if err != nil {
			return err
		}
		to = part.Service
		given := until
		if given.Date.IsZero() {
			given = part.Wish
		}
		if given.Date.IsZero() {
			s, _ := dir.Service(part.Service)
			return Refuse(NotFound, textExtensionNone.With("ref", d.Ref(), "service", theService{s}, "code", TypedCode(s.Code)))
		}
		if err := checkExtension(dir, *d, part, given, call.Now); err != nil {
			return err
		}
		i := d.at(part.Service)
		d.Parts[i].Until, d.Parts[i].Wish, d.Parts[i].Why, d.Parts[i].AskedBy = given, Due{}, "", ""
		if err := p.moveOne(tx, dir, d, d.Parts[i], call.Now); err != nil {
			return err
		}
		step := string(NoticeExtension) + " " + string(part.Service) + " " + given.stamp()
		return p.tell(tx, *d, part.Service, recipient(dir, part), NoticeExtension, step, call.Now)
	})
	return v, to, err
}

// RefuseExtension tells a service that it has no more time than before, and why. It
// returns what [Planner.GrantExtension] does.
func (p *Planner) RefuseExtension(ctx context.Context, call Call, ref Ref, service ServiceID, why string) (DataCallView, ServiceID, error) {
	var to ServiceID
	v, err := p.extend(ctx, call, ref, "remontee.refuser", why, func(tx Tx, dir DirectoryView, v DataCallView, d *Deadline) error {
		part, err := wishing(dir, v, service)
		if err != nil {
			return err
		}
		to = part.Service
		if part.Wish.Date.IsZero() {
			s, _ := dir.Service(part.Service)
			return Refuse(NotFound, textExtensionNone.With("ref", d.Ref(), "service", theService{s}, "code", TypedCode(s.Code)))
		}
		i := d.at(part.Service)
		d.Parts[i].Wish, d.Parts[i].Why, d.Parts[i].AskedBy = Due{}, why, ""
		step := stepNoExtension + string(part.Service) + " " + part.Wish.stamp()
		return p.tell(tx, *d, part.Service, recipient(dir, part), NoticeExtension, step, call.Now)
	})
	return v, to, err
}

// stepNoExtension begins the step of what a service is told when it is refused more time.
const stepNoExtension = string(NoticeExtension) + " refus "

// RefusesExtension tells what is said of a wish that is refused from one that is met.
func RefusesExtension(v Delivery) bool { return strings.HasPrefix(v.Step, stepNoExtension) }

// extend changes what a service asks for, or is given, in one transaction.
func (p *Planner) extend(ctx context.Context, call Call, ref Ref, action, reason string,
	f func(Tx, DirectoryView, DataCallView, *Deadline) error,
) (DataCallView, error) {
	var out DataCallView
	err := p.write(ctx, func(tx Tx) error {
		dir, err := lookAt(tx, call)
		if err != nil {
			return err
		}
		v, err := viewDataCall(tx, dir, ref, call.Now)
		if err != nil {
			return err
		}
		if v.Deadline.State != Open {
			return Refuse(Closed, textExtensionOver.With("ref", ref))
		}
		d := v.Deadline
		if err := p.alter(tx, dir, call, &d, action, func(d *Deadline) (string, error) { return reason, f(tx, dir, v, d) }); err != nil {
			return err
		}
		out, err = viewDataCall(tx, dir, ref, call.Now)
		return err
	})
	return out, wrap(err, "%s %s", action, ref)
}

// wishing is the part of the service named, else the only one that asked for more
// time, for who runs the data call.
func wishing(dir DirectoryView, v DataCallView, service ServiceID) (Part, error) {
	d := v.Deadline
	if !v.Leads {
		return Part{}, Refuse(Denied, textExtensionNotYours.With("ask", dir.Ask()))
	}
	if service != "" {
		part, asked := d.Part(service)
		if !asked {
			s, _ := dir.Service(service)
			return part, Refuse(Invalid, textNotAmongAsked.With("ref", d.Ref(), "service", theService{s}, "services", services(d, byID(dir.Services))))
		}
		return part, nil
	}
	wish := slices.DeleteFunc(d.OpenParts(), func(p Part) bool { return p.Wish.Date.IsZero() })
	if len(wish) == 1 {
		return wish[0], nil
	}
	if len(wish) == 0 {
		wish = d.OpenParts()
	}
	choice := &Choice{}
	for _, part := range wish {
		s, _ := dir.Service(part.Service)
		choice.Services = append(choice.Services, s)
	}
	return Part{}, choice
}

// checkExtension refuses more time for who answered, and a date that is no later.
func checkExtension(dir DirectoryView, d Deadline, part Part, until Due, now time.Time) error {
	s, _ := dir.Service(part.Service)
	if part.State != Open {
		return Refuse(Closed, textExtensionDone.With("ref", d.Ref(), "service", theService{s}))
	}
	if was := d.DueOf(part); until.Compare(was) <= 0 {
		return Refuse(Invalid, textExtensionBefore.With("due", until, "service", namesOf{s}, "was", was))
	}
	return until.checkAhead(now)
}

// at is the rank of the part of a service among those of a deadline.
func (d Deadline) at(s ServiceID) int {
	return slices.IndexFunc(d.Parts, func(p Part) bool { return p.Service == s })
}

// moveOne starts a new schedule in which one part has another date: what is planned
// of the others stays as it is, at the rank of chase that they reached.
func (p *Planner) moveOne(tx Tx, dir DirectoryView, d *Deadline, part Part, now time.Time) error {
	all, err := tx.Deliveries(d.Region, d.Ref())
	if err != nil {
		return err
	}
	d.Revision++
	moves := func(v Delivery) bool { return v.State == Planned && (v.reminds() || v.ends()) }
	if _, err := cancelDeliveries(tx, d.Region, d.Ref(), moves, ReasonReplanned); err != nil {
		return err
	}
	for _, v := range all {
		ofPart := v.Service == part.Service && v.Notice != NoticeDataCallClosed && v.Notice != NoticeDataCallNext
		if !moves(v) || ofPart {
			continue
		}
		v.ID, v.Revision, v.State, v.Reason, v.Dispatch, v.Version = p.newID(), d.Revision, Planned, "", "", 1
		if _, err := tx.PlanDelivery(v); err != nil {
			return err
		}
	}
	if err := p.planParts(tx, dir, *d, []Part{part}, now); err != nil {
		return err
	}
	return p.planEnds(tx, dir, *d, []Part{part})
}
