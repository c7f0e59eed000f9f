package commands

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

// Router finds the command that a line names and answers it. It also draws what
// the ledger has to say.
type Router struct {
	planner  *plan.Planner
	log      *slog.Logger
	commands []*command
	byPath   map[string]*command
	indexes  indexes
	channels Channels
	people   People // nil where nobody but the agents is known
	links    Links  // nil where posts have no address
	files    Files  // nil where none can be handed in
}

// NewRouter checks every command. It fails when one is incomplete or when two
// have the same name, so that such a program does not start.
func NewRouter(planner *plan.Planner, log *slog.Logger) (*Router, error) {
	r := &Router{planner: planner, log: log, byPath: map[string]*command{}}
	r.commands = slices.Clone(registered)
	slices.SortFunc(r.commands, func(a, b *command) int {
		return cmp.Or(strings.Compare(a.trigger(), b.trigger()), cmp.Compare(a.rank, b.rank), strings.Compare(a.path, b.path))
	})
	for _, c := range r.commands {
		if err := c.check(); err != nil {
			return nil, err
		}
		for _, path := range append([]string{c.path}, c.aliases...) {
			if other := r.byPath[path]; other != nil {
				return nil, fmt.Errorf("%q names both %q and %q", path, other.path, c.path)
			}
			r.byPath[path] = c
		}
	}
	return r, nil
}

// UseChannels gives the router the chat in which it looks channels up. Without
// it no service can be given a channel. It is called before the first request.
func (r *Router) UseChannels(c Channels) { r.channels = c }

// mother is the trigger under which every command can also be typed.
const mother = "jalon"

// Run answers a request. It never fails: what goes wrong is said in words, and
// an internal fault is logged under the reference that the person is given.
func (r *Router) Run(ctx context.Context, req Request) card.Reply {
	e, err := r.newEnv(ctx, req)
	if err != nil {
		return r.explain(&Env{lang: langOf(req), req: req}, err)
	}
	reply, err := r.run(e)
	if err != nil {
		return r.explain(e, err)
	}
	return reply
}

func langOf(req Request) i18n.Lang {
	if req.Lang == i18n.EN {
		return i18n.EN
	}
	return i18n.FR
}

func (r *Router) run(e *Env) (card.Reply, error) {
	line := strings.TrimPrefix(normalize(e.req.Line), "/")
	c, rest, err := r.find(e, line)
	if err != nil {
		return card.Reply{}, err
	}
	e.cmd, e.rest = c, rest
	if e.s, err = read(rest, c.takes, c.keywords, e.x, e.dates()); err != nil {
		return card.Reply{}, err
	}
	if err := e.fillForm(); err != nil {
		return card.Reply{}, err
	}
	if c.right == plan.ReadMeetings && !plan.AllowedIn(e.dir.Actor, c.right, "") {
		return card.Reply{}, plan.Refuse(plan.Denied, textMeetingsHidden.With(
			"rule", c.right.Rule().With(), "yours", e.dir.Yours(), "ask", e.dir.Ask()))
	}
	reply, err := c.run(e)
	if err == nil && c.undoable && !reply.Error && reply.Form == nil {
		reply.Text = lines(reply.Text, e.say(textMistake))
	}
	return reply, err
}

var textMeetingsHidden = i18n.T(
	"Les instances et les séances ne se montrent pas à votre compte.\nRègle : {rule}. {yours}\nPour l’obtenir : {ask}",
	"Bodies and meetings do not show to your account.\nRule: {rule}. {yours}\nTo get this right: {ask}")

// find cuts a line into the command it names and what follows.
func (r *Router) find(e *Env, line string) (*command, string, error) {
	line = r.home(withoutGreeting(line))
	for _, words := range []int{4, 3, 2, 1} {
		head, tail, ok := cutWords(line, words)
		if !ok {
			continue
		}
		// A word alone names its command only when nothing follows, so that
		// « echeance ajoutter » is a slip; a short name such as « aide » may go on.
		c := r.byPath[spoken(head)]
		if tail != "" && slices.Contains(bareAnswers, spoken(head)) {
			continue
		}
		if c != nil && (tail == "" || !r.isGroup(i18n.Fold(head)) && (words > 1 || c.verb() != "")) {
			return c, tail, nil
		}
	}
	if first, rest := cutWord(line); rest != "" && r.takesFreely(first, rest) {
		return r.byPath[i18n.Fold(first)], rest, nil
	}
	return nil, "", r.unknown(e, line)
}

// bareAnswers answer a question when they stand alone: what follows may say the
// opposite, « non, finalement je siège ».
var bareAnswers = []string{"oui", "non"}

// spoken is a path without the signs of a sentence: « je suis empêchée, congés ».
func spoken(head string) string {
	words := strings.Fields(i18n.Fold(strings.ReplaceAll(head, "’", "'")))
	for i, w := range words {
		words[i] = strings.TrimRight(w, ",;:.!")
	}
	return strings.Join(words, " ")
}

// takesFreely tells whether words that name no action may follow a word: « projet
// ERBM » does, « projet lsite », which is a slip, does not.
func (r *Router) takesFreely(first, rest string) bool {
	c := r.byPath[i18n.Fold(first)]
	word, _ := cutWord(rest)
	return c != nil && c.freely && len(nearest(word, r.under(c.path))) == 0
}

// withoutGreeting takes « bonjour, » off the beginning of what is said to jalon, and
// « finalement », which leads to another answer.
func withoutGreeting(line string) string {
	first, rest := cutWord(line)
	switch strings.TrimRight(i18n.Fold(first), ",! ") {
	case "bonjour", "bonsoir", "salut", "hello", "finalement", "desole", "desolee", "pardon":
		if rest = strings.TrimLeft(rest, ",! "); rest != "" {
			return rest
		}
	}
	return line
}

// home gives a line the first word that it is known by: « jalon echeance
// liste » is « echeance liste », and « service liste », typed without a slash,
// is « jalon service liste ».
func (r *Router) home(line string) string {
	first, rest := cutWord(line)
	if i18n.Fold(first) == mother {
		if second, _ := cutWord(rest); rest != "" && r.trigger(second) {
			return rest
		}
		return line
	}
	if !r.trigger(first) && slices.Contains(r.under(mother), i18n.Fold(first)) {
		return mother + " " + line
	}
	return line
}

// under lists the words that may follow a path, in the order of the commands,
// each once: the actions of a trigger, and those of a group such as « jalon
// service ».
func (r *Router) under(path string) []string {
	var out []string
	for _, c := range r.commands {
		if after, ok := strings.CutPrefix(c.path, path+" "); ok {
			if word, _ := cutWord(after); !slices.Contains(out, word) {
				out = append(out, word)
			}
		}
	}
	return out
}

// isGroup tells whether a path is but the beginning of others, as « jalon
// service » is that of « jalon service liste ». « jalon rappels », which takes
// words of its own, is a command that another one goes on from.
func (r *Router) isGroup(path string) bool {
	c := r.byPath[path]
	return len(r.under(path)) > 0 && (c == nil || len(c.args) == 0)
}

// trigger tells whether a word begins the name of some command.
func (r *Router) trigger(word string) bool {
	folded := i18n.Fold(word)
	for path := range r.byPath {
		if head, _ := cutWord(path); head == folded && head != mother {
			return true
		}
	}
	return false
}

func cutWord(line string) (word, rest string) {
	word, rest, _ = strings.Cut(strings.TrimSpace(line), " ")
	return word, strings.TrimSpace(rest)
}

// cutWords cuts the first n words off a line; false when it has fewer.
func cutWords(line string, n int) (head, tail string, ok bool) {
	tail = line
	var words []string
	for range n {
		var w string
		w, tail = cutWord(tail)
		if w == "" {
			return "", "", false
		}
		words = append(words, w)
	}
	return strings.Join(words, " "), tail, true
}

var (
	textUnknownVerb = i18n.T(
		"**« {word} »** n’est pas une action de `/{trigger}`. Rien n’est enregistré.\n{hint}",
		"**“{word}”** is not an action of `/{trigger}`. Nothing is saved.\n{hint}")
	textUnknownLine = i18n.T(
		"Cette phrase n’est pas comprise. Rien n’est enregistré.\nEssayez : `/echeance liste`, `/echeance ajouter Note ERBM vendredi` ou `/jalon aide`",
		"This sentence is not understood. Nothing is saved.\nTry: `/echeance liste`, `/echeance ajouter Note ERBM vendredi` or `/jalon aide`")
	textNoSuchVerb = i18n.T(
		"**« {word} »** n’est pas une action de `/{trigger}`.\n{hint}",
		"**“{word}”** is not an action of `/{trigger}`.\n{hint}")
	textToSeeIt    = i18n.T("Pour voir {what} : `/{line}`", "To see {what}: `/{line}`")
	textDidYouMean = i18n.T("Vouliez-vous dire : {list} ?", "Did you mean: {list}?")
	textActions    = i18n.T("Actions possibles : {list}", "Possible actions: {list}")
	labelYes       = i18n.T("Oui, {word}", "Yes, {word}")
)

// unknown says what is not a command, with the nearest that are.
func (r *Router) unknown(e *Env, line string) error {
	first, rest := cutWord(line)
	home := i18n.Fold(first)
	if len(r.under(home)) == 0 {
		if err := e.invitation(line); err != nil {
			return err
		}
		if near := nearest(first, r.triggers()); len(near) > 0 {
			line := strings.TrimSpace(near[0] + " " + rest)
			return askFor(e.say(textUnknownLine)+"\n"+e.say(textDidYouMean, "list", "`/"+card.Code(line)+"`"),
				card.Button{ID: "dire1", Label: e.say(labelYes, "word", near[0]), Style: card.Primary, Command: line})
		}
		return askFor(e.say(textUnknownLine))
	}
	word, after := cutWord(rest)
	if group := home + " " + i18n.Fold(word); r.isGroup(group) {
		home = group
		word, after = cutWord(after)
	}
	asked, verbs := home, r.under(home)
	near := nearest(word, verbs)
	if len(near) == 0 && home == mother {
		home, near = r.elsewhere(word)
	}
	if len(near) == 0 {
		if line, what := e.shownBy(home, rest); line != "" {
			return askFor(e.say(textNoSuchVerb, "word", card.Quote(clip(word)), "trigger", asked,
				"hint", e.say(textToSeeIt, "what", what, "line", card.Code(line))),
				card.Button{ID: "dire1", Label: e.say(labelSee, "ref", what), Style: card.Primary, Command: line})
		}
		return askFor(e.say(textUnknownVerb, "word", card.Quote(clip(word)), "trigger", asked,
			"hint", e.say(textActions, "list", strings.Join(verbs, ", "))))
	}
	var lines []string
	var buttons []card.Button
	for i, verb := range near {
		typed := strings.TrimSpace(home + " " + verb + " " + r.mend(home+" "+verb, after))
		lines = append(lines, "`/"+card.Code(typed)+"`")
		buttons = append(buttons, card.Button{
			ID: fmt.Sprintf("dire%d", i+1), Label: e.say(labelYes, "word", verb), Style: card.Primary, Command: typed,
		})
	}
	return askFor(e.say(textUnknownVerb, "word", card.Quote(clip(word)), "trigger", asked,
		"hint", e.say(textDidYouMean, "list", i18n.Or(e.lang, lines))), buttons...)
}

// shownBy is the command that shows what stands in the place of an action: a
// service after « jalon service », a person after « jalon agent », a body after
// « instance », a meeting after « seance ». It is empty when that is none.
func (e *Env) shownBy(group, rest string) (line, what string) {
	_, named := cutWord(rest)
	inBodies := group == "instance" || group == "seance"
	if inBodies && !plan.AllowedIn(e.dir.Actor, plan.ReadMeetings, "") || !inBodies && named == "" {
		return "", ""
	}
	switch group {
	case mother + " service":
		if s, err := e.service(named); err == nil {
			return group + " voir " + plan.TypedCode(s.Code), card.Quote(s.Code)
		}
	case mother + " agent":
		if a, err := e.plan.AgentNamed(e.ctx, e.req.Region, named); err == nil {
			return group + " voir @" + a.Username, "@" + card.Quote(a.Username)
		}
	case "instance":
		if b, err := e.bodyNamed(rest); err == nil {
			return group + " voir " + typedBody(b), card.Quote(b.Called())
		}
	case "seance":
		if v, err := e.meetingNamed(rest); err == nil {
			return group + " voir " + string(v.Ref()), string(v.Ref())
		}
	}
	return "", ""
}

// mend corrects the action that follows a group: both words may be slips.
func (r *Router) mend(group, rest string) string {
	word, after := cutWord(rest)
	if near := nearest(word, r.under(group)); len(near) > 0 {
		return strings.TrimSpace(near[0] + " " + after)
	}
	return rest
}

// elsewhere finds the trigger that has an action of that name: « /jalon liste »
// means « /echeance liste ».
func (r *Router) elsewhere(word string) (trigger string, near []string) {
	for _, t := range r.triggers() {
		if found := nearest(word, r.under(t)); t != mother && len(found) > 0 {
			return t, found
		}
	}
	return "", nil
}

// triggers lists the first words of all commands, each once.
func (r *Router) triggers() []string {
	var out []string
	for _, c := range r.commands {
		if !slices.Contains(out, c.trigger()) {
			out = append(out, c.trigger())
		}
	}
	return out
}

var (
	textFault = i18n.T(
		"**jalon n’a pas pu terminer.** Rien n’a été modifié.\nRéessayez dans une minute. Si le problème continue, transmettez la référence **{ref}** à l’administration de jalon.",
		"**jalon could not finish.** Nothing was changed.\nTry again in a minute. If it happens again, give reference **{ref}** to the people who run jalon.")
	textBusy = i18n.T(
		"jalon est très sollicité. Rien n’a été modifié. Réessayez dans une minute.",
		"jalon is very busy. Nothing was changed. Try again in a minute.")
	textStale = i18n.T(
		"L’échéance a changé au même moment. Rien n’a été modifié. Vérifiez, puis recommencez : `/echeance liste`",
		"The deadline changed at the same moment. Nothing was changed. Check, then start again: `/echeance liste`")
)

// explain turns an error into what a person is shown.
func (r *Router) explain(e *Env, err error) card.Reply {
	var refused *plan.Error
	var question *ask
	var choice *plan.Choice
	var closed *plan.AlreadyClosed
	var series *plan.SeriesChoice
	var stale *plan.ServiceStale
	var overtaken *plan.Overtaken
	var late *plan.ChangedSince
	var moved *plan.ServiceChangedSince
	var same *plan.SameAsked
	switch {
	case errors.As(err, &stale):
		return e.serviceStale(stale)
	case errors.As(err, &question):
		return question.reply
	case errors.As(err, &refused):
		return card.Reply{Text: refused.Text.In(e.lang), Error: true}
	case errors.As(err, &choice):
		return e.chooseService(choice)
	case errors.As(err, &closed):
		return e.alreadyClosed(closed)
	case errors.As(err, &series):
		return e.howFar(series)
	case errors.As(err, &overtaken):
		return e.overtaken(overtaken)
	case errors.As(err, &late):
		return e.tooLateToUndo(late)
	case errors.As(err, &same):
		return e.sameAsked(same)
	case errors.As(err, &moved):
		return e.serviceMoved(moved)
	case errors.Is(err, plan.ErrBusy):
		return card.Reply{Text: e.say(textBusy), Error: true}
	case errors.Is(err, plan.ErrStale):
		return card.Reply{Text: e.say(textStale), Error: true}
	}
	ref := "JA-" + rand.Text()[:6]
	r.log.Error("request failed", "ref", ref, "user", e.req.User, "error", err)
	return card.Reply{Text: e.say(textFault, "ref", ref), Error: true}
}
