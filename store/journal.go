package store

import (
	"crypto/rand"
	"fmt"
	"strings"

	"jalon/plan"
)

// Columns of an entry with its texts, of journal j and journal_text t.
const entryColumns = `j.region, j.id, j.happened_at, j.actor, j.origin, j.place, j.action, j.object,
	t.was, t.became, t.reason`

// entries joins them.
const entries = ` from journal j join journal_text t on t.region = j.region and t.entry = j.id `

func scanEntry(row scanner) (e plan.Entry, err error) {
	err = row.Scan(entryInto(&e)...)
	return e, err
}

// entryInto is where the columns of an entry are read into.
func entryInto(e *plan.Entry) []any {
	return []any{
		&e.Region, &e.ID, (*instant)(&e.At), &e.Actor, &e.Origin, &e.Place, &e.Action, &e.Object,
		&e.Before, &e.After, &e.Reason,
	}
}

// AddEntry appends to the journal, with a new salt, and queues the entry for
// its seal.
func (t *tx) AddEntry(e plan.Entry) error {
	return t.fail(t.addEntry(e), "write the journal of %s", e.Object)
}

func (t *tx) addEntry(e plan.Entry) error {
	salt := rand.Text()
	err := t.insert(`insert into journal (region, id, happened_at, actor, origin, place, action, object, digest, rank)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9,
			(select coalesce(max(rank), 0) + 1 from journal where region = $1 and object = $8))`,
		e.Region, e.ID, micros(e.At), e.Actor, e.Origin, e.Place, e.Action, e.Object,
		plan.TextDigest(salt, e.Before, e.After, e.Reason))
	if err != nil {
		return err
	}
	if err := t.insert(`insert into journal_text (region, entry, salt, was, became, reason) values ($1, $2, $3, $4, $5, $6)`,
		e.Region, e.ID, salt, e.Before, e.After, e.Reason); err != nil {
		return err
	}
	return t.insert(`insert into journal_queue (region, entry, happened_at, rank)
		select region, id, happened_at, rank from journal where region = $1 and id = $2`, e.Region, e.ID)
}

// Entries lists the journal of an object in the order it was written.
func (t *tx) Entries(region plan.RegionID, object plan.Ref) ([]plan.Entry, error) {
	found, err := all(t, scanEntry, `select `+entryColumns+entries+
		`where j.region = $1 and j.object = $2 order by j.rank, j.happened_at, j.id`, region, object)
	return found, t.fail(err, "read the journal of %s", object)
}

// FindEntries lists the entries selected, the newest first, and how many there
// are without Limit and Offset.
func (t *tx) FindEntries(region plan.RegionID, f plan.EntryFilter) (found []plan.Entry, total int, err error) {
	where, args := entriesWhere(region, f)
	scan := func(row scanner) (n int, err error) {
		err = row.Scan(&n)
		return n, err
	}
	if total, err = one(t, scan, `select count(*) from journal j where `+where, args...); err != nil {
		return nil, 0, t.fail(err, "count the journal")
	}
	query := `select ` + entryColumns + entries + `where ` + where + ` order by j.happened_at desc, j.id desc`
	if f.Limit > 0 {
		query += fmt.Sprintf(" limit %d offset %d", f.Limit, f.Offset)
	}
	found, err = all(t, scanEntry, query, args...)
	return found, total, t.fail(err, "search the journal")
}

// entriesWhere is the condition of a filter with its arguments.
func entriesWhere(region plan.RegionID, f plan.EntryFilter) (string, []any) {
	conditions, args := []string{"j.region = $1"}, []any{region}
	add := func(condition string, value any) {
		args = append(args, value)
		conditions = append(conditions, fmt.Sprintf(condition, len(args)))
	}
	if f.Object != "" {
		add("j.object = $%d", f.Object)
	}
	if f.Actor != "" {
		add("j.actor = $%d", f.Actor)
	}
	if f.Place != "" {
		add("j.place = $%d", f.Place)
	}
	if !f.From.IsZero() {
		add("j.happened_at >= $%d", micros(f.From))
	}
	if !f.To.IsZero() {
		add("j.happened_at < $%d", micros(f.To))
	}
	if len(f.Services) > 0 {
		list := places(len(args)+1, len(f.Services))
		for _, s := range f.Services {
			args = append(args, s)
		}
		objects := places(len(args)+1, len(f.Services))
		for _, s := range f.Services {
			args = append(args, plan.ServiceRef(s))
		}
		conditions = append(conditions, `(j.object in `+objects+` or j.object in
			(select case when p.deadline > 1000000000 then 'RM' || (p.deadline - 1000000000) else 'E' || p.deadline end from part p where p.service in `+list+` and p.region = $1))`)
	}
	return strings.Join(conditions, " and "), args
}

// EraseText erases the texts of an entry.
func (t *tx) EraseText(region plan.RegionID, entry string) error {
	n, err := t.exec(`update journal_text set salt = '', was = '', became = '', reason = ''
		where region = $1 and entry = $2`, region, entry)
	if err == nil && n == 0 {
		err = plan.ErrNotFound
	}
	return t.fail(err, "erase the texts of entry %s", entry)
}

// CountEntries counts the entries of a region, and those that wait for their
// seal.
func (t *tx) CountEntries(region plan.RegionID) (all, waiting int, err error) {
	row := t.sql.QueryRowContext(t.ctx, `select (select count(*) from journal where region = $1),
		(select count(*) from journal_queue where region = $1)`, region)
	err = row.Scan(&all, &waiting)
	return all, waiting, t.fail(err, "count the journal")
}

// StrayEntry returns the first entry that is neither sealed nor waiting.
func (t *tx) StrayEntry(region plan.RegionID) (plan.Entry, error) {
	// Its texts may be missing too.
	e, err := one(t, scanEntry, `select j.region, j.id, j.happened_at, j.actor, j.origin, j.place, j.action, j.object,
			'', '', '' from journal j where j.region = $1
			and not exists (select 1 from journal_seal s where s.region = j.region and s.entry = j.id)
			and not exists (select 1 from journal_queue q where q.region = j.region and q.entry = j.id)
		order by j.happened_at, j.id limit 1`, region)
	return e, t.fail(err, "look for an entry without a seal")
}
