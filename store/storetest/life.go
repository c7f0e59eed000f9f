package storetest

import (
	"time"

	"jalon/plan"
)

var lives = []behaviour{
	{"when jalon last ran is what was recorded last", func(s *scene) {
		same(s, read(s, plan.Tx.Life), plan.Life{})
		for _, l := range []plan.Life{
			{Seen: noon},
			{Seen: noon.Add(time.Hour), Last: plan.Outage{From: noon, To: noon.Add(time.Hour)}},
			{Seen: noon.Add(2 * time.Hour)},
		} {
			s.write(func(tx plan.Tx) error { return tx.PutLife(l) })
			same(s, read(s, plan.Tx.Life), l)
		}
	}},
}
