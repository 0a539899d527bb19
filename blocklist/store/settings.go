package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"hangup/blocklist"
)

// Settings are the choices of the person. Zero values mean that nothing was chosen yet.
type Settings struct {
	Language  string // BCP 47, such as "ru"
	TextSize  int    // pixels
	Region    blocklist.Region
	HearsFrom []blocklist.Region // other countries that calls are expected from
	// Schedule says how often followed lists are synced without being asked.
	Schedule Schedule
	// StartsWithComputer says that the person wants HangUp in the tray when the computer starts. The system's own
	// entry for that is package main's.
	StartsWithComputer bool
	// FamilyWord is when a family word was agreed, or the zero time. The word itself is never asked for.
	FamilyWord time.Time
	// Locked closes the relatives' part against slips of the hand. It protects nothing from anybody who means it.
	Locked bool
	// ReadAloud says that screens are read aloud as they open, without being asked.
	ReadAloud bool
	// VoiceRate is how fast texts are read, in per cent of the voice's usual speed; 0 is the usual speed.
	VoiceRate int
	// SetupOffered says that the person saw the offer of a guided setup and put it aside.
	SetupOffered bool
}

// Schedule is how often followed lists are synced.
type Schedule string

// The schedules. The zero value is daily, too: it was not chosen.
const (
	ScheduleDaily  Schedule = "daily"
	ScheduleWeekly Schedule = "weekly"
	ScheduleManual Schedule = "manual" // only when asked
)

// Every returns the time between two syncs, or 0 for [ScheduleManual].
func (s Schedule) Every() time.Duration {
	switch s {
	case ScheduleManual:
		return 0
	case ScheduleWeekly:
		return 7 * 24 * time.Hour
	default:
		return 24 * time.Hour
	}
}

// Settings returns the settings.
func (h *Home) Settings(ctx context.Context) (Settings, error) {
	s, err := readSettings(ctx, h.db.readers)
	return s, h.explain(ctx, "read settings", err)
}

// SaveSettings replaces all settings.
func (h *Home) SaveSettings(ctx context.Context, s Settings) error {
	return h.ChangeSettings(ctx, func(saved *Settings) { *saved = s })
}

// ChangeSettings changes some settings and leaves the others as they are at that moment.
func (h *Home) ChangeSettings(ctx context.Context, change func(*Settings)) error {
	return h.write(ctx, "save settings", func(tx *sql.Tx) error {
		s, err := readSettings(ctx, tx)
		if err != nil {
			return err
		}
		change(&s)
		return writeSettings(ctx, tx, s)
	})
}

func readSettings(ctx context.Context, q queryer) (Settings, error) {
	var s Settings
	var hearsFrom []byte
	var familyWord int64
	err := q.QueryRowContext(ctx, `
		SELECT language, text_size, region, hears_from, schedule, starts, family_word, locked, read_aloud, voice_rate,
			setup_offered
		FROM settings`).
		Scan(&s.Language, &s.TextSize, &s.Region, &hearsFrom, &s.Schedule, &s.StartsWithComputer, &familyWord,
			&s.Locked, &s.ReadAloud, &s.VoiceRate, &s.SetupOffered)
	if err == nil {
		err = json.Unmarshal(hearsFrom, &s.HearsFrom)
	}
	if err != nil {
		return Settings{}, err
	}
	s.FamilyWord = fromMillisOrZero(familyWord)
	return s, nil
}

func writeSettings(ctx context.Context, tx *sql.Tx, s Settings) error {
	hearsFrom, err := marshalList(s.HearsFrom)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `
		UPDATE settings SET language = ?, text_size = ?, region = ?, hears_from = ?, schedule = ?, starts = ?,
			family_word = ?, locked = ?, read_aloud = ?, voice_rate = ?, setup_offered = ?`,
		s.Language, s.TextSize, s.Region, hearsFrom, s.Schedule, s.StartsWithComputer,
		millisOrZero(s.FamilyWord), s.Locked, s.ReadAloud, s.VoiceRate, s.SetupOffered)
	return err
}

// marshalList writes a list as a JSON array, which an empty list is too.
func marshalList[T any](list []T) (string, error) {
	if list == nil {
		list = []T{}
	}
	data, err := json.Marshal(list)
	return string(data), err
}

// millisOrZero is millis, with 0 for the zero time.
func millisOrZero(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return millis(t)
}

func fromMillisOrZero(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return fromMillis(ms)
}
