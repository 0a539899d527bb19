package learn_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"hangup/assets"
	"hangup/blocklist"
	"hangup/blocklist/script"
	"hangup/blocklist/script/learn"
)

// labelled are texts that differ in few words.
func labelled() string {
	var lines strings.Builder
	days := []string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "easter", "yesterday", "today"}
	for i, day := range days {
		fmt.Fprintf(&lines, `{"label":"scam","flags":["R3"],"script":"cash_courier","text":"on %s a courier fetched the envelope number %d"}`+"\n", day, i)
		fmt.Fprintf(&lines, `{"label":"scam","flags":[],"script":"one_ring","text":"on %s it rang once from far away, number %d"}`+"\n", day, i)
		fmt.Fprintf(&lines, `{"label":"benign","text":"on %s the postman brought the letter number %d"}`+"\n", day, i)
		fmt.Fprintf(&lines, `{"label":"benign","text":"on %s my sister came from far away with number %d"}`+"\n\n", day, i)
	}
	return lines.String()
}

const facts = `id = "%s"
code = "%s"
category = "police"
[[source]]
url = "https://example.org"
checked = 2026-11-20
`

// What was learned is a file that tells apart texts it has never seen.
func TestLearn(t *testing.T) {
	tree := fstest.MapFS{
		"cash_courier.toml": {Data: fmt.Appendf(nil, facts, "cash_courier", "S01")},
		"one_ring.toml":     {Data: fmt.Appendf(nil, facts, "one_ring", "S02")},
		"texts.en.toml":     {Data: []byte("\"script.cash_courier.title\" = \"A courier\"\n\"script.one_ring.title\" = \"One ring\"\n")},
	}
	texts, err := learn.ReadTexts(strings.NewReader(labelled()))
	if err != nil {
		t.Fatal(err)
	}
	words, err := learn.Learn(read(t, tree), "en", texts)
	if err != nil {
		t.Fatal(err)
	}
	if words.Scam != 20 || words.Honest != 20 || words.Held.Recall < 0.9 || words.Held.FalseAlarms > 0.1 {
		t.Errorf("%d and %d texts, held %+v", words.Scam, words.Honest, words.Held)
	}
	tree["words/en.txt"] = &fstest.MapFile{Data: words.File()}
	library := read(t, tree)
	for text, want := range map[string]struct {
		level  blocklist.Level
		script string
	}{
		"last week a courier took an envelope":  {blocklist.Stop, "cash_courier"},
		"the phone rang once, from far away":    {blocklist.Careful, "one_ring"},
		"last week the postman lost the letter": {blocklist.Unlisted, ""},
		"my sister came":                        {blocklist.Unlisted, ""},
	} {
		got := library.Match(text, script.Options{Language: "en"})
		name := ""
		if len(got.Scripts) > 0 {
			name = got.Scripts[0].ID
		}
		if got.Level != want.level || name != want.script {
			t.Errorf("%q: %v, %q, want %v, %q", text, got.Level, name, want.level, want.script)
		}
	}
}

func read(t *testing.T, tree fstest.MapFS) *script.Library {
	t.Helper()
	l, err := script.Read(tree)
	if err != nil || len(l.Refused()) > 0 {
		t.Fatal(err, l.Refused())
	}
	return l
}

func TestReadTextsRefuses(t *testing.T) {
	for name, text := range map[string]string{
		"no JSON":         "scam: tell me the code",
		"no label":        `{"text":"hello"}`,
		"another label":   `{"label":"spam","text":"hello"}`,
		"an unknown flag": `{"label":"scam","flags":["R99"],"text":"hello"}`,
	} {
		if _, err := learn.ReadTexts(strings.NewReader("\n" + text)); err == nil || !strings.Contains(err.Error(), "line 2") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestLearnRefusesTooLittle(t *testing.T) {
	texts := []learn.Text{{Scam: true, Text: "one"}, {Text: "two"}}
	if _, err := learn.Learn(read(t, nil), "en", texts); err == nil {
		t.Error("learned from two texts")
	}
}

// The program's own words are what "make learn" makes of the texts beside package script.
func TestOwnWordsAreLearned(t *testing.T) {
	library, err := script.Read(assets.Scripts())
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("../../../assets/scripts/words/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		code := strings.TrimSuffix(filepath.Base(file), ".txt")
		t.Run(code, func(t *testing.T) {
			words, err := learn.Learn(library, code, textsOf(t, "../testdata/learn/"+code+"*.jsonl",
				"../testdata/judge/"+code+".seen.jsonl", "../testdata/judge/"+code+".train.jsonl"))
			if err != nil {
				t.Fatal(err)
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(counted(words.File()), counted(want)) {
				t.Error("the file holds other words: run make learn")
			}
		})
	}
}

func textsOf(t *testing.T, patterns ...string) []learn.Text {
	t.Helper()
	var all []learn.Text
	for _, pattern := range patterns {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			texts, err := learn.ReadTexts(bytes.NewReader(data))
			if err != nil {
				t.Fatal(file, err)
			}
			all = append(all, texts...)
		}
	}
	return all
}

// counted leaves out the fitted numbers, whose last digit may differ from one processor to another.
func counted(file []byte) []byte {
	var kept [][]byte
	for line := range bytes.Lines(file) {
		if !bytes.HasPrefix(line, []byte("weight ")) && !bytes.HasPrefix(line, []byte("flag ")) {
			kept = append(kept, line)
		}
	}
	return bytes.Join(kept, nil)
}

// Whatever a file of texts holds, it is read or refused, and what is learned from it is a file that can be read.
func FuzzReadTexts(f *testing.F) {
	f.Add(labelled())
	f.Add("{}")
	empty, err := script.Read(fstest.MapFS{})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, data string) {
		texts, err := learn.ReadTexts(strings.NewReader(data))
		if err != nil {
			return
		}
		words, err := learn.Learn(empty, "en", texts)
		if err != nil {
			return
		}
		l, err := script.Read(fstest.MapFS{"words/en.txt": {Data: words.File()}})
		if err != nil || len(l.Refused()) > 0 {
			t.Errorf("%v, %v:\n%s", err, l.Refused(), words.File())
		}
	})
}
