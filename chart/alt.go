package chart

import (
	"strings"

	"jalon/i18n"
)

var (
	textShare  = i18n.T("{n} projet sur {all}", "{n} project out of {all}")
	textShares = i18n.T("{n} projets sur {all}", "{n} projects out of {all}")
	textWorst  = i18n.T("{place}, pire météo {word}, {share}.", "{place}, worst outlook {word}, {share}.")
	textNoneOf = i18n.T("{place}, météo non renseignée, {share}.", "{place}, outlook not given, {share}.")
	textAbsent = i18n.T("{places}\u202f: hors programme.", "{places}: not included.")

	textShared = i18n.T(
		"Un projet de plusieurs départements compte dans chacun.",
		"A project of several departments counts in each.",
	)

	textPlace = i18n.T("{place}, {count}\u202f: {outlooks}.", "{place}, {count}: {outlooks}.")
	textIn    = i18n.T("{n} en {word}", "{n} {word}")
	textInNo  = i18n.T("{n} sans météo renseignée", "{n} without an outlook")
)

// share counts the projects of the worst outlook among all: « 1 projet sur 10 »;
// those of the place where no outlook is given.
func (p place) share(lang i18n.Lang) string {
	worst, all := p.worst(), len(p.projects)
	if worst == NotGiven {
		return counted(all, lang)
	}
	n := p.counts[worst]
	return i18n.Plural(lang, n, textShare, textShares).In(lang, "n", n, "all", all)
}

// tileMapText says each place, those of the programme first.
func tileMapText(shown, absent []place, lang i18n.Lang) []string {
	var said []string
	for _, p := range shown {
		text := textWorst
		if p.worst() == NotGiven {
			text = textNoneOf
		}
		said = append(said, text.In(lang, "place", p.name, "word", p.worst().look().word, "share", p.share(lang)))
	}
	return append(said, absentText(absent, lang)...)
}

// absentText says which departments no project names: a sentence or none.
func absentText(absent []place, lang i18n.Lang) []string {
	if len(absent) == 0 {
		return nil
	}
	names := make([]string, len(absent))
	for i, p := range absent {
		names[i] = p.name
	}
	return []string{textAbsent.In(lang, "places", strings.Join(names, ", "))}
}

// sharedText says that a project counts more than once, where one does: a
// sentence or none.
func sharedText(places []place, projects []Project, lang i18n.Lang) []string {
	counted := 0
	for _, p := range places {
		counted += len(p.projects)
	}
	if counted == len(projects) {
		return nil
	}
	return []string{textShared.In(lang)}
}

// text says each row as it is drawn: counts, with the projects where each has
// its cell.
func (r rows) text() []string {
	var said []string
	for _, p := range r.places {
		said = append(said, textPlace.In(r.lang,
			"place", p.name, "count", counted(len(p.projects), r.lang), "outlooks", r.outlooks(p)))
	}
	return said
}

func (r rows) outlooks(p place) string {
	var said []string
	for _, o := range worstFirst {
		n := p.counts[o]
		if n == 0 {
			continue
		}
		text := textIn
		if o == NotGiven {
			text = textInNo
		}
		one := text.In(r.lang, "n", n, "word", o.look().word)
		if r.each {
			one += " (" + strings.Join(refs(p, o), ", ") + ")"
		}
		said = append(said, one)
	}
	return i18n.And(r.lang, said)
}

func refs(p place, o Outlook) []string {
	var refs []string
	for _, project := range p.projects {
		if project.Outlook == o {
			refs = append(refs, project.Ref)
		}
	}
	return refs
}
