package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"github.com/pressly/goose/v3"

	"jalon/calendar"
	"jalon/plan"
)

// carryJournal is migration 3: the entries of version 1 named accounts and held
// their texts. Each account becomes a person, the texts go beside under a salt,
// and every entry waits for its seal.
func carryJournal() *goose.Migration {
	return goose.NewGoMigration(3, &goose.GoFunc{RunTx: func(ctx context.Context, begun *sql.Tx) error {
		t := &tx{ctx: ctx, sql: conn{tx: begun}}
		return t.fail(t.carryJournal(), "carry the journal over")
	}}, nil)
}

func (t *tx) carryJournal() error {
	if err := t.namePersons(); err != nil {
		return err
	}
	for {
		// Those carried are known by their digest.
		found, err := all(t, scanOldEntry, `select region, id, happened_at, rank, actor, was, became, reason from journal
			where digest = '' limit 500`)
		if err != nil || len(found) == 0 {
			return err
		}
		for _, e := range found {
			if err := t.carryEntry(e); err != nil {
				return fmt.Errorf("entry %s: %w", e.id, err)
			}
		}
	}
}

// oldEntry is what changes of an entry of version 1.
type oldEntry struct {
	region              plan.RegionID
	id                  string
	at, rank            int64
	actor               plan.UserID
	was, became, reason string
}

func scanOldEntry(row scanner) (e oldEntry, err error) {
	err = row.Scan(&e.region, &e.id, &e.at, &e.rank, &e.actor, &e.was, &e.became, &e.reason)
	return e, err
}

// namePersons makes a person of each account that acted.
func (t *tx) namePersons() error {
	type acted struct {
		region plan.RegionID
		user   plan.UserID
	}
	scan := func(row scanner) (a acted, err error) {
		err = row.Scan(&a.region, &a.user)
		return a, err
	}
	found, err := all(t, scan, `select distinct region, actor from journal where actor <> ''`)
	for _, a := range found {
		if err == nil {
			_, err = t.Person(a.region, a.user)
		}
	}
	return err
}

func (t *tx) carryEntry(e oldEntry) error {
	var actor plan.PersonID
	var err error
	if e.actor != "" {
		if actor, err = t.Person(e.region, e.actor); err != nil {
			return err
		}
	}
	if e.was, err = t.carrySnapshot(e.region, e.was); err != nil {
		return err
	}
	if e.became, err = t.carrySnapshot(e.region, e.became); err != nil {
		return err
	}
	salt := rand.Text()
	if _, err = t.exec(`update journal set actor = $3, digest = $4 where region = $1 and id = $2`,
		e.region, e.id, actor, plan.TextDigest(salt, e.was, e.became, e.reason)); err != nil {
		return err
	}
	if err := t.insert(`insert into journal_text (region, entry, salt, was, became, reason) values ($1, $2, $3, $4, $5, $6)`,
		e.region, e.id, salt, e.was, e.became, e.reason); err != nil {
		return err
	}
	return t.insert(`insert into journal_queue (region, entry, happened_at, rank) values ($1, $2, $3, $4)`,
		e.region, e.id, e.at, e.rank)
}

// oldDeadline is a deadline as version 1 wrote it in the journal.
type oldDeadline struct {
	Number       int
	Title        string
	Kind         plan.DeadlineKind
	Due, First   plan.Due
	DueAt        time.Time
	Said, SaidEN string
	Ladder       []plan.Step
	Chosen       bool
	State        plan.State
	Author       plan.UserID
	From         plan.ServiceID
	Channel      plan.ChannelID
	CreatedAt    time.Time
	ClosedAt     time.Time
	ClosedBy     plan.UserID
	Reason       string
	Previous     plan.Due
	Series       int
	Occurrence   calendar.Date
	Next         int
	Revision     int
	Version      int
	Parts        []plan.Part
}

// carrySnapshot writes a deadline of version 1 as the journal now holds it. Any
// other text stays as it is.
func (t *tx) carrySnapshot(region plan.RegionID, text string) (string, error) {
	var old oldDeadline
	if err := json.Unmarshal([]byte(text), &old); err != nil || old.Number == 0 {
		return text, nil //nolint:nilerr // not a deadline
	}
	d := plan.Deadline{
		Region: region, Number: old.Number, Title: old.Title, Kind: old.Kind, Due: old.Due, DueAt: old.DueAt, Said: old.Said,
		SaidEN: old.SaidEN, First: old.First, Ladder: old.Ladder, Chosen: old.Chosen, State: old.State, Author: old.Author,
		From: old.From, Channel: old.Channel, CreatedAt: old.CreatedAt, ClosedAt: old.ClosedAt, ClosedBy: old.ClosedBy,
		Reason: old.Reason, Previous: old.Previous, Occurrence: old.Occurrence, Next: old.Next,
		Revision: old.Revision, Version: old.Version, Parts: old.Parts,
	}
	record, err := plan.RecordDeadline(t, d)
	if err != nil {
		return "", err
	}
	record.Series = old.Series // what the series was then, nobody wrote down
	carried, err := json.Marshal(record)
	return string(carried), err
}
