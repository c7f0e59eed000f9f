package bot

import (
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"jalon/bot/bottest"
	"jalon/plan"
)

func TestFindKnowsThePostByItsKey(t *testing.T) {
	w := newWorld(t)
	d := w.frozen(t, "key1", "pref-62", e17)
	for range 3 { // other posts, and one that only looks like it
		w.posted(t, "other", "pref-62", e17)
	}
	w.bob.Post(t, bottest.Post{ChannelID: w.channels["pref-62"].ID, Message: e17.Message, Props: map[string]any{propKey: "key1"}})
	if _, found, err := w.Poster().Find(t.Context(), d); found || err != nil {
		t.Fatalf("found before it is posted: %v", err)
	}
	sent, err := w.Poster().Send(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	got, found, err := w.Poster().Find(t.Context(), d)
	if err != nil || !found || !cmp.Equal(got, sent) {
		t.Errorf("found %v %+v %v, want %+v", found, got, err, sent)
	}
	w.admin.Must(t, http.MethodDelete, "/posts/"+sent.Post, nil, nil)
	if _, found, err := w.Poster().Find(t.Context(), d); found || err != nil {
		t.Errorf("a deleted post is found: %v", err)
	}
}

func TestFindLooksInThePrivateConversation(t *testing.T) {
	w := newWorld(t)
	d := w.toPerson(t, "key1", w.alice)
	sent, err := w.Poster().Send(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	if got, found, err := w.Poster().Find(t.Context(), d); err != nil || !found || !cmp.Equal(got, sent) {
		t.Errorf("found %v %+v %v", found, got, err)
	}
}

func TestFindDeletesTheLaterOfTwoPosts(t *testing.T) {
	w := newWorld(t)
	d := w.frozen(t, "key1", "pref-62", e17)
	var posted []string
	for range 3 {
		r, err := w.Poster().Send(t.Context(), d)
		if err != nil {
			t.Fatal(err)
		}
		posted = append(posted, r.Post)
		w.clock.advance(time.Minute) // beyond what the server recognises by itself
	}
	got, found, err := w.Poster().Find(t.Context(), d)
	want := plan.Receipt{Post: posted[0], Channel: plan.ChannelID(w.channels["pref-62"].ID), Removed: posted[1:]}
	if err != nil || !found || !cmp.Equal(got, want) {
		t.Errorf("found %v %v\n%s", found, err, cmp.Diff(want, got))
	}
	if left := w.bob.Posts(t, w.channels["pref-62"].ID); len(left) != 1 || left[0].ID != posted[0] {
		t.Errorf("left %+v", left)
	}
}

func TestFindReadsBeyondWhatTheServerListsAtOnce(t *testing.T) {
	for name, perMoment := range map[string]int{"one at a time": 1, "many at the same instant": 400} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			d := w.frozen(t, "key1", "pref-62", e17)
			for i := range 2*fullPage + 100 {
				w.bob.Say(t, w.channels["pref-62"].ID, "bavardage")
				if i%perMoment == 0 {
					w.clock.advance(time.Millisecond)
				}
			}
			sent, err := w.Poster().Send(t.Context(), d)
			if err != nil {
				t.Fatal(err)
			}
			if got, found, err := w.Poster().Find(t.Context(), d); err != nil || !found || !cmp.Equal(got, sent) {
				t.Errorf("found %v %+v %v", found, got, err)
			}
		})
	}
}

func TestFindOfAnInstantTooFullIsNotASayingNo(t *testing.T) {
	w := newWorld(t)
	d := w.frozen(t, "key1", "pref-62", e17)
	for range fullPage {
		w.bob.Say(t, w.channels["pref-62"].ID, "bavardage")
	}
	if _, found, err := w.Poster().Find(t.Context(), d); found || verdictOf(err).Verdict == plan.Never || err == nil {
		t.Errorf("found %v %v", found, err)
	}
}

func TestFindDoesNotLookForAnEditNorForWhatWasNeverTried(t *testing.T) {
	w := newWorld(t)
	post := w.posted(t, "key1", "pref-62", e17)
	never := w.frozen(t, "key2", "pref-62", e17)
	never.FirstTried = time.Time{}
	before := w.seen.calls
	for _, d := range []plan.Dispatch{w.redraw(t, post.ID, e17), never} {
		if _, found, err := w.Poster().Find(t.Context(), d); found || err != nil {
			t.Errorf("found %v %v", found, err)
		}
	}
	if w.seen.calls != before {
		t.Errorf("%d calls", w.seen.calls-before)
	}
}

func TestFindFailuresLeaveTheDoubt(t *testing.T) {
	listing := "GET /api/v4/channels/"
	for name, c := range map[string]struct {
		call  string
		fault bottest.Fault
		want  verdict
	}{
		"too many requests": {listing, bottest.RateLimited(3 * time.Second), verdict{plan.NotNow, plan.CodeRateLimited, 3 * time.Second}},
		"cut":               {listing, bottest.CutAfter, verdict{plan.NotNow, plan.CodeTimeout, 0}},
		"500":               {listing, bottest.Answering(500, ""), verdict{plan.NotNow, plan.CodeServer, 0}},
		"no deletion":       {"DELETE /api/v4/posts/", bottest.CutBefore, verdict{plan.NotNow, plan.CodeTimeout, 0}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			d := w.frozen(t, "key1", "pref-62", e17)
			for range 2 {
				if _, err := w.Poster().Send(t.Context(), d); err != nil {
					t.Fatal(err)
				}
				w.clock.advance(time.Minute)
			}
			w.mattermost.Break(c.call, c.fault)
			if _, found, err := w.Poster().Find(t.Context(), d); found || verdictOf(err) != c.want {
				t.Errorf("found %v %+v, want %+v: %v", found, verdictOf(err), c.want, err)
			}
			if got, found, err := w.Poster().Find(t.Context(), d); err != nil || !found || len(got.Removed) != 1 {
				t.Errorf("then found %v %+v %v", found, got, err)
			}
		})
	}
}
