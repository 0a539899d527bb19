package blocklist

import "fmt"

// Level is one of the four honest answers. No level means "safe": a number that is on no list may still be a
// criminal's, and a known number may be faked by whoever calls.
type Level uint8

const (
	// Unlisted (grey): nothing is known, or too little to warn. The zero value, so that forgetting to decide
	// never warns and never reassures.
	Unlisted Level = iota
	// Known (blue): an official or a personal number.
	Known
	// Careful (amber): there is a reason to check first.
	Careful
	// Stop (red): do not talk, do not call back.
	Stop
)

var levelNames = [...]string{Unlisted: "unlisted", Known: "known", Careful: "careful", Stop: "stop"}

// Levels lists all levels, strictest first.
func Levels() []Level { return []Level{Stop, Careful, Unlisted, Known} }

// String returns the level's name in JSON and logs: "stop", "careful", "unlisted" or "known".
func (l Level) String() string {
	if int(l) < len(levelNames) {
		return levelNames[l]
	}
	return fmt.Sprintf("Level(%d)", uint8(l))
}

// MarshalText implements [encoding.TextMarshaler] with the name String returns.
func (l Level) MarshalText() ([]byte, error) { return []byte(l.String()), nil }
