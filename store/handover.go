package store

import (
	"encoding/json"

	"jalon/plan"
)

const handoverColumns = `region, id, from_user, from_service, to_user, to_service, actor, happened_at, items`

// heldItem is how an item of a handover is held.
type heldItem struct {
	Kind plan.ItemKind `json:"kind"`
	Key  string        `json:"key"`
}

// heldItems reads a column of them.
type heldItems []plan.Item

// Scan implements [sql.Scanner].
func (h *heldItems) Scan(v any) error {
	text, err := textOf(v)
	if err != nil {
		return err
	}
	var held []heldItem
	if err := json.Unmarshal([]byte(text), &held); err != nil {
		return err
	}
	*h = nil
	for _, item := range held {
		*h = append(*h, plan.Item{Kind: item.Kind, Key: item.Key})
	}
	return nil
}

func scanHandover(row scanner) (h plan.Handover, err error) {
	err = row.Scan(&h.Region, &h.ID, &h.From.User, &h.From.Service, &h.To.User, &h.To.Service, &h.Actor,
		(*instant)(&h.At), (*heldItems)(&h.Items))
	return h, err
}

// AddHandover records what was handed over.
func (t *tx) AddHandover(h plan.Handover) error {
	held := make([]heldItem, len(h.Items))
	for i, item := range h.Items {
		held[i] = heldItem{item.Kind, item.Key}
	}
	items, err := json.Marshal(held)
	if err != nil {
		return err
	}
	err = t.insert(`insert into handover (`+handoverColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		h.Region, h.ID, h.From.User, h.From.Service, h.To.User, h.To.Service, h.Actor, micros(h.At), string(items))
	return t.fail(err, "record a handover")
}

// Handover returns what was handed over.
func (t *tx) Handover(region plan.RegionID, id string) (plan.Handover, error) {
	h, err := one(t, scanHandover, `select `+handoverColumns+` from handover where region = $1 and id = $2`, region, id)
	return h, t.fail(err, "read handover %s", id)
}
