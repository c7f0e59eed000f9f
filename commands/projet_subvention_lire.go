package commands

import (
	"strings"

	"jalon/calendar"
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

// How the line of a grant is read: a head (project, fund, year), then clauses in any
// order, each behind a word that opens it: an amount, a state, a date.

// grantClauses are the words that open a clause. Those of a state may stand alone,
// or before their date or their amount.
var grantClauses = []clauseWords{
	{"assiette", []string{"assiette", "assiette eligible", "base"}, false},
	{"cout", []string{"cout", "cout total", "cout du projet"}, false},
	{"autres", []string{"autres aides", "autres aides publiques", "cofinancement", "cofinancements"}, false},
	{"demande", []string{"demande", "demandee", "demandes", "montant demande", "requested"}, false},
	{"paye", []string{"paye", "payee", "payes", "cp", "cp paye", "cp payes"}, false},
	{"proposee", []string{"proposee", "propose", "proposed"}, false},
	{"retenue", []string{"retenue", "retenu", "retained"}, false},
	{"engagee", []string{"engagee", "engage", "engagees", "ae", "ae engagees", "ae engagee", "committed"}, false},
	{"deposee", []string{"deposee", "depose"}, false},
	{"complete", []string{"complete", "complet", "dossier complet"}, false},
	{"instruite", []string{"instruite", "instruit"}, false},
	{"notifiee", []string{"notifiee", "notifie", "notified"}, false},
	{"commencee", []string{"commencee", "commence", "demarree", "demarre", "begun"}, false},
	{"soldee", []string{"soldee", "solde", "settled"}, false},
	{"reserve", []string{"reserve", "en reserve"}, false},
	{"refusee", []string{"refusee", "refuse", "refused"}, false},
	{"sanssuite", []string{"sans suite", "classee sans suite", "classe sans suite"}, false},
	{"caduque", []string{"caduque", "caduc"}, false},
	{"prorogation", []string{"prorogation", "prorogee", "proroge"}, false},
	{"nonverte", []string{"non verte", "non vert", "pas verte"}, false},
	{"verte", []string{"verte", "vert", "part verte"}, false},
	{"departement", []string{"departement", "dep"}, false},
	{"motif", []string{"motif"}, false},
}

// grantStates are the states that words say.
var grantStates = map[string]plan.GrantState{
	"deposee": plan.GrantFiled, "complete": plan.GrantComplete, "instruite": plan.GrantExamined, "proposee": plan.GrantProposed,
	"retenue": plan.GrantRetained, "notifiee": plan.GrantNotified, "engagee": plan.GrantCommitted, "commencee": plan.GrantBegun,
	"soldee": plan.GrantSettled, "reserve": plan.GrantReserve, "refusee": plan.GrantRefused, "sanssuite": plan.GrantDropped,
	"caduque": plan.GrantLapsed,
}

// grantAmounts are the amounts that words say.
var grantAmounts = map[string]func(*plan.Grant) **plan.Cents{
	"assiette": func(g *plan.Grant) **plan.Cents { return &g.Base },
	"cout":     func(g *plan.Grant) **plan.Cents { return &g.Cost },
	"autres":   func(g *plan.Grant) **plan.Cents { return &g.Others },
	"demande":  func(g *plan.Grant) **plan.Cents { return &g.Requested },
	"proposee": func(g *plan.Grant) **plan.Cents { return &g.Proposed },
	"retenue":  func(g *plan.Grant) **plan.Cents { return &g.Retained },
	"engagee":  func(g *plan.Grant) **plan.Cents { return &g.Committed },
	"paye":     func(g *plan.Grant) **plan.Cents { return &g.Paid },
}

// amountWords are the words of the amounts that make no state, as they are typed.
var amountWords = map[string]string{
	"assiette": "assiette", "cout": "coût", "autres": "autres aides", "demande": "demandé", "paye": "payé",
}

// grantDays are the days that states have.
var grantDays = map[string]func(*plan.Grant) *calendar.Date{
	"notifiee":  func(g *plan.Grant) *calendar.Date { return &g.NotifiedOn },
	"commencee": func(g *plan.Grant) *calendar.Date { return &g.BegunOn },
	"soldee":    func(g *plan.Grant) *calendar.Date { return &g.SettledOn },
}

var (
	textGrantAlone = i18n.T(
		"Il manque le montant de « {word} ». Rien n’est enregistré.\nPar exemple : `{word} 350 k€`",
		"The amount of “{word}” is missing. Nothing is saved.\nFor example: `{word} 350 k€`")
	textExtensionOf = i18n.T(
		"**« {word} »** n’est pas une prorogation. Rien n’a changé.\nÉcrivez `prorogation caducité 12 mois` ou `prorogation achèvement 24 mois`, avec un motif",
		"**“{word}”** is not an extension. Nothing has changed.\nWrite `prorogation caducité 12 mois` or `prorogation achèvement 24 mois`, with a reason")
)

// grantLine cuts the line into its head and its clauses; a clause may be empty.
func (e *Env) grantLine() (saidLine, error) {
	tokens, err := lex(e.rest)
	if err != nil {
		return saidLine{}, err
	}
	var l saidLine
	for at := 0; at < len(tokens); {
		k, used := opens(tokens[at:], grantClauses)
		if used == 0 || len(l.head) == 0 { // the first word names the project
			l.head = append(l.head, tokens[at])
			at++
			continue
		}
		end := at + used
		for end < len(tokens) && !opensGrant(tokens[end:]) {
			end++
		}
		body := tokens[at+used : end]
		l.clauses = append(l.clauses, saidClause{key: k.key, body: body, text: joined(body)})
		at = end
	}
	return l, nil
}

func opensGrant(tokens []token) bool {
	_, used := opens(tokens, grantClauses)
	return used > 0
}

// grantEdits reads what a line says of a grant.
func (e *Env) grantEdits(l saidLine) ([]func(*plan.Grant), error) {
	var edits []func(*plan.Grant)
	for _, c := range l.clauses {
		edit, err := e.grantEdit(c)
		if err != nil {
			return nil, err
		}
		if edit != nil {
			edits = append(edits, edit)
		}
	}
	return edits, nil
}

func (e *Env) grantEdit(c saidClause) (func(*plan.Grant), error) {
	switch c.key {
	case "motif":
		return nil, nil
	case "verte", "nonverte":
		return func(g *plan.Grant) { g.Green = c.key == "verte" }, e.extra(c.body)
	case "prorogation":
		return e.extension(c)
	case "departement":
		department, used := e.departmentFirst(c.body)
		if used == 0 || used < len(c.body) {
			return nil, e.notADepartment(c.body)
		}
		return func(g *plan.Grant) { g.Department = department }, nil
	}
	if day := grantDays[c.key]; day != nil {
		return e.dated(c, day)
	}
	if amount := grantAmounts[c.key]; amount != nil {
		return e.valued(c, amount)
	}
	state := grantStates[c.key]
	return func(g *plan.Grant) { g.State = state }, e.extra(c.body)
}

// dated reads a state that has a day, today when none is said. Where the grant is
// further already, only the day changes.
func (e *Env) dated(c saidClause, day func(*plan.Grant) *calendar.Date) (func(*plan.Grant), error) {
	on := e.today()
	if len(c.body) > 0 {
		var err error
		if on, err = e.oneDay(cutDayWords(c.text), false); err != nil {
			return nil, err
		}
	}
	state := grantStates[c.key]
	return func(g *plan.Grant) {
		*day(g) = on
		reach(g, state)
	}, nil
}

// valued reads an amount, with the state that it makes. Where the grant is further
// already, only the amount changes; without an amount, the grant goes to the state.
func (e *Env) valued(c saidClause, amount func(*plan.Grant) **plan.Cents) (func(*plan.Grant), error) {
	state, makes := grantStates[c.key]
	if len(c.body) == 0 {
		if !makes {
			return nil, askFor(e.say(textGrantAlone, "word", amountWords[c.key]))
		}
		return func(g *plan.Grant) { g.State = state }, nil
	}
	if isNone(c.text) {
		return func(g *plan.Grant) { *amount(g) = nil }, nil
	}
	read, err := plan.ParseAmount(strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(c.text, "à "), "de "), "."))
	if err != nil {
		return nil, err
	}
	return func(g *plan.Grant) {
		*amount(g) = new(read.Cents)
		if makes {
			reach(g, state)
		}
	}, nil
}

// reach moves a grant forward; one that was refused or has lapsed is taken up again,
// for which a reason is asked.
func reach(g *plan.Grant, s plan.GrantState) {
	if g.State == plan.GrantRefused || g.State == plan.GrantDropped || g.State == plan.GrantLapsed {
		g.State = s
		return
	}
	g.Reach(s)
}

// extension reads by how long a term is extended: « caducité 12 mois », « achèvement
// 2 ans ».
func (e *Env) extension(c saidClause) (func(*plan.Grant), error) {
	refused := func() error { return askFor(e.say(textExtensionOf, "word", card.Quote(clip(c.text)))) }
	body := c.body
	for len(body) > 0 && (isArticle(body[0]) || i18n.Fold(body[0].text) == "d'") {
		body = body[1:]
	}
	if len(body) == 0 {
		return nil, refused()
	}
	term := strings.NewReplacer("l'", "", "l’", "").Replace(i18n.Fold(body[0].text))
	body = body[1:]
	for len(body) > 0 && isArticle(body[0]) {
		body = body[1:]
	}
	months, ok := monthsSaid(joined(body))
	switch {
	case !ok:
		return nil, refused()
	case term == "caducite":
		return func(g *plan.Grant) { g.MoreLapse = months }, nil
	case term == "achevement":
		return func(g *plan.Grant) { g.MoreCompletion = months }, nil
	default:
		return nil, refused()
	}
}
