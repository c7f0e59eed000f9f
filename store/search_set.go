package store

import (
	"maps"
	"math/bits"
	"slices"
	"strconv"
	"strings"
)

// blockSize is how many things a block of the search holds.
const blockSize = 1024

// blockBits tells which things of a block are in a set.
type blockBits [blockSize / 64]uint64

// things is a set of numbered things, by block; a block without any is absent.
type things map[int]*blockBits

// add puts the members of a block, as search_posting holds them, in the set.
func (s things) add(block int, members string) error {
	b := s[block]
	if b == nil {
		b = &blockBits{}
		s[block] = b
	}
	at, digits := uint(0), false
	for i := 0; i <= len(members); i++ {
		switch {
		case i < len(members) && members[i] >= '0' && members[i] <= '9':
			at, digits = at*10+uint(members[i]-'0'), true
			if at >= blockSize {
				return strconv.ErrRange
			}
		case digits:
			b[at/64] |= 1 << (at % 64)
			at, digits = 0, false
		}
	}
	return nil
}

// both is what two sets have in common.
func both(a, b things) things {
	if len(b) < len(a) {
		a, b = b, a
	}
	out := things{}
	for block, x := range a {
		y := b[block]
		if y == nil {
			continue
		}
		var z blockBits
		some := uint64(0)
		for i := range z {
			z[i] = x[i] & y[i]
			some |= z[i]
		}
		if some != 0 {
			out[block] = &z
		}
	}
	return out
}

// without is what a has and b has not.
func without(a, b things) things {
	out := things{}
	for block, x := range a {
		z := *x
		if y := b[block]; y != nil {
			for i := range z {
				z[i] &^= y[i]
			}
		}
		if z != (blockBits{}) {
			out[block] = &z
		}
	}
	return out
}

func (s things) count() int {
	n := 0
	for _, b := range s {
		for _, word := range b {
			n += bits.OnesCount64(word)
		}
	}
	return n
}

// blocks lists the blocks that the set is in, in order.
func (s things) blocks() []int { return slices.Sorted(maps.Keys(s)) }

// of lists the positions of the set in a block, in order.
func (s things) of(block int) []int {
	var out []int
	for i, word := range s[block] {
		for ; word != 0; word &= word - 1 {
			out = append(out, i*64+bits.TrailingZeros64(word))
		}
	}
	return out
}

// withMember adds a position to the members of a block, or takes it away.
func withMember(members string, at int, present bool) string {
	list := strings.Fields(members)
	word := strconv.Itoa(at)
	i, found := slices.BinarySearchFunc(list, at, func(member string, at int) int {
		n, err := strconv.Atoi(member)
		if err != nil {
			return -1
		}
		return n - at
	})
	switch {
	case present && !found:
		list = slices.Insert(list, i, word)
	case !present && found:
		list = slices.Delete(list, i, i+1)
	}
	return strings.Join(list, " ")
}

// union is what one set or the other has.
func union(a, b things) things {
	out := things{}
	for block, x := range a {
		z := *x
		out[block] = &z
	}
	for block, y := range b {
		z := out[block]
		if z == nil {
			z = &blockBits{}
			out[block] = z
		}
		for i := range z {
			z[i] |= y[i]
		}
	}
	return out
}
