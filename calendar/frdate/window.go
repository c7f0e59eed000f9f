package frdate

import "jalon/calendar"

// Window reads the window of a filter: « semaine prochaine », « décembre »,
// « du 1er au 15 janvier ». Both days are included; a zero one leaves that side
// open.
func Window(text string, ref Ref) (from, to calendar.Date, r Result) {
	r = Parse(text, ref)
	if r.Kind != Understood {
		return from, to, r
	}
	return r.Readings[0].Date, r.Readings[0].Date, r
}
