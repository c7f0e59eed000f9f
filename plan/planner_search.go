package plan

import (
	"context"
	"fmt"

	"jalon/calendar"
)

// Thing is one result of a search, whole. Which field holds it is told by Kind.
type Thing struct {
	Hit
	Deadline Deadline
	Service  Service
	Agent    Agent
	// Body is the one found, or that of the meeting found.
	Body Body
	// Meeting is the one found, or the next of the body found: the zero one when
	// none is ahead.
	Meeting Meeting
}

// Things is one page of the results of a search.
type Things struct {
	// Words are those found: other than those asked for when a slip was forgiven.
	Words []string
	Found []Thing
	Total int
}

// Search lists what the reader may see that has all the words, one page of it;
// the next meeting of a body is that of today or later.
func (p *Planner) Search(ctx context.Context, region RegionID, q SearchQuery, today calendar.Date) (Things, error) {
	q.Words = q.Words[:min(len(q.Words), MostWords)]
	var out Things
	err := p.store.Read(ctx, func(tx Tx) error {
		results, err := tx.Search(region, q)
		if err != nil {
			return err
		}
		out = Things{Words: results.Words, Total: results.Total, Found: make([]Thing, len(results.Found))}
		for i, hit := range results.Found {
			if out.Found[i], err = loadThing(tx, region, hit, today); err != nil {
				return err
			}
		}
		return nil
	})
	return out, wrap(err, "search")
}

// loadThing reads a result whole.
func loadThing(tx Tx, region RegionID, hit Hit, today calendar.Date) (Thing, error) {
	thing := Thing{Hit: hit}
	var err error
	switch hit.Kind {
	case FindableDeadline:
		number, _ := hit.Ref.number()
		thing.Deadline, err = tx.Deadline(region, number)
	case FindableService:
		thing.Service, err = serviceOf(tx, region, hit.Ref)
	case FindableAgent:
		thing.Agent, err = tx.Agent(region, UserID(hit.Ref[len(AgentRef("")):]))
	case FindableBody:
		number, _ := ParseBodyRef(string(hit.Ref))
		if thing.Body, err = tx.Body(region, number); err != nil {
			return thing, err
		}
		thing.Meeting, err = nextMeeting(tx, region, number, today)
	case FindableMeeting:
		number, _ := hit.Ref.meeting()
		if thing.Meeting, err = tx.Meeting(region, number); err != nil {
			return thing, err
		}
		thing.Body, err = tx.Body(region, thing.Meeting.Body)
	default:
		err = fmt.Errorf("%s is a %q, which no search shows", hit.Ref, hit.Kind)
	}
	return thing, err
}

// nextMeeting is the first meeting of a body that is ahead, the zero one when
// there is none.
func nextMeeting(tx Tx, region RegionID, body int, today calendar.Date) (Meeting, error) {
	found, _, err := tx.FindMeetings(region, MeetingFilter{
		Body: body, From: today, States: []MeetingState{Provisional, Confirmed, Convened}, Limit: 1,
	})
	if len(found) == 0 {
		return Meeting{}, err
	}
	return found[0], err
}

// serviceOf reads the service that an identifier names.
func serviceOf(tx Tx, region RegionID, ref Ref) (Service, error) {
	all, err := tx.Services(region)
	for _, s := range all {
		if ServiceRef(s.ID) == ref {
			return s, err
		}
	}
	if err == nil {
		err = fmt.Errorf("%w: service %s", ErrNotFound, ref)
	}
	return Service{}, err
}
