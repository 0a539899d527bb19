package script_test

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"
)

// worst is how many misses and how many false alarms are listed.
const worst = 20

// printSummary writes all figures of all sets in one table.
func printSummary(w io.Writer, sets []sampleSet) {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprint(table, "set")
	for _, f := range figures {
		fmt.Fprintf(table, "\t%s", f.name)
	}
	fmt.Fprintln(table)
	for _, set := range sets {
		fmt.Fprint(table, set.name)
		for _, f := range figures {
			fmt.Fprintf(table, "\t%s", f.of(set.outcomes).percent())
		}
		fmt.Fprintln(table)
	}
	table.Flush()
}

// printReport writes the figures of a set, then where it goes wrong: by language, kind and script, and text by text.
func printReport(w io.Writer, set sampleSet) {
	outcomes := set.outcomes
	fmt.Fprintf(w, "== %s: %d texts\n", set.name, len(outcomes))
	printFigures(w, set)
	printGroups(w, "language", outcomes, func(o outcome) string { return o.Lang })
	printGroups(w, "kind", outcomes, func(o outcome) string { return o.Kind })
	printGroups(w, "script", outcomes, func(o outcome) string { return o.Script })

	missed := filter(outcomes, func(o outcome) bool { return o.scam() && !o.alarmed() })
	slices.SortStableFunc(missed, func(a, b outcome) int { return cmp.Compare(evidence(a), evidence(b)) })
	printTexts(w, "worst misses", set, missed)

	alarms := filter(outcomes, func(o outcome) bool { return o.benign() && o.alarmed() })
	slices.SortStableFunc(alarms, func(a, b outcome) int {
		return cmp.Or(cmp.Compare(b.result.Level, a.result.Level), cmp.Compare(evidence(b), evidence(a)))
	})
	printTexts(w, "worst false alarms", set, alarms)
	printTexts(w, "worst alarms that do not name the script", set, filter(outcomes, func(o outcome) bool {
		return o.Script != "" && o.alarmed() && !o.named()
	}))
}

func printFigures(w io.Writer, set sampleSet) {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, f := range figures {
		s := f.of(set.outcomes)
		if s.all == 0 {
			continue
		}
		fmt.Fprintf(table, "  %s\t%s", f.name, s)
		if target, ok := targets[set.name][f.name]; ok {
			bound, mark := "at least", "ok"
			if f.atMost {
				bound = "at most"
			}
			if !f.reached(s, target) {
				mark = "MISSED"
			}
			fmt.Fprintf(table, "\t%s %.0f %%\t%s", bound, 100*target, mark)
		}
		fmt.Fprintln(table)
	}
	table.Flush()
}

// printGroups writes the figures of each group that has a miss, a false alarm or a wrong script, and counts the rest.
func printGroups(w io.Writer, name string, outcomes []outcome, key func(outcome) string) {
	groups := map[string][]outcome{}
	for _, o := range outcomes {
		if k := key(o); k != "" {
			groups[k] = append(groups[k], o)
		}
	}
	if len(groups) < 2 {
		return
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(table, "  %s\trecall\tfalse alarms\tright script\n", name)
	var flawless int
	for _, k := range slices.Sorted(maps.Keys(groups)) {
		if !slices.ContainsFunc(groups[k], wrong) {
			flawless++
			continue
		}
		fmt.Fprintf(table, "    %s", k)
		for _, f := range figures[:3] {
			fmt.Fprintf(table, "\t%s", f.of(groups[k]))
		}
		fmt.Fprintln(table)
	}
	fmt.Fprintf(table, "    without a fault: %d of %d\n", flawless, len(groups))
	table.Flush()
}

func wrong(o outcome) bool { return o.scam() != o.alarmed() || o.Script != "" && !o.named() }

// printTexts lists the worst outcomes, those of an unseen set without their texts.
func printTexts(w io.Writer, title string, set sampleSet, outcomes []outcome) {
	if len(outcomes) == 0 {
		return
	}
	fmt.Fprintf(w, "  %s: %d\n", title, len(outcomes))
	for _, o := range outcomes[:min(worst, len(outcomes))] {
		if set.unseen() {
			fmt.Fprintf(w, "    %s\n", o.ID)
			continue
		}
		fmt.Fprintf(w, "    %s %s%s\n      %s\n", o.ID, o.result.Level, reasons(o), brief(o.Text))
	}
}

// reasons tells what led to the level, so that a wrong one can be understood.
func reasons(o outcome) string {
	var b strings.Builder
	for _, f := range o.result.Flags {
		fmt.Fprintf(&b, " %s %q", f.Flag, f.Words)
	}
	for _, s := range o.result.Scripts[:min(3, len(o.result.Scripts))] {
		fmt.Fprintf(&b, " %s=%d", s.ID, s.Score)
	}
	if o.Script != "" {
		fmt.Fprintf(&b, " (is %s)", o.Script)
	}
	return b.String()
}

// evidence weighs what was found in a text, to put the worst first.
func evidence(o outcome) int {
	score := 100 * len(o.result.Flags)
	if len(o.result.Scripts) > 0 {
		score += o.result.Scripts[0].Score
	}
	return score
}

func brief(text string) string {
	const limit = 160
	if letters := []rune(text); len(letters) > limit {
		return string(letters[:limit]) + "..."
	}
	return text
}

func filter(outcomes []outcome, keep func(outcome) bool) []outcome {
	return slices.DeleteFunc(slices.Clone(outcomes), func(o outcome) bool { return !keep(o) })
}
