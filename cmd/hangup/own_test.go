package main

import (
	"io"
	"path/filepath"
	"strings"
	"testing"

	"hangup/blocklist"
	"hangup/i18n"
)

// TestOwnList takes a number on and off the own list as the window does, and asks what a check says.
func TestOwnList(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	bundle, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	p, err := open(t.Context(), options{
		dir: t.TempDir(), region: "RU", bundle: bundle, in: strings.NewReader(""), out: io.Discard, errs: io.Discard,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	own, ctx := ownList{p.own()}, t.Context()
	found, err := p.desk.Find(ctx, "8 809 123-45-67")
	if err != nil {
		t.Fatal(err)
	}
	n := found[0]
	level := func(want blocklist.Level) {
		t.Helper()
		if v, err := p.desk.Verdict(ctx, n, blocklist.TheyCalled); err != nil || v.Level != want {
			t.Errorf("the verdict is %v, %v, want %v", v.Level, err, want)
		}
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	level(blocklist.Careful)
	if !own.May(n) {
		t.Error("the number may not be allowed")
	}
	must(own.Allow(ctx, n))
	level(blocklist.Known)
	numbers, err := own.Numbers(ctx)
	if err != nil || len(numbers) != 1 || numbers[0].Number != n.Display {
		t.Fatalf("the own list is %+v, %v", numbers, err)
	}
	must(own.Remove(ctx, numbers[0]))
	level(blocklist.Careful)
	must(own.PutBack(ctx, numbers[0]))
	level(blocklist.Known)
	must(own.Disallow(ctx, n))
	level(blocklist.Careful)
	if path, err := own.Report(ctx, n); err != nil || filepath.Dir(path) != filepath.Join(home, "HangUp") {
		t.Errorf("the report is %q, %v", path, err)
	}
	if found, err = p.desk.Find(ctx, "112"); err == nil && own.May(found[0]) {
		t.Error("an emergency number may be allowed")
	}
}
