package check

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"regexp"
	"slices"
	"time"

	"github.com/BurntSushi/toml"

	"hangup/blocklist"
)

const (
	// MaxQuestions is how many questions stand on any way from the start to an outcome. A page that only invites to be
	// quiet asks nothing and does not count.
	MaxQuestions = 6
	// MaxAnswers is how many answers a question has.
	MaxAnswers = 6

	maxFile = 1 << 17 // bytes
	// maxLine bounds a line in bytes. Reading a key of many parts takes time by the square of their number, and a key
	// stands on one line.
	maxLine  = 1000
	maxPause = 300 // seconds
)

var (
	idForm      = regexp.MustCompile(`^[a-z][a-z0-9_]{0,40}$`)
	messageForm = regexp.MustCompile(`^(checks|told|party|ask|flag)(\.[a-z0-9_]+)+$`)
)

// file is what the data file of the checks may hold.
type file struct {
	Start    string
	Question []question
	Outcome  []outcome
	Party    []partyRecord
}

// Read reads checks.toml at the root of fsys. It fails, and says where, when a key is unknown, a record lacks
// something, an answer leads nowhere or round in a circle, a way is longer than [MaxQuestions], a question or outcome
// cannot be reached, or an answer that is a Stop by itself leads to anything else.
func Read(fsys fs.FS) (*Checks, error) {
	var f file
	if err := decode(fsys, "checks.toml", &f); err != nil {
		return nil, fmt.Errorf("check: %w", err)
	}
	c := &Checks{
		start: f.Start, questions: make(map[string]*question), outcomes: make(map[string]*outcome),
		parties: make(map[blocklist.Party]partyRecord),
	}
	for _, add := range []func(file) error{c.addOutcomes, c.addQuestions, c.addParties} {
		if err := add(f); err != nil {
			return nil, fmt.Errorf("check: %w", err)
		}
	}
	if err := c.verify(); err != nil {
		return nil, fmt.Errorf("check: %w", err)
	}
	return c, nil
}

// decode reads one TOML file into a record and refuses keys that the record does not have.
func decode(fsys fs.FS, name string, into any) error {
	f, err := fsys.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	switch {
	case err != nil:
		return fmt.Errorf("%s: %w", name, err)
	case len(data) > maxFile:
		return fmt.Errorf("%s: more than %d bytes", name, maxFile)
	}
	for line := range bytes.Lines(data) {
		if len(line) > maxLine {
			return fmt.Errorf("%s: a line of more than %d bytes", name, maxLine)
		}
	}
	meta, err := toml.Decode(string(data), into)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		return fmt.Errorf("%s: unknown key %q", name, unknown[0])
	}
	return nil
}

func (c *Checks) addOutcomes(f file) error {
	for _, o := range f.Outcome {
		level, err := parseLevel(o.Level)
		if err == nil {
			o.level = level
			err = o.verify()
		}
		if err == nil && c.outcomes[o.ID] != nil {
			err = errors.New("the id occurs twice")
		}
		if err != nil {
			return fmt.Errorf("outcome %q: %w", o.ID, err)
		}
		c.outcomes[o.ID] = &o
	}
	return nil
}

func (o outcome) verify() error {
	switch {
	case !idForm.MatchString(o.ID):
		return errors.New("the id must be words in lower case")
	case o.Act != "" && !o.Act.known():
		return fmt.Errorf("no act %q", o.Act)
	case len(o.Advice) == 0:
		return errors.New("no advice")
	case (o.level == blocklist.Stop) != (o.Stricter == ""):
		return errors.New("stricter must be given for all but a Stop")
	case o.level != blocklist.Stop && len(o.Reasons) == 0:
		return errors.New("no reasons")
	}
	if err := verifyServices(o.Services); err != nil {
		return err
	}
	return verifyMessages(slices.Concat([]string{o.Title, o.Lead}, o.Reasons, o.Advice)...)
}

func (c *Checks) addQuestions(f file) error {
	for _, q := range f.Question {
		err := q.verify()
		if err == nil && (c.questions[q.ID] != nil || c.outcomes[q.ID] != nil) {
			err = errors.New("the id occurs twice")
		}
		if err != nil {
			return fmt.Errorf("question %q: %w", q.ID, err)
		}
		c.questions[q.ID] = &q
	}
	return nil
}

func (q question) verify() error {
	least := 2
	if q.Pause > 0 {
		least = 1
	}
	switch {
	case !idForm.MatchString(q.ID):
		return errors.New("the id must be words in lower case")
	case q.Pause < 0 || q.Pause > maxPause:
		return fmt.Errorf("a pause of %d seconds", q.Pause)
	case len(q.Answer) < least || len(q.Answer) > MaxAnswers:
		return fmt.Errorf("%d answers, want %d to %d", len(q.Answer), least, MaxAnswers)
	case q.Several != (q.Next != ""):
		return errors.New("next must be given where several answers may be chosen, and only there")
	}
	ids := make(map[string]bool)
	for _, a := range q.Answer {
		err := a.verify()
		switch {
		case err != nil:
		case ids[a.ID]:
			err = errors.New("the id occurs twice")
		case q.Several == (a.Next != ""):
			err = errors.New("next must be given for one answer alone")
		}
		if err != nil {
			return fmt.Errorf("answer %q: %w", a.ID, err)
		}
		ids[a.ID] = true
	}
	messages := append([]string{q.Title}, q.Acts...)
	if q.Lead != "" {
		messages = append(messages, q.Lead)
	}
	return verifyMessages(messages...)
}

func (a answer) verify() error {
	if !idForm.MatchString(a.ID) {
		return errors.New("the id must be words in lower case")
	}
	if a.Party != "" {
		if _, err := blocklist.ParseParty(string(a.Party)); err != nil {
			return err
		}
	}
	for _, ask := range a.Asks {
		if _, err := blocklist.ParseAsk(string(ask)); err != nil {
			return err
		}
	}
	if a.Script != "" && !idForm.MatchString(a.Script) {
		return fmt.Errorf("%.60q is not a script", a.Script)
	}
	if a.Reason != "" {
		return verifyMessages(a.Text, a.Reason)
	}
	return verifyMessages(a.Text)
}

func (c *Checks) addParties(f file) error {
	for _, p := range f.Party {
		_, err := blocklist.ParseParty(string(p.ID))
		switch {
		case err != nil:
		case !p.Act.known():
			err = fmt.Errorf("no act %q", p.Act)
		case c.parties[p.ID].ID != "":
			err = errors.New("the id occurs twice")
		case p.Why == "" && p.ID != blocklist.PartyUnknown:
			err = errors.New("no why")
		case p.Why != "":
			err = verifyMessages(p.Why)
		}
		err = errors.Join(err, verifyMessages(p.Advice...), verifyServices(p.Services))
		if err != nil {
			return fmt.Errorf("party %q: %w", p.ID, err)
		}
		c.parties[p.ID] = p
	}
	for _, p := range blocklist.Parties() {
		if c.parties[p].ID == "" {
			return fmt.Errorf("party %q is missing", p)
		}
	}
	return nil
}

func verifyMessages(ids ...string) error {
	for _, id := range ids {
		if !messageForm.MatchString(id) {
			return fmt.Errorf("%.60q is not a message of the checks", id)
		}
	}
	return nil
}

func verifyServices(services []blocklist.Service) error {
	for _, s := range services {
		switch s {
		case blocklist.ServiceBank, blocklist.ServicePolice, blocklist.ServiceEmergency, blocklist.ServiceReport,
			blocklist.ServiceState, blocklist.ServiceConsumer:
		default:
			return fmt.Errorf("no service %q that helps", s)
		}
	}
	return nil
}

func parseLevel(name string) (blocklist.Level, error) {
	for _, l := range blocklist.Levels() {
		if l.String() == name {
			return l, nil
		}
	}
	return 0, fmt.Errorf("no level %q", name)
}

// day returns midnight of the day a TOML date names, in UTC: TOML dates carry no zone.
func day(t time.Time) time.Time {
	year, month, d := t.Date()
	return time.Date(year, month, d, 0, 0, 0, 0, time.UTC)
}
