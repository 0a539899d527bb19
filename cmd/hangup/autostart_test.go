//go:build !windows && !darwin

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

var oddPaths = []string{
	"/usr/bin/hangup", "/home/anna/My programs/hangup", `/tmp/a"b`, "/tmp/a`id`b", "/tmp/$HOME/x", `/tmp/back\slash`,
	"/tmp/100%d %f", "/tmp/'quoted'", "/tmp/a;b&c|d>e", "/дом/Анна", `/tmp/\"\$`, "/tmp/~", "/tmp/#x",
}

func TestExecLine(t *testing.T) {
	entry, err := autostartEntry([]string{`/a b/h"p`, "--data", `/50%$x\y`})
	if err != nil {
		t.Fatal(err)
	}
	const want = `Exec="/a b/h\\"p" "--data" "/50%%\\$x\\\\y"`
	if !strings.Contains(entry, "\n"+want+"\n") {
		t.Errorf("the entry is\n%s\nwant %s", entry, want)
	}
	for _, bad := range []string{"/tmp/a\nExec=evil", "/tmp/\x00", "/tmp/\xff"} {
		if _, err := autostartEntry([]string{bad}); err == nil {
			t.Errorf("%q stands in a desktop entry", bad)
		}
	}
}

// What a desktop runs is what was meant, whatever the paths are called. GLib reads the entry as GNOME does at login.
func TestDesktopStartsTheProgram(t *testing.T) {
	if _, err := exec.LookPath("gio"); err != nil {
		t.Fatal("gio of GLib is not installed: .ci/packages test")
	}
	dir := t.TempDir()
	program, said := filepath.Join(dir, `odd "name" $1`), filepath.Join(dir, "said")
	script := "#!/bin/sh\nprintf '%s\\n' \"$@\" >'" + said + "'\n"
	if err := os.WriteFile(program, []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	entry, err := autostartEntry(append([]string{program}, oddPaths...))
	if err != nil {
		t.Fatal(err)
	}
	desktop := filepath.Join(dir, appID+".desktop")
	if err := os.WriteFile(desktop, []byte(entry), 0o600); err != nil {
		t.Fatal(err)
	}
	// gio does not wait for the program, but the pipe of its output is closed only when both have ended.
	cmd := exec.Command("gio", "launch", desktop)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("gio: %v\n%s", err, out)
	}
	got, err := os.ReadFile(said)
	if err != nil {
		t.Fatal(err)
	}
	if want := strings.Join(oddPaths, "\n") + "\n"; string(got) != want {
		t.Errorf("the program was started with\n%s\nwant\n%s", got, want)
	}
}
