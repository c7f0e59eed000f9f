package storetest

import (
	"time"

	"jalon/calendar"
	"jalon/plan"
)

var ledger = []behaviour{
	{"the ledger is read by due instant, then in the order people count, with what carries each line", func(s *scene) {
		later := delivery("later", "E1")
		later.DueAt = noon.Add(time.Hour)
		carried := delivery("carried", "E2")
		carried.State, carried.Dispatch = plan.Claimed, "d1"
		planned(s, later, true)
		planned(s, delivery("tenth", "E10"), true)
		planned(s, carried, true)
		d := carrierOf("d1")
		d.State, d.Reason, d.Post, d.NextTry = plan.Ready, plan.CodeArchived, "post", noon.Add(time.Minute)
		s.write(func(tx plan.Tx) error { return tx.AddDispatch(d) })
		found, total := inLedger(s, plan.LedgerFilter{})
		same(s, lineIDs(found), []string{"carried", "tenth", "later"})
		same(s, total, 3)
		carried.Version = 1
		same(s, found[0], plan.LedgerLine{Delivery: carried, Carrier: plan.Carrier{
			State: plan.Ready, Reason: plan.CodeArchived, Post: "post", NextTry: noon.Add(time.Minute), To: d.To,
		}})
		same(s, found[1].Carrier, plan.Carrier{})
	}},
	{"what is due at one instant about one thing is read by its step, whatever its identifier", func(s *scene) {
		for _, d := range []plan.Delivery{
			{ID: "z", Notice: plan.NoticeDecide, Step: "décision 1.1"},
			{ID: "a", Notice: plan.NoticePassedOn, Step: "silence 1.1"},
			{ID: "m", Notice: plan.NoticeAskAgain, Step: "rappel 1.1"},
		} {
			at := delivery(d.ID, "SE1")
			at.Notice, at.Step = d.Notice, d.Step
			planned(s, at, true)
		}
		found, _ := inLedger(s, plan.LedgerFilter{})
		same(s, lineIDs(found), []string{"z", "m", "a"})
	}},
	{"a page of the ledger tells how much there is, from either end", func(s *scene) {
		for i, id := range []string{"a", "b", "c"} {
			d := delivery(id, "E1")
			d.Step, d.DueAt = id, noon.Add(time.Duration(i)*time.Hour)
			planned(s, d, true)
		}
		found, total := inLedger(s, plan.LedgerFilter{Limit: 2})
		same(s, lineIDs(found), []string{"a", "b"})
		same(s, total, 3)
		found, total = inLedger(s, plan.LedgerFilter{Limit: 2, Offset: 2, Newest: true})
		same(s, lineIDs(found), []string{"a"})
		same(s, total, 3)
		found, total = inLedger(s, plan.LedgerFilter{Limit: 2, Offset: 8})
		same(s, lineIDs(found), []string{})
		same(s, total, 3)
	}},
	{"the ledger is chosen by subject, service, recipient, notice, state and period, in its region only", func(s *scene) {
		d := delivery("this", "E1")
		d.Service, d.To, d.Notice, d.State = s62, plan.Recipient{User: bob}, plan.NoticeReminder, plan.Sent
		planned(s, d, true)
		elsewhere := d
		elsewhere.ID, elsewhere.Region = "elsewhere", idf
		planned(s, elsewhere, true)
		other := delivery("other", "E2")
		other.Service, other.Notice, other.DueAt = s59, plan.NoticeCard, noon.Add(time.Hour)
		planned(s, other, true)
		for _, f := range []plan.LedgerFilter{
			{Subject: "E1"},
			{Services: []plan.ServiceID{sgar, s62}},
			{To: []plan.Recipient{{User: bob}, {Channel: "nowhere"}}},
			{Notices: plan.Reminding},
			{State: plan.Sent},
			{Until: noon.Add(time.Hour)},
			{From: noon, Until: noon.Add(time.Microsecond)},
		} {
			found, total := inLedger(s, f)
			same(s, lineIDs(found), []string{"this"})
			same(s, total, 1)
		}
		found, _ := inLedger(s, plan.LedgerFilter{From: noon.Add(time.Microsecond)})
		same(s, lineIDs(found), []string{"other"})
	}},
	{"what fails is what failed, and what the chat refuses for now", func(s *scene) {
		for id, d := range map[string]plan.Dispatch{
			"refused": {State: plan.Ready, Reason: plan.CodeArchived}, "fresh": {State: plan.Ready},
			"doubtful": {State: plan.InDoubt, Reason: plan.CodeTimeout}, "failed": {State: plan.Refused, Reason: plan.CodeForbidden},
		} {
			v := delivery(id, plan.Ref("E"+id))
			v.State, v.Dispatch = plan.Claimed, id
			if id == "failed" {
				v.State = plan.Failed
			}
			planned(s, v, true)
			carrier := carrierOf(id)
			carrier.State, carrier.Reason = d.State, d.Reason
			s.write(func(tx plan.Tx) error { return tx.AddDispatch(carrier) })
		}
		undrawn := delivery("undrawn", "E2")
		undrawn.State, undrawn.Reason = plan.Failed, plan.ReasonRender
		planned(s, undrawn, true)
		found, total := inLedger(s, plan.LedgerFilter{Failing: true})
		same(s, lineIDs(found), []string{"undrawn", "failed", "refused"})
		same(s, total, 3)
	}},
	{"of several schedules the ledger shows, for one moment, what came furthest", func(s *scene) {
		for i, state := range []plan.DeliveryState{plan.CancelledNotice, plan.Sent, plan.Skipped, plan.Planned} {
			d := delivery(string(state), "E1")
			d.Revision, d.State = i+1, state
			planned(s, d, true)
		}
		for revision := range 3 {
			d := delivery("cancelled"+string(rune('1'+revision)), "E2")
			d.Revision, d.State = revision+1, plan.CancelledNotice
			planned(s, d, true)
		}
		other := delivery("other", "E1")
		other.Revision, other.To = 9, plan.Recipient{Channel: "c-other"}
		planned(s, other, true)
		found, total := inLedger(s, plan.LedgerFilter{})
		same(s, lineIDs(found), []string{"sent", "other", "cancelled3"})
		same(s, total, 3)
	}},
	{"the ledger shows what waits for a later step beside that step", func(s *scene) {
		step := delivery("a step", "E1")
		step.When.Date = calendar.Date{Year: 2026, Month: time.November, Day: 27}
		planned(s, step, true)
		held := step
		held.ID, held.Step, held.When.Date = "held", "J-1", step.When.Date.AddDays(-1)
		planned(s, held, true)
		found, total := inLedger(s, plan.LedgerFilter{})
		same(s, lineIDs(found), []string{"held", "a step"})
		same(s, total, 2)
	}},
	{"the ledger shows a reader what is about the deadlines they see", func(s *scene) {
		add := func(number int, restricted bool, author plan.UserID, part plan.Part) {
			part.State = plan.Open
			d := plan.Deadline{
				Region: hdf, Number: number, Title: "titre", Kind: plan.Internal, State: plan.Open, DueAt: noon, Author: author,
				Restricted: restricted, Discreet: restricted, Parts: []plan.Part{part}, Version: 1,
			}
			s.write(func(tx plan.Tx) error { return tx.AddDeadline(d) })
			planned(s, delivery(string(d.Ref()), d.Ref()), true)
		}
		add(1, false, alice, plan.Part{Service: s59})
		add(2, true, alice, plan.Part{Service: s59})
		add(3, false, alice, plan.Part{Service: s62})
		add(4, true, alice, plan.Part{Service: s62, Assignee: bob})
		add(5, true, bob, plan.Part{Service: sgar})
		planned(s, delivery("head", "journal"), true)
		for _, sees := range []struct {
			sight plan.Sight
			want  []string
		}{
			{plan.Sight{}, []string{}},
			{plan.Sight{All: true}, []string{"E1", "E2", "E3", "E4", "E5", "head"}},
			{plan.Sight{Whole: true}, []string{"E1", "E3"}},
			{plan.Sight{Scope: []plan.ServiceID{s59, s62}}, []string{"E1", "E3"}},
			{plan.Sight{Scope: []plan.ServiceID{s59}, Own: []plan.ServiceID{s59}}, []string{"E1", "E2"}},
			{plan.Sight{Users: []plan.UserID{bob}}, []string{"E4", "E5"}},
			{plan.Sight{Scope: []plan.ServiceID{s62}, Users: []plan.UserID{bob}}, []string{"E3", "E4", "E5"}},
		} {
			found, total := inLedger(s, plan.LedgerFilter{Sight: &sees.sight})
			same(s, lineIDs(found), sees.want)
			same(s, total, len(sees.want))
		}
	}},
	{"a reader of the ledger sees the points of the services seen, and no personal point of another", func(s *scene) {
		add := func(id string, notice plan.Notice, of plan.ServiceID, to plan.Recipient) {
			d := delivery(id, plan.Ref(id+"/2026-11-30"))
			d.Notice, d.Service, d.To = notice, of, to
			planned(s, d, true)
		}
		add("of59", plan.NoticeDigest, s59, plan.Recipient{Channel: "c59"})
		add("of62", plan.NoticeDigest, s62, plan.Recipient{Channel: "c62"})
		add("bobs", plan.NoticePersonal, s62, plan.Recipient{User: bob})
		for _, sees := range []struct {
			sight plan.Sight
			want  []string
		}{
			{plan.Sight{}, []string{}},
			{plan.Sight{All: true}, []string{"of59", "of62"}},
			{plan.Sight{All: true, Users: []plan.UserID{bob}}, []string{"bobs", "of59", "of62"}},
			{plan.Sight{Whole: true}, []string{"of59", "of62"}},
			{plan.Sight{Scope: []plan.ServiceID{s62}}, []string{"of62"}},
			{plan.Sight{Own: []plan.ServiceID{s59}, Users: []plan.UserID{bob}}, []string{"bobs", "of59"}},
		} {
			found, total := inLedger(s, plan.LedgerFilter{Notices: plan.Pointing, Sight: &sees.sight})
			same(s, lineIDs(found), sees.want)
			same(s, total, len(sees.want))
		}
	}},
	{"what is told in the channel of a service is selected with what is about its part", func(s *scene) {
		add := func(id string, of plan.ServiceID, to plan.Recipient) {
			d := delivery(id, plan.Ref(id+"/2026-11-30"))
			d.Service, d.To = of, to
			planned(s, d, true)
		}
		add("about59", s59, plan.Recipient{Channel: "sgar"})
		add("there", "", plan.Recipient{Channel: "c59"})
		add("elsewhere", s62, plan.Recipient{Channel: "c62"})
		f := plan.LedgerFilter{Services: []plan.ServiceID{s59}}
		found, _ := inLedger(s, f)
		same(s, lineIDs(found), []string{"about59"})
		f.Homes = []plan.Recipient{{Channel: "c59"}}
		found, total := inLedger(s, f)
		same(s, lineIDs(found), []string{"there", "about59"})
		same(s, total, 2)
	}},
	{"a reader of the ledger sees what is asked about meetings in channels, and of them", func(s *scene) {
		add := func(id string, notice plan.Notice, of plan.ServiceID, to plan.Recipient) {
			d := delivery(id, plan.Ref(id+"/2026-11-30"))
			d.Notice, d.Service, d.To = notice, of, to
			planned(s, d, true)
		}
		add("SE1", plan.NoticeWasHeld, "", plan.Recipient{Channel: "sgar"})
		add("SE2", plan.NoticeAsk, "", plan.Recipient{User: bob})
		add("SE3", plan.NoticeAsk, "", plan.Recipient{User: alice})
		add("w", plan.NoticeWatch, sgar, plan.Recipient{Channel: "sgar"})
		all := append([]plan.Notice{plan.NoticeDigest, plan.NoticeWatch}, plan.Questioning...)
		for _, sees := range []struct {
			sight plan.Sight
			want  []string
		}{
			{plan.Sight{}, []string{"SE1"}},
			{plan.Sight{All: true}, []string{"w", "SE1", "SE2", "SE3"}},
			{plan.Sight{Scope: []plan.ServiceID{s62}, Users: []plan.UserID{bob}}, []string{"SE1", "SE2"}},
			{plan.Sight{Own: []plan.ServiceID{sgar}, Users: []plan.UserID{alice}}, []string{"w", "SE1", "SE3"}},
		} {
			found, _ := inLedger(s, plan.LedgerFilter{Notices: all, Sight: &sees.sight})
			same(s, lineIDs(found), sees.want)
		}
	}},
	{"the depth of the ledger is what waits, and what failed lately", func(s *scene) {
		depth := func() plan.LedgerDepth {
			return read(s, func(tx plan.Tx) (plan.LedgerDepth, error) { return tx.LedgerDepth(noon, noon.Add(-time.Hour)) })
		}
		same(s, depth(), plan.LedgerDepth{})
		add := func(id string, at time.Time, state plan.DeliveryState) {
			d := delivery(id, "E1")
			d.Step, d.DueAt, d.State = id, at, state
			planned(s, d, true)
		}
		add("due", noon, plan.Planned)
		add("to come", noon.Add(time.Microsecond), plan.Planned)
		add("failed", noon.Add(-time.Hour), plan.Failed)
		add("failed before", noon.Add(-2*time.Hour), plan.Failed)
		add("sent", noon.Add(-3*time.Hour), plan.Sent)
		same(s, depth(), plan.LedgerDepth{Due: 1, Failed: 1, Oldest: noon})
		add("under way", noon.Add(-time.Minute), plan.Claimed)
		for id, state := range map[string]plan.DispatchState{
			"r1": plan.Ready, "r2": plan.Ready, "doubt": plan.InDoubt, "sending": plan.Sending, "posted": plan.Posted, "refused": plan.Refused,
		} {
			d := carrierOf(id)
			d.State, d.LeaseUntil = state, noon
			s.write(func(tx plan.Tx) error { return tx.AddDispatch(d) })
		}
		same(s, depth(), plan.LedgerDepth{Due: 1, Ready: 2, Sending: 1, InDoubt: 1, Failed: 1, Oldest: noon.Add(-time.Minute)})
	}},
}

// carrierOf is a dispatch to a channel.
func carrierOf(id string) plan.Dispatch {
	return plan.Dispatch{ID: id, Region: hdf, Key: "key of " + id, Kind: plan.Create, To: plan.Recipient{Channel: "c-nord"}, State: plan.Ready}
}

func inLedger(s *scene, f plan.LedgerFilter) (found []plan.LedgerLine, total int) {
	s.Helper()
	found = read(s, func(tx plan.Tx) (found []plan.LedgerLine, err error) {
		found, total, err = tx.FindDeliveries(hdf, f)
		return found, err
	})
	return found, total
}

func lineIDs(found []plan.LedgerLine) []string {
	return each(found, func(l plan.LedgerLine) string { return l.ID })
}
