package storetest

import (
	"errors"

	"jalon/plan"
)

var localities = []behaviour{
	{"a locality is read back as it was put, and written over by its code", func(s *scene) {
		lens := plan.Locality{Kind: plan.PlaceCommune, Code: "62498", Name: "Lens", Department: "62", Arrondissement: "627"}
		arr := plan.Locality{Kind: plan.PlaceArrondissement, Code: "627", Name: "Lens", Department: "62"}
		ca := plan.Locality{Kind: plan.PlaceEPCI, Code: "246200364", Name: "CA de Lens-Liévin", Nature: "CA", Department: "62"}
		s.write(func(tx plan.Tx) error {
			return errors.Join(tx.PutLocalities(hdf, []plan.Locality{lens, arr, ca}), tx.PutLocalities(idf, []plan.Locality{{Kind: plan.PlaceCommune, Code: "62498", Name: "Ailleurs"}}))
		})
		for _, want := range []plan.Locality{lens, arr, ca} {
			same(s, read(s, func(tx plan.Tx) (plan.Locality, error) { return tx.Locality(hdf, want.Kind, want.Code) }), want)
		}
		missing(s, func(tx plan.Tx) (plan.Locality, error) { return tx.Locality(hdf, plan.PlaceEPCI, "627") })
		lens.Name = "Lens-en-Gohelle"
		s.write(func(tx plan.Tx) error { return tx.PutLocalities(hdf, []plan.Locality{lens}) })
		same(s, read(s, func(tx plan.Tx) (plan.Locality, error) { return tx.Locality(hdf, lens.Kind, lens.Code) }), lens)
		same(s, len(read(s, func(tx plan.Tx) ([]plan.Locality, error) { return tx.LocalitiesNamed(hdf, "lens", "") })), 1)
	}},
	{"localities are listed by code and found by either key, in their region only", func(s *scene) {
		commune := func(code, name string) plan.Locality {
			return plan.Locality{Kind: plan.PlaceCommune, Code: code, Name: name, Department: code[:2]}
		}
		list := []plan.Locality{
			commune("62742", "Saint-Aubin"), commune("02671", "Saint-Aubin"), commune("59481", "Le Quesnoy"), commune("80659", "Quesnoy"),
			{Kind: plan.PlaceEPCI, Code: "200069672", Name: "CC du Ternois", Department: "62"},
		}
		s.write(func(tx plan.Tx) error {
			return errors.Join(tx.PutLocalities(hdf, list), tx.PutLocalities(idf, []plan.Locality{commune("78001", "Saint-Aubin")}))
		})
		codes := func(find func(plan.Tx) ([]plan.Locality, error)) []string {
			return each(read(s, find), func(p plan.Locality) string { return p.Code })
		}
		same(s, codes(func(tx plan.Tx) ([]plan.Locality, error) { return tx.Localities(hdf, plan.PlaceCommune) }), []string{"02671", "59481", "62742", "80659"})
		for keys, want := range map[[2]string][]string{
			{"saintaubin", "saintaubin"}: {"02671", "62742"}, {"lequesnoy", "quesnoy"}: {"59481", "80659"}, {"quesnoy", "x"}: {"80659"},
			{"ternois", "ternois"}: {"200069672"}, {"nulle", "part"}: {},
		} {
			same(s, codes(func(tx plan.Tx) ([]plan.Locality, error) { return tx.LocalitiesNamed(hdf, keys[0], keys[1]) }), want)
		}
	}},
}
