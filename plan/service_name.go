package plan

import (
	"strings"

	"jalon/i18n"
)

// article is the article that French puts before the name of a service.
type article int

const (
	noArticle article = iota
	masculine
	feminine
	elided
)

// firstWords gives the article of names by their first word, folded. Acronyms
// of State services are feminine when they stand for a direction.
var firstWords = map[string]article{
	"prefecture": feminine, "sous-prefecture": feminine, "direction": feminine, "delegation": feminine,
	"mission": feminine, "region": feminine, "metropole": feminine, "banque": feminine, "commune": feminine, "chambre": feminine,
	"dreal": feminine, "draaf": feminine, "dreets": feminine, "drac": feminine, "drajes": feminine, "drfip": feminine,
	"ddfip": feminine, "ddt": feminine, "ddtm": feminine, "ddets": feminine, "ddpp": feminine, "dirm": feminine, "deal": feminine,
	"dsden": feminine, "cdc": feminine,
	"drieat": feminine, "driaaf": feminine, "drieets": feminine, "drihl": feminine,
	"deets": feminine, "daaf": feminine, "dac": feminine, "dealm": feminine,
	"dgtm": feminine, "dgcopop": feminine, "dgcat": feminine,
	"sgar": masculine, "sgac": masculine, "secretariat": masculine, "rectorat": masculine, "conseil": masculine, "departement": masculine,
	"cabinet": masculine, "service": masculine, "syndicat": masculine, "pole": masculine, "parc": masculine, "bureau": masculine,
	"ars": elided, "agence": elided, "academie": elided, "etablissement": elided, "epf": elided, "ademe": elided,
	"anct": elided, "anah": elided, "office": elided, "unite": elided, "udap": elided, "ofb": elided, "insee": elided,
}

func (s Service) article() article {
	word, _, _ := strings.Cut(i18n.Fold(s.Name), " ")
	return firstWords[word]
}

// leads are what French puts before a name: an article, alone or with the
// preposition that melts into it.
type leads map[article]string

var (
	leadsThe   = leads{feminine: "la ", masculine: "le ", elided: "l’"}
	leadsOfThe = leads{noArticle: "de ", feminine: "de la ", masculine: "du ", elided: "de l’"}
	leadsToThe = leads{noArticle: "à ", feminine: "à la ", masculine: "au ", elided: "à l’"}
)

// after is the name behind what leads it in French; the bare name in English,
// whose texts keep the French name as it is.
func (s Service) after(l leads, lang i18n.Lang) string {
	if lang == i18n.EN {
		return s.Name
	}
	return l[s.article()] + s.Name
}

// The is the name with its article: « la préfecture du Nord », « le SGAR »,
// « l’ARS ». A name whose article is not known stays bare.
func (s Service) The(lang i18n.Lang) string { return s.after(leadsThe, lang) }

// OfThe is the name after « de »: « de la préfecture du Nord », « du SGAR »,
// « de l’ARS ».
func (s Service) OfThe(lang i18n.Lang) string { return s.after(leadsOfThe, lang) }

// ToThe is the name after « à »: « à la préfecture du Nord », « au SGAR », « à
// l’ARS ».
func (s Service) ToThe(lang i18n.Lang) string { return s.after(leadsToThe, lang) }

// Of is the name of a person after « de »: « de bob », « d’alice »; the bare
// name in English. Bold marks around it stay.
type Of string

// In says the name in a language.
func (n Of) In(lang i18n.Lang) string {
	name := string(n)
	first := i18n.Fold(strings.TrimLeft(name, "*"))
	switch {
	case lang == i18n.EN:
		return name
	case first != "" && strings.ContainsRune("aeiou", rune(first[0])):
		return "d’" + name
	default:
		return "de " + name
	}
}

// namesOf is a list of services that says itself after « agents »: « de la
// préfecture du Nord, du SGAR ».
type namesOf []Service

// In lists the names in a language.
func (n namesOf) In(lang i18n.Lang) string {
	out := make([]string, len(n))
	for i, s := range n {
		out[i] = s.OfThe(lang)
	}
	return i18n.And(lang, out)
}

// theService says itself with its article.
type theService struct{ Service }

// In says the name in a language.
func (s theService) In(lang i18n.Lang) string { return s.The(lang) }

// toTheService says itself after « à ».
type toTheService struct{ Service }

// In says the name in a language.
func (s toTheService) In(lang i18n.Lang) string { return s.ToThe(lang) }
