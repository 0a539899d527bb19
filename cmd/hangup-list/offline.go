package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"hangup/blocklist"
	"hangup/blocklist/maker"
)

var (
	errNotConfirmed = &blocklist.Error{Message: blocklist.Say("error.maker.not_confirmed")}
	errNoKeyFile    = &blocklist.Error{Message: blocklist.Say("error.maker.no_key_file")}
)

// request writes what keys elsewhere have to sign.
func (c *signCommand) request(ctx context.Context, p *program) error {
	m, err := p.maker(ctx)
	if err != nil {
		return err
	}
	defer m.Close()
	ask, err := p.asker(ctx, c.PassphraseFile)
	if err != nil {
		return err
	}
	q, err := m.Request(ctx, maker.Signing{Ask: ask, RenewRoot: c.Root})
	if err != nil {
		return err
	}
	if err := writeRequest(c.Request, q); err != nil {
		return err
	}
	said, err := documents(q) // the same words that will be shown where the keys are, to compare
	if err != nil {
		return err
	}
	return p.answer(q, append(said, requested(c.Request)...)...)
}

func requested(file string) []blocklist.Message {
	return []blocklist.Message{
		{ID: "maker.offline.written", Args: blocklist.Args{"File": file}},
		{ID: "maker.offline.carry", Args: blocklist.Args{"File": file}},
	}
}

// sign adds the signatures of one key to a request, on a machine that needs nothing else.
func (c *signCommand) sign(ctx context.Context, p *program) error {
	if c.Key == "" {
		return errNoKeyFile
	}
	q, err := readRequest(c.Sign)
	if err != nil {
		return err
	}
	if err := c.confirm(ctx, p, q); err != nil {
		return err
	}
	ask, err := p.asker(ctx, c.PassphraseFile)
	if err != nil {
		return err
	}
	roles, err := maker.SignRequest(q, c.Key, ask)
	if err != nil {
		return fileError(err)
	}
	if err := writeRequest(c.Sign, q); err != nil {
		return err
	}
	return p.answer(map[string]any{"roles": roles},
		blocklist.Message{ID: "maker.offline.signed", Args: blocklist.Args{"Roles": strings.Join(roles, ", "), "File": c.Sign}},
		blocklist.Message{ID: "maker.offline.back", Args: blocklist.Args{"File": c.Sign}})
}

// documents says what each document of a request means.
func documents(q *maker.Request) ([]blocklist.Message, error) {
	var said []blocklist.Message
	for i := range q.Documents {
		words, err := q.Documents[i].Words()
		if err != nil {
			return nil, err
		}
		said = append(said, words...)
	}
	return said, nil
}

// confirm shows what will be signed, and asks.
func (c *signCommand) confirm(ctx context.Context, p *program, q *maker.Request) error {
	said, err := documents(q)
	if err != nil {
		return err
	}
	fmt.Fprintln(p.errs, p.words.Say(blocklist.Message{ID: "maker.offline.list", Args: blocklist.Args{"Name": q.List}}))
	for _, m := range said {
		fmt.Fprintln(p.errs, p.words.Say(m))
	}
	if c.Yes {
		return nil
	}
	fmt.Fprint(p.errs, p.words.ID("maker.ask.sign"), " ")
	answers := make(chan string, 1)
	go func() {
		line, _ := bufio.NewReader(p.in).ReadString('\n')
		answers <- strings.TrimSpace(line)
	}()
	select {
	case answer := <-answers:
		if !strings.EqualFold(answer, p.words.ID("maker.ask.yes")) {
			return errNotConfirmed
		}
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// respond takes in what was signed elsewhere.
func (c *signCommand) respond(ctx context.Context, p *program) error {
	m, err := p.maker(ctx)
	if err != nil {
		return err
	}
	defer m.Close()
	q, err := readRequest(c.Response)
	if err != nil {
		return err
	}
	ask, err := p.asker(ctx, c.PassphraseFile)
	if err != nil {
		return err
	}
	signed, err := m.Respond(ctx, q, maker.Signing{Ask: ask})
	if err != nil {
		return err
	}
	if signed.Edition == 0 {
		return p.answer(signed, blocklist.Message{
			ID: "maker.sign.roles", Args: blocklist.Args{"Roles": strings.Join(signed.Roles, ", ")},
		})
	}
	return p.answer(signed, signedWords(m, signed)...)
}

func readRequest(file string) (*maker.Request, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, fileError(err)
	}
	defer f.Close()
	return maker.ReadRequest(f)
}

func writeRequest(file string, q *maker.Request) error {
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o644)
	if err != nil {
		return fileError(err)
	}
	return fileError(errors.Join(q.Write(io.Writer(f)), f.Close()))
}

// fileError says that a file cannot be used, unless the error says something better.
func fileError(err error) error {
	var e *blocklist.Error
	if err == nil || errors.As(err, &e) {
		return err
	}
	return blocklist.Errorf(errFile.Message, "%w", err)
}
