package commands

import (
	"strings"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var textNoBody = i18n.T("**« {word} »** n’est pas une instance connue.", "**“{word}”** is not a known body.")

// bodyNamed finds the body that words name.
func (e *Env) bodyNamed(text string) (plan.Body, error) {
	for _, f := range []plan.BodyFilter{{Short: i18n.Fold(text), Limit: 1}, {Words: strings.Fields(i18n.Fold(text)), Limit: 1}} {
		found, _, err := e.plan.FindBodies(e.ctx, e.req.Region, f)
		if err != nil {
			return plan.Body{}, err
		}
		if len(found) > 0 {
			return found[0], nil
		}
	}
	return plan.Body{}, askFor(e.say(textNoBody, "word", card.Quote(clip(text))))
}
