package store

import (
	"cmp"
	"slices"
	"strings"

	"jalon/plan"
)

// Bounds of what is tried to forgive slips: the words that one may have meant,
// and how many words of a search may have slipped.
const (
	mostMeant   = 8
	mostSlipped = 2
)

// forgive looks for the words that the reader may have meant, given that those
// typed find nothing together: the fewest slips that give something, then the
// commonest words. It returns what was typed when there are none.
func (s *search) forgive(typed []match) ([]match, error) {
	choices := make([][]guess, len(typed))
	for i, m := range typed {
		if !m.none() {
			choices[i] = []guess{{word: m.word, things: m.any()}}
		}
		meant, err := s.meant(m.word)
		if err != nil {
			return nil, err
		}
		choices[i] = append(choices[i], meant...)
	}
	var t trial
	t.choose(choices, nil, nil)
	if t.best == nil {
		return typed, nil
	}
	words := make([]string, len(t.best))
	for i, g := range t.best {
		words[i] = g.word
	}
	return s.words(words)
}

// guess is what a word may have meant, how many slips away, and what has it.
type guess struct {
	word   string
	far    int
	things things
}

// meant lists the words that a slip may have turned into a word, the nearest
// first, then those that most things have. They are words of what the reader
// may see, whole.
func (s *search) meant(word string) ([]guess, error) {
	near, err := s.near(word)
	if err != nil || len(near) == 0 {
		return nil, err
	}
	args := []any{s.region}
	for _, g := range near {
		args = append(args, keyWord+g.word)
	}
	err = s.t.each(func(row scanner) error {
		var key, members string
		var block int
		if err := row.Scan(&key, &block, &members); err != nil {
			return err
		}
		i := slices.IndexFunc(near, func(g guess) bool { return keyWord+g.word == key })
		return near[i].things.add(block, members)
	}, `select key, block, members from search_posting where region = $1 and key in `+places(2, len(near)), args...)
	if err != nil {
		return nil, err
	}
	for i := range near {
		if near[i].things, err = s.visible(near[i].things); err != nil {
			return nil, err
		}
	}
	near = slices.DeleteFunc(near, func(g guess) bool { return len(g.things) == 0 })
	slices.SortStableFunc(near, func(a, b guess) int {
		return cmp.Or(cmp.Compare(a.far, b.far), cmp.Compare(b.things.count(), a.things.count()))
	})
	return near[:min(len(near), mostMeant)], nil
}

// mostNear bounds the words that one is compared with; those that only the
// nearest beginnings share are few.
const mostNear = 64

// near lists the known words that a slip may have turned into a word, by
// distance then in their order.
func (s *search) near(word string) ([]guess, error) {
	traces := plan.SlipTraces(word)
	if len(traces) == 0 {
		return nil, nil
	}
	args := []any{s.region}
	for _, trace := range traces {
		args = append(args, trace)
	}
	var near []guess
	err := s.t.each(func(row scanner) error {
		var known string
		err := row.Scan(&known)
		if far, ok := plan.Slip(word, known); ok {
			near = append(near, guess{word: known, far: far, things: things{}})
		}
		return err
	}, `select distinct word from search_slip where region = $1 and trace in `+places(2, len(traces)), args...)
	slices.SortFunc(near, func(a, b guess) int { return cmp.Or(cmp.Compare(a.far, b.far), strings.Compare(a.word, b.word)) })
	return near[:min(len(near), mostNear)], err
}

// trial tries guesses together and keeps the best that have something in common.
type trial struct {
	best []guess
	far  int
}

// choose adds each guess for the next word to those chosen, which have common
// in common.
func (t *trial) choose(choices [][]guess, chosen []guess, common things) {
	far, slipped := 0, 0
	for _, g := range chosen {
		far += g.far
		if g.far > 0 {
			slipped++
		}
	}
	switch {
	case slipped > mostSlipped, t.best != nil && far >= t.far:
		return
	case len(chosen) > 0 && len(common) == 0:
		return
	case len(chosen) == len(choices):
		t.best, t.far = slices.Clone(chosen), far
		return
	}
	for _, g := range choices[len(chosen)] {
		next := g.things
		if len(chosen) > 0 {
			next = both(common, g.things)
		}
		t.choose(choices, append(slices.Clip(chosen), g), next)
	}
}
