package check

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"regexp"
	"slices"
	"time"

	"hangup/blocklist"
)

// Given is what a criminal got.
type Given string

// What can be given.
const (
	GivenCode    Given = "code"    // a one-time code
	GivenCard    Given = "card"    // a PIN, or a card's numbers
	GivenAccount Given = "account" // a password, or the way into an account of the state
	GivenMoney   Given = "money"   // a payment or a transfer
	GivenCash    Given = "cash"    // cash, gold or gift cards
	GivenApp     Given = "app"     // an app was installed, or the screen shown
	GivenPapers  Given = "papers"  // passport data
	GivenAbroad  Given = "abroad"  // somebody travels, or is about to, to a job abroad
)

var givens = []Given{
	GivenCode, GivenCard, GivenAccount, GivenMoney, GivenCash, GivenApp, GivenPapers, GivenAbroad,
}

var givenIDs = map[Given]string{
	GivenCode:    "told.given.code",
	GivenCard:    "told.given.card",
	GivenAccount: "told.given.account",
	GivenMoney:   "told.given.money",
	GivenCash:    "told.given.cash",
	GivenApp:     "told.given.app",
	GivenPapers:  "told.given.papers",
	GivenAbroad:  "told.given.abroad",
}

// Givens lists what can be given, in the order it is offered.
func Givens() []Given { return slices.Clone(givens) }

// Message names what was given in a few words.
func (g Given) Message() blocklist.Message { return blocklist.Say(givenIDs[g]) }

// Step is one thing to do after a loss.
type Step struct {
	// ID names the step for good, so that it can be kept as ticked.
	ID    string
	Title blocklist.Message
	// When says how soon: now, today, this week, from now on.
	When blocklist.Message
	// Act says whom to call; empty when nobody is.
	Act Act
	// Services say which lines reach the right people when Act calls the bank or a hotline; best first.
	Services []blocklist.Service
	// Say is the one sentence to say; its ID is empty when there is none.
	Say blocklist.Message
	// Before holds what to do before the call, such as to take another phone.
	Before []blocklist.Message
	// Do holds further sentences on how it is done, after what is to be said.
	Do []blocklist.Message
	// Keep names what to keep as proof.
	Keep []blocklist.Message
	// Web holds addresses where a report can be written, as people type them.
	Web     []string
	Sources []blocklist.Source
}

// Plans are the recovery steps of every country. Get them from [ReadPlans]. They never change.
type Plans struct {
	steps []step
}

// step is a record of the data file.
type step struct {
	ID       string
	Given    []Given
	Regions  []blocklist.Region
	When     string
	Urgent   []Given
	Title    string
	Act      Act
	Services []blocklist.Service
	Before   []string
	Say      []sayRecord
	Do       []string
	Keep     []string
	Web      []string
	Sources  []sourceRecord
}

type sayRecord struct {
	Given []Given
	Text  string
}

type sourceRecord struct {
	URL     string
	Checked time.Time
}

// urgencies are the times a step may have, soonest first, with their messages.
var urgencies = []struct{ name, id string }{
	{"now", "told.when.now"}, {"today", "told.when.today"}, {"week", "told.when.week"}, {"later", "told.when.later"},
}

// urgency returns the place of a time in urgencies, or -1.
func urgency(when string) int {
	for i, u := range urgencies {
		if u.name == when {
			return i
		}
	}
	return -1
}

// Plan returns the steps for all that was given, in the person's country, the most urgent first and none twice. Of a
// country without steps of its own, or of none, it is the general plan. Nothing given gives no steps.
func (p *Plans) Plan(given []Given, region blocklist.Region) []Step {
	if len(given) == 0 {
		return nil
	}
	type timed struct {
		step    Step
		urgency int
	}
	var chosen []timed
	for _, s := range p.steps {
		if !overlap(s.Given, given) || len(s.Regions) > 0 && !slices.Contains(s.Regions, region) {
			continue
		}
		u := urgency(s.When)
		if len(s.Urgent) > 0 && overlap(s.Urgent, given) {
			u = 0
		}
		chosen = append(chosen, timed{s.step(given, u), u})
	}
	slices.SortStableFunc(chosen, func(a, b timed) int { return cmp.Compare(a.urgency, b.urgency) })
	steps := make([]Step, len(chosen))
	for i, c := range chosen {
		steps[i] = c.step
	}
	return steps
}

// overlap reports whether a record for some of what can be given holds for what was given. An empty record holds for
// anything.
func overlap(record, given []Given) bool {
	return len(record) == 0 || slices.ContainsFunc(record, func(g Given) bool { return slices.Contains(given, g) })
}

func (s step) step(given []Given, urgency int) Step {
	out := Step{
		ID: s.ID, Title: blocklist.Say(s.Title), When: blocklist.Say(urgencies[urgency].id), Act: s.Act,
		Services: slices.Clone(s.Services), Before: each(s.Before), Do: each(s.Do), Keep: each(s.Keep), Web: slices.Clone(s.Web),
	}
	for _, say := range s.Say {
		if overlap(say.Given, given) {
			out.Say = blocklist.Say(say.Text)
			break
		}
	}
	for _, source := range s.Sources {
		out.Sources = append(out.Sources, blocklist.Source{URL: source.URL, Checked: day(source.Checked)})
	}
	return out
}

var (
	regionForm = regexp.MustCompile(`^[A-Z]{2}$`)
	webForm    = regexp.MustCompile(`^[a-z0-9]+([.-][a-z0-9]+)+$`)
	// firstCheck is the earliest day on which a page may have been read: an older one says nothing of today.
	firstCheck = time.Date(2018, time.January, 1, 0, 0, 0, 0, time.UTC)
)

// ReadPlans reads plans.toml at the root of fsys. It fails, and says where, when a key is unknown, a record lacks
// something, an id occurs twice, something given has no step of its own, or a step has no source.
func ReadPlans(fsys fs.FS) (*Plans, error) {
	var f struct{ Step []step }
	if err := decode(fsys, "plans.toml", &f); err != nil {
		return nil, fmt.Errorf("check: %w", err)
	}
	ids := make(map[string]bool)
	covered := make(map[Given]bool)
	for _, s := range f.Step {
		err := s.verify()
		if err == nil && ids[s.ID] {
			err = errors.New("the id occurs twice")
		}
		if err != nil {
			return nil, fmt.Errorf("check: step %q: %w", s.ID, err)
		}
		ids[s.ID] = true
		for _, g := range s.Given {
			covered[g] = covered[g] || len(s.Regions) == 0
		}
	}
	for _, g := range givens {
		if !covered[g] {
			return nil, fmt.Errorf("check: no step everywhere for %q", g)
		}
	}
	return &Plans{f.Step}, nil
}

func (s step) verify() error {
	switch {
	case !idForm.MatchString(s.ID):
		return errors.New("the id must be words in lower case")
	case urgency(s.When) < 0:
		return fmt.Errorf("no time %q", s.When)
	case s.Act != "" && !s.Act.known():
		return fmt.Errorf("no act %q", s.Act)
	case s.Act == CallHotline && len(s.Services) == 0:
		return errors.New("no services for the hotline")
	case len(s.Sources) == 0:
		return errors.New("no source")
	}
	for _, source := range s.Sources {
		u, err := url.Parse(source.URL)
		if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || day(source.Checked).Before(firstCheck) {
			return fmt.Errorf("the source %.100q is not a web address with the day it was read", source.URL)
		}
	}
	for _, r := range s.Regions {
		if !regionForm.MatchString(string(r)) {
			return fmt.Errorf("no region %q", r)
		}
	}
	for _, address := range s.Web {
		if !webForm.MatchString(address) {
			return fmt.Errorf("%.100q is not an address as people type it", address)
		}
	}
	given := slices.Concat(s.Given, s.Urgent)
	messages := slices.Concat([]string{s.Title}, s.Before, s.Do, s.Keep)
	for _, say := range s.Say {
		given, messages = append(given, say.Given...), append(messages, say.Text)
	}
	for _, g := range given {
		if givenIDs[g] == "" {
			return fmt.Errorf("nothing called %q is given", g)
		}
	}
	return errors.Join(verifyMessages(messages...), verifyServices(s.Services))
}
