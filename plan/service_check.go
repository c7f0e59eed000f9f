package plan

import (
	"slices"
	"strings"
	"unicode/utf8"

	"jalon/i18n"
)

// Limits of what a service is called, in characters.
const (
	MaxServiceCode = 20
	MaxServiceName = 100
)

var (
	textNoServices = i18n.T(
		"Les services de la région ne se changent pas depuis votre compte. Rien n’a changé.\n"+
			"Règle : la coordination et le rôle décision du SGAR les créent, les changent et les ferment.\n"+
			"Pour l’obtenir : écrivez à la coordination (SGAR).",
		"The services of the region cannot be changed from your account. Nothing has changed.\n"+
			"Rule: the coordination and the décision role of the SGAR create, change and close them.\n"+
			"To get this right: write to the coordination (SGAR).")
	textServiceGone = i18n.T(
		"Le service **{id}** n’existe plus dans la région. Rien n’a changé.\nPour les voir tous : `/jalon service liste`",
		"The service **{id}** is no longer in the region. Nothing has changed.\nTo see them all: `/jalon service liste`")
	textServiceClosed = i18n.T(
		"Le service {code} est fermé. Rien n’a changé.\nPour le rouvrir : `/jalon service modifier {typed} ouvert`",
		"The service {code} is closed. Nothing has changed.\nTo open it again: `/jalon service modifier {typed} ouvert`")
	textServiceSame = i18n.T(
		"Le service {code} est déjà ainsi. Rien n’a changé.\nPour le voir : `/jalon service voir {typed}`",
		"The service {code} already stands so. Nothing has changed.\nTo see it: `/jalon service voir {typed}`")
	textServiceOwesOne = i18n.T(
		"Le service {code} porte {n} échéance ouverte. Rien n’a changé.\nConfiez-la d’abord : `/jalon passation {typed} vers {to}`",
		"The service {code} has {n} open deadline. Nothing has changed.\nHand it over first: `/jalon passation {typed} vers {to}`")
	textServiceOwes = i18n.T(
		"Le service {code} porte {n} échéances ouvertes. Rien n’a changé.\nConfiez-les d’abord : `/jalon passation {typed} vers {to}`",
		"The service {code} has {n} open deadlines. Nothing has changed.\nHand them over first: `/jalon passation {typed} vers {to}`")
	textCodeMissing = i18n.T(
		"Il manque le code du service, en {max} caractères au plus. Rien n’est enregistré.\nPar exemple : `/jalon service ajouter DREAL nom \"DREAL Hauts-de-France\"`",
		"The code of the service is missing, in at most {max} characters. Nothing is saved.\nFor example: `/jalon service ajouter DREAL nom \"DREAL Hauts-de-France\"`")
	textNameMissing = i18n.T(
		"Il manque le nom du service {code}, en {max} caractères au plus. Rien n’est enregistré.\nAjoutez-le, par exemple : `nom \"préfecture de la Somme\"`",
		"The name of the service {code} is missing, in at most {max} characters. Nothing is saved.\nAdd it, for example: `nom \"préfecture de la Somme\"`")
	textCodeTaken = i18n.T(
		"Le code **{code}** est déjà celui d’un service : {name}. Rien n’est enregistré.\nPour le voir : `/jalon service voir {typed}`",
		"The code **{code}** already belongs to a service: {name}. Nothing is saved.\nTo see it: `/jalon service voir {typed}`")
	textCodeClosed = i18n.T(
		"Le code **{code}** est celui d’un service fermé : {name}. Rien n’est enregistré.\nPour le rouvrir : `/jalon service modifier {typed} ouvert`",
		"The code **{code}** belongs to a closed service: {name}. Nothing is saved.\nTo open it again: `/jalon service modifier {typed} ouvert`")
	textNameTaken = i18n.T(
		"**« {word} »** désigne déjà le service {code}. Rien n’est enregistré.\nChoisissez un autre nom, ou voyez-le : `/jalon service voir {typed}`",
		"**“{word}”** already names the service {code}. Nothing is saved.\nChoose another name, or see it: `/jalon service voir {typed}`")
	textDepartmentMissing = i18n.T(
		"Il manque le département du service {code}. Rien n’est enregistré.\nAjoutez-le, par exemple : `departement 59`",
		"The department of the service {code} is missing. Nothing is saved.\nAdd it, for example: `departement 59`")
	textRegionWide = i18n.T(
		"Le service {code} couvre toute la région : il n’a pas de département. Rien n’est enregistré.\nRetirez-le (`departement aucun`), ou changez la nature, par exemple : `nature \"direction départementale\"`",
		"The service {code} covers the whole region: it has no department. Nothing is saved.\nTake it off (`departement aucun`), or change the kind, for example: `nature \"direction départementale\"`")
	textArrondissementElsewhere = i18n.T(
		"L’arrondissement **{word}** n’est pas du département {department}. Rien n’est enregistré.\nSon code commence par celui du département, par exemple : `arrondissement {department}1`",
		"The arrondissement **{word}** is not in department {department}. Nothing is saved.\nIts code begins with the department’s, for example: `arrondissement {department}1`")
	textParentWrong = i18n.T(
		"Le service {code} ne peut pas être rattaché à {parent}, qui dépend de lui ou qui est fermé. Rien n’est enregistré.\nPour en choisir un autre : `/jalon service liste`",
		"The service {code} cannot belong to {parent}, which depends on it or is closed. Nothing is saved.\nTo choose another: `/jalon service liste`")
	textChannelTaken = i18n.T(
		"Le canal **~{channel}** est déjà celui du service {code}. Rien n’est enregistré.\nChoisissez un autre canal, ou libérez celui-là : `/jalon service modifier {typed} canal aucun`",
		"The channel **~{channel}** already belongs to the service {code}. Nothing is saved.\nChoose another channel, or free that one: `/jalon service modifier {typed} canal aucun`")
	textHoursWrong = i18n.T(
		"Les horaires du service {code} finissent avant de commencer. Rien n’est enregistré.\nPar exemple : `horaires 8h-19h`",
		"The hours of the service {code} end before they begin. Nothing is saved.\nFor example: `horaires 8h-19h`")
	textOneCoordination = i18n.T(
		"La coordination de la région est déjà le service {code}, et il n’y en a qu’une. Rien n’est enregistré.\nChoisissez une autre nature, par exemple : `nature \"direction régionale\"`",
		"The coordination of the region is already the service {code}, and there is only one. Nothing is saved.\nChoose another kind, for example: `nature \"direction régionale\"`")
	textCoordinationStays = i18n.T(
		"Le service {code} est la coordination de la région : sans lui, plus personne ne changerait les services. Rien n’a changé.\nPour le voir : `/jalon service voir {typed}`",
		"The service {code} is the coordination of the region: without it nobody could change the services. Nothing has changed.\nTo see it: `/jalon service voir {typed}`")
)

// TypedCode writes the code of a service as it is typed in a command.
func TypedCode(code string) string {
	if strings.ContainsAny(code, " \u00a0\u202f") {
		return `"` + code + `"`
	}
	return code
}

// CheckServices refuses whoever may not manage the services of the region.
func CheckServices(a Actor) error {
	if Allowed(a, ManageServices, Deadline{}) {
		return nil
	}
	return Refuse(Denied, textNoServices.With())
}

// checkService refuses a state that a service cannot be in beside the others;
// before is zero for a new one.
func checkService(before, s Service, all []Service) error {
	for _, check := range []func(before, s Service, all []Service) error{
		checkNames, checkTaken, checkCoordination, checkTerritory, checkParent, checkChannel, checkHours,
	} {
		if err := check(before, s, all); err != nil {
			return err
		}
	}
	return nil
}

func checkNames(_, s Service, _ []Service) error {
	if n := utf8.RuneCountInString(s.Code); n == 0 || n > MaxServiceCode {
		return Refuse(Invalid, textCodeMissing.With("max", MaxServiceCode))
	}
	for _, name := range append([]string{s.Name}, s.Aliases...) {
		if n := utf8.RuneCountInString(name); n == 0 || n > MaxServiceName {
			return Refuse(Invalid, textNameMissing.With("code", s.Code, "max", MaxServiceName))
		}
	}
	return nil
}

// checkTaken refuses a new code, name or alias by which another service is
// called: what is meant for one would reach both.
func checkTaken(before, s Service, all []Service) error {
	held := calledBy(before)
	for _, other := range all {
		if other.ID == s.ID {
			continue
		}
		if i18n.Fold(other.Code) == i18n.Fold(s.Code) {
			text := textCodeTaken
			if other.Closed {
				text = textCodeClosed
			}
			return Refuse(Invalid, text.With("code", other.Code, "typed", TypedCode(other.Code), "name", other.Name))
		}
		if other.Closed {
			continue
		}
		theirs := calledBy(other)
		for _, word := range append([]string{s.Code, s.Name}, s.Aliases...) {
			if key := i18n.Fold(word); slices.Contains(theirs, key) && (before.Closed || !slices.Contains(held, key)) {
				return Refuse(Invalid, textNameTaken.With("word", word, "code", other.Code, "typed", TypedCode(other.Code)))
			}
		}
	}
	return nil
}

// calledBy lists what a service is called, folded.
func calledBy(s Service) []string {
	out := []string{i18n.Fold(s.Code), i18n.Fold(s.Name)}
	for _, alias := range s.Aliases {
		out = append(out, i18n.Fold(alias))
	}
	return out
}

// checkCoordination keeps one coordination in the region.
func checkCoordination(before, s Service, all []Service) error {
	is := s.Coordinates() && !s.Closed
	for _, other := range all {
		if is && other.ID != s.ID && other.Coordinates() && !other.Closed {
			return Refuse(Invalid, textOneCoordination.With("code", other.Code))
		}
	}
	if before.Coordinates() && !before.Closed && !is {
		return Refuse(Invalid, textCoordinationStays.With("code", before.Code, "typed", TypedCode(before.Code)))
	}
	return nil
}

// checkTerritory leaves alone what an imported list already says.
func checkTerritory(before, s Service, _ []Service) error {
	switch {
	case before.Kind == s.Kind && before.Department == s.Department && before.Arrondissement == s.Arrondissement:
		return nil
	case s.Kind.Territorial() && s.Department == "":
		return Refuse(Invalid, textDepartmentMissing.With("code", s.Code))
	case (s.Kind == KindSGAR || s.Kind == KindRegional) && s.Department != "":
		return Refuse(Invalid, textRegionWide.With("code", s.Code))
	case s.Arrondissement != "" && s.Department == "":
		return Refuse(Invalid, textDepartmentMissing.With("code", s.Code))
	case s.Arrondissement != "" && (!strings.HasPrefix(s.Arrondissement, s.Department) || len(s.Arrondissement) != len(s.Department)+1):
		return Refuse(Invalid, textArrondissementElsewhere.With("word", s.Arrondissement, "department", s.Department))
	default:
		return nil
	}
}

// checkParent refuses a service above that is closed, or that depends on the
// service itself.
func checkParent(before, s Service, all []Service) error {
	if s.Parent == "" || s.Parent == before.Parent {
		return nil
	}
	known := byID(all)
	first, ok := known[s.Parent]
	wrong := !ok || first.Closed
	for at, steps := s.Parent, 0; at != "" && steps <= len(all) && !wrong; at, steps = known[at].Parent, steps+1 {
		wrong = at == s.ID
	}
	if wrong {
		return Refuse(Invalid, textParentWrong.With("code", s.Code, "parent", first.Code))
	}
	return nil
}

func checkChannel(_, s Service, all []Service) error {
	if s.Channel == "" {
		return nil
	}
	for _, other := range all {
		if other.ID != s.ID && !other.Closed && other.Channel == s.Channel {
			return Refuse(Invalid, textChannelTaken.With("channel", s.ChannelName, "code", other.Code, "typed", TypedCode(other.Code)))
		}
	}
	return nil
}

func checkHours(before, s Service, _ []Service) error {
	if before.ID != "" && before.Opens == s.Opens && before.Closes == s.Closes {
		return nil
	}
	if s.Opens.Compare(s.Closes) >= 0 {
		return Refuse(Invalid, textHoursWrong.With("code", s.Code))
	}
	return nil
}
