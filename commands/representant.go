package commands

import (
	"errors"
	"strings"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

// How somebody who sits is read and shown: an account, or only a name.

var (
	textWhoMissing = i18n.T(
		"Il manque la personne : son compte ou son nom. Rien n’est enregistré.\nPar exemple : `@alice` ou `\"Mme Vasseur\"`",
		"The person is missing: their account or their name. Nothing is saved.\nFor example: `@alice` or `\"Mme Vasseur\"`")
	textWhoUnknown = i18n.T(
		"**@{name}** n’est pas une personne connue de la région. Rien n’est enregistré.\n"+
			"Rattachez-la : `/jalon agent ajouter @{name} pour 62`, ou donnez seulement son nom, par exemple `\"Mme Vasseur\"`",
		"**@{name}** is nobody known in the region. Nothing is saved.\n"+
			"Attach them: `/jalon agent ajouter @{name} pour 62`, or give their name only, for example `\"Mme Vasseur\"`")
	textWhoSeveral = i18n.T(
		"**« {name} »** désigne plusieurs personnes : {list}. Rien n’est enregistré.\nDites laquelle, par son compte.",
		"**“{name}”** names several people: {list}. Nothing is saved.\nSay which, by their account.")
	textWhoLong = i18n.T(
		"Le nom **« {name} »** est trop long : {max} caractères au plus. Rien n’est enregistré.",
		"The name **“{name}”** is too long: at most {max} characters. Nothing is saved.")
	textSomebody = i18n.T("une personne partie", "somebody who left")
)

// representative reads who sits: « @name » is an account of the region, anything
// else a name, which is that of an account when exactly one agent is called so.
func (e *Env) representative(text string) (plan.Representative, error) {
	name := strings.Join(strings.Fields(quotationMarks.Replace(text)), " ")
	if account, ok := strings.CutPrefix(name, "@"); ok {
		a, err := e.plan.AgentNamed(e.ctx, e.req.Region, strings.TrimRight(account, ".,;:"))
		if errors.Is(err, plan.ErrNotFound) {
			return plan.Representative{}, plan.Refuse(plan.NotFound, textWhoUnknown.With("name", card.Quote(clip(account))))
		}
		return plan.RepresentativeOf(a), err
	}
	switch {
	case isMyself(name):
		return plan.Representative{User: e.req.User, Name: e.dir.Actor.Username}, nil
	case name == "":
		return plan.Representative{}, askFor(e.say(textWhoMissing))
	case len([]rune(name)) > plan.MaxPersonName:
		return plan.Representative{}, plan.Refuse(plan.Invalid, textWhoLong.With("name", card.Quote(clip(name)), "max", plan.MaxPersonName))
	}
	agents, err := e.plan.AgentsCalled(e.ctx, e.req.Region, name)
	switch {
	case err != nil:
		return plan.Representative{}, err
	case len(agents) == 0:
		return plan.Representative{Name: name}, nil
	case len(agents) == 1:
		return plan.RepresentativeOf(agents[0]), nil
	}
	list := make([]string, len(agents))
	for i, a := range agents {
		list[i] = "`@" + a.Username + "`"
	}
	return plan.Representative{}, plan.Refuse(plan.Invalid, textWhoSeveral.With("name", card.Quote(name), "list", i18n.Or(e.lang, list)))
}

// isMyself tells the words by which somebody names themselves.
func isMyself(name string) bool {
	switch i18n.Fold(name) {
	case "moi", "moi-meme", "me", "myself":
		return true
	default:
		return false
	}
}

// calls says how somebody is called, given how the accounts are (see
// [plan.CalledOf]): Mme Vasseur.
func (w drawer) calls(r plan.Representative, called map[plan.UserID]string) string {
	switch {
	case called[r.User] != "":
		return card.Quote(called[r.User])
	case r.Name != "":
		return card.Quote(r.Name)
	default:
		return textSomebody.In(w.lang)
	}
}
