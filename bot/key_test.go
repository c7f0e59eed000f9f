package bot

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestKeyFileIsMadeOnceAndForItsOwnerAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "key")
	made, err := CreateKeys(path)
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info.Mode(), err)
	}
	read, err := ReadKeys(path)
	if err != nil {
		t.Fatal(err)
	}
	id, proof := made.seal("a", "b")
	if !read.genuine(id, proof, "a", "b") {
		t.Error("what is read does not recognise what was made")
	}
	if _, err := CreateKeys(path); !errors.Is(err, fs.ErrExist) {
		t.Errorf("made again: %v", err)
	}
}

func TestRotationKeepsThePreviousKeyAndForgetsTheOneBefore(t *testing.T) {
	path := filepath.Join(t.TempDir(), "key")
	first, err := CreateKeys(path)
	if err != nil {
		t.Fatal(err)
	}
	id, proof := first.seal("a")
	for rotations, known := range []bool{true, true, false} {
		ring, err := ReadKeys(path)
		if err != nil {
			t.Fatal(err)
		}
		if ring.genuine(id, proof, "a") != known {
			t.Errorf("after %d rotations, known is not %v", rotations, known)
		}
		if _, err := RotateKeys(path); err != nil {
			t.Fatal(err)
		}
	}
	left, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(left) != 1 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

func TestKeyFileThatOthersMayReadIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "key")
	if _, err := CreateKeys(path); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o640); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadKeys(path); !errors.Is(err, ErrKeyFile) || !strings.Contains(err.Error(), "chmod 600") {
		t.Errorf("%v", err)
	}
}

func TestKeyFilesThatCannotBeUsed(t *testing.T) {
	good := "abcdefgh " + strings.Repeat("A", 43) + "\n"
	for name, text := range map[string]string{
		"empty": "", "a word": "secret\n", "a short secret": "abcdefgh AAAA\n", "no base64": "abcdefgh " + strings.Repeat("!", 43) + "\n",
		"three keys": good + good + good,
	} {
		path := filepath.Join(t.TempDir(), "key")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := ReadKeys(path)
		if !errors.Is(err, ErrKeyFile) || !strings.Contains(err.Error(), path) || strings.Contains(err.Error(), "AAAA") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := ReadKeys(filepath.Join(t.TempDir(), "none")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("none: %v", err)
	}
	if _, err := RotateKeys(filepath.Join(t.TempDir(), "none")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("rotate none: %v", err)
	}
}

func TestProofIsOfThesePartsInThisOrder(t *testing.T) {
	ring := &Keyring{keys: []key{newKey(), newKey()}}
	parts := rapid.SliceOf(rapid.String())
	rapid.Check(t, func(t *rapid.T) {
		one, other := parts.Draw(t, "one"), parts.Draw(t, "other")
		id, proof := ring.seal(one...)
		if !ring.genuine(id, proof, one...) {
			t.Fatal("its own parts are not recognised")
		}
		if strings.Join(one, "\x00") != strings.Join(other, "\x00") && ring.genuine(id, proof, other...) {
			t.Fatalf("%q passes for %q", other, one)
		}
	})
}

func TestProofDoesNotPassFromOnePartToTheNext(t *testing.T) {
	ring := &Keyring{keys: []key{newKey()}}
	id, proof := ring.seal("E1", "7")
	for _, other := range [][]string{{"E17"}, {"E", "17"}, {"E17", ""}, {"", "E17"}, {"E1", "7", ""}} {
		if ring.genuine(id, proof, other...) {
			t.Errorf("%q passes", other)
		}
	}
}

func TestMentionsOfAWholeChannelAreHushed(t *testing.T) {
	for text, want := range map[string]string{
		"@all":                       "@\u200ball",
		"@all@all@here":              "@\u200ball@\u200ball@\u200bhere",
		"**@CHANNEL**, @Here.":       "**@\u200bCHANNEL**, @\u200bHere.",
		"[@channel](http://x)":       "[@\u200bchannel](http://x)",
		"@all_x @all-x":              "@\u200ball_x @\u200ball-x",
		"@alliance @hereford @bob":   "@alliance @hereford @bob",
		"@allé et @channelà":         "@allé et @channelà",
		"@\u200ball, x@all.fr":       "@\u200ball, x@\u200ball.fr",
		"une adresse : a@exemple.fr": "une adresse : a@exemple.fr",
	} {
		if got := hush(text); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
}

func TestHushedTextStaysAsItIs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOf(rapid.SampledFrom([]string{"@", "all", "ALL", "here", "channel", "é", " ", "_", "\u200b", "x"})).Draw(t, "text"), "")
		once := hush(text)
		if again := hush(once); again != once {
			t.Fatalf("%q became %q, then %q", text, once, again)
		}
		if strings.ReplaceAll(once, "@\u200b", "@") != strings.ReplaceAll(text, "@\u200b", "@") {
			t.Fatalf("%q became %q", text, once)
		}
	})
}

func TestLimiterForgetsRatherThanGrow(t *testing.T) {
	l := newLimiter()
	for i := range maxRated + 10 {
		if !l.allow(planUser(i), monday) {
			t.Fatal("a newcomer is limited")
		}
	}
	if n := len(l.people); n > maxRated {
		t.Errorf("%d people are watched", n)
	}
}
