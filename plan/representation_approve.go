package plan

// approve asks the décision role to agree to somebody outside the list.
func (f *filling) approve(r *Representation) error {
	r.State, r.AnswerBy = ToApprove, f.beforeMeeting(f.cal.AddWorking(f.today, decideDays))
	return f.askDecision(r, stepApprove)
}
