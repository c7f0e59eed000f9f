package plan_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"jalon/plan"
)

// gazetteer is a store that holds the official lists of places only.
type gazetteer struct {
	plan.Tx
	places  []plan.Locality
	entries []plan.Entry
}

func (g *gazetteer) Read(_ context.Context, f func(plan.Tx) error) error  { return f(g) }
func (g *gazetteer) Write(_ context.Context, f func(plan.Tx) error) error { return f(g) }

func (g *gazetteer) AddEntry(e plan.Entry) error { g.entries = append(g.entries, e); return nil }

func (g *gazetteer) PutLocalities(_ plan.RegionID, places []plan.Locality) error {
	for _, p := range places {
		g.places = slices.DeleteFunc(g.places, func(o plan.Locality) bool { return o.Kind == p.Kind && o.Code == p.Code })
		g.places = append(g.places, p)
	}
	return nil
}

func (g *gazetteer) Localities(_ plan.RegionID, kind plan.PlaceKind) ([]plan.Locality, error) {
	return g.where(func(p plan.Locality) bool { return p.Kind == kind }), nil
}

func (g *gazetteer) Locality(_ plan.RegionID, kind plan.PlaceKind, code string) (plan.Locality, error) {
	found := g.where(func(p plan.Locality) bool { return p.Kind == kind && p.Code == code })
	if len(found) == 0 {
		return plan.Locality{}, plan.ErrNotFound
	}
	return found[0], nil
}

func (g *gazetteer) LocalitiesNamed(_ plan.RegionID, exact, loose string) ([]plan.Locality, error) {
	return g.where(func(p plan.Locality) bool { e, l := p.Keys(); return e == exact || l == loose }), nil
}

func (g *gazetteer) where(is func(plan.Locality) bool) (found []plan.Locality) {
	for _, p := range g.places {
		if is(p) {
			found = append(found, p)
		}
	}
	return found
}

func commune(code, name string) plan.Locality {
	return plan.Locality{Kind: plan.PlaceCommune, Code: code, Name: name, Department: code[:2]}
}

func northern() *gazetteer {
	return &gazetteer{places: []plan.Locality{
		commune("02671", "Saint-Aubin"), commune("59529", "Saint-Aubin"), commune("62742", "Saint-Aubin"), commune("02691", "Saint-Quentin"),
		commune("62498", "Lens"), commune("59350", "Lille"), commune("59481", "Le Quesnoy"), commune("80659", "Quesnoy"), commune("59036", "Avesnes-sur-Helpe"),
		commune("80021", "Amiens"), commune("60612", "Senlis"), commune("62790", "Senlis"), commune("02140", "L’Épine-aux-Bois"), commune("80800", "Ste-Marie"),
		commune("62041", "Arras"), commune("80225", "Creuse"), commune("80300", "Somme"),
		commune("59001", "Fleury"), commune("59002", "Fleury"),
		{Kind: plan.PlaceArrondissement, Code: "627", Name: "Lens", Department: "62"},
		{Kind: plan.PlaceArrondissement, Code: "591", Name: "Avesnes-sur-Helpe", Department: "59"},
		{Kind: plan.PlaceEPCI, Code: "200069672", Name: "CC du Ternois", Nature: "CC", Department: "62"},
		{Kind: plan.PlaceEPCI, Code: "246200364", Name: "CA de Lens", Nature: "CA", Department: "62"},
		{Kind: plan.PlaceEPCI, Code: "200093201", Name: "Métropole Européenne de Lille", Nature: "METRO", Department: "59"},
	}}
}

func TestAPlaceIsFoundByWhatPeopleWrite(t *testing.T) {
	p := plan.New(northern(), plan.Options{})
	for text, want := range map[string]string{
		"Saint-Quentin": "02691", "st quentin": "02691", "SAINT QUENTIN": "02691", "St-Quentin (02)": "02691", "saint quentin 2": "02691", "2691": "02691", "02691": "02691",
		"Saint-Aubin (62)": "62742", "Saint-Aubin, Nord": "59529", "saint aubin 02": "02671", "Saint-Aubin (Pas de Calais)": "62742", "Saint-Aubin (62742)": "62742",
		"Lens": "62498", "arrondissement de Lens": "627", "arr. Lens": "627", "sous-préfecture d’Avesnes-sur-Helpe": "591", "CA de Lens": "246200364",
		"communauté d’agglomération de Lens": "246200364", "CC du Ternois": "200069672", "Ternois": "200069672", "246200364": "246200364",
		"Le Quesnoy": "59481", "Quesnoy": "80659", "epine aux bois": "02140", "L'Épine-aux-Bois": "02140", "Sainte-Marie": "80800", "Ste Marie": "80800",
		"Arras": "62041", "Creuse": "80225", "Creuse (23)": "23", "Somme": "80",
		"Nord": "59", "pref62": "62", "Seine St Denis": "93", "  Lille  ": "59350", "MÉTROPOLE EUROPÉENNE DE LILLE": "200093201",
	} {
		got, err := p.LocalityNamed(t.Context(), "hdf", text)
		if err != nil || got.Code != want {
			t.Errorf("%q: %s %v, want %s", text, got.Code, err, want)
		}
	}
}

func TestANameOfSeveralPlacesIsAskedBack(t *testing.T) {
	p := plan.New(northern(), plan.Options{})
	for text, want := range map[string]string{
		"st aubin": "3 lieux s’appellent **st aubin** : Saint-Aubin (02671, Aisne), Saint-Aubin (59529, Nord) ou Saint-Aubin (62742, Pas-de-Calais). " +
			"Rien n’est enregistré avant votre choix.\nAjoutez le département, ou écrivez le code. Par exemple : `Saint-Aubin (02)`",
		"Fleury (59)": "2 lieux s’appellent **Fleury** : Fleury (59001, Nord) ou Fleury (59002, Nord). Rien n’est enregistré avant votre choix.\n" +
			"Ajoutez le département, ou écrivez le code. Par exemple : `59001`",
		"Senlis (80)": "Aucun lieu ne s’appelle **Senlis (80)**. Rien n’a changé.\nÉcrivez le nom d’une commune, d’un arrondissement ou d’un EPCI, ou un code INSEE. " +
			"Par exemple : `Saint-Quentin (02)`",
	} {
		_, err := p.LocalityNamed(t.Context(), "hdf", text)
		refused, kind := "", plan.Invalid
		if err != nil {
			refused = shown(err.Error())
			kind, _ = plan.KindOf(err)
		}
		if refused != "find the place \""+text+"\": "+want {
			t.Errorf("%q: %s, want %s", text, refused, want)
		}
		if asked := text != "Senlis (80)"; asked != (kind == plan.Unclear) {
			t.Errorf("%q is refused as %v", text, kind)
		}
	}
	_, err := plan.New(&gazetteer{}, plan.Options{}).LocalityNamed(t.Context(), "hdf", "Lille")
	if kind, refused := plan.KindOf(err); !refused || kind != plan.NotFound {
		t.Errorf("without lists: %v", err)
	}
}

// A name with what tells it apart always finds its place.
func TestEveryPlaceIsFoundByItsNameAndItsCode(t *testing.T) {
	letters := rapid.StringMatching(`[A-ZÉ][a-zéèç]{1,7}(-(sur|en|St|Saint|la)-[A-Z][a-z]{2,6})?`)
	rapid.Check(t, func(t *rapid.T) {
		g := &gazetteer{}
		for i := range rapid.IntRange(1, 8).Draw(t, "communes") {
			department := rapid.SampledFrom([]string{"02", "59", "62"}).Draw(t, "department")
			g.places = append(g.places, commune(department+string(rune('0'+i))+"01", letters.Draw(t, "name")))
		}
		p := plan.New(g, plan.Options{})
		for _, c := range g.places {
			for _, text := range []string{c.Code, c.Name + " (" + c.Code + ")"} {
				if got, err := p.LocalityNamed(t.Context(), "hdf", text); err != nil || got != c {
					t.Fatalf("%q: %+v %v", text, got, err)
				}
			}
		}
	})
}

func TestAnOfficialListIsStoredOnce(t *testing.T) {
	g := northern()
	p := plan.New(g, plan.Options{NewID: func() string { return "id" }})
	call := plan.Call{Now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC), Actor: plan.Actor{
		Region: "hdf", Standings: []plan.Standing{{Role: plan.RoleCoordination, Everywhere: true}},
	}}
	list := plan.LocalityImport{Kind: plan.PlaceCommune, Lines: []plan.LocalityLine{
		{At: plan.Cell{Row: 2}, Locality: commune("80021", "Amiens")},
		{At: plan.Cell{Row: 3}, Locality: commune("80800", "Sainte-Marie")},
		{At: plan.Cell{Row: 4}, Locality: commune("80001", "Abbeville")},
	}}
	report := func(list plan.LocalityImport, apply bool) plan.LocalityReport {
		t.Helper()
		got, err := p.ImportLocalities(t.Context(), call, list, apply)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	want := plan.LocalityReport{Kind: plan.PlaceCommune, New: 1, Changed: 1, Same: 1, Absent: 3}
	if got := report(list, false); !sameReport(got, want) || len(g.entries) > 0 {
		t.Errorf("a preview gives %+v and %d entries", got, len(g.entries))
	}
	want.Applied = true
	if got := report(list, true); !sameReport(got, want) || len(g.entries) != 1 || g.entries[0].After != `{"kind":"commune","new":1,"changed":1}` {
		t.Errorf("%+v, %+v", got, g.entries)
	}
	if got := report(list, true); got.New+got.Changed != 0 || got.Same != 3 || len(g.entries) != 1 {
		t.Errorf("the same list again: %+v and %d entries", got, len(g.entries))
	}
	list.Lines = append(list.Lines, plan.LocalityLine{At: plan.Cell{Row: 5}, Locality: commune("80021", "Amiens")},
		plan.LocalityLine{At: plan.Cell{Row: 6}, Locality: commune("80002", "")}, plan.LocalityLine{At: plan.Cell{Row: 7}, Locality: commune("80003", "X")})
	if got := report(list, true); got.Applied || len(got.Problems) != 2 || len(g.entries) != 1 {
		t.Errorf("a list with problems: %+v", got)
	}
	call.Actor.Standings[0].Role = plan.RoleContribution
	if _, err := p.ImportLocalities(t.Context(), call, list, true); err == nil {
		t.Error("anybody imports lists of places")
	}
}

func sameReport(a, b plan.LocalityReport) bool {
	return a.Applied == b.Applied && a.Kind == b.Kind && a.New == b.New && a.Changed == b.Changed && a.Same == b.Same && a.Absent == b.Absent
}
