package script

import "hangup/blocklist"

// Options say what is known about a text.
type Options struct {
	// Language is the language of the text, such as "ru"; empty when it is to be recognised.
	Language string
	// Region is where the person lives; scripts that are not told there rank lower.
	Region blocklist.Region
}

// Result is what a text gives away. All lists are in a fixed order and empty rather than nil.
type Result struct {
	// Level is what the flags add up to, and Careful when the words tell of a trick without one; [blocklist.Unlisted]
	// means "I am not sure".
	Level blocklist.Level
	// Language is the language the text was understood in, or the one recognised although the library has no
	// patterns for it; empty when it is not known.
	Language string
	Flags    []FlagFound // by flag
	// Words, standing at Spans, tell of a trick as a whole; they are given when no flag says more.
	Words []string
	Spans []Span
	Asks  []blocklist.Ask
	// Parties are named by the text, the first named first.
	Parties []blocklist.Party
	Scripts []ScriptFound // best first, at most five
	// Cut is true when the text is longer than [MaxText] and only its beginning was read.
	Cut bool
}

func emptyResult(language string) Result {
	return Result{
		Language: language, Flags: []FlagFound{}, Words: []string{}, Spans: []Span{}, Asks: []blocklist.Ask{}, Parties: []blocklist.Party{}, Scripts: []ScriptFound{},
	}
}

// FlagFound is a red flag with what led to it.
type FlagFound struct {
	Flag  blocklist.Flag
	Words []string // as the person wrote them, in the order of the text, each once
	Spans []Span   // where they stand
}

// Span is a part of a text, in bytes.
type Span struct{ Start, End int }

// ScriptFound is a script that fits the text.
type ScriptFound struct {
	ID    string
	Score int // grows with the evidence; comparable within one result only
	Words []string
}
