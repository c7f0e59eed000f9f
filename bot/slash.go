package bot

import (
	"cmp"
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/mattermost/mattermost/server/public/model"

	"jalon/card"
	"jalon/commands"
	"jalon/plan"
)

var errToken = errors.New("wrong token")

// slash answers a slash command.
func (s *Server) slash(r *http.Request, v *visit) any {
	ctx := r.Context()
	if err := r.ParseForm(); err != nil {
		v.end(Garbled, unreadable(err))
		return ephemeral(textGarbled.In(s.config.Lang), nil)
	}
	form := r.PostForm
	region, user := plan.RegionID(form.Get("team_id")), plan.UserID(form.Get("user_id"))
	trigger := strings.TrimPrefix(form.Get("command"), "/")
	v.user = user
	genuine, err := s.proves(ctx, region, trigger, form.Get("token"))
	if err != nil {
		return ephemeral(v.broken(err, s.config.Lang), nil)
	}
	if !genuine {
		v.end(Rejected, errToken)
		return ephemeral(textRefused.In(s.config.Lang), nil)
	}
	if proof, ok := s.recognise(form, region, trigger); ok {
		v.end(Answered, nil)
		return proof
	}
	v.line = strings.TrimSpace(trigger + " " + form.Get("text"))
	at := place{region: region, channel: plan.ChannelID(form.Get("channel_id")), user: user}
	at.private = s.withBot(ctx, form.Get("channel_name"), user)
	reply := s.ask(ctx, v, commands.Request{
		Region: region, User: user, Username: form.Get("user_name"), Channel: at.channel, Direct: at.private,
		Origin: plan.BySlash, Line: v.line, CanForm: form.Get("trigger_id") != "",
	})
	if len(reply.Files) > 0 {
		if said := s.hand(ctx, v, reply, at); said != "" {
			return ephemeral(said, nil)
		}
		return struct{}{}
	}
	if reply.Form == nil {
		return ephemeral(s.painter.answer(reply, at))
	}
	thread := s.threads.open(form.Get("response_url"), s.desk.real())
	if err := s.openForm(ctx, *reply.Form, formPlace{place: at, thread: thread}, form.Get("trigger_id")); err != nil {
		v.end(Broken, err)
		return ephemeral(textNoForm.In(s.lang(ctx, region, user), "line", reply.Form.Command), nil)
	}
	return struct{}{}
}

// proves tells whether the token is the one of the trigger in the region. What
// a wrong one costs in time tells nothing of the right one.
func (s *Server) proves(ctx context.Context, region plan.RegionID, trigger, token string) (bool, error) {
	known, err := s.planner.SlashTokens(ctx, region)
	if err != nil && !errors.Is(err, plan.ErrNotFound) {
		return false, err
	}
	given := TokenHash(token)
	proved := 0
	for _, t := range known {
		if strings.EqualFold(t.Trigger, trigger) {
			proved |= subtle.ConstantTimeCompare([]byte(t.Hash), []byte(given))
		}
	}
	return proved == 1 && token != "", nil
}

// TokenHash is a slash token as it is stored.
func TokenHash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// withBot tells whether a channel, by its name, is the private conversation of
// the person and jalon. Such a name is made of the two identifiers.
func (b *Bot) withBot(ctx context.Context, channelName string, user plan.UserID) bool {
	one, other, ok := strings.Cut(channelName, "__")
	if !ok {
		return false
	}
	me, err := b.client.me(ctx)
	pair := []string{one, other}
	return err == nil && slices.Contains(pair, me.Id) && slices.Contains(pair, string(user))
}

// ephemeral is an answer that only the person sees, shown as it stands.
func ephemeral(text string, under []*model.MessageAttachment) *model.CommandResponse {
	return &model.CommandResponse{
		ResponseType: model.CommandResponseTypeEphemeral, Text: text, Attachments: under, SkipSlackParsing: true,
	}
}

// formPlace is where a form was asked from.
type formPlace struct {
	place
	subject string
	drawn   int
	thread  string
}

// openForm opens a form at the person's. The trigger lives 30 seconds.
func (s *Server) openForm(ctx context.Context, f card.Form, at formPlace, trigger string) error {
	return s.client.openDialog(ctx, model.OpenDialogRequest{
		TriggerId: trigger, URL: s.painter.callback + dialogPath, Dialog: s.dialog(ctx, f, at),
	})
}

// dialog draws a form with its ticket, and says in the log what had to be cut.
func (s *Server) dialog(ctx context.Context, f card.Form, at formPlace) model.Dialog {
	if err := CheckForm(f); err != nil {
		s.config.Log.ErrorContext(ctx, "form shortened", "command", s.desk.path(f.Command))
	}
	t := s.config.Keys.issue(ticket{
		Purpose: forForm, Region: string(at.region), Line: f.Command, Subject: at.subject, Drawn: cmp.Or(f.Version, at.drawn),
		Channel: string(at.channel), Private: at.private, User: string(at.user),
		Until: s.desk.real().Add(formLife).Unix(), Thread: at.thread,
	})
	return s.painter.dialog(f, t.state())
}
