package store

import "jalon/plan"

// PutDataCall inserts the data call, or updates it when Version > 0.
func (t *tx) PutDataCall(c plan.DataCall) error {
	return t.fail(t.putDataCall(c), "store data call %s", c.Ref())
}

func (t *tx) putDataCall(c plan.DataCall) error {
	asked, err := listText(c.Questions)
	if err != nil {
		return err
	}
	args := []any{c.Region, c.Number, asked, c.Origin, c.Link, c.Held, c.Private, c.Previous, c.Closed}
	if c.Version == 0 {
		return t.insert(`insert into data_call (region, number, questions, origin, link, held, private, previous, closed, version)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)`, args...)
	}
	return t.update(`update data_call set questions = $3, origin = $4, link = $5, held = $6, private = $7, previous = $8, closed = $9,
		version = version + 1 where region = $1 and number = $2 and version = $10`, append(args, c.Version),
		`select 1 from data_call where region = $1 and number = $2`, c.Region, c.Number)
}

// DataCall returns the one of a number.
func (t *tx) DataCall(region plan.RegionID, number int) (plan.DataCall, error) {
	c, err := one(t, func(row scanner) (c plan.DataCall, err error) {
		err = row.Scan(&c.Region, &c.Number, list[plan.Question]{&c.Questions}, &c.Origin, &c.Link, &c.Held, &c.Private, &c.Previous, &c.Closed, &c.Version)
		return c, err
	}, `select region, number, questions, origin, link, held, private, previous, closed, version
		from data_call where region = $1 and number = $2`, region, number)
	return c, t.fail(err, "read data call %s", plan.DeadlineRef(number))
}

const answerColumns = `region, call, service, rank, area, outcome, content, at, by_user, late, behalf`

// AddAnswer keeps an answer.
func (t *tx) AddAnswer(a plan.DataAnswer) error {
	content, err := listText(a.Values)
	if err == nil {
		err = t.insert(`insert into data_answer (`+answerColumns+`) values `+places(1, 11),
			a.Region, a.Call, a.Service, a.Rank, a.Area, a.Outcome, content, micros(a.At), a.By, a.Late, a.Behalf)
	}
	return t.fail(err, "keep an answer to %s", plan.DeadlineRef(a.Call))
}

// Answers lists those of a data call by service, then in the order they came.
func (t *tx) Answers(region plan.RegionID, call int) ([]plan.DataAnswer, error) {
	found, err := all(t, scanAnswer, `select `+answerColumns+` from data_answer where region = $1 and call = $2 order by service, rank`, region, call)
	return found, t.fail(err, "list the answers to %s", plan.DeadlineRef(call))
}

// AnswersBy lists those that an account gave, by data call, service and rank.
func (t *tx) AnswersBy(region plan.RegionID, user plan.UserID) ([]plan.DataAnswer, error) {
	found, err := all(t, scanAnswer, `select `+answerColumns+` from data_answer
		where region = $1 and by_user <> '' and by_user = $2 order by call, service, rank`, region, user)
	return found, t.fail(err, "list the answers of an account")
}

func scanAnswer(row scanner) (a plan.DataAnswer, err error) {
	err = row.Scan(&a.Region, &a.Call, &a.Service, &a.Rank, &a.Area, &a.Outcome, list[string]{&a.Values}, (*instant)(&a.At), &a.By, &a.Late, &a.Behalf)
	return a, err
}
