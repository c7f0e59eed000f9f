package e2e

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// TestTheServerKeepsTheContractOfTheFake holds the real server to what jalon's
// unit tests believe of it. The contract is jalon's own, so it runs in the
// module of jalon, as its tests do.
func TestTheServerKeepsTheContractOfTheFake(t *testing.T) {
	token, err := world.AdminToken(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	const contract = "TestServerKeepsTheContract"
	cmd := exec.CommandContext(t.Context(), "go", "test", "-count=1", "-v", "-run", "^"+contract+"$", "./bot/bottest")
	cmd.Dir = ".."
	cmd.Env = append(os.Environ(), "JALON_TEST_MATTERMOST="+world.Mattermost.URL, "JALON_TEST_MATTERMOST_TOKEN="+token)
	out, err := cmd.CombinedOutput()
	kept := strings.Count(string(out), "--- PASS: "+contract+"/")
	if err != nil || kept < 20 {
		t.Fatalf("%d clauses are kept: %v\n%s", kept, err, out)
	}
	t.Logf("%d clauses are kept", kept)
}
