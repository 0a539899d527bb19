package repository

import (
	"errors"
	"io/fs"
	"os"
	"strings"

	"hangup/blocklist"
)

// Errors that [OpenCard] returns beside those of [ReadCard].
var (
	ErrNoFile     = &blocklist.Error{Message: blocklist.Say("error.card.no_file")}
	ErrCannotOpen = &blocklist.Error{Message: blocklist.Say("error.card.cannot_open")}
)

// OpenCard reads a list card from the file at a path, from a file:// address, or from the card's own text, which
// somebody may have pasted out of a letter.
func OpenCard(pathOrText string) (*Card, error) {
	s := strings.TrimSpace(pathOrText)
	if strings.HasPrefix(s, "{") {
		return ReadCard(strings.NewReader(s))
	}
	file, err := os.Open(strings.TrimPrefix(s, "file://"))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, blocklist.Errorf(ErrNoFile.Message, "%w", err)
	case err != nil:
		return nil, blocklist.Errorf(ErrCannotOpen.Message, "%w", err)
	}
	defer file.Close()
	return ReadCard(file)
}
