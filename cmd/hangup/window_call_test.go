//go:build binaries

package main

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"
)

// TestWindowCalls presses Call in a real window. The desktop hands the number to the program that it has for calls, as
// GLib does for links of this kind.
func TestWindowCalls(t *testing.T) {
	hangup, data, display := program(t, "hangup"), t.TempDir(), startDisplay(t)
	bin, xdg := t.TempDir(), t.TempDir()
	called := filepath.Join(xdg, "called")
	put := func(path, content string, mode os.FileMode) {
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), mode); err != nil {
			t.Fatal(err)
		}
	}
	put(filepath.Join(bin, "xdg-open"), "#!/bin/sh\nexec gio open \"$1\"\n", 0o700)
	put(filepath.Join(bin, "phone"), "#!/bin/sh\nprintf %s \"$1\" > '"+called+".part' && mv '"+called+".part' '"+called+"'\n", 0o700)
	put(filepath.Join(xdg, "data", "applications", "phone.desktop"), callProgram, 0o600)
	put(filepath.Join(xdg, "config", "mimeapps.list"), "[Default Applications]\nx-scheme-handler/tel=phone.desktop\n", 0o600)
	t.Setenv("PATH", bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	t.Setenv("XDG_DATA_HOME", filepath.Join(xdg, "data"))
	t.Setenv("XDG_CONFIG_HOME", filepath.Join(xdg, "config"))

	command(t, nil, hangup, "people", "--data", data, "--region", "RU", "--add", "Anna", "8 916 123-45-67")
	window := display.start(t, hangup, "--data", data, "--lang", "en", "--region", "RU")
	const tiles = 4 // of the first screen, before the card of the person
	display.until(t, "eng", regexp.MustCompile(`Anna.*916 123-45-67`))
	for range tiles + 1 {
		window.key(t, "Tab")
	}
	window.key(t, "Return")
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
		if link, err := os.ReadFile(called); err == nil {
			if string(link) != "tel:+79161234567" {
				t.Errorf("called %q", link)
			}
			return
		}
	}
	t.Error("nobody was called")
}
