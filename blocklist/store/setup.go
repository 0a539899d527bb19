package store

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"slices"

	"hangup/blocklist/repository"
)

// Setup is all of home.db that relatives set up and take to another computer: no diary, no ticks.
type Setup struct {
	Settings Settings
	Contacts []Contact         // in their order
	Lists    []repository.Card // followed lists, in the order in which they were added
	Packs    []string          // as [Home.ChosenPacks] returns them
}

// Setup returns the setup as it is at one moment.
func (h *Home) Setup(ctx context.Context) (Setup, error) {
	var s Setup
	err := h.db.read(ctx, func(tx *sql.Tx) (err error) {
		s, err = readSetup(ctx, tx)
		return err
	})
	return s, h.explain(ctx, "read setup", err)
}

func readSetup(ctx context.Context, tx *sql.Tx) (s Setup, err error) {
	if s.Settings, err = readSettings(ctx, tx); err != nil {
		return Setup{}, err
	}
	if s.Contacts, err = queryContacts(ctx, tx, "ORDER BY position, id"); err != nil {
		return Setup{}, err
	}
	if s.Lists, err = readCards(ctx, tx); err != nil {
		return Setup{}, err
	}
	s.Packs, err = readPacks(ctx, tx)
	return s, err
}

func readCards(ctx context.Context, tx *sql.Tx) (cards []repository.Card, err error) {
	rows, err := tx.QueryContext(ctx, "SELECT name, url, root FROM followed ORDER BY added, rowid")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var card repository.Card
		if err := rows.Scan(&card.Name, &card.URL, &card.Root); err != nil {
			return nil, err
		}
		cards = append(cards, card)
	}
	return cards, rows.Err()
}

func readPacks(ctx context.Context, tx *sql.Tx) (codes []string, err error) {
	rows, err := tx.QueryContext(ctx, "SELECT code FROM chosen_pack ORDER BY code")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var code string
		if err := rows.Scan(&code); err != nil {
			return nil, err
		}
		codes = append(codes, code)
	}
	return codes, rows.Err()
}

// ReplaceSetup puts a setup in the place of the present one and keeps before for [Home.SetupBefore], in one
// transaction. Nil forgets what was kept. A contact or a list that stays keeps its ID. The numbers of packs that are not
// chosen any more and of lists that are not followed any more are the caller's to remove: the lists' IDs are returned.
func (h *Home) ReplaceSetup(ctx context.Context, s Setup, before []byte) (left []string, err error) {
	err = h.write(ctx, "replace setup", func(tx *sql.Tx) error {
		if err := writeSettings(ctx, tx, s.Settings); err != nil {
			return err
		}
		if err := replaceContacts(ctx, tx, s.Contacts); err != nil {
			return err
		}
		if left, err = h.replaceLists(ctx, tx, s.Lists); err != nil {
			return err
		}
		if err := replacePacks(ctx, tx, s.Packs); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "DELETE FROM setup_before"); err != nil || before == nil {
			return err
		}
		_, err := tx.ExecContext(ctx, "INSERT INTO setup_before (id, setup) VALUES (1, ?)", before)
		return err
	})
	return left, err
}

// SetupBefore returns what [Home.ReplaceSetup] kept, or [ErrNotFound].
func (h *Home) SetupBefore(ctx context.Context) (before []byte, err error) {
	err = h.db.readers.QueryRowContext(ctx, "SELECT setup FROM setup_before").Scan(&before)
	return before, h.explain(ctx, "read the setup before", notFound(err))
}

func replaceContacts(ctx context.Context, tx *sql.Tx, contacts []Contact) error {
	present, err := queryContacts(ctx, tx, "")
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "DELETE FROM contact"); err != nil {
		return err
	}
	contacts = slices.Clone(contacts)
	for i := range contacts {
		c := &contacts[i]
		c.ID, c.Position = 0, i+1
		for _, p := range present {
			if p.Dial == c.Dial && p.Region == c.Region {
				c.ID = p.ID
			}
		}
	}
	// Those that keep their IDs come first, so that no new one is given an ID that is still to come.
	slices.SortStableFunc(contacts, func(a, b Contact) int { return int(b.ID - a.ID) })
	for i := range contacts {
		if err := saveContact(ctx, tx, &contacts[i]); err != nil {
			return err
		}
	}
	return nil
}

func replacePacks(ctx context.Context, tx *sql.Tx, codes []string) error {
	if _, err := tx.ExecContext(ctx, "DELETE FROM chosen_pack"); err != nil {
		return err
	}
	for _, code := range codes {
		if _, err := tx.ExecContext(ctx, "INSERT INTO chosen_pack (code) VALUES (?)", code); err != nil {
			return err
		}
	}
	return nil
}

// replaceLists knows lists by their root metadata, so that a list which stays keeps all that belongs to it.
func (h *Home) replaceLists(ctx context.Context, tx *sql.Tx, cards []repository.Card) (left []string, err error) {
	present, err := presentLists(ctx, tx)
	if err != nil {
		return nil, err
	}
	for _, f := range present {
		if !slices.ContainsFunc(cards, func(c repository.Card) bool { return bytes.Equal(c.Root, f.Card.Root) }) {
			left = append(left, f.ID)
			if f.Replaces != "" {
				left = append(left, f.Replaces)
			}
			if _, err := tx.ExecContext(ctx, "DELETE FROM followed WHERE id = ?", f.ID); err != nil {
				return nil, err
			}
		}
	}
	for i, c := range cards { // those that are new are added one after another, which keeps their order
		result, err := tx.ExecContext(ctx, "UPDATE followed SET name = ?, url = ? WHERE root = ?", c.Name, c.URL, c.Root)
		if err != nil {
			return nil, err
		}
		if n, err := result.RowsAffected(); err != nil {
			return nil, err
		} else if n > 0 {
			continue
		}
		_, err = tx.ExecContext(ctx, "INSERT INTO followed (id, name, url, root, added) VALUES (?, ?, ?, ?, ?)",
			IDOf(&c), c.Name, c.URL, c.Root, millis(h.options.Now())+int64(i))
		if err != nil {
			return nil, fmt.Errorf("follow: %w", err)
		}
	}
	return left, nil
}

func presentLists(ctx context.Context, tx *sql.Tx) (lists []Followed, err error) {
	rows, err := tx.QueryContext(ctx, "SELECT id, root, replaces FROM followed")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var f Followed
		if err := rows.Scan(&f.ID, &f.Card.Root, &f.Replaces); err != nil {
			return nil, err
		}
		lists = append(lists, f)
	}
	return lists, rows.Err()
}
