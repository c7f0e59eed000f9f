package store

import (
	"cmp"
	"slices"

	"jalon/plan"
)

const serviceColumns = `region, id, code, name, aliases, kind, parent, department, arrondissement, channel, channel_name,
	time_zone, holiday_zone, opens, closes, digest, ladder, referents, closed, channel_open, version`

func scanService(row scanner) (s plan.Service, err error) {
	err = row.Scan(&s.Region, &s.ID, &s.Code, &s.Name, list[string]{&s.Aliases}, &s.Kind, &s.Parent,
		&s.Department, &s.Arrondissement, &s.Channel, &s.ChannelName, &s.TimeZone, &s.HolidayZone,
		(*hour)(&s.Opens), (*hour)(&s.Closes), &s.Digest, &s.Ladder, list[plan.UserID]{&s.Referents},
		&s.Closed, &s.ChannelOpen, &s.Version)
	return s, err
}

// Services lists the services of a region by code, closed ones included.
func (t *tx) Services(region plan.RegionID) ([]plan.Service, error) {
	found, err := all(t, scanService, `select `+serviceColumns+` from service where region = $1`, region)
	slices.SortFunc(found, func(a, b plan.Service) int { return cmp.Compare(a.Code, b.Code) })
	return found, t.fail(err, "list services")
}

// ServiceByChannel finds the open service that owns the channel.
func (t *tx) ServiceByChannel(region plan.RegionID, channel plan.ChannelID) (plan.Service, error) {
	s, err := one(t, scanService, `select `+serviceColumns+` from service
		where region = $1 and channel = $2 and channel <> '' and not closed
		order by code limit 1`, region, channel)
	return s, t.fail(err, "find the service of channel %s", channel)
}

// PutService inserts the service, or updates it when Version > 0.
func (t *tx) PutService(s plan.Service) error {
	return t.fail(t.findable(t.putService(s), s.Findable()), "store service %s", s.Code)
}

func (t *tx) putService(s plan.Service) error {
	aliases, err := listText(s.Aliases)
	if err != nil {
		return err
	}
	referents, err := listText(s.Referents)
	if err != nil {
		return err
	}
	args := []any{
		s.Region, s.ID, s.Code, s.Name, aliases, s.Kind, s.Parent, s.Department, s.Arrondissement, s.Channel,
		s.ChannelName, s.TimeZone, s.HolidayZone, s.Opens.String(), s.Closes.String(), s.Digest, s.Ladder,
		referents, s.Closed, s.ChannelOpen,
	}
	if s.Version == 0 {
		return t.insert(`insert into service (`+serviceColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10,
			$11, $12, $13, $14, $15, $16, $17, $18, $19, $20, 1)`, args...)
	}
	// Asked first, since the error of the unique key would spoil the transaction.
	taken, err := t.exists(`select 1 from service where region = $1 and code = $2 and id <> $3`, s.Region, s.Code, s.ID)
	if err != nil {
		return err
	}
	if taken {
		return plan.ErrDuplicate
	}
	return t.update(`update service set code = $3, name = $4, aliases = $5, kind = $6, parent = $7, department = $8,
		arrondissement = $9, channel = $10, channel_name = $11, time_zone = $12, holiday_zone = $13, opens = $14,
		closes = $15, digest = $16, ladder = $17, referents = $18, closed = $19, channel_open = $20,
		version = version + 1 where region = $1 and id = $2 and version = $21`, append(args, s.Version),
		`select 1 from service where region = $1 and id = $2`, s.Region, s.ID)
}
