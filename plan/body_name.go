package plan

import (
	"strings"

	"jalon/i18n"
)

// bodyWords gives the article of bodies by the first word of their name, folded.
var bodyWords = map[string]article{
	"comite": masculine, "conseil": masculine, "copil": masculine, "cotech": masculine, "comop": masculine, "codir": masculine,
	"ca": masculine, "cs": masculine, "bureau": masculine, "syndicat": masculine, "groupe": masculine, "pole": masculine,
	"college": masculine, "jury": masculine, "observatoire": elided, "parlement": masculine, "fonds": masculine,
	"commission": feminine, "conference": feminine, "assemblee": elided, "ag": elided, "agence": elided, "instance": elided,
	"clct": feminine, "cdci": feminine, "cdac": feminine, "clect": feminine, "clis": feminine, "mission": feminine, "societe": feminine,
	"etablissement": elided, "epf": elided, "epa": elided, "epci": elided, "union": elided, "association": elided, "office": elided,
}

// vowels begin the acronyms before which the article is elided.
const vowels = "aeiou"

// article is the article of a body: by what it is called, else by its whole name,
// else elided before a vowel.
func (b Body) article() article {
	for _, name := range []string{b.Called(), b.Name} {
		word, _, _ := strings.Cut(strings.Trim(i18n.Fold(name), ",;:"), " ")
		word, _, _ = strings.Cut(word, "-")
		if a := bodyWords[word]; a != noArticle {
			return a
		}
		if a := firstWords[word]; a != noArticle {
			return a
		}
		if word != "" && strings.ContainsAny(word[:1], vowels) {
			return elided
		}
	}
	return noArticle
}

var (
	leadsToBody = leads{noArticle: "à l’instance ", feminine: "à la ", masculine: "au ", elided: "à l’"}
	leadsOfBody = leads{noArticle: "de l’instance ", feminine: "de la ", masculine: "du ", elided: "de l’"}
)

func (b Body) after(l leads, lang i18n.Lang) string {
	if lang == i18n.EN {
		return b.Called()
	}
	name := b.Called()
	if b.Short == "" { // « au comité régional », not « au Comité régional »
		word, rest, _ := strings.Cut(name, " ")
		if bodyWords[i18n.Fold(word)] != noArticle && len(word) > 3 && word != strings.ToUpper(word) { // no initials
			name = strings.TrimSpace(strings.ToLower(word) + " " + rest)
		}
	}
	return l[b.article()] + name
}

// ToThe is what a body is called after « à »: « à l’EPF », « au comité ERBM »; the
// bare name in English.
func (b Body) ToThe(lang i18n.Lang) string { return b.after(leadsToBody, lang) }

// OfThe is what a body is called after « de »: « de l’EPF », « de la CLCT ».
func (b Body) OfThe(lang i18n.Lang) string { return b.after(leadsOfBody, lang) }
