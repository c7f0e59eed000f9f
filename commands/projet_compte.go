package commands

import (
	"slices"
	"strconv"
	"strings"

	"jalon/calendar"
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:    18,
	path:    "projet compte",
	aliases: []string{"projet comptes", "projet dossiers", "projet compter", "projet count"},
	summary: i18n.T("compter les dossiers d’un appel à projets, par département", "count the files of a call for projects, by department"),
	args: []arg{
		argProject,
		{"<département>", "59", i18n.T("son numéro ; sans cela, celui de votre préfecture", "its number; that of your préfecture without it"), true},
		{"<comptes>", "déposés 12 recevables 9 avis 8", i18n.T(
			"`déposés`, `recevables`, `avis`, `proposés`, `lauréats`, chacun avec son nombre ; sans cela, tous les comptes s’affichent",
			"`déposés`, `recevables`, `avis`, `proposés`, `lauréats`, each with its number; all the counts are shown without it"), true},
	},
	examples: []string{"projet compte PR12 59 déposés 12 recevables 9 avis 8 proposés 5", "projet compte PR12"},
	right:    plan.CountIt,
	seeAlso:  []string{"projet appel", "projet historique"},
	run:      countFiles,
})

var (
	textCounted = i18n.T("{ref} · {name}, **{department}** : {list}.", "{ref} · {name}, **{department}**: {list}.")
	textCountUp = i18n.T(
		"Attention ⚠️ : {more} pour {less}. Le compte est enregistré ; vérifiez-le.",
		"Note ⚠️: {more} for {less}. The count is saved; check it.")
	textReviewClosed = i18n.T("Tous les avis du département sont rendus : {ref} est close pour {list}.", "All the avis of the department are given: {ref} is closed for {list}.")
	textReviewWaits  = i18n.T("Avis encore à rendre : {n} sur {of} recevables. {ref} reste ouverte pour le département.", "Avis still to be given: {n} of {of} admissible. {ref} stays open for the department.")
	textReviewWhat   = i18n.T("Recevables non comptés : {ref} reste ouverte. Comptez-les : `/projet compte {project} {department} recevables 9`", "Admissible files not counted: {ref} stays open. Count them: `/projet compte {project} {department} recevables 9`")
	textCountWord    = i18n.T(
		"**« {word} »** n’est pas compris. Rien n’est enregistré.\nÉcrivez par exemple : `/projet compte {ref} 59 déposés 12 recevables 9 avis 8`",
		"**“{word}”** is not understood. Nothing is saved.\nWrite for example: `/projet compte {ref} 59 déposés 12 recevables 9 avis 8`")
	textCountNumber = i18n.T(
		"Il manque le nombre de `{stage}` : un entier de 0 à {max}. Rien n’est enregistré.\nPar exemple : `/projet compte {ref} 59 {stage} 12`",
		"The number of `{stage}` is missing: an integer from 0 to {max}. Nothing is saved.\nFor example: `/projet compte {ref} 59 {stage} 12`")
	textCountTwice = i18n.T(
		"`{stage}` est dit deux fois. Rien n’est enregistré.", "`{stage}` is said twice. Nothing is saved.")
	textCountWhere = i18n.T(
		"Il manque le département. Rien n’est enregistré.\nPar exemple : `/projet compte {ref} 59 déposés 12`",
		"The department is missing. Nothing is saved.\nFor example: `/projet compte {ref} 59 déposés 12`")
	textCountWheres = i18n.T(
		"Un compte est celui d’un seul département : {list}. Rien n’est enregistré.\nPar exemple : `/projet compte {ref} 59 déposés 12`",
		"A count is that of one department: {list}. Nothing is saved.\nFor example: `/projet compte {ref} 59 déposés 12`")
	textFilesOf  = i18n.T("**{ref} · {name}**, dossiers par département", "**{ref} · {name}**, files by department")
	textFilesRow = i18n.T("- **{department}** : {list}{by}", "- **{department}**: {list}{by}")
	textFilesBy  = i18n.T(" ({who}, {day})", " ({who}, {day})")
	textFilesNot = i18n.T("- **{department}** : aucun compte", "- **{department}**: no count")
)

// stageWords are the words of each stage, folded.
var stageWords = map[string]plan.Stage{
	"depose": plan.StageFiled, "deposes": plan.StageFiled, "depots": plan.StageFiled, "depot": plan.StageFiled, "filed": plan.StageFiled,
	"recevable": plan.StageAdmissible, "recevables": plan.StageAdmissible, "admissible": plan.StageAdmissible,
	"avis": plan.StageReviewed, "rendus": plan.StageReviewed, "reviewed": plan.StageReviewed,
	"propose": plan.StageProposed, "proposes": plan.StageProposed, "proposed": plan.StageProposed,
	"laureat": plan.StageSelected, "laureats": plan.StageSelected, "retenus": plan.StageSelected, "selected": plan.StageSelected,
}

func countFiles(e *Env) (card.Reply, error) {
	tokens, err := lex(e.rest)
	if err != nil {
		return card.Reply{}, err
	}
	p, rest, err := e.projectAndRest(untilCounts(tokens))
	if err != nil {
		return card.Reply{}, err
	}
	rest = append(rest, tokens[len(untilCounts(tokens)):]...)
	if len(rest) == 0 {
		return e.allFiles(p.Number)
	}
	said, err := e.readCounts(p, rest)
	if err != nil {
		return card.Reply{}, err
	}
	c, err := e.plan.CountFiles(e.ctx, e.call, p.Number, said.department, said.files)
	if err != nil {
		return card.Reply{}, err
	}
	return card.Reply{Text: e.counted(c)}, nil
}

// untilCounts are the words before the first count: a stage beside a number.
func untilCounts(tokens []token) []token {
	number := func(i int) bool {
		_, err := strconv.Atoi(tokens[max(0, i)].text)
		return i >= 0 && err == nil
	}
	for i, t := range tokens {
		if _, stage := stageWords[countWord(t.text)]; stage && !t.quoted && i > 0 && (number(i-1) || i+1 < len(tokens) && number(i+1)) {
			if number(i-1) && !(i+1 < len(tokens) && number(i+1)) {
				return tokens[:i-1]
			}
			return tokens[:i]
		}
	}
	return tokens
}

func countWord(text string) string { return i18n.Fold(strings.Trim(text, ",;.:")) }

// countSaid is what a line says of the files of a department.
type countSaid struct {
	department string
	files      map[plan.Stage]int
}

// readCounts reads « 59 déposés 12 recevables 9 », a number before or after its stage.
func (e *Env) readCounts(p plan.Project, rest []token) (countSaid, error) {
	said := countSaid{files: map[plan.Stage]int{}}
	at := slices.IndexFunc(rest, func(t token) bool { _, stage := stageWords[countWord(t.text)]; return stage && !t.quoted })
	if at < 0 {
		_, left := e.departmentsIn(words(rest))
		if len(left) == 0 {
			return said, askFor(e.say(textCountNumber, "stage", plan.StageFiled.Typed(), "max", plan.MaxFiles, "ref", p.Ref()))
		}
		return said, askFor(e.say(textCountWord, "word", card.Quote(clip(left[0])), "ref", p.Ref()))
	}
	before, counts := rest[:at], rest[at:]
	ends := len(counts) > 1
	if ends {
		_, last := stageWords[countWord(counts[len(counts)-1].text)]
		ends = last // « 12 déposés 9 recevables »: the number comes first
	} else {
		ends = true
	}
	if ends && len(before) > 0 {
		before, counts = before[:len(before)-1], rest[at-1:]
	}
	if err := e.countDepartment(p, before, &said); err != nil {
		return said, err
	}
	return said, e.countPairs(p, counts, ends, &said)
}

// countDepartment reads the department of a count, else that of the person.
func (e *Env) countDepartment(p plan.Project, body []token, said *countSaid) error {
	found, left := e.departmentsIn(words(body))
	switch {
	case len(left) > 0:
		return askFor(e.say(textCountWord, "word", card.Quote(clip(left[0])), "ref", p.Ref()))
	case len(found) > 1:
		return askFor(e.say(textCountWheres, "list", strings.Join(found, ", "), "ref", p.Ref()))
	case len(found) == 1:
		said.department = found[0]
	default:
		own := e.ownDepartments("")
		if len(own) == 0 {
			return askFor(e.say(textCountWhere, "ref", p.Ref()))
		}
		said.department = own[0]
	}
	return nil
}

// countPairs reads stages with their numbers.
func (e *Env) countPairs(p plan.Project, counts []token, numberFirst bool, said *countSaid) error {
	for i := 0; i < len(counts); i += 2 {
		pair := counts[i:min(i+2, len(counts))]
		word, number := pair[0].text, ""
		if len(pair) == 2 {
			number = pair[1].text
		}
		if numberFirst {
			word, number = number, word
		}
		stage, ok := stageWords[countWord(word)]
		if !ok {
			return askFor(e.say(textCountWord, "word", card.Quote(clip(strings.TrimSpace(joined(pair)))), "ref", p.Ref()))
		}
		n, err := strconv.Atoi(strings.Trim(number, ",;."))
		if err != nil || n < 0 || n > plan.MaxFiles {
			return askFor(e.say(textCountNumber, "stage", stage.Typed(), "max", plan.MaxFiles, "ref", p.Ref()))
		}
		if _, twice := said.files[stage]; twice {
			return askFor(e.say(textCountTwice, "stage", stage.Typed()))
		}
		said.files[stage] = n
	}
	return nil
}

// counted says what was recorded, what is odd in it, and what it closes.
func (e *Env) counted(c plan.FileChange) string {
	w := e.drawer()
	var list []string
	for _, s := range c.Said {
		n, _ := c.Files(c.Department, s)
		list = append(list, w.files(s, n.Files))
	}
	rows := []string{e.say(textCounted, "ref", c.Ref(), "name", card.Quote(c.Called()), "department", departmentName(c.Department), "list", strings.Join(list, ", "))}
	rows = append(rows, w.oddCounts(c)...)
	admissible, known := c.Files(c.Department, plan.StageAdmissible)
	switch {
	case len(c.ReviewClosed) > 0:
		names := make([]string, len(c.ReviewClosed))
		for i, id := range c.ReviewClosed {
			names[i] = w.services.byID(id).The(e.lang)
		}
		rows = append(rows, e.say(textReviewClosed, "ref", c.Review.Ref(), "list", i18n.And(e.lang, names)))
	case c.Review.Number == 0 || !slices.Contains(c.Said, plan.StageReviewed):
	case !known:
		rows = append(rows, e.say(textReviewWhat, "ref", c.Review.Ref(), "project", c.Ref(), "department", c.Department))
	case c.ReviewLeft > 0:
		rows = append(rows, e.say(textReviewWaits, "n", c.ReviewLeft, "of", admissible.Files, "ref", c.Review.Ref()))
	}
	return lines(rows...)
}

// oddCounts warns where a department has more files at a stage than at the one before.
func (w drawer) oddCounts(c plan.FileChange) []string {
	var rows []string
	var before *plan.FileCount
	for _, s := range plan.Stages {
		n, said := c.Files(c.Department, s)
		if !said {
			continue
		}
		touched := slices.Contains(c.Said, s) || before != nil && slices.Contains(c.Said, before.Stage)
		if before != nil && n.Files > before.Files && touched {
			rows = append(rows, textCountUp.In(w.lang, "more", w.files(s, n.Files), "less", w.files(before.Stage, before.Files)))
		}
		before = &n
	}
	return rows
}

// allFiles shows all the counts of a call, with who said them last and when.
func (e *Env) allFiles(number int) (card.Reply, error) {
	v, err := e.plan.ViewProject(e.ctx, e.req.Region, e.sees(), e.sight, number)
	if err != nil {
		return card.Reply{}, err
	}
	if v.Call == nil {
		return card.Reply{}, plan.NotACall(v.Project)
	}
	called, err := e.plan.CounterNames(e.ctx, e.req.Region, v.Counts)
	if err != nil {
		return card.Reply{}, err
	}
	w := e.drawer()
	rows := []string{e.say(textFilesOf, "ref", v.Ref(), "name", card.Quote(v.Called()))}
	for _, d := range v.Concerned {
		rows = append(rows, w.departmentFiles(v, d, called))
	}
	if stages := stagesCounted(v); len(stages) > 0 {
		rows = append(rows, "", w.filesTotals(v, stages))
	} else {
		rows = append(rows, "", e.say(textFilesEmpty, "ref", v.Ref(), "department", v.Concerned[0]))
	}
	return card.Reply{Text: strings.Join(rows, "\n")}, nil
}

func (w drawer) departmentFiles(v plan.ProjectView, department string, called map[plan.UserID]string) string {
	var list []string
	var last plan.FileCount
	for _, s := range plan.Stages {
		c, said := v.Files(department, s)
		if !said {
			continue
		}
		list = append(list, w.files(s, c.Files))
		if c.At.After(last.At) {
			last = c
		}
	}
	if len(list) == 0 {
		return textFilesNot.In(w.lang, "department", department)
	}
	who := card.Quote(called[last.By])
	if last.By.Former() || who == "" {
		who = textFormerAgent.In(w.lang)
	}
	by := textFilesBy.In(w.lang, "who", who, "day", w.words.Short(calendar.DateOf(last.At, w.zone), w.today))
	return textFilesRow.In(w.lang, "department", department, "list", strings.Join(list, ", "), "by", by)
}
