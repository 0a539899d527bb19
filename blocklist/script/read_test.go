package script_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"hangup/blocklist"
	"hangup/blocklist/script"
)

// A file that is out of form is refused whole with a reason, and the rest works.
func TestReadRefuses(t *testing.T) {
	for _, c := range []struct {
		name, path, text string
		reason           string
	}{
		{"not TOML", "bad.toml", "id = ", "expected"},
		{"another id than the file's", "bad.toml", facts("other", "S90"), "not the file's name"},
		{"an unknown key", "bad.toml", facts("bad", "S90", `run = "rm"`), "unknown key"},
		{"an unknown flag", "bad.toml", facts("bad", "S90", `flags = ["R99"]`), "R99"},
		{"an unknown ask", "bad.toml", facts("bad", "S90", `asks = ["SOUL"]`), "SOUL"},
		{"an unknown party", "bad.toml", facts("bad", "S90", `parties = ["pirate"]`), "pirate"},
		{"no region", "bad.toml", facts("bad", "S90", `regions = ["Mars"]`), "no region"},
		{"no hotline to call", "bad.toml", facts("bad", "S90", `hotlines = ["sender"]`), "no hotline"},
		{"a bad next", "bad.toml", facts("bad", "S90", `next = ["../../etc"]`), "no id"},
		{"no source", "bad.toml", "id = \"bad\"\ncode = \"S90\"\ncategory = \"police\"\n", "no source"},
		{"a source that is no page", "bad.toml", strings.ReplaceAll(facts("bad", "S90"), "https://", "javascript:"), "no web address"},
		{"no title", "bad.toml", facts("bad", "S90"), "no title"},
		{"too large", "bad.toml", "# " + strings.Repeat("x", 2<<20), "too large"},
		{"deep brackets", "bad.toml", "id = " + strings.Repeat("[", 100_000), "too deep"},
		{"a key of many parts", "bad.toml", strings.Repeat("a.", 100) + "a = 1", "points"},
		{"a template", "more.en.toml", `"script.keys.story" = "{{.Home}}"`, "template"},
		{"a label of the program", "more.en.toml", `"level.stop" = "Go on"`, "no text of a script"},
		{"a text twice", "typed.en.toml", `"script.keys.title" = "Other keys"`, "two files"},
		{"an endless text", "more.en.toml", `"script.keys.story" = "` + strings.Repeat("x", 900) + `"`, "too long"},
		{"control characters", "more.en.toml", `"script.keys.story" = "a\u001bb"`, "control"},
		{"a number for a text", "more.en.toml", `"script.keys.story" = 7`, "no text"},
		{"no language", "patterns/english.toml", `common = "a"`, "tell a language"},
		{"an unknown concept", "patterns/en-more.toml", "[[pattern]]\nall = [\"@nothing\"]\nflags = [\"R1\"]\n", "no concept"},
		{"a pattern that says nothing", "patterns/en-more.toml", "[[pattern]]\nall = [\"pin\"]\n", "says nothing"},
		{"a pattern that does both", "patterns/en-more.toml", "[[pattern]]\nall = [\"pin\"]\nflags = [\"R1\"]\nclears = [\"R2\"]\n", "both"},
		{"a pattern without items", "patterns/en-more.toml", "[[pattern]]\nflags = [\"R1\"]\n", "0 items"},
		{"a distance out of range", "patterns/en-more.toml", "[[pattern]]\nall = [\"pin\"]\nwithin = 9999\nflags = [\"R1\"]\n", "out of range"},
		{"a phrase of marks", "patterns/en-more.toml", "[concepts]\nx = [\"!!\"]\n", "no word"},
		{"a one-letter beginning", "patterns/en-more.toml", "[concepts]\nx = [\"p*\"]\n", "too short"},
		{"a long key", "patterns/en-more.toml", "[keyboard]\nqq = \"й\"\n", "one character"},
	} {
		t.Run(c.name, func(t *testing.T) {
			files := maps.Clone(small)
			files[c.path] = file(c.text)
			l := read(t, files)
			refused := l.Refused()
			if len(refused) != 1 || refused[0].File != c.path || !strings.Contains(refused[0].Err.Error(), c.reason) {
				t.Errorf("refused %v, want %s for %q", refused, c.path, c.reason)
			}
			if got := l.Match("the captain asked my PIN", script.Options{}); got.Level != blocklist.Stop || len(got.Scripts) == 0 {
				t.Errorf("the rest does not work: %+v", got)
			}
		})
	}
}

// A file that only a refused one supports is refused with it.
func TestReadRefusesWhatLeansOnTheRefused(t *testing.T) {
	files := maps.Clone(small)
	files["patterns/en-a.toml"] = file("[concepts]\nshared = [\"pirate\"]\nbroken = [\"!\"]\n")
	files["patterns/en-b.toml"] = file("[[pattern]]\nall = [\"@shared\"]\nflags = [\"R4\"]\n")
	var names []string
	l := read(t, files)
	for _, r := range l.Refused() {
		names = append(names, r.File)
	}
	if !slices.Equal(names, []string{"patterns/en-a.toml", "patterns/en-b.toml"}) {
		t.Errorf("refused %v", names)
	}
	if l.Match("he asked my PIN", script.Options{}).Level != blocklist.Stop {
		t.Error("the first file of the language was lost")
	}
}

func TestReadTooMany(t *testing.T) {
	files := make(fstest.MapFS)
	for i := range 70 {
		files["t"+strings.Repeat("x", i)+".en.toml"] = file("# " + strings.Repeat("x", 1<<20-2))
	}
	if _, err := script.Read(files); err == nil {
		t.Error("70 MB were read")
	}
}

func TestScript(t *testing.T) {
	l := read(t, small)
	s, ok := l.Script("police_officer")
	if !ok || s.Code != "S01" || !slices.Equal(s.Next, []string{"keys"}) {
		t.Fatalf("%+v", s)
	}
	if got := s.Dos(); len(got) != 1 || got[0].ID != "script.police_officer.do1" {
		t.Errorf("acts %v", got)
	}
	if _, ok := s.Story(); ok {
		t.Error("a story that no file holds")
	}
	if got := l.Texts()["en"]["script.keys.title"]; got != "Keys" {
		t.Errorf("title %q", got)
	}
	if _, ok := l.Script("nobody"); ok {
		t.Error("a script nobody wrote")
	}
	if all := l.Scripts("US"); all[0].ID != "police_officer" || all[1].ID != "keys" {
		t.Errorf("order %v", all)
	}
	if got := l.Languages(); !slices.Equal(got, []string{"en", "ru", "zh"}) {
		t.Errorf("languages %v", got)
	}
}

func TestLikely(t *testing.T) {
	l := ownLibrary(t)
	for _, c := range []struct {
		party blocklist.Party
		asks  []blocklist.Ask
		want  string
	}{
		{blocklist.PartyPolice, []blocklist.Ask{blocklist.AskPIN, blocklist.AskSecret}, "police_officer"},
		{blocklist.PartyHouse, []blocklist.Ask{blocklist.AskSMS}, "intercom_keys"},
		{blocklist.PartyTech, []blocklist.Ask{blocklist.AskApp}, "tech_support"},
		{blocklist.PartyPrize, []blocklist.Ask{blocklist.AskTransfer}, "prize_compensation"},
	} {
		likely := l.Likely(c.party, c.asks, "RU")
		if !slices.ContainsFunc(likely, func(s script.Script) bool { return s.ID == c.want }) || len(likely) > 3 {
			t.Errorf("%s %v: %v lacks %s", c.party, c.asks, likely, c.want)
		}
	}
	if got := l.Likely("", nil, "RU"); len(got) != 0 {
		t.Errorf("likely without any answer: %v", got)
	}
}

// The scripts that are part of the program are all accepted, and their patterns name no script that is not there.
func TestStarter(t *testing.T) {
	l := ownLibrary(t)
	for _, r := range l.Refused() {
		t.Errorf("%s: %v", r.File, r.Err)
	}
	if n := len(l.Scripts("")); n < 30 {
		t.Errorf("%d scripts", n)
	}
	for _, id := range l.Unknown() {
		t.Errorf("patterns name the script %q", id)
	}
}
