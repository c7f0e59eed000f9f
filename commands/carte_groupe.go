package commands

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"jalon/calendar"
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

// Several reminders for one recipient are one post: its message says how many,
// the body lists them with where each stands, and each has its button.

var (
	textGroup     = i18n.T("**{n} échéances à suivre**", "**{n} deadlines to follow**")
	textGroupLate = i18n.T("**{n} échéances à suivre, dont {late} en retard**", "**{n} deadlines to follow, {late} overdue**")
	textGroupSent = i18n.T("**Envoyé avec retard : {n} rappels**", "**Sent late: {n} reminders**")
	textOutage    = i18n.T(
		"jalon était arrêté du {from}, au {to}.", "jalon was stopped from {from} to {to}.")
	textGroupPart  = i18n.T("{heading} ({n} sur {of}, {all} en tout)", "{heading} ({n} of {of}, {all} in all)")
	textGroupItem  = i18n.T("- {state} · {title} ({ref})", "- {state} · {title} ({ref})")
	textGroupMoved = i18n.T("- N’est plus suivie ici ({ref})", "- Is no longer followed here ({ref})")
	textItemSent   = i18n.T("{line} · rappel du {when}", "{line} · reminder of {when}")
	textSentLate   = i18n.T("Envoyé avec retard (prévu {when})", "Sent late (planned {when})")
	textPlannedAt  = i18n.T("{date} à {hour}", "{date} at {hour}")
	textOvertaken  = i18n.T(
		"Remplace {n} rappel plus ancien, qui n’avait pas pu partir.",
		"Stands for {n} older reminder that could not leave.")
	textOvertakens = i18n.T(
		"Remplace {n} rappels plus anciens, qui n’avaient pas pu partir.",
		"Stands for {n} older reminders that could not leave.")
	textEscalatedOne  = i18n.T("**Sans réponse après relances : {n} échéance**", "**No answer after the chases: {n} deadline**")
	textEscalatedMany = i18n.T("**Sans réponse après relances : {n} échéances**", "**No answer after the chases: {n} deadlines**")
	textNoMoreChases  = i18n.T(
		"Un contact direct est conseillé : jalon ne relancera plus ces services.",
		"Direct contact is advised: jalon will not chase these services any more.")
	textItemSilent  = i18n.T("{line} · {who}", "{line} · {who}")
	labelPostponeOf = i18n.T("Reporter…", "Postpone…")
	textMenuItem    = i18n.T("{ref} · {title}", "{ref} · {title}")
	labelDoneOf     = i18n.T("Fait {ref}", "Done {ref}")
)

// groupLimit is how many deadlines « Pourquoi ? » answers for at once: those of
// a post.
const groupLimit = 10

// groupItem is one reminder of a group, as the drawing keeps it.
type groupItem struct {
	Subject plan.Ref       `json:"subject"`
	Service plan.ServiceID `json:"service,omitempty"`
	// Escalated is the services that are told of, in an escalation.
	Escalated []plan.ServiceID `json:"escalated,omitempty"`
	// Planned is when the reminder should have left, when it left late.
	Planned calendar.Date `json:"planned,omitzero"`
}

// itemKey names what a post tells as the ledger does, for whoever counts.
func itemKey(v plan.Delivery) string { return fmt.Sprintf("%s/%d/%s", v.Subject, v.Revision, v.Step) }

// renderGroup draws several reminders for one recipient.
func (r *Router) renderGroup(tx plan.Tx, now time.Time, b plan.Batch) (drawing, map[plan.Ref]int, error) {
	head := b.Deliveries[0]
	w, err := r.drawerOf(tx, now, head.Region, head.Service)
	if err != nil {
		return drawing{}, nil, err
	}
	receiver, err := plan.ReceiverOf(tx, now, head)
	if err != nil {
		return drawing{}, nil, err
	}
	g := group{w: w, at: plan.LiveCard{Channel: receiver.To.Channel, User: receiver.To.User}, instead: receiver.For.User}
	var found groupCount
	for _, v := range b.Deliveries {
		if g.escalate(v) {
			continue
		}
		s, err := plan.LoadScheduled(tx, v.Region, v.Subject)
		if err != nil {
			return drawing{}, nil, err
		}
		s.Deadline = w.heldTo(s.Deadline, v.Service)
		item := groupItem{Subject: v.Subject, Service: v.Service}
		if v.Notice == plan.NoticeEscalation {
			item.Escalated = []plan.ServiceID{v.Service}
		}
		if v.LateAt(now) {
			item.Planned = v.When.Date
			found.behind++
		}
		if missed, err := plan.OutageOf(tx, now, v); err != nil {
			return drawing{}, nil, err
		} else if !missed.From.IsZero() {
			found.outage = missed
		}
		if s.Deadline.LateAt(now) {
			found.late++
		}
		if !slices.Contains(found.services, v.Service) {
			found.services = append(found.services, v.Service)
		}
		g.items, g.things = append(g.items, item), append(g.things, s)
	}
	g.sort()
	c := g.card()
	c.Message = g.manner().message(b, found, w.inTheStead(receiver))
	shows := map[plan.Ref]int{}
	for _, s := range g.things {
		shows[s.Deadline.Ref()] = s.Deadline.Version
	}
	return drawing{Card: c, For: receiver.For.User, Group: g.items}, shows, nil
}

// redrawGroup draws all that a post of several reminders lists, as each stands.
func (r *Router) redrawGroup(tx plan.Tx, now time.Time, live plan.LiveCard, posted drawing) (card.Card, error) {
	w, err := r.drawerOf(tx, now, live.Region, posted.Group[0].Service)
	if err != nil {
		return card.Card{}, err
	}
	g := group{w: w, at: live, instead: posted.For, items: posted.Group}
	drawn := 0
	for _, item := range posted.Group {
		s, err := plan.LoadScheduled(tx, live.Region, item.Subject)
		if err != nil {
			return card.Card{}, err
		}
		s.Deadline = w.heldTo(s.Deadline, item.Service)
		g.things = append(g.things, s)
		if item.Subject == live.Subject {
			drawn = s.Deadline.Version
		}
	}
	c := g.card()
	c.Subject, c.Version, c.Message = string(live.Subject), drawn, posted.Message
	return c, nil
}

// group is several reminders about to be drawn in one post.
type group struct {
	w       drawer
	at      plan.LiveCard
	instead plan.UserID
	items   []groupItem
	things  []plan.Scheduled // in the order of the items
}

// sort puts first what is due first, and so what is late.
func (g *group) sort() {
	order := make([]int, len(g.items))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		x, y := g.things[a].Deadline, g.things[b].Deadline
		return cmp.Or(x.Due.Compare(y.Due), cmp.Compare(x.Number, y.Number))
	})
	items, things := make([]groupItem, len(order)), make([]plan.Scheduled, len(order))
	for i, from := range order {
		items[i], things[i] = g.items[from], g.things[from]
	}
	g.items, g.things = items, things
}

// groupCount is what is counted over the lines of a group as it leaves.
type groupCount struct {
	behind, late int // lines that leave late, deadlines that are overdue
	outage       plan.Outage
	services     []plan.ServiceID
}

// groupManner is what a group of reminders and one of escalations say differently.
type groupManner interface {
	// message is said above the lines; stead says for whom the reader receives it.
	message(b plan.Batch, found groupCount, stead string) string
	button(d plan.Deadline, item groupItem) card.Button
	// owes tells whether an open part is one that a line asks for.
	owes(p plan.Part, at plan.LiveCard, item groupItem) bool
	// follows tells whether the reader still has to do with a deadline.
	follows(d plan.Deadline, at plan.LiveCard) bool
	// ends completes a line.
	ends(line string, d plan.Deadline, item groupItem, owed bool) string
}

// manner tells a group of escalations from one of reminders, by its first line.
func (g *group) manner() groupManner {
	if len(g.items) > 0 && len(g.items[0].Escalated) > 0 {
		return escalations{g}
	}
	return reminders{g}
}

// escalate adds a service to the line of a deadline that is told already.
func (g *group) escalate(v plan.Delivery) bool {
	for i := range g.items {
		if item := &g.items[i]; item.Subject == v.Subject && v.Notice == plan.NoticeEscalation {
			item.Escalated = append(item.Escalated, v.Service)
			return true
		}
	}
	return false
}

// heading says how many lines a post has, and which part of several it is.
func (g *group) heading(b plan.Batch, text i18n.Msg, late int) string {
	heading := text.In(g.w.lang, "n", len(g.items), "late", late)
	if b.Of > 1 {
		heading = textGroupPart.In(g.w.lang, "heading", heading, "n", b.Number, "of", b.Of, "all", b.All)
	}
	return heading
}

// by names the services of a channel; a person knows what is theirs.
func (g *group) by(services []plan.ServiceID) string {
	if g.at.User != "" {
		return ""
	}
	names := make([]string, len(services))
	for i, id := range services {
		names[i] = g.w.services.byID(id).Name
	}
	return textBy.In(g.w.lang, "who", i18n.And(g.w.lang, names))
}

// card is what changes of a group: each line, and the buttons of those that are
// still owed.
func (g *group) card() card.Card {
	c := card.Card{Subject: string(g.items[0].Subject), Version: g.things[0].Deadline.Version, Urgency: card.Done}
	var list []string
	postpone := card.Button{ID: "reporter", Label: labelPostponeOf.In(g.w.lang), Style: card.Variant}
	for i, s := range g.things {
		d := s.Deadline
		at := g.at
		at.Service = g.items[i].Service
		owed := g.owed(d, at, g.items[i])
		list = append(list, g.line(s, g.items[i], at, owed))
		if !owed {
			continue
		}
		c.Buttons = append(c.Buttons, g.manner().button(d, g.items[i]))
		if !d.IsDataCall() {
			postpone.Choices = append(postpone.Choices, g.postpone(d, at))
		}
		if d.LateAt(g.w.now) {
			c.Urgency = card.Late
		} else if c.Urgency == card.Done {
			c.Urgency = card.Calm
		}
	}
	c.Body = lines(list...)
	if len(postpone.Choices) > 0 {
		c.Buttons = append(c.Buttons, postpone)
	}
	if len(c.Buttons) > 0 {
		c.Buttons = append(c.Buttons, g.why())
	}
	return c
}

// postpone is the choice that gives a line another date.
func (g *group) postpone(d plan.Deadline, at plan.LiveCard) card.Button {
	ref := string(d.Ref())
	return card.Button{
		ID: "reporter" + ref, Label: textMenuItem.In(g.w.lang, "ref", ref, "title", g.title(d, at)),
		Command: "echeance reporter " + ref, Subject: ref, Drawn: d.Version,
	}
}

// title is that of a deadline, unless its readers here may not see it.
func (g *group) title(d plan.Deadline, at plan.LiveCard) string {
	if d.Discreet && !g.w.mayShow(d, at, g.instead) {
		return textSecretTitle.In(g.w.lang)
	}
	return d.Title
}

// why asks about all the lines at once: a button for each would not read.
func (g *group) why() card.Button {
	refs := make([]string, len(g.things))
	for i, s := range g.things {
		refs[i] = string(s.Deadline.Ref())
	}
	return card.Button{
		ID: "pourquoi", Label: labelWhy.In(g.w.lang), Style: card.Quiet, Command: "jalon pourquoi " + strings.Join(refs, " "),
	}
}

// owed tells whether a part of a deadline is open that a line asks for.
func (g *group) owed(d plan.Deadline, at plan.LiveCard, item groupItem) bool {
	return d.State == plan.Open && slices.ContainsFunc(d.OpenParts(), func(p plan.Part) bool {
		return g.manner().owes(p, at, item)
	})
}

// line says where one item stands.
func (g *group) line(s plan.Scheduled, item groupItem, at plan.LiveCard, owed bool) string {
	w, d := g.w, s.Deadline
	if d.State == plan.Open && !g.manner().follows(d, at) {
		return textGroupMoved.In(w.lang, "ref", d.Ref())
	}
	title := card.Quote(g.title(d, at))
	when := w.whenShort(d)
	if d.State == plan.Open && !owed { // this reader's part is done, others go on
		when = textLineDone.In(w.lang, "when", w.dateShort(d))
	}
	line := textGroupItem.In(w.lang, "state", when, "title", title, "ref", d.Ref())
	return g.manner().ends(line, d, item, owed)
}

// sentLate is the line of a lone reminder that leaves late.
func (w drawer) sentLate(v plan.Delivery) string {
	if !v.LateAt(w.now) {
		return ""
	}
	when := textPlannedAt.In(w.lang, "date", w.words.Short(v.When.Date, w.today), "hour", w.words.Hour(v.When.Time))
	return textSentLate.In(w.lang, "when", when)
}

// outage says from when to when jalon was stopped.
func (w drawer) outage(o plan.Outage) string {
	if o.From.IsZero() {
		return ""
	}
	at := func(t time.Time) string {
		local := t.In(w.zone)
		day, hour := calendar.DateOf(t, w.zone), calendar.TimeOfDay{Hour: local.Hour(), Minute: local.Minute()}
		return w.words.Full(day) + ", " + w.words.Hour(hour)
	}
	return textOutage.In(w.lang, "from", at(o.From), "to", at(o.To))
}

// overtaken tells how many older reminders a post stands for.
func (w drawer) overtaken(n int) string {
	if n == 0 {
		return ""
	}
	return i18n.Plural(w.lang, n, textOvertaken, textOvertakens).In(w.lang, "n", n)
}
