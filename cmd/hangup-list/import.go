package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/schollz/progressbar/v3"

	"hangup/blocklist"
	"hangup/blocklist/maker"
)

// importCommand takes in a file of complaints.
type importCommand struct {
	Feed   maker.Feed `required:"" enum:"ftc-dnc,numbers"`
	Source string
	Region string
	Seen   time.Time `format:"2006-01-02"`
	File   string    `arg:""`
}

var errFile = &blocklist.Error{Message: blocklist.Say("error.maker.file")}

// refusals gives each reason why rows were not taken its words.
var refusals = map[maker.Refusal]string{
	maker.RefusedRow:      "maker.refused.row",
	maker.RefusedNumber:   "maker.refused.number",
	maker.RefusedUnissued: "maker.refused.unissued",
	maker.RefusedRegion:   "maker.refused.region",
	maker.RefusedCategory: "maker.refused.category",
	maker.RefusedReports:  "maker.refused.reports",
	maker.RefusedDate:     "maker.refused.date",
	maker.RefusedOfficial: "maker.refused.official",
}

func (c *importCommand) run(ctx context.Context, p *program) error {
	m, err := p.maker(ctx)
	if err != nil {
		return err
	}
	defer m.Close()
	file, err := os.Open(c.File)
	if err != nil {
		return blocklist.Errorf(errFile.Message, "%w", err)
	}
	defer file.Close()
	what := maker.Import{Feed: c.Feed, Source: c.Source, Region: blocklist.Region(strings.ToUpper(c.Region))}
	if !c.Seen.IsZero() {
		what.Seen = maker.DayOf(c.Seen)
	}
	bar, err := p.progress(file)
	if err != nil {
		return blocklist.Errorf(errFile.Message, "%w", err)
	}
	done, err := m.Import(ctx, what, io.TeeReader(file, bar))
	if barErr := bar.Exit(); err == nil {
		err = barErr
	}
	if errors.Is(err, maker.ErrNothing) && !p.json {
		p.say(refused(done)...)
	}
	if err != nil {
		return err
	}
	return p.answer(done, c.words(done)...)
}

// progress returns a bar over the bytes of the file, drawn only when somebody looks at the terminal.
func (p *program) progress(file *os.File) (*progressbar.ProgressBar, error) {
	info, err := file.Stat()
	if err != nil {
		return nil, fmt.Errorf("progress: %w", err)
	}
	return progressbar.NewOptions64(info.Size(),
		progressbar.OptionSetWriter(p.errs),
		progressbar.OptionSetVisibility(isTerminal(p.errs)),
		progressbar.OptionSetDescription(p.words.ID("maker.import.progress")),
		progressbar.OptionShowBytes(true),
		progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionClearOnFinish(),
	), nil
}

func (c *importCommand) words(done maker.Imported) []blocklist.Message {
	if done.Before != nil {
		return []blocklist.Message{
			{ID: "maker.import.before", Args: blocklist.Args{"Date": done.Before.Local()}},
		}
	}
	said := []blocklist.Message{
		{ID: "maker.import.taken", Args: blocklist.Args{"Count": done.Taken}},
		{ID: "maker.import.numbers", Args: blocklist.Args{"Count": done.Numbers, "New": done.New}},
	}
	said = append(said, refused(done)...)
	if c.Feed == maker.FeedFTC && c.Seen.IsZero() {
		said = append(said, blocklist.Message{ID: "maker.import.no_dates", Args: blocklist.Args{"Date": done.Seen.Time()}})
	}
	return append(said, blocklist.Say("maker.next.build"))
}

// refused tells how many rows were not taken, by reason.
func refused(done maker.Imported) []blocklist.Message {
	var said []blocklist.Message
	for _, r := range maker.Refusals() {
		if n := done.Refused[r]; n > 0 {
			said = append(said, blocklist.Message{ID: refusals[r], Args: blocklist.Args{"Count": n}})
		}
	}
	return said
}
