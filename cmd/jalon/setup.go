package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"jalon/bot"
	"jalon/commands"
	"jalon/plan"
	"jalon/store"
	"jalon/tabular"
)

type setupCommand struct {
	settingsFlags
	URL             string `name:"url" help:"${url}"`
	Team            string `help:"${team}"`
	Callback        string `placeholder:"URL" help:"${callback}"`
	Services        string `placeholder:"FILE" help:"${services}"`
	Region          string `placeholder:"NAME" help:"${region}"`
	AdminTokenFile  string `placeholder:"FILE" help:"${admin_token_file}"`
	BotTokenFile    string `placeholder:"FILE" help:"${bot_token_file}"`
	SlashTokensFile string `placeholder:"FILE" help:"${slash_tokens_file}"`
	Listen          string `placeholder:"ADDRESS" help:"${setup_listen}"`
	CreateChannels  bool   `help:"${create_channels}"`
	AdminChannel    string `placeholder:"NAME" help:"${admin_channel}"`
	Rehearsal       bool   `help:"${rehearsal}"`
}

// Run registers jalon on a server, or brings what stands there up to date.
func (c *setupCommand) Run(ctx context.Context, sh shell) error {
	if c.Region != "" {
		list, err := startingList(c.Region, sh.lang)
		if err != nil {
			return err
		}
		return tabular.CSV{Mark: true}.Write(sh.out, list)
	}
	s, err := c.settings(sh)
	if err != nil {
		return err
	}
	setup := bot.Setup{
		URL: s.URL, Callback: s.Callback, BotToken: s.BotToken, Team: c.Team,
		CreateChannels: c.CreateChannels, AdminChannel: strings.TrimLeft(c.AdminChannel, "~#"), Real: time.Now,
	}
	if err := c.secrets(sh, &setup); err != nil {
		return err
	}
	var list []plan.ServiceLine
	if c.Services != "" {
		if list, err = c.services(sh); err != nil {
			return err
		}
	}
	if setup.AdminToken == "" && setup.BotToken == "" {
		setup.Services = plan.MergeServices(nil, list)
		return c.manual(sh, setup)
	}
	return c.install(ctx, sh, s, setup, list)
}

// settings are those of the file, with the flags in their place.
func (c *setupCommand) settings(sh shell) (settings, error) {
	s, err := c.read(sh)
	if err != nil {
		return s, err
	}
	s.URL, s.Callback = cmp.Or(c.URL, s.URL), cmp.Or(c.Callback, s.Callback)
	if s.URL == "" || s.Callback == "" {
		return s, say(sh.lang, textSetupNeeds)
	}
	beside := filepath.Dir(c.Settings)
	s.DB = cmp.Or(s.DB, filepath.Join(beside, "jalon.db"))
	s.KeyFile = cmp.Or(s.KeyFile, filepath.Join(beside, "jalon.key"))
	s.Listen = cmp.Or(c.Listen, s.Listen, listenFor(s.Callback))
	return s, nil
}

// defaultListen is where jalon listens when nothing says otherwise: on this
// machine alone, behind a proxy.
const defaultListen = "127.0.0.1:8787"

// listenFor is where to listen for an address: there, when it is an address of
// this machine alone.
func listenFor(callback string) string {
	u, err := url.Parse(callback)
	if err != nil || u.Scheme != "http" || u.Port() == "" {
		return defaultListen
	}
	if ip, err := netip.ParseAddr(u.Hostname()); err == nil && ip.IsLoopback() || u.Hostname() == "localhost" {
		return net.JoinHostPort(u.Hostname(), u.Port())
	}
	return defaultListen
}

// secrets reads the tokens given, each from its file.
func (c *setupCommand) secrets(sh shell, setup *bot.Setup) (err error) {
	if c.AdminTokenFile != "" {
		if setup.AdminToken, err = readSecret(sh, c.AdminTokenFile); err != nil {
			return err
		}
	}
	if c.BotTokenFile != "" {
		if setup.BotToken, err = readSecret(sh, c.BotTokenFile); err != nil {
			return err
		}
	}
	if c.SlashTokensFile == "" {
		return nil
	}
	text, err := readSecret(sh, c.SlashTokensFile)
	if err != nil {
		return err
	}
	setup.SlashTokens = map[string]string{}
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		if len(words) != 2 {
			return say(sh.lang, textSlashTokens, "file", c.SlashTokensFile)
		}
		setup.SlashTokens[strings.TrimPrefix(words[0], "/")] = words[1]
	}
	return nil
}

func (c *setupCommand) services(sh shell) ([]plan.ServiceLine, error) {
	f, err := os.Open(c.Services)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	services, err := readServices(f, sh.lang)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", c.Services, err)
	}
	return services, nil
}

// manual says what an administrator must click.
func (c *setupCommand) manual(sh shell, setup bot.Setup) error {
	if setup.Team == "" || len(setup.Services) == 0 {
		return say(sh.lang, textSetupNeeds)
	}
	router, err := commands.NewRouter(nil, consoleLog(sh))
	if err != nil {
		return err
	}
	setup.Triggers = router.Triggers(sh.lang)
	text, err := setup.Manual(sh.lang)
	if err != nil {
		return err
	}
	sh.tell(text)
	sh.tell(textManualNext.In(sh.lang))
	return nil
}

// install does the set-up and stores what came of it.
func (c *setupCommand) install(ctx context.Context, sh shell, s settings, setup bot.Setup, list []plan.ServiceLine) (err error) {
	h, err := openHouse(ctx, s.DB, store.Options{Rehearsal: c.Rehearsal}, plan.Options{}, consoleLog(sh))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.close()) }()
	setup.Triggers = h.router.Triggers(sh.lang)
	if err := h.known(ctx, sh, &setup, list); err != nil {
		return err
	}
	if _, err := bot.CreateKeys(s.KeyFile); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	if _, err := h.journalKey(ctx, s.journalKeyFile()); err != nil {
		sh.tell(bot.Finding{
			What: textJournalKey.With(), State: textJournalNoKey.With("why", err.Error()),
			Mend: textJournalKeyMend.With("file", s.journalKeyFile()),
		}.In(sh.lang))
	}
	done, err := setup.Run(ctx)
	for _, f := range done.Findings {
		sh.tell(f.In(sh.lang))
	}
	// A token that was made is shown once: it is kept whatever comes next.
	if done.BotToken != "" {
		s.BotToken = done.BotToken
		if err := s.write(c.Settings); err != nil {
			return err
		}
	}
	if err != nil {
		return explained(err, sh.lang)
	}
	home := plan.HomeZone(done.Services)
	region := plan.Region{
		ID: done.Region, Name: done.TeamName, Lang: sh.lang, TimeZone: home.TimeZone(), HolidayZone: home,
		AdminChannel: done.AdminChannel,
	}
	if err := h.planner.Install(ctx, time.Now(), region, done.Services, done.Tokens); err != nil {
		return err
	}
	b, err := h.bot(s, bot.Config{Now: time.Now, Lang: sh.lang})
	if err != nil {
		return err
	}
	if err := b.Roster().Sync(ctx); err != nil {
		return err
	}
	sh.tell(textSettingsWritten.In(sh.lang, "file", c.Settings))
	if !done.Complete() {
		return say(sh.lang, textNotComplete)
	}
	sh.tell(textSetUp.In(sh.lang))
	return nil
}

// known fills in what the database knows already: the team and the services of
// an earlier set-up, over which a list says only what changes.
func (h *house) known(ctx context.Context, sh shell, setup *bot.Setup, list []plan.ServiceLine) error {
	regions, err := h.planner.Regions(ctx)
	if err != nil {
		return err
	}
	if setup.Team == "" && len(regions) == 1 {
		setup.Team = regions[0].Name
	}
	for _, r := range regions {
		if r.Name != setup.Team {
			continue
		}
		if setup.Services, err = h.planner.Services(ctx, r.ID); err != nil {
			return err
		}
	}
	if len(list) > 0 {
		setup.Services = plan.MergeServices(setup.Services, list)
	}
	if setup.Team == "" || len(setup.Services) == 0 {
		return say(sh.lang, textSetupNeeds)
	}
	return nil
}
