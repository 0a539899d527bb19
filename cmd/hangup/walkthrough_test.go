//go:build binaries

package main

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// ftcFile is the real file of complaints, where the machine has it.
const ftcFile = "../../../shared/data/numbers/ftc-dnc-90days.csv"

// TestWalkThrough runs the README's commands as they stand, but for the port, which must be free.
func TestWalkThrough(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	block := regexp.MustCompile("(?s)<!-- walk-through.*?```sh\n(.*?)```\n<!-- end -->").FindSubmatch(readme)
	if block == nil {
		t.Fatal("the README has no walk-through")
	}
	script := strings.ReplaceAll(string(block[1]), "8080", fmt.Sprint(freePort(t)))
	complaints, err := os.ReadFile(ftcFile)
	if err != nil {
		t.Logf("the real complaints are not here, made-up ones are used: %v", err)
		complaints = []byte("pattern\n" + strings.Repeat("2026360105\n", 5) + strings.Repeat("2026360103\n", 3) + "2026360101\n")
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "complaints.csv"), complaints, 0o600); err != nil {
		t.Fatal(err)
	}

	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	bash := exec.CommandContext(ctx, "bash", "-eu")
	bash.Dir = dir
	bash.Stdin = strings.NewReader(script)
	bash.Env = append(os.Environ(), "PATH="+filepath.Dir(program(t, "hangup"))+":"+os.Getenv("PATH"),
		"XDG_DATA_HOME="+filepath.Join(dir, "data"), "LANG=en_US.UTF-8", "LC_ALL=")
	bash.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // with the server it starts
	file, err := os.Create(filepath.Join(dir, "output"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	bash.Stdout, bash.Stderr = file, file // a file, so that waiting does not wait for the server
	runErr := bash.Run()
	syscall.Kill(-bash.Process.Pid, syscall.SIGTERM)
	out, err := os.ReadFile(file.Name())
	if err != nil {
		t.Fatal(err)
	}
	if runErr != nil {
		t.Fatalf("%v:\n%s", runErr, out)
	}
	var answers []string
	for line := range strings.Lines(string(out)) {
		switch line = strings.TrimSpace(line); line {
		case "STOP. Do not talk to them.", "Be careful.", "Only one complaint.", "Not on the list.", "exit code 20", "exit code 10":
			answers = append(answers, line)
		}
	}
	want := []string{
		"STOP. Do not talk to them.", "exit code 20", "Be careful.", "exit code 10", "Only one complaint.", "Not on the list.",
		"STOP. Do not talk to them.", "exit code 20",
	}
	if !slices.Equal(answers, want) {
		t.Errorf("the answers were %q, want %q; all that was said:\n%s", answers, want, out)
	}
}

func freePort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// program returns the path of a program that make build built.
func program(t testing.TB, name string) string {
	t.Helper()
	dir := os.Getenv("HANGUP_BIN")
	if dir == "" {
		t.Fatal("HANGUP_BIN does not name the folder of the built programs; run make window")
	}
	return filepath.Join(dir, name)
}

// command runs a program to its end and returns what it wrote to its output.
func command(t testing.TB, env []string, name string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Env = env
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s %s: %v\n%s%s", filepath.Base(name), strings.Join(args, " "), err, out.String(), errs.String())
	}
	return out.String()
}

// publishFile makes a signed list of one number with so many complaints in a folder, and returns its card.
func publishFile(t *testing.T, number string, complaints int) (card string) {
	t.Helper()
	dir := t.TempDir()
	feed := filepath.Join(dir, "feed.csv")
	if err := os.WriteFile(feed, fmt.Appendf(nil, "number,reports\n%s,%d\n", number, complaints), 0o600); err != nil {
		t.Fatal(err)
	}
	list, card := filepath.Join(dir, "list"), filepath.Join(dir, "card.json")
	env := append(os.Environ(), "HANGUP_PASSPHRASE=correct horse battery staple", "HANGUP_LIST="+list)
	for _, args := range [][]string{
		{"init", "--name", "Test list", "--url", "file://" + filepath.Join(list, "public")},
		{"import", "--feed", "numbers", feed},
		{"build"},
		{"sign"},
		{"card", card},
	} {
		command(t, env, program(t, "hangup-list"), args...)
	}
	return card
}
