package commands

import (
	"strings"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:    20,
	path:    "projet fonds",
	aliases: []string{"projet dotation", "projet dotations", "dotation", "dotations"},
	summary: i18n.T("les dotations et leurs règles ; en créer une, la changer", "the funds and their rules; create one, change it"),
	args: []arg{
		{"<dotation>", "DSIL", i18n.T("son nom ; sans lui, la liste", "its name; without it, the list"), true},
		{"régional | départemental", "régional", i18n.T(
			"une enveloppe régionale déléguée aux départements, ou une enveloppe par département", "a regional envelope delegated to the departments, or an envelope for each department"), true},
		{"", "caducité 24 mois", i18n.T("de la notification au commencement ; sans cela, 24 mois", "from the notification to the beginning; without it, 24 months"), true},
		{"", "achèvement 48 mois", i18n.T("du commencement à l’achèvement ; sans cela, 48 mois", "from the beginning to the completion; without it, 48 months"), true},
		{"", "prorogation 12 mois", i18n.T("de la caducité, au plus ; `prorogation achèvement 24 mois` pour l’achèvement", "of the lapse, at most; `prorogation achèvement 24 mois` for the completion"), true},
		{"", "alerte 60 jours", i18n.T("avant ces deux dates ; sans cela, 60 jours calendaires", "before these two dates; without it, 60 calendar days"), true},
		{"", "aides 80 %", i18n.T("la part d’aides publiques au-delà de laquelle jalon avertit", "the share of public aid beyond which jalon warns"), true},
		{"", "part verte 30 %", i18n.T("la part verte attendue ; 0 pour ne rien attendre", "the green share expected; 0 for none"), true},
	},
	keywords: keywordsOf(fundClauses),
	examples: []string{"projet fonds DSIL régional part verte 30 %", "projet fonds DETR départemental", "projet fonds FNADT régional caducité 12 mois alerte 30 jours", "projet fonds"},
	right:    plan.ManageCredits,
	seeAlso:  []string{"projet enveloppe", "projet programmation"},
	run:      setFund,
})

var fundClauses = []clauseWords{
	{"regional", []string{"regional", "regionale", "region"}, true},
	{"departemental", []string{"departemental", "departementale"}, true},
	{"caducite", []string{"caducite"}, false},
	{"achevement", []string{"achevement"}, false},
	{"prorogation", []string{"prorogation", "prorogation caducite"}, false},
	{"prorogationachevement", []string{"prorogation achevement"}, false},
	{"alerte", []string{"alerte", "alerte a", "rappel"}, false},
	{"aides", []string{"aides", "aides publiques", "aide publique", "taux"}, false},
	{"verte", []string{"part verte", "vert", "verte"}, false},
}

var (
	textFundNew  = i18n.T("Dotation **{name}** créée : {rules}.", "Fund **{name}** created: {rules}.")
	textFundNow  = i18n.T("Dotation **{name}** : {rules}.", "Fund **{name}**: {rules}.")
	textFundItem = i18n.T("- **{name}** · {rules}", "- **{name}** · {rules}")
	textFundList = i18n.T("**{n} dotations**", "**{n} funds**")
	textFundOne  = i18n.T("**{n} dotation**", "**{n} fund**")
	textFundNone = i18n.T(
		"Aucune dotation enregistrée.\nPour commencer : `/projet fonds DSIL régional part verte 30 %`",
		"No fund recorded.\nTo begin: `/projet fonds DSIL régional part verte 30 %`")
	textFundKept = i18n.T(
		"Les dates déjà calculées pour {n} subventions ne changent pas.", "The dates already computed for {n} grants do not change.")
	textFundKeptOne = i18n.T(
		"Les dates déjà calculées pour {n} subvention ne changent pas.", "The dates already computed for {n} grant do not change.")
	textFundRules = i18n.T(
		"{level}, caducité {lapse} (prorogeable de {morelapse}), achèvement {completion} (prorogeable de {morecompletion}), alerte {warning} avant, aides publiques à {aid} % au plus",
		"{level}, lapse {lapse} (may be extended by {morelapse}), completion {completion} (may be extended by {morecompletion}), warning {warning} before, public aid {aid}% at most")
	textFundGreen     = i18n.T(", part verte d’au moins {n} %", ", green share of at least {n}%")
	textFundRegional  = i18n.T("régionale", "regional")
	textFundDeparts   = i18n.T("départementale", "departmental")
	textNotMonths     = i18n.T("**« {word} »** n’est pas un délai. Rien n’est enregistré.\nPar exemple : `{key} 24 mois`", "**“{word}”** is not a time. Nothing is saved.\nFor example: `{key} 24 mois`")
	textNotDays       = i18n.T("**« {word} »** n’est pas un nombre de jours. Rien n’est enregistré.\nPar exemple : `alerte 60 jours`", "**“{word}”** is not a number of days. Nothing is saved.\nFor example: `alerte 60 jours`")
	textNotPercentage = i18n.T("**« {word} »** n’est pas une part de 0 à 100 %. Rien n’est enregistré.\nPar exemple : `{key} 30 %`", "**“{word}”** is not a share from 0 to 100%. Nothing is saved.\nFor example: `{key} 30 %`")
)

func setFund(e *Env) (card.Reply, error) {
	l, err := e.said(fundClauses)
	if err != nil {
		return card.Reply{}, err
	}
	all, err := e.plan.Funds(e.ctx, e.req.Region)
	if err != nil {
		return card.Reply{}, err
	}
	name := card.OneLine(joined(l.head))
	if name == "" && len(l.clauses) == 0 {
		return card.Reply{Text: e.fundList(all)}, nil
	}
	edits, err := e.fundEdits(l)
	if err != nil {
		return card.Reply{}, err
	}
	w := e.drawer()
	if known, ok := all.Named(name); ok && len(edits) == 0 {
		return card.Reply{Text: e.say(textFundNow, "name", card.Quote(known.Name), "rules", w.fundRules(known))}, nil
	}
	c, err := e.plan.SetFund(e.ctx, e.call, name, func(f *plan.Fund) error {
		for _, edit := range edits {
			edit(f)
		}
		return nil
	})
	if err != nil {
		return card.Reply{}, err
	}
	text, kept := textFundNow, ""
	if c.Before.Version == 0 {
		text = textFundNew
	}
	if c.Kept > 0 {
		kept = e.say(i18n.Plural(e.lang, c.Kept, textFundKeptOne, textFundKept), "n", c.Kept)
	}
	return card.Reply{Text: lines(e.say(text, "name", card.Quote(c.After.Name), "rules", w.fundRules(c.After)), kept)}, nil
}

// fundEdits reads what a line says of a fund.
func (e *Env) fundEdits(l saidLine) ([]func(*plan.Fund), error) {
	var edits []func(*plan.Fund)
	for _, c := range l.clauses {
		edit, err := e.fundEdit(c)
		if err != nil {
			return nil, err
		}
		edits = append(edits, edit)
	}
	return edits, nil
}

func (e *Env) fundEdit(c saidClause) (func(*plan.Fund), error) {
	switch c.key {
	case "regional":
		return func(f *plan.Fund) { f.Level = plan.RegionalFund }, nil
	case "departemental":
		return func(f *plan.Fund) { f.Level = plan.DepartmentalFund }, nil
	case "alerte":
		n, ok := daysSaid(c.text)
		if !ok {
			return nil, askFor(e.say(textNotDays, "word", card.Quote(clip(c.text))))
		}
		return func(f *plan.Fund) { f.Warning = n }, nil
	case "aides", "verte":
		n, ok := percentSaid(c.text)
		if !ok {
			return nil, askFor(e.say(textNotPercentage, "word", card.Quote(clip(c.text)), "key", map[string]string{"aides": "aides", "verte": "part verte"}[c.key]))
		}
		if c.key == "aides" {
			return func(f *plan.Fund) { f.MostAid = n }, nil
		}
		return func(f *plan.Fund) { f.Green = n }, nil
	default:
		return e.fundTerm(c)
	}
}

// fundTerm reads one of the times of a fund, in months.
func (e *Env) fundTerm(c saidClause) (func(*plan.Fund), error) {
	n, ok := monthsSaid(c.text)
	if !ok {
		word := map[string]string{"caducite": "caducité", "achevement": "achèvement", "prorogation": "prorogation", "prorogationachevement": "prorogation achèvement"}[c.key]
		return nil, askFor(e.say(textNotMonths, "word", card.Quote(clip(c.text)), "key", word))
	}
	switch c.key {
	case "caducite":
		return func(f *plan.Fund) { f.Lapse = n }, nil
	case "achevement":
		return func(f *plan.Fund) { f.Completion = n }, nil
	case "prorogationachevement":
		return func(f *plan.Fund) { f.MoreCompletion = n }, nil
	default:
		return func(f *plan.Fund) { f.MoreLapse = n }, nil
	}
}

// daysSaid reads a number of calendar days: « 60 jours », « J-60 ».
func daysSaid(text string) (int, bool) {
	folded := strings.TrimSuffix(strings.TrimSpace(i18n.Fold(text)), " calendaires")
	for _, unit := range []string{" jours", " jour", " j", " avant"} {
		folded = strings.TrimSuffix(folded, unit)
	}
	return numberSaid(strings.TrimPrefix(folded, "j-"))
}

func (e *Env) fundList(all plan.Funds) string {
	if len(all) == 0 {
		return e.say(textFundNone)
	}
	w := e.drawer()
	rows := []string{e.say(i18n.Plural(e.lang, len(all), textFundOne, textFundList), "n", len(all))}
	for _, f := range all {
		rows = append(rows, e.say(textFundItem, "name", card.Quote(f.Name), "rules", w.fundRules(f)))
	}
	return strings.Join(rows, "\n")
}

// fundRules says the rules of a fund.
func (w drawer) fundRules(f plan.Fund) string {
	level := textFundRegional
	if f.Level == plan.DepartmentalFund {
		level = textFundDeparts
	}
	months := func(n int) string { return textMonths.In(w.lang, "n", n) }
	text := textFundRules.In(w.lang, "level", level.In(w.lang), "lapse", months(f.Lapse), "morelapse", months(f.MoreLapse),
		"completion", months(f.Completion), "morecompletion", months(f.MoreCompletion), "warning", w.words.Count(f.Warning, 0), "aid", f.MostAid)
	if f.Green > 0 {
		text += textFundGreen.In(w.lang, "n", f.Green)
	}
	return text
}
