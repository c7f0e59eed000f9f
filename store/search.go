package store

import (
	"slices"
	"strconv"
	"strings"

	"jalon/plan"
)

// Search lists what a reader may see that has all the words, forgiving a
// typing slip when there is nothing.
func (t *tx) Search(region plan.RegionID, q plan.SearchQuery) (plan.SearchResults, error) {
	results, err := t.search(region, q)
	return results, t.fail(err, "search %s", strings.Join(q.Words, " "))
}

func (t *tx) search(region plan.RegionID, q plan.SearchQuery) (plan.SearchResults, error) {
	s := &search{t: t, region: region, sight: q.Sight}
	matches, err := s.words(q.Words)
	if err != nil {
		return plan.SearchResults{}, err
	}
	if intersection(matches).none() {
		if matches, err = s.forgive(matches); err != nil {
			return plan.SearchResults{}, err
		}
	}
	var results plan.SearchResults
	for _, m := range matches {
		results.Words = append(results.Words, m.word)
	}
	results.Total, results.Found, err = s.page(results.Words, intersection(matches), q.Offset, q.Limit)
	return results, err
}

// search is one search for one reader. What the reader may not see is taken
// away from each set as it is read: nothing after that can tell of it.
type search struct {
	t      *tx
	region plan.RegionID
	sight  plan.Sight
	seen   things // nil until it is read
}

// match is what has a word: whole, or begun by it. The two have nothing in common.
type match struct {
	word         string
	whole, begun things
}

func (m match) none() bool { return len(m.whole) == 0 && len(m.begun) == 0 }

// any is what has the word in one way or the other.
func (m match) any() things { return union(m.whole, m.begun) }

// intersection is what has all the words: all whole, or some of them begun.
func intersection(matches []match) match {
	if len(matches) == 0 {
		return match{}
	}
	all, whole := matches[0].any(), matches[0].whole
	for _, m := range matches[1:] {
		all, whole = both(all, m.any()), both(whole, m.whole)
	}
	return match{whole: whole, begun: without(all, whole)}
}

func (s *search) words(words []string) ([]match, error) {
	matches := make([]match, len(words))
	for i, word := range words {
		var err error
		if matches[i], err = s.word(word); err != nil {
			return nil, err
		}
	}
	return matches, nil
}

// word reads what has a word, among what the reader may see.
func (s *search) word(word string) (match, error) {
	m := match{word: word, whole: things{}, begun: things{}}
	from := keyWord + word
	condition, args := `key = $2`, []any{s.region, from}
	if plan.MatchesBeginning(word) {
		condition, args = `key >= $2 and key <= $3`, append(args, from+afterAnyWord)
	}
	err := s.t.each(func(row scanner) error {
		var key, members string
		var block int
		if err := row.Scan(&key, &block, &members); err != nil {
			return err
		}
		if key == from {
			return m.whole.add(block, members)
		}
		return m.begun.add(block, members)
	}, `select key, block, members from search_posting where region = $1 and `+condition, args...)
	if err != nil {
		return m, err
	}
	if m.whole, err = s.visible(m.whole); err != nil {
		return m, err
	}
	if m.begun, err = s.visible(m.begun); err != nil {
		return m, err
	}
	m.begun = without(m.begun, m.whole)
	return m, nil
}

// afterAnyWord is what follows the beginning of a word in no word.
const afterAnyWord = "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"

// visible keeps what the reader may see.
func (s *search) visible(set things) (things, error) {
	if s.sight.All || len(set) == 0 {
		return set, nil
	}
	if s.seen == nil {
		seen, err := s.readSeen()
		if err != nil {
			return nil, err
		}
		s.seen = seen
	}
	return both(set, s.seen), nil
}

// under reads what stands under any of some keys, in some blocks or in all.
func (s *search) under(keys []string, blocks ...int) (things, error) {
	set := things{}
	if len(keys) == 0 {
		return set, nil
	}
	args := []any{s.region}
	for _, key := range keys {
		args = append(args, key)
	}
	within := ""
	if len(blocks) > 0 {
		within = " and block in " + places(len(args)+1, len(blocks))
		for _, block := range blocks {
			args = append(args, block)
		}
	}
	err := s.t.each(func(row scanner) error {
		var block int
		var members string
		if err := row.Scan(&block, &members); err != nil {
			return err
		}
		return set.add(block, members)
	}, `select block, members from search_posting where region = $1 and key in `+places(2, len(keys))+within, args...)
	return set, err
}

// page takes one page of what matches, in the order of [plan.SearchResults].
func (s *search) page(words []string, m match, offset, limit int) (total int, hits []plan.Hit, err error) {
	all := m.any()
	total = all.count()
	if total <= offset || limit <= 0 {
		return total, nil, nil
	}
	named, err := s.under([]string{nameKey(words)})
	if err != nil {
		return 0, nil, err
	}
	named = both(all, named)
	var numbers []int
	for _, class := range []things{named, without(m.whole, named), without(m.begun, named)} {
		n := class.count()
		if offset >= n || len(numbers) == limit {
			offset = max(0, offset-n)
			continue
		}
		ranked, err := s.ranked(class)
		if err != nil {
			return 0, nil, err
		}
		ranked = ranked[offset:]
		numbers = append(numbers, ranked[:min(len(ranked), limit-len(numbers))]...)
		offset = 0
	}
	hits, err = s.hits(numbers)
	return total, hits, err
}

// ranked lists the numbers of a set by rank; those of one rank as they came.
func (s *search) ranked(set things) ([]int, error) {
	blocks := set.blocks()
	args := []any{s.region}
	for _, block := range blocks {
		args = append(args, block)
	}
	const numberBits = 33 // and thirty of the rank
	var keys []int64
	err := s.t.each(func(row scanner) error {
		var block int
		var ranks string
		if err := row.Scan(&block, &ranks); err != nil {
			return err
		}
		for _, at := range set.of(block) {
			rank, err := strconv.ParseInt(ranks[at*rankSigns:(at+1)*rankSigns], rankBase, 64)
			if err != nil {
				return err
			}
			keys = append(keys, rank<<numberBits|int64(block*blockSize+at))
		}
		return nil
	}, `select block, ranks from search_block where region = $1 and block in `+places(2, len(blocks)), args...)
	slices.Sort(keys)
	numbers := make([]int, len(keys))
	for i, key := range keys {
		numbers[i] = int(key & (1<<numberBits - 1))
	}
	return numbers, err
}

// hits reads the things of some numbers, in their order.
func (s *search) hits(numbers []int) ([]plan.Hit, error) {
	args := []any{s.region}
	for _, number := range numbers {
		args = append(args, number)
	}
	hits := make([]plan.Hit, len(numbers))
	err := s.t.each(func(row scanner) error {
		var number int
		var hit plan.Hit
		err := row.Scan(&number, &hit.Ref, &hit.Kind)
		hits[slices.Index(numbers, number)] = hit
		return err
	}, `select number, object, kind from search_object where region = $1 and number in `+places(2, len(numbers)), args...)
	return hits, err
}
