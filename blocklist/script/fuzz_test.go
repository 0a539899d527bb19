package script_test

import (
	"maps"
	"testing"
	"unicode/utf8"

	"hangup/blocklist"
	"hangup/blocklist/script"
)

// Whatever a file holds, the library is read and works, and no text of it could be a template.
func FuzzRead(f *testing.F) {
	for path, content := range small {
		f.Add(path, string(content.Data))
	}
	f.Add("patterns/en.toml", "[concepts]\na = [\"@b\"]\nb = [\"@a\"]\n[[pattern]]\nall = [\"@a\"]\nflags = [\"R1\"]")
	f.Add("x.toml", "[[[[[[[[[[[[[[")
	f.Add("words/en.txt", learnedWords)
	names := []string{
		"keys.toml", "texts.en.toml", "patterns/en.toml", "patterns/any.toml", "patterns/ru.toml", "new.toml", "words/en.txt",
	}
	f.Fuzz(func(t *testing.T, path, text string) {
		if len(path) == 0 {
			return
		}
		files := maps.Clone(small)
		files[names[int(path[0])%len(names)]] = file(text)
		l := read(t, files)
		l.Match("the captain asked my PIN, назовите код", script.Options{})
		for _, byID := range l.Texts() {
			for id, words := range byID {
				if !utf8.ValidString(words) || len(id) < len("script.") || id[:7] != "script." {
					t.Errorf("%q is %q", id, words)
				}
			}
		}
	})
}

// Whatever a text holds, its spans lie in it, and without a flag there is no warning.
func FuzzMatch(f *testing.F) {
	l := ownLibrary(f)
	for _, text := range []string{sentence, talk, "rjl bp cvc", "kod iz sms", "他要验证码", "P.I.N.", "a\u0301\u0301 \xff\xfe", "０１２ ＰＩＮ", "К0Д", "〇〇々"} {
		f.Add(text, "")
		f.Add(text, "ru")
	}
	f.Fuzz(func(t *testing.T, text, language string) {
		r := l.Match(text, script.Options{Language: language})
		if (r.Level == blocklist.Unlisted) != (len(r.Flags)+len(r.Words) == 0) {
			t.Errorf("level %v with the flags %v and the words %q", r.Level, r.Flags, r.Words)
		}
		for _, flag := range r.Flags {
			if len(flag.Words) == 0 || len(flag.Spans) < len(flag.Words) {
				t.Errorf("%v has the words %q at %v", flag.Flag, flag.Words, flag.Spans)
			}
			for _, s := range flag.Spans {
				if s.Start < 0 || s.Start >= s.End || s.End > len(text) {
					t.Errorf("the span %v is outside a text of %d bytes", s, len(text))
				}
			}
		}
	})
}
