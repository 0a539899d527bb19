package voice_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"hangup/ui/voice"
)

func TestListings(t *testing.T) {
	for _, c := range []struct {
		program, table string
		want           map[string]string
	}{
		{
			"spd-say",
			"                     NAME                 LANGUAGE                  VARIANT\n" +
				"         Russian (Latvia)                    ru-LV                     none\n" +
				"    English (America)+Max                    en-US                      Max\n",
			map[string]string{"ru": "ru", "en": "en"},
		},
		{
			"spd-say", // a name as wide as its column, as one of espeak-ng's voices has
			"NAME LANGUAGE VARIANT\nRussian+Half-LifeAnnouncementSystem                       ruHalf-LifeAnnouncementSystem\n",
			map[string]string{},
		},
		{"spd-say", "Failed to get voice list.\n", map[string]string{}},
		{
			"espeak-ng",
			"Pty Language       Age/Gender VoiceName          File                 Other Languages\n" +
				" 5  en-gb           --/M      English_(Great_Britain) gmw/en        (en 2)\n 5  ru              --/M      Russian            zle/ru\n",
			map[string]string{"en": "en", "ru": "ru"},
		},
		{
			"say",
			"Alex                en_US    # Most people recognize me by my voice.\n" +
				"Milena (Enhanced)   ru_RU    # Здравствуйте! Меня зовут Милена.\nMilena              ru_RU    # Здравствуйте!\n",
			map[string]string{"en": "Alex", "ru": "Milena (Enhanced)"},
		},
		{
			"System.Speech", "\ufeffen-US\tMicrosoft David Desktop\r\nru-RU\tMicrosoft Irina Desktop\r\n",
			map[string]string{"en": "Microsoft David Desktop", "ru": "Microsoft Irina Desktop"},
		},
	} {
		if got := voice.Listings[c.program](c.table); !maps.Equal(map[string]string(got), c.want) {
			t.Errorf("%s: %v, want %v", c.program, got, c.want)
		}
	}
}

func FuzzListings(f *testing.F) {
	f.Add("Pty Language\n 5  ru  --/M  Russian  zle/ru\nMilena  ru_RU    # x\nru-RU\tIrina")
	f.Add("NAME LANGUAGE VARIANT\n a-b -v none\n")
	f.Fuzz(func(t *testing.T, table string) {
		for program, parse := range voice.Listings {
			for code, name := range parse(table) {
				if strings.Trim(code, "abcdefghijklmnopqrstuvwxyz") != "" || name == "" || strings.ContainsAny(name, "\n\r") {
					t.Errorf("%s: %q is spoken by %q", program, code, name)
				}
			}
		}
	})
}

func TestRates(t *testing.T) {
	for _, c := range []struct {
		rate             voice.Rate
		service, windows int
	}{{80, -100, -7}, {150, -22, -2}, {170, 0, -1}, {180, 4, 0}, {300, 59, 5}} {
		if s, w := c.rate.Service(), c.rate.Windows(); s != c.service || w != c.windows {
			t.Errorf("%d words a minute: %d and %d, want %d and %d", c.rate, s, w, c.service, c.windows)
		}
	}
}

func TestPlain(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"Hang up", []string{"Hang up."}},
		{"Hang up!\nNow?", []string{"Hang up!", "Now?"}},
		{"!-!SET self RATE 100", []string{"SET self RATE 100."}},
		{"1", []string{"1."}},
		{"—", nil},
		{"+7\u00a0916\u00a0123-45-67", []string{"+ 7, 9 1 6, 1 2 3, 4 5, 6 7."}},
		{"Call 8 (800) 555-35-35 now.", []string{"Call 8, 8 0 0, 5 5 5, 3 5, 3 5 now."}},
		{"102", []string{"102."}},
		{"12345678", []string{"1 2 3 4 5 6 7 8."}},
		{"298\u00a0949 numbers", []string{"298 949 numbers."}},
		{"10,000,000 numbers", []string{"10,000,000 numbers."}},
		{"10 000 000", []string{"10 000 000."}},
		{"23.11.2026", []string{"23.11.2026."}},
		{"2026-11-23", []string{"2026-11-23."}},
		{"<b>one</b> [[two]]", []string{"b one /b two."}},
	} {
		if got := voice.Plain([]string{c.text}); !slices.Equal(got, c.want) {
			t.Errorf("%q is said as %q, want %q", c.text, got, c.want)
		}
	}
}

// A long text is said whole, in lines that every program takes.
func TestLongTextIsSplit(t *testing.T) {
	text := strings.TrimSpace(strings.Repeat("hang up ", 1000))
	said := voice.Plain([]string{text})
	if len(said) < 2 {
		t.Errorf("%d lines", len(said))
	}
	joined := strings.ReplaceAll(strings.Join(said, " "), ".", "")
	if strings.Join(strings.Fields(joined), " ") != text {
		t.Errorf("%d bytes of %d are said", len(joined), len(text))
	}
}

func FuzzPlain(f *testing.F) {
	f.Add("Hang up <b>now</b>\n!-!QUIT", "+7 916 123-45-67")
	f.Fuzz(func(t *testing.T, a, b string) {
		total := 0
		for _, line := range voice.Plain([]string{a, b}) {
			total += len(line)
			if !utf8.ValidString(line) || strings.ContainsAny(line, "<>[]\x00\n\r\x1b") || strings.HasPrefix(line, "!") || strings.HasPrefix(line, "-") {
				t.Errorf("%q is said as %q", a+b, line)
			}
		}
		if total > 100_000 {
			t.Errorf("%d bytes are said", total)
		}
	})
}
