package bottest

import (
	"net/http"
	"testing"
)

// aPersonLookedFor is found by name and by address, by the bot too, and so is
// whether they are in the team.
func aPersonLookedFor(t *testing.T, w *world) {
	for _, route := range []string{"/users/username/" + w.aliceName, "/users/email/" + w.aliceName + "@jalon.example"} {
		var u User
		w.bot.Must(t, http.MethodGet, route, nil, &u)
		if u.ID != w.aliceID || u.IsBot || u.DeleteAt != 0 {
			t.Errorf("%s: %+v", route, u)
		}
	}
	refused(t, "nobody’s name", w.bot.Do(t, http.MethodGet, "/users/username/personne"+w.suffix, nil, nil),
		http.StatusNotFound, "app.user.get_by_username.app_error")
	refused(t, "nobody’s address", w.bot.Do(t, http.MethodGet, "/users/email/personne"+w.suffix+"@jalon.example", nil, nil),
		http.StatusNotFound, "app.user.missing_account.const")
	var in Member
	w.bot.Must(t, http.MethodGet, "/teams/"+w.team.ID+"/members/"+w.aliceID, nil, &in)
	if in.UserID != w.aliceID {
		t.Errorf("in the team: %+v", in)
	}
	var stranger User
	w.admin.Must(t, http.MethodPost, "/users", User{
		Username: "ailleurs" + w.suffix, Email: "ailleurs" + w.suffix + "@jalon.example", Password: "Aa1!" + newID(),
	}, &stranger)
	refused(t, "a stranger to the team", w.bot.Do(t, http.MethodGet, "/teams/"+w.team.ID+"/members/"+stranger.ID, nil, nil),
		http.StatusNotFound, "app.team.get_member.missing.app_error")
	var c Channel
	w.bot.Must(t, http.MethodGet, "/teams/"+w.team.ID+"/channels/name/"+w.elsewhere.Name, nil, &c)
	if c.ID != w.elsewhere.ID {
		t.Errorf("an open channel of the team: %+v", c)
	}
}
