package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jalon/calendar"
	"jalon/i18n"
	"jalon/plan"
)

func TestServicesAreReadWhateverTheSpreadsheetMadeOfThem(t *testing.T) {
	day := func(s plan.Service) plan.Service {
		s.Opens, s.Closes = calendar.TimeOfDay{Hour: 8}, calendar.TimeOfDay{Hour: 19}
		return s
	}
	want := []plan.Service{
		day(plan.Service{Code: "SGAR", Name: "SGAR", Kind: plan.KindSGAR, ChannelName: "sgar", TimeZone: "Europe/Paris", HolidayZone: calendar.Metropole}),
		day(plan.Service{
			Code: "67", Name: "préfecture du Bas-Rhin", Aliases: []string{"Bas-Rhin", "Strasbourg"}, Kind: plan.KindPrefecture,
			Department: "67", ChannelName: "pref-67", TimeZone: "Europe/Paris", HolidayZone: calendar.AlsaceMoselle,
		}),
		day(plan.Service{Code: "DREAL", Name: "DREAL", Kind: plan.KindRegional, TimeZone: "Europe/Paris", HolidayZone: calendar.Metropole}),
		day(plan.Service{Code: "DDT08", Name: "DDT des Ardennes", Kind: plan.KindDepartmental, Department: "08", TimeZone: "Europe/Paris", HolidayZone: calendar.Metropole}),
	}
	for name, text := range map[string]string{
		"commas": "code,name,aliases,kind,department,channel\nSGAR,SGAR,,sgar,,sgar\n" +
			"67,préfecture du Bas-Rhin,Bas-Rhin|Strasbourg,prefecture,67,pref-67\nDREAL,DREAL,,direction,,\nDDT08,DDT des Ardennes,,direction,08,\n",
		"semicolons, capitals, accents, a mark and another order": "\ufeffCANAL;Département;Nom;Sigle;Nature;Autres noms\r\n" +
			"~sgar;;SGAR;SGAR;SGAR;\r\npref-67;67;préfecture du Bas-Rhin;67;Préfecture;Bas-Rhin, Strasbourg\r\n" +
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

func TestAListThatCannotBeIsRefusedByItsLine(t *testing.T) {
	const head = "code,name,kind,channel\n"
	for text, want := range map[string]string{
		"":                      "la liste des services est vide: EOF",
		"code,kind\n":           "la colonne « name » manque. Colonnes : code, name, aliases, kind, department, channel",
		"code,code,name,kind\n": "la colonne « code » figure deux fois ; gardez-en une",
		head + "SGAR,SGAR,sgar,\n62,,prefecture,\n": "ligne 3 : un service a un code et un nom",
		head + "62,préfecture,service,\n": "ligne 2 : « service » n’est pas une sorte de service. Sortes : sgar, prefecture, " +
			"sous-prefecture, direction-regionale, direction-departementale, operateur, collectivite-invitee",
		head + "62,préfecture,prefecture,\n":                           "aucun service n’est le SGAR (colonne kind : sgar)",
		head + "SGAR,SGAR,sgar,a\nsgar,SGAR,sgar,b\n":                  "deux services ont le code sgar",
		head + "SGAR,SGAR,sgar,sgar\n62,préfecture,prefecture,~SGAR\n": "deux services ont le canal SGAR",
	} {
		_, err := readServices(strings.NewReader(text), i18n.FR)
		if err == nil || plain(err.Error()) != want {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

func TestAStartingListCanBeReadBack(t *testing.T) {
	for _, region := range startingRegions {
		text, err := startingList(region, i18n.FR)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := readServices(strings.NewReader(text), i18n.FR); err != nil {
			t.Errorf("%s: %v", region, err)
		}
	}
	if _, err := startingList("Atlantide", i18n.FR); err == nil {
		t.Error("a region that does not exist has a list")
	}
}

func TestARegionOverseasLivesByItsOwnClock(t *testing.T) {
	services, err := readServices(strings.NewReader(
		"code,name,kind,department\nSGAR,SGAR,sgar,\n974,préfecture de La Réunion,prefecture,974\n"), i18n.FR)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range services {
		if s.TimeZone != "Indian/Reunion" || s.HolidayZone != calendar.LaReunion {
			t.Errorf("%s lives in %s, with the holidays of %s", s.Code, s.TimeZone, s.HolidayZone)
		}
	}
}
