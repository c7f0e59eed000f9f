package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/mattermost/mattermost/server/public/model"

	"jalon/card"
	"jalon/commands"
	"jalon/i18n"
	"jalon/plan"
)

var (
	errRegion  = errors.New("ticket of another region")
	errPost    = errors.New("not the post of this ticket")
	errUnknown = errors.New("no such dispatch")
)

// pressed is what the server sends for a button. Context stays as it came until
// it is known to be a ticket.
type pressed struct {
	model.PostActionIntegrationRequest
	Context json.RawMessage `json:"context"`
}

// click answers a button.
func (s *Server) click(r *http.Request, v *visit) any {
	ctx := r.Context()
	var p pressed
	if err := readJSON(r, &p); err != nil {
		v.end(Garbled, err)
		return privately(textGarbled.In(s.config.Lang))
	}
	user, channel := plan.UserID(p.UserId), plan.ChannelID(p.ChannelId)
	v.user = user
	t := ticketOf(p.Context)
	if t.Purpose == forCheck && s.config.Keys.inspect(t, forCheck, user, channel, s.desk.real()) == nil {
		v.end(Answered, nil)
		return struct{}{}
	}
	region := plan.RegionID(t.Region)
	if err := s.counts(ctx, t, p); err != nil {
		return s.refuseClick(ctx, v, t, err)
	}
	v.line = t.Line
	reply := s.ask(ctx, v, commands.Request{
		Region: region, User: user, Username: p.UserName, Channel: channel, Direct: t.Private,
		Origin: plan.ByButton, Line: t.Line, Drawn: t.Drawn, CanForm: p.TriggerId != "",
	})
	at := place{region: region, channel: channel, private: t.Private, user: user}
	if reply.Form == nil {
		return s.afterClick(ctx, v, reply, at)
	}
	if err := s.openForm(ctx, *reply.Form, formPlace{place: at, subject: t.Subject, drawn: t.Drawn}, p.TriggerId); err != nil {
		v.end(Broken, err)
		return privately(textNoForm.In(s.lang(ctx, region, user), "line", reply.Form.Command))
	}
	return struct{}{}
}

// counts tells whether a button's ticket is jalon's and counts for this click.
func (s *Server) counts(ctx context.Context, t ticket, p pressed) error {
	err := s.config.Keys.inspect(t, forButton, plan.UserID(p.UserId), plan.ChannelID(p.ChannelId), s.desk.real())
	switch {
	case err != nil:
		return err
	case p.TeamId != "" && p.TeamId != t.Region: // a private conversation is in no team
		return errRegion
	case t.Dispatch != "":
		return s.onItsPost(ctx, t, p.PostId)
	default:
		return nil
	}
}

func (s *Server) refuseClick(ctx context.Context, v *visit, t ticket, err error) any {
	genuine := !errors.Is(err, errForged)
	lang := s.config.Lang
	if genuine {
		lang = s.lang(ctx, plan.RegionID(t.Region), v.user)
	}
	if !isRejection(err) {
		return privately(v.broken(err, lang))
	}
	v.end(Rejected, err)
	return privately(textButtonDead.In(lang, "line", wayBack(t, genuine)))
}

// isRejection tells a ticket that does not count from a failure of jalon's own.
func isRejection(err error) bool {
	for _, refusal := range []error{errForged, errExpired, errElsewhere, errOthers, errRegion, errPost, errUnknown} {
		if errors.Is(err, refusal) {
			return true
		}
	}
	return false
}

// onItsPost checks that the button stands on the post of its dispatch: a
// genuine ticket copied onto another post does not count. While the dispatch
// is in doubt its post is not known yet; then the post itself is asked, and
// adopted when it is the bot's and carries the key.
func (s *Server) onItsPost(ctx context.Context, t ticket, post string) error {
	d, stored, err := s.planner.Click(ctx, plan.RegionID(t.Region), t.Dispatch, post)
	switch {
	case errors.Is(err, plan.ErrNotFound):
		return errUnknown
	case err != nil:
		return err
	case stored:
		return nil
	case d.State != plan.Sending && d.State != plan.InDoubt:
		return errPost
	}
	found, err := s.client.post(ctx, post)
	if err != nil {
		return fmt.Errorf("fetch the post of a click: %w", err)
	}
	me, err := s.client.me(ctx)
	if err != nil {
		return err
	}
	if found.UserId != me.Id || found.ChannelId != t.Channel || keyOf(found) != t.Dispatch {
		return errPost
	}
	told, err := s.planner.RecordSent(ctx, s.desk.now(), d, plan.Receipt{Post: post, Channel: plan.ChannelID(found.ChannelId)})
	if err == nil && told.Twin {
		return errPost // another post was recorded meanwhile, and this one is being deleted
	}
	return err
}

// keyOf is the dispatch key that a post carries, empty when it carries none.
func keyOf(post *model.Post) string {
	key, _ := post.GetProp(propKey).(string)
	return key
}

// afterClick answers a click. Mattermost shows a text there, and no button: an
// answer with buttons comes whole as a private message, and the text alone
// where the click was.
func (s *Server) afterClick(ctx context.Context, v *visit, reply card.Reply, at place) any {
	if len(reply.Files) > 0 {
		if said := s.hand(ctx, v, reply, at); said != "" {
			return privately(said)
		}
		return struct{}{}
	}
	text, under := s.painter.answer(reply, at)
	if len(under) == 0 {
		return privately(text)
	}
	if err := s.tell(ctx, at.region, at.user, reply, letter{}); err != nil {
		v.why = fmt.Errorf("answer in private: %w", err)
		return privately(text + "\n\n" + typed(reply, s.lang(ctx, at.region, at.user)))
	}
	if at.private {
		return struct{}{}
	}
	return privately(text + "\n\n" + textButtonsElsewhere.In(s.lang(ctx, at.region, at.user)))
}

// typed lists the buttons of a reply as the commands they stand for.
func typed(reply card.Reply, lang i18n.Lang) string {
	buttons := reply.Buttons
	if reply.Card != nil {
		buttons = append(slices.Clone(reply.Card.Buttons), buttons...)
	}
	lines := make([]string, len(buttons))
	for i, b := range buttons {
		lines[i] = textTyped.In(lang, "label", b.Label, "line", card.Code(b.Command))
	}
	return strings.Join(lines, "\n")
}

// privately answers a click with a text that only the person sees.
func privately(text string) *model.PostActionIntegrationResponse {
	return &model.PostActionIntegrationResponse{EphemeralText: text, SkipSlackParsing: true}
}
