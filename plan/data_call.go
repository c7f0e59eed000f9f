package plan

import (
	"cmp"
	"context"
	"slices"
	"time"

	"jalon/i18n"
)

// A data call (« remontée ») asks several services the same thing. Its close is a
// deadline, of kind [Asked], and each response is a part of it: so it is reminded,
// chased, moved and seen as any deadline is. What is asked and what was answered
// stand beside, in DataCall and DataAnswer.

// Outcome is what sort of answer a service gave.
type Outcome string

// Outcomes of a response. The empty one is that nothing was answered.
const (
	Received      Outcome = "received"
	Nil           Outcome = "nil"            // « néant »: there is nothing to say
	NotApplicable Outcome = "not_applicable" // « sans objet »: it does not concern the service
)

// DataCall is what is asked of several services, beside the deadline that says
// until when and of whom.
type DataCall struct {
	Region RegionID
	Number int // that of its deadline
	// Questions are asked in this order; there is at least one.
	Questions []Question
	// Origin is who asks for it, such as the cabinet; Link is where the request is.
	Origin, Link string
	// Held keeps the answers for who asked, and for the service that gave them,
	// until the close.
	Held bool
	// Private tells that it was asked in a private conversation, where the asker is
	// told what follows.
	Private bool
	// Previous is the number of the data call that asked the same before, 0 for none.
	Previous int
	// Closed tells that somebody closed it.
	Closed  bool
	Version int
}

// Ref is the identifier of the data call.
func (c DataCall) Ref() Ref { return DeadlineRef(c.Number) }

// DataAnswer is what was answered for a service, or for an arrondissement of its
// territory.
type DataAnswer struct {
	Region  RegionID
	Call    int // number of the data call
	Service ServiceID
	Rank    int // 1, 2…: the order in which they came for the service
	// Area is the arrondissement that a partial answer is about; empty for the whole.
	Area    string
	Outcome Outcome
	// Values are in the order of the questions, each as [Question.Read] gives it; an
	// empty one is « néant ». There is none unless Outcome is Received.
	Values []string
	At     time.Time
	By     UserID
	// Late tells that it came after the date of the service.
	Late bool
	// Behalf tells that somebody of another service gave it.
	Behalf bool
}

// Response is where one service stands.
type Response struct {
	Part Part
	// Whole is the answer that stands for the service, the last one; of Rank 0 when
	// there is none.
	Whole DataAnswer
	// Partial are those that stand for arrondissements, by name.
	Partial []DataAnswer
	// All are the answers of the service in the order they came.
	All []DataAnswer
}

// Answered tells whether the service answered as a whole.
func (r Response) Answered() bool { return r.Whole.Rank > 0 }

// DataCallView is a data call as a reader may see it.
type DataCallView struct {
	Scheduled
	Call DataCall
	// Responses are in the order of the parts.
	Responses []Response
	// Reads tells whether the reader may read what a service answered.
	Reads func(ServiceID) bool
	// Leads tells whether the reader runs it: who asked, or who coordinates.
	Leads bool
	// Projects are those that each service says how they go, of a review.
	Projects map[ServiceID][]Project
	// Before is the data call that asked the same before, when there is one that the
	// reader may see; its answers stand in Responses of their own, and what asked the
	// same before that is not read.
	Before *DataCallView
}

// Waiting counts the responses that are still expected.
func (v DataCallView) Waiting() int { return len(v.Deadline.OpenParts()) }

// Given counts the services that answered.
func (v DataCallView) Given() int {
	n := 0
	for _, r := range v.Responses {
		if r.Answered() {
			n++
		}
	}
	return n
}

// Response is that of a service.
func (v DataCallView) Response(s ServiceID) (Response, bool) {
	i := slices.IndexFunc(v.Responses, func(r Response) bool { return r.Part.Service == s })
	if i < 0 {
		return Response{}, false
	}
	return v.Responses[i], true
}

// responses groups the answers under the parts they are for.
func responses(d Deadline, all []DataAnswer) []Response {
	out := make([]Response, len(d.Parts))
	for i, part := range d.Parts {
		out[i].Part = part
	}
	for _, a := range all {
		i := slices.IndexFunc(out, func(r Response) bool { return r.Part.Service == a.Service })
		if i < 0 {
			continue // of a service that is no longer asked
		}
		out[i].add(a)
	}
	return out
}

// add puts an answer after those that came before.
func (r *Response) add(a DataAnswer) {
	r.All = append(r.All, a)
	if a.Area == "" {
		r.Whole = a
		return
	}
	r.Partial = slices.DeleteFunc(r.Partial, func(o DataAnswer) bool { return i18n.Fold(o.Area) == i18n.Fold(a.Area) })
	r.Partial = append(r.Partial, a)
	slices.SortFunc(r.Partial, func(a, b DataAnswer) int { return cmp.Compare(i18n.Fold(a.Area), i18n.Fold(b.Area)) })
}

var textNoDataCall = i18n.T(
	"**{ref}** n’est pas une remontée visible depuis votre compte. Rien n’a changé.\nPour les retrouver : `/remontee liste`",
	"**{ref}** is not a data call visible from your account. Nothing has changed.\nTo find them: `/remontee liste`")

// ViewDataCall reads a data call for who asks. NotFound when there is none of that
// identifier that they may see.
func (p *Planner) ViewDataCall(ctx context.Context, call Call, ref Ref) (DataCallView, error) {
	var v DataCallView
	err := p.store.Read(ctx, func(tx Tx) error {
		dir, err := lookAt(tx, call)
		if err != nil {
			return err
		}
		v, err = viewDataCall(tx, dir, ref, call.Now)
		return err
	})
	return v, wrap(err, "view %s", ref)
}

// viewDataCall reads a data call, and the one that asked the same before, as the person
// of a view sees them.
func viewDataCall(tx Tx, dir DirectoryView, ref Ref, now time.Time) (DataCallView, error) {
	v, err := viewAlone(tx, dir, ref, now)
	if err != nil || v.Call.Previous == 0 {
		return v, err
	}
	before, err := viewAlone(tx, dir, DeadlineRef(v.Call.Previous), now)
	return v.after(before, err)
}

// after is a data call with the one that asked the same before, unless that is not
// there to be seen.
func (v DataCallView) after(before DataCallView, err error) (DataCallView, error) {
	switch {
	case hidden(err), isNotFound(err):
		return v, nil
	case err != nil:
		return v, err
	}
	v.Before = &before
	return v, nil
}

// Again is what a service answered to the same questions before, which it may give
// again.
func (v DataCallView) Again(s ServiceID) (DataAnswer, bool) {
	if v.Before == nil || !v.Before.Reads(s) || !sameQuestions(v.Before.Call.Questions, v.Call.Questions) {
		return DataAnswer{}, false
	}
	r, _ := v.Before.Response(s)
	return r.Whole, r.Answered()
}

// viewAlone is [viewDataCall] without the data call that asked the same before.
func viewAlone(tx Tx, dir DirectoryView, ref Ref, now time.Time) (DataCallView, error) {
	d, c, err := dataCallSeen(tx, dir, ref)
	if err != nil {
		return DataCallView{}, err
	}
	v, err := loadDataCall(tx, d, c)
	v.Leads = runsDataCall(dir.Actor, d)
	v.Reads = readsAnswers(dir.Actor, d, c, now)
	return v, err
}

// dataCallSeen reads a data call that the person of a view may see.
func dataCallSeen(tx Tx, dir DirectoryView, ref Ref) (Deadline, DataCall, error) {
	if _, is := ParseDataCallRef(string(ref)); !is {
		return Deadline{}, DataCall{}, Refuse(NotFound, textNoDataCall.With("ref", ref))
	}
	d, err := deadlineSeen(tx, dir.Sight(), dir.Region.ID, ref)
	if hidden(err) {
		d, err = deadlineBelow(tx, dir, ref)
	}
	if hidden(err) {
		return d, DataCall{}, Refuse(NotFound, textNoDataCall.With("ref", ref))
	}
	if err != nil {
		return d, DataCall{}, err
	}
	c, err := tx.DataCall(d.Region, d.Number)
	return d, c, err
}

// hidden tells the refusal to show what is not there, or not for the reader.
func hidden(err error) bool {
	kind, refused := KindOf(err)
	return refused && kind == NotFound
}

// deadlineBelow reads a data call for an agent of a sous-préfecture: what is asked of
// their préfecture is asked of them for their arrondissement.
func deadlineBelow(tx Tx, dir DirectoryView, ref Ref) (Deadline, error) {
	d, err := deadline(tx, dir.Region.ID, ref)
	if err != nil {
		return d, err
	}
	if _, _, below := arrondissementOf(dir, d); !below || d.Restricted {
		return Deadline{}, unseen(ref)
	}
	return d, nil
}

// loadDataCall reads what stands beside the deadline of a data call, as whoever may
// read everything sees it.
func loadDataCall(tx Tx, d Deadline, c DataCall) (DataCallView, error) {
	v := DataCallView{Call: c, Leads: true, Reads: func(ServiceID) bool { return true }}
	var err error
	if v.Scheduled, err = scheduled(tx, d); err != nil {
		return v, err
	}
	all, err := tx.Answers(d.Region, d.Number)
	if err != nil {
		return v, err
	}
	v.Responses = responses(d, all)
	if _, review := c.Review(); review {
		dir, err := directory(tx, d.Region)
		if err != nil {
			return v, err
		}
		if err := v.loadReview(tx, dir); err != nil {
			return v, err
		}
	}
	for _, a := range all {
		if err := v.addName(tx, a.By); err != nil {
			return v, err
		}
	}
	return v, nil
}

// LoadDataCall reads a data call inside a transaction, and the one that asked the same
// before; for those who draw what the ledger says.
func LoadDataCall(tx Tx, region RegionID, ref Ref) (DataCallView, error) {
	v, err := loadAlone(tx, region, ref)
	if err != nil || v.Call.Previous == 0 {
		return v, err
	}
	before, err := loadAlone(tx, region, DeadlineRef(v.Call.Previous))
	return v.after(before, err)
}

// loadAlone is [LoadDataCall] without the data call that asked the same before.
func loadAlone(tx Tx, region RegionID, ref Ref) (DataCallView, error) {
	d, err := deadline(tx, region, ref)
	if err != nil {
		return DataCallView{}, err
	}
	c, err := tx.DataCall(region, d.Number)
	if err != nil {
		return DataCallView{}, err
	}
	return loadDataCall(tx, d, c)
}

// runsDataCall tells whether somebody runs a data call: who asked, or who coordinates all
// that it is asked of.
func runsDataCall(a Actor, d Deadline) bool { return Allowed(a, CloseAll, d) }

// readsAnswers tells whose answers somebody may read: all of them for who runs the
// data call, and for who sees it once it is closed or when nothing holds them;
// otherwise those of their own services.
func readsAnswers(a Actor, d Deadline, c DataCall, now time.Time) func(ServiceID) bool {
	if runsDataCall(a, d) || !c.Held || c.Closed || !now.Before(d.DueAt) {
		return func(ServiceID) bool { return true }
	}
	return a.In
}

// DataCallFilter selects data calls.
type DataCallFilter struct {
	// Closed lists those that are over too, the open ones otherwise.
	Closed bool
	// Services keeps those asked of one of them.
	Services []ServiceID
	// Waiting keeps those that one of Services has yet to answer.
	Waiting       bool
	Words         []string // folded
	Limit, Offset int
}

// FindDataCalls lists the data calls selected that the reader may see, by close,
// and how many there are in all.
func (p *Planner) FindDataCalls(ctx context.Context, region RegionID, sight Sight, f DataCallFilter) ([]Deadline, int, error) {
	selected := DeadlineFilter{
		Only: OfDataCalls, Services: f.Services, OpenParts: f.Waiting, Words: f.Words, Limit: f.Limit, Offset: f.Offset,
	}
	if !f.Closed {
		selected.State = Open
	}
	return p.Find(ctx, region, sight, selected)
}
