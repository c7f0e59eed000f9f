package commands

import (
	"fmt"
	"strings"

	"jalon/calendar"
	"jalon/calendar/frdate"
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

// dueDate is a date taken from a sentence.
type dueDate struct {
	due     plan.Due
	said    [2]string        // why this date, when a period was named: French, English
	reading frdate.Reading   // what was understood
	other   []frdate.Reading // the readings one tap away
	// rule is set when the date repeats; due is then its first date.
	rule *calendar.Recurrence
}

var (
	textDateMissing = i18n.T(
		"Il manque la date de « {title} ». Rien n’est enregistré.\nAjoutez-la à la fin : `/{example}`",
		"The date of “{title}” is missing. Nothing is saved.\nAdd it at the end: `/{example}`")
	textDateUnknown = i18n.T(
		"La date **« {text} »** n’est pas comprise. Rien n’est enregistré.\nÉcrivez par exemple : {near}",
		"The date **“{text}”** is not understood. Nothing is saved.\nWrite for example: {near}")
	textDateRefused = i18n.T("{why} Rien n’est enregistré.", "{why} Nothing is saved.")
	textDateNear    = i18n.T("Écrivez par exemple : {near}", "Write for example: {near}")
	textDateChoose  = i18n.T("Choisissez la date de « {title} ».", "Choose the date of “{title}”.")
	textDateMoved   = i18n.T(
		"La date doit être à la fin, ou juste avant `pour`, `à` ou `rappels`. Rien n’est enregistré.\nVouliez-vous dire : `/{line}` ?",
		"The date must come last, or just before `pour`, `à` or `rappels`. Nothing is saved.\nDid you mean: `/{line}`?")
	textDateAsk = i18n.T(
		"**« {text} »** se lit de plusieurs façons. Quelle date pour « {title} » ?\n{list}\nRien n’est enregistré avant votre choix.",
		"**“{text}”** can be read in several ways. Which date for “{title}”?\n{list}\nNothing is saved until you choose.")
	textDateSeveral = i18n.T(
		"**« {text} »** donne plusieurs dates, et une échéance n’en a qu’une. Quelle date pour « {title} » ?\n{list}\nRien n’est enregistré avant votre choix.",
		"**“{text}”** gives several dates, and a deadline has only one. Which date for “{title}”?\n{list}\nNothing is saved until you choose.")
	textDateRepeats = i18n.T(
		"**« {text} »** se répète ; reporter n’a qu’une date. Rien n’a changé.\nÉcrivez la date : `/{line}`. Pour changer la série : `/echeance modifier`",
		"**“{text}”** repeats; postponing takes one date. Nothing has changed.\nWrite the date: `/{line}`. To change the series: `/echeance modifier`")
	textDateInTitle = i18n.T(
		"Date retenue : {kept} ; dans le titre : « {other} ».",
		"Date kept: {kept}; in the title: “{other}”.")
	textHoliday = i18n.T(
		"Attention ⚠️ : le {date} est férié ({why}). **{ref}** reste à cette date.",
		"Note ⚠️: {date} is a public holiday ({why}). **{ref}** stays on it.")
	textDayOff = i18n.T(
		"Attention ⚠️ : le {date} n’est pas un jour ouvré. **{ref}** reste à cette date.",
		"Note ⚠️: {date} is not a working day. **{ref}** stays on it.")
	textBridge  = i18n.T("Attention ⚠️ : pont probable le {date}.", "Note ⚠️: probable bridge day on {date}.")
	labelOnce   = i18n.T("Une seule fois", "Only once")
	labelRepeat = i18n.T("À répéter", "Repeat it")
	labelRather = i18n.T("Plutôt {date}", "Rather {date}")
	labelMove   = i18n.T("Avancer au {date}", "Move to {date}")
	labelYesGo  = i18n.T("Oui, enregistrer", "Yes, save")
	labelSwap   = i18n.T("Plutôt {date}", "Rather {date}")
)

// dueOf reads the date of the sentence, or answers why there is none. The
// title is what the date is for.
func (e *Env) dueOf(title string) (dueDate, error) {
	if e.s.date == nil {
		return dueDate{}, e.noDate(title)
	}
	res := *e.s.date
	switch {
	case res.Kind == frdate.Refused:
		return dueDate{}, e.refusedDate(title, res)
	case res.Kind == frdate.Ambiguous:
		return dueDate{}, e.chooseDate(textDateAsk, title, res.Readings)
	case res.Recurrence != nil && !e.cmd.repeats:
		return dueDate{}, askFor(e.say(textDateRepeats, "text", card.Quote(e.s.dateText), "line", card.Code(e.withDate(res.Readings[0]))))
	case len(res.Readings) > 1:
		return dueDate{}, e.chooseDate(textDateSeveral, title, res.Readings)
	}
	first := res.Readings[0]
	out := dueDate{reading: first, other: res.Other, due: plan.Due{
		Date: first.Date, HasTime: first.HasTime, Time: first.Time, Zone: e.now.Zone,
	}}
	out.rule = res.Recurrence
	if first.Period && !first.Note.IsZero() {
		out.said = [2]string{first.Note.FR, first.Note.EN}
	}
	return out, nil
}

// keepHour gives a new date the hour of the deadline when it names none: the
// day moves, the hour stays, and the answer says both.
func (d *dueDate) keepHour(of plan.Due) {
	if !d.due.HasTime && of.HasTime {
		d.due.HasTime, d.due.Time = true, of.Time
	}
}

// noDate says that the date is missing, not understood, or in the wrong place.
func (e *Env) noDate(title string) error {
	text := e.s.text
	if e.s.quoted {
		text = ""
	}
	if spans := frdate.Find(text, e.dates()); len(spans) > 0 && e.cmd.path == "echeance ajouter" {
		last := spans[len(spans)-1]
		if r := last.Result; r.Kind == frdate.Understood && len(r.Readings) == 1 && r.Recurrence == nil {
			e.s.text = strings.TrimSpace(strings.TrimSpace(text[:last.Start]) + " " + strings.TrimSpace(text[last.End:]))
			line := e.withDate(r.Readings[0])
			return askFor(e.say(textDateMoved, "line", card.Code(line)),
				card.Button{ID: "enregistrer", Label: e.say(labelYesGo), Style: card.Primary, Command: line})
		}
	}
	if start, near := frdate.LooksLike(text, e.dates()); start >= 0 {
		return &ask{card.Reply{Error: true, Field: "date", Text: e.say(textDateUnknown,
			"text", card.Quote(clip(text[start:])), "near", e.examplesOf(near))}}
	}
	if e.s.ref != "" && text != "" {
		return &ask{card.Reply{Error: true, Field: "date", Text: e.say(textDateUnknown,
			"text", card.Quote(clip(text)), "near", e.examplesOf([]string{"vendredi", "15/12"}))}}
	}
	return &ask{card.Reply{Error: true, Field: "date", Text: e.say(textDateMissing,
		"title", card.Quote(clip(title)), "example", e.example())}}
}

// example is how the command is written, about the deadline, the meeting or the body
// that was named.
func (e *Env) example() string {
	line := e.cmd.examples[0]
	switch {
	case e.s.ref != "":
		return strings.ReplaceAll(line, "E12", string(e.s.ref))
	case e.about != "": // what a meeting's line is about comes first
		_, rest := cutWord(strings.TrimPrefix(line, e.cmd.path+" "))
		return strings.TrimSpace(e.cmd.path + " " + e.about + " " + rest)
	default:
		return line
	}
}

// examplesOf writes accepted forms as something to type.
func (e *Env) examplesOf(near []string) string {
	out := make([]string, len(near))
	for i, n := range near {
		out[i] = "`" + n + "`"
	}
	return i18n.Or(e.lang, out)
}

// refusedDate explains a date that cannot be, and offers what it could have
// meant.
func (e *Env) refusedDate(title string, res frdate.Result) error {
	reply := card.Reply{Error: true, Field: "date"}
	if res.Reason == frdate.NotUnderstood || res.Why.IsZero() {
		reply.Text = e.say(textDateUnknown, "text", card.Quote(clip(e.s.dateText)), "near", e.examplesOf(res.Near))
		return &ask{reply}
	}
	reply.Text = e.say(textDateRefused, "why", res.Why.In(string(e.lang)))
	switch {
	case len(res.Other) > 0:
		reply.Text += "\n" + e.say(textDateChoose, "title", card.Quote(clip(title)))
		reply.Buttons = e.dateButtons(res.Other)
	case len(res.Near) > 0:
		reply.Text += "\n" + e.say(textDateNear, "near", e.examplesOf(res.Near))
	}
	return &ask{reply}
}

// chooseDate asks which of several dates is meant.
func (e *Env) chooseDate(text i18n.Msg, title string, readings []frdate.Reading) error {
	list := make([]string, len(readings))
	for i, r := range readings {
		list[i] = "- **" + r.Full(string(e.lang)) + "**, " + e.words.Delay(e.cal, e.today(), r.Date) + "\n"
	}
	return &ask{card.Reply{Error: true, Field: "date", Buttons: e.dateButtons(readings), Text: e.say(text,
		"text", card.Quote(clip(e.s.dateText)), "title", card.Quote(clip(title)), "list", strings.Join(list, ""))}}
}

// dateButtons are one button per date, each typing the sentence again with it.
func (e *Env) dateButtons(readings []frdate.Reading) []card.Button {
	var out []card.Button
	for i, r := range readings {
		if i == 5 {
			break
		}
		out = append(out, card.Button{
			ID: fmt.Sprintf("date%d", i+1), Label: e.shortReading(r), Style: card.Variant, Command: e.withDate(r),
		})
	}
	return out
}

func (e *Env) shortReading(r frdate.Reading) string {
	if r.HasTime {
		return e.words.ShortAt(r.Date, r.Time, e.today())
	}
	return e.words.Short(r.Date, e.today())
}

// typed writes a date as the grammar reads it without any doubt.
func typed(d calendar.Date, hasTime bool, t calendar.TimeOfDay) string {
	text := fmt.Sprintf("%02d/%02d/%04d", d.Day, int(d.Month), d.Year)
	if hasTime {
		text += fmt.Sprintf(" à %dh%02d", t.Hour, t.Minute)
	}
	return text
}

// warnings are what a person should know of the day they named, with the
// alternatives one tap away. They act on the deadline just recorded.
func (e *Env) warnings(d plan.Deadline, due dueDate, title string) (text []string, buttons []card.Button) {
	change := func(r frdate.Reading) string {
		return "echeance modifier " + string(d.Ref()) + " " + typed(r.Date, r.HasTime, r.Time)
	}
	for i, r := range due.other {
		if i == 2 {
			break
		}
		b := card.Button{
			ID: fmt.Sprintf("plutot%d", i+1), Label: e.say(labelRather, "date", e.shortReading(r)), Style: card.Variant, Command: change(r),
		}
		switch {
		case due.rule != nil && r.Recurrence == nil:
			b.Label, b.Command = e.say(labelOnce), "echeance arreter "+string(d.Ref())
		case due.rule == nil && r.Recurrence != nil:
			b.Label, b.Command = e.say(labelRepeat), "echeance modifier "+string(d.Ref())+" "+r.Recurrence.Full("fr")
		}
		buttons = append(buttons, b)
	}
	if !due.reading.Note.IsZero() && !due.reading.Period {
		text = append(text, due.reading.Note.In(string(e.lang)))
	}
	if c := due.reading.Closed; c != nil {
		warning := textDayOff
		if _, holiday := e.cal.Holiday(due.due.Date); holiday {
			warning = textHoliday
		}
		text = append(text, e.say(warning, "date", e.words.Long(due.due.Date), "why", c.Name.In(string(e.lang)), "ref", d.Ref()))
		if c.Before.After(e.today()) {
			before := due.reading
			before.Date = c.Before
			buttons = append(buttons, card.Button{
				ID: "avancer", Label: e.say(labelMove, "date", e.words.Short(c.Before, e.today())), Style: card.Variant, Command: change(before),
			})
		}
	}
	if due.reading.Bridge {
		text = append(text, e.say(textBridge, "date", e.words.Long(due.due.Date)))
	}
	for _, span := range frdate.Find(title, e.dates()) {
		r := span.Result
		if r.Kind == frdate.Understood && len(r.Readings) == 1 && r.Recurrence == nil && r.Readings[0].Date != due.reading.Date {
			text = append(text, e.say(textDateInTitle, "kept", due.reading.Full(string(e.lang)), "other", card.Quote(title[span.Start:span.End])))
			buttons = append(buttons, card.Button{
				ID: "echanger", Label: e.say(labelSwap, "date", e.shortReading(r.Readings[0])), Style: card.Variant, Command: change(r.Readings[0]),
			})
			break
		}
	}
	return text, buttons
}
