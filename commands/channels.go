package commands

import (
	"context"
	"errors"
	"regexp"
	"strings"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

// Channels finds the channels of the chat by name, and makes sure that jalon
// may speak in them.
type Channels interface {
	// Channel finds a channel of the region by the name written after ~, and
	// enters it where jalon may by itself. It returns ErrNoChannel when there is
	// none or jalon may not see it, ErrChannelGone when it is archived, and
	// ErrChannelShut when jalon is not let in.
	Channel(ctx context.Context, region plan.RegionID, name string) (Channel, error)
}

// Channel is a channel of the chat.
type Channel struct {
	ID   plan.ChannelID
	Name string // as written after ~
	Open bool   // anybody of the team may join it
}

// Errors of [Channels].
var (
	ErrNoChannel   = errors.New("no such channel, or it is closed to jalon")
	ErrChannelGone = errors.New("the channel is archived")
	ErrChannelShut = errors.New("jalon is not let into the channel")
)

var (
	textNoSuchChannel = i18n.T(
		"Le canal **~{name}** n’existe pas, ou il est privé et fermé à jalon. Rien n’est enregistré.\nS’il est privé, invitez @jalon dans ~{name}, puis recommencez.",
		"The channel **~{name}** does not exist, or it is private and closed to jalon. Nothing is saved.\nIf it is private, invite @jalon to ~{name}, then start again.")
	textChannelArchived = i18n.T(
		"Le canal **~{name}** est archivé. Rien n’est enregistré.\nFaites-le rétablir, ou choisissez un autre canal.",
		"The channel **~{name}** is archived. Nothing is saved.\nHave it restored, or choose another channel.")
	textChannelShut = i18n.T(
		"Le canal **~{name}** est fermé à jalon. Rien n’est enregistré.\nInvitez @jalon dans ~{name}, puis recommencez.",
		"The channel **~{name}** is closed to jalon. Nothing is saved.\nInvite @jalon to ~{name}, then start again.")
	textNotAChannel = i18n.T(
		"**« {word} »** ne peut pas être le nom d’un canal : des lettres sans accent, des chiffres, `-`, `_` et `.`, sans espace. Rien n’est enregistré.\nPar exemple : `canal ~{sample}`",
		"**“{word}”** cannot be the name of a channel: plain letters, digits, `-`, `_` and `.`, without spaces. Nothing is saved.\nFor example: `canal ~{sample}`")
	textNoChat = i18n.T(
		"Les canaux ne peuvent pas être vérifiés d’ici. Rien n’est enregistré.\nTapez la même commande dans Mattermost.",
		"Channels cannot be checked from here. Nothing is saved.\nType the same command in Mattermost.")
)

// channelForm is what a channel can be called after its ~.
var channelForm = regexp.MustCompile(`^[a-z0-9][a-z0-9_.-]{0,63}$`)

// channelLike makes of any text a name that a channel can have: « DDTM 62 »
// gives ddtm-62, and a department alone that of its préfecture.
func channelLike(text string) string {
	var words []string
	for word := range strings.FieldsFuncSeq(i18n.Fold(text), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') }) {
		words = append(words, word)
	}
	name := strings.Join(words, "-")
	switch {
	case name == "":
		return "pref-59"
	case strings.Trim(name, "0123456789") == "":
		return "pref-" + name
	default:
		return name
	}
}

// channelNamed finds a channel in the chat, with or without its ~. It refuses
// in words what the chat cannot give.
func (e *Env) channelNamed(name string) (Channel, error) {
	typed := name
	name = strings.ToLower(strings.TrimLeft(name, "~#"))
	if !channelForm.MatchString(name) {
		return Channel{}, plan.Refuse(plan.Invalid, textNotAChannel.With("word", card.Quote(clip(typed)), "sample", channelLike(name)))
	}
	if e.router.channels == nil {
		return Channel{}, plan.Refuse(plan.Invalid, textNoChat.With())
	}
	found, err := e.router.channels.Channel(e.ctx, e.req.Region, name)
	var text i18n.Msg
	switch {
	case err == nil:
		return found, nil
	case errors.Is(err, ErrNoChannel):
		text = textNoSuchChannel
	case errors.Is(err, ErrChannelGone):
		text = textChannelArchived
	case errors.Is(err, ErrChannelShut):
		text = textChannelShut
	default:
		return Channel{}, err
	}
	return Channel{}, plan.Refuse(plan.Invalid, text.With("name", card.Quote(clip(name))))
}
