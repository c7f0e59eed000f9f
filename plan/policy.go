package plan

import "jalon/i18n"

// Right is something that may be done to a deadline, or in the region.
type Right string

// Rights on deadlines.
const (
	ReadIt     Right = "read"     // see it in lists, cards and search
	CreateIt   Right = "create"   // ask for something by a date
	ChangeIt   Right = "change"   // close a part, postpone, assign, change, cancel
	CloseAll   Right = "closeAll" // close for every concerned service at once
	RestrictIt Right = "restrict" // hide its title from all but its services
)

// Rights on bodies and their meetings; see [AllowedIn].
const (
	ReadMeetings   Right = "meetings" // see bodies, seats and meetings
	ManageMeetings Right = "manage"   // create and change bodies, plan, move and cancel meetings
	ProposeIt      Right = "propose"  // propose who represents the préfet
	DecideIt       Right = "decide"   // designate outside the list, go against a rule with a reason
	AnswerIt       Right = "answer"   // accept or refuse for oneself
)

// Rights on projects; see [AllowedOn].
const (
	ReadProjects   Right = "projects"       // see projects, their outlooks and their amounts
	ManageProjects Right = "manageProjects" // create, change and close projects and programmes
	ReportOn       Right = "report"         // give the outlook, the progress, the blockers of a project
	CountIt        Right = "count"          // say how many files of a call a department has; see [AllowedIn]
)

// Rights on credits; see [AllowedIn]. Deciding of them takes [DecideIt].
const (
	ReadCredits   Right = "credits"       // see the programming of a department, or of the region
	ManageCredits Right = "manageCredits" // create funds, set envelopes, record amounts, propose redeployments
)

// Rights in the region, which no deadline is about.
const (
	ManageServices Right = "services" // create, change, close services
	ManageAgents   Right = "agents"   // attach agents, give roles, hand over what somebody holds
	ReadJournal    Right = "journal"  // read the whole journal, not only one's own and what one sees
	UseIt          Right = "use"      // ask for help, see one's own week and data
)

// extent is how far a role may use a right.
type extent string

const (
	nowhere    extent = "no"
	ownRecords extent = "own records" // what one asked for, or is entrusted with
	ownService extent = "own service" // and own records
	inReach    extent = "in reach"    // the territory of one's service and below; and own records
	anywhere   extent = "anywhere"    // in the region
)

// policy is who may do what. Roles are held in a service, whose territory is the
// reach of the role: the region for the coordination (SGAR), the department or
// the arrondissement for a préfecture or a sous-préfecture, the service itself
// for any other. So « coordination » of the SGAR is the chargé de mission and the
// secretariat, « décision » of the SGAR the adjoint and the cabinet,
// « contribution » of a préfecture the correspondent of a department, and
// « contribution » of any other service its agents. A member of the SGAR's
// channel coordinates. What only who runs the program may do (import, backup,
// purge) is no right of a person in the chat.
//
// Nothing here is a rule of law: it is the default that the house starts with.
var policy = map[Right]struct{ coordination, decision, contribution, reading extent }{
	//                coordination décision   contribution lecture
	ReadIt:         {inReach, inReach, inReach, inReach},
	CreateIt:       {anywhere, anywhere, anywhere, nowhere},
	ChangeIt:       {inReach, inReach, ownService, nowhere},
	CloseAll:       {inReach, inReach, ownRecords, nowhere},
	RestrictIt:     {inReach, inReach, ownRecords, nowhere},
	ReadMeetings:   {anywhere, anywhere, anywhere, anywhere},
	ManageMeetings: {inReach, inReach, ownService, nowhere},
	ProposeIt:      {inReach, inReach, ownService, nowhere},
	DecideIt:       {nowhere, inReach, nowhere, nowhere},
	AnswerIt:       {anywhere, anywhere, anywhere, anywhere},
	ReadProjects:   {inReach, inReach, inReach, inReach},
	ManageProjects: {inReach, inReach, ownService, nowhere},
	ReportOn:       {inReach, inReach, ownService, nowhere},
	ReadCredits:    {inReach, inReach, inReach, inReach},
	ManageCredits:  {inReach, inReach, nowhere, nowhere},
	CountIt:        {inReach, inReach, ownService, nowhere},
	ManageServices: {inReach, inReach, nowhere, nowhere},
	ManageAgents:   {inReach, inReach, nowhere, nowhere},
	ReadJournal:    {inReach, inReach, nowhere, nowhere},
	UseIt:          {anywhere, anywhere, anywhere, anywhere},
}

// extentOf is how far a role may use a right.
func extentOf(r Right, role Role) extent {
	row := policy[r]
	switch role {
	case RoleCoordination:
		return row.coordination
	case RoleDecision:
		return row.decision
	case RoleContribution:
		return row.contribution
	case RoleReading:
		return row.reading
	default:
		return nowhere
	}
}

// rules say each right in words, for the help and for refusals.
var rules = map[Right]i18n.Msg{
	ReadIt: i18n.T(
		"la coordination ; chaque service pour ce qui le concerne, une préfecture pour son département",
		"the coordination; each service for what concerns it, a préfecture for its department"),
	CreateIt: i18n.T("les agents d’un service de la région, sauf en lecture seule",
		"the agents of a service of the region, unless they only read"),
	ChangeIt: i18n.T("le service responsable, la personne chargée de l’échéance, la coordination",
		"the service in charge, the person entrusted with the deadline, the coordination"),
	CloseAll: i18n.T("la personne qui l’a demandée et la coordination",
		"the person who asked for it and the coordination"),
	RestrictIt: i18n.T("la personne qui l’a demandée et la coordination",
		"the person who asked for it and the coordination"),
	ReadMeetings: i18n.T("les agents des services de la région", "the agents of the services of the region"),
	ManageMeetings: i18n.T(
		"la coordination et le rôle décision ; une préfecture pour les instances de son département",
		"the coordination and the décision role; a préfecture for the bodies of its department"),
	ProposeIt: i18n.T(
		"la coordination et le rôle décision ; une préfecture pour les instances de son département",
		"the coordination and the décision role; a préfecture for the bodies of its department"),
	DecideIt: i18n.T("le rôle décision", "the décision role"),
	AnswerIt: i18n.T("la personne à qui la question est posée, ou la coordination en son nom, à sa demande",
		"the person who is asked, or the coordination on their behalf, at their request"),
	ReadProjects: i18n.T(
		"la coordination ; une préfecture pour son département, un service pour ses projets",
		"the coordination; a préfecture for its department, a service for its projects"),
	ManageProjects: i18n.T(
		"la coordination et le rôle décision ; une préfecture pour son département, un service pour ses projets",
		"the coordination and the décision role; a préfecture for its department, a service for its projects"),
	ReportOn: i18n.T(
		"le pilote du projet, son service, les agents de la préfecture de son territoire, la coordination",
		"the lead of the project, its service, the agents of the préfecture of its territory, the coordination"),
	ReadCredits: i18n.T(
		"la coordination et le rôle décision ; une préfecture pour son département",
		"the coordination and the décision role; a préfecture for its department"),
	ManageCredits: i18n.T(
		"la coordination et le rôle décision, dans leur ressort",
		"the coordination and the décision role, within their reach"),
	CountIt: i18n.T(
		"la coordination et le rôle décision du SGAR ; les agents d’une préfecture pour son département",
		"the coordination and the décision role of the SGAR; the agents of a préfecture for its department"),
	ManageServices: i18n.T("la coordination et le rôle décision du SGAR", "the coordination and the décision role of the SGAR"),
	ManageAgents:   i18n.T("la coordination et le rôle décision du SGAR", "the coordination and the décision role of the SGAR"),
	ReadJournal:    i18n.T("la coordination et le rôle décision du SGAR", "the coordination and the décision role of the SGAR"),
	UseIt:          i18n.T("toutes les personnes de la région", "everybody in the region"),
}

// Rule says in words who has a right; the zero message for a right that does
// not exist.
func (r Right) Rule() i18n.Msg { return rules[r] }
