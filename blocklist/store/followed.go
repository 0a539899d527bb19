package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"hangup/blocklist"
	"hangup/blocklist/repository"
)

// Followed is a list that the person follows.
type Followed struct {
	// ID names the list in list.db, and is fit for a folder name. It follows from the root metadata of the card, so
	// that the same card always means the same list.
	ID    string
	Card  repository.Card
	Added time.Time
	// Muted is true for a list that is kept current and does not count in a verdict.
	Muted bool
	// Replaces is the ID under which list.db holds the numbers in use, when another card took this one's place and was
	// not synced yet. Else it is empty.
	Replaces string
	// Accepted is the version of an edition that changes much and is wanted nevertheless, or 0.
	Accepted int64
}

// Follow remembers a list card. A card with a root that is followed already renews the name and the address.
func (h *Home) Follow(ctx context.Context, card *repository.Card) (Followed, error) {
	id := IDOf(card)
	err := h.exec(ctx, "follow", `
		INSERT INTO followed (id, name, url, root, added) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET name = excluded.name, url = excluded.url`,
		id, card.Name, card.URL, card.Root, millis(h.options.Now()))
	if err != nil {
		return Followed{}, err
	}
	return h.FollowedList(ctx, id)
}

// IDOf returns the ID of the list that a card is for.
func IDOf(card *repository.Card) string {
	sum := sha256.Sum256(card.Root)
	return hex.EncodeToString(sum[:8])
}

// Replace puts a card in the place of that of a followed list, which must have another root. The list keeps its place,
// and [Followed.Replaces] names its numbers until [Home.Replaced]. It fails with [ErrNotFound] when no such list is
// followed.
func (h *Home) Replace(ctx context.Context, id string, card *repository.Card) (Followed, error) {
	next := IDOf(card)
	err := h.write(ctx, "replace card", func(tx *sql.Tx) error {
		var one int
		err := tx.QueryRowContext(ctx, `
			INSERT INTO followed (id, name, url, root, added, muted, replaces)
			SELECT ?, ?, ?, ?, added, muted, iif(replaces = '', id, replaces) FROM followed WHERE id = ?
			RETURNING 1`, next, card.Name, card.URL, card.Root, id).Scan(&one)
		if err != nil {
			return notFound(err)
		}
		_, err = tx.ExecContext(ctx, "DELETE FROM followed WHERE id = ?", id)
		return err
	})
	if err != nil {
		return Followed{}, err
	}
	return h.FollowedList(ctx, next)
}

// Replaced remembers that a list whose card was replaced has numbers of its own now.
func (h *Home) Replaced(ctx context.Context, id string) error {
	return h.exec(ctx, "card replaced", "UPDATE followed SET replaces = '' WHERE id = ?", id)
}

// SetMuted remembers whether a list counts in verdicts.
func (h *Home) SetMuted(ctx context.Context, id string, muted bool) error {
	return h.exec(ctx, "mute", "UPDATE followed SET muted = ? WHERE id = ?", muted, id)
}

// Muted returns the IDs under which list.db holds what does not count in a verdict.
func (h *Home) Muted(ctx context.Context) ([]string, error) {
	ids, err := h.column(ctx, `
		SELECT id FROM followed WHERE muted UNION ALL SELECT replaces FROM followed WHERE muted AND replaces <> ''`)
	return ids, h.explain(ctx, "read muted lists", err)
}

// Accept remembers that an edition which was refused for how much it changes is wanted; 0 takes that back.
func (h *Home) Accept(ctx context.Context, id string, version int64) error {
	return h.exec(ctx, "accept edition", "UPDATE followed SET accepted = ? WHERE id = ?", version, id)
}

// Followed returns the lists that are followed, in the order in which they were added.
func (h *Home) Followed(ctx context.Context) ([]Followed, error) {
	followed, err := h.followed(ctx)
	return followed, h.explain(ctx, "read followed lists", err)
}

// FollowedList returns one list that is followed, or [ErrNotFound].
func (h *Home) FollowedList(ctx context.Context, id string) (Followed, error) {
	followed, err := h.Followed(ctx)
	if err != nil {
		return Followed{}, err
	}
	for _, f := range followed {
		if f.ID == id {
			return f, nil
		}
	}
	return Followed{}, fmt.Errorf("%w: followed list %s", ErrNotFound, id)
}

func (h *Home) followed(ctx context.Context) (followed []Followed, err error) {
	rows, err := h.db.readers.QueryContext(ctx, `
		SELECT id, name, url, root, added, muted, replaces, accepted FROM followed ORDER BY added, rowid`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var f Followed
		var added int64
		err := rows.Scan(&f.ID, &f.Card.Name, &f.Card.URL, &f.Card.Root, &added, &f.Muted, &f.Replaces, &f.Accepted)
		if err != nil {
			return nil, err
		}
		f.Added = fromMillis(added)
		followed = append(followed, f)
	}
	return followed, rows.Err()
}

// Unfollow forgets a list and its last sync. Its numbers are [List.RemoveList]'s to remove. That it was not followed is
// no error.
func (h *Home) Unfollow(ctx context.Context, id string) error {
	return h.exec(ctx, "unfollow", "DELETE FROM followed WHERE id = ?", id)
}

// SyncReport says how the last sync of a list went.
type SyncReport struct {
	At time.Time
	OK bool
	// Message says it in words. Its arguments are strings and ints.
	Message blocklist.Message
	// LastOK is when a sync last succeeded, or the zero time. [Home.SaveSync] works it out by itself.
	LastOK time.Time
}

// SaveSync remembers the outcome of a sync of a followed list.
func (h *Home) SaveSync(ctx context.Context, listID string, r SyncReport) error {
	arguments, err := marshalArgs(r.Message.Args)
	if err != nil {
		return fmt.Errorf("store: save sync: %w", err)
	}
	return h.exec(ctx, "save sync", `
		INSERT INTO sync (list, at, ok, message, arguments, last_ok) VALUES (?1, ?2, ?3, ?4, ?5, iif(?3, ?2, 0))
		ON CONFLICT (list) DO UPDATE SET at = ?2, ok = ?3, message = ?4, arguments = ?5, last_ok = iif(?3, ?2, last_ok)`,
		listID, millis(r.At), r.OK, r.Message.ID, arguments)
}

// LastSync returns how the last sync of a list went, or [ErrNotFound] when there was none.
func (h *Home) LastSync(ctx context.Context, listID string) (SyncReport, error) {
	var r SyncReport
	var at, lastOK int64
	var arguments string
	err := h.db.readers.QueryRowContext(ctx, "SELECT at, ok, message, arguments, last_ok FROM sync WHERE list = ?", listID).
		Scan(&at, &r.OK, &r.Message.ID, &arguments, &lastOK)
	if err == nil {
		r.Message.Args, err = unmarshalArgs(arguments)
	}
	if err != nil {
		return SyncReport{}, h.explain(ctx, "read last sync", notFound(err))
	}
	r.At = fromMillis(at)
	if lastOK != 0 {
		r.LastOK = fromMillis(lastOK)
	}
	return r, nil
}

// Synced reports whether a list that is followed was ever synced: then list.db must be there.
func (h *Home) Synced(ctx context.Context) (synced bool, err error) {
	err = h.db.readers.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM sync WHERE last_ok <> 0)").Scan(&synced)
	return synced, h.explain(ctx, "read syncs", err)
}

func marshalArgs(args blocklist.Args) (string, error) {
	for name, value := range args {
		switch value.(type) {
		case string, int:
		default:
			return "", fmt.Errorf("argument %s is a %T", name, value)
		}
	}
	data, err := json.Marshal(args)
	return string(data), err
}

// unmarshalArgs is the inverse of marshalArgs: without it, ints would come back as floats.
func unmarshalArgs(data string) (blocklist.Args, error) {
	decoder := json.NewDecoder(bytes.NewReader([]byte(data)))
	decoder.UseNumber()
	var args blocklist.Args
	if err := decoder.Decode(&args); err != nil {
		return nil, fmt.Errorf("arguments: %w", err)
	}
	for name, value := range args {
		if number, ok := value.(json.Number); ok {
			n, err := number.Int64()
			if err != nil {
				return nil, fmt.Errorf("argument %s: %w", name, err)
			}
			args[name] = int(n)
		}
	}
	return args, nil
}
