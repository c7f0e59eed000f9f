package calendar

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// ErrZone is wrapped by the error for a holiday zone that does not exist.
var ErrZone = errors.New("unknown holiday zone")

// Zone names a territory with its own list of public holidays. It is the text
// that is stored and typed; it has nothing to do with time zones.
type Zone string

// The holiday zones, with the spelling of the official open data.
const (
	Metropole             Zone = "Métropole"
	AlsaceMoselle         Zone = "Alsace-Moselle"
	Guadeloupe            Zone = "Guadeloupe"
	Guyane                Zone = "Guyane"
	Martinique            Zone = "Martinique"
	Mayotte               Zone = "Mayotte"
	NouvelleCaledonie     Zone = "Nouvelle-Calédonie"
	LaReunion             Zone = "La Réunion"
	PolynesieFrancaise    Zone = "Polynésie Française"
	SaintBarthelemy       Zone = "Saint-Barthélémy"
	SaintMartin           Zone = "Saint-Martin"
	WallisEtFutuna        Zone = "Wallis-et-Futuna"
	SaintPierreEtMiquelon Zone = "Saint-Pierre-et-Miquelon"
)

// Name is how the territory is called. Two differ from the official open data,
// whose spelling is stored.
func (z Zone) Name() string {
	switch z {
	case PolynesieFrancaise:
		return "Polynésie française"
	case SaintBarthelemy:
		return "Saint-Barthélemy"
	default:
		return string(z)
	}
}

// Zones returns every holiday zone, métropole first.
func Zones() []Zone {
	return []Zone{
		Metropole, AlsaceMoselle, Guadeloupe, Guyane, Martinique, Mayotte, NouvelleCaledonie,
		LaReunion, PolynesieFrancaise, SaintBarthelemy, SaintMartin, WallisEtFutuna, SaintPierreEtMiquelon,
	}
}

// ParseZone reads a zone as people type it: case, accents, hyphens, spaces and
// a leading article do not matter (« metropole », « reunion »). The empty text
// is métropole. The error wraps [ErrZone].
func ParseZone(s string) (Zone, error) {
	typed := foldZone(s)
	if typed == "" {
		return Metropole, nil
	}
	for _, zone := range Zones() {
		if foldZone(string(zone)) == typed {
			return zone, nil
		}
	}
	return "", fmt.Errorf("%w: %q", ErrZone, s)
}

// foldZone keeps the letters of a name, without accents, case or article.
func foldZone(s string) string {
	letters := strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(s))
	return strings.TrimPrefix(letters, "la")
}

func (z Zone) known() bool { return slices.Contains(Zones(), z) }

// TimeZone returns the IANA time zone of the territory; for the territories
// that have several, that of their seat.
func (z Zone) TimeZone() string {
	switch z {
	case Guadeloupe:
		return "America/Guadeloupe"
	case Guyane:
		return "America/Cayenne"
	case Martinique:
		return "America/Martinique"
	case Mayotte:
		return "Indian/Mayotte"
	case NouvelleCaledonie:
		return "Pacific/Noumea"
	case LaReunion:
		return "Indian/Reunion"
	case PolynesieFrancaise:
		return "Pacific/Tahiti"
	case SaintBarthelemy:
		return "America/St_Barthelemy"
	case SaintMartin:
		return "America/Marigot"
	case WallisEtFutuna:
		return "Pacific/Wallis"
	case SaintPierreEtMiquelon:
		return "America/Miquelon"
	default:
		return "Europe/Paris"
	}
}
