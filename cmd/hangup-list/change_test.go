package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// An edition that every reader would refuse is not built without a word.
func TestBuildAsksBeforeAGreatChange(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("HANGUP_LIST", filepath.Join(dir, "list"))
	t.Setenv("HANGUP_PASSPHRASE", "correct horse battery")
	file := filepath.Join(dir, "complaints.csv")
	numbers := func(from, n int) {
		rows := "number,last\n"
		for i := range n {
			rows += fmt.Sprintf("+7916%07d,%s\n", from+i, time.Now().UTC().Format(time.DateOnly))
		}
		if err := os.WriteFile(file, []byte(rows), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	do := func(want int, args ...string) string {
		t.Helper()
		var out, errs bytes.Buffer
		args = append([]string{"--lang", "en"}, args...)
		if code := run(t.Context(), args, strings.NewReader(""), &out, &errs, quick); code != want {
			t.Fatalf("hangup-list %v: exit code %d, want %d; %s", args, code, want, &errs)
		}
		return out.String() + errs.String()
	}
	do(exitOK, "init", "--name", "Test", "--url", "https://example.org")
	numbers(0, 100)
	do(exitOK, "import", "--feed", "numbers", file)
	do(exitOK, "build")
	numbers(100, 5001)
	do(exitOK, "import", "--feed", "numbers", file)
	said := do(exitFailure, "build")
	for _, want := range []string{"+7", "100 numbers", "new: 5,001", "gone: 0", "allowed: 5,000", "--accept-change"} {
		if !strings.Contains(said, want) {
			t.Errorf("does not say %q: %s", want, said)
		}
	}
	if said := do(exitOK, "build", "--accept-change"); !strings.Contains(said, "5,101") {
		t.Errorf("accepted: %s", said)
	}
}
