package store

import (
	"fmt"
	"strings"

	"jalon/plan"
)

const cardColumns = `region, post, subject, channel, user_id, service, notice, key, drawn, wanted, dead, reason, version`

func scanCard(row scanner) (c plan.LiveCard, err error) {
	err = row.Scan(&c.Region, &c.Post, &c.Subject, &c.Channel, &c.User, &c.Service, &c.Notice, &c.Key, &c.Drawn,
		&c.Wanted, &c.Dead, &c.Reason, &c.Version)
	return c, err
}

// isStale is true of a live card that must be drawn again and on whose post no
// edit is under way.
const isStale = `stale and not exists (
	select 1 from dispatch e where e.region = card.region and e.post = card.post
	and e.kind = 'edit' and e.state in ('ready', 'sending', 'doubt'))`

// insertCard ranks a card behind those of its subject, and so many of the same
// statement.
var insertCard = &manyRows{text: func(rows int) string {
	const columns = 14
	var b strings.Builder
	b.WriteString(`insert into card (` + cardColumns + `, stale, rank) values `)
	for row := range rows {
		at := row * (columns + 1)
		if row > 0 {
			b.WriteByte(',')
		}
		b.WriteString(strings.TrimSuffix(places(at+1, columns), ")"))
		fmt.Fprintf(&b, `, (select coalesce(max(rank), 0) + cast($%d as bigint) from card where region = $%d and subject = $%d))`,
			at+columns+1, at+1, at+3)
	}
	b.WriteString(` on conflict do nothing`)
	return b.String()
}}

// AddCard records live cards. ErrDuplicate when a post already shows the subject:
// that card stays as it is, and the others are recorded.
func (t *tx) AddCard(cards ...plan.LiveCard) error {
	var stands error
	for batch := range batches(cards) {
		var args []any
		of := map[[2]string]int{}
		for _, c := range batch {
			subject := [2]string{string(c.Region), string(c.Subject)}
			of[subject]++
			args = append(args, c.Region, c.Post, c.Subject, c.Channel, c.User, c.Service, c.Notice, c.Key, c.Drawn,
				c.Wanted, c.Dead, c.Reason, 1, mustBeDrawn(c), of[subject])
		}
		n, err := t.exec(insertCard.of(len(batch)), args...)
		if err != nil {
			return t.fail(err, "add a card of %s", batch[0].Subject)
		}
		if int(n) < len(batch) {
			stands = plan.ErrDuplicate
		}
	}
	return t.fail(stands, "add cards")
}

// mustBeDrawn is what the column stale holds. It is stored, since an engine
// cannot tell how rare it is that one column is above another.
func mustBeDrawn(c plan.LiveCard) bool { return c.Wanted > c.Drawn && !c.Dead }

// CardsOf lists the cards of a subject in the order they were added.
func (t *tx) CardsOf(region plan.RegionID, subject plan.Ref) ([]plan.LiveCard, error) {
	found, err := all(t, scanCard, `select `+cardColumns+` from card
		where region = $1 and subject = $2 order by rank, post`, region, subject)
	return found, t.fail(err, "list the cards of %s", subject)
}

// CardByPost finds the card of a subject on a post.
func (t *tx) CardByPost(region plan.RegionID, post string, subject plan.Ref) (plan.LiveCard, error) {
	c, err := one(t, scanCard, `select `+cardColumns+` from card
		where region = $1 and post = $2 and subject = $3`, region, post, subject)
	return c, t.fail(err, "find the card of %s on a post", subject)
}

const selectStale = `select ` + cardColumns + ` from card where ` + isStale + `
	order by region, post, subject limit $1`

// StaleCards lists live cards that must be drawn again and for which no edit
// is under way, by region, post and subject, at most limit, kept from other
// writers.
func (t *tx) StaleCards(limit int) ([]plan.LiveCard, error) {
	found, err := all(t, scanCard, selectStale+t.claim, limit)
	return found, t.fail(err, "list stale cards")
}

// UpdateCard stores the card; its post and subject do not change.
func (t *tx) UpdateCard(c plan.LiveCard) error {
	err := t.update(`update card set channel = $5, user_id = $6, service = $7, notice = $8, key = $9, drawn = $10,
		wanted = $11, dead = $12, reason = $13, stale = $14, version = version + 1
		where region = $1 and post = $2 and subject = $3 and version = $4`,
		[]any{
			c.Region, c.Post, c.Subject, c.Version, c.Channel, c.User, c.Service, c.Notice, c.Key, c.Drawn,
			c.Wanted, c.Dead, c.Reason, mustBeDrawn(c),
		},
		`select 1 from card where region = $1 and post = $2 and subject = $3`, c.Region, c.Post, c.Subject)
	return t.fail(err, "update a card of %s", c.Subject)
}
