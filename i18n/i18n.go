// Package i18n puts messages in words: every sentence a person can see, in every language the program claims.
//
// The words live in TOPIC.LANGUAGE.toml, in go-i18n's format, with plural forms by CLDR: calls for red flags, asks and
// what was said, checks for the questions, people for those trusted and the setup, diary for what was saved, and active
// for the rest. Text that a caller, a file or a list supplied only ever enters as a parameter and is never read as a template.
package i18n

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"sync/atomic"
	"time"

	"github.com/BurntSushi/toml"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
	"golang.org/x/text/message"
	"golang.org/x/text/number"

	"hangup/blocklist"
)

//go:embed *.toml
var files embed.FS

// Language is one language the program speaks.
type Language struct {
	Code string // BCP 47, such as "ru"
	Name string // its own name for itself
	// Reviewed is true once a native speaker has read every sentence. The program says so where it is not.
	Reviewed bool
}

// languages lists what the program speaks; the first is the one the sentences are written in.
var languages = []Language{
	{Code: "en", Name: "English", Reviewed: true},
	{Code: "ru", Name: "Русский", Reviewed: false},
}

// Bundle holds the messages of every language.
type Bundle struct {
	own   []*goi18n.MessageFile // what is part of the program
	words map[string]*Words
}

// Load reads the message files that are part of the program. It fails only when the program was built wrongly.
func Load() (*Bundle, error) {
	b := &Bundle{words: make(map[string]*Words)}
	paths, err := fs.Glob(files, "*.toml")
	if err != nil {
		return nil, fmt.Errorf("i18n: %w", err)
	}
	reader := newBundle()
	for _, path := range paths {
		file, err := reader.LoadMessageFileFS(files, path)
		if err != nil {
			return nil, fmt.Errorf("i18n: %s: %w", path, err)
		}
		b.own = append(b.own, file)
	}
	for _, l := range languages {
		tag := language.MustParse(l.Code)
		b.words[l.Code] = &Words{language: l, regions: display.Regions(tag), printer: message.NewPrinter(tag)}
	}
	return b, b.SetScripts(nil)
}

func newBundle() *goi18n.Bundle {
	b := goi18n.NewBundle(language.English)
	b.RegisterUnmarshalFunc("toml", toml.Unmarshal)
	return b
}

// ErrScriptText means that scripts brought a text that is none of theirs or that looks like a template.
var ErrScriptText = errors.New("i18n: not a text of a script")

// SetScripts takes the texts of the scam scripts, as language -> message id -> text, in place of those it had. All words
// handed out before speak the new texts from then on. When a text is refused, nothing changes. It is safe for
// concurrent use with [Words.Say].
func (b *Bundle) SetScripts(texts map[string]map[string]string) error {
	bundle := newBundle()
	for _, file := range b.own {
		if err := bundle.AddMessages(file.Tag, file.Messages...); err != nil {
			return fmt.Errorf("i18n: %w", err)
		}
	}
	for code, byID := range texts {
		tag, err := language.Parse(code)
		if err != nil {
			return fmt.Errorf("i18n: %q: %w", code, err)
		}
		messages := make([]*goi18n.Message, 0, len(byID))
		for id, text := range byID {
			if !strings.HasPrefix(id, "script.") || strings.Contains(text, "{{") {
				return fmt.Errorf("%w: %q", ErrScriptText, id)
			}
			messages = append(messages, &goi18n.Message{ID: id, Other: text})
		}
		if err := bundle.AddMessages(tag, messages...); err != nil {
			return fmt.Errorf("i18n: %w", err)
		}
	}
	for code, words := range b.words {
		words.localizer.Store(goi18n.NewLocalizer(bundle, code))
	}
	return nil
}

// Languages lists the languages in the order they are offered.
func (b *Bundle) Languages() []Language { return languages }

// Words returns the words of the language that fits the wishes best, strongest wish first. A wish is a BCP 47 tag or
// a POSIX locale such as "ru_RU.UTF-8". With no fitting wish the language is English.
func (b *Bundle) Words(wishes ...string) *Words {
	return b.words[Match(wishes...)]
}

// Match returns the code of the language that [Bundle.Words] would speak.
func Match(wishes ...string) string {
	tags := make([]language.Tag, len(languages))
	for i, l := range languages {
		tags[i] = language.MustParse(l.Code)
	}
	var wanted []language.Tag
	for _, w := range wishes {
		if tag, ok := ParseLocale(w); ok {
			wanted = append(wanted, tag)
		}
	}
	_, i, confidence := language.NewMatcher(tags).Match(wanted...)
	if confidence == language.No {
		return languages[0].Code
	}
	return languages[i].Code
}

// Words says messages in one language. It is safe for concurrent use.
type Words struct {
	language  Language
	localizer atomic.Pointer[goi18n.Localizer] // changes when scripts are set
	regions   display.Namer
	printer   *message.Printer
}

// Language returns the language spoken.
func (w *Words) Language() Language { return w.language }

// Say returns the message in words. An id that no file holds is returned as it is, so that a fault in the program
// shows as an odd word and not as a crash.
func (w *Words) Say(m blocklist.Message) string {
	config := &goi18n.LocalizeConfig{MessageID: m.ID}
	if len(m.Args) > 0 {
		data := make(map[string]string, len(m.Args))
		for name, value := range m.Args {
			data[name] = w.value(value)
		}
		config.TemplateData = data
		if count, ok := m.Args["Count"].(int); ok {
			config.PluralCount = count
		}
	}
	said, err := w.localizer.Load().Localize(config)
	if err != nil && said == "" {
		return m.ID
	}
	return said
}

// ID is short for Say without parameters.
func (w *Words) ID(id string) string { return w.Say(blocklist.Say(id)) }

// value writes one parameter as the language does.
func (w *Words) value(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case int:
		return w.Number(int64(v))
	case int64:
		return w.Number(v)
	case blocklist.Message:
		return w.Say(v)
	case blocklist.Region:
		return w.Country(v)
	case blocklist.Month:
		return w.Say(blocklist.Message{ID: "date.month", Args: blocklist.Args{
			"Month": w.ID(monthNames[v.Time().Month()-1]), "Year": v.Time().Format("2006"),
		}})
	case time.Time:
		return w.Date(v)
	case time.Duration:
		return clock(v)
	}
	return fmt.Sprint(v)
}

// clock writes a duration as minutes and seconds, or as hours, minutes and seconds, which needs no plural forms.
func clock(d time.Duration) string {
	s := int64(d.Round(time.Second).Seconds())
	if s < 3600 {
		return fmt.Sprintf("%d:%02d", s/60, s%60)
	}
	return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
}

// Number writes n with grouped digits.
func (w *Words) Number(n int64) string { return w.printer.Sprint(number.Decimal(n)) }

// Date writes the day of t, in t's own zone, with the month as a word.
func (w *Words) Date(t time.Time) string {
	return w.Say(blocklist.Message{ID: "date.day", Args: blocklist.Args{
		"Day": t.Format("2"), "Month": w.ID(monthsOf[t.Month()-1]), "Year": t.Format("2006"),
	}})
}

// Country returns the name of a region, or its code when it has none.
func (w *Words) Country(r blocklist.Region) string {
	region, err := language.ParseRegion(string(r))
	if err != nil {
		return string(r)
	}
	if name := w.regions.Name(region); name != "" {
		return name
	}
	return string(r)
}

// monthNames are the months standing alone; monthsOf are the months after a day, which differ in many languages.
var (
	monthNames = [12]string{
		"month.jan", "month.feb", "month.mar", "month.apr", "month.may", "month.jun",
		"month.jul", "month.aug", "month.sep", "month.oct", "month.nov", "month.dec",
	}
	monthsOf = [12]string{
		"month_of.jan", "month_of.feb", "month_of.mar", "month_of.apr", "month_of.may", "month_of.jun",
		"month_of.jul", "month_of.aug", "month_of.sep", "month_of.oct", "month_of.nov", "month_of.dec",
	}
)
