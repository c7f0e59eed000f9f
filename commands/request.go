package commands

import (
	"time"

	"jalon/i18n"
	"jalon/plan"
)

// Request is one thing asked of jalon, whatever the entrance: a slash command,
// a button, a form, a mention, a private message, a line in the console.
type Request struct {
	Region   plan.RegionID
	User     plan.UserID
	Username string
	// Lang is the person's language; the region's when empty.
	Lang    i18n.Lang
	Channel plan.ChannelID
	Direct  bool // asked in the private conversation with jalon
	Origin  plan.Origin
	Now     time.Time
	// Line is what was typed, without the slash: "echeance fait E12".
	Line string
	// Fields are the values of a form, by [card.Field] name. They go where the
	// clause of that name would, whatever characters they hold.
	Fields map[string]string
	// Drawn is the version of the thing on the card whose button was pressed; 0
	// when nothing was drawn.
	Drawn int
	// CanForm tells that the entrance can open a form for the answer.
	CanForm bool
}
