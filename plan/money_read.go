package plan

import (
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"jalon/i18n"
)

// DecimalMark is what stands before the decimals of an amount.
type DecimalMark rune

// The marks of decimals.
const (
	AnyMark DecimalMark = 0 // each amount tells by itself
	Comma   DecimalMark = ','
	Dot     DecimalMark = '.'
)

var (
	textNoAmount = i18n.T(
		"Il manque le montant. Rien n’est enregistré.\nÉcrivez `350 k€`, `1,2 M€` ou `350 000,00`.",
		"The amount is missing. Nothing is recorded.\nWrite `350 k€`, `1,2 M€` or `350 000,00`.")
	textNotAmount = i18n.T(
		"**«\u202f{text}\u202f»** n’est pas un montant. Rien n’est enregistré.\nÉcrivez `350 k€`, `1,2 M€` ou `350 000,00`.",
		"**“{text}”** is not an amount. Nothing is recorded.\nWrite `350 k€`, `1,2 M€` or `350 000,00`.")
	textTwoAmounts = i18n.T(
		"**«\u202f{text}\u202f»** a deux lectures\u202f: {more} ou {less}. Rien n’est enregistré.\nÉcrivez `{spaced}` ou `{comma}`.",
		"**“{text}”** has two readings: {more} or {less}. Nothing is recorded.\nWrite `{spaced}` or `{comma}`.")
	textHugeAmount = i18n.T(
		"**«\u202f{text}\u202f»** dépasse {most}, le plus grand montant possible. Rien n’est enregistré.\nVérifiez l’unité\u202f: `350 k€`, `1,2 M€` ou `350 000,00`.",
		"**“{text}”** is over {most}, the largest amount there is. Nothing is recorded.\nCheck the unit: `350 k€`, `1,2 M€` or `350 000,00`.")
	textCellNotAmount = i18n.T("«\u202f{text}\u202f» n’est pas un montant", "“{text}” is not an amount")
	textCellHuge      = i18n.T("«\u202f{text}\u202f» dépasse {most}, le plus grand montant possible", "“{text}” is over {most}, the largest amount there is")
)

// Why a text is not read as an amount.
var (
	errNotAmount  = errors.New("not an amount")
	errHugeAmount = errors.New("over the largest amount")
	errTwoAmounts = errors.New("two readings")
)

// ParseAmount reads an amount that a person typed: "350 k€", "1,2 M€",
// "350 000,00", "42885", "1288574.28". Decimals beyond the cent are rounded. A
// lone dot before three digits may be the mark of decimals or of thousands: it
// is asked back. A refusal says what to write.
func ParseAmount(text string) (Amount, error) {
	plain := spaces(text)
	if plain == "" {
		return Amount{}, Refuse(Invalid, textNoAmount.With())
	}
	figure, err := parseFigure(plain)
	var amount Amount
	if err == nil {
		amount, err = figure.typed()
	}
	switch {
	case err == nil:
		return amount, nil
	case errors.Is(err, errHugeAmount):
		return Amount{}, Refuse(Invalid, textHugeAmount.With("text", plain, "most", MaxCents))
	case errors.Is(err, errTwoAmounts):
		return Amount{}, figure.ask(plain)
	default:
		return Amount{}, Refuse(Invalid, textNotAmount.With("text", plain))
	}
}

// absences are what files hold where there is no amount, folded.
var absences = []string{
	"", "-", "–", "—", "null", "nan", "none", "na", "n/a", "n.a.", "nc", "n.c.", "nd", "n.d.", "nr", "so", "s.o.", "sans objet", "non communique",
	"non connu", "non renseigne", "inconnu", "neant",
}

// NoValue tells whether a cell of a file says that there is nothing: it is
// empty, or holds "NULL", "NC", "sans objet", or a formula that failed.
func NoValue(cell string) bool {
	return slices.Contains(absences, i18n.Fold(cell)) || BrokenFormula(cell)
}

var brokenFormula = regexp.MustCompile(`^#(div/0|n/a|nom|name|null|nul|nombre|num|ref|valeur|value|calc|spill)\s*[!?]*$`)

// BrokenFormula tells whether a cell holds what spreadsheets show of a formula
// that cannot be worked out: "#DIV/0 !", "#REF!".
func BrokenFormula(cell string) bool { return brokenFormula.MatchString(i18n.Fold(cell)) }

// ReadAmount reads a cell of a file, whose column shows its mark of decimals;
// with [AnyMark], a lone mark is that of decimals. Numbers as programs write
// them ("1e+05") are read. Known is false where the cell says that there is no
// amount. The text of a refusal goes after a row and a column.
func ReadAmount(cell string, decimals DecimalMark) (amount Amount, known bool, err error) {
	if NoValue(cell) {
		return Amount{}, false, nil
	}
	plain := spaces(cell)
	figure, err := parseFigure(plain)
	if err == nil {
		amount, err = figure.inFile(decimals)
	}
	switch {
	case err == nil:
		return amount, true, nil
	case errors.Is(err, errHugeAmount):
		return Amount{}, true, Refuse(Invalid, textCellHuge.With("text", plain, "most", MaxCents))
	default:
		return Amount{}, true, Refuse(Invalid, textCellNotAmount.With("text", plain))
	}
}

// MarkOf tells the mark of decimals that a cell shows beyond doubt.
func MarkOf(cell string) DecimalMark {
	f, err := parseFigure(spaces(cell))
	if err != nil {
		return AnyMark
	}
	at := strings.LastIndexAny(f.digits, ".,")
	if at < 0 {
		return AnyMark
	}
	last, other := f.digits[at:at+1], ","
	if last == "," {
		other = "."
	}
	switch {
	case strings.Count(f.digits, last) > 1:
		return DecimalMark(other[0]) // the last one is that of thousands
	case strings.Contains(f.digits, other), !f.maybeThousands(at):
		return DecimalMark(last[0])
	default:
		return AnyMark
	}
}

// spaces makes one kind of space of all, and one at a time.
func spaces(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool {
		return strings.ContainsRune(" \t\r\n\u00a0\u202f\u2009\u2007\u200b", r)
	}), " ")
}

// figure is an amount cut into its parts.
type figure struct {
	negative bool
	digits   string // with marks and single spaces
	power    int    // of ten: 3 for k€
	exponent bool   // as programs write
	unit     string // as it was written: "k€"
}

// powers are the units, folded, as powers of ten. "m€" is M€ typed in haste:
// nobody counts thousandths of euros.
var powers = map[string]int{
	"": 0, "€": 0, "eur": 0, "euro": 0, "euros": 0,
	"k": 3, "k€": 3, "keur": 3, "keuros": 3, "mille": 3, "mille euros": 3, "milliers d'euros": 3,
	"m": 6, "m€": 6, "meur": 6, "meuros": 6, "million": 6, "millions": 6, "million d'euros": 6, "millions d'euros": 6,
	"md": 9, "mds": 9, "md€": 9, "mds€": 9, "milliard": 9, "milliards": 9, "milliard d'euros": 9, "milliards d'euros": 9, "bn": 9,
}

var figures = regexp.MustCompile(`^(\()?([-−–+]?) ?(€|eur )? ?([-−–+]?)([0-9.,](?:[0-9., ]*[0-9.,])?)(e[-+]?[0-9]{1,2})?(?: ?([^0-9.,()e ][^0-9.,()]*|eur[a-z]*))?(\))?$`)

// parseFigure cuts an amount into its parts. Parentheses are the minus of
// accountants.
func parseFigure(plain string) (figure, error) {
	m := figures.FindStringSubmatch(strings.ToLower(plain))
	if m == nil {
		return figure{}, errNotAmount
	}
	opened, sign, currency, inner, unit, closed := m[1], m[2], m[3], m[4], strings.TrimSpace(m[7]), m[8]
	power, known := powers[strings.ReplaceAll(i18n.Fold(unit), " €", "€")]
	signs := len([]rune(opened + sign + inner))
	twice := currency != "" && (strings.Contains(unit, "eur") || strings.Contains(unit, "€"))
	if !known || twice || (opened == "") != (closed == "") || signs > 1 {
		return figure{}, errNotAmount
	}
	f := figure{negative: signs == 1 && sign+inner != "+", digits: m[5], power: power, unit: unit}
	if m[6] != "" {
		exponent, err := strconv.Atoi(m[6][1:])
		if err != nil || unit != "" {
			return figure{}, errNotAmount
		}
		f.power, f.exponent = exponent, true
	}
	return f, nil
}

// typed reads the figure as typed by a person.
func (f figure) typed() (Amount, error) {
	if f.exponent {
		return Amount{}, errNotAmount
	}
	at := strings.LastIndexAny(f.digits, ".,")
	if at >= 0 && f.digits[at] == '.' && strings.Count(f.digits, ".") == 1 && !strings.Contains(f.digits, ",") && f.maybeThousands(at) {
		return Amount{}, errTwoAmounts
	}
	return f.inFile(AnyMark)
}

// maybeThousands tells whether the only mark of the digits may stand between
// thousands: three digits after it, one to three before it and no other group.
func (f figure) maybeThousands(at int) bool {
	before := f.digits[:at]
	return len(f.digits)-at == 4 && at >= 1 && at <= 3 && !strings.ContainsAny(before, " .,") && before[0] != '0'
}

// ask gives the two readings of a lone dot.
func (f figure) ask(plain string) error {
	whole, decimals, _ := strings.Cut(f.digits, ".")
	more, less := f, f
	more.digits, less.digits = whole+decimals, whole+","+decimals
	high, err := more.inFile(Comma)
	if err != nil {
		return Refuse(Invalid, textHugeAmount.With("text", plain, "most", MaxCents))
	}
	low, err := less.inFile(Comma)
	if err != nil {
		return Refuse(Invalid, textNotAmount.With("text", plain))
	}
	sign, unit := "", ""
	if f.negative {
		sign = "-"
	}
	if f.power > 0 {
		_, unit, _ = strings.Cut(strings.TrimSuffix(plain, ")"), f.digits)
	}
	return Refuse(Unclear, textTwoAmounts.With(
		"text", plain, "more", high, "less", low, "spaced", sign+whole+" "+decimals+unit, "comma", sign+whole+","+decimals+unit))
}

// inFile reads the figure, the mark of decimals being known or not.
func (f figure) inFile(decimals DecimalMark) (Amount, error) {
	whole, fraction, err := f.cut(decimals)
	if err != nil {
		return Amount{}, err
	}
	whole, err = ungroup(whole)
	if err != nil || whole+fraction == "" || strings.Trim(fraction, "0123456789") != "" {
		return Amount{}, errNotAmount
	}
	return f.count(whole, fraction)
}

// cut parts the whole from the decimals. What the column shows only settles
// what the cell leaves in doubt.
func (f figure) cut(decimals DecimalMark) (whole, fraction string, err error) {
	at := strings.LastIndexAny(f.digits, ".,")
	if at < 0 {
		return f.digits, "", nil
	}
	last := f.digits[at : at+1]
	switch {
	case strings.Count(f.digits, last) > 1:
		return f.digits, "", nil
	case f.maybeThousands(at) && decimals != AnyMark && last != string(rune(decimals)):
		return f.digits, "", nil
	case at == len(f.digits)-1:
		return "", "", errNotAmount
	}
	return f.digits[:at], f.digits[at+1:], nil
}

// ungroup takes away what parts groups of three digits: always the same.
func ungroup(whole string) (string, error) {
	at := strings.IndexAny(whole, " .,")
	if at < 0 {
		return whole, nil
	}
	groups := strings.Split(whole, whole[at:at+1])
	for i, group := range groups {
		good := len(group) == 3 || (i == 0 && len(group) >= 1 && len(group) < 3)
		if !good || strings.Trim(group, "0123456789") != "" {
			return "", errNotAmount
		}
	}
	return strings.Join(groups, ""), nil
}

// count turns digits into cents, rounded.
func (f figure) count(whole, fraction string) (Amount, error) {
	digits := whole + fraction
	point := len(whole) + f.power + 2 // where the cents end
	if point < 0 {
		digits, point = strings.Repeat("0", -point)+digits, 0
	}
	if over := point - len(digits); over > 0 {
		digits += strings.Repeat("0", over)
	}
	whole, fraction = strings.TrimLeft(digits[:point], "0"), strings.TrimRight(digits[point:], "0")
	if len(whole) > len(strconv.FormatInt(int64(MaxCents), 10)) {
		return Amount{}, errHugeAmount
	}
	cents, _ := strconv.ParseInt("0"+whole, 10, 64) // short enough for one
	a := Amount{Cents: Cents(cents), Rounded: fraction != ""}
	if a.Rounded {
		part := (fraction + strings.Repeat("0", roundingDigits))[:roundingDigits]
		below, _ := strconv.ParseInt(part, 10, 64) // twelve digits
		a.By = -Rounding(below)
		if fraction[0] >= '5' {
			a.Cents++
			a.By += perCent
		}
	}
	if a.Cents > MaxCents {
		return Amount{}, errHugeAmount
	}
	if f.negative {
		a.Cents, a.By = -a.Cents, -a.By
	}
	return a, nil
}
