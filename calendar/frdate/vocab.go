package frdate

import "jalon/calendar"

// word is the place of a French word in the vocabulary; words that play the
// same part in the grammar (« lundi » and « lun ») share one and differ by
// their value.
type word uint8

const (
	unknown word = iota

	// Days and months; the value is the ISO weekday (1 to 7) or the month.
	weekdayWord
	weekdayPlural
	weekdayAbbr
	monthWord
	monthAbbr // « mar. » is a weekday before a number and a month after one

	// Numbers; the value is the number.
	numberWord  // deux, trente
	ordinalWord // premier, deuxième, dernier (-1), avant-dernier is spelled out
	ordinalMark // er, e, eme: glued to digits

	// Units of time; the value is a unit.
	unitWord
	fortnightWord // quinzaine, huitaine; the value is the days
	dayKindWord   // ouvré, ouvrable, franc, calendaire; the value is a calendar.Unit

	// Parts of the day; the value is a partOfDay.
	dayPartWord

	// Days relative to today; the value is the distance in days.
	nearWord

	// Adjectives of repetition (quotidien, mensuel); the value is a unit.
	everyAdjective

	// Holidays by name; the value is a feast.
	feastWord

	// Words of one kind each.
	le
	la
	les
	l
	du
	de
	des
	d
	au
	a
	en
	et
	ou
	ce
	cet
	cette
	ci
	dans
	sous
	ici
	avant
	apres
	plus
	tard
	pour
	partir
	compter
	jusqu
	entre
	prochain
	dernier
	debut
	mi
	milieu
	fin
	courant
	trimestreLetter // t, before a number
	semesterOrWeek  // s, before a number
	jourLetter      // j, before a number
	heure           // h, heure, heures
	minute          // min, mn, minute, minutes
	quarter         // quart
	half            // demi, demie
	moins
	aujourd
	hui
	tous
	toutes
	chaque
	un
	une
	sur
	fois
	pendant
	veille
	lendemain
	delai
	cpc
	legal
	inclus
	exclu
	maximum
	rigueur
	precise
	rappel
	art
	cours
	qui
	vient
	surlendemain
	weekWord
	endWord
	weekendWord
	nouvel
	saint
	anchorWord // séance, notification: what a delay is counted from
	y
	il
	venir
	depuis
	twist // a word that turns the date after it into another: vers, sauf, pas
)

// entry is what the vocabulary knows of a word.
type entry struct {
	word  word
	value int16
}

// unit is a stretch of time that people count.
type unit int16

const (
	noUnit unit = iota
	minutes
	hours
	days
	weeks
	months
	quarters
	semesters
	years
)

// partOfDay is a moment of the day that has a setting ([Hours]).
type partOfDay int16

const (
	noPart partOfDay = iota
	morning
	afternoon
	evening
	dayPart // journée: only « fin de journée », « début de journée »
	noon
	midnight
)

// vocabulary is every word the grammar knows, folded.
var vocabulary = buildVocabulary()

func buildVocabulary() map[string]entry {
	words := make(map[string]entry, 512)
	for _, list := range [][]listed{
		dayNames, monthNames, numberNames, ordinalNames, unitNames, partNames, repeatNames, feastNames, smallWords,
	} {
		for _, item := range list {
			for _, spelling := range item.spellings {
				words[spelling] = item.entry
			}
		}
	}
	return words
}

// listed is an entry with its spellings.
type listed struct {
	entry
	spellings []string
}

func say(w word, value int, spellings ...string) listed {
	return listed{entry{w, int16(value)}, spellings}
}

var dayNames = []listed{
	say(weekdayWord, 1, "lundi"),
	say(weekdayPlural, 1, "lundis"),
	say(weekdayWord, 2, "mardi"),
	say(weekdayPlural, 2, "mardis"),
	say(weekdayWord, 3, "mercredi"),
	say(weekdayPlural, 3, "mercredis"),
	say(weekdayWord, 4, "jeudi"),
	say(weekdayPlural, 4, "jeudis"),
	say(weekdayWord, 5, "vendredi"),
	say(weekdayPlural, 5, "vendredis"),
	say(weekdayWord, 6, "samedi"),
	say(weekdayPlural, 6, "samedis"),
	say(weekdayWord, 7, "dimanche"),
	say(weekdayPlural, 7, "dimanches"),
	say(weekdayAbbr, 1, "lun"),
	say(weekdayAbbr, 3, "mer", "merc"),
	say(weekdayAbbr, 4, "jeu"),
	say(weekdayAbbr, 5, "ven", "vend"),
	say(weekdayAbbr, 6, "sam"),
	say(weekdayAbbr, 7, "dim"),
	say(nearWord, 0, "aujourdhui"),
	say(nearWord, 1, "demain"),
	say(nearWord, -1, "hier"),
}

var monthNames = []listed{
	say(monthWord, 1, "janvier"),
	say(monthWord, 2, "fevrier"),
	say(monthWord, 3, "mars"),
	say(monthWord, 4, "avril"),
	say(monthWord, 5, "mai"),
	say(monthWord, 6, "juin"),
	say(monthWord, 7, "juillet"),
	say(monthWord, 8, "aout"),
	say(monthWord, 9, "septembre"),
	say(monthWord, 10, "octobre"),
	say(monthWord, 11, "novembre"),
	say(monthWord, 12, "decembre"),
	say(monthAbbr, 1, "jan", "janv"),
	say(monthAbbr, 2, "fev", "fevr"),
	say(monthAbbr, 3, "mar"),
	say(monthAbbr, 4, "avr"),
	say(monthAbbr, 7, "juil"),
	say(monthAbbr, 9, "sept"),
	say(monthAbbr, 10, "oct"),
	say(monthAbbr, 11, "nov"),
	say(monthAbbr, 12, "dec"),
}

var numberNames = []listed{
	say(un, 1, "un"),
	say(une, 1, "une"),
	say(numberWord, 2, "deux"),
	say(numberWord, 3, "trois"),
	say(numberWord, 4, "quatre"),
	say(numberWord, 5, "cinq"),
	say(numberWord, 6, "six"),
	say(numberWord, 8, "huit"),
	say(numberWord, 9, "neuf"),
	say(numberWord, 10, "dix"),
	say(numberWord, 11, "onze"),
	say(numberWord, 12, "douze"),
	say(numberWord, 13, "treize"),
	say(numberWord, 14, "quatorze"),
	say(numberWord, 15, "quinze"),
	say(numberWord, 16, "seize"),
	say(numberWord, 20, "vingt", "vingts"),
	say(numberWord, 30, "trente"),
	say(numberWord, 40, "quarante"),
	say(numberWord, 50, "cinquante"),
	say(numberWord, 60, "soixante"),
	say(numberWord, 100, "cent"),
}

var ordinalNames = []listed{
	say(ordinalWord, 1, "premier", "premiere", "premiers", "premieres"),
	say(ordinalWord, 2, "deuxieme", "second", "seconde"),
	say(ordinalWord, 3, "troisieme"),
	say(ordinalWord, 4, "quatrieme"),
	say(ordinalWord, 5, "cinquieme"),
	say(ordinalWord, 6, "sixieme"),
	say(ordinalWord, 7, "septieme"),
	say(ordinalWord, 8, "huitieme"),
	say(ordinalWord, 9, "neuvieme"),
	say(ordinalWord, 10, "dixieme"),
	say(dernier, -1, "dernier", "derniere", "derniers", "dernieres"),
	say(ordinalMark, 1, "er", "ere", "re"),
	say(ordinalMark, 0, "e", "eme", "ieme", "nd", "nde", "o"),
}

var unitNames = []listed{
	say(unitWord, int(days), "jour", "jours"),
	say(unitWord, int(weeks), "semaine", "semaines", "sem"),
	say(unitWord, int(months), "mois"),
	say(unitWord, int(quarters), "trimestre", "trimestres"),
	say(unitWord, int(semesters), "semestre", "semestres"),
	say(unitWord, int(years), "an", "ans", "annee", "annees"),
	say(heure, int(hours), "h", "heure", "heures"),
	say(minute, int(minutes), "min", "mn", "minute", "minutes"),
	say(fortnightWord, 15, "quinzaine", "quinzaines"),
	say(fortnightWord, 8, "huitaine", "huitaines"),
	say(dayKindWord, int(calendar.WorkingDays), "ouvre", "ouvres", "ouvree", "ouvrees"),
	say(dayKindWord, int(calendar.OuvrableDays), "ouvrable", "ouvrables"),
	say(dayKindWord, int(calendar.ClearDays), "franc", "francs"),
	say(dayKindWord, int(calendar.CalendarDays), "calendaire", "calendaires"),
}

var partNames = []listed{
	say(dayPartWord, int(morning), "matin", "matinee", "matins"),
	say(dayPartWord, int(evening), "soir", "soiree", "soirs"),
	say(dayPartWord, int(dayPart), "journee"),
	say(dayPartWord, int(noon), "midi", "midis"),
	say(dayPartWord, int(midnight), "minuit"),
}

var repeatNames = []listed{
	say(everyAdjective, int(days), "quotidien", "quotidienne", "quotidiennement", "journalier"),
	say(everyAdjective, int(weeks), "hebdomadaire", "hebdo"),
	say(everyAdjective, int(months), "mensuel", "mensuelle", "mensuellement"),
	say(everyAdjective, int(quarters), "trimestriel", "trimestrielle"),
	say(everyAdjective, int(semesters), "semestriel", "semestrielle"),
	say(everyAdjective, int(years), "annuel", "annuelle", "annuellement"),
}

// feast is a holiday people call by its name.
type feast int16

const (
	noFeast feast = iota
	christmas
	newYear
	newYearsEve
	easterDay
	easterMonday
	goodFriday
	ascension
	whitSunday
	whitMonday
	assumption
	allSaints
	armistice
)

var feastNames = []listed{
	say(feastWord, int(christmas), "noel"),
	say(feastWord, int(easterDay), "paques"),
	say(feastWord, int(ascension), "ascension"),
	say(feastWord, int(whitSunday), "pentecote"),
	say(feastWord, int(assumption), "assomption"),
	say(feastWord, int(allSaints), "toussaint"),
	say(feastWord, int(armistice), "armistice"),
	say(feastWord, int(newYearsEve), "sylvestre"),
}

var smallWords = []listed{
	say(le, 0, "le"), say(la, 0, "la"), say(les, 0, "les"), say(l, 0, "l"),
	say(du, 0, "du"), say(de, 0, "de"), say(des, 0, "des"), say(d, 0, "d"),
	say(au, 0, "au"), say(a, 0, "a"), say(en, 0, "en"),
	say(et, 0, "et"), say(ou, 0, "ou"),
	say(ce, 0, "ce"), say(cet, 0, "cet"), say(cette, 0, "cette"), say(ci, 0, "ci"),
	say(dans, 0, "dans"), say(sous, 0, "sous"), say(ici, 0, "ici"),
	say(avant, 0, "avant"), say(apres, 0, "apres"),
	say(plus, 0, "plus"), say(tard, 0, "tard"), say(pour, 0, "pour"),
	say(partir, 0, "partir"), say(compter, 0, "compter"),
	say(jusqu, 0, "jusqu", "jusque"), say(entre, 0, "entre"),
	say(prochain, 0, "prochain", "prochaine", "prochains", "prochaines"),
	say(debut, 0, "debut"), say(mi, 0, "mi"), say(milieu, 0, "milieu"),
	say(fin, 0, "fin", "fins"), say(courant, 0, "courant"),
	say(trimestreLetter, 0, "t"), say(semesterOrWeek, 0, "s"), say(jourLetter, 0, "j"),
	say(quarter, 0, "quart", "quarts"), say(half, 0, "demi", "demie"), say(moins, 0, "moins"),
	say(aujourd, 0, "aujourd"), say(hui, 0, "hui"),
	say(tous, 0, "tous"), say(toutes, 0, "toutes"),
	say(chaque, 0, "chaque"), say(sur, 0, "sur"), say(fois, 0, "fois"), say(pendant, 0, "pendant"),
	say(anchorWord, 0, "seance", "reunion", "notification", "publication", "signature", "reception", "acte", "saisine"),
	say(veille, 0, "veille"), say(lendemain, 0, "lendemain"),
	say(delai, 0, "delai", "delais"), say(cpc, 0, "cpc"), say(legal, 0, "legal", "legaux"),
	say(inclus, 0, "inclus", "incluse", "compris"), say(exclu, 0, "exclu", "exclus", "exclue"),
	say(maximum, 0, "maximum", "max", "maxi"), say(rigueur, 0, "rigueur"),
	say(precise, 0, "precise", "precises", "pile"),
	say(rappel, 0, "rappel", "rappels"), say(art, 0, "art", "article", "articles"),
	say(cours, 0, "cours"), say(qui, 0, "qui"), say(vient, 0, "vient"),
	say(surlendemain, 0, "surlendemain"),
	say(weekWord, 0, "week"), say(endWord, 0, "end"), say(weekendWord, 0, "weekend"),
	say(nouvel, 0, "nouvel"), say(saint, 0, "saint", "sainte"),
	say(y, 0, "y"), say(depuis, 0, "depuis"),
	say(twist, 0, "vers", "sauf", "hors", "pas", "tot", "autour", "environ", "ni", "sans", "excepte"),
	say(il, 0, "il"), say(venir, 0, "venir"),
}
