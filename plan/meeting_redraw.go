package plan

import (
	"errors"
	"reflect"
	"slices"
)

// redrawMeeting asks that the cards of a meeting which a change makes wrong show
// it. An old question is not drawn again for an agenda, nor for what another seat
// answers.
func redrawMeeting(tx Tx, before, m Meeting) error {
	framed := before.State == m.State && before.Start == m.Start && before.HasTime == m.HasTime && before.End == m.End &&
		before.Place == m.Place && before.Link == m.Link
	return redrawWhere(tx, m.Region, m.Ref(), m.Version, func(c LiveCard) (bool, error) {
		switch {
		case !framed:
			return true, nil
		case slices.Contains(aboutSeats, c.Notice):
			return seatChanged(tx, before, m, c)
		case slices.Contains(aboutAftermath, c.Notice):
			return !before.MinutesAt.Equal(m.MinutesAt), nil
		default:
			return true, nil
		}
	})
}

// aboutSeats are the notices whose cards say what became of one seat.
var aboutSeats = []Notice{NoticeAsk, NoticeAskAgain, NoticePassedOn, NoticeDecide, NoticeDecideSoon}

// aboutAftermath are the notices whose cards say what was answered once the
// meeting was over.
var aboutAftermath = []Notice{NoticeWasHeld, NoticeMinutes, NoticeNoMinutes}

// seatChanged tells whether the seat that a card is about is no longer as it was.
// A card of which the ledger does not say the seat any more is drawn again.
func seatChanged(tx Tx, before, m Meeting, c LiveCard) (bool, error) {
	d, err := tx.DispatchByKey(c.Key)
	if errors.Is(err, ErrNotFound) {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	carried, err := tx.DeliveriesOf(d.ID)
	if err != nil {
		return false, err
	}
	for _, v := range carried {
		if number, _, ok := SeatStep(v.Step); ok && v.Subject == m.Ref() {
			was, _ := before.Seat(number)
			is, _ := m.Seat(number)
			return !reflect.DeepEqual(was, is), nil
		}
	}
	return true, nil
}
