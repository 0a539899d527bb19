package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"hangup/blocklist"
	"hangup/blocklist/maker"
)

// passphraseEnv holds the passphrase for programs that run without anybody at the keyboard.
const passphraseEnv = "HANGUP_PASSPHRASE"

var (
	errNoPassphrase = &blocklist.Error{Message: blocklist.Say("error.maker.no_passphrase")}
	errNotTheSame   = &blocklist.Error{Message: blocklist.Say("error.maker.passphrase_differs")}
)

// givenPassphrase returns the passphrase from the file or the environment; ok is false when there is none, and then a
// person has to type it.
func givenPassphrase(file string) (passphrase string, ok bool, err error) {
	if file != "" {
		data, err := os.ReadFile(file)
		if err != nil {
			return "", false, blocklist.Errorf(errFile.Message, "%w", err)
		}
		return strings.TrimRight(string(data), "\r\n"), true, nil
	}
	passphrase, ok = os.LookupEnv(passphraseEnv)
	return passphrase, ok, nil
}

// newPassphrase returns the passphrase for new keys; who types it types it twice.
func (p *program) newPassphrase(ctx context.Context, file string) (string, error) {
	passphrase, ok, err := givenPassphrase(file)
	if ok || err != nil {
		return passphrase, err
	}
	first, err := p.typed(ctx, blocklist.Message{ID: "maker.ask.new", Args: blocklist.Args{"Count": maker.MinPassphrase}})
	if err != nil {
		return "", err
	}
	again, err := p.typed(ctx, blocklist.Say("maker.ask.again"))
	if err != nil {
		return "", err
	}
	if first != again {
		return "", errNotTheSame
	}
	return first, nil
}

// asker answers for every key with the passphrase that opened the key before, and asks a person only when there is
// none or it was wrong.
func (p *program) asker(ctx context.Context, file string) (maker.Passphrase, error) {
	last, ok, err := givenPassphrase(file)
	if err != nil {
		return nil, err
	}
	given := ok
	return func(k maker.Key, attempt int) (string, error) {
		if ok && attempt == 0 {
			return last, nil
		}
		if given {
			return "", maker.WrongPassphrase(k)
		}
		question := blocklist.Message{ID: "maker.ask.key", Args: blocklist.Args{"Key": string(k)}}
		if attempt > 0 {
			question.ID = "maker.ask.key_again"
		}
		var err error
		last, err = p.typed(ctx, question)
		ok = err == nil
		return last, err
	}, nil
}

// typed asks a person for a passphrase without showing it. When ctx ends first, the terminal shows typing again.
func (p *program) typed(ctx context.Context, question blocklist.Message) (string, error) {
	if !isTerminal(p.in) {
		return "", errNoPassphrase
	}
	keyboard := int(p.in.(*os.File).Fd())
	before, err := term.GetState(keyboard)
	if err != nil {
		return "", blocklist.Errorf(errNoPassphrase.Message, "%w", err)
	}
	fmt.Fprint(p.errs, p.words.Say(question), " ")
	defer fmt.Fprintln(p.errs)
	type answer struct {
		data []byte
		err  error
	}
	answers := make(chan answer, 1)
	go func() {
		data, err := term.ReadPassword(keyboard)
		answers <- answer{data, err}
	}()
	select {
	case a := <-answers:
		if a.err != nil {
			return "", blocklist.Errorf(errNoPassphrase.Message, "%w", a.err)
		}
		return string(a.data), nil
	case <-ctx.Done():
		return "", errors.Join(ctx.Err(), term.Restore(keyboard, before))
	}
}

// isTerminal reports whether somebody looks at, or types into, the stream.
func isTerminal(stream any) bool {
	file, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}

func writeJSON(w io.Writer, document any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(document); err != nil {
		return fmt.Errorf("write the answer: %w", err)
	}
	return nil
}
