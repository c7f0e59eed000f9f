package plan

// seatSteps entrusts the steps of a representative.
func (p *Planner) seatSteps(Tx, DirectoryView, Call, Body, *Meeting, int) error { return nil }

// dropSeatSteps ends the steps of a representative.
func (p *Planner) dropSeatSteps(Tx, DirectoryView, Call, *Meeting, int, string) error { return nil }
