//go:build binaries

package main

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// again starts the program a second time and returns what it wrote and its exit code.
func (d display) again(t *testing.T, args ...string) (string, int) {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	cmd := exec.CommandContext(ctx, program(t, "hangup"), args...)
	cmd.Env = d.env()
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return string(out), cmd.ProcessState.ExitCode()
}

// TestWindowIsOne starts the program hidden, and again: the window that is there comes forward, with what was asked.
func TestWindowIsOne(t *testing.T) {
	display, data := startDisplay(t), t.TempDir()
	hidden := exec.Command(program(t, "hangup"), "window", "--hidden", "--data", data, "--lang", "en", "--region", "GB")
	hidden.Env = display.env()
	if err := hidden.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		hidden.Process.Signal(os.Interrupt)
		hidden.Wait()
	})
	ready := filepath.Join(data, "window.address")
	for began := time.Now(); ; runtime.Gosched() {
		if _, err := os.Stat(ready); err == nil {
			break
		}
		if time.Since(began) > time.Minute {
			t.Fatal("the hidden program never was ready")
		}
	}
	if out, code := display.again(t, "window", "--hidden", "--data", data); code != 0 {
		t.Fatalf("exit code %d:\n%s", code, out)
	}
	if out, err := exec.Command("env", "DISPLAY="+display.name, "xdotool", "search", "--onlyvisible", "--name", "HangUp").Output(); err == nil {
		t.Fatalf("a window was shown that was to be hidden: %s", out)
	}
	start := time.Now()
	if out, code := display.again(t, "--data", data); code != 0 {
		t.Fatalf("exit code %d:\n%s", code, out)
	}
	id := strings.TrimSpace(command(t, display.env(), "xdotool", "search", "--sync", "--onlyvisible", "--name", "HangUp"))
	t.Logf("the hidden window came forward in %v", time.Since(start).Round(time.Millisecond))
	if strings.Contains(id, "\n") {
		t.Errorf("there is more than one window: %q", id)
	}
	display.until(t, "eng", regexp.MustCompile(`What is happening`))
	if out, code := display.again(t, "window", "--check", "--data", data); code != 0 {
		t.Fatalf("exit code %d:\n%s", code, out)
	}
	display.until(t, "eng", regexp.MustCompile(`(?i)phone number`))

	// A program that hangs is told of in words, and no second one opens the data.
	if err := hidden.Process.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	defer hidden.Process.Signal(syscall.SIGCONT)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	second := exec.CommandContext(ctx, program(t, "hangup"), "--data", data, "--lang", "en")
	other := startDisplay(t)
	second.Env = other.env()
	if err := second.Start(); err != nil {
		t.Fatal(err)
	}
	defer second.Wait()
	other.until(t, "eng", regexp.MustCompile(`open already`))
	stop()
}
