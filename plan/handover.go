package plan

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"jalon/calendar"
	"jalon/i18n"
)

// Holder is who holds things: a person, or a service.
type Holder struct {
	User    UserID
	Service ServiceID // set instead of User for what a service owes
}

// ItemKind is what sort of thing somebody holds.
type ItemKind string

// Item is one thing that a holder holds. Its key names it among all that the
// holder holds, as people type it: "E12", "serie-E3".
type Item struct {
	Kind ItemKind
	Key  string
	// Title says what it is, in French as people wrote it; read anew each time.
	Title string
	// Due is when a deadline is due, zero for anything else; read anew too.
	Due Due
	// Discreet tells that the title may not stand in the message of a post.
	Discreet bool
	// Merged tells that the one it goes to already had a part of it.
	Merged bool
	// Questions are the meetings about which the former holder of a seat was asked,
	// and what became of the question.
	Questions []QuestionMoved
}

// Handover is what went from one holder to another in one transaction.
type Handover struct {
	Region   RegionID
	ID       string
	From, To Holder
	Actor    UserID
	At       time.Time
	Items    []Item
}

// HandoverRef names a handover as the subject of the ledger.
func HandoverRef(id string) Ref { return Ref(handoverMark + id) }

const handoverMark = "H:"

// handover is the identifier that the reference of a handover holds.
func (r Ref) handover() (string, bool) { return strings.CutPrefix(string(r), handoverMark) }

// NoticeHandover tells who receives what was handed over.
const NoticeHandover Notice = "passation"

// Holdings is all that is open and held by one holder, with the people and
// services that it is about.
type Holdings struct {
	From  Holder
	Agent Agent // the person, when the holder is one
	Items []Item
	// Kept is what stays with them.
	Kept []Kept
	// Seen is what a person who agrees must have been shown: it changes with
	// the items.
	Seen string
}

// HandoverChanged is the refusal of a handover of something else than what the
// person was shown.
type HandoverChanged struct{ Holdings Holdings }

// Error says so for logs.
func (h *HandoverChanged) Error() string { return "what is to be handed over changed meanwhile" }

// Wanted says what of the holdings goes, and on the sight of what.
type Wanted struct {
	// Keys names some items; none stands for all of them, and then Seen must
	// be what was shown.
	Keys []string
	Seen string
}

var (
	textSameHolder = i18n.T(
		"C’est deux fois la même personne ou le même service. Rien n’a changé.\nPar exemple : `/jalon passation @bob vers @chloe`",
		"It is twice the same person or service. Nothing has changed.\nFor example: `/jalon passation @bob vers @chloe`")
	textMixedHolders = i18n.T(
		"Une personne transmet à une personne, un service à un service. Rien n’a changé.\n"+
			"Par exemple : `/jalon passation @bob vers @chloe` ou `/jalon passation 62 vers DREAL`",
		"A person hands over to a person, a service to a service. Nothing has changed.\n"+
			"For example: `/jalon passation @bob vers @chloe` or `/jalon passation 62 vers DREAL`")
	textNoHandover = i18n.T(
		"Cette passation ne peut pas être faite depuis votre compte. Rien n’a changé.\n"+
			"Règle : chaque personne transmet ce qu’elle suit, et la coordination ce que suivent les autres.\n"+
			"Pour l’obtenir : {ask}",
		"This handover cannot be made from your account. Nothing has changed.\n"+
			"Rule: everybody hands over what they hold, the coordination what others hold.\n"+
			"To get this right: {ask}")
	textNotHeld = i18n.T(
		"**{key}** ne figure pas dans ce qui est à transmettre. Rien n’a changé.\nPour voir la liste : `/jalon passation {from} vers {to}`",
		"**{key}** is not among what is to be handed over. Nothing has changed.\nTo see the list: `/jalon passation {from} vers {to}`")
)

// holding is one sort of thing that can be held: how what a holder holds of it
// is listed, and how one of them goes to another holder.
type holding struct {
	kind ItemKind
	list func(tx Tx, dir DirectoryView, from Holder, now time.Time) ([]Item, error)
	move func(p *Planner, tx Tx, m moving, item *Item) error
}

// moving is a handover under way.
type moving struct {
	dir      DirectoryView
	call     Call
	from, to Holder
}

// holdings lists the sorts of things, in the order they are shown. What jalon
// learns to follow is added here.
var holdings = []holding{
	{ItemDeadline, listDeadlines, moveDeadline},
	{ItemSeries, listSeries, moveSeries},
	{ItemDeputy, listDeputies, moveDeputy},
	{ItemReferent, listReferents, moveReferent},
	{ItemProject, listProjects, moveProject},
	{ItemSeat, listSeats, moveSeat},
}

// Holdings reads all that is open and held by a holder, for somebody who may
// hand it over to another; the zero Holder when it is not known yet to whom.
func (p *Planner) Holdings(ctx context.Context, call Call, from, to Holder) (Holdings, error) {
	var out Holdings
	err := p.store.Read(ctx, func(tx Tx) error {
		m := moving{call: call, from: from, to: to}
		var err error
		if m.dir, err = lookAt(tx, call); err != nil {
			return err
		}
		if to == (Holder{}) {
			err = mayHandOver(m.dir.Actor, m.dir, from)
		} else {
			err = m.check(tx)
		}
		if err != nil {
			return err
		}
		if out, err = heldBy(tx, m.dir, from, call.Now); err != nil {
			return err
		}
		out.Kept, err = keptBy(tx, m.dir, from, call.Now)
		return err
	})
	return out, wrap(err, "holdings")
}

func mayHandOver(a Actor, dir DirectoryView, from Holder) error {
	if from.User != "" && from.User == a.User || Allowed(a, ManageAgents, Deadline{}) {
		return nil
	}
	return Refuse(Denied, textNoHandover.With("ask", dir.Ask()))
}

func heldBy(tx Tx, dir DirectoryView, from Holder, now time.Time) (Holdings, error) {
	h := Holdings{From: from}
	var err error
	if from.User != "" {
		if h.Agent, err = knownAgent(tx, dir.Region.ID, from.User); err != nil {
			return h, err
		}
	}
	for _, sort := range holdings {
		found, err := sort.list(tx, dir, from, now)
		if err != nil {
			return h, err
		}
		h.Items = append(h.Items, found...)
	}
	h.Seen = seenOf(h.Items)
	return h, nil
}

// seenOf sums up items so that a button can carry what was shown.
func seenOf(items []Item) string {
	sum := sha256.New()
	for _, item := range items {
		_, _ = sum.Write([]byte(string(item.Kind) + " " + item.Key + "\n")) // a hash takes everything
	}
	return hex.EncodeToString(sum.Sum(nil)[:5])
}

// HandOver moves what is wanted of a holder's things to another, in one
// transaction, and tells the receiver once. It returns [*HandoverChanged] when
// all was wanted on the sight of something else.
func (p *Planner) HandOver(ctx context.Context, call Call, from, to Holder, w Wanted) (Handover, error) {
	var done Handover
	err := p.write(ctx, func(tx Tx) error {
		m := moving{call: call, from: from, to: to}
		var err error
		if m.dir, err = lookAt(tx, call); err != nil {
			return err
		}
		if err := m.check(tx); err != nil {
			return err
		}
		held, err := heldBy(tx, m.dir, from, call.Now)
		if err != nil {
			return err
		}
		items, err := w.of(tx, m, held)
		if err != nil {
			return err
		}
		done = Handover{
			Region: call.Actor.Region, ID: p.newID(), From: from, To: to, Actor: call.Actor.User, At: call.Now, Items: items,
		}
		return p.handOver(tx, m, done)
	})
	return done, wrap(err, "hand over")
}

// check refuses a handover that cannot be or that the actor may not make.
func (m moving) check(tx Tx) error {
	switch {
	case m.from == m.to:
		return Refuse(Invalid, textSameHolder.With())
	case (m.from.User == "") != (m.to.User == ""):
		return Refuse(Invalid, textMixedHolders.With())
	}
	if err := mayHandOver(m.dir.Actor, m.dir, m.from); err != nil || m.to.User == "" {
		return err
	}
	to, err := knownAgent(tx, m.dir.Region.ID, m.to.User)
	if err == nil && !to.Active {
		err = Refuse(Invalid, textInactive.With("of", Of("**"+to.Username+"**")))
	}
	return err
}

// of chooses among what is held.
func (w Wanted) of(tx Tx, m moving, held Holdings) ([]Item, error) {
	if len(w.Keys) == 0 {
		if w.Seen != held.Seen || len(held.Items) == 0 {
			return nil, &HandoverChanged{Holdings: held}
		}
		return held.Items, nil
	}
	var out []Item
	for _, key := range w.Keys {
		i := slices.IndexFunc(held.Items, func(item Item) bool { return i18n.Fold(item.Key) == i18n.Fold(key) })
		if i < 0 {
			return nil, m.notHeld(tx, key)
		}
		if !slices.ContainsFunc(out, func(o Item) bool { return o.Key == held.Items[i].Key }) {
			out = append(out, held.Items[i])
		}
	}
	return out, nil
}

// notHeld refuses the key of an item that the holder does not hold.
func (m moving) notHeld(tx Tx, key string) error {
	from, err := m.typed(tx, m.from)
	if err != nil {
		return err
	}
	to, err := m.typed(tx, m.to)
	if err != nil {
		return err
	}
	return Refuse(NotFound, textNotHeld.With("key", key, "from", from, "to", to))
}

// typed is a holder as people type it: « @bob », « 62 ».
func (m moving) typed(tx Tx, h Holder) (string, error) {
	if h.User == "" {
		s, _ := m.dir.Service(h.Service)
		return s.Code, nil
	}
	name, err := UserName(tx, m.dir.Region.ID, h.User)
	return "@" + name, err
}

// handOver moves the items, records it, and queues what the receiver is told.
func (p *Planner) handOver(tx Tx, m moving, h Handover) error {
	for i := range h.Items {
		at := slices.IndexFunc(holdings, func(sort holding) bool { return sort.kind == h.Items[i].Kind })
		if err := holdings[at].move(p, tx, m, &h.Items[i]); err != nil {
			return err
		}
	}
	if err := tx.AddHandover(h); err != nil {
		return err
	}
	var keys []string // those of deputies hold a user name, and have their own entry
	for _, item := range h.Items {
		if item.Kind != ItemDeputy {
			keys = append(keys, item.Key)
		}
	}
	if err := p.noteHandover(tx, m, keys); err != nil {
		return err
	}
	if m.from.User != "" {
		if err := p.refreshAgent(tx, m.dir.Region.ID, m.from.User); err != nil {
			return err
		}
	}
	return p.tellReceiver(tx, m, h)
}

// tellReceiver queues one message for who receives, unless they did it.
func (p *Planner) tellReceiver(tx Tx, m moving, h Handover) error {
	to := Recipient{User: m.to.User}
	if m.to.User == "" {
		to = recipient(m.dir, Part{Service: m.to.Service})
	}
	if to == (Recipient{}) || to.User != "" && to.User == m.call.Actor.User {
		return nil
	}
	when, err := m.dir.moment(m.to.Service, m.call.Now)
	if err != nil {
		return err
	}
	_, err = tx.PlanDelivery(Delivery{
		ID: p.newID(), Region: h.Region, Subject: HandoverRef(h.ID), Revision: 1, Step: string(NoticeHandover),
		To: to, Notice: NoticeHandover, Service: m.to.Service, When: when, DueAt: m.call.Now, State: Planned, Version: 1,
	})
	return err
}

// moment is an instant by the clock of a service.
func (v DirectoryView) moment(service ServiceID, now time.Time) (calendar.Moment, error) {
	zone := v.Region.TimeZone
	if s, ok := v.Service(service); ok && s.TimeZone != "" {
		zone = s.TimeZone
	}
	loc, err := calendar.LoadZone(zone)
	if err != nil {
		return calendar.Moment{}, err
	}
	local := now.In(loc)
	return calendar.Moment{
		Date: calendar.DateOf(now, loc), Time: calendar.TimeOfDay{Hour: local.Hour(), Minute: local.Minute()}, Zone: zone,
	}, nil
}

func (p *Planner) noteHandover(tx Tx, m moving, keys []string) error {
	from, to, err := m.people(tx)
	if err != nil {
		return err
	}
	if m.from.User != "" {
		return p.noteAgent(tx, m.call, "passation", m.from.User,
			map[string]any{"holder": from, "items": keys}, map[string]any{"holder": to, "items": keys})
	}
	return p.journal(tx, m.call, "passation", Ref("S:"+string(m.from.Service)),
		map[string]any{"service": m.from.Service, "items": keys}, map[string]any{"service": m.to.Service, "items": keys}, "")
}

// LoadHandover reads a handover inside a transaction, with the titles of what
// went; for those who draw what the ledger says.
func LoadHandover(tx Tx, region RegionID, ref Ref) (Handover, error) {
	id, ok := ref.handover()
	if !ok {
		return Handover{}, ErrNotFound
	}
	h, err := tx.Handover(region, id)
	if err != nil {
		return h, err
	}
	services, err := tx.Services(region)
	if err != nil {
		return h, err
	}
	for i := range h.Items {
		if err := h.Items[i].entitle(tx, region, services); err != nil {
			return h, err
		}
	}
	return h, nil
}
