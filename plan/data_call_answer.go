package plan

import (
	"context"
	"slices"
	"strings"

	"jalon/i18n"
)

// NewAnswer is what somebody answers to a data call.
type NewAnswer struct {
	// Service is for whom; empty for the one that the place and the person designate.
	Service ServiceID
	// Area is the arrondissement that the answer is about; empty for the whole
	// service, and for an agent of a sous-préfecture, who answers for theirs.
	Area    string
	Outcome Outcome
	// Values are as they were typed, in the order of the questions.
	Values []string
	// Projects is what is said of projects in a review; AllUnchanged says that those
	// of which nothing was said yet are as they were.
	Projects     []ProjectSaid
	AllUnchanged bool
	// Like takes the values that the service gave to the data call asked before.
	Like bool
}

// Answered is what became of an answer.
type Answered struct {
	DataCallView
	Answer DataAnswer
	// Before is the answer that it replaces, of Rank 0 when it is the first.
	Before DataAnswer
	// Left are the projects of which nothing was said yet, in a review.
	Left []Project
}

var (
	textNotAmongAsked = i18n.T(
		"{ref} n’interroge pas {service}. Rien n’est enregistré.\nUne réponse est attendue {services}.",
		"{ref} does not ask {service}. Nothing is saved.\nAn answer is expected from {services}.")
	textWrongTerritory = i18n.T(
		"Vous répondez pour {yours} ; cette réponse vise {other}. Rien n’est enregistré.\nPour {yours} : `/remontee repondre {ref} pour {code} …`",
		"You answer for {yours}; this answer is for {other}. Nothing is saved.\nFor {yours}: `/remontee repondre {ref} pour {code} …`")
	textNotYours = i18n.T(
		"{ref} n’attend pas de réponse de votre compte. Rien n’est enregistré.\nRègle : les agents {services} répondent, et la coordination à leur place. {yours}\nPour l’obtenir : {ask}",
		"{ref} expects no answer from your account. Nothing is saved.\nRule: the agents of {services} answer, and the coordination in their place. {yours}\nTo get this right: {ask}")
	textAnswerCount = i18n.T(
		"{ref} pose {n} questions, et votre réponse en donne {given}. Rien n’est enregistré.\nDans l’ordre, séparées par `;` : {questions}\nUn point-virgule dans une réponse se met entre guillemets.",
		"{ref} asks {n} questions, and your answer gives {given}. Nothing is saved.\nIn this order, separated by `;`: {questions}\nA semicolon within an answer goes between quotation marks.")
	textNothingBefore = i18n.T(
		"Il n’y a pas de réponse {service} à reprendre pour {ref}. Rien n’est enregistré.\nRépondez : `/remontee repondre {ref} …`",
		"There is no answer of {service} to take again for {ref}. Nothing is saved.\nAnswer: `/remontee repondre {ref} …`")
)

// AnswerDataCall keeps what somebody answers for a service: the last one stands, all
// are kept. A service that answers as a whole is chased no more. It returns Invalid
// for what the questions do not take, Denied to whoever does not answer for the
// service, [*Choice] when several could be meant, and NotFound.
func (p *Planner) AnswerDataCall(ctx context.Context, call Call, ref Ref, n NewAnswer) (Answered, error) {
	var out Answered
	err := p.write(ctx, func(tx Tx) error {
		dir, err := lookAt(tx, call)
		if err != nil {
			return err
		}
		v, err := viewDataCall(tx, dir, ref, call.Now)
		if err != nil {
			return err
		}
		if _, review := v.Call.Review(); review && n.Outcome == Received {
			out, err = p.answerReview(tx, dir, call, v, n)
		} else {
			out, err = p.answer(tx, dir, call, v, n)
		}
		return err
	})
	return out, wrap(err, "answer %s", ref)
}

// answer keeps an answer, and closes the part of the service that it is the whole of.
func (p *Planner) answer(tx Tx, dir DirectoryView, call Call, v DataCallView, n NewAnswer) (out Answered, err error) {
	a, err := n.read(dir, call, v)
	if err != nil {
		return out, err
	}
	if r, _ := v.Response(a.Service); r.Answered() {
		out.Before = r.Whole
	}
	a.Rank = len(answersOf(v, a.Service)) + 1
	if err := p.keep(tx, dir, call, v.Deadline, v.Call, a); err != nil {
		return out, err
	}
	out.Answer = a
	out.DataCallView, err = viewDataCall(tx, dir, v.Deadline.Ref(), call.Now)
	return out, err
}

// keep stores an answer and what it does to its data call; who asked is told when it
// is the last that was expected.
func (p *Planner) keep(tx Tx, dir DirectoryView, call Call, d Deadline, c DataCall, a DataAnswer) error {
	waiting := len(d.OpenParts())
	// The deadline first: of two answers at once, the second runs again on what the
	// first did, and takes the next rank.
	if err := p.take(tx, dir, call, &d, a); err != nil {
		return err
	}
	if err := tx.AddAnswer(a); err != nil || waiting == 0 || len(d.OpenParts()) > 0 {
		return err
	}
	return p.tellComplete(tx, dir, call, d, c)
}

func answersOf(v DataCallView, s ServiceID) []DataAnswer {
	r, _ := v.Response(s)
	return r.All
}

// read makes what was typed into an answer of somebody for a service.
func (n NewAnswer) read(dir DirectoryView, call Call, v DataCallView) (DataAnswer, error) {
	part, area, err := n.responds(dir, call, v)
	if err != nil {
		return DataAnswer{}, err
	}
	a := DataAnswer{
		Region: v.Call.Region, Call: v.Call.Number, Service: part.Service, Area: area, Outcome: n.Outcome,
		At: call.Now, By: call.Actor.User, Late: v.Call.Closed || !call.Now.Before(v.Deadline.DueAtOf(part)),
		Behalf: area == "" && !answersFor(dir.Actor, part),
	}
	switch {
	case n.Like:
		return a.like(dir, v)
	case a.Outcome != Received:
		return a, nil
	}
	a.Values, err = readValues(v, n.Values)
	return a, err
}

// like takes what the service answered before.
func (a DataAnswer) like(dir DirectoryView, v DataCallView) (DataAnswer, error) {
	if before, given := v.Again(a.Service); given {
		a.Outcome, a.Values = before.Outcome, before.Values
		return a, nil
	}
	s, _ := dir.Service(a.Service)
	return a, Refuse(NotFound, textNothingBefore.With("ref", v.Deadline.Ref(), "service", namesOf{s}))
}

// readValues reads one value for each question.
func readValues(v DataCallView, typed []string) ([]string, error) {
	asked := v.Call.Questions
	if len(typed) != len(asked) {
		labels := make([]string, len(asked))
		for i, q := range asked {
			labels[i] = strings.TrimSpace(q.Label + " " + q.Expects(i18n.FR))
		}
		return nil, Refuse(Invalid, textAnswerCount.With("ref", v.Deadline.Ref(), "n", len(asked), "given", len(typed), "questions", strings.Join(labels, " ; ")))
	}
	out := make([]string, len(asked))
	for i, q := range asked {
		var err error
		if out[i], err = q.Read(typed[i]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// responds finds the part that is answered, and the arrondissement when the answer
// is partial: the service named; else that of the channel; else the only one of the
// person; else the préfecture of a sous-préfecture.
func (n NewAnswer) responds(dir DirectoryView, call Call, v DataCallView) (part Part, area string, err error) {
	d := v.Deadline
	if n.Service != "" {
		return n.named(dir, d)
	}
	if part, ok := d.Part(call.Place.Service); ok && mayAnswer(dir.Actor, d, part) {
		return part, n.Area, nil
	}
	var mine []Part
	for _, part := range d.Parts {
		if answersFor(dir.Actor, part) {
			mine = append(mine, part)
		}
	}
	if len(mine) == 0 {
		if part, area, below := arrondissementOf(dir, d); below {
			return part, area, nil
		}
	}
	if len(mine) == 0 {
		mine = slices.DeleteFunc(slices.Clone(d.Parts), func(p Part) bool { return !mayAnswer(dir.Actor, d, p) })
	}
	switch len(mine) {
	case 0:
		return part, "", n.refuse(dir, d, "")
	case 1:
		return mine[0], n.Area, nil
	}
	choice := &Choice{}
	for _, part := range mine {
		s, _ := dir.Service(part.Service)
		choice.Services = append(choice.Services, s)
	}
	return part, "", choice
}

// mayAnswer tells whether somebody answers for a part: an agent of the service, whoever
// it is entrusted to, and who coordinates it, in its place. Who asks does not answer
// for others.
func mayAnswer(a Actor, d Deadline, p Part) bool {
	return answersFor(a, p) || Allowed(a, CloseAll, Deadline{Number: d.Number, Parts: []Part{p}, Restricted: d.Restricted})
}

// named is the part of the service that is named.
func (n NewAnswer) named(dir DirectoryView, d Deadline) (Part, string, error) {
	part, asked := d.Part(n.Service)
	if !asked {
		s, _ := dir.Service(n.Service)
		return part, "", Refuse(Invalid, textNotAmongAsked.With("ref", d.Ref(), "service", theService{s}, "services", services(d, byID(dir.Services))))
	}
	if mayAnswer(dir.Actor, d, part) {
		return part, n.Area, nil
	}
	if own, area, below := arrondissementOf(dir, d); below && own.Service == n.Service {
		return own, area, nil
	}
	return part, "", n.refuse(dir, d, n.Service)
}

// arrondissementOf is the part of the préfecture that an agent of a sous-préfecture
// answers for in part, with the name of their arrondissement.
func arrondissementOf(dir DirectoryView, d Deadline) (Part, string, bool) {
	for _, m := range dir.Actor.Services {
		home, ok := dir.Service(m.Service)
		if !ok || home.Kind != KindSousPrefecture || m.Role == RoleReading {
			continue
		}
		for _, part := range d.Parts {
			s, _ := dir.Service(part.Service)
			if s.Kind == KindPrefecture && s.Department != "" && s.Department == home.Department {
				return part, home.arrondissementName(), true
			}
		}
	}
	return Part{}, "", false
}

// arrondissementName is what the arrondissement of a sous-préfecture is called:
// « Dunkerque » for the « sous-préfecture de Dunkerque ».
func (s Service) arrondissementName() string {
	for _, lead := range []string{"sous-préfecture de ", "sous-préfecture d’", "sous-préfecture d'", "sous-préfecture du "} {
		if name, ok := strings.CutPrefix(s.Name, lead); ok {
			return name
		}
	}
	return s.Name
}

// refuse says why somebody does not answer for a service: it is another than theirs,
// or none of those asked is.
func (n NewAnswer) refuse(dir DirectoryView, d Deadline, other ServiceID) error {
	names := byID(dir.Services)
	i := slices.IndexFunc(d.Parts, func(p Part) bool { return answersFor(dir.Actor, p) })
	if other == "" || i < 0 {
		return Refuse(Denied, textNotYours.With("ref", d.Ref(), "services", services(d, names), "yours", dir.Yours(), "ask", dir.Ask()))
	}
	yours := names[d.Parts[i].Service]
	return Refuse(Denied, textWrongTerritory.With("ref", d.Ref(), "yours", theService{yours}, "other", theService{names[other]}, "code", TypedCode(yours.Code)))
}

// take puts an answer to the part it is for: a whole one closes the part, as doing
// what was asked does. The deadline closes with its last part.
func (p *Planner) take(tx Tx, dir DirectoryView, call Call, d *Deadline, a DataAnswer) error {
	i := slices.IndexFunc(d.Parts, func(part Part) bool { return part.Service == a.Service })
	return p.alter(tx, dir, call, d, "remontee.repondre", func(d *Deadline) (string, error) {
		if a.Area != "" {
			return a.Area, nil
		}
		part := &d.Parts[i]
		part.Outcome, part.Wish, part.Why, part.AskedBy = a.Outcome, Due{}, "", ""
		if d.State == Open {
			return "", p.closeParts(tx, dir, call, d, []int{i}, "", &Change{})
		}
		// It is over: what comes now is kept with the rest, and changes nothing else.
		part.State, part.ClosedAt, part.ClosedBy = Done, call.Now, call.Actor.User
		return "", nil
	})
}
