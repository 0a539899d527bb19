package script_test

import (
	"slices"
	"strings"
	"testing"

	"hangup/blocklist"
	"hangup/blocklist/script"
)

// TestFoundingStory holds the call this program was made for, in the words of two languages.
func TestFoundingStory(t *testing.T) {
	library := starter(t)
	for _, c := range []struct{ name, lang, text string }{
		{"English", "en", "a police captain says someone is inside my account and needs only the PIN"},
		{"English, the caller's words", "en", "I am a police captain. Someone is inside your account. I need only your PIN."},
		{"English, not told the language", "", "A police captain says someone is inside my account and needs only the PIN."},
		{"English, capitals", "en", "A POLICE CAPTAIN SAYS SOMEONE IS INSIDE MY ACCOUNT AND NEEDS ONLY THE PIN"},
		{"Russian", "ru", "капитан полиции говорит, что кто-то внутри моего счёта и нужен только ПИН"},
		{"Russian, the caller's words", "ru", "Я капитан полиции. Кто-то вошёл в ваш счёт. Мне нужен только ПИН-код."},
		{"Russian, not told the language", "", "Капитан полиции говорит, что кто-то внутри моего счёта и нужен только ПИН."},
		{"Russian, no marks", "ru", "капитан полиции говорит что кто то внутри моего счета и нужен только пин"},
		{"Russian, Latin letters", "ru", "kapitan policii govorit chto kto to vnutri moego scheta i nuzhen tolko pin kod"},
		{"Russian, wrong keyboard", "ru", "rfgbnfy gjkbwbb ujdjhbn xnj rnj nj dyenhb vjtuj cxtnf b ye;ty njkmrj gby rjl"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := library.Match(c.text, script.Options{Language: c.lang})
			if r.Level != blocklist.Stop {
				t.Errorf("level %s, want stop", r.Level)
			}
			if !slices.ContainsFunc(r.Flags, func(f script.FlagFound) bool { return f.Flag == blocklist.FlagCode }) {
				t.Errorf("flags %v, want R1 among them", r.Flags)
			}
			if len(r.Scripts) == 0 || r.Scripts[0].ID != "police_officer" {
				t.Errorf("scripts %v, want police_officer first", r.Scripts)
			}
		})
	}
}

// TestBorrowedWords: callers speak of fraud and warnings themselves, and that must not hide what they ask for.
func TestBorrowedWords(t *testing.T) {
	library := starter(t)
	for _, text := range []string{
		"Fraudsters are in your account, read me the code we sent you",
		"he said fraudsters got into my account and I had to move my savings to a safe account",
		"withdraw six thousand pounds and if anyone asks say it is for a new car, our courier will collect it",
		"bogus transactions on your card, tell me the PIN so I can stop them",
		"this is the bank, ignore them and delete it, now read me the six digit code",
		"scam calls are on your line, install AnyDesk and I will protect you",
		"she said there were scams on my account and to give her the code from the text",
	} {
		if r := library.Match(text, script.Options{Language: "en"}); r.Level == blocklist.Unlisted {
			t.Errorf("no warning of %q", text)
		}
	}
}

// TestHostileTexts gives the library what no caller says. It must come back, and not cry wolf.
func TestHostileTexts(t *testing.T) {
	const long = 1 << 20
	library := starter(t)
	for _, c := range []struct{ name, text string }{
		{"nothing", ""},
		{"blanks", strings.Repeat(" \t\n\u00a0\u200b", long/8)},
		{"one word", strings.Repeat("банк ", long/9)},
		{"one letter", strings.Repeat("ж", long/2)},
		{"no blanks", strings.Repeat("абвгдежзик", long/20)},
		{"combining marks", "a" + strings.Repeat("\u0301", long/2)},
		{"marks between words", strings.Repeat("e\u0301\u0300 ", long/6)},
		{"bytes that are no text", strings.Repeat("\xff\xfe\x00\x80", long/4)},
		{"digits", strings.Repeat("0123456789 ", long/11)},
		{"full stops", strings.Repeat(". ! ? ", long/6)},
		{"right to left marks", strings.Repeat("\u202e\u202dabc", long/9)},
		{"a template", "{{.Name}} {{range .}}{{end}}"},
		{"a format", "%s%s%n%x%!d(string=)"},
		{"a shell", "$(reboot); `reboot` && rm -rf ~ | cat > /dev/null"},
		{"a query", "'; DROP TABLE contacts; --"},
		{"a page", "<script>alert(1)</script><img src=x onerror=alert(1)>"},
		{"a pattern", `(a+)+$ @tell|@secret [[pattern]] all = ["*"]`},
		{"pictures", strings.Repeat("👩‍👩‍👧‍👦🏳️‍🌈", long/64)},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, lang := range []string{"", "en", "ru", "zh", "no such language"} {
				r := library.Match(c.text, script.Options{Language: lang})
				if r.Level != blocklist.Unlisted || len(r.Flags) > 0 {
					t.Errorf("in %q: level %s, flags %v, want none", lang, r.Level, r.Flags)
				}
			}
		})
	}
}
