package storetest

import (
	"fmt"
	"time"

	"jalon/plan"
)

var deliveries = []behaviour{
	{"a delivery comes back as it was planned, at version 1", func(s *scene) {
		for _, to := range []plan.Recipient{{Channel: "c-nord"}, {User: bob}} {
			d := full[plan.Delivery]()
			d.Region, d.Subject, d.To, d.State = hdf, "E1", to, plan.Skipped
			d.ID = to.Key()
			planned(s, d, true)
			d.Version = 1
			got := read(s, func(tx plan.Tx) ([]plan.Delivery, error) { return tx.DeliveriesOf(d.Dispatch) })
			same(s, got[len(got)-1], d)
		}
	}},
	{"what stands already is left as it is, whatever its state but cancelled", func(s *scene) {
		for i, state := range []plan.DeliveryState{plan.Planned, plan.Claimed, plan.Sent, plan.Skipped, plan.Failed} {
			d := delivery(fmt.Sprint(i), plan.Ref(fmt.Sprintf("E%d", i)))
			d.State, d.Reason = state, "before"
			planned(s, d, true)
			again := d
			again.ID, again.State, again.Reason, again.DueAt = "again", plan.Planned, "after", noon.Add(time.Hour)
			planned(s, again, false)
			d.Version = 1
			same(s, of(s, d.Subject), []plan.Delivery{d})
		}
	}},
	{"a cancelled delivery is revived: it keeps its identifier and its dispatch, and takes the rest", func(s *scene) {
		d := delivery("first", "E1")
		d.State, d.Reason, d.Dispatch = plan.CancelledNotice, plan.ReasonClosed, "carrier"
		planned(s, d, true)
		again := full[plan.Delivery]()
		again.Region, again.Subject, again.Revision, again.Step, again.To = d.Region, d.Subject, d.Revision, d.Step, d.To
		again.State, again.Version = plan.Planned, 1
		planned(s, again, true)
		again.ID, again.Dispatch, again.Version = "first", "carrier", 2
		same(s, of(s, "E1"), []plan.Delivery{again})
		planned(s, again, false)
	}},
	{"the key is the region, the subject, the revision, the step and the recipient", func(s *scene) {
		d := delivery("a", "E1")
		planned(s, d, true)
		for i, change := range []func(*plan.Delivery){
			func(d *plan.Delivery) { d.Region = idf },
			func(d *plan.Delivery) { d.Subject = "E2" },
			func(d *plan.Delivery) { d.Revision++ },
			func(d *plan.Delivery) { d.Step = "J" },
			func(d *plan.Delivery) { d.To = plan.Recipient{Channel: "c-other"} },
			func(d *plan.Delivery) { d.To = plan.Recipient{User: plan.UserID(d.To.Channel)} },
		} {
			other := d
			other.ID = fmt.Sprint(i)
			change(&other)
			planned(s, other, true)
		}
	}},
	{"deliveries of a subject are listed by due instant, of their region only", func(s *scene) {
		late, early, other := delivery("late", "E1"), delivery("early", "E1"), delivery("other", "E1")
		late.DueAt, late.Step = noon.Add(time.Hour), "J"
		other.Region = idf
		for _, d := range []plan.Delivery{late, other, early, delivery("E11", "E11")} {
			planned(s, d, true)
		}
		same(s, ids(of(s, "E1")), []string{"early", "late"})
	}},
	{"due ones are the planned, up to now, oldest first, then in the order people count", func(s *scene) {
		add := func(id string, subject plan.Ref, at time.Time, state plan.DeliveryState) {
			d := delivery(id, subject)
			d.DueAt, d.State = at, state
			planned(s, d, true)
		}
		add("tenth", "E10", noon, plan.Planned)
		add("second", "E2", noon, plan.Planned)
		add("older", "E99", noon.Add(-time.Hour), plan.Planned)
		add("tomorrow", "E3", noon.Add(time.Microsecond), plan.Planned)
		add("claimed", "E4", noon, plan.Claimed)
		add("cancelled", "E5", noon, plan.CancelledNotice)
		due := func(limit int) []string {
			return ids(read(s, func(tx plan.Tx) ([]plan.Delivery, error) { return tx.DueDeliveries(noon, limit) }))
		}
		same(s, due(10), []string{"older", "second", "tenth"})
		same(s, due(2), []string{"older", "second"})
	}},
	{"those of one recipient are told apart, of a channel and of a person of one name too", func(s *scene) {
		add := func(id string, subject plan.Ref, change func(*plan.Delivery)) {
			d := delivery(id, subject)
			change(&d)
			planned(s, d, true)
		}
		add("tenth", "E10", func(*plan.Delivery) {})
		add("second", "E2", func(*plan.Delivery) {})
		add("older", "E99", func(d *plan.Delivery) { d.DueAt = noon.Add(-time.Hour) })
		add("tomorrow", "E3", func(d *plan.Delivery) { d.DueAt = noon.Add(time.Microsecond) })
		add("claimed", "E4", func(d *plan.Delivery) { d.State = plan.Claimed })
		add("elsewhere", "E5", func(d *plan.Delivery) { d.To = plan.Recipient{Channel: "c-somme"} })
		add("person", "E6", func(d *plan.Delivery) { d.To = plan.Recipient{User: "c-nord"} })
		add("region", "E7", func(d *plan.Delivery) { d.Region = idf })
		due := func(limit int) []string {
			return ids(read(s, func(tx plan.Tx) ([]plan.Delivery, error) {
				return tx.DueTo(hdf, plan.Recipient{Channel: "c-nord"}, noon, limit)
			}))
		}
		same(s, due(10), []string{"older", "second", "tenth"})
		same(s, due(2), []string{"older", "second"})
	}},
	{"a dispatch gives the deliveries that it carries", func(s *scene) {
		carried := delivery("carried", "E1")
		carried.Dispatch = "d1"
		planned(s, carried, true)
		planned(s, delivery("free", "E2"), true)
		same(s, ids(read(s, func(tx plan.Tx) ([]plan.Delivery, error) { return tx.DeliveriesOf("d1") })), []string{"carried"})
		same(s, ids(read(s, func(tx plan.Tx) ([]plan.Delivery, error) { return tx.DeliveriesOf("") })), []string{})
	}},
	{"dispatches give together what they carry, a subject or several their deliveries", func(s *scene) {
		var dispatches []string
		var subjects []plan.Ref
		for n := range 45 {
			d := delivery(fmt.Sprint("n", n), plan.Ref(fmt.Sprintf("E%d", n+1)))
			d.Dispatch, d.DueAt = fmt.Sprint("d", n), noon.Add(time.Duration(n)*time.Second)
			planned(s, d, true)
			dispatches, subjects = append(dispatches, d.Dispatch), append(subjects, d.Subject)
		}
		same(s, len(read(s, func(tx plan.Tx) ([]plan.Delivery, error) { return tx.DeliveriesOf(dispatches...) })), 45)
		same(s, len(read(s, func(tx plan.Tx) ([]plan.Delivery, error) { return tx.DeliveriesOf() })), 0)
		same(s, ids(read(s, func(tx plan.Tx) ([]plan.Delivery, error) { return tx.Deliveries(hdf, "E3", "E2") })), []string{"n1", "n2"})
		same(s, len(read(s, func(tx plan.Tx) ([]plan.Delivery, error) { return tx.Deliveries(hdf, subjects...) })), 45)
		same(s, len(read(s, func(tx plan.Tx) ([]plan.Delivery, error) { return tx.Deliveries(idf, subjects...) })), 0)
	}},
	{"a move changes where deliveries stand and nothing else, at the versions that were read", func(s *scene) {
		var moves, want []plan.Delivery
		for n := range 3 {
			d := delivery(fmt.Sprint("n", n), plan.Ref(fmt.Sprintf("E%d", n+1)))
			planned(s, d, true)
			d.Version, d.State, d.Reason, d.Dispatch, d.Drawn, d.SentAt = 1, plan.Sent, "because", "d1", n, noon.Add(time.Second)
			moved := d
			moved.Notice, moved.DueAt = "other", noon.Add(time.Hour)
			moves = append(moves, moved)
			d.Version = 2
			want = append(want, d)
		}
		s.write(func(tx plan.Tx) error { return tx.MoveDeliveries(moves) })
		s.refused(plan.ErrStale, func(tx plan.Tx) error { return tx.MoveDeliveries(moves[1:]) })
		for _, d := range want {
			same(s, of(s, d.Subject), []plan.Delivery{d})
		}
	}},
	{"an update changes all but the key, at the version that was read", func(s *scene) {
		planned(s, delivery("a", "E1"), true)
		d := full[plan.Delivery]()
		key := delivery("a", "E1")
		d.ID, d.Region, d.Subject, d.Revision, d.Step, d.To = key.ID, key.Region, key.Subject, key.Revision, key.Step, key.To
		d.State, d.Version = plan.Sent, 1
		s.write(func(tx plan.Tx) error { return tx.UpdateDelivery(d) })
		s.refused(plan.ErrStale, func(tx plan.Tx) error { return tx.UpdateDelivery(d) })
		d.Version = 2
		same(s, of(s, "E1"), []plan.Delivery{d})
	}},
	{"a delivery that is not there, or of another region, is not found", func(s *scene) {
		d := delivery("a", "E1")
		planned(s, d, true)
		d.Region, d.Version = idf, 1
		s.refused(plan.ErrNotFound, func(tx plan.Tx) error { return tx.UpdateDelivery(d) })
		d.Region, d.ID = hdf, "none"
		s.refused(plan.ErrNotFound, func(tx plan.Tx) error { return tx.UpdateDelivery(d) })
	}},
}

// delivery is a planned one, due at noon.
func delivery(id string, subject plan.Ref) plan.Delivery {
	return plan.Delivery{
		ID: id, Region: hdf, Subject: subject, Revision: 1, Step: "J-7", To: plan.Recipient{Channel: "c-nord"},
		DueAt: noon, State: plan.Planned,
	}
}

// planned plans a delivery and checks what is told of it.
func planned(s *scene, d plan.Delivery, want bool) {
	s.Helper()
	s.write(func(tx plan.Tx) error {
		stands, err := tx.PlanDelivery(d)
		if err == nil && stands != want {
			err = fmt.Errorf("planning %s gave %v, want %v", d.ID, stands, want)
		}
		return err
	})
}

func of(s *scene, subject plan.Ref) []plan.Delivery {
	s.Helper()
	return read(s, func(tx plan.Tx) ([]plan.Delivery, error) { return tx.Deliveries(hdf, subject) })
}

func ids(list []plan.Delivery) []string {
	return each(list, func(d plan.Delivery) string { return d.ID })
}
