package plan

import (
	"slices"
	"time"

	"jalon/calendar"
)

// Notice is what sort of thing a delivery tells; the commands own the words.
type Notice string

// DeliveryState is where a delivery stands.
type DeliveryState string

// States of a delivery. Only a cancelled one is ever planned again.
const (
	Planned         DeliveryState = "planned"
	Claimed         DeliveryState = "claimed" // frozen in a dispatch
	Sent            DeliveryState = "sent"
	Skipped         DeliveryState = "skipped"
	Failed          DeliveryState = "failed"
	CancelledNotice DeliveryState = "cancelled"
)

// Recipient is one channel or one person.
type Recipient struct {
	Channel ChannelID
	User    UserID // set instead of Channel for a private message
}

// Key is the recipient as the ledger's natural key holds it.
func (r Recipient) Key() string {
	if r.User != "" {
		return "user:" + string(r.User)
	}
	return "channel:" + string(r.Channel)
}

// Delivery is one thing to tell one recipient. (Region, Subject, Revision,
// Step, Recipient) is its natural key: nothing is told twice.
type Delivery struct {
	ID       string
	Region   RegionID
	Subject  Ref
	Revision int
	Step     string // "J-7", or the name of a notice sent once
	To       Recipient
	Notice   Notice
	Service  ServiceID // the part it is about; empty for the whole
	When     calendar.Moment
	DueAt    time.Time // When as an instant
	State    DeliveryState
	Reason   string // code of why it was skipped, failed or cancelled
	Dispatch string // the dispatch that carries it, once claimed
	Drawn    int    // version of the subject that the dispatch shows; 0 for none
	SentAt   time.Time
	Version  int
}

// Reasons of a delivery that was not sent.
const (
	ReasonPast      = "past"       // its hour was past when it was planned
	ReasonClosed    = "closed"     // the part or the deadline was closed
	ReasonReplanned = "replanned"  // the schedule changed
	ReasonLeft      = "left"       // the person left, and has no account any more
	ReasonNoChannel = "no_channel" // the service has no channel
	ReasonSettled   = "settled"    // somebody answered, or the question went on to somebody else
	ReasonOvertaken = "overtaken"  // another step of the same thing left in its place
	ReasonAway      = "away"       // the person was away
	ReasonNothing   = "nothing"    // there was nothing to say when it came
)

// heldBy tells that the ledger shows a delivery by the moment it was announced for,
// though it waited for an opening since.
func (v Delivery) heldBy() bool {
	return v.reminds() && !v.byHand() || slices.Contains(Pointing, v.Notice)
}

// Held tells that a delivery waits for longer than was announced.
func (v Delivery) Held() bool {
	return v.State == Planned && v.heldBy() && v.DueAt.Sub(v.announced()) > Lateness
}

// LateBy is how long after its hour a delivery was sent.
func (v Delivery) LateBy() time.Duration {
	if v.heldBy() {
		return v.SentAt.Sub(v.announced())
	}
	return v.SentAt.Sub(v.DueAt)
}

// DispatchKind is which call of the chat a dispatch is.
type DispatchKind string

// Kinds of dispatch.
const (
	Create DispatchKind = "create" // a post in a channel
	Direct DispatchKind = "direct" // a post in a private conversation
	Edit   DispatchKind = "edit"   // a new drawing of a card
)

// DispatchState is where a dispatch stands.
type DispatchState string

// States of a dispatch.
const (
	Ready   DispatchState = "ready"   // never tried, or refused for a while: may be sent
	Sending DispatchState = "sending" // a call is or was under way under a lease
	InDoubt DispatchState = "doubt"   // a call ended without an answer: look up before sending again
	Posted  DispatchState = "sent"    // the chat has it
	Refused DispatchState = "refused" // the chat will never take it
	Dropped DispatchState = "dropped" // became pointless before it was sent
)

// Dispatch is one call of the chat: a frozen text for a frozen list of
// deliveries, never regrouped. Its key travels in the post's properties.
type Dispatch struct {
	ID      string
	Region  RegionID
	Key     string // random; unique; see PostKey
	Kind    DispatchKind
	To      Recipient
	Post    string // the post edited, or the post created once sent
	Channel ChannelID
	Root    string // the post under which a created one is written; empty for none
	Subject Ref
	Service ServiceID
	Notice  Notice
	// Drawn is the version of the subject that Content shows.
	Drawn   int
	Content []byte // frozen drawing; only the renderer and the poster read it
	State   DispatchState
	Reason  string // code of the last refusal
	// Attempts counts the calls. FirstTried is by the server's clock,
	// LastTried, NextTry and LeaseUntil by jalon's own, never a rehearsed one.
	Attempts   int
	FirstTried time.Time
	LastTried  time.Time
	NextTry    time.Time
	Lease      string // who holds it
	LeaseUntil time.Time
	CreatedAt  time.Time
	Version    int
}

// LiveCard is a post that shows a subject and is drawn again when it changes.
type LiveCard struct {
	Region  RegionID
	Subject Ref
	Post    string
	Channel ChannelID
	User    UserID // the reader, when the card is in a private conversation
	Service ServiceID
	Notice  Notice
	Key     string // of the dispatch that created the post
	Drawn   int    // version of the subject that the post shows
	Wanted  int    // version that it must show
	Dead    bool   // the post can no longer be edited
	Reason  string
	Version int
}

// SlashToken is what a trigger's requests must prove, as a hash.
type SlashToken struct {
	Region  RegionID
	Trigger string
	Hash    string // hexadecimal SHA-256
}
