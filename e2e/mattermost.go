package e2e

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"

	"jalon/e2e/proc"
)

// Mattermost is a Mattermost server that can be restarted.
type Mattermost struct {
	URL string

	bin     string
	dir     string
	env     []string
	process *proc.Process
	restart sync.Mutex // one at a time
}

// StartMattermost builds the server from its module, then runs it on a free
// loopback port with its files in dir and its data in the empty database dsn.
func StartMattermost(ctx context.Context, dir, dsn string) (*Mattermost, error) {
	bin, err := buildMattermost(ctx)
	if err != nil {
		return nil, err
	}
	address, err := proc.FreeAddress()
	if err != nil {
		return nil, err
	}
	m := &Mattermost{URL: "http://" + address, bin: bin, dir: dir}
	for name, value := range settings(m.URL, address, dir, dsn) {
		m.env = append(m.env, "MM_"+name+"="+value)
	}
	return m, m.Start(ctx)
}

// buildMattermost returns the path of the server's program, which the build
// cache keeps. The program finds its translations and templates where its
// source is, so the paths must not be trimmed.
func buildMattermost(ctx context.Context) (string, error) {
	cmd := exec.CommandContext(ctx, "go", "tool", "-n", "mattermost")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=")
	cmd.Stderr = new(strings.Builder)
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("build Mattermost: %w\n%s", err, cmd.Stderr)
	}
	return strings.TrimSpace(string(out)), nil
}

// settings returns what differs from the server's defaults, without its
// prefix: all on loopback, nothing sent outside, bots and integrations allowed.
func settings(url, address, dir, dsn string) map[string]string {
	return map[string]string{
		"SERVICESETTINGS_SITEURL":                             url,
		"SERVICESETTINGS_LISTENADDRESS":                       address,
		"SERVICESETTINGS_ALLOWEDUNTRUSTEDINTERNALCONNECTIONS": "127.0.0.1 localhost",
		"SERVICESETTINGS_ENABLEBOTACCOUNTCREATION":            "true",
		"SERVICESETTINGS_ENABLEUSERACCESSTOKENS":              "true",
		"SERVICESETTINGS_ENABLESECURITYFIXALERT":              "false",
		"SERVICESETTINGS_ENABLELINKPREVIEWS":                  "false",
		"TEAMSETTINGS_ENABLEOPENSERVER":                       "true",
		"LOCALIZATIONSETTINGS_DEFAULTCLIENTLOCALE":            "fr",
		"LOCALIZATIONSETTINGS_DEFAULTSERVERLOCALE":            "fr",
		"SQLSETTINGS_DRIVERNAME":                              "postgres",
		"SQLSETTINGS_DATASOURCE":                              dsn,
		"SQLSETTINGS_MAXOPENCONNS":                            "50",
		"LOGSETTINGS_ENABLEDIAGNOSTICS":                       "false",
		"LOGSETTINGS_ENABLESENTRY":                            "false",
		"LOGSETTINGS_ENABLEFILE":                              "false",
		"LOGSETTINGS_CONSOLELEVEL":                            "WARN",
		"EMAILSETTINGS_SENDEMAILNOTIFICATIONS":                "false",
		"EMAILSETTINGS_SENDPUSHNOTIFICATIONS":                 "false",
		"ANNOUNCEMENTSETTINGS_ADMINNOTICESENABLED":            "false",
		"ANNOUNCEMENTSETTINGS_USERNOTICESENABLED":             "false",
		"PLUGINSETTINGS_ENABLE":                               "false",
		"FILESETTINGS_DIRECTORY":                              filepath.Join(dir, "files"),
		"CONFIG":                                              filepath.Join(dir, "config.json"),
	}
}

// LogFile is where the server prints.
func (m *Mattermost) LogFile() string { return filepath.Join(m.dir, "mattermost.log") }

// Restart ends the server and starts it again, on the same port and data.
func (m *Mattermost) Restart(ctx context.Context) error {
	m.restart.Lock()
	defer m.restart.Unlock()
	m.Stop()
	return m.Start(ctx)
}

// Stop ends the server.
func (m *Mattermost) Stop() {
	if m.process != nil {
		m.process.Stop(syscall.SIGTERM, 20*time.Second)
	}
}

// Start starts a server that was stopped.
func (m *Mattermost) Start(ctx context.Context) error {
	cmd := exec.Command(m.bin, "server")
	cmd.Dir = m.dir
	cmd.Env = append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + m.dir, "TZ=UTC"}, m.env...)
	process, err := proc.Start(cmd, m.LogFile())
	if err != nil {
		return err
	}
	m.process = process
	return process.AwaitReady(time.Minute, func() error { return ping(ctx, m.URL+"/api/v4/system/ping") })
}

// ping answers nil when url answers 200.
func ping(ctx context.Context, url string) error {
	status, _, err := get(ctx, url)
	if err == nil && status != http.StatusOK {
		err = fmt.Errorf("%s: status %d", url, status)
	}
	return err
}

// get reads a page.
func get(ctx context.Context, url string) (status int, text string, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		return 0, "", err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, "", err
	}
	defer response.Body.Close()
	page, err := io.ReadAll(response.Body)
	return response.StatusCode, string(page), err
}
