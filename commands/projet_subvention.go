package commands

import (
	"strconv"
	"strings"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:    22,
	path:    "projet subvention",
	aliases: []string{"projet subventions", "projet financement", "projet grant", "subvention"},
	summary: i18n.T("dire ce qu’une dotation apporte à un projet : montants, étapes, dates", "say what a fund gives to a project: amounts, steps, dates"),
	args: []arg{
		argProject,
		{"<dotation>", "DSIL", i18n.T("le nom de la dotation ; sans elle, toutes celles du projet", "the name of the fund; without it, all those of the project"), true},
		{"<année>", "2027", i18n.T("l’année ; sans elle, la seule que le projet connaisse", "the year; without it, the only one the project has"), true},
		{"<montants et étapes>", "demandé 350 k€ assiette 500 k€", i18n.T(
			"`assiette`, `coût`, `autres aides`, `demandé`, `proposée`, `retenue`, `engagée` (AE), `payé` (CP), chacun avec son montant",
			"`assiette`, `coût`, `autres aides`, `demandé`, `proposée`, `retenue`, `engagée` (AE), `payé` (CP), each with its amount"), true},
		{"", "notifiée le 12/03/2027", i18n.T(
			"`complète`, `instruite`, `notifiée`, `commencée`, `soldée` avec leur date ; `réserve`, `refusée`, `sans suite`, `caduque`",
			"`complète`, `instruite`, `notifiée`, `commencée`, `soldée` with their date; `réserve`, `refusée`, `sans suite`, `caduque`"), true},
		{"", "prorogation caducité 12 mois", i18n.T("ou `prorogation achèvement 24 mois`, avec son motif", "or `prorogation achèvement 24 mois`, with its reason"), true},
		{"", "verte", i18n.T("compte dans la part verte ; `non verte` pour le contraire", "counts in the green share; `non verte` for the contrary"), true},
		{"", "département 59", i18n.T("celui dont l’enveloppe porte la subvention", "the one whose envelope it is charged to"), true},
		argReason,
	},
	examples: []string{
		"projet subvention PR105 DSIL 2027 demandé 350 k€ assiette 500 k€",
		"projet subvention PR105 DSIL 2027 retenue 350 k€ verte",
		"projet subvention PR105 DSIL 2027 notifiée le 12/03/2027",
		"projet subvention PR105 DSIL 2027 engagée 300 k€ payé 100 k€",
		`projet subvention PR105 DSIL 2027 prorogation caducité 12 mois motif "fouilles archéologiques"`,
	},
	keywords: keywordsOf(grantClauses),
	right:    plan.ManageCredits,
	seeAlso:  []string{"projet programmation", "projet voir"},
	run:      changeGrant,
})

func changeGrant(e *Env) (card.Reply, error) {
	l, err := e.grantLine()
	if err != nil {
		return card.Reply{}, err
	}
	p, rest, err := e.projectAndRest(l.head)
	if err != nil {
		return card.Reply{}, err
	}
	v, err := e.plan.ViewProject(e.ctx, e.req.Region, e.sees(), e.sight, p.Number)
	if err != nil {
		return card.Reply{}, err
	}
	if len(rest) == 0 && len(l.clauses) == 0 {
		return card.Reply{Text: e.grantList(v)}, nil
	}
	fund, year, err := e.grantMeant(v, rest)
	if err != nil {
		return card.Reply{}, err
	}
	if len(l.clauses) == 0 {
		return e.showGrant(v, fund, year)
	}
	edits, err := e.grantEdits(l)
	if err != nil {
		return card.Reply{}, err
	}
	reason, _ := l.text("motif")
	c, err := e.plan.ChangeGrant(e.ctx, e.call, plan.GrantKey{Project: p.Number, Fund: fund.Name, Year: year}, card.OneLine(reason), func(g *plan.Grant) error {
		for _, edit := range edits {
			edit(g)
		}
		return nil
	})
	if err != nil {
		return card.Reply{}, err
	}
	return card.Reply{Text: e.drawer().grantChanged(c)}, nil
}

var (
	textWhichYear = i18n.T(
		"{ref} n’a pas une seule année de {fund} : indiquez-la. Rien n’est enregistré.\nPar exemple : `/projet subvention {ref} {fund} 2027 …`",
		"{ref} has not one year of {fund}: say which. Nothing is saved.\nFor example: `/projet subvention {ref} {fund} 2027 …`")
	textNoGrants = i18n.T(
		"**{ref} · {name}** : aucune subvention enregistrée.\nPour commencer : `/projet subvention {ref} DSIL 2027 demandé 350 k€ assiette 500 k€`",
		"**{ref} · {name}**: no grant recorded.\nTo begin: `/projet subvention {ref} DSIL 2027 demandé 350 k€ assiette 500 k€`")
	textNoGrant = i18n.T(
		"{ref} n’a pas de {fund} {year}.\nPour en noter une : `/projet subvention {ref} {fund} {year} demandé 350 k€ assiette 500 k€`",
		"{ref} has no {fund} {year}.\nTo record one: `/projet subvention {ref} {fund} {year} demandé 350 k€ assiette 500 k€`")
	textGrantsOf = i18n.T("**{ref} · {name}** : {n} subventions", "**{ref} · {name}**: {n} grants")
	textGrantOf  = i18n.T("**{ref} · {name}** : {n} subvention", "**{ref} · {name}**: {n} grant")
)

// grantMeant finds the fund and the year that a line names; the year may go without
// saying when the project has one only.
func (e *Env) grantMeant(v plan.ProjectView, rest []token) (plan.Fund, int, error) {
	fund, year, left, err := e.fundIn(rest)
	if err != nil {
		return fund, 0, err
	}
	if err := e.extra(left); err != nil {
		return fund, 0, err
	}
	if year > 0 {
		return fund, year, nil
	}
	for _, g := range v.Money.Grants {
		if g.FundKey() != fund.Key() {
			continue
		}
		if year > 0 {
			year = 0
			break
		}
		year = g.Year
	}
	if year == 0 {
		err = askFor(e.say(textWhichYear, "ref", v.Ref(), "fund", card.Quote(fund.Name)))
	}
	return fund, year, err
}

// grantList says all the grants of a project.
func (e *Env) grantList(v plan.ProjectView) string {
	n := len(v.Money.Grants)
	if n == 0 {
		return e.say(textNoGrants, "ref", v.Ref(), "name", card.Quote(v.Called()))
	}
	w := e.drawer()
	rows := []string{e.say(i18n.Plural(e.lang, n, textGrantOf, textGrantsOf), "ref", v.Ref(), "name", card.Quote(v.Called()), "n", n)}
	for _, g := range v.Money.Grants {
		rows = append(rows, bullet+w.grantRow(g))
	}
	return strings.Join(rows, "\n")
}

// showGrant says one grant as it stands.
func (e *Env) showGrant(v plan.ProjectView, fund plan.Fund, year int) (card.Reply, error) {
	for _, g := range v.Money.Grants {
		if g.FundKey() == fund.Key() && g.Year == year {
			return card.Reply{Text: e.drawer().grantText(v, fund, g)}, nil
		}
	}
	return card.Reply{}, askFor(e.say(textNoGrant, "ref", v.Ref(), "fund", card.Quote(fund.Name), "year", strconv.Itoa(year)))
}
