package phone_test

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"hangup/blocklist"
	"hangup/blocklist/phone"
)

var failures = []*blocklist.Error{
	phone.ErrEmpty, phone.ErrNothingFound, phone.ErrTooShort, phone.ErrTooLong, phone.ErrLetters, phone.ErrNoCountry,
	phone.ErrTextTooLong, phone.ErrSecret,
}

var e164 = regexp.MustCompile(`^\+\d{1,20}$`)

func FuzzFind(f *testing.F) {
	for _, text := range []string{
		"8 (495) 123-45-67 доб. 123", "+44 159", "tel:863-1234;phone-context=+1-914;ext=5", "1-800-MEDICARE", "#9110",
		"Код 4821. Никому не говорите. 8 800 555 35 50", "4276 1234 5678 9010", "private", "12.05.2024 5 000 ₽",
		"٨ ٩١٦ ١٢٣ ٤٥ ٦٧", "\u202a+7 916 123-45-67\u202c", "(0xx11) 98765-4321",
		"wa.me/79161234567", "\xff8 916", "1 1 1 1",
	} {
		for _, home := range []string{"RU", "US", "DE", "BR", ""} {
			f.Add(text, home)
		}
	}
	f.Fuzz(func(t *testing.T, text, home string) {
		found, err := reader(blocklist.Region(home)).Find(text)
		if (err == nil) != (len(found) > 0) {
			t.Fatalf("%d numbers and error %v", len(found), err)
		}
		if err != nil && !slices.ContainsFunc(failures, func(e *blocklist.Error) bool { return errors.Is(err, e) }) {
			t.Fatalf("error %v is not one of the package's", err)
		}
		seen := map[string]bool{}
		for _, n := range found {
			if !strings.Contains(text, n.Input) {
				t.Fatalf("input %q is not in the text", n.Input)
			}
			if one := (n.E164 == "") != (n.Short == ""); one == (n.Kind == blocklist.KindHidden) {
				t.Fatalf("%+v is not one number", n)
			}
			if n.E164 != "" && !e164.MatchString(n.E164) {
				t.Fatalf("%q is not in the international form", n.E164)
			}
			key := n.E164 + "/" + n.Short + "/" + string(n.Region)
			if seen[key] {
				t.Fatalf("%s is found twice", key)
			}
			seen[key] = true
		}
	})
}

func FuzzFormat(f *testing.F) {
	for _, text := range []string{
		"89161234567", "+7 (916) 123", "8 (916)", "4692576503", "+4402079460018", "٨٩١٦١٢٣٤٥٦٧",
		"012345678901234", "(((1", "+",
		"8 916 ", "+1)23-", "12.05.2024",
	} {
		for i, home := range []string{"RU", "US", "GB", "AR", "DE", ""} {
			f.Add(text, i*2, home)
		}
	}
	f.Fuzz(func(t *testing.T, text string, cursor int, home string) {
		r := reader(blocklist.Region(home))
		got, at := r.Format(text, cursor)
		if at < 0 || at > utf8.RuneCountInString(got) {
			t.Fatalf("cursor %d is outside %q", at, got)
		}
		if signs(text) != signs(got) {
			t.Fatalf("%q became %q", text, got)
		}
		start := min(max(cursor, 0), utf8.RuneCountInString(text))
		if before, after := signs(upTo(text, start)), signs(upTo(got, at)); before != after {
			t.Fatalf("%q at %d became %q at %d: behind %q instead of %q", text, start, got, at, after, before)
		}
		if again, atAgain := r.Format(got, at); again != got || atAgain != at {
			t.Fatalf("%q at %d became %q at %d when formatted again", got, at, again, atAgain)
		}
		before, err := r.Find(text)
		if err != nil || len(before) != 1 || before[0].E164 == "" || signs(before[0].Input) != signs(text) {
			return
		}
		if after, err := r.Find(got); err != nil || len(after) != 1 || after[0].E164 != before[0].E164 {
			t.Fatalf("%q reads as %v, but as %v, %v when written %q", text, before, after, err, got)
		}
	})
}

// signs returns what must not change: the digits, whatever their script, and the plus.
func signs(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		if strings.ContainsRune("+＋⁺₊﹢➕", r) {
			return '+'
		}
		return -1
	}, s)
}

func upTo(s string, runes int) string { return string([]rune(s)[:runes]) }

func TestFormatEveryRegionSurvives(t *testing.T) {
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			r := phone.Reader{Home: blocklist.Region([]rune{a, b})}
			for _, text := range []string{"0123456789", "9876543210", "+1234567"} {
				if got, _ := r.Format(text, 0); signs(got) != signs(text) {
					t.Errorf("%s: %q became %q", r.Home, text, got)
				}
			}
		}
	}
}
