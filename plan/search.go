package plan

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"jalon/i18n"
)

// SearchKey is what the words of a [DeadlineFilter] are searched in: the title
// without its accents, its capitals and its typography.
func SearchKey(title string) string { return i18n.Fold(title) }

// Bounds of what is searched. A longer word is cut, in what is typed as in what
// is found.
const (
	longestWord = 32
	// MostWords is how many words a search may have.
	MostWords = 8
	// ShortestPrefix is how many letters of the beginning of a word find it.
	ShortestPrefix = 3
)

// smallWords link others and are not searched.
var smallWords = map[string]bool{
	"l": true, "d": true, "s": true, "n": true, "c": true, "j": true, "m": true, "t": true, "qu": true,
	"le": true, "la": true, "les": true, "un": true, "une": true, "de": true, "du": true, "des": true,
	"et": true, "ou": true, "a": true, "au": true, "aux": true, "en": true, "the": true, "of": true,
}

// SearchWords cuts a text into the words by which it is found, each once: folded,
// without the small words that link them. They hold the letters a to z and
// digits only, which every database sorts alike; a letter of another alphabet
// stands as its number.
func SearchWords(text string) []string {
	var words []string
	for _, word := range strings.FieldsFunc(i18n.Fold(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		word = plainWord(word)
		if !smallWords[word] && !slices.Contains(words, word) {
			words = append(words, word)
		}
	}
	return words
}

func plainWord(word string) string {
	const digits = "0123456789abcdef"
	var b strings.Builder
	for _, r := range word {
		if r < 0x80 {
			b.WriteRune(r)
			continue
		}
		for shift := 20; shift >= 0; shift -= 4 {
			b.WriteByte(digits[r>>shift&0xf])
		}
	}
	return b.String()[:min(b.Len(), longestWord)]
}

// MatchesBeginning tells whether a searched word also finds the words that it
// begins: a word of some letters does, a number is meant as it is.
func MatchesBeginning(word string) bool {
	return len(word) >= ShortestPrefix && !strings.ContainsAny(word, "0123456789")
}

// FindableKind is what sort of thing a search found.
type FindableKind string

// Kinds of things that are searched.
const (
	FindableDeadline FindableKind = "deadline"
	FindableService  FindableKind = "service"
	FindableAgent    FindableKind = "agent"
	FindableBody     FindableKind = "body"
	FindableMeeting  FindableKind = "meeting"
)

// Findable is what the search knows of a thing of the region: the words that
// find it, its place in the order of results, and who may see it.
type Findable struct {
	Region RegionID
	Ref    Ref
	Kind   FindableKind
	// Label is its title, with how a person is called and their function; the words of the label and of the names find it.
	Label string
	// Names are its short names: who types one whole finds it first.
	Names []string
	// Closed puts it after what is open.
	Closed bool
	// Due orders results, the soonest first, or the latest first once closed;
	// zero for a thing without date, which comes after those that have one.
	Due time.Time
	// Public lets everybody in the region see it. Otherwise it is seen, unless
	// Restricted, from the territory of Services, and always by Services
	// themselves and by Users.
	Public     bool
	Restricted bool
	Services   []ServiceID
	Users      []UserID
}

// Findable is what the search knows of a deadline.
func (d Deadline) Findable() Findable {
	f := Findable{
		Region: d.Region, Ref: d.Ref(), Kind: FindableDeadline, Label: d.Title, Names: []string{string(d.Ref())},
		Closed: d.State != Open, Due: d.DueAt, Restricted: d.Restricted, Users: []UserID{d.Author},
	}
	for _, p := range d.Parts {
		f.Services = append(f.Services, p.Service)
		f.Users = append(f.Users, p.Assignee)
	}
	return f
}

// Findable is what the search knows of a service.
func (s Service) Findable() Findable {
	return Findable{
		Region: s.Region, Ref: ServiceRef(s.ID), Kind: FindableService, Label: s.Name,
		Names: append([]string{s.Code, s.ChannelName}, s.Aliases...), Closed: s.Closed, Public: true,
	}
}

// Findable is what the search knows of an agent.
func (a Agent) Findable() Findable {
	f := Findable{
		Region: a.Region, Ref: AgentRef(a.User), Kind: FindableAgent, Label: strings.TrimSpace(a.Name + " " + a.Called + " " + a.Function), Names: []string{a.Username},
		Closed: !a.Active, Users: []UserID{a.User},
	}
	for _, m := range a.Services {
		f.Services = append(f.Services, m.Service)
	}
	return f
}

// Findable is what the search knows of a body. Who holds its seats is no part of it.
func (b Body) Findable() Findable {
	return Findable{
		Region: b.Region, Ref: b.Ref(), Kind: FindableBody, Label: b.Name + " " + b.Kind,
		Names: []string{string(b.Ref()), b.Short}, Closed: b.Closed, Public: true,
	}
}

// Findable is what the search knows of a meeting of a body: the names of the body, and the place.
func (m Meeting) Findable(b Body) Findable {
	return Findable{
		Region: m.Region, Ref: m.Ref(), Kind: FindableMeeting, Label: b.Name + " " + b.Short + " " + b.Kind + " " + m.Place,
		Names: []string{string(m.Ref())}, Closed: !m.State.Ahead(), Due: m.StartAt, Public: true,
	}
}

// SearchQuery is what a reader looks for.
type SearchQuery struct {
	Words  []string // as [SearchWords] gives them; all must be found
	Sight  Sight
	Limit  int
	Offset int
}

// SearchResults is one page of what a reader may see that has the words: first
// what has them for a short name, then what has them whole, then what has words
// that they begin; in each, what is open before what is closed, the soonest first.
type SearchResults struct {
	// Words are those found: other than those asked for when a slip was forgiven.
	Words []string
	Found []Hit
	Total int
}

// Hit is one thing found.
type Hit struct {
	Ref  Ref
	Kind FindableKind
}

// Searching is the part of a transaction about finding things by their words.
// Whatever else a transaction stores is findable at once.
type Searching interface {
	// Search lists what a reader may see that has all the words. When there is
	// nothing, it forgives one typing slip in one word or two (see [Slip]): the
	// words searched are then the nearest that give something.
	Search(RegionID, SearchQuery) (SearchResults, error)
}
