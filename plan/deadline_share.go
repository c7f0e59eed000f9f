package plan

import (
	"context"

	"jalon/i18n"
)

// NoticeShared is a card that somebody asked to show in a channel.
const NoticeShared Notice = "echeance.partage"

var (
	textNotHere = i18n.T(
		"Aucun élément visible pour **{ref}** depuis ce canal. Rien n’a été montré.\nMontrez-la dans le canal d’un service concerné.",
		"Nothing is visible as **{ref}** from this channel. Nothing was shown.\nShow it in the channel of a service concerned.")
	textShareWhere = i18n.T(
		"{ref} ne se partage que dans le canal d’un service. Rien n’a été montré.\nTapez dans ce canal : `/echeance partager {ref}`",
		"{ref} can only be shared in the channel of a service. Nothing was shown.\nType in that channel: `/echeance partager {ref}`")
)

// ShareDeadline shows a deadline to everybody in the channel where it is asked:
// the person must see it, and so must the agents of the channel's service. It
// returns NotFound when either does not, and Invalid where no service reads.
func (p *Planner) ShareDeadline(ctx context.Context, call Call, ref Ref) (Scheduled, error) {
	var out Scheduled
	err := p.write(ctx, func(tx Tx) error {
		dir, err := lookAt(tx, call)
		if err != nil {
			return err
		}
		d, err := deadlineSeen(tx, dir.Sight(), call.Actor.Region, ref)
		switch {
		case err != nil:
			return err
		case dir.Place.Service == "":
			return Refuse(Invalid, textShareWhere.With("ref", ref))
		case !dir.ChannelSight(call.Place.Channel).Sees(d):
			return Refuse(NotFound, textNotHere.With("ref", ref))
		}
		to := Recipient{Channel: call.Place.Channel}
		if err := p.tell(tx, d, dir.Place.Service, to, NoticeShared, p.newID(), call.Now); err != nil {
			return err
		}
		if err := p.journal(tx, call, "echeance.partager", d.Ref(), nil, nil, ""); err != nil {
			return err
		}
		out, err = scheduled(tx, d)
		return err
	})
	return out, wrap(err, "share %s", ref)
}
