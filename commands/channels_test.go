package commands

import "testing"

func TestAChannelIsProposedUnderANameThatItCanHave(t *testing.T) {
	for text, want := range map[string]string{
		"DDTM 62": "ddtm-62", "80": "pref-80", "Préfecture de l’Oise": "prefecture-de-l-oise", "…": "pref-59", "SP-Lens": "sp-lens",
	} {
		got := channelLike(text)
		if got != want || !channelForm.MatchString(got) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	for _, name := range []string{"", "a b", "préf", "-a", "…", "A"} {
		if channelForm.MatchString(name) {
			t.Errorf("%q passes for the name of a channel", name)
		}
	}
}
