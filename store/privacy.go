package store

import (
	"cmp"
	"encoding/json"
	"slices"
	"time"

	"jalon/calendar"
	"jalon/plan"
)

// DeadlinesNaming lists by number the deadlines that name an account.
func (t *tx) DeadlinesNaming(region plan.RegionID, user plan.UserID) ([]plan.Deadline, error) {
	found, err := t.deadlines(`select `+deadlineAndPart+` from deadline d
		left join part p on p.region = d.region and p.deadline = d.number
		where d.region = $1 and $2 <> '' and (d.author = $2 or d.closed_by = $2 or d.escalate_to = $2 or exists (select 1 from part n
			where n.region = d.region and n.deadline = d.number
				and (n.assignee = $2 or n.assigned_by = $2 or n.closed_by = $2 or n.asked_by = $2))
			or d.number in (select call from data_answer where region = $1 and by_user <> '' and by_user = $2))
		order by d.number, p.rank`, region, user)
	return found, t.fail(err, "list the deadlines that name an account")
}

// SeriesNaming lists by number the series that name an account.
func (t *tx) SeriesNaming(region plan.RegionID, user plan.UserID) ([]plan.Series, error) {
	quoted, err := json.Marshal(user)
	if err != nil {
		return nil, err
	}
	found, err := all(t, scanSeries, `select `+seriesColumns+` from series
		where region = $1 and $2 <> '' and (author = $2 or escalate_to = $2 or parts like $3 escape '\')
		order by number`, region, user, "%"+likeEscaper.Replace(string(quoted))+"%")
	return found, t.fail(err, "list the series that name an account")
}

// BodiesNaming lists by number the bodies that name an account.
func (t *tx) BodiesNaming(region plan.RegionID, user plan.UserID) ([]plan.Body, error) {
	found, err := t.bodies(`select number from body where region = $1 and $2 <> '' and author = $2
		union select body from term where region = $1 and user_id <> '' and user_id = $2`, region, user)
	slices.SortFunc(found, func(a, b plan.Body) int { return cmp.Compare(a.Number, b.Number) })
	return found, t.fail(err, "list the bodies that name an account")
}

// MeetingsNaming lists by number the meetings that name an account.
func (t *tx) MeetingsNaming(region plan.RegionID, user plan.UserID) ([]plan.Meeting, error) {
	found, err := t.meetings(` order by m.number`, `select number from meeting
		where region = $1 and $2 <> '' and (author = $2 or minutes_by = $2 or closed_by = $2)
		union select meeting from representation
		where region = $1 and $2 <> '' and (user_id = $2 or proxy_user = $2 or override_by = $2)
		union select meeting from ask where region = $1 and $2 <> '' and (user_id = $2 or answered_by = $2)`, region, user)
	return found, t.fail(err, "list the meetings that name an account")
}

// ProjectsNaming lists by number the projects that name an account.
func (t *tx) ProjectsNaming(region plan.RegionID, user plan.UserID) ([]plan.Project, error) {
	found, err := all(t, scanProject, `select `+projectRead+` from project p where p.region = $1 and $2 <> ''
		and (p.lead = $2 or p.author = $2 or p.updated_by = $2 or p.number in
			(select project from project_update where region = $1 and by_user <> '' and by_user = $2)) order by p.number`, region, user)
	return found, t.fail(err, "list the projects that name an account")
}

// OldNames lists the bodies of which a term ended before a day, and the meetings
// before it, that hold the name of somebody without an account.
func (t *tx) OldNames(region plan.RegionID, before calendar.Date) ([]string, error) {
	found, err := all(t, func(row scanner) (string, error) {
		var body bool
		var number int
		err := row.Scan(&body, &number)
		if body {
			return string(plan.BodyRef(number)), err
		}
		return string(plan.MeetingRef(number)), err
	}, `select true as is_body, body from term
		where region = $1 and to_date <> '' and to_date < $2 and user_id = '' and name <> ''
		union select false, m.number from meeting m join representation r on r.region = m.region and r.meeting = m.number
		where m.region = $1 and m.start_date <> '' and m.start_date < $2
			and (r.user_id = '' and r.name <> '' or r.proxy_user = '' and r.proxy_name <> '')
		union select false, m.number from meeting m join ask a on a.region = m.region and a.meeting = m.number
		where m.region = $1 and m.start_date <> '' and m.start_date < $2 and a.user_id = '' and a.name <> ''
		order by 1, 2`, region, dateText(before))
	return found, t.fail(err, "list the old names of people without an account")
}

// DeliveriesTo lists by due instant what is or was for an account alone.
func (t *tx) DeliveriesTo(region plan.RegionID, user plan.UserID) ([]plan.Delivery, error) {
	found, err := all(t, scanDelivery, `select `+deliveryColumns+` from delivery
		where recipient = $2 and region = $1 and recipient like 'user:%'`+deliveryOrder, region, plan.Recipient{User: user}.Key())
	return found, t.fail(err, "list what was for an account")
}

// Conditions on a dispatch d.
const (
	// isOver: the chat has it, or never will.
	isOver = `d.state in ('sent', 'refused', 'dropped')`
	// isNeeded: a button of a card that lives leads to it, or a delivery waits.
	isNeeded = `(exists (select 1 from card c where c.region = d.region and c.post = d.post and c.key = d.key and not c.dead)
		or exists (select 1 from delivery v where v.dispatch = d.id and v.dispatch <> '' and v.state in ('planned', 'claimed')))`
	selectFinished = `select d.id from dispatch d where d.region = $1 and d.created_at < $2 and ` + isOver +
		` and not ` + isNeeded + ` order by d.created_at, d.id`
	selectDrawings = `select d.id from dispatch d where d.region = $1 and d.created_at < $2 and ` + isOver +
		` and length(d.content) > 0 order by d.created_at, d.id`
	selectTexts = `select j.id from journal j join journal_text t on t.region = j.region and t.entry = j.id
		where j.region = $1 and j.happened_at < $2 and t.salt <> '' order by j.happened_at, j.id`
)

// FinishedDispatches lists, oldest first, the dispatches made before an instant
// that are over and that nothing needs.
func (t *tx) FinishedDispatches(region plan.RegionID, before time.Time, limit int) ([]string, error) {
	found, err := t.olderThan(selectFinished, region, before, limit)
	return found, t.fail(err, "list what was sent long ago")
}

// StaleDrawings lists, oldest first, the dispatches made before an instant that
// are over and that hold their drawing.
func (t *tx) StaleDrawings(region plan.RegionID, before time.Time, limit int) ([]string, error) {
	found, err := t.olderThan(selectDrawings, region, before, limit)
	return found, t.fail(err, "list what was drawn long ago")
}

// OldTexts lists, oldest first, the entries written before an instant whose
// texts stand.
func (t *tx) OldTexts(region plan.RegionID, before time.Time, limit int) ([]string, error) {
	found, err := t.olderThan(selectTexts, region, before, limit)
	return found, t.fail(err, "list the old texts of the journal")
}

func (t *tx) olderThan(query string, region plan.RegionID, before time.Time, limit int) ([]string, error) {
	args := []any{region, micros(before)}
	if limit > 0 {
		query, args = query+" limit $3", append(args, limit)
	}
	return all(t, func(row scanner) (id string, err error) {
		err = row.Scan(&id)
		return id, err
	}, query, args...)
}

// DeleteDispatches deletes the dispatches that are over and that nothing needs.
func (t *tx) DeleteDispatches(ids []string) (int, error) {
	n, err := t.amongDispatches(`delete from dispatch where id in (select d.id from dispatch d where `+isOver+
		` and not `+isNeeded+` and d.id in `, ids)
	return n, t.fail(err, "delete what was sent")
}

// EmptyDrawings takes the drawing out of the dispatches that are over.
func (t *tx) EmptyDrawings(ids []string) (int, error) {
	n, err := t.amongDispatches(`update dispatch set content = $1, version = version + 1
		where id in (select d.id from dispatch d where `+isOver+` and length(d.content) > 0 and d.id in `, ids, []byte{})
	return n, t.fail(err, "empty what was drawn")
}

// amongDispatches ends a statement with the list of the dispatches it is about.
func (t *tx) amongDispatches(statement string, ids []string, args ...any) (int, error) {
	if len(ids) == 0 {
		return 0, nil
	}
	list := places(len(args)+1, len(ids))
	for _, id := range ids {
		args = append(args, id)
	}
	n, err := t.exec(statement+list+")", args...)
	return int(n), err
}
