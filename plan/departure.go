package plan

import (
	"context"
	"errors"
	"time"
)

// NoticeLeft tells the coordination that an account is deactivated and that
// something is to be handed over.
const NoticeLeft Notice = "agent.desactive"

// ActiveUsers lists the accounts of a region that are thought active, for
// whoever compares them with the chat's.
func (p *Planner) ActiveUsers(ctx context.Context, region RegionID) ([]UserID, error) {
	var out []UserID
	err := p.store.Read(ctx, func(tx Tx) (err error) { out, err = tx.ActiveUsers(region); return err })
	return out, wrap(err, "active accounts of %s", region)
}

// AccountsGone marks agents whose accounts were found deactivated. For each who
// holds something open the coordination is told, once for each time the account
// is deactivated.
func (p *Planner) AccountsGone(ctx context.Context, now time.Time, region RegionID, users []UserID) error {
	return wrap(p.write(ctx, func(tx Tx) error {
		dir, err := directory(tx, region)
		if err != nil {
			return err
		}
		agents, err := tx.AgentsAmong(region, users)
		if err != nil {
			return err
		}
		for _, a := range agents {
			if !a.Active {
				continue
			}
			if err := p.accountGone(tx, dir, now, a); err != nil {
				return err
			}
		}
		return nil
	}), "accounts gone from %s", region)
}

func (p *Planner) accountGone(tx Tx, dir DirectoryView, now time.Time, a Agent) error {
	a.Active, a.LeftAt = false, now
	if err := tx.PutAgent(a); err != nil {
		return err
	}
	a.Version++
	if err := p.noteAgent(tx, byItself(a.Region, now), "agent.desactive", a.User,
		map[string]bool{"active": true}, map[string]bool{"active": false}); err != nil {
		return err
	}
	if err := redrawAgent(tx, a); err != nil {
		return err
	}
	if err := p.dropPersonal(tx, dir, now, a, ReasonLeft); err != nil {
		return err
	}
	if err := p.passQuestions(tx, dir, now, a.User); err != nil {
		return err
	}
	if err := p.planSeatsLeft(tx, dir, now, a); err != nil {
		return err
	}
	held, err := heldBy(tx, dir, Holder{User: a.User}, now)
	if err != nil || len(held.Items) == 0 {
		return err
	}
	home := dir.Coordination()
	when, err := dir.moment(home.ID, now)
	if err != nil || home.Channel == "" {
		return err
	}
	_, err = tx.PlanDelivery(Delivery{
		ID: p.newID(), Region: a.Region, Subject: AgentRef(a.User), Revision: a.Version, Step: string(NoticeLeft),
		To: Recipient{Channel: home.Channel}, Notice: NoticeLeft, Service: home.ID,
		When: when, DueAt: now, State: Planned, Version: 1,
	})
	return err
}

// byItself is the call of what jalon does by itself.
func byItself(region RegionID, now time.Time) Call {
	return Call{Now: now, Actor: Actor{Region: region}, Origin: ByItself}
}

// welcomeBack records that an account is active again: what was not said yet of
// its departure is not said any more, and what was says so.
func (p *Planner) welcomeBack(tx Tx, now time.Time, a Agent) error {
	a.Version++
	if err := p.noteAgent(tx, byItself(a.Region, now), "agent.reactive", a.User,
		map[string]bool{"active": false}, map[string]bool{"active": true}); err != nil {
		return err
	}
	if _, err := cancelDeliveries(tx, a.Region, AgentRef(a.User),
		func(v Delivery) bool { return v.Notice == NoticeLeft || v.Notice == NoticeDeparture }, ReasonClosed); err != nil {
		return err
	}
	dir, err := directory(tx, a.Region)
	if err != nil {
		return err
	}
	if err := p.planPersonal(tx, dir, a, now); err != nil {
		return err
	}
	return redrawAgent(tx, a)
}

// AccountsBack marks agents whose accounts are active again, and brings those
// whom no channel shows in step with their accounts.
func (p *Planner) AccountsBack(ctx context.Context, now time.Time, region RegionID, members []Member) error {
	return wrap(p.write(ctx, func(tx Tx) error {
		for _, m := range members {
			a, err := tx.Agent(region, m.User)
			if errors.Is(err, ErrNotFound) || err == nil && a.Active && m.describes(a) {
				continue
			}
			if err != nil {
				return err
			}
			back := !a.Active
			if err := tx.PutAgent(m.onto(a)); err != nil {
				return err
			}
			if !back {
				continue
			}
			if err := p.welcomeBack(tx, now, m.onto(a)); err != nil {
				return err
			}
		}
		return nil
	}), "accounts back in %s", region)
}

// refreshAgent makes the cards about an agent show what they hold now.
func (p *Planner) refreshAgent(tx Tx, region RegionID, user UserID) error {
	a, err := tx.Agent(region, user)
	if err != nil {
		return err
	}
	cards, err := tx.CardsOf(region, AgentRef(user))
	if err != nil || len(cards) == 0 {
		return err
	}
	if err := tx.PutAgent(a); err != nil {
		return err
	}
	a.Version++
	return redrawAgent(tx, a)
}

func redrawAgent(tx Tx, a Agent) error {
	return redrawSubject(tx, a.Region, AgentRef(a.User), a.Version)
}

// Departure is what there is to say of a deactivated account.
type Departure struct {
	Agent Agent
	Held  int // things still to be handed over
}

// LoadDeparture reads an agent and counts what they hold inside a transaction;
// for those who draw what the ledger says.
func LoadDeparture(tx Tx, now time.Time, region RegionID, ref Ref) (Departure, error) {
	user, ok := ref.agent()
	if !ok {
		return Departure{}, ErrNotFound
	}
	dir, err := directory(tx, region)
	if err != nil {
		return Departure{}, err
	}
	held, err := heldBy(tx, dir, Holder{User: user}, now)
	return Departure{Agent: held.Agent, Held: len(held.Items)}, err
}

// LeftAgentNamed finds by user name the last of those who left with it.
func (p *Planner) LeftAgentNamed(ctx context.Context, region RegionID, name string) (Agent, error) {
	var a Agent
	err := p.store.Read(ctx, func(tx Tx) (err error) {
		a, err = tx.LeftAgentByName(region, name)
		return err
	})
	return a, wrap(err, "agent %s", name)
}
