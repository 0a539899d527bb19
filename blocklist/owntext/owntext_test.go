package owntext_test

import (
	"strings"
	"testing"
	"unicode"

	"hangup/blocklist/owntext"
	"hangup/blocklist/phone"
)

func TestLine(t *testing.T) {
	for in, want := range map[string]string{
		"  Anna \t Petrovna\r\n":    "Anna Petrovna",
		"Anna\u202egnp.exe":         "Annagnp.exe",
		"An\x00na\x1b[31m":          "Anna[31m",
		"\u200b\u2066\u00ad\ufeff":  "",
		"Й":                         "Й",
		"bad \xff\xfe bytes":        "bad bytes",
		"{{.Name}} %s <b>$(rm)</b>": "{{.Name}} %s <b>$(rm)</b>",
	} {
		if got := owntext.Line(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
}

func TestLines(t *testing.T) {
	got := owntext.Lines("\r\n\n He  called. \r\n\r\n\r\n\u2028Then I hung up.\r \x07 \n")
	if want := "He called.\n\nThen I hung up."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestHoldsSecret(t *testing.T) {
	find := phone.Reader{Home: "RU"}.Find
	for text, want := range map[string]bool{
		"He called from +7 916 123-45-67 and wanted money.":                         false,
		"My card is 4276 3800 1234 5674":                                            true,
		"He called from +7 916 123-45-67 and I told the code 123456":                true,
		"Звонили с 8 916 123-45-67, потом с 8 495 123-45-67. Сказали код: 4821":     true,
		"Звонили с 8 916 123-45-67. Карта 4276 3800 1234 5674, перезвонить просили": true,
		"Просили 15000 рублей 23.11.2026 в 10:15":                                   false,
		"": false,
	} {
		if got := owntext.HoldsSecret(find, text); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

func FuzzLines(f *testing.F) {
	f.Add("Anna\u202e\r\n\n\nx")
	f.Fuzz(func(t *testing.T, s string) {
		got := owntext.Lines(s)
		if again := owntext.Lines(got); again != got {
			t.Fatalf("%q becomes %q and then %q", s, got, again)
		}
		for _, r := range got {
			if r != '\n' && !unicode.IsGraphic(r) {
				t.Fatalf("%q keeps %U", s, r)
			}
		}
		if line := owntext.Line(s); strings.Contains(line, "\n") || owntext.Line(line) != line {
			t.Fatalf("%q becomes the line %q", s, line)
		}
	})
}
