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

// importCommand takes in a file of complaints, fetches those of some days, or takes in scam scripts.
type importCommand struct {
	Feed    maker.Feed `default:"" enum:",ftc-dnc,numbers,ftc-daily,phoneblock,patterns,reports"`
	Source  string
	Trusted *bool `negatable:""`
	Region  string
	Seen    time.Time `format:"2006-01-02"`
	From    time.Time `format:"2006-01-02"`
	To      time.Time `format:"2006-01-02"`
	Base    string
	Remove  bool
	File    string `arg:"" optional:""`
	Folder  string `arg:"" optional:""`
}

var errFile = &blocklist.Error{Message: blocklist.Say("error.maker.file")}

// errFileOrDays is for a command line that names neither a file nor days to fetch, or both.
var errFileOrDays = &blocklist.Error{Message: blocklist.Say("error.maker.file_or_days")}

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
	maker.RefusedTwice:    "maker.refused.twice",
	maker.RefusedOld:      "maker.refused.old",
	maker.RefusedWide:     "maker.refused.wide",
	maker.RefusedHarmless: "maker.refused.harmless",
}

func (c *importCommand) run(ctx context.Context, p *program) error {
	scripts := c.Feed == "" && c.File == takesScripts && c.Remove != (c.Folder != "")
	if !scripts && (c.Feed == "" || c.Folder != "" || c.Remove) {
		return blocklist.Errorf(errCommandLine.Message, "--feed is needed; or: import scripts DIR")
	}
	fetches := !c.From.IsZero()
	if fetches == (c.File != "") || fetches && c.Feed != maker.FeedFTCDaily ||
		!fetches && (c.Base != "" || !c.To.IsZero()) {
		return errFileOrDays
	}
	m, err := p.maker(ctx)
	if err != nil {
		return err
	}
	defer m.Close()
	if scripts {
		return c.scripts(ctx, p, m)
	}
	if fetches {
		return c.fetch(ctx, p, m)
	}
	return c.readFile(ctx, p, m)
}

// what says how to take in whatever the command names.
func (c *importCommand) what() maker.Import {
	what := maker.Import{
		Feed: c.Feed, Source: c.Source, Trusted: c.Trusted, Region: blocklist.Region(strings.ToUpper(c.Region)),
	}
	if !c.Seen.IsZero() {
		what.Seen = maker.DayOf(c.Seen)
	}
	return what
}

func (c *importCommand) readFile(ctx context.Context, p *program, m *maker.Maker) error {
	file, err := os.Open(c.File)
	if err != nil {
		return blocklist.Errorf(errFile.Message, "%w", err)
	}
	defer file.Close()
	bar, err := p.progress(file)
	if err != nil {
		return blocklist.Errorf(errFile.Message, "%w", err)
	}
	done, err := m.Import(ctx, c.what(), io.TeeReader(file, bar))
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
		said := []blocklist.Message{
			{ID: "maker.import.before", Args: blocklist.Args{"Date": done.Before.Local()}},
		}
		if c.Trusted != nil {
			said = append(said, blocklist.Say("maker.import.trust_noted"))
		}
		return said
	}
	said := []blocklist.Message{{ID: "maker.import.taken", Args: blocklist.Args{"Count": done.Taken}}}
	if done.Numbers > 0 {
		said = append(said, blocklist.Message{ID: "maker.import.numbers", Args: blocklist.Args{
			"Count": done.Numbers, "New": done.New,
		}})
	}
	if done.Patterns > 0 {
		said = append(said, blocklist.Message{ID: "maker.import.patterns", Args: blocklist.Args{
			"Count": done.Patterns, "Needed": maker.PatternNumbers,
		}})
	}
	if done.Withdrawn > 0 {
		said = append(said, blocklist.Message{ID: "maker.import.withdrawn", Args: blocklist.Args{"Count": done.Withdrawn}})
	}
	said = append(said, refused(done)...)
	if !done.Trusted {
		said = append(said, blocklist.Message{ID: "maker.import.untrusted", Args: blocklist.Args{
			"Count": maker.UntrustedReports,
		}})
	}
	for _, d := range done.Disputed[:min(len(done.Disputed), mostDisputed)] {
		said = append(said, blocklist.Message{ID: "maker.import.disputed", Args: blocklist.Args{
			"Count": d.People, "Number": d.Number, "Reports": d.Reports,
		}})
	}
	if (c.Feed == maker.FeedFTC || c.Feed == maker.FeedPatterns) && c.Seen.IsZero() {
		said = append(said, blocklist.Message{ID: "maker.import.no_dates", Args: blocklist.Args{"Date": done.Seen.Time()}})
	}
	return append(said, blocklist.Say("maker.next.build"))
}

// mostDisputed is how many disputed numbers are told in words; --json has more.
const mostDisputed = 10

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
