package plan

import (
	"slices"

	"jalon/calendar"
	"jalon/i18n"
)

// Rules on who may sit. The CRPA (art. R133-3 and following, once décret
// 2006-672 art. 9 to 14) binds consultative commissions and is the default of
// the other bodies, whose own rules prevail. Only the décision role goes against
// one, with a reason.
var (
	ruleQualified = i18n.T(
		"Une personnalité qualifiée ne peut pas être remplacée (article R133-3 du CRPA).",
		"A qualified person cannot be replaced (article R133-3 of the CRPA).")
	ruleElected = i18n.T(
		"Un membre élu n’est remplacé que par un membre élu de la même assemblée (article R133-3 du CRPA) : les suppléants du siège « {seat} ».",
		"An elected member is replaced only by an elected member of the same assembly (article R133-3 of the CRPA): the alternates of the seat “{seat}”.")
	ruleFunction = i18n.T(
		"Un membre qui siège en raison de ses fonctions n’est remplacé que par une personne du même service (article R133-3 du CRPA).",
		"A member who sits by function is replaced only by somebody of the same service (article R133-3 of the CRPA).")
	ruleTermOver = i18n.T(
		"Le mandat {of} prend fin le {day}, avant la séance : seule une personne dont le mandat court ce jour-là peut siéger.",
		"The term of {of} ends on {day}, before the meeting: only somebody whose term runs that day may sit.")
	ruleTermAhead = i18n.T(
		"Le mandat {of} commence le {day}, après la séance : seule une personne dont le mandat court ce jour-là peut siéger.",
		"The term of {of} begins on {day}, after the meeting: only somebody whose term runs that day may sit.")
	ruleOneSeat = i18n.T(
		"{name} occupe déjà le siège « {seat} » à cette séance : une personne n’en occupe qu’un.",
		"{name} already holds the seat “{seat}” at this meeting: a person holds only one.")
	ruleConflict = i18n.T(
		"{name} siège déjà à {other} ce jour-là : une personne ne siège qu’à un endroit à la fois.",
		"{name} already sits at {other} that day: a person sits in one place at a time.")
	ruleProxies = i18n.T(
		"{name} détient déjà un pouvoir pour la séance {ref}.\nRègle : un seul pouvoir par personne, sauf texte contraire.",
		"{name} already holds a proxy for the meeting {ref}.\nRule: one proxy for each person, unless a text says otherwise.")
	ruleProxiesMany = i18n.T(
		"{name} détient déjà {n} pouvoirs pour la séance {ref}.\nRègle : {n} pouvoirs au plus par personne, d’après les règles de l’instance.",
		"{name} already holds {n} proxies for the meeting {ref}.\nRule: at most {n} proxies for each person, by the rules of the body.")
	ruleNoProxy = i18n.T(
		"Les règles de l’instance n’admettent aucun pouvoir.",
		"The rules of the body allow no proxy.")
	ruleReplaced = i18n.T(
		"{name} est déjà remplacé(e) par {other}.\nRègle : un pouvoir ne se donne que si l’on n’est pas remplacé (article R133-3 du CRPA).",
		"{name} is already replaced by {other}.\nRule: a proxy is given only by who is not replaced (article R133-3 of the CRPA).")
	ruleProxyAway = i18n.T(
		"{name} ne siège pas à la séance {ref}.\nRègle : un pouvoir se donne à un autre membre, présent à la séance.",
		"{name} does not sit at the meeting {ref}.\nRule: a proxy is given to another member, who is present.")
	ruleProxyAlternate = i18n.T(
		"{name} est dans la liste du siège « {seat} » et peut y siéger sans pouvoir.\nRègle : un pouvoir se donne à un autre membre, présent à la séance.",
		"{name} is in the list of the seat “{seat}” and may sit there without a proxy.\nRule: a proxy is given to another member, who is present.")
	ruleProxyOfProxy = i18n.T(
		"{name} a donné pouvoir pour cette séance et ne peut pas en recevoir.\nRègle : un pouvoir se donne à une personne présente.",
		"{name} has given a proxy for this meeting and cannot receive one.\nRule: a proxy is given to somebody who is present.")
)

// Rule is the name of a rule of who may sit, as the journal keeps it.
type Rule string

// RuleList is the rule that who sits is in the list of the seat.
const RuleList Rule = "list"

// seatRules are those that may be gone against, by how they are quoted.
var seatRules = []struct {
	name  Rule
	quote i18n.Msg
	short i18n.Msg
}{
	{RuleList, i18n.Msg{}, i18n.T("la liste du siège", "the list of the seat")},
	{"qualified", ruleQualified, i18n.T("une personnalité qualifiée n’est pas remplacée", "a qualified person is not replaced")},
	{"elected", ruleElected, i18n.T("un membre élu n’est remplacé que dans la même assemblée", "an elected member is replaced within the same assembly only")},
	{"function", ruleFunction, i18n.T("un membre par fonction n’est remplacé que dans le même service", "a member by function is replaced within the same service only")},
	{"term-over", ruleTermOver, i18n.T("le mandat doit courir le jour de la séance", "the term must run on the day of the meeting")},
	{"term-ahead", ruleTermAhead, i18n.T("le mandat doit courir le jour de la séance", "the term must run on the day of the meeting")},
	{"one-seat", ruleOneSeat, i18n.T("un seul siège par personne", "one seat for each person")},
	{"conflict", ruleConflict, i18n.T("une seule séance à la fois", "one meeting at a time")},
	{"proxies", ruleProxies, i18n.T("nombre de pouvoirs par personne", "number of proxies for each person")},
	{"proxies", ruleProxiesMany, i18n.T("nombre de pouvoirs par personne", "number of proxies for each person")},
	{"no-proxy", ruleNoProxy, i18n.T("aucun pouvoir", "no proxy")},
	{"replaced", ruleReplaced, i18n.T("pas de pouvoir d’une personne remplacée", "no proxy of who is replaced")},
	{"proxy-away", ruleProxyAway, i18n.T("un pouvoir se donne à un autre membre, présent", "a proxy is given to another member, who is present")},
	{"proxy-away", ruleProxyAlternate, i18n.T("un pouvoir se donne à un autre membre, présent", "a proxy is given to another member, who is present")},
	{"proxy-given", ruleProxyOfProxy, i18n.T("un pouvoir se donne à une personne présente", "a proxy is given to somebody who is present")},
}

// ruleOf is the name of the rule that a line quotes.
func ruleOf(quote i18n.Line) Rule {
	for _, r := range seatRules {
		if quote.Says(r.quote) {
			return r.name
		}
	}
	return ""
}

// Short says a rule in a few words; nothing for one that is not known.
func (r Rule) Short(lang i18n.Lang) string {
	for _, known := range seatRules {
		if known.name == r {
			return known.short.In(lang)
		}
	}
	return ""
}

// Breach is the refusal of what goes against a rule: the rule, and what the
// person may do. The décision role may go against it, with a reason.
type Breach struct {
	Rule i18n.Line
	// MayOverride tells that the person has the décision role: a reason is all
	// that is missing.
	MayOverride bool
	// Deciders tells that somebody has the décision role over the body.
	Deciders bool
	// Qualified tells the rule on qualified persons, who may give a proxy.
	Qualified bool
	Meeting   MeetingView
	Seat      int
	// Who was to sit, or To to receive the proxy that Who gives.
	Who, To Representative
	// Holders are those to whom a proxy for the seat may be given.
	Holders []Representative
}

// Error gives the rule in French, for logs and tests.
func (b *Breach) Error() string { return b.Rule.In(i18n.FR) }

// obstacle is the rule that keeps somebody from sitting; false when none does.
func (f *filling) obstacle(r *Representation, who Representative) (rule i18n.Line, found bool, err error) {
	seat, _ := f.body.Seat(r.Seat)
	if _, listed := f.listed(seat, who); !listed {
		if rule, found, err = f.stranger(seat, who); found || err != nil {
			return rule, found, err
		}
	}
	name, err := f.called(who)
	if err != nil {
		return rule, false, err
	}
	if other := f.elsewhere(r.Seat, who); other != 0 {
		held, _ := f.body.Seat(other)
		return ruleOneSeat.With("name", name, "seat", held.Name), true, nil
	}
	clashes, err := conflictsOf(f.tx, f.m.Region, who, *f.m)
	if err != nil || len(clashes) == 0 {
		return rule, false, err
	}
	return ruleConflict.With("name", name, "other", clashes[0].Other(f.m.Number).Body.Sitting()), true, nil
}

// stranger is the rule that keeps somebody outside the list of a seat from it.
func (f *filling) stranger(seat Seat, who Representative) (rule i18n.Line, found bool, err error) {
	holder, _ := seat.On(f.m.Start.Date)
	if seat.Nature == Qualified && !f.body.Rules.ReplacesQualified && !holder.Who.IsZero() && !holder.Who.Same(who) {
		return ruleQualified.With(), true, nil
	}
	if rule, found, err = f.noTerm(seat, who); found || err != nil {
		return rule, found, err
	}
	switch {
	case seat.Nature == Elected:
		return ruleElected.With("seat", seat.Name), true, nil
	case seat.Nature == ByFunction && holder.Who.User != "" && who.User != "":
		same, err := f.sameService(holder.Who.User, who.User)
		return ruleFunction.With(), !same && err == nil, err
	default:
		return rule, false, nil
	}
}

// noTerm is the rule that a term which does not run on the day gives no seat.
func (f *filling) noTerm(seat Seat, who Representative) (rule i18n.Line, found bool, err error) {
	day := f.m.Start.Date
	i := slices.IndexFunc(seat.Terms, func(t Term) bool { return t.Who.Same(who) && !t.Runs(day) })
	if i < 0 {
		return rule, false, nil
	}
	name, err := f.called(who)
	if err != nil {
		return rule, false, err
	}
	t := seat.Terms[i]
	if !t.To.IsZero() && t.To.Before(day) {
		return ruleTermOver.With("of", Of(name), "day", onDay{t.To}), true, nil
	}
	return ruleTermAhead.With("of", Of(name), "day", onDay{t.From}), true, nil
}

// onDay says a day in full.
type onDay struct{ calendar.Date }

// In says it in a language.
func (d onDay) In(lang i18n.Lang) string { return calendar.WordsOf(string(lang)).Long(d.Date) }

// sameService tells whether two accounts belong to one service.
func (f *filling) sameService(a, b UserID) (bool, error) {
	agents, err := f.tx.AgentsAmong(f.m.Region, []UserID{a, b})
	if err != nil || len(agents) < 2 {
		return err == nil, err // what is not known is not held against anybody
	}
	return slices.ContainsFunc(agents[0].Memberships(), func(m Membership) bool {
		return slices.ContainsFunc(agents[1].Memberships(), func(o Membership) bool { return o.Service == m.Service })
	}), nil
}

// proxyObstacle is the rule that keeps somebody from giving a proxy to another,
// who must be a member that comes: in another seat, or asked to sit there.
func (f *filling) proxyObstacle(r *Representation, from, to Representative) (rule i18n.Line, found bool, err error) {
	name, err := f.called(to)
	if err != nil {
		return rule, false, err
	}
	if r.State == Accepted && !r.Who.Same(from) {
		giver, err := f.called(from)
		if err != nil {
			return rule, false, err
		}
		other, err := f.called(r.Who)
		return ruleReplaced.With("name", giver, "other", other), err == nil, err
	}
	held := 0
	for _, o := range f.m.Seats {
		if o.State != ByProxy || o.Seat == r.Seat {
			continue
		}
		if o.Who.Same(to) {
			return ruleProxyOfProxy.With("name", name), true, nil
		}
		if o.Proxy.Same(to) {
			held++
		}
	}
	most := f.body.Rules.MostProxies()
	seat, _ := f.body.Seat(r.Seat)
	_, listed := f.listed(seat, to)
	away := f.elsewhere(r.Seat, to) == 0
	switch {
	case most == 0:
		return ruleNoProxy.With(), true, nil
	case away && listed:
		return ruleProxyAlternate.With("name", name, "seat", seat.Name), true, nil
	case away:
		return ruleProxyAway.With("name", name, "ref", f.m.Ref()), true, nil
	case held < most:
		return rule, false, nil
	case most == commonProxies:
		return ruleProxies.With("name", name, "ref", f.m.Ref()), true, nil
	default:
		return ruleProxiesMany.With("name", name, "n", most, "ref", f.m.Ref()), true, nil
	}
}

// called is how somebody is called.
func (f *filling) called(who Representative) (string, error) {
	if who.User == "" || who.User.Former() {
		return who.Name, nil
	}
	known, err := CalledOf(f.tx, f.m.Region, []UserID{who.User})
	if name := known[who.User]; name != "" || err != nil {
		return name, err
	}
	return who.Name, nil
}
