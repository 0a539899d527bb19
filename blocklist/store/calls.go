package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/google/uuid"

	"hangup/blocklist"
)

// Call is one entry of the call diary.
type Call struct {
	ID  int64  // 0 until it is saved
	UID string // names the call in exports for good: a random UUID (RFC 9562, version 4), set when it is first saved
	// At is when the call was, in the zone where it was noted.
	At time.Time
	// Number is how people write the number; empty when it was withheld or is not known.
	Number string
	// Dial is the number in E.164 with its plus, or a short number, valid in Region.
	Dial   string
	Region blocklist.Region
	// Party is who they said they were; empty when that was not noted.
	Party blocklist.Party
	Asks  []blocklist.Ask
	Flags []blocklist.Flag
	// Given names what was told, paid or handed over, by the names of package check.
	Given []string
	// Words is what the person wrote in their own words.
	Words string
	// Verdict is what HangUp answered, or nil when it was not asked.
	Verdict *Judgement
	// Saved and Changed are when the entry was written and last changed. They are set by themselves.
	Saved, Changed time.Time
}

// Judgement is the part of a verdict that is kept.
type Judgement struct {
	Level   blocklist.Level
	Reasons []blocklist.Reason
}

// storedJudgement is a Judgement as JSON.
type storedJudgement struct {
	Level   string          `json:"level"`
	Reasons []storedMessage `json:"reasons"`
}

const callColumns = "id, uid, at, zone, number, dial, region, party, asks, flags, given, words, verdict, saved, changed"

// Calls returns the diary, the newest call first.
func (h *Home) Calls(ctx context.Context) ([]Call, error) {
	calls, err := h.calls(ctx, "ORDER BY at DESC, id DESC")
	return calls, h.explain(ctx, "read diary", err)
}

// Call returns one call of the diary, or [ErrNotFound].
func (h *Home) Call(ctx context.Context, id int64) (Call, error) {
	calls, err := h.calls(ctx, "WHERE id = ?", id)
	if err == nil && len(calls) == 0 {
		err = notFound(sql.ErrNoRows)
	}
	if err != nil {
		return Call{}, h.explain(ctx, "read diary", err)
	}
	return calls[0], nil
}

func (h *Home) calls(ctx context.Context, rest string, args ...any) (calls []Call, err error) {
	rows, err := h.db.readers.QueryContext(ctx, "SELECT "+callColumns+" FROM call "+rest, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		c, err := scanCall(rows)
		if err != nil {
			return nil, err
		}
		calls = append(calls, c)
	}
	return calls, rows.Err()
}

func scanCall(rows *sql.Rows) (c Call, err error) {
	var at, saved, changed int64
	var zone int
	var asks, flags, given, verdict []byte
	err = rows.Scan(&c.ID, &c.UID, &at, &zone, &c.Number, &c.Dial, &c.Region, &c.Party, &asks, &flags, &given,
		&c.Words, &verdict, &saved, &changed)
	if err != nil {
		return Call{}, err
	}
	for _, field := range []struct {
		stored []byte
		into   any
	}{{asks, &c.Asks}, {flags, &c.Flags}, {given, &c.Given}} {
		if err := json.Unmarshal(field.stored, field.into); err != nil {
			return Call{}, err
		}
	}
	if c.Verdict, err = readJudgement(verdict); err != nil {
		return Call{}, err
	}
	c.At = fromMillis(at).In(time.FixedZone("", zone))
	c.Saved, c.Changed = fromMillis(saved), fromMillis(changed)
	return c, nil
}

// SaveCall adds a call whose ID is 0, or else changes the one that has the ID, and returns it as it is saved. A call
// that was deleted comes back under its ID and UID.
func (h *Home) SaveCall(ctx context.Context, c Call) (Call, error) {
	now := fromMillis(millis(h.options.Now()))
	if c.UID == "" {
		uid, err := uuid.NewRandom()
		if err != nil {
			return Call{}, fmt.Errorf("store: save call: %w", err)
		}
		c.UID, c.Saved = uid.String(), now
	}
	c.Changed = now
	stored, err := callValues(c)
	if err != nil {
		return Call{}, fmt.Errorf("store: save call: %w", err)
	}
	err = h.write(ctx, "save call", func(tx *sql.Tx) error {
		return tx.QueryRowContext(ctx, `
			INSERT INTO call (`+callColumns+`)
			VALUES (nullif(?1, 0), ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
			ON CONFLICT (id) DO UPDATE SET at = ?3, zone = ?4, number = ?5, dial = ?6, region = ?7, party = ?8,
				asks = ?9, flags = ?10, given = ?11, words = ?12, verdict = ?13, changed = ?15
			RETURNING id`, stored...).Scan(&c.ID)
	})
	if err != nil {
		return Call{}, err
	}
	return c, nil
}

// callValues returns the values of callColumns.
func callValues(c Call) ([]any, error) {
	asks, err := marshalList(c.Asks)
	if err != nil {
		return nil, err
	}
	flags, err := marshalList(c.Flags)
	if err != nil {
		return nil, err
	}
	given, err := marshalList(c.Given)
	if err != nil {
		return nil, err
	}
	verdict, err := writeJudgement(c.Verdict)
	if err != nil {
		return nil, err
	}
	_, zone := c.At.Zone()
	return []any{
		c.ID, c.UID, millis(c.At), zone, c.Number, c.Dial, c.Region, c.Party, asks, flags, given, c.Words, verdict,
		millis(c.Saved), millis(c.Changed),
	}, nil
}

func writeJudgement(j *Judgement) (string, error) {
	if j == nil {
		return "null", nil
	}
	stored := storedJudgement{Level: j.Level.String(), Reasons: []storedMessage{}}
	for _, reason := range j.Reasons {
		stored.Reasons = append(stored.Reasons, storeMessage(reason))
	}
	data, err := json.Marshal(stored)
	return string(data), err
}

func readJudgement(data []byte) (*Judgement, error) {
	var stored *storedJudgement
	if err := json.Unmarshal(data, &stored); err != nil || stored == nil {
		return nil, err
	}
	j := new(Judgement)
	for _, level := range blocklist.Levels() {
		if level.String() == stored.Level {
			j.Level = level
		}
	}
	for _, m := range stored.Reasons {
		j.Reasons = append(j.Reasons, m.message())
	}
	return j, nil
}

// DeleteCall deletes a call. That there is none is no error.
func (h *Home) DeleteCall(ctx context.Context, id int64) error {
	return h.exec(ctx, "delete call", "DELETE FROM call WHERE id = ?", id)
}

// EraseCalls erases the diary so that its bytes are gone from the data folder: from the file, from its write-ahead
// log, and with the copies that were made before migrations and the damaged files that were set aside, which may hold
// calls too. What a disk keeps of overwritten files is not in a program's hands.
func (h *Home) EraseCalls(ctx context.Context) error {
	if err := h.exec(ctx, "erase diary", "DELETE FROM call"); err != nil {
		return err
	}
	if err := h.exec(ctx, "erase diary", "VACUUM"); err != nil {
		return err
	}
	if err := h.emptyLog(ctx); err != nil {
		return h.explain(ctx, "erase diary", err)
	}
	return h.explain(ctx, "erase diary", h.removeCopies())
}

func (h *Home) removeCopies() error {
	folder, name := filepath.Split(h.db.path)
	entries, err := os.ReadDir(folder)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), name+copyMark) || strings.HasPrefix(e.Name(), name+asideMark) {
			if err := os.Remove(filepath.Join(folder, e.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}

// emptyLog moves all of the write-ahead log into the file and cuts the log to nothing.
func (h *Home) emptyLog(ctx context.Context) error {
	var busy, inLog, moved int
	err := h.db.writer.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &inLog, &moved)
	if err == nil && busy != 0 {
		err = blocklist.Errorf(ErrLocked.Message, "store: the write-ahead log is in use")
	}
	return err
}
