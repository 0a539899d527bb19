package phone_test

import (
	"bufio"
	"errors"
	"os"
	"strings"
	"testing"

	"hangup/blocklist/phone"
)

func TestParseE164(t *testing.T) {
	for _, c := range []struct {
		text  string
		value uint64
		code  int
		err   error
	}{
		{"4692576503", 14692576503, 1, nil},
		{"+14692576503", 14692576503, 1, nil},
		{"+79161234567", 79161234567, 7, nil},
		{"+77011234567", 77011234567, 7, nil},
		{"+442079460018", 442079460018, 44, nil},
		{"+375291234567", 375291234567, 375, nil},
		{"+390612345678", 390612345678, 39, nil},
		{"+870773123456", 870773123456, 870, nil},
		{"8764567890", 18764567890, 1, nil}, // Jamaica
		{"4165550143", 14165550143, 1, nil}, // Canada
		{"0000000000", 10000000000, 1, phone.ErrNotIssued},
		{"1234567890", 11234567890, 1, phone.ErrNotIssued},
		{"4691234567", 14691234567, 1, phone.ErrNotIssued},
		{"+71234567890", 71234567890, 7, phone.ErrNotIssued},
		{"+9991234567", 0, 0, phone.ErrNoCallingCode},
		{"+0123456789", 0, 0, phone.ErrNoCallingCode},
		{"", 0, 0, phone.ErrLength},
		{"+", 0, 0, phone.ErrLength},
		{"257650", 0, 0, phone.ErrLength},
		{"14692576503", 0, 0, phone.ErrLength},
		{"+1234567890123456", 0, 0, phone.ErrLength},
		{"pattern", 0, 0, phone.ErrNotDigits},
		{"469-257-6503", 0, 0, phone.ErrNotDigits},
		{"٤٦٩٢٥٧٦٥٠٣", 0, 0, phone.ErrNotDigits},
	} {
		value, code, err := phone.ParseE164(c.text)
		if value != c.value || code != c.code || !errors.Is(err, c.err) {
			t.Errorf("ParseE164(%q) = %d, %d, %v; want %d, %d, %v", c.text, value, code, err, c.value, c.code, c.err)
		}
	}
}

// complaints opens the public list of numbers that people in the United States complained about.
func complaints(tb testing.TB, most int) []string {
	tb.Helper()
	const path = "../../../shared/data/numbers/ftc-dnc-90days.csv"
	f, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		tb.Skipf("no complaint data at %s", path)
	}
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Scan() // the header
	var rows []string
	for len(rows) < most && lines.Scan() {
		rows = append(rows, lines.Text())
	}
	if err := lines.Err(); err != nil {
		tb.Fatal(err)
	}
	return rows
}

// TestComplaintNumbers reads real complaint numbers both ways, as a list maker and as a person who types them.
func TestComplaintNumbers(t *testing.T) {
	issued := 0
	for _, row := range complaints(t, 2000) {
		value, code, err := phone.ParseE164(row)
		found, findErr := reader("US").Find(row)
		switch {
		case err == nil:
			issued++
			if code != 1 || len(found) != 1 {
				t.Fatalf("%s: calling code %d, found %v, %v", row, code, found, findErr)
			}
			if v, ok := found[0].Value(); !ok || v != value {
				t.Errorf("%s: %d in a list, %d when typed", row, value, v)
			}
		case errors.Is(err, phone.ErrNotIssued):
			if len(found) != 1 || found[0].Kind.String() != "impossible" {
				t.Errorf("%s: not issued, but typed it is %v, %v", row, found, findErr)
			}
		case len(found) == 0 && findErr == nil:
			t.Errorf("%s: refused by the list with %v, and not explained when typed", row, err)
		}
	}
	if issued < 1900 {
		t.Errorf("only %d of 2000 complaint numbers are issued", issued)
	}
}

func BenchmarkParseE164(b *testing.B) {
	rows := complaints(b, 10_000)
	for i := 0; b.Loop(); i++ {
		_, _, _ = phone.ParseE164(rows[i%len(rows)])
	}
}

func BenchmarkFind(b *testing.B) {
	for b.Loop() {
		_, _ = reader("RU").Find("Вам звонили: +79161234567 (3 раза) 12.05.2024 в 15:30")
	}
}

// BenchmarkFindColumns reads the longest text allowed, all figures and no number: the slowest there is.
func BenchmarkFindColumns(b *testing.B) {
	text := strings.Repeat("11 ", phone.MaxText/3)
	for b.Loop() {
		_, _ = reader("DE").Find(text)
	}
}

func BenchmarkFormat(b *testing.B) {
	for b.Loop() {
		reader("RU").Format("8916123456", 10)
	}
}
