package bot

import "testing"

func TestAFileSaysWhatIsAskedWithWhatIsSaidBesideIt(t *testing.T) {
	for _, c := range []struct{ typed, said, want string }{
		{"", "jalon", "projet importer f1"}, // nothing typed is read as the week
		{"RM4", "RM4", "remontee repondre RM4 fichier f1"},
		{"rm4 pour 59", "rm4 pour 59", "remontee repondre rm4 pour 59 fichier f1"},
		{"/remontée répondre RM4", "/remontée répondre RM4", "/remontée répondre RM4 fichier f1"},
		{"repondre RM4", "repondre RM4", "repondre RM4 fichier f1"},
		{"bonjour", "bonjour", "bonjour"},
		{"projet liste", "projet liste", "projet liste"},
	} {
		if got := handedLine(c.typed, c.said, "f1"); got != c.want {
			t.Errorf("%q with a file is %q, not %q", c.typed, got, c.want)
		}
	}
}
