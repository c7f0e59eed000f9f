package commands

import (
	"slices"
	"strings"
	"time"

	"jalon/calendar"
	"jalon/i18n"
	"jalon/plan"
)

// dataFile is what is held about somebody, as the file that they are handed
// says it. Its keys are French, whatever the language: they may be read by
// another program.
type dataFile struct {
	Read       dataNotice     `json:"a_lire"`
	Person     dataPerson     `json:"personne"`
	Services   []dataService  `json:"services"`
	Referent   []string       `json:"referent_de,omitempty"`
	Absence    *dataAbsence   `json:"absence,omitempty"`
	Point      string         `json:"point_personnel,omitempty"`
	Deadlines  []dataDeadline `json:"echeances"`
	Answers    []dataAnswer   `json:"reponses_aux_remontees,omitempty"`
	Series     []dataSeries   `json:"series"`
	Seats      []dataSeat     `json:"sieges,omitempty"`
	Projects   []dataProject  `json:"projets,omitempty"`
	Meetings   []dataMeeting  `json:"seances,omitempty"`
	Entries    []dataEntry    `json:"vos_actions_au_journal"`
	About      []dataEntry    `json:"actions_sur_votre_compte"`
	Deliveries []dataDelivery `json:"messages_prives"`
}

// dataNotice says what the law wants said.
type dataNotice struct {
	What       string `json:"ce_fichier"`
	Who        string `json:"responsable"`
	Why        string `json:"finalites"`
	HowLong    string `json:"durees"`
	Rights     string `json:"vos_droits"`
	Complain   string `json:"reclamation"`
	NeverThere string `json:"jamais_conserve"`
}

type dataPerson struct {
	Account  string `json:"compte"`
	Username string `json:"nom_d_utilisateur"`
	Name     string `json:"nom"`
	Called   string `json:"nom_souhaite,omitempty"`
	Function string `json:"fonction,omitempty"`
	Lang     string `json:"langue"`
	Active   bool   `json:"compte_actif"`
}

type dataService struct {
	Code   string `json:"code"`
	Name   string `json:"nom"`
	Role   string `json:"role"`
	Source string `json:"origine"`
}

type dataAbsence struct {
	From   string `json:"du,omitempty"`
	To     string `json:"au,omitempty"`
	Deputy string `json:"suppleant"`
}

type dataDeadline struct {
	Ref       string   `json:"identifiant"`
	Title     string   `json:"titre"`
	Due       string   `json:"date,omitempty"`
	State     string   `json:"etat,omitempty"`
	You       []string `json:"vous"`
	CreatedAt string   `json:"creee_le,omitempty"`
	ClosedAt  string   `json:"close_le,omitempty"`
	Notes     []string `json:"vos_notes,omitempty"`
}

// dataProject is a project that somebody leads, recorded, or said something of.
type dataProject struct {
	Ref  string   `json:"identifiant"`
	Name string   `json:"nom"`
	You  []string `json:"vous"`
}

var (
	textYouLead   = i18n.T("pilote", "lead")
	textYouAdded  = i18n.T("créé par vous", "created by you")
	textYouUpdate = i18n.T("mis à jour par vous", "updated by you")
)

// dataProjects lists the projects that name the person who asks.
func (e *Env) dataProjects(projects []plan.Project) []dataProject {
	var out []dataProject
	for _, p := range projects {
		one := dataProject{Ref: string(p.Ref()), Name: p.Name}
		if p.Lead == e.req.User {
			one.You = append(one.You, e.say(textYouLead))
		}
		if p.Author == e.req.User {
			one.You = append(one.You, e.say(textYouAdded))
		}
		if p.UpdatedBy == e.req.User || len(one.You) == 0 {
			one.You = append(one.You, e.say(textYouUpdate))
		}
		out = append(out, one)
	}
	return out
}

type dataSeries struct {
	Ref   string `json:"premiere_echeance"`
	Title string `json:"titre"`
	Ended bool   `json:"arretee"`
}

type dataEntry struct {
	At     string `json:"le"`
	Action string `json:"action"`
	Object string `json:"objet"`
	From   string `json:"depuis"`
	Place  string `json:"canal,omitempty"`
	Reason string `json:"motif,omitempty"`
}

type dataDelivery struct {
	Subject string `json:"objet"`
	Notice  string `json:"message"`
	Due     string `json:"prevu_le"`
	State   string `json:"etat"`
	SentAt  string `json:"envoye_le,omitempty"`
}

var (
	textDataWhat = i18n.T(
		"Tout ce que jalon conserve sur vous à cette date. Le titre, la date et l’état des échéances que vous ne pouvez plus voir n’y sont pas.",
		"All that jalon holds about you at this date, without the title, the date and the state of the deadlines that you may no longer see.")
	textDataWho = i18n.T(
		"L’administration qui met jalon à votre disposition dans la région {region}. Pour la joindre : {ask}",
		"The administration that runs jalon for you in the region {region}. To reach it: {ask}")
	textDataWhy = i18n.T(
		"Rappeler aux services ce qu’ils ont à remettre, savoir qui en répond, garder la trace de ce qui a été décidé.",
		"To remind the services of what they owe, to know who answers for it, to keep a trace of what was decided.")
	textDataHowLong = i18n.T(
		"Nom et compte : {agents} après votre départ, puis un pseudonyme. Traces techniques : {technical}. Textes du journal : {texts}.",
		"Name and account: {agents} after you leave, then a pseudonym. Technical traces: {technical}. Texts of the journal: {texts}.")
	textDataRights = i18n.T(
		"Accès : `/jalon mes-donnees`. Rectification : `/jalon agent corriger`. Effacement, limitation, opposition : écrivez au responsable.",
		"Access: `/jalon mes-donnees`. Rectification: `/jalon agent corriger`. Erasure, restriction, objection: write to the controller.")
	textDataComplain = i18n.T(
		"Auprès de la personne déléguée à la protection des données de votre administration, puis de la CNIL (www.cnil.fr).",
		"To the data protection officer of your administration, then to the CNIL (www.cnil.fr).")
	textDataNever = i18n.T(
		"Le motif d’une absence. Aucune évaluation ni aucun classement de personnes.",
		"Why somebody is away. No appraisal and no ranking of people.")
	textNotYours      = i18n.T("(titre que vous ne pouvez plus voir)", "(title that you may no longer see)")
	textYouAsked      = i18n.T("demandée par vous", "asked by you")
	textYouAnswer     = i18n.T("confiée à vous ({service})", "entrusted to you ({service})")
	textYouEntrust    = i18n.T("confiée par vous ({service})", "entrusted by you ({service})")
	textYouDid        = i18n.T("rendue par vous ({service})", "done by you ({service})")
	textYouClosed     = i18n.T("close par vous", "closed by you")
	textYouTold       = i18n.T("escalade adressée à vous", "escalation addressed to you")
	textDataByHand    = i18n.T("rattachement par la coordination", "attached by the coordination")
	textDataByChannel = i18n.T("membre du canal du service", "member of the service’s channel")
	textDataStates    = map[plan.State]i18n.Msg{
		plan.Open: i18n.T("ouverte", "open"), plan.Done: i18n.T("close", "closed"), plan.Cancelled: i18n.T("annulée", "cancelled"),
	}
	textDataSent = map[plan.DeliveryState]i18n.Msg{
		plan.Planned: i18n.T("prévu", "planned"), plan.Claimed: i18n.T("en cours d’envoi", "being sent"), plan.Sent: i18n.T("envoyé", "sent"),
		plan.Skipped: i18n.T("non envoyé", "not sent"), plan.Failed: i18n.T("échec", "failed"), plan.CancelledNotice: i18n.T("annulé", "cancelled"),
	}
)

// textDataNotices say what each message was about.
var textDataNotices = map[plan.Notice]i18n.Msg{
	plan.NoticeCard:     i18n.T("carte", "card"),
	plan.NoticeReminder: i18n.T("rappel", "reminder"),
	plan.NoticeAssigned: i18n.T("échéance confiée", "deadline entrusted"),
	plan.NoticeShared:   i18n.T("carte partagée", "shared card"),
	plan.NoticeLeft:     i18n.T("départ d’un agent", "departure of an agent"),
	plan.NoticeHandover: i18n.T("passation", "handover"),
	plan.NoticeJournal:  i18n.T("état du journal", "state of the journal"),

	plan.NoticePersonal: i18n.T("point personnel", "personal point"),

	plan.NoticeEscalation: i18n.T("escalade", "escalation"),

	plan.NoticeDigest:         i18n.T("point de la semaine", "point of the week"),
	plan.NoticeRefusing:       i18n.T("canal qui refuse les messages", "channel that refuses messages"),
	plan.NoticeWatch:          i18n.T("séances à pourvoir", "meetings to fill"),
	plan.NoticeTermEnding:     i18n.T("fin de mandat", "end of a term"),
	plan.NoticeDeparture:      i18n.T("sièges à pourvoir", "seats to refill"),
	plan.NoticeOutlook:        i18n.T("question sur la météo d’un projet", "question about the outlook of a project"),
	plan.NoticeRedeploy:       i18n.T("redéploiement à valider", "redeployment to decide"),
	plan.NoticeRedeployed:     i18n.T("redéploiement décidé", "redeployment decided"),
	plan.NoticeStorm:          i18n.T("projet en orage", "stormy project"),
	plan.NoticeCall:           i18n.T("appel à projets", "call for projects"),
	plan.NoticeCallMoved:      i18n.T("dates d’un appel à projets", "dates of a call for projects"),
	plan.NoticeDataCall:       i18n.T("question d’une remontée", "question of a data call"),
	plan.NoticeDataCallState:  i18n.T("état d’une remontée", "state of a data call"),
	plan.NoticeDataCallEnd:    i18n.T("clôture d’une remontée, au service", "close of a data call, to the service"),
	plan.NoticeDataCallClosed: i18n.T("clôture d’une remontée", "close of a data call"),
	plan.NoticeExtensionAsked: i18n.T("délai demandé", "more time asked"),
	plan.NoticeExtension:      i18n.T("délai accordé ou refusé", "more time given or refused"),
	plan.NoticeCallClosed:     i18n.T("clôture d’un appel à projets", "close of a call for projects"),
}

var (
	textDataAccount  = i18n.T("votre compte", "your account")
	textDataSomebody = i18n.T("un agent", "an agent")
	textDataRegion   = i18n.T("la région", "the region")
)

func (e *Env) dataFile(h plan.Held) dataFile {
	f := dataFile{
		Read: e.dataNotice(h.Region),
		Person: dataPerson{
			Account: string(e.req.User), Username: e.dir.Actor.Username, Name: h.Agent.Name,
			Called: h.Agent.Called, Function: h.Agent.Function, Lang: string(e.lang), Active: h.Agent.Active,
		},
		Services: []dataService{}, Deadlines: []dataDeadline{}, Series: []dataSeries{},
		Entries: e.dataEntries(h.Entries, h.Names), About: e.dataEntries(h.About, h.Names), Deliveries: []dataDelivery{},
	}
	services := map[plan.ServiceID]plan.Service{}
	for _, s := range h.Services {
		services[s.ID] = s
		if slices.Contains(s.Referents, e.req.User) {
			f.Referent = append(f.Referent, s.Code)
		}
	}
	for _, m := range h.Agent.Services {
		source := textDataByHand
		if m.Source == plan.ByChannel {
			source = textDataByChannel
		}
		f.Services = append(f.Services, dataService{services[m.Service].Code, services[m.Service].Name, e.say(roleNames[m.Role]), e.say(source)})
	}
	if a := h.Agent; a.Deputy != "" || !a.AwayFrom.IsZero() {
		f.Absence = &dataAbsence{From: dateOrNone(a.AwayFrom), To: dateOrNone(a.AwayTo), Deputy: h.Deputy}
	}
	if h.Agent.Digest != "" {
		f.Point = SayPoint(e.words, e.lang, h.Agent.Digest)
	}
	for _, d := range h.Deadlines {
		f.Deadlines = append(f.Deadlines, e.dataDeadline(d, replied(h, d.Number), services))
	}
	f.Answers = e.dataAnswers(h, services)
	for _, s := range h.Series {
		f.Series = append(f.Series, e.dataSeries(s, h.Deadlines))
	}
	f.Seats, f.Meetings, f.Projects = e.dataSeats(h.Bodies), e.dataMeetings(h), e.dataProjects(h.Projects)
	for _, d := range h.Deliveries {
		f.Deliveries = append(f.Deliveries, dataDelivery{
			e.dataObject(d.Subject, h.Names), e.dataMessage(d.Notice), e.stamp(d.DueAt), e.say(textDataSent[d.State]), e.stamp(d.SentAt),
		})
	}
	return f
}

func (e *Env) dataNotice(r plan.Region) dataNotice {
	return dataNotice{
		What: e.say(textDataWhat), Who: e.say(textDataWho, "region", regionName(r), "ask", e.dir.Ask()), Why: e.say(textDataWhy),
		HowLong: e.say(textDataHowLong, "agents", e.months(r.Keep.AgentMonths()),
			"technical", e.months(r.Keep.TechnicalMonths()), "texts", e.keptTexts(r.Keep.Texts)),
		Rights: e.say(textDataRights), Complain: e.say(textDataComplain), NeverThere: e.say(textDataNever),
	}
}

// dataDeadline says of a deadline what is about the person who asks, who answered it
// for some services.
func (e *Env) dataDeadline(d plan.HeldDeadline, answered []plan.ServiceID, services map[plan.ServiceID]plan.Service) dataDeadline {
	out := dataDeadline{Ref: string(d.Ref()), Title: e.say(textNotYours), CreatedAt: e.stamp(d.CreatedAt)}
	if d.Seen {
		out.Title, out.Due, out.State = d.Title, d.Due.Date.String(), e.say(textDataStates[d.State])
		out.ClosedAt = e.stamp(d.ClosedAt)
	}
	me := e.req.User
	you := func(is bool, m i18n.Msg, args ...any) {
		if is {
			out.You = append(out.You, e.say(m, args...))
		}
	}
	you(d.Author == me, textYouAsked)
	for _, p := range d.Parts {
		code := services[p.Service].Code
		you(p.Assignee == me, textYouAnswer, "service", code)
		you(p.AssignedBy == me, textYouEntrust, "service", code)
		you(p.ClosedBy == me && !d.IsDataCall(), textYouDid, "service", code)
		you(p.AskedBy == me, textYouWantedTime, "service", code)
		if p.ClosedBy == me && p.Note != "" && d.Seen {
			out.Notes = append(out.Notes, p.Note)
		}
	}
	for _, id := range answered {
		you(true, textYouReplied, "service", services[id].Code)
	}
	you(d.Chase.To == me, textYouTold)
	you(d.ClosedBy == me, textYouClosed)
	return out
}

// dataSeries says of a series what its occurrences that name the person let see.
func (e *Env) dataSeries(s plan.Series, occurrences []plan.HeldDeadline) dataSeries {
	out := dataSeries{Ref: string(plan.DeadlineRef(s.Number)), Title: e.say(textNotYours), Ended: s.Ended}
	for _, d := range occurrences {
		if d.Series == s.Number && d.Seen {
			out.Title = s.Title
		}
	}
	return out
}

// regionName is the name of the region of France that the team is called after,
// else that of the team.
func regionName(r plan.Region) string {
	if t, known := plan.TerritoryNamed(r.Name); known {
		return t.Name
	}
	return r.Name
}

// dataMessage says what a message was about.
func (e *Env) dataMessage(n plan.Notice) string {
	for _, words := range []map[plan.Notice]i18n.Msg{textDataNotices, textMeetingNotices} {
		if m, known := words[n]; known {
			return e.say(m)
		}
	}
	return string(n)
}

// dataObject names what an entry or a message is about: « E12 », « service
// 80 », « votre compte ».
func (e *Env) dataObject(object plan.Ref, names plan.RecordNames) string {
	kind, id, coded := strings.Cut(string(object), ":")
	switch {
	case object == plan.RegionRef:
		return e.say(textDataRegion)
	case !coded && strings.HasPrefix(kind, "journal/"):
		return e.say(textDataNotices[plan.NoticeJournal])
	case !coded:
		return string(object)
	case plan.AgentRef(e.req.User) == object:
		return e.say(textDataAccount)
	case plan.HandoverRef(id) == object:
		return e.say(textDataNotices[plan.NoticeHandover])
	case plan.ServiceRef(plan.ServiceID(id)) == object:
		if s, known := names.Services[plan.ServiceID(id)]; known {
			return e.say(textServiceNamed, "code", s.Code)
		}
		return e.say(textDataService)
	}
	switch name := names.People[plan.PersonID(id)]; name {
	case "":
		return e.say(textDataSomebody)
	case e.dir.Actor.Username:
		return e.say(textDataAccount)
	default:
		return name
	}
}

func (e *Env) dataEntries(entries []plan.HeldEntry, names plan.RecordNames) []dataEntry {
	out := []dataEntry{}
	for _, h := range entries {
		done, _ := e.journalAction(h.Entry, names)
		d := dataEntry{At: e.stamp(h.At), Action: done, Object: e.dataObject(h.Object, names), From: string(h.Origin), Place: e.channelName(h.Place)}
		if m, known := textEntrances[h.Origin]; known {
			d.From = e.say(m)
		}
		if h.Seen {
			d.Reason = h.Reason
		}
		out = append(out, d)
	}
	return out
}

// stamp writes an instant in the zone of the place; nothing for none.
func (e *Env) stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(e.zone).Format(time.RFC3339)
}

func dateOrNone(d calendar.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}
