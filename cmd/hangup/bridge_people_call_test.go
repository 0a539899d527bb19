//go:build !windows && !darwin

package main

import (
	"errors"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"hangup/blocklist"
)

// callProgram is a desktop entry of a program that calls.
const callProgram = "[Desktop Entry]\nType=Application\nName=Phone\nExec=phone %u\nMimeType=x-scheme-handler/tel;\n"

// A number can be called where the desktop has a program for it, in any of the places where that is said, and nowhere
// else.
func TestCallsWhereThereIsAProgram(t *testing.T) {
	const entry, defaults = "data/applications/phone.desktop", "[Default Applications]\nx-scheme-handler/tel=phone.desktop;\n"
	for name, c := range map[string]struct {
		files map[string]string
		want  bool
	}{
		"nothing":              {nil, false},
		"the person's choice":  {map[string]string{entry: callProgram, "config/mimeapps.list": defaults}, true},
		"the system's choice":  {map[string]string{"share/applications/phone.desktop": callProgram, "etc/mimeapps.list": defaults}, true},
		"the desktop's choice": {map[string]string{entry: callProgram, "config/kde-mimeapps.list": defaults}, true},
		"another desktop's":    {map[string]string{entry: callProgram, "config/gnome-mimeapps.list": defaults}, false},
		"what it says of itself": {map[string]string{
			entry: callProgram, "data/applications/mimeinfo.cache": "[MIME Cache]\nx-scheme-handler/tel=phone.desktop;\n",
		}, true},
		"taken away by the person": {map[string]string{
			entry: callProgram, "data/applications/mimeinfo.cache": "[MIME Cache]\nx-scheme-handler/tel=phone.desktop;\n",
			"config/mimeapps.list": "[Removed Associations]\nx-scheme-handler/tel=phone.desktop;\n",
		}, false},
		"uninstalled": {map[string]string{"config/mimeapps.list": defaults}, false},
		"without its program": {map[string]string{
			entry: strings.Replace(callProgram, "phone %u", "gone %u", 1), "config/mimeapps.list": defaults,
		}, false},
		"quoted": {map[string]string{
			entry: strings.Replace(callProgram, "phone %u", `"phone" %u`, 1), "config/mimeapps.list": defaults,
		}, true},
		"hidden":         {map[string]string{entry: callProgram + "Hidden=true\n", "config/mimeapps.list": defaults}, false},
		"in a folder":    {map[string]string{"data/applications/kde/phone.desktop": callProgram, "config/mimeapps.list": "[Added Associations]\nx-scheme-handler/tel=kde-phone.desktop\n"}, true},
		"outside folder": {map[string]string{"phone.desktop": callProgram, "config/mimeapps.list": "[Default Applications]\nx-scheme-handler/tel=../../phone.desktop\n"}, false},
		"no key file":    {map[string]string{entry: "\x00[", "config/mimeapps.list": defaults}, false},
	} {
		t.Run(name, func(t *testing.T) {
			gio, err := exec.LookPath("gio")
			desktopOf(t, c.files)
			if got := caller(func(*url.URL) error { return nil }) != nil; got != c.want {
				t.Errorf("calls are offered: %v", got)
			}
			if err != nil || name == "hidden" { // which GLib still names, against the specification
				return
			}
			// What a desktop itself says of the same files.
			out, err := exec.Command(gio, "mime", "x-scheme-handler/tel").CombinedOutput()
			if got := err == nil && !strings.Contains(string(out), "No default app"); got != c.want {
				t.Errorf("GLib thinks otherwise: %s", out)
			}
		})
	}
}

// desktopOf makes a desktop of these files, by their paths, with a program that opens links.
func desktopOf(t *testing.T, files map[string]string) {
	t.Helper()
	home := t.TempDir()
	for variable, folder := range map[string]string{
		"XDG_CONFIG_HOME": "config", "XDG_CONFIG_DIRS": "etc", "XDG_DATA_HOME": "data", "XDG_DATA_DIRS": "share", "PATH": "bin",
	} {
		t.Setenv(variable, filepath.Join(home, folder))
	}
	t.Setenv("XDG_CURRENT_DESKTOP", "Fancy:KDE")
	put := func(path, content string, mode os.FileMode) {
		path = filepath.Join(home, path)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(content), mode)); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"xdg-open", "phone"} {
		put("bin/"+name, "#!/bin/sh\n", 0o700)
	}
	for path, content := range files {
		put(path, content, 0o600)
	}
}

// The system gets a link to a number, and never anything else.
func TestCallsOnlyNumbers(t *testing.T) {
	desktopOf(t, map[string]string{
		"data/applications/phone.desktop": callProgram,
		"config/mimeapps.list":            "[Default Applications]\nx-scheme-handler/tel=phone.desktop\n",
	})
	var opened []string
	call := caller(func(u *url.URL) error {
		opened = append(opened, u.String())
		return nil
	})
	if err := call("+79161234567"); err != nil || len(opened) != 1 || opened[0] != "tel:+79161234567" {
		t.Fatalf("opened %q, %v", opened, err)
	}
	for _, text := range []string{"", "102", "89161234567", "+7916123456789012345", "+7 916 123-45-67", "+7916123,,1", "file:///etc/passwd", "--help"} {
		if err := call(text); err == nil || blocklist.Explain(err).ID != "people.error.no_call" {
			t.Errorf("%q: %v", text, err)
		}
	}
	if len(opened) != 1 {
		t.Errorf("opened %q", opened[1:])
	}
	failing := caller(func(*url.URL) error { return errors.New("no program") })
	if err := failing("+79161234567"); blocklist.Explain(err).ID != "people.error.no_call" {
		t.Errorf("a system that fails: %v", err)
	}
}
