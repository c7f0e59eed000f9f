package plan

import (
	"cmp"
	"context"
	"slices"
)

// AboutMeetings lists the notices about one meeting.
var AboutMeetings = []Notice{
	NoticeMeeting, NoticeMoved, NoticePlace, NoticeCalledOff, NoticeWasHeld, NoticeMinutes, NoticeNoMinutes,
	NoticeAsk, NoticeAskAgain, NoticePassedOn, NoticeDecide, NoticeDecideSoon, NoticeReleased, NoticeProxy,
	NoticeProxyOver,
}

// MeetingLedger lists what was said and will be of a meeting, by due instant: all
// of it for who manages the meetings of its body, else what is told in channels
// and to the reader. NotFound when the region has none of that number.
func (p *Planner) MeetingLedger(ctx context.Context, call Call, number int) (MeetingView, []LedgerLine, error) {
	var v MeetingView
	var out []LedgerLine
	err := p.store.Read(ctx, func(tx Tx) error {
		out = nil
		dir, err := lookAt(tx, call)
		if err != nil {
			return err
		}
		if v, err = LoadMeeting(tx, dir.Region.ID, number); err != nil {
			return err
		}
		found, _, err := tx.FindDeliveries(v.Region, LedgerFilter{Subject: v.Ref(), Notices: AboutMeetings})
		slices.SortStableFunc(found, func(a, b LedgerLine) int {
			return cmp.Or(a.DueAt.Compare(b.DueAt), cmp.Compare(a.To.Key(), b.To.Key()), cmp.Compare(a.Step, b.Step))
		})
		all := managesMeetings(dir.Actor, v.Body, v.Hat)
		for _, l := range found {
			if all || l.To.User == "" || dir.Actor.Answers(l.To.User) {
				out = append(out, l)
			}
		}
		return err
	})
	return v, out, wrap(err, "read the ledger of %s", MeetingRef(number))
}
