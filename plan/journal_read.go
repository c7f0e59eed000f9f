package plan

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"jalon/i18n"
)

// Line is one line of the journal as a reader is shown it: an entry, or a
// message that the ledger sent.
type Line struct {
	At    time.Time
	Entry Entry
	// Actor is the user name of who acted, empty for jalon itself; Erased tells
	// that nobody knows any more who it was.
	Actor  string
	Erased bool
	// Sent is set instead of Entry for a message of the ledger.
	Sent *Delivery
}

// JournalQuery is what somebody asks of the journal; zero fields ask for all.
type JournalQuery struct {
	Object   Ref
	User     UserID
	Services []ServiceID
	From, To time.Time // To is excluded
	Limit    int
	Offset   int
}

// JournalPage is a part of the journal, the newest first.
type JournalPage struct {
	Lines []Line
	Total int // without Limit and Offset
	Names RecordNames
}

var textNoJournal = i18n.T(
	"Le journal d’une autre personne ne peut pas être lu depuis votre compte.\n"+
		"Règle : il revient à la coordination (SGAR).\n"+
		"Pour le vôtre : `/jalon journal moi`",
	"The journal of another person cannot be read from your account.\n"+
		"Rule: it is for the coordination (SGAR).\n"+
		"For your own: `/jalon journal moi`")

// ReadJournalPage reads what the asker may read of the journal: all with
// [ReadJournal]; else one's own actions and those on what one may see. It
// returns Denied for the actions of another person.
func (p *Planner) ReadJournalPage(ctx context.Context, call Call, q JournalQuery) (JournalPage, error) {
	var page JournalPage
	err := p.store.Read(ctx, func(tx Tx) error {
		dir, err := lookAt(tx, call)
		if err != nil {
			return err
		}
		r := journalReader{tx: tx, actor: dir.Actor, region: dir.Region.ID, all: Allowed(dir.Actor, ReadJournal, Deadline{})}
		lines, total, err := r.lines(q)
		if err != nil {
			return err
		}
		if err := r.veil(lines); err != nil {
			return err
		}
		page = JournalPage{Lines: lines, Total: total}
		page.Names, err = r.name(page.Lines)
		return err
	})
	return page, wrap(err, "read the journal")
}

// journalReader reads the journal for one person.
type journalReader struct {
	tx     Tx
	actor  Actor
	region RegionID
	all    bool
	seen   map[Ref]bool // what was found to be seen, or not
}

// scanned is how many entries are read at once to find those that may be seen.
const scanned = 200

func (r *journalReader) lines(q JournalQuery) ([]Line, int, error) {
	f := EntryFilter{Object: q.Object, Services: q.Services, From: q.From, To: q.To, Limit: q.Limit, Offset: q.Offset}
	user := q.User
	if !r.all && user == "" && q.Object == "" && len(q.Services) == 0 && q.From.IsZero() && q.To.IsZero() {
		user = r.actor.User // nothing else bounds what would have to be looked through
	}
	if user != "" {
		if !r.all && user != r.actor.User {
			return nil, 0, Refuse(Denied, textNoJournal.With())
		}
		person, err := r.tx.KnownPerson(r.region, user)
		if errors.Is(err, ErrNotFound) {
			return nil, 0, nil
		}
		if err != nil {
			return nil, 0, err
		}
		f.Actor = person
	}
	switch {
	case q.Object != "":
		return r.ofObject(q, f)
	case r.all || user != "":
		found, total, err := r.tx.FindEntries(r.region, f)
		return linesOf(found), total, err
	default:
		return r.visible(q, f)
	}
}

// ofObject reads the history of one object, with the messages sent about it.
func (r *journalReader) ofObject(q JournalQuery, f EntryFilter) ([]Line, int, error) {
	f.Limit, f.Offset = 0, 0
	found, _, err := r.tx.FindEntries(r.region, f)
	if err != nil {
		return nil, 0, err
	}
	shown, err := r.maySee(q.Object)
	if err != nil {
		return nil, 0, err
	}
	lines := linesOf(found)
	if !shown {
		if lines, err = r.own(lines); err != nil {
			return nil, 0, err
		}
	} else if f.Actor == "" {
		sent, err := r.sent(q)
		if err != nil {
			return nil, 0, err
		}
		lines = append(lines, sent...)
	}
	slices.SortStableFunc(lines, func(a, b Line) int { return b.At.Compare(a.At) })
	return cut(lines, q), len(lines), nil
}

// sent lists the messages of the ledger about an object.
func (r *journalReader) sent(q JournalQuery) ([]Line, error) {
	all, err := r.tx.Deliveries(r.region, q.Object)
	var lines []Line
	for _, d := range all {
		if d.State != Sent || !d.reminds() || d.To.Channel == "" ||
			d.SentAt.Before(q.From) || !q.To.IsZero() && !d.SentAt.Before(q.To) {
			continue
		}
		lines = append(lines, Line{At: d.SentAt, Sent: &d})
	}
	return lines, err
}

// visible looks through the entries selected for those that may be seen.
func (r *journalReader) visible(q JournalQuery, f EntryFilter) ([]Line, int, error) {
	var lines []Line
	f.Limit = scanned
	for f.Offset = 0; ; f.Offset += scanned {
		found, _, err := r.tx.FindEntries(r.region, f)
		if err != nil {
			return nil, 0, err
		}
		for _, l := range linesOf(found) {
			shown, err := r.maySee(l.Entry.Object)
			if err != nil {
				return nil, 0, err
			}
			if !shown {
				own, err := r.own([]Line{l})
				if err != nil {
					return nil, 0, err
				}
				shown = len(own) > 0
			}
			if shown {
				lines = append(lines, l)
			}
		}
		if len(found) < scanned {
			return cut(lines, q), len(lines), nil
		}
	}
}

// veil takes away the texts written while a deadline was restricted to others
// than the asker, whoever sees it today.
func (r *journalReader) veil(lines []Line) error {
	for i := range lines {
		line := &lines[i]
		e := &line.Entry
		n, ok := e.Object.number()
		if r.all || !ok {
			continue
		}
		for _, text := range []string{e.Before, e.After} {
			record, held, err := ReadDeadlineRecord(text)
			if err != nil || !held || !record.Restricted {
				continue
			}
			d, err := record.Deadline(r.tx, r.region, n)
			if err != nil {
				return err
			}
			if !Allowed(r.actor, ReadIt, d) {
				e.Before, e.After, e.Reason = "", "", ""
				break
			}
		}
	}
	return nil
}

// own keeps what the asker did.
func (r *journalReader) own(lines []Line) ([]Line, error) {
	me, err := r.tx.KnownPerson(r.region, r.actor.User)
	if errors.Is(err, ErrNotFound) {
		return nil, nil
	}
	return slices.DeleteFunc(lines, func(l Line) bool { return l.Entry.Actor != me }), err
}

// maySee tells whether the asker may see the history of an object.
func (r *journalReader) maySee(object Ref) (bool, error) {
	if r.all {
		return true, nil
	}
	if shown, known := r.seen[object]; known {
		return shown, nil
	}
	if r.seen == nil {
		r.seen = map[Ref]bool{}
	}
	if _, body := ParseBodyRef(string(object)); body {
		return AllowedIn(r.actor, ReadMeetings, ""), nil
	}
	if _, meeting := ParseMeetingRef(string(object)); meeting {
		return AllowedIn(r.actor, ReadMeetings, ""), nil
	}
	if number, project := ParseProjectRef(string(object)); project {
		p, err := r.tx.Project(r.region, number)
		if errors.Is(err, ErrNotFound) {
			return false, nil
		}
		r.seen[object] = err == nil && AllowedOn(r.actor, ReadProjects, p)
		return r.seen[object], err
	}
	n, ok := object.number()
	if !ok {
		return false, nil
	}
	d, err := r.tx.Deadline(r.region, n)
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	r.seen[object] = err == nil && Allowed(r.actor, ReadIt, d)
	return r.seen[object], err
}

func linesOf(entries []Entry) []Line {
	lines := make([]Line, len(entries))
	for i, e := range entries {
		lines[i] = Line{At: e.At, Entry: e}
	}
	return lines
}

// cut keeps the page asked for.
func cut(lines []Line, q JournalQuery) []Line {
	lines = lines[min(q.Offset, len(lines)):]
	if q.Limit > 0 {
		lines = lines[:min(q.Limit, len(lines))]
	}
	return lines
}

// name finds how the people and services of lines are called.
func (r *journalReader) name(lines []Line) (RecordNames, error) {
	names := RecordNames{People: map[PersonID]string{}, Seats: map[Ref]map[int]string{}}
	services, err := r.tx.Services(r.region)
	if err != nil {
		return names, err
	}
	names.Services = byID(services)
	for i := range lines {
		line := &lines[i]
		e := &line.Entry
		people := []PersonID{e.Actor}
		if id, ok := strings.CutPrefix(string(e.Object), string(PersonRef(""))); ok {
			people = append(people, PersonID(id))
		}
		for _, text := range []string{e.Before, e.After} {
			people = append(people, peopleOf(*e, text)...)
		}
		for _, id := range people {
			if err := r.nameOf(names, id); err != nil {
				return names, err
			}
		}
		if err := r.nameSeats(names, *e); err != nil {
			return names, err
		}
		line.Actor = names.People[e.Actor]
		line.Erased = e.Actor != "" && line.Actor == ""
	}
	return names, nil
}

// peopleOf lists the persons whom a text of an entry names and who are shown.
func peopleOf(e Entry, text string) (people []PersonID) {
	if record, held := ReadMeetingRecord(e, text); held {
		for _, s := range record.Seats {
			people = append(people, s.Who, s.Proxy, s.OverrideBy)
		}
		return people
	}
	if record, held, err := ReadAgentRecord(e, text); held && err == nil {
		return []PersonID{record.Deputy, record.Holder, record.Referent}
	}
	if strings.HasPrefix(string(e.Object), string(ServiceRef(""))) {
		return referentsOf(text)
	}
	if _, project := ParseProjectRef(string(e.Object)); project {
		record, _ := ReadProjectRecord(text)
		return []PersonID{record.Lead}
	}
	if record, held, err := ReadDeadlineRecord(text); held && err == nil {
		for _, p := range record.Parts {
			people = append(people, p.Assignee)
		}
		if record.Chase != nil {
			people = append(people, record.Chase.To)
		}
	}
	return people
}

// nameSeats finds how the seats of the body of an entry about a meeting are called.
func (r *journalReader) nameSeats(names RecordNames, e Entry) error {
	record, held := ReadMeetingRecord(e, e.After)
	ref := Ref(record.Body)
	if _, known := names.Seats[ref]; known || !held {
		return nil
	}
	number, _ := ParseBodyRef(record.Body)
	b, err := r.tx.Body(r.region, number)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	names.Seats[ref] = map[int]string{}
	for _, s := range b.Seats {
		names.Seats[ref][s.Number] = s.Name
	}
	return err
}

func (r *journalReader) nameOf(names RecordNames, id PersonID) error {
	if _, known := names.People[id]; known || id == "" {
		return nil
	}
	user, err := r.tx.PersonUser(r.region, id)
	if err != nil {
		return err
	}
	names.People[id], err = UserName(r.tx, r.region, user)
	return err
}
