package e2e

import (
	"encoding/json"
	"io/fs"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/mattermost/mattermost/server/public/model"
)

// triggers are the slash commands that jalon needs; an accented twin is a comfort.
var triggers = []string{"echeance", "instance", "jalon", "projet", "remontee", "representation", "seance"}

// commands are the region's slash commands as an administrator sees them, by
// trigger.
func (r *Region) commands(t *testing.T) map[string]model.Command {
	t.Helper()
	list, _, err := r.Admin.ListCommands(t.Context(), r.Team.Id, true)
	if err != nil {
		t.Fatalf("list the commands: %v", err)
	}
	known := map[string]model.Command{}
	for _, command := range list {
		command.AutocompleteData = nil // the only field that cannot be compared
		known[command.Trigger] = *command
	}
	return known
}

func TestASecondSetUpChangesNothing(t *testing.T) {
	r := world.NewRegion(t)
	j := r.NewJalon(t)
	settings, key := j.read(t, "settings"), j.read(t, "key")
	commands, bot := r.commands(t), j.BotID(t)
	for _, trigger := range append([]string{"échéance", "séance", "représentation", "remontée"}, triggers...) {
		if _, ok := commands[trigger]; !ok {
			t.Errorf("/%s is not there", trigger)
		}
	}

	out := j.Setup(t)
	if strings.Contains(Plain(out), " : fait\n") {
		t.Errorf("the second set-up did something:\n%s", out)
	}
	if now := r.commands(t); !maps.Equal(now, commands) {
		t.Errorf("the commands were\n%+v\n\nand are\n%+v", commands, now)
	}
	if j.read(t, "settings") != settings || j.read(t, "key") != key || j.BotID(t) != bot {
		t.Error("the settings, the key or the account changed")
	}
	j.Serve(t)
	r.Alice.Ask(t, r.Channel(t, "sgar"), "/echeance liste")
	// French writes it with accents, and this server takes them.
	r.Alice.Ask(t, r.Channel(t, "sgar"), "/échéance liste")
	for _, name := range j.files(t) {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		if mode := info.Mode().Perm(); mode != 0o600 {
			t.Errorf("%s may be read by others: %s", name, mode)
		}
	}
}

func TestSecretsStayWhereTheyBelong(t *testing.T) {
	r := world.NewRegion(t)
	j := r.newJalon(t, nil)
	secret, err := r.AdminToken(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	stop := j.Relay.StopNext(func(request *http.Request) bool { return request.URL.Path == "/api/v4/commands" }, BeforeServer)
	type result struct {
		out string
		err error
	}
	done := make(chan result, 1)
	go func() {
		out, err := j.TrySetup(t, secret, "--admin-token-file", "-")
		done <- result{out, err}
	}()
	stop.Wait(t, patience)
	if where := processesThatShow(t, secret); len(where) > 0 {
		t.Errorf("the administrator's token can be read of %q", where)
	}
	stop.Release()
	setup := <-done
	if setup.err != nil {
		t.Fatalf("%v\n%s", setup.err, setup.out)
	}

	j.Serve(t, "--log-level", "debug")
	r.Alice.Ask(t, r.Channel(t, "sgar"), "/echeance ajouter Dossier confidentiel vendredi")
	r.Alice.Ask(t, r.Channel(t, "sgar"), "/echeance liste")
	check, err := j.Check(t.Context())
	if err != nil {
		t.Errorf("jalon check: %v\n%s", err, check)
	}
	printed := map[string]string{"jalon setup": setup.out, "jalon check": check}
	for _, name := range j.files(t) {
		printed[filepath.Base(name)] = j.read(t, filepath.Base(name))
	}
	for name, text := range printed {
		if strings.Contains(text, secret) {
			t.Errorf("the administrator's token is in %s", name)
		}
	}

	own := j.botToken(t)
	for _, name := range []string{"jalon setup", "jalon check", "jalon.log", "jalon.db", "key"} {
		if strings.Contains(printed[name], own) {
			t.Errorf("the bot's token is in %s", name)
		}
	}
	if where := processesThatShow(t, own); len(where) > 0 {
		t.Errorf("the bot's token can be read of %q", where)
	}
	for trigger, command := range r.commands(t) {
		for name, text := range printed {
			if strings.Contains(text, command.Token) {
				t.Errorf("the token of /%s is in %s", trigger, name)
			}
		}
	}
	for _, words := range []string{"Dossier confidentiel", "/hooks/commands/", "trigger_id"} {
		if strings.Contains(printed["jalon.log"], words) {
			t.Errorf("%q is in the log", words)
		}
	}
}

// processesThatShow lists the processes whose command line or environment holds
// a text. The test program itself is none: it only has it in memory.
func processesThatShow(t *testing.T, text string) []string {
	t.Helper()
	var where []string
	for _, pattern := range []string{"/proc/[0-9]*/cmdline", "/proc/[0-9]*/environ"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if shown, err := os.ReadFile(file); err == nil && strings.Contains(string(shown), text) {
				where = append(where, file)
			}
		}
	}
	return where
}

func TestSetUpByHand(t *testing.T) {
	r := world.NewRegion(t)
	r.NewJalon(t) // the account of the bot exists
	j := r.newJalon(t, nil)
	for _, command := range r.commands(t) {
		if _, err := r.Admin.DeleteCommand(t.Context(), command.Id); err != nil {
			t.Fatal(err)
		}
	}

	told, err := j.TrySetup(t, "")
	if err != nil {
		t.Fatalf("%v\n%s", err, told)
	}
	told = Plain(told)
	for _, line := range []string{
		"À faire une fois dans Mattermost, par un administrateur de l’équipe " + r.Team.Name + " :",
		"   Nom d’utilisateur : jalon",
		"~sgar, ~pref-02, ~pref-59, ~pref-60, ~pref-62, ~pref-80, ~dreal",
		"   URL de requête : " + j.URL + "/slash",
		"--bot-token-file",
		"--slash-tokens-file",
	} {
		if !strings.Contains(told, line) {
			t.Errorf("it does not say %q", line)
		}
	}
	for _, trigger := range triggers {
		if line := "   - Mot-clé de déclenchement : " + trigger; !strings.Contains(told, line) {
			t.Errorf("it does not say %q", line)
		}
	}
	if t.Failed() {
		t.Logf("it says:\n%s", told)
	}

	// An administrator does as told.
	token, _, err := r.Admin.CreateUserAccessToken(t.Context(), j.BotID(t), "by hand")
	if err != nil {
		t.Fatal(err)
	}
	var tokens strings.Builder
	for _, trigger := range triggers {
		command, _, err := r.Admin.CreateCommand(t.Context(), &model.Command{
			TeamId: r.Team.Id, Trigger: trigger, Method: model.CommandMethodPost, URL: j.URL + "/slash", AutoComplete: true,
		})
		if err != nil {
			t.Fatal(err)
		}
		tokens.WriteString("/" + trigger + " " + command.Token + "\n")
	}
	out, err := j.TrySetup(t, "", "--bot-token-file", j.write(t, "bot-token", token.Token),
		"--slash-tokens-file", j.write(t, "slash-tokens", tokens.String()))
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	j.Serve(t)
	r.Alice.Ask(t, r.Channel(t, "sgar"), "/echeance liste")
	if out, err := j.Check(t.Context()); err != nil {
		t.Errorf("jalon check: %v\n%s", err, out)
	}
}

func TestCheckSaysWhatIsWrongAndSetUpMendsIt(t *testing.T) {
	r := world.NewRegion(t)
	j := r.NewJalon(t)
	j.Serve(t)
	out, err := j.Check(t.Context())
	if err != nil || strings.Contains(out, "À faire") {
		t.Fatalf("nothing is wrong, and jalon check says (%v):\n%s", err, out)
	}

	for _, c := range []struct {
		name       string
		wreck      func(*testing.T)
		says       string
		mendByHand func(*testing.T)
	}{
		{
			name:  "out of a channel",
			wreck: func(t *testing.T) { r.Expel(t, "pref-62", j.BotID(t)) },
			says:  "Canal ~pref-62 : sans @jalon. À faire : ajouter `@jalon` au canal, puis relancer `jalon check`",
		},
		{
			name:       "an archived channel",
			wreck:      func(t *testing.T) { r.Archive(t, "pref-80") },
			says:       "Canal ~pref-80 : archivé. À faire : rétablir le canal, ou donner un autre canal au service",
			mendByHand: func(t *testing.T) { r.Restore(t, "pref-80") },
		},
		{
			name: "out of the team",
			wreck: func(t *testing.T) {
				if _, err := r.Admin.RemoveTeamMember(t.Context(), r.Team.Id, j.BotID(t)); err != nil {
					t.Fatal(err)
				}
			},
			says: "@jalon dans l’équipe " + r.Team.Name + " : incorrect. À faire : inviter @jalon dans l’équipe " + r.Team.Name + ", puis relancer `jalon setup`",
		},
		{
			name: "a command deleted",
			wreck: func(t *testing.T) {
				if _, err := r.Admin.DeleteCommand(t.Context(), r.commands(t)["echeance"].Id); err != nil {
					t.Fatal(err)
				}
			},
			says: "Commande /echeance : absente. À faire : relancer `jalon setup`",
		},
		{
			name: "a command that leads elsewhere",
			wreck: func(t *testing.T) {
				command := r.commands(t)["echeance"]
				command.URL = j.URL + "/healthz"
				if _, _, err := r.Admin.UpdateCommand(t.Context(), &command); err != nil {
					t.Fatal(err)
				}
			},
			says: "Commande /echeance : ne mène pas à jalon. À faire : relancer `jalon setup`",
		},
		{
			name: "a command whose token was made anew",
			wreck: func(t *testing.T) {
				if _, _, err := r.Admin.RegenCommandToken(t.Context(), r.commands(t)["jalon"].Id); err != nil {
					t.Fatal(err)
				}
			},
			says: "Commande /jalon : ne mène pas à jalon. À faire : relancer `jalon setup`",
		},
		{
			name:  "a token that no longer counts",
			wreck: func(t *testing.T) { r.revoke(t, j.BotID(t)) },
			says:  "Jeton du bot : refusé par le serveur. À faire : vérifier que le compte du bot est actif, puis relancer `jalon setup`",
		},
		{
			name:       "jalon stopped",
			wreck:      func(*testing.T) { j.Stop() },
			says:       "Adresse de jalon, " + j.URL + " : non atteinte par le serveur. À faire : vérifier que `jalon serve` tourne",
			mendByHand: func(t *testing.T) { j.Serve(t) },
		},
		{
			name:       "no server",
			wreck:      func(*testing.T) { j.Relay.Cut() },
			says:       "Serveur " + j.Relay.URL + " : sans réponse. À faire : vérifier l’adresse et le réseau",
			mendByHand: func(*testing.T) { j.Relay.Mend() },
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.wreck(t)
			out, err := j.Check(t.Context())
			if err == nil || !strings.Contains(Plain(out), c.says) {
				t.Errorf("jalon check says (%v):\n%s\nand not\n%s", err, out, c.says)
			}
			if c.mendByHand != nil {
				c.mendByHand(t)
			} else {
				j.Stop() // it reads its settings when it starts
				j.Setup(t)
				j.Serve(t)
			}
			if out, err := j.Check(t.Context()); err != nil {
				t.Errorf("mended, jalon check says:\n%s", out)
			}
			r.Bob.Ask(t, r.Channel(t, "pref-62"), "/echeance liste")
		})
	}
}

// revoke makes all of the bot's tokens worthless.
func (r *Region) revoke(t *testing.T, botID string) {
	t.Helper()
	list, _, err := r.Admin.GetUserAccessTokensForUser(t.Context(), botID, 0, 200)
	if err != nil {
		t.Fatal(err)
	}
	for _, token := range list {
		if _, err := r.Admin.RevokeUserAccessToken(t.Context(), token.Id); err != nil {
			t.Fatal(err)
		}
	}
}

func TestSetUpSaysWhichChannelIsMissing(t *testing.T) {
	r := world.NewRegion(t)
	j := r.newJalon(t, nil)
	token, err := r.AdminToken(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	more := j.write(t, "more.csv", services+"DRAC;DRAC;culture;direction-regionale;;drac\n")
	out, err := j.TrySetup(t, token, "--admin-token-file", "-", "--services", more)
	const says = "Canal ~drac : inexistant ou fermé au bot. À faire : créer le canal, puis relancer `jalon setup`, ou le relancer avec `--create-channels`"
	if err == nil || !strings.Contains(Plain(out), says) {
		t.Errorf("jalon setup says (%v):\n%s", err, out)
	}
	out, err = j.TrySetup(t, token, "--admin-token-file", "-", "--services", more, "--create-channels")
	if err != nil {
		t.Fatalf("with --create-channels: %v\n%s", err, out)
	}
	if _, _, err := r.Admin.GetChannelByName(t.Context(), "drac", r.Team.Id, ""); err != nil {
		t.Errorf("~drac: %v", err)
	}
	j.Serve(t)
	if out, err := j.Check(t.Context()); err != nil {
		t.Errorf("jalon check: %v\n%s", err, out)
	}
}

// TestTheStartingListMakesAWholeRegion begins with what jalon itself proposes.
func TestTheStartingListMakesAWholeRegion(t *testing.T) {
	r := world.NewRegion(t)
	j := r.newJalon(t, nil)
	list, err := j.Run(t.Context(), "setup", "--region", "hauts-de-france")
	if err != nil {
		t.Fatal(err, list)
	}
	token, err := r.AdminToken(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	out, err := j.TrySetup(t, token, "--admin-token-file", "-", "--services", j.write(t, "list.csv", list), "--create-channels")
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	j.Serve(t)
	answer := r.Alice.Ask(t, r.Channel(t, "sgar"), "/echeance ajouter Avis SRADDET le 15 décembre 2030 pour DDTM59 et DRAC")
	if !strings.Contains(Shown(answer), "Les rappels iront dans ~ddtm-59 et ~drac.") {
		t.Errorf("Alice reads\n%s", Shown(answer))
	}
}

func TestARehearsedClockIsRefusedOnARealDatabase(t *testing.T) {
	j := world.NewRegion(t).NewJalon(t)
	out, err := j.Run(t.Context(), "serve", "--settings", j.file("settings"), "--now", "2026-11-23 10:00")
	if err == nil || !strings.Contains(Plain(out), "--now est refusé") {
		t.Errorf("it says (%v):\n%s", err, out)
	}
}

// files lists the files that jalon wrote.
func (j *Jalon) files(t *testing.T) []string {
	t.Helper()
	var names []string
	err := filepath.WalkDir(j.dir, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && filepath.Ext(path) != ".csv" {
			names = append(names, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func (j *Jalon) read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(j.file(name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// botToken returns the token that jalon uses.
func (j *Jalon) botToken(t *testing.T) string {
	t.Helper()
	var settings struct {
		BotToken string `json:"bot_token"`
	}
	if err := json.Unmarshal([]byte(j.read(t, "settings")), &settings); err != nil || settings.BotToken == "" {
		t.Fatalf("no token in the settings: %v", err)
	}
	return settings.BotToken
}
