package bot

import (
	"context"
	"crypto/rand"
	"log/slog"
	"strings"
	"time"
	"unicode"

	"jalon/card"
	"jalon/commands"
	"jalon/i18n"
	"jalon/plan"
)

// Outcome is how a request ended, for the log and the counters.
type Outcome string

// Outcomes.
const (
	Answered Outcome = "answered"
	Refused  Outcome = "refused"  // the command said no
	Limited  Outcome = "limited"  // the person asks too fast
	Rejected Outcome = "rejected" // not genuine, or not from here
	Garbled  Outcome = "garbled"  // unreadable or too large
	Broken   Outcome = "broken"   // jalon could not
)

// desk is where all entrances meet: one rate, one router, one line in the log.
type desk struct {
	router   Router
	limiter  *limiter
	known    map[string]map[string]bool // actions announced by each trigger
	log      *slog.Logger
	observer Observer
	now      func() time.Time
	real     func() time.Time
}

func newDesk(c Config) *desk {
	return &desk{
		router: c.Router, limiter: newLimiter(), known: vocabulary(c.Router.Triggers(c.Lang)),
		log: c.Log, observer: c.Observer, now: c.Now, real: c.Real,
	}
}

// ask runs a request that has proved its origin, and notes its outcome.
func (b *Bot) ask(ctx context.Context, v *visit, r commands.Request) card.Reply {
	if !b.desk.limiter.allow(r.User, b.desk.real()) {
		v.end(Limited, nil)
		return card.Reply{Text: textTooFast.In(b.lang(ctx, r.Region, r.User)), Error: true}
	}
	r.Now = b.desk.now()
	reply := b.desk.router.Run(ctx, r)
	if reply.Error {
		v.end(Refused, nil)
	} else {
		v.end(Answered, nil)
	}
	return reply
}

// visit is one request from its arrival to the line it leaves in the log.
type visit struct {
	desk     *desk
	entrance plan.Origin
	start    time.Time
	user     plan.UserID
	line     string
	outcome  Outcome
	why      error
	ref      string
}

func (d *desk) open(entrance plan.Origin) *visit {
	return &visit{desk: d, entrance: entrance, start: d.real()}
}

// close leaves one line in the log. It holds no text that people typed, no
// address to answer at and no trigger identifier.
func (v *visit) close(ctx context.Context) {
	took := v.desk.real().Sub(v.start)
	command := v.desk.path(v.line)
	v.desk.observer.Request(v.entrance, command, v.outcome, took)
	attrs := []slog.Attr{
		slog.String("entrance", string(v.entrance)), slog.String("command", command),
		slog.String("actor", loggable(v.user)), slog.String("outcome", string(v.outcome)),
		slog.Int64("ms", took.Milliseconds()),
	}
	level := slog.LevelInfo
	if v.why != nil {
		attrs = append(attrs, slog.String("why", v.why.Error()))
	}
	if v.ref != "" {
		attrs = append(attrs, slog.String("ref", v.ref))
	}
	switch v.outcome {
	case Broken:
		level = slog.LevelError
	case Rejected, Limited, Garbled:
		level = slog.LevelWarn
	case Answered, Refused:
	}
	v.desk.log.LogAttrs(ctx, level, "request", attrs...)
}

// end notes how the visit ended.
func (v *visit) end(o Outcome, why error) { v.outcome, v.why = o, why }

// broken notes an internal error and returns what the person is told: a
// reference that stands in the log, and no detail.
func (v *visit) broken(err error, lang i18n.Lang) string {
	v.ref = reference()
	v.end(Broken, err)
	return textBroken.In(lang, "ref", v.ref)
}

// reference makes a short name for an internal error, easy to dictate.
func reference() string { return "JA-" + rand.Text()[:4] }

// loggable is an identifier as it may stand in the log. Before its request is
// proved genuine it may be anything.
func loggable(user plan.UserID) string {
	const longest = 26
	if len(user) > longest {
		return "?"
	}
	for _, r := range string(user) {
		if r > unicode.MaxASCII || (!unicode.IsLetter(r) && !unicode.IsDigit(r)) {
			return "?"
		}
	}
	return string(user)
}

// vocabulary reads which actions each trigger announces in its hint.
func vocabulary(triggers []commands.Trigger) map[string]map[string]bool {
	known := make(map[string]map[string]bool, len(triggers))
	for _, t := range triggers {
		actions := map[string]bool{}
		for _, word := range strings.FieldsFunc(t.Hint, func(r rune) bool { return !unicode.IsLetter(r) }) {
			actions[i18n.Fold(word)] = true
		}
		known[i18n.Fold(t.Name)] = actions
	}
	return known
}

// path is the part of a line that is jalon's own words: the trigger and the
// action it announces. The rest is people's.
func (d *desk) path(line string) string {
	words := strings.Fields(line)
	if len(words) == 0 {
		return ""
	}
	trigger := i18n.Fold(words[0])
	actions, ok := d.known[trigger]
	if !ok {
		return "?"
	}
	if len(words) > 1 && actions[i18n.Fold(words[1])] {
		return trigger + " " + i18n.Fold(words[1])
	}
	return trigger
}
