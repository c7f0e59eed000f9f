package bot

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/mattermost/mattermost/server/public/model"

	"jalon/card"
)

// callbackID names jalon's forms.
const callbackID = "jalon"

// CheckForm tells what of a form Mattermost would not show as it is. The server
// itself only warns in its log and opens something broken.
func CheckForm(f card.Form) error {
	var errs []error
	limit := func(what, text string, most int) {
		if len(text) > most {
			errs = append(errs, fmt.Errorf("%s %q takes %d bytes, %d are shown", what, text, len(text), most))
		}
	}
	limit("title", f.Title, card.TitleBytes)
	if f.Title == "" {
		errs = append(errs, errors.New("no title"))
	}
	seen := map[string]bool{}
	for _, field := range f.Fields {
		limit("label", field.Label, card.LabelBytes)
		limit("help", field.Help, card.HelpBytes)
		limit("value of "+field.Name, field.Value, model.DialogElementTextareaMaxLength)
		if field.Name == "" || seen[field.Name] {
			errs = append(errs, fmt.Errorf("field name %q is empty or taken", field.Name))
		}
		seen[field.Name] = true
	}
	return errors.Join(errs...)
}

// dialog draws a form, shortened where the server's limits ask for it.
func (p *painter) dialog(f card.Form, state string) model.Dialog {
	d := model.Dialog{
		CallbackId:       callbackID,
		Title:            shorten(f.Title, card.TitleBytes),
		IntroductionText: hush(f.Intro),
		SubmitLabel:      f.Submit,
		State:            state,
	}
	for _, field := range f.Fields {
		d.Elements = append(d.Elements, element(field))
	}
	return d
}

// element draws one field. A value too long for a line gets several: nothing of
// what will come back is cut.
func element(f card.Field) model.DialogElement {
	e := model.DialogElement{
		DisplayName: shorten(f.Label, card.LabelBytes),
		Name:        f.Name,
		Type:        "text",
		Default:     shorten(f.Value, model.DialogElementTextareaMaxLength),
		HelpText:    shorten(f.Help, card.HelpBytes),
		Optional:    f.Optional,
		MaxLength:   model.DialogElementTextMaxLength,
	}
	if f.Long || len(e.Default) > model.DialogElementTextMaxLength {
		e.Type, e.MaxLength = "textarea", model.DialogElementTextareaMaxLength
	}
	return e
}

// shorten cuts a text to so many bytes, between characters, and shows the cut.
func shorten(text string, most int) string {
	const cut = "…"
	if len(text) <= most {
		return text
	}
	end := most - len(cut)
	for !utf8.RuneStart(text[end]) {
		end--
	}
	return strings.TrimRight(text[:end], " \u00a0\u202f") + cut
}
