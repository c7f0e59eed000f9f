package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/mattermost/mattermost/server/public/model"

	"jalon/i18n"
	"jalon/plan"
)

const (
	rosterEvery = 5 * time.Minute
	// rosterRest lets a wave of changes pass between two readings.
	rosterRest  = 2 * time.Second
	membersPage = 200
)

// Roster keeps the agents of each service the same as the members of its
// channel.
type Roster struct {
	*Bot
	wake chan struct{}
	read chan struct{} // closed after the first reading
}

// Roster returns the side that watches who belongs where.
func (b *Bot) Roster() *Roster {
	return &Roster{Bot: b, wake: make(chan struct{}, 1), read: make(chan struct{})}
}

var errRoster = errors.New("the members of the channels are not read yet")

// Ready is an error until the members were read for the first time, or could
// not be: before that nobody is known to belong anywhere.
func (r *Roster) Ready() error {
	select {
	case <-r.read:
		return nil
	default:
		return errRoster
	}
}

// Wake asks for a reading soon.
func (r *Roster) Wake() {
	select {
	case r.wake <- struct{}{}:
	default: // one is asked for already
	}
}

// Run reads all channels at once, then every five minutes and when woken, until
// ctx ends.
func (r *Roster) Run(ctx context.Context) {
	tick := time.NewTicker(rosterEvery)
	defer tick.Stop()
	for first := true; ctx.Err() == nil; first = false {
		if err := r.Sync(ctx); err != nil && ctx.Err() == nil {
			r.config.Log.ErrorContext(ctx, "members not read", "error", err)
		}
		if first {
			close(r.read)
		}
		rest(ctx, rosterRest)
		select {
		case <-ctx.Done():
		case <-tick.C:
		case <-r.wake:
		}
	}
}

// rest waits, or less when ctx ends.
func rest(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// Sync reads the members of every service's channel, then the accounts of those
// whom no channel shows. A channel that cannot be read keeps its agents.
func (r *Roster) Sync(ctx context.Context) error {
	regions, err := r.planner.Regions(ctx)
	if err != nil {
		return err
	}
	var errs []error
	for _, region := range regions {
		services, err := r.planner.Services(ctx, region.ID)
		if err != nil {
			return err
		}
		seen := map[plan.UserID]bool{}
		for _, s := range services {
			if s.Closed || s.Channel == "" {
				continue
			}
			if err := r.syncOne(ctx, s, seen); err != nil {
				errs = append(errs, fmt.Errorf("~%s: %w", s.ChannelName, err))
			}
		}
		if err := r.syncOthers(ctx, region.ID, seen); err != nil {
			errs = append(errs, fmt.Errorf("accounts of %s: %w", region.Name, err))
		}
	}
	return errors.Join(errs...)
}

// syncOne reads the members of one channel, and adds the active ones to seen.
func (r *Roster) syncOne(ctx context.Context, s plan.Service, seen map[plan.UserID]bool) error {
	channel, _, err := r.client.api.GetChannel(ctx, string(s.Channel))
	if err != nil {
		return err
	}
	if err := r.planner.NoteChannel(ctx, r.config.Now(), s.Region, s.ID, channel.Type == model.ChannelTypeOpen); err != nil {
		return err
	}
	var members []plan.Member
	for page := 0; ; page++ {
		users, _, err := r.client.api.GetUsersInChannel(ctx, string(s.Channel), page, membersPage, "")
		if err != nil {
			return err
		}
		for _, u := range users {
			if !u.IsBot && u.DeleteAt == 0 {
				members = append(members, member(u))
			}
		}
		if len(users) < membersPage {
			break
		}
	}
	for _, m := range members {
		seen[m.User] = true
	}
	return r.planner.SyncMembers(ctx, r.config.Now(), s.Region, s.ID, members)
}

// syncOthers asks about the agents thought active whom no channel shows: an
// account that is deactivated, or that the server no longer has, is gone.
func (r *Roster) syncOthers(ctx context.Context, region plan.RegionID, seen map[plan.UserID]bool) error {
	active, err := r.planner.ActiveUsers(ctx, region)
	if err != nil {
		return err
	}
	unseen := slices.DeleteFunc(active, func(user plan.UserID) bool { return seen[user] })
	for some := range slices.Chunk(unseen, membersPage) {
		if err := r.syncAccounts(ctx, region, some); err != nil {
			return err
		}
	}
	return nil
}

func (r *Roster) syncAccounts(ctx context.Context, region plan.RegionID, users []plan.UserID) error {
	ids := make([]string, len(users))
	for i, user := range users {
		ids[i] = string(user)
	}
	found, _, err := r.client.api.GetUsersByIds(ctx, ids)
	if err != nil {
		return err
	}
	var there []plan.Member
	gone := slices.Clone(users)
	for _, u := range found {
		if u.DeleteAt == 0 {
			there = append(there, member(u))
			gone = slices.DeleteFunc(gone, func(user plan.UserID) bool { return string(user) == u.Id })
		}
	}
	now := r.config.Now()
	if len(gone) > 0 {
		if err := r.planner.AccountsGone(ctx, now, region, gone); err != nil {
			return err
		}
	}
	if len(there) > 0 {
		return r.planner.AccountsBack(ctx, now, region, there)
	}
	return nil
}

func member(u *model.User) plan.Member {
	return plan.Member{
		User: plan.UserID(u.Id), Username: u.Username,
		Name: strings.TrimSpace(u.FirstName + " " + u.LastName), Lang: langOf(u.Locale),
	}
}

// langOf is the language of an account that jalon speaks, empty when it does not.
func langOf(locale string) i18n.Lang {
	switch language, _, _ := strings.Cut(strings.ToLower(locale), "-"); language {
	case "fr":
		return i18n.FR
	case "en":
		return i18n.EN
	default:
		return ""
	}
}
