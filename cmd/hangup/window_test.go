//go:build binaries

package main

import (
	"bytes"
	"context"
	"fmt"
	"image"
	_ "image/png"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// TestWindow drives the real program in a real window by keyboard alone, and reads the answer off the screen.
func TestWindow(t *testing.T) {
	card, hangup := publishFile(t, "+12026360105", 12), program(t, "hangup")
	for _, c := range []struct {
		lang, ocr string
		verdict   *regexp.Regexp
	}{
		{"en", "eng", regexp.MustCompile(`STOP\. Do not talk to them`)},
		{"ru", "rus", regexp.MustCompile(`СТОП\. Не говорите с ними`)},
	} {
		t.Run(c.lang, func(t *testing.T) {
			display := startDisplay(t)
			data := t.TempDir()
			command(t, nil, hangup, "trust", "--data", data, card)
			command(t, nil, hangup, "sync", "--data", data, "--region", "US")
			window := display.start(t, hangup, "--data", data, "--lang", c.lang, "--region", "US")

			display.until(t, c.ocr, regexp.MustCompile(`PIN|ПИН`))
			window.key(t, "2")
			window.typeText(t, "2026360105")
			window.key(t, "Return")
			display.until(t, c.ocr, c.verdict)

			red := stopColour(t, display.screenshot(t))
			if red < 0.05 {
				t.Errorf("only %.1f %% of the screen is the red of Stop", 100*red)
			}
		})
	}
}

// TestNoOpenGL starts the program on a display that has no OpenGL: it must say so and go on in the terminal.
func TestNoOpenGL(t *testing.T) {
	display := startDisplay(t, "-extension", "GLX")
	out := answerInTerminal(t, "DISPLAY="+display.name)
	if !strings.Contains(out, "cannot open a window") || !strings.Contains(out, "never calls people") {
		t.Errorf("the terminal did not take over:\n%s", out)
	}
}

// TestNoDisplayServer starts the program with a display that nobody serves.
func TestNoDisplayServer(t *testing.T) {
	out := answerInTerminal(t, "DISPLAY=:7777")
	if !strings.Contains(out, "cannot open a window") || !strings.Contains(out, "never calls people") {
		t.Errorf("the terminal did not take over:\n%s", out)
	}
	if strings.Contains(out, "goroutine ") {
		t.Errorf("a person was shown a stack trace:\n%s", out)
	}
}

// answerInTerminal asks about 159 on the standard input of the program and returns all it wrote.
func answerInTerminal(t *testing.T, env ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, program(t, "hangup"), "--data", t.TempDir(), "--lang", "en", "--region", "GB")
	cmd.Env = append(os.Environ(), env...)
	cmd.Stdin = strings.NewReader("159\n\n")
	out, err := cmd.CombinedOutput()
	if code := cmd.ProcessState.ExitCode(); code != 3 {
		t.Fatalf("exit code %d (%v), want 3:\n%s", code, err, out)
	}
	return string(out)
}

// display is an X server of our own.
type display struct{ name string }

func startDisplay(t testing.TB, args ...string) display {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	cmd := exec.Command("Xvfb", append([]string{"-displayfd", "3", "-screen", "0", "1366x768x24", "-nolisten", "tcp"}, args...)...)
	cmd.ExtraFiles = []*os.File{w}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	w.Close()
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	var number int
	if _, err := fmt.Fscan(r, &number); err != nil {
		t.Fatalf("Xvfb did not start: %v", err)
	}
	return display{fmt.Sprintf(":%d", number)}
}

func (d display) env() []string { return append(os.Environ(), "DISPLAY="+d.name, "WAYLAND_DISPLAY=") }

// window is the program's window.
type window struct {
	display
	id string
}

// start starts the program and waits for its window.
func (d display) start(t testing.TB, name string, args ...string) window {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Env = d.env()
	var log bytes.Buffer
	cmd.Stdout, cmd.Stderr = &log, &log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Signal(os.Interrupt)
		cmd.Wait()
		if t.Failed() {
			t.Logf("the program wrote:\n%s", log.String())
		}
	})
	id := strings.TrimSpace(command(t, d.env(), "xdotool", "search", "--sync", "--onlyvisible", "--name", "HangUp"))
	id, _, _ = strings.Cut(id, "\n")
	command(t, d.env(), "xdotool", "windowsize", "--sync", id, "1366", "768")
	command(t, d.env(), "xdotool", "windowfocus", "--sync", id)
	return window{d, id}
}

func (w window) key(t testing.TB, key string) {
	t.Helper()
	command(t, w.env(), "xdotool", "key", key)
}

func (w window) typeText(t testing.TB, text string) {
	t.Helper()
	command(t, w.env(), "xdotool", "type", "--delay", "50", text)
}

func (d display) screenshot(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "screen.png")
	command(t, d.env(), "import", "-window", "root", path)
	return path
}

// until reads the screen again and again until it shows the words. Light text on dark is read in the negative.
func (d display) until(t *testing.T, language string, words *regexp.Regexp) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 90*time.Second)
	defer cancel()
	var seen string
	for ctx.Err() == nil {
		path := d.screenshot(t)
		negative := path + ".negative.png"
		command(t, nil, "convert", path, "-colorspace", "gray", "-negate", negative)
		seen = command(t, nil, "tesseract", path, "-", "-l", language) +
			command(t, nil, "tesseract", negative, "-", "-l", language)
		if words.MatchString(strings.Join(strings.Fields(seen), " ")) {
			return
		}
	}
	t.Fatalf("the screen never showed %v; it shows:\n%s", words, seen)
}

// stopColour returns the share of the picture that has the red of Stop.
func stopColour(t *testing.T, path string) float64 {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	picture, _, err := image.Decode(file)
	if err != nil {
		t.Fatal(err)
	}
	bounds, red := picture.Bounds(), 0
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		for x := bounds.Min.X; x < bounds.Max.X; x++ {
			if r, g, b, _ := picture.At(x, y).RGBA(); r>>8 == 0x8e && g>>8 == 0x12 && b>>8 == 0x12 {
				red++
			}
		}
	}
	return float64(red) / float64(bounds.Dx()*bounds.Dy())
}
