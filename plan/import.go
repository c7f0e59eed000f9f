package plan

import (
	"cmp"
	"context"
	"slices"

	"jalon/i18n"
)

// Cell is where something stands in a spreadsheet. Row counts the header as 1;
// Sheet is empty for a file of one table; Column is empty for a whole row.
type Cell struct {
	Sheet  string
	Row    int
	Column string
}

// in is a cell of the same row.
func (c Cell) in(column string) Cell {
	c.Column = column
	return c
}

// Columns of the lists of services and agents, by which problems and changes
// are named.
const (
	ColumnCode           = "code"
	ColumnName           = "name"
	ColumnAliases        = "aliases"
	ColumnKind           = "kind"
	ColumnParent         = "parent"
	ColumnDepartment     = "department"
	ColumnArrondissement = "arrondissement"
	ColumnChannel        = "channel"
	ColumnHolidayZone    = "holidays"
	ColumnTimeZone       = "timezone"
	ColumnOpens          = "opens"
	ColumnCloses         = "closes"
	ColumnDigest         = "digest"
	ColumnLadder         = "ladder"
	ColumnReferents      = "referents"
	ColumnAccount        = "account"
	ColumnService        = "service"
	ColumnRole           = "role"
	ColumnDeputy         = "deputy"
)

// AgentLine is what a list says of an agent: one service of one account. An
// empty role is that of a contributor; an empty deputy is not said.
type AgentLine struct {
	At      Cell
	Account string // user name or e-mail address
	Service string // by code
	Role    Role
	Deputy  string // user name or e-mail address
}

// ImportProblem is what keeps a list from being imported, or what whoever
// imports it should know.
type ImportProblem struct {
	At   Cell
	Text i18n.Line
}

// ServiceImport is a list of services and agents to be stored.
type ServiceImport struct {
	Services []ServiceLine
	Agents   []AgentLine
	// Problems are those that the reader of the file has met: nothing is stored
	// when there is one.
	Problems []ImportProblem
}

// LineState is what an import does with a line.
type LineState string

// States of a line.
const (
	LineNew     LineState = "new"
	LineChanged LineState = "changed"
	LineSame    LineState = "same"
	LineWrong   LineState = "wrong" // see the problems
)

// FieldChange is a field that an import changes, as texts.
type FieldChange struct{ Column, Before, After string }

// LineReport is what an import does with a line, or would do.
type LineReport struct {
	At      Cell
	Name    string // the code of a service, the account of an agent
	State   LineState
	Changes []FieldChange
}

// ImportReport is what an import did, or would do.
type ImportReport struct {
	Applied  bool
	Services []LineReport
	Agents   []LineReport
	// Problems keep the whole from being stored; Warnings do not.
	Problems, Warnings []ImportProblem
	// NoAccount are the accounts that the chat does not know, NoChannel the
	// channels; Unasked is what could not be asked of it.
	NoAccount, NoChannel, Unasked []string
}

// Finder finds on the chat server what a list names. It returns [ErrNotFound]
// for what does not exist there; any other error means that it cannot be asked.
type Finder interface {
	// Account finds an active member of the region by user name or e-mail address.
	Account(ctx context.Context, region RegionID, name string) (Member, error)
	// Channel finds a channel of the region that is not archived.
	Channel(ctx context.Context, region RegionID, name string) (ChannelID, error)
}

// ImportServices stores a list of services and agents in one transaction, or
// only says what it would do. Services are known by their code and none is
// ever deleted; agents are attached by hand. What the database does not know
// is asked of the chat server before. Nothing is stored when there is a
// problem, and a list that is stored already changes nothing.
func (p *Planner) ImportServices(ctx context.Context, call Call, list ServiceImport, find Finder, apply bool) (ImportReport, error) {
	var asked answers
	err := p.store.Read(ctx, func(tx Tx) (err error) {
		asked, err = questions(tx, call.Actor.Region, list)
		return err
	})
	if err != nil {
		return ImportReport{}, wrap(err, "read what the list names")
	}
	if err := asked.ask(ctx, call.Actor.Region, find); err != nil {
		return ImportReport{}, err
	}
	var work *importing
	run := func(tx Tx) (err error) {
		if work, err = draft(tx, call, list, asked); err != nil {
			return err
		}
		if !apply || len(work.report.Problems) > 0 {
			return nil
		}
		work.report.Applied = true
		return work.save(p, tx)
	}
	if apply {
		err = p.write(ctx, run)
	} else {
		err = p.store.Read(ctx, run)
	}
	if err != nil {
		return ImportReport{}, wrap(err, "import services")
	}
	if work.moved {
		p.channelsChanged()
	}
	return work.report, nil
}

var textNoImport = i18n.T(
	"Les services et les agents ne peuvent pas être importés depuis votre compte. Rien n’a changé.\n"+
		"Règle\u202f: cela revient à la coordination.\nPour l’obtenir\u202f: écrivez au SGAR.",
	"Services and agents cannot be imported from your account. Nothing has changed.\n"+
		"Rule: this is up to the coordination.\nTo get this right: write to the SGAR.")

// importing is an import under way.
type importing struct {
	call   Call
	list   ServiceImport
	asked  answers
	known  []Service
	merged []Service // of list.Services
	agents []draftAgent
	ranks  map[UserID]int // of the agents in the list above
	moved  bool           // a service has another channel
	report ImportReport
}

// draft works out what the list would change.
func draft(tx Tx, call Call, list ServiceImport, asked answers) (*importing, error) {
	if !Allowed(call.Actor, ManageServices, Deadline{}) || !Allowed(call.Actor, ManageAgents, Deadline{}) {
		return nil, Refuse(Denied, textNoImport.With())
	}
	work := &importing{call: call, list: list, asked: asked, ranks: map[UserID]int{}}
	work.report.Problems = slices.Clone(list.Problems)
	work.report.NoAccount, work.report.NoChannel, work.report.Unasked = asked.missing()
	var err error
	if work.known, err = tx.Services(call.Actor.Region); err != nil {
		return nil, err
	}
	if err := work.draftServices(tx); err != nil {
		return nil, err
	}
	if err := work.draftAgents(tx); err != nil {
		return nil, err
	}
	work.settle()
	return work, nil
}

// problem reports what keeps the list from being stored: one thing for a cell,
// the first.
func (w *importing) problem(at Cell, text i18n.Line) {
	if !slices.ContainsFunc(w.report.Problems, func(p ImportProblem) bool { return p.At == at }) {
		w.report.Problems = append(w.report.Problems, ImportProblem{at, text})
	}
}

// settle puts the problems in the order of the file, and marks their lines.
func (w *importing) settle() {
	slices.SortStableFunc(w.report.Problems, func(a, b ImportProblem) int {
		return cmp.Or(w.sheetRank(a.At)-w.sheetRank(b.At), a.At.Row-b.At.Row)
	})
	wrong := map[Cell]bool{}
	for _, p := range w.report.Problems {
		wrong[p.At.in("")] = true
	}
	for _, lines := range [][]LineReport{w.report.Services, w.report.Agents} {
		for i := range lines {
			if wrong[lines[i].At] {
				lines[i].State = LineWrong
			}
		}
	}
}

// sheetRank puts the services before the agents.
func (w *importing) sheetRank(at Cell) int {
	if len(w.list.Agents) > 0 && at.Sheet == w.list.Agents[0].At.Sheet {
		return 1
	}
	return 0
}

func (w *importing) warn(at Cell, text i18n.Line) {
	w.report.Warnings = append(w.report.Warnings, ImportProblem{at, text})
}

// save stores what the draft changes, with its entries of the journal; what the
// services owe follows.
func (w *importing) save(p *Planner, tx Tx) error {
	dir, err := look(tx, w.call.Actor.Region, w.call.Actor.User, w.call.Actor.Username, w.call.Place)
	if err != nil {
		return err
	}
	for i, s := range w.merged {
		line := w.report.Services[i]
		if line.State == LineSame {
			continue
		}
		change := ServiceChange{After: s}
		if line.State == LineChanged {
			change.Before = w.known[serviceWithCode(w.known, s.Code)]
		}
		if err := p.putServiceAndFollow(tx, &dir, w.known, change, w.call); err != nil {
			return wrap(err, "service %s", s.Code)
		}
		w.moved = w.moved || change.Before.Channel != s.Channel
	}
	for _, a := range w.agents {
		if len(a.changes) == 0 {
			continue
		}
		if err := tx.PutAgent(a.Agent); err != nil {
			return wrap(err, "agent %s", a.Username)
		}
		if err := w.noteAgent(p, tx, a); err != nil {
			return err
		}
	}
	return nil
}

// servicesField is where an [AgentRecord] holds the services that an import gave.
const servicesField = "services"

// noteAgent writes the journal entry of what an import changes of an agent. The
// deputy is named by [PersonID], as everybody in the journal.
func (w *importing) noteAgent(p *Planner, tx Tx, a draftAgent) error {
	person, err := tx.Person(a.Region, a.User)
	if err != nil {
		return err
	}
	before, after := map[string]any{}, map[string]any{}
	var left, held []string // a person may have several lines
	for _, c := range a.changes {
		if c.Column != ColumnService {
			continue
		}
		held = append(held, c.After)
		if c.Before != "" {
			left = append(left, c.Before)
		}
	}
	if len(held) > 0 {
		after[servicesField] = held
	}
	if len(left) > 0 {
		before[servicesField] = left
	}
	if a.was != a.Deputy {
		was, err := personOf(tx, a.Region, a.was)
		if err != nil {
			return err
		}
		is, err := personOf(tx, a.Region, a.Deputy)
		if err != nil {
			return err
		}
		before[ColumnDeputy], after[ColumnDeputy] = was, is
	}
	if a.Version == 0 {
		return p.journal(tx, w.call, "agent.ajouter", PersonRef(person), nil, after, "")
	}
	return p.journal(tx, w.call, "agent.modifier", PersonRef(person), before, after, "")
}
