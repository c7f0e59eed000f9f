package plan

import (
	"slices"
	"strconv"
	"time"

	"jalon/calendar"
)

const projectMark = "PR"

// ProjectRef is the identifier of the n-th project of a region: "PR105".
func ProjectRef(n int) Ref { return Ref(projectMark + strconv.Itoa(n)) }

// ParseProjectRef reads "PR105" or "pr105" and gives its number; false when the
// word is not the identifier of a project. "P112" is a budget programme.
func ParseProjectRef(word string) (int, bool) { return markedNumber(word, projectMark) }

// Project is something that the State follows or pays for in the region: an
// action of a contract, an operation, a call for projects.
type Project struct {
	Region RegionID
	Number int
	Name   string // "ERBM, renouveau du bassin minier"
	Short  string // "ERBM"; unique in the region among open projects, whatever its accents and capitals
	// Programme is the name of the [Programme] it belongs to, empty for none.
	Programme string
	// Departments are official numbers in order, "59"; none for the whole region.
	Departments []string
	// Place is where it is, as it was typed or imported: "Leforest". PlaceCode is
	// the INSEE code of the commune or the SIREN of the EPCI, when it is known.
	Place, PlaceCode string
	// Service leads it; Lead is the person who answers for its outlook.
	Service  ServiceID
	Lead     UserID
	Owner    string // porteur de projet, maître d’ouvrage
	Partners string

	Outlook Outlook
	Trend   Trend
	Comment string
	// Progress is a percentage, [NoProgress] when it is not known.
	Progress int
	Blocker  string // what blocks it, empty for nothing
	// Milestone is what comes next, on MilestoneOn; one may be said without the other.
	Milestone   string
	MilestoneOn calendar.Date
	Links       []Link
	// Fields are what its programme has of its own, in the order they were given.
	Fields []ProjectField
	// Refs are the deadlines and the meetings attached to it.
	Refs []Ref
	// External is its identifier in the file it was imported from, with the name
	// of the column: "numero_dossier_ds:12578999"; empty for what was typed.
	External string

	Closed bool
	Reason string // why it was closed
	// UpdatedAt is when something true of it was last said, by UpdatedBy; zero when
	// nothing was since it was created. ConfirmedAt is when it was last said to be
	// unchanged, which counts for its freshness and is no update.
	UpdatedAt   time.Time
	UpdatedBy   UserID
	ConfirmedAt time.Time
	Author      UserID
	CreatedAt   time.Time
	Version     int
}

// ProjectField is something that a programme follows besides what every project
// has: « logements livrés ».
type ProjectField struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// NoProgress is the progress of a project that nobody gave.
const NoProgress = -1

// Ref is the project's identifier.
func (p Project) Ref() Ref { return ProjectRef(p.Number) }

// Called is the short name where there is one, else the name.
func (p Project) Called() string {
	if p.Short != "" {
		return p.Short
	}
	return p.Name
}

// FreshAt is the instant from which its freshness counts: the last time somebody
// said something of it, were it that nothing changed, else its creation.
func (p Project) FreshAt() time.Time {
	fresh := p.CreatedAt
	for _, at := range []time.Time{p.UpdatedAt, p.ConfirmedAt} {
		if at.After(fresh) {
			fresh = at
		}
	}
	return fresh
}

// Field is the value of a field, empty when it has none of that name.
func (p Project) Field(name string) string {
	for _, f := range p.Fields {
		if SearchKey(f.Name) == SearchKey(name) {
			return f.Value
		}
	}
	return ""
}

// clone is a copy that shares nothing with the project.
func (p Project) clone() Project {
	p.Departments = slices.Clone(p.Departments)
	p.Links = slices.Clone(p.Links)
	p.Fields = slices.Clone(p.Fields)
	p.Refs = slices.Clone(p.Refs)
	return p
}

// ProjectFilter selects projects; zero fields select all open ones.
type ProjectFilter struct {
	// Words are as [SearchWords] cuts them: each must begin a word of the name, the
	// short name, the place, the owner or the programme; a number must be one.
	Words []string
	Short string // exactly this short name, folded
	// Departments keeps those that lie in one of them.
	Departments []string
	// Programmes keeps those of one of these programmes, by folded name.
	Programmes []string
	// Outlooks keeps those that have one of them; [OutlookNone] may be among them.
	Outlooks []Outlook
	Lead     UserID
	Service  ServiceID
	// Blocked keeps those that something blocks.
	Blocked bool
	// StaleAt keeps those of which nothing was said since that instant.
	StaleAt time.Time
	// Closed lists closed ones too.
	Closed bool
	// Attached keeps those to which this deadline or meeting is attached.
	Attached Ref
	// Sight keeps what a reader may see; nil for all.
	Sight  *ProjectSight
	Limit  int // 0 for no limit
	Offset int
}

// ProjectSight is which projects somebody may see.
type ProjectSight struct {
	// All sees every project of the region.
	All bool
	// Departments are those whose projects are seen; projects of the whole region
	// are seen with any of them.
	Departments []string
	// Services are those whose own projects are seen.
	Services []ServiceID
	// Users are the reader and those the reader stands in for, who lead projects
	// or asked for them. Empty for a channel.
	Users []UserID
}

// Sees tells whether a project may be seen.
func (s ProjectSight) Sees(p Project) bool {
	switch {
	case s.All, slices.Contains(s.Users, p.Lead), slices.Contains(s.Users, p.Author), p.Service != "" && slices.Contains(s.Services, p.Service):
		return true
	case len(p.Departments) == 0:
		return len(s.Departments) > 0
	default:
		return slices.ContainsFunc(p.Departments, func(d string) bool { return slices.Contains(s.Departments, d) })
	}
}

// UpdateKind is what an update of a project says.
type UpdateKind string

// Kinds of updates.
const (
	UpdateOutlook   UpdateKind = "outlook"   // another outlook, or a comment on the same
	UpdateUnchanged UpdateKind = "unchanged" // said to be as it was
	UpdateProgress  UpdateKind = "progress"
	UpdateBlocker   UpdateKind = "blocker" // one that is told, or lifted when Text is empty
)

// ProjectUpdate is one thing that was said of a project. They are kept.
type ProjectUpdate struct {
	Region   RegionID
	Project  int
	Rank     int // 1, 2… in the order they were said
	At       time.Time
	By       UserID
	Kind     UpdateKind
	Outlook  Outlook // as it was from then on
	Progress int     // as it was from then on, [NoProgress] for none
	Text     string  // the comment, or the blocker
}

// ProjectCounts is how many projects lie in the same departments and have the same
// outlook.
type ProjectCounts struct {
	Departments []string // empty for projects of the whole region
	Outlook     Outlook
	Projects    int
}

// SearchedWords are the words that find a project: those of its name and short
// name, of where it is, of who carries it, and of its programme.
func (p Project) SearchedWords() []string {
	return SearchWords(string(p.Ref()) + " " + p.Short + " " + p.Name + " " + p.Place + " " + p.Owner + " " + p.Programme)
}
