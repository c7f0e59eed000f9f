package plan

import (
	"slices"
	"strings"
	"time"

	"jalon/calendar"
)

// NoticeRefusing tells the administrators that a channel takes no post any
// more, and what waits for it.
const NoticeRefusing Notice = "canal.refus"

// ReasonRecovered is that of an alert about a channel that takes posts again.
const ReasonRecovered = "recovered"

// channelMark begins the subject of an alert: "canal/4yc1…".
const channelMark = "canal/"

// lastingRefusals are those that end only when somebody does something.
var lastingRefusals = map[string]bool{CodeArchived: true, CodeNotMember: true}

// alert plans that the administrators are told of a channel that refuses: once
// for each cause, until it takes a post again. When the channel is where they
// are told, the log and `jalon check` say it.
func (p *Planner) alert(tx Tx, now time.Time, d Dispatch, code string) error {
	if d.Kind != Create || !lastingRefusals[code] {
		return nil
	}
	home, err := tx.Region(d.Region)
	if err != nil {
		return err
	}
	to, err := adminChannel(tx, home)
	if err != nil || to == "" || to == d.To.Channel {
		return err
	}
	subject := Ref(channelMark + d.To.Channel)
	told, err := tx.Deliveries(d.Region, subject)
	if err != nil {
		return err
	}
	for _, t := range told {
		if t.Step == code && t.Reason != ReasonRecovered {
			return nil
		}
	}
	when, err := momentOf(now, home.TimeZone)
	if err != nil {
		return err
	}
	_, err = tx.PlanDelivery(Delivery{
		ID: p.newID(), Region: d.Region, Subject: subject, Revision: len(told) + 1, Step: code,
		To: Recipient{Channel: to}, Notice: NoticeRefusing, Service: d.Service,
		When: when, DueAt: now, State: Planned, Version: 1,
	})
	return err
}

// recovered ends the alerts of channels that took posts: should one refuse again,
// that is told again. One not told yet has become pointless.
func recovered(tx Tx, posted []Dispatch) error {
	marks := map[RegionID][]Ref{}
	for _, d := range posted {
		mark := Ref(channelMark + d.To.Channel)
		if d.Kind == Create && !slices.Contains(marks[d.Region], mark) {
			marks[d.Region] = append(marks[d.Region], mark)
		}
	}
	for region, channels := range marks {
		told, err := tx.Deliveries(region, channels...)
		if err != nil {
			return err
		}
		for _, t := range told {
			switch {
			case t.State == Planned:
				t.State = CancelledNotice
			case t.State != Sent || t.Reason == ReasonRecovered:
				continue
			}
			t.Reason = ReasonRecovered
			if err := tx.UpdateDelivery(t); err != nil {
				return err
			}
		}
	}
	return nil
}

// momentOf is an instant as people read it in a zone.
func momentOf(t time.Time, zone string) (calendar.Moment, error) {
	loc, err := calendar.LoadZone(zone)
	if err != nil {
		return calendar.Moment{}, err
	}
	local := t.In(loc)
	return calendar.Moment{
		Date: calendar.DateOf(t, loc), Time: calendar.TimeOfDay{Hour: local.Hour(), Minute: local.Minute()}, Zone: zone,
	}, nil
}

// Refusing is a channel that takes no post.
type Refusing struct {
	Services []Service // whose channel it is
	Code     string    // CodeArchived or CodeNotMember
	Since    calendar.Date
	Waiting  int // what waits to be said there
}

// LoadRefusing reads what an alert is about, for those who draw it.
func LoadRefusing(tx Tx, d Delivery) (Refusing, error) {
	channel := ChannelID(strings.TrimPrefix(string(d.Subject), channelMark))
	r := Refusing{Code: d.Step, Since: d.When.Date}
	all, err := tx.Services(d.Region)
	if err != nil {
		return r, err
	}
	for _, s := range all {
		if s.Channel == channel {
			r.Services = append(r.Services, s)
		}
	}
	r.Waiting, err = tx.CountWaiting(d.Region, Recipient{Channel: channel})
	return r, err
}
