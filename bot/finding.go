package bot

import "jalon/i18n"

// Finding is one thing looked at on a server, for who installs or runs jalon.
type Finding struct {
	What  i18n.Line // "Canal ~pref-80"
	State i18n.Line // "absent"
	// OK tells that nothing must be done; Mend is then a piece of advice, if
	// there is one.
	OK   bool
	Mend i18n.Line // what to do
	// Changed tells that a set-up made it so just now.
	Changed bool
}

var (
	textFinding    = i18n.T("{what}\u202f: {state}", "{what}: {state}")
	textToDo       = i18n.T("{found}. À faire\u202f: {mend}", "{found}. To do: {mend}")
	textAdvice     = i18n.T("{found}. Attention ⚠️\u202f: {mend}", "{found}. Note ⚠️: {mend}")
	textStateOK    = i18n.T("correct", "correct")
	textStateDone  = i18n.T("fait", "done")
	textStateKept  = i18n.T("déjà en place", "already in place")
	textStateWrong = i18n.T("incorrect", "wrong")
)

// In says the finding on one line.
func (f Finding) In(lang i18n.Lang) string {
	found := textFinding.With("what", f.What, "state", f.State)
	switch {
	case f.Mend.IsZero():
		return found.In(lang)
	case f.OK:
		return textAdvice.In(lang, "found", found, "mend", f.Mend)
	default:
		return textToDo.In(lang, "found", found, "mend", f.Mend)
	}
}

// good is a finding about what is as it must be.
func good(what, state i18n.Line) Finding { return Finding{What: what, State: state, OK: true} }

// done is a finding about what a set-up has just changed.
func done(what i18n.Line) Finding {
	return Finding{What: what, State: textStateDone.With(), OK: true, Changed: true}
}

// bad is a finding about what must be mended.
func bad(what, state, mend i18n.Line) Finding { return Finding{What: what, State: state, Mend: mend} }
