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
