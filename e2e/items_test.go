package e2e

import (
	"slices"
	"testing"

	"github.com/mattermost/mattermost/server/public/model"
)

func TestItemsOfAPost(t *testing.T) {
	for name, c := range map[string]struct {
		post *model.Post
		want []string
	}{
		"one, in the text":     {&model.Post{Message: "Rappel : **Dossier** (E12)\nPour la voir : `/echeance voir E12`"}, []string{"E12"}},
		"several, in the text": {&model.Post{Message: "- **Dossier** (E12)\n- **Autre** (E3)"}, []string{"E12", "E3"}},
		"none":                 {&model.Post{Message: "Journal de la région, CRTE2"}, nil},
		"listed, whatever the text names": {
			&model.Post{Message: "E9", Props: model.StringInterface{propItems: []any{"E1", "E2 J"}}}, []string{"E1", "E2"},
		},
		"listed twice is said twice": {
			&model.Post{Props: model.StringInterface{propItems: []any{"E1", "E1"}}}, []string{"E1", "E1"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			if got := itemsOf(c.post); !slices.Equal(got, c.want) {
				t.Errorf("items %q, want %q", got, c.want)
			}
		})
	}
}
