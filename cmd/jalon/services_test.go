package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jalon/calendar"
	"jalon/i18n"
	"jalon/plan"
	"jalon/tabular"
)

func TestServicesAreReadWhateverTheSpreadsheetMadeOfThem(t *testing.T) {
	want := []plan.ServiceLine{
		{At: plan.Cell{Row: 2}, Code: "SGAR", Name: "SGAR", Kind: plan.KindSGAR, ChannelName: "sgar"},
		{
			At: plan.Cell{Row: 3}, Code: "67", Name: "préfecture du Bas-Rhin", Aliases: []string{"Bas-Rhin", "Strasbourg"},
			Kind: plan.KindPrefecture, Department: "67", ChannelName: "pref-67",
		},
		{At: plan.Cell{Row: 4}, Code: "DREAL", Name: "DREAL", Kind: plan.KindRegional},
		{At: plan.Cell{Row: 5}, Code: "DDT08", Name: "DDT des Ardennes", Kind: plan.KindDepartmental, Department: "08"},
	}
	for name, text := range map[string]string{
		"commas": "code,name,aliases,kind,department,channel\nSGAR,SGAR,,sgar,,sgar\n" +
			"67,préfecture du Bas-Rhin,Bas-Rhin|Strasbourg,prefecture,67,pref-67\nDREAL,DREAL,,direction,,\nDDT08,DDT des Ardennes,,direction,8,\n",
		"semicolons, capitals, accents, a mark and another order": "\ufeffCANAL;Département;Nom;Sigle;Nature;Autres noms\r\n" +
			"~sgar;;SGAR;SGAR;SGAR;\r\nPref-67;67;préfecture du Bas-Rhin;67;Préfecture;Bas-Rhin, Strasbourg\r\n" +
			";;DREAL;DREAL;Direction régionale;\r\n;08;DDT des Ardennes;DDT08;direction départementale;\r\n",
	} {
		got, err := readServices(strings.NewReader(text), i18n.FR)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestEveryColumnOfAServiceIsRead(t *testing.T) {
	opens, closes, monday := calendar.TimeOfDay{Hour: 8, Minute: 30}, calendar.TimeOfDay{Hour: 18}, "30 8 * * 1"
	want := plan.ServiceLine{
		At: plan.Cell{Row: 3}, Code: "SP-Lens", Name: "sous-préfecture de Lens", Kind: plan.KindSousPrefecture, Parent: "02",
		Department: "62", Arrondissement: "627", HolidayZone: calendar.LaReunion, TimeZone: "Indian/Reunion", Opens: &opens, Closes: &closes,
		Digest: &monday, Ladder: "J-7 J-3", Referents: []string{"bob", "@chloe"},
	}
	got, err := readServices(strings.NewReader("code;nom;nature;parent;département;arrondissement;zone de jours fériés;fuseau;ouvre;ferme;point;échelle;référents\n"+
		"SGAR;SGAR;sgar\nSP-Lens;sous-préfecture de Lens;sous-préfecture;2;62;627;reunion;Indian/Reunion;8 h 30;18:00:00;lundi 8h30;J-7 J-3;bob, @chloe\n"), i18n.FR)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got[1]); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAnHourIsReadAsSpreadsheetsHoldIt(t *testing.T) {
	for text, want := range map[string]string{
		"8h": "08:00", "8 h 30": "08:30", "08:30": "08:30", "8:30": "08:30", "18:00:00": "18:00", "08:30:00": "08:30", "0h": "00:00", "9": "09:00",
	} {
		if got, ok := hourText(text); !ok || got.String() != want {
			t.Errorf("%q: %s %t, want %s", text, got, ok, want)
		}
	}
	for _, text := range []string{"matin", "25h", "8h60", "h", "8:30:15", "-1"} {
		if got, ok := hourText(text); ok {
			t.Errorf("%q is read as %s", text, got)
		}
	}
}

func TestAListThatCannotBeIsRefusedByItsLine(t *testing.T) {
	const head = "code,name,kind,channel\n"
	for text, want := range map[string]string{
		"": "le fichier est vide",
		"name,kind\n": "la colonne « code » manque. Colonnes : code, nom, alias, nature, parent, département, arrondissement, canal, " +
			"zone de jours fériés, fuseau, ouvre, ferme, point, échelle, référents",
		"code,code,name,kind\n":                     "la colonne code figure deux fois (1re et 2e) ; supprimez l’une des deux",
		head + "SGAR,SGAR,sgar,\n62,,prefecture,\n": "ligne 3 : un service a un code, un nom et une nature",
		head + "62,préfecture,service,\n": "ligne 2, colonne nature : « service » n’est pas une nature de service. Natures : SGAR, préfecture, " +
			"sous-préfecture, direction régionale, direction départementale, opérateur, collectivité invitée",
		head + "62,préfecture,prefecture,\n":                           "aucun service n’est le SGAR (colonne nature : sgar)",
		head + "SGAR,SGAR,sgar,a\nsgar,SGAR,sgar,b\n":                  "deux services ont le code sgar",
		head + "SGAR,SGAR,sgar,sgar\n62,préfecture,prefecture,~SGAR\n": "deux services ont le canal sgar",
		"code,nom,nature,ouvre\nSGAR,SGAR,sgar,matin\n":                "ligne 2, colonne ouvre : « matin » n’est pas une heure. Par exemple : 8h, 8h30",
		"code,nom,nature,fuseau\nSGAR,SGAR,sgar,Paris\n":               "ligne 2, colonne fuseau : « Paris » n’est pas un fuseau horaire. Par exemple : Europe/Paris, Indian/Reunion",
		"code,nom,nature,échelle\nSGAR,SGAR,sgar,souvent\n":            "ligne 2, colonne échelle : « souvent » n’est pas une échelle de rappels. Par exemple : J-7 J-3 J-1",
	} {
		_, err := readServices(strings.NewReader(text), i18n.FR)
		if err == nil || plain(err.Error()) != want {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

// written is the starting list of a region, as setup writes it.
func written(t *testing.T, region string) string {
	t.Helper()
	table, err := startingList(region, i18n.FR)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := (tabular.CSV{}).Write(&out, table); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestAStartingListCanBeReadBack(t *testing.T) {
	for _, region := range plan.Territories() {
		got, err := readServices(strings.NewReader(written(t, region.Name)), i18n.FR)
		if err != nil {
			t.Errorf("%s: %v", region.Name, err)
		}
		want := plan.MergeServices(nil, region.Services())
		if diff := cmp.Diff(want, plan.MergeServices(nil, got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", region.Name, diff)
		}
	}
}

func TestTheStartingListsOfThreeRegions(t *testing.T) {
	for _, region := range []string{"hauts-de-france", "la-reunion", "grand-est"} {
		path := filepath.Join("testdata", "regions", region+".csv")
		got := written(t, region)
		if *update {
			if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", region, diff)
		}
	}
}

func TestARegionThatIsNotOneIsAnsweredWithTheNearest(t *testing.T) {
	_, err := startingList("Hauts de Frances", i18n.FR)
	if err == nil || !strings.HasPrefix(plain(err.Error()), "« Hauts de Frances » n’est pas une région. Vouliez-vous dire : Hauts-de-France ? Régions : Auvergne-Rhône-Alpes, ") {
		t.Errorf("got %v", err)
	}
}

func TestARegionOverseasLivesByItsOwnClock(t *testing.T) {
	lines, err := readServices(strings.NewReader(
		"code,name,kind,department\nSGAR,SGAR,sgar,\n974,préfecture de La Réunion,prefecture,974\n"), i18n.FR)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range plan.MergeServices(nil, lines) {
		if s.TimeZone != "Indian/Reunion" || s.HolidayZone != calendar.LaReunion {
			t.Errorf("%s lives in %s, with the holidays of %s", s.Code, s.TimeZone, s.HolidayZone)
		}
	}
}

// A closed service named in a sentence is told, and nothing is stored.
func TestAClosedServiceInASentenceStoresNothing(t *testing.T) {
	r := newRoom(t)
	const closed = "Le service **80** est fermé. Rien n’est enregistré.\nIndiquez un service ouvert, par exemple : `SGAR`\n" +
		"La coordination peut le rouvrir : `/jalon service modifier 80 ouvert`"
	r.must("jalon service fermer 80")
	for _, line := range []string{
		"echeance ajouter Note pour 80 vendredi", "echeance ajouter Note pour la Somme vendredi", "jalon agent ajouter @bob pour 80", "jalon agent liste 80",
	} {
		r.wants(line, r.ask(line).Text, closed)
	}
	r.wants("what is found", r.must("jalon recherche Note").Text,
		"Aucun résultat visible pour **« Note »**.\nEssayez un nom court, par exemple `/jalon recherche ERBM`")
	r.must("jalon service modifier 80 ouvert")
	r.must("echeance ajouter Note pour 80 vendredi")
}
