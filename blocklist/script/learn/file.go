package learn

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"hangup/blocklist"
	"hangup/blocklist/script"
)

// Text is what somebody said of a call, with what it is.
type Text struct {
	Scam   bool
	Flags  []blocklist.Flag // those that are plainly in it
	Script string           // the trick's id, or empty
	Text   string
	// Known texts are those that patterns were written from, in which they find more than in others, and those about anything
	// but calls, which are easy to tell: it cannot be learned from them how far words and patterns are to be trusted.
	Known bool
}

// classes names the flags and the script of a text.
func (t Text) classes() []string {
	var names []string
	for _, f := range t.Flags {
		names = append(names, f.String())
	}
	if t.Script != "" {
		names = append(names, t.Script)
	}
	return names
}

// ReadTexts reads JSON lines with "label" ("scam" or "benign"), "flags", "script", "text" and, for texts
// that are known, "known": true.
func ReadTexts(r io.Reader) ([]Text, error) {
	var texts []Text
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	for number := 1; lines.Scan(); number++ {
		var line struct {
			Label  string           `json:"label"`
			Flags  []blocklist.Flag `json:"flags"`
			Script string           `json:"script"`
			Text   string           `json:"text"`
			Known  bool             `json:"known"`
		}
		if len(bytes.TrimSpace(lines.Bytes())) == 0 {
			continue
		}
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			return nil, fmt.Errorf("learn: line %d: %w", number, err)
		}
		if line.Label != "scam" && line.Label != "benign" {
			return nil, fmt.Errorf("learn: line %d: the label %q is neither scam nor benign", number, line.Label)
		}
		if line.Script != "" && !script.IsID(line.Script) {
			return nil, fmt.Errorf("learn: line %d: %.40q is no id of a script", number, line.Script)
		}
		slices.Sort(line.Flags)
		line.Flags = slices.Compact(line.Flags)
		texts = append(texts, Text{line.Label == "scam", line.Flags, line.Script, line.Text, line.Known})
	}
	return texts, lines.Err()
}

// Words is what was learned of a language.
type Words struct {
	Language     string
	Common       []string // frequent words, by which the language is recognised
	Scam, Honest int      // texts
	Weights      map[string]float64
	Classes      []Class
	Rows         map[string]*Row
	Held         Held
}

// Class is a flag or a script, with how many texts were of it. What its words weigh, and from which odds they raise it, is
// learned for a flag; a script's words are compared as they are.
type Class struct {
	Name        string
	Texts       int
	Words, Bias float64
}

// Row is in how many texts a word or a pair of words stood.
type Row struct {
	Scam, Honest int
	Of           map[string]int // texts on tricks, by class
}

// File returns the words as the file that package script reads.
func (w *Words) File() []byte {
	var b bytes.Buffer
	b.WriteString("# Learned by \"hangup-list learn\"; the documentation of package script tells the form.\n")
	fmt.Fprintf(&b, "common %s\ntexts %d %d\n", strings.Join(w.Common, " "), w.Scam, w.Honest)
	for _, name := range slices.Sorted(maps.Keys(w.Weights)) {
		fmt.Fprintf(&b, "weight %s %.3f\n", name, w.Weights[name])
	}
	for _, c := range w.Classes {
		if c.Words != 0 {
			fmt.Fprintf(&b, "flag %s %d %.3f %.3f\n", c.Name, c.Texts, c.Words, c.Bias)
		} else {
			fmt.Fprintf(&b, "script %s %d\n", c.Name, c.Texts)
		}
	}
	b.WriteString("\n")
	for _, name := range slices.Sorted(maps.Keys(w.Rows)) {
		fmt.Fprintf(&b, "%s: %s\n", name, w.Rows[name].counts(w.Classes))
	}
	return b.Bytes()
}

// counts writes the texts on tricks, the honest ones, and of the former those of each class by its place in the list.
func (r *Row) counts(classes []Class) string {
	text := fmt.Sprintf("%d %d", r.Scam, r.Honest)
	for i, c := range classes {
		if n := r.Of[c.Name]; n > 0 {
			text += fmt.Sprintf(" %d=%d", i, n)
		}
	}
	return text
}
