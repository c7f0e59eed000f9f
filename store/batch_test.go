package store

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestBatchesHaveAllRowsInOrderAndFewLengths(t *testing.T) {
	lengths := []int{1, 2, 3, 4, 5, 6, 7, 8, 16, 32}
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOfN(rapid.Int(), 0, 200).Draw(t, "rows")
		var all []int
		for batch := range batches(rows) {
			if !slices.Contains(lengths, len(batch)) {
				t.Errorf("a batch of %d", len(batch))
			}
			all = append(all, batch...)
		}
		if !slices.Equal(all, rows) {
			t.Errorf("%v in batches of %v", all, rows)
		}
	})
}
