package console

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

// shown is something with buttons that somebody can see: a post, or an answer
// that only one person got.
type shown struct {
	post    string // empty for an answer
	key     string // of the dispatch that made the post
	channel plan.ChannelID
	reader  plan.UserID // who alone sees it; empty for a post in a channel
	place   place       // where an answer was given
	subject string
	version int
	buttons []card.Button
}

// Send prints what a dispatch says, and so it is said. It implements the
// dispatcher's port.
func (c *Console) Send(ctx context.Context, d plan.Dispatch) (plan.Receipt, error) {
	var drawn card.Card
	if err := json.Unmarshal(d.Content, &drawn); err != nil {
		err = fmt.Errorf("read the drawing of dispatch %s: %w", d.ID, err)
		return plan.Receipt{}, &plan.PostError{Verdict: plan.Never, Code: plan.CodeInvalid, Err: err}
	}
	to := "#" + c.channelName(ctx, d.Channel)
	if d.To.User != "" {
		to = "@" + c.userName(ctx, d.To.User)
	}
	if d.Kind == plan.Edit {
		c.printPost(to, textEdited.In(c.Lang), drawn)
		if s := c.postOf(func(s *shown) bool { return s.post == d.Post }); s != nil {
			s.version, s.buttons = drawn.Version, drawn.Buttons
		}
		return plan.Receipt{Post: d.Post, Channel: d.Channel}, nil
	}
	mark := ""
	if d.Root != "" {
		mark = textInThread.In(c.Lang)
	}
	c.printPost(to, mark, drawn)
	c.posts++
	s := &shown{
		post: "post" + strconv.Itoa(c.posts), key: d.Key, channel: d.To.Channel, reader: d.To.User,
		subject: drawn.Subject, version: drawn.Version, buttons: drawn.Buttons,
	}
	s.place = place{channel: d.To.Channel, direct: d.To.User != ""}
	c.wall = append(c.wall, s)
	return plan.Receipt{Post: s.post, Channel: s.channel}, nil
}

// Find tells whether a dispatch was printed.
func (c *Console) Find(_ context.Context, d plan.Dispatch) (plan.Receipt, bool, error) {
	s := c.postOf(func(s *shown) bool { return s.key == d.Key })
	if s == nil {
		return plan.Receipt{}, false, nil
	}
	return plan.Receipt{Post: s.post, Channel: s.channel}, true, nil
}

// ServerTime is the console's clock.
func (c *Console) ServerTime(context.Context) (time.Time, error) { return c.Now(), nil }

func (c *Console) postOf(is func(*shown) bool) *shown {
	for _, s := range c.wall {
		if s.post != "" && is(s) {
			return s
		}
	}
	return nil
}

// remember keeps the buttons of an answer.
func (c *Console) remember(r card.Reply) {
	mine := shown{channel: c.where.channel, place: c.where, reader: c.who.User}
	if len(r.Buttons) > 0 {
		choice := mine
		choice.version, choice.buttons = r.Version, r.Buttons
		c.wall = append(c.wall, &choice)
	}
	if r.Card != nil {
		drawn := mine
		drawn.subject, drawn.version, drawn.buttons = r.Card.Subject, r.Card.Version, r.Card.Buttons
		c.wall = append(c.wall, &drawn)
	}
}

// find looks for a button among what the person who speaks can see: here
// first, then in any channel. With a subject, only its last card counts, here
// or elsewhere. The error is a sentence that says what could be pressed.
func (c *Console) find(label, subject string) (*shown, card.Button, error) {
	var seen *shown
	for _, where := range []func(*shown) bool{c.here, c.anywhere} {
		for _, s := range slices.Backward(c.wall) {
			if !where(s) {
				continue
			}
			if b, ok := s.buttonOf(label, subject); ok {
				return s, b, nil
			}
			if subject != "" && !strings.EqualFold(s.subject, subject) {
				continue
			}
			if seen == nil {
				seen = s
			}
			if subject != "" {
				break
			}
		}
	}
	return nil, card.Button{}, c.noButton(label, subject, seen)
}

// here tells what the person sees where they are.
func (c *Console) here(s *shown) bool {
	if s.reader != "" && s.reader != c.who.User {
		return false
	}
	return s.place.direct == c.where.direct && s.place.channel == c.where.channel
}

// anywhere tells what the person sees in any channel or in private.
func (c *Console) anywhere(s *shown) bool { return s.reader == "" || s.reader == c.who.User }

// buttonOf finds a button of something shown, of one subject if one is given: on
// a post of several things « Fait » of E17 is labelled « Fait E17 ».
func (s *shown) buttonOf(label, subject string) (card.Button, bool) {
	if subject == "" {
		return button(s.buttons, label)
	}
	for _, b := range s.buttons {
		if strings.EqualFold(b.Subject, subject) {
			if found, ok := button([]card.Button{b}, label+" "+subject); ok {
				return found, true
			}
		}
		if choice, ok := chosen(b, label, subject); ok {
			return choice, true
		}
	}
	if !strings.EqualFold(s.subject, subject) {
		return card.Button{}, false
	}
	return button(s.buttons, label)
}

// chosen finds the choice of a menu that is about a subject.
func chosen(menu card.Button, label, subject string) (card.Button, bool) {
	at := slices.IndexFunc(menu.Choices, func(c card.Button) bool { return strings.EqualFold(c.Subject, subject) })
	if at < 0 || i18n.Fold(strings.TrimSuffix(menu.Label, "…")) != i18n.Fold(strings.TrimSuffix(label, "…")) {
		return card.Button{}, false
	}
	return menu.Choices[at], true
}

// button finds a button by its label or by the name of its action. A label may
// follow the gender of who presses: « Empêchée » is « Empêché ».
func button(all []card.Button, label string) (card.Button, bool) {
	for _, b := range all {
		if unmarked(b.Label) == unmarked(label) || strings.EqualFold(b.ID, label) {
			return b, true
		}
	}
	return card.Button{}, false
}

// unmarked is a label without the mark of the feminine.
func unmarked(label string) string {
	folded := i18n.Fold(label)
	if strings.HasSuffix(folded, "ee") {
		return strings.TrimSuffix(folded, "e")
	}
	return folded
}

func (c *Console) noButton(label, subject string, seen *shown) error {
	switch {
	case seen == nil && subject != "":
		return &mistake{textNoCard.In(c.Lang, "ref", subject, "who", c.who.Username)}
	case seen == nil:
		return &mistake{textNoButtons.In(c.Lang, "label", label)}
	case len(seen.buttons) == 0:
		return &mistake{textBareCard.In(c.Lang, "ref", seen.subject)}
	default:
		return &mistake{textNoButton.In(c.Lang, "label", label, "known", labels(seen.buttons))}
	}
}
