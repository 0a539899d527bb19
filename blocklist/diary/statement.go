package diary

import (
	"context"
	"fmt"
	"slices"
	"time"

	"hangup/blocklist"
	"hangup/blocklist/check"
	"hangup/blocklist/sealed"
	"hangup/blocklist/store"
)

// Statement is an account of calls for a bank or the police.
type Statement struct {
	Made  time.Time
	Calls []store.Call // the oldest first
	// Language is the BCP 47 tag of the words that Say speaks.
	Language string
	Say      func(blocklist.Message) string
}

// Row is one line of a printed statement: a label, and what stands beside it. One of Said and Text is set.
type Row struct {
	Label blocklist.Message
	Said  []blocklist.Message
	Text  string
}

// Statement makes a statement of the calls with these IDs, or of all calls when there is none. say and language are the
// words in which it is written. The error is [ErrEmpty] when there is no call, and [ErrNotThere] for an ID that none has.
func (b *Book) Statement(ctx context.Context, language string, say func(blocklist.Message) string, ids ...int64) (Statement, error) {
	calls, err := b.List(ctx)
	if err != nil {
		return Statement{}, err
	}
	if len(ids) > 0 {
		calls = slices.DeleteFunc(calls, func(c store.Call) bool { return !slices.Contains(ids, c.ID) })
		if len(calls) < len(ids) {
			return Statement{}, ErrNotThere
		}
	}
	if len(calls) == 0 {
		return Statement{}, ErrEmpty
	}
	slices.Reverse(calls)
	return Statement{Made: b.Desk.Now(), Calls: calls, Language: language, Say: say}, nil
}

// Rows returns what is known of one call, line by line, as it is printed. What is not known has no line.
func Rows(c store.Call) []Row {
	rows := []Row{{Label: blocklist.Say("diary.row.when"), Said: []blocklist.Message{{
		ID: "diary.time", Args: blocklist.Args{"Date": c.At, "Time": c.At.Format("15:04")},
	}}}}
	number := Row{Label: blocklist.Say("diary.row.number"), Text: c.Number}
	if c.Number == "" {
		number.Said = []blocklist.Message{blocklist.Say("diary.no_number")}
	}
	rows = append(rows, number)
	if c.Party != "" {
		rows = append(rows, Row{Label: blocklist.Say("diary.row.party"), Said: []blocklist.Message{c.Party.Message()}})
	}
	rows = appendSaid(rows, "diary.row.asks", c.Asks, blocklist.Ask.Message)
	rows = appendSaid(rows, "diary.row.flags", c.Flags, blocklist.Flag.Message)
	rows = appendSaid(rows, "diary.row.given", c.Given, givenMessage)
	if c.Words != "" {
		rows = append(rows, Row{Label: blocklist.Say("diary.row.words"), Text: c.Words})
	}
	if c.Verdict != nil {
		said := append([]blocklist.Message{LevelMessage(c.Verdict.Level)}, c.Verdict.Reasons...)
		rows = append(rows, Row{Label: blocklist.Say("diary.row.verdict"), Said: said})
	}
	return rows
}

func appendSaid[T any](rows []Row, label string, values []T, message func(T) blocklist.Message) []Row {
	if len(values) == 0 {
		return rows
	}
	row := Row{Label: blocklist.Say(label)}
	for _, v := range values {
		row.Said = append(row.Said, message(v))
	}
	return append(rows, row)
}

func givenMessage(given string) blocklist.Message { return check.Given(given).Message() }

// LevelMessage names a level.
func LevelMessage(l blocklist.Level) blocklist.Message {
	switch l {
	case blocklist.Stop:
		return blocklist.Say("level.stop")
	case blocklist.Careful:
		return blocklist.Say("level.careful")
	case blocklist.Known:
		return blocklist.Say("level.known")
	default:
		return blocklist.Say("level.unlisted")
	}
}

// About says in words what the sum of a statement proves and what it does not.
func About() []blocklist.Message {
	return []blocklist.Message{
		blocklist.Say("diary.sum.proves"), blocklist.Say("diary.sum.keep"), blocklist.Say("diary.sum.does_not"),
	}
}

// format and version stand at the head of a statement as JSON.
const (
	format  = "hangup-statement"
	version = 1
)

// MaxFile is the size of the largest statement that [Verify] reads, in bytes.
const MaxFile = 64 << 20

// statementJSON is the content of a statement; statement.schema.json describes it.
type statementJSON struct {
	Made     string     `json:"made"`
	Program  string     `json:"program"`
	Language string     `json:"language"`
	About    []string   `json:"about"`
	Calls    []callJSON `json:"calls"`
}

type callJSON struct {
	ID      string       `json:"id"`
	At      string       `json:"at"`
	Number  *numberJSON  `json:"number,omitempty"`
	Party   *wordJSON    `json:"party,omitempty"`
	Asked   []wordJSON   `json:"asked"`
	Flags   []wordJSON   `json:"flags"`
	Given   []wordJSON   `json:"given"`
	Words   string       `json:"words"`
	Verdict *verdictJSON `json:"verdict,omitempty"`
	Saved   string       `json:"saved"`
	Changed string       `json:"changed"`
}

type numberJSON struct {
	Dial   string           `json:"dial"`
	Shown  string           `json:"shown"`
	Region blocklist.Region `json:"region,omitempty"`
}

type wordJSON struct {
	Code string `json:"code"`
	Text string `json:"text"`
}

type verdictJSON struct {
	Level   string   `json:"level"`
	Text    string   `json:"text"`
	Reasons []string `json:"reasons"`
}

// JSON returns the statement as a file, and the SHA-256 of its content in hexadecimal digits.
func (s Statement) JSON() (file []byte, sum string, err error) {
	content := statementJSON{
		Made: s.Made.Format(time.RFC3339), Program: "HangUp", Language: s.Language, About: s.say(About()),
	}
	for _, c := range s.Calls {
		content.Calls = append(content.Calls, s.call(c))
	}
	return sealed.Seal(format, version, content)
}

// Sum returns the SHA-256 that [Statement.JSON] writes.
func (s Statement) Sum() (string, error) {
	_, sum, err := s.JSON()
	return sum, err
}

// Call returns one call as it stands in a statement, to be written as JSON.
func (s Statement) Call(c store.Call) any { return s.call(c) }

func (s Statement) call(c store.Call) callJSON {
	written := callJSON{
		ID: c.UID, At: c.At.Format(time.RFC3339),
		Asked: words(s, c.Asks, blocklist.Ask.Message),
		Flags: words(s, c.Flags, blocklist.Flag.Message),
		Given: words(s, c.Given, givenMessage),
		Words: c.Words, Saved: c.Saved.Format(time.RFC3339), Changed: c.Changed.Format(time.RFC3339),
	}
	if c.Dial != "" {
		written.Number = &numberJSON{c.Dial, c.Number, c.Region}
	}
	if c.Party != "" {
		written.Party = &wordJSON{string(c.Party), s.Say(c.Party.Message())}
	}
	if v := c.Verdict; v != nil {
		written.Verdict = &verdictJSON{v.Level.String(), s.Say(LevelMessage(v.Level)), s.say(v.Reasons)}
	}
	return written
}

func (s Statement) say(messages []blocklist.Message) []string {
	said := make([]string, len(messages))
	for i, m := range messages {
		said[i] = s.Say(m)
	}
	return said
}

func words[T any](s Statement, values []T, message func(T) blocklist.Message) []wordJSON {
	list := make([]wordJSON, len(values))
	for i, v := range values {
		list[i] = wordJSON{fmt.Sprint(v), s.Say(message(v))}
	}
	return list
}

// Verify reports whether a statement as JSON is whole, and returns its sum. It fails with an error of package sealed.
func Verify(file []byte) (sum string, err error) {
	var content statementJSON
	if err := sealed.Open(file, format, version, &content); err != nil {
		return "", err
	}
	canonical, err := sealed.Canonical(content)
	if err != nil {
		return "", err
	}
	return sealed.Sum(canonical), nil
}
