// Package i18n keeps what jalon says in French and in English side by side.
//
// A message is declared once, next to the code that says it, with both texts
// and named places: T("{id} est close.", "{id} is closed."). Dates, hours and
// counts of days are worded by package calendar, not here.
package i18n

import (
	"fmt"
	"slices"
	"strings"
)

// Lang is a language jalon speaks.
type Lang string

// The languages of jalon; French comes first.
const (
	FR Lang = "fr"
	EN Lang = "en"
)

// ParseLang reads "fr" or "en"; anything else is an error that names both.
func ParseLang(s string) (Lang, error) {
	switch l := Lang(strings.ToLower(strings.TrimSpace(s))); l {
	case FR, EN:
		return l, nil
	default:
		return "", fmt.Errorf("language %q is not known: use fr or en", s)
	}
}

// Msg is one text in both languages, with places written {name}.
type Msg struct{ fr, en string }

// T declares a message. It panics when a text is empty or when the two texts
// do not hold the same places: such a program must not start. The French text
// is written with plain spaces and said with those its typography wants.
func T(fr, en string) Msg {
	if strings.TrimSpace(fr) == "" || strings.TrimSpace(en) == "" {
		panic(fmt.Sprintf("i18n: a text is missing: %q / %q", fr, en))
	}
	if f, e := places(fr), places(en); !slices.Equal(f, e) {
		panic(fmt.Sprintf("i18n: %q has places %v and %q has %v", fr, f, en, e))
	}
	return Msg{fr: spaced(fr), en: en}
}

// IsZero tells whether the message was never declared.
func (m Msg) IsZero() bool { return m.fr == "" }

// In says the message in a language. Args are pairs: the name of a place, then
// its value, written as fmt.Sprint writes it. A place without a value stays as
// it stands, so that a test comparing the whole text sees it.
func (m Msg) In(lang Lang, args ...any) string {
	text := m.fr
	if lang == EN {
		text = m.en
	}
	if len(args) == 0 {
		return text
	}
	pairs := make([]string, 0, len(args))
	for i := 0; i+1 < len(args); i += 2 {
		pairs = append(pairs, "{"+fmt.Sprint(args[i])+"}", say(args[i+1], lang))
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// say writes one value: a message, or whatever can say itself in a language,
// in the language asked for; anything else as it prints.
func say(v any, lang Lang) string {
	switch v := v.(type) {
	case string:
		return v
	case interface{ In(lang Lang) string }:
		return v.In(lang)
	case Msg:
		return v.In(lang)
	default:
		return fmt.Sprint(v)
	}
}

// Line is a message with its values: a sentence ready to be said in any language.
type Line struct {
	msg  Msg
	args []any
}

// With gives the message its values; see In for their form.
func (m Msg) With(args ...any) Line { return Line{msg: m, args: args} }

// In says the line in a language.
func (l Line) In(lang Lang) string { return l.msg.In(lang, l.args...) }

// Says tells that the line says a message, whatever its values.
func (l Line) Says(m Msg) bool { return l.msg == m }

// IsZero tells whether the line says nothing.
func (l Line) IsZero() bool { return l.msg.IsZero() }

// Plural chooses between a singular and a plural text. In French 0 and 1 are
// singular, in English only 1 is.
func Plural(lang Lang, n int, one, many Msg) Msg {
	if n == 1 || (n == 0 && lang == FR) {
		return one
	}
	return many
}

// And joins items as a sentence does: "a, b et c", "a, b and c".
func And(lang Lang, items []string) string { return join(lang, items, " et ", " and ") }

// Or joins items as a choice: "a, b ou c", "a, b or c".
func Or(lang Lang, items []string) string { return join(lang, items, " ou ", " or ") }

func join(lang Lang, items []string, fr, en string) string {
	word := fr
	if lang == EN {
		word = en
	}
	switch n := len(items); n {
	case 0:
		return ""
	case 1:
		return items[0]
	default:
		return strings.Join(items[:n-1], ", ") + word + items[n-1]
	}
}

// places lists the names between braces, sorted and each once.
func places(text string) []string {
	var names []string
	for {
		_, after, found := strings.Cut(text, "{")
		if !found {
			break
		}
		name, rest, closed := strings.Cut(after, "}")
		if !closed {
			break
		}
		names = append(names, name)
		text = rest
	}
	slices.Sort(names)
	return slices.Compact(names)
}
