package chart

import (
	"image/color"

	"jalon/i18n"
)

// Outlook is the météo of a project, in the words of PILOTE. From the worst: a
// cloudy project needs support, an overcast one reaches its aims.
type Outlook uint8

// The outlooks, from the worst; one that is not given is neither good nor bad.
const (
	NotGiven Outlook = iota
	Storm
	Cloudy
	Overcast
	Sunny
)

// sunniestFirst is the order of the columns and of the legend, as in the tables
// of jalon; worstFirst is that of projects, so that what is at risk is seen first.
var (
	sunniestFirst = [...]Outlook{Sunny, Overcast, Cloudy, Storm, NotGiven}
	worstFirst    = [...]Outlook{Storm, Cloudy, Overcast, Sunny, NotGiven}
)

// worse tells whether o is worse than other; anything is worse than nothing
// given.
func (o Outlook) worse(other Outlook) bool {
	return o != NotGiven && (other == NotGiven || o < other)
}

// look is how an outlook, or the lack of one, is shown.
type look struct {
	word    i18n.Msg
	meaning i18n.Msg // zero where the word says all
	symbol  symbol
	fill    color.RGBA
	edge    color.RGBA
	ink     color.RGBA // of texts and shapes on the fill
	spark   color.RGBA // of the lightning
}

func (o Outlook) look() look { return looks[o] }

// The lightness falls from sun to storm, so that the order is seen without any
// hue; hues go from yellow to blue and purple, which no colour blindness mixes up.
var looks = [...]look{
	NotGiven: {
		word:   i18n.T("Non renseignée", "Not given"),
		symbol: question, fill: white, edge: rgb(0x6b, 0x72, 0x80), ink: ink,
	},
	Storm: {
		word: i18n.T("Orage", "Storm"), meaning: i18n.T("objectifs compromis", "aims compromised"),
		symbol: storm, fill: rgb(0x5c, 0x10, 0x49), edge: rgb(0x5c, 0x10, 0x49), ink: white, spark: rgb(0xff, 0xd8, 0x4d),
	},
	Cloudy: {
		word: i18n.T("Nuage", "Cloudy"), meaning: i18n.T("appuis nécessaires", "support needed"),
		symbol: cloud, fill: rgb(0x2f, 0x6d, 0xb5), edge: rgb(0x2f, 0x6d, 0xb5), ink: white,
	},
	Overcast: {
		word: i18n.T("Couvert", "Overcast"), meaning: i18n.T("objectifs atteignables", "aims within reach"),
		symbol: sunBehindCloud, fill: rgb(0x8e, 0xc3, 0xea), edge: rgb(0x8e, 0xc3, 0xea), ink: ink,
	},
	Sunny: {
		word: i18n.T("Soleil", "Sunny"), meaning: i18n.T("objectifs sécurisés", "aims secured"),
		symbol: sun, fill: rgb(0xff, 0xd8, 0x4d), edge: rgb(0xff, 0xd8, 0x4d), ink: ink,
	},
}

// outside is a department that no project names, nothing a cell that counts none.
var (
	outside = look{
		word:   i18n.T("Hors programme", "Not included"),
		symbol: dash, fill: rgb(0xdf, 0xe2, 0xe6), edge: rgb(0xdf, 0xe2, 0xe6), ink: rgb(0x44, 0x4b, 0x54),
	}
	nothing = look{fill: rgb(0xf3, 0xf4, 0xf6), edge: rgb(0xf3, 0xf4, 0xf6), ink: muted}
)

var (
	white = rgb(0xff, 0xff, 0xff)
	ink   = rgb(0x16, 0x16, 0x16)
	muted = rgb(0x55, 0x5c, 0x66)
	rule  = rgb(0xc9, 0xce, 0xd6)
)

func rgb(r, g, b uint8) color.RGBA { return color.RGBA{R: r, G: g, B: b, A: 0xff} }
