package main

import (
	"context"
	"errors"
	"strings"
	"time"

	"jalon/i18n"
	"jalon/plan"
	"jalon/store"
)

type purgeCommand struct {
	settingsFlags
	DryRun bool `name:"dry-run" help:"${dry_run}"`
}

// Run ends what is no longer kept, or says what would end.
func (c *purgeCommand) Run(ctx context.Context, sh shell) (err error) {
	dsn, err := c.database(sh)
	if err != nil {
		return err
	}
	h, err := openHouse(ctx, dsn, store.Options{NoMigrate: true}, plan.Options{}, consoleLog(sh))
	if err != nil {
		return inWords(err, sh.lang)
	}
	defer func() { err = errors.Join(err, h.close()) }()
	all, err := h.planner.Purge(ctx, time.Now(), c.DryRun)
	for _, g := range all {
		sh.tell(purgeReport(sh.lang, g, c.DryRun, len(all) > 1))
	}
	return err
}

var (
	textPurgeDry     = i18n.T("**Simulation : rien n’est effacé.** {what}", "**Rehearsal: nothing is erased.** {what}")
	textPurgeOf      = i18n.T("{region} : {what}", "{region}: {what}")
	textPurgeNothing = i18n.T("Rien à effacer.", "Nothing to erase.")

	textWouldAgent     = i18n.T("{n} agent parti serait pseudonymisé", "{n} agent who left would be pseudonymised")
	textWouldAgents    = i18n.T("{n} agents partis seraient pseudonymisés", "{n} agents who left would be pseudonymised")
	textWouldName      = i18n.T("{n} instance ou séance perdrait ses noms anciens", "{n} body or meeting would lose its old names")
	textWouldNames     = i18n.T("{n} instances ou séances perdraient leurs noms anciens", "{n} bodies or meetings would lose their old names")
	textWouldLine      = i18n.T("{n} ligne technique de plus de {months} mois serait supprimée", "{n} technical line more than {months} months old would be deleted")
	textWouldLines     = i18n.T("{n} lignes techniques de plus de {months} mois seraient supprimées", "{n} technical lines more than {months} months old would be deleted")
	textWouldDrawing   = i18n.T("{n} dessin de carte serait vidé", "{n} drawing of a card would be emptied")
	textWouldDrawings  = i18n.T("{n} dessins de cartes seraient vidés", "{n} drawings of cards would be emptied")
	textWouldText      = i18n.T("{n} action du journal perdrait ses textes", "{n} action of the journal would lose its texts")
	textWouldTexts     = i18n.T("{n} actions du journal perdraient leurs textes", "{n} actions of the journal would lose their texts")
	textPurgedAgent    = i18n.T("{n} agent parti pseudonymisé", "{n} agent who left pseudonymised")
	textPurgedAgents   = i18n.T("{n} agents partis pseudonymisés", "{n} agents who left pseudonymised")
	textPurgedName     = i18n.T("{n} instance ou séance sans ses noms anciens", "{n} body or meeting without its old names")
	textPurgedNames    = i18n.T("{n} instances ou séances sans leurs noms anciens", "{n} bodies or meetings without their old names")
	textPurgedLine     = i18n.T("{n} ligne technique de plus de {months} mois supprimée", "{n} technical line more than {months} months old deleted")
	textPurgedLines    = i18n.T("{n} lignes techniques de plus de {months} mois supprimées", "{n} technical lines more than {months} months old deleted")
	textPurgedDrawing  = i18n.T("{n} dessin de carte vidé", "{n} drawing of a card emptied")
	textPurgedDrawings = i18n.T("{n} dessins de cartes vidés", "{n} drawings of cards emptied")
	textPurgedText     = i18n.T("{n} action du journal sans ses textes", "{n} action of the journal without its texts")
	textPurgedTexts    = i18n.T("{n} actions du journal sans leurs textes", "{n} actions of the journal without their texts")
)

// purgedCount says how many of a thing went, or would go.
type purgedCount struct {
	n           int
	one, many   i18n.Msg
	would, more i18n.Msg
}

// purgeReport says in one line what a region no longer keeps.
func purgeReport(lang i18n.Lang, g plan.Purged, dry, named bool) string {
	var parts []string
	for _, c := range []purgedCount{
		{g.Agents, textPurgedAgent, textPurgedAgents, textWouldAgent, textWouldAgents},
		{g.Names, textPurgedName, textPurgedNames, textWouldName, textWouldNames},
		{g.Dispatches, textPurgedLine, textPurgedLines, textWouldLine, textWouldLines},
		{g.Drawings, textPurgedDrawing, textPurgedDrawings, textWouldDrawing, textWouldDrawings},
		{g.Texts, textPurgedText, textPurgedTexts, textWouldText, textWouldTexts},
	} {
		one, many := c.one, c.many
		if dry {
			one, many = c.would, c.more
		}
		if c.n > 0 {
			parts = append(parts, i18n.Plural(lang, c.n, one, many).In(lang, "n", c.n, "months", g.Region.Keep.TechnicalMonths()))
		}
	}
	what := textPurgeNothing.In(lang)
	if len(parts) > 0 {
		what = strings.Join(parts, semicolon.In(lang)) + "."
	}
	if dry {
		what = textPurgeDry.In(lang, "what", what)
	}
	if named {
		what = textPurgeOf.In(lang, "region", g.Region.Name, "what", what)
	}
	return what
}

// semicolon stands between what went.
var semicolon = i18n.T(" ; ", "; ")
