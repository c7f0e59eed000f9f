package plan

import (
	"context"
	"errors"

	"jalon/i18n"
)

var textUnknownBody = i18n.T(
	"**{ref}** n’existe pas dans la région.\nPour la retrouver : `/instance liste`",
	"**{ref}** does not exist in the region.\nTo find it: `/instance liste`")

// bodyNamed reads a body; NotFound, with words, when the region has none of that number.
func bodyNamed(tx Tx, region RegionID, number int) (Body, error) {
	b, err := tx.Body(region, number)
	if errors.Is(err, ErrNotFound) {
		return b, Refuse(NotFound, textUnknownBody.With("ref", BodyRef(number)))
	}
	return b, err
}

// FindBodies lists the bodies selected, and how many there are in all.
func (p *Planner) FindBodies(ctx context.Context, region RegionID, f BodyFilter) (found []Body, total int, err error) {
	err = p.store.Read(ctx, func(tx Tx) (err error) {
		found, total, err = tx.FindBodies(region, f)
		return err
	})
	return found, total, wrap(err, "find bodies")
}
