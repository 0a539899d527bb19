package terminal

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strings"

	"hangup/blocklist"
)

// checkJSON is what `hangup check --json` writes.
type checkJSON struct {
	Numbers []numberJSON `json:"numbers"`
	List    listJSON     `json:"list"`
}

type numberJSON struct {
	Input    string           `json:"input"`
	E164     string           `json:"e164,omitempty"`
	Short    string           `json:"short,omitempty"`
	Region   blocklist.Region `json:"region"`
	Kind     blocklist.Kind   `json:"kind"`
	Level    blocklist.Level  `json:"level"`
	Reasons  []sentence       `json:"reasons"`
	Advice   []sentence       `json:"advice"`
	Evidence *evidenceJSON    `json:"evidence"`
}

type evidenceJSON struct {
	Reports  int    `json:"reports"`  // at least so many
	LastSeen string `json:"lastSeen"` // year and month
	Source   string `json:"source"`
}

type listJSON struct {
	Edition int64  `json:"edition"`
	Date    string `json:"date"`
	Entries int64  `json:"entries"`
}

// Check says what is known about every number in the text and returns the exit code of the strictest answer.
func (t *Terminal) Check(ctx context.Context, text string, direction blocklist.Direction, asJSON bool) int {
	numbers, err := t.Desk.Find(ctx, text)
	if err != nil {
		return t.fail(err, asJSON)
	}
	edition, err := t.Desk.Edition(ctx)
	if err != nil {
		return t.fail(err, asJSON)
	}
	answer := checkJSON{List: listJSON{edition.Version, edition.Date.Format("2006-01-02"), edition.Entries}}
	exit := ExitOK
	for i, n := range numbers {
		v, err := t.Desk.Verdict(ctx, n, direction)
		if err != nil {
			return t.fail(err, asJSON)
		}
		exit = max(exit, exitCode(v.Level))
		if asJSON {
			answer.Numbers = append(answer.Numbers, t.numberJSON(n, v))
			continue
		}
		if i > 0 {
			t.line("")
		}
		t.verdict(n, v)
	}
	if asJSON {
		t.json(answer)
		return exit
	}
	t.line("")
	t.say(t.Desk.Age(edition))
	return exit
}

func exitCode(l blocklist.Level) int {
	switch l {
	case blocklist.Stop:
		return ExitStop
	case blocklist.Careful:
		return ExitCareful
	}
	return ExitOK
}

func (t *Terminal) numberJSON(n blocklist.Number, v blocklist.Verdict) numberJSON {
	answer := numberJSON{
		Input: n.Input, E164: n.E164, Short: n.Short, Region: n.Region, Kind: n.Kind, Level: v.Level,
		Reasons: t.sentences(v.Reasons), Advice: t.sentences(v.Advice),
	}
	if e := v.Evidence; e != nil {
		answer.Evidence = &evidenceJSON{e.Reports.AtLeast(), e.LastSeen.String(), e.Source}
	}
	return answer
}

// verdict writes one answer in the order of the verdict page: what it is, what to do, why.
func (t *Terminal) verdict(n blocklist.Number, v blocklist.Verdict) {
	t.say(v.Title)
	t.say(v.Lead)
	t.line("%s", t.caption(n))
	t.line("\n%s", t.Words.ID("verdict.what_to_do"))
	for i, advice := range v.Advice {
		t.line("%d. %s", i+1, t.Words.Say(advice))
	}
	t.line("\n%s", t.Words.ID("verdict.why"))
	for _, reason := range v.Reasons {
		t.line("- %s", t.Words.Say(reason))
	}
}

// caption describes a number in one line: how it is written, where it belongs and what kind it is.
func (t *Terminal) caption(n blocklist.Number) string {
	var parts []string
	if n.Display != "" {
		parts = append(parts, n.Display)
	}
	if n.Region != "" && n.Region != "001" {
		parts = append(parts, t.Words.Country(n.Region))
	}
	return strings.Join(append(parts, t.Words.Say(n.Kind.Message())), " · ")
}

// eachLine calls do with each line until it returns false or the input ends.
func eachLine(r io.Reader, do func(string) bool) error {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() && do(lines.Text()) {
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("read a line: %w", err)
	}
	return nil
}
