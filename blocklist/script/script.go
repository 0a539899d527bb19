package script

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"time"

	"hangup/blocklist"
)

// Script is one known trick: the facts, and the ids of its texts.
type Script struct {
	ID       string
	Code     string // "S01" to "S30" in the starter
	Category blocklist.Category
	Parties  []blocklist.Party
	Asks     []blocklist.Ask
	Flags    []blocklist.Flag
	Next     []string // ids of the scripts the next caller plays, if the library has them
	// Regions are the countries where it is told; empty means everywhere.
	Regions  []blocklist.Region
	Hotlines []blocklist.Service // in the order to call them
	Sources  []blocklist.Source

	parts map[string]bool // which texts there are
}

// Title is the trick's name.
func (s Script) Title() blocklist.Message { return s.text("title") }

// Story tells the trick in three sentences; ok is false when there is none.
func (s Script) Story() (m blocklist.Message, ok bool) { return s.text("story"), s.parts["story"] }

// Sign is the one sign to remember; ok is false when there is none.
func (s Script) Sign() (m blocklist.Message, ok bool) { return s.text("sign"), s.parts["sign"] }

// NextCall says what the next caller will say; ok is false when there is no such text.
func (s Script) NextCall() (m blocklist.Message, ok bool) { return s.text("next"), s.parts["next"] }

// Tells are sentences by which the trick gives itself away.
func (s Script) Tells() []blocklist.Message { return s.numbered("tell") }

// Dos are the acts to do now, in order.
func (s Script) Dos() []blocklist.Message { return s.numbered("do") }

// Local reports whether the trick is told in the region; every trick is when the region is not known.
func (s Script) Local(region blocklist.Region) bool {
	return region == "" || len(s.Regions) == 0 || slices.Contains(s.Regions, region)
}

func (s Script) text(part string) blocklist.Message {
	return blocklist.Say(textPrefix + s.ID + "." + part)
}

func (s Script) numbered(part string) []blocklist.Message {
	var messages []blocklist.Message
	for i := 1; i <= 9; i++ {
		if name := fmt.Sprint(part, i); s.parts[name] {
			messages = append(messages, s.text(name))
		}
	}
	return messages
}

// scriptRecord is a script's file.
type scriptRecord struct {
	ID       string              `toml:"id"`
	Code     string              `toml:"code"`
	Category string              `toml:"category"`
	Parties  []string            `toml:"parties"`
	Asks     []string            `toml:"asks"`
	Flags    []blocklist.Flag    `toml:"flags"`
	Next     []string            `toml:"next"`
	Regions  []blocklist.Region  `toml:"regions"`
	Hotlines []blocklist.Service `toml:"hotlines"`
	Source   []sourceRecord      `toml:"source"`
}

type sourceRecord struct {
	URL     string    `toml:"url"`
	Checked time.Time `toml:"checked"`
}

var (
	idForm     = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)
	codeForm   = regexp.MustCompile(`^[A-Z][0-9]{2,4}$`)
	regionForm = regexp.MustCompile(`^[A-Z]{2}$`)
)

// IsID reports whether a script may have the id.
func IsID(id string) bool { return idForm.MatchString(id) }

var services = []blocklist.Service{
	blocklist.ServiceEmergency, blocklist.ServicePolice, blocklist.ServiceBank, blocklist.ServiceReport, blocklist.ServiceState,
	blocklist.ServiceConsumer, blocklist.ServiceCompany,
}

// maxNamed bounds each list in a script's file.
const maxNamed = 40

func (r scriptRecord) script(name string) (*Script, error) {
	s := &Script{ID: r.ID, Code: r.Code, Flags: r.Flags, Next: r.Next, Regions: r.Regions, Hotlines: r.Hotlines}
	if !idForm.MatchString(r.ID) || r.ID+".toml" != name {
		return nil, fmt.Errorf("the id %.50q is not the file's name", r.ID)
	}
	if !codeForm.MatchString(r.Code) {
		return nil, fmt.Errorf("the code %.20q is not a letter and digits", r.Code)
	}
	if max(len(r.Parties), len(r.Asks), len(r.Flags), len(r.Next), len(r.Regions), len(r.Hotlines), len(r.Source)) > maxNamed {
		return nil, errors.New("a list is too long")
	}
	var err error
	if s.Category, err = blocklist.ParseCategory(r.Category); err != nil {
		return nil, err
	}
	if s.Parties, err = each(r.Parties, blocklist.ParseParty); err != nil {
		return nil, err
	}
	if s.Asks, err = each(r.Asks, blocklist.ParseAsk); err != nil {
		return nil, err
	}
	for _, id := range r.Next {
		if !idForm.MatchString(id) {
			return nil, fmt.Errorf("next: %.50q is no id", id)
		}
	}
	for _, region := range r.Regions {
		if !regionForm.MatchString(string(region)) {
			return nil, fmt.Errorf("%.20q is no region", region)
		}
	}
	for _, service := range r.Hotlines {
		if !slices.Contains(services, service) {
			return nil, fmt.Errorf("%.20q is no hotline to call", service)
		}
	}
	s.Sources, err = each(r.Source, sourceRecord.source)
	if err == nil && len(s.Sources) == 0 {
		err = errors.New("no source")
	}
	return s, err
}

func (r sourceRecord) source() (blocklist.Source, error) {
	u, err := url.Parse(r.URL)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http":
		return blocklist.Source{}, errors.New("a source's url is no web address")
	case r.Checked.IsZero():
		return blocklist.Source{}, errors.New("a source was not checked on any day")
	}
	return blocklist.Source{URL: r.URL, Checked: r.Checked}, nil
}

// each applies parse to every element until one fails.
func each[T, R any](in []T, parse func(T) (R, error)) ([]R, error) {
	out := make([]R, 0, len(in))
	for _, v := range in {
		parsed, err := parse(v)
		if err != nil {
			return nil, err
		}
		out = append(out, parsed)
	}
	return out, nil
}
