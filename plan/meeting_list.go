package plan

import "context"

// MeetingList is a page of meetings with what is needed to show it.
type MeetingList struct {
	Found []Engagement
	Total int // without the bounds of the page
	// Called is how the people who sit, with an account, are called.
	Called map[UserID]string
}

// ListMeetings lists the meetings selected with their bodies. Everybody of the
// region may see them.
func (p *Planner) ListMeetings(ctx context.Context, region RegionID, f MeetingFilter) (MeetingList, error) {
	var out MeetingList
	err := p.store.Read(ctx, func(tx Tx) (err error) { out, err = listMeetings(tx, region, f); return err })
	return out, wrap(err, "list meetings of %s", region)
}

func listMeetings(tx Tx, region RegionID, f MeetingFilter) (MeetingList, error) {
	found, total, err := tx.FindMeetings(region, f)
	if err != nil {
		return MeetingList{}, err
	}
	out := MeetingList{Total: total}
	bodies := map[int]Body{}
	var people []UserID
	for _, m := range found {
		b, known := bodies[m.Body]
		if !known {
			if b, err = tx.Body(region, m.Body); err != nil {
				return out, err
			}
			bodies[m.Body] = b
		}
		out.Found = append(out.Found, Engagement{m, b})
		for _, s := range m.Seats {
			if s.Who.User != "" && !s.Who.User.Former() {
				people = append(people, s.Who.User)
			}
		}
	}
	out.Called, err = CalledOf(tx, region, people)
	return out, err
}

// MeetingsAhead are the states of a meeting that may still take place.
func MeetingsAhead() []MeetingState { return []MeetingState{Provisional, Confirmed, Convened} }
