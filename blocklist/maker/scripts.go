package maker

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"

	"hangup/blocklist"
	"hangup/blocklist/repository"
	"hangup/blocklist/script"
	"hangup/blocklist/scriptpack"
)

// ErrScripts is returned for scripts of which a file was refused, or that are too large or none.
var ErrScripts = &blocklist.Error{Message: blocklist.Say("error.maker.scripts")}

// Scripts says what was taken in of scam scripts.
type Scripts struct {
	Scripts   int      `json:"scripts"`
	Languages []string `json:"languages"` // of the texts
	Bytes     int      `json:"bytes"`     // packed
	// Same is true when they are those that were taken in last.
	Same bool `json:"same"`
}

// ImportScripts takes in a tree of scam scripts as package script describes it, for the next edition and all after it,
// in place of those it had. When any file of it cannot be used, it fails with [ErrScripts], whose cause names each such
// file and why, and changes nothing.
func (m *Maker) ImportScripts(ctx context.Context, tree fs.FS) (Scripts, error) {
	layer, err := scriptpack.Read(tree)
	if err != nil {
		return Scripts{}, blocklist.Errorf(ErrScripts.Message, "maker: %w", err)
	}
	var wrong []error
	for _, r := range layer.Library.Refused() {
		wrong = append(wrong, fmt.Errorf("%s: %w", r.File, r.Err))
	}
	if len(wrong) > 0 {
		return Scripts{}, blocklist.Errorf(ErrScripts.Message, "%w", errors.Join(wrong...))
	}
	done := scriptsOf(layer.Library)
	data, err := scriptpack.Write(tree)
	if err != nil {
		return done, blocklist.Errorf(ErrScripts.Message, "maker: %w", err)
	}
	done.Bytes = len(data)
	err = m.db.write(ctx, func(*sql.Tx) error { // alone among programs that build
		old, err := os.ReadFile(m.path(scriptsFile))
		if err != nil && !isMissing(err) {
			return fmt.Errorf("maker: %w", err)
		}
		if done.Same = bytes.Equal(old, data); done.Same {
			return nil
		}
		return writeFile(m.path(scriptsFile), data, 0o600)
	})
	return done, err
}

// RemoveScripts leaves scam scripts out of the next edition and all after it.
func (m *Maker) RemoveScripts(ctx context.Context) error {
	return m.db.write(ctx, func(*sql.Tx) error {
		if err := os.Remove(m.path(scriptsFile)); err != nil && !isMissing(err) {
			return fmt.Errorf("maker: %w", err)
		}
		return nil
	})
}

func scriptsOf(l *script.Library) Scripts {
	s := Scripts{Scripts: len(l.Scripts(""))}
	for code := range l.Texts() {
		s.Languages = append(s.Languages, code)
	}
	slices.Sort(s.Languages)
	return s
}

// scripts returns the archive for the next edition and how many scripts it holds; 0 and nil when there is none.
func (m *Maker) scripts() (count int, data []byte, err error) {
	data, err = os.ReadFile(m.path(scriptsFile))
	if isMissing(err) {
		return 0, nil, nil
	}
	if err != nil {
		return 0, nil, fmt.Errorf("maker: %w", err)
	}
	layer, err := scriptpack.Open(data)
	if err != nil {
		return 0, nil, damaged(scriptsFile, err)
	}
	return len(layer.Library.Scripts("")), data, nil
}

// scriptsUnbuilt reports whether an edition has other scripts than those taken in last.
func (m *Maker) scriptsUnbuilt(e *Edition) (bool, error) {
	_, data, err := m.scripts()
	if err != nil {
		return false, err
	}
	built := e.supplement(repository.KindScripts)
	if built == nil {
		return data != nil, nil
	}
	return !built.Is(data), nil
}
