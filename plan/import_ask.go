package plan

import (
	"context"
	"errors"
	"slices"
	"strings"

	"jalon/i18n"
)

// answers are the accounts and the channels that a list names and that the
// database does not know, with what the chat says of them.
type answers struct {
	accounts map[string]answer[Member]
	channels map[string]answer[ChannelID]
}

// answer is what the chat says of one name; neither found nor absent when it
// could not be asked.
type answer[T any] struct {
	value         T
	found, absent bool
}

// accountKey is an account as it is compared.
func accountKey(name string) string { return strings.TrimPrefix(i18n.Fold(name), "@") }

// questions lists what must be asked of the chat.
func questions(tx Tx, region RegionID, list ServiceImport) (answers, error) {
	a := answers{accounts: map[string]answer[Member]{}, channels: map[string]answer[ChannelID]{}}
	services, err := tx.Services(region)
	if err != nil {
		return a, err
	}
	standing := map[string]bool{}
	for _, s := range services {
		standing[s.ChannelName] = s.Channel != ""
	}
	for _, l := range list.Services {
		if l.ChannelName != "" && !standing[l.ChannelName] {
			a.channels[l.ChannelName] = answer[ChannelID]{}
		}
	}
	for _, name := range list.accounts() {
		key := accountKey(name)
		if key == "" {
			continue
		}
		_, err := tx.AgentByName(region, key)
		if err != nil && !errors.Is(err, ErrNotFound) {
			return a, err
		}
		if err != nil {
			a.accounts[key] = answer[Member]{}
		}
	}
	return a, nil
}

// accounts lists the accounts that the list names, each once.
func (l ServiceImport) accounts() []string {
	var names []string
	for _, s := range l.Services {
		names = append(names, s.Referents...)
	}
	for _, a := range l.Agents {
		names = append(names, a.Account, a.Deputy)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// ask asks the chat, and stops at the first question that it cannot answer.
// The error is that of a context that ends.
func (a answers) ask(ctx context.Context, region RegionID, find Finder) error {
	if find == nil {
		return nil
	}
	up := true
	for _, name := range sortedKeys(a.accounts) {
		if up {
			a.accounts[name], up = outcome(find.Account(ctx, region, name))
		}
	}
	for _, name := range sortedKeys(a.channels) {
		if up {
			a.channels[name], up = outcome(find.Channel(ctx, region, name))
		}
	}
	return ctx.Err()
}

// outcome keeps an answer, and tells whether the chat gave one.
func outcome[T any](value T, err error) (answer[T], bool) {
	switch {
	case err == nil:
		return answer[T]{value: value, found: true}, true
	case errors.Is(err, ErrNotFound):
		return answer[T]{absent: true}, true
	default:
		return answer[T]{}, false
	}
}

// missing lists the accounts and channels that do not exist, and what could
// not be asked.
func (a answers) missing() (accounts, channels, unasked []string) {
	for _, name := range sortedKeys(a.accounts) {
		if known := a.accounts[name]; known.absent {
			accounts = append(accounts, name)
		} else if !known.found {
			unasked = append(unasked, "@"+name)
		}
	}
	for _, name := range sortedKeys(a.channels) {
		if known := a.channels[name]; known.absent {
			channels = append(channels, name)
		} else if !known.found {
			unasked = append(unasked, "~"+name)
		}
	}
	return accounts, channels, unasked
}

func sortedKeys[T any](m map[string]T) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// account finds an account in the database, else among what the chat said. It
// writes the problem and returns false when neither knows it.
func (w *importing) account(tx Tx, at Cell, name string) (Member, bool, error) {
	key := accountKey(name)
	agent, err := tx.AgentByName(w.call.Actor.Region, key)
	if err == nil {
		return Member{User: agent.User, Username: agent.Username, Name: agent.Name, Lang: agent.Lang}, true, nil
	}
	if !errors.Is(err, ErrNotFound) {
		return Member{}, false, err
	}
	switch said := w.asked.accounts[key]; {
	case said.found:
		return said.value, true, nil
	case said.absent && strings.Contains(key, "@"):
		w.problem(at, textNoAddress.With("name", key))
	case said.absent:
		w.problem(at, textNoAccount.With("name", key))
	default:
		w.problem(at, textUnaskedAccount.With("name", key))
	}
	return Member{}, false, nil
}

var (
	textNoAccount = i18n.T(
		"aucun compte actif **{name}** dans l’équipe de la région, sur le serveur Mattermost",
		"no active account **{name}** in the team of the region, on the Mattermost server")
	textNoAddress = i18n.T(
		"aucun compte visible à l’adresse **{name}**\u202f; donnez plutôt le nom d’utilisateur",
		"no account can be seen at the address **{name}**; rather give the user name")
	textUnaskedAccount = i18n.T(
		"le compte **{name}** n’a pas pu être cherché\u202f: le serveur Mattermost ne répond pas",
		"the account **{name}** could not be looked up: the Mattermost server does not answer")
)
