package plan

import (
	"slices"
	"strings"
	"time"

	"jalon/i18n"
)

// The sorts of things that are handed over.
const (
	ItemDeadline ItemKind = "deadline" // the open parts of one deadline
	ItemSeries   ItemKind = "series"   // what is owed of the occurrences to come
	ItemDeputy   ItemKind = "deputy"   // standing in for somebody away
	ItemReferent ItemKind = "referent" // referent of a service
	ItemProject  ItemKind = "project"  // a project that is led
)

// seriesKey begins the key of a series; the others' follow their kind.
const (
	seriesKey   = "serie-"
	deputyKey   = "suppleance-"
	referentKey = "referent-"
)

func listDeadlines(tx Tx, dir DirectoryView, from Holder, _ time.Time) ([]Item, error) {
	f := DeadlineFilter{State: Open, Assignee: from.User}
	if from.User == "" {
		f.Services, f.OpenParts = []ServiceID{from.Service}, true
	}
	found, _, err := tx.FindDeadlines(dir.Region.ID, f)
	var out []Item
	for _, d := range found {
		if slices.ContainsFunc(d.OpenParts(), func(part Part) bool { return from.owes(part.Assignee, part.Service) }) {
			out = append(out, Item{Kind: ItemDeadline, Key: string(d.Ref()), Title: d.Title, Due: d.Due})
		}
	}
	return out, err
}

// owes tells whether what a service owes, perhaps entrusted to somebody, is the
// holder's.
func (h Holder) owes(assignee UserID, service ServiceID) bool {
	if h.User != "" {
		return assignee == h.User
	}
	return service == h.Service
}

// moveDeadline gives the open parts to the other holder; the reminders follow.
func moveDeadline(p *Planner, tx Tx, m moving, item *Item) error {
	d, err := deadline(tx, m.dir.Region.ID, Ref(item.Key))
	if err != nil {
		return err
	}
	before, err := RecordDeadline(tx, d)
	if err != nil {
		return err
	}
	d.Parts = slices.Clone(d.Parts)
	if m.from.User != "" {
		m.assign(&d)
	} else {
		item.Merged = m.transfer(&d)
	}
	d.Revision++
	if err := p.reschedule(tx, m.dir, d, m.call.Now); err != nil {
		return err
	}
	if err := tx.UpdateDeadline(d); err != nil {
		return err
	}
	d.Version++
	if err := redraw(tx, d); err != nil {
		return err
	}
	return p.note(tx, m.call, "passation", &before, d, "")
}

// assign entrusts to the receiver the open parts entrusted to the other.
func (m moving) assign(d *Deadline) {
	for i := range d.Parts {
		if part := &d.Parts[i]; part.State == Open && part.Assignee == m.from.User {
			part.Assignee, part.AssignedBy = m.to.User, m.call.Actor.User
		}
	}
}

// transfer gives the open part of a service to another. Where that one already
// has a part, both become one, which is owed.
func (m moving) transfer(d *Deadline) (merged bool) {
	at := slices.IndexFunc(d.Parts, func(part Part) bool { return part.Service == m.from.Service })
	there := slices.IndexFunc(d.Parts, func(part Part) bool { return part.Service == m.to.Service })
	if there < 0 {
		d.Parts[at].Service = m.to.Service
		return false
	}
	if d.Parts[there].State != Open {
		d.Parts[there] = Part{Service: m.to.Service, Assignee: d.Parts[at].Assignee, AssignedBy: d.Parts[at].AssignedBy, State: Open, Until: d.Parts[at].Until}
	}
	d.Parts = slices.Delete(d.Parts, at, at+1)
	return true
}

func listSeries(tx Tx, dir DirectoryView, from Holder, _ time.Time) ([]Item, error) {
	found, err := tx.SeriesOwedBy(dir.Region.ID, from.User, from.Service)
	out := make([]Item, len(found))
	for i, s := range found {
		out[i] = Item{Kind: ItemSeries, Key: seriesKey + string(DeadlineRef(s.Number)), Title: s.Title}
	}
	return out, err
}

func moveSeries(_ *Planner, tx Tx, m moving, item *Item) error {
	n, _ := Ref(item.Key[len(seriesKey):]).number()
	s, err := tx.Series(m.dir.Region.ID, n)
	if err != nil {
		return err
	}
	var parts []SeriesPart
	for _, part := range s.Parts {
		if m.from.owes(part.Assignee, part.Service) {
			if m.from.User != "" {
				part.Assignee, part.AssignedBy = m.to.User, m.call.Actor.User
			} else {
				part.Service = m.to.Service
			}
		}
		if slices.ContainsFunc(parts, func(o SeriesPart) bool { return o.Service == part.Service }) {
			item.Merged = true
			continue
		}
		parts = append(parts, part)
	}
	s.Parts = parts
	return tx.PutSeries(s)
}

// listDeputies lists those whose absence is not over and whose deputy the
// holder is.
func listDeputies(tx Tx, dir DirectoryView, from Holder, now time.Time) ([]Item, error) {
	// Standing in gives sight of what the absent person follows: it is not passed on.
	if from.User == "" || !Allowed(dir.Actor, ManageAgents, Deadline{}) {
		return nil, nil
	}
	found, err := tx.AgentsDeputised(dir.Region.ID, []UserID{from.User})
	if err != nil {
		return nil, err
	}
	var out []Item
	for _, a := range found {
		today, err := dir.today(homeOf(a), now)
		if err != nil {
			return nil, err
		}
		if !a.AwayTo.Before(today) {
			out = append(out, Item{Kind: ItemDeputy, Key: deputyKey + a.Username, Title: a.Username})
		}
	}
	return out, nil
}

// moveDeputy makes the receiver stand in; somebody does not stand in for
// themselves, and then the channel of the service does.
func moveDeputy(p *Planner, tx Tx, m moving, item *Item) error {
	a, err := tx.AgentByName(m.dir.Region.ID, item.Key[len(deputyKey):])
	if err != nil {
		return err
	}
	before := Absence{a.AwayFrom, a.AwayTo, a.Deputy}
	if a.Deputy = m.to.User; a.User == m.to.User {
		a.Deputy = ""
	}
	if err := tx.PutAgent(a); err != nil {
		return err
	}
	return p.noteAbsence(tx, m.call, a.User, before, Absence{a.AwayFrom, a.AwayTo, a.Deputy})
}

func listReferents(_ Tx, dir DirectoryView, from Holder, _ time.Time) ([]Item, error) {
	if !Allowed(dir.Actor, ManageServices, Deadline{}) {
		return nil, nil
	}
	var out []Item
	for _, s := range dir.Services {
		if from.User != "" && slices.Contains(s.Referents, from.User) {
			out = append(out, Item{Kind: ItemReferent, Key: referentKey + oneWord(s.Code), Title: s.Name})
		}
	}
	return out, nil
}

func moveReferent(p *Planner, tx Tx, m moving, item *Item) error {
	i := slices.IndexFunc(m.dir.Services, func(s Service) bool { return referentKey+oneWord(s.Code) == item.Key })
	s := m.dir.Services[i]
	before := s.Referents
	s.Referents = slices.DeleteFunc(slices.Clone(before), func(user UserID) bool { return user == m.from.User || user == m.to.User })
	s.Referents = append(s.Referents, m.to.User)
	if err := tx.PutService(s); err != nil {
		return err
	}
	was, is, err := m.people(tx)
	if err != nil {
		return err
	}
	return p.journal(tx, m.call, "passation", Ref("S:"+string(s.ID)),
		map[string]PersonID{"referent": was}, map[string]PersonID{"referent": is}, "")
}

// people are the opaque identifiers of who hands over and of who receives.
func (m moving) people(tx Tx) (from, to PersonID, err error) {
	if from, err = personOf(tx, m.dir.Region.ID, m.from.User); err != nil {
		return "", "", err
	}
	to, err = personOf(tx, m.dir.Region.ID, m.to.User)
	return from, to, err
}

// oneWord writes the code of a service as one word of a key.
func oneWord(code string) string {
	word := []rune(i18n.Fold(code))
	for i, r := range word {
		if r == ' ' {
			word[i] = '-'
		}
	}
	return string(word)
}

// entitle gives an item the title, and the date, that its key stands for.
func (item *Item) entitle(tx Tx, region RegionID, services []Service) error {
	if user, ok := strings.CutPrefix(item.Key, deputyKey); ok {
		item.Title = user
		return nil
	}
	if number, n, ok := seatOfKey(item.Key); ok {
		b, err := bodyNamed(tx, region, number)
		s, _ := b.Seat(n)
		item.Title = seatTitle(b, s)
		return err
	}
	for _, s := range services {
		if item.Key == referentKey+oneWord(s.Code) {
			item.Title = s.Name
			return nil
		}
	}
	key, series := strings.CutPrefix(item.Key, seriesKey)
	n, ok := Ref(key).number()
	if !ok {
		return nil
	}
	d, err := tx.Deadline(region, n)
	item.Title, item.Discreet = d.Title, d.Discreet
	if !series {
		item.Due = d.Due
	}
	return err
}
