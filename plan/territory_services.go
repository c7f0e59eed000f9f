package plan

import (
	"slices"
	"strings"

	"jalon/i18n"
)

// bureau is a service that a whole region has. Its name is its code where it
// goes by that.
type bureau struct {
	code, name string
	aliases    []string
}

// The secretariats of the préfets de région, by the name they have there.
var (
	sgar = bureau{"SGAR", "SGAR", []string{"secrétariat général pour les affaires régionales"}}
	sgac = bureau{"SGAC", "SGAC", []string{"secrétariat général pour les affaires de Corse", "SGAR"}}
	// Guyane has merged its secretariat with the animation of its territory.
	dgcat = bureau{"DGCAT", "DGCAT", []string{"SGAR"}}
	// In Île-de-France the secretary general bears another title.
	politiquesPubliques = bureau{"SGAR", "secrétariat général aux politiques publiques", nil}
)

// Directorates that have the same name everywhere.
var (
	drfip    = bureau{"DRFIP", "DRFiP", []string{"finances publiques"}}
	drajes   = bureau{"DRAJES", "DRAJES", []string{"jeunesse et sports"}}
	rectorat = bureau{"RECTORAT", "rectorat de région académique", []string{"éducation"}}
	ars      = bureau{"ARS", "ARS", []string{"santé"}}
	drac     = bureau{"DRAC", "DRAC", []string{"culture"}}
)

// The regional directorates, in the order they are listed.
var (
	mainlandDirections = []bureau{
		{"DREAL", "DREAL", []string{"environnement"}},
		{"DREETS", "DREETS", []string{"emploi"}},
		{"DRAAF", "DRAAF", []string{"agriculture"}},
		drac, drajes, drfip, rectorat, ars,
	}
	// Bouches-du-Rhône has a préfet de police beside its préfet.
	provenceDirections = slices.Concat(mainlandDirections, []bureau{
		{"PP13", "préfecture de police des Bouches-du-Rhône", nil},
	})
	// In Paris and around it directorates are interdepartmental, and the préfet
	// de police stands beside the préfet de région, who is préfet de Paris. The
	// préfecture de police is not one of « toutes les préfectures »: it answers
	// for no department.
	parisDirections = []bureau{
		{"DRIEAT", "DRIEAT", []string{"environnement"}},
		{"DRIEETS", "DRIEETS", []string{"emploi"}},
		{"DRIAAF", "DRIAAF", []string{"agriculture"}},
		{"DRIHL", "DRIHL", []string{"logement"}},
		drac, drajes, drfip, rectorat, ars,
		{"PP", "préfecture de police", []string{"préfecture de police de Paris"}},
	}
	overseasDirections = []bureau{{"DEAL", "DEAL", []string{"environnement"}}, deets, daaf, dac, drajes, drfip, rectorat, ars}
	// In Mayotte the DEAL has the sea too.
	mayotteDirections = []bureau{{"DEALM", "DEALM", []string{"environnement", "DEAL"}}, deets, daaf, dac, drajes, drfip, rectorat, ars}
	// Guyane has merged its directorates into general ones.
	guyaneDirections = []bureau{
		{"DGTM", "DGTM", []string{"environnement", "agriculture"}},
		{"DGCOPOP", "DGCOPOP", []string{"emploi", "culture"}},
		drfip, rectorat, ars,
	}
	deets = bureau{"DEETS", "DEETS", []string{"emploi"}}
	daaf  = bureau{"DAAF", "DAAF", []string{"agriculture"}}
	dac   = bureau{"DAC", "DAC", []string{"culture"}}
)

// Services is a list of services to begin a region with: its secretariat, its
// préfectures and sous-préfectures, its directorates. Parents are given by
// code, for what stands below a préfet only: not all that is regional is under
// the préfet de région. The arrondissement of a préfecture has no sous-préfecture: the
// secretary general of the préfecture has charge of it.
func (t Territory) Services() []ServiceLine {
	out := []ServiceLine{t.secretariat.line(KindSGAR)}
	top := t.secretariat.code
	for _, d := range t.Departments {
		out = append(out, ServiceLine{
			Code: d.Number, Name: "préfecture " + d.Of(), Aliases: d.names(), Kind: KindPrefecture, Parent: top,
			Department: d.Number, ChannelName: "pref-" + strings.ToLower(d.Number),
		})
	}
	for _, b := range t.directions {
		out = append(out, b.line(KindRegional))
	}
	for _, d := range t.Departments {
		if d.Directorate == "" {
			continue
		}
		out = append(out, ServiceLine{
			Code: d.Directorate + d.Number, Name: d.Directorate + " " + d.Of(), Aliases: []string{d.Directorate + " " + d.Number},
			Kind: KindDepartmental, Parent: d.Number, Department: d.Number,
			ChannelName: strings.ToLower(d.Directorate + "-" + d.Number),
		})
	}
	for _, d := range t.Departments {
		out = append(out, d.subprefectures()...)
	}
	return out
}

func (b bureau) line(kind ServiceKind) ServiceLine {
	return ServiceLine{Code: b.code, Name: b.name, Aliases: b.aliases, Kind: kind, ChannelName: strings.ToLower(b.code)}
}

// names are the aliases of the préfecture: its department and its town.
func (d Department) names() []string {
	if d.Town == d.Name {
		return []string{d.Name}
	}
	return []string{d.Name, d.Town}
}

func (d Department) subprefectures() []ServiceLine {
	var out []ServiceLine
	for _, a := range d.Arrondissements {
		if a.Name == d.Town {
			continue
		}
		out = append(out, ServiceLine{
			Code: "SP-" + a.Name, Name: "sous-préfecture " + ofTown(a.Name), Aliases: []string{a.Name}, Kind: KindSousPrefecture,
			Parent: d.Number, Department: d.Number, Arrondissement: a.Code,
			ChannelName: "sp-" + strings.ReplaceAll(i18n.Fold(a.Name), " ", "-"),
		})
	}
	return out
}

// ofTown is a town after a noun: « de Béthune », « d’Abbeville ».
func ofTown(name string) string {
	if strings.ContainsRune("aeiouy", []rune(i18n.Fold(name))[0]) {
		return "d’" + name
	}
	return "de " + name
}
