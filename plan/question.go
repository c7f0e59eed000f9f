package plan

import (
	"math/big"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"jalon/i18n"
)

// AnswerKind is what a question of a data call takes.
type AnswerKind string

// Kinds of answer.
const (
	AnswerText   AnswerKind = "text"
	AnswerNumber AnswerKind = "number"
	AnswerAmount AnswerKind = "amount" // kept in cents of euro
	AnswerYesNo  AnswerKind = "yes_no"
	AnswerChoice AnswerKind = "choice"
	AnswerLink   AnswerKind = "link"
	// AnswerProjects asks how the projects of a service go; Choices holds the
	// programme, none for all projects.
	AnswerProjects AnswerKind = "projects"
)

// Question is one thing that a data call asks.
type Question struct {
	Label   string     `json:"label"`
	Kind    AnswerKind `json:"kind"`
	Choices []string   `json:"choices,omitempty"` // of a choice
}

const (
	// MostQuestions is how many questions a data call may ask: more is a file.
	MostQuestions = 12
	longestLabel  = 100
	longestValue  = 2000
)

// answerKinds are the kinds as people type them between brackets after a label.
var answerKinds = map[string]AnswerKind{
	"texte": AnswerText, "text": AnswerText,
	"nombre": AnswerNumber, "number": AnswerNumber, "entier": AnswerNumber,
	"montant": AnswerAmount, "euros": AnswerAmount, "€": AnswerAmount, "amount": AnswerAmount,
	"oui/non": AnswerYesNo, "oui ou non": AnswerYesNo, "yes/no": AnswerYesNo,
	"lien": AnswerLink, "link": AnswerLink, "url": AnswerLink,
}

// kindsSaid are the kinds as jalon writes them where it reads them.
var kindsSaid = map[AnswerKind]i18n.Msg{
	AnswerNumber: i18n.T("nombre", "number"),
	AnswerAmount: i18n.T("montant", "amount"),
	AnswerYesNo:  i18n.T("oui/non", "yes/no"),
	AnswerLink:   i18n.T("lien", "link"),
}

var (
	textQuestionsNone = i18n.T(
		"Il manque les questions de la remontée. Rien n’est enregistré.\nPar exemple : `modele \"COPIL tenus (nombre) ; COPIL prévus (nombre) ; blocages\"`",
		"The questions of the data call are missing. Nothing is saved.\nFor example: `modele \"COPIL tenus (nombre) ; COPIL prévus (nombre) ; blocages\"`")
	textQuestionsMany = i18n.T(
		"La remontée pose {n} questions ; la limite est de {max}. Rien n’est enregistré.\nGardez l’essentiel, ou mettez un lien vers un tableau : `lien https://…`",
		"The data call asks {n} questions; the limit is {max}. Nothing is saved.\nKeep what matters, or give a link to a table: `lien https://…`")
	textQuestionLong = i18n.T(
		"La question **« {label} »** est trop longue : {max} caractères au plus. Rien n’est enregistré.\nAbrégez-la.",
		"The question **“{label}”** is too long: {max} characters at most. Nothing is saved.\nShorten it.")
	textQuestionTwice = i18n.T(
		"La question **« {label} »** figure deux fois. Rien n’est enregistré.\nDonnez-leur des noms différents.",
		"The question **“{label}”** stands twice. Nothing is saved.\nGive them different names.")
	textChoicesFew = i18n.T(
		"La question **« {label} »** attend au moins deux choix. Rien n’est enregistré.\nPar exemple : `{label} (choix : favorable, réservé, défavorable)`",
		"The question **“{label}”** takes at least two choices. Nothing is saved.\nFor example: `{label} (choix : favorable, réservé, défavorable)`")
)

// ParseQuestions reads the questions of a data call as people type them, between
// semicolons: "COPIL tenus (nombre) ; avis (choix : favorable, réservé) ;
// blocages". What does not say its kind takes any text. It returns Invalid for
// none, for too many, and for one that is named twice or has too few choices.
func ParseQuestions(text string) ([]Question, error) {
	var out []Question
	for _, field := range SplitAnswer(text) {
		if field == "" {
			continue
		}
		q := parseQuestion(field)
		switch {
		case utf8.RuneCountInString(q.Label) > longestLabel:
			return nil, Refuse(Invalid, textQuestionLong.With("label", string([]rune(q.Label)[:40])+"…", "max", longestLabel))
		case q.Kind == AnswerChoice && len(q.Choices) < 2:
			return nil, Refuse(Invalid, textChoicesFew.With("label", q.Label))
		case slices.ContainsFunc(out, func(o Question) bool { return i18n.Fold(o.Label) == i18n.Fold(q.Label) }):
			return nil, Refuse(Invalid, textQuestionTwice.With("label", q.Label))
		}
		out = append(out, q)
	}
	switch {
	case len(out) == 0:
		return nil, Refuse(Invalid, textQuestionsNone.With())
	case len(out) > MostQuestions:
		return nil, Refuse(Invalid, textQuestionsMany.With("n", len(out), "max", MostQuestions))
	}
	return out, checkReview(out)
}

// parseQuestion reads a label with the kind that stands between brackets at its end;
// brackets that say no kind belong to the label: « Agents (ETP) ».
func parseQuestion(field string) Question {
	q := Question{Label: field, Kind: AnswerText}
	at := strings.LastIndex(field, "(")
	inside, closed := strings.CutSuffix(field, ")")
	if at <= 0 || !closed {
		return q
	}
	said := strings.TrimSpace(inside[at+1:])
	head, list, hasList := strings.Cut(said, ":")
	switch word := i18n.Fold(strings.TrimSpace(head)); {
	case hasList && (word == "choix" || word == "choice"):
		q.Kind = AnswerChoice
		for _, c := range strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == '/' }) {
			if c = strings.TrimSpace(c); c != "" && q.choice(c) < 0 {
				q.Choices = append(q.Choices, c)
			}
		}
	case word == "projets" || word == "projects":
		q.Kind = AnswerProjects
		if programme := strings.TrimSpace(list); programme != "" {
			q.Choices = []string{programme}
		}
	case answerKinds[i18n.Fold(said)] != "":
		q.Kind = answerKinds[i18n.Fold(said)]
	default:
		return q
	}
	q.Label = strings.TrimSpace(field[:at])
	return q
}

// Typed writes the question as [ParseQuestions] reads it.
func (q Question) Typed() string {
	plain := parseQuestion(q.Label)
	kind, said := kindsSaid[q.Kind]
	switch {
	case q.Kind == AnswerProjects && len(q.Choices) > 0:
		return typedField(q.Label + " (projets : " + q.Choices[0] + ")")
	case q.Kind == AnswerProjects:
		return typedField(q.Label + " (projets)")
	case q.Kind == AnswerChoice:
		return typedField(q.Label + " (choix : " + strings.Join(q.Choices, ", ") + ")")
	case said:
		return typedField(q.Label + " (" + kind.In(i18n.FR) + ")")
	case plain.Kind != AnswerText, plain.Label != q.Label: // its brackets would be read as a kind
		return typedField(q.Label + " (texte)")
	default:
		return typedField(q.Label)
	}
}

// typedField puts marks around a text that [SplitAnswer] would not read as it is.
// What was never closed has none: it comes last, and is read to the end.
func typedField(text string) string {
	for _, typed := range []string{text, `"` + text + `"`, "«" + text + "»", "“" + text + "”"} {
		if slices.Equal(SplitAnswer(typed+" ; next"), []string{text, "next"}) {
			return typed
		}
	}
	return text
}

// choice is the rank among the choices of what somebody typed, -1 for none.
func (q Question) choice(typed string) int {
	return slices.IndexFunc(q.Choices, func(c string) bool { return i18n.Fold(c) == i18n.Fold(typed) })
}

// TypedQuestions writes questions as [ParseQuestions] reads them.
func TypedQuestions(all []Question) string {
	out := make([]string, len(all))
	for i, q := range all {
		out[i] = q.Typed()
	}
	return strings.Join(out, " ; ")
}

// Expects says what the question takes, in brackets; empty for any text.
func (q Question) Expects(lang i18n.Lang) string {
	if q.Kind == AnswerProjects {
		return ""
	}
	if q.Kind == AnswerChoice {
		return "(" + i18n.Or(lang, q.Choices) + ")"
	}
	if kind, said := kindsSaid[q.Kind]; said {
		return "(" + kind.In(lang) + ")"
	}
	return ""
}

// SplitAnswer cuts what somebody typed at its semicolons; one between quotation
// marks cuts nothing, and the marks around a value go.
func SplitAnswer(text string) []string {
	var out []string
	var field strings.Builder
	closing := rune(0)
	for _, r := range text {
		switch {
		case closing != 0 && r == closing:
			closing = 0
			field.WriteRune(r)
		case closing != 0:
			field.WriteRune(r)
		case r == ';':
			out = append(out, unquoted(field.String()))
			field.Reset()
		default:
			if marks[r] != 0 && strings.TrimSpace(field.String()) == "" {
				closing = marks[r]
			}
			field.WriteRune(r)
		}
	}
	return append(out, unquoted(field.String()))
}

// marks are the quotation marks that a value may stand between.
var marks = map[rune]rune{'"': '"', '«': '»', '“': '”'}

// unquoted is a value without the marks around it.
func unquoted(field string) string {
	field = strings.TrimSpace(field)
	first, width := utf8.DecodeRuneInString(field)
	if closing := marks[first]; closing != 0 && len(field) > width {
		if inside, whole := strings.CutSuffix(field[width:], string(closing)); whole && !strings.ContainsRune(inside, closing) {
			return strings.TrimSpace(inside)
		}
	}
	return field
}

var (
	textValueMissing = i18n.T(
		"Il manque la réponse à **« {label} »**. Rien n’est enregistré.\nS’il n’y a rien à déclarer, écrivez `néant` à sa place.",
		"The answer to **“{label}”** is missing. Nothing is saved.\nIf there is nothing to say, write `néant` in its place.")
	textValueLong = i18n.T(
		"La réponse à **« {label} »** est trop longue : {max} caractères au plus. Rien n’est enregistré.\nMettez l’essentiel, et un lien pour le reste.",
		"The answer to **“{label}”** is too long: {max} characters at most. Nothing is saved.\nPut what matters, and a link for the rest.")
	textValueNumber = i18n.T(
		"**« {label} »** attend un nombre, et non « {value} ». Rien n’est enregistré.\nPar exemple : `6`, `12,5` ou `néant`",
		"**“{label}”** takes a number, not “{value}”. Nothing is saved.\nFor example: `6`, `12,5` or `néant`")
	textValueThousands = i18n.T(
		"**« {label} »** : « {value} » se lit de deux façons. Rien n’est enregistré.\nÉcrivez `{whole}`, ou `{decimals}`.",
		"**“{label}”**: “{value}” can be read in two ways. Nothing is saved.\nWrite `{whole}`, or `{decimals}`.")
	textValueAmount = i18n.T(
		"**« {label} »** attend un montant, et non « {value} ». Rien n’est enregistré.\nPar exemple : `350 k€`, `1,2 M€` ou `néant`",
		"**“{label}”** takes an amount, not “{value}”. Nothing is saved.\nFor example: `350 k€`, `1,2 M€` or `néant`")
	textValueYesNo = i18n.T(
		"**« {label} »** attend `oui` ou `non`, et non « {value} ». Rien n’est enregistré.",
		"**“{label}”** takes `oui` or `non`, not “{value}”. Nothing is saved.")
	textValueChoice = i18n.T(
		"**« {label} »** attend l’un de ces choix : {list}. « {value} » n’en est pas un. Rien n’est enregistré.",
		"**“{label}”** takes one of: {list}. “{value}” is none of them. Nothing is saved.")
	textValueLink = i18n.T(
		"**« {label} »** attend un lien, et non « {value} ». Rien n’est enregistré.\nPar exemple : `https://…`",
		"**“{label}”** takes a link, not “{value}”. Nothing is saved.\nFor example: `https://…`")
)

// nothing are the words for a value of which there is none.
var nothing = []string{"neant", "aucun", "aucune", "rien", "nil", "none", "-", "–", "/"}

// IsNothing tells words that say that there is nothing to answer: « néant ».
func IsNothing(typed string) bool {
	return slices.Contains(nothing, i18n.Fold(strings.TrimSpace(typed)))
}

// yesNo are the ways to say yes and no.
var yesNo = map[string]string{"oui": "oui", "o": "oui", "yes": "oui", "vrai": "oui", "x": "oui", "non": "non", "n": "non", "no": "non", "faux": "non"}

var plainFigure = regexp.MustCompile(`^[-−]?[0-9]{1,15}(\.[0-9]{1,6})?$`)

// Read reads a value as somebody typed it: a number with a point for decimals, an
// amount in cents, « oui » or « non », a choice as it is written, text as it is; an
// empty value for « néant ». It returns Invalid for what the question does not take.
func (q Question) Read(typed string) (string, error) {
	typed = strings.Join(strings.Fields(typed), " ")
	refuse := func(text i18n.Msg, more ...any) (string, error) {
		return "", Refuse(Invalid, text.With(append([]any{"label", q.Label, "value", typed}, more...)...))
	}
	switch {
	case typed == "":
		return refuse(textValueMissing)
	case utf8.RuneCountInString(typed) > longestValue:
		return refuse(textValueLong, "max", longestValue)
	case q.Kind != AnswerText && q.choice(typed) < 0 && IsNothing(typed): // « aucun » may be a choice
		return "", nil
	}
	switch q.Kind {
	case AnswerNumber:
		if whole, decimals, either := thousands(typed); either {
			return refuse(textValueThousands, "whole", whole, "decimals", decimals)
		}
		if n := number(typed); n != "" {
			return n, nil
		}
		return refuse(textValueNumber)
	case AnswerAmount:
		amount, err := ParseAmount(typed)
		if err != nil {
			return refuse(textValueAmount)
		}
		return strconv.FormatInt(int64(amount.Cents), 10), nil
	case AnswerYesNo:
		if said := yesNo[i18n.Fold(typed)]; said != "" {
			return said, nil
		}
		return refuse(textValueYesNo)
	case AnswerChoice:
		if i := q.choice(typed); i >= 0 {
			return q.Choices[i], nil
		}
		return refuse(textValueChoice, "list", either(q.Choices))
	case AnswerLink:
		if u, err := url.Parse(typed); err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" {
			return typed, nil
		}
		return refuse(textValueLink)
	case AnswerText, AnswerProjects:
		return typed, nil
	default:
		return typed, nil
	}
}

// either says choices as one of them is expected.
type either []string

// In joins them as a language does.
func (e either) In(lang i18n.Lang) string { return i18n.Or(lang, e) }

// number reads a figure as French and English write it, empty when it is none.
func number(typed string) string {
	plain := strings.TrimSuffix(spaces(typed), "%")
	plain = strings.NewReplacer(" ", "", ",", ".", "−", "-").Replace(plain)
	if !plainFigure.MatchString(plain) {
		return ""
	}
	value, ok := new(big.Rat).SetString(plain)
	if !ok {
		return ""
	}
	return decimal(value)
}

// thousands tells a figure that is read in two ways, « 1.200 », and writes both.
func thousands(typed string) (whole, decimals string, either bool) {
	m := maybeGrouped.FindStringSubmatch(strings.TrimSpace(typed))
	if m == nil {
		return "", "", false
	}
	return m[1] + m[2] + m[3], strings.TrimRight(m[1]+m[2]+","+m[3], "0,"), true
}

var maybeGrouped = regexp.MustCompile(`^(-?)([1-9][0-9]{0,2})[.,]([0-9]{3})$`)

// decimal writes a number with as many decimals as it has.
func decimal(value *big.Rat) string {
	text := value.FloatString(6)
	return strings.TrimRight(strings.TrimRight(text, "0"), ".")
}

var textNilValue = i18n.T("néant", "nil")

// Say writes a value as [Question.Read] gave it, in a language.
func (q Question) Say(lang i18n.Lang, value string) string {
	switch {
	case value == "":
		return textNilValue.In(lang)
	case q.Kind == AnswerAmount:
		cents, err := strconv.ParseInt(value, 10, 64)
		if err != nil {
			return value
		}
		return Cents(cents).In(lang)
	case q.Kind == AnswerProjects:
		return sayReview(lang, value)
	case q.Kind == AnswerNumber:
		return sayNumber(lang, value)
	case q.Kind == AnswerYesNo && lang == i18n.EN:
		return map[string]string{"oui": "yes", "non": "no"}[value]
	default:
		return value
	}
}

func sayNumber(lang i18n.Lang, value string) string {
	whole, fraction, broken := strings.Cut(value, ".")
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return value
	}
	said := grouped(lang, max(n, -n))
	if strings.HasPrefix(whole, "-") {
		said = "-" + said
	}
	if !broken {
		return said
	}
	said += mark(lang) + fraction
	if maybeGrouped.MatchString(said) {
		said += "0" // what is said is read again, in a form, and three decimals might be thousands
	}
	return said
}

// Sum adds values of a question; false when they are none that can be added. A text
// of which every value is a figure can: people ask for plainFigure without saying so.
func (q Question) Sum(values []string) (sum string, ok bool) {
	if q.Kind != AnswerNumber && q.Kind != AnswerAmount && q.Kind != AnswerText {
		return "", false
	}
	total, counted := new(big.Rat), 0
	for _, v := range values {
		if v == "" || q.Kind == AnswerText && IsNothing(v) {
			continue
		}
		if q.Kind == AnswerText {
			v = number(v)
		}
		n, is := new(big.Rat).SetString(v)
		if v == "" || !is {
			return "", false
		}
		total.Add(total, n)
		counted++
	}
	return decimal(total), counted > 0
}

// SayFigure writes a sum as [Question.Sum] gives it.
func (q Question) SayFigure(lang i18n.Lang, sum string) string {
	if q.Kind == AnswerText {
		return sayNumber(lang, sum)
	}
	return q.Say(lang, sum)
}

// PlainAmount writes an amount as [Question.Read] gave it the way spreadsheets in
// French read it.
func (q Question) PlainAmount(value string) string {
	cents, err := strconv.ParseInt(value, 10, 64)
	if err != nil {
		return value
	}
	return Cents(cents).Plain()
}
