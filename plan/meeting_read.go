package plan

import (
	"context"
	"errors"
	"slices"
	"strings"

	"jalon/i18n"
)

// MeetingView is a meeting with what is needed to show it.
type MeetingView struct {
	Meeting
	Body Body
	// Deadlines are those that its steps became, by number.
	Deadlines map[int]Deadline
	// Called says how the people with an account are called, see [CalledOf].
	Called map[UserID]string
	// Conflicts are those of whoever is asked to sit, or sits, by seat.
	Conflicts map[int][]Conflict
}

// Seat returns the representation for a seat, and whether the meeting has one.
func (m Meeting) Seat(number int) (Representation, bool) {
	for _, s := range m.Seats {
		if s.Seat == number {
			return s, true
		}
	}
	return Representation{}, false
}

// kindShort are the usual short names of kinds of bodies, that people put before
// the body's: « CA EPF ».
var kindShort = map[string]string{
	"conseil d administration": "CA",
	"comite de pilotage":       "COPIL",
	"comite technique":         "COTECH",
	"assemblee generale":       "AG",
	"conseil de surveillance":  "CS",
	"comite de suivi":          "CS",
}

// organs are the kinds that are an organ of what the short name says: « CA de
// l’EPF », but « COPIL ERBM ».
var organs = []string{"CA", "AG", "CS"}

// ShortKind is the usual short name of the body's kind, or of the one that its
// name ends with; empty when it has none.
func (b Body) ShortKind() string {
	if b.Kind != "" {
		return kindShort[kindKey(b.Kind)]
	}
	if _, kind, after := strings.Cut(b.Name, ","); after {
		return kindShort[kindKey(strings.TrimSpace(kind))]
	}
	return ""
}

// kindKey is a kind as [kindShort] knows it.
func kindKey(kind string) string {
	return strings.NewReplacer("’", " ", "'", " ", "-", " ").Replace(i18n.Fold(kind))
}

// Sitting is how one speaks of its meetings: « CA de l’EPF », « COPIL ERBM ».
func (b Body) Sitting() string {
	short := b.ShortKind()
	if short == "" || b.Short == "" || strings.Contains(" "+i18n.Fold(b.Short)+" ", " "+i18n.Fold(short)+" ") {
		return b.Called()
	}
	alone := Body{Name: b.Short}
	if !slices.Contains(organs, short) || alone.article() == noArticle {
		return short + " " + b.Short
	}
	return short + " " + alone.OfThe(i18n.FR)
}

var textUnknownMeeting = i18n.T(
	"**{ref}** n’existe pas dans la région.\nPour la retrouver : `/seance liste`",
	"**{ref}** does not exist in the region.\nTo find it: `/seance liste`")

// meetingNumbered reads a meeting; NotFound, with words, when the region has none
// of that number.
func meetingNumbered(tx Tx, region RegionID, number int) (Meeting, error) {
	m, err := tx.Meeting(region, number)
	if errors.Is(err, ErrNotFound) {
		return m, Refuse(NotFound, textUnknownMeeting.With("ref", MeetingRef(number)))
	}
	return m, err
}

// LoadMeeting reads a meeting with what is needed to show it, inside a
// transaction. NotFound when the region has none of that number.
func LoadMeeting(tx Tx, region RegionID, number int) (MeetingView, error) {
	m, err := meetingNumbered(tx, region, number)
	if err != nil {
		return MeetingView{}, err
	}
	b, err := bodyNamed(tx, region, m.Body)
	if err != nil {
		return MeetingView{}, err
	}
	return viewMeeting(tx, b, m)
}

// viewMeeting completes a meeting that is at hand.
func viewMeeting(tx Tx, b Body, m Meeting) (MeetingView, error) {
	v := MeetingView{
		Meeting: m, Body: b, Deadlines: map[int]Deadline{}, Conflicts: map[int][]Conflict{},
	}
	for _, s := range m.Steps {
		if _, known := v.Deadlines[s.Deadline]; known || s.Deadline == 0 {
			continue
		}
		d, err := tx.Deadline(m.Region, s.Deadline)
		if err != nil {
			return v, err
		}
		v.Deadlines[s.Deadline] = d
	}
	var err error
	if v.Called, err = CalledOf(tx, m.Region, v.people()); err != nil {
		return v, err
	}
	for _, s := range m.Seats {
		if s.Who.IsZero() || !m.State.Ahead() {
			continue
		}
		found, err := conflictsOf(tx, m.Region, s.Who, m)
		if err != nil {
			return v, err
		}
		away, err := awayAmong(tx, m.Region, []Sitting{{Engagement: Engagement{Meeting: m, Body: b}, Seat: s}})
		if err != nil {
			return v, err
		}
		if found = append(found, away...); len(found) > 0 {
			v.Conflicts[s.Seat] = found
		}
	}
	return v, nil
}

// people lists the accounts of the meeting and of its body.
func (v MeetingView) people() []UserID {
	users := append(v.Body.people(), v.Author, v.MinutesBy, v.ClosedBy)
	for _, s := range v.Seats {
		users = append(users, s.Who.User, s.Proxy.User, s.OverrideBy)
		for _, a := range s.Asks {
			users = append(users, a.Who.User, a.AnsweredBy)
		}
	}
	return slices.DeleteFunc(users, func(u UserID) bool { return u == "" || u.Former() })
}

// ViewMeeting reads a meeting with what is needed to show it. NotFound when the
// region has none of that number.
func (p *Planner) ViewMeeting(ctx context.Context, region RegionID, number int) (MeetingView, error) {
	var v MeetingView
	err := p.store.Read(ctx, func(tx Tx) (err error) {
		v, err = LoadMeeting(tx, region, number)
		return err
	})
	return v, wrap(err, "view %s", MeetingRef(number))
}

// FindMeetings lists the meetings selected, by start, and how many there are in all.
func (p *Planner) FindMeetings(ctx context.Context, region RegionID, f MeetingFilter) (found []Meeting, total int, err error) {
	err = p.store.Read(ctx, func(tx Tx) (err error) {
		found, total, err = tx.FindMeetings(region, f)
		return err
	})
	return found, total, wrap(err, "find meetings")
}
