package maker

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"hangup/blocklist"
)

// FTCBase is where the Federal Trade Commission publishes its daily files.
const FTCBase = "https://www.ftc.gov/sites/default/files"

// Limits of a fetch.
const (
	MaxFetchDays = 400
	maxFetch     = 64 << 20 // bytes of one file; a real one has about 1.5 million
)

// ftcNames are the names a day's file may have. The web site adds _0 when a file is put up a second time.
var ftcNames = []string{"DNC_Complaint_Numbers_%s.csv", "DNC_Complaint_Numbers_%s_0.csv"}

// Errors of [Maker.FetchFTC].
var (
	// ErrPeriod is returned when the first day is after the last, or the period is longer than MaxFetchDays.
	ErrPeriod = &blocklist.Error{Message: blocklist.Message{
		ID: "error.maker.period", Args: blocklist.Args{"Count": MaxFetchDays},
	}}
	// ErrFetch is returned when a server does not answer, or answers with anything but a file or that there is none.
	// The days before were taken in, and fetching again costs nothing.
	ErrFetch = &blocklist.Error{Message: blocklist.Say("error.maker.fetch")}
)

// Fetch says which daily files to fetch.
type Fetch struct {
	Base     string // the folder; empty means FTCBase
	From, To Day
	Client   *http.Client
}

// FetchedDay says what came of one day.
type FetchedDay struct {
	Day  Day    `json:"day"`
	File string `json:"file,omitempty"`
	// Missing is true when there is no file: none is published at weekends and on holidays, and old ones are removed.
	Missing bool `json:"missing"`
	// Imported is what was taken in; it is empty for a missing day.
	Imported
}

// FetchFTC fetches the daily files of a period and takes in each as [Maker.Import] does, with FeedFTCDaily. A day
// without a file is told and passed over. Each is called after each day.
func (m *Maker) FetchFTC(ctx context.Context, f Fetch, i Import, each func(FetchedDay)) error {
	today := DayOf(m.o.Now())
	if f.To > today {
		return ErrFuture
	}
	if f.From > f.To || f.To-f.From >= MaxFetchDays {
		return ErrPeriod
	}
	if f.Base == "" {
		f.Base = FTCBase
	}
	i.Feed = FeedFTCDaily
	for day := f.From; day <= f.To; day++ {
		done, err := m.fetchDay(ctx, f, i, day)
		if err != nil {
			return err
		}
		each(done)
	}
	return nil
}

// fetchDay tries the names a day's file may have.
func (m *Maker) fetchDay(ctx context.Context, f Fetch, i Import, day Day) (FetchedDay, error) {
	for _, name := range ftcNames {
		url := strings.TrimRight(f.Base, "/") + "/" + fmt.Sprintf(name, day)
		data, err := download(ctx, f.Client, url)
		if errors.Is(err, errNoFile) {
			continue
		}
		if err != nil {
			return FetchedDay{}, blocklist.Errorf(blocklist.Message{
				ID: ErrFetch.Message.ID, Args: blocklist.Args{"Date": day.Time()},
			}, "maker: fetch %s: %w", url, err)
		}
		done, err := m.Import(ctx, i, bytes.NewReader(data))
		if errors.Is(err, ErrHeader) {
			continue // some servers answer with a page that says there is no such file
		}
		if errors.Is(err, ErrNothing) {
			err = nil // a day on which nobody complained
		}
		return FetchedDay{Day: day, File: fmt.Sprintf(name, day), Imported: done}, err
	}
	return FetchedDay{Day: day, Missing: true, Imported: Imported{Seen: day}}, nil
}

// errNoFile is returned by download when the server says that there is no such file.
var errNoFile = errors.New("maker: no such file")

func download(ctx context.Context, client *http.Client, url string) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("User-Agent", "hangup-list")
	answer, err := client.Do(req)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	switch answer.StatusCode {
	case http.StatusOK:
	case http.StatusNotFound, http.StatusGone:
		return nil, errNoFile
	default:
		return nil, fmt.Errorf("answer %s", answer.Status)
	}
	data, err := io.ReadAll(io.LimitReader(answer.Body, maxFetch+1))
	if err != nil {
		return nil, err
	}
	if len(data) > maxFetch {
		return nil, fmt.Errorf("file of more than %d bytes", maxFetch)
	}
	return data, nil
}

// Weekend reports whether the day is a Saturday or a Sunday, when the FTC publishes nothing.
func (d Day) Weekend() bool {
	w := d.Time().Weekday()
	return w == time.Saturday || w == time.Sunday
}
