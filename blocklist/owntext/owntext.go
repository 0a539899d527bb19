// Package owntext makes what a person writes in their own words fit to be kept: no sign that cannot be seen, no length
// without end, and never a card number, a PIN or a code.
package owntext

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"hangup/blocklist"
	"hangup/blocklist/phone"
)

// Line makes a text one line: spaces and line ends become single spaces, and control characters and the invisible marks
// that reorder the words around them are dropped.
func Line(s string) string {
	return strings.Join(strings.Fields(visible(strings.Map(spaceForEnd, s))), " ")
}

// Lines is Line for each line of a text. Of several empty lines one is kept, and none at the ends.
func Lines(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n").Replace(s)
	var kept []string
	for line := range strings.SplitSeq(s, "\n") {
		line = Line(line)
		if line == "" && (len(kept) == 0 || kept[len(kept)-1] == "") {
			continue
		}
		kept = append(kept, line)
	}
	return strings.TrimSpace(strings.Join(kept, "\n"))
}

func spaceForEnd(r rune) rune {
	if unicode.IsSpace(r) {
		return ' '
	}
	return r
}

// visible drops what is not seen, and writes letters with marks in their composed form, so that equal texts are equal.
func visible(s string) string {
	return norm.NFC.String(strings.Map(func(r rune) rune {
		if !unicode.IsGraphic(r) || r == utf8.RuneError {
			return -1
		}
		return r
	}, s))
}

// HoldsSecret reports whether a text holds what looks like a card number, a PIN or a code. find is
// [phone.Reader.Find], which finds a secret only in a text without numbers: so every number it finds is taken out, and
// the rest is looked at again.
func HoldsSecret(find func(text string) ([]blocklist.Number, error), text string) bool {
	for {
		numbers, err := find(text)
		if err != nil {
			return errors.Is(err, phone.ErrSecret)
		}
		rest := text
		for _, n := range numbers {
			if n.Input != "" {
				rest = strings.ReplaceAll(rest, n.Input, ";")
			}
		}
		if len(rest) >= len(text) {
			return false
		}
		text = rest
	}
}
