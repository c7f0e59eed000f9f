package plan

import (
	"errors"
	"time"

	"jalon/calendar"
)

// AwayOn tells whether the agent is away on a day.
func (a Agent) AwayOn(day calendar.Date) bool {
	return !a.AwayFrom.IsZero() && !day.Before(a.AwayFrom) && !a.AwayTo.Before(day)
}

// reachable tells whether the agent can be told something on a day.
func (a Agent) reachable(day calendar.Date) bool { return a.Active && !a.AwayOn(day) }

// Receiver is who receives what is for somebody.
type Receiver struct {
	To Recipient
	// For is the person it is for, when somebody else receives it.
	For Agent
}

// ReceiverOf tells who receives a delivery at an instant: its recipient, or
// while that person is away their deputy, else the deputy of that one, else the
// channel of the service; the service's too when the account is deactivated. An
// escalation goes to the coordination instead: the service is the one that did
// not answer.
func ReceiverOf(tx Tx, now time.Time, v Delivery) (Receiver, error) {
	direct := Receiver{To: v.To}
	if v.Notice == NoticeEscalation && v.To.User == "" {
		// The coordination may have another channel than when this was planned.
		dir, err := directory(tx, v.Region)
		if to := dir.Coordination().Channel; err == nil && to != "" {
			direct.To.Channel = to
		}
		return direct, err
	}
	if v.To.User == "" {
		return direct, nil
	}
	a, err := tx.Agent(v.Region, v.To.User)
	if errors.Is(err, ErrNotFound) {
		return direct, nil
	}
	if err != nil {
		return direct, err
	}
	if a.Active && a.AwayFrom.IsZero() {
		return direct, nil
	}
	dir, err := directory(tx, v.Region)
	if err != nil {
		return direct, err
	}
	service := v.Service
	if service == "" && len(a.Services) > 0 {
		service = a.Services[0].Service
	}
	today, err := dir.today(service, now)
	if err != nil || a.reachable(today) {
		return direct, err
	}
	to, err := standIn(tx, a, today)
	if err != nil {
		return direct, err
	}
	switch {
	case to != (Recipient{}):
	case v.Notice == NoticeEscalation:
		to = Recipient{Channel: dir.Coordination().Channel}
	default:
		to = recipient(dir, Part{Service: service})
	}
	if to == (Recipient{}) {
		return direct, nil // the region has no channel: better late than never
	}
	return Receiver{To: to, For: a}, nil
}

// standIn is the deputy who receives in the stead of an agent on a day: theirs,
// or the deputy of that one when both are away. Empty when there is none.
func standIn(tx Tx, a Agent, today calendar.Date) (Recipient, error) {
	first := a.User
	if !a.AwayOn(today) {
		return Recipient{}, nil // gone for good: a deputy was for an absence
	}
	for range 2 {
		if a.Deputy == "" || a.Deputy == first {
			return Recipient{}, nil
		}
		deputy, err := tx.Agent(a.Region, a.Deputy)
		if errors.Is(err, ErrNotFound) {
			return Recipient{}, nil
		}
		if err != nil {
			return Recipient{}, err
		}
		if deputy.reachable(today) {
			return Recipient{User: deputy.User}, nil
		}
		if !deputy.AwayOn(today) {
			return Recipient{}, nil
		}
		a = deputy
	}
	return Recipient{}, nil
}

// standsFor lists those the actor of the view stands in for at an instant:
// those away whose deputy they are, and those away whose deputy is one of
// these.
func standsFor(tx Tx, v DirectoryView, now time.Time) ([]UserID, error) {
	if v.Actor.User == "" {
		return nil, nil
	}
	first, err := awayWithDeputy(tx, v, now, []UserID{v.Actor.User})
	if err != nil || len(first) == 0 {
		return nil, err
	}
	second, err := awayWithDeputy(tx, v, now, first)
	return append(first, second...), err
}

func awayWithDeputy(tx Tx, v DirectoryView, now time.Time, deputies []UserID) ([]UserID, error) {
	agents, err := tx.AgentsDeputised(v.Region.ID, deputies)
	if err != nil {
		return nil, err
	}
	var away []UserID
	for _, a := range agents {
		service := v.Place.Service
		if len(a.Services) > 0 {
			service = a.Services[0].Service
		}
		today, err := v.today(service, now)
		if err != nil {
			return nil, err
		}
		if a.AwayOn(today) && a.User != v.Actor.User {
			away = append(away, a.User)
		}
	}
	return away, nil
}

// today is the civil date of a service at an instant, the region's when it has
// no zone of its own.
func (v DirectoryView) today(service ServiceID, now time.Time) (calendar.Date, error) {
	zone := v.Region.TimeZone
	if s, ok := v.Service(service); ok && s.TimeZone != "" {
		zone = s.TimeZone
	}
	loc, err := calendar.LoadZone(zone)
	if err != nil {
		return calendar.Date{}, err
	}
	return calendar.DateOf(now, loc), nil
}

// directory reads a region with its services, for what jalon does by itself.
func directory(tx Tx, region RegionID) (DirectoryView, error) {
	return look(tx, region, "", "", Place{})
}
