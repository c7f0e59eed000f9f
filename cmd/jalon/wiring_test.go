package main

import (
	"context"
	"errors"
	"net"
	"runtime/debug"
	"strings"
	"testing"

	"jalon/i18n"
)

func TestJalonListensWhereTheServerCallsWhenThatIsHere(t *testing.T) {
	for callback, want := range map[string]string{
		"http://127.0.0.1:9000":           "127.0.0.1:9000",
		"http://localhost:9000/":          "localhost:9000",
		"http://[::1]:9000":               "[::1]:9000",
		"http://jalon.example.fr:8787":    defaultListen,
		"http://10.1.2.3:9000":            defaultListen,
		"https://127.0.0.1:9000":          defaultListen, // a proxy stands there
		"http://127.0.0.1":                defaultListen,
		"https://jalon.example.fr/prefix": defaultListen,
	} {
		if got := listenFor(callback); got != want {
			t.Errorf("%s: %s, want %s", callback, got, want)
		}
	}
}

func TestTheVersionNamesTheCommitWhenItIsKnown(t *testing.T) {
	info := &debug.BuildInfo{GoVersion: "go1.26.8"}
	if got, want := describe(info), "jalon (devel)\ngo1.26.8\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	info.Main.Version = "v0.1.0"
	info.Settings = []debug.BuildSetting{
		{Key: "vcs.revision", Value: "0123abcd"}, {Key: "vcs.time", Value: "2026-11-23T10:00:00Z"}, {Key: "vcs.modified", Value: "true"},
	}
	if got, want := describe(info), "jalon v0.1.0\ngo1.26.8\ncommit 0123abcd 2026-11-23T10:00:00Z +modified\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestAPartThatFailsEndsTheOthers(t *testing.T) {
	broken, ended := errors.New("broken"), false
	err := together(t.Context(), []func(context.Context) error{
		func(ctx context.Context) error { <-ctx.Done(); ended = true; return nil },
		func(context.Context) error { return broken },
	})
	if !errors.Is(err, broken) || !ended {
		t.Errorf("%v, the other ended: %v", err, ended)
	}
}

func TestServingWhereSomebodyElseListensFails(t *testing.T) {
	w := newTown(t)
	if out, status := w.setup(t); status != exitOK {
		t.Fatalf("setup: status %d\n%s", status, out)
	}
	l, err := net.Listen("tcp", w.address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	out, status := w.jalon(t, "serve", "--settings", w.file("jalon.json"))
	if status != exitFailed || !strings.Contains(out, "address already in use") {
		t.Errorf("status %d\n%s", status, out)
	}
}

func TestASecondJalonOnTheSameDatabaseIsRefused(t *testing.T) {
	w := newTown(t)
	if out, status := w.setup(t); status != exitOK {
		t.Fatalf("setup: status %d\n%s", status, out)
	}
	w.serve(t)
	out, status := w.jalon(t, "serve", "--settings", w.file("jalon.json"), "--listen", "127.0.0.1:0")
	if want := "jalon: " + textInUse.In(i18n.FR) + "\n"; status != exitFailed || out != want {
		t.Errorf("status %d, %q, want %q", status, out, want)
	}
}

func TestTheLanguageIsKnownBeforeTheLineIsRead(t *testing.T) {
	t.Setenv("JALON_LANG", "")
	for line, want := range map[string]i18n.Lang{
		"demo": i18n.FR, "demo --lang en": i18n.EN, "--lang=en demo": i18n.EN, "demo --lang": i18n.FR, "demo --lang=de": i18n.FR,
	} {
		if got := langOf(strings.Fields(line)); got != want {
			t.Errorf("%q: %s, want %s", line, got, want)
		}
	}
	t.Setenv("JALON_LANG", "en")
	if got := langOf([]string{"demo"}); got != i18n.EN {
		t.Errorf("by the environment: %s", got)
	}
}
