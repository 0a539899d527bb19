package report_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hangup/blocklist/report"
)

const id = "9f86d081884c7d659a2feaa0c55ad015"

var good = report.Report{ID: id, Number: "+442071838750", Date: "2026-11-23", Says: report.SaysHarmless}

func TestSaveAndRead(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "HangUp")
	path, err := report.Save(folder, good)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(filepath.Base(path), "2071838750") {
		t.Errorf("the name %q tells the number", filepath.Base(path))
	}
	again, err := report.Save(folder, good)
	if err != nil || again != path {
		t.Errorf("the same report again: %q, %v", again, err)
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others can read the file: %v, %v", info.Mode(), err)
	}
	got, err := report.Read(f)
	if err != nil || len(got) != 1 || got[0] != good {
		t.Errorf("read %+v, %v", got, err)
	}
	if _, err := report.Save(folder, report.Report{Number: "1"}); err == nil {
		t.Error("half a report was saved")
	}
}

func TestReadPassesOverWhatItCannotUse(t *testing.T) {
	const head = `{"format":"hangup-report","version":1,"reports":[`
	for name, one := range map[string]string{
		"no object": `7`, "no id": `{"number":"+442071838750","date":"2026-11-23","says":"scam"}`,
		"number":   `{"id":"` + id + `","number":"020 7183 8750","date":"2026-11-23","says":"scam"}`,
		"date":     `{"id":"` + id + `","number":"+442071838750","date":"23.11.2026","says":"scam"}`,
		"says":     `{"id":"` + id + `","number":"+442071838750","date":"2026-11-23","says":"maybe"}`,
		"category": `{"id":"` + id + `","number":"+442071838750","date":"2026-11-23","says":"scam","category":"wizard"}`,
	} {
		got, err := report.Read(strings.NewReader(head + one + `],"more":true}`))
		if err != nil || len(got) != 1 || got[0] != (report.Report{}) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

func TestReadRefuses(t *testing.T) {
	for name, text := range map[string]string{
		"nothing":         "",
		"other JSON":      `{"numbers":[]}`,
		"newer version":   `{"format":"hangup-report","version":2,"reports":[]}`,
		"cut off":         `{"format":"hangup-report","version":1,"reports":[`,
		"something after": `{"format":"hangup-report","version":1,"reports":[]} 1`,
		"too long":        `{"format":"hangup-report","version":1,"reports":[]}` + strings.Repeat(" ", report.MaxFile),
	} {
		if _, err := report.Read(strings.NewReader(text)); !errors.Is(err, report.ErrNotReport) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(`{"format":"hangup-report","version":1,"reports":[{"id":"` + id + `","number":"+442071838750","date":"2026-11-23","says":"harmless"}]}`)
	f.Add(`{"format":"hangup-report","version":1,"reports":[null,{}]}`)
	f.Add(`[]`)
	f.Fuzz(func(t *testing.T, text string) {
		reports, err := report.Read(strings.NewReader(text))
		if err != nil {
			return
		}
		for _, r := range reports {
			if r == (report.Report{}) {
				continue
			}
			// Whatever was read can be written.
			if _, err := report.Save(t.TempDir(), r); err != nil {
				t.Fatalf("%+v: %v", r, err)
			}
		}
	})
}
