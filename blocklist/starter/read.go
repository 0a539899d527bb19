package starter

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/BurntSushi/toml"

	"hangup/blocklist"
)

// file is what one TOML file may hold. Exactly one file of a list holds the edition.
type file struct {
	Edition  *editionRecord   `toml:"edition"`
	Official []officialRecord `toml:"official"`
	Range    []rangeRecord    `toml:"range"`
}

type editionRecord struct {
	Date time.Time `toml:"date"`
}

type officialRecord struct {
	ID      string            `toml:"id"`
	Region  blocklist.Region  `toml:"region"`
	E164    string            `toml:"e164"`
	Short   string            `toml:"short"`
	Service blocklist.Service `toml:"service"`
	NameID  string            `toml:"name"`
	// NeverCalls is the page on which the owner says that the number never rings people.
	NeverCalls string `toml:"never_calls"`
	Hours      string `toml:"hours"`
	sourceRecord
}

type rangeRecord struct {
	Region   blocklist.Region   `toml:"region"`
	Use      blocklist.RangeUse `toml:"use"`
	Prefixes []string           `toml:"prefixes"`
	sourceRecord
}

type sourceRecord struct {
	URL     string    `toml:"source"`
	Checked time.Time `toml:"checked"`
}

var (
	idForm     = regexp.MustCompile(`^[a-z]{2}(_[a-z0-9]+)+$`)
	regionForm = regexp.MustCompile(`^([A-Z]{2}|001)$`)
	e164Form   = regexp.MustCompile(`^\+[1-9][0-9]{6,14}$`)
	shortForm  = regexp.MustCompile(`^[0-9]{2,6}$`)
	nameForm   = regexp.MustCompile(`^official\.[a-z0-9_]+$`)
	prefixForm = regexp.MustCompile(`^[1-9][0-9?]{1,13}[0-9]$`)
	// hoursForm is as much of the opening_hours syntax as official lines need: 24/7, or days with one span of hours.
	hoursForm = regexp.MustCompile(
		`^(24/7|(Mo|Tu|We|Th|Fr|Sa|Su)(-(Mo|Tu|We|Th|Fr|Sa|Su))? [0-2][0-9]:[0-5][0-9]-[0-2][0-9]:[0-5][0-9])$`)
)

// firstCheck is the earliest day a record may have been checked: an older page says nothing of today's numbers.
var firstCheck = day(2018, time.January, 1)

// Read reads the *.toml files at the root of fsys. It fails, and says where, when a key is unknown, a record lacks
// something, a number, prefix or id occurs twice, an address is not http or https, or a date is not sane: before 2018,
// or later than the edition's.
func Read(fsys fs.FS) (*List, error) {
	names, err := fs.Glob(fsys, "*.toml")
	if err != nil {
		return nil, fmt.Errorf("starter: %w", err)
	}
	var all file
	for _, name := range names {
		if err := all.add(fsys, name); err != nil {
			return nil, fmt.Errorf("starter: %s: %w", name, err)
		}
	}
	l, err := all.list()
	if err != nil {
		return nil, fmt.Errorf("starter: %w", err)
	}
	return l, nil
}

// add appends what the named file holds.
func (f *file) add(fsys fs.FS, name string) error {
	var more file
	meta, err := toml.DecodeFS(fsys, name, &more)
	if err != nil {
		return err
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		return fmt.Errorf("unknown key %q", unknown[0])
	}
	if more.Edition != nil {
		if f.Edition != nil {
			return errors.New("a second edition")
		}
		f.Edition = more.Edition
	}
	f.Official = append(f.Official, more.Official...)
	f.Range = append(f.Range, more.Range...)
	return nil
}

func (f *file) list() (*List, error) {
	if f.Edition == nil || f.Edition.Date.IsZero() {
		return nil, errors.New("no edition date")
	}
	edition := dayOf(f.Edition.Date)
	l := &List{
		Edition:   blocklist.Edition{Date: edition, Entries: int64(len(f.Official))},
		Officials: make([]blocklist.Official, 0, len(f.Official)),
		byE164:    make(map[string]*blocklist.Official),
		byShort:   make(map[shortNumber]*blocklist.Official),
		never:     make(map[uint64]bool),
	}
	ids := make(map[string]bool)
	for _, r := range f.Official {
		o, err := r.official(edition)
		if err == nil && ids[o.ID] {
			err = errors.New("the id occurs twice")
		}
		if err == nil {
			ids[o.ID] = true
			err = l.addOfficial(o)
		}
		if err != nil {
			return nil, fmt.Errorf("official %q: %w", r.ID, err)
		}
	}
	prefixes := make(map[string]bool)
	for _, r := range f.Range {
		ranges, err := r.ranges(edition, prefixes)
		if err != nil {
			return nil, fmt.Errorf("range %s %q: %w", r.Region, r.Prefixes, err)
		}
		l.Ranges = append(l.Ranges, ranges...)
	}
	slices.SortStableFunc(l.Ranges, func(a, b blocklist.Range) int { return len(b.Prefix) - len(a.Prefix) })
	return l, nil
}

// addOfficial appends a checked line. Officials has room for all lines from the start, so pointers into it stay good.
func (l *List) addOfficial(o blocklist.Official) error {
	l.Officials = append(l.Officials, o)
	p := &l.Officials[len(l.Officials)-1]
	if o.Short != "" {
		key := shortNumber{o.Region, o.Short}
		if l.byShort[key] != nil {
			return errors.New("the number occurs twice")
		}
		l.byShort[key] = p
		return nil
	}
	if l.byE164[o.E164] != nil {
		return errors.New("the number occurs twice")
	}
	l.byE164[o.E164] = p
	value, _ := blocklist.Number{E164: o.E164}.Value()
	l.never[value] = true
	return nil
}

func (r officialRecord) official(edition time.Time) (blocklist.Official, error) {
	source, err := r.source(edition)
	if err != nil {
		return blocklist.Official{}, err
	}
	switch {
	case !idForm.MatchString(r.ID) || !strings.HasPrefix(r.ID, strings.ToLower(string(r.Region))+"_"):
		err = errors.New("the id must be the region and words in lower case")
	case !regionForm.MatchString(string(r.Region)):
		err = fmt.Errorf("no region %q", r.Region)
	case (r.E164 == "") == (r.Short == ""):
		err = errors.New("one of e164 and short must be given")
	case r.E164 != "" && !e164Form.MatchString(r.E164):
		err = fmt.Errorf("%q is not a number in E.164 form", r.E164)
	case r.Short != "" && !shortForm.MatchString(r.Short):
		err = fmt.Errorf("%q is not a short number", r.Short)
	case !isService(r.Service):
		err = fmt.Errorf("no service %q", r.Service)
	case !nameForm.MatchString(r.NameID):
		err = fmt.Errorf("the name %q is not a message id", r.NameID)
	case r.NeverCalls != "" && !isWebAddress(r.NeverCalls):
		err = errors.New("never_calls must be the address of a page")
	case r.Hours != "" && !hoursForm.MatchString(r.Hours):
		err = fmt.Errorf("hours %q", r.Hours)
	}
	return blocklist.Official{
		ID: r.ID, Region: r.Region, E164: r.E164, Short: r.Short, Service: r.Service, NameID: r.NameID,
		NeverCalls: r.NeverCalls != "", Hours: r.Hours, Source: source,
	}, err
}

// ranges returns one range a prefix, and notes the prefixes in seen.
func (r rangeRecord) ranges(edition time.Time, seen map[string]bool) ([]blocklist.Range, error) {
	source, err := r.source(edition)
	switch {
	case err != nil:
		return nil, err
	case !regionForm.MatchString(string(r.Region)):
		return nil, fmt.Errorf("no region %q", r.Region)
	case r.Use != blocklist.UseTelemarketing && r.Use != blocklist.UseFiction:
		return nil, fmt.Errorf("no use %q", r.Use)
	case len(r.Prefixes) == 0:
		return nil, errors.New("no prefixes")
	}
	ranges := make([]blocklist.Range, len(r.Prefixes))
	for i, prefix := range r.Prefixes {
		if !prefixForm.MatchString(prefix) {
			return nil, fmt.Errorf("%q is not a prefix", prefix)
		}
		if seen[prefix] {
			return nil, fmt.Errorf("the prefix %s occurs twice", prefix)
		}
		seen[prefix] = true
		ranges[i] = blocklist.Range{Prefix: prefix, Use: r.Use, Region: r.Region, Source: source}
	}
	return ranges, nil
}

func (r sourceRecord) source(edition time.Time) (blocklist.Source, error) {
	if !isWebAddress(r.URL) {
		return blocklist.Source{}, fmt.Errorf("the source %q is not a web address", r.URL)
	}
	checked := dayOf(r.Checked)
	if checked.Before(firstCheck) || checked.After(edition) {
		return blocklist.Source{}, fmt.Errorf("checked on %s, which is not between %s and the edition's date",
			checked.Format(time.DateOnly), firstCheck.Format(time.DateOnly))
	}
	return blocklist.Source{URL: r.URL, Checked: checked}, nil
}

func isService(s blocklist.Service) bool {
	switch s {
	case blocklist.ServiceEmergency, blocklist.ServicePolice, blocklist.ServiceBank, blocklist.ServiceReport,
		blocklist.ServiceState, blocklist.ServiceConsumer, blocklist.ServiceCompany, blocklist.ServiceSender:
		return true
	}
	return false
}

func isWebAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

// dayOf returns the day t names, as midnight in UTC: TOML dates carry no zone.
func dayOf(t time.Time) time.Time { return day(t.Date()) }

func day(year int, month time.Month, d int) time.Time {
	return time.Date(year, month, d, 0, 0, 0, 0, time.UTC)
}
