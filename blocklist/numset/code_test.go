package numset_test

import (
	"bytes"
	"errors"
	"io"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"hangup/blocklist"
	"hangup/blocklist/numset"
)

func TestCodeWritesEverySymbol(t *testing.T) {
	var all, powers, one, huge numset.Frequencies
	rng := rand.New(rand.NewPCG(1, 1))
	for i := range all {
		all[i] = 2 + rng.Uint64N(100)
		huge[i] = math.MaxUint64
	}
	for i := range 60 {
		powers[i*7] = 1 << i
	}
	one[4095] = 10
	tests := map[string]*numset.Frequencies{
		"empty": {}, "one symbol": &one, "all symbols": &all, "powers of two": &powers, "huge counts": &huge,
	}
	for name, freq := range tests {
		t.Run(name, func(t *testing.T) {
			c := numset.NewCode(freq)
			header, err := c.MarshalBinary()
			if err != nil || len(header) > numset.MaxHeaderSize {
				t.Fatalf("header of %d bytes, error %v", len(header), err)
			}
			parsed, err := numset.ParseCode(header)
			if err != nil {
				t.Fatal(err)
			}
			var items []numset.Item
			for i := range uint64(blocklist.SymbolLimit) {
				items = append(items, numset.Item{Number: i, Symbol: uint16(i)})
			}
			stream, _ := write(t, parsed, items)
			if got, _, err := read(stream); err != nil || !slices.Equal(got, items) {
				t.Errorf("symbols differ after a round trip, error %v", err)
			}
			if again, _ := write(t, c, items); !bytes.Equal(again, stream) {
				t.Error("the parsed code writes other bytes")
			}
		})
	}
}

// A Huffman code needs less than one bit a symbol more than the entropy, and an optimal one far less on such counts.
func TestCodeIsShort(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 3))
	var items []numset.Item
	for i := range uint64(50_000) {
		items = append(items, numset.Item{Number: i, Symbol: uint16(math.Abs(rng.NormFloat64()) * 20)})
	}
	freq := frequencies(items)
	entropy := 0.0
	for _, n := range freq {
		if n > 0 {
			entropy -= float64(n) * math.Log2(float64(n)/float64(len(items)))
		}
	}
	stream, sum := write(t, numset.NewCode(freq), items)
	heads := 15 * float64(sum.Blocks)
	if got := float64(len(stream)) - heads; got > 1.02*entropy/8 {
		t.Errorf("symbols take %.0f bytes, their entropy is %.0f", got, entropy/8)
	}
}

func TestParseCodeRefuses(t *testing.T) {
	many := map[int]int{}
	for symbol := range blocklist.SymbolLimit {
		many[symbol] = 12
	}
	good := headerOf(2, map[int]int{7: 1, 9: 2})
	tests := map[string]struct {
		header []byte
		says   string
	}{
		"bytes after it":        {append(slices.Clone(good), 0), "1 bytes after"},
		"wrong magic":           {append([]byte("nset"), good[4:]...), "wrong bytes"},
		"next version":          {append([]byte("NSET\x02"), good[5:]...), "wrong bytes"},
		"too many words":        {append([]byte("NSET\x01\x81\x40\x00"), good...), "varint"},
		"endless varint":        {append([]byte("NSET\x01"), bytes.Repeat([]byte{0xff}, 99)...), "varint"},
		"varint too long":       {[]byte("NSET\x01\x80\x00\x00"), "varint"},
		"escape too long":       {headerOf(16, nil), "escape of 16 bits"},
		"word of no bits":       {headerOf(0, map[int]int{7: 0}), "code word of 0 bits"},
		"symbol out of range":   {[]byte("NSET\x01\x01\x01\x81\x80\x08"), "varint"},
		"symbols out of range":  {[]byte("NSET\x01\x02\x02\xf2\xff\x07\x01"), "symbol 8192"},
		"words overfull":        {headerOf(1, map[int]int{7: 1, 9: 1}), "fill"},
		"words not filled":      {headerOf(2, map[int]int{7: 1}), "fill"},
		"escape of 1 bit alone": {headerOf(1, nil), "fill"},
		"escape of 0, and more": {headerOf(0, map[int]int{7: 1}), "fill"},
		"no room for escape":    {headerOf(15, many), "fill"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := numset.ParseCode(test.header)
			if !errors.Is(err, numset.ErrFormat) || !strings.Contains(err.Error(), test.says) {
				t.Errorf("error is %v, want one that says %q", err, test.says)
			}
		})
	}
	for cut := range good {
		if _, err := numset.ParseCode(good[:cut]); !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("%d of %d bytes: error is %v", cut, len(good), err)
		}
	}
}
