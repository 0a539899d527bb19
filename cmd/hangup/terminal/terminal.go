// Package terminal is HangUp in text: the same checks, the same words and the same list as the window.
//
// It serves people who use a screen reader, machines without a display, scripts and tests. So every answer is plain
// lines in reading order, without colour, tables or cursor movement; what a person must do comes before why. Progress
// and errors go to the error stream, answers to the output. With JSON asked for, the output holds one document and
// nothing else.
package terminal

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"

	"hangup/blocklist"
	"hangup/blocklist/follow"
	"hangup/blocklist/phone"
	"hangup/blocklist/screening"
	"hangup/i18n"
)

// Exit codes, for scripts.
const (
	ExitOK       = 0  // nothing known, or a known number; for other commands: done
	ExitFailure  = 1  // something failed
	ExitNoNumber = 2  // no number in the text, or the command line was not understood
	ExitNoWindow = 3  // the window could not be opened and the terminal was used
	ExitCareful  = 10 // be careful
	ExitStop     = 20 // stop
)

// Terminal runs commands and writes their answers.
type Terminal struct {
	Words  *i18n.Words
	Desk   *screening.Desk
	Keeper *follow.Keeper
	// Notices are sentences to tell once, such as that a damaged list was set aside.
	Notices []blocklist.Message
	// Fingerprints are the 1024 words that fingerprints are made of, in the language of Words.
	Fingerprints []string
	In           io.Reader
	Out, Err     io.Writer
	Log          *slog.Logger
}

func (t *Terminal) line(format string, args ...any) { fmt.Fprintf(t.Out, format+"\n", args...) }

func (t *Terminal) say(m blocklist.Message) { t.line("%s", t.Words.Say(m)) }

// fail tells an error in words, as JSON when the answer was to be JSON, and returns the exit code.
func (t *Terminal) fail(err error, asJSON bool) int {
	t.Log.Debug("command failed", "error", err)
	m := blocklist.Explain(err)
	if asJSON {
		t.json(map[string]any{"error": sentence{m.ID, t.Words.Say(m)}})
	} else {
		fmt.Fprintln(t.Err, t.Words.Say(m))
	}
	if isNoNumber(err) {
		return ExitNoNumber
	}
	return ExitFailure
}

// Fail tells an error in words and returns the exit code.
func (t *Terminal) Fail(err error) int { return t.fail(err, false) }

// isNoNumber reports whether the text, rather than the program, is why there is no answer.
func isNoNumber(err error) bool {
	for _, e := range []error{
		phone.ErrEmpty, phone.ErrNothingFound, phone.ErrTooShort, phone.ErrTooLong, phone.ErrLetters, phone.ErrSecret,
		phone.ErrNoCountry, phone.ErrTextTooLong,
	} {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}

func (t *Terminal) json(document any) {
	enc := json.NewEncoder(t.Out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(document); err != nil {
		t.Log.Error("write the answer", "error", err)
	}
}

// sentence is a message as JSON carries it: the id for programs, the text for people.
type sentence struct {
	ID   string `json:"id"`
	Text string `json:"text"`
}

func (t *Terminal) sentences(messages []blocklist.Message) []sentence {
	said := make([]sentence, len(messages))
	for i, m := range messages {
		said[i] = sentence{m.ID, t.Words.Say(m)}
	}
	return said
}

// Lost tells what was lost, such as that a damaged list was set aside when the program opened it.
func (t *Terminal) Lost() {
	for _, notice := range t.Notices {
		fmt.Fprintln(t.Err, t.Words.Say(notice))
	}
}

// InsteadOfWindow says that there is no window, answers questions, and returns the exit code.
func (t *Terminal) InsteadOfWindow(ctx context.Context) int {
	t.say(blocklist.Say("cli.no_window"))
	t.Lost()
	if err := t.Talk(ctx); err != nil {
		return t.fail(err, false)
	}
	return ExitNoWindow
}

// Talk answers questions line by line until an empty line or the end of the input: what is left of the program when
// no window can be opened.
func (t *Terminal) Talk(ctx context.Context) error {
	t.say(blocklist.Say("cli.talk.start"))
	return eachLine(t.In, func(line string) bool {
		if strings.TrimSpace(line) == "" {
			return false
		}
		t.line("")
		t.Check(ctx, line, blocklist.TheyCalled, false)
		t.line("")
		t.say(blocklist.Say("cli.talk.again"))
		return ctx.Err() == nil
	})
}
