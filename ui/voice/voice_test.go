//go:build unix

package voice_test

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"hangup/ui/voice"
)

// install puts programs into a folder that alone is searched for programs; each is the body of a shell script.
func install(t *testing.T, programs map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, body := range programs {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"+body+"\n"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", dir)
	return dir
}

// recorder is the real espeak-ng, whose sound goes into the file $SOUND, and its arguments into $SOUND.args.
func recorder(t *testing.T) (sound string) {
	t.Helper()
	real, err := exec.LookPath("espeak-ng")
	if err != nil {
		t.Fatal("espeak-ng is not installed: .ci/packages test")
	}
	install(t, map[string]string{"espeak-ng": fmt.Sprintf(
		`[ "$1" = --voices ] && exec %[1]s "$@"; echo "$@" >"$SOUND.args"; exec %[1]s -w "$SOUND" "$@"`, real)})
	sound = filepath.Join(t.TempDir(), "sound.wav")
	t.Setenv("SOUND", sound)
	return sound
}

func speaker() *voice.Speaker { return voice.New(slog.New(slog.DiscardHandler)) }

// seconds says a text and returns how long the recorded sound is.
func seconds(t *testing.T, s *voice.Speaker, sound, language string, pieces ...string) float64 {
	t.Helper()
	if err := s.Say(t.Context(), language, pieces...); err != nil {
		t.Fatalf("say %.40q in %s: %v", pieces, language, err)
	}
	wav, err := os.ReadFile(sound)
	if err != nil {
		t.Fatal(err)
	}
	const header = 44
	if len(wav) < header || string(wav[:4]) != "RIFF" {
		t.Fatalf("%d bytes are no sound", len(wav))
	}
	perSecond := binary.LittleEndian.Uint32(wav[28:])
	return float64(len(wav)-header) / float64(perSecond)
}

func arguments(t *testing.T, sound string) string {
	t.Helper()
	args, err := os.ReadFile(sound + ".args")
	if err != nil {
		t.Fatal(err)
	}
	return string(args)
}

func TestSay(t *testing.T) {
	sound := recorder(t)
	s := speaker()
	short := seconds(t, s, sound, "en", "Hang up now.")
	long := seconds(t, s, sound, "en", "Hang up now.", "Call the bank on the number from your card.")
	if short < 0.5 || long < 2*short {
		t.Errorf("%.1f s for three words, %.1f s for twelve", short, long)
	}
	if args := arguments(t, sound); strings.Contains(args, "Hang") {
		t.Errorf("the text is on the command line: %s", args)
	}
	s.SetRate(voice.Slowest)
	slow := seconds(t, s, sound, "en", "Hang up now.")
	s.SetRate(10_000)
	fast := seconds(t, s, sound, "en", "Hang up now.")
	if !(fast < short && short < slow) {
		t.Errorf("%.1f s fast, %.1f s at the usual rate, %.1f s slow", fast, short, slow)
	}
}

// An English voice spells Cyrillic letters one by one, so what it makes of a Russian sentence is many times as long.
func TestRussianIsSpokenByARussianVoice(t *testing.T) {
	sound := recorder(t)
	s := speaker()
	const sentence = "Положите трубку и позвоните в банк."
	russian := seconds(t, s, sound, "ru-RU", sentence)
	if args := arguments(t, sound); !strings.Contains(args, "-v ru ") {
		t.Errorf("the voice is not Russian: %s", args)
	}
	english := seconds(t, s, sound, "en", sentence)
	if russian < 1.5 || english < 1.5*russian {
		t.Errorf("%.1f s in Russian, %.1f s by an English voice", russian, english)
	}
}

func TestPhoneNumbersAreDictated(t *testing.T) {
	sound := recorder(t)
	s := speaker()
	for _, language := range []string{"en", "ru"} {
		number, digits := seconds(t, s, sound, language, "+7\u00a0916\u00a0123-45-67"), seconds(t, s, sound, language, "7 9 1")
		if number < 2*digits {
			t.Errorf("%s: a phone number of eleven digits takes %.1f s, three digits %.1f s", language, number, digits)
		}
	}
}

func TestHostileText(t *testing.T) {
	sound := recorder(t)
	s := speaker()
	plain := seconds(t, s, sound, "en", "Hang up now.")
	for name, text := range map[string]string{
		"tags":       "<speak><break time=\"100s\"/>Hang up</speak> now. <audio src='/etc/passwd'/>",
		"phonemes":   "[[h@l'oU]] Hang up now. [[slnc 60000]]",
		"controls":   "Hang\x00 up\x1b[2J now.\x07\r\n\x01S",
		"options":    "--help\n-w /tmp/other.wav\n-f /etc/passwd Hang up now.",
		"commands":   "$(reboot) `reboot` Hang up now. !-!STOP all",
		"broken":     "Hang \xff\xfe up now. \xc3",
		"megabyte":   strings.Repeat("Hang up now. ", 1<<20/13),
		"one word":   strings.Repeat("a", 1<<20),
		"directions": "\u202eHang up\u2066 now.",
	} {
		t.Run(name, func(t *testing.T) {
			if got := seconds(t, s, sound, "en", text); got < plain/2 || got > 3600 {
				t.Errorf("%.1f s of sound, the plain text has %.1f s", got, plain)
			}
		})
	}
	if err := s.Say(t.Context(), "en", "\x00\n", "<>", " "); err != nil {
		t.Errorf("nothing to say: %v", err)
	}
}

func TestNoVoice(t *testing.T) {
	recorder(t)
	s := speaker()
	for _, language := range []string{"en", "ru", "ru-RU"} {
		if err := s.CanSay(t.Context(), language); err != nil {
			t.Errorf("%s: %v", language, err)
		}
	}
	for _, language := range []string{"tlh", "", "no such language", "-v"} {
		if err := s.CanSay(t.Context(), language); !errors.Is(err, voice.ErrNoVoice) {
			t.Errorf("%q: %v, want that there is no voice", language, err)
		}
		if err := s.Say(t.Context(), language, "Hang up now."); !errors.Is(err, voice.ErrNoVoice) {
			t.Errorf("%q: %v, want that there is no voice", language, err)
		}
	}
	if n := len(s.Languages(t.Context())); n < 20 {
		t.Errorf("%d languages, espeak-ng has about a hundred", n)
	}
	install(t, nil)
	s = speaker()
	if err := s.Say(t.Context(), "en", "Hang up now."); !errors.Is(err, voice.ErrNoSpeech) {
		t.Errorf("%v, want that nothing here can speak", err)
	}
	if got := s.Languages(t.Context()); len(got) != 0 {
		t.Errorf("languages %v without a program that speaks", got)
	}
}

// espeak-ng ends with success when there is no sound device, and says so on its error output only.
func TestNoSound(t *testing.T) {
	install(t, map[string]string{
		"espeak-ng": `[ "$1" = --voices ] && printf 'Pty Language\n 5 en --/M English gmw/en\n' && exit
			while read -r _; do :; done
			echo "ALSA lib pcm.c:2666: Unknown PCM default" >&2; echo "error: No such file or directory" >&2`,
	})
	if err := speaker().Say(t.Context(), "en", "Hang up now."); !errors.Is(err, voice.ErrNoSound) {
		t.Errorf("%v, want that there is no sound", err)
	}
}

// service stands for spd-say: it notes what it was asked, and answers as $SPEECH says.
const service = `echo "$*" >>"$NOTES"
case "$1" in
--list-synthesis-voices) printf '%25s%25s%25s\n' NAME LANGUAGE VARIANT 'Russian (Latvia)+Adam' ru-LV Adam Russian ru none ;;
--stop) ;;
*) [ "$SPEECH" = broken ] && exit 1; while read -r line; do echo "$line" >>"$NOTES"; done ;;
esac`

func TestServiceIsPreferred(t *testing.T) {
	notes := filepath.Join(t.TempDir(), "notes")
	t.Setenv("NOTES", notes)
	install(t, map[string]string{"spd-say": service, "espeak-ng": `echo espeak "$*" >>"$NOTES"
		[ "$1" = --voices ] && printf 'Pty Language\n 5 ru --/M Russian zle/ru\n'; exit 0`})
	if err := speaker().Say(t.Context(), "ru", "Положите трубку", "!-!STOP all\nСейчас"); err != nil {
		t.Fatal(err)
	}
	want := "--pipe-mode --wait --language ru --rate -22\n"
	want += "Положите трубку.\n" + want + "STOP all.\n" + want + "Сейчас.\n"
	if got := read(t, notes); !strings.HasSuffix(got, want) {
		t.Errorf("spd-say got\n%s\nwant at its end\n%s", got, want)
	}

	t.Setenv("SPEECH", "broken")
	s := speaker()
	for range 2 {
		if err := s.Say(t.Context(), "ru", "Положите трубку"); err != nil {
			t.Fatal(err)
		}
	}
	got := read(t, notes)
	if n := strings.Count(got, "espeak --stdin -b 1 -v ru"); n != 2 {
		t.Errorf("espeak-ng spoke %d times in place of a broken service, want 2:\n%s", n, got)
	}
	if n := strings.Count(got, "--stop"); n != 1 {
		t.Errorf("the broken service was tried %d times, want once:\n%s", n, got)
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// endless installs an espeak-ng that speaks until it is stopped, and returns a function that waits for its process.
func endless(t *testing.T) (process func() int) {
	t.Helper()
	fifo := filepath.Join(t.TempDir(), "started")
	if err := syscall.Mkfifo(fifo, 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("STARTED", fifo)
	install(t, map[string]string{"espeak-ng": `[ "$1" = --voices ] && printf 'Pty Language\n 5 en --/M English gmw/en\n' && exit
		echo $$ >"$STARTED"; while :; do read -r _ <"$STARTED"; done`})
	return func() int {
		file, err := os.Open(fifo)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		var pid int
		if _, err := fmt.Fscan(file, &pid); err != nil && !errors.Is(err, io.EOF) {
			t.Fatal(err)
		}
		return pid
	}
}

func TestCancelSilences(t *testing.T) {
	process := endless(t)
	s := speaker()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- s.Say(ctx, "en", "Hang up now.") }()
	pid := process()
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("%v, want that it was stopped", err)
	}
	if err := syscall.Kill(pid, 0); !errors.Is(err, syscall.ESRCH) {
		t.Errorf("the process is still there: %v", err)
	}
}

func TestOneVoiceAtATime(t *testing.T) {
	process := endless(t)
	s := speaker()
	first := make(chan error)
	go func() { first <- s.Say(t.Context(), "en", "Hang up now.") }()
	one := process()
	ctx, cancel := context.WithCancel(t.Context())
	second := make(chan error)
	go func() { second <- s.Say(ctx, "en", "Call the bank.") }()
	if err := <-first; !errors.Is(err, context.Canceled) {
		t.Errorf("%v, want that the first was stopped", err)
	}
	two := process()
	if err := syscall.Kill(one, 0); !errors.Is(err, syscall.ESRCH) {
		t.Errorf("two voices speak: %v", err)
	}
	cancel()
	<-second
	if err := syscall.Kill(two, 0); !errors.Is(err, syscall.ESRCH) {
		t.Errorf("the second voice is still there: %v", err)
	}
}
