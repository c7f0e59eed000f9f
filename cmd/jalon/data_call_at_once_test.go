package main_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"jalon/plan"
)

// atOnce has people answer at one moment; all of them must be taken.
func (g *gathering) atOnce(t *testing.T, people map[plan.UserID]plan.ServiceID) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	begin := make(chan struct{})
	var wg sync.WaitGroup
	for by, s := range people {
		call, err := g.call(by, channelOf(s))
		must(t, err)
		wg.Go(func() {
			<-begin
			_, err := g.planner.AnswerDataCall(ctx, call, g.ref, plan.NewAnswer{Outcome: plan.Received, Values: []string{"6", string(by)}})
			if err != nil {
				t.Errorf("%s: %v", by, err)
			}
		})
	}
	close(begin)
	wg.Wait()
}

func TestFiveAnswersAtOnceAreFiveResponsesOnOneCard(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(t *testing.T, w *world) {
		g := newlyAsked(t, w)
		people := map[plan.UserID]plan.ServiceID{}
		for _, s := range asked {
			people[agentsOf(s)[0]] = s
		}
		g.atOnce(t, people)
		must(t, g.settle())
		v, err := g.view()
		must(t, err)
		want(t, "responses", v.Given(), 5)
		want(t, "state", v.Deadline.State, plan.Done)
		for _, r := range v.Responses {
			want(t, "answers of "+string(r.Part.Service), len(r.All), 1)
			want(t, "answer of "+string(r.Part.Service), r.Whole.Values, []string{"6", string(agentsOf(r.Part.Service)[0])})
			want(t, "part of "+string(r.Part.Service), r.Part.State, plan.Done)
		}
		must(t, g.checkCard(v))
		g.until(t, 4, 9, 0) // the next opening
		all, err := g.deliveries(g.ref)
		must(t, err)
		complete := 0
		for _, d := range all {
			if d.Notice == plan.NoticeDataCallClosed && d.State == plan.Sent {
				complete++
			}
		}
		want(t, "times that the asker is told that all answered", complete, 1)
	})
}

func TestTwoAnswersOfAServiceAtOnceAreBothKept(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(t *testing.T, w *world) {
		g := newlyAsked(t, w)
		for round := 1; round <= 4; round++ {
			first, second := agentsOf("62")[0], agentsOf("62")[1]
			g.atOnce(t, map[plan.UserID]plan.ServiceID{first: "62", second: "62"})
			v, err := g.view()
			must(t, err)
			r, _ := v.Response("62")
			if len(r.All) != 2*round {
				t.Fatalf("%d answers are kept of %d", len(r.All), 2*round)
			}
			last := r.All[2*round-2:]
			want(t, "answers of two people", last[0].By != last[1].By, true)
			want(t, "what stands", r.Whole.By, last[1].By)
			want(t, "its rank", r.Whole.Rank, 2*round)
			want(t, "who gave the part back", r.Part.ClosedBy, last[1].By)
			want(t, "responses", v.Given(), 1)
		}
		must(t, g.settle())
		v, err := g.view()
		must(t, err)
		must(t, g.checkCard(v))
	})
}
