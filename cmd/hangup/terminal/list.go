package terminal

import (
	"context"
	"fmt"
	"strings"
	"time"

	"hangup/blocklist"
	"hangup/blocklist/follow"
	"hangup/blocklist/repository"
	"hangup/blocklist/update"
)

// TrustOptions say what to do with a card.
type TrustOptions struct {
	Replace string // name or ID of the followed list in whose place the card comes
	Beside  bool   // follow the list beside the one of the same name
	Yes     bool   // do not ask before a card is replaced
}

// Trust starts to follow the list whose card is in the file at path, and shows the words to compare. A card with the
// name of a list that is followed is not taken without being told how.
func (t *Terminal) Trust(ctx context.Context, path string, o TrustOptions) int {
	card, err := repository.OpenCard(path)
	if err == nil {
		err = t.Keeper.Client.Trust(card)
	}
	if err != nil {
		return t.fail(err, false)
	}
	if o.Replace != "" {
		return t.replace(ctx, card, o)
	}
	namesake, err := t.Keeper.Namesake(ctx, card)
	if err != nil {
		return t.fail(err, false)
	}
	if namesake != nil && !o.Beside {
		t.say(blocklist.Message{ID: "cli.trust.namesake", Args: blocklist.Args{"Name": card.Name}})
		t.bothCards(namesake.Card, *card)
		t.say(blocklist.Message{ID: "cli.trust.namesake.how", Args: blocklist.Args{"ID": namesake.ID}})
		return ExitFailure
	}
	if _, err := t.Keeper.Follow(ctx, card); err != nil {
		return t.fail(err, false)
	}
	t.say(blocklist.Message{ID: "cli.trust.done", Args: blocklist.Args{"Name": card.Name, "Address": card.URL}})
	t.say(blocklist.Say("cli.trust.compare"))
	t.line("  %s", t.fingerprint(*card))
	t.say(blocklist.Say("cli.trust.next"))
	return ExitOK
}

// replace puts a card in the place of another, after asking.
func (t *Terminal) replace(ctx context.Context, card *repository.Card, o TrustOptions) int {
	old, err := t.Keeper.Find(ctx, o.Replace)
	if err != nil {
		return t.fail(err, false)
	}
	t.bothCards(old.Card, *card)
	if !o.Yes {
		t.say(blocklist.Say("cli.trust.replace.ask"))
		sure := false
		err := eachLine(t.In, func(line string) bool {
			sure = strings.EqualFold(strings.TrimSpace(line), t.Words.ID("cli.trust.replace.yes"))
			return false
		})
		if err != nil {
			return t.fail(err, false)
		}
		if !sure {
			t.say(blocklist.Say("cli.trust.replace.kept"))
			return ExitFailure
		}
	}
	if _, err := t.Keeper.Replace(ctx, old.ID, card); err != nil {
		return t.fail(err, false)
	}
	t.say(blocklist.Say("cli.trust.replace.done"))
	return ExitOK
}

// bothCards shows the words of the card in use and of the one that may take its place.
func (t *Terminal) bothCards(old, next repository.Card) {
	t.say(blocklist.Say("cli.trust.old_words"))
	t.line("  %s", t.fingerprint(old))
	t.say(blocklist.Say("cli.trust.new_words"))
	t.line("  %s", t.fingerprint(next))
	t.say(blocklist.Message{ID: "cli.trust.new_address", Args: blocklist.Args{"Address": next.URL}})
}

func (t *Terminal) fingerprint(card repository.Card) string {
	return strings.Join(card.Fingerprint(t.Fingerprints), " ")
}

// syncJSON is what `hangup sync --json` writes.
type syncJSON struct {
	Lists []syncedJSON `json:"lists"`
}

type syncedJSON struct {
	Name     string    `json:"name"`
	OK       bool      `json:"ok"`
	Result   sentence  `json:"result"`
	Edition  *listJSON `json:"edition,omitempty"`
	Changed  []string  `json:"changed,omitempty"` // calling codes
	Bytes    int64     `json:"bytes"`
	Requests int       `json:"requests"`
}

// Sync brings every followed list up to date. It fails when one of them could not be synced. With accept, it takes the
// editions that the last sync refused for how much they change.
func (t *Terminal) Sync(ctx context.Context, accept, asJSON bool) int {
	if accept {
		if err := t.Keeper.AcceptChanges(ctx); err != nil {
			return t.fail(err, asJSON)
		}
	}
	reports, err := t.Keeper.SyncAll(ctx, t.progress())
	if err != nil {
		return t.fail(err, asJSON)
	}
	exit := ExitOK
	answer := syncJSON{Lists: []syncedJSON{}}
	for _, r := range reports {
		if !r.OK {
			exit = ExitFailure
		}
		answer.Lists = append(answer.Lists, t.syncedJSON(r))
		if !asJSON {
			t.line("%s: %s", r.List.Card.Name, t.Words.Say(r.Message))
			if _, refused := update.RefusedVersion(r.Message); refused {
				t.say(blocklist.Say("cli.sync.accept"))
			}
		}
	}
	if asJSON {
		t.json(answer)
	}
	return exit
}

func (t *Terminal) syncedJSON(r follow.Report) syncedJSON {
	answer := syncedJSON{
		Name: r.List.Card.Name, OK: r.OK, Result: sentence{r.Message.ID, t.Words.Say(r.Message)},
		Changed: r.Result.Changed, Bytes: r.Result.Bytes, Requests: r.Result.Requests,
	}
	if e := r.Result.Edition; e.Version > 0 {
		answer.Edition = &listJSON{e.Version, e.Date.Format(time.DateOnly), e.Entries}
	}
	return answer
}

// quiet is how long the terminal says nothing about a download, and patience after how long it does so anyway.
const (
	quiet    = time.Second
	patience = 10 * time.Second
)

// progress returns a function that writes a line for each tenth of a download and at its end, but no more than one a
// second and no less than one in ten while bytes come.
func (t *Terminal) progress() func(update.Progress) {
	now := t.Keeper.Now
	meter := update.Meter{Now: now}
	var told time.Time
	tenth := int64(-1)
	return func(p update.Progress) {
		if p.Phase != update.PhaseDownload || p.Total <= 0 {
			return
		}
		rate, left := meter.Pace(p)
		since := now().Sub(told)
		if p.Done < p.Total && (since < quiet || 10*p.Done/p.Total == tenth && since < patience) {
			return
		}
		told, tenth = now(), 10*p.Done/p.Total
		m := blocklist.Message{ID: "cli.sync.progress", Args: blocklist.Args{
			"Done": kilobytes(p.Done), "Total": kilobytes(p.Total),
		}}
		if rate > 0 && p.Done < p.Total {
			m.ID = "cli.sync.progress_left"
			m.Args["Rate"], m.Args["Left"] = kilobytes(rate), left
		}
		fmt.Fprintln(t.Err, t.Words.Say(m))
	}
}

// kilobytes rounds up, so that something is never nothing.
func kilobytes(n int64) int64 { return (n + 1023) / 1024 }

// statusJSON is what `hangup status --json` writes.
type statusJSON struct {
	Region  blocklist.Region `json:"region"`
	Starter listJSON         `json:"starter"`
	Lists   []followedJSON   `json:"lists"`
}

type followedJSON struct {
	ID       string          `json:"id"`
	Name     string          `json:"name"`
	URL      string          `json:"url"`
	Muted    bool            `json:"muted"`
	Edition  *listJSON       `json:"edition"`
	LastSync *lastSyncJSON   `json:"lastSync"`
	Scripts  *supplementJSON `json:"scripts,omitempty"`
	Ranges   *supplementJSON `json:"ranges,omitempty"`
}

type supplementJSON struct {
	Date    string   `json:"date"`
	Entries int64    `json:"entries"`
	Refused []string `json:"refused,omitempty"` // files that could not be read
}

type lastSyncJSON struct {
	At     time.Time `json:"at"`
	OK     bool      `json:"ok"`
	Result sentence  `json:"result"`
}

// Status says which lists are followed, how old they are and how the last sync went.
func (t *Terminal) Status(ctx context.Context, asJSON bool) int {
	region, err := t.Desk.Region(ctx)
	if err != nil {
		return t.fail(err, asJSON)
	}
	followed, err := t.Keeper.Status(ctx)
	if err != nil {
		return t.fail(err, asJSON)
	}
	if asJSON {
		s := t.Desk.Starter.Edition
		answer := statusJSON{
			Region: region, Starter: listJSON{s.Version, s.Date.Format(time.DateOnly), s.Entries}, Lists: []followedJSON{},
		}
		for _, f := range followed {
			answer.Lists = append(answer.Lists, t.followedJSON(f))
		}
		t.json(answer)
		return ExitOK
	}
	if region == "" {
		t.say(blocklist.Say("cli.status.no_region"))
	} else {
		t.say(blocklist.Message{ID: "cli.status.region", Args: blocklist.Args{"Country": region}})
	}
	for _, f := range followed {
		t.line("")
		t.status(f)
	}
	if len(followed) == 0 {
		t.say(blocklist.Say("list.none.title"))
		t.say(blocklist.Say("cli.status.how"))
	}
	return ExitOK
}

func (t *Terminal) status(f follow.Status) {
	t.say(blocklist.Message{ID: "cli.status.list", Args: blocklist.Args{"Name": f.List.Card.Name, "Address": f.List.Card.URL}})
	t.say(blocklist.Message{ID: "cli.status.words", Args: blocklist.Args{"Words": t.fingerprint(f.List.Card)}})
	if f.List.Muted {
		t.say(blocklist.Say("list.muted"))
	}
	if f.List.Replaces != "" {
		t.say(blocklist.Say("list.replaced"))
	}
	if f.Edition != nil {
		t.say(t.Desk.Age(*f.Edition))
	} else {
		t.say(blocklist.Say("cli.status.not_synced"))
	}
	t.supplements(f)
	if f.LastSync != nil {
		t.say(blocklist.Message{ID: "cli.status.last_sync", Args: blocklist.Args{"Date": f.LastSync.At.Local()}})
		t.say(f.LastSync.Message)
	}
}

// supplements tells what a list brought beside numbers.
func (t *Terminal) supplements(f follow.Status) {
	if s, ok := f.Supplements[repository.KindScripts]; ok {
		t.say(blocklist.Message{ID: "status.scripts", Args: blocklist.Args{"Scripts": s.Entries, "Date": s.Date.Local()}})
		if len(s.Refused) > 0 {
			files := strings.Join(s.Refused, ", ")
			t.say(blocklist.Message{ID: "status.scripts_left_out", Args: blocklist.Args{"Files": files}})
		}
	}
	if s, ok := f.Supplements[repository.KindRanges]; ok {
		t.say(blocklist.Message{ID: "status.ranges", Args: blocklist.Args{"Ranges": s.Entries, "Date": s.Date.Local()}})
	}
}

func (t *Terminal) followedJSON(f follow.Status) followedJSON {
	answer := followedJSON{ID: f.List.ID, Name: f.List.Card.Name, URL: f.List.Card.URL, Muted: f.List.Muted}
	if e := f.Edition; e != nil {
		answer.Edition = &listJSON{e.Version, e.Date.Format(time.DateOnly), e.Entries}
	}
	if s, ok := f.Supplements[repository.KindScripts]; ok {
		answer.Scripts = &supplementJSON{s.Date.Format(time.DateOnly), s.Entries, s.Refused}
	}
	if s, ok := f.Supplements[repository.KindRanges]; ok {
		answer.Ranges = &supplementJSON{s.Date.Format(time.DateOnly), s.Entries, nil}
	}
	if s := f.LastSync; s != nil {
		answer.LastSync = &lastSyncJSON{s.At, s.OK, sentence{s.Message.ID, t.Words.Say(s.Message)}}
	}
	return answer
}
