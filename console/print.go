package console

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"jalon/card"
)

// stamp is how a moment is printed, in the console's zone.
const stamp = "2006-01-02 15:04"

// printPost prints a message that goes out, with a mark behind its place.
func (c *Console) printPost(to, mark string, drawn card.Card) {
	head := c.Now().In(c.Zone).Format(stamp) + " " + to
	if mark != "" {
		head += " (" + mark + ")"
	}
	c.print(head, drawn.Message, drawn.Body, labels(drawn.Buttons))
	c.sent++
}

// printReply prints an answer, which only the person who asked sees.
func (c *Console) printReply(r card.Reply) {
	parts := []string{"(" + textPrivate.In(c.Lang) + ")"}
	if r.Form != nil {
		c.print(append(parts, c.form(*r.Form)...)...)
		return
	}
	parts = append(parts, r.Text, labels(r.Buttons))
	if r.Card != nil {
		parts = append(parts, r.Card.Message, r.Card.Body, labels(r.Card.Buttons))
	}
	for _, f := range r.Files {
		parts = append(parts, "["+f.Name+"]", shownFile(f))
	}
	c.print(parts...)
}

// shownFile is the content of a file where a terminal can show it.
func shownFile(f card.File) string {
	if !utf8.Valid(f.Content) {
		return ""
	}
	return string(f.Content)
}

// form says what a form asks, and how the same is typed.
func (c *Console) form(f card.Form) []string {
	out := []string{textForm.In(c.Lang, "title", f.Title), f.Intro}
	for _, field := range f.Fields {
		out = append(out, c.field(field))
	}
	return append(out, textOneLine.In(c.Lang, "line", formLine(f)))
}

func (c *Console) field(f card.Field) string {
	line := "- " + f.Label
	if f.Optional {
		line += " " + textOptional.In(c.Lang)
	}
	help := f.Help
	if f.Value != "" {
		help = strings.TrimSpace(help + " " + textValue.In(c.Lang, "value", f.Value))
	}
	if help == "" {
		return line
	}
	return textField.In(c.Lang, "field", line, "help", help)
}

// formLine is the line that stands for a form, its fields in their places.
func formLine(f card.Form) string {
	if f.Line != "" {
		return "/" + f.Line
	}
	words := []string{"/" + f.Command}
	for _, field := range f.Fields {
		clause := "<" + strings.ToLower(field.Label) + ">"
		switch field.Name {
		case "titre":
			if field.Value != "" {
				clause = "titre " + clause
			}
		case "motif":
			clause = `motif "` + clause + `"`
		case "a":
			clause = "à " + clause
		case "date", "note", "code": // said without a word before them
		default:
			clause = field.Name + " " + clause
		}
		if field.Optional {
			clause = "[" + clause + "]"
		}
		words = append(words, clause)
	}
	return strings.Join(words, " ")
}

// labels writes buttons as they are pressed: [Fait] [Reporter].
func labels(all []card.Button) string {
	out := make([]string, len(all))
	for i, b := range all {
		out[i] = "[" + b.Label + "]"
		if len(b.Choices) > 0 {
			out[i] = "[" + b.Label + " ▾]"
		}
	}
	return strings.Join(out, " ")
}

// print writes the parts that are not empty, one under the other, and a blank
// line. Nothing else is printed once a write has failed.
func (c *Console) print(parts ...string) {
	var b strings.Builder
	for _, p := range parts {
		if p = strings.TrimRight(p, "\n"); p != "" {
			b.WriteString(p + "\n")
		}
	}
	c.write(b.String() + "\n")
}

func (c *Console) write(text string) {
	if c.err == nil {
		_, c.err = fmt.Fprint(c.Out, card.Plain(text))
	}
}
