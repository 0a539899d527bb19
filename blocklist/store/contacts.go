package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/mattn/go-sqlite3"

	"hangup/blocklist"
)

// Contact is somebody the person trusts, as it is saved.
type Contact struct {
	ID int64 // 0 until it is saved
	blocklist.Contact
	// Dial is the number in E.164 with its plus, or a short number.
	Dial string
	// Region is where a short number is valid; empty for E.164.
	Region blocklist.Region
	// Position orders the contacts, smallest first. Saved as 0, a new contact goes to the end and another stays.
	Position int
}

// contactKinds are the kinds as they are stored, by value.
var contactKinds = [...]string{
	blocklist.ContactPerson:  "person",
	blocklist.ContactBank:    "bank",
	blocklist.ContactAllowed: "allowed",
}

// Contacts returns all contacts in their order.
func (h *Home) Contacts(ctx context.Context) ([]Contact, error) {
	contacts, err := queryContacts(ctx, h.db.readers, "ORDER BY position, id")
	return contacts, h.explain(ctx, "read contacts", err)
}

// ContactFor returns the contact with a number, given in E.164 with its plus or as a short number, or [ErrNotFound]. A
// short number of another country than the one in the settings is not found: there, it is somebody else's.
func (h *Home) ContactFor(ctx context.Context, dial string) (*blocklist.Contact, error) {
	contacts, err := queryContacts(ctx, h.db.readers, `
		WHERE dial = ? AND (region = '' OR (SELECT region FROM settings) IN ('', region))
		ORDER BY position, id LIMIT 1`, dial)
	if err == nil && len(contacts) == 0 {
		err = notFound(sql.ErrNoRows)
	}
	if err != nil {
		return nil, h.explain(ctx, "find contact", err)
	}
	return &contacts[0].Contact, nil
}

// rowQueryer is a pool or a transaction.
type rowQueryer interface {
	queryer
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// queryContacts returns the contacts that the rest of a query selects.
func queryContacts(ctx context.Context, q rowQueryer, rest string, args ...any) (contacts []Contact, err error) {
	rows, err := q.QueryContext(ctx, "SELECT id, name, kind, dial, region, display, position FROM contact "+rest, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var c Contact
		var kind string
		if err := rows.Scan(&c.ID, &c.Name, &kind, &c.Dial, &c.Region, &c.Number, &c.Position); err != nil {
			return nil, err
		}
		for i, name := range contactKinds {
			if name == kind {
				c.Kind = blocklist.ContactKind(i)
			}
		}
		contacts = append(contacts, c)
	}
	return contacts, rows.Err()
}

// SaveContact adds a contact whose ID is 0, or else changes the one that has the ID, and returns it as it is saved. A
// contact that was removed comes back as it was. The error is [ErrContactExists] when another contact has the number.
func (h *Home) SaveContact(ctx context.Context, c Contact) (Contact, error) {
	saved, err := h.ChangeContacts(ctx, nil, []Contact{c})
	if err != nil {
		return Contact{}, err
	}
	return saved[0], nil
}

// ChangeContacts removes contacts by their IDs and saves others as [Home.SaveContact] does, all or none of it.
func (h *Home) ChangeContacts(ctx context.Context, remove []int64, save []Contact) (saved []Contact, err error) {
	err = h.write(ctx, "save contacts", func(tx *sql.Tx) error {
		for _, id := range remove {
			if _, err := tx.ExecContext(ctx, "DELETE FROM contact WHERE id = ?", id); err != nil {
				return err
			}
		}
		for _, c := range save {
			if err := saveContact(ctx, tx, &c); err != nil {
				return err
			}
			saved = append(saved, c)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return saved, nil
}

// saveContact saves c and sets what it was saved with.
func saveContact(ctx context.Context, tx *sql.Tx, c *Contact) error {
	if int(c.Kind) >= len(contactKinds) {
		return fmt.Errorf("contact of kind %d", c.Kind)
	}
	if strings.HasPrefix(c.Dial, "+") {
		c.Region = ""
	}
	err := tx.QueryRowContext(ctx, `
		INSERT INTO contact (id, name, kind, dial, region, display, position)
		VALUES (nullif(?1, 0), ?2, ?3, ?4, ?5, ?6,
			CASE ?7 WHEN 0 THEN (SELECT coalesce(max(position), 0) + 1 FROM contact) ELSE ?7 END)
		ON CONFLICT (id) DO UPDATE SET name = ?2, kind = ?3, dial = ?4, region = ?5, display = ?6,
			position = iif(?7 = 0, position, ?7)
		RETURNING id, position`,
		c.ID, c.Name, contactKinds[c.Kind], c.Dial, c.Region, c.Number, c.Position).Scan(&c.ID, &c.Position)
	var e sqlite3.Error
	if errors.As(err, &e) && e.ExtendedCode == sqlite3.ErrConstraintUnique {
		return contactExists(ctx, tx, *c)
	}
	return err
}

// contactExists says whose number it is.
func contactExists(ctx context.Context, tx *sql.Tx, c Contact) error {
	var name string
	err := tx.QueryRowContext(ctx, "SELECT name FROM contact WHERE dial = ? AND region = ?", c.Dial, c.Region).Scan(&name)
	if err != nil {
		return err
	}
	return &blocklist.Error{Message: blocklist.Message{
		ID: ErrContactExists.Message.ID, Args: blocklist.Args{"Name": name},
	}}
}

// RemoveContact removes a contact. That there is none is no error.
func (h *Home) RemoveContact(ctx context.Context, id int64) error {
	return h.exec(ctx, "remove contact", "DELETE FROM contact WHERE id = ?", id)
}
