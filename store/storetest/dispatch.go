package storetest

import (
	"fmt"
	"time"

	"jalon/plan"
)

var dispatches = []behaviour{
	{"a dispatch comes back as it was added, by its identifier and by its key", func(s *scene) {
		for _, to := range []plan.Recipient{{Channel: "c-nord"}, {User: bob}} {
			d := full[plan.Dispatch]()
			d.ID, d.Key, d.To = "id-"+to.Key(), "key-"+to.Key(), to
			d.Region, d.Kind, d.State, d.Version = hdf, plan.Direct, plan.Ready, 1
			s.write(func(tx plan.Tx) error { return tx.AddDispatch(d) })
			same(s, dispatchOf(s, d.ID), d)
			same(s, read(s, func(tx plan.Tx) (plan.Dispatch, error) { return tx.DispatchByKey(d.Key) }), d)
		}
	}},
	{"a dispatch without content comes back without", func(s *scene) {
		s.write(func(tx plan.Tx) error { return tx.AddDispatch(dispatch("a", plan.Ready, noon)) })
		same(s, dispatchOf(s, "a"), dispatch("a", plan.Ready, noon))
	}},
	{"neither an identifier nor a key is used twice", func(s *scene) {
		s.write(func(tx plan.Tx) error { return tx.AddDispatch(dispatch("a", plan.Ready, noon)) })
		sameID, sameKey := dispatch("a", plan.Ready, noon), dispatch("b", plan.Ready, noon)
		sameID.Key, sameKey.Key = "other", "key-a"
		s.refused(plan.ErrDuplicate, func(tx plan.Tx) error { return tx.AddDispatch(sameID) })
		s.refused(plan.ErrDuplicate, func(tx plan.Tx) error { return tx.AddDispatch(sameKey) })
	}},
	{"a dispatch that is not there is not found", func(s *scene) {
		missing(s, func(tx plan.Tx) (plan.Dispatch, error) { return tx.Dispatch("none") })
		missing(s, func(tx plan.Tx) (plan.Dispatch, error) { return tx.DispatchByKey("none") })
		s.refused(plan.ErrNotFound, func(tx plan.Tx) error { return tx.UpdateDispatch(dispatch("none", plan.Ready, noon)) })
	}},
	{"an update changes all but the region, the key and the kind, at the version that was read", func(s *scene) {
		s.write(func(tx plan.Tx) error { return tx.AddDispatch(dispatch("a", plan.Ready, noon)) })
		d := full[plan.Dispatch]()
		d.ID, d.Region, d.Key, d.Kind = "a", hdf, "key-a", plan.Create
		d.State, d.Version = plan.InDoubt, 1
		s.write(func(tx plan.Tx) error { return tx.UpdateDispatch(d) })
		s.refused(plan.ErrStale, func(tx plan.Tx) error { return tx.UpdateDispatch(d) })
		d.Version = 2
		same(s, dispatchOf(s, "a"), d)
	}},
	{"claimable are those to try by now and those whose lease ended before, oldest try first", func(s *scene) {
		leased := func(id string, until time.Time) plan.Dispatch {
			d := dispatch(id, plan.Sending, until)
			d.Lease, d.LeaseUntil = "somebody", until
			return d
		}
		moment := time.Microsecond
		s.write(func(tx plan.Tx) error {
			for _, d := range []plan.Dispatch{
				dispatch("now", plan.Ready, noon),
				dispatch("soon", plan.Ready, noon.Add(moment)),
				dispatch("doubt", plan.InDoubt, noon.Add(-2*time.Hour)),
				dispatch("doubt later", plan.InDoubt, noon.Add(moment)),
				dispatch("never tried", plan.Ready, time.Time{}),
				leased("abandoned", noon.Add(-time.Hour)),
				leased("ending", noon),
				leased("held", noon.Add(moment)),
				dispatch("sent", plan.Posted, noon),
				dispatch("refused", plan.Refused, noon),
				dispatch("dropped", plan.Dropped, noon),
			} {
				if err := tx.AddDispatch(d); err != nil {
					return err
				}
			}
			return nil
		})
		claimable := func(limit int) []string {
			return dispatchIDs(read(s, func(tx plan.Tx) ([]plan.Dispatch, error) { return tx.ClaimableDispatches(noon, limit) }))
		}
		same(s, claimable(10), []string{"never tried", "doubt", "abandoned", "now"})
		same(s, claimable(3), []string{"never tried", "doubt", "abandoned"})
		same(s, claimable(1), []string{"never tried"})
	}},
	{"a move changes how far calls are and nothing else, of those that are as they were read", func(s *scene) {
		var moves, want []plan.Dispatch
		for n := range 45 {
			d := full[plan.Dispatch]()
			d.ID, d.Region, d.Key, d.Kind, d.State, d.Version = fmt.Sprintf("d%02d", n), hdf, fmt.Sprint("key", n), plan.Create, plan.Ready, 1
			s.write(func(tx plan.Tx) error { return tx.AddDispatch(d) })
			d.Post, d.Channel, d.State, d.Reason, d.Attempts = fmt.Sprint("post", n), "elsewhere", plan.Posted, "because", n
			d.FirstTried, d.LastTried, d.NextTry = noon.Add(time.Duration(n)), noon.Add(time.Hour), time.Time{}
			d.Lease, d.LeaseUntil = "", time.Time{}
			d.FirstTried = d.FirstTried.Truncate(time.Microsecond)
			moved := d
			moved.Content, moved.Subject, moved.Drawn, moved.Root = []byte("other"), "E99", 99, "other"
			moves = append(moves, moved)
			d.Version = 2
			want = append(want, d)
		}
		moves[7].Version = 9
		moves = append(moves, dispatch("none", plan.Ready, noon))
		s.write(func(tx plan.Tx) error {
			moved, err := tx.MoveDispatches(moves)
			var ids []string
			for _, d := range moved {
				ids = append(ids, d.ID)
				same(s, d.Version, 2)
			}
			same(s, ids, append(dispatchIDs(want[:7]), dispatchIDs(want[8:])...))
			return err
		})
		for n, d := range want {
			if n != 7 {
				same(s, dispatchOf(s, d.ID), d)
			}
		}
		same(s, dispatchOf(s, "d07").State, plan.Ready)
		s.write(func(tx plan.Tx) error { _, err := tx.MoveDispatches(nil); return err })
	}},
	{"unsent are those of the subject that the chat may still receive", func(s *scene) {
		s.write(func(tx plan.Tx) error {
			for _, state := range []plan.DispatchState{
				plan.Ready, plan.Sending, plan.InDoubt, plan.Posted, plan.Refused, plan.Dropped,
			} {
				if err := tx.AddDispatch(dispatch(string(state), state, noon)); err != nil {
					return err
				}
			}
			other, elsewhere := dispatch("other", plan.Ready, noon), dispatch("elsewhere", plan.Ready, noon)
			other.Subject, elsewhere.Region = "E2", idf
			if err := tx.AddDispatch(other); err != nil {
				return err
			}
			return tx.AddDispatch(elsewhere)
		})
		got := read(s, func(tx plan.Tx) ([]plan.Dispatch, error) { return tx.UnsentDispatches(hdf, "E1") })
		same(s, dispatchIDs(got), []string{"doubt", "ready", "sending"})
	}},
	{"those ready for a recipient are posts of that notice, in the order of their tries", func(s *scene) {
		s.write(func(tx plan.Tx) error {
			for id, change := range map[string]func(*plan.Dispatch){
				"second":    func(d *plan.Dispatch) { d.NextTry = noon.Add(time.Second) },
				"first":     func(*plan.Dispatch) {},
				"sending":   func(d *plan.Dispatch) { d.State = plan.Sending },
				"doubt":     func(d *plan.Dispatch) { d.State = plan.InDoubt },
				"edit":      func(d *plan.Dispatch) { d.Kind = plan.Edit },
				"other":     func(d *plan.Dispatch) { d.Notice = "other" },
				"person":    func(d *plan.Dispatch) { d.To = plan.Recipient{User: "c-nord"} },
				"elsewhere": func(d *plan.Dispatch) { d.Region = idf },
			} {
				d := dispatch(id, plan.Ready, noon)
				d.Notice = "reminder"
				change(&d)
				if err := tx.AddDispatch(d); err != nil {
					return err
				}
			}
			return nil
		})
		got := read(s, func(tx plan.Tx) ([]plan.Dispatch, error) {
			return tx.ReadyTo(hdf, plan.Recipient{Channel: "c-nord"}, "reminder")
		})
		same(s, dispatchIDs(got), []string{"first", "second"})
		all := read(s, func(tx plan.Tx) ([]plan.Dispatch, error) {
			return tx.ReadyTo(hdf, plan.Recipient{Channel: "c-nord"}, "")
		})
		same(s, dispatchIDs(all), []string{"first", "other", "second"})
	}},
	{"the last that waits for a recipient is a post that nobody holds", func(s *scene) {
		last := func(to plan.Recipient) time.Time {
			return read(s, func(tx plan.Tx) (time.Time, error) { return tx.LastTo(hdf, to) })
		}
		channel := plan.Recipient{Channel: "c-nord"}
		same(s, last(channel), time.Time{})
		later := 0
		for id, change := range map[string]func(*plan.Dispatch){
			"held":      func(d *plan.Dispatch) { d.Lease = "somebody" },
			"sending":   func(d *plan.Dispatch) { d.State = plan.Sending },
			"edit":      func(d *plan.Dispatch) { d.Kind = plan.Edit },
			"person":    func(d *plan.Dispatch) { d.To = plan.Recipient{User: "c-nord"} },
			"elsewhere": func(d *plan.Dispatch) { d.Region = idf },
		} {
			later++
			d := dispatch(id, plan.Ready, noon.Add(time.Duration(later)*time.Hour))
			change(&d)
			s.write(func(tx plan.Tx) error { return tx.AddDispatch(d) })
		}
		s.write(func(tx plan.Tx) error {
			return tx.AddDispatch(dispatch("first", plan.Ready, noon), dispatch("last", plan.Ready, noon.Add(time.Minute)))
		})
		same(s, last(channel), noon.Add(time.Minute))
	}},
	{"what waits for a recipient is what its ready dispatches carry", func(s *scene) {
		s.write(func(tx plan.Tx) error { return tx.AddDispatch(dispatch("d", plan.Ready, noon)) })
		for id, change := range map[string]func(*plan.Delivery){
			"waits": func(*plan.Delivery) {}, "too": func(*plan.Delivery) {}, "sent": func(d *plan.Delivery) { d.State = plan.Sent },
		} {
			d := delivery(id, plan.Ref("E"+id))
			d.State, d.Dispatch = plan.Claimed, "d"
			change(&d)
			planned(s, d, true)
		}
		waiting := func(to plan.Recipient) int {
			return read(s, func(tx plan.Tx) (int, error) { return tx.CountWaiting(hdf, to) })
		}
		same(s, waiting(plan.Recipient{Channel: "c-nord"}), 2)
		same(s, waiting(plan.Recipient{Channel: "c-somme"}), 0)
		d := dispatchOf(s, "d")
		d.State = plan.Posted
		s.write(func(tx plan.Tx) error { return tx.UpdateDispatch(d) })
		same(s, waiting(plan.Recipient{Channel: "c-nord"}), 0)
	}},
	{"an edit is under way on its post until it is sent", func(s *scene) {
		d := dispatch("edit", plan.Ready, noon)
		d.Kind, d.Post = plan.Edit, "p"
		s.write(func(tx plan.Tx) error { return tx.AddDispatch(d) })
		under := func(region plan.RegionID, post string) bool {
			return read(s, func(tx plan.Tx) (bool, error) { return tx.EditUnderWay(region, post) })
		}
		for _, state := range []plan.DispatchState{plan.Ready, plan.Sending, plan.InDoubt, plan.Posted} {
			d.State = state
			s.write(func(tx plan.Tx) error { return tx.UpdateDispatch(d) })
			d.Version++
			same(s, under(hdf, "p"), state != plan.Posted)
			same(s, under(hdf, "q"), false)
			same(s, under(idf, "p"), false)
		}
	}},
}

// dispatch is about E1.
func dispatch(id string, state plan.DispatchState, next time.Time) plan.Dispatch {
	return plan.Dispatch{
		ID: id, Region: hdf, Key: "key-" + id, Kind: plan.Create, To: plan.Recipient{Channel: "c-nord"}, Subject: "E1",
		State: state, NextTry: next, Version: 1,
	}
}

func dispatchOf(s *scene, id string) plan.Dispatch {
	s.Helper()
	return read(s, func(tx plan.Tx) (plan.Dispatch, error) { return tx.Dispatch(id) })
}

func dispatchIDs(list []plan.Dispatch) []string {
	return each(list, func(d plan.Dispatch) string { return d.ID })
}
