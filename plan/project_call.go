package plan

import (
	"cmp"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"jalon/calendar"
	"jalon/i18n"
)

// TemplateCall is the name of the template that calls for projects start with.
const TemplateCall = "Appel à projets"

// ProjectCall is what a project that is a call for projects has besides: the exact
// instant at which it closes, and its steps.
type ProjectCall struct {
	Region  RegionID
	Project int // number of the project
	// Template is the name of the template its steps come from.
	Template string
	// Closes is when it closes; it has an hour.
	Closes  Due
	Steps   []CallStep // by date
	Version int
}

// CallStep is one step of a call for projects.
type CallStep struct {
	Name string
	// Days from the close, negative before it, in Unit.
	Days int
	Unit calendar.Unit
	// Services owe it; the coordination where there are none.
	Services []ServiceID
	// Date is what the template gives, or what somebody said; the deadline may have
	// been given another since.
	Date calendar.Date
	// Said is the period that the date comes from, with the reason; empty for a
	// named day.
	Said, SaidEN string
	// ByHand tells that somebody gave the date: it does not move with the close.
	ByHand bool
	// Closing tells the step that is the close itself.
	Closing bool
	// Deadline is the number of the deadline it became, 0 when it is none.
	Deadline int
	// Past tells that its date was over when it was computed: it is shown and not chased.
	Past bool
}

// CallDate is a date that somebody gives to a step of a call for projects.
type CallDate struct {
	// Step is a folded word of the name of the step, or the whole name.
	Step string
	// Name is how it was typed.
	Name string
	Date calendar.Date
	// Said is the period that was named, with the reason, in French and English.
	Said [2]string
}

// on is when a step is due.
func (c ProjectCall) on(s CallStep) Due {
	if s.Closing {
		return c.Closes
	}
	return Due{Date: s.Date, Zone: c.Closes.Zone}
}

// closesAt is the instant of the close.
func (c ProjectCall) closesAt() (time.Time, error) { return c.Closes.Deadline() }

// closing is the step that is the close.
func (c ProjectCall) closing() CallStep {
	for _, s := range c.Steps {
		if s.Closing {
			return s
		}
	}
	return CallStep{}
}

// ClosedAt tells whether the call is closed at an instant.
func (c ProjectCall) ClosedAt(now time.Time) bool {
	at, err := c.closesAt()
	return err == nil && !now.Before(at)
}

// clone is a copy that shares no step with the call.
func (c ProjectCall) clone() ProjectCall {
	c.Steps = slices.Clone(c.Steps)
	return c
}

// step finds the step that a word names: the whole of its name, else one of its
// words.
func (c ProjectCall) step(word string) int {
	if at := slices.IndexFunc(c.Steps, func(s CallStep) bool { return i18n.Fold(s.Name) == word }); at >= 0 {
		return at
	}
	return slices.IndexFunc(c.Steps, func(s CallStep) bool { return s.names(word) })
}

// names tells whether a folded word is one of those of the step's name.
func (s CallStep) names(word string) bool {
	return slices.Contains(strings.FieldsFunc(i18n.Fold(s.Name), func(r rune) bool { return strings.ContainsRune(" ’'/,()-", r) }), word)
}

// words of the steps that jalon knows by their names.
const (
	wordClosing = "cloture"
	wordOpening = "ouverture"
	wordReview  = "avis"
)

// callTemplate is the template of calls for projects that the house starts with.
// The préfectures and the directorates of the departments owe the avis.
func callTemplate(dir DirectoryView) Template {
	step := func(days int, unit calendar.Unit, name string) TemplateStep {
		return TemplateStep{Name: name, Days: days, Unit: unit}
	}
	steps := []TemplateStep{
		step(-81, calendar.CalendarDays, "Ouverture"),
		step(-60, calendar.CalendarDays, "FAQ et webinaire"),
		step(0, calendar.CalendarDays, "Clôture"),
		step(5, calendar.WorkingDays, "Recevabilité"),
	}
	for _, s := range reviewers(dir) {
		review := step(14, calendar.WorkingDays, "Avis des préfectures")
		review.Service = s
		steps = append(steps, review)
	}
	steps = append(steps,
		step(23, calendar.WorkingDays, "Comité régional"),
		step(30, calendar.WorkingDays, "Annonce et notification"),
		step(180, calendar.CalendarDays, "Évaluation"),
	)
	return Template{Region: dir.Region.ID, Name: TemplateCall, Steps: steps}
}

// reviewers are the services that give their avis on the files of a call: the
// préfectures and the departmental directorates that follow land and housing.
func reviewers(dir DirectoryView) []ServiceID {
	var out []ServiceID
	for _, s := range dir.Services {
		if s.Kind == KindPrefecture || strings.HasPrefix(i18n.Fold(s.Code), "ddt") {
			out = append(out, s.ID)
		}
	}
	if len(out) == 0 {
		out = append(out, "")
	}
	return out
}

// callSteps are the steps that a template gives to a call, without their dates. A
// service of another department than those of the call owes nothing.
func callSteps(dir DirectoryView, template Template, departments []string) []CallStep {
	var steps []CallStep
	for _, t := range template.Steps {
		i := slices.IndexFunc(steps, func(s CallStep) bool { return s.Name == t.Name })
		if i < 0 {
			i, steps = len(steps), append(steps, CallStep{Name: t.Name, Days: t.Days, Unit: t.Unit})
		}
		s, open := dir.Service(t.Service)
		apart := s.Department != "" && len(departments) > 0 && !slices.Contains(departments, s.Department)
		if open && !apart && !slices.Contains(steps[i].Services, s.ID) {
			steps[i].Services = append(steps[i].Services, s.ID)
		}
	}
	at := slices.IndexFunc(steps, func(s CallStep) bool { return s.names(wordClosing) })
	if at < 0 {
		steps, at = append(steps, CallStep{Name: "Clôture"}), len(steps)
	}
	steps[at].Closing, steps[at].Days, steps[at].Unit = true, 0, calendar.CalendarDays
	for i := range steps {
		if len(steps[i].Services) == 0 {
			steps[i].Services = []ServiceID{dir.Coordination().ID}
		}
	}
	return steps
}

// dateFrom is when the template puts a step of a call that closes on a day.
func (s CallStep) dateFrom(closes calendar.Date, cal *calendar.Calendar) calendar.Date {
	if s.Closing {
		return closes
	}
	return TemplateStep{Days: s.Days, Unit: s.Unit}.On(closes, cal)
}

var textNoCallStep = i18n.T(
	"L’appel à projets n’a pas d’étape **« {word} »**. Rien n’est enregistré.\nÉtapes : {list}. Pour en ajouter une : `/jalon modele etape \"{template}\" \"{word}\" J+10 ouvrés`",
	"The call for projects has no step **“{word}”**. Nothing is saved.\nSteps: {list}. To add one: `/jalon modele etape \"{template}\" \"{word}\" J+10 ouvrés`")

// dateByHand gives steps the dates that somebody said.
func (c *ProjectCall) dateByHand(dates []CallDate) error {
	for _, d := range dates {
		at := c.step(d.Step)
		if at < 0 {
			var names listed
			for _, s := range c.Steps {
				names = append(names, s.Name)
			}
			return Refuse(NotFound, textNoCallStep.With("word", d.Name, "list", names, "template", c.Template))
		}
		s := &c.Steps[at]
		s.Date, s.ByHand, s.Said, s.SaidEN = d.Date, true, d.Said[0], d.Said[1]
	}
	return nil
}

func (c *ProjectCall) sort() {
	slices.SortStableFunc(c.Steps, func(a, b CallStep) int { return cmp.Or(a.Date.Compare(b.Date), cmp.Compare(a.Days, b.Days)) })
}

var textOpensLate = i18n.T(
	"L’ouverture, {open}, vient après la clôture, {close}. Rien n’est enregistré.\nIndiquez une clôture plus tardive, ou une ouverture plus tôt.",
	"The opening, {open}, comes after the close, {close}. Nothing is saved.\nGive a later close, or an earlier opening.")

// check refuses a call that opens after it closes.
func (c ProjectCall) check() error {
	at := c.step(wordOpening)
	if at < 0 || !c.Steps[at].Date.After(c.Closes.Date) {
		return nil
	}
	return Refuse(Invalid, textOpensLate.With("open", Due{Date: c.Steps[at].Date}, "close", c.Closes))
}

// callOf reads the call that a project is; false when it is none.
func callOf(tx Tx, region RegionID, project int) (ProjectCall, bool, error) {
	c, err := tx.ProjectCall(region, project)
	if errors.Is(err, ErrNotFound) {
		return c, false, nil
	}
	return c, err == nil, err
}

// CallRecord is a call for projects as the journal keeps it. Its JSON is read for
// as long as the journal is: names stay, fields are only added.
type CallRecord struct {
	Template string           `json:"template"`
	Closes   string           `json:"closes"` // "2027-03-26 23:59"
	Steps    []CallStepRecord `json:"steps"`
}

// CallStepRecord is one step of it.
type CallStepRecord struct {
	Name     string `json:"name"`
	Date     string `json:"date"`
	Deadline Ref    `json:"deadline,omitempty"`
}

func (c ProjectCall) record() CallRecord {
	r := CallRecord{Template: c.Template, Closes: c.Closes.stamp()}
	for _, s := range c.Steps {
		step := CallStepRecord{Name: s.Name, Date: s.Date.String()}
		if s.Deadline > 0 {
			step.Deadline = DeadlineRef(s.Deadline)
		}
		r.Steps = append(r.Steps, step)
	}
	return r
}

// ReadCallRecord reads what an entry says of a call for projects; false when it
// says nothing of one.
func ReadCallRecord(text string) (r CallRecord, ok bool) {
	return r, text != "" && json.Unmarshal([]byte(text), &r) == nil && r.Closes != ""
}

// stamp writes a due date that has an hour: "2027-03-26 23:59".
func (d Due) stamp() string { return d.Date.String() + " " + d.Time.String() }
