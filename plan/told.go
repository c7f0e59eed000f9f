package plan

import (
	"context"
	"errors"
	"strings"
	"time"

	"jalon/calendar"
)

// NoticeJournal tells the administrators where the chain of the journal ends.
const NoticeJournal Notice = "journal.fin"

// toldHour is when it is told, on the first working day of the month.
var toldHour = calendar.TimeOfDay{Hour: 9}

// toldPrefix begins the subject of the notice: "journal/2026-12".
const toldPrefix = "journal/"

// PlanToldHeads plans what the administrators of each region are told of the
// journal, this month and the next, where it is still ahead and not planned
// yet: whatever restarts, it leaves once.
func (p *Planner) PlanToldHeads(ctx context.Context, now time.Time) error {
	regions, err := p.Regions(ctx)
	if err != nil {
		return err
	}
	for _, r := range regions {
		zone, err := calendar.LoadZone(r.TimeZone)
		if err != nil {
			return wrap(err, "zone of %s", r.ID)
		}
		first := calendar.DateOf(now, zone)
		first.Day = 1
		for _, month := range []calendar.Date{first, first.AddDays(31)} {
			month.Day = 1
			if err := p.planToldHead(ctx, r, month, now); err != nil {
				return wrap(err, "plan what is told of the journal of %s", r.ID)
			}
		}
	}
	return nil
}

func (p *Planner) planToldHead(ctx context.Context, r Region, month calendar.Date, now time.Time) error {
	cal, err := p.Calendar(r.HolidayZone)
	if err != nil {
		return err
	}
	day := month
	for !cal.IsWorking(day) {
		day = day.AddDays(1)
	}
	when := calendar.Moment{Date: day, Time: toldHour, Zone: r.TimeZone}
	at, err := when.Instant()
	if err != nil || !at.After(now) {
		return err
	}
	subject := Ref(toldPrefix + month.String()[:len("2026-12")])
	return p.write(ctx, func(tx Tx) error {
		known, err := tx.Deliveries(r.ID, subject)
		if err != nil || len(known) > 0 {
			return err
		}
		to, err := adminChannel(tx, r)
		if err != nil || to == "" {
			return err
		}
		_, err = tx.PlanDelivery(Delivery{
			ID: p.newID(), Region: r.ID, Subject: subject, Revision: 1, Step: string(NoticeJournal),
			To: Recipient{Channel: to}, Notice: NoticeJournal, When: when, DueAt: at, State: Planned, Version: 1,
		})
		return err
	})
}

// adminChannel is where the administrators of a region are told; empty when
// there is no such place.
func adminChannel(tx Tx, r Region) (ChannelID, error) {
	if r.AdminChannel != "" {
		return r.AdminChannel, nil
	}
	services, err := tx.Services(r.ID)
	for _, s := range services {
		if s.Coordinates() && !s.Closed {
			return s.Channel, err
		}
	}
	return "", err
}

// TellHead is the end of the chain that a delivery tells, recorded in the
// transaction that draws it, so that a later verification finds it again.
func TellHead(tx Tx, d Delivery) (ToldHead, error) {
	head, err := tx.Head(d.Region)
	if err != nil {
		return ToldHead{}, err
	}
	told := ToldHead{Region: d.Region, Month: strings.TrimPrefix(string(d.Subject), toldPrefix), Seq: head.Seq, MAC: head.MAC}
	err = tx.AddToldHead(told)
	if !errors.Is(err, ErrDuplicate) {
		return told, err
	}
	// Drawn once already, and not sent: the same is told.
	all, err := tx.ToldHeads(d.Region)
	for _, t := range all {
		if t.Month == told.Month {
			return t, err
		}
	}
	return told, err
}
