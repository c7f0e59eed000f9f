package commands

import (
	"strings"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

// Words about the representation at a meeting.

var (
	textSeatWanted     = i18n.T("à désigner", "to be designated")
	textSeatAsked      = i18n.T("question posée à {name}, réponse au plus tard {by}", "{name} is asked, answer by {by}")
	textSeatReconfirm  = i18n.T("à reconfirmer par {name}, réponse au plus tard {by}", "{name} is to confirm again, answer by {by}")
	textSeatApproval   = i18n.T("{name}, accord du rôle décision attendu", "{name}, agreement of the décision role awaited")
	textSeatDecision   = i18n.T("décision attendue", "decision awaited")
	textSeatAccepted   = i18n.T("{name} siège", "{name} sits")
	textSeatProxy      = i18n.T("{name} a donné pouvoir à {to}", "{name} has given a proxy to {to}")
	textSeatUnattended = i18n.T("non représenté, décision {of}", "not represented, decided by {of}")
	textSeatAttended   = i18n.T("{name} a siégé", "{name} sat")
	textSeatAbsent     = i18n.T("{name} n’a pas siégé", "{name} did not sit")
	textSeatOff        = i18n.T("séance annulée", "meeting cancelled")
)

// sitsAt says at which body one sits: « au CA EPF », « à la CLCT du Nord ».
func (w drawer) sitsAt(b plan.Body) string {
	b.Short = b.Sitting()
	return card.Quote(b.ToThe(w.lang))
}

// leadsToBody begin what [drawer.sitsAt] says.
var leadsToBody = []string{"à l’instance ", "à la ", "à l’", "au "}

// boldAt is [drawer.sitsAt] with the name in bold.
func (w drawer) boldAt(b plan.Body) string {
	text := w.sitsAt(b)
	for _, lead := range leadsToBody {
		if name, ok := strings.CutPrefix(text, lead); ok && w.lang != i18n.EN {
			return lead + "**" + name + "**"
		}
	}
	return "**" + text + "**"
}

// whenMeets is the date of a meeting in full, with its hour when it is known.
func (w drawer) whenMeets(m plan.Meeting) string {
	if m.HasTime {
		return w.words.LongAt(m.Start.Date, m.Start.Time)
	}
	return w.words.Long(m.Start.Date)
}

// gendered are a word for a man, for a woman, and for who is not known to be one.
type gendered struct{ he, she, either i18n.Msg }

var (
	wordAway = gendered{
		i18n.T("Empêché", "Cannot"), i18n.T("Empêchée", "Cannot"), i18n.T("Empêché", "Cannot"),
	}
	wordAlternate = gendered{
		i18n.T("suppléant", "alternate"), i18n.T("suppléante", "alternate"), i18n.T("en suppléance", "alternate"),
	}
	wordIsAway = gendered{
		i18n.T("est empêché", "cannot come"), i18n.T("est empêchée", "cannot come"), i18n.T("ne peut pas siéger", "cannot come"),
	}
	wordProposed = gendered{
		i18n.T("{name} est proposé", "{name} is proposed"), i18n.T("{name} est proposée", "{name} is proposed"),
		i18n.T("La désignation {of} est proposée", "{of} is proposed"),
	}
	wordCanSit = gendered{
		i18n.T("peut-il siéger", "can he sit"), i18n.T("peut-elle siéger", "can she sit"), i18n.T("peut-il ou peut-elle siéger", "can they sit"),
	}
)

// of is the word that suits somebody, by how they are called. In what names the
// person, shown is the name as it may be shown.
func (g gendered) of(lang i18n.Lang, name, shown string) string {
	first, _, _ := strings.Cut(i18n.Fold(name), " ")
	switch strings.TrimRight(first, ".") {
	case "m", "monsieur":
		return g.he.In(lang, "name", shown)
	case "mme", "madame", "mlle":
		return g.she.In(lang, "name", shown)
	default:
		return g.either.In(lang, "name", shown, "of", plan.Of(shown))
	}
}

// callsIn is how somebody of a meeting is called, as it is typed.
func (w drawer) callsIn(v plan.MeetingView, who plan.Representative) string {
	if called := v.Called[who.User]; called != "" {
		return called
	}
	return who.Name
}

// named is how somebody of a meeting is called, safe to show.
func (w drawer) named(v plan.MeetingView, who plan.Representative) string {
	return w.calls(who, v.Called)
}

// seatName is how a seat of a meeting is called.
func seatName(v plan.MeetingView, n int) string {
	seat, _ := v.Body.Seat(n)
	return card.Quote(seat.Name)
}

// seatState says where a seat stands, in a few words.
func (w drawer) seatState(v plan.MeetingView, r plan.Representation) string {
	name, by := w.named(v, r.Who), w.words.Short(r.AnswerBy, w.today)
	switch r.State {
	case plan.Proposed:
		return textSeatAsked.In(w.lang, "name", name, "by", by)
	case plan.ToReconfirm:
		return textSeatReconfirm.In(w.lang, "name", name, "by", by)
	case plan.ToApprove:
		return textSeatApproval.In(w.lang, "name", name)
	case plan.ToDecide:
		return textSeatDecision.In(w.lang)
	case plan.Accepted:
		return textSeatAccepted.In(w.lang, "name", name)
	case plan.ByProxy:
		return textSeatProxy.In(w.lang, "name", name, "to", w.named(v, r.Proxy))
	case plan.Unattended:
		return textSeatUnattended.In(w.lang, "of", plan.Of(w.named(v, plan.Representative{User: r.OverrideBy})))
	case plan.Attended:
		return textSeatAttended.In(w.lang, "name", name)
	case plan.Absent:
		return textSeatAbsent.In(w.lang, "name", name)
	case plan.NoLonger:
		return textSeatOff.In(w.lang)
	case plan.ToDesignate:
		return textSeatWanted.In(w.lang)
	default:
		return textSeatWanted.In(w.lang)
	}
}

// noMoreAwaited says why an answer is not awaited any more.
func (w drawer) noMoreAwaited(c *plan.NoMoreAwaited, reader plan.UserID) string {
	v := c.Meeting
	r, _ := v.Seat(c.Seat)
	when := w.words.Long(v.Start.Date)
	at, body := w.sitsAt(v.Body), card.Quote(v.Body.Sitting())
	switch {
	case c.Moved:
		return textNoMoreMoved.In(w.lang, "when", w.whenMeets(v.Meeting), "ref", v.Ref())
	case c.Mine && r.Who.User != reader:
		return textNoMoreTheirs.In(w.lang, "name", w.named(v, r.Who), "at", at, "body", body, "when", when)
	case c.Mine:
		return textNoMoreMine.In(w.lang, "at", at, "body", body, "when", when)
	case r.State == plan.Accepted:
		return textNoMoreSits.In(w.lang, "name", w.named(v, r.Who), "at", at, "body", body, "when", when)
	default:
		return textNotAwaited.In(w.lang, "state", w.seatState(v, r), "body", body, "when", when)
	}
}

var textConflictOther = i18n.T("{at}, {when}{hours}", "{at}, {when}{hours}")

// otherMeeting says where somebody sits already: « à la CLCT du Nord ce jour-là, de 9 h à 11 h ».
func (w drawer) otherMeeting(v plan.MeetingView, c plan.Conflict) string {
	o := c.Other(v.Number)
	day := w.words.Short(o.Start.Date, w.today)
	if o.Start.Date == v.Start.Date {
		day = textThatDay.In(w.lang)
	}
	hours := ""
	switch {
	case o.HasTime && o.End.Compare(o.Start.Time) > 0:
		hours = ", " + w.words.Hours(o.Start.Time, o.End)
	case o.HasTime:
		hours = ", " + w.words.Hour(o.Start.Time)
	}
	text := textConflictOther.In(w.lang, "at", w.sitsAt(o.Body), "when", day, "hours", hours)
	if !c.Overlap() && c.Travel > 0 {
		text += textTravelBetween.In(w.lang, "time", w.travelMinutes(c.Travel))
	}
	return strings.Replace(text, ", "+day, " "+day, 1)
}

var (
	textThatDay       = i18n.T("ce jour-là", "that day")
	textTravelBetween = i18n.T(" (trajet : {time})", " (travel: {time})")
	textConflictYou   = i18n.T("Attention ⚠️ : vous siégez déjà {other}", "Warning ⚠️: you already sit at {other}")
	textYouAreAway    = i18n.T("Attention ⚠️ : une absence est enregistrée pour vous ce jour-là", "Warning ⚠️: you are recorded as away that day")
	textTheyAreAway   = i18n.T("Attention ⚠️ : une absence de {name} est enregistrée ce jour-là", "Warning ⚠️: {name} is recorded as away that day")
	textConflictThem  = i18n.T("Attention ⚠️ : {name} siège déjà {other}", "Warning ⚠️: {name} already sits at {other}")
)

// conflictLines warn of the other meetings of who is asked, or sits.
func (w drawer) conflictLines(v plan.MeetingView, seat int, you bool) string {
	var out []string
	for _, c := range v.Conflicts[seat] {
		text := textConflictThem
		switch {
		case c.Away && you:
			text = textYouAreAway
		case c.Away:
			text = textTheyAreAway
		case you:
			text = textConflictYou
		}
		out = append(out, text.In(w.lang, "name", w.named(v, c.Who), "other", w.otherMeeting(v, c)))
	}
	return strings.Join(out, "\n")
}
