package frdate

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"jalon/calendar"
)

// ReportArgs are what « jalon date » was given.
type ReportArgs struct {
	// Expression is the text to read.
	Expression string
	// Now is the instant of the reading, when At says nothing.
	Now time.Time
	// At is the reference instead of now: « 2026-11-23 » or « 2026-11-23T10:00 ».
	// It is also the day J and the day of the act of a legal delay.
	At string
	// Zone is a holiday zone (« Métropole », « reunion ») or a time zone
	// (« Europe/Paris »); empty: métropole, and the time of Paris.
	Zone string
	// JSON asks for one JSON object instead of lines.
	JSON bool
	// Lang is the language of the words: « en », or else French.
	Lang string
}

// The exit statuses of « jalon date ».
const (
	exitUnderstood = 0
	exitRefused    = 2
	exitAmbiguous  = 3
)

// Report reads an expression and writes what was understood: the ISO date or
// date-time, then the full reading, for each date; for a recurrence its first
// occurrence, the reading, then the next two. An ambiguous expression is « ? »,
// then its candidates one a line; a refused one is explained on errw. It returns
// the exit status: 0 understood, 3 ambiguous, 2 refused or arguments that cannot
// be read.
//
// It is written for a terminal: no-break spaces are plain ones.
func Report(w, errw io.Writer, args ReportArgs) int {
	ref, err := args.reference()
	if err != nil {
		_, _ = fmt.Fprintln(errw, err)
		return exitRefused
	}
	result := Parse(args.Expression, ref)
	out := report{ref: ref, lang: args.Lang, words: calendar.WordsOf(args.Lang)}
	status := map[Kind]int{Understood: exitUnderstood, Ambiguous: exitAmbiguous, Refused: exitRefused}[result.Kind]
	if args.JSON {
		out.json(w, args.Expression, result)
		return status
	}
	switch result.Kind {
	case Understood:
		out.understood(w, result)
	case Ambiguous:
		out.ambiguous(w, result)
	default:
		out.refused(errw, result)
	}
	return status
}

// reference builds what the expression is read against. Errors are worded for
// the person who typed the arguments, in French with English beside.
func (args ReportArgs) reference() (Ref, error) {
	zone, timeZone, err := args.zones()
	if err != nil {
		return Ref{}, err
	}
	cal, err := calendar.New(zone, calendar.Options{})
	if err != nil {
		return Ref{}, err
	}
	loc, err := calendar.LoadZone(timeZone)
	if err != nil {
		return Ref{}, err
	}
	local := args.Now.In(loc)
	ref := Ref{Cal: cal, Now: calendar.Moment{
		Date: calendar.DateOf(args.Now, loc),
		Time: calendar.TimeOfDay{Hour: local.Hour(), Minute: local.Minute()},
		Zone: timeZone,
	}}
	if args.At != "" {
		if ref.Now.Date, ref.Now.Time, err = parseAt(args.At); err != nil {
			return Ref{}, err
		}
	}
	ref.Anchor = ref.Now.Date
	return ref, nil
}

// zones tells a time zone from a holiday zone, and finds the other of the two.
func (args ReportArgs) zones() (calendar.Zone, string, error) {
	if strings.Contains(args.Zone, "/") || args.Zone == "UTC" {
		if _, err := calendar.LoadZone(args.Zone); err != nil {
			return "", "", fmt.Errorf("fuseau horaire inconnu / unknown time zone: %s", args.Zone)
		}
		for _, zone := range calendar.Zones() {
			if zone.TimeZone() == args.Zone {
				return zone, args.Zone, nil
			}
		}
		return calendar.Metropole, args.Zone, nil
	}
	zone, err := calendar.ParseZone(args.Zone)
	if err != nil {
		return "", "", fmt.Errorf("zone inconnue / unknown zone: %s", args.Zone)
	}
	return zone, zone.TimeZone(), nil
}

func parseAt(at string) (calendar.Date, calendar.TimeOfDay, error) {
	day, hour, timed := strings.Cut(strings.Replace(at, " ", "T", 1), "T")
	d, err := calendar.ParseDate(day)
	var t calendar.TimeOfDay
	if err == nil && timed {
		t, err = calendar.ParseTimeOfDay(hour)
	}
	if err != nil {
		return d, t, fmt.Errorf("--at %s : attendu 2026-11-23 ou 2026-11-23T10:00 / expected 2026-11-23 or 2026-11-23T10:00", at)
	}
	return d, t, nil
}

// report writes results in one language.
type report struct {
	ref   Ref
	lang  string
	words calendar.Words
}

func (o report) understood(w io.Writer, result Result) {
	for _, reading := range result.Readings {
		_, _ = fmt.Fprintln(w, iso(reading, reading.Date))
		_, _ = fmt.Fprintln(w, o.line(reading)+o.others(result.Other))
		if reading.Recurrence != nil {
			for _, d := range o.following(reading) {
				_, _ = fmt.Fprintln(w, iso(reading, d))
			}
		}
	}
}

// following returns the two occurrences after the first.
func (o report) following(reading Reading) []calendar.Date {
	return reading.Recurrence.Occurrences(reading.Date, 2)
}

func (o report) ambiguous(w io.Writer, result Result) {
	_, _ = fmt.Fprintln(w, "?")
	for _, reading := range result.Readings {
		_, _ = fmt.Fprintln(w, iso(reading, reading.Date)+" "+o.line(reading))
	}
}

func (o report) refused(w io.Writer, result Result) {
	_, _ = fmt.Fprintln(w, terminal(result.Why.In(o.lang)))
	if len(result.Near) == 0 {
		return
	}
	label, or := "Écrivez par exemple : ", " ou "
	if o.lang == "en" {
		label, or = "For example: ", " or "
	}
	_, _ = fmt.Fprintln(w, label+terminal(strings.Join(result.Near, or)))
}

// line says a reading in full, how far it is, and what to know of it.
func (o report) line(reading Reading) string {
	parts := []string{reading.Full(o.lang)}
	first := o.words.Long(reading.Date)
	switch {
	case reading.Recurrence != nil && o.lang == "en":
		parts[0] += ", first on " + first
	case reading.Recurrence != nil:
		parts[0] += ", la première fois le " + first
	}
	parts[0] += ", " + o.words.Ago(o.ref.Cal, o.ref.Now.Date, reading.Date)
	if !reading.Note.IsZero() {
		parts = append(parts, reading.Note.In(o.lang))
	}
	if reading.Closed != nil {
		parts = append(parts, o.closed(*reading.Closed))
	}
	if reading.Bridge {
		parts = append(parts, Text{"pont probable", "probable bridge day"}.In(o.lang))
	}
	return terminal(strings.Join(parts, Text{" ; ", "; "}.In(o.lang)))
}

// closed says that a day is not worked, and the working days around it.
func (o report) closed(c Closed) string {
	var near []string
	for _, d := range []calendar.Date{c.Before, c.After} {
		if !d.IsZero() {
			near = append(near, o.words.Long(d))
		}
	}
	if o.lang == "en" {
		return "not a working day (" + c.Name.EN + "): " + strings.Join(near, " or ")
	}
	return "jour non ouvré (" + c.Name.FR + ") : " + strings.Join(near, " ou ")
}

// others says the readings to choose instead.
func (o report) others(other []Reading) string {
	var said strings.Builder
	for _, reading := range other {
		said.WriteString(Text{" ; autre lecture : ", "; other reading: "}.In(o.lang) + terminal(reading.Full(o.lang)))
	}
	return said.String()
}

// iso writes a date, or a date-time with its offset: « 2026-11-27T14:30+01:00 ».
func iso(reading Reading, d calendar.Date) string {
	if !reading.HasTime {
		return d.String()
	}
	at, err := calendar.Moment{Date: d, Time: reading.Time, Zone: reading.Zone}.Instant()
	if err != nil {
		return d.String() + "T" + reading.Time.String()
	}
	return at.Format("2006-01-02T15:04Z07:00")
}

// terminal replaces the no-break spaces, which terminals and scripts take badly.
func terminal(s string) string {
	return strings.NewReplacer("\u202f", " ", "\u00a0", " ").Replace(s)
}

// The JSON of « jalon date --json ».
type (
	jsonResult struct {
		Outcome    string        `json:"outcome"` // understood, ambiguous, refused
		Expression string        `json:"expression"`
		Readings   []jsonReading `json:"readings"`
		Other      []jsonReading `json:"other"`
		Reason     string        `json:"reason,omitempty"`
		Near       []string      `json:"near,omitempty"`
	}
	jsonReading struct {
		At          string   `json:"at"`
		End         string   `json:"end,omitempty"`
		Text        string   `json:"text"`
		Period      bool     `json:"period,omitempty"`
		First       string   `json:"first,omitempty"`
		Last        string   `json:"last,omitempty"`
		Note        string   `json:"note,omitempty"`
		Closed      string   `json:"closed,omitempty"`
		Before      string   `json:"before,omitempty"`
		After       string   `json:"after,omitempty"`
		Bridge      bool     `json:"bridge,omitempty"`
		Recurrence  string   `json:"recurrence,omitempty"`
		Occurrences []string `json:"occurrences,omitempty"`
	}
)

func (o report) json(w io.Writer, expression string, result Result) {
	out := jsonResult{
		Outcome:    map[Kind]string{Understood: "understood", Ambiguous: "ambiguous", Refused: "refused"}[result.Kind],
		Expression: expression,
		Readings:   o.jsonReadings(result.Readings),
		Other:      o.jsonReadings(result.Other),
		Reason:     terminal(result.Why.In(o.lang)),
		Near:       result.Near,
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(out) // a terminal that is gone has nobody to tell
}

func (o report) jsonReadings(readings []Reading) []jsonReading {
	list := make([]jsonReading, 0, len(readings))
	for _, reading := range readings {
		item := jsonReading{
			At: iso(reading, reading.Date), Text: terminal(reading.Full(o.lang)),
			Period: reading.Period, First: isoOrNone(reading.First), Last: isoOrNone(reading.Last),
			Note: terminal(reading.Note.In(o.lang)), Bridge: reading.Bridge,
		}
		if reading.HasEnd {
			item.End = reading.End.String()
		}
		if c := reading.Closed; c != nil {
			item.Closed, item.Before, item.After = terminal(c.Name.In(o.lang)), isoOrNone(c.Before), isoOrNone(c.After)
		}
		if reading.Recurrence != nil {
			item.Recurrence = reading.Recurrence.String()
			for _, d := range o.following(reading) {
				item.Occurrences = append(item.Occurrences, iso(reading, d))
			}
		}
		list = append(list, item)
	}
	return list
}

func isoOrNone(d calendar.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}
