package plan

// Conflict is somebody who cannot sit in two meetings.
type Conflict struct {
	Who  Representative
	A, B Meeting
	// Travel is how many minutes it takes from one place to the other.
	Travel int
}

// conflictsOf lists the conflicts of somebody with a meeting.
func conflictsOf(Tx, RegionID, Representative, Meeting) ([]Conflict, error) { return nil, nil }
