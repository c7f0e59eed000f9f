package commands

import (
	"slices"

	"jalon/i18n"
	"jalon/plan"
)

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
		far := plan.Distance(folded, target)
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
