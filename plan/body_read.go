package plan

import (
	"context"
	"errors"
	"slices"

	"jalon/calendar"
	"jalon/i18n"
)

// BodyView is a body with what is shown around it.
type BodyView struct {
	Body
	// Next is its next meeting ahead, zero when there is none.
	Next Meeting
	// Called says how the people with an account are called, see [CalledOf].
	Called map[UserID]string
}

var textNoBody = i18n.T(
	"**{ref}** n’est pas une instance connue. Rien n’a changé.\nPour voir les instances : `/instance liste`",
	"**{ref}** is not a known body. Nothing has changed.\nTo see the bodies: `/instance liste`")

// bodyNamed reads a body; a refusal in words when the region has none of that
// number.
func bodyNamed(tx Tx, region RegionID, number int) (Body, error) {
	b, err := tx.Body(region, number)
	if errors.Is(err, ErrNotFound) {
		return b, Refuse(NotFound, textNoBody.With("ref", BodyRef(number)))
	}
	return b, err
}

// FindBodies lists the bodies selected, and how many there are without Limit
// and Offset. Everybody of the region may see them.
func (p *Planner) FindBodies(ctx context.Context, region RegionID, f BodyFilter) ([]Body, int, error) {
	var found []Body
	total := 0
	err := p.store.Read(ctx, func(tx Tx) (err error) { found, total, err = tx.FindBodies(region, f); return err })
	return found, total, wrap(err, "find bodies of %s", region)
}

// ViewBody reads a body with its next meeting, today being the civil date from
// which a meeting is ahead.
func (p *Planner) ViewBody(ctx context.Context, region RegionID, number int, today calendar.Date) (BodyView, error) {
	var v BodyView
	err := p.store.Read(ctx, func(tx Tx) error {
		b, err := bodyNamed(tx, region, number)
		if err != nil {
			return err
		}
		v, err = aroundBody(tx, b, today)
		return err
	})
	return v, wrap(err, "view body %d", number)
}

// aroundBody reads what is shown around a body.
func aroundBody(tx Tx, b Body, today calendar.Date) (BodyView, error) {
	v := BodyView{Body: b}
	var err error
	if v.Next, err = nextMeeting(tx, b.Region, b.Number, today); err != nil {
		return v, err
	}
	v.Called, err = CalledOf(tx, b.Region, b.people())
	return v, err
}

// people lists the accounts that hold a seat, or are an alternate, at any time.
func (b Body) people() []UserID {
	var users []UserID
	for _, s := range b.Seats {
		for _, t := range s.Terms {
			if t.Who.User != "" && !slices.Contains(users, t.Who.User) {
				users = append(users, t.Who.User)
			}
		}
	}
	return users
}

// CalledOf says how people with an account are called: as they wish to be, else
// by their name, else by their user name. Those whom the region forgot are not
// in it.
func CalledOf(tx Tx, region RegionID, users []UserID) (map[UserID]string, error) {
	called := map[UserID]string{}
	if len(users) == 0 {
		return called, nil
	}
	agents, err := tx.AgentsAmong(region, users)
	for _, a := range agents {
		called[a.User] = a.calling()
	}
	return called, err
}

// calling is how an agent is called.
func (a Agent) calling() string {
	switch {
	case a.Called != "":
		return a.Called
	case a.Name != "":
		return a.Name
	default:
		return a.Username
	}
}

// MaxPersonName is the longest name of somebody who sits, in characters.
const MaxPersonName = 80

// RepresentativeOf is an agent as somebody who sits.
func RepresentativeOf(a Agent) Representative {
	return Representative{User: a.User, Name: a.calling()}
}

// AgentsCalled lists the active agents whom a name calls, whatever its accents
// and capitals: as they wish to be called, or by their full name.
func (p *Planner) AgentsCalled(ctx context.Context, region RegionID, name string) ([]Agent, error) {
	var out []Agent
	err := p.store.Read(ctx, func(tx Tx) (err error) { out, err = agentsCalled(tx, region, name); return err })
	return out, wrap(err, "agents called %q", name)
}

// manyCalled bounds the things among which a name is looked for: whatever else
// has its words comes with it.
const manyCalled = 100

func agentsCalled(tx Tx, region RegionID, name string) ([]Agent, error) {
	words := SearchWords(name)
	if len(words) == 0 || len(words) > MostWords {
		return nil, nil
	}
	hits, err := tx.Search(region, SearchQuery{Words: words, Sight: Sight{All: true}, Limit: manyCalled})
	if err != nil {
		return nil, err
	}
	var users []UserID
	for _, hit := range hits.Found {
		if user, ok := hit.Ref.agent(); ok {
			users = append(users, user)
		}
	}
	if len(users) == 0 {
		return nil, nil
	}
	agents, err := tx.AgentsAmong(region, users)
	key := i18n.Fold(name)
	return slices.DeleteFunc(agents, func(a Agent) bool {
		return !a.Active || i18n.Fold(a.Called) != key && i18n.Fold(a.Name) != key
	}), err
}

// BodyOnDay is a body as it is on a day.
type BodyOnDay struct {
	BodyView
	// Nearest is its meeting that is the nearest to the day, zero for none.
	Nearest Meeting
}

// BodyOn reads a body with the meeting that is the nearest to a day, one to come
// before one that is as far in the past. A cancelled one is none.
func (p *Planner) BodyOn(ctx context.Context, region RegionID, number int, day calendar.Date) (BodyOnDay, error) {
	var v BodyOnDay
	err := p.store.Read(ctx, func(tx Tx) error {
		b, err := bodyNamed(tx, region, number)
		if err != nil {
			return err
		}
		v.Body = b
		if v.Nearest, err = nearestMeeting(tx, b, day); err != nil {
			return err
		}
		users := b.people()
		for _, s := range v.Nearest.Seats {
			users = append(users, s.Who.User, s.Proxy.User)
		}
		v.Called, err = CalledOf(tx, region, slices.DeleteFunc(users, func(u UserID) bool { return u == "" }))
		return err
	})
	return v, wrap(err, "body %d on %s", number, day)
}

// realMeetings are the states of a meeting that was not cancelled.
var realMeetings = []MeetingState{Provisional, Confirmed, Convened, TookPlace, DidNot, MeetingOver}

func nearestMeeting(tx Tx, b Body, day calendar.Date) (Meeting, error) {
	after, _, err := tx.FindMeetings(b.Region, MeetingFilter{Body: b.Number, From: day, States: realMeetings, Limit: 1})
	if err != nil {
		return Meeting{}, err
	}
	before, _, err := tx.FindMeetings(b.Region, MeetingFilter{Body: b.Number, To: day.AddDays(-1), States: realMeetings, Latest: true, Limit: 1})
	if err != nil {
		return Meeting{}, err
	}
	switch {
	case len(after) == 0 && len(before) == 0:
		return Meeting{}, nil
	case len(after) == 0:
		return before[0], nil
	case len(before) == 0 || day.DaysUntil(after[0].Start.Date) <= before[0].Start.Date.DaysUntil(day):
		return after[0], nil
	default:
		return before[0], nil
	}
}

// ListBodies is [Planner.FindBodies] with the next meeting of each.
func (p *Planner) ListBodies(ctx context.Context, region RegionID, f BodyFilter, today calendar.Date) ([]BodyView, int, error) {
	var out []BodyView
	total := 0
	err := p.store.Read(ctx, func(tx Tx) error {
		found, n, err := tx.FindBodies(region, f)
		if err != nil {
			return err
		}
		total, out = n, make([]BodyView, len(found))
		for i, b := range found {
			out[i].Body = b
			if out[i].Next, err = nextMeeting(tx, b.Region, b.Number, today); err != nil {
				return err
			}
		}
		return nil
	})
	return out, total, wrap(err, "list bodies of %s", region)
}

// AsleepBody is a body without a meeting for long.
type AsleepBody struct {
	Body
	// Last is the day of its last meeting, zero when it never met.
	Last calendar.Date
}

// AsleepBodies lists the open bodies that have no meeting, held or to come, for
// [AsleepMonths].
func (p *Planner) AsleepBodies(ctx context.Context, region RegionID, today calendar.Date) ([]AsleepBody, error) {
	var out []AsleepBody
	err := p.store.Read(ctx, func(tx Tx) error {
		out = nil
		found, _, err := tx.FindBodies(region, BodyFilter{AsleepSince: today.AddMonths(-AsleepMonths)})
		if err != nil || len(found) == 0 {
			return err
		}
		last, err := tx.LastMeetings(region, today)
		for _, b := range found {
			out = append(out, AsleepBody{b, last[b.Number]})
		}
		return err
	})
	return out, wrap(err, "bodies asleep in %s", region)
}
