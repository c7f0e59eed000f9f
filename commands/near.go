package commands

import (
	"slices"

	"jalon/i18n"
)

// distance counts the letters to change, add, drop or swap with their
// neighbour to go from one folded word to another (Damerau–Levenshtein,
// optimal string alignment).
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	before, previous, current := make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range previous {
		previous[j] = j
	}
	for i := 1; i <= len(x); i++ {
		current[0] = i
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			current[j] = min(previous[j]+1, current[j-1]+1, previous[j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				current[j] = min(current[j], before[j-2]+1)
			}
		}
		before, previous, current = previous, current, before
	}
	return previous[len(y)]
}

// nearest returns up to two of the words that a typing slip could have meant,
// the nearest first. A word of n letters forgives about n/3 slips.
func nearest(word string, among []string) []string {
	folded := i18n.Fold(word)
	type scored struct {
		word string
		far  int
	}
	var found []scored
	for _, w := range among {
		target := i18n.Fold(w)
		far := distance(folded, target)
		if far <= max(1, min(len(folded), len(target))/3) {
			found = append(found, scored{w, far})
		}
	}
	slices.SortStableFunc(found, func(a, b scored) int { return a.far - b.far })
	var out []string
	for _, s := range found {
		if len(out) < 2 && !slices.Contains(out, s.word) {
			out = append(out, s.word)
		}
	}
	return out
}
