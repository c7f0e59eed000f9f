package commands

import (
	"errors"
	"slices"
	"strings"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:    30,
	path:    "jalon passation",
	aliases: []string{"passation"},
	summary: i18n.T("transmettre tout ce que suit une personne ou un service", "hand over all that a person or a service holds"),
	args: []arg{
		{"@personne | <service>", "@bob", i18n.T("qui transmet ; sans cela, vous", "who hands over; without it, you"), true},
		{"vers @personne | <service>", "vers @chloe", i18n.T("qui reçoit", "who receives"), false},
		{"<éléments>", "E12 E15", i18n.T("seulement ceux-ci ; sans cela, tout est montré avant votre accord", "only these; without it, all is shown before you agree"), true},
	},
	keywords: []string{"vers", "tout"},
	examples: []string{"jalon passation @bob vers @chloe", "jalon passation @bob vers @chloe E12 E15", "jalon passation 62 vers DREAL"},
	right:    plan.UseIt,
	who: i18n.T("chaque personne pour ce qu’elle suit, la coordination pour tous",
		"everybody for what they hold, the coordination for all"),
	seeAlso: []string{"jalon agent absence", "echeance confier"},
	run:     handOver,
})

var (
	textHeldTitle  = i18n.T("**{from} vers {to} : {n} élément ouvert**", "**From {from} to {to}: {n} open item**")
	textHeldTitles = i18n.T("**{from} vers {to} : {n} éléments ouverts**", "**From {from} to {to}: {n} open items**")
	textHeldKind   = i18n.T("- {count}", "- {count}")
	textAgreeFirst = i18n.T("Rien ne change avant votre accord.", "Nothing changes until you agree.")
	textHeldSince  = i18n.T(
		"Ce qui est à transmettre a changé depuis. Rien n’est transmis : voici la liste à jour.",
		"What is to be handed over has changed since. Nothing is handed over: here is the present list.")
	textHeldNone = i18n.T(
		"**{from}** ne suit aucun élément ouvert : rien n’est à transmettre.\nPour vérifier : `/echeance liste {typed}`",
		"**{from}** holds no open item: there is nothing to hand over.\nTo check: `/echeance liste {typed}`")
	textHandedOne       = i18n.T("{n} élément transmis {to}{told}", "{n} item handed over to {to}{told}")
	textHandedMany      = i18n.T("{n} éléments transmis {to}{told}", "{n} items handed over to {to}{told}")
	textTold            = i18n.T(" : un message privé l’en informe.", ": a private message says so.")
	textToldChannel     = i18n.T(" : un message l’annonce dans ~{channel}.", ": a message says so in ~{channel}.")
	textToldSelf        = i18n.T(".", ".")
	textMergedOne       = i18n.T("{list} concernait déjà {to} : les deux parts n’en font plus qu’une.", "{list} was already for {to}: both parts are now one.")
	textMergedMany      = i18n.T("{list} concernaient déjà {to} : les deux parts n’en font plus qu’une.", "{list} were already for {to}: both parts are now one.")
	textHandNothing     = i18n.T("Rien n’est transmis.", "Nothing is handed over.")
	textChooseItems     = i18n.T("**Que transmettre {from} {to} ?**\n{list}\n\nPlusieurs à la fois : `/{line}`", "**What to hand over from {from} to {to}?**\n{list}\n\nSeveral at once: `/{line}`")
	textChooseRow       = i18n.T("- **{key}** · {title}", "- **{key}** · {title}")
	textHandWho         = i18n.T("Il manque qui reçoit. Rien n’a changé.\nPar exemple : `/{line}`", "Who receives is missing. Nothing has changed.\nFor example: `/{line}`")
	textHolderUnread    = i18n.T("**« {words} »** n’est ni une personne ni un service. Rien n’a changé.\nPar exemple : `/{example}`", "**“{words}”** is neither a person nor a service. Nothing has changed.\nFor example: `/{example}`")
	titleHandOver       = i18n.T("Transmettre", "Hand over")
	labelReceiver       = i18n.T("À qui", "To whom")
	helpReceiver        = i18n.T("Nom d’utilisateur de qui reçoit, par exemple : @chloe", "User name of who receives, for example: @chloe")
	labelHandOver       = i18n.T("Transmettre", "Hand over")
	labelHandAll        = i18n.T("Tout transmettre", "Hand over all")
	labelHandSome       = i18n.T("Choisir", "Choose")
	labelHandNone       = i18n.T("Renoncer", "Give up")
	handoverButtonLimit = 5
	handoverRowLimit    = 20
)

// party is who hands over or receives, as people say and type it.
type party struct {
	plan.Holder
	name, typed string
	service     plan.Service
}

// the is the party with its article: « bob », « la DREAL ».
func (p party) the(lang i18n.Lang) string {
	if p.User != "" {
		return p.name
	}
	return p.service.The(lang)
}

// subject is the party at the beginning of a sentence; the name of an account
// stays as it is.
func (p party) subject(lang i18n.Lang) string {
	if p.User != "" {
		return p.name
	}
	return capital(p.service.The(lang))
}

// of is the party after « de »: « de bob », « de la DREAL ».
func (p party) of(lang i18n.Lang) string {
	if p.User != "" {
		return plan.Of(p.name).In(lang)
	}
	return p.service.OfThe(lang)
}

// to is the party after « à »: « à carole », « à la DREAL ».
func (p party) to(lang i18n.Lang) string {
	switch {
	case p.User == "":
		return p.service.ToThe(lang)
	case lang == i18n.EN:
		return p.name
	default:
		return "à " + p.name
	}
}

// handoverLine is a line of the command read into its parts.
type handoverLine struct {
	from, to party
	keys     []string
	choose   bool
	giveUp   bool
}

func handOver(e *Env) (card.Reply, error) {
	if giver, receiver, found := strings.Cut(" "+e.s.text, " à @"); found && e.s.person == "" {
		e.s.text, e.s.person = strings.TrimSpace(giver), receiver
	}
	from, err := e.party(strings.TrimPrefix(e.s.text, "de "), party{
		Holder: plan.Holder{User: e.req.User}, name: e.dir.Actor.Username, typed: "@" + e.dir.Actor.Username,
	})
	if err != nil {
		return card.Reply{}, err
	}
	l, err := e.receiver(from)
	if err != nil {
		return card.Reply{}, err
	}
	switch {
	case l.to.Holder == plan.Holder{}:
		return e.askReceiver(from)
	case l.giveUp:
		return card.Reply{Text: e.say(textHandNothing)}, nil
	case len(l.keys) == 0 && e.s.named["tout"] == "":
		return e.showHoldings(l)
	}
	done, err := e.plan.HandOver(e.ctx, e.call, l.from.Holder, l.to.Holder, plan.Wanted{Keys: l.keys, Seen: e.s.named["tout"]})
	if changed, ok := errors.AsType[*plan.HandoverChanged](err); ok {
		reply := e.holdings(l, changed.Holdings)
		reply.Text, reply.Error = lines(e.say(textHeldSince), reply.Text), true
		return reply, nil
	}
	if err != nil {
		return card.Reply{}, err
	}
	text := e.handed(l, done)
	if left, err := e.plan.Holdings(e.ctx, e.call, l.from.Holder, l.to.Holder); err == nil { // it is done, whatever can be read of it
		text = lines(text, e.kept(left.Kept))
	}
	return card.Reply{Text: text}, nil
}

// receiver reads what follows « vers »: who receives, then which items.
func (e *Env) receiver(from party) (handoverLine, error) {
	l := handoverLine{from: from}
	words := strings.Fields(e.s.named["vers"])
	for len(words) > 1 {
		last := words[len(words)-1]
		switch {
		case i18n.Fold(last) == "choisir":
			l.choose = true
		case i18n.Fold(last) == "renoncer":
			l.giveUp = true
		case isItemKey(last):
			l.keys = append(l.keys, strings.TrimRight(last, ",;"))
		default:
			last = ""
		}
		if last == "" {
			break
		}
		words = words[:len(words)-1]
	}
	slices.Reverse(l.keys)
	text := strings.Join(words, " ")
	if text == "" && e.s.person != "" {
		text = "@" + e.s.person // after « à »
	}
	var err error
	l.to, err = e.party(text, party{})
	return l, err
}

// isItemKey tells a word that names an item: E12, serie-E3, suppleance-emile.
func isItemKey(word string) bool {
	word = strings.TrimRight(word, ",;")
	if _, ok := plan.ParseDeadlineRef(word); ok {
		return true
	}
	kind, rest, found := strings.Cut(i18n.Fold(word), "-")
	return found && rest != "" && (kind == "serie" || kind == "suppleance" || kind == "referent" || kind == "siege")
}

// party reads a person or a service; the one given for no words.
func (e *Env) party(text string, none party) (party, error) {
	if text = strings.TrimSpace(text); text == "" {
		return none, nil
	}
	if name, ok := strings.CutPrefix(text, "@"); ok && !strings.Contains(name, " ") {
		a, err := e.anyoneNamed(name)
		return party{Holder: plan.Holder{User: a.User}, name: a.Username, typed: "@" + a.Username}, err
	}
	found, unknown := e.x.match(strings.Fields(text))
	if len(found) == 1 && len(unknown) == 0 {
		s := e.x.byID(found[0])
		return party{Holder: plan.Holder{Service: s.ID}, name: s.Name, typed: s.Code, service: s}, nil
	}
	a, err := e.plan.AgentNamed(e.ctx, e.req.Region, text)
	switch {
	case err == nil:
		return party{Holder: plan.Holder{User: a.User}, name: a.Username, typed: "@" + a.Username}, nil
	case !isNotFound(err):
		return party{}, err
	case len(unknown) > 0 && e.x.looksMeant(unknown):
		return party{}, unknownService(e.x, unknown[0])
	default:
		return party{}, askFor(e.say(textHolderUnread, "words", card.Quote(clip(text)), "example", e.cmd.examples[0]))
	}
}

// askReceiver asks who receives.
func (e *Env) askReceiver(from party) (card.Reply, error) {
	line := e.cmd.path + " " + from.typed
	if from.User == "" || !e.req.CanForm {
		return card.Reply{}, askFor(e.say(textHandWho, "line", line+" vers @chloe"))
	}
	held, err := e.plan.Holdings(e.ctx, e.call, from.Holder, plan.Holder{})
	if err != nil {
		return card.Reply{}, err
	}
	if len(held.Items) == 0 {
		return e.nothingHeld(from, held), nil
	}
	return card.Reply{Form: &card.Form{
		Title: e.say(titleHandOver), Command: line, Submit: e.say(labelHandOver),
		Fields: []card.Field{{Name: "vers", Label: e.say(labelReceiver), Help: e.say(helpReceiver)}},
	}}, nil
}

// showHoldings shows what would go, and asks for an agreement.
func (e *Env) showHoldings(l handoverLine) (card.Reply, error) {
	held, err := e.plan.Holdings(e.ctx, e.call, l.from.Holder, l.to.Holder)
	if err != nil {
		return card.Reply{}, err
	}
	if l.choose {
		return e.chooseItems(l, held), nil
	}
	return e.holdings(l, held), nil
}

func (e *Env) nothingHeld(from party, held plan.Holdings) card.Reply {
	return card.Reply{Text: lines(e.say(textHeldNone, "from", from.subject(e.lang), "typed", from.typed), e.kept(held.Kept))}
}

// line is the command for what a button stands for.
func (l handoverLine) line(e *Env, more string) string {
	return e.cmd.path + " " + l.from.typed + " vers " + l.to.typed + " " + more
}

func (e *Env) holdings(l handoverLine, held plan.Holdings) card.Reply {
	if len(held.Items) == 0 {
		return e.nothingHeld(l.from, held)
	}
	n := len(held.Items)
	text := lines(
		e.say(i18n.Plural(e.lang, n, textHeldTitle, textHeldTitles), "from", e.fromWords(l.from), "to", l.to.the(e.lang), "n", n),
		strings.Join(e.itemCounts(held.Items), "\n"))
	text = lines(text, e.kept(held.Kept))
	return card.Reply{Text: text + "\n\n" + e.say(textAgreeFirst), Buttons: []card.Button{
		{ID: "tout", Label: e.say(labelHandAll), Style: card.Primary, Command: l.line(e, "tout "+held.Seen)},
		{ID: "choisir", Label: e.say(labelHandSome), Style: card.Variant, Command: l.line(e, "choisir")},
		{ID: "renoncer", Label: e.say(labelHandNone), Style: card.Quiet, Command: l.line(e, "renoncer")},
	}}
}

// fromWords begins the title of what would go: « De bob », and the bare name in
// English, whose sentence holds the rest.
func (e *Env) fromWords(p party) string {
	if e.lang == i18n.EN {
		return p.of(e.lang)
	}
	return capital(p.of(e.lang))
}

// chooseItems lists the items, with a button for each of the first.
func (e *Env) chooseItems(l handoverLine, held plan.Holdings) card.Reply {
	if len(held.Items) == 0 {
		return e.nothingHeld(l.from, held)
	}
	var rows []string
	var buttons []card.Button
	var keys []string
	for i, item := range held.Items {
		if i < 2 {
			keys = append(keys, item.Key)
		}
		if i < handoverButtonLimit {
			buttons = append(buttons, card.Button{
				ID: "transmettre" + item.Key, Label: item.Key, Style: card.Variant, Command: l.line(e, item.Key),
			})
		}
		if i < handoverRowLimit {
			rows = append(rows, e.drawer().itemRow(item))
		}
	}
	if left := len(held.Items) - handoverRowLimit; left > 0 {
		rows = append(rows, e.say(textHeldKind, "count", e.say(i18n.Plural(e.lang, left, textOther, textOthers), "n", left)))
	}
	buttons = append(buttons, card.Button{ID: "renoncer", Label: e.say(labelHandNone), Style: card.Quiet, Command: l.line(e, "renoncer")})
	return card.Reply{Buttons: buttons, Text: e.say(textChooseItems, "from", l.from.of(e.lang), "to", l.to.to(e.lang),
		"list", strings.Join(rows, "\n"), "line", l.line(e, strings.Join(keys, " ")))}
}

var (
	textOther  = i18n.T("et {n} autre", "and {n} other")
	textOthers = i18n.T("et {n} autres", "and {n} others")
)

// handed says what went, and what was merged.
func (e *Env) handed(l handoverLine, done plan.Handover) string {
	n := len(done.Items)
	told := e.say(textTold)
	switch {
	case l.to.User == e.req.User:
		told = e.say(textToldSelf)
	case l.to.service.ChannelName != "":
		told = e.say(textToldChannel, "channel", l.to.service.ChannelName)
	case l.to.User == "":
		told = e.say(textToldSelf)
	}
	var merged []string
	for _, item := range done.Items {
		if item.Merged {
			merged = append(merged, item.Key)
		}
	}
	text := e.say(i18n.Plural(e.lang, n, textHandedOne, textHandedMany), "n", n, "to", l.to.to(e.lang), "told", told)
	if len(merged) > 0 {
		text = lines(text, e.say(i18n.Plural(e.lang, len(merged), textMergedOne, textMergedMany),
			"list", i18n.And(e.lang, merged), "to", l.to.the(e.lang)))
	}
	return lines(text, e.questionsMoved(done))
}
