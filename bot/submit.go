package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"

	"github.com/mattermost/mattermost/server/public/model"

	"jalon/card"
	"jalon/commands"
	"jalon/plan"
)

const submission = "dialog_submission"

// submit answers a form. Anyone may send the server one with any content: what
// counts is the ticket in its state.
func (s *Server) submit(r *http.Request, v *visit) any {
	ctx := r.Context()
	var sent model.SubmitDialogRequest
	if err := readJSON(r, &sent); err != nil {
		v.end(Garbled, err)
		return formError(textGarbled.In(s.config.Lang))
	}
	user, channel := plan.UserID(sent.UserId), plan.ChannelID(sent.ChannelId)
	v.user = user
	t, err := parseState(sent.State)
	if err == nil {
		err = s.config.Keys.inspect(t, forForm, user, channel, s.desk.real())
	}
	if err == nil && sent.TeamId != "" && sent.TeamId != t.Region {
		err = errRegion
	}
	if err == nil && (sent.Type != submission || sent.CallbackId != callbackID) {
		err = errForged
	}
	if err != nil {
		v.end(Rejected, err)
		return formError(textFormDead.In(s.config.Lang))
	}
	if sent.Cancelled {
		v.end(Answered, nil)
		return struct{}{}
	}
	v.line = t.Line
	region := plan.RegionID(t.Region)
	reply := s.ask(ctx, v, commands.Request{
		Region: region, User: user, Channel: channel, Direct: t.Private, Origin: plan.ByForm,
		Line: t.Line, Fields: values(sent.Submission), Drawn: t.Drawn, CanForm: true,
	})
	at := formPlace{
		place:   place{region: region, channel: channel, private: t.Private, user: user},
		subject: t.Subject, drawn: t.Drawn, thread: t.Thread,
	}
	return s.afterForm(ctx, v, reply, at)
}

// afterForm answers a form: what is wrong keeps it open, a further form takes
// its place, anything else closes it and is said where the person asked. A form
// shows no button: a choice to make is said there too.
func (s *Server) afterForm(ctx context.Context, v *visit, reply card.Reply, at formPlace) any {
	switch {
	case reply.Form != nil:
		d := s.dialog(ctx, *reply.Form, at)
		return &model.SubmitDialogResponse{Type: string(model.SubmitDialogResponseTypeForm), Form: &d}
	case reply.Error && reply.Field != "":
		return &model.SubmitDialogResponse{Errors: map[string]string{reply.Field: hush(reply.Text)}}
	case reply.Error && len(reply.Buttons) == 0:
		return formError(hush(reply.Text))
	}
	if len(reply.Files) > 0 {
		said := s.hand(ctx, v, reply, at.place)
		if v.outcome == Broken {
			return formError(said)
		}
		reply = card.Reply{Text: said}
	}
	if err := s.follow(ctx, reply, at); err != nil {
		v.why = fmt.Errorf("say the result of a form: %w", err)
	}
	return struct{}{}
}

// follow says the result of a form: in the place of the slash command that
// opened it, while the server allows that, else by private message.
func (s *Server) follow(ctx context.Context, reply card.Reply, at formPlace) error {
	text, under := s.painter.answer(reply, at.place)
	if text == "" && len(under) == 0 {
		return nil
	}
	if hook, ok := s.threads.take(at.thread, s.desk.real()); ok {
		if s.client.respond(ctx, hook, ephemeral(text, under)) == nil {
			return nil
		}
	}
	return s.tell(ctx, at.region, at.user, reply, letter{})
}

func formError(text string) *model.SubmitDialogResponse {
	return &model.SubmitDialogResponse{Error: text}
}

// values are the fields of a form as text. A field left empty is not there.
func values(submitted map[string]any) map[string]string {
	fields := make(map[string]string, len(submitted))
	for name, value := range submitted {
		switch v := value.(type) {
		case nil:
		case string:
			fields[name] = v
		case bool:
			fields[name] = strconv.FormatBool(v)
		case float64:
			fields[name] = strconv.FormatFloat(v, 'f', -1, 64)
		default:
			text, err := json.Marshal(v)
			if err == nil {
				fields[name] = string(text)
			}
		}
	}
	return fields
}
