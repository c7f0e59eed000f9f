package plan

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"jalon/calendar"
)

// Privacy is the part of a transaction about what is held of persons, and about
// what is no longer kept. Lists with a limit of 0 have none.
type Privacy interface {
	// DeadlinesNaming lists by number the deadlines that name an account: who
	// asked, who is entrusted or entrusted it, who closed, who answered, who asked
	// for more time.
	DeadlinesNaming(RegionID, UserID) ([]Deadline, error)
	// SeriesNaming lists by number the series that name an account.
	SeriesNaming(RegionID, UserID) ([]Series, error)
	// BodiesNaming lists by number the bodies that name an account: who holds a
	// seat or is an alternate, at any time, and who recorded the body.
	BodiesNaming(RegionID, UserID) ([]Body, error)
	// MeetingsNaming lists by number the meetings that name an account: who sits,
	// holds a proxy, was asked, answered for another or went against a rule, who
	// planned, closed, and gave the minutes.
	MeetingsNaming(RegionID, UserID) ([]Meeting, error)
	// ProjectsNaming lists by number the projects that name an account: who leads
	// them, recorded them, said something of them.
	ProjectsNaming(RegionID, UserID) ([]Project, error)
	// OldNames lists the bodies of which a term ended before a day, and the
	// meetings before it, that hold the name of somebody without an account.
	OldNames(region RegionID, before calendar.Date) ([]string, error)
	// DeliveriesTo lists by due instant what is or was for an account alone.
	DeliveriesTo(RegionID, UserID) ([]Delivery, error)

	// FinishedDispatches lists, oldest first, the dispatches made before an
	// instant that are over and that no live card nor delivery under way needs.
	FinishedDispatches(region RegionID, before time.Time, limit int) ([]string, error)
	// DeleteDispatches deletes those of them that still are so, and counts them.
	DeleteDispatches([]string) (int, error)
	// StaleDrawings lists, oldest first, the dispatches made before an instant
	// that are over and that hold their drawing.
	StaleDrawings(region RegionID, before time.Time, limit int) ([]string, error)
	// EmptyDrawings takes the drawing out of those of them that are over, and
	// counts them.
	EmptyDrawings([]string) (int, error)
	// OldTexts lists, oldest first, the entries written before an instant whose
	// texts stand.
	OldTexts(region RegionID, before time.Time, limit int) ([]string, error)

	// Departed lists, the first to leave first, the inactive agents who left
	// before an instant and still have their account.
	Departed(region RegionID, before time.Time) ([]Agent, error)
	// EachDrawing gives the drawing of each dispatch of the region that holds
	// one, and whether that dispatch is over.
	EachDrawing(region RegionID, f func(id string, over bool, drawing []byte) error) error
	// Rename puts another identifier in the place of an account everywhere but in
	// deadlines, series, bodies, meetings, services and the journal: what is called after it, who
	// receives, whose deputy it is. The agent keeps its memberships and nothing
	// else; what was planned for it alone is cancelled, see [ReasonLeft].
	// ErrNotFound when the region does not know the account.
	Rename(region RegionID, from, to UserID) error
}

// Held is what jalon holds about a person.
type Held struct {
	Region Region
	// Agent is the zero one for somebody whom the region does not know.
	Agent    Agent
	Services []Service // of the region, closed ones included
	// Deputy is the user name of who receives in their stead.
	Deputy    string
	Deadlines []HeldDeadline
	// Answers are those they gave to data calls.
	Answers  []HeldAnswer
	Series   []Series
	Bodies   []Body
	Meetings []Meeting
	// BodyNames are how the bodies of the meetings are called, by number.
	BodyNames map[int]string
	Projects  []Project
	// Entries is what they did, the newest first, and About what was done about
	// them.
	Entries, About []HeldEntry
	Deliveries     []Delivery
	// Names are how the objects of the entries are called.
	Names RecordNames
}

// HeldDeadline is a deadline that names the person.
type HeldDeadline struct {
	Deadline
	// Seen tells that the person may see it: otherwise its texts are not theirs.
	Seen bool
}

// HeldAnswer is an answer that the person gave.
type HeldAnswer struct {
	DataAnswer
	// Questions are those of the data call, which the person may no longer see.
	Questions []Question
}

// HeldEntry is an entry of the journal about the person.
type HeldEntry struct {
	Entry
	// Seen tells that the person may see its object.
	Seen bool
}

// Hold reads what jalon holds about the person who asks.
func (p *Planner) Hold(ctx context.Context, call Call) (Held, error) {
	var h Held
	err := p.store.Read(ctx, func(tx Tx) error {
		r := holder{tx: tx, actor: call.Actor, journal: journalReader{tx: tx, actor: call.Actor, region: call.Actor.Region}}
		var err error
		h, err = r.read()
		return err
	})
	return h, wrap(err, "read what is held about %s", call.Actor.User)
}

// holder gathers what is held about one person.
type holder struct {
	tx      Tx
	actor   Actor
	journal journalReader
}

func (r *holder) read() (h Held, err error) {
	region, user := r.actor.Region, r.actor.User
	if h.Region, err = r.tx.Region(region); err != nil {
		return h, err
	}
	if h.Services, err = r.tx.Services(region); err != nil {
		return h, err
	}
	h.Agent, err = r.tx.Agent(region, user)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return h, err
	}
	if h.Deputy, err = UserName(r.tx, region, h.Agent.Deputy); err != nil {
		return h, err
	}
	found, err := r.tx.DeadlinesNaming(region, user)
	if err != nil {
		return h, err
	}
	for _, d := range found {
		h.Deadlines = append(h.Deadlines, HeldDeadline{d, Allowed(r.actor, ReadIt, d)})
	}
	if h.Answers, err = r.answers(); err != nil {
		return h, err
	}
	if h.Series, err = r.tx.SeriesNaming(region, user); err != nil {
		return h, err
	}
	if err := r.meetings(&h); err != nil {
		return h, err
	}
	if h.Projects, err = r.tx.ProjectsNaming(region, user); err != nil {
		return h, err
	}
	if h.Deliveries, err = r.tx.DeliveriesTo(region, user); err != nil {
		return h, err
	}
	if h.Entries, h.About, err = r.entries(); err != nil {
		return h, err
	}
	h.Names, err = r.names(h)
	return h, err
}

// answers reads what the person answered, with what was asked.
func (r *holder) answers() ([]HeldAnswer, error) {
	given, err := r.tx.AnswersBy(r.actor.Region, r.actor.User)
	if err != nil {
		return nil, err
	}
	var out []HeldAnswer
	for _, a := range given {
		c, err := r.tx.DataCall(a.Region, a.Call)
		if err != nil {
			return nil, err
		}
		out = append(out, HeldAnswer{a, c.Questions})
	}
	return out, nil
}

// meetings reads where the person sits, or is named.
func (r *holder) meetings(h *Held) (err error) {
	region, user := r.actor.Region, r.actor.User
	if h.Bodies, err = r.tx.BodiesNaming(region, user); err != nil {
		return err
	}
	if h.Meetings, err = r.tx.MeetingsNaming(region, user); err != nil {
		return err
	}
	h.BodyNames = map[int]string{}
	for _, m := range h.Meetings {
		if _, known := h.BodyNames[m.Body]; known {
			continue
		}
		b, err := r.tx.Body(region, m.Body)
		if err != nil {
			return err
		}
		h.BodyNames[m.Body] = b.Called()
	}
	return nil
}

// names finds how those whom the entries are about are called.
func (r *holder) names(h Held) (RecordNames, error) {
	names := RecordNames{Services: byID(h.Services), People: map[PersonID]string{}}
	for _, e := range slices.Concat(h.Entries, h.About) {
		if id, ok := strings.CutPrefix(string(e.Object), string(PersonRef(""))); ok {
			if err := r.journal.nameOf(names, PersonID(id)); err != nil {
				return names, err
			}
		}
	}
	return names, nil
}

// entries reads the journal of the person: what they did, and what was done
// about them.
func (r *holder) entries() (did, about []HeldEntry, err error) {
	person, err := r.tx.KnownPerson(r.actor.Region, r.actor.User)
	if errors.Is(err, ErrNotFound) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	for _, ask := range []struct {
		filter EntryFilter
		into   *[]HeldEntry
	}{{EntryFilter{Actor: person}, &did}, {EntryFilter{Object: PersonRef(person)}, &about}} {
		found, _, err := r.tx.FindEntries(r.actor.Region, ask.filter)
		if err != nil {
			return nil, nil, err
		}
		for _, e := range found {
			seen, err := r.journal.maySee(e.Object)
			if err != nil {
				return nil, nil, err
			}
			*ask.into = append(*ask.into, HeldEntry{e, seen || e.Object == PersonRef(person)})
		}
	}
	about = slices.DeleteFunc(about, func(e HeldEntry) bool { return e.Actor == person })
	return did, about, nil
}
