package script_test

import (
	"archive/zip"
	"bytes"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"hangup/assets"
	"hangup/blocklist"
	"hangup/blocklist/script"
)

// small is a library whose whole content can be seen here.
var small = fstest.MapFS{
	"police_officer.toml": file(facts("police_officer", "S01", `parties = ["police"]`, `asks = ["PIN"]`, `next = ["gone", "keys"]`)),
	"keys.toml":           file(facts("keys", "S12", `asks = ["SMS"]`, `regions = ["RU"]`)),
	"texts.en.toml": file(`"script.police_officer.title" = "The police"
"script.police_officer.do1" = "Hang up."
[script.keys]
title = "Keys"
tell1 = "How many keys?"
`),
	"patterns/any.toml": file(`[concepts]
remote = ["AnyDesk"]
`),
	"patterns/en.toml": file(`common = "the a is to of my he she they you i and"
not = ["@never"]
[concepts]
never = ["never", "do not"]
secret = ["PIN", "one time code", "password", "=codes"]
wants = ["asked", "needs", "read me"]
[parties]
police = ["police", "captain"]
[scripts]
keys = ["door keys", "intercom"]
[[pattern]]
all = ["@wants", "@secret"]
asks = ["PIN"]
scripts = ["police_officer"]
[[pattern]]
all = ["first this", "then that"]
order = true
within = 8
flags = ["R5"]
[[pattern]]
all = ["hurry"]
flags = ["R4"]
weak = true
[[pattern]]
all = ["at once"]
flags = ["R4"]
weak = true
[[pattern]]
all = ["do not hang up"]
not = []
flags = ["R6"]
[[pattern]]
all = ["@remote|transfer* # dollars"]
flags = ["R9"]
[[pattern]]
all = ["chemist"]
clears = ["R1"]
`),
	"patterns/ru.toml": file(`common = "и в не на он она мне я что"
not = ["@no"]
[latin]
k = "к"
o = "о"
d = "д"
z = "з"
i = "и"
s = "с"
m = "м"
n = "н"
a = "а"
v = "в"
t = "т"
e = "е"
[keyboard]
r = "к"
j = "о"
l = "д"
b = "и"
p = "з"
c = "с"
v = "м"
"," = "б"
f = "а"
y = "н"
n = "т"
t = "е"
[concepts]
no = ["не"]
code = ["код", "пароль"]
tell = ["назвать", "назовите", "из смс"]
[[pattern]]
all = ["@tell", "@code"]
asks = ["SMS"]
`),
	"patterns/zh.toml": file(`common = "的 了 我 你 他 要"
within = 20
[[pattern]]
all = ["要|告诉", "验证码"]
asks = ["SMS"]
`),
	"patterns/pl.toml": file(`common = "nie jest to dzwonił pan i mnie"`),
}

func file(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }

func facts(id, code string, lines ...string) string {
	return "id = \"" + id + "\"\ncode = \"" + code + "\"\ncategory = \"police\"\n" + strings.Join(lines, "\n") +
		"\n[[source]]\nurl = \"https://example.org/\"\nchecked = 2026-11-20\n"
}

func read(t testing.TB, files fstest.MapFS) *script.Library {
	t.Helper()
	l, err := script.Read(files)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func ownLibrary(t testing.TB) *script.Library {
	t.Helper()
	l, err := script.Read(assets.Scripts())
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestMatch(t *testing.T) {
	l := read(t, small)
	if refused := l.Refused(); len(refused) > 0 {
		t.Fatal(refused)
	}
	for _, c := range []struct {
		name, text, wish, lang string
		flags                  string   // names joined by spaces
		words                  []string // of the first flag
	}{
		{name: "a retelling", text: "The captain needs only my PIN", lang: "en", flags: "R1", words: []string{"needs", "PIN"}},
		{name: "another order, other forms", text: "passwords, he is asking", lang: "en", flags: "R1", words: []string{"passwords", "asking"}},
		{name: "one slip", text: "he asked my pasword", lang: "en", flags: "R1", words: []string{"asked", "pasword"}},
		{name: "hyphens", text: "read me the one-time code", lang: "en", flags: "R1", words: []string{"read me", "one-time code"}},
		{name: "an exact form", text: "he asked the codex", lang: "en"},
		{name: "letters of another alphabet", text: "he asked my РIN", lang: "en", flags: "R1", words: []string{"asked", "РIN"}},
		{name: "spelled out", text: "he asked my P.I.N.", lang: "en", flags: "R1", words: []string{"asked", "P.I.N"}},
		{name: "spelled out beside a letter of another alphabet", text: "he asked my я P.I.N.", lang: "en", flags: "R1", words: []string{"asked", "P.I.N"}},
		{name: "an apostrophe that is a letter", text: "he asked my passwordʼs", lang: "en", flags: "R1", words: []string{"asked", "passwordʼs"}},
		{name: "invisible characters", text: "he asked my P\u200bI\u00adN", lang: "en", flags: "R1", words: []string{"asked", "P\u200bI\u00adN"}},
		{name: "forbidden", text: "never asked my PIN", lang: "en"},
		{name: "forbidden elsewhere", text: "Do not worry. He asked my PIN", lang: "en", flags: "R1", words: []string{"asked", "PIN"}},
		{name: "too far apart", text: "he asked the way to the old town hall and the market and the church and my PIN", lang: "en"},
		{name: "another sentence", text: "He asked the way to it. And she is to. My PIN", lang: "en"},
		{name: "in order", text: "first this and then that", lang: "en", flags: "R5", words: []string{"first this", "then that"}},
		{name: "out of order", text: "then that and first this", lang: "en"},
		{name: "one weak sign", text: "he is to hurry", lang: "en"},
		{name: "the same weak sign twice", text: "hurry hurry the hurry", lang: "en"},
		{name: "two weak signs", text: "hurry to my at once", lang: "en", flags: "R4", words: []string{"hurry", "at once"}},
		{name: "a guard that is part of the phrase", text: "do not hang up", lang: "en", flags: "R6", words: []string{"do not hang up"}},
		{name: "a number after a beginning", text: "transferring 1,500 dollars", lang: "en", flags: "R9", words: []string{"transferring 1,500 dollars"}},
		{name: "a word of every language", text: "он и anydesk мне", lang: "ru", words: nil},
		{name: "honest speech", text: "the chemist asked my PIN", lang: "en"},
		{name: "Russian, a form and ё", text: "Назовите мне кoд", lang: "ru", flags: "R1", words: []string{"Назовите", "кoд"}},
		{name: "Latin letters", text: "kod iz sms", lang: "ru", flags: "R1", words: []string{"kod iz sms"}},
		{name: "the wrong keyboard", text: "rjl bp cvc", lang: "ru", flags: "R1", words: []string{"rjl bp cvc"}},
		{name: "Russian negation", text: "не назовите код", lang: "ru"},
		{name: "no spaces", text: "他要我告诉他验证码", lang: "zh", flags: "R1", words: []string{"告诉", "验证码"}},
		{name: "a language without patterns", text: "nie jest to pan", lang: "pl"},
		{name: "a language the letters tell", text: "안녕하세요 경찰입니다", lang: "ko"},
		{name: "the language is known", text: "PIN asked", wish: "en-GB", lang: "en", flags: "R1", words: []string{"PIN asked"}},
		{name: "a wish nobody can meet", text: "he asked my PIN", wish: "xx", lang: "xx"},
		{name: "a wish the text contradicts", text: "он и она назовите код", wish: "en", lang: "ru", flags: "R1", words: []string{"назовите код"}},
		{name: "no words", text: "?! \x00\xff", lang: ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := l.Match(c.text, script.Options{Language: c.wish})
			if r.Language != c.lang {
				t.Errorf("language %q, want %q", r.Language, c.lang)
			}
			if got := flagNames(r); got != c.flags {
				t.Fatalf("flags %q, want %q", got, c.flags)
			}
			if len(r.Flags) == 0 {
				if r.Level != blocklist.Unlisted {
					t.Errorf("level %v without a flag", r.Level)
				}
				return
			}
			if got := r.Flags[0].Words; !slices.Equal(got, c.words) {
				t.Errorf("words %q, want %q", got, c.words)
			}
			for _, s := range r.Flags[0].Spans {
				if !slices.Contains(r.Flags[0].Words, c.text[s.Start:s.End]) {
					t.Errorf("the span %v is %q, which is not among the words", s, c.text[s.Start:s.End])
				}
			}
		})
	}
}

func flagNames(r script.Result) string {
	var names []string
	for _, f := range r.Flags {
		names = append(names, f.Flag.String())
	}
	return strings.Join(names, " ")
}

// A script is found by what names it, by who calls and what is wanted, and the person's country decides between equals.
func TestMatchNamesTheScript(t *testing.T) {
	l := read(t, small)
	r := l.Match("A police captain asked my PIN about the intercom", script.Options{Region: "GB"})
	if got := scriptIDs(r); !slices.Equal(got, []string{"police_officer"}) {
		t.Errorf("in Britain: %v", r.Scripts)
	}
	if want := []blocklist.Party{blocklist.PartyPolice}; !slices.Equal(r.Parties, want) {
		t.Errorf("parties %v, want %v", r.Parties, want)
	}
	if want := []blocklist.Ask{blocklist.AskPIN}; !slices.Equal(r.Asks, want) {
		t.Errorf("asks %v, want %v", r.Asks, want)
	}
	r = l.Match("A police captain asked my PIN about the intercom", script.Options{Region: "RU"})
	if got := scriptIDs(r); !slices.Equal(got, []string{"police_officer", "keys"}) {
		t.Fatalf("in Russia: %v", r.Scripts)
	}
	if got := r.Scripts[1].Words; !slices.Equal(got, []string{"intercom"}) {
		t.Errorf("words %q", got)
	}
}

func scriptIDs(r script.Result) []string {
	var ids []string
	for _, s := range r.Scripts {
		ids = append(ids, s.ID)
	}
	return ids
}

func TestMatchIsTheSameEveryTime(t *testing.T) {
	text := "A captain from the police asked me for the PIN and the code, he said tell no one, install AnyDesk at once."
	want := ownLibrary(t).Match(text, script.Options{})
	if want.Level != blocklist.Stop || len(want.Scripts) == 0 {
		t.Fatalf("%+v", want)
	}
	for range 5 {
		if got := ownLibrary(t).Match(text, script.Options{}); !reflect.DeepEqual(got, want) {
			t.Fatalf("%+v, then %+v", want, got)
		}
	}
}

// Hostile texts are answered, and only the beginning of a very long one is read.
func TestMatchHostile(t *testing.T) {
	l := ownLibrary(t)
	for name, text := range hostileTexts() {
		t.Run(name, func(t *testing.T) {
			if r := l.Match(text, script.Options{}); !r.Cut {
				t.Error("a megabyte was read whole")
			}
		})
	}
	late := strings.Repeat("nothing much ", script.MaxText/13+1) + "he asked my PIN"
	if r := l.Match(late, script.Options{Language: "en"}); !r.Cut || r.Level != blocklist.Unlisted {
		t.Errorf("what lies beyond the limit counts: %+v", r)
	}
}

func TestReadZIP(t *testing.T) {
	var packed bytes.Buffer
	w := zip.NewWriter(&packed)
	if err := w.AddFS(small); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	r, err := zip.NewReader(bytes.NewReader(packed.Bytes()), int64(packed.Len()))
	if err != nil {
		t.Fatal(err)
	}
	l, err := script.Read(r)
	if err != nil {
		t.Fatal(err)
	}
	if len(l.Refused()) > 0 || len(l.Scripts("")) != 2 || l.Match("he asked my PIN", script.Options{}).Level != blocklist.Stop {
		t.Errorf("refused %v, scripts %d", l.Refused(), len(l.Scripts("")))
	}
}
