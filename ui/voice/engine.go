package voice

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"os/exec"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// errNotInstalled means that the computer does not have a speaking program.
var errNotInstalled = errors.New("not installed")

// voices are what an engine speaks: the code of a language, and the engine's own name for its voice.
type voices map[string]string

// engine is a program that speaks.
type engine struct {
	name   string
	voices func(ctx context.Context) (voices, error)
	// say says the lines and returns when they are said, or when ctx ends and the voice is silent.
	say func(ctx context.Context, voice string, r Rate, lines []string) error
}

// enginesOf returns the engines to try on an operating system, the one people set up for themselves first.
func enginesOf(system string) []engine {
	switch system {
	case "darwin":
		return []engine{{"say", listSay, saySay}}
	case "windows":
		return []engine{{"System.Speech", listWindows, sayWindows}}
	}
	return []engine{{"spd-say", listService, sayService}, {"espeak-ng", listEspeak, sayEspeak}}
}

// Speech Dispatcher, the speech service of Linux desktops.

func listService(ctx context.Context) (voices, error) {
	out, err := ask(ctx, "spd-say", "--list-synthesis-voices")
	return parseService(out), err
}

// sayService says each line by itself: what one spd-say was given and has not said is forgotten when that is stopped.
// Lines read by "spd-say --pipe-mode" that begin with "!-!" would be commands; [plain] lets none through. A service
// whose sound does not work never answers, so each line has a time in which it is said even slowly.
func sayService(ctx context.Context, voice string, r Rate, lines []string) error {
	for _, line := range lines {
		within, stop := context.WithTimeout(ctx, atMost(line))
		err := run(within, line+"\n", "spd-say", "--pipe-mode", "--wait", "--language", voice,
			"--rate", strconv.Itoa(r.service()))
		if err != nil {
			hush(ctx)
		}
		stop()
		if err != nil {
			return err
		}
	}
	return nil
}

// hush stops the service, which goes on with its sentence when only the program that asked for it has ended.
func hush(ctx context.Context) {
	ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
	defer stop()
	// A service that is gone is silent.
	_ = run(ctx, "", "spd-say", "--stop")
}

// atMost is far longer than it takes to say a line at the slowest rate, about 7 characters a second.
func atMost(line string) time.Duration {
	return 5*time.Second + time.Duration(utf8.RuneCountInString(line))*300*time.Millisecond
}

// service returns the rate as the service counts: -100 to 100, which its usual voice takes for 80 to 390 words a minute
// with 170 in the middle.
func (r Rate) service() int {
	if r < 170 {
		return max(int(r-170)*100/(170-80), -100)
	}
	return int(r-170) * 100 / (390 - 170)
}

// eSpeak NG, a small program with about a hundred languages.

func listEspeak(ctx context.Context) (voices, error) {
	out, err := ask(ctx, "espeak-ng", "--voices")
	return parseEspeak(out), err
}

func sayEspeak(ctx context.Context, voice string, r Rate, lines []string) error {
	return run(ctx, strings.Join(lines, "\n\n"), "espeak-ng", "--stdin", "-b", "1", "-v", voice, "-s", strconv.Itoa(int(r)))
}

// The speech of macOS.

func listSay(ctx context.Context) (voices, error) {
	out, err := ask(ctx, "say", "--voice=?")
	return parseSay(out), err
}

func saySay(ctx context.Context, voice string, r Rate, lines []string) error {
	return run(ctx, strings.Join(lines, "\n\n"), "say", "--voice="+voice, "--rate="+strconv.Itoa(int(r)), "--input-file=-")
}

// The speech of Windows. The scripts are fixed texts; voice, rate and lines are read from standard input.

const windowsList = `[Console]::OutputEncoding = [Text.Encoding]::UTF8
Add-Type -AssemblyName System.Speech
$s = New-Object System.Speech.Synthesis.SpeechSynthesizer
$s.GetInstalledVoices() | Where-Object Enabled | ForEach-Object { $_.VoiceInfo.Culture.Name + [char]9 + $_.VoiceInfo.Name }`

const windowsSay = `$in = New-Object IO.StreamReader([Console]::OpenStandardInput(), [Text.Encoding]::UTF8)
Add-Type -AssemblyName System.Speech
$s = New-Object System.Speech.Synthesis.SpeechSynthesizer
$s.SelectVoice($in.ReadLine())
$s.Rate = [int]$in.ReadLine()
$s.Speak($in.ReadToEnd())`

func listWindows(ctx context.Context) (voices, error) {
	out, err := ask(ctx, "powershell.exe", "-NoProfile", "-NonInteractive", "-Command", windowsList)
	return parseWindows(out), err
}

func sayWindows(ctx context.Context, voice string, r Rate, lines []string) error {
	input := voice + "\n" + strconv.Itoa(r.windows()) + "\n" + strings.Join(lines, "\n\n")
	return run(ctx, input, "powershell.exe", "-NoProfile", "-NonInteractive", "-Command", windowsSay)
}

// windows returns the rate as Windows counts: -10 to 10, where ten steps are three times as fast and 0 is about 180
// words a minute.
func (r Rate) windows() int {
	return min(max(int(math.Round(10*math.Log(float64(r)/180)/math.Log(3))), -10), 10)
}

// listingTime is how long a program may take to list its voices; one that takes longer is taken for broken.
const listingTime = 10 * time.Second

// ask runs a program and returns what it writes.
func ask(ctx context.Context, name string, args ...string) (string, error) {
	ctx, stop := context.WithTimeout(ctx, listingTime)
	defer stop()
	cmd, err := command(ctx, name, args...)
	if err != nil {
		return "", err
	}
	out, err := cmd.Output()
	if errors.Is(err, exec.ErrWaitDelay) {
		err = nil // a service that was started by the way holds on to the output
	}
	return string(out), err
}

// run runs a program with an input until it ends or ctx does; then the program is gone.
func run(ctx context.Context, input, name string, args ...string) error {
	cmd, err := command(ctx, name, args...)
	if err != nil {
		return err
	}
	var complaint bytes.Buffer
	cmd.Stdin, cmd.Stderr = strings.NewReader(input), &complaint
	err = cmd.Run()
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil && !errors.Is(err, exec.ErrWaitDelay):
		return fmt.Errorf("%s: %w", name, err)
	case failed(complaint.String()):
		return fmt.Errorf("%s: no sound device", name)
	}
	return nil
}

// failed reports whether the error output tells a failure: espeak-ng ends with success when it finds no sound device.
func failed(complaint string) bool {
	for line := range strings.Lines(complaint) {
		if strings.HasPrefix(line, "error:") {
			return true
		}
	}
	return false
}

func command(ctx context.Context, name string, args ...string) (*exec.Cmd, error) {
	path, err := exec.LookPath(name)
	if err != nil {
		return nil, errors.Join(errNotInstalled, err)
	}
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.WaitDelay = time.Second
	hideConsole(cmd)
	return cmd, nil
}
