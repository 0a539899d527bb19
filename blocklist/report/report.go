// Package report is the file in which a person tells a list's maker what they know of numbers.
//
// The program writes such a file when the person says that an answer is not right, and asks for it; it never sends one.
// The person hands it over as they like: on a stick, by mail, at a community centre. It is JSON:
//
//	{
//	  "format": "hangup-report",
//	  "version": 1,
//	  "reports": [
//	    {"id": "9f86d081884c7d659a2feaa0c55ad015", "number": "+442071838750", "date": "2026-11-23", "says": "harmless"}
//	  ]
//	}
//
// A report holds nothing about the person. Its id is the same each time one person tells the same of one number, so
// that nobody counts twice; what they tell of two numbers cannot be linked by it. Says is "harmless" or "scam"; with
// "scam" there may be a category, by the names of [blocklist.Category]. Numbers are E.164. What a reader does not know,
// it passes over; another version it refuses.
package report

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"time"

	"hangup/blocklist"
)

// format and version stand at the head of each file.
const (
	format  = "hangup-report"
	version = 1
)

// MaxFile is the size of the largest file read, in bytes. One person has no more to tell.
const MaxFile = 1 << 20

// What a report says of its number.
const (
	SaysHarmless = "harmless"
	SaysScam     = "scam"
)

// ErrNotReport is returned by Read for a file that is none of these, or of another version.
var ErrNotReport = errors.New("report: not a report file")

// Report is what one person tells of one number.
type Report struct {
	ID       string `json:"id"` // 32 lower case hexadecimal digits
	Number   string `json:"number"`
	Date     string `json:"date"` // such as 2026-11-23
	Says     string `json:"says"`
	Category string `json:"category,omitempty"`
}

type file struct {
	Format  string            `json:"format"`
	Version int               `json:"version"`
	Reports []json.RawMessage `json:"reports"`
}

// Read reads a file. Of the reports in it those without a proper id, number, day or statement come back empty.
func Read(r io.Reader) ([]Report, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxFile+1))
	if err != nil {
		return nil, fmt.Errorf("report: %w", err)
	}
	var f file
	if err := json.Unmarshal(data, &f); err != nil || len(data) > MaxFile {
		return nil, errors.Join(ErrNotReport, err)
	}
	if f.Format != format || f.Version != version {
		return nil, fmt.Errorf("%w: format %.20q, version %d", ErrNotReport, f.Format, f.Version)
	}
	reports := make([]Report, len(f.Reports))
	for i, data := range f.Reports {
		var report Report
		if json.Unmarshal(data, &report) == nil && report.valid() {
			reports[i] = report
		}
	}
	return reports, nil
}

var (
	idForm     = regexp.MustCompile(`^[0-9a-f]{32}$`)
	numberForm = regexp.MustCompile(`^\+[0-9]{7,15}$`)
)

func (r Report) valid() bool {
	_, err := time.Parse(time.DateOnly, r.Date)
	if err == nil && r.Category != "" {
		_, err = blocklist.ParseCategory(r.Category)
	}
	return err == nil && idForm.MatchString(r.ID) && numberForm.MatchString(r.Number) &&
		(r.Says == SaysHarmless || r.Says == SaysScam)
}

// Save writes one report into a folder, which it makes when there is none, and returns the path of the file. The name
// holds the day and the beginning of the id, not the number: names are seen by whoever looks over a shoulder.
func Save(folder string, r Report) (path string, err error) {
	if !r.valid() {
		return "", errors.New("report: not a proper report")
	}
	one, err := json.Marshal(r)
	if err != nil {
		return "", fmt.Errorf("report: %w", err)
	}
	data, err := json.MarshalIndent(file{format, version, []json.RawMessage{one}}, "", "  ")
	if err != nil {
		return "", fmt.Errorf("report: %w", err)
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", fmt.Errorf("report: %w", err)
	}
	path = filepath.Join(folder, fmt.Sprintf("hangup-report-%s-%s.json", r.Date, r.ID[:8]))
	if err := os.WriteFile(path, append(data, '\n'), 0o600); err != nil {
		return "", fmt.Errorf("report: %w", err)
	}
	return path, nil
}
