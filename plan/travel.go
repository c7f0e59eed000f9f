package plan

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"jalon/i18n"
)

// What holds where nothing else is recorded. No text says either: they are the
// defaults that the house starts with.
const (
	// UsualTravel is the minutes from one town to another.
	UsualTravel = 120
	// UsualLength is the minutes that a meeting lasts when its end is not known.
	UsualLength = 120
	// MostTravel bounds what is recorded: a day of travel is a slip of the keyboard.
	MostTravel = 12 * 60
)

// Town is the town of a place: what follows its last comma or stands last between
// brackets, without the postal code and the cedex; that of a town hall or of a
// préfecture, « préfecture de Laon ». Empty for a meeting that is not in a place.
func Town(place string) string {
	if before, aside, ok := strings.Cut(strings.TrimRight(place, ") "), "("); ok && len(strings.Fields(aside)) != 1 {
		place = before // « Lille (salle A) »
	} else if ok {
		place = aside
	}
	if i := strings.LastIndexByte(place, ','); i >= 0 {
		place = place[i+1:]
	}
	words := strings.Fields(place)
	for len(words) > 1 && !strings.ContainsFunc(words[0], unicode.IsLetter) {
		words = words[1:]
	}
	if i := slices.IndexFunc(words, func(w string) bool { return i18n.Fold(w) == "cedex" }); i > 0 {
		words = words[:i]
	}
	town := strings.Join(words, " ")
	if of := townOfHall.FindStringSubmatch(town); of != nil && i18n.Fold(of[1]) != "region" {
		return of[1]
	}
	if remoteWords[i18n.Fold(town)] {
		return ""
	}
	return town
}

// townOfHall finds the town in the name of a public building; « de la Somme » and
// « du Nord » are no towns.
var townOfHall = regexp.MustCompile(`^(?i:(?:sous-)?pr[ée]fecture|mairie|h[ôo]tel de ville) (?:de |d['’])(\p{Lu}[\pL-]+|r[ée]gion)$`)

// remoteWords stand where a place is expected and are none.
var remoteWords = map[string]bool{
	"visio": true, "visioconference": true, "en visio": true, "en visioconference": true, "distanciel": true, "en distanciel": true,
	"a distance": true, "audio": true, "audioconference": true, "teams": true, "webex": true, "zoom": true, "comu": true,
}

// travels are the minutes between the towns of a region.
type travels map[[2]string]int

// between is how many minutes it takes from one place to another: none in one
// town, and where one of the two is not known or is no place.
func (t travels) between(a, b string) int {
	from, to := SearchKey(Town(a)), SearchKey(Town(b))
	if from == "" || to == "" || from == to {
		return 0
	}
	if minutes, recorded := t[townPair(from, to)]; recorded {
		return minutes
	}
	if minutes, recorded := t[anyTowns]; recorded {
		return minutes
	}
	return UsualTravel
}

// anyTowns stands for two different towns between which nothing is recorded.
var anyTowns = [2]string{"", ""}

// townPair is how two folded towns are kept: either way is one.
func townPair(from, to string) [2]string {
	if to < from {
		from, to = to, from
	}
	return [2]string{from, to}
}

// Travel is how long it takes from one town to another, either way. Without
// towns it holds for any two different ones between which nothing is recorded.
type Travel struct {
	From, To string // as they were typed
	Minutes  int    // 0 when nothing is recorded
}

// TravelRecord is a [Travel] as the journal holds it.
type TravelRecord struct {
	From    string `json:"from"`
	To      string `json:"to"`
	Minutes int    `json:"minutes"`
}

var (
	textNoTravel = i18n.T(
		"Les temps de trajet ne peuvent pas être changés depuis votre compte. Rien n’a changé.\n"+
			"Règle : la coordination et le rôle décision du SGAR. {yours}\nPour l’obtenir : {ask}",
		"Travel times cannot be changed from your account. Nothing has changed.\n"+
			"Rule: the coordination and the décision role of the SGAR. {yours}\nTo get this right: {ask}")
	textTravelRange = i18n.T(
		"Un trajet dure de 1 minute à {max} heures. Rien n’a changé.\nPar exemple : `/jalon trajet Lille Laon 2h`",
		"A journey takes from 1 minute to {max} hours. Nothing has changed.\nFor example: `/jalon trajet Lille Laon 2h`")
	textOneTown = i18n.T(
		"Il faut deux villes différentes. Rien n’a changé.\nPar exemple : `/jalon trajet Lille Laon 2h`",
		"Two different towns are needed. Nothing has changed.\nFor example: `/jalon trajet Lille Laon 2h`")
)

// SetTravel records how long it takes from one town to another, or forgets it
// with no minutes, for who may plan meetings of the whole region. It returns what
// was recorded before.
func (p *Planner) SetTravel(ctx context.Context, call Call, t Travel) (was Travel, err error) {
	err = p.write(ctx, func(tx Tx) error {
		dir, err := look(tx, call.Actor.Region, call.Actor.User, call.Actor.Username, call.Place)
		if err != nil {
			return err
		}
		pair := townPair(SearchKey(t.From), SearchKey(t.To))
		switch {
		case !AllowedIn(dir.Actor, ManageMeetings, ""):
			return Refuse(Denied, textNoTravel.With("yours", dir.Yours(), "ask", dir.Ask()))
		case pair != anyTowns && pair[0] == pair[1], pair != anyTowns && pair[0] == "":
			return Refuse(Invalid, textOneTown.With())
		case t.Minutes < 0 || t.Minutes > MostTravel:
			return Refuse(Invalid, textTravelRange.With("max", MostTravel/60))
		}
		known, err := tx.Travels(call.Actor.Region)
		if err != nil {
			return err
		}
		was = Travel{From: t.From, To: t.To, Minutes: known[pair]}
		if was.Minutes == t.Minutes {
			return nil
		}
		if err := tx.PutTravel(call.Actor.Region, t.From, t.To, t.Minutes); err != nil {
			return err
		}
		return p.journal(tx, call, "trajet.modifier", RegionRef, TravelRecord(was), TravelRecord(t), "")
	})
	return was, wrap(err, "set the travel from %s to %s", t.From, t.To)
}

// Travels lists what is recorded between the towns of a region.
func (p *Planner) Travels(ctx context.Context, region RegionID) ([]Travel, error) {
	var out []Travel
	err := p.store.Read(ctx, func(tx Tx) (err error) { out, err = tx.TravelNames(region); return err })
	return out, wrap(err, "list the travels of %s", region)
}
