package plan

import (
	"context"
	"time"

	"jalon/calendar"
)

// Store keeps everything. Implementations are package store's two engines.
type Store interface {
	// Read runs f in a read-only transaction that sees one state of the data.
	Read(ctx context.Context, f func(Tx) error) error
	// Write runs f in one transaction, committed when f returns nil and rolled
	// back otherwise. It runs f again when the engine asks for it (busy,
	// serialization), so f must change nothing outside the transaction. It
	// returns ErrBusy when retries were in vain.
	Write(ctx context.Context, f func(Tx) error) error
}

// Tx is what can be done inside a transaction. Lookups of a missing row return
// ErrNotFound. Rows are born at version 1. Updates are optimistic: they take the Version that was read,
// store Version+1, and return ErrStale when the row changed meanwhile.
type Tx interface {
	Directory
	Deadlines
	Bodies
	Meetings
	Projects
	Credits
	DataCallStore
	Localities
	Searching
	Ledger
	Journal
	// AddHandover records what was handed over.
	AddHandover(Handover) error
	Handover(region RegionID, id string) (Handover, error)
	Privacy
	// NextNumber takes the next number of a sequence of the region ("E"),
	// starting at 1. Numbers are never reused, even after a rollback of others.
	NextNumber(region RegionID, sequence string) (int, error)
	// NextNumbers takes so many numbers of a sequence together, and returns the first.
	NextNumbers(region RegionID, sequence string, n int) (int, error)
	// Once records a key of the region and tells whether it is the first time:
	// what must be done once is done by whoever is told so.
	Once(region RegionID, key string, at time.Time) (bool, error)
	// Life tells when jalon was last known to run; zero before it ever did.
	Life() (Life, error)
	// PutLife records it.
	PutLife(Life) error
	// ForgetOnce forgets the keys recorded before an instant, and counts them.
	ForgetOnce(before time.Time) (int, error)
}

// Directory is the part of a transaction about regions, services and agents.
type Directory interface {
	Regions() ([]Region, error)
	Region(RegionID) (Region, error)
	// PutRegion inserts the region, or updates it when Version > 0.
	PutRegion(Region) error
	// Services lists the services of a region by code, closed ones included.
	Services(RegionID) ([]Service, error)
	// ServiceByChannel finds the open service that owns the channel.
	ServiceByChannel(RegionID, ChannelID) (Service, error)
	// PutService inserts the service, or updates it when Version > 0.
	// ErrDuplicate when another service of the region has the code.
	PutService(Service) error
	// Agent returns an agent with memberships.
	Agent(RegionID, UserID) (Agent, error)
	// AgentByName finds an active agent by user name, whatever the case.
	AgentByName(RegionID, string) (Agent, error)
	// LeftAgentByName finds the agent of that user name, whatever the case, who
	// left last.
	LeftAgentByName(RegionID, string) (Agent, error)
	// Agents lists the agents of a region by user name, inactive ones included:
	// twenty thousand in a large region, never to be asked for one request.
	Agents(RegionID) ([]Agent, error)
	// AgentsAmong lists those of the accounts that the region knows, by account,
	// inactive ones included.
	AgentsAmong(RegionID, []UserID) ([]Agent, error)
	// AgentsAway lists by account those who are away on a day between two, both included.
	AgentsAway(region RegionID, from, to calendar.Date) ([]Agent, error)
	// AgentsOf lists the agents of a service by user name, inactive ones included.
	AgentsOf(RegionID, ServiceID) ([]Agent, error)
	// AgentsDeputised lists by user name the active agents whose deputy is one
	// of the accounts, whether they are away or not.
	AgentsDeputised(RegionID, []UserID) ([]Agent, error)
	// AgentsWithDigest lists by account the active agents who asked for a personal point.
	AgentsWithDigest(RegionID) ([]Agent, error)
	// UsernamesFrom lists the user names of active agents that begin so,
	// whatever the case, at most limit.
	UsernamesFrom(region RegionID, prefix string, limit int) ([]string, error)
	// ActiveUsers lists the accounts of the active agents of a region.
	ActiveUsers(RegionID) ([]UserID, error)
	// PutAgent inserts the agent, or updates it when Version > 0; memberships
	// are replaced by those given.
	PutAgent(Agent) error
	// PutSlashToken stores or replaces the token of a trigger.
	PutSlashToken(SlashToken) error
	SlashTokens(RegionID) ([]SlashToken, error)
}

// Deadlines is the part of a transaction about deadlines.
type Deadlines interface {
	// AddDeadline inserts a deadline with its parts; Version must be 1.
	AddDeadline(Deadline) error
	// Deadline returns a deadline with its parts in the order they were added.
	Deadline(region RegionID, number int) (Deadline, error)
	// DeadlinesOf returns those of the numbers that are there, by number.
	DeadlinesOf(region RegionID, numbers ...int) ([]Deadline, error)
	// DeadlineVersions returns the version of each of the deadlines that are there.
	DeadlineVersions(region RegionID, numbers ...int) (map[int]int, error)
	// UpdateDeadline stores the deadline and replaces its parts.
	UpdateDeadline(Deadline) error
	// PutSeries inserts the series, or updates it when Version > 0.
	PutSeries(Series) error
	Series(region RegionID, number int) (Series, error)
	// SeriesOwedBy lists by number the series that go on and of which a part is
	// the person's, or the service's when no person is given.
	SeriesOwedBy(RegionID, UserID, ServiceID) ([]Series, error)
	// FindDeadlines lists the deadlines selected, by due instant then number,
	// with their parts, and how many there are without Limit and Offset.
	FindDeadlines(RegionID, DeadlineFilter) (found []Deadline, total int, err error)
}

// Bodies is the part of a transaction about bodies, their seats and the templates
// of their meetings.
type Bodies interface {
	// PutBody inserts the body with its seats and terms, or updates it and
	// replaces them when Version > 0. ErrDuplicate when another open body of the
	// region has its short name.
	PutBody(Body) error
	// Body returns a body with its seats and terms.
	Body(region RegionID, number int) (Body, error)
	// FindBodies lists the bodies selected, by short name or name then number,
	// and how many there are without Limit and Offset.
	FindBodies(RegionID, BodyFilter) (found []Body, total int, err error)
	// PutTemplate inserts the template, or updates it when Version > 0.
	// ErrDuplicate when another one has its name.
	PutTemplate(Template) error
	// Template returns a template by its name, whatever its accents and capitals.
	Template(region RegionID, name string) (Template, error)
	// Templates lists the templates of a region by name.
	Templates(RegionID) ([]Template, error)
	// PutTravel records how many minutes it takes from one town to another,
	// either way; 0 or less forgets it. Two empty names are any two different
	// towns between which nothing is recorded.
	PutTravel(region RegionID, from, to string, minutes int) error
	// Travels gives the minutes recorded between towns, under their names folded
	// and sorted.
	Travels(RegionID) (map[[2]string]int, error)
	// TravelNames lists them with the towns as they were typed.
	TravelNames(RegionID) ([]Travel, error)
}

// Meetings is the part of a transaction about meetings and who represents the
// préfet at them.
type Meetings interface {
	// AddMeeting inserts a meeting with its representations and steps; Version
	// must be 1.
	AddMeeting(Meeting) error
	// UpdateMeeting stores the meeting and replaces its representations and steps.
	UpdateMeeting(Meeting) error
	// Meeting returns a meeting with its representations and steps.
	Meeting(region RegionID, number int) (Meeting, error)
	// FindMeetings lists the meetings selected with their representations and
	// steps, by day, start then number, and how many there are without Limit and Offset.
	FindMeetings(RegionID, MeetingFilter) (found []Meeting, total int, err error)
	// Sittings lists the seats of the meetings ahead between two days, both
	// included, by start, number of meeting and seat; and once each of these
	// meetings that has no seat, with a zero one.
	Sittings(region RegionID, from, to calendar.Date) ([]Sitting, error)
	// MeetingOfDeadline finds the meeting of which a deadline is a step.
	MeetingOfDeadline(region RegionID, deadline int) (Meeting, error)
	// LastMeetings gives, for each body that has one, the day of its last meeting
	// before a day, those that were cancelled or did not take place left out.
	LastMeetings(region RegionID, day calendar.Date) (map[int]calendar.Date, error)
	// Sitters lists once each those who hold or held a seat, or were asked to sit or
	// given a proxy: accounts without their name, and names without an account.
	Sitters(region RegionID) ([]Representative, error)
}

// Projects is the part of a transaction about projects and their programmes.
type Projects interface {
	// PutProgramme inserts the programme, or updates it when Version > 0.
	// ErrDuplicate when another one has its name.
	PutProgramme(Programme) error
	// Programmes lists the programmes of a region by name.
	Programmes(RegionID) ([]Programme, error)
	// PutProject inserts the project, or updates it when Version > 0.
	PutProject(Project) error
	// AddProjects inserts new projects together.
	AddProjects([]Project) error
	// ProjectsAmong lists by number the projects that have one of these numbers, or
	// one of these identifiers of files.
	ProjectsAmong(region RegionID, numbers []int, externals []string) ([]Project, error)
	// Project returns a project.
	Project(region RegionID, number int) (Project, error)
	// FindProjects lists the projects selected, the worst outlook first, then by
	// number, and how many there are without Limit and Offset.
	FindProjects(RegionID, ProjectFilter) (found []Project, total int, err error)
	// CountProjects counts the projects selected by departments and outlook, in
	// their order.
	CountProjects(RegionID, ProjectFilter) ([]ProjectCounts, error)
	// AddProjectUpdate keeps what was said of a project; its Rank is given here.
	AddProjectUpdate(ProjectUpdate) error
	// ProjectUpdates lists what was said of a project, the newest first, and how
	// many there are without limit and offset; a limit of 0 is none.
	ProjectUpdates(region RegionID, number, limit, offset int) ([]ProjectUpdate, int, error)
	// PutProjectCall inserts what a project that is a call for projects has
	// besides, or updates it when Version > 0 and replaces its steps.
	PutProjectCall(ProjectCall) error
	// ProjectCall returns it, with its steps in the order they were given.
	ProjectCall(region RegionID, project int) (ProjectCall, error)
	// PutFileCount records how many files a department has at a stage of a call,
	// in place of what was said before.
	PutFileCount(FileCount) error
	// FileCounts lists what was said of a call, by department and stage.
	FileCounts(region RegionID, project int) ([]FileCount, error)
}

// DataCallStore is the part of a transaction about what is asked of several services,
// beside the deadline that says until when and of whom.
type DataCallStore interface {
	// PutDataCall inserts the data call, or updates it when Version > 0.
	PutDataCall(DataCall) error
	// DataCall returns the one of a number.
	DataCall(region RegionID, number int) (DataCall, error)
	// AddAnswer keeps an answer. ErrDuplicate when the service already gave one of
	// that rank.
	AddAnswer(DataAnswer) error
	// Answers lists those of a data call by service, then in the order they came.
	Answers(region RegionID, call int) ([]DataAnswer, error)
	// AnswersBy lists those that an account gave, by data call, service and rank.
	AnswersBy(RegionID, UserID) ([]DataAnswer, error)
}

// Credits is the part of a transaction about funds, what they have, and what they
// give. A fund is named by its folded name.
type Credits interface {
	// PutFund inserts the fund, or updates it when Version > 0. ErrDuplicate when
	// another one has its name.
	PutFund(Fund) error
	// Funds lists the funds of a region by name.
	Funds(RegionID) ([]Fund, error)
	// PutEnvelope inserts the envelope, or updates it when Version > 0.
	PutEnvelope(Envelope) error
	// Envelopes lists the envelopes of a fund for a year, of every year when it is
	// 0, by year then department, the region's first.
	Envelopes(region RegionID, fund string, year int) ([]Envelope, error)
	// PutGrant inserts the grant, or updates it when Version > 0.
	PutGrant(Grant) error
	// Grant returns what a fund gives to a project in a year.
	Grant(region RegionID, project int, fund string, year int) (Grant, error)
	// AddGrants inserts new grants together.
	AddGrants([]Grant) error
	// FindGrants lists the grants selected, by project, year then fund.
	FindGrants(RegionID, GrantFilter) ([]Grant, error)
	// PutRedeployment inserts the redeployment, or updates it when Version > 0.
	PutRedeployment(Redeployment) error
	Redeployment(region RegionID, number int) (Redeployment, error)
	// Redeployments lists those of a fund for a year by number.
	Redeployments(region RegionID, fund string, year int) ([]Redeployment, error)
}

// Ledger is the part of a transaction about what must be said.
type Ledger interface {
	// PlanDelivery inserts a delivery; where its natural key stands already it
	// revives a cancelled row and leaves any other as it is. A revived row
	// keeps its ID and its Dispatch: the chat may have it already. It tells
	// whether the delivery now stands as given.
	PlanDelivery(Delivery) (bool, error)
	// Deliveries lists the deliveries of subjects by due instant.
	Deliveries(RegionID, ...Ref) ([]Delivery, error)
	// DeliveriesOf lists what dispatches carry, by due instant.
	DeliveriesOf(dispatchIDs ...string) ([]Delivery, error)
	// DueDeliveries lists planned deliveries due at or before now, the oldest
	// first, then by region, subject and recipient, at most limit.
	DueDeliveries(now time.Time, limit int) ([]Delivery, error)
	// DueTo lists those of one recipient in the same order, and keeps them from
	// other writers until the end of the transaction.
	DueTo(region RegionID, to Recipient, now time.Time, limit int) ([]Delivery, error)
	UpdateDelivery(Delivery) error
	// MoveDeliveries stores where deliveries stand: State, Reason, Dispatch, Drawn
	// and SentAt. ErrStale when one of them changed since it was read.
	MoveDeliveries([]Delivery) error
	// FindDeliveries lists the deliveries selected, by due instant then subject
	// and recipient, and how many there are without Limit and Offset. Of those
	// that tell one recipient of one subject at one moment, which several
	// schedules may hold, only the one that came furthest is there; one that was
	// announced for another moment is another.
	FindDeliveries(RegionID, LedgerFilter) (found []LedgerLine, total int, err error)
	// LedgerDepth measures what is due at now and not sent yet, and what failed
	// since an instant.
	LedgerDepth(now, since time.Time) (LedgerDepth, error)

	// AddDispatch inserts dispatches.
	AddDispatch(...Dispatch) error
	Dispatch(id string) (Dispatch, error)
	DispatchByKey(key string) (Dispatch, error)
	// ClaimableDispatches lists dispatches that are ready or in doubt with
	// NextTry at or before real, or sending with a lease that ended before
	// real; oldest NextTry first, at most limit, kept from other writers until
	// the end of the transaction.
	ClaimableDispatches(real time.Time, limit int) ([]Dispatch, error)
	UpdateDispatch(Dispatch) error
	// MoveDispatches stores how far the calls of dispatches are: Post, Channel,
	// State, Reason, Attempts, the times of the tries and the lease. It returns
	// those that it stored, at their new version; the others changed since they
	// were read, and stay as they are.
	MoveDispatches([]Dispatch) (moved []Dispatch, err error)
	// ReadyTo lists the ready dispatches of a notice, or of all when it is empty,
	// to a recipient that make a post, oldest NextTry first, kept from other
	// writers until the end of the transaction.
	ReadyTo(RegionID, Recipient, Notice) ([]Dispatch, error)
	// LastTo returns the NextTry of the last of the dispatches that make a post for
	// a recipient, are ready and held by nobody; the zero time when there is none.
	LastTo(RegionID, Recipient) (time.Time, error)
	// CountWaiting counts the deliveries to a recipient that are frozen and not
	// sent.
	CountWaiting(RegionID, Recipient) (int, error)
	// EditUnderWay tells whether an edit of a post is ready, sending or in doubt.
	EditUnderWay(region RegionID, post string) (bool, error)
	// Reserve keeps other transactions from what a name stands for until the
	// end of this one; false when another one has it.
	Reserve(name string) (bool, error)
	// UnsentDispatches lists the dispatches of a subject that are ready, sending or in doubt.
	UnsentDispatches(RegionID, Ref) ([]Dispatch, error)

	// AddCard records live cards. ErrDuplicate when a post already shows the subject:
	// that card stays as it is, and the others are recorded.
	AddCard(...LiveCard) error
	// CardsOf lists the cards of a subject in the order they were added.
	CardsOf(RegionID, Ref) ([]LiveCard, error)
	// CardByPost finds the card of a subject on a post.
	CardByPost(region RegionID, post string, subject Ref) (LiveCard, error)
	// StaleCards lists live cards that must be drawn again (not Dead, Wanted
	// above Drawn) and on whose post no edit is ready, sending or in doubt, by
	// region, post and subject, at most limit, kept from other writers until the
	// end of the transaction.
	StaleCards(limit int) ([]LiveCard, error)
	UpdateCard(LiveCard) error

	// Horizon returns the due instant of the next planned delivery and the
	// instant of the next dispatch to try (or of the next lease to end);
	// zero times when there is none. A stale card counts as to be tried at once,
	// which is told as 1 January 1970.
	Horizon() (due, try time.Time, err error)
}

// Journal is the part of a transaction about what was done and by whom.
type Journal interface {
	// Person returns the opaque identifier of an account, made if need be.
	Person(RegionID, UserID) (PersonID, error)
	// KnownPerson returns the identifier of an account that has one.
	KnownPerson(RegionID, UserID) (PersonID, error)
	// PersonUser returns the account behind an identifier, empty once erased.
	PersonUser(RegionID, PersonID) (UserID, error)
	// ErasePerson cuts the identifier of an account from it, for good. It does
	// nothing for an account without one.
	ErasePerson(RegionID, UserID) error

	// AddEntry appends to the journal, with a new salt, and queues the entry
	// for its seal.
	AddEntry(Entry) error
	// Entries lists the journal of an object in the order it was written.
	Entries(RegionID, Ref) ([]Entry, error)
	// FindEntries lists the entries selected, the newest first, and how many
	// there are without Limit and Offset.
	FindEntries(RegionID, EntryFilter) (found []Entry, total int, err error)
	// EraseText erases the texts of an entry; what they were stays proved by
	// nothing but the digest.
	EraseText(region RegionID, entry string) error

	// UnsealedEntries lists entries of the region that wait for their seal, by
	// instant, then rank and identifier, at most limit.
	UnsealedEntries(region RegionID, limit int) ([]Evidence, error)
	// Head returns the end of the chain, the zero one before it begins.
	Head(RegionID) (Head, error)
	// AddSeals adds seals to the chain and takes their entries off the queue;
	// the head moves from the version given to the last of them. ErrStale when
	// another sealer moved it.
	AddSeals(Head, []Seal) error
	// EachSeal gives the seals of a region between two numbers, both included,
	// in their order, each with its entry; ID is empty where that is missing.
	EachSeal(region RegionID, from, to int, f func(Evidence) error) error
	// CountEntries counts the entries of a region, and those that wait for
	// their seal.
	CountEntries(RegionID) (all, waiting int, err error)
	// StrayEntry returns the first entry that is neither sealed nor waiting.
	StrayEntry(RegionID) (Entry, error)

	// AddToldHead records an end of the chain that was told. ErrDuplicate when
	// one was told for the month.
	AddToldHead(ToldHead) error
	// ToldHeads lists what was told, by month.
	ToldHeads(RegionID) ([]ToldHead, error)
}
