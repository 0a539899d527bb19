package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// schedule returns the units that the command prints for a list in a folder with an awkward name.
func schedule(t *testing.T, args ...string) map[string]string {
	t.Helper()
	t.Setenv("HANGUP_PASSPHRASE", "correct horse battery")
	dir := filepath.Join(t.TempDir(), `our 100% "list"`)
	call := func(args ...string) []byte {
		var out, errs bytes.Buffer
		args = append([]string{"--dir", dir, "--json"}, args...)
		if code := run(context.Background(), args, strings.NewReader(""), &out, &errs, quick); code != exitOK {
			t.Fatalf("hangup-list %v: %d, %s%s", args, code, &out, &errs)
		}
		return out.Bytes()
	}
	call("init", "--name", "Test", "--url", "https://example.org")
	var units map[string]string
	if err := json.Unmarshal(call(append([]string{"schedule"}, args...)...), &units); err != nil {
		t.Fatal(err)
	}
	return units
}

func TestSchedule(t *testing.T) {
	for name, c := range map[string]struct {
		args     []string
		units    []string
		commands []string // in the last service
	}{
		"sign every week": {
			nil, []string{"hangup-list-weekly.service", "hangup-list-weekly.timer"}, []string{"sign"},
		},
		"publish too": {
			[]string{"--to", "s3://bucket/50%"},
			[]string{"hangup-list-weekly.service", "hangup-list-weekly.timer"},
			[]string{"sign", "publish --to s3://bucket/50%%"},
		},
		"fetch every day": {
			[]string{
				"--to", "file:///srv/list", "--fetch", `curl -o "$HOME/a b" x; exit $?`, "--passphrase-file", "secret.txt",
			},
			[]string{
				"hangup-list-daily.service", "hangup-list-daily.timer",
				"hangup-list-weekly.service", "hangup-list-weekly.timer",
			},
			[]string{
				`/bin/sh -c "curl -o \"$$HOME/a b\" x; exit $$?"`, "build", "sign --passphrase-file %d/passphrase",
				"publish --to file:///srv/list",
			},
		},
	} {
		for _, user := range []bool{false, true} {
			args := slices.Clone(c.args)
			if user {
				args = append(args, "--user")
			}
			units := schedule(t, args...)
			for _, unit := range c.units {
				if units[unit] == "" {
					t.Errorf("%s: no %s", name, unit)
				}
			}
			if len(units) != len(c.units) {
				t.Errorf("%s: %d units", name, len(units))
			}
			service := units[c.units[0]]
			var commands []string
			for line := range strings.Lines(service) {
				if command, ok := strings.CutPrefix(strings.TrimSpace(line), "ExecStart="); ok {
					commands = append(commands, command)
				}
			}
			if len(commands) != len(c.commands) {
				t.Fatalf("%s: commands %q", name, commands)
			}
			for i, want := range c.commands {
				if !strings.HasSuffix(commands[i], want) {
					t.Errorf("%s: command %q, want %q", name, commands[i], want)
				}
			}
			if strings.Contains(service, "User=") == user {
				t.Errorf("%s: for a user %v:\n%s", name, user, service)
			}
			analyze(t, units, user)
		}
	}
}

// analyze has systemd read the units where there is one; elsewhere it only looks at their form.
func analyze(t *testing.T, units map[string]string, user bool) {
	t.Helper()
	dir := t.TempDir()
	args := []string{"verify"}
	if user {
		args = append(args, "--user")
	}
	for name, text := range units {
		section := ""
		for line := range strings.Lines(text) {
			line = strings.TrimSpace(line)
			if strings.HasPrefix(line, "[") {
				section = line
			} else if line != "" && (section == "" || !strings.Contains(line, "=")) {
				t.Errorf("%s: the line %q", name, line)
			}
		}
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, path)
	}
	program, err := exec.LookPath("systemd-analyze")
	if err != nil {
		return
	}
	out, err := exec.Command(program, args...).CombinedOutput()
	for line := range strings.Lines(string(out)) {
		// Other units of this machine are not ours to judge.
		if strings.Contains(line, "hangup-list") {
			t.Errorf("systemd-analyze: %s(%v)", line, err)
		}
	}
}

// Without --json the units come with a comment that says how to install them.
func TestScheduleSaysHowToInstall(t *testing.T) {
	t.Setenv("HANGUP_PASSPHRASE", "correct horse battery")
	dir := filepath.Join(t.TempDir(), "list")
	for _, args := range [][]string{{"init", "--name", "Test", "--url", "https://example.org"}, {"schedule", "--user"}} {
		var out, errs bytes.Buffer
		args = append([]string{"--dir", dir, "--lang", "en"}, args...)
		if code := run(context.Background(), args, strings.NewReader(""), &out, &errs, quick); code != exitOK {
			t.Fatalf("%v: %s", args, &errs)
		}
		if !slices.Contains(args, "schedule") {
			continue
		}
		for _, want := range []string{
			"systemctl --user enable --now hangup-list-weekly.timer", "# ~/.config/systemd/user/hangup-list-weekly.service\n[Unit]",
		} {
			if !strings.Contains(out.String(), want) {
				t.Errorf("no %q in\n%s", want, &out)
			}
		}
	}
}
