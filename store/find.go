package store

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"jalon/calendar"
	"jalon/plan"
)

// FindDeadlines lists the deadlines selected, by due instant then number, with
// their parts, and how many there are without Limit and Offset.
func (t *tx) FindDeadlines(region plan.RegionID, f plan.DeadlineFilter) ([]plan.Deadline, int, error) {
	s := newSelection(region, f)
	page, args := s.page(f.Limit, f.Offset)
	found, err := t.deadlines(pageOf(page), args...)
	if err != nil {
		return nil, 0, t.fail(err, "find deadlines")
	}
	total := f.Offset + len(found)
	if isLastPage(len(found), f.Limit, f.Offset) {
		return found, total, nil
	}
	err = t.sql.QueryRowContext(t.ctx, s.count(), s.args...).Scan(&total)
	return found, total, t.fail(err, "count deadlines")
}

// pageOf is the query for the deadlines of a page of numbers, with their parts.
// SQLite reads a cross join from left to right: the page first.
func pageOf(page string) string {
	return `select ` + deadlineAndPart + ` from (` + page + `) page
		cross join deadline d left join part p on p.region = d.region and p.deadline = d.number
		where d.region = $1 and d.number = page.number
		order by page.due_at, page.number, p.rank`
}

// selection is the query for the numbers of the deadlines that a filter
// selects. The list of a service or of a person is read from its parts, which
// hold what lists are ordered by; any other from the deadlines themselves.
type selection struct {
	byPart     bool
	needsTitle bool // a condition is on the deadline, even when it is read by part
	several    bool // a deadline may come by several parts
	conditions
}

// conditions are what a filter asks of rows, with the values of its places.
type conditions struct {
	all  []string
	args []any // the first is the region
}

// place adds a value and returns its place.
func (c *conditions) place(v any) string {
	c.args = append(c.args, v)
	return "$" + strconv.Itoa(len(c.args))
}

func (c *conditions) where(condition string) { c.all = append(c.all, condition) }

// word is the place of a pattern for what has a word anywhere.
func (c *conditions) word(word string) string {
	return c.place("%"+likeEscaper.Replace(word)+"%") + ` escape '\'`
}

// bounded bounds a query that is in order, and returns its values; a limit of 0
// is none.
func (c *conditions) bounded(query string, limit, offset int) (string, []any) {
	if limit == 0 {
		limit = math.MaxInt64
	}
	n := len(c.args)
	return query + ` limit $` + strconv.Itoa(n+1) + ` offset $` + strconv.Itoa(n+2), append(slices.Clip(c.args), limit, offset)
}

// isLastPage tells that a page shows how many there are in all.
func isLastPage(found, limit, offset int) bool {
	return (limit == 0 || found < limit) && (found > 0 || offset == 0)
}

func newSelection(region plan.RegionID, f plan.DeadlineFilter) *selection {
	s := &selection{byPart: len(f.Services) > 0 || f.Assignee != "", several: len(f.Services) != 1}
	s.where(s.of("region", "region") + " = " + s.place(region))
	s.concerns(f)
	if f.State != "" {
		s.where(s.of("state", "deadline_state") + " = " + s.place(f.State))
	}
	if !f.LateAt.IsZero() {
		s.where(s.of("state", "deadline_state") + " = 'open'")
		s.where(s.of("due_at", "due_at") + " <= " + s.place(micros(f.LateAt)))
	}
	if f.Discreet {
		s.needsTitle = true
		s.where("d.discreet")
	}
	switch f.Only {
	case plan.OfDataCalls:
		s.where(s.number() + " > " + s.place(plan.DataCalls))
	case plan.ByThemselves:
		s.where(s.number() + " <= " + s.place(plan.DataCalls))
	}
	s.dates(f.From, f.To)
	s.seen(f)
	for _, word := range f.Words {
		s.needsTitle = true
		s.where(`d.search_key like ` + s.word(word))
	}
	return s
}

// of names a column, as the deadline and as the part hold it.
func (s *selection) of(deadline, part string) string {
	if s.byPart {
		return "c." + part
	}
	return "d." + deadline
}

func (s *selection) number() string { return s.of("number", "deadline") }

// concerns keeps what some part must be: of one of the services and perhaps
// still owed, and, of the same or another part, assigned to a person.
func (s *selection) concerns(f plan.DeadlineFilter) {
	number := s.number()
	switch {
	case len(f.Services) > 0:
		s.where("c.service in (" + placed(&s.conditions, f.Services) + ")")
		if f.OpenParts {
			s.where("c.state = 'open'")
		}
		if f.Assignee != "" {
			s.where(number + ` in (select o.deadline from part o
				where o.region = $1 and o.assignee <> '' and o.assignee = ` + s.place(f.Assignee) + `)`)
		}
	case f.Assignee != "":
		s.where("c.assignee <> '' and c.assignee = " + s.place(f.Assignee))
		fallthrough
	default:
		if f.OpenParts {
			s.where(`exists (select 1 from part o where o.region = $1 and o.deadline = ` + number + ` and o.state = 'open')`)
		}
	}
}

// seen keeps what a reader may see. The list of services that are all the
// reader's own holds nothing else. Otherwise what the reader sees is made of
// sets of numbers, each read once in an index, rather than of questions asked
// of each deadline, which lists and their totals need not read otherwise.
func (s *selection) seen(f plan.DeadlineFilter) {
	sight := f.Sight
	if sight == nil || sight.All || len(f.Services) > 0 && within(f.Services, sight.Own) {
		return
	}
	var some []string
	add := func(conditions ...string) { some = append(some, strings.Join(conditions, " and ")) }
	open := s.number() + " not in (select r.number from deadline r where r.region = $1 and r.restricted)"
	if len(sight.Users) > 0 {
		users := placed(&s.conditions, sight.Users)
		add(s.number() + " in (select a.number from deadline a where a.region = $1 and a.author in (" + users + "))")
		add(s.withPart(f, "v.assignee <> '' and v.assignee in ("+users+")"))
	}
	if len(sight.Own) > 0 {
		add(s.withPart(f, "v.service in ("+placed(&s.conditions, sight.Own)+")"))
	}
	switch {
	case sight.Whole, len(f.Services) > 0 && within(f.Services, sight.Scope):
		add(open)
	case len(sight.Scope) > 0:
		add(open, s.withPart(f, "v.service in ("+placed(&s.conditions, sight.Scope)+")"))
	}
	if len(some) == 0 {
		add("1 = 0")
	}
	s.where("(" + strings.Join(some, " or ") + ")")
}

// withPart tells whether a deadline has a part that meets a condition.
func (s *selection) withPart(f plan.DeadlineFilter, condition string) string {
	if f.State != "" {
		condition += " and v.deadline_state = " + s.place(f.State)
	}
	return s.number() + " in (select v.deadline from part v where v.region = $1 and " + condition + ")"
}

// within tells whether all of some services are among others.
func within(some, others []plan.ServiceID) bool {
	return !slices.ContainsFunc(some, func(id plan.ServiceID) bool { return !slices.Contains(others, id) })
}

// placed adds values, each once, and returns their places.
func placed[T cmp.Ordered](c *conditions, values []T) string {
	once := slices.Compact(slices.Sorted(slices.Values(values)))
	list := make([]string, len(once))
	for i, v := range once {
		list[i] = c.place(v)
	}
	return strings.Join(list, ", ")
}

// margin is more than may lie between a civil day in UTC and a due instant of
// that day anywhere on Earth: zones go from 12 hours behind to 14 ahead, and a
// day without hour is due at its end.
const margin = 2 * 24 * time.Hour

// dates keeps due dates between two days, both included, zero for no bound.
// The bounds on the instant change nothing to what is selected: they let the
// index that gives the order give the range too.
func (s *selection) dates(from, to calendar.Date) {
	if !from.IsZero() {
		s.needsTitle = true
		s.where("d.due_date >= " + s.place(from.String()))
		s.where(s.of("due_at", "due_at") + " >= " + s.place(micros(midnight(from).Add(-margin))))
	}
	if !to.IsZero() {
		s.needsTitle = true
		s.where("d.due_date <= " + s.place(to.String()))
		s.where(s.of("due_at", "due_at") + " <= " + s.place(micros(midnight(to).Add(margin))))
	}
}

func midnight(d calendar.Date) time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
}

// page is the query for one page of numbers, and all its values.
func (s *selection) page(limit, offset int) (string, []any) {
	number, due := s.number(), s.of("due_at", "due_at")
	query := `select ` + s.distinct() + number + ` as number, ` + due + ` as due_at` + s.body()
	if limit == 0 && offset == 0 {
		return query, s.args
	}
	return s.bounded(query+` order by `+due+`, `+number, limit, offset)
}

// count is the query for how many there are; its values are s.args. The plus
// sign keeps SQLite from reading every part of the region for the sake of
// distinct, in the order of the primary key.
func (s *selection) count() string {
	return `select count(` + s.distinct() + `+` + s.number() + `)` + s.body()
}

func (s *selection) distinct() string {
	if s.byPart && s.several {
		return "distinct "
	}
	return ""
}

func (s *selection) body() string {
	from := " from deadline d"
	switch {
	case s.byPart && s.needsTitle:
		from = " from part c join deadline d on d.region = c.region and d.number = c.deadline"
	case s.byPart:
		from = " from part c"
	}
	return from + " where " + strings.Join(s.all, " and ")
}

// likeEscaper makes a word stand for itself in a pattern.
var likeEscaper = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)
