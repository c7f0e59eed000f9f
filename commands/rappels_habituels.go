package commands

import (
	"encoding/json"
	"strings"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:    8,
	path:    "jalon rappels habituels",
	aliases: []string{"jalon rappels defaut", "jalon rappels usual"},
	summary: i18n.T("voir ou régler les rappels habituels de la région, par nature d’échéance",
		"see or set the usual reminders of the region, by kind of deadline"),
	args: []arg{{"<échelons>", "légale J-30 J-15 J-7", i18n.T(
		"pour toutes les échéances, ou après `interne`, `légale`, `ferme` ou `remontée` ; `habituels` pour revenir à ceux de jalon",
		"for all deadlines, or after `interne`, `légale`, `ferme` or `remontée`; `habituels` for jalon’s again"), true}},
	examples: []string{"jalon rappels habituels", "jalon rappels habituels légale J-30 J-15 J-7"},
	right:    plan.ReadIt,
	seeAlso:  []string{"jalon rappels", "jalon service modifier"},
	run:      usualReminders,
})

var (
	textHabitsCalls = i18n.T("- Remontées : {pace}", "- Data calls: {pace}")
	textHabits      = i18n.T("**Rappels habituels de la région**", "**Usual reminders of the region**")
	textHabitsAll   = i18n.T("- Toutes les échéances : {pace}", "- All deadlines: {pace}")
	textHabitsKind  = i18n.T("- Échéances {kinds} : {pace}", "- For {kinds} deadlines: {pace}")
	textHabitsOrder = i18n.T(
		"Ce qui est dit d’une échéance passe avant, puis ce que son service a choisi.\nPour changer : `/jalon rappels habituels légale J-30 J-15 J-7`",
		"What is said of a deadline comes first, then what its service chose.\nTo change: `/jalon rappels habituels légale J-30 J-15 J-7`")
	textHabitsSet = i18n.T(
		"Les rappels habituels de la région changent.{follows} Le changement figure au journal.",
		"The usual reminders of the region change.{follows} The change stands in the journal.")
	textHabitsSame = i18n.T("Ces rappels sont déjà ceux de la région. Rien n’a changé.", "The region has these reminders already. Nothing has changed.")
	textWasHabits  = i18n.T("Rappels habituels : {was}, devenus {is}", "Usual reminders: {was}, now {is}")
	textOfJalon    = i18n.T("ceux de jalon", "jalon’s")
)

// usualReminders shows what usually leaves in the region, or changes it.
func usualReminders(e *Env) (card.Reply, error) {
	if e.rest == "" {
		return card.Reply{Text: e.habits(e.dir.Region.Habits()) + "\n\n" + e.say(textHabitsOrder)}, nil
	}
	c, err := e.plan.SetHabits(e.ctx, e.call, e.rest)
	if err != nil {
		return card.Reply{}, err
	}
	if c.Before.String() == c.After.String() {
		return card.Reply{Text: e.say(textHabitsSame)}, nil
	}
	return card.Reply{Text: lines(e.say(textHabitsSet, "follows", e.replanned(c.Replanned)), e.habits(c.After))}, nil
}

// habits says what usually leaves, all kinds first.
func (e *Env) habits(h plan.Habits) string {
	all := h[plan.AnyKind]
	if all.Before == nil {
		all.Before = plan.DefaultLadder()
	}
	if !all.After.Said() {
		all.After = plan.HouseChase()
	}
	rows := []string{e.say(textHabits), e.say(textHabitsAll, "pace", sayPace(e.lang, all.String()))}
	for _, kind := range plan.DeadlineKinds {
		pace, said := h[kind]
		if kind == plan.Asked { // what is for deadlines of every kind is not for data calls
			rows = append(rows, e.say(textHabitsCalls, "pace", sayPace(e.lang, plan.AskedPace(pace).String())))
		} else if said {
			rows = append(rows, e.say(textHabitsKind, "kinds", textKinds[kind], "pace", sayPace(e.lang, pace.String())))
		}
	}
	return strings.Join(rows, "\n")
}

// habitsChange says what an entry of the journal about usual reminders changed.
func (e *Env) habitsChange(entry plan.Entry) []string {
	var was, is plan.HabitsRecord
	if json.Unmarshal([]byte(entry.Before), &was) != nil || json.Unmarshal([]byte(entry.After), &is) != nil || was == is {
		return nil
	}
	said := func(r plan.HabitsRecord) string {
		if r.Habits == "" {
			return e.say(textOfJalon)
		}
		return sayPace(e.lang, r.Habits)
	}
	return []string{e.say(textWasHabits, "was", said(was), "is", said(is))}
}
