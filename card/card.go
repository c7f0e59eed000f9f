// Package card is what an answer is made of on any transport: a reply, the
// card of a thing with its buttons, a form. The chat draws it with
// attachments, the console prints it.
package card

import (
	"strings"
	"unicode"

	"jalon/i18n"
)

// Reply answers one request. Only the person who asked sees it.
type Reply struct {
	// Text is Markdown; empty when Card or Form says everything.
	Text string
	// Card, when set, is shown under the text.
	Card *Card
	// Buttons stand under the text: choices, corrections.
	Buttons []Button
	// Version is the version of the thing that Buttons change; 0 for none. It
	// comes back with them, so that a change meanwhile is seen.
	Version int
	// Form, when set, is opened instead of showing the text.
	Form *Form
	// Error tells that nothing was done; a form that led here stays open.
	Error bool
	// Field is the field of the form that Error is about, when it is about one.
	Field string
	// Files go with the text, always in the private conversation of the person.
	Files []File
}

// File is a document made for the person who asked.
type File struct {
	// Name is that of the file, with its extension.
	Name string
	// Type is the media type of the content: "application/json".
	Type    string
	Content []byte
}

// Card is the drawing of one thing, such as the deadline E17.
type Card struct {
	// Subject is the identifier of the thing drawn, such as "E17".
	Subject string `json:"subject"`
	// Version is the version of the thing that was drawn.
	Version int `json:"version"`
	// Message holds what stays true: what, the date as announced, who. A
	// posted message is never changed afterwards.
	Message string `json:"message"`
	// Body holds what changes: state, new date, progress.
	Body    string   `json:"body,omitempty"`
	Buttons []Button `json:"buttons,omitempty"`
	// Rewrite tells that a post whose message is another one must be changed to
	// this one, or go: what it says must no longer be read.
	Rewrite bool `json:"rewrite,omitempty"`
	// Items names what a post tells, as the ledger does.
	Items []string `json:"items,omitempty"`
	// Urgency colours the side of the card; the words say it as well.
	Urgency Urgency `json:"urgency,omitempty"`
}

// Urgency is how pressing a card is.
type Urgency string

// The urgencies a card may show.
const (
	Calm Urgency = ""
	Late Urgency = "late"
	Done Urgency = "done"
	Gone Urgency = "gone"
)

// Button is a command that somebody could have typed.
type Button struct {
	// ID names the action: letters and digits only, the same in every language.
	ID    string `json:"id"`
	Label string `json:"label"`
	// Style is what the button does to the thing.
	Style Style `json:"style,omitempty"`
	// Command is the line that pressing stands for, without its slash.
	Command string `json:"command"`
	// Subject and Drawn are the thing that it changes and the version of it that
	// was drawn, when that is not the card's own.
	Subject string `json:"subject,omitempty"`
	Drawn   int    `json:"drawn,omitempty"`
	// Choices make it a menu: choosing is pressing one of them, and Command is not
	// used.
	Choices []Button `json:"choices,omitempty"`
}

// Style is the weight of a button, in the order they are shown.
type Style string

// Styles: the expected action, a variant, giving up or asking.
const (
	Primary Style = "primary" // the expected action
	Variant Style = "variant" // another way on
	Quiet   Style = "quiet"   // giving up, asking why
)

// Form asks for arguments. Submitting it is typing Command with each field
// in its place.
type Form struct {
	Title string `json:"title"`
	// Command is the beginning of the line, without its slash: "echeance reporter E12".
	Command string  `json:"command"`
	Intro   string  `json:"intro,omitempty"`
	Fields  []Field `json:"fields"`
	// Version is the version of the thing that the form shows; 0 for none. It
	// comes back with the answer, so that a change meanwhile is seen.
	Version int    `json:"version,omitempty"`
	Submit  string `json:"submit"`
	// Line is how the same is typed at once, where that is not the clauses of the
	// fields one after the other; without its slash.
	Line string `json:"line,omitempty"`
	// Post is the post whose button opened the form, if one did.
	Post string `json:"post,omitempty"`
}

// Field is one argument asked by a form.
type Field struct {
	// Name is the clause of the command language that the value fills:
	// "titre", "date", "pour", "motif", "note", "rappels", "a".
	Name     string `json:"name"`
	Label    string `json:"label"`
	Help     string `json:"help,omitempty"`
	Value    string `json:"value,omitempty"`
	Optional bool   `json:"optional,omitempty"`
	Long     bool   `json:"long,omitempty"`
}

// TitleBytes and LabelBytes are the longest form title and field label that a
// Mattermost server shows, in bytes: é counts two.
const (
	TitleBytes = 24
	LabelBytes = 24
	HelpBytes  = 150
)

// noNotice stands after an @ that must notify nobody.
const noNotice = "\u200b"

// Quote makes a text that somebody typed safe to show: it notifies nobody, shows
// every character as it was typed, without disguising a link or breaking the
// bold around it, stays on one line and holds no control character. It is for
// running text; between backquotes, see [Code].
func Quote(text string) string {
	text = OneLine(text)
	if !strings.ContainsAny(text, "@\\`*_[]~") {
		return text
	}
	var b strings.Builder
	runes := []rune(text)
	for i, r := range runes {
		switch r {
		case '\\', '`', '*', '[', ']', '~':
			b.WriteByte('\\')
		case '_':
			// Inside a word it marks nothing, and people write names of files.
			if i == 0 || i == len(runes)-1 || !wordly(runes[i-1]) || !wordly(runes[i+1]) {
				b.WriteByte('\\')
			}
		}
		b.WriteRune(r)
		if r == '@' {
			b.WriteString(noNotice)
		}
	}
	return b.String()
}

func wordly(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// Code is a text as it stands between backquotes: on one line, and without the
// mark that would end them.
func Code(text string) string { return strings.ReplaceAll(OneLine(text), "`", "’") }

// OneLine folds line breaks and control characters into single spaces, and
// drops marks that change the direction of writing.
func OneLine(text string) string {
	var b strings.Builder
	gap := false
	for _, r := range text {
		switch {
		case r == '\n' || r == '\r' || r == '\t' || r == ' ' || unicode.IsControl(r):
			gap = true
			continue
		case unicode.Is(unicode.Bidi_Control, r) || r == '\ufeff':
			continue
		}
		if gap && b.Len() > 0 {
			b.WriteByte(' ')
		}
		gap = false
		b.WriteRune(r)
	}
	return b.String()
}

// Plain is a text for a terminal: no-break spaces become spaces and invisible
// marks disappear.
func Plain(text string) string {
	return strings.NewReplacer("\u00a0", " ", "\u202f", " ", noNotice, "").Replace(text)
}

// Guillemets quotes a text as the language does: « … » or “…”.
func Guillemets(lang i18n.Lang, text string) string {
	if lang == i18n.EN {
		return "“" + text + "”"
	}
	return "«\u202f" + text + "\u202f»"
}
