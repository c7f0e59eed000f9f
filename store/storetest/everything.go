package storetest

import (
	"encoding/json"
	"errors"
	"reflect"

	"jalon/calendar"
	"jalon/plan"
)

// everything names what AddEverything adds.
const (
	everyRegion  = plan.RegionID("team-hdf")
	everyUser    = plan.UserID("user-alice")
	everySubject = plan.Ref("E1")
	everyCall    = plan.DataCalls + 1
)

// AddEverything adds to an empty store one thing of each sort, every field of
// which holds something, so that it can be told later whether all is kept.
func AddEverything(tx plan.Tx) error {
	region, service, agent := full[plan.Region](), full[plan.Service](), full[plan.Agent]()
	region.ID, region.Version = everyRegion, 0
	service.Region, service.ID, service.Version = everyRegion, s59, 0
	service.Ladder, service.Closed = "J-7 J", false
	agent.Region, agent.User, agent.Version = everyRegion, everyUser, 0
	agent.Services = []plan.Membership{{Service: s59, Role: plan.RoleDecision, Source: plan.ByHand}}

	deadline := fullDeadline(1)
	deadline.Parts = deadline.Parts[1:]
	repeated := full[plan.Series]()
	repeated.Region, repeated.Number, repeated.Version = everyRegion, 1, 0

	closes, asked := fullDeadline(everyCall), full[plan.DataCall]()
	closes.Parts = closes.Parts[1:]
	asked.Region, asked.Number, asked.Version = everyRegion, everyCall, 0
	answered := fullAnswer(everyCall, s59, 1)
	answered.Region = everyRegion

	delivery, dispatch, card := full[plan.Delivery](), full[plan.Dispatch](), full[plan.LiveCard]()
	delivery.ID, delivery.Region, delivery.Subject, delivery.State = "delivery", everyRegion, everySubject, plan.Claimed
	delivery.Dispatch = "dispatch"
	dispatch.ID, dispatch.Region, dispatch.Subject = "dispatch", everyRegion, everySubject
	dispatch.Kind, dispatch.State, dispatch.Content = plan.Create, plan.Ready, []byte(`{"text":"frozen"}`)
	card.Region, card.Subject = everyRegion, everySubject
	entry := full[plan.Entry]()
	entry.Region, entry.Object = everyRegion, everySubject

	handover := full[plan.Handover]()
	handover.Region, handover.ID = everyRegion, "handover"

	body, meeting, template := full[plan.Body](), full[plan.Meeting](), full[plan.Template]()
	body.Region, body.Number, body.Version, body.Closed = everyRegion, 1, 0, false
	meeting.Region, meeting.Number, meeting.Body, meeting.Version = everyRegion, 1, 1, 1
	template.Region, template.Version = everyRegion, 0

	project, said, programme := full[plan.Project](), full[plan.ProjectUpdate](), full[plan.Programme]()
	project.Region, project.Number, project.Version, project.Closed = everyRegion, 1, 0, false
	said.Region, said.Project, said.Rank = everyRegion, 1, 1
	programme.Region, programme.Version = everyRegion, 0
	called, counted := full[plan.ProjectCall](), full[plan.FileCount]()
	called.Region, called.Project, called.Version = everyRegion, 1, 0
	counted.Region, counted.Project = everyRegion, 1

	fund, envelope, given, moved := full[plan.Fund](), full[plan.Envelope](), full[plan.Grant](), full[plan.Redeployment]()
	fund.Region, fund.Version = everyRegion, 0
	envelope.Region, envelope.Fund, envelope.Version = everyRegion, fund.Name, 0
	given.Region, given.Project, given.Fund, given.Version = everyRegion, 1, fund.Name, 0
	moved.Region, moved.Number, moved.Fund, moved.Version = everyRegion, 1, fund.Name, 0

	err := errors.Join(
		tx.PutRegion(region), tx.PutService(service), tx.PutAgent(agent),
		tx.PutSlashToken(plan.SlashToken{Region: everyRegion, Trigger: "jalon", Hash: "5f"}),
		tx.AddDeadline(deadline), tx.PutSeries(repeated), addEntry(tx, entry),
		tx.AddDeadline(closes), tx.PutDataCall(asked), tx.AddAnswer(answered),
		tx.AddToldHead(plan.ToldHead{Region: everyRegion, Month: "2026-12", Seq: 1, MAC: "5e"}),
		tx.PutLife(full[plan.Life]()), tx.AddDispatch(dispatch), tx.AddCard(card), tx.AddHandover(handover),
		tx.PutBody(body), tx.AddMeeting(meeting), tx.PutTemplate(template), tx.PutTravel(everyRegion, "Lille", "Béthune", 45),
		tx.PutProgramme(programme), tx.PutProject(project), tx.AddProjectUpdate(said),
		tx.PutFund(fund), tx.PutEnvelope(envelope), tx.PutGrant(given), tx.PutRedeployment(moved),
		tx.PutLocalities(everyRegion, []plan.Locality{full[plan.Locality]()}),
		tx.PutProjectCall(called), tx.PutFileCount(counted))
	_, errNumber := tx.NextNumber(everyRegion, "E")
	_, errOnce := tx.Once(everyRegion, "once", noon)
	_, errPlan := tx.PlanDelivery(delivery)
	return errors.Join(err, errNumber, errOnce, errPlan)
}

// addEntry adds an entry of which the actor is an account.
func addEntry(tx plan.Tx, e plan.Entry) error {
	person, err := tx.Person(e.Region, plan.UserID(e.Actor))
	e.Actor = person
	return errors.Join(err, tx.AddEntry(e))
}

// entriesByAccount lists the journal with the accounts behind its persons,
// whose identifiers are made anew each time.
func entriesByAccount(tx plan.Tx) ([]plan.Entry, error) {
	entries, err := tx.Entries(everyRegion, everySubject)
	for i, e := range entries {
		user, errUser := tx.PersonUser(everyRegion, e.Actor)
		entries[i].Actor = plan.PersonID(user)
		err = errors.Join(err, errUser)
	}
	return entries, err
}

// ReadEverything returns what [AddEverything] added as JSON, without the fields
// that hold nothing: those that are added later change nothing to it.
func ReadEverything(tx plan.Tx) (string, error) {
	var failed error
	all := map[string]any{}
	put := func(name string, v any, err error) {
		failed = errors.Join(failed, err)
		all[name] = held(reflect.ValueOf(v))
	}
	regions, err := tx.Regions()
	put("regions", regions, err)
	services, err := tx.Services(everyRegion)
	put("services", services, err)
	agents, err := tx.Agents(everyRegion)
	put("agents", agents, err)
	tokens, err := tx.SlashTokens(everyRegion)
	put("tokens", tokens, err)
	deadlines, _, err := tx.FindDeadlines(everyRegion, plan.DeadlineFilter{})
	put("deadlines", deadlines, err)
	series, err := tx.Series(everyRegion, 1)
	put("series", series, err)
	deliveries, err := tx.Deliveries(everyRegion, everySubject)
	put("deliveries", deliveries, err)
	dispatches, err := tx.UnsentDispatches(everyRegion, everySubject)
	put("dispatches", dispatches, err)
	cards, err := tx.CardsOf(everyRegion, everySubject)
	put("cards", cards, err)
	entries, err := entriesByAccount(tx)
	put("journal", entries, err)
	told, err := tx.ToldHeads(everyRegion)
	if len(told) > 0 || err != nil {
		put("told", told, err)
	}
	if handover, err := tx.Handover(everyRegion, "handover"); !errors.Is(err, plan.ErrNotFound) {
		put("handover", handover, err)
	}
	failed = errors.Join(failed, readMeetings(tx, all), readProjects(tx, all), readCredits(tx, all), readDataCall(tx, all))
	localities, err := tx.Localities(everyRegion, full[plan.Locality]().Kind)
	if len(localities) > 0 || err != nil {
		put("localities", localities, err)
	}
	if life, err := tx.Life(); life != (plan.Life{}) || err != nil {
		put("life", life, err)
	}
	if failed != nil {
		return "", failed
	}
	text, err := json.MarshalIndent(all, "", "  ")
	return string(text) + "\n", err
}

// readMeetings adds what there is of bodies and meetings, which came late.
func readMeetings(tx plan.Tx, all map[string]any) error {
	bodies, n, err := tx.FindBodies(everyRegion, plan.BodyFilter{Closed: true})
	if n == 0 || err != nil {
		return err
	}
	meetings, _, errMeetings := tx.FindMeetings(everyRegion, plan.MeetingFilter{})
	templates, errTemplates := tx.Templates(everyRegion)
	travels, errTravels := tx.Travels(everyRegion)
	all["bodies"], all["meetings"] = held(reflect.ValueOf(bodies)), held(reflect.ValueOf(meetings))
	all["templates"] = held(reflect.ValueOf(templates))
	all["minutes from Béthune to Lille"] = travels[[2]string{"bethune", "lille"}]
	return errors.Join(errMeetings, errTemplates, errTravels)
}

// readProjects adds what there is of projects, which came later.
func readProjects(tx plan.Tx, all map[string]any) error {
	programmes, err := tx.Programmes(everyRegion)
	if len(programmes) == 0 || err != nil {
		return err
	}
	projects, _, errProjects := tx.FindProjects(everyRegion, plan.ProjectFilter{})
	said, _, errSaid := tx.ProjectUpdates(everyRegion, 1, 0, 0)
	all["programmes"], all["projects"] = held(reflect.ValueOf(programmes)), held(reflect.ValueOf(projects))
	all["said of projects"] = held(reflect.ValueOf(said))
	return errors.Join(errProjects, errSaid, readCall(tx, all))
}

// readCall adds what there is of calls for projects, which came later.
func readCall(tx plan.Tx, all map[string]any) error {
	called, err := tx.ProjectCall(everyRegion, 1)
	if errors.Is(err, plan.ErrNotFound) {
		return nil
	}
	counted, errCounted := tx.FileCounts(everyRegion, 1)
	all["call for projects"], all["counts"] = held(reflect.ValueOf(called)), held(reflect.ValueOf(counted))
	return errors.Join(err, errCounted)
}

// readDataCall adds what there is of data calls, which came later.
func readDataCall(tx plan.Tx, all map[string]any) error {
	asked, err := tx.DataCall(everyRegion, everyCall)
	if errors.Is(err, plan.ErrNotFound) {
		return nil
	}
	answers, errAnswers := tx.Answers(everyRegion, everyCall)
	all["data call"], all["answers"] = held(reflect.ValueOf(asked)), held(reflect.ValueOf(answers))
	return errors.Join(err, errAnswers)
}

// readCredits adds what there is of funds and grants, which came later.
func readCredits(tx plan.Tx, all map[string]any) error {
	funds, err := tx.Funds(everyRegion)
	if len(funds) == 0 || err != nil {
		return err
	}
	envelopes, errEnvelopes := tx.Envelopes(everyRegion, funds[0].Key(), 0)
	grants, errGrants := tx.FindGrants(everyRegion, plan.GrantFilter{})
	moved, errMoved := tx.Redeployment(everyRegion, 1)
	all["funds"], all["envelopes"] = held(reflect.ValueOf(funds)), held(reflect.ValueOf(envelopes))
	all["grants"], all["redeployment"] = held(reflect.ValueOf(grants)), held(reflect.ValueOf(moved))
	return errors.Join(errEnvelopes, errGrants, errMoved)
}

// held is a value without the fields that hold nothing.
func held(v reflect.Value) any {
	switch value := v.Interface().(type) {
	case calendar.Date:
		return value.String()
	case calendar.TimeOfDay:
		return value.String()
	case json.Marshaler, []byte:
		return value
	}
	switch v.Kind() {
	case reflect.Slice:
		var list []any
		for i := range v.Len() {
			list = append(list, held(v.Index(i)))
		}
		return list
	case reflect.Struct:
		fields := map[string]any{}
		for field, value := range v.Fields() {
			if !value.IsZero() {
				fields[field.Name] = held(value)
			}
		}
		return fields
	}
	return v.Interface()
}
