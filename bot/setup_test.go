package bot

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"jalon/bot/bottest"
	"jalon/commands"
	"jalon/i18n"
	"jalon/plan"
)

// bare is a server with a team, its channels, and no jalon.
func bare(t *testing.T) (*bottest.Server, Setup) {
	t.Helper()
	s := bottest.NewServer()
	s.Internal = "10.0.0.0/8, jalon.test"
	s.DieWithOwner = false
	admin := s.As(bottest.Admin)
	var team bottest.Team
	admin.Must(t, http.MethodPost, "/teams", bottest.Team{Name: "hdf", Type: "O"}, &team)
	for _, name := range []string{"sgar", "pref-62"} {
		admin.Must(t, http.MethodPost, "/channels", bottest.Channel{TeamID: team.ID, Name: name, Type: "O"}, nil)
	}
	return s, Setup{
		URL: s.URL, Team: "hdf", Callback: callback + "/", AdminToken: bottest.Admin,
		Services: []plan.Service{
			{ID: "sgar", Code: "SGAR", Name: "SGAR Hauts-de-France", ChannelName: "sgar"},
			{ID: "62", Code: "62", Name: "préfecture du Pas-de-Calais", ChannelName: "pref-62"},
			{ID: "dreal", Code: "DREAL", Name: "DREAL"},
		},
		Triggers: (&script{}).Triggers(i18n.FR), Transport: s, Real: time.Now,
	}
}

// run runs a set-up that succeeds, and returns its findings as they are told.
func (s Setup) run(t *testing.T) (Installed, []string) {
	t.Helper()
	got, err := s.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, f := range got.Findings {
		said = append(said, strings.ReplaceAll(f.In(i18n.FR), "\u202f", " "))
	}
	return got, said
}

func TestSetupRegistersEverything(t *testing.T) {
	s, setup := bare(t)
	got, said := setup.run(t)
	want := []string{
		"Équipe hdf : déjà en place", "Compte @jalon : fait", "Jeton du bot : fait", "@jalon dans l’équipe hdf : fait",
		"Canal ~sgar : fait", "Canal ~pref-62 : fait", "Commande /echeance : fait", "Commande /jalon : fait",
	}
	if diff := cmp.Diff(want, said); diff != "" {
		t.Errorf("said (-want +got):\n%s", diff)
	}
	if !got.Complete() {
		t.Error("something is left to do")
	}
	made := s.Commands()[0]
	made.ID, made.CreatorID = "", ""
	wanted := bottest.Command{
		TeamID: string(got.Region), Trigger: "echeance", Method: "P", URL: callback + "/slash", DisplayName: "jalon", Token: made.Token,
		Description: "Échéances et rappels", AutoComplete: true, AutoCompleteDesc: "Échéances et rappels",
		AutoCompleteHint: "[ajouter | liste | voir | fait | reporter]",
	}
	if diff := cmp.Diff(wanted, made); diff != "" {
		t.Errorf("the command (-want +got):\n%s", diff)
	}
	if want := (plan.SlashToken{Region: got.Region, Trigger: "echeance", Hash: TokenHash(made.Token)}); got.Tokens[0] != want {
		t.Errorf("token %+v", got.Tokens[0])
	}
	if me := s.As(got.BotToken).Me(t); me.ID != string(got.Bot) || me.Username != BotName || !me.IsBot {
		t.Errorf("the bot is %+v", me)
	}
	if got.Services[0].Channel == "" || got.Services[0].Region != got.Region || got.Services[2].Channel != "" {
		t.Errorf("services %+v", got.Services)
	}
	s.As(got.BotToken).Say(t, string(got.Services[1].Channel), "Me voici")
}

func TestSetupRunAgainChangesNothing(t *testing.T) {
	s, setup := bare(t)
	first, _ := setup.run(t)
	before, commands := s.Count(), s.Commands()
	setup.BotToken = first.BotToken
	second, said := setup.run(t)
	for _, line := range said {
		if !strings.HasSuffix(line, "déjà en place") {
			t.Errorf("said %q", line)
		}
	}
	if s.Count() != before {
		t.Errorf("%d things on the server, %d before", s.Count(), before)
	}
	if diff := cmp.Diff(commands, s.Commands()); diff != "" {
		t.Errorf("commands changed:\n%s", diff)
	}
	second.Findings, first.Findings = nil, nil
	if diff := cmp.Diff(first, second); diff != "" {
		t.Errorf("installed (-first +second):\n%s", diff)
	}
}

func TestSetupMakesAnotherTokenWhenTheFirstIsLost(t *testing.T) {
	s, setup := bare(t)
	first, _ := setup.run(t)
	for _, lost := range []string{"", "lost"} {
		setup.BotToken = lost
		again, _ := setup.run(t)
		if again.BotToken == first.BotToken || again.BotToken == "" || again.Bot != first.Bot {
			t.Errorf("token %q for %s", again.BotToken, again.Bot)
		}
		s.As(again.BotToken).Me(t)
	}
	s.As(first.BotToken).Me(t) // another jalon may use it
}

func TestSetupBringsCommandsUpToDate(t *testing.T) {
	s, setup := bare(t)
	first, _ := setup.run(t)
	setup.Callback, setup.Triggers = "http://10.1.2.3:8080/jalon", []commands.Trigger{{Name: "echeance", Hint: "[ajouter]", Description: "Autre"}}
	again, said := setup.run(t)
	if last := said[len(said)-1]; last != "Commande /echeance : fait" {
		t.Errorf("said %q", last)
	}
	got := s.Commands()[0]
	if got.URL != "http://10.1.2.3:8080/jalon/slash" || got.AutoCompleteHint != "[ajouter]" || got.Description != "Autre" {
		t.Errorf("the command is %+v", got)
	}
	if again.Tokens[0] != first.Tokens[0] {
		t.Error("its token changed")
	}
}

func TestSetupTellsWhatIsLeftToDo(t *testing.T) {
	s, setup := bare(t)
	s.DieWithOwner, s.Internal = true, ""
	admin := s.As(bottest.Admin)
	region := firstTeam(t, s).ID
	var archived bottest.Channel
	admin.Must(t, http.MethodPost, "/channels", bottest.Channel{TeamID: region, Name: "pref-80", Type: "O"}, &archived)
	admin.Must(t, http.MethodDelete, "/channels/"+archived.ID, nil, nil)
	admin.Must(t, http.MethodPost, "/commands", bottest.Command{TeamID: region, Trigger: "jalon", Method: "P", URL: "http://other.test", DisplayName: "Autre"}, nil)
	setup.Callback = "http://192.168.1.5:8080"
	setup.Services = append(setup.Services, plan.Service{Code: "02", ChannelName: "pref-02"}, plan.Service{Code: "80", ChannelName: "pref-80"}, plan.Service{Code: "60", ChannelName: "pref-60", Closed: true})
	got, said := setup.run(t)
	want := []string{
		"Équipe hdf : déjà en place", "Compte @jalon : fait",
		"Propriétaire du compte @jalon : @admin. Attention ⚠️ : jalon s’arrête le jour où le compte @admin est désactivé. " +
			"Si c’est celui d’une personne, recréez le bot depuis un compte de service, ou désactivez « Désactiver les comptes de bot lorsque leur propriétaire est désactivé » (Console système, Intégrations, Comptes de bot)",
		"Jeton du bot : fait", "@jalon dans l’équipe hdf : fait", "Canal ~sgar : fait", "Canal ~pref-62 : fait",
		"Canal ~pref-02 : inexistant ou fermé au bot. À faire : créer le canal, puis relancer `jalon setup`, ou le relancer avec `--create-channels`",
		"Canal ~pref-80 : archivé. À faire : rétablir le canal, ou donner un autre canal au service, puis relancer `jalon setup`",
		"Commande /echeance : fait",
		"Commande /jalon : prise par une autre intégration. À faire : la renommer ou la supprimer (menu Produits, Intégrations, Commande slash), puis relancer `jalon setup`",
		"Adresse de jalon, http://192.168.1.5:8080 : réseau interne, que le serveur n’appelle pas. À faire : ajouter `192.168.1.5` à « Autoriser les connexions internes non approuvées à » (Console système, Environnement, Développeur)",
	}
	if diff := cmp.Diff(want, said); diff != "" {
		t.Errorf("said (-want +got):\n%s", diff)
	}
	if got.Complete() {
		t.Error("nothing is left to do")
	}
	if len(got.Tokens) != 1 || got.Tokens[0].Trigger != "echeance" {
		t.Errorf("tokens %+v", got.Tokens)
	}
}

func TestSetupWithATeamAdministratorsTokenTellsWhatItMayNot(t *testing.T) {
	s, setup := bare(t)
	no := bottest.Answering(http.StatusForbidden, `{"id":"api.context.permissions.app_error","status_code":403}`)
	s.Break("GET /api/v4/config", no)
	s.Break("GET /api/v4/commands", no)
	s.BreakTimes("POST /api/v4/channels/", no, 2)
	got, said := setup.run(t)
	want := []string{
		"Équipe hdf : déjà en place", "Compte @jalon : fait",
		"Propriétaire du compte @jalon : @admin. Attention ⚠️ : jalon s’arrête le jour où le compte @admin est désactivé. " +
			"Si c’est celui d’une personne, recréez le bot depuis un compte de service, ou désactivez « Désactiver les comptes de bot lorsque leur propriétaire est désactivé » (Console système, Intégrations, Comptes de bot)",
		"Jeton du bot : fait", "@jalon dans l’équipe hdf : fait",
		"Canal ~sgar : sans @jalon. À faire : ajouter `@jalon` au canal, puis relancer `jalon setup`",
		"Canal ~pref-62 : sans @jalon. À faire : ajouter `@jalon` au canal, puis relancer `jalon setup`",
		"Commandes slash : ce jeton ne permet pas de les créer. À faire : les faire créer par un administrateur de l’équipe, comme indiqué",
	}
	if diff := cmp.Diff(want, said); diff != "" {
		t.Errorf("said (-want +got):\n%s", diff)
	}
	if got.Complete() || got.BotToken == "" {
		t.Errorf("complete %v, token %q", got.Complete(), got.BotToken)
	}
}

func firstTeam(t *testing.T, s *bottest.Server) bottest.Team {
	t.Helper()
	var team bottest.Team
	s.As(bottest.Admin).Must(t, http.MethodGet, "/teams/name/hdf", nil, &team)
	return team
}

func TestSetupCreatesMissingChannelsWhenAsked(t *testing.T) {
	s, setup := bare(t)
	setup.Services = []plan.Service{{Code: "02", Name: "préfecture de l’Aisne", ChannelName: "pref-02"}}
	setup.CreateChannels = true
	got, said := setup.run(t)
	if said[4] != "Canal ~pref-02 : fait" {
		t.Errorf("said %q", said)
	}
	s.As(got.BotToken).Say(t, string(got.Services[0].Channel), "Me voici")
}

func TestSetupTurnsADisabledBotOnAgain(t *testing.T) {
	s, setup := bare(t)
	first, _ := setup.run(t)
	s.DisableBot(string(first.Bot))
	setup.BotToken = first.BotToken
	again, said := setup.run(t)
	if said[1] != "Compte @jalon : fait" || again.BotToken != first.BotToken {
		t.Errorf("said %q", said)
	}
	s.As(first.BotToken).Me(t)
}

func TestAccentedTwinsAreNoLossWhereTheyAreRefused(t *testing.T) {
	s, setup := bare(t)
	setup.Triggers = append(setup.Triggers, commands.Trigger{Name: "échéance", Hint: "[x]", Description: "x"})
	s.PlainTriggers = true
	got, said := setup.run(t)
	if last := said[len(said)-1]; last != "Commande /échéance : refusée par cette version du serveur" || !got.Complete() || len(got.Tokens) != 2 {
		t.Errorf("said %q, complete %v", last, got.Complete())
	}
}

func TestSetupThatCannotGoOnSaysWhy(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*testing.T, *bottest.Server, *Setup)
		want   string
	}{
		"a wrong token": {
			func(_ *testing.T, _ *bottest.Server, s *Setup) { s.AdminToken = "wrong" },
			"Le serveur refuse ce jeton. Créez-en un autre (Profil, Sécurité, Jetons d’accès personnels), puis relancez `jalon setup`.",
		},
		"an unknown team": {
			func(_ *testing.T, _ *bottest.Server, s *Setup) { s.Team = "idf" },
			"L’équipe **idf** n’existe pas, ou ce compte n’en est pas membre. Écrivez son nom comme dans les adresses, par exemple `hdf`.",
		},
		"a server that does not answer": {
			func(_ *testing.T, m *bottest.Server, _ *Setup) { m.Break("GET /api/v4/teams/", bottest.Refused) },
			"Le serveur http://mattermost.test ne répond pas. Vérifiez l’adresse et le réseau, puis relancez `jalon setup`.",
		},
		"another server": {
			func(_ *testing.T, m *bottest.Server, _ *Setup) {
				m.Break("GET /api/v4/teams/", bottest.Answering(http.StatusNotFound, "<html>"))
			},
			"Le serveur http://mattermost.test ne répond pas. Vérifiez l’adresse et le réseau, puis relancez `jalon setup`.",
		},
		"a person who bears the name": {
			func(t *testing.T, m *bottest.Server, _ *Setup) {
				m.As(bottest.Admin).Must(t, http.MethodPost, "/users", bottest.User{Username: BotName}, nil)
			},
			"Le compte @jalon existe et n’est pas un compte de bot. Renommez-le, puis relancez `jalon setup`.",
		},
		"no right to create bots": {
			func(_ *testing.T, m *bottest.Server, _ *Setup) {
				m.Break("POST /api/v4/bots", bottest.Answering(http.StatusForbidden, `{"id":"api.bot.create_disabled"}`))
			},
			"Ce jeton ne permet pas de créer le compte du bot. À faire par un administrateur du serveur\u202f: activer «\u202fActiver la création de comptes de bot\u202f» (Console système, Intégrations, Comptes de bot), ou donner un jeton d’administrateur.",
		},
		"no token at all": {
			func(_ *testing.T, _ *bottest.Server, s *Setup) { s.AdminToken = "" },
			"Aucun jeton n’est donné. Donnez celui d’un administrateur, ou celui du compte de bot qu’il a créé.",
		},
	} {
		t.Run(name, func(t *testing.T) {
			s, setup := bare(t)
			c.change(t, s, &setup)
			_, err := setup.Run(t.Context())
			said, ok := errors.AsType[*plan.Error](err)
			if !ok || said.Text.In(i18n.FR) != c.want {
				t.Errorf("said %v, want %q", err, c.want)
			}
		})
	}
}

func TestSetupByHandNeedsNoAdministrator(t *testing.T) {
	s, setup := bare(t)
	admin := s.As(bottest.Admin)
	var bot bottest.Bot
	var token struct{ Token string }
	admin.Must(t, http.MethodPost, "/bots", bottest.Bot{Username: BotName}, &bot)
	admin.Must(t, http.MethodPost, "/users/"+bot.UserID+"/tokens", nil, &token)
	admin.Must(t, http.MethodPost, "/teams/"+firstTeam(t, s).ID+"/members", bottest.Member{UserID: bot.UserID}, nil)
	setup.AdminToken, setup.BotToken, setup.SlashTokens = "", token.Token, map[string]string{"echeance": "t1"}
	setup.Triggers = append(setup.Triggers, commands.Trigger{Name: "échéance"})
	got, said := setup.run(t)
	want := []string{
		"Équipe hdf : déjà en place", "Compte @jalon : déjà en place", "Jeton du bot : déjà en place", "@jalon dans l’équipe hdf : déjà en place",
		"Canal ~sgar : fait", "Canal ~pref-62 : fait", "Commande /echeance : déjà en place",
		"Commande /jalon : jeton non donné. À faire : créer la commande comme indiqué, puis donner son jeton à `jalon setup`",
	}
	if diff := cmp.Diff(want, said); diff != "" {
		t.Errorf("said (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]plan.SlashToken{{Region: got.Region, Trigger: "echeance", Hash: TokenHash("t1")}}, got.Tokens); diff != "" {
		t.Error(diff)
	}
}

func TestManualTellsAnAdministratorWhatToClick(t *testing.T) {
	_, setup := bare(t)
	setup.Triggers = setup.Triggers[:1]
	got, err := setup.Manual(i18n.FR)
	if err != nil {
		t.Fatal(err)
	}
	want := `À faire une fois dans Mattermost, par un administrateur de l’équipe hdf :

1. Menu Produits, Intégrations, Comptes de bot, Ajouter un compte de bot
   Nom d’utilisateur : jalon
   Rôle : Membre
   Créer le compte, puis copier son jeton. Il n’est montré qu’une fois.

2. Dans l’équipe hdf, inviter @jalon, puis l’ajouter aux canaux ~sgar, ~pref-62

3. Menu Produits, Intégrations, Commande slash, une fois par commande ci-dessous.
   Pour toutes :
   Titre : jalon
   URL de requête : http://jalon.test/slash
   Méthode de requête : POST
   Auto-complétion : cochée
   Enregistrer chaque commande, puis copier son jeton.
   - Mot-clé de déclenchement : echeance
     Description : Échéances et rappels
     Indice de l’auto-complétion : [ajouter | liste | voir | fait | reporter]
     Description de l’auto-complétion : Échéances et rappels

4. Si jalon.test est sur un réseau interne, un administrateur du serveur l’ajoute à « Autoriser les connexions internes non approuvées à » (Console système, Environnement, Développeur).
`
	if diff := cmp.Diff(want, strings.ReplaceAll(got, "\u202f", " ")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestInternalAddressesMustBeAllowed(t *testing.T) {
	for _, c := range []struct {
		address, allowed string
		refused          bool
	}{
		{"http://127.0.0.1:8080", "", true},
		{"http://127.0.0.1:8080", "127.0.0.1 localhost", false},
		{"http://10.0.16.3", "10.0.16.0/28", false},
		{"http://10.0.17.3", "10.0.16.0/28", true},
		{"http://[fd00::1]:80", "", true},
		{"http://jalon:8080", "", true},
		{"http://jalon:8080", "mattermost, jalon", false},
		{"https://jalon.example.fr", "", false},
		{"https://203.0.113.7", "", false},
	} {
		if _, got := internalHost(c.address, c.allowed); got != c.refused {
			t.Errorf("%s with %q: refused %v", c.address, c.allowed, got)
		}
	}
}
