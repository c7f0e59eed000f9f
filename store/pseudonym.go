package store

import (
	"time"

	"jalon/plan"
)

// Departed lists, the first to leave first, the inactive agents who left before
// an instant and still have their account.
func (t *tx) Departed(region plan.RegionID, before time.Time) ([]plan.Agent, error) {
	found, err := t.agents(selectAgents+`where a.region = $1 and not a.active and a.left_at > 0 and a.left_at < $2
		and a.user_id not like 'ancien:%' order by a.left_at, a.user_id, m.rank`, region, micros(before))
	return found, t.fail(err, "list the agents who left")
}

// EachDrawing gives the drawing of each dispatch of the region that holds one.
func (t *tx) EachDrawing(region plan.RegionID, f func(id string, over bool, drawing []byte) error) error {
	err := t.each(func(row scanner) error {
		var id string
		var over bool
		var drawing []byte
		if err := row.Scan(&id, &over, &drawing); err != nil {
			return err
		}
		return f(id, over, drawing)
	}, `select d.id, case when `+isOver+` then 1 else 0 end, d.content from dispatch d
		where d.region = $1 and length(d.content) > 0`, region)
	return t.fail(err, "read what was drawn")
}

// renames are the columns that hold an account, $2 in the place of which $3
// comes. The agent itself comes between: what refers to it must always find it.
var renames = []string{
	`insert into agent (` + agentColumns + `)
		select region, $3, '', '', '', lang, active, '', '', '', '', '', '', left_at, version + 1 from agent where region = $1 and user_id = $2`,
	`update membership set user_id = $3 where region = $1 and user_id = $2`,
	`delete from agent where region = $1 and user_id = $2 and user_id <> $3`,
	`update agent set deputy = $3, version = version + 1 where region = $1 and deputy = $2`,
	`update template set author = $3, version = version + 1 where region = $1 and author = $2`,
	`update programme set author = $3, version = version + 1 where region = $1 and author = $2`,
	`update project set lead = $3, version = version + 1 where region = $1 and lead = $2`,
	`update project set author = $3, version = version + 1 where region = $1 and author = $2`,
	`update project set updated_by = $3, version = version + 1 where region = $1 and updated_by = $2`,
	`update fund set author = $3, version = version + 1 where region = $1 and author = $2`,
	`update redeployment set asked_by = $3, version = version + 1 where region = $1 and asked_by = $2`,
	`update redeployment set decided_by = $3, version = version + 1 where region = $1 and decided_by = $2`,
	`update project_update set by_user = $3 where region = $1 and by_user = $2`,
	`update project_count set by_user = $3 where region = $1 and by_user = $2`,
	`update data_answer set by_user = $3 where region = $1 and by_user = $2`,
	`update handover set from_user = $3 where region = $1 and from_user = $2`,
	`update handover set to_user = $3 where region = $1 and to_user = $2`,
	`update handover set actor = $3 where region = $1 and actor = $2`,
	`update card set user_id = $3, version = version + 1 where region = $1 and user_id = $2`,
}

// Rename puts another identifier in the place of an account everywhere but in
// deadlines, series, bodies, meetings, services and the journal.
func (t *tx) Rename(region plan.RegionID, from, to plan.UserID) error {
	return t.fail(t.rename(region, from, to), "rename an account")
}

func (t *tx) rename(region plan.RegionID, from, to plan.UserID) error {
	was, err := t.Agent(region, from)
	if err != nil {
		return err
	}
	for _, statement := range renames {
		if _, err := t.exec(statement, region, from, to); err != nil {
			return err
		}
	}
	// What was handed over names by user name those who were stood in for.
	if _, err := t.exec(`update handover set items = '[]' where region = $1 and items like $2 escape '\'`,
		region, "%"+likeEscaper.Replace(`-`+was.Username+`"`)+"%"); err != nil {
		return err
	}
	old, now := plan.Recipient{User: from}.Key(), plan.Recipient{User: to}.Key()
	if _, err := t.exec(`update delivery set recipient = $3, version = version + 1,
			reason = case when state = 'planned' then $4 else reason end,
			state = case when state = 'planned' then 'cancelled' else state end
		where region = $1 and recipient = $2 and recipient like 'user:%'`, region, old, now, plan.ReasonLeft); err != nil {
		return err
	}
	if _, err := t.exec(`update dispatch set recipient = $3, version = version + 1
		where region = $1 and recipient = $2`, region, old, now); err != nil {
		return err
	}
	for _, table := range []string{"delivery", "dispatch", "card"} {
		if _, err := t.exec(`update `+table+` set subject = $3, version = version + 1 where region = $1 and subject = $2`,
			region, plan.AgentRef(from), plan.AgentRef(to)); err != nil {
			return err
		}
	}
	if _, err := t.exec(`update search_object set object = $3 where region = $1 and object = $2`,
		region, plan.AgentRef(from), plan.AgentRef(to)); err != nil {
		return err
	}
	is, err := t.Agent(region, to)
	if err != nil {
		return err
	}
	if err := t.index(is.Findable()); err != nil {
		return err
	}
	return t.forgetWords(was.Findable())
}

// forgetWords forgets the words of a thing that nothing else has: the index of
// slips keeps them otherwise.
func (t *tx) forgetWords(f plan.Findable) error {
	for _, name := range append([]string{f.Label}, f.Names...) {
		for _, word := range plan.SearchWords(name) {
			held, err := t.exists(`select 1 from search_posting where region = $1 and key = $2 limit 1`, f.Region, keyWord+word)
			if err != nil {
				return err
			}
			traces := append(plan.SlipTraces(word), word)
			if held {
				continue
			}
			args := []any{f.Region, word}
			for _, trace := range traces {
				args = append(args, trace)
			}
			if _, err := t.exec(`delete from search_slip where region = $1 and word = $2 and trace in `+places(3, len(traces)), args...); err != nil {
				return err
			}
		}
	}
	return nil
}
