package phone_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"hangup/blocklist"
)

// typed types the keys one by one into an empty field and returns what it shows after each.
func typed(home blocklist.Region, keys string) []string {
	var shown []string
	text, cursor := "", 0
	for _, k := range keys {
		r := []rune(text)
		text, cursor = reader(home).Format(string(r[:cursor])+string(k)+string(r[cursor:]), cursor+1)
		shown = append(shown, text)
	}
	return shown
}

func TestFormatWhileTyping(t *testing.T) {
	for _, c := range []struct {
		home blocklist.Region
		keys string
		want []string // what the field shows after the last keys
	}{
		{"RU", "+79161234567", []string{
			"+", "+7", "+7 9", "+7 91", "+7 916", "+7 916 1", "+7 916 12", "+7 916 123", "+7 916 123-4",
			"+7 916 123-45",
			"+7 916 123-45-6", "+7 916 123-45-67",
		}},
		{"RU", "89161234567", []string{
			"8 (916) 1", "8 (916) 12", "8 (916) 123", "8 (916) 123-4", "8 (916) 123-45", "8 (916) 123-45-6",
			"8 (916) 123-45-67",
		}},
		{"RU", "88005553535", []string{"8 (800) 555-35-3", "8 (800) 555-35-35"}},
		{"RU", "8 (916) 123-45-67", []string{"8 (916) 123-45-67"}},
		{"RU", "79161234567", []string{"7 916 123-45-67"}},
		{"RU", "891612345678", []string{"8 (916) 123-45-67", "8 (916) 123-45-678"}},
		{"RU", "810442079460018", []string{"810 44 20 7946 0018"}},
		{"RU", "0919", []string{"0919"}},
		{"RU", "8 916 123-45-67 доб. 5", []string{"8 (916) 123-45-67 доб. 5"}},
		{"US", "4692576503", []string{"(469) 257-6", "(469) 257-65", "(469) 257-650", "(469) 257-6503"}},
		{"US", "14692576503", []string{"1 (469) 257-6503"}},
		{"US", "+14692576503", []string{"+1 469-257-6503"}},
		{"US", "011442079460018", []string{"011 44 20 7946 0018"}},
		{"GB", "02079460018", []string{
			"020 79", "020 794", "020 7946", "020 7946 0", "020 7946 00", "020 7946 001", "020 7946 0018",
		}},
		{"GB", "07911123456", []string{"07911 12345", "07911 123456"}},
		{"GB", "+4402079460018", []string{"+44 (0) 20 7946 0018"}},
		{"FR", "0612345678", []string{
			"06 12 3", "06 12 34", "06 12 34 5", "06 12 34 56", "06 12 34 56 7", "06 12 34 56 78",
		}},
		{"DE", "030123456", []string{"030 12", "030 123", "030 1234", "030 12345", "030 123456"}},
		{"DE", "015123456789", []string{"01512 3456789"[:12], "01512 3456789"}},
		{"KZ", "87011234567", []string{"8 (701) 123 456", "8 (701) 123 4567"}},
		{"UA", "0501234567", []string{"050 123 45", "050 123 456", "050 123 4567"}},
		{"UA", "+380501234567", []string{"+380 50 123 4567"}},
		{"BY", "80291234567", []string{"8 029 123-4", "8 029 123-45", "8 029 123-45-6", "8 029 123-45-67"}},
		{"BY", "+375291234567", []string{"+375 29 123-45-67"}},
		{"JP", "09012345678", []string{"090-1234-567", "090-1234-5678"}},
		{"IN", "9876543210", []string{"98765 43210"}},
		{"BR", "11987654321", []string{"11 98765-4321"}},
		{"SG", "61234567", []string{"6123 4567"}},
		{"RU", "٨٩١٦١٢٣٤٥٦٧", []string{"٨ (٩١٦) ١٢٣-٤٥-٦٧"}},
		{"", "89161234567", []string{"89161234567"}},
		{"", "+79161234567", []string{"+7 916 123-45-67"}},
	} {
		t.Run(string(c.home)+" "+c.keys, func(t *testing.T) {
			shown := typed(c.home, c.keys)
			if got := shown[len(shown)-len(c.want):]; !slices.Equal(got, c.want) {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}

func TestFormatLeavesOtherTextAlone(t *testing.T) {
	for _, text := range []string{
		"", " ", "+", "(", "привет", "8 916 123 45 67, 8 903 765 43 21", "89161234567\n89037654321", "4276123456789010",
		"12.05.2024", "12:30", "*100#", "8 916 123-45-67 доб", "скрыт", "+8 916 123", "++7916", "7+916", "5 000 ₽",
	} {
		for cursor := range utf8.RuneCountInString(text) + 1 {
			if got, at := reader("RU").Format(text, cursor); got != text || at != cursor {
				t.Errorf("Format(%q, %d) = %q, %d", text, cursor, got, at)
			}
		}
	}
}

// TestFormatCursor follows the cursor, shown as "|".
func TestFormatCursor(t *testing.T) {
	for _, c := range []struct {
		home       blocklist.Region
		text, want string
	}{
		{"RU", "8|9161234567", "8| (916) 123-45-67"},
		{"RU", "8916|1234567", "8 (916|) 123-45-67"},
		{"RU", "8 (916) |123-45-67", "8 (916|) 123-45-67"},
		{"RU", "|89161234567", "|8 (916) 123-45-67"},
		{"RU", "89161234567|", "8 (916) 123-45-67|"},
		{"RU", "8 (916)5| 123-45-67", "8 (916) 5|12-34-567"},
		{"RU", "+|79161234567", "+|7 916 123-45-67"},
		{"US", "|4692576503", "|(469) 257-6503"},
		{"US", "469257|6503", "(469) 257|-6503"},
		{"RU", "8 916 |", "8916 |"},
	} {
		t.Run(c.text, func(t *testing.T) {
			cursor := utf8.RuneCountInString(c.text[:strings.IndexByte(c.text, '|')])
			got, at := reader(c.home).Format(strings.Replace(c.text, "|", "", 1), cursor)
			r := []rune(got)
			if marked := string(r[:at]) + "|" + string(r[at:]); marked != c.want {
				t.Errorf("got %q, want %q", marked, c.want)
			}
		})
	}
}

// TestFormatBackspace holds Backspace down from the end until the field is empty.
func TestFormatBackspace(t *testing.T) {
	for _, c := range []struct {
		home blocklist.Region
		keys string
	}{
		{"RU", "89161234567"},
		{"RU", "+79161234567"},
		{"US", "4692576503"},
		{"US", "14692576503"},
		{"GB", "+4402079460018"},
		{"FR", "0612345678"},
		{"DE", "015123456789"},
		{"BY", "80291234567"},
	} {
		t.Run(string(c.home)+" "+c.keys, func(t *testing.T) {
			shown := typed(c.home, c.keys)
			text := shown[len(shown)-1]
			cursor := utf8.RuneCountInString(text)
			for presses := 0; text != ""; presses++ {
				if presses > 2*len(c.keys)+5 || cursor == 0 {
					t.Fatalf("Backspace is stuck at %q, cursor %d", text, cursor)
				}
				r := []rune(text)
				text, cursor = reader(c.home).Format(string(r[:cursor-1])+string(r[cursor:]), cursor-1)
			}
		})
	}
}

// TestFormatKeepsTheNumber checks that the grouped text is read as the same number.
func TestFormatKeepsTheNumber(t *testing.T) {
	for _, c := range []struct {
		home blocklist.Region
		text string
	}{
		{"RU", "84951234567"},
		{"RU", "74951234567"},
		{"US", "4692576503"},
		{"GB", "02079460018"},
		{"DE", "03012345678"},
		{"FR", "0612345678"},
		{"KZ", "87011234567"},
		{"UA", "80501234567"},
		{"BY", "80291234567"},
		{"IN", "9876543210"},
		{"BR", "011987654321"},
		{"JP", "09012345678"},
		{"SG", "61234567"},
		{"AR", "01123456789"},
		{"MX", "5512345678"},
		{"IT", "0612345678"},
		{"ES", "612345678"},
		{"PL", "512345678"},
		{"TR", "05012345678"},
		{"CN", "13812345678"},
		{"KR", "01012345678"},
		{"TH", "0812345678"},
		{"VN", "0912345678"},
		{"ID", "08123456789"},
		{"AU", "0412345678"},
		{"AT", "06641234567"},
		{"CH", "0791234567"},
		{"IL", "0501234567"},
		{"UZ", "901234567"},
		{"GE", "555123456"},
	} {
		t.Run(string(c.home)+" "+c.text, func(t *testing.T) {
			before := find(t, c.home, c.text)
			text, _ := reader(c.home).Format(c.text, 0)
			if after := find(t, c.home, text); after.E164 != before.E164 {
				t.Errorf("%q became %q and reads as %s instead of %s", c.text, text, after.E164, before.E164)
			}
		})
	}
}
