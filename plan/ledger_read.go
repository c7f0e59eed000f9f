package plan

import (
	"context"
	"time"
)

// Reminding lists the notices that are reminders, chases and escalations.
var Reminding = []Notice{NoticeReminder, NoticeEscalation}

// Pointing lists the notices that are points: of a service, of a person.
var Pointing = []Notice{NoticeDigest, NoticePersonal}

// Announcing lists the notices that tell a deadline to those it concerns.
var Announcing = []Notice{NoticeCard, NoticeAssigned, NoticeShared}

// Closing lists the notices of the close of a data call.
var Closing = []Notice{NoticeDataCallEnd, NoticeDataCallClosed}

// Questioning lists the notices that ask something about a meeting.
var Questioning = []Notice{
	NoticeAsk, NoticeAskAgain, NoticePassedOn, NoticeDecide, NoticeWasHeld, NoticeMinutes, NoticeNoMinutes,
}

// Watching lists what the coordination is told of bodies and of their meetings.
var Watching = []Notice{NoticeWatch, NoticeTermEnding}

// LedgerFilter selects deliveries; zero fields select all.
type LedgerFilter struct {
	Subject  Ref
	Services []ServiceID // about the part of any of these
	Homes    []Recipient // of Services: what is told there is selected as well
	To       []Recipient // for any of these
	Notices  []Notice
	State    DeliveryState
	// Failing keeps what failed, and what the chat refuses for now.
	Failing     bool
	From, Until time.Time // due at or after From, and before Until
	// Sight is that of who reads, nil for all: the deadlines seen, the points of the
	// services seen, what is told in channels about meetings, and what is for the
	// reader alone.
	Sight  *Sight
	Newest bool // the latest due first
	Limit  int  // 0 for no limit
	Offset int
}

// LedgerLine is a delivery with what became of the dispatch that carries it.
type LedgerLine struct {
	Delivery
	Carrier Carrier
}

// Carrier is what the ledger still knows of the dispatch of a delivery; zero
// when nothing carries it, or when that was purged.
type Carrier struct {
	State  DispatchState
	Reason string // code of the last refusal
	Post   string // once it is in the chat
	// To is who receives it, who stands in for the recipient of the delivery for one.
	To      Recipient
	NextTry time.Time
}

// Refused tells whether the chat did not take the dispatch and will be asked again.
func (c Carrier) Refused() bool { return c.State == Ready && c.Reason != "" }

// ReadLedger lists the deliveries selected whose deadline the reader may see,
// one for each moment, subject and recipient, and how many there are in all.
func (p *Planner) ReadLedger(ctx context.Context, region RegionID, sight Sight, f LedgerFilter) (found []LedgerLine, total int, err error) {
	f.Sight = &sight
	err = p.store.Read(ctx, func(tx Tx) (err error) {
		found, total, err = tx.FindDeliveries(region, f)
		return err
	})
	return found, total, wrap(err, "read the ledger")
}

// LedgerDepth is how much the ledger has still to say, all regions together.
type LedgerDepth struct {
	Due     int // planned, and their hour has come
	Ready   int // dispatches that may be sent
	Sending int // a call is under way
	InDoubt int // a call ended without an answer
	Failed  int // failed for good, and were due in the last day
	// Oldest is the due instant of the oldest delivery not sent, zero when
	// nothing waits.
	Oldest time.Time
}

// FailedFor is for how long what failed counts in [LedgerDepth].
const FailedFor = 24 * time.Hour

// Depth measures the ledger.
func (p *Planner) Depth(ctx context.Context, now time.Time) (LedgerDepth, error) {
	var depth LedgerDepth
	err := p.store.Read(ctx, func(tx Tx) (err error) {
		depth, err = tx.LedgerDepth(now, now.Add(-FailedFor))
		return err
	})
	return depth, wrap(err, "measure the ledger")
}
