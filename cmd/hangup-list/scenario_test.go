package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// quick makes passphrases cheap to try, which tests can afford.
const quick = 1

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"hangup-list": func() {
			os.Exit(run(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr, quick))
		},
	})
}

// TestScenarios runs the program command by command as a list maker would.
func TestScenarios(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Setup: func(env *testscript.Env) error {
			env.Setenv("HANGUP_PASSPHRASE", "correct horse battery")
			env.Setenv("LANG", "en_US.UTF-8")
			return dateFiles(env.WorkDir)
		},
		RequireExplicitExec: true,
	})
}

// dateFiles writes the day in the place of TODAY in the files of a scenario: complaints grow too old to be taken.
func dateFiles(dir string) error {
	files, err := filepath.Glob(filepath.Join(dir, "*.*"))
	if err != nil {
		return err
	}
	today := time.Now().UTC().Format(time.DateOnly)
	for _, file := range files {
		info, err := os.Stat(file)
		if err != nil || info.IsDir() {
			continue
		}
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		if err := os.WriteFile(file, bytes.ReplaceAll(data, []byte("TODAY"), []byte(today)), 0o600); err != nil {
			return err
		}
	}
	return nil
}

func TestExitCodes(t *testing.T) {
	t.Setenv("HANGUP_LIST", t.TempDir())
	for _, c := range []struct {
		args string
		want int
	}{
		{"", exitOK},
		{"help", exitOK},
		{"help import", exitOK},
		{"import --help", exitOK},
		{"import -h --feed", exitOK},
		{"status", exitFailure},
		{"dance", exitUsage},
		{"import", exitUsage},
		{"import --feed gossip file.csv", exitUsage},
		{"init --name Test", exitUsage},
		{"status --dance", exitUsage},
	} {
		var out, errs bytes.Buffer
		got := run(context.Background(), strings.Fields(c.args), strings.NewReader(""), &out, &errs, quick)
		if got != c.want {
			t.Errorf("hangup-list %s: exit code %d, want %d; %s", c.args, got, c.want, &errs)
		}
		if said := out.Len() > 0; said != (got == exitOK) || (errs.Len() > 0) == said {
			t.Errorf("hangup-list %s: %d bytes of answer, %d of errors", c.args, out.Len(), errs.Len())
		}
	}
}
