package main

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"testing/fstest"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"hangup/blocklist/maker/makertest"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"hangup": func() { os.Exit(run(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) },
	})
}

// TestScenarios runs the program command by command as a person at a terminal would.
func TestScenarios(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("XDG_DATA_HOME", filepath.Join(env.WorkDir, "data"))
			env.Setenv("LANG", "en_US.UTF-8")
			return publish(t, env)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exits": exits},
	})
}

// exits runs a command and compares its exit code: exits 20 hangup check 159
func exits(ts *testscript.TestScript, neg bool, args []string) {
	want, err := strconv.Atoi(args[0])
	if err != nil || neg {
		ts.Fatalf("usage: exits CODE COMMAND ARGS")
	}
	var exit *exec.ExitError
	err = ts.Exec(args[1], args[2:]...)
	code := 0
	if errors.As(err, &exit) {
		code = exit.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if code != want {
		ts.Fatalf("exit code %d, want %d", code, want)
	}
}

// complaints end in how many people complained, where that is not said.
var complaints = []string{
	"+12026360105,,5,",
	"+12026360103,,3,",
	"+12026360101,,1,",
	"+12026360203,one_ring,3,",
	"+79161234505,police,12,",
}

// localScripts is a library with a trick of one town.
var localScripts = fstest.MapFS{
	"school_roof.toml": {Data: []byte(`id = "school_roof"
code = "L01"
category = "government"
asks = ["CASH"]
[[source]]
url = "https://example.org/roof"
checked = 2026-11-01
`)},
	"texts.en.toml": {Data: []byte(`"script.school_roof.title" = "The school roof"` + "\n")},
	"patterns/en-local.toml": {Data: []byte(`[[pattern]]
all = ["school roof"]
asks = ["CASH"]
scripts = ["school_roof"]
`)},
}

// publish serves a signed list on loopback for as long as the script runs, and puts its card into the work folder. The
// other card is of a list with the same name and other keys.
func publish(t *testing.T, env *testscript.Env) error {
	mux := http.NewServeMux()
	server := httptest.NewServer(mux)
	env.Defer(server.Close)
	list := makertest.New(t, time.Now(), server.URL)
	list.Scripts(localScripts)
	list.Patterns("1213636####")
	list.Publish(complaints...)
	mux.Handle("/", http.FileServer(http.Dir(list.Public())))
	env.Setenv("PUBLIC", list.Public())
	other := makertest.New(t, time.Now(), "")
	other.Publish("+12026360177,,5,")
	return errors.Join(writeCard(env, "card.json", list), writeCard(env, "other-card.json", other))
}

func writeCard(env *testscript.Env, name string, list *makertest.List) error {
	card, err := os.Create(filepath.Join(env.WorkDir, name))
	if err != nil {
		return err
	}
	return errors.Join(list.Card().Write(card), card.Close())
}
