package plan

import (
	"errors"
	"slices"
)

// directoryOnce is a transaction that reads the regions, their services and their
// agents once each, however many things it draws. It does not see what it changes of them.
type directoryOnce struct {
	Tx
	regions  map[RegionID]Region
	services map[RegionID][]Service
	agents   map[agentKey]foundAgent
}

type agentKey struct {
	region RegionID
	user   UserID
}

// foundAgent is an agent, or that there is none.
type foundAgent struct {
	agent Agent
	err   error
}

func onceRead(tx Tx) Tx {
	return directoryOnce{tx, map[RegionID]Region{}, map[RegionID][]Service{}, map[agentKey]foundAgent{}}
}

// Region is that of the first reading.
func (t directoryOnce) Region(id RegionID) (Region, error) {
	if known, ok := t.regions[id]; ok {
		return known, nil
	}
	found, err := t.Tx.Region(id)
	if err == nil {
		t.regions[id] = found
	}
	return found, err
}

// Services are those of the first reading.
func (t directoryOnce) Services(region RegionID) ([]Service, error) {
	if known, ok := t.services[region]; ok {
		return slices.Clone(known), nil
	}
	found, err := t.Tx.Services(region)
	if err == nil {
		t.services[region] = slices.Clone(found)
	}
	return found, err
}

// Agent is that of the first reading.
func (t directoryOnce) Agent(region RegionID, user UserID) (Agent, error) {
	key := agentKey{region, user}
	if known, ok := t.agents[key]; ok {
		return known.agent, known.err
	}
	found, err := t.Tx.Agent(region, user)
	if err == nil || errors.Is(err, ErrNotFound) {
		t.agents[key] = foundAgent{found, err}
	}
	return found, err
}

// noted is a transaction that knows which deliveries were changed in it.
type noted struct {
	Tx
	changed map[string]bool // by their ID
}

// UpdateDelivery stores the delivery, and notes it.
func (t noted) UpdateDelivery(v Delivery) error {
	t.changed[v.ID] = true
	return t.Tx.UpdateDelivery(v)
}

// readAhead is a transaction that reads together what is due and its reminders,
// before each is looked at by itself. What is stored anew is read anew.
type readAhead struct {
	Tx
	deadlines  map[thing]Deadline
	deliveries map[thing][]Delivery
}

func ahead(tx Tx) readAhead {
	return readAhead{tx, map[thing]Deadline{}, map[thing][]Delivery{}}
}

// read reads what deliveries are about, but for what is known.
func (t readAhead) read(of []Delivery) error {
	numbers, subjects := map[RegionID][]int{}, map[RegionID][]Ref{}
	asked := map[thing]bool{}
	for _, v := range of {
		n, ok := v.Subject.number()
		if about := thingOf(v); ok && !asked[about] {
			asked[about] = true
			if _, known := t.deadlines[about]; !known {
				numbers[v.Region] = append(numbers[v.Region], n)
			}
			if _, known := t.deliveries[about]; !known {
				subjects[v.Region] = append(subjects[v.Region], v.Subject)
			}
		}
	}
	for region, missing := range numbers {
		found, err := t.DeadlinesOf(region, missing...)
		if err != nil {
			return err
		}
		for _, d := range found {
			t.deadlines[thing{region, d.Ref()}] = d
		}
	}
	for region, missing := range subjects {
		found, err := t.Tx.Deliveries(region, missing...)
		if err != nil {
			return err
		}
		for _, v := range found {
			t.deliveries[thingOf(v)] = append(t.deliveries[thingOf(v)], v)
		}
	}
	return nil
}

// Deadline is the one read ahead, or as it stands.
func (t readAhead) Deadline(region RegionID, number int) (Deadline, error) {
	d, known := t.deadlines[thing{region, DeadlineRef(number)}]
	if !known {
		return t.Tx.Deadline(region, number)
	}
	d.Parts, d.Ladder = slices.Clone(d.Parts), slices.Clone(d.Ladder)
	return d, nil
}

// Deliveries are those read ahead, or as they stand.
func (t readAhead) Deliveries(region RegionID, subjects ...Ref) ([]Delivery, error) {
	if len(subjects) == 1 {
		if known := t.deliveries[thing{region, subjects[0]}]; known != nil {
			return slices.Clone(known), nil
		}
	}
	return t.Tx.Deliveries(region, subjects...)
}

// UpdateDeadline stores the deadline, and forgets what was read of it.
func (t readAhead) UpdateDeadline(d Deadline) error {
	delete(t.deadlines, thing{d.Region, d.Ref()})
	return t.Tx.UpdateDeadline(d)
}

// PlanDelivery plans the delivery, and forgets those read of its subject.
func (t readAhead) PlanDelivery(v Delivery) (bool, error) {
	delete(t.deliveries, thingOf(v))
	return t.Tx.PlanDelivery(v)
}

// UpdateDelivery stores the delivery, and forgets those read of its subject.
func (t readAhead) UpdateDelivery(v Delivery) error {
	delete(t.deliveries, thingOf(v))
	return t.Tx.UpdateDelivery(v)
}

// MoveDeliveries stores where deliveries stand, and forgets those read of their
// subjects.
func (t readAhead) MoveDeliveries(ds []Delivery) error {
	for _, v := range ds {
		delete(t.deliveries, thingOf(v))
	}
	return t.Tx.MoveDeliveries(ds)
}
