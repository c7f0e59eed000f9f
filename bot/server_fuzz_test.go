package bot

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// FuzzRequests sends anything to the entrances: each answers a 200 with JSON,
// and nothing runs that was not sealed.
func FuzzRequests(f *testing.F) {
	w := newWorld(f)
	for _, body := range []string{
		"", "{}", "[]", "null", `{"context":null}`, `{"context":{"v":1,"p":"button","m":"AAAA"}}`, `{"context":"x","user_id":1}`,
		`{"state":"e30","submission":{}}`, `{"state":"bnVsbA","type":"dialog_submission","callback_id":"jalon"}`,
		"command=/echeance&token=x&team_id=y", "command=%zz", "text=\xff&command=/jalon",
	} {
		for path := range 3 {
			f.Add(path, body)
		}
	}
	paths := []string{slashPath, actionPath, dialogPath}
	f.Fuzz(func(t *testing.T, n int, body string) {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, paths[uint(n)%3], strings.NewReader(body))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		recorder := httptest.NewRecorder()
		w.server.ServeHTTP(recorder, r)
		if recorder.Code != http.StatusOK || !json.Valid(recorder.Body.Bytes()) || len(recorder.Body.Bytes()) < 2 {
			t.Errorf("%d %s", recorder.Code, recorder.Body)
		}
		if len(w.router.lines()) > 0 {
			t.Error("something ran")
		}
	})
}
