package numset_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"hangup/blocklist"
	"hangup/blocklist/numset"
)

// draft is a block written field by field as the package doc says, with strings of 0 and 1: a second, slow encoder to
// hold the first against, and one that can be made to break the rules.
type draft struct {
	first   uint64
	count   int
	runs    [][2]int
	rice    uint
	gaps    []uint64
	payload string
	padding string
	gapBits int // 0 for the real one
	size    int // 0 for the real one
}

func (d draft) bytes() []byte {
	var gaps strings.Builder
	for _, gap := range d.gaps {
		gaps.WriteString(strings.Repeat("0", int(gap>>d.rice)) + "1" + field(gap&(1<<d.rice-1), int(d.rice)))
	}
	if d.gapBits == 0 {
		d.gapBits = gaps.Len()
	}
	s := field(d.first, 50) + field(uint64(d.count-1), 9) + field(uint64(len(d.runs)), 6) + field(uint64(d.rice), 6) +
		field(uint64(d.gapBits), 15)
	for _, run := range d.runs {
		s += field(uint64(run[0]), 9) + field(uint64(run[1]-1), 9)
	}
	s += gaps.String() + d.payload
	if d.padding == "" {
		d.padding = strings.Repeat("0", (8-(14+len(s))%8)%8)
	}
	s += d.padding
	if d.size == 0 {
		d.size = (14 + len(s)) / 8
	}
	return pack(field(uint64(d.size), 14) + s)
}

// draftOf returns the draft of a canonical block; the payload is filled in by the caller.
func draftOf(numbers []uint64) draft {
	d := draft{first: numbers[0], count: len(numbers)}
	for i := 0; i < len(numbers); {
		end := i + 1
		for end < len(numbers) && numbers[end] == numbers[end-1]+1 {
			end++
		}
		if end-i >= 16 {
			d.runs = append(d.runs, [2]int{i, end - i})
		} else {
			d.gaps = append(d.gaps, make([]uint64, end-i-1)...)
		}
		if end < len(numbers) {
			d.gaps = append(d.gaps, numbers[end]-numbers[end-1]-1)
		}
		i = end
	}
	best := -1
	for k := range uint(50) {
		size := 0
		for _, gap := range d.gaps {
			size += int(gap>>k) + 1 + int(k)
		}
		if best < 0 || size < best {
			best, d.rice = size, k
		}
	}
	return d
}

func field(v uint64, n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("%0*b", n, v)
}

func pack(s string) []byte {
	b := make([]byte, (len(s)+7)/8)
	for i, c := range s {
		if c == '1' {
			b[i/8] |= 0x80 >> (i % 8)
		}
	}
	return b
}

// twoWords is a code in which symbol 7 is "0", symbol 9 "10" and the escape "11".
func twoWords(tb testing.TB) *numset.Code {
	tb.Helper()
	c, err := numset.ParseCode(headerOf(2, map[int]int{7: 1, 9: 2}))
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

// headerOf returns a header with the given lengths.
func headerOf(escape int, lengths map[int]int) []byte {
	b := []byte("NSET\x01")
	b = binary.AppendUvarint(b, uint64(len(lengths)))
	b = append(b, byte(escape))
	previous := -1
	for symbol := range blocklist.SymbolLimit {
		if n, ok := lengths[symbol]; ok {
			b = binary.AppendUvarint(b, uint64(symbol-previous-1)<<4|uint64(n))
			previous = symbol
		}
	}
	return b
}

// write returns the stream of items.
func write(tb testing.TB, c *numset.Code, items []numset.Item) ([]byte, numset.Summary) {
	tb.Helper()
	var b bytes.Buffer
	w := numset.NewWriter(&b, c)
	for _, item := range items {
		if err := w.Add(item); err != nil {
			tb.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes(), w.Summary()
}

// read returns the items of a stream.
func read(stream []byte) ([]numset.Item, numset.Summary, error) {
	r, err := numset.NewReader(bytes.NewReader(stream))
	if err != nil {
		return nil, numset.Summary{}, err
	}
	var items []numset.Item
	for {
		block, err := r.Next()
		if errors.Is(err, io.EOF) {
			return items, r.Summary(), nil
		}
		if err != nil {
			return nil, numset.Summary{}, err
		}
		items = append(items, block.Items...)
	}
}

// mixed returns n items in which runs of all lengths and gaps of all sizes occur, as far as room allows.
func mixed(rng *rand.Rand, n int) []numset.Item {
	var items []numset.Item
	number := rng.Uint64N(1 << rng.IntN(40))
	for len(items) < n {
		number += 1 + rng.Uint64N(1<<rng.IntN(30))
		for range 1 + rng.IntN(1<<rng.IntN(8)) {
			items = append(items, numset.Item{Number: number, Symbol: uint16(rng.IntN(1 << rng.IntN(13)))})
			number++
		}
	}
	return items[:n]
}

func frequencies(items []numset.Item) *numset.Frequencies {
	var freq numset.Frequencies
	for _, item := range items {
		freq[item.Symbol]++
	}
	return &freq
}

func TestBlocksAreThoseOfTheReference(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	c := twoWords(t)
	word := map[uint16]string{7: "0", 9: "10"}
	for range 300 {
		items := mixed(rng, 1+rng.IntN(numset.BlockLen))
		d := draftOf(numbersOf(items))
		for i := range items {
			if items[i].Symbol > 50 {
				items[i].Symbol = 7
			}
			if w, ok := word[items[i].Symbol]; ok {
				d.payload += w
			} else {
				d.payload += "11" + field(uint64(items[i].Symbol), 13)
			}
		}
		want := slices.Concat(headerOf(2, map[int]int{7: 1, 9: 2}), d.bytes(), []byte{0, 0})
		if got, _ := write(t, c, items); !bytes.Equal(got, want) {
			t.Fatalf("stream of %d items from %d on is\n%x, want\n%x", len(items), items[0].Number, got, want)
		}
	}
}

func numbersOf(items []numset.Item) []uint64 {
	var numbers []uint64
	for _, item := range items {
		numbers = append(numbers, item.Number)
	}
	return numbers
}
