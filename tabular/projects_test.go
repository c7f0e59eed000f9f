package tabular_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
	"pgregory.net/rapid"

	"jalon/calendar"
	"jalon/i18n"
	"jalon/plan"
	"jalon/tabular"
)

var north = tabular.ProjectReading{Departments: []string{"02", "59", "60", "62", "80"}}

func projects(t *testing.T, data string, with tabular.ProjectReading) plan.ProjectList {
	t.Helper()
	list, err := tabular.ReadProjects(read(t, data), with)
	if err != nil {
		t.Fatalf("%.200s: %v", data, err)
	}
	return list
}

// problems are the remarks and what was rejected, with their places.
func problems(list []plan.ImportProblem) []string {
	var out []string
	for _, p := range list {
		out = append(out, fmt.Sprintf("%d %s: %s", p.At.Row, p.At.Column, shown(p.Text.In(i18n.FR))))
	}
	return out
}

func same(t *testing.T, name string, want, got any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

const (
	vertHead = `"nom_region","code_departement","nom_departement","code_commune","nom_commune","axe","numero_demarche_ds","nom_demarche_ds",` +
		`"numero_dossier_ds","nom_du_projet","nom_beneficiaire_principal","siren","montant_engage"` + "\n"
	vertRows = `"Hauts-de-France","02","Aisne",NULL,NULL,"3","69282","Biodiversité","12578999","Haies « vives », & mares ","ASSOCIATION, L’AISNE","305379075","42885"` + "\n" +
		`"Hauts-de-France","62","Pas-de-Calais","62041","ARRAS","1","69022","Éclairage","11707018","Rénovation; l'éclairage ""public""","ARRAS","216200414.0","15000.5"` + "\n" +
		`"Hauts-de-France","59","Nord","02691","SAINT QUENTIN","2","68862","Friches","12000001","Friche","SAINT QUENTIN","210206660","100000.00"` + "\n" +
		`"Hauts-de-France","02","Aisne","77186","FONTAINEBLEAU","3","69282","Biodiversité","12000002","Milieux ouverts","ONF","662043116","NULL"` + "\n"
)

func TestAFondsVertListIsReadWhateverItsForm(t *testing.T) {
	fields := func(axis, number, name string) []plan.ProjectField {
		return []plan.ProjectField{{Name: "axe", Value: axis}, {Name: "numero_demarche_ds", Value: number}, {Name: "nom_demarche_ds", Value: name}}
	}
	want := []plan.ProjectLine{
		{
			At: plan.Cell{Row: 2}, ID: "12578999", Title: "Haies « vives », & mares", Owner: "ASSOCIATION, L’AISNE", OwnerCode: "305379075",
			Departments: []string{"02"}, Fund: "Fonds vert", Year: 2023, Money: plan.Money{Committed: new(plan.Cents(4_288_500))},
			Fields: fields("3", "69282", "Biodiversité"),
		},
		{
			At: plan.Cell{Row: 3}, ID: "11707018", Title: "Rénovation; l'éclairage \"public\"", Owner: "ARRAS", OwnerCode: "216200414",
			Place: "ARRAS", PlaceKind: plan.PlaceCommune, PlaceCode: "62041", Departments: []string{"62"}, Fund: "Fonds vert", Year: 2023,
			Money: plan.Money{Committed: new(plan.Cents(1_500_050))}, Fields: fields("1", "69022", "Éclairage"),
		},
		{
			At: plan.Cell{Row: 4}, ID: "12000001", Title: "Friche", Owner: "SAINT QUENTIN", OwnerCode: "210206660",
			Place: "SAINT QUENTIN", PlaceKind: plan.PlaceCommune, PlaceCode: "02691", Departments: []string{"59"}, Fund: "Fonds vert", Year: 2023,
			Money: plan.Money{Committed: new(plan.Cents(10_000_000))}, Fields: fields("2", "68862", "Friches"),
		},
		{
			At: plan.Cell{Row: 5}, ID: "12000002", Title: "Milieux ouverts", Owner: "ONF", OwnerCode: "662043116",
			Place: "FONTAINEBLEAU", PlaceKind: plan.PlaceCommune, PlaceCode: "77186", Departments: []string{"02"}, Fund: "Fonds vert", Year: 2023,
			Fields: fields("3", "69282", "Biodiversité"),
		},
	}
	semicolons := "nom_region;code_departement;nom_departement;code_commune;nom_commune;axe;numero_demarche_ds;nom_demarche_ds;" +
		"numero_dossier_ds;nom_du_projet;nom_beneficiaire_principal;siren;montant_engage\r\n" +
		"Hauts-de-France;2;Aisne;;;3;69282;Biodiversité;12578999;Haies « vives », & mares;ASSOCIATION, L’AISNE;305379075;42\u00a0885,00\u00a0€\r\n" +
		"Hauts-de-France;62;Pas-de-Calais;62041;ARRAS;1;69022;Éclairage;11707018;\"Rénovation; l'éclairage \"\"public\"\"\";ARRAS;216200414;15\u00a0000,50\u00a0€\n" +
		"Hauts-de-France;59;Nord;2691;SAINT QUENTIN;2;68862;Friches;12000001;Friche;SAINT QUENTIN;210206660;100\u00a0000,00\u00a0€\r\n" +
		"Hauts-de-France;2;Aisne;77186;FONTAINEBLEAU;3;69282;Biodiversité;12000002;Milieux ouverts;ONF;662043116;\r\n;;;;;;;;;;;;\r\n;;;;\n"
	latin, err := charmap.Windows1252.NewEncoder().String(semicolons)
	if err != nil {
		t.Fatal(err)
	}
	with := north
	with.FileName = "fonds-vert-2023.csv"
	for name, data := range map[string]string{"commas": vertHead + vertRows, "semicolons": semicolons, "Windows-1252 behind a mark": "\xef\xbb\xbf" + latin} {
		list := projects(t, data, with)
		same(t, name, want, list.Lines)
		same(t, name, []string{
			"4 code_commune: SAINT QUENTIN (02691) n’est pas dans le département indiqué, 59",
			"5 code_commune: FONTAINEBLEAU (77186) est hors de la région",
		}, problems(list.Remarks))
		same(t, name, 0, len(list.Rejected))
		same(t, name, 13, list.Recognised())
		same(t, name, plan.Cents(4_288_500+1_500_050+10_000_000), list.Total())
		var assumed []string
		for _, line := range list.Assumed {
			assumed = append(assumed, shown(line.In(i18n.FR)))
		}
		same(t, name, []string{"année 2023, d’après le nom du fichier", "dotation « Fonds vert », d’après la forme de la liste"}, assumed)
	}
}

func TestAListOfDotationsIsReadWhateverItsYear(t *testing.T) {
	const head = "id_projet,id_dep,id_terr,nom_terr,dotation,echelon,description,cout_total,montant_sub,pct_sub\n"
	list := projects(t, head+
		"d1,80,80,Somme,DSID,conseil_departemental,\"Extension\nde l’Historial\",2509753,1288574.28,0.5134\n"+
		"d2,02,02168,Château-Thierry,DETR,commune,École,1000.50,300.125,0.3\n"+
		"d3,02,240200477,CA GrandSoissons,DSIL,epci,Piscine,3e+05,1e+05,0.33\n", tabular.ProjectReading{})
	want := []plan.ProjectLine{
		{
			At: plan.Cell{Row: 2}, ID: "d1", Title: "Extension de l’Historial", Fund: "DSID", Place: "Somme", PlaceKind: plan.PlaceDepartment, PlaceCode: "80",
			Departments: []string{"80"}, Money: plan.Money{Cost: new(plan.Cents(250_975_300)), Retained: new(plan.Cents(128_857_428))},
			Fields: []plan.ProjectField{{Name: "pct_sub", Value: "0.5134"}},
		},
		{
			At: plan.Cell{Row: 3}, ID: "d2", Title: "École", Fund: "DETR", Place: "Château-Thierry", PlaceKind: plan.PlaceCommune, PlaceCode: "02168",
			Departments: []string{"02"}, Money: plan.Money{Cost: new(plan.Cents(100_050)), Retained: new(plan.Cents(30_013))},
			Fields: []plan.ProjectField{{Name: "pct_sub", Value: "0.3"}}, Rounded: 1, RoundedBy: 500_000_000_000,
		},
		{
			At: plan.Cell{Row: 4}, ID: "d3", Title: "Piscine", Fund: "DSIL", Place: "CA GrandSoissons", PlaceKind: plan.PlaceEPCI, PlaceCode: "240200477",
			Departments: []string{"02"}, Money: plan.Money{Cost: new(plan.Cents(30_000_000)), Retained: new(plan.Cents(10_000_000))},
			Fields: []plan.ProjectField{{Name: "pct_sub", Value: "0.33"}},
		},
	}
	same(t, "2019", want, list.Lines)
	// Another year: semicolons, CRLF, decimal commas, failed formulas, no EPCI,
	// codes without their zero.
	other := projects(t, "id_projet;id_dep;id_terr;nom_terr;code_epci;dotation;echelon;description;cout_total;montant_sub;pct_sub\r\n"+
		"d1;80;80;Somme;0;DSID;conseil_departemental;Extension de l’Historial;2509753;1288574,28;0,5134\r\n"+
		"d2;2;2168;Château-Thierry;0;DETR;commune;École;1000,5;300,125;0,3\r\n"+
		"d3;2;240200477.0;CA GrandSoissons;240200477;DSIL;epci;Piscine;300 000,00;100 000,00;0,33\r\n"+
		"d4;2;2168;Château-Thierry;0;DETR;commune;Préau;0;#DIV/0 !;#DIV/0 !\r\n;;;;;;;;;;\r\n", tabular.ProjectReading{})
	want[0].Fields[0].Value, want[1].Fields[0].Value = "0,5134", "0,3"
	want[2].Fields = []plan.ProjectField{{Name: "code_epci", Value: "240200477"}, {Name: "pct_sub", Value: "0,33"}}
	want = append(want, plan.ProjectLine{
		At: plan.Cell{Row: 5}, ID: "d4", Title: "Préau", Fund: "DETR", Place: "Château-Thierry", PlaceKind: plan.PlaceCommune, PlaceCode: "02168",
		Departments: []string{"02"}, Money: plan.Money{Cost: new(plan.Cents(0))},
	})
	same(t, "another year", want, other.Lines)
	same(t, "another year", []string{"5 montant_sub: le tableur n’a pas su calculer ce montant (#DIV/0 !) : il reste non renseigné"}, problems(other.Remarks))
}

// The list of 2018 has other columns, one for the codes of communes and one for
// those of EPCI.
func TestTheListOf2018HasOtherColumns(t *testing.T) {
	list := projects(t, "IDENTIFIANT;DOT;ECHELON;INSEEDEP;INSEECOM;INSEEPCI;CODGEO;BENEFICIAIRE;NUMCATEGORIE;CATEGORIE;DESCRIPTION;COUT;SUBVENTION;LEVIER;libgeo;LAT;LNG;POP18\r\n"+
		"1;DETR;Commune;2;2168;0;2168;CHATEAU THIERRY;4;Éducation;École;1000,5;300,125;30;Château-Thierry;49,1;3,4;14000\r\n"+
		"2;DSIL;EPCI;62;0;246200364;246200364;CA LENS;1;Santé;Maison de santé;0;150000;#DIV/0 !;CA de Lens - Liévin;50,4;2,8;240000\r\n"+
		"3;DETR;Syndicat;80;0;0;0;SIVOM;1;Santé;Station;10;5;50;;;;\r\n", north)
	same(t, "remarks", []string(nil), problems(list.Remarks))
	for i, want := range []plan.ProjectLine{
		{
			At: plan.Cell{Row: 2}, ID: "1", Title: "École", Fund: "DETR", Owner: "CHATEAU THIERRY", Place: "Château-Thierry", PlaceKind: plan.PlaceCommune, PlaceCode: "02168",
			Departments: []string{"02"}, Money: plan.Money{Cost: new(plan.Cents(100_050)), Retained: new(plan.Cents(30_013))}, Rounded: 1, RoundedBy: 500_000_000_000,
		},
		{
			At: plan.Cell{Row: 3}, ID: "2", Title: "Maison de santé", Fund: "DSIL", Owner: "CA LENS", Place: "CA de Lens - Liévin", PlaceKind: plan.PlaceEPCI,
			PlaceCode: "246200364", Departments: []string{"62"}, Money: plan.Money{Cost: new(plan.Cents(0)), Retained: new(plan.Cents(15_000_000))},
		},
		{
			At: plan.Cell{Row: 4}, ID: "3", Title: "Station", Fund: "DETR", Owner: "SIVOM", Departments: []string{"80"},
			Money: plan.Money{Cost: new(plan.Cents(1_000)), Retained: new(plan.Cents(500))},
		},
	} {
		got := list.Lines[i]
		got.Fields = nil
		same(t, "line", want, got)
	}
	same(t, "columns", 18, list.Recognised())
}

func TestTheFondsVertOfTheYearsAfterHasOtherColumns(t *testing.T) {
	list := projects(t, "nom_du_projet,resume_du_projet,montant_engage,numero_dossier_ds,numero_ej,numero_operateur,operateur,demarche,nom_region,nom_departement,"+
		"code_departement,siret_beneficiaire,raison_sociale_beneficiaire,forme juridique_beneficiaire,code_commune,nom_commune\n"+
		"Rénovation,Travaux,25000,14719608,2105,,État,Rénovation énergétique,Hauts-de-France,Nord,59,21590350100017,LILLE,Commune,59350,Lille\n", north)
	got := list.Lines[0]
	got.Fields = nil
	same(t, "line", plan.ProjectLine{
		At: plan.Cell{Row: 2}, ID: "14719608", Title: "Rénovation", Fund: "Fonds vert", Owner: "LILLE", OwnerCode: "21590350100017", Place: "Lille",
		PlaceKind: plan.PlaceCommune, PlaceCode: "59350", Departments: []string{"59"}, Money: plan.Money{Committed: new(plan.Cents(2_500_000))},
	}, got)
	same(t, "columns", 15, list.Recognised()) // numero_operateur is empty
}

func TestSubsidiesAreReadFromOtherFormats(t *testing.T) {
	scdl := projects(t, "nomAttribuant,idAttribuant,dateConvention,referenceDecision,nomBeneficiaire,idBeneficiaire,objet,montant,nature,notificationUE\n"+
		"ANTIBES,21060004500392,2015-07-07,CONV 1,CEA,52499120500013,Fonctionnement,99786.57,aide en numéraire,non\n"+
		"ANTIBES,21060004500392,07/07/15,CONV 2,RALLYE,41925390100013,Fonctionnement,33000,aide en numéraire,non\n", tabular.ProjectReading{})
	same(t, "SCDL", plan.ProjectLine{
		At: plan.Cell{Row: 3}, ID: "CONV 2", Title: "Fonctionnement", Owner: "RALLYE", OwnerCode: "41925390100013",
		Money: plan.Money{Retained: new(plan.Cents(3_300_000))}, Signed: calendar.Date{Year: 2015, Month: 7, Day: 7},
		Fields: []plan.ProjectField{
			{Name: "nomAttribuant", Value: "ANTIBES"},
			{Name: "idAttribuant", Value: "21060004500392"},
			{Name: "nature", Value: "aide en numéraire"},
			{Name: "notificationUE", Value: "non"},
		},
	}, scdl.Lines[1])
	department := projects(t, "COLL_NOM,ACTE_REF,ATTRIB_NOM,SUB_OBJET,SUB_MONTANT\nNièvre,,AGORA,Subvention,17\u00a0833\n"+
		"Nièvre,,BATIFRANC,Subvention,SEM\nNièvre,,PRÉVENTION,Subvention,NC\nNièvre,,AGORA,Subvention,5\u00a0000\nNièvre,,X,Subvention,12 34\n", tabular.ProjectReading{})
	same(t, "department", 4, len(department.Lines))
	same(t, "department", plan.Cents(2_283_300), department.Total())
	same(t, "department", []string{"3 SUB_MONTANT: « SEM » n’est pas un montant : le montant reste non renseigné"}, problems(department.Remarks))
	same(t, "department", []string{"6 SUB_MONTANT: « 12 34 » n’est pas un montant"}, problems(department.Rejected))
	same(t, "department", []plan.ProjectField{{Name: "COLL_NOM", Value: "Nièvre"}, {Name: "SUB_MONTANT", Value: "SEM"}}, department.Lines[1].Fields)
	for i, other := range department.Lines {
		if !other.Derived || (i != 0 && other.ID == department.Lines[0].ID) || !strings.HasPrefix(other.ID, "auto-") {
			t.Errorf("line %d is %s", i, other.ID)
		}
	}
	if first, again := department.Lines[0].ID, department.Lines[3].ID; again != first+"-2" {
		t.Errorf("two rows that say the same are %s and %s", first, again)
	}
}

func TestContractsOfTheANCTAreKnownByTheirIdentifiers(t *testing.T) {
	list := projects(t, `{"type":"FeatureCollection","features":[
		{"properties":{"id_territoire":"acv-031","lib_territoire":"Béthune - Bruay-la-Buissière","date_signature":null,"liste_geo":"Béthune (62119); Bruay-la-Buissière (62178)"}},
		{"properties":{"id_territoire":"acv-001","lib_territoire":"Abbeville","date_signature":"2018-09-28","liste_geo":"Abbeville (80001)"}}]}`, north)
	same(t, "ACV", []plan.ProjectLine{
		{
			At: plan.Cell{Row: 2}, ID: "acv-031", Title: "Béthune - Bruay-la-Buissière", Programme: "Action cœur de ville", Departments: []string{"62"},
			Fields: []plan.ProjectField{{Name: "liste_geo", Value: "Béthune (62119); Bruay-la-Buissière (62178)"}},
		},
		{
			At: plan.Cell{Row: 3}, ID: "acv-001", Title: "Abbeville", Programme: "Action cœur de ville", Place: "Abbeville", PlaceKind: plan.PlaceCommune,
			PlaceCode: "80001", Departments: []string{"80"}, Signed: calendar.Date{Year: 2018, Month: 9, Day: 28},
		},
	}, list.Lines)
	rural := projects(t, "id,lib,perimetre,nbcom,info1,dep_centroide\nCR0017,CC Sud Avesnois,EPCI,12,Date de signature : 16 mars 2017,59\n"+
		"CR0128,CC Champagne Picarde (Laon),EPCI,47,Date de signature : 04 septembre 2017,2\n", north)
	same(t, "rural", plan.ProjectLine{
		At: plan.Cell{Row: 3}, ID: "CR0128", Title: "CC Champagne Picarde (Laon)", Programme: "Contrats de ruralité", Departments: []string{"02"},
		Signed: calendar.Date{Year: 2017, Month: 9, Day: 4}, Fields: []plan.ProjectField{{Name: "perimetre", Value: "EPCI"}, {Name: "nbcom", Value: "47"}},
	}, rural.Lines[1])
	column, _ := rural.Column(plan.ProjectSignedColumn)
	same(t, "rural", plan.ProjectColumn{Title: "info1", Rank: 5, Is: plan.ProjectSignedColumn, By: plan.ByContent}, column)
}

func TestColumnsWithoutAKnownNameAreKnownByWhatTheyHold(t *testing.T) {
	list := projects(t, "c1;c2;c3;c4;c5;c6;vide\n"+
		"Rénovation de la salle des fêtes;2;2691;210206660;12 500,00;7;\n"+
		"Création d’un tiers-lieu au centre;59;59350;215903501;1 000,50;12;\n", north)
	same(t, "columns", []plan.ProjectColumn{
		{Title: "c1", Rank: 1, Is: plan.ProjectTitleColumn, By: plan.ByContent},
		{Title: "c2", Rank: 2, Is: plan.ProjectDepartmentColumn, By: plan.ByContent},
		{Title: "c3", Rank: 3, Is: plan.ProjectPlaceCodeColumn, By: plan.ByContent},
		{Title: "c4", Rank: 4, Is: plan.ProjectOwnerCodeColumn, By: plan.ByContent},
		{Title: "c5", Rank: 5, Is: plan.ProjectRetainedColumn, By: plan.ByContent},
		{Title: "c6", Rank: 6, Is: plan.ProjectFieldColumn, By: plan.AsField},
		{Title: "vide", Rank: 7, By: plan.Unused},
	}, list.Columns)
	same(t, "line", plan.ProjectLine{
		At: plan.Cell{Row: 2}, ID: list.Lines[0].ID, Derived: true, Title: "Rénovation de la salle des fêtes", OwnerCode: "210206660", PlaceKind: plan.PlaceCommune,
		PlaceCode: "02691", Departments: []string{"02"}, Money: plan.Money{Retained: new(plan.Cents(1_250_000))}, Fields: []plan.ProjectField{{Name: "c6", Value: "7"}},
	}, list.Lines[0])
}

func TestWhatARowCannotSayIsReportedByItsPlace(t *testing.T) {
	list := projects(t, "Liste des projets au 1er mars\n\nidentifiant;titre;département;code INSEE;montant engagé;date de signature;EPCI\n"+
		"1;École;Nord;59350;1 000;12/15/2017;0\n2;;59;59350;1 000\n1;Piscine;59;59350;1 000\n3;Gare;Breizh;xyz;1 000;bientôt\n"+
		"4;Pont;59 et 62;59350;1 00 0\n5;Halle;PdC, Nord;62041;1000000 Md€;NC\n6;Halle;59;59350;1;;;en trop\nTotal;;;;9 999\n", north)
	same(t, "rejected", []string{
		"5 titre: il manque le titre du projet",
		"6 identifiant: l’identifiant **1** figure déjà en ligne 4",
		"8 montant engagé: « 1 00 0 » n’est pas un montant",
		"9 montant engagé: « 1000000 Md€ » dépasse 999 999 999 999,99 €, le plus grand montant possible",
		"10 : la ligne a plus de cases que l’en-tête n’a de colonnes",
	}, problems(list.Rejected))
	same(t, "remarks", []string{
		"4 date de signature: « 12/15/2017 » n’est pas une date : elle reste non renseignée",
		"7 département: « Breizh » n’est pas un département",
		"7 code INSEE: « xyz » n’est ni un code INSEE, ni un SIREN, ni un département",
		"7 date de signature: « bientôt » n’est pas une date : elle reste non renseignée",
		"11 : ligne de total, laissée de côté",
	}, problems(list.Remarks))
	same(t, "lines", 2, len(list.Lines))
}

func TestAListThatIsNoneOfProjectsIsRefused(t *testing.T) {
	for data, want := range map[string]string{
		"montant;département\n1;59\n":              "aucune colonne ne donne le titre des projets. Nommez-la `titre`. Colonnes lues : montant, département",
		"titre;notificationUE;NotificationUE\nx\n": "la colonne **NotificationUE** figure deux fois (2e et 3e) ; supprimez l’une des deux",
	} {
		_, err := tabular.ReadProjects(read(t, data), north)
		wrong, ok := errors.AsType[*tabular.Error](err)
		if !ok || shown(wrong.In(i18n.FR)) != want {
			t.Errorf("%q: %v, want %s", data, err, want)
		}
	}
}

func TestDatesOfFilesAreRead(t *testing.T) {
	for text, want := range map[string]string{
		"2017/09/08": "2017-09-08", "04/07/24": "2024-07-04", "04 septembre 2017": "2017-09-04", "Date de signature : 16 mars 2017": "2017-03-16",
		"1er février 2020": "2020-02-01", "2021-09-24": "2021-09-24", "2021-09-24T00:00:00": "2021-09-24", "24/09/2021 00:00": "2021-09-24", "4.7.2024": "2024-07-04",
		"20170908": "2017-09-08", "signé le 4/7/2024 à Lille": "2024-07-04", "22 Déc. 2016": "2016-12-22", "août 2017": "", "31/02/2020": "", "12/15/2017": "",
		"du 3 mars 2017 au 4 avril 2018": "", "12345": "", "": "", "99999999": "",
	} {
		list := projects(t, "titre;date de signature\nx;\""+text+"\"\n", tabular.ProjectReading{})
		got := ""
		if day := list.Lines[0].Signed; !day.IsZero() {
			got = day.String()
		}
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// The marks of a column settle the amounts that could be read twice.
func TestAmountsAreReadAsTheirColumnShows(t *testing.T) {
	for data, want := range map[string]plan.Cents{
		"titre;montant\na;12.345\nb;1,50\n":   1_234_500 + 150,
		"titre;montant\na;12.345\nb;1.50\n":   1_235 + 150,
		"titre;montant\na;12,345\nb;1.50\n":   1_234_500 + 150,
		"titre;montant\na;12,345\nb;1,50\n":   1_235 + 150,
		"titre;montant\na;350 k€\nb;1,2 M€\n": 155_000_000,
	} {
		if got := projects(t, data, north).Total(); got != want {
			t.Errorf("%q: %d, want %d", data, got, want)
		}
	}
}

// What jalon writes, it reads back.
func TestAListIsReadBackAsItWasWritten(t *testing.T) {
	text := rapid.StringMatching(`[A-Za-zÉé«][A-Za-zé’' ;,"=+&-]{0,12}[a-zé»]`)
	maybe := func(of *rapid.Generator[string]) *rapid.Generator[string] { return rapid.OneOf(rapid.Just(""), of) }
	amount := rapid.Custom(func(t *rapid.T) *plan.Cents {
		if rapid.Bool().Draw(t, "known") {
			return nil
		}
		return new(plan.Cents(rapid.Int64Range(-1_000_000_000, 1_000_000_000_000).Draw(t, "cents")))
	})
	day := rapid.Custom(func(t *rapid.T) calendar.Date {
		if rapid.Bool().Draw(t, "dated") {
			return calendar.Date{}
		}
		return calendar.Date{Year: 2026, Month: 1, Day: 1}.AddDays(rapid.IntRange(-10_000, 10_000).Draw(t, "day"))
	})
	rapid.Check(t, func(t *rapid.T) {
		var lines []plan.ProjectLine
		for i := range rapid.IntRange(1, 6).Draw(t, "lines") {
			l := plan.ProjectLine{
				At: plan.Cell{Row: i + 2}, Ref: fmt.Sprintf("PR%d", i+1), ID: maybe(rapid.Just(fmt.Sprintf("x-%d", i))).Draw(t, "id"), Title: text.Draw(t, "title"),
				Short: maybe(text).Draw(t, "short"), Programme: maybe(text).Draw(t, "programme"), Owner: maybe(text).Draw(t, "owner"),
				Service: maybe(text).Draw(t, "service"), Lead: maybe(text).Draw(t, "lead"), Outlook: maybe(rapid.SampledFrom([]string{"soleil", "orage"})).Draw(t, "outlook"),
				Comment: maybe(rapid.Just("deux\nlignes")).Draw(t, "comment"), Progress: maybe(rapid.Just("45 %")).Draw(t, "progress"),
				Step: maybe(text).Draw(t, "step"), StepOn: day.Draw(t, "step on"), Fund: maybe(text).Draw(t, "fund"), Year: rapid.SampledFrom([]int{0, 2026}).Draw(t, "year"),
				Money: plan.Money{
					Cost: amount.Draw(t, "cost"), Base: amount.Draw(t, "base"), Requested: amount.Draw(t, "requested"), Proposed: amount.Draw(t, "proposed"),
					Retained: amount.Draw(t, "retained"), Committed: amount.Draw(t, "committed"), Paid: amount.Draw(t, "paid"),
				},
				Signed: day.Draw(t, "signed"),
			}
			if rapid.Bool().Draw(t, "placed") {
				l.Place, l.PlaceKind, l.PlaceCode, l.Departments = "Laon", plan.PlaceCommune, "02408", []string{"02", "59"}
				l.Fields = []plan.ProjectField{{Name: "axe", Value: "1"}, {Name: "montant_sub", Value: "SEM"}}
				l.Links, l.Partners, l.OwnerCode = []string{"https://exemple.fr/a"}, []string{"Région", "EPF"}, "210206660"
			}
			lines = append(lines, l)
		}
		var file bytes.Buffer
		err := (tabular.CSV{Mark: true}).Write(&file, tabular.ProjectTable(lines))
		if rapid.Bool().Draw(t, "XLSX") {
			file.Reset()
			err = tabular.WriteXLSX(&file, tabular.SheetPage{Table: tabular.Table{
				Sheet: "Projets", Header: tabular.ProjectTable(lines).Header, Rows: tabular.ProjectTable(lines).Rows,
			}})
			for i := range lines {
				lines[i].At.Sheet = "Projets"
			}
		}
		if err != nil {
			t.Fatal(err)
		}
		tables, err := tabular.Read(&file, tabular.Usual)
		if err != nil {
			t.Fatal(err)
		}
		list, err := tabular.ReadProjects(tables[0], north)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(lines, list.Lines); diff != "" {
			t.Fatalf("(-written +read):\n%s", diff)
		}
		if len(list.Rejected)+len(list.Remarks) > 0 {
			t.Fatalf("%q %q", problems(list.Rejected), problems(list.Remarks))
		}
	})
}

// FuzzProjects: whatever the table, each row gives a line or a reason, and
// identifiers are all different.
func FuzzProjects(f *testing.F) {
	f.Add([]byte(vertHead + vertRows))
	f.Add([]byte("id;titre;département;montant;date de signature\nPR1;x;2;1,5;04/07/24\nPR2;y;Nord et Aisne;#DIV/0 !;x\n"))
	f.Add([]byte("a;b;c\nune description assez longue;2691;12 500,00\nune autre qui ne l’est pas moins;59350;x\n"))
	f.Add([]byte(`{"type":"FeatureCollection","features":[{"properties":{"id_territoire":"acv-1","lib_territoire":"x","liste_geo":"A (62041), B (2691)"}}]}`))
	limits := tabular.Limits{Bytes: 1 << 16, Rows: 100, Columns: 20, CellBytes: 1 << 10}
	f.Fuzz(func(t *testing.T, data []byte) {
		tables, err := tabular.Read(bytes.NewReader(data), limits)
		if err != nil || bytes.HasPrefix(data, []byte("PK")) {
			return
		}
		list, err := tabular.ReadProjects(tables[0], north)
		if err != nil {
			return
		}
		seen, rejected := map[string]bool{}, map[int]bool{}
		for _, p := range list.Rejected {
			rejected[p.At.Row] = true
		}
		for _, l := range list.Lines {
			if l.Title == "" || rejected[l.At.Row] || (l.ID == "" && l.Ref == "") || (l.ID != "" && seen[l.ID]) {
				t.Fatalf("%+v", l)
			}
			seen[l.ID] = true
			for _, d := range l.Departments {
				if _, ok := plan.DepartmentOf(d); !ok {
					t.Fatalf("department %q", d)
				}
			}
		}
		if len(list.Lines)+len(rejected) > list.Rows {
			t.Fatal("a row gave more than a line")
		}
		list.Total()
		list.ByDepartment()
	})
}
