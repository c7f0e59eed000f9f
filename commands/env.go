package commands

import (
	"context"
	"strings"
	"time"

	"jalon/calendar"
	"jalon/calendar/frdate"
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

// Env is what a command works with: the person, the place, the moment, the
// sentence read, and the use cases.
type Env struct {
	ctx    context.Context //nolint:containedctx // lives no longer than the request it belongs to
	plan   *plan.Planner
	router *Router
	req    Request
	dir    plan.DirectoryView
	sight  plan.Sight // what the person may see: a private answer shows no more
	call   plan.Call
	lang   i18n.Lang
	words  calendar.Words
	cal    *calendar.Calendar
	zone   *time.Location
	now    calendar.Moment
	x      *serviceIndex
	cmd    *command
	rest   string                 // what was typed after the command's path
	names  map[plan.UserID]string // user names asked already
	s      sentence
	about  string // the meeting, or the body, that was named, as people type it
}

// say is the text of a message in the person's language.
func (e *Env) say(m i18n.Msg, args ...any) string { return m.In(e.lang, args...) }

// newEnv reads who asks and from where, and sets the civil clock of the place.
func (r *Router) newEnv(ctx context.Context, req Request) (*Env, error) {
	dir, err := r.planner.Look(ctx, req.Now, req.Region, req.User, req.Username,
		plan.Place{Channel: req.Channel, Direct: req.Direct})
	if err != nil {
		return nil, err
	}
	e := &Env{
		ctx: ctx, plan: r.planner, router: r, req: req, dir: dir, sight: dir.Sight(),
		x: r.indexes.of(req.Region, dir.Services, dir.Closed),
	}
	e.lang = req.Lang
	if e.lang == "" {
		e.lang = dir.Actor.Lang
	}
	if e.lang == "" {
		e.lang = i18n.FR
	}
	e.words = calendar.WordsOf(string(e.lang))
	e.call = plan.Call{Now: req.Now, Actor: dir.Actor, Place: dir.Place, Origin: req.Origin}
	return e, e.setClock()
}

// setClock chooses the zones of the place: the channel's service, else the
// person's first one, else the region.
func (e *Env) setClock() error {
	zone, holidays := e.dir.Region.TimeZone, e.dir.Region.HolidayZone
	id := e.dir.Place.Service
	if id == "" && len(e.dir.Actor.Services) > 0 {
		id = e.dir.Actor.Services[0].Service
	}
	if s, ok := e.dir.Service(id); ok {
		zone, holidays = s.TimeZone, s.HolidayZone
	}
	var err error
	if e.zone, err = calendar.LoadZone(zone); err != nil {
		return err
	}
	if e.cal, err = e.plan.Calendar(holidays); err != nil {
		return err
	}
	local := e.req.Now.In(e.zone)
	e.now = calendar.Moment{
		Date: calendar.DateOf(e.req.Now, e.zone),
		Time: calendar.TimeOfDay{Hour: local.Hour(), Minute: local.Minute()},
		Zone: zone,
	}
	return nil
}

// today is the civil date of the place.
func (e *Env) today() calendar.Date { return e.now.Date }

// dates is what date expressions are read against.
func (e *Env) dates() frdate.Ref { return frdate.Ref{Now: e.now, Cal: e.cal} }

// ask is an answer instead of an action: a choice, a correction. Nothing is done.
type ask struct{ reply card.Reply }

func (a *ask) Error() string { return a.reply.Text }

// askFor makes the answer that stops a command and changes nothing.
func askFor(text string, buttons ...card.Button) error {
	return &ask{card.Reply{Text: text, Buttons: buttons, Error: true}}
}

// view reads a deadline that the person may see.
func (e *Env) view(ref plan.Ref) (plan.Scheduled, error) {
	return e.plan.View(e.ctx, e.req.Region, e.sight, ref)
}

// find lists deadlines that the person may see.
func (e *Env) find(f plan.DeadlineFilter) (found []plan.Deadline, total int, err error) {
	return e.plan.Find(e.ctx, e.req.Region, e.sight, f)
}

// deadline finds the deadline that the sentence names: by identifier, or by
// words of its title. Several matches give a list to pick from.
func (e *Env) deadline(search string) (plan.Scheduled, error) {
	if e.s.ref != "" {
		return e.view(e.s.ref)
	}
	if search == "" {
		return plan.Scheduled{}, e.missingRef()
	}
	found, total, err := e.find(plan.DeadlineFilter{State: plan.Open, Only: plan.ByThemselves, Words: strings.Fields(i18n.Fold(search)), Limit: 5})
	switch {
	case err != nil:
		return plan.Scheduled{}, err
	case total == 0:
		return plan.Scheduled{}, askFor(e.say(textNoMatch, "words", card.Quote(clip(search))))
	case total == 1:
		return e.view(found[0].Ref())
	}
	return plan.Scheduled{}, e.pick(search, found, total)
}

// openDeadline is [Env.deadline] for an action that only an open one can
// undergo: a closed one is said to be closed before anything is asked.
func (e *Env) openDeadline(search string) (plan.Scheduled, error) {
	s, err := e.deadline(search)
	if err == nil && s.Deadline.State != plan.Open {
		err = &plan.AlreadyClosed{Deadline: s.Deadline}
	}
	return s, err
}

var (
	textRefMissing = i18n.T(
		"Il manque l’échéance : son identifiant, ou des mots de son titre. Rien n’a changé.\nPar exemple : `/{example}`",
		"The deadline is missing: its identifier, or words of its title. Nothing has changed.\nFor example: `/{example}`")
	textNoMatch = i18n.T(
		"Aucune échéance ouverte pour **« {words} »**.\nPour la retrouver : `/echeance liste`",
		"No open deadline for **“{words}”**.\nTo find it: `/echeance liste`")
	textSeveralMatches = i18n.T(
		"**{total} échéances pour « {words} ».** Laquelle ?\n{list}",
		"**{total} deadlines for “{words}”.** Which one?\n{list}")
)

func (e *Env) missingRef() error {
	return askFor(e.say(textRefMissing, "example", e.cmd.examples[0]))
}

// pick lists what matches, with one button each that does what was asked.
func (e *Env) pick(search string, found []plan.Deadline, total int) error {
	list := make([]string, 0, len(found))
	var buttons []card.Button
	for _, d := range found {
		list = append(list, "- "+e.listLine(d))
		buttons = append(buttons, card.Button{
			ID: "choisir" + string(d.Ref()), Label: string(d.Ref()), Style: card.Variant,
			Command: e.withRef(d.Ref()),
		})
	}
	return askFor(e.say(textSeveralMatches, "total", total, "words", card.Quote(clip(search)), "list", strings.Join(list, "\n")), buttons...)
}
