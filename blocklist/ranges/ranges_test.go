package ranges_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"hangup/blocklist/ranges"
)

func TestCheck(t *testing.T) {
	for pattern, want := range map[string]error{
		"7495123????":      nil, // ten thousand numbers of Moscow
		"12026360???":      nil,
		"4970000001??":     nil,
		"447000000123":     ranges.ErrFormat, // one number
		"749512?????":      ranges.ErrTooWide,
		"372512????":       ranges.ErrTooWide, // of seven digits four
		"3725123???":       nil,
		"683????":          ranges.ErrTooWide, // all of Niue
		"7495?23????":      ranges.ErrFormat,
		"?":                ranges.ErrFormat,
		"":                 ranges.ErrFormat,
		"0495123????":      ranges.ErrFormat,
		"+7495123???":      ranges.ErrFormat,
		"7495 123???":      ranges.ErrFormat,
		"749512312345????": ranges.ErrFormat, // longer than a number may be
	} {
		if err := ranges.Check(pattern); !errors.Is(err, want) || want == nil && err != nil {
			t.Errorf("%q: %v, want %v", pattern, err, want)
		}
	}
}

func TestAround(t *testing.T) {
	want := []string{"7495123456?", "749512345??", "74951234???", "7495123????"}
	if got := ranges.Around(74951234567); !slices.Equal(got, want) {
		t.Errorf("around a number of Moscow %v", got)
	}
	for _, number := range []uint64{0, 7, 6834000} {
		if got := ranges.Around(number); got != nil {
			t.Errorf("around %d %v", number, got)
		}
	}
}

func TestDecodeRefuses(t *testing.T) {
	for name, text := range map[string]string{
		"no end of line":   "7495123???? 37",
		"no symbol":        "7495123????\n",
		"leading zero":     "7495123???? 037\n",
		"symbol too large": "7495123???? 8192\n",
		"twice":            "7495123???? 37\n7495123???? 38\n",
		"out of order":     "7495124???? 37\n7495123???? 37\n",
		"two spaces":       "7495123????  37\n",
		"carriage return":  "7495123???? 37\r\n",
		"empty line":       "\n",
		"too wide":         "749512????? 37\n",
		"too many":         strings.Repeat("\n", ranges.MaxCount+1),
	} {
		if all, err := ranges.Decode([]byte(text)); err == nil {
			t.Errorf("%s: %v", name, all)
		}
	}
}

func TestDifference(t *testing.T) {
	a := []ranges.Range{{"7495123????", 1}, {"7495125????", 1}, {"7495126????", 1}}
	b := []ranges.Range{{"7495123????", 2}, {"7495124????", 1}, {"7495126????", 1}, {"7495127????", 1}}
	if gone, come := ranges.Difference(a, b); gone != 1 || come != 2 {
		t.Errorf("%d gone, %d came", gone, come)
	}
	if gone, come := ranges.Difference(b, nil); gone != 4 || come != 0 {
		t.Errorf("of all %d gone, %d came", gone, come)
	}
}

// What Decode takes is what Encode writes, byte for byte, and holds no range that is too wide.
func FuzzDecode(f *testing.F) {
	f.Add([]byte("1202636???? 4242\n7495123???? 37\n"))
	f.Add([]byte("749512????? 37\n"))
	f.Add([]byte("7495123????\x00 37\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		all, err := ranges.Decode(data)
		if err != nil {
			return
		}
		again, err := ranges.Encode(all)
		if err != nil || !bytes.Equal(again, data) {
			t.Errorf("%q became %q, %v", data, again, err)
		}
		for _, r := range all {
			if strings.Count(r.Pattern, "?") > ranges.MaxOpen {
				t.Errorf("took %s", r.Pattern)
			}
		}
	})
}
