package plan

import (
	"context"
	"time"
	"unicode/utf8"

	"jalon/calendar"
	"jalon/i18n"
)

// NewDeadline is what somebody asks to be reminded of.
type NewDeadline struct {
	Title    string
	Kind     DeadlineKind // Internal when empty
	Due      Due
	Said     string // why this date, when a period was named; French
	SaidEN   string
	Services []ServiceID
	Assignee UserID // receives the reminders instead of the services' channels
	Ladder   Ladder // nil for the service's own
	Chase    Chase  // zero for the service's own
	// Restricted hides it from all but its services, its people and the coordination.
	Restricted bool
	// Urgent lets its reminders leave at any hour, on any day.
	Urgent bool
	// Rule makes the deadline the first of a series; Due is its first date.
	Rule *calendar.Recurrence
}

// MaxTitle is the longest title accepted, in characters.
const MaxTitle = 200

var (
	textTitleMissing = i18n.T(
		"Il manque le titre de l’échéance. Rien n’est enregistré.\nPar exemple : `/echeance ajouter Note ERBM vendredi`",
		"The title of the deadline is missing. Nothing is saved.\nFor example: `/echeance ajouter Note ERBM vendredi`")
	textTitleLong = i18n.T(
		"Le titre compte {n} caractères ; la limite est de {max}. Rien n’est enregistré.\nGardez l’essentiel, et mettez un lien pour le reste.",
		"The title has {n} characters; the limit is {max}. Nothing is saved.\nKeep what matters, and a link for the rest.")
	textPastHour = i18n.T(
		"L’heure est déjà passée : {due}. Rien n’est enregistré.\nÉcrivez une date à venir, par exemple `demain à 12h`",
		"The hour is already past: {due}. Nothing is saved.\nWrite a date to come, for example `demain à 12h`")
)

// Scheduled is a deadline with the reminders of its present schedule.
type Scheduled struct {
	Deadline   Deadline
	Deliveries []Delivery // reminders before the date, planned and missed, by date
	Chases     []Delivery // chases and escalations, likewise
	// Series is the series of a deadline that repeats.
	Series Series
	// Names are the user names of the people of the deadline.
	Names map[UserID]string
	// Homes are the services that these people belong to.
	Homes map[UserID][]ServiceID
}

// AddDeadline records a deadline, one part per service, with its reminders and
// one card for each concerned channel other than the one it was asked from. It
// returns Invalid for a title or a date that cannot be, and Denied when the
// person belongs to no service.
func (p *Planner) AddDeadline(ctx context.Context, call Call, n NewDeadline) (Scheduled, error) {
	if err := n.check(call.Now); err != nil {
		return Scheduled{}, err
	}
	var out Scheduled
	err := p.write(ctx, func(tx Tx) error {
		dir, err := lookAt(tx, call)
		if err != nil {
			return err
		}
		if !Allowed(dir.Actor, CreateIt, Deadline{}) {
			return Refuse(Denied, textNoCreate.With("rule", CreateIt.Rule().With(), "yours", dir.Yours(), "ask", dir.Ask()))
		}
		d, err := newDeadline(tx, call, n)
		if err != nil {
			return err
		}
		if n.Rule != nil {
			d.Series, d.Occurrence = d.Number, d.Due.Date
			if err := tx.PutSeries(d.newSeries(*n.Rule)); err != nil {
				return err
			}
		}
		if err := p.addDeadline(tx, dir, call, d, "echeance.ajouter"); err != nil {
			return err
		}
		if err := p.planCards(tx, dir, d, call); err != nil {
			return err
		}
		out, err = scheduled(tx, d)
		return err
	})
	return out, wrap(err, "add deadline")
}

// addDeadline stores a new deadline with its reminders and its journal entry.
func (p *Planner) addDeadline(tx Tx, dir DirectoryView, call Call, d Deadline, action string) error {
	if err := tx.AddDeadline(d); err != nil {
		return err
	}
	if err := p.planReminders(tx, dir, d, call.Now); err != nil {
		return err
	}
	return p.note(tx, call, action, nil, d, "")
}

func (n NewDeadline) check(now time.Time) error {
	if n.Title == "" {
		return Refuse(Invalid, textTitleMissing.With())
	}
	if length := utf8.RuneCountInString(n.Title); length > MaxTitle {
		return Refuse(Invalid, textTitleLong.With("n", length, "max", MaxTitle))
	}
	return n.Due.checkAhead(now)
}

// checkAhead refuses a due date that is already over.
func (d Due) checkAhead(now time.Time) error {
	end, err := d.Deadline()
	if err != nil {
		return err
	}
	if !end.After(now) {
		return Refuse(Invalid, textPastHour.With("due", d))
	}
	return nil
}

func newDeadline(tx Tx, call Call, n NewDeadline) (Deadline, error) {
	number, err := tx.NextNumber(call.Actor.Region, "E")
	if err != nil {
		return Deadline{}, err
	}
	return numbered(number, call, n)
}

// numbered is the deadline of a number that somebody asks for.
func numbered(number int, call Call, n NewDeadline) (Deadline, error) {
	end, err := n.Due.Deadline()
	if err != nil {
		return Deadline{}, err
	}
	d := Deadline{
		Region: call.Actor.Region, Number: number, Title: n.Title, Kind: n.Kind, Due: n.Due, DueAt: end,
		Restricted: n.Restricted, Discreet: n.Restricted, Urgent: n.Urgent, Said: n.Said, SaidEN: n.SaidEN, First: n.Due,
		Ladder: n.Ladder, Chosen: n.Ladder != nil, Chase: n.Chase,
		State: Open, Author: call.Actor.User, From: onBehalf(call), Channel: call.Place.Channel,
		CreatedAt: call.Now, Revision: 1, Version: 1,
	}
	if d.Kind == "" {
		d.Kind = Internal
	}
	if !d.Chosen {
		d.Ladder = DefaultLadder()
	}
	for _, s := range n.Services {
		part := Part{Service: s, Assignee: n.Assignee, State: Open}
		if n.Assignee != "" {
			part.AssignedBy = call.Actor.User
		}
		d.Parts = append(d.Parts, part)
	}
	return d, nil
}

// onBehalf is the service a person asks for: the channel's when it is theirs,
// else their first, the coordination before others.
func onBehalf(call Call) ServiceID {
	if call.Actor.In(call.Place.Service) {
		return call.Place.Service
	}
	if len(call.Actor.Services) == 0 {
		return ""
	}
	for _, m := range call.Actor.Services {
		if m.Role == RoleCoordination {
			return m.Service
		}
	}
	return call.Actor.Services[0].Service
}
