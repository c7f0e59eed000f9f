package store

import (
	"database/sql"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"jalon/plan"
)

// The kinds of keys of search_posting.
const (
	keyWord       = "w"
	keyName       = "n"
	keyTerritory  = "o" // seen from the territory of a service
	keyRestricted = "r" // seen by a service
	keyOpen       = "t" // seen from the territory of some service
	keyUser       = "u"
	keyPublic     = "p"
)

// findable makes a thing findable once it is stored, unless that failed. Every
// method that stores a thing that can be found ends with it.
func (t *tx) findable(stored error, f plan.Findable) error {
	if stored != nil {
		return stored
	}
	return t.index(f)
}

// index makes a thing findable as it now is. It does nothing when the thing
// stands in the index already as it should.
func (t *tx) index(f plan.Findable) error {
	keys, rank := findableKeys(f), findableRank(f)
	list, err := listText(keys)
	if err != nil {
		return err
	}
	number, was, err := t.indexed(f, rank, list)
	if err != nil || number == 0 {
		return err
	}
	if err := t.rankInBlock(f.Region, number, rank); err != nil {
		return err
	}
	return t.moveKeys(f.Region, number, was, keys)
}

// findableKeys lists the keys that a thing stands under, sorted.
func findableKeys(f plan.Findable) []string {
	var keys []string
	for _, name := range append([]string{f.Label}, f.Names...) {
		for _, word := range plan.SearchWords(name) {
			keys = append(keys, keyWord+word)
		}
	}
	for _, name := range f.Names {
		if words := plan.SearchWords(name); len(words) > 0 {
			keys = append(keys, nameKey(words))
		}
	}
	seen := keyTerritory
	if f.Restricted {
		seen = keyRestricted
	}
	for _, service := range f.Services {
		keys = append(keys, seen+string(service))
		if !f.Restricted {
			keys = append(keys, keyOpen)
		}
	}
	for _, user := range f.Users {
		if user != "" {
			keys = append(keys, keyUser+string(user))
		}
	}
	if f.Public {
		keys = append(keys, keyPublic)
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

func nameKey(words []string) string { return keyName + strings.Join(words, " ") }

// A rank is a number of thirty bits in base 32, so that all have six signs:
// what is closed after what is open, then the minute that it is due, the latest
// first once closed, and what is not dated last.
const (
	rankSigns = 6
	rankBase  = 32
	closed    = 1 << 29
	notDated  = closed - 1
)

func findableRank(f plan.Findable) string {
	rank := int64(notDated)
	if !f.Due.IsZero() {
		rank = min(max(f.Due.Unix()/int64(time.Minute/time.Second), 0), notDated-1)
		if f.Closed {
			rank = notDated - 1 - rank
		}
	}
	if f.Closed {
		rank += closed
	}
	text := strconv.FormatInt(rank, rankBase)
	return strings.Repeat("0", rankSigns-len(text)) + text
}

// indexed records what the index holds of a thing and returns its number with
// the keys that it had; 0 when it had these already.
func (t *tx) indexed(f plan.Findable, rank, keys string) (number int, was []string, err error) {
	var oldRank, oldKeys string
	err = t.sql.QueryRowContext(t.ctx, `select number, rank, keys from search_object where region = $1 and object = $2`,
		f.Region, f.Ref).Scan(&number, &oldRank, &oldKeys)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		if number, err = t.NextNumber(f.Region, "search"); err != nil {
			return 0, nil, err
		}
		_, err = t.exec(`insert into search_object (region, number, object, kind, rank, keys) values ($1, $2, $3, $4, $5, $6)`,
			f.Region, number, f.Ref, f.Kind, rank, keys)
		return number, nil, err
	case err != nil:
		return 0, nil, err
	case oldRank == rank && oldKeys == keys:
		return 0, nil, nil
	}
	if err := (list[string]{&was}).Scan(oldKeys); err != nil {
		return 0, nil, err
	}
	_, err = t.exec(`update search_object set rank = $3, keys = $4 where region = $1 and number = $2`, f.Region, number, rank, keys)
	return number, was, err
}

// rankInBlock writes the rank of a thing among those of its block, and keeps
// the block from other writers until the end of the transaction.
func (t *tx) rankInBlock(region plan.RegionID, number int, rank string) error {
	before := number % blockSize * rankSigns
	fresh := strings.Repeat("0", before) + rank + strings.Repeat("0", blockSize*rankSigns-before-rankSigns)
	_, err := t.exec(`insert into search_block (region, block, ranks) values ($1, $2, $3)
		on conflict (region, block) do update set ranks = substr(search_block.ranks, 1, cast($4 as integer)) ||
			cast($5 as text) || substr(search_block.ranks, cast($6 as integer))`,
		region, number/blockSize, fresh, before, rank, before+rankSigns+1)
	return err
}

// moveKeys takes a thing from the keys it had to those it has; both are sorted.
func (t *tx) moveKeys(region plan.RegionID, number int, was, has []string) error {
	var changed []string
	for _, key := range was {
		if _, kept := slices.BinarySearch(has, key); !kept {
			changed = append(changed, key)
		}
	}
	for _, key := range has {
		if _, had := slices.BinarySearch(was, key); !had {
			changed = append(changed, key)
		}
	}
	if len(changed) == 0 {
		return nil
	}
	slices.Sort(changed)
	members, err := t.membersOf(region, number/blockSize, changed)
	if err != nil {
		return err
	}
	var put, drop, first []any
	for _, key := range changed {
		_, present := slices.BinarySearch(has, key)
		old, stood := members[key]
		now := withMember(old, number%blockSize, present)
		if now == "" {
			drop = append(drop, key)
		} else {
			put = append(put, region, key, number/blockSize, now)
		}
		if word, isWord := strings.CutPrefix(key, keyWord); isWord && !stood {
			first = append(first, word)
		}
	}
	if err := t.putMembers(put); err != nil {
		return err
	}
	if err := t.dropMembers(region, number/blockSize, drop); err != nil {
		return err
	}
	return t.indexSlips(region, first)
}

// membersOf reads who stands under some keys in a block.
func (t *tx) membersOf(region plan.RegionID, block int, keys []string) (map[string]string, error) {
	args := []any{region, block}
	for _, key := range keys {
		args = append(args, key)
	}
	members := map[string]string{}
	err := t.each(func(row scanner) error {
		var key, list string
		err := row.Scan(&key, &list)
		members[key] = list
		return err
	}, `select key, members from search_posting where region = $1 and block = $2 and key in `+places(3, len(keys)), args...)
	return members, err
}

func (t *tx) putMembers(args []any) error {
	if len(args) == 0 {
		return nil
	}
	_, err := t.exec(`insert into search_posting (region, key, block, members) values `+tuples(len(args)/4, 4)+
		` on conflict (region, key, block) do update set members = excluded.members`, args...)
	return err
}

func (t *tx) dropMembers(region plan.RegionID, block int, keys []any) error {
	if len(keys) == 0 {
		return nil
	}
	_, err := t.exec(`delete from search_posting where region = $1 and block = $2 and key in `+places(3, len(keys)),
		append([]any{region, block}, keys...)...)
	return err
}

// indexSlips keeps the traces by which a typing slip leads to words that are
// new to a block, unless another block brought them.
func (t *tx) indexSlips(region plan.RegionID, words []any) error {
	if len(words) == 0 {
		return nil
	}
	known := map[string]bool{}
	err := t.each(func(row scanner) error {
		var word string
		err := row.Scan(&word)
		known[word] = true
		return err
	}, `select word from search_slip where region = $1 and trace in `+places(2, len(words))+` and word = trace`,
		append([]any{region}, words...)...)
	if err != nil {
		return err
	}
	var args []any
	for _, w := range words {
		word, ok := w.(string)
		if !ok || known[word] {
			continue
		}
		traces := plan.SlipTraces(word)
		if len(traces) > 0 && traces[0] != word {
			traces = append(traces, word) // tells that the word is known
		}
		for _, trace := range traces {
			args = append(args, region, trace, word)
		}
	}
	if len(args) == 0 {
		return nil
	}
	_, err = t.exec(`insert into search_slip (region, trace, word) values `+tuples(len(args)/3, 3)+` on conflict do nothing`, args...)
	return err
}
