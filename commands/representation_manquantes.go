package commands

import (
	"slices"
	"strings"
	"time"

	"jalon/calendar"
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:    7,
	path:    "representation manquantes",
	aliases: []string{"representation manquante", "representation a pourvoir", "representation veille", "representation missing", "representation liste"},
	summary: i18n.T("voir les séances à pourvoir et ce qui est à surveiller", "see the meetings without a representative and what to watch"),
	args: []arg{
		{"detail", "detail", i18n.T("tout ce qui est à surveiller, ligne par ligne", "all that is to be watched, line by line"), true},
		{"<période>", "décembre", i18n.T("les séances regardées ; sans elle, les 60 prochains jours", "the meetings looked at; without it, the 60 coming days"), true},
		{"<instance>", "EPF", i18n.T("seulement ce qui concerne cette instance", "only what concerns this body"), true},
	},
	examples: []string{"representation manquantes", "representation manquantes detail", "representation manquantes EPF décembre"},
	right:    plan.ReadMeetings,
	seeAlso:  []string{"representation conflits", "seance liste"},
	run:      watchMeetings,
})

var (
	textMissing     = i18n.T("**{n} séance à pourvoir{scope} {period}**", "**{n} meeting without a representative{scope} {period}**")
	textMissings    = i18n.T("**{n} séances à pourvoir{scope} {period}**", "**{n} meetings without a representative{scope} {period}**")
	textNothingMiss = i18n.T("Toutes les séances{scope} ont une représentation confirmée {period}.", "All meetings{scope} have a confirmed representative {period}.")
	textNoneMissing = i18n.T("Aucune séance{scope} {period}.", "No meeting{scope} {period}.")
	textMissingLine = i18n.T("**{when}** · {state} · {body} (séance {ref}){rest}", "**{when}** · {state} · {body} (meeting {ref}){rest}")
	textNoSeatKnown = i18n.T("aucun siège enregistré", "no seat recorded")
	textOtherHat    = i18n.T("aucun siège à ce titre", "no seat in that capacity")
	textAnswerBy    = i18n.T("réponse au plus tard {day}", "answer by {day}")
	textToWatch     = i18n.T(
		"**À surveiller :** conflit {conflicts}, convocation non reçue {notices}, quorum incertain {quorum}, mandat finissant ou fini {terms}, instance dormante {asleep}",
		"**To watch:** conflict {conflicts}, notice not received {notices}, quorum at risk {quorum}, term ending or over {terms}, body asleep {asleep}")
	textToDate       = i18n.T("**Dates à fixer : {n}** · {list}", "**Dates to be set: {n}** · {list}")
	textToDateItem   = i18n.T("{body} (séance {ref})", "{body} (meeting {ref})")
	textWatchDetail  = i18n.T("Détail : `/{line}`", "More: `/{line}`")
	textWatchPage    = i18n.T("et {n} autre : `/representation manquantes page 2`", "and {n} more: `/representation manquantes page 2`")
	textWatchPages   = i18n.T("et {n} autres : `/representation manquantes page 2`", "and {n} more: `/representation manquantes page 2`")
	textHeadClash    = i18n.T("**Conflits : {n}**", "**Conflicts: {n}**")
	textHeadNotice   = i18n.T("**Convocations non reçues : {n}**", "**Notices not received: {n}**")
	textHeadQuorum   = i18n.T("**Quorums incertains : {n}**", "**Quorums at risk: {n}**")
	textHeadTerms    = i18n.T("**Mandats finissants, ou finis sans suite : {n}**", "**Terms ending, or over with nobody after: {n}**")
	textHeadAsleep   = i18n.T("**Instances dormantes : {n}**", "**Bodies asleep: {n}**")
	textNoticeLine   = i18n.T("**{when}** · {body} (séance {ref}), attendue au plus tard {limit}", "**{when}** · {body} (meeting {ref}), expected by {limit}")
	textQuorumLine   = i18n.T("**{when}** · {body} (séance {ref}), {sure} présence ou pouvoir sur {needed}", "**{when}** · {body} (meeting {ref}), {sure} present or by proxy of {needed}")
	textQuorumLines  = i18n.T("**{when}** · {body} (séance {ref}), {sure} présences ou pouvoirs sur {needed}", "**{when}** · {body} (meeting {ref}), {sure} present or by proxy of {needed}")
	textTermLine     = i18n.T("**{day}** · {who} · {body}{seat}", "**{day}** · {who} · {body}{seat}")
	textTermWasLine  = i18n.T("**fini le {day}** · {who} · {body}{seat}", "**over since {day}** · {who} · {body}{seat}")
	textAsleepLine   = i18n.T("**{body}** ({ref}) · dernière séance {day}", "**{body}** ({ref}) · last meeting {day}")
	textNeverMet     = i18n.T("**{body}** ({ref}) · aucune séance connue", "**{body}** ({ref}) · no meeting known")
	textNoWatchOf    = i18n.T("**« {word} »** n’est ni une instance, ni une période.\n{hint}", "**“{word}”** is not a body or a period.\n{hint}")
	textWatchFor     = i18n.T("Par exemple : `/representation manquantes EPF décembre`", "For example: `/representation manquantes EPF décembre`")
	labelDesignateOf = i18n.T("Désigner {ref}", "Designate {ref}")
)

func watchMeetings(e *Env) (card.Reply, error) {
	a, err := e.watchAsked(true)
	if err != nil {
		return card.Reply{}, err
	}
	scope, body, err := e.watchedBody(a.about)
	if err != nil {
		return card.Reply{}, err
	}
	v, err := e.plan.Watch(e.ctx, e.req.Region, e.today(), a.from, a.to, body)
	if err != nil {
		return card.Reply{}, err
	}
	w := e.drawer()
	shown, left := pageOf(v.Missing, a.page, pageSize)
	reply := card.Reply{
		Text:    lines(w.missing(v, scope, e.untilDay(a.from, a.to), shown)),
		Buttons: designateButtons(e.lang, shown),
	}
	e.morePages(&reply, a.kept, a.page, left)
	if a.detail {
		reply.Text = lines(append([]string{reply.Text, w.toDate(v)}, w.watchSections(v)...)...)
	} else if a.page == 1 {
		reply.Text = lines(reply.Text, w.toWatch(v, e.linePage(append(a.kept, "detail"), 1)))
	}
	return reply, nil
}

// watchedBody is the body to which the watch is limited, in words and by its number;
// none for no words.
func (e *Env) watchedBody(text string) (scope string, number int, err error) {
	if text == "" {
		return "", 0, nil
	}
	b, found, err := e.bodyMeant(text)
	if err == nil && !found {
		var names []string
		if names, err = e.bodyNames(); err == nil {
			err = e.unknownName(text, "instance", names, textNoWatchOf, textWatchFor)
		}
	}
	return e.say(textOfBody, "body", card.Quote(b.Called())), b.Number, err
}

// renderWatch draws the watch of a week, where meetings are coordinated.
func renderWatch(r *Router, tx plan.Tx, now time.Time, dl plan.Delivery) (drawing, error) {
	w, err := r.drawerOf(tx, now, dl.Region, dl.Service)
	if err != nil {
		return drawing{}, err
	}
	v, err := r.planner.LoadWatch(tx, dl.Region, w.today, w.today, w.today.AddDays(plan.WatchDays))
	if err != nil {
		return drawing{}, err
	}
	shown, left := pageOf(v.Missing, 1, pageSize)
	more := ""
	if left > 0 {
		more = i18n.Plural(w.lang, left, textWatchPage, textWatchPages).In(w.lang, "n", left)
	}
	period := textByDay.In(w.lang, "date", w.words.Long(v.To))
	return drawing{Card: card.Card{
		Subject: string(dl.Subject), Message: lines(w.missing(v, "", period, shown), more, w.toWatch(v, "representation manquantes detail"), w.sentLate(dl)),
		Buttons: designateButtons(w.lang, shown),
	}}, nil
}

// missing is the list of the meetings without a representative; scope says of what.
func (w drawer) missing(v plan.Watch, scope, period string, shown []plan.Uncovered) string {
	switch {
	case v.Meetings == 0:
		return textNoneMissing.In(w.lang, "scope", scope, "period", period)
	case len(v.Missing) == 0:
		return textNothingMiss.In(w.lang, "scope", scope, "period", period)
	}
	rows := []string{i18n.Plural(w.lang, len(v.Missing), textMissing, textMissings).In(w.lang, "n", len(v.Missing), "scope", scope, "period", period)}
	for _, m := range shown {
		rows = append(rows, bullet+w.missingLine(m))
	}
	return strings.Join(rows, "\n")
}

// missingLine is one meeting with the seats to be filled and by when somebody is
// to answer.
func (w drawer) missingLine(m plan.Uncovered) string {
	var names []string
	var seats []plan.Representation
	var answer calendar.Date
	for _, s := range m.Seats {
		names = append(names, s.SeatName)
		seats = append(seats, s.Seat)
		if by := s.Seat.AnswerBy; s.Seat.State == plan.Proposed && !by.IsZero() && (answer.IsZero() || by.Before(answer)) {
			answer = by
		}
	}
	state := uncoveredState(seats)
	if m.State == plan.Provisional {
		state = textMeetingUnsure
	}
	rest := w.seatNames(names)
	switch {
	case len(m.Seats) == 0 && m.Hat != m.Body.Hat:
		rest = textOtherHat.In(w.lang)
	case len(m.Seats) == 0:
		rest = textNoSeatKnown.In(w.lang)
	}
	if rest != "" {
		rest = ", " + rest
	}
	if !answer.IsZero() {
		rest += ", " + textAnswerBy.In(w.lang, "day", w.words.Short(answer, w.today))
	}
	return textMissingLine.In(w.lang, "when", w.shortMeets(m.Meeting), "state", state,
		"body", card.Quote(m.Body.Sitting()), "ref", m.Ref(), "rest", rest)
}

// toWatch counts what else is to be looked after, and names the line that tells each;
// empty when there is nothing.
func (w drawer) toWatch(v plan.Watch, detail string) string {
	toDate := w.toDate(v)
	if v.Others()+len(v.Over) == len(v.Undated) {
		return toDate
	}
	return lines(toDate, textToWatch.In(w.lang, "conflicts", len(v.Conflicts), "notices", len(v.NoNotice), "quorum", len(v.Quorum),
		"terms", len(v.Over)+len(v.Ending), "asleep", len(v.Asleep)), textWatchDetail.In(w.lang, "line", card.Code(detail)))
}

// datesNamed is how many meetings without a date the watch names.
const datesNamed = 5

// toDate names the meetings whose date is to be set; empty when there is none.
func (w drawer) toDate(v plan.Watch) string {
	if len(v.Undated) == 0 {
		return ""
	}
	var names []string
	for _, m := range v.Undated[:min(len(v.Undated), datesNamed)] {
		names = append(names, textToDateItem.In(w.lang, "body", card.Quote(m.Body.Sitting()), "ref", m.Ref()))
	}
	if len(v.Undated) > datesNamed {
		names = append(names, "…")
	}
	return textToDate.In(w.lang, "n", len(v.Undated), "list", strings.Join(names, ", "))
}

// watchSections tells each thing to be looked after, sort by sort.
func (w drawer) watchSections(v plan.Watch) []string {
	var clashes, notices, quorums, terms, asleep []string
	for _, c := range v.Conflicts {
		clashes = append(clashes, w.conflictLine(c, v.Called))
	}
	for _, n := range v.NoNotice {
		notices = append(notices, textNoticeLine.In(w.lang, "when", w.shortMeets(n.Meeting), "body", card.Quote(n.Body.Sitting()),
			"ref", n.Ref(), "limit", w.words.Short(n.Limit, w.today)))
	}
	for _, q := range v.Quorum {
		quorums = append(quorums, i18n.Plural(w.lang, q.Sure, textQuorumLine, textQuorumLines).In(w.lang, "when", w.shortMeets(q.Meeting),
			"body", card.Quote(q.Body.Sitting()), "ref", q.Ref(), "sure", q.Sure, "needed", q.Needed))
	}
	for _, t := range slices.Concat(v.Over, v.Ending) {
		seat := w.seatNames([]string{t.Seat.Name})
		if seat != "" {
			seat = ", " + seat
		}
		text := textTermLine
		if t.Term.To.Before(w.today) {
			text = textTermWasLine
		}
		terms = append(terms, text.In(w.lang, "day", w.words.Short(t.Term.To, w.today), "who", w.calls(t.Term.Who, v.Called),
			"body", card.Quote(t.Body.Called()), "seat", seat))
	}
	for _, b := range v.Asleep {
		text := textNeverMet
		if _, met := v.Last[b.Number]; met {
			text = textAsleepLine
		}
		asleep = append(asleep, text.In(w.lang, "body", card.Quote(b.Called()), "ref", b.Ref(), "day", w.words.Short(v.Last[b.Number], w.today)))
	}
	var out []string
	for _, s := range []string{
		w.section(textHeadClash, clashes), w.section(textHeadNotice, notices), w.section(textHeadQuorum, quorums),
		w.section(textHeadTerms, terms), w.section(textHeadAsleep, asleep),
	} {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}

// designateButtons are those of the meetings shown that people may be asked for.
func designateButtons(lang i18n.Lang, shown []plan.Uncovered) []card.Button {
	var out []card.Button
	for _, m := range shown {
		if !m.State.Firm() || len(m.Seats) == 0 {
			continue
		}
		ref := string(m.Ref())
		out = append(out, card.Button{
			ID: "designer" + ref, Label: labelDesignateOf.In(lang, "ref", ref), Style: card.Variant, Command: "representation designer " + ref,
		})
	}
	return out[:min(len(out), 4)]
}
