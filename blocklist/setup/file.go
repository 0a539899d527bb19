package setup

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/language"

	"hangup/blocklist"
	"hangup/blocklist/follow"
	"hangup/blocklist/owntext"
	"hangup/blocklist/people"
	"hangup/blocklist/phone"
	"hangup/blocklist/repository"
	"hangup/blocklist/sealed"
	"hangup/blocklist/store"
)

// format and version stand at the head of each file.
const (
	format  = "hangup-setup"
	version = 1
)

// Limits of a file. What is beyond them, the program never wrote.
const (
	MaxFile    = 4 << 20 // bytes
	maxAllowed = 1000
	maxRegions = 50
	maxLists   = 8
	minText    = 20 // pixels
	maxText    = 40
)

// content is what a file carries.
type content struct {
	Language           string             `json:"language,omitempty"`
	TextSize           int                `json:"textSize,omitempty"`
	Region             blocklist.Region   `json:"region,omitempty"`
	HearsFrom          []blocklist.Region `json:"hearsFrom,omitempty"`
	Schedule           store.Schedule     `json:"schedule,omitempty"`
	StartsWithComputer bool               `json:"startsWithComputer"`
	FamilyWord         *time.Time         `json:"familyWord,omitempty"`
	People             []contact          `json:"people,omitempty"`
	Banks              []contact          `json:"banks,omitempty"`
	Allowed            []contact          `json:"allowed,omitempty"`
	Lists              []json.RawMessage  `json:"lists,omitempty"` // list cards
	Packs              []string           `json:"packs,omitempty"`
}

type contact struct {
	Name   string           `json:"name,omitempty"`
	Number string           `json:"number"`
	Region blocklist.Region `json:"region,omitempty"` // of a short number
}

// contentOf writes a setup as the content of a file.
func contentOf(s store.Setup) (content, error) {
	c := content{
		Language: s.Settings.Language, TextSize: s.Settings.TextSize, Region: s.Settings.Region, HearsFrom: s.Settings.HearsFrom,
		Schedule: s.Settings.Schedule, StartsWithComputer: s.Settings.StartsWithComputer, Packs: s.Packs,
	}
	if t := s.Settings.FamilyWord; !t.IsZero() {
		c.FamilyWord = &t
	}
	for _, one := range s.Contacts {
		written := contact{one.Name, one.Dial, one.Region}
		switch one.Kind {
		case blocklist.ContactBank:
			c.Banks = append(c.Banks, written)
		case blocklist.ContactAllowed:
			written.Name = ""
			c.Allowed = append(c.Allowed, written)
		default:
			c.People = append(c.People, written)
		}
	}
	for _, card := range s.Lists {
		var text bytes.Buffer
		if err := card.Write(&text); err != nil {
			return content{}, fmt.Errorf("setup: %w", err)
		}
		c.Lists = append(c.Lists, text.Bytes())
	}
	return c, nil
}

// read reads a file into a setup. It checks the form, and no number yet.
func read(file []byte) (store.Setup, error) {
	if len(file) > MaxFile {
		return store.Setup{}, blocklist.Errorf(ErrDamaged.Message, "setup: more than %d bytes", MaxFile)
	}
	var c content
	if err := sealed.Open(file, format, version, &c); err != nil {
		for cause, told := range map[error]*blocklist.Error{
			sealed.ErrOther: ErrOther, sealed.ErrNewer: ErrNewer, sealed.ErrDamaged: ErrDamaged,
		} {
			if errors.Is(err, cause) {
				return store.Setup{}, blocklist.Errorf(told.Message, "setup: %w", err)
			}
		}
		return store.Setup{}, fmt.Errorf("setup: %w", err)
	}
	if err := c.check(); err != nil {
		return store.Setup{}, blocklist.Errorf(ErrDamaged.Message, "setup: %w", err)
	}
	return c.setup()
}

// check refuses what the program would not have written.
func (c content) check() error {
	if _, err := language.Parse(c.Language); c.Language != "" && (err != nil || len(c.Language) > 35) {
		return errors.New("no such language")
	}
	if c.TextSize != 0 && (c.TextSize < minText || c.TextSize > maxText) {
		return fmt.Errorf("text size %d", c.TextSize)
	}
	if c.Region != "" && phone.CallingCode(c.Region) == "" {
		return errors.New("no such country")
	}
	for _, r := range c.HearsFrom {
		if phone.CallingCode(r) == "" {
			return errors.New("no such country")
		}
	}
	switch c.Schedule {
	case "", store.ScheduleDaily, store.ScheduleWeekly, store.ScheduleManual:
	default:
		return errors.New("no such schedule")
	}
	for i, code := range c.Packs {
		if got, err := follow.PackOf(code); err != nil || got != code || slices.Contains(c.Packs[:i], code) {
			return errors.New("no such part of a list")
		}
	}
	for _, part := range []struct {
		name      string
		count, at int
	}{
		{"countries", len(c.HearsFrom), maxRegions},
		{"people", len(c.People), people.MaxPeople},
		{"banks", len(c.Banks), people.MaxBanks},
		{"known numbers", len(c.Allowed), maxAllowed},
		{"lists", len(c.Lists), maxLists},
	} {
		if part.count > part.at {
			return fmt.Errorf("%d %s", part.count, part.name)
		}
	}
	seen := make(map[contact]bool)
	for _, one := range slices.Concat(c.People, c.Banks, c.Allowed) {
		number := contact{Number: one.Number, Region: one.Region}
		if seen[number] {
			return errors.New("a number twice")
		}
		seen[number] = true
	}
	return nil
}

// setup returns the content as store has it. How numbers are written is worked out by [Book.show].
func (c content) setup() (store.Setup, error) {
	s := store.Setup{Packs: c.Packs, Settings: store.Settings{
		Language: c.Language, TextSize: c.TextSize, Region: c.Region, HearsFrom: c.HearsFrom, Schedule: c.Schedule,
		StartsWithComputer: c.StartsWithComputer,
	}}
	slices.Sort(s.Packs)
	if c.FamilyWord != nil {
		s.Settings.FamilyWord = *c.FamilyWord
	}
	for kind, list := range [][]contact{
		blocklist.ContactPerson: c.People, blocklist.ContactBank: c.Banks, blocklist.ContactAllowed: c.Allowed,
	} {
		for _, one := range list {
			s.Contacts = append(s.Contacts, store.Contact{
				Contact: blocklist.Contact{Name: one.Name, Number: one.Number, Kind: blocklist.ContactKind(kind)},
				Dial:    one.Number, Region: one.Region,
			})
		}
	}
	for _, text := range c.Lists {
		card, err := repository.ReadCard(bytes.NewReader(text))
		if err != nil {
			return store.Setup{}, fmt.Errorf("setup: %w", err)
		}
		s.Lists = append(s.Lists, *card)
	}
	return s, nil
}

// show writes the numbers of a setup as people in its country do. A number that is not one is refused.
func (b *Book) show(ctx context.Context, s *store.Setup) ([]blocklist.Number, error) {
	region := s.Settings.Region
	if region == "" {
		var err error
		if region, err = b.People.Desk.Region(ctx); err != nil {
			return nil, err
		}
	}
	numbers := make([]blocklist.Number, len(s.Contacts))
	for i := range s.Contacts {
		c := &s.Contacts[i]
		reader := phone.Reader{Home: region, ShortCodes: b.People.Desk.Starter.ShortCode}
		full := strings.HasPrefix(c.Dial, "+")
		if !full {
			reader.Home = c.Region
		}
		found, err := reader.Find(c.Dial)
		switch {
		case err != nil:
			return nil, wrongNumber(c.Name, err)
		case len(found) != 1, full && (found[0].E164 != c.Dial || c.Region != ""),
			!full && (found[0].Short != c.Dial || found[0].Region != c.Region):
			return nil, wrongNumber(c.Name, phone.ErrNothingFound)
		}
		numbers[i] = found[0]
		c.Number = found[0].Display
		if c.Kind == blocklist.ContactAllowed {
			c.Name = c.Number
		}
	}
	return numbers, nil
}

// wrongNumber names the contact of a number that was refused, and why it was.
func wrongNumber(name string, why error) error {
	name = owntext.Line(name)
	if runes := []rune(name); len(runes) > people.MaxName {
		name = string(runes[:people.MaxName])
	}
	m := blocklist.Message{ID: ErrNumber.Message.ID, Args: blocklist.Args{"Name": name, "Why": blocklist.Explain(why)}}
	return blocklist.Errorf(m, "setup: %w", why)
}
