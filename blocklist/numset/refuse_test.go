package numset_test

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"hangup/blocklist/numset"
	"hangup/blocklist/numset/numsettest"
)

// consecutive returns n numbers from first on, as a run when there are enough of them.
func consecutive(first uint64, n int) []uint64 {
	numbers := make([]uint64, n)
	for i := range numbers {
		numbers[i] = first + uint64(i)
	}
	return numbers
}

// everyTenth returns n numbers whose gaps are all 9.
func everyTenth(first uint64, n int) []uint64 {
	numbers := consecutive(0, n)
	for i := range numbers {
		numbers[i] = first + 10*uint64(i)
	}
	return numbers
}

// changed returns the draft of numbers, all with symbol 7, after a change.
func changed(numbers []uint64, change func(d *draft)) []byte {
	d := draftOf(numbers)
	d.payload = strings.Repeat("0", len(numbers))
	change(&d)
	return d.bytes()
}

func TestDecodeBlockRefuses(t *testing.T) {
	runAndMore := slices.Concat(consecutive(100, 20), everyTenth(500, 30), consecutive(900, 17))
	unchanged := func(*draft) {}
	tests := map[string]struct {
		block []byte
		says  string
	}{
		"nothing":              {nil, "block of 0 bytes"},
		"less than a head":     {changed(everyTenth(5, 9), unchanged)[:12], "block of 12 bytes"},
		"a byte missing":       {changed(everyTenth(5, 9), unchanged)[:15], "says it has"},
		"a byte too many":      {append(changed(everyTenth(5, 9), unchanged), 0), "says it has"},
		"size field too small": {changed(everyTenth(5, 9), func(d *draft) { d.size = 13 }), "says it has"},
		"first number too large": {
			changed([]uint64{5}, func(d *draft) { d.first = numset.NumberLimit }), "head out of range",
		},
		"Rice parameter out of range": {
			changed([]uint64{5}, func(d *draft) { d.rice = 50 }), "head out of range",
		},
		"too many runs": {
			changed([]uint64{5}, func(d *draft) { d.runs = make([][2]int, 33); d.fill() }), "head out of range",
		},
		"gaps longer than the block": {
			changed(everyTenth(5, 9), func(d *draft) { d.gapBits = 1 << 14 }), "gaps reach past",
		},
		"gaps longer than the gaps": {
			changed(everyTenth(5, 9), func(d *draft) { d.gapBits = 8*5 + 1 }), "bits between",
		},
		"gaps shorter than the gaps": {
			changed(everyTenth(5, 9), func(d *draft) { d.gapBits = 8*5 - 1 }), "gap out of range",
		},
		"a gap missing": {changed(everyTenth(5, 9), func(d *draft) { d.count++ }), "gap out of range"},
		"number past the limit": {
			changed(everyTenth(numset.NumberLimit-80, 9), func(d *draft) { d.first += 10 }), "out of range",
		},
		"run past the limit": {
			changed(consecutive(numset.NumberLimit-20, 20), func(d *draft) { d.first++ }), "number out of range",
		},
		"a gap of zeros only": {
			changed(everyTenth(5, 2), func(d *draft) {
				d.gaps, d.gapBits, d.payload, d.padding = nil, 2000, strings.Repeat("0", 2000), "0000"
			}), "gap out of range",
		},
		"Rice parameter too small": {
			changed(everyTenth(5, 9), func(d *draft) { d.rice-- }), "not the best",
		},
		"Rice parameter too large": {
			changed(everyTenth(5, 9), func(d *draft) { d.rice++ }), "not the best",
		},
		"larger one of two best Rice parameters": {
			// A gap of 1 takes two bits with k = 0 and with k = 1.
			changed([]uint64{5, 7}, func(d *draft) { d.rice = 1 }), "not the best",
		},
		"Rice parameter without gaps": {
			changed([]uint64{5}, func(d *draft) { d.rice = 1 }), "not the best",
		},
		"run as gaps": {
			changed(consecutive(5, 16), func(d *draft) { d.runs, d.gaps = nil, make([]uint64, 15) }), "run written as gaps",
		},
		"gaps as run": {
			changed(consecutive(5, 15), func(d *draft) { d.runs, d.gaps = [][2]int{{0, 15}}, nil }), "run of 15 numbers",
		},
		"run goes on after its end": {
			changed(consecutive(5, 17), func(d *draft) { d.runs[0][1]--; d.gaps = []uint64{0} }), "run written as gaps",
		},
		"run begins before its start": {
			changed(consecutive(5, 17), func(d *draft) { d.runs[0] = [2]int{1, 16}; d.gaps = []uint64{0} }), "run of 16",
		},
		"run cut in two": {
			changed(consecutive(5, 40), func(d *draft) {
				d.runs, d.gaps = [][2]int{{0, 20}, {20, 20}}, []uint64{0}
			}), "run written as gaps",
		},
		"run past the count": {
			changed(consecutive(5, 20), func(d *draft) { d.runs[0][1]++ }), "run of 21",
		},
		"runs out of order": {
			changed(runAndMore, func(d *draft) { slices.Reverse(d.runs) }), "out of range",
		},
		"a run twice": {
			changed(runAndMore, func(d *draft) { d.runs[1] = d.runs[0] }), "out of range",
		},
		"run that is never reached": {
			changed(everyTenth(5, 9), func(d *draft) { d.runs = [][2]int{{400, 16}} }), "runs out of order",
		},
		"symbol missing": {
			changed(everyTenth(5, 9), func(d *draft) { d.payload = "" }), "payload of 9 bits",
		},
		"symbol too many": {
			changed(everyTenth(5, 9), func(d *draft) { d.payload += strings.Repeat("0", 8) }), "payload of 9 bits",
		},
		"escape cut off": {
			changed([]uint64{5}, func(d *draft) { d.payload = "11" + "00"; d.padding = "" }), "payload of 15 bits",
		},
		"escaped though it has a word": {
			changed([]uint64{5}, func(d *draft) { d.payload = "11" + field(7, 13) }), "escaped though",
		},
		"padding that is not zero": {
			changed([]uint64{5}, func(d *draft) { d.padding = "001" }), "padding",
		},
	}
	c := twoWords(t)
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			items, err := numset.DecodeBlock(make([]numset.Item, 3), c, test.block)
			if !errors.Is(err, numset.ErrFormat) || !strings.Contains(err.Error(), test.says) {
				t.Errorf("error is %v, want one that says %q", err, test.says)
			}
			if len(items) != 3 {
				t.Errorf("items of a refused block were returned")
			}
		})
	}
	if _, err := numset.DecodeBlock(nil, c, changed(runAndMore, unchanged)); err != nil {
		t.Errorf("the block the tests change is refused: %v", err)
	}
}

// fill makes up bytes so that a head out of range is not also a block too short.
func (d *draft) fill() { d.payload += strings.Repeat("0", 128) }

// An escape as long as a symbol's own word must not pass for it.
func TestDecodeBlockRefusesEscapeOfEqualLength(t *testing.T) {
	lengths := map[int]int{0: 1}
	for n := 3; n < 14; n++ {
		lengths[n] = n
	}
	lengths[50], lengths[51] = 14, 14 // as long as the escape's 2 bits and the 13 after it
	c, err := numset.ParseCode(headerOf(2, lengths))
	if err != nil {
		t.Fatal(err)
	}
	block := changed([]uint64{5}, func(d *draft) { d.payload = "10" + field(50, 13) })
	if _, err := numset.DecodeBlock(nil, c, block); !errors.Is(err, numset.ErrFormat) {
		t.Errorf("error is %v", err)
	}
}

func TestReaderRefuses(t *testing.T) {
	header := headerOf(2, map[int]int{7: 1, 9: 2})
	full := changed(everyTenth(1_000_000, 512), func(*draft) {})
	short := changed(everyTenth(2_000_000, 511), func(*draft) {})
	end := []byte{0, 0}
	tests := map[string]struct {
		stream []byte
		says   string
	}{
		"other magic":             {slices.Concat([]byte("NSET\x02"), header[5:], end), "wrong bytes"},
		"block after a short one": {slices.Concat(header, short, changed([]uint64{1 << 40}, func(*draft) {}), end), "511"},
		"block twice":             {slices.Concat(header, full, full, end), "before its predecessor ends"},
		"blocks share a number": {
			slices.Concat(header, full, changed([]uint64{1_005_110}, func(*draft) {}), end), "before its predecessor ends",
		},
		"bytes after the end mark": {slices.Concat(header, full, end, end), "after the end mark"},
		"size below a head":        {slices.Concat(header, []byte{0, 12 << 2}, make([]byte, 10), end), "block of 12 bytes"},
		"padded end mark":          {slices.Concat(header, []byte{0, 1}, end), "block of 0 bytes"},
		"bad block":                {slices.Concat(header, full[:100], []byte{0xff}, full[101:], end), "block 0"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, _, err := read(test.stream)
			if !errors.Is(err, numset.ErrFormat) || !strings.Contains(err.Error(), test.says) {
				t.Errorf("error is %v, want one that says %q", err, test.says)
			}
		})
	}
	if items, _, err := read(slices.Concat(header, full, short, end)); err != nil || len(items) != 1023 {
		t.Errorf("the stream the tests change is refused: %v", err)
	}
}

func TestReaderRefusesEveryTruncation(t *testing.T) {
	items := slices.Collect(numsettest.Synthetic(1100, 1))
	for _, n := range []int{0, 1, 512, 1024, 1100} {
		stream, _ := write(t, numset.NewCode(frequencies(items)), items[:n])
		for cut := range stream {
			if _, _, err := read(stream[:cut]); !errors.Is(err, io.ErrUnexpectedEOF) {
				t.Fatalf("%d of %d bytes: error is %v", cut, len(stream), err)
			}
		}
	}
}

// A changed bit either makes the stream invalid or another set, never the same set again.
func TestReaderNoticesEveryBit(t *testing.T) {
	items := slices.Collect(numsettest.Synthetic(100, 1))
	stream, _ := write(t, numset.NewCode(frequencies(items)), items)
	for bit := range 8 * len(stream) {
		bad := bytes.Clone(stream)
		bad[bit/8] ^= 0x80 >> (bit % 8)
		if got, _, err := read(bad); err == nil && slices.Equal(got, items) {
			t.Errorf("bit %d can be changed without a trace", bit)
		}
	}
}

func TestReaderStaysRefused(t *testing.T) {
	r, err := numset.NewReader(bytes.NewReader(headerOf(2, map[int]int{7: 1, 9: 2})))
	if err != nil {
		t.Fatal(err)
	}
	_, first := r.Next()
	if _, second := r.Next(); first == nil || !errors.Is(second, io.ErrUnexpectedEOF) {
		t.Errorf("after %v comes %v", first, second)
	}
}
