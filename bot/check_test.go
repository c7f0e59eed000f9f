package bot

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"jalon/bot/bottest"
	"jalon/i18n"
	"jalon/plan"
)

// check runs the check and returns its findings as they are told.
func (w *world) check(t *testing.T, lang i18n.Lang) []string {
	t.Helper()
	findings, err := w.Check(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, f := range findings {
		said = append(said, strings.ReplaceAll(f.In(lang), "\u202f", " "))
	}
	return said
}

func TestCheckOfAServerInOrder(t *testing.T) {
	w := newWorld(t)
	want := []string{
		"Version de Mattermost : 11.4.0", "Horloge : à 0 s de celle du serveur", "Jeton du bot : correct",
		"Durée pendant laquelle un message peut être modifié : sans limite", "Longueur d’un message : 16383 caractères",
		"@jalon dans l’équipe hdf : correct", "Canal ~sgar : public, ses membres ne gèrent donc ni services, ni agents, ni journal : le rendre privé", "Canal ~pref-59 : public, toute personne de l’équipe peut y entrer et agir pour le service", "Canal ~pref-62 : public, toute personne de l’équipe peut y entrer et agir pour le service",
		"Commande /echeance : correcte", "Commande /jalon : correcte", "Adresse de jalon, http://jalon.test : atteinte par le serveur",
	}
	if diff := cmp.Diff(want, w.check(t, i18n.FR)); diff != "" {
		t.Errorf("said (-want +got):\n%s", diff)
	}
	if own := w.mattermost.As(w.botToken); len(own.Posts(t, own.Direct(t, w.botID).ID)) != 0 {
		t.Error("the check left a message behind")
	}
	w.seen.was(t, "button, , answered", "slash, , answered", "slash, , answered")
}

func TestCheckTriesTheCommands(t *testing.T) {
	for name, c := range map[string]struct {
		wreck func(*testing.T, *world)
		says  string
	}{
		"another address": {
			func(t *testing.T, w *world) { w.changeCommand(t, "echeance", "http://jalon.test/action") },
			"Commande /echeance : ne mène pas à jalon. À faire : relancer `jalon setup`",
		},
		"nothing at its address": {
			func(t *testing.T, w *world) { w.changeCommand(t, "echeance", "http://jalon.test/nowhere") },
			"Commande /echeance : ne mène pas à jalon. À faire : relancer `jalon setup`",
		},
		"another token": {
			func(_ *testing.T, w *world) { w.planner.tokens[0].Hash = TokenHash("another") },
			"Commande /echeance : ne mène pas à jalon. À faire : relancer `jalon setup`",
		},
		"a server that does not let bots type": {
			func(_ *testing.T, w *world) {
				w.mattermost.Break("POST /api/v4/commands/execute", bottest.Answering(http.StatusForbidden, "{}"))
			},
			"Commande /echeance : correcte",
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			c.wreck(t, w)
			if said := w.check(t, i18n.FR); !slices.Contains(said, c.says) {
				t.Errorf("said %q, want %q", said, c.says)
			}
		})
	}
}

func TestWhatACheckTypesIsOfNoUseToOthers(t *testing.T) {
	w := newWorld(t)
	own := w.mattermost.As(w.botToken).Direct(t, w.botID)
	ticket := w.checkTicket(forCheck, w.region(), plan.ChannelID(own.ID), w.botID, "echeance")
	for i, typed := range []struct {
		who     bottest.Client
		channel string
		trigger string
		later   time.Duration
	}{
		{who: w.bob.Client, channel: w.channels["pref-62"].ID, trigger: "/echeance "},
		{who: w.mattermost.As(w.botToken), channel: own.ID, trigger: "/jalon "},
		{who: w.mattermost.As(w.botToken), channel: own.ID, trigger: "/echeance ", later: time.Hour},
	} {
		w.clock.advance(typed.later)
		typed.who.Slash(t, w.team.ID, typed.channel, typed.trigger+ticket.state())
		if len(w.router.asked) != i+1 {
			t.Errorf("case %d: recognised", i)
		}
	}
}

// changeCommand gives a command another address, as an administrator may.
func (w *world) changeCommand(t *testing.T, trigger, url string) {
	t.Helper()
	var all []bottest.Command
	w.admin.Must(t, http.MethodGet, "/commands?custom_only=true&team_id="+w.team.ID, nil, &all)
	for _, c := range all {
		if c.Trigger == trigger {
			c.URL = url
			w.admin.Must(t, http.MethodPut, "/commands/"+c.ID, c, nil)
		}
	}
}

func TestCheckTellsHowToMend(t *testing.T) {
	w := newWorld(t)
	w.mattermost.EditLimit = 60
	w.admin.Must(t, http.MethodDelete, "/channels/"+w.channels["pref-59"].ID, nil, nil)
	w.admin.Must(t, http.MethodDelete, "/channels/"+w.channels["pref-62"].ID+"/members/"+w.botID, nil, nil)
	w.planner.services = append(w.planner.services,
		plan.Service{Region: w.region(), Code: "80", ChannelName: "pref-80", Channel: "gone"}, plan.Service{Region: w.region(), Code: "DREAL"},
		plan.Service{Region: w.region(), Code: "60", ChannelName: "pref-60", Closed: true})
	w.planner.tokens = w.planner.tokens[:1]
	w.mattermost.Out = bottest.Handler{Handler: http.NotFoundHandler()}
	server := &clock{at: w.clock.now().Add(-3 * time.Minute)}
	w.mattermost.Now = server.now
	want := []string{
		"Version of Mattermost: 11.4.0", "Clock: 180 s from the server’s. To do: set the time of both machines (NTP)", "Bot token: correct",
		"Time in which a message can be edited: 60 s. Note ⚠️: no effect on jalon, which never changes the text of a message",
		"Length of a message: 16383 characters", "@jalon in team hdf: correct", "Channel ~sgar: public, so its members manage neither services, nor agents, nor the journal: make it private",
		"Channel ~pref-59: archived. To do: restore the channel, or give the service another one",
		"Channel ~pref-62: without @jalon. To do: add `@jalon` to the channel, then run `jalon check` again",
		"Channel ~pref-80: does not exist or is closed to the bot. To do: add `@jalon` to the channel, then run `jalon check` again",
		"Service DREAL: without a channel. Note ⚠️: give it a channel so that it gets reminders",
		"Command /echeance: correct", "Command /jalon: missing. To do: run `jalon setup` again",
		"jalon’s address, http://jalon.test: not reached by the server. To do: check that `jalon serve` runs, that the server can call this address, " +
			"and that it accepts it if it is internal (System Console, Environment, Developer)",
	}
	if diff := cmp.Diff(want, w.check(t, i18n.EN)); diff != "" {
		t.Errorf("said (-want +got):\n%s", diff)
	}
}

func TestCheckStopsWhereNothingMoreCanBeSeen(t *testing.T) {
	w := newWorld(t)
	w.mattermost.Break("GET /api/v4/system/ping", bottest.Refused)
	if diff := cmp.Diff([]string{"Serveur http://mattermost.test : sans réponse. À faire : vérifier l’adresse et le réseau"}, w.check(t, i18n.FR)); diff != "" {
		t.Error(diff)
	}
	w.mattermost.DisableBot(w.botID)
	said := w.check(t, i18n.FR)
	if last := said[len(said)-1]; last != "Jeton du bot : refusé par le serveur. À faire : vérifier que le compte du bot est actif, puis relancer `jalon setup`" {
		t.Errorf("said %q", last)
	}
}

func TestCheckOutsideTheTeam(t *testing.T) {
	w := newWorld(t)
	w.planner.regions = append(w.planner.regions, plan.Region{ID: "elsewhere", Name: "idf"})
	said := w.check(t, i18n.FR)
	if got := said[len(said)-2]; got != "@jalon dans l’équipe idf : incorrect. À faire : inviter @jalon dans l’équipe idf, puis relancer `jalon setup`" {
		t.Errorf("said %q", got)
	}
}

func TestVersionsOutsideThoseTriedAreTold(t *testing.T) {
	for header, want := range map[string]string{
		"11.4.0.11.4.0.abc.false":     "Version de Mattermost : 11.4.0",
		"11.6.2.11.6.2-local.a.false": "Version de Mattermost : 11.6.2",
		"10.11.3.x.y.false":           "Version de Mattermost : 10.11.3. Attention ⚠️ : jalon est essayé sur 11.4 et 11.6. Sur cette version, essayez d’abord un bouton, un formulaire et un message privé",
		"":                            "Version de Mattermost : ?. Attention ⚠️ : jalon est essayé sur 11.4 et 11.6. Sur cette version, essayez d’abord un bouton, un formulaire et un message privé",
	} {
		if got := strings.ReplaceAll(version(header).In(i18n.FR), "\u202f", " "); got != want {
			t.Errorf("%q: %s", header, got)
		}
	}
}
