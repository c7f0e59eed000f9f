package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"jalon/i18n"
)

// settings are what a set-up leaves for the other commands, in a file that only
// its owner may read: it holds the bot's token.
type settings struct {
	URL      string `json:"url"`      // of Mattermost
	Callback string `json:"callback"` // jalon's address as Mattermost reaches it
	Listen   string `json:"listen"`
	DB       string `json:"db"`
	KeyFile  string `json:"key_file"`
	// JournalKeyFile is beside KeyFile when empty, as earlier settings have it.
	JournalKeyFile string `json:"journal_key_file,omitempty"`
	BotToken       string `json:"bot_token"`
	// SchoolHolidays is the ministry's table of school holidays, and SchoolZone the
	// academic zone, « B » when empty; without a table they are not known.
	SchoolHolidays string `json:"school_holidays,omitempty"`
	SchoolZone     string `json:"school_zone,omitempty"`
}

// settingsFlags name the settings and what may be said otherwise.
type settingsFlags struct {
	Settings string `default:"jalon.json" placeholder:"FILE" help:"${settings}"`
	DB       string `name:"db" placeholder:"DSN" help:"${db}"`
	DBFile   string `name:"db-file" placeholder:"FILE" help:"${db_file}"`
	KeyFile  string `name:"key-file" placeholder:"FILE" help:"${key_file}"`
}

// read returns the settings of the file, with the flags in their place. A file
// that does not exist has none.
func (f settingsFlags) read(sh shell) (settings, error) {
	s, err := readSettings(f.Settings, sh.lang)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return settings{}, err
	}
	if f.KeyFile != "" {
		s.KeyFile = f.KeyFile
	}
	switch {
	case f.DB != "" && f.DBFile != "":
		return settings{}, say(sh.lang, textTwoDatabases)
	case f.DB != "":
		s.DB = f.DB
	case f.DBFile != "":
		s.DB, err = readSecret(sh, f.DBFile)
		return s, err
	}
	return s, nil
}

// complete returns the settings, or says that a set-up must come first.
func (f settingsFlags) complete(sh shell) (settings, error) {
	s, err := f.read(sh)
	if err != nil {
		return settings{}, err
	}
	if s.URL == "" || s.BotToken == "" || s.DB == "" || s.KeyFile == "" {
		return settings{}, say(sh.lang, textNotSetUp, "file", f.Settings)
	}
	return s, nil
}

// database returns the address of a database that exists.
func (f settingsFlags) database(sh shell) (string, error) {
	s, err := f.read(sh)
	if err == nil && s.DB == "" {
		err = say(sh.lang, textNoDatabase)
	}
	if err == nil && isPath(s.DB) {
		_, err = os.Stat(s.DB)
	}
	return s.DB, err
}

// isPath tells the path of an SQLite file from the address of a database.
func isPath(dsn string) bool { return !strings.Contains(dsn, ":") }

func readSettings(path string, lang i18n.Lang) (settings, error) {
	info, err := os.Stat(path)
	if err != nil {
		return settings{}, err
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return settings{}, say(lang, textOpenFile, "file", path)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return settings{}, err
	}
	var s settings
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&s); err != nil {
		return settings{}, fmt.Errorf("settings %s: %w", path, err)
	}
	return s, nil
}

// write puts the settings on disk in one move. Paths are kept whole, so that
// jalon may be started from anywhere.
func (s settings) write(path string) error {
	var err error
	if s.KeyFile, err = filepath.Abs(s.KeyFile); err != nil {
		return err
	}
	if s.JournalKeyFile != "" {
		if s.JournalKeyFile, err = filepath.Abs(s.JournalKeyFile); err != nil {
			return err
		}
	}
	if isPath(s.DB) {
		if s.DB, err = filepath.Abs(s.DB); err != nil {
			return err
		}
	}
	text, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return err
	}
	// CreateTemp makes a file that only its owner may read.
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(f.Name()) }() // in vain once renamed
	_, err = f.Write(append(text, '\n'))
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// longestSecret is the longest secret read, in bytes.
const longestSecret = 64 << 10

// readSecret reads a file that holds one secret, or the standard input for "-".
func readSecret(sh shell, path string) (string, error) {
	in := sh.in
	if path != "-" {
		f, err := os.Open(path)
		if err != nil {
			return "", err
		}
		defer func() { _ = f.Close() }()
		in = f
	}
	text, err := io.ReadAll(io.LimitReader(in, longestSecret))
	if err != nil {
		return "", err
	}
	secret := strings.TrimSpace(string(text))
	if secret == "" {
		return "", say(sh.lang, textEmptySecret, "file", path)
	}
	return secret, nil
}
