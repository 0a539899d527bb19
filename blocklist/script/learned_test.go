package script_test

import (
	"maps"
	"strings"
	"testing"
	"testing/fstest"

	"hangup/blocklist"
	"hangup/blocklist/script"
)

// learnedWords is a file whose whole content can be seen here. Words stand in it as stems.
const learnedWords = `# a comment
common the a and of to my they
texts 100 100
weight words 1
weight alarm 1
weight R1 1
weight bias -2
flag R3 20 1 0
script keys 30
script police_officer 20

courier: 40 2 0=18
envelop money: 15 0 0=12
key: 40 2 1=25
money: 20 20 0=10
nurs: 1 60
visit the: 0 30
`

func withWords(t *testing.T, text string) *script.Library {
	t.Helper()
	files := maps.Clone(small)
	files["words/en.txt"] = file(text)
	return read(t, files)
}

// What words tell, patterns need not say.
func TestLearnedWords(t *testing.T) {
	l := withWords(t, learnedWords)
	if refused := l.Refused(); len(refused) > 0 {
		t.Fatal(refused)
	}
	for _, c := range []struct {
		name, text string
		level      blocklist.Level
		flag       string // the first
		trick      string // the first
		words      string
	}{
		{"a flag", "a courier came and took the envelope, money and all", blocklist.Stop, "R3", "", ""},
		{"a trick without a flag", "they wanted a key, and a second key", blocklist.Careful, "", "keys", "key"},
		{"honest speech", "the nurse visited the ward", blocklist.Unlisted, "", "", ""},
		{"honest speech with a pattern", "the nurse asked my PIN and visited the nurse", blocklist.Unlisted, "", "", ""},
		{"a pattern", "the captain asked my PIN, and a courier came", blocklist.Stop, "R1", "police_officer", ""},
		{"no word of it", "hello there", blocklist.Unlisted, "", "", ""},
		{"a little of it in a long talk", strings.Repeat("the nurse visited the garden with my sister. ", 60) +
			"A courier took a key and the envelope money. " + strings.Repeat("We had tea and went home. ", 60), blocklist.Stop, "R3", "", ""},
		{"one word of it", "they wanted a key", blocklist.Careful, "", "keys", "key"},
		{"one word of it in a long talk", "they wanted a key. " + strings.Repeat("We had tea and went home. ", 60), blocklist.Unlisted, "", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := l.Match(c.text, script.Options{Language: "en"})
			if got.Level != c.level {
				t.Errorf("%v, want %v", got.Level, c.level)
			}
			if words := strings.Join(got.Words, " "); c.words != "" && words != c.words {
				t.Errorf("told by %q, want %q", words, c.words)
			}
			if c.flag != "" && (len(got.Flags) == 0 || got.Flags[0].Flag.String() != c.flag || len(got.Flags[0].Words) == 0) {
				t.Errorf("flags %+v, want %s with its words", got.Flags, c.flag)
			}
			if c.trick != "" && (len(got.Scripts) == 0 || got.Scripts[0].ID != c.trick || len(got.Scripts[0].Words) == 0) {
				t.Errorf("scripts %+v, want %s with its words", got.Scripts, c.trick)
			}
		})
	}
}

// A list may bring a trick that nobody had heard of when the words were learned: they must not talk it away.
func TestLearnedWordsDoNotClearANewTrick(t *testing.T) {
	files := maps.Clone(small)
	files["words/en.txt"] = file(learnedWords)
	files["nurse.toml"] = file(facts("nurse", "S77", `asks = ["CASH"]`))
	files["nurse.en.toml"] = file(`"script.nurse.title" = "A nurse"`)
	files["patterns/en-new.toml"] = file("[[pattern]]\nall = [\"nurse\", \"vaccine fee\"]\nasks = [\"CASH\"]\nscripts = [\"nurse\"]\n")
	got := read(t, files).Match("the nurse wanted a vaccine fee", script.Options{Language: "en"})
	if got.Level != blocklist.Stop || len(got.Scripts) == 0 || got.Scripts[0].ID != "nurse" {
		t.Errorf("%+v", got)
	}
}

// A language may have learned words and nothing else.
func TestLearnedWordsAlone(t *testing.T) {
	l := read(t, fstest.MapFS{
		"keys.toml": small["keys.toml"], "texts.en.toml": file(`"script.keys.title" = "Keys"`),
		"words/sv.txt": file("common jag och det som en\ntexts 10 10\nweight words 1\nweight bias -1\nscript keys 9\n\nnyckl: 9 0 0=9\n"),
	})
	got := l.Match("en man som ville ha nycklar, och jag", script.Options{})
	if got.Language != "sv" || got.Level != blocklist.Careful || len(got.Scripts) != 1 || got.Scripts[0].ID != "keys" {
		t.Errorf("%+v", got)
	}
}

func TestLearnedWordsRefused(t *testing.T) {
	head, rows, _ := strings.Cut(learnedWords, "\n\n")
	for name, text := range map[string]string{
		"nothing":              "",
		"no rows":              head,
		"no texts":             strings.Replace(learnedWords, "texts 100 100", "# none", 1),
		"no honest texts":      strings.Replace(learnedWords, "texts 100 100", "texts 100 0", 1),
		"an unknown line":      "run rm\n" + learnedWords,
		"an unknown flag":      strings.Replace(learnedWords, "flag R3", "flag R99", 1),
		"an unknown weight":    strings.Replace(learnedWords, "weight alarm", "weight luck", 1),
		"a weight of no size":  strings.Replace(learnedWords, "weight words 1", "weight words NaN", 1),
		"a huge weight":        strings.Replace(learnedWords, "weight words 1", "weight words 1e300", 1),
		"a bad script":         strings.Replace(learnedWords, "script keys", "script ../keys", 1),
		"a row without counts": head + "\n\na\n" + rows,
		"a row of three words": head + "\n\na b c: 1 1\n" + rows,
		"more than all texts":  head + "\n\na: 101 1\n" + rows,
		"a negative count":     head + "\n\na: -1 1\n" + rows,
		"a class too many":     head + "\n\na: 10 1 7=1\n" + rows,
		"rows out of order":    head + "\n\nzebra: 1 1\n" + rows,
		"a row twice":          head + "\n\ncourier: 1 1\n" + rows,
		"more of a class":      head + "\n\na: 10 1 0=11\n" + rows,
	} {
		t.Run(name, func(t *testing.T) {
			l := withWords(t, text)
			if refused := l.Refused(); len(refused) != 1 || refused[0].File != "words/en.txt" {
				t.Errorf("refused %v", refused)
			}
			if got := l.Match("the captain asked my PIN", script.Options{}); got.Level != blocklist.Stop {
				t.Errorf("the rest does not work: %+v", got)
			}
		})
	}
}
