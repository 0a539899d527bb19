package maker_test

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path"
	"path/filepath"
	"testing"
	"time"

	"hangup/blocklist/maker"
	"hangup/blocklist/maker/makertest"
)

// ftcSite serves daily files as the FTC does: some days have none, some an odd name, and one a page instead.
func ftcSite(t *testing.T, files map[string]string) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		text, ok := files[path.Base(r.URL.Path)]
		switch {
		case !ok:
			http.NotFound(w, r)
		case text == "":
			http.Error(w, "try later", http.StatusServiceUnavailable)
		default:
			w.Write([]byte(text))
		}
	}))
	t.Cleanup(server.Close)
	return server
}

func fetch(l *makertest.List, base, from, to string) ([]maker.FetchedDay, error) {
	var days []maker.FetchedDay
	f := maker.Fetch{Base: base, From: day(from), To: day(to), Client: http.DefaultClient}
	err := l.Maker.FetchFTC(context.Background(), f, maker.Import{}, func(d maker.FetchedDay) { days = append(days, d) })
	return days, err
}

func TestFetchFTC(t *testing.T) {
	const complaint = "2015550123,2026-11-19 00:03:04,,,,,Other,N\n"
	files := map[string]string{
		"DNC_Complaint_Numbers_2026-11-19.csv":   ftcHeader + complaint,
		"DNC_Complaint_Numbers_2026-11-20_0.csv": ftcHeader + complaint + "2015550123,11/20/2026 9:15,,,,,Other,Y\n",
		"DNC_Complaint_Numbers_2026-11-21.csv":   "<!DOCTYPE html><title>Page not found</title>",
		"DNC_Complaint_Numbers_2026-11-18.csv":   ftcHeader,
	}
	site := ftcSite(t, files)
	l := makertest.New(t, start, "")
	days, err := fetch(l, site.URL+"/", "2026-11-19", "2026-11-23")
	if err != nil {
		t.Fatal(err)
	}
	if len(days) != 5 {
		t.Fatalf("%d days, want 5: %+v", len(days), days)
	}
	for i, want := range []struct {
		taken            int
		missing, weekend bool
	}{{taken: 1}, {taken: 1}, {missing: true, weekend: true}, {missing: true, weekend: true}, {missing: true}} {
		d := days[i]
		if d.Taken != want.taken || d.Missing != want.missing || d.Day.Weekend() != want.weekend {
			t.Errorf("%s: %+v", d.Day, d)
		}
	}
	if empty, err := fetch(l, site.URL, "2026-11-18", "2026-11-18"); err != nil || empty[0].Taken != 0 || empty[0].Missing {
		t.Errorf("a file without complaints: %+v, %v", empty, err)
	}
	// Again, with the day that was missing: only that is new.
	files["DNC_Complaint_Numbers_2026-11-23.csv"] = ftcHeader + "2015550123,2026-11-23 00:03:04,,,,,Other,N\n"
	if days, err = fetch(l, site.URL, "2026-11-19", "2026-11-23"); err != nil {
		t.Fatal(err)
	}
	if days[0].Before == nil || days[1].Before == nil || days[4].Taken != 1 {
		t.Errorf("fetched again: %+v", days)
	}
	l.Publish()
	if got := entries(t, l)[12015550123].Reports.AtLeast(); got != 3 {
		t.Errorf("three complaints of three days count as %d", got)
	}
}

func TestFetchFTCFails(t *testing.T) {
	site := ftcSite(t, map[string]string{
		"DNC_Complaint_Numbers_2026-11-19.csv": ftcHeader + "2015550123,2026-11-19 00:03:04,,,,,Other,N\n",
		"DNC_Complaint_Numbers_2026-11-20.csv": "", // the server has trouble
	})
	l := makertest.New(t, start, "")
	days, err := fetch(l, site.URL, "2026-11-19", "2026-11-21")
	if !errors.Is(err, maker.ErrFetch) || len(days) != 1 || days[0].Taken != 1 {
		t.Errorf("a server in trouble: %+v, %v", days, err)
	}
	site.Close()
	if _, err := fetch(l, site.URL, "2026-11-19", "2026-11-19"); !errors.Is(err, maker.ErrFetch) {
		t.Errorf("no server: %v", err)
	}
	for _, period := range [][2]string{{"2026-11-20", "2026-11-19"}, {"2024-11-19", "2026-11-19"}} {
		if _, err := fetch(l, site.URL, period[0], period[1]); !errors.Is(err, maker.ErrPeriod) {
			t.Errorf("%v: %v", period, err)
		}
	}
	if _, err := fetch(l, site.URL, "2026-11-19", "2026-11-24"); !errors.Is(err, maker.ErrFuture) {
		t.Errorf("a day to come: %v", err)
	}
}

// Evidence of the program's first version is taken over, and its sources keep their weight.
func TestEvidenceOfTheFirstVersion(t *testing.T) {
	l := makertest.New(t, start, "")
	dir := filepath.Dir(l.Public())
	if err := l.Maker.Close(); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "evidence.db")
	old, err := sql.Open("sqlite3", file)
	if err != nil {
		t.Fatal(err)
	}
	for _, do := range []string{
		"DROP TABLE dispute; DROP TABLE pattern; DROP TABLE complaint; DROP TABLE import; DROP TABLE evidence; DROP TABLE source; DROP TABLE build",
		string(mustRead(t, "evidence.sql")),
		"PRAGMA user_version = 1",
		"INSERT INTO source VALUES (1, 'police', 'numbers')",
		"INSERT INTO evidence VALUES (44, 442071838750, 1, 1, 9, 0, 20700, 20770)",
		"INSERT INTO import VALUES (1, x'00', 1, 1795392000, 1)",
	} {
		if _, err := old.Exec(do); err != nil {
			t.Fatal(err)
		}
	}
	if err := old.Close(); err != nil {
		t.Fatal(err)
	}
	m, err := maker.Open(context.Background(), dir, maker.Options{
		Now: func() time.Time { return l.Time }, Log: slog.New(slog.DiscardHandler), WorkFactor: 1,
	})
	if err != nil {
		t.Fatal(err)
	}
	l.Maker = m
	t.Cleanup(func() { m.Close() })
	l.Publish("+74951234567,,1,2026-11-01")
	if got := entries(t, l)[442071838750].Reports.AtLeast(); got != 5 {
		t.Errorf("nine reports of the first version count as at least %d, want 5", got)
	}
}
