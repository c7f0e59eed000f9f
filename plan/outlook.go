package plan

import "jalon/i18n"

// Outlook is the météo of a project, in the words of PILOTE: how confident who
// answers for it is that its aims will be met.
type Outlook string

// The outlooks, from the one not given to the worst. Couvert is better than
// nuage, whatever the sky suggests.
const (
	OutlookNone     Outlook = ""         // non renseignée
	OutlookSunny    Outlook = "sunny"    // soleil: objectifs sécurisés
	OutlookOvercast Outlook = "overcast" // couvert: objectifs atteignables
	OutlookCloudy   Outlook = "cloudy"   // nuage: appuis nécessaires
	OutlookStormy   Outlook = "stormy"   // orage: objectifs compromis
)

// Outlooks lists those that can be given, the best first.
var Outlooks = []Outlook{OutlookSunny, OutlookOvercast, OutlookCloudy, OutlookStormy}

// Severity orders outlooks: 0 when it is not given, then 1 for the best to 4 for
// the worst.
func (o Outlook) Severity() int {
	switch o {
	case OutlookSunny:
		return 1
	case OutlookOvercast:
		return 2
	case OutlookCloudy:
		return 3
	case OutlookStormy:
		return 4
	case OutlookNone:
		return 0
	default:
		return 0
	}
}

// outlookWords are the words by which people say an outlook, folded: the weather,
// its pictogram, what PILOTE means by it.
var outlookWords = map[string]Outlook{
	"soleil": OutlookSunny, "ensoleille": OutlookSunny, "ensoleillee": OutlookSunny, "sunny": OutlookSunny, "☀️": OutlookSunny, "☀": OutlookSunny,
	"objectifs securises": OutlookSunny, "vert": OutlookSunny,
	"couvert": OutlookOvercast, "couverte": OutlookOvercast, "overcast": OutlookOvercast, "⛅": OutlookOvercast, "🌤": OutlookOvercast, "🌤️": OutlookOvercast,
	"objectifs atteignables": OutlookOvercast,
	"nuage":                  OutlookCloudy, "nuages": OutlookCloudy, "nuageux": OutlookCloudy, "nuageuse": OutlookCloudy, "cloudy": OutlookCloudy, "☁️": OutlookCloudy, "☁": OutlookCloudy,
	"appuis necessaires": OutlookCloudy,
	"orage":              OutlookStormy, "orages": OutlookStormy, "orageux": OutlookStormy, "orageuse": OutlookStormy, "stormy": OutlookStormy, "storm": OutlookStormy, "⛈️": OutlookStormy, "⛈": OutlookStormy,
	"objectifs compromis": OutlookStormy, "rouge": OutlookStormy,
	"non renseignee": OutlookNone, "non renseigne": OutlookNone, "aucune": OutlookNone, "sans meteo": OutlookNone,
}

// ParseOutlook reads an outlook as people say it; false for what is none.
func ParseOutlook(text string) (Outlook, bool) {
	o, ok := outlookWords[i18n.Fold(text)]
	return o, ok
}

// Trend is where an outlook goes, in the words of PILOTE.
type Trend string

// Trends.
const (
	TrendNone    Trend = ""
	TrendRising  Trend = "rising"  // hausse
	TrendFalling Trend = "falling" // baisse
	TrendStable  Trend = "stable"  // stagnation
)

// TrendFrom is the trend that two outlooks in a row show; none when one of them
// was not given.
func TrendFrom(before, after Outlook) Trend {
	switch was, is := before.Severity(), after.Severity(); {
	case was == 0 || is == 0:
		return TrendNone
	case is > was:
		return TrendFalling
	case is < was:
		return TrendRising
	default:
		return TrendStable
	}
}
