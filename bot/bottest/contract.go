package bottest

import (
	"net/http"
	"testing"
	"time"
)

// Env is a server to hold to the contract.
type Env struct {
	URL   string
	HTTP  *http.Client
	Admin string // token of an administrator
	// Serve makes a handler reachable by the server for as long as the test
	// runs, and returns its address.
	Serve func(t testing.TB, h http.Handler) string
}

// Contract is what jalon relies on of a Mattermost server. It makes a team and
// accounts of its own.
func Contract(t *testing.T, env Env) {
	people := settle(t, env)
	for name, clause := range map[string]func(*testing.T, *world){
		"a bot's post":             aBotsPost,
		"an edit":                  anEdit,
		"a repeated post":          aRepeatedPost,
		"a reply":                  aReply,
		"a listing by date":        aListingByDate,
		"where nobody may post":    whereNobodyMayPost,
		"an archived channel":      anArchivedChannel,
		"a deleted post":           aDeletedPost,
		"a post too long":          aPostTooLong,
		"a private conversation":   aPrivateConversation,
		"a wrong token":            aWrongToken,
		"members":                  members,
		"a person looked for":      aPersonLookedFor,
		"accounts":                 accounts,
		"one's channels":           onesChannels,
		"a reaction":               aReaction,
		"what a plain bot may not": whatAPlainBotMayNot,
		"settings for clients":     settingsForClients,
		"a file":                   aFile,
		"a slash command":          aSlashCommand,
		"an answer given later":    anAnswerGivenLater,
		"a bad answer":             aBadAnswer,
		"a button":                 aButton,
		"a planted button":         aPlantedButton,
		"a private button":         aPrivateButton,
		"a button of one's own":    aButtonOfOnesOwn,
		"a form":                   aForm,
		"an invented form":         anInventedForm,
		"a WebSocket":              aWebSocket,
		"a broken WebSocket":       aBrokenWebSocket,
		"another's WebSocket":      anothersWebSocket,
	} {
		t.Run(name, func(t *testing.T) { clause(t, people.withChannels(t)) })
	}
}

// world is what each clause starts from: two people and a bot in a team, and
// two channels of its own, one of alice and the bot, the other of bob.
type world struct {
	Env
	admin, alice, bob, bot Client
	team                   Team
	aliceID, bobID, botID  string
	aliceName              string
	inhabited, elsewhere   Channel
	suffix                 string // makes names new
}

// settle makes the team and the accounts. On a real server an account takes a
// while: its password is hashed.
func settle(t *testing.T, env Env) *world {
	t.Helper()
	w := &world{Env: env, admin: Client{URL: env.URL, Token: env.Admin, HTTP: env.HTTP}, suffix: newSuffix()}
	w.admin.Must(t, http.MethodPost, "/teams", Team{Name: "t" + w.suffix, DisplayName: "Contrat", Type: "O"}, &w.team)
	w.alice, w.aliceID = w.person(t, "alice")
	w.bob, w.bobID = w.person(t, "bob")
	w.aliceName = "alice" + w.suffix
	var bot Bot
	w.admin.Must(t, http.MethodPost, "/bots", Bot{Username: "bot" + w.suffix, DisplayName: "Contrat"}, &bot)
	w.botID = bot.UserID
	w.bot = w.login(t, bot.UserID)
	return w
}

// withChannels is the same world with channels that nobody has used.
func (w *world) withChannels(t *testing.T) *world {
	t.Helper()
	fresh := *w
	fresh.suffix = newSuffix()
	fresh.inhabited = fresh.channel(t, "habite", "O", w.aliceID, w.botID)
	fresh.elsewhere = fresh.channel(t, "ailleurs", "O", w.bobID)
	return &fresh
}

func newSuffix() string { return newID()[:10] }

func (w *world) person(t *testing.T, name string) (Client, string) {
	t.Helper()
	var u User
	w.admin.Must(t, http.MethodPost, "/users", User{
		Username: name + w.suffix, Email: name + w.suffix + "@jalon.example", Password: "Aa1!" + newID(), Locale: "fr", FirstName: name,
	}, &u)
	return w.login(t, u.ID), u.ID
}

// login puts an account in the team and gives a client of its own.
func (w *world) login(t *testing.T, user string) Client {
	t.Helper()
	w.admin.Must(t, http.MethodPost, "/teams/"+w.team.ID+"/members", Member{TeamID: w.team.ID, UserID: user}, nil)
	var token struct {
		Token string `json:"token"`
	}
	w.admin.Must(t, http.MethodPost, "/users/"+user+"/tokens", map[string]string{"description": "contract"}, &token)
	return Client{URL: w.URL, Token: token.Token, HTTP: w.HTTP}
}

func (w *world) channel(t *testing.T, name, kind string, members ...string) Channel {
	t.Helper()
	var c Channel
	w.admin.Must(t, http.MethodPost, "/channels", Channel{TeamID: w.team.ID, Name: name + w.suffix, DisplayName: name, Type: kind}, &c)
	for _, user := range members {
		w.admin.Must(t, http.MethodPost, "/channels/"+c.ID+"/members", Member{UserID: user}, nil)
	}
	return c
}

// refused checks how a call was refused.
func refused(t *testing.T, what string, said Said, status int, id string) {
	t.Helper()
	if said.Status != status || said.ID != id {
		t.Errorf("%s: %d %s, want %d %s", what, said.Status, said.ID, status, id)
	}
}

// patience is how long something that must come may take.
const patience = 10 * time.Second

const forbidden = "api.context.permissions.app_error"
