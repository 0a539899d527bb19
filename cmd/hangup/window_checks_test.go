//go:build binaries

package main

import (
	"regexp"
	"testing"
)

// TestWindowChecks walks the checks in Russian in a real window to a Stop, and reads the safe act, the bank's number and
// the own person's off the screen.
func TestWindowChecks(t *testing.T) {
	hangup, data, display := program(t, "hangup"), t.TempDir(), startDisplay(t)
	command(t, nil, hangup, "people", "--data", data, "--region", "RU", "--add", "Мария", "8 916 123-45-67")
	command(t, nil, hangup, "people", "--data", data, "--region", "RU", "--bank", "Банк", "8 800 555-55-50")
	window := display.start(t, hangup, "--data", data, "--lang", "ru", "--region", "RU")
	for _, page := range []struct{ shows, key string }{
		{`Что случилось`, "1"},
		{`Не дают положить`, "1"},
		{`Кем они себя`, "1"},
		{`Что им нужно`, "1"},
	} {
		display.until(t, "rus", regexp.MustCompile(page.shows))
		window.key(t, page.key)
	}
	display.until(t, "rus", regexp.MustCompile(`СТОП\. Положите трубку`))
	display.until(t, "rus", regexp.MustCompile(`Позвоните в банк.*555-55-50`))
	display.until(t, "rus", regexp.MustCompile(`Мария.*916 123-45-67`))
	if red := stopColour(t, display.screenshot(t)); red < 0.05 {
		t.Errorf("only %.1f %% of the screen is the red of Stop", 100*red)
	}

	// A long press answers one question, not the ones after it.
	for range 6 {
		window.key(t, "Escape")
	}
	display.until(t, "rus", regexp.MustCompile(`Что случилось`))
	command(t, window.env(), "xdotool", "keydown", "1", "sleep", "2", "keyup", "1")
	display.until(t, "rus", regexp.MustCompile(`Не дают положить`))
}
