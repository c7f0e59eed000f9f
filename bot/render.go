package bot

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"github.com/mattermost/mattermost/server/public/model"

	"jalon/card"
	"jalon/plan"
)

// propKey is the property of a post that holds the key of the dispatch that
// created it.
const propKey = "jalon_key"

// propItems is the property of a post that lists what it tells, as the ledger
// names it.
const propItems = "jalon_items"

// colours of the side of a card: those of the State's design system.
var colours = map[card.Urgency]string{
	card.Calm: "#000091",
	card.Late: "#CE0500",
	card.Done: "#18753C",
	card.Gone: "#929292",
}

// styles of a button: green for what is expected, blue for another way on.
var styles = map[card.Style]string{
	card.Primary: "good",
	card.Variant: "primary",
	card.Quiet:   "default",
}

// painter draws cards, answers and forms as Mattermost shows them.
type painter struct {
	keys     *Keyring
	callback string
	real     func() time.Time
}

// place is where something drawn will stand and whom its buttons obey: the
// members of the channel when dispatch is set, else only user, for a day.
type place struct {
	region   plan.RegionID
	channel  plan.ChannelID
	private  bool // the conversation with jalon
	dispatch string
	user     plan.UserID
}

// post draws a card as a post of its own. The message never changes later; what
// changes stands in the attachment.
func (p *painter) post(c card.Card, at place) *model.Post {
	post := &model.Post{ChannelId: string(at.channel), Message: hush(c.Message)}
	props := p.props(c, at)
	if len(c.Items) > 0 {
		props[propItems] = c.Items
	}
	post.SetProps(props)
	return post
}

// props draws the part of a card that an edit replaces. The server sets
// from_bot when it creates a bot's post and loses it at an edit, so it is
// always given.
func (p *painter) props(c card.Card, at place) model.StringInterface {
	props := model.StringInterface{model.PostPropsFromBot: "true", propKey: at.dispatch}
	if list := p.attachments(c, at); len(list) > 0 {
		unique(list)
		props[model.PostPropsAttachments] = list
	}
	return props
}

func (p *painter) attachments(c card.Card, at place) []*model.MessageAttachment {
	if c.Body == "" && len(c.Buttons) == 0 {
		return nil
	}
	body := hush(c.Body)
	fallback := body
	if fallback == "" {
		fallback = hush(c.Message)
	}
	return []*model.MessageAttachment{{
		Fallback: fallback,
		Color:    colours[c.Urgency],
		Text:     body,
		Actions:  p.actions(c.Buttons, c.Subject, c.Version, at),
	}}
}

// answer draws a reply: its text, and what stands under it.
func (p *painter) answer(r card.Reply, at place) (text string, under []*model.MessageAttachment) {
	texts := make([]string, 0, 2)
	if r.Text != "" {
		texts = append(texts, r.Text)
	}
	if r.Card != nil {
		if r.Card.Message != "" {
			texts = append(texts, r.Card.Message)
		}
		under = p.attachments(*r.Card, at)
	}
	if len(r.Buttons) > 0 {
		under = append(under, &model.MessageAttachment{
			Fallback: labels(r.Buttons),
			Actions:  p.actions(r.Buttons, "", r.Version, at),
		})
	}
	unique(under)
	return hush(strings.Join(texts, "\n\n")), under
}

// actions draws buttons, each with its ticket.
func (p *painter) actions(buttons []card.Button, subject string, drawn int, at place) []*model.PostAction {
	actions := make([]*model.PostAction, len(buttons))
	for i, b := range buttons {
		action := &model.PostAction{Id: actionID(b.ID), Type: model.PostActionTypeButton, Name: b.Label, Style: styles[b.Style]}
		var context map[string]any
		if len(b.Choices) == 0 {
			context = p.ticket(b, subject, drawn, at).context()
		} else {
			action.Type, action.Style = model.PostActionTypeSelect, ""
			context = p.menu(action, b.Choices, subject, drawn, at)
		}
		action.Integration = &model.PostActionIntegration{URL: p.callback + actionPath, Context: context}
		actions[i] = action
	}
	return actions
}

// ticket is what a button brings back.
func (p *painter) ticket(b card.Button, subject string, drawn int, at place) ticket {
	t := ticket{
		Purpose: forButton, Region: string(at.region), Line: b.Command,
		Subject: cmp.Or(b.Subject, subject), Drawn: cmp.Or(b.Drawn, drawn),
		Channel: string(at.channel), Private: at.private, Dispatch: at.dispatch,
	}
	if t.Dispatch == "" {
		t.User, t.Until = string(at.user), p.real().Add(privateButtonLife).Unix()
	}
	return p.keys.issue(t)
}

// menu gives an action its options, and returns the ticket of each under its
// value: the server passes on whatever value a client sends.
func (p *painter) menu(action *model.PostAction, choices []card.Button, subject string, drawn int, at place) map[string]any {
	tickets := map[string]any{}
	for _, c := range choices {
		value := actionID(c.ID)
		action.Options = append(action.Options, &model.PostActionOptions{Text: c.Label, Value: value})
		tickets[value] = p.ticket(c, subject, drawn, at).context()
	}
	return map[string]any{menuTickets: tickets}
}

// actionID keeps the letters and digits of an identifier: with anything else in
// it Mattermost shows the button and then does not find it.
func actionID(id string) string {
	kept := strings.Map(func(r rune) rune {
		if (r >= 'a' && r <= 'z') || (r >= 'A' && r <= 'Z') || (r >= '0' && r <= '9') {
			return r
		}
		return -1
	}, id)
	if kept == "" {
		return "action"
	}
	return kept
}

// unique numbers the actions of a post that would bear the same identifier;
// the first keeps its own, so that a card drawn again keeps the identifiers of
// the buttons that stay.
func unique(list []*model.MessageAttachment) {
	seen := map[string]bool{}
	for _, a := range list {
		for _, action := range a.Actions {
			id := action.Id
			for n := 2; seen[action.Id]; n++ {
				action.Id = id + "x" + strconv.Itoa(n)
			}
			seen[action.Id] = true
		}
	}
}

func labels(buttons []card.Button) string {
	list := make([]string, len(buttons))
	for i, b := range buttons {
		list[i] = "[" + b.Label + "]"
	}
	return strings.Join(list, " ")
}
