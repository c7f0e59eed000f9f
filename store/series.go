package store

import (
	"encoding/json"

	"jalon/calendar"
	"jalon/plan"
)

const seriesColumns = `region, number, rule, title, kind, zone, ladder, chosen, chase, escalate_to,
	parts, author, from_service, ended, version`

// rule reads a column of recurrences.
type rule calendar.Recurrence

// Scan implements [sql.Scanner].
func (r *rule) Scan(v any) error {
	text, err := textOf(v)
	if err != nil {
		return err
	}
	read, err := calendar.ParseRecurrence(text)
	*r = rule(read)
	return err
}

// seriesPart is how who owes an occurrence is held.
type seriesPart struct {
	Service    plan.ServiceID `json:"service"`
	Assignee   plan.UserID    `json:"assignee"`
	AssignedBy plan.UserID    `json:"assigned_by"`
}

// seriesParts reads a column of them.
type seriesParts []plan.SeriesPart

// Scan implements [sql.Scanner].
func (p *seriesParts) Scan(v any) error {
	text, err := textOf(v)
	if err != nil {
		return err
	}
	var held []seriesPart
	if err := json.Unmarshal([]byte(text), &held); err != nil {
		return err
	}
	*p = nil
	for _, h := range held {
		*p = append(*p, plan.SeriesPart(h))
	}
	return nil
}

func seriesPartsText(parts []plan.SeriesPart) (string, error) {
	held := make([]seriesPart, len(parts))
	for i, p := range parts {
		held[i] = seriesPart(p)
	}
	text, err := json.Marshal(held)
	return string(text), err
}

func scanSeries(row scanner) (s plan.Series, err error) {
	err = row.Scan(&s.Region, &s.Number, (*rule)(&s.Rule), &s.Title, &s.Kind, &s.Zone, (*ladder)(&s.Ladder), &s.Chosen,
		(*chase)(&s.Chase), &s.Chase.To, (*seriesParts)(&s.Parts), &s.Author, &s.From, &s.Ended, &s.Version)
	return s, err
}

// Series returns a series by the number of its first deadline.
func (t *tx) Series(region plan.RegionID, number int) (plan.Series, error) {
	s, err := one(t, scanSeries, `select `+seriesColumns+` from series where region = $1 and number = $2`, region, number)
	return s, t.fail(err, "read the series of %s", plan.DeadlineRef(number))
}

// SeriesOwedBy lists the series that go on and of which a part is the person's,
// or the service's when no person is given, by number.
func (t *tx) SeriesOwedBy(region plan.RegionID, user plan.UserID, service plan.ServiceID) ([]plan.Series, error) {
	name, value := "assignee", string(user)
	if user == "" {
		name, value = "service", string(service)
	}
	held, err := json.Marshal(value)
	if err != nil {
		return nil, err
	}
	pattern := `%"` + name + `":` + likeEscaper.Replace(string(held)) + `%`
	found, err := all(t, scanSeries, `select `+seriesColumns+` from series
		where region = $1 and not ended and parts like $2 escape '\' order by number`, region, pattern)
	return found, t.fail(err, "list the series owed by %s", value)
}

// PutSeries inserts the series, or updates it when Version > 0.
func (t *tx) PutSeries(s plan.Series) error {
	return t.fail(t.putSeries(s), "store the series of %s", plan.DeadlineRef(s.Number))
}

func (t *tx) putSeries(s plan.Series) error {
	held, err := ladderText(s.Ladder)
	if err != nil {
		return err
	}
	after, err := chaseText(s.Chase)
	if err != nil {
		return err
	}
	parts, err := seriesPartsText(s.Parts)
	if err != nil {
		return err
	}
	args := []any{
		s.Region, s.Number, s.Rule.String(), s.Title, s.Kind, s.Zone, held, s.Chosen, after, s.Chase.To,
		parts, s.Author, s.From, s.Ended,
	}
	if s.Version == 0 {
		return t.insert(`insert into series (`+seriesColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 1)`, args...)
	}
	return t.update(`update series set rule = $3, title = $4, kind = $5, zone = $6, ladder = $7, chosen = $8, chase = $9,
		escalate_to = $10, parts = $11, author = $12, from_service = $13, ended = $14, version = version + 1
		where region = $1 and number = $2 and version = $15`, append(args, s.Version),
		`select 1 from series where region = $1 and number = $2`, s.Region, s.Number)
}
