package console

import (
	"testing"

	"jalon/card"
)

func TestAButtonIsFoundWhateverTheGenderOfItsLabel(t *testing.T) {
	t.Parallel()
	all := []card.Button{{ID: "siege", Label: "Je siège"}, {ID: "empeche", Label: "Empêchée"}, {ID: "libre", Label: "Empêchement"}}
	for typed, want := range map[string]string{
		"Empêché": "empeche", "empechee": "empeche", "Empêchée": "empeche", "je siege": "siege", "SIEGE": "siege",
		"Empêchement": "libre", "Empêch": "", "Empêchés": "",
	} {
		if b, found := button(all, typed); b.ID != want || found != (want != "") {
			t.Errorf("[%s] presses %q", typed, b.ID)
		}
	}
}
