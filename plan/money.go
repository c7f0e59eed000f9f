package plan

import (
	"strconv"
	"strings"

	"jalon/i18n"
)

// Cents is an amount of money in cents of euro.
type Cents int64

// MaxCents is the largest amount that is read: those of a file can be added
// without ever overflowing.
const MaxCents Cents = 99_999_999_999_999

// Rounding is what rounding to the cent adds to an amount, in millionths of a
// millionth of a cent, so that the roundings of a file add up exactly.
type Rounding int64

const (
	roundingDigits = 12
	perCent        = 1_000_000_000_000
)

// Cents is the rounding itself rounded to the cent.
func (r Rounding) Cents() Cents {
	half := Rounding(perCent / 2)
	if r < 0 {
		half = -half
	}
	return Cents((r + half) / perCent)
}

// Amount is an amount as it was read.
type Amount struct {
	Cents
	// Rounded tells that more than two decimals were given: the amount is the
	// nearest cent, a half going away from zero, By more than what was given.
	Rounded bool
	By      Rounding
}

// In writes an amount in full: « 1 234 567,89 € », "€1,234,567.89".
func (c Cents) In(lang i18n.Lang) string {
	sign, n := c.split()
	return inEuros(lang, sign, grouped(lang, n/100)+mark(lang)+twoDigits(n%100), "")
}

// Signed is [Cents.In] with the sign of what is added too: « +0,23 € ».
func (c Cents) Signed(lang i18n.Lang) string {
	if c > 0 {
		return "+" + c.In(lang)
	}
	return c.In(lang)
}

// Plain writes an amount without unit nor groups, as spreadsheets in French
// read it: "1234567,89".
func (c Cents) Plain() string {
	sign, n := c.split()
	if sign != "" {
		sign = "-"
	}
	return sign + strconv.FormatInt(n/100, 10) + "," + twoDigits(n%100)
}

// Thousands writes an amount in whole k€, without unit: "78 228".
func (c Cents) Thousands(lang i18n.Lang) string {
	sign, n := c.split()
	k := (n + 50_000) / 100_000
	if k == 0 {
		sign = ""
	}
	return sign + grouped(lang, k)
}

// shortUnits are the units of short amounts, with what one is in cents.
var shortUnits = []struct {
	cents  int64
	fr, en string
}{
	{100, "", ""}, {100_000, "k", "k"}, {100_000_000, "M", "M"}, {100_000_000_000, "Md", "bn"},
}

// Short writes an amount for a glance, in the largest unit of which there is
// one, with a decimal at most: « 1,2 M€ », « 350 k€ », « 950 € ».
func (c Cents) Short(lang i18n.Lang) string {
	sign, n := c.split()
	unit, tenths := shortUnits[0], (n+50)/100*10 // no tenth of euro
	for _, larger := range shortUnits[1:] {
		// Of which there is one once rounded: 999 960 € is 1 M€.
		if tenths*unit.cents/10 < larger.cents {
			break
		}
		step := larger.cents / 10
		unit, tenths = larger, (n+step/2)/step
	}
	if tenths == 0 {
		sign = ""
	}
	number := grouped(lang, tenths/10)
	if tenths%10 != 0 {
		number += mark(lang) + strconv.FormatInt(tenths%10, 10)
	}
	suffix := unit.fr
	if lang == i18n.EN {
		suffix = unit.en
	}
	return inEuros(lang, sign, number, suffix)
}

// split gives the sign and the cents without it.
func (c Cents) split() (string, int64) {
	if c < 0 {
		return "\u2212", -int64(c)
	}
	return "", int64(c)
}

func inEuros(lang i18n.Lang, sign, number, unit string) string {
	if lang == i18n.EN {
		return sign + "€" + number + unit
	}
	return sign + number + "\u202f" + unit + "€"
}

func mark(lang i18n.Lang) string {
	if lang == i18n.EN {
		return "."
	}
	return ","
}

func twoDigits(n int64) string {
	if n < 10 {
		return "0" + strconv.FormatInt(n, 10)
	}
	return strconv.FormatInt(n, 10)
}

// grouped writes a number by groups of three digits.
func grouped(lang i18n.Lang, n int64) string {
	between := "\u202f"
	if lang == i18n.EN {
		between = ","
	}
	digits := strconv.FormatInt(n, 10)
	var out strings.Builder
	for i, digit := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			out.WriteString(between)
		}
		out.WriteRune(digit)
	}
	return out.String()
}
