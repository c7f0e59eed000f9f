package plan

import (
	"context"
	"slices"
	"time"
	"unicode/utf8"

	"jalon/calendar"
	"jalon/i18n"
)

// Notices of data calls. The commands own their words.
const (
	NoticeDataCall       Notice = "remontee.question"    // to a service: what is asked of it
	NoticeDataCallState  Notice = "remontee.etat"        // to who asked: the live state of the responses
	NoticeDataCallEnd    Notice = "remontee.fin"         // to a service at its close: thanks, or a last call
	NoticeDataCallClosed Notice = "remontee.cloture"     // to who asked, at the close
	NoticeDataCallNext   Notice = "remontee.suite"       // to nobody: at the close of one that repeats, the next is asked
	NoticeExtensionAsked Notice = "remontee.prorogation" // to who asked: a service wants more time
	NoticeExtension      Notice = "remontee.delai"       // to a service: what became of its wish
)

// NewDataCall is what somebody asks of several services.
type NewDataCall struct {
	Title      string
	Due        Due // the close; it has an hour
	Services   []ServiceID
	Questions  []Question
	Origin     string
	Link       string
	Held       bool
	Restricted bool
	// Rule asks again and again; Due is the first close.
	Rule   *calendar.Recurrence
	Ladder Ladder // nil for the usual reminders of data calls
	Chase  Chase  // zero for the usual chases
	// Like is the data call that this one asks again, whose questions, services,
	// origin and link it takes where none is given.
	Like Ref
	// Again asks though the same was asked, and answered, less than [ReuseDays] ago.
	Again bool
}

// ReuseDays is for how long the answers to a question are proposed instead of
// asking it again.
const ReuseDays = 30

var (
	textCallTitleMissing = i18n.T(
		"Il manque le titre de la remontée. Rien n’est enregistré.\nPar exemple : `/remontee ouvrir \"CRTE – COPIL 2026\" pour 59 62 avant vendredi 12h modele \"COPIL tenus ; blocages\"`",
		"The title of the data call is missing. Nothing is saved.\nFor example: `/remontee ouvrir \"CRTE – COPIL 2026\" pour 59 62 avant vendredi 12h modele \"COPIL tenus ; blocages\"`")
	textCallServicesMissing = i18n.T(
		"Il manque les services interrogés. Rien n’est enregistré.\nPar exemple : `pour 59 62`, `pour toutes les préfectures`, `pour les DDTM`",
		"The services that are asked are missing. Nothing is saved.\nFor example: `pour 59 62`, `pour toutes les préfectures`, `pour les DDTM`")
	textOriginLong = i18n.T(
		"L’origine compte plus de {max} caractères. Rien n’est enregistré.\nAbrégez-la, et mettez un lien pour le reste.",
		"The origin has more than {max} characters. Nothing is saved.\nShorten it, and give a link for the rest.")
	textCallLinkBad = i18n.T(
		"« {link} » n’est pas un lien. Rien n’est enregistré.\nÉcrivez-le en entier : `lien https://…`",
		"“{link}” is no link. Nothing is saved.\nWrite it whole: `lien https://…`")
)

// SameAsked is the refusal to ask what was asked, and answered, not long ago.
type SameAsked struct{ Before DataCallView }

// Error names the data call for logs.
func (s *SameAsked) Error() string { return "the same was asked by " + string(s.Before.Deadline.Ref()) }

// OpenDataCall asks several services the same thing: each is told in its channel, and
// who asks has a card that shows where the responses stand. It returns Invalid for
// what cannot be asked, Denied to whoever may not, NotFound for another data call
// that is not there, and [*SameAsked] when the same was answered not long ago.
func (p *Planner) OpenDataCall(ctx context.Context, call Call, n NewDataCall) (DataCallView, error) {
	var out DataCallView
	err := p.write(ctx, func(tx Tx) error {
		dir, err := lookAt(tx, call)
		if err != nil {
			return err
		}
		if !Allowed(dir.Actor, CreateIt, Deadline{}) {
			return Refuse(Denied, textNoCreate.With("rule", CreateIt.Rule().With(), "yours", dir.Yours(), "ask", dir.Ask()))
		}
		asked, previous, err := n.completed(tx, dir, call.Now)
		if err != nil {
			return err
		}
		d, err := asked.deadline(tx, call)
		if err != nil {
			return err
		}
		if n.Rule != nil {
			d.Series, d.Occurrence = d.Number, d.Due.Date
			if err := tx.PutSeries(d.newSeries(*n.Rule)); err != nil {
				return err
			}
		}
		c := DataCall{
			Region: d.Region, Number: d.Number, Questions: asked.Questions, Origin: asked.Origin, Link: asked.Link,
			Held: asked.Held, Private: call.Place.Direct, Previous: previous,
		}
		if err := p.storeDataCall(tx, dir, call, d, c); err != nil {
			return err
		}
		out, err = viewDataCall(tx, dir, d.Ref(), call.Now)
		return err
	})
	return out, wrap(err, "open a data call")
}

// completed is what is asked, with what the data call that it is like says where it
// says nothing, checked; and the number of the one that asked the same before.
func (n NewDataCall) completed(tx Tx, dir DirectoryView, now time.Time) (NewDataCall, int, error) {
	previous := 0
	if n.Like != "" {
		before, err := viewDataCall(tx, dir, n.Like, now)
		if err != nil {
			return n, 0, err
		}
		n.takeFrom(before, dir)
		previous = before.Deadline.Number
	}
	if err := n.check(now); err != nil {
		return n, 0, err
	}
	if err := n.reviewing(tx, dir); err != nil {
		return n, 0, err
	}
	if _, review := (DataCall{Questions: n.Questions}).Review(); review {
		return n, previous, nil // what was said before stands in the projects
	}
	same, err := sameAsked(tx, dir, n, now)
	if err != nil {
		return n, 0, err
	}
	switch {
	case same.Deadline.Number == 0:
	case !n.Again && n.Like == "":
		return n, 0, &SameAsked{same}
	case previous == 0:
		previous = same.Deadline.Number
	}
	return n, previous, nil
}

// takeFrom fills in what is not said with what another data call asked.
func (n *NewDataCall) takeFrom(before DataCallView, dir DirectoryView) {
	if n.Title == "" {
		n.Title = before.Deadline.Title
	}
	if len(n.Questions) == 0 {
		n.Questions = before.Call.Questions
	}
	if n.Origin == "" {
		n.Origin = before.Call.Origin
	}
	if n.Link == "" {
		n.Link = before.Call.Link
	}
	n.Held = n.Held || before.Call.Held
	if len(n.Services) > 0 {
		return
	}
	for _, part := range before.Deadline.Parts {
		if _, open := dir.Service(part.Service); open {
			n.Services = append(n.Services, part.Service)
		}
	}
}

func (n NewDataCall) check(now time.Time) error {
	switch {
	case n.Title == "":
		return Refuse(Invalid, textCallTitleMissing.With())
	case utf8.RuneCountInString(n.Title) > MaxTitle:
		return Refuse(Invalid, textTitleLong.With("n", utf8.RuneCountInString(n.Title), "max", MaxTitle))
	case len(n.Services) == 0:
		return Refuse(Invalid, textCallServicesMissing.With())
	case len(n.Questions) == 0:
		return Refuse(Invalid, textQuestionsNone.With())
	case utf8.RuneCountInString(n.Origin) > MaxTitle:
		return Refuse(Invalid, textOriginLong.With("max", MaxTitle))
	}
	if n.Link != "" {
		if _, err := (Question{Kind: AnswerLink}).Read(n.Link); err != nil {
			return Refuse(Invalid, textCallLinkBad.With("link", n.Link))
		}
	}
	return n.Due.checkAhead(now)
}

// dataCallLadder is what reminds of a data call where nobody chose: J-3 and J-1, in
// calendar days. The close itself is told apart.
func dataCallLadder() Ladder { return Ladder{{Days: 3, At: ReminderHour}, {Days: 1, At: ReminderHour}} }

// deadline is the deadline of a new data call, under its own number.
func (n NewDataCall) deadline(tx Tx, call Call) (Deadline, error) {
	number, err := tx.NextNumber(call.Actor.Region, "RM")
	if err != nil {
		return Deadline{}, err
	}
	d, err := numbered(DataCalls+number, call, NewDeadline{
		Title: n.Title, Kind: Asked, Due: n.Due, Services: n.Services, Ladder: n.Ladder, Chase: n.Chase, Restricted: n.Restricted,
	})
	if !d.Chosen {
		d.Ladder = dataCallLadder()
	}
	return d, err
}

// storeDataCall stores a new data call with its reminders, and queues what is said of
// it at once.
func (p *Planner) storeDataCall(tx Tx, dir DirectoryView, call Call, d Deadline, c DataCall) error {
	if err := tx.AddDeadline(d); err != nil {
		return err
	}
	if err := tx.PutDataCall(c); err != nil {
		return err
	}
	if err := p.planReminders(tx, dir, d, call.Now); err != nil {
		return err
	}
	for _, part := range d.Parts {
		step := string(NoticeDataCall) + " " + string(part.Service)
		if err := p.tell(tx, d, part.Service, recipient(dir, part), NoticeDataCall, step, call.Now); err != nil {
			return err
		}
	}
	if err := p.tell(tx, d, askerService(dir, d), askerOf(dir, d, c), NoticeDataCallState, string(NoticeDataCallState), call.Now); err != nil {
		return err
	}
	return p.note(tx, call, "remontee.ouvrir", nil, d, "")
}

// askerOf is who is told what becomes of a data call: the channel that it was asked
// from, or the person who asked in private; the coordination once they left.
func askerOf(dir DirectoryView, d Deadline, c DataCall) Recipient {
	switch {
	case !c.Private && d.Channel != "":
		return Recipient{Channel: d.Channel}
	case c.Private && d.Author != "" && !d.Author.Former():
		return Recipient{User: d.Author}
	default:
		return Recipient{Channel: dir.Coordination().Channel}
	}
}

// askerService is the service on whose behalf a data call is asked.
func askerService(dir DirectoryView, d Deadline) ServiceID {
	if _, open := dir.Service(d.From); open {
		return d.From
	}
	return dir.Coordination().ID
}

// sameAsked is the last data call that asked the same and was answered, by somebody,
// less than [ReuseDays] ago; the zero one when there is none that may be seen.
func sameAsked(tx Tx, dir DirectoryView, n NewDataCall, now time.Time) (DataCallView, error) {
	sight := dir.Sight()
	found, _, err := tx.FindDeadlines(dir.Region.ID, DeadlineFilter{Only: OfDataCalls, Sight: &sight, Words: SearchWords(n.Title)})
	if err != nil {
		return DataCallView{}, err
	}
	since := now.AddDate(0, 0, -ReuseDays)
	for _, d := range slices.Backward(found) {
		if i18n.Fold(d.Title) != i18n.Fold(n.Title) {
			continue
		}
		v, err := viewDataCall(tx, dir, d.Ref(), now)
		if err != nil {
			return v, err
		}
		if v.answeredSince(since) && sameQuestions(v.Call.Questions, n.Questions) {
			return v, nil
		}
	}
	return DataCallView{}, nil
}

// answeredSince tells whether a service answered after an instant.
func (v DataCallView) answeredSince(since time.Time) bool {
	return slices.ContainsFunc(v.Responses, func(r Response) bool { return r.Answered() && r.Whole.At.After(since) })
}

// sameQuestions tells whether the same things are asked, in the same order.
func sameQuestions(a, b []Question) bool {
	return slices.EqualFunc(a, b, func(x, y Question) bool {
		return i18n.Fold(x.Label) == i18n.Fold(y.Label) && x.Kind == y.Kind && slices.Equal(x.Choices, y.Choices)
	})
}
