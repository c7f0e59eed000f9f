package store

import (
	"cmp"
	"slices"
	"time"

	"jalon/plan"
)

const regionColumns = `id, name, lang, time_zone, holiday_zone, admin_channel, keep_agents, keep_technical, keep_texts,
	ladder, version`

func scanRegion(row scanner) (r plan.Region, err error) {
	err = row.Scan(&r.ID, &r.Name, &r.Lang, &r.TimeZone, &r.HolidayZone, &r.AdminChannel,
		&r.Keep.Agents, &r.Keep.Technical, &r.Keep.Texts, &r.Ladder, &r.Version)
	return r, err
}

// Regions lists the regions by identifier.
func (t *tx) Regions() ([]plan.Region, error) {
	found, err := all(t, scanRegion, `select `+regionColumns+` from region`)
	slices.SortFunc(found, func(a, b plan.Region) int { return cmp.Compare(a.ID, b.ID) })
	return found, t.fail(err, "list regions")
}

// Region returns a region.
func (t *tx) Region(id plan.RegionID) (plan.Region, error) {
	r, err := one(t, scanRegion, `select `+regionColumns+` from region where id = $1`, id)
	return r, t.fail(err, "read region %s", id)
}

// PutRegion inserts the region, or updates it when Version > 0.
func (t *tx) PutRegion(r plan.Region) error {
	if r.Version == 0 {
		return t.fail(t.insert(
			`insert into region (`+regionColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1)`,
			r.ID, r.Name, r.Lang, r.TimeZone, r.HolidayZone, r.AdminChannel,
			r.Keep.Agents, r.Keep.Technical, r.Keep.Texts, r.Ladder), "add region %s", r.ID)
	}
	return t.fail(t.update(
		`update region set name = $3, lang = $4, time_zone = $5, holiday_zone = $6, admin_channel = $7,
		keep_agents = $8, keep_technical = $9, keep_texts = $10, ladder = $11, version = version + 1
		where id = $1 and version = $2`,
		[]any{
			r.ID, r.Version, r.Name, r.Lang, r.TimeZone, r.HolidayZone, r.AdminChannel,
			r.Keep.Agents, r.Keep.Technical, r.Keep.Texts, r.Ladder,
		},
		`select 1 from region where id = $1`, r.ID), "update region %s", r.ID)
}

// PutSlashToken stores or replaces the token of a trigger.
func (t *tx) PutSlashToken(token plan.SlashToken) error {
	_, err := t.exec(
		`insert into slash_token (region, trigger_word, hash) values ($1, $2, $3)
		on conflict (region, trigger_word) do update set hash = excluded.hash`,
		token.Region, token.Trigger, token.Hash)
	return t.fail(err, "store the token of /%s", token.Trigger)
}

// SlashTokens lists the tokens of a region by trigger.
func (t *tx) SlashTokens(region plan.RegionID) ([]plan.SlashToken, error) {
	scan := func(row scanner) (s plan.SlashToken, err error) {
		err = row.Scan(&s.Region, &s.Trigger, &s.Hash)
		return s, err
	}
	found, err := all(t, scan, `select region, trigger_word, hash from slash_token where region = $1`, region)
	slices.SortFunc(found, func(a, b plan.SlashToken) int { return cmp.Compare(a.Trigger, b.Trigger) })
	return found, t.fail(err, "list slash tokens")
}

// NextNumber takes the next number of a sequence. On PostgreSQL it waits for
// the transaction that took the one before to end.
func (t *tx) NextNumber(region plan.RegionID, sequence string) (int, error) {
	return t.NextNumbers(region, sequence, 1)
}

// NextNumbers takes so many numbers of a sequence together, and returns the first.
func (t *tx) NextNumbers(region plan.RegionID, sequence string, n int) (int, error) {
	scan := func(row scanner) (last int, err error) {
		err = row.Scan(&last)
		return last, err
	}
	last, err := one(t, scan,
		`insert into counter (region, name, last) values ($1, $2, $3)
		on conflict (region, name) do update set last = counter.last + $3
		returning last`, region, sequence, n)
	return last - n + 1, t.fail(err, "take numbers of sequence %s", sequence)
}

// Once records a key of the region and tells whether it is the first time. On
// PostgreSQL it waits for a transaction that is recording the same key to end.
func (t *tx) Once(region plan.RegionID, key string, at time.Time) (bool, error) {
	n, err := t.exec(`insert into once (region, key, done_at) values ($1, $2, $3) on conflict (region, key) do nothing`,
		region, key, micros(at))
	return n > 0, t.fail(err, "record what is done once")
}

// ForgetOnce forgets the keys recorded before an instant, and counts them.
func (t *tx) ForgetOnce(before time.Time) (int, error) {
	n, err := t.exec(`delete from once where done_at < $1`, micros(before))
	return int(n), t.fail(err, "forget what was done once")
}
