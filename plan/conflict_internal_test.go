package plan

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"jalon/calendar"
)

func TestTown(t *testing.T) {
	for place, want := range map[string]string{
		"":                              "",
		"Euratechnologies, Lille":       "Lille",
		"Lille":                         "Lille",
		"2 rue Jacquemars, 59000 Lille": "Lille",
		"Préfecture, 59039 Lille Cedex": "Lille",
		"Salle A, Lille CEDEX 9":        "Lille",
		"Préfecture de Laon":            "Laon",
		"Préfecture d’Arras":            "Arras",
		"Sous-préfecture d'Avesnes":     "Avesnes",
		"Hôtel de ville de Lille":       "Lille",
		"Préfecture de région":          "Préfecture de région",
		"Préfecture du Nord":            "Préfecture du Nord",
		"Préfecture de la Somme":        "Préfecture de la Somme",
		"Euratechnologies (Lille)":      "Lille",
		"Lille (salle Jean-Sans-Peur)":  "Lille",
		"Visioconférence":               "",
		"Teams":                         "",
		"Mairie, Boulogne-sur-Mer":      "Boulogne-sur-Mer",
		"80":                            "80",
	} {
		if got := Town(place); got != want {
			t.Errorf("Town(%q) = %q, want %q", place, got, want)
		}
	}
}

func TestTravelBetweenTowns(t *testing.T) {
	recorded := travels{townPair("lille", "laon"): 130}
	usual := travels{townPair("lille", "laon"): 130, anyTowns: 45}
	for _, c := range []struct {
		in   travels
		a, b string
		want int
	}{
		{nil, "Lille", "Laon", UsualTravel},
		{recorded, "Préfecture, Laon", "Euratechnologies, LILLE", 130},
		{recorded, "Lille", "Arras", UsualTravel},
		{usual, "Lille", "Arras", 45},
		{usual, "Lille", "Laon", 130},
		{usual, "Salle A, Lille", "Salle B, Lille", 0},
		{usual, "Lille", "", 0},
		{usual, "Lille", "visio", 0},
	} {
		if got := c.in.between(c.a, c.b); got != c.want {
			t.Errorf("from %q to %q: %d min, want %d", c.a, c.b, got, c.want)
		}
	}
}

// sat reads "SE1 lemaire 11 9:30-11:00 Lille": who sits where on a day of December 2026.
func sat(t *testing.T, line string) Sitting {
	t.Helper()
	w := strings.Fields(line)
	n, ok := ParseMeetingRef(w[0])
	if !ok || len(w) < 5 {
		t.Fatalf("sitting %q", line)
	}
	var s Sitting
	s.Number, s.State, s.Place = n, Confirmed, w[4]
	s.Start = calendar.Moment{Date: calendar.Date{Year: 2026, Month: time.December}, Zone: "Europe/Paris"}
	if _, err := fmt.Sscan(w[2], &s.Start.Date.Day); err != nil {
		t.Fatal(err)
	}
	from, to, _ := strings.Cut(w[3], "-")
	if from != "?" {
		s.HasTime = true
		s.Start.Time = clockAt(t, from)
		if to != "" {
			s.End = clockAt(t, to)
		}
	}
	s.Seat = Representation{Seat: 1, State: Accepted, Who: Representative{Name: w[1]}}
	if user, ok := strings.CutPrefix(w[1], "@"); ok {
		s.Seat.Who = Representative{User: UserID(user), Name: "M. " + user}
	}
	return s
}

func clockAt(t *testing.T, text string) calendar.TimeOfDay {
	t.Helper()
	at, err := calendar.ParseTimeOfDay(text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestConflicts(t *testing.T) {
	for _, c := range []struct {
		name     string
		sittings []string
		want     []string // "SE1 SE2 travel"
	}{
		{"hours that overlap", []string{"SE1 @l 11 09:00-11:00 Lille", "SE2 @l 11 09:30 Lille"}, []string{"SE1 SE2 0"}},
		{"one ends when the other begins", []string{"SE1 @l 11 09:00-11:00 Lille", "SE2 @l 11 11:00 Lille"}, nil},
		{"without an end, two hours", []string{"SE1 @l 11 09:00 Lille", "SE2 @l 11 10:59 Lille", "SE3 @l 11 15:00 Lille"}, []string{"SE1 SE2 0"}},
		{"no time for the road", []string{"SE1 @l 11 09:00-11:00 Lille", "SE2 @l 11 12:30 Laon"}, []string{"SE1 SE2 120"}},
		{"time for the road", []string{"SE1 @l 11 09:00-11:00 Lille", "SE2 @l 11 13:00 Laon"}, nil},
		{"the road at night", []string{"SE1 @l 11 22:00-23:00 Lille", "SE2 @l 12 00:30 Laon"}, []string{"SE1 SE2 120"}},
		{"no hour known: the whole day", []string{"SE1 @l 11 ? Lille", "SE2 @l 11 18:00 Laon"}, []string{"SE1 SE2 120"}},
		{"no hour known: that day alone", []string{"SE1 @l 11 ? Lille", "SE2 @l 12 00:30 Laon"}, nil},
		{"two people", []string{"SE1 @l 11 09:00 Lille", "SE2 @m 11 09:00 Lille"}, nil},
		{"by name, whatever the accents", []string{"SE1 M.Béal 11 09:00 Lille", "SE2 m.beal 11 09:00 Lille"}, []string{"SE1 SE2 0"}},
		{"a name is not anybody's account", []string{"SE1 @l 11 09:00 Lille", "SE2 l 11 09:00 Lille"}, nil},
		{"two seats of one meeting", []string{"SE1 @l 11 09:00 Lille", "SE1 @l 11 09:00 Lille"}, nil},
		{"once for two seats", []string{"SE1 @l 11 09:00 Lille", "SE1 @l 11 09:00 Lille", "SE2 @l 11 09:00 Lille"}, []string{"SE1 SE2 0"}},
		{"three at once", []string{"SE3 @l 11 09:00 Lille", "SE1 @l 11 09:00 Lille", "SE2 @l 11 10:00 Lille"}, []string{"SE1 SE3 0", "SE1 SE2 0", "SE3 SE2 0"}},
	} {
		var all []Sitting
		for _, line := range c.sittings {
			all = append(all, sat(t, line))
		}
		found, err := travels{}.conflictsAmong(all)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range found {
			got = append(got, fmt.Sprintf("%s %s %d", f.A.Ref(), f.B.Ref(), f.Travel))
		}
		if strings.Join(got, ", ") != strings.Join(c.want, ", ") {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// Who is asked, sits, or holds a proxy is expected; who was passed over is not.
func TestExpected(t *testing.T) {
	who, proxy := Representative{Name: "M. Lemaire"}, Representative{Name: "Mme Vasseur"}
	for state, want := range map[RepresentationState]Representative{
		Proposed: who, Accepted: who, ToReconfirm: who, ByProxy: proxy,
		ToDesignate: {}, ToApprove: {}, ToDecide: {}, Unattended: {}, Attended: {}, Absent: {}, NoLonger: {}, "": {},
	} {
		s := Sitting{Seat: Representation{State: state, Who: who, Proxy: proxy}}
		if got := s.expected(); got != want {
			t.Errorf("%q: %v, want %v", state, got, want)
		}
	}
}

func TestQuorum(t *testing.T) {
	seats := func(states ...RepresentationState) (out []Sitting) {
		for i, s := range states {
			out = append(out, Sitting{Voting: true, Seat: Representation{Seat: i + 1, State: s}})
		}
		return out
	}
	advisory := append(seats(Accepted), Sitting{Seat: Representation{Seat: 2, State: Accepted}})
	for _, c := range []struct {
		name         string
		body         Body
		seats        []Sitting
		sure, needed int
	}{
		{"a half of the seats", Body{Chair: ChairState}, seats(Accepted, Proposed, ToDesignate, ByProxy, Unattended), 2, 3},
		{"a third", Body{Chair: ChairState, Rules: BodyRules{Quorum: Quorum{1, 3}}}, seats(Accepted, Proposed, Proposed, Proposed), 1, 2},
		{"a number", Body{Chair: ChairState, Rules: BodyRules{Quorum: Quorum{Number: 4}}}, seats(Accepted, Accepted), 2, 4},
		{"an advisory seat does not count", Body{Chair: ChairState}, advisory, 1, 1},
		{"members that are not recorded, where we preside", Body{Chair: ChairState, Rules: BodyRules{Members: 10}}, seats(Accepted), 1, 5},
		{"members that are not recorded, where we only sit", Body{Chair: ChairOther, Rules: BodyRules{Members: 10}}, seats(Proposed), 9, 5},
		{"no seat recorded", Body{Chair: ChairState}, nil, 0, 0},
	} {
		if sure, needed := quorum(c.body, c.seats); sure != c.sure || needed != c.needed {
			t.Errorf("%s: %d of %d, want %d of %d", c.name, sure, needed, c.sure, c.needed)
		}
	}
}
