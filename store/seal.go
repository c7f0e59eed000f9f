package store

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"jalon/plan"
)

// evidenceColumns are those of an entry with what proves it, without its seal.
const evidenceColumns = entryColumns + `, j.rank, t.salt, j.digest`

func evidenceInto(e *plan.Evidence) []any {
	return append(entryInto(&e.Entry), &e.Rank, &e.Salt, &e.Digest)
}

// UnsealedEntries lists entries of the region that wait for their seal, by
// instant, then rank and identifier.
func (t *tx) UnsealedEntries(region plan.RegionID, limit int) ([]plan.Evidence, error) {
	scan := func(row scanner) (e plan.Evidence, err error) {
		err = row.Scan(evidenceInto(&e)...)
		return e, err
	}
	found, err := all(t, scan, `select `+evidenceColumns+` from journal_queue q
			join journal j on j.region = q.region and j.id = q.entry
			join journal_text t on t.region = j.region and t.entry = j.id
		where q.region = $1 order by q.happened_at, q.entry limit $2`, region, limit)
	return found, t.fail(err, "list what has no seal")
}

// Head returns the end of the chain, the zero one before it begins.
func (t *tx) Head(region plan.RegionID) (plan.Head, error) {
	h := plan.Head{Region: region}
	err := t.sql.QueryRowContext(t.ctx, `select seq, mac, version from journal_head where region = $1`, region).
		Scan(&h.Seq, &h.MAC, &h.Version)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return h, t.fail(err, "read the end of the chain")
}

// AddSeals adds seals to the chain and takes their entries off the queue; the
// head moves first, so that two sealers never add at once.
func (t *tx) AddSeals(h plan.Head, seals []plan.Seal) error {
	if len(seals) == 0 {
		return nil
	}
	last := seals[len(seals)-1]
	return t.fail(t.addSeals(h, seals), "seal %s up to %d", last.Region, last.Seq)
}

func (t *tx) addSeals(h plan.Head, seals []plan.Seal) error {
	if err := t.moveHead(h, seals[len(seals)-1]); err != nil {
		return err
	}
	for batch := range slices.Chunk(seals, sealsAtOnce) {
		rows, taken := make([]any, 0, 5*len(batch)), []any{batch[0].Region}
		for _, s := range batch {
			rows = append(rows, s.Region, s.Seq, s.Entry, s.KeyID, s.MAC)
			taken = append(taken, s.Entry)
		}
		if _, err := t.exec(`insert into journal_seal (region, seq, entry, key_id, mac) values `+tuples(len(batch), 5), rows...); err != nil {
			return err
		}
		if _, err := t.exec(`delete from journal_queue where region = $1 and entry in `+places(2, len(batch)), taken...); err != nil {
			return err
		}
	}
	return nil
}

// sealsAtOnce is how many seals one statement stores.
const sealsAtOnce = 20

func (t *tx) moveHead(h plan.Head, last plan.Seal) error {
	if h.Version > 0 {
		return t.update(`update journal_head set seq = $3, mac = $4, version = version + 1 where region = $1 and version = $2`,
			[]any{h.Region, h.Version, last.Seq, last.MAC}, `select 1 from journal_head where region = $1`, h.Region)
	}
	err := t.insert(`insert into journal_head (region, seq, mac, version) values ($1, $2, $3, 1)`, h.Region, last.Seq, last.MAC)
	if errors.Is(err, plan.ErrDuplicate) {
		return plan.ErrStale
	}
	return err
}

// sealFields are the short texts of a seal and of its entry, read as one column:
// a chain is long, and each column of each row costs.
var sealFields = []string{
	"s.entry", "s.key_id", "s.mac", "j.id", "j.actor", "j.origin", "j.place", "j.action", "j.object", "j.digest", "t.salt",
}

// selectSeals reads the seals of a region between two numbers.
var selectSeals = `select s.seq, ` + packed(sealFields) + `, coalesce(j.happened_at, 0), coalesce(j.rank, 0),
		coalesce(t.was, ''), coalesce(t.became, ''), coalesce(t.reason, ''), t.entry is null
	from journal_seal s
		left join journal j on j.region = s.region and j.id = s.entry
		left join journal_text t on t.region = s.region and t.entry = s.entry
	where s.region = $1 and s.seq between $2 and $3 order by s.seq`

// packed is an expression of texts behind their lengths: no other texts give the
// same.
func packed(columns []string) string {
	parts := make([]string, len(columns))
	for i, c := range columns {
		parts[i] = "length(coalesce(" + c + ", '')) || ':' || coalesce(" + c + ", '')"
	}
	return strings.Join(parts, " || ")
}

// unpack reads what packed wrote. Lengths count characters.
func unpack(text string, into ...*string) error {
	for _, field := range into {
		digits, rest, found := strings.Cut(text, ":")
		n, err := strconv.Atoi(digits)
		if !found || err != nil {
			return fmt.Errorf("packed fields: %q", text)
		}
		end := 0
		for ; n > 0 && end < len(rest); n-- {
			_, size := utf8.DecodeRuneInString(rest[end:])
			end += size
		}
		*field, text = rest[:end], rest[end:]
	}
	return nil
}

// EachSeal gives the seals of a region between two numbers, both included, in
// their order, each with its entry.
func (t *tx) EachSeal(region plan.RegionID, from, to int, f func(plan.Evidence) error) error {
	if t.mapped {
		// Entries stand all over the file: half the time went to reading its pages
		// one by one. It is given up afterwards: what is mapped counts as memory.
		if _, err := t.exec("pragma mmap_size = 4294967296"); err != nil {
			return t.fail(err, "map the file")
		}
		defer func() { _, _ = t.exec("pragma mmap_size = 0") }()
	}
	var e plan.Evidence // every field is read for every row
	e.Seal.Region = region
	var short, actor, origin, place, object string
	err := t.each(func(row scanner) error {
		err := row.Scan(&e.Seal.Seq, &short, (*instant)(&e.At), &e.Rank, &e.Before, &e.After, &e.Reason, &e.NoText)
		if err != nil {
			return err
		}
		err = unpack(short, &e.Seal.Entry, &e.Seal.KeyID, &e.Seal.MAC, &e.ID, &actor, &origin, &place, &e.Action, &object, &e.Digest, &e.Salt)
		if err != nil {
			return err
		}
		e.Actor, e.Origin, e.Place, e.Object = plan.PersonID(actor), plan.Origin(origin), plan.ChannelID(place), plan.Ref(object)
		e.Region = ""
		if e.ID != "" {
			e.Region = region
		}
		return f(e)
	}, selectSeals, region, from, to)
	return t.fail(err, "read the seals")
}

// AddToldHead records an end of the chain that was told.
func (t *tx) AddToldHead(h plan.ToldHead) error {
	return t.fail(t.insert(`insert into journal_told (region, month, seq, mac) values ($1, $2, $3, $4)`,
		h.Region, h.Month, h.Seq, h.MAC), "record what was told for %s", h.Month)
}

// ToldHeads lists what was told, by month.
func (t *tx) ToldHeads(region plan.RegionID) ([]plan.ToldHead, error) {
	scan := func(row scanner) (h plan.ToldHead, err error) {
		err = row.Scan(&h.Region, &h.Month, &h.Seq, &h.MAC)
		return h, err
	}
	found, err := all(t, scan, `select region, month, seq, mac from journal_told where region = $1 order by month`, region)
	return found, t.fail(err, "list what was told of the journal")
}
