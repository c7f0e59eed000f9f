package bot

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"strconv"
	"time"

	"jalon/plan"
)

// ticket is what a button or a form brings back: the line it stands for and the
// only circumstances in which it counts. Mattermost proves nothing of these, so
// the ticket is sealed by jalon.
type ticket struct {
	Format  int    `json:"v"`
	KeyID   string `json:"k"`
	Purpose string `json:"p"`
	Region  string `json:"r"`
	// Line is what pressing stands for, without its slash.
	Line    string `json:"a"`
	Subject string `json:"o,omitempty"`
	Drawn   int    `json:"d,omitempty"`
	Channel string `json:"c"`
	Private bool   `json:"i,omitempty"` // Channel is the conversation with jalon
	// Dispatch is the key of the dispatch that posted the card; such a ticket
	// has no end, for a card lives as long as its object.
	Dispatch string `json:"x,omitempty"`
	// User and Until bind a ticket without Dispatch to one person for a while;
	// Until is in seconds since 1970.
	User  string `json:"u,omitempty"`
	Until int64  `json:"t,omitempty"`
	// Thread names where the answer to a form goes; see [threads].
	Thread string `json:"h,omitempty"`
	Proof  string `json:"m"`
}

const ticketFormat = 1

// Purposes keep a button's ticket from passing for a form's.
const (
	forButton = "button"
	forForm   = "form"
	forCheck  = "check" // pressed or typed by jalon itself, to learn whether it is reached
	forProof  = "proof" // the answer to what a check typed
)

// Lives of the tickets that are bound to a person.
const (
	privateButtonLife = 24 * time.Hour
	formLife          = time.Hour
)

// Why a ticket is refused.
var (
	errForged    = errors.New("ticket not sealed by jalon")
	errExpired   = errors.New("ticket out of date")
	errElsewhere = errors.New("ticket of another channel")
	errOthers    = errors.New("ticket of another person")
)

func (t ticket) parts() []string {
	return []string{
		strconv.Itoa(t.Format), t.Purpose, t.Region, t.Line, t.Subject, strconv.Itoa(t.Drawn), t.Channel,
		strconv.FormatBool(t.Private), t.Dispatch, t.User, strconv.FormatInt(t.Until, 10), t.Thread,
	}
}

func (r *Keyring) issue(t ticket) ticket {
	t.Format = ticketFormat
	t.KeyID, t.Proof = r.seal(t.parts()...)
	return t
}

// inspect tells whether the ticket is jalon's and counts here, for this person,
// at this instant.
func (r *Keyring) inspect(t ticket, purpose string, user plan.UserID, channel plan.ChannelID, now time.Time) error {
	switch {
	case t.Format != ticketFormat, t.Purpose != purpose, !r.genuine(t.KeyID, t.Proof, t.parts()...):
		return errForged
	case t.Channel != string(channel):
		return errElsewhere
	case t.Dispatch == "" && t.User != string(user):
		return errOthers
	case t.Dispatch == "" && !now.Before(time.Unix(t.Until, 0)):
		return errExpired
	default:
		return nil
	}
}

// menuTickets is where a menu carries the ticket of each of its options.
const menuTickets = "choices"

// ticketOf reads what an action brings back: its ticket or, of a menu, that of
// the option chosen. What is neither is a ticket that nobody sealed.
func ticketOf(context []byte) ticket {
	var brought struct {
		ticket
		Choices  map[string]ticket `json:"choices"`
		Selected string            `json:"selected_option"`
	}
	if json.Unmarshal(context, &brought) != nil {
		return ticket{}
	}
	if brought.Choices != nil {
		return brought.Choices[brought.Selected]
	}
	return brought.ticket
}

// context is the ticket as a button carries it.
func (t ticket) context() map[string]any {
	text, err := json.Marshal(t)
	if err != nil {
		panic(err) // strings, numbers and booleans
	}
	var m map[string]any
	if err := json.Unmarshal(text, &m); err != nil {
		panic(err) // written above
	}
	return m
}

// state is the ticket as a form carries it.
func (t ticket) state() string {
	text, err := json.Marshal(t)
	if err != nil {
		panic(err) // strings, numbers and booleans
	}
	return base64.RawURLEncoding.EncodeToString(text)
}

// parseState reads a form's ticket. One that is not even a ticket is forged.
func parseState(state string) (ticket, error) {
	var t ticket
	text, err := base64.RawURLEncoding.DecodeString(state)
	if err != nil {
		return t, errForged
	}
	if err := json.Unmarshal(text, &t); err != nil {
		return t, errForged
	}
	return t, nil
}
