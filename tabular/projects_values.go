package tabular

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"jalon/calendar"
	"jalon/i18n"
	"jalon/plan"
)

// cellAt is the text of a row in a column, empty beyond its end.
func cellAt(row Row, column int) string {
	if column < 0 || column >= len(row.Cells) {
		return ""
	}
	return row.Cells[column]
}

// cellText is what a cell says: nothing where a program wrote that there is
// nothing, or where a formula failed.
func cellText(cell string) string {
	switch cell {
	case "NULL", "null", "Null", "NaN", "nan", "None", "(null)", `\N`:
		return ""
	}
	if strings.HasPrefix(cell, "#") && plan.BrokenFormula(cell) {
		return ""
	}
	return cell
}

// oneLine puts a text on one line.
func oneLine(text string) string {
	if !strings.ContainsAny(text, "\r\n\t\v\f") {
		return text
	}
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" \r\n\t\v\f", r) }), " ")
}

// items cuts a list of names.
func items(text string) []string {
	var out []string
	for _, item := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(",;|\n", r) }) {
		if item = strings.TrimSpace(item); item != "" {
			out = append(out, item)
		}
	}
	return out
}

var floated = regexp.MustCompile(`^(\d+)[.,]0+$`)

// codeDigits is a code as it is, whatever a spreadsheet made of it: "216200824.0",
// "216 200 824".
func codeDigits(text string) string {
	text = strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \u00a0\u202f\u2009\n\t", r) {
			return -1
		}
		return r
	}, text)
	if m := floated.FindStringSubmatch(text); m != nil {
		return m[1]
	}
	return text
}

// inseeCode reads the code of a commune, which may have lost its zero; the
// department is the beginning of it.
func inseeCode(text string) (code, department string, ok bool) {
	code = strings.ToUpper(codeDigits(text))
	if len(code) == 4 && strings.Trim(code, "0123456789") == "" {
		code = "0" + code
	}
	if !inseeForm.MatchString(code) {
		return "", "", false
	}
	length := 2
	if strings.HasPrefix(code, "97") || strings.HasPrefix(code, "98") {
		length = 3
	}
	department, ok = plan.ParseDepartment(code[:length])
	return code, department, ok
}

var inseeForm = regexp.MustCompile(`^(\d{5}|2[AB]\d{3})$`)

// sirenCode reads a SIREN, or the one that a SIRET begins with, by its digits.
func sirenCode(text string) (string, bool) {
	code := codeDigits(text)
	return code, len(code) == 9 && strings.Trim(code, "0123456789") == ""
}

// isSiren tells a SIREN or a SIRET from another number, by its key.
func isSiren(text string) bool {
	code := codeDigits(text)
	if (len(code) != 9 && len(code) != 14) || strings.Trim(code, "0123456789") != "" || strings.Trim(code, "0") == "" {
		return false
	}
	sum := 0
	for i := range len(code) {
		digit := int(code[len(code)-1-i] - '0')
		if i%2 == 1 {
			if digit *= 2; digit > 9 {
				digit -= 9
			}
		}
		sum += digit
	}
	return sum%10 == 0
}

// departmentsIn reads the departments that a cell names: "59", "Nord", "02 ; 80",
// « Nord et Aisne ».
func departmentsIn(text string) ([]string, bool) {
	if d, ok := plan.DepartmentNamed(codeDigitsOr(text)); ok {
		return []string{d.Number}, true
	}
	var out []string
	for _, item := range departmentsApart.Split(text, -1) {
		if item = strings.TrimSpace(item); item == "" {
			continue
		}
		d, ok := plan.DepartmentNamed(item)
		if !ok {
			return nil, false
		}
		if !slices.Contains(out, d.Number) {
			out = append(out, d.Number)
		}
	}
	return out, len(out) > 0
}

var departmentsApart = regexp.MustCompile(`[,;/|+&\n]| et | and `)

// codeDigitsOr is a number without what a spreadsheet added to it, else the text.
func codeDigitsOr(text string) string {
	if m := floated.FindStringSubmatch(strings.TrimSpace(text)); m != nil {
		return m[1]
	}
	return text
}

// placesIn reads places with their codes: « Arras (62041), Lens (62498) ».
func placesIn(text string) (names, codes, departments []string) {
	for _, m := range placesWithCodes.FindAllStringSubmatch(text, -1) {
		code, department, ok := inseeCode(m[2])
		if !ok || slices.Contains(codes, code) {
			continue
		}
		names, codes = append(names, strings.TrimSpace(m[1])), append(codes, code)
		if !slices.Contains(departments, department) {
			departments = append(departments, department)
		}
	}
	return names, codes, departments
}

var placesWithCodes = regexp.MustCompile(`([^,;()]+)\((\d{4,5}|2[ABab]\d{3})\)`)

// months are the names of months, folded, as they begin.
var months = []string{"janv", "fevr", "mars", "avr", "mai", "juin", "juil", "aout", "sept", "oct", "nov", "dec"}

var (
	dateYearFirst = regexp.MustCompile(`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ t]\d.*)?$`)
	dateDayFirst  = regexp.MustCompile(`^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?: \d{1,2}[:h]\d.*)?$`)
	dateCompact   = regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})$`)
	dateInProse   = regexp.MustCompile(`(?:^|[^\d])(\d{1,2})(?:er)? ?([a-z]{3,9})\.? (\d{4})(?:$|[^\d])`)
	dayInProse    = regexp.MustCompile(`(?:^|[^\d])(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d{2})(?:$|[^\d])`)
)

// readDate reads a day of a file: "2017/09/08", "04/07/24", "04 septembre 2017",
// or the only one that a sentence holds. The day comes before the month, and two
// digits are a year of this century.
func readDate(text string) (calendar.Date, bool) {
	key := i18n.Fold(text)
	for _, form := range []*regexp.Regexp{dateYearFirst, dateCompact} {
		if m := form.FindStringSubmatch(key); m != nil {
			return civil(m[1], m[2], m[3])
		}
	}
	if m := dateDayFirst.FindStringSubmatch(key); m != nil {
		return civil(m[3], m[2], m[1])
	}
	var found []calendar.Date
	for _, m := range dateInProse.FindAllStringSubmatch(key, 2) {
		month := slices.IndexFunc(months, func(name string) bool { return strings.HasPrefix(m[2], name) })
		if d, ok := civil(m[3], strconv.Itoa(month+1), m[1]); ok {
			found = append(found, d)
		}
	}
	for _, m := range dayInProse.FindAllStringSubmatch(key, 2) {
		if d, ok := civil(m[3], m[2], m[1]); ok {
			found = append(found, d)
		}
	}
	if len(found) != 1 {
		return calendar.Date{}, false
	}
	return found[0], true
}

func civil(year, month, day string) (calendar.Date, bool) {
	y, _ := strconv.Atoi(year) // digits
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(day)
	if len(year) == 2 {
		y += 2000
	}
	date := calendar.Date{Year: y, Month: time.Month(m), Day: d}
	return date, date.Valid() && y >= 1900 && y < 2200
}
