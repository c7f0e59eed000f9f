package commands

import (
	"slices"
	"strings"

	"jalon/calendar"
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

// How a call for projects is said: its close, its steps, its files by department.

var (
	textCallCloses   = i18n.T("Clôture : **{when}**, heure ferme", "Close: **{when}**, exact")
	textCallIsClosed = i18n.T("Dépôts clos depuis {when}", "Closed since {when}")
	textCallSteps    = i18n.T("{ahead} :", "{ahead}:")
	textCallRow      = i18n.T("- **{date}** · {name}{state}{who}", "- **{date}** · {name}{state}{who}")
	textCallOffset   = i18n.T("- **{date}** · {name} ({offset}){state}{who}", "- **{date}** · {name} ({offset}){state}{who}")
	textCallBy       = i18n.T(", par {list}", ", by {list}")
	textCallParts    = i18n.T(", {n} sur {of} rendus", ", {n} of {of} given")
	textCallShown    = i18n.T(" · passée, non relancée", " · already past, not chased")

	textFilesHead  = i18n.T("Dép.", "Dep.")
	textFilesTotal = i18n.T("Total", "Total")
	textFilesNone  = i18n.T("–", "–")
	textFilesSaid  = i18n.T("Au total : {list}. Comptes au {day}.", "In all: {list}. Counted on {day}.")
	textFilesAll   = i18n.T("Tous les comptes : `/projet compte {ref}`", "All the counts: `/projet compte {ref}`")
	textFilesEmpty = i18n.T("Aucun dossier compté. Pour compter : `/projet compte {ref} {department} déposés 12`", "No file counted. To count: `/projet compte {ref} {department} déposés 12`")

	textMovedSteps = i18n.T("Étapes déplacées :", "Steps moved:")
	textKeptSteps  = i18n.T("Dates fixées à la main, inchangées : {list}", "Dates set by hand, unchanged: {list}")
	textDoneSteps  = i18n.T("Étapes faites, inchangées : {list}", "Steps done, unchanged: {list}")
	textOverSteps  = i18n.T("Étapes désormais dépassées, non relancées : {list}", "Steps now past, not chased: {list}")
	textMovedRow   = i18n.T("- **{date}** · {name} ({ref})", "- **{date}** · {name} ({ref})")
	textNamedStep  = i18n.T("{name}, {date}", "{name}, {date}")
)

// stageNames are the stages as a sentence counts them, one then several; stageHeads
// head a column.
var (
	stageNames = map[plan.Stage][2]i18n.Msg{
		plan.StageFiled:      {i18n.T("{n} déposé", "{n} filed"), i18n.T("{n} déposés", "{n} filed")},
		plan.StageAdmissible: {i18n.T("{n} recevable", "{n} admissible"), i18n.T("{n} recevables", "{n} admissible")},
		plan.StageReviewed:   {i18n.T("{n} avis rendu", "{n} reviewed"), i18n.T("{n} avis rendus", "{n} reviewed")},
		plan.StageProposed:   {i18n.T("{n} proposé", "{n} proposed"), i18n.T("{n} proposés", "{n} proposed")},
		plan.StageSelected:   {i18n.T("{n} lauréat", "{n} selected"), i18n.T("{n} lauréats", "{n} selected")},
	}
	stageHeads = map[plan.Stage]i18n.Msg{
		plan.StageFiled:      i18n.T("Déposés", "Filed"),
		plan.StageAdmissible: i18n.T("Recev.", "Adm."),
		plan.StageReviewed:   i18n.T("Avis", "Revd"),
		plan.StageProposed:   i18n.T("Proposés", "Proposed"),
		plan.StageSelected:   i18n.T("Lauréats", "Selected"),
	}
)

// callCloses says when a call closes, or since when it is closed.
func (w drawer) callCloses(v plan.ProjectView) string {
	text := textCallCloses
	if v.Call.ClosedAt(w.now) {
		text = textCallIsClosed
	}
	return text.In(w.lang, "when", v.Call.Closes.In(w.lang))
}

// callText says all of a call for projects, for its project's card.
func (w drawer) callText(v plan.ProjectView) []string {
	if v.Call == nil {
		return nil
	}
	rows := append([]string{w.callCloses(v)}, w.callSteps(v)...)
	warnings, table := w.callWarnings(v), w.filesTable(v)
	if warnings == "" { // the list of steps ends with an empty line already
		table = strings.TrimPrefix(table, "\n")
	}
	return append(rows, warnings, table)
}

// callDue is when a step is due: its deadline's date, which somebody may have changed.
func callDue(v plan.ProjectView, s plan.CallStep) (calendar.Date, plan.Deadline) {
	if d, ok := v.Steps[s.Deadline]; ok && s.Deadline > 0 {
		return d.Due.Date, d
	}
	return s.Date, plan.Deadline{}
}

// callSteps lists the steps of a call under how many are to come.
func (w drawer) callSteps(v plan.ProjectView) []string {
	ahead := 0
	var rows []string
	for _, s := range v.Call.Steps {
		due, d := callDue(v, s)
		if !s.Past && (d.Number == 0 || d.State == plan.Open) && !due.Before(w.today) {
			ahead++
		}
		text := textCallOffset
		if s.ByHand || s.Closing {
			text = textCallRow
		}
		rows = append(rows, text.In(w.lang, "date", w.words.Short(due, w.today), "name", card.Quote(s.Name), "offset", callOffset(s),
			"state", w.callState(s, d), "who", w.callOwing(s, d)))
	}
	return append([]string{textCallSteps.In(w.lang, "ahead", i18n.Plural(w.lang, ahead, textStepAhead, textStepsAhead).In(w.lang, "n", ahead))},
		strings.Join(rows, "\n")+"\n")
}

func callOffset(s plan.CallStep) string {
	return offset(plan.MeetingStep{Days: s.Days, Unit: s.Unit}, false)
}

// callState says where a step stands, after its name.
func (w drawer) callState(s plan.CallStep, d plan.Deadline) string {
	ref := d.Ref()
	switch {
	case s.Past:
		return textCallShown.In(w.lang)
	case d.Number == 0:
		return ""
	case d.State == plan.Done:
		return textStepDone.In(w.lang, "ref", ref)
	case d.State == plan.Cancelled:
		return textStepGone.In(w.lang, "ref", ref)
	case d.Due.Date != s.Date:
		return textStepByHand.In(w.lang, "ref", ref)
	default:
		return textStepWaits.In(w.lang, "ref", ref)
	}
}

// callOwing says who owes an open step that others than the coordination owe.
func (w drawer) callOwing(s plan.CallStep, d plan.Deadline) string {
	if d.Number == 0 || d.State != plan.Open {
		return ""
	}
	if left := len(d.OpenParts()); left < len(d.Parts) {
		return textCallParts.In(w.lang, "n", len(d.Parts)-left, "of", len(d.Parts))
	}
	var codes []string
	for _, id := range s.Services {
		if owing := w.services.byID(id); !owing.Coordinates() {
			codes = append(codes, owing.Code)
		}
	}
	if len(codes) == 0 {
		return ""
	}
	return textCallBy.In(w.lang, "list", strings.Join(codes, ", "))
}

// callWarnings warns about the steps to come that fall in the school holidays or on
// a bridge day. The close is an instant, whatever the day.
func (w drawer) callWarnings(v plan.ProjectView) string {
	var days []calendar.Date
	for _, s := range v.Call.Steps {
		due, d := callDue(v, s)
		if !s.Closing && !s.Past && (d.Number == 0 || d.State == plan.Open) && !due.Before(w.today) {
			days = append(days, due)
		}
	}
	return w.dayWarnings(days)
}

// filesTable is how many files each department has, on four columns that read on a
// phone: the three stages that the files are at. The sentence under it says the rest.
func (w drawer) filesTable(v plan.ProjectView) string {
	stages := stagesCounted(v)
	if len(stages) == 0 {
		opens := slices.MinFunc(v.Call.Steps, func(a, b plan.CallStep) int { return a.Date.Compare(b.Date) })
		if len(v.Concerned) == 0 || v.Closed || opens.Date.After(w.today) {
			return ""
		}
		return textFilesEmpty.In(w.lang, "ref", v.Ref(), "department", v.Concerned[0])
	}
	shown := stages[max(0, len(stages)-3):]
	head, rule := []string{textFilesHead.In(w.lang)}, []string{":--"}
	for _, s := range shown {
		head, rule = append(head, stageHeads[s].In(w.lang)), append(rule, "--:")
	}
	table := []string{"", row(head), row(rule)}
	for _, d := range v.Concerned {
		cells := []string{d}
		for _, s := range shown {
			cells = append(cells, w.filesCell(v, d, s))
		}
		table = append(table, row(cells))
	}
	total := []string{textFilesTotal.In(w.lang)}
	for _, s := range shown {
		total = append(total, w.number(filesTotal(v, s)))
	}
	table = append(table, row(total), "", w.filesTotals(v, stages))
	if len(stages) > len(shown) {
		table = append(table, textFilesAll.In(w.lang, "ref", v.Ref()))
	}
	return strings.Join(table, "\n")
}

func (w drawer) filesCell(v plan.ProjectView, department string, s plan.Stage) string {
	if c, said := v.Files(department, s); said {
		return w.number(c.Files)
	}
	return textFilesNone.In(w.lang)
}

// stagesCounted are the stages at which files were counted, in their order.
func stagesCounted(v plan.ProjectView) []plan.Stage {
	return slices.DeleteFunc(slices.Clone(plan.Stages), func(s plan.Stage) bool {
		return !slices.ContainsFunc(v.Counts, func(c plan.FileCount) bool { return c.Stage == s })
	})
}

func filesTotal(v plan.ProjectView, s plan.Stage) int {
	n := 0
	for _, d := range v.Concerned {
		c, _ := v.Files(d, s)
		n += c.Files
	}
	return n
}

// filesTotals is « Au total : 58 déposés, 44 recevables. Comptes au … ».
func (w drawer) filesTotals(v plan.ProjectView, stages []plan.Stage) string {
	counts := make([]string, len(stages))
	for i, s := range stages {
		counts[i] = w.files(s, filesTotal(v, s))
	}
	last := v.Counts[0].At
	for _, c := range v.Counts {
		if c.At.After(last) {
			last = c.At
		}
	}
	return textFilesSaid.In(w.lang, "list", strings.Join(counts, ", "), "day", w.words.Long(calendar.DateOf(last, w.zone)))
}

func (w drawer) files(s plan.Stage, n int) string {
	return i18n.Plural(w.lang, n, stageNames[s][0], stageNames[s][1]).In(w.lang, "n", n)
}

// callChanges says what a change of dates did, step by step.
func (w drawer) callChanges(c plan.CallChange) []string {
	var rows []string
	if len(c.Moved) > 0 {
		moved := []string{textMovedSteps.In(w.lang)}
		for _, s := range c.Call.Steps {
			if slices.ContainsFunc(c.Moved, func(m plan.CallStep) bool { return m.Name == s.Name }) {
				moved = append(moved, textMovedRow.In(w.lang, "date", w.words.Short(s.Date, w.today), "name", card.Quote(s.Name), "ref", plan.DeadlineRef(s.Deadline)))
			}
		}
		rows = append(rows, strings.Join(moved, "\n")+"\n")
	}
	for _, group := range []struct {
		text  i18n.Msg
		steps []plan.CallStep
	}{{textKeptSteps, keptSteps(c)}, {textDoneSteps, c.Done}, {textOverSteps, c.Over}} {
		if len(group.steps) == 0 {
			continue
		}
		names := make([]string, len(group.steps))
		for i, s := range group.steps {
			due, _ := callDue(c.ProjectView, s)
			names[i] = textNamedStep.In(w.lang, "name", card.Quote(s.Name), "date", w.words.Short(due, w.today))
		}
		rows = append(rows, group.text.In(w.lang, "list", strings.Join(names, " ; ")))
	}
	return rows
}

// keptSteps are the steps dated by hand, worth saying when the close moved.
func keptSteps(c plan.CallChange) []plan.CallStep {
	if c.Before.Closes == c.Call.Closes {
		return nil
	}
	return c.Kept
}
