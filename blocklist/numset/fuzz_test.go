package numset_test

import (
	"bytes"
	"encoding/binary"
	"math/rand/v2"
	"slices"
	"testing"

	"hangup/blocklist/numset"
)

func FuzzReader(f *testing.F) {
	rng := rand.New(rand.NewPCG(1, 1))
	for _, n := range []int{0, 1, 20, 40} {
		items := mixed(rng, n)
		stream, _ := write(f, numset.NewCode(frequencies(items)), items)
		f.Add(stream)
	}
	var run []numset.Item // three blocks in few bytes, for small inputs are fuzzed faster
	for _, number := range consecutive(1000, 1100) {
		run = append(run, numset.Item{Number: number, Symbol: 7})
	}
	stream, _ := write(f, twoWords(f), run)
	f.Add(stream)
	f.Fuzz(func(t *testing.T, stream []byte) {
		items, sum, err := read(stream)
		if err != nil {
			return
		}
		r, err := numset.NewReader(bytes.NewReader(stream))
		if err != nil {
			t.Fatal(err)
		}
		again, want := write(t, r.Code(), items)
		if !bytes.Equal(again, stream) || sum != want {
			t.Errorf("stream %x of %d items is written as %x", stream, len(items), again)
		}
	})
}

func FuzzLookup(f *testing.F) {
	rng := rand.New(rand.NewPCG(1, 1))
	var skewed numset.Frequencies
	for i := range 40 {
		skewed[i*3] = 1 << (40 - i)
	}
	codes := []*numset.Code{twoWords(f), numset.NewCode(new(numset.Frequencies)), numset.NewCode(&skewed)}
	for _, n := range []int{1, 20, 200, 512} {
		for i, c := range codes {
			items := mixed(rng, n)
			stream, _ := write(f, c, items)
			_, blocks := table(f, stream)
			f.Add(uint8(i), blocks[0].Bytes, items[n/2].Number)
		}
	}
	f.Fuzz(func(t *testing.T, code uint8, block []byte, number uint64) {
		c := codes[int(code)%len(codes)]
		symbol, found, err := numset.Lookup(c, block, number)
		items, decodeErr := numset.DecodeBlock(nil, c, block)
		if decodeErr != nil {
			return
		}
		var want numset.Item
		at := slices.IndexFunc(items, func(item numset.Item) bool { return item.Number == number })
		if at >= 0 {
			want = items[at]
		}
		if err != nil || found != (at >= 0) || symbol != want.Symbol {
			t.Errorf("Lookup(%d) in %x = %d, %t, %v, want %v", number, block, symbol, found, err, want)
		}
		for _, item := range items {
			if symbol, found, err := numset.Lookup(c, block, item.Number); !found || symbol != item.Symbol || err != nil {
				t.Errorf("Lookup(%d) in %x = %d, %t, %v, want %v", item.Number, block, symbol, found, err, item)
			}
		}
	})
}

// FuzzCode reads its input as a header, and then as counts from which to make one.
func FuzzCode(f *testing.F) {
	f.Add(headerOf(0, nil))
	f.Add(headerOf(2, map[int]int{7: 1, 9: 2}))
	f.Add([]byte("\x00\x05\x00\x00\x00\x09\x0f\xff\x00\x00\x00\x02"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if c, err := numset.ParseCode(data); err == nil {
			if header, err := c.MarshalBinary(); err != nil || !bytes.Equal(header, data) {
				t.Errorf("header %x is written as %x, error %v", data, header, err)
			}
			checkSymbols(t, c)
		}
		var freq numset.Frequencies
		for ; len(data) >= 6; data = data[6:] {
			symbol := binary.BigEndian.Uint16(data) % uint16(len(freq))
			freq[symbol] = uint64(binary.BigEndian.Uint32(data[2:]))
		}
		made := numset.NewCode(&freq)
		header, err := made.MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := numset.ParseCode(header); err != nil {
			t.Errorf("header %x is refused: %v", header, err)
		}
		checkSymbols(t, made)
	})
}

// checkSymbols makes sure that the code tells some symbols apart, frequent or not.
func checkSymbols(t *testing.T, c *numset.Code) {
	t.Helper()
	var items []numset.Item
	for i := range uint64(numset.BlockLen) {
		items = append(items, numset.Item{Number: i, Symbol: uint16(i*i) % uint16(len(numset.Frequencies{}))})
	}
	stream, _ := write(t, c, items)
	if got, _, err := read(stream); err != nil || !slices.Equal(got, items) {
		t.Errorf("symbols differ after a round trip, error %v", err)
	}
}
