package commands

import (
	"encoding/json"
	"strconv"
	"strings"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:    41,
	path:    "jalon conservation",
	aliases: []string{"jalon conservations", "jalon retention"},
	summary: i18n.T("combien de temps jalon garde les noms, les traces et les textes", "how long jalon keeps names, traces and texts"),
	args: []arg{{"agents | technique | journal <durée>", "agents 24 mois", i18n.T(
		"la durée à changer : `agents 24 mois`, `technique 12 mois`, `journal jamais` ou `journal 5 ans`",
		"what to change: `agents 24 mois`, `technique 12 mois`, `journal jamais` or `journal 5 ans`"), true}},
	examples: []string{"jalon conservation", "jalon conservation agents 24 mois", "jalon conservation technique 12 mois", "jalon conservation journal 5 ans"},
	right:    plan.UseIt,
	who: i18n.T("tout le monde pour les voir ; la coordination et le rôle décision pour les changer",
		"everybody to see it; the coordination and the décision role to change it"),
	seeAlso: []string{"jalon mes-donnees"},
	run:     retention,
})

var (
	textKept = i18n.T(
		"**Durées de conservation**\n"+
			"- Agents partis : pseudonymisés {agents} après leur départ ; leur service reste\n"+
			"- Traces techniques : supprimées après {technical}\n"+
			"- Textes du journal : {texts}\n\n"+
			"Pour changer : `/jalon conservation agents 24 mois`, `/jalon conservation technique 12 mois` ou `/jalon conservation journal 5 ans`",
		"**How long things are kept**\n"+
			"- Agents who left: pseudonymised {agents} after they left; their service stays\n"+
			"- Technical traces: deleted after {technical}\n"+
			"- Texts of the journal: {texts}\n\n"+
			"To change: `/jalon conservation agents 24 mois`, `/jalon conservation technique 12 mois` or `/jalon conservation journal 5 ans`")
	textKeptAgents = i18n.T(
		"Agents partis : pseudonymisés {is} après leur départ (avant : {was}). Effet : la nuit prochaine. Le changement figure au journal.",
		"Agents who left: pseudonymised {is} after they left (before: {was}). From next night on. The change stands in the journal.")
	textKeptTechnical = i18n.T(
		"Traces techniques : supprimées après {is} (avant : {was}). Effet : la nuit prochaine. Le changement figure au journal.",
		"Technical traces: deleted after {is} (before: {was}). From next night on. The change stands in the journal.")
	textKeptTexts = i18n.T(
		"Textes du journal : {is} (avant : {was}). Effet : la nuit prochaine. Le changement figure au journal.",
		"Texts of the journal: {is} (before: {was}). From next night on. The change stands in the journal.")
	textKeptSame     = i18n.T("Cette durée est déjà la bonne. Rien n’a changé.", "It is so already. Nothing has changed.")
	textTextsForEver = i18n.T("gardés sans limite", "kept without limit")
	textTextsUntil   = i18n.T("effacés après {years} ; le journal reste vérifiable", "erased after {years}; the journal can still be verified")
	textMonths       = i18n.T("{n} mois", "{n} months")
	textOneMonth     = i18n.T("{n} mois", "{n} month")
	textYears        = i18n.T("{n} ans", "{n} years")
	textOneYear      = i18n.T("{n} an", "{n} year")
	textNoDuration   = i18n.T(
		"**« {word} »** n’est pas une durée de conservation. Rien n’a changé.\n"+
			"Par exemple : `/jalon conservation agents 24 mois`, `/jalon conservation technique 12 mois` ou `/jalon conservation journal jamais`",
		"**“{word}”** is not how long something is kept. Nothing has changed.\n"+
			"For example: `/jalon conservation agents 24 mois`, `/jalon conservation technique 12 mois` or `/jalon conservation journal jamais`")
)

// retention shows how long things are kept, or changes one duration.
func retention(e *Env) (card.Reply, error) {
	words := strings.Fields(i18n.Fold(e.rest))
	if len(words) == 0 {
		keep := e.dir.Region.Keep
		return card.Reply{Text: e.say(textKept, "agents", e.months(keep.AgentMonths()),
			"technical", e.months(keep.TechnicalMonths()), "texts", e.keptTexts(keep.Texts))}, nil
	}
	months, ok := duration(words[1:])
	if !ok {
		return card.Reply{}, e.noDuration()
	}
	var change func(*plan.Retention)
	var say func(was, is plan.Retention) string
	switch words[0] {
	case "agents", "agent":
		change = func(r *plan.Retention) { r.Agents = months }
		say = func(was, is plan.Retention) string {
			return e.say(textKeptAgents, "was", e.months(was.AgentMonths()), "is", e.months(is.AgentMonths()))
		}
	case "technique", "techniques", "technical":
		change = func(r *plan.Retention) { r.Technical = months }
		say = func(was, is plan.Retention) string {
			return e.say(textKeptTechnical, "was", e.months(was.TechnicalMonths()), "is", e.months(is.TechnicalMonths()))
		}
	case "journal":
		if months%12 != 0 {
			return card.Reply{}, e.noDuration()
		}
		change = func(r *plan.Retention) { r.Texts = months / 12 }
		say = func(was, is plan.Retention) string {
			return e.say(textKeptTexts, "was", e.keptTexts(was.Texts), "is", e.keptTexts(is.Texts))
		}
	default:
		return card.Reply{}, e.noDuration()
	}
	if never := months == 0; never && words[0] != "journal" {
		return card.Reply{}, e.noDuration()
	}
	was, is, err := e.plan.Keep(e.ctx, e.call, change)
	switch {
	case err != nil:
		return card.Reply{}, err
	case was.Same(is):
		return card.Reply{Text: e.say(textKeptSame)}, nil
	default:
		return card.Reply{Text: say(was, is)}, nil
	}
}

// duration reads « 24 mois », « 2 ans » or « jamais », in months; 0 for never.
func duration(words []string) (months int, ok bool) {
	if len(words) == 1 && (words[0] == "jamais" || words[0] == "never") {
		return 0, true
	}
	if len(words) != 2 {
		return 0, false
	}
	n, err := strconv.Atoi(words[0])
	if err != nil || n < 1 || n > 10_000 {
		return 0, false
	}
	switch words[1] {
	case "mois", "month", "months":
		return n, true
	case "an", "ans", "annee", "annees", "year", "years":
		return 12 * n, true
	default:
		return 0, false
	}
}

func (e *Env) noDuration() error {
	return askFor(e.say(textNoDuration, "word", card.Quote(clip(e.rest))))
}

func (e *Env) months(n int) string {
	return e.say(i18n.Plural(e.lang, n, textOneMonth, textMonths), "n", n)
}

func (e *Env) keptTexts(years int) string {
	if years == 0 {
		return e.say(textTextsForEver)
	}
	return e.say(textTextsUntil, "years", e.say(i18n.Plural(e.lang, years, textOneYear, textYears), "n", years))
}

var (
	textWasKept   = i18n.T("{what} : {was}, devenus {is}", "{what}: {was}, now {is}")
	textOfAgents  = i18n.T("agents partis", "agents who left")
	textOfTraces  = i18n.T("traces techniques", "technical traces")
	textOfJournal = i18n.T("textes du journal", "texts of the journal")
)

// retentionChange says what an entry of the journal about durations changed.
func (e *Env) retentionChange(entry plan.Entry) []string {
	var was, is plan.RetentionRecord
	if json.Unmarshal([]byte(entry.Before), &was) != nil || json.Unmarshal([]byte(entry.After), &is) != nil {
		return nil
	}
	var told []string
	add := func(what i18n.Msg, before, after string) {
		if before != after {
			told = append(told, e.say(textWasKept, "what", what, "was", before, "is", after))
		}
	}
	add(textOfAgents, e.months(was.Agents), e.months(is.Agents))
	add(textOfTraces, e.months(was.Technical), e.months(is.Technical))
	add(textOfJournal, e.keptTexts(was.Texts), e.keptTexts(is.Texts))
	return told
}
