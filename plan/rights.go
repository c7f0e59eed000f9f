package plan

import "jalon/i18n"

// Right is something that may be done to a deadline, or in the region.
type Right string

// Rights on deadlines.
const (
	ReadIt   Right = "read"
	CreateIt Right = "create"
	ChangeIt Right = "change"   // close a part, postpone, assign, change, cancel
	CloseAll Right = "closeAll" // close for every concerned service at once
)

// Rights in the region, which no deadline is about.
const (
	ManageServices Right = "services" // create, change, close services
	ManageAgents   Right = "agents"   // attach agents, give roles, hand over what somebody holds
	ReadJournal    Right = "journal"  // read the whole journal, not only one's own and what one sees
)

// Allowed is the one place where rights are decided. Every agent of the region
// reads and creates; a deadline is changed by the agents of its concerned
// services, by the person a part is assigned to and by the coordination; it is
// closed for everybody at once by its author or the coordination.
func Allowed(a Actor, r Right, d Deadline) bool {
	switch r {
	case ReadIt:
		return true
	case CreateIt:
		return len(a.Services) > 0
	case CloseAll:
		return a.Coordinates || (a.User != "" && a.User == d.Author)
	case ChangeIt:
		return a.Coordinates || concerned(a, d)
	case ManageServices, ManageAgents, ReadJournal:
		return a.Coordinates
	default:
		return false
	}
}

// concerned tells whether the deadline has a part that the actor answers for.
func concerned(a Actor, d Deadline) bool {
	for _, p := range d.Parts {
		if answersFor(a, p) {
			return true
		}
	}
	return false
}

// answersFor tells whether the part is the actor's to give.
func answersFor(a Actor, p Part) bool {
	return a.In(p.Service) || (p.Assignee != "" && p.Assignee == a.User)
}

var (
	textNoChange = i18n.T(
		"{ref} ne peut pas être modifiée depuis votre compte. Rien n’a changé.\n"+
			"Règle : elle revient aux agents {services}, et à la coordination.\n"+
			"Pour l’obtenir : demandez à entrer dans le canal du service, ou écrivez au SGAR.",
		"{ref} cannot be changed from your account. Nothing has changed.\n"+
			"Rule: the agents of {services} and the coordination may change it.\n"+
			"To get this right: ask to join the service’s channel, or write to the SGAR.")
	textNoCloseAll = i18n.T(
		"{ref} ne peut pas être close pour tous depuis votre compte. Rien n’a changé.\n"+
			"Règle : seules la personne qui l’a demandée et la coordination closent pour tous.\n"+
			"Pour votre service : `/echeance fait {ref}`",
		"{ref} cannot be closed for everybody from your account. Nothing has changed.\n"+
			"Rule: only the person who asked for it and the coordination close it for everybody.\n"+
			"For your service: `/echeance fait {ref}`")
	textNoCreate = i18n.T(
		"Votre compte n’est rattaché à aucun service de la région. Rien n’est enregistré.\n"+
			"Pour y entrer : demandez à rejoindre le canal de votre service.",
		"Your account belongs to no service of the region. Nothing is saved.\n"+
			"To get in: ask to join your service’s channel.")
)

// refuseChange says why the actor may not change the deadline.
func refuseChange(d Deadline, names map[ServiceID]Service) error {
	return Refuse(Denied, textNoChange.With("ref", d.Ref(), "services", services(d, names)))
}

// services lists the services of a deadline, in the order of its parts.
func services(d Deadline, names map[ServiceID]Service) namesOf {
	list := make(namesOf, 0, len(d.Parts))
	for _, p := range d.Parts {
		list = append(list, names[p.Service])
	}
	return list
}
