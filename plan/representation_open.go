package plan

import "time"

// openSeats asks for a representation in each open seat.
func (p *Planner) openSeats(_ Tx, _ DirectoryView, b Body, m *Meeting, _ time.Time) error {
	if m.Hat != b.Hat {
		return nil
	}
	for _, seat := range b.Seats {
		if _, known := m.Seat(seat.Number); !known && !seat.Closed {
			m.Seats = append(m.Seats, Representation{Seat: seat.Number, State: ToDesignate})
		}
	}
	return nil
}

func (p *Planner) reopenSeats(Tx, DirectoryView, Body, *Meeting, bool, time.Time) error { return nil }

func (p *Planner) closeSeats(Tx, DirectoryView, Body, *Meeting, time.Time) error { return nil }
