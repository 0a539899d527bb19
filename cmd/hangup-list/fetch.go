package main

import (
	"context"
	"net/http"
	"time"

	"hangup/blocklist"
	"hangup/blocklist/maker"
)

// fetchTimeout is how long one daily file may take. It has some 1.5 MB.
const fetchTimeout = 5 * time.Minute

// fetchJSON is what `hangup-list import --feed ftc-daily --from DATE --json` writes.
type fetchJSON struct {
	Days []maker.FetchedDay `json:"days"`
}

// fetch takes in the FTC's files of some days, and tells of each. What was taken in before an error stays, and is told.
func (c *importCommand) fetch(ctx context.Context, p *program, m *maker.Maker) error {
	from, to := maker.DayOf(c.From), maker.DayOf(c.From)
	if !c.To.IsZero() {
		to = maker.DayOf(c.To)
	}
	report := fetchJSON{Days: []maker.FetchedDay{}}
	f := maker.Fetch{Base: c.Base, From: from, To: to, Client: &http.Client{Timeout: fetchTimeout}}
	err := m.FetchFTC(ctx, f, c.what(), func(d maker.FetchedDay) {
		report.Days = append(report.Days, d)
		if !p.json {
			p.say(fetched(d))
		}
	})
	if err != nil {
		return err
	}
	return p.answer(report, blocklist.Say("maker.next.build"))
}

// fetched tells what came of one day.
func fetched(d maker.FetchedDay) blocklist.Message {
	args := blocklist.Args{"Date": d.Day.Time()}
	switch {
	case d.Missing && d.Day.Weekend():
		return blocklist.Message{ID: "maker.fetch.weekend", Args: args}
	case d.Missing:
		return blocklist.Message{ID: "maker.fetch.missing", Args: args}
	case d.Before != nil:
		return blocklist.Message{ID: "maker.fetch.before", Args: args}
	}
	args["Taken"], args["New"], args["Rows"] = d.Taken, d.New, d.Rows
	return blocklist.Message{ID: "maker.fetch.taken", Args: args}
}
