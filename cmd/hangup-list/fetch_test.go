package main

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// TestFetch takes in the FTC's files of a weekend and of a Monday from a server that has one of them.
func TestFetch(t *testing.T) {
	const file = "Company_Phone_Number,Created_Date\n2015550123,2026-01-19 00:03:04\nnone,2026-01-19 00:03:05\n"
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/files/DNC_Complaint_Numbers_2026-01-19.csv" {
			http.NotFound(w, r)
			return
		}
		w.Write([]byte(file))
	}))
	defer server.Close()
	t.Setenv("HANGUP_LIST", t.TempDir())
	t.Setenv("HANGUP_PASSPHRASE", "correct horse battery")
	t.Setenv("LANG", "en_US.UTF-8")
	do := func(args ...string) string {
		t.Helper()
		var out, errs bytes.Buffer
		if code := run(context.Background(), args, strings.NewReader(""), &out, &errs, quick); code != exitOK {
			t.Fatalf("hangup-list %v: exit code %d: %s", args, code, &errs)
		}
		return out.String()
	}
	do("init", "--name", "Test", "--url", "https://example.org")
	fetch := []string{"import", "--feed", "ftc-daily", "--from", "2026-01-17", "--to", "2026-01-20", "--base", server.URL + "/files"}
	said := do(fetch...)
	for _, want := range []string{
		"17 January 2026: no file. There is none at weekends.", "19 January 2026: took 1 of 2 rows; new numbers: 1.",
		"20 January 2026: there is no file.", "Next: hangup-list build",
	} {
		if !strings.Contains(said, want) {
			t.Errorf("it does not say %q:\n%s", want, said)
		}
	}
	var report struct {
		Days []struct {
			Before  *time.Time
			Missing bool
		}
	}
	if err := json.Unmarshal([]byte(do(append(fetch, "--json")...)), &report); err != nil {
		t.Fatal(err)
	}
	if len(report.Days) != 4 || report.Days[2].Before == nil || !report.Days[3].Missing {
		t.Errorf("fetched again: %+v", report.Days)
	}
}
