package bot

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/mattermost/mattermost/server/public/model"

	"jalon/card"
	"jalon/commands"
	"jalon/i18n"
	"jalon/plan"
)

// room is the channel of a message.
type room struct {
	kind string // "D" for a private conversation
	name string
	team string
}

// message is something said to jalon.
type message struct {
	id      string
	root    string // the thread it stands in
	user    plan.UserID
	channel plan.ChannelID
	room    room
	line    string
	said    time.Time // by the server's clock
}

func (m message) direct() bool { return m.room.kind == string(model.ChannelTypeDirect) }

func (m message) origin() plan.Origin {
	if m.direct() {
		return plan.ByDirect
	}
	return plan.ByMention
}

// oldest is the age beyond which a message that was missed is no longer carried
// out: « demain » may have become another day, the person may have found
// another way. It is answered, and may be sent again.
const oldest = 15 * time.Minute

// hear keeps what is said to jalon: every private message, and in a channel
// what begins with its name. Further on in a sentence people talk about it, not
// to it.
func (l *Listener) hear(ctx context.Context, post *model.Post, in room) {
	me, err := l.client.me(ctx)
	if err != nil {
		l.config.Log.ErrorContext(ctx, "message not heard", "post", post.Id, "error", err)
		return
	}
	if post.Type != "" || post.UserId == me.Id || automatic(post) {
		return
	}
	m := message{
		id: post.Id, root: post.RootId, user: plan.UserID(post.UserId), channel: plan.ChannelID(post.ChannelId),
		room: in, said: time.UnixMilli(post.CreateAt),
	}
	text := strings.TrimSpace(post.Message)
	rest, called := addressed(text, me.Username)
	switch {
	case called:
		text = rest
	case !m.direct():
		return
	}
	m.line = l.desk.line(text)
	if m.direct() && len(post.FileIds) > 0 { // a file handed in says what is asked
		m.line = handedLine(text, m.line, post.FileIds[0])
	}
	select {
	case l.heard <- m:
	case <-ctx.Done():
	}
}

// automatic tells what no person typed: the posts of bots, and those of
// webhooks, which bear the name of the person who set them up.
func automatic(post *model.Post) bool {
	return slices.ContainsFunc([]string{model.PostPropsFromBot, model.PostPropsFromWebhook}, func(prop string) bool {
		return post.GetProp(prop) == "true"
	})
}

// addressed returns what follows the account's name at the beginning of a text.
func addressed(text, name string) (rest string, ok bool) {
	call := "@" + name
	if len(text) < len(call) || !strings.EqualFold(text[:len(call)], call) {
		return "", false
	}
	rest = text[len(call):]
	if rest != "" && !unicode.IsSpace(rune(rest[0])) && !strings.ContainsAny(rest[:1], ",:/") {
		return "", false // @jalonnette is somebody else
	}
	return strings.TrimSpace(strings.TrimLeft(rest, ",: \u00a0\u202f")), true
}

// line makes what was said the line of a slash command, with or without its
// slash. An action of /jalon may be said alone: « aide ». What is no command at
// all is left to the router, which says so.
func (d *desk) line(text string) string {
	text = strings.TrimSpace(strings.TrimPrefix(text, "/"))
	first, _, _ := strings.Cut(text, " ")
	if _, trigger := d.known[i18n.Fold(first)]; !trigger && (text == "" || d.known[BotName][i18n.Fold(first)]) {
		return strings.TrimSpace(BotName + " " + text)
	}
	return text
}

// answerAll answers what is heard, one message after the other. What is not
// answered when ctx ends is heard again at the next start.
func (l *Listener) answerAll(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case m := <-l.heard:
			l.answer(ctx, m)
		}
	}
}

// answer answers one message, once, whatever is heard twice. A message begun is
// finished, though jalon is told to end.
func (l *Listener) answer(ctx context.Context, m message) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), answerWithin)
	defer cancel()
	v := l.desk.open(m.origin())
	v.user, v.line = m.user, m.line
	all, err := l.planner.Regions(ctx)
	if err == nil && !m.concerns(all) {
		return // said where jalon serves nobody
	}
	var author *model.User
	first := false
	if err == nil {
		first, err = l.planner.Once(ctx, all[0].ID, "post:"+m.id, l.desk.now())
	}
	if err == nil && first {
		author, _, err = l.client.api.GetUser(ctx, string(m.user), "")
	}
	switch {
	case err != nil:
		v.broken(err, l.config.Lang)
	case !first || author.IsBot:
		return
	default:
		l.reply(ctx, v, all, author, m)
	}
	v.close(ctx)
}

// concerns tells whether a message is said in one of the regions, or in private.
func (m message) concerns(regions []plan.Region) bool {
	return slices.ContainsFunc(regions, func(r plan.Region) bool { return m.direct() || m.room.team == string(r.ID) })
}

// about keeps the regions that a message may be about: its channel's, or those
// whose team the author of a private message belongs to.
func (l *Listener) about(ctx context.Context, m message, all []plan.Region) ([]plan.Region, error) {
	var kept []plan.Region
	for _, r := range all {
		in := m.room.team == string(r.ID)
		if m.direct() {
			var err error
			if in, err = l.client.inTeam(ctx, string(r.ID), string(m.user)); err != nil {
				return nil, err
			}
		}
		if in {
			kept = append(kept, r)
		}
	}
	return kept, nil
}

// inTeam tells whether somebody is a member of a team.
func (c *client) inTeam(ctx context.Context, team, user string) (bool, error) {
	member, answer, err := c.api.GetTeamMember(ctx, team, user, "")
	switch {
	case answer != nil && answer.StatusCode == http.StatusNotFound:
		return false, nil
	case err != nil:
		return false, fmt.Errorf("read a team's member: %w", err)
	default:
		return member.DeleteAt == 0, nil
	}
}

// reply answers in the person's private conversation: the answer shows what the
// person may see, which the channel of a mention may not be allowed to. The
// mention gets a mark, so that its channel knows it was heard and nobody is
// disturbed by a post.
func (l *Listener) reply(ctx context.Context, v *visit, all []plan.Region, author *model.User, m message) {
	regions, err := l.about(ctx, m, all)
	if err != nil {
		v.broken(err, l.config.Lang)
		return
	}
	region := all[0].ID
	if len(regions) > 0 {
		region = regions[0].ID
	}
	r := l.run(ctx, v, regions, author, m)
	under := letter{once: author.Id + ":" + m.id}
	if m.direct() {
		under.thread = m.root
	} else {
		under.opening = textMentioned.In(l.lang(ctx, region, m.user), "channel", "~"+m.room.name)
	}
	if err := l.tell(ctx, region, m.user, r, under); err != nil {
		v.why = fmt.Errorf("answer in private: %w", err)
		return
	}
	if !m.direct() {
		l.mark(ctx, m)
	}
}

// run carries a message out, unless it says nothing sure: of no region, of one
// or another, or too old.
func (l *Listener) run(ctx context.Context, v *visit, regions []plan.Region, author *model.User, m message) card.Reply {
	refuse := func(why i18n.Msg, lang i18n.Lang) card.Reply {
		v.end(Refused, nil)
		return card.Reply{Text: why.In(lang), Error: true}
	}
	if len(regions) == 0 {
		return refuse(textOutside, cmp.Or(langOf(author.Locale), l.config.Lang))
	}
	region := regions[0].ID
	if len(regions) > 1 {
		return refuse(textWhichRegion, l.lang(ctx, region, m.user))
	}
	if now, err := l.client.serverTime(ctx); err == nil && now.Sub(m.said) > oldest {
		return refuse(textMissed, l.lang(ctx, region, m.user))
	}
	return l.ask(ctx, v, commands.Request{
		Region: region, User: m.user, Username: author.Username, Channel: m.channel, Direct: m.direct(),
		Origin: m.origin(), Line: m.line,
	})
}

// answeredMark is the emoji that jalon leaves on a mention it answered.
const answeredMark = "incoming_envelope"

func (l *Listener) mark(ctx context.Context, m message) {
	me, err := l.client.me(ctx)
	if err == nil {
		_, _, err = l.client.api.SaveReaction(ctx, &model.Reaction{UserId: me.Id, PostId: m.id, EmojiName: answeredMark})
	}
	if err != nil {
		l.config.Log.WarnContext(ctx, "mention not marked", "error", err)
	}
}
