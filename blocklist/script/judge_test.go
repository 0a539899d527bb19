package script_test

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"hangup/assets"
	"hangup/blocklist"
	"hangup/blocklist/script"
)

const (
	ownSets = "testdata/judge"
	// askSets tell, in few words, who asks for a PIN: a person, or a machine that may.
	askSets = "testdata/asks"
	// sharedSets lies beside the project and is larger than a repository should carry; where it is absent, the own
	// sets alone are judged.
	sharedSets = "../../../shared/data/calls"
)

// targets are the shares to reach: at least, or for false alarms at most.
var targets = map[string]map[string]float64{
	"en.seen":       english,
	"en.unseen":     english,
	"ru.seen":       russian,
	"ru.unseen":     russian,
	"ftc-robocalls": {"recall": 0.95},
	"bank77":        {"false alarms": 0.02},
}

var (
	english = map[string]float64{"recall": 0.95, "false alarms": 0.02, "right script": 0.85}
	russian = map[string]float64{
		"recall": 0.95, "false alarms": 0.02, "right script": 0.85, "R1": 0.90, "R2": 0.90, "R3": 0.90, "R9": 0.90,
	}
	asks = map[string]float64{"recall": 0.85, "R1": 0.85, "false alarms": 0.08}
)

// TestJudge measures how much of what callers say is recognised, and how much honest speech is taken for a trick.
// Run by "make judge", it prints the figures. No pattern is written from the texts of an unseen set, so they are never
// printed.
func TestJudge(t *testing.T) {
	library := starter(t)
	sets := slices.Concat(readSets(t, ownSets), readSets(t, askSets), readSets(t, sharedSets))
	for i := range sets {
		sets[i].outcomes = judge(library, sets[i].samples)
	}
	printSummary(t.Output(), sets)
	for _, set := range sets {
		goals := targets[set.name]
		if strings.HasSuffix(set.name, ".asks") {
			goals = asks
		}
		t.Run(set.name, func(t *testing.T) {
			printReport(t.Output(), set)
			for _, f := range figures {
				s := f.of(set.outcomes)
				if target, ok := goals[f.name]; ok && !f.reached(s, target) {
					t.Errorf("%s is %s, the target is %.0f %%", f.name, s, 100*target)
				}
			}
		})
	}
}

// sample is one line of a set: what was said, and what it is.
type sample struct {
	ID     string           `json:"id"`
	Lang   string           `json:"lang"`
	Label  string           `json:"label"` // "scam" or "benign"
	Kind   string           `json:"kind"`
	Flags  []blocklist.Flag `json:"flags"`  // of R1, R2, R3 and R9 those that are plainly in a scam text
	Script string           `json:"script"` // the trick's id; empty in sets that do not name it
	Text   string           `json:"text"`
}

type sampleSet struct {
	name     string
	samples  []sample
	outcomes []outcome // once judged
}

// unseen reports whether no pattern may be written from the set.
func (s sampleSet) unseen() bool { return strings.HasSuffix(s.name, ".unseen") }

// outcome is a sample with what the library made of it.
type outcome struct {
	sample
	result   script.Result
	language string // as recognised when it is not told
}

func judge(library *script.Library, samples []sample) []outcome {
	outcomes := make([]outcome, len(samples))
	for i, s := range samples {
		outcomes[i] = outcome{
			sample:   s,
			result:   library.Match(s.Text, script.Options{Language: s.Lang}),
			language: library.Match(s.Text, script.Options{}).Language,
		}
	}
	return outcomes
}

func (o outcome) scam() bool   { return o.Label == "scam" }
func (o outcome) benign() bool { return !o.scam() }

func (o outcome) alarmed() bool {
	return o.result.Level == blocklist.Stop || o.result.Level == blocklist.Careful
}

// named reports whether the right script is among the first three.
func (o outcome) named() bool {
	first := o.result.Scripts[:min(3, len(o.result.Scripts))]
	return slices.ContainsFunc(first, func(f script.ScriptFound) bool { return f.ID == o.Script })
}

func (o outcome) raised(flag blocklist.Flag) bool {
	return slices.ContainsFunc(o.result.Flags, func(f script.FlagFound) bool { return f.Flag == flag })
}

// figure is the share of some outcomes, those that count, for which something holds.
type figure struct {
	name   string
	counts func(outcome) bool
	holds  func(outcome) bool
	atMost bool // the smaller the better
}

var figures = []figure{
	{name: "recall", counts: outcome.scam, holds: outcome.alarmed},
	{name: "false alarms", counts: outcome.benign, holds: outcome.alarmed, atMost: true},
	{name: "right script", counts: func(o outcome) bool { return o.Script != "" }, holds: outcome.named},
	flagFigure(blocklist.FlagCode),
	flagFigure(blocklist.FlagMove),
	flagFigure(blocklist.FlagHandOver),
	flagFigure(blocklist.FlagRemote),
	{
		name:   "language",
		counts: func(outcome) bool { return true },
		holds:  func(o outcome) bool { return o.language == o.Lang },
	},
}

func flagFigure(flag blocklist.Flag) figure {
	return figure{
		name:   flag.String(),
		counts: func(o outcome) bool { return slices.Contains(o.Flags, flag) },
		holds:  func(o outcome) bool { return o.raised(flag) },
	}
}

func (f figure) of(outcomes []outcome) share {
	var s share
	for _, o := range outcomes {
		if !f.counts(o) {
			continue
		}
		s.all++
		if f.holds(o) {
			s.part++
		}
	}
	return s
}

// reached reports whether the share is as good as the target; a share of nothing is not.
func (f figure) reached(s share, target float64) bool {
	value := float64(s.part) / float64(s.all)
	return s.all > 0 && (f.atMost && value <= target || !f.atMost && value >= target)
}

type share struct{ part, all int }

func (s share) percent() string {
	if s.all == 0 {
		return "-"
	}
	return fmt.Sprintf("%.1f %%", 100*float64(s.part)/float64(s.all))
}

func (s share) String() string {
	if s.all == 0 {
		return "-"
	}
	return fmt.Sprintf("%s (%d of %d)", s.percent(), s.part, s.all)
}

// starter reads the scripts that are part of the program.
func starter(tb testing.TB) *script.Library {
	tb.Helper()
	library, err := script.Read(assets.Scripts())
	if err != nil {
		tb.Fatal(err)
	}
	return library
}

// readSets reads the sets of a folder, by name; none when there is no such folder.
func readSets(tb testing.TB, folder string) []sampleSet {
	tb.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*.jsonl"))
	if err != nil {
		tb.Fatal(err)
	}
	if _, err := os.Stat(folder); errors.Is(err, fs.ErrNotExist) {
		tb.Logf("no sets in %s: they are not judged", folder)
	}
	var sets []sampleSet
	for _, file := range files {
		sets = append(sets, sampleSet{
			name:    strings.TrimSuffix(filepath.Base(file), ".jsonl"),
			samples: readSamples(tb, file),
		})
	}
	return sets
}

func readSamples(tb testing.TB, file string) []sample {
	tb.Helper()
	f, err := os.Open(file)
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	var samples []sample
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var s sample
		if err := json.Unmarshal(lines.Bytes(), &s); err != nil {
			tb.Fatalf("%s, line %d: %v", file, len(samples)+1, err)
		}
		samples = append(samples, s)
	}
	if err := lines.Err(); err != nil {
		tb.Fatal(err)
	}
	return samples
}
