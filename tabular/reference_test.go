package tabular_test

import (
	"errors"
	"testing"

	"jalon/i18n"
	"jalon/plan"
	"jalon/tabular"
)

func TestOfficialListsAreKnownByTheirColumns(t *testing.T) {
	for data, want := range map[string]plan.LocalityImport{
		"TYPECOM,COM,REG,DEP,CTCD,ARR,TNCC,NCC,NCCENR,LIBELLE,CAN,COMPARENT\n" +
			"COM,02001,32,02,02D,022,1,ABBECOURT,Abbécourt,Abbécourt,0203,\nCOMD,02003,32,02,02D,022,1,X,X,X,0217,02001\nCOM,2691,32,2,02D,23,0,SQ,SQ,Saint-Quentin,0203,\n": {
			Kind: plan.PlaceCommune, Lines: []plan.LocalityLine{
				{At: plan.Cell{Row: 2}, Locality: plan.Locality{Kind: plan.PlaceCommune, Code: "02001", Name: "Abbécourt", Department: "02", Arrondissement: "022"}},
				{At: plan.Cell{Row: 4}, Locality: plan.Locality{Kind: plan.PlaceCommune, Code: "02691", Name: "Saint-Quentin", Department: "02", Arrondissement: "023"}},
			},
		},
		"ARR,DEP,REG,CHEFLIEU,TNCC,NCC,NCCENR,LIBELLE\r\n021,02,32,02168,0,CT,CT,Château-Thierry\r\n627,62,32,62498,0,LENS,Lens,Lens\r\n": {
			Kind: plan.PlaceArrondissement, Lines: []plan.LocalityLine{
				{At: plan.Cell{Row: 2}, Locality: plan.Locality{Kind: plan.PlaceArrondissement, Code: "021", Name: "Château-Thierry", Department: "02"}},
				{At: plan.Cell{Row: 3}, Locality: plan.Locality{Kind: plan.PlaceArrondissement, Code: "627", Name: "Lens", Department: "62"}},
			},
		},
		"siren;raison_sociale;nature_juridique;dept;nb_communes_hdf\n200071785.0;CA Chauny Tergnier La Fère;CA;2;48\n": {
			Kind: plan.PlaceEPCI, Lines: []plan.LocalityLine{
				{At: plan.Cell{Row: 2}, Locality: plan.Locality{Kind: plan.PlaceEPCI, Code: "200071785", Name: "CA Chauny Tergnier La Fère", Nature: "CA", Department: "02"}},
			},
		},
	} {
		got, err := tabular.ReadReference(read(t, data))
		if err != nil {
			t.Errorf("%.60s: %v", data, err)
			continue
		}
		same(t, data[:20], want, got)
	}
}

func TestAnOfficialListThatCannotBeIsRefusedByItsPlace(t *testing.T) {
	for data, want := range map[string]string{
		"a;b\n1;2\n": "ce fichier n’est ni une liste de communes (colonnes `COM`, `DEP`, `LIBELLE`), ni d’arrondissements (`ARR`, `DEP`, `LIBELLE`), " +
			"ni d’EPCI (`siren`, `raison_sociale`, `dept`)",
		"COM;LIBELLE;com\n02001;x;y\n": "la colonne **com** figure deux fois (1re et 3e) ; supprimez l’une des deux",
		"COM;LIBELLE\n02001;x;y\n":     "ligne 2, colonne C : la ligne a plus de cases que l’en-tête n’a de colonnes",
	} {
		_, err := tabular.ReadReference(read(t, data))
		wrong, ok := errors.AsType[*tabular.Error](err)
		if !ok || shown(wrong.In(i18n.FR)) != want {
			t.Errorf("%q: %v, want %s", data, err, want)
		}
	}
	for data, want := range map[string][]string{
		"COM;LIBELLE\nxyz;x\n02001;y\n":                    {"2 COM: « xyz » n’est pas un code INSEE"},
		"ARR;DEP;LIBELLE\n1;2;x\n021;Breizh;y\n021;02;y\n": {"2 ARR: « 1 » n’est pas un numéro d’arrondissement", "3 DEP: « Breizh » n’est pas un département"},
		"siren;nom;dep\n12;x;59\n200071785;y;59\n":         {"2 siren: « 12 » n’est pas un SIREN"},
	} {
		got, err := tabular.ReadReference(read(t, data))
		if err != nil {
			t.Fatal(err)
		}
		same(t, data, want, problems(got.Problems))
		same(t, data, 1, len(got.Lines))
	}
}
