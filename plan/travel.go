package plan

import (
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

// Town is the town of a place: what follows its last comma, without the postal
// code and the cedex. Empty for a meeting that is not in a place.
func Town(place string) string {
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
	if remoteWords[i18n.Fold(town)] {
		return ""
	}
	return town
}

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
	from, to := i18n.Fold(Town(a)), i18n.Fold(Town(b))
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

// travelsOf reads what is recorded in a region.
func travelsOf(tx Tx, region RegionID) (travels, error) {
	t, err := tx.Travels(region)
	return t, err
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
