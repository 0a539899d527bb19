package maker

import (
	"fmt"
	"time"
)

// Day is a calendar day, counted from 1 January 1970.
type Day int32

// DayOf returns the day of t in UTC.
func DayOf(t time.Time) Day {
	return Day(t.UTC().Truncate(24*time.Hour).Unix() / (24 * 60 * 60))
}

// ParseDay reads a day written as 2026-11-23.
func ParseDay(s string) (Day, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return 0, fmt.Errorf("maker: %w", err)
	}
	return DayOf(t), nil
}

// Time returns the first instant of the day in UTC.
func (d Day) Time() time.Time { return time.Unix(int64(d)*24*60*60, 0).UTC() }

// String returns the day as 2026-11-23.
func (d Day) String() string { return d.Time().Format(time.DateOnly) }

// MarshalText implements [encoding.TextMarshaler] with what String returns.
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }
