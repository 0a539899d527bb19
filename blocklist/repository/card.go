package repository

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"hangup/blocklist"
)

// MaxCard is the largest list card read, in bytes.
const MaxCard = 256 << 10

// cardFormat names the card's format, so that any other JSON file is recognised as not a card.
const (
	cardFamily = "hangup-list-card/"
	cardFormat = cardFamily + "1"
)

// Errors that [ReadCard] returns. Each says in words what to do.
var (
	ErrNotACard = &blocklist.Error{Message: blocklist.Say("error.card.not_a_card")}
	ErrNewCard  = &blocklist.Error{Message: blocklist.Say("error.card.newer")}
)

// Card is what a list maker hands to people who want to follow the list: where it is published, and the root
// metadata that decides whom to believe. Whoever holds a genuine card needs no other trust: the address may be
// plain HTTP or a folder on a stick.
type Card struct {
	// Name is the list's name as the maker gives it. It is untrusted text: show it, never interpret it.
	Name string
	// URL is the base address: http, https or file.
	URL string
	// Root is the root metadata exactly as signed.
	Root []byte
}

type cardJSON struct {
	Format string `json:"format"`
	Name   string `json:"name"`
	URL    string `json:"url"`
	Root   []byte `json:"root"`
}

// ReadCard reads a list card. It checks the form only; package update checks the signatures of the root.
func ReadCard(r io.Reader) (*Card, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxCard+1))
	if err != nil {
		return nil, fmt.Errorf("repository: read card: %w", err)
	}
	if len(data) > MaxCard {
		return nil, blocklist.Errorf(ErrNotACard.Message, "larger than %d bytes", MaxCard)
	}
	var c cardJSON
	err = json.Unmarshal(data, &c)
	if strings.HasPrefix(c.Format, cardFamily) && c.Format != cardFormat {
		return nil, ErrNewCard // told before any other fault: a newer card may have other fields
	}
	if err != nil {
		return nil, blocklist.Errorf(ErrNotACard.Message, "%w", err)
	}
	if c.Format != cardFormat {
		return nil, blocklist.Errorf(ErrNotACard.Message, "format %.40q", c.Format)
	}
	card := &Card{Name: cleanName(c.Name), URL: c.URL, Root: c.Root}
	if err := card.check(); err != nil {
		return nil, blocklist.Errorf(ErrNotACard.Message, "%w", err)
	}
	return card, nil
}

// Write writes the card as an indented JSON document that [ReadCard] reads back.
func (c *Card) Write(w io.Writer) error {
	card := Card{Name: cleanName(c.Name), URL: c.URL, Root: c.Root}
	if err := card.check(); err != nil {
		return fmt.Errorf("repository: write card: %w", err)
	}
	data, err := json.MarshalIndent(cardJSON{cardFormat, card.Name, card.URL, card.Root}, "", "  ")
	if err != nil {
		return fmt.Errorf("repository: write card: %w", err)
	}
	if len(data) >= MaxCard {
		return fmt.Errorf("repository: write card: larger than %d bytes", MaxCard)
	}
	_, err = w.Write(append(data, '\n'))
	return err
}

// check reports the first field that is missing or wrong.
func (c *Card) check() error {
	switch {
	case c.Name == "":
		return errors.New("no name")
	case len(c.Root) == 0:
		return errors.New("no root metadata")
	}
	return checkURL(c.URL)
}

// Fingerprint returns the words that two people compare over the phone: eight words of a list of 1024, which is
// the first 80 bits of the SHA-256 of the root metadata. words must hold 1024 words.
func (c *Card) Fingerprint(words []string) []string {
	sum := sha256.Sum256(c.Root)
	said := make([]string, 0, 8)
	for _, half := range [][]byte{sum[0:5], sum[5:10]} {
		var bits uint64
		for _, b := range half {
			bits = bits<<8 | uint64(b)
		}
		for shift := 30; shift >= 0; shift -= 10 {
			said = append(said, words[bits>>shift&1023])
		}
	}
	return said
}

func checkURL(s string) error {
	u, err := url.Parse(s)
	switch {
	case err != nil:
		return fmt.Errorf("address: %w", err)
	case u.User != nil || u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return errors.New("address has a user, query or fragment")
	case (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != "":
		return nil
	case u.Scheme == "file" && u.Host == "" && strings.HasPrefix(u.Path, "/"):
		return nil
	}
	return errors.New("address must begin with http://, https:// or file:///")
}

// cleanName makes a name fit to show on one line: at most 60 runes, none of them a control character or an invisible
// mark that could reorder the words around it.
func cleanName(s string) string {
	s = strings.Map(func(r rune) rune {
		if !unicode.IsGraphic(r) || r == utf8.RuneError {
			return -1
		}
		return r
	}, s)
	if runes := []rune(strings.TrimSpace(s)); len(runes) > 60 {
		s = string(runes[:60])
	}
	return strings.TrimSpace(s)
}
