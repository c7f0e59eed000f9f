package store

import (
	"slices"

	"jalon/plan"
)

// readSeen reads what the reader may see.
func (s *search) readSeen() (things, error) {
	keys := []string{keyPublic}
	var territory []plan.ServiceID
	for _, service := range s.sight.Own {
		keys = append(keys, keyRestricted+string(service))
		territory = append(territory, service)
	}
	for _, user := range s.sight.Users {
		keys = append(keys, keyUser+string(user))
	}
	territory = append(territory, s.sight.Scope...)
	slices.Sort(territory)
	territory = slices.Compact(territory)

	beyond, err := s.beyond(territory)
	if err != nil {
		return nil, err
	}
	if len(territory) <= len(beyond) {
		return s.under(append(keys, territoryKeys(territory)...))
	}
	own, err := s.under(keys)
	if err != nil {
		return nil, err
	}
	open, err := s.almostAll(territory, beyond)
	return union(own, open), err
}

// beyond lists the services of the region that a territory leaves out.
func (s *search) beyond(territory []plan.ServiceID) ([]plan.ServiceID, error) {
	scan := func(row scanner) (id plan.ServiceID, err error) { return id, row.Scan(&id) }
	services, err := all(s.t, scan, `select id from service where region = $1`, s.region)
	return slices.DeleteFunc(services, func(id plan.ServiceID) bool {
		_, within := slices.BinarySearch(territory, id)
		return within
	}), err
}

// almostAll reads what is seen from a territory of most services: all that is
// open to some, but what only the others have. That is much less to read than
// what each service has.
func (s *search) almostAll(territory, beyond []plan.ServiceID) (things, error) {
	open, err := s.under([]string{keyOpen})
	if err != nil {
		return nil, err
	}
	hidden, err := s.under(territoryKeys(beyond))
	if err != nil || len(hidden) == 0 {
		return open, err
	}
	shared, err := s.under(territoryKeys(territory), hidden.blocks()...)
	return without(open, without(hidden, shared)), err
}

func territoryKeys(services []plan.ServiceID) []string {
	keys := make([]string, len(services))
	for i, service := range services {
		keys[i] = keyTerritory + string(service)
	}
	return keys
}
