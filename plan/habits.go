package plan

import (
	"maps"
	"strings"

	"jalon/i18n"
)

// AnyKind stands for deadlines of every kind.
const AnyKind DeadlineKind = ""

// DeadlineKinds lists the kinds in the order they are shown.
var DeadlineKinds = []DeadlineKind{Internal, Legal, Hard, Asked}

// kindNames are the kinds as people call them.
var kindNames = map[DeadlineKind]i18n.Msg{
	Internal: i18n.T("interne", "internal"),
	Legal:    i18n.T("légale", "legal"),
	Hard:     i18n.T("ferme", "hard"),
	Asked:    i18n.T("remontée", "data call"),
}

// ParseKind reads a kind of deadline, in either language: « légale », « fermes ».
func ParseKind(word string) (DeadlineKind, bool) {
	word = strings.TrimSuffix(i18n.Fold(word), "s")
	for kind, name := range kindNames {
		if word == i18n.Fold(name.In(i18n.FR)) || word == i18n.Fold(name.In(i18n.EN)) {
			return kind, true
		}
	}
	return AnyKind, false
}

// Name is how the kind is called, of a deadline.
func (k DeadlineKind) Name() i18n.Msg { return kindNames[k] }

// Typed is the kind as jalon writes it where [ParseKind] reads it; empty for all.
func (k DeadlineKind) Typed() string {
	if k == AnyKind {
		return ""
	}
	return kindNames[k].In(i18n.FR)
}

// Habits is what usually leaves before a date and after it, where nobody says it
// of the deadline: for deadlines of every kind, and for the kinds that have their
// own.
type Habits map[DeadlineKind]Pace

var textHabitsTo = i18n.T(
	"Les rappels habituels escaladent à la coordination. Rien n’est enregistré.\nPour une personne, dites-le de l’échéance : `rappels J-3 J escalade après 3 à @alice`",
	"Usual reminders escalate to the coordination. Nothing is saved.\nFor a person, say it of the deadline: `rappels J-3 J escalade après 3 à @alice`")

// ParseHabits reads habits as people type them: "J-7 J-3 J, légale J-30 J-15
// J-7". It refuses what [ParsePace] refuses, a kind named twice, and a person to
// escalate to, for habits outlive those who are there.
func ParseHabits(text string) (Habits, error) {
	h := Habits{}
	if text == "" {
		return h, nil
	}
	return h.Changed(text)
}

// Changed is the habits with what a text says of them: the kinds that it names, or
// without a kind what is for all; « habituels » gives back what applies where
// nothing is set. It returns what [ParseHabits] refuses.
func (h Habits) Changed(text string) (Habits, error) {
	out := Habits{}
	maps.Copy(out, h)
	named := map[DeadlineKind]bool{}
	for _, said := range habitsSaid(text) {
		if named[said.kind] {
			return nil, Refuse(Invalid, textStepUnknown.With("word", i18n.Fold(said.word)))
		}
		named[said.kind] = true
		if said.usual() {
			delete(out, said.kind)
			continue
		}
		pace, err := ParsePace(strings.Join(said.words, " "))
		if err != nil {
			return nil, err
		}
		if pace.Person != "" {
			return nil, Refuse(Invalid, textHabitsTo.With())
		}
		out[said.kind] = pace
	}
	return out, nil
}

// habit is what a text says of a kind: the word that names it, empty for all, and
// the pace.
type habit struct {
	kind  DeadlineKind
	word  string
	words []string
}

// habitsSaid cuts a text at each kind that it names; what comes before is for all.
func habitsSaid(text string) []habit {
	all := []habit{{}}
	for word := range strings.FieldsSeq(separators.Replace(text)) {
		if kind, ok := ParseKind(word); ok {
			all = append(all, habit{kind: kind, word: word})
			continue
		}
		last := &all[len(all)-1]
		last.words = append(last.words, word)
	}
	if len(all) > 1 && len(all[0].words) == 0 {
		return all[1:]
	}
	return all
}

// usual tells that what is set is given up for what applies otherwise.
func (h habit) usual() bool {
	switch i18n.Fold(strings.Join(h.words, " ")) {
	case "habituels", "habituel", "defaut", "par defaut", "usual":
		return true
	default:
		return false
	}
}

// String writes the habits as [ParseHabits] reads them.
func (h Habits) String() string {
	var parts []string
	for _, kind := range append([]DeadlineKind{AnyKind}, DeadlineKinds...) {
		if pace, said := h[kind]; said {
			parts = append(parts, strings.TrimSpace(kind.Typed()+" "+pace.String()))
		}
	}
	return strings.Join(parts, ", ")
}

// habitsOf reads habits that are stored; those of a list that was not checked, and
// mean nothing, say nothing.
func habitsOf(text string) Habits {
	h, err := ParseHabits(text)
	if err != nil {
		return nil
	}
	return h
}

// LadderSource is where the step of a reminder comes from.
type LadderSource string

// Sources of a step.
const (
	LadderChosen     LadderSource = "chosen"       // somebody asked for these reminders
	LadderOwnKind    LadderSource = "service kind" // the service's, for deadlines of that kind
	LadderOwn        LadderSource = "service"      // the service's
	LadderRegionKind LadderSource = "region kind"  // the region's, for deadlines of that kind
	LadderRegion     LadderSource = "region"       // the region's
	LadderHouse      LadderSource = "house"
	LadderEarlier    LadderSource = "earlier" // a schedule that was changed since
)

// sourced is a pace and where it comes from.
type sourced struct {
	Pace
	from LadderSource
}

// paces are those that may apply to a part, the nearest first. This is the order
// of precedence, and the only place that knows it.
func paces(d Deadline, s Service, r Region) []sourced {
	own, region := habitsOf(s.Ladder), habitsOf(r.Ladder)
	return []sourced{
		{chosenPace(d), LadderChosen},
		{own[d.Kind], LadderOwnKind},
		{own.common(d.Kind), LadderOwn},
		{region[d.Kind], LadderRegionKind},
		{region.common(d.Kind), LadderRegion},
		{Pace{Before: d.Ladder, After: houseChase(d.Kind)}, LadderHouse},
	}
}

// common is what is said for deadlines of every kind. A data call is no such
// deadline: it has a pace of its own, of the house where nobody set another.
func (h Habits) common(kind DeadlineKind) Pace {
	if kind == Asked {
		return Pace{}
	}
	return h[AnyKind]
}

// chosenPace is what was asked of the deadline itself. Who chose no reminder at
// all, and said nothing of chases, is not chased.
func chosenPace(d Deadline) Pace {
	p := Pace{After: d.Chase}
	if d.Chosen {
		p.Before = d.Ladder
		p.After.None = p.After.None || len(d.Ladder) == 0 && !p.After.Said()
	}
	return p
}

// ladderOf is the ladder that applies to a part: that of the nearest pace that
// says one.
func ladderOf(d Deadline, s Service, r Region) (Ladder, LadderSource) {
	for _, p := range paces(d, s, r) {
		if p.Before != nil {
			return p.Before, p.from
		}
	}
	return nil, LadderHouse
}

// chaseOf is the chase that applies to a part: that of the nearest pace that says
// one.
func chaseOf(d Deadline, s Service, r Region) (Chase, LadderSource) {
	for _, p := range paces(d, s, r) {
		if p.After.Said() {
			return p.After, p.from
		}
	}
	return HouseChase(), LadderHouse
}

// LadderOf is the ladder that applies to a part of a deadline.
func LadderOf(d Deadline, s Service, r Region) Ladder {
	l, _ := ladderOf(d, s, r)
	return l
}

// ChaseOf is the chase that applies to a part of a deadline.
func ChaseOf(d Deadline, s Service, r Region) Chase {
	c, _ := chaseOf(d, s, r)
	return c
}
