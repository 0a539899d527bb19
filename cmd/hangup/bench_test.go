//go:build binaries

package main

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"text/tabwriter"
	"time"

	"hangup/blocklist"
	"hangup/blocklist/numset"
	"hangup/blocklist/numset/numsettest"
	"hangup/blocklist/phone"
	"hangup/blocklist/repository"
	"hangup/blocklist/store"
)

var numbers = flag.Int("numbers", 1_000_000, "size of the list that verdicts are measured on")

// BenchmarkProgram measures the built programs on real complaints and prints a table with the targets.
func BenchmarkProgram(b *testing.B) {
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	defer table.Flush()
	row := func(what string, measured, limit float64, unit string) {
		ok := "ok"
		if measured > limit {
			ok = "MISSED"
		}
		fmt.Fprintf(table, "%s\t%.3g %s\tat most %g %s\t%s\n", what, measured, unit, limit, unit, ok)
	}
	if _, err := os.Stat(ftcFile); err == nil {
		made, synced := complaintsToList(b)
		row("complaints imported, built and signed", made.Seconds(), 20, "s")
		row("synced and applied on loopback", synced.Seconds(), 2, "s")
	} else {
		fmt.Fprintf(table, "complaints\tnot measured: the file is not here\t\t\n")
	}
	ours, hello := firstWindows(b)
	row(fmt.Sprintf("first window (%v; hello world %v)", ours.Round(time.Millisecond), hello.Round(time.Millisecond)),
		ours.Seconds()/hello.Seconds(), 1.3, "x")
	median, slowest := verdicts(b, *numbers)
	row(fmt.Sprintf("key press to verdict on the screen, median, %d numbers", *numbers), ms(median), 50, "ms")
	row("the same, slowest of 15", ms(slowest), 50, "ms")
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// complaintsToList makes a signed list of the real complaints, and syncs it.
func complaintsToList(b *testing.B) (made, synced time.Duration) {
	dir := b.TempDir()
	list, card := filepath.Join(dir, "list"), filepath.Join(dir, "card.json")
	env := append(os.Environ(), "HANGUP_PASSPHRASE=correct horse battery staple", "HANGUP_LIST="+list)
	server := httptest.NewServer(http.FileServer(http.Dir(filepath.Join(list, "public"))))
	defer server.Close()
	maker := func(args ...string) { runProgram(b, env, "hangup-list", args...) }
	maker("init", "--name", "Complaints", "--url", server.URL)
	start := time.Now()
	maker("import", "--feed", "ftc-dnc", ftcFile)
	maker("build")
	maker("sign")
	made = time.Since(start)
	maker("card", card)
	data := filepath.Join(dir, "data")
	runProgram(b, nil, "hangup", "trust", "--data", data, card)
	start = time.Now()
	runProgram(b, nil, "hangup", "sync", "--data", data, "--region", "US")
	return made, time.Since(start)
}

func runProgram(b *testing.B, env []string, name string, args ...string) {
	b.Helper()
	cmd := exec.Command(program(b, name), args...)
	cmd.Env = env
	if out, err := cmd.CombinedOutput(); err != nil {
		b.Fatalf("%s %v: %v\n%s", name, args, err, out)
	}
}

// firstWindows returns the median time from the start of a program to its window, of HangUp and of a window with one
// label, taken in turns.
func firstWindows(b *testing.B) (ours, hello time.Duration) {
	dir := b.TempDir()
	helloWorld := filepath.Join(dir, "hello")
	if out, err := exec.Command("go", "build", "-tags", "migrated_fynedo", "-o", helloWorld, "./testdata/hello").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	d := startDisplay(b)
	var a, h []time.Duration
	for range 7 {
		a = append(a, firstWindow(b, d, program(b, "hangup"), "--data", filepath.Join(dir, "data")))
		h = append(h, firstWindow(b, d, helloWorld))
	}
	slices.Sort(a)
	slices.Sort(h)
	return a[len(a)/2], h[len(h)/2]
}

func firstWindow(b *testing.B, d display, name string, args ...string) time.Duration {
	b.Helper()
	cmd := exec.Command(name, args...)
	cmd.Env = d.env()
	start := time.Now()
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	defer func() {
		cmd.Process.Kill()
		cmd.Wait()
	}()
	search := exec.Command("xdotool", "search", "--sync", "--onlyvisible", "--name", "^(HangUp|Hello)$")
	search.Env = d.env()
	if err := search.Run(); err != nil {
		b.Fatal(err)
	}
	return time.Since(start)
}

// verdicts checks 15 listed numbers in a real window, drawn by OpenGL in software, and returns the median and the
// slowest time from the press of Return to the verdict's colour in the frame buffer.
func verdicts(b *testing.B, n int) (median, slowest time.Duration) {
	data := b.TempDir()
	listed := fill(b, data, n)
	frames := b.TempDir()
	d := startDisplay(b, "-fbdir", frames)
	w := d.start(b, program(b, "hangup"), "--data", data, "--region", "US")
	screen := openScreen(b, filepath.Join(frames, "Xvfb_screen0"))
	keys := openKeyboard(b, d)
	var times []time.Duration
	for _, number := range listed {
		screen.wait(b, showsHome)
		screen.press(b, w, "2", showsOther)
		w.typeText(b, fmt.Sprintf("+%d", number))
		start := time.Now()
		fmt.Fprintln(keys, "key --delay 0 Return")
		screen.wait(b, showsVerdict)
		times = append(times, time.Since(start))
		w.key(b, "Escape")
		screen.wait(b, showsOther)
		w.key(b, "Escape")
	}
	slices.Sort(times)
	return times[len(times)/2], times[len(times)-1]
}

// openKeyboard starts a program that presses the keys it is told, without the time it takes to start one for each key.
func openKeyboard(b *testing.B, d display) io.Writer {
	b.Helper()
	cmd := exec.Command("xdotool", "-")
	cmd.Env = d.env()
	keys, err := cmd.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		keys.Close()
		cmd.Wait()
	})
	return keys
}

// screen is the frame buffer of an X server, in a file of the format of xwd.
type screen struct {
	file *os.File
	// Offsets of two pixels: one in the band of a verdict, on paper on all other screens, and one below it, where Home
	// has its red act.
	band, act int64
}

// shown is what two pixels tell of a screen.
type shown int

const (
	showsNothing shown = iota
	showsHome
	showsVerdict
	showsOther
)

func openScreen(b *testing.B, path string) screen {
	b.Helper()
	file, err := os.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { file.Close() })
	var header [25]uint32
	if err := binary.Read(file, binary.BigEndian, &header); err != nil {
		b.Fatal(err)
	}
	size, bitsPerPixel, bytesPerLine, colours := int64(header[0]), int64(header[11]), int64(header[12]), int64(header[19])
	at := func(x, y int64) int64 { return size + 12*colours + y*bytesPerLine + x*bitsPerPixel/8 }
	return screen{file, at(900, 110), at(900, 200)}
}

func (s screen) color(b *testing.B, at int64) color {
	b.Helper()
	var pixel [4]byte
	if _, err := s.file.ReadAt(pixel[:], at); err != nil {
		b.Fatal(err)
	}
	return color{pixel[2], pixel[1], pixel[0]}
}

func (s screen) shows(b *testing.B) shown {
	b.Helper()
	band, act := s.color(b, s.band), s.color(b, s.act)
	stop := color{0x8e, 0x12, 0x12}
	switch {
	case band == color{}:
		return showsNothing
	case slices.Contains([]color{stop, {0xf2, 0xb7, 0x05}, {0x45, 0x48, 0x4f}, {0x0b, 0x4a, 0x8f}}, band):
		return showsVerdict
	case act == stop:
		return showsHome
	}
	return showsOther
}

// wait looks at the screen until it shows what is wanted.
func (s screen) wait(b *testing.B, want shown) {
	b.Helper()
	if !s.within(b, time.Minute, want) {
		b.Fatalf("the screen shows %d, and not %d", s.shows(b), want)
	}
}

func (s screen) within(b *testing.B, limit time.Duration, want shown) bool {
	b.Helper()
	ctx, cancel := context.WithTimeout(b.Context(), limit)
	defer cancel()
	for ; ctx.Err() == nil; time.Sleep(500 * time.Microsecond) { // leaves the processor to the program
		if s.shows(b) == want {
			return true
		}
	}
	return false
}

// press presses a key until the screen shows what is wanted: a window that was just drawn takes no keys yet.
func (s screen) press(b *testing.B, w window, key string, want shown) {
	b.Helper()
	for range 10 {
		w.key(b, key)
		if s.within(b, time.Second, want) {
			return
		}
	}
	b.Fatalf("the screen shows %d after %s, and not %d", s.shows(b), key, want)
}

// color is red, green and blue.
type color [3]byte

// fill applies a synthetic list of n numbers to the program's data, and returns 15 of them.
func fill(b *testing.B, data string, n int) (listed []uint64) {
	b.Helper()
	ctx := b.Context()
	l, err := store.OpenList(ctx, filepath.Join(data, "list.db"), store.Options{Log: slog.New(slog.DiscardHandler), Now: time.Now})
	if err != nil {
		b.Fatal(err)
	}
	defer l.Close()
	list := store.ListInfo{ID: "bench", Name: "Bench"}
	var prefix, code string
	seen := 0
	var items []numset.Item
	flush := func() {
		if len(items) == 0 {
			return
		}
		var freq numset.Frequencies
		for _, i := range items {
			freq[i.Symbol]++
		}
		var stream bytes.Buffer
		w := numset.NewWriter(&stream, numset.NewCode(&freq))
		for _, i := range items {
			if err := w.Add(i); err != nil {
				b.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			b.Fatal(err)
		}
		sum := w.Summary()
		pack := repository.Pack{
			Format: 1, Code: code, Edition: 1, Date: time.Now(), Entries: sum.Entries, Bytes: sum.Bytes,
			SHA256: hex.EncodeToString(sum.SHA256[:]), Parts: 1 + int(sum.Bytes/repository.MaxPart),
		}
		if err := l.Apply(ctx, list, pack, &stream); err != nil {
			b.Fatal(err)
		}
		items = items[:0]
	}
	every := max(n/15, 1)
	for item := range numsettest.Synthetic(n, 1) {
		digits := strconv.FormatUint(item.Number, 10)
		if digits[:3] != prefix { // calling codes have at most three digits
			prefix = digits[:3]
			_, c, err := phone.ParseE164("+" + digits)
			if errors.Is(err, phone.ErrNoCallingCode) {
				b.Fatalf("+%s: %v", digits, err)
			}
			if next := strconv.Itoa(c); next != code {
				flush()
				code = next
			}
		}
		items = append(items, item)
		if seen++; seen >= every {
			if _, _, err := phone.ParseE164("+" + digits); err == nil { // the set is synthetic, not all of it can be dialled
				listed, seen = append(listed, item.Number), 0
			}
		}
	}
	flush()
	if err := l.SetEdition(ctx, list, blocklist.Edition{Version: 1, Date: time.Now()}); err != nil {
		b.Fatal(err)
	}
	return listed
}
