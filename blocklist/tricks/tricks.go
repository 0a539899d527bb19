// Package tricks keeps the scam scripts that are in use: the program's own, and those that followed lists brought.
//
// The scripts of a followed list come before the program's own when they are newer, and fill it up when they are older.
// Of several lists the one followed first comes first, and a muted one does not count: see [scriptpack.Merge].
package tricks

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/text/language"

	"hangup/blocklist/script"
	"hangup/blocklist/scriptpack"
	"hangup/blocklist/store"
)

// Shelf holds the library in use. It is safe for concurrent use once its fields are set.
type Shelf struct {
	// Own is the tree of scripts that is part of the program, and Made is when they were written.
	Own  fs.FS
	Made time.Time
	List *store.List
	Home *store.Home
	// Texts takes the texts of a library before anybody gets the library. Nil does nothing.
	Texts func(map[string]map[string]string) error
	Log   *slog.Logger

	current atomic.Pointer[script.Library]
	mu      sync.Mutex // one reload at a time
	made    string     // what current was made from
}

// Library returns the library in use; nil before the first [Shelf.Reload].
func (s *Shelf) Library() *script.Library { return s.current.Load() }

// Reload puts the newest scripts in use, unless they are. When those of a list cannot be read, the others are used, and
// on any other error what was in use stays.
func (s *Shelf) Reload(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	lists, err := s.lists(ctx)
	if err != nil {
		return fmt.Errorf("tricks: %w", err)
	}
	made := nameOf(lists)
	if s.Library() != nil && made == s.made {
		return nil
	}
	library, err := s.merge(lists)
	if err != nil {
		return fmt.Errorf("tricks: %w", err)
	}
	for _, r := range library.Refused() {
		s.Log.Warn("a file of scripts is left out", "file", r.File, "error", r.Err)
	}
	if s.Texts != nil {
		if err := s.Texts(s.known(library.Texts())); err != nil {
			return fmt.Errorf("tricks: %w", err)
		}
	}
	s.current.Store(library)
	s.made = made
	return nil
}

// known leaves out texts in languages that nobody speaks, for which package i18n would refuse all others.
func (s *Shelf) known(texts map[string]map[string]string) map[string]map[string]string {
	for code := range texts {
		if _, err := language.Parse(code); err != nil {
			s.Log.Warn("texts of scripts in no language are left out", "language", code)
			delete(texts, code)
		}
	}
	return texts
}

// lists returns the archives of the followed lists that count, in the order in which they were followed.
func (s *Shelf) lists(ctx context.Context) ([]store.Scripts, error) {
	followed, err := s.Home.Followed(ctx)
	if err != nil {
		return nil, err
	}
	var all []store.Scripts
	for _, f := range followed {
		if f.Muted {
			continue
		}
		scripts, err := s.List.Scripts(ctx, cmp.Or(f.Replaces, f.ID))
		switch {
		case errors.Is(err, store.ErrNotFound):
			continue
		case err != nil:
			return nil, err
		}
		all = append(all, scripts)
	}
	return all, nil
}

// nameOf names a choice of archives, to see whether it is another.
func nameOf(lists []store.Scripts) string {
	var name strings.Builder
	for _, l := range lists {
		fmt.Fprintf(&name, "%s %d %s\n", l.SHA256, l.Date.UnixMilli(), l.ListID)
	}
	return name.String()
}

// merge makes one library of the program's own scripts and those of lists.
func (s *Shelf) merge(lists []store.Scripts) (*script.Library, error) {
	var newer, older []scriptpack.Layer
	for _, l := range lists {
		layer, err := scriptpack.Open(l.Data)
		if err != nil { // it could be read when it came, by this program or another
			s.Log.Warn("scripts of a list are left out", "list", l.ListID, "error", err)
			continue
		}
		if l.Date.Before(s.Made) {
			older = append(older, layer)
		} else {
			newer = append(newer, layer)
		}
	}
	if len(newer) == 1 && len(older) == 0 { // most lists start from the program's own scripts, which need not be read then
		if all, err := newer[0].Covers(s.Own); err == nil && all {
			return newer[0].Library, nil
		}
	}
	own, err := scriptpack.Read(s.Own)
	if err != nil {
		return nil, err
	}
	return scriptpack.Merge(slices.Concat(newer, []scriptpack.Layer{own}, older)...)
}
