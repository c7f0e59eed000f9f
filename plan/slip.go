package plan

import "strings"

// Distance counts the letters to change, add, drop or swap with their
// neighbour to go from one folded word to another (Damerau–Levenshtein,
// optimal string alignment).
func Distance(a, b string) int {
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

// A word of four letters may hold one slip, a word of eight may hold two. A
// word with a digit holds none: 2026 is not 2027.
const (
	shortestSlip = 4
	shortestTwo  = 8
)

func slipsIn(word string) int {
	switch {
	case len(word) < shortestSlip, strings.ContainsAny(word, "0123456789"):
		return 0
	case len(word) < shortestTwo:
		return 1
	default:
		return 2
	}
}

// Slip tells how far a typed word is from a known one, when typing slips may
// explain it: one in a word of four letters, two in a word of eight.
func Slip(typed, known string) (far int, ok bool) {
	most := min(slipsIn(typed), slipsIn(known))
	if most == 0 || max(len(typed)-len(known), len(known)-len(typed)) > most {
		return 0, false
	}
	far = Distance(typed, known)
	return far, far > 0 && far <= most
}

// slipBeginning is how many letters of a word its traces are made of: enough to
// tell words apart, few enough to keep.
const slipBeginning = 7

// SlipTraces lists what is left of the beginning of a word without as many
// letters as it may hold slips. Two words that [Slip] brings together have a
// trace in common, since each slip is undone by dropping one letter of each.
func SlipTraces(word string) []string {
	most := slipsIn(word)
	if most == 0 {
		return nil
	}
	traces := []string{word[:min(len(word), slipBeginning)]}
	seen := map[string]bool{traces[0]: true}
	for from, round := 0, 0; round < most; round++ {
		to := len(traces)
		for _, trace := range traces[from:to] {
			for i := range trace {
				if t := trace[:i] + trace[i+1:]; !seen[t] {
					seen[t] = true
					traces = append(traces, t)
				}
			}
		}
		from = to
	}
	return traces
}
