package plan

import "time"

// listProjects lists the open projects that a holder leads: a person, or a service
// where nobody does.
func listProjects(tx Tx, dir DirectoryView, from Holder, _ time.Time) ([]Item, error) {
	found, _, err := tx.FindProjects(dir.Region.ID, ProjectFilter{Lead: from.User, Service: serviceOnly(from)})
	var out []Item
	for _, p := range found {
		if from.User != "" || p.Lead == "" {
			out = append(out, Item{Kind: ItemProject, Key: string(p.Ref()), Title: p.Called()})
		}
	}
	return out, err
}

// serviceOnly is the service of a holder that is no person.
func serviceOnly(h Holder) ServiceID {
	if h.User != "" {
		return ""
	}
	return h.Service
}

// moveProject gives a project to another holder; the weekly question follows.
func moveProject(p *Planner, tx Tx, m moving, item *Item) error {
	number, _ := ParseProjectRef(item.Key)
	before, err := tx.Project(m.dir.Region.ID, number)
	if err != nil {
		return err
	}
	after := before.clone()
	if m.to.User != "" {
		after.Lead = m.to.User
	}
	if m.from.User == "" {
		after.Service = m.to.Service
	}
	_, err = p.storeProject(tx, m.call, "projet.modifier", before, after, "")
	return err
}
