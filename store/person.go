package store

import (
	"crypto/rand"
	"database/sql"
	"errors"

	"jalon/plan"
)

// KnownPerson returns the identifier of an account that has one.
func (t *tx) KnownPerson(region plan.RegionID, user plan.UserID) (plan.PersonID, error) {
	id, err := t.person(region, user)
	return id, t.fail(err, "read who account %s is", user)
}

func (t *tx) person(region plan.RegionID, user plan.UserID) (id plan.PersonID, err error) {
	err = t.sql.QueryRowContext(t.ctx,
		`select id from person where region = $1 and user_id = $2 and user_id <> ''`, region, user).Scan(&id)
	return id, err
}

// Person returns the opaque identifier of an account, made if need be. On
// PostgreSQL it waits for a transaction that is making the same one to end.
func (t *tx) Person(region plan.RegionID, user plan.UserID) (plan.PersonID, error) {
	id, err := t.person(region, user)
	if errors.Is(err, sql.ErrNoRows) && user != "" {
		if err = t.insert(`insert into person (region, id, user_id) values ($1, $2, $3)`, region, rand.Text(), user); err == nil ||
			errors.Is(err, plan.ErrDuplicate) {
			id, err = t.person(region, user)
		}
	}
	return id, t.fail(err, "name account %s in the journal", user)
}

// PersonUser returns the account behind an identifier, empty once erased.
func (t *tx) PersonUser(region plan.RegionID, id plan.PersonID) (user plan.UserID, err error) {
	err = t.sql.QueryRowContext(t.ctx, `select user_id from person where region = $1 and id = $2`, region, id).Scan(&user)
	return user, t.fail(err, "read who person %s is", id)
}

// ErasePerson cuts the identifier of an account from it, for good.
func (t *tx) ErasePerson(region plan.RegionID, user plan.UserID) error {
	_, err := t.exec(`update person set user_id = '' where region = $1 and user_id = $2`, region, user)
	return t.fail(err, "erase person %s", user)
}
