package main_test

import (
	"strings"
	"testing"
	"time"

	"jalon/plan"
)

// inChannel lists the posts of a channel that tell a step.
func (w *world) inChannel(channel plan.ChannelID, step string) (texts []string) {
	for _, p := range w.chat.Posts() {
		if p.Channel == channel && strings.Contains(p.Text, "/"+step+"/") {
			texts = append(texts, p.Text)
		}
	}
	return texts
}

func TestWhatIsDueAtOnceInAChannelIsOnePostOfTenAtMost(t *testing.T) {
	t.Parallel()
	w := tell(t)
	refs := []plan.Ref{"E1"}
	for range 11 {
		ref, err := w.ask(10)
		must(t, err)
		refs = append(refs, ref)
	}
	must(t, w.turn(), w.pass(3*24*time.Hour), w.settle(), w.check(refs))
	var items []int
	for _, text := range w.inChannel(pref62, "J-7") {
		items = append(items, len(strings.Fields(text)))
	}
	want(t, "items of each post", items, []int{10, 2})
}

func TestWhatWaitsForItsChannelIsDrawnAgainBeforeItLeaves(t *testing.T) {
	t.Parallel()
	w := tell(t)
	must(t, w.turn())
	drawn := 0
	w.words.Spoil = func(v plan.Delivery) error {
		if v.Step == "J-7" && v.To.Channel == pref62 {
			drawn++
		}
		return nil
	}
	w.reborn(0, false)
	w.chat.Archive(pref62, true)
	must(t, w.pass(3*24*time.Hour))
	want(t, "drawings when it is due", drawn, 1)
	must(t, w.pass(time.Minute))
	want(t, "drawings for a try a minute later", drawn, 1)
	w.chat.Archive(pref62, false)
	must(t, w.pass(20*time.Hour), w.settle(), w.check([]plan.Ref{"E1"}))
	want(t, "drawings once it could leave", drawn, 2)
	want(t, "posts", len(w.inChannel(pref62, "J-7")), 1)
}

func TestWhatWaitedIsNotSaidBesideALaterStep(t *testing.T) {
	t.Parallel()
	w := tell(t)
	must(t, w.turn())
	w.chat.Archive(pref62, true)
	must(t, w.pass(3*24*time.Hour)) // J-7 waits
	must(t, w.pass(3*24*time.Hour)) // J-3 is due too
	w.chat.Archive(pref62, false)
	must(t, w.settle(), w.check([]plan.Ref{"E1"}))
	want(t, "J-7", w.states(t, "J-7"), []string{"channel:c-59 sent", "channel:c-62 skipped (overtaken)"})
	want(t, "J-3", w.states(t, "J-3"), []string{"channel:c-59 sent", "channel:c-62 sent"})
}

func TestAChannelThatRefusesIsToldOnceUntilItTakesPostsAgain(t *testing.T) {
	t.Parallel()
	w := tell(t)
	must(t, w.turn())
	alerts := func() []string { return w.inChannel(sgar, plan.CodeArchived) }
	w.chat.Archive(pref62, true)
	for range 3 {
		_, err := w.ask(20)
		must(t, err, w.pass(time.Minute))
	}
	want(t, "alerts while it is archived", len(alerts()), 1)
	w.chat.Archive(pref62, false)
	must(t, w.settle())
	w.chat.Archive(pref62, true)
	_, err := w.ask(20)
	must(t, err, w.pass(time.Minute))
	want(t, "alerts once archived again", len(alerts()), 2)
	w.chat.Archive(pref62, false)
	must(t, w.settle(), w.check([]plan.Ref{"E1", "E2", "E3", "E4", "E5"}))
}
