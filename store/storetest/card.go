package storetest

import (
	"time"

	"jalon/plan"
)

var cards = []behaviour{
	{"a card comes back as it was added, by its post and among those of its subject", func(s *scene) {
		c := full[plan.LiveCard]()
		c.Region, c.Subject = hdf, "E1"
		s.write(func(tx plan.Tx) error { return tx.AddCard(c) })
		c.Version = 1
		same(s, read(s, func(tx plan.Tx) (plan.LiveCard, error) { return tx.CardByPost(hdf, c.Post, "E1") }), c)
		same(s, cardsOf(s, "E1"), []plan.LiveCard{c})
	}},
	{"cards of a subject are listed in the order they were added, of their region only", func(s *scene) {
		other := card("p4", "E1", 1, 1)
		other.Region = idf
		addCards(s, card("p3", "E1", 1, 1), card("p1", "E1", 1, 1), card("p1", "E2", 1, 1), other, card("p2", "E1", 1, 1))
		same(s, posts(cardsOf(s, "E1")), []string{"p3", "p1", "p2"})
	}},
	{"a post shows a subject once, and may show several", func(s *scene) {
		addCards(s, card("p", "E1", 1, 1), card("p", "E2", 1, 1))
		s.write(func(tx plan.Tx) error {
			if err := tx.AddCard(card("p", "E1", 2, 2)); !isDuplicate(err) {
				s.Fatalf("got error %v, want a duplicate", err)
			}
			if err := tx.AddCard(card("p", "E2", 2, 2), card("p", "E4", 1, 1)); !isDuplicate(err) {
				s.Fatalf("got error %v, want a duplicate", err)
			}
			return tx.AddCard(card("p", "E3", 1, 1)) // the transaction goes on
		})
		same(s, cardsOf(s, "E1")[0].Drawn, 1)
		same(s, len(cardsOf(s, "E3"))+len(cardsOf(s, "E4")), 2)
	}},
	{"a card that is not there, or of another region, is not found", func(s *scene) {
		addCards(s, card("p", "E1", 1, 1))
		missing(s, func(tx plan.Tx) (plan.LiveCard, error) { return tx.CardByPost(hdf, "p", "E2") })
		missing(s, func(tx plan.Tx) (plan.LiveCard, error) { return tx.CardByPost(idf, "p", "E1") })
		elsewhere := card("p", "E1", 1, 1)
		elsewhere.Region = idf
		s.refused(plan.ErrNotFound, func(tx plan.Tx) error { return tx.UpdateCard(elsewhere) })
	}},
	{"an update changes all but the post and the subject, at the version that was read", func(s *scene) {
		addCards(s, card("p", "E1", 1, 1))
		c := full[plan.LiveCard]()
		c.Region, c.Post, c.Subject, c.Version = hdf, "p", "E1", 1
		s.write(func(tx plan.Tx) error { return tx.UpdateCard(c) })
		s.refused(plan.ErrStale, func(tx plan.Tx) error { return tx.UpdateCard(c) })
		c.Version = 2
		same(s, cardsOf(s, "E1"), []plan.LiveCard{c})
	}},
	{"stale are the live cards behind their subject, on whose post no edit is under way", func(s *scene) {
		dead := card("dead", "E1", 1, 2)
		dead.Dead = true
		addCards(s, card("behind", "E1", 1, 2), card("level", "E1", 2, 2), dead,
			card("busy", "E1", 1, 2), card("edited", "E1", 1, 3), card("busy too", "E2", 1, 2), card("other", "E3", 1, 2))
		edit := func(id, post string, state plan.DispatchState) plan.Dispatch {
			d := dispatch(id, state, noon.Add(time.Hour))
			d.Kind, d.Post = plan.Edit, post
			return d
		}
		elsewhere := edit("elsewhere", "other", plan.Ready)
		elsewhere.Region = idf
		posted := dispatch("posted", plan.InDoubt, noon)
		posted.Post = "other"
		s.write(func(tx plan.Tx) error {
			for _, d := range []plan.Dispatch{
				edit("ready", "busy", plan.Ready), edit("doubt", "busy too", plan.InDoubt),
				edit("sent", "edited", plan.Posted), edit("refused", "edited", plan.Refused),
				elsewhere, posted,
			} {
				if err := tx.AddDispatch(d); err != nil {
					return err
				}
			}
			return nil
		})
		stale := func(limit int) []string {
			return posts(read(s, func(tx plan.Tx) ([]plan.LiveCard, error) { return tx.StaleCards(limit) }))
		}
		same(s, stale(10), []string{"behind", "edited", "other"})
		same(s, stale(2), []string{"behind", "edited"})
	}},
}

var horizons = []behaviour{
	{"nothing to say has no horizon", func(s *scene) {
		due, try := horizon(s)
		same(s, due, time.Time{})
		same(s, try, time.Time{})
	}},
	{"the next planned delivery is due, and no other", func(s *scene) {
		for i, state := range []plan.DeliveryState{plan.Sent, plan.Planned, plan.Planned, plan.CancelledNotice} {
			d := delivery(string(state)+string(rune('a'+i)), plan.Ref(state))
			d.State, d.Step, d.DueAt = state, string(rune('a'+i)), noon.Add(time.Duration(i)*time.Hour)
			planned(s, d, true)
		}
		due, try := horizon(s)
		same(s, due, noon.Add(time.Hour))
		same(s, try, time.Time{})
	}},
	{"the next try is that of a waiting dispatch or the end of a lease", func(s *scene) {
		add := func(d plan.Dispatch) { s.write(func(tx plan.Tx) error { return tx.AddDispatch(d) }) }
		next := func() time.Time { _, try := horizon(s); return try }
		add(dispatch("sent", plan.Posted, noon))
		add(dispatch("ready", plan.Ready, noon.Add(4*time.Hour)))
		same(s, next(), noon.Add(4*time.Hour))
		add(dispatch("doubt", plan.InDoubt, noon.Add(3*time.Hour)))
		same(s, next(), noon.Add(3*time.Hour))
		sending := dispatch("sending", plan.Sending, noon)
		sending.LeaseUntil = noon.Add(2 * time.Hour)
		add(sending)
		same(s, next(), noon.Add(2*time.Hour))
	}},
	{"a stale card is to be tried at once, but not while an edit of it waits", func(s *scene) {
		addCards(s, card("p", "E1", 1, 2))
		_, try := horizon(s)
		same(s, try, time.Unix(0, 0))
		edit := dispatch("edit", plan.Ready, noon.Add(time.Hour))
		edit.Kind, edit.Post = plan.Edit, "p"
		s.write(func(tx plan.Tx) error { return tx.AddDispatch(edit) })
		_, try = horizon(s)
		same(s, try, noon.Add(time.Hour))
	}},
	{"a dispatch that was given no instant is to be tried at once", func(s *scene) {
		s.write(func(tx plan.Tx) error { return tx.AddDispatch(dispatch("ready", plan.Ready, time.Time{})) })
		_, try := horizon(s)
		same(s, try, time.Unix(0, 0))
	}},
}

func horizon(s *scene) (due, try time.Time) {
	s.Helper()
	read(s, func(tx plan.Tx) (_ struct{}, err error) {
		due, try, err = tx.Horizon()
		return struct{}{}, err
	})
	return due, try
}

func card(post string, subject plan.Ref, drawn, wanted int) plan.LiveCard {
	return plan.LiveCard{Region: hdf, Subject: subject, Post: post, Channel: "c-nord", Drawn: drawn, Wanted: wanted}
}

func addCards(s *scene, list ...plan.LiveCard) {
	s.Helper()
	s.write(func(tx plan.Tx) error { return tx.AddCard(list...) })
}

func cardsOf(s *scene, subject plan.Ref) []plan.LiveCard {
	s.Helper()
	return read(s, func(tx plan.Tx) ([]plan.LiveCard, error) { return tx.CardsOf(hdf, subject) })
}

func posts(list []plan.LiveCard) []string {
	return each(list, func(c plan.LiveCard) string { return c.Post })
}
