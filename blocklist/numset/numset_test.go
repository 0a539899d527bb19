package numset_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"hangup/blocklist"
	"hangup/blocklist/numset"
	"hangup/blocklist/numset/numsettest"
)

func TestRoundTrip(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, n := range []int{0, 1, 2, 15, 16, 17, 511, 512, 513, 1024, 5000, 20_000} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			items := mixed(rng, n)
			c := numset.NewCode(frequencies(items))
			stream, written := write(t, c, items)
			got, seen, err := read(stream)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(got, items) {
				t.Fatal("items differ after a round trip")
			}
			want := numset.Summary{
				Entries: int64(n), Blocks: int64(n+511) / 512, Bytes: int64(len(stream)), SHA256: sha256.Sum256(stream),
			}
			if written != want || seen != want {
				t.Errorf("writer says %+v, reader %+v, want %+v", written, seen, want)
			}
		})
	}
}

func TestRoundTripOfExtremes(t *testing.T) {
	var rareEscape numset.Frequencies // its escape has the longest word there is
	for i := range 20 {
		rareEscape[i] = 1 << (i + 2)
	}
	var spread, pairs []numset.Item
	for i := range uint64(numset.BlockLen) {
		spread = append(spread, numset.Item{Number: i * (numset.NumberLimit / numset.BlockLen), Symbol: 4095})
		pairs = append(pairs, numset.Item{Number: i/17*1000 + i%17, Symbol: 1})
	}
	oneFar := slices.Clone(spread)
	for i := range oneFar[1:] {
		oneFar[i].Number = uint64(i) * 2
	}
	tests := map[string][]numset.Item{
		"far apart":            spread,
		"one far from the set": oneFar,
		"run after run":        pairs,
		"ends of the range":    {{Number: 0}, {Number: numset.NumberLimit - 1, Symbol: blocklist.SymbolLimit - 1}},
	}
	for name, items := range tests {
		t.Run(name, func(t *testing.T) {
			stream, _ := write(t, numset.NewCode(&rareEscape), items)
			got, _, err := read(stream)
			if err != nil || !slices.Equal(got, items) {
				t.Fatalf("items differ after a round trip, error %v", err)
			}
			if len(stream) > 4800+100 {
				t.Errorf("a block takes %d bytes", len(stream))
			}
		})
	}
}

// The bytes are signed and must never change: a new format needs a new header.
func TestGolden(t *testing.T) {
	numbers := []uint64{74951234567, 74951234570, 74951234600, 78005550130}
	for i := range uint64(20) {
		numbers = append(numbers, 78005550100+i)
	}
	slices.Sort(numbers)
	var items []numset.Item
	for i, n := range numbers {
		items = append(items, numset.Item{Number: n, Symbol: []uint16{7, 7, 9, 7, 300}[i%5]})
	}
	stream, _ := write(t, twoWords(t), items)
	const want = "4e53455401" + "02" + "02" + "71" + "12" + // header: two words; escape 2 bits; 7: 1 bit; 9: 2 bits
		"00a40011737114070b82e807d" + // 41 bytes, from 74951234567, 24 numbers, a run, k = 29, 125 bits of gaps
		"0184e0000002800000741b0693f5c0000014" + // run of 20 from index 3; gaps of 2, 29, 3054315499, 10
		"4c2584c2584c2584c2584" + // symbols
		"0000" // end mark
	if got := hex.EncodeToString(stream); got != want {
		t.Errorf("stream is\n%s, want\n%s", got, want)
	}
}

func TestGoldenSynthetic(t *testing.T) {
	items := slices.Collect(numsettest.Synthetic(100_000, 1))
	_, sum := write(t, numset.NewCode(frequencies(items)), items)
	const want = "2d6ce6c038b69a314d2ebe02d5b2ebeb4fe4608f6c89c365670c6755dd434702"
	if got := hex.EncodeToString(sum.SHA256[:]); got != want {
		t.Errorf("hash of the synthetic stream is %s, want %s", got, want)
	}
}

func TestWriterRefuses(t *testing.T) {
	tests := map[string][]numset.Item{
		"a number twice":        {{Number: 5}, {Number: 5}},
		"numbers out of order":  {{Number: 5}, {Number: 4}},
		"16 digits":             {{Number: numset.NumberLimit}},
		"symbol too large":      {{Symbol: blocklist.SymbolLimit}},
		"order across blocks":   append(slices.Collect(numsettest.Synthetic(512, 1)), numset.Item{Number: 1}),
		"largest of all values": {{Number: math.MaxUint64, Symbol: math.MaxUint16}},
	}
	for name, items := range tests {
		t.Run(name, func(t *testing.T) {
			w := numset.NewWriter(io.Discard, twoWords(t))
			var err error
			for _, item := range items {
				err = w.Add(item)
			}
			if err == nil {
				t.Error("Add took the item")
			}
			if w.Close() == nil {
				t.Error("Close finished the stream all the same")
			}
		})
	}
}

var errDisk = errors.New("disk full")

func TestWriterPassesOnErrors(t *testing.T) {
	add := func(w *numset.Writer) error {
		for item := range numsettest.Synthetic(2000, 1) {
			if err := w.Add(item); err != nil {
				return err
			}
		}
		return w.Close()
	}
	if err := add(numset.NewWriter(brokenWriter{}, twoWords(t))); !errors.Is(err, errDisk) {
		t.Errorf("error of the underlying writer is lost: %v", err)
	}
	w := numset.NewWriter(io.Discard, twoWords(t))
	w.OnBlock = func(numset.Block) error { return errDisk }
	if err := add(w); !errors.Is(err, errDisk) {
		t.Errorf("error of OnBlock is lost: %v", err)
	}
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, errDisk }

func TestOnBlockSeesTheBlocksOfTheStream(t *testing.T) {
	items := slices.Collect(numsettest.Synthetic(2000, 1))
	c := twoWords(t)
	header, _ := c.MarshalBinary()
	rebuilt := bytes.NewBuffer(header)
	var firsts []uint64
	var b bytes.Buffer
	w := numset.NewWriter(&b, c)
	w.OnBlock = func(block numset.Block) error {
		rebuilt.Write(block.Bytes)
		firsts = append(firsts, block.First())
		return nil
	}
	for _, item := range items {
		if err := w.Add(item); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	rebuilt.WriteString("\x00\x00")
	if !bytes.Equal(rebuilt.Bytes(), b.Bytes()) {
		t.Error("header, blocks and end mark are not the stream")
	}
	if want := []uint64{items[0].Number, items[512].Number, items[1024].Number, items[1536].Number}; !slices.Equal(
		firsts, want) {
		t.Errorf("blocks start at %d, want %d", firsts, want)
	}
}

func TestReaderPassesOnErrors(t *testing.T) {
	stream, _ := write(t, twoWords(t), slices.Collect(numsettest.Synthetic(2000, 1)))
	for _, n := range []int{0, 3, 8, 100, len(stream) - 1, len(stream)} {
		r, err := numset.NewReader(io.MultiReader(bytes.NewReader(stream[:n]), iotest.ErrReader(errDisk)))
		for err == nil {
			_, err = r.Next()
		}
		if !errors.Is(err, errDisk) || errors.Is(err, numset.ErrFormat) {
			t.Errorf("error after %d bytes is %v", n, err)
		}
	}
}

func TestAll(t *testing.T) {
	items := slices.Collect(numsettest.Synthetic(2000, 1))
	stream, _ := write(t, twoWords(t), items)
	all := func(stream []byte) (got []numset.Item, err error) {
		r, err := numset.NewReader(iotest.OneByteReader(bytes.NewReader(stream)))
		if err != nil {
			return nil, err
		}
		for item, err := range r.All() {
			if err != nil {
				return got, err
			}
			got = append(got, item)
		}
		return got, nil
	}
	if got, err := all(stream); err != nil || !slices.Equal(got, items) {
		t.Errorf("All yields %d items and %v", len(got), err)
	}
	if got, err := all(stream[:len(stream)-1]); !errors.Is(err, io.ErrUnexpectedEOF) || len(got) != len(items) {
		t.Errorf("All of a truncated stream yields %d items and %v", len(got), err)
	}
}

func TestLookup(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	for _, n := range []int{1, 2, 30, 512} {
		for range 40 {
			items := mixed(rng, n)
			c := numset.NewCode(frequencies(items))
			stream, _ := write(t, c, items)
			_, blocks := table(t, stream)
			want := make(map[uint64]uint16)
			for _, item := range items {
				want[item.Number] = item.Symbol
			}
			for _, item := range items {
				for _, number := range []uint64{item.Number - 1, item.Number, item.Number + 1, rng.Uint64()} {
					symbol, found, err := numset.Lookup(c, blocks[0].Bytes, number)
					wantSymbol, wantFound := want[number]
					if err != nil || found != wantFound || symbol != wantSymbol {
						t.Fatalf("Lookup(%d) = %d, %t, %v, want %d, %t", number, symbol, found, err, wantSymbol, wantFound)
					}
				}
			}
		}
	}
}

func TestLookupDoesNotAllocate(t *testing.T) {
	items := slices.Collect(numsettest.Synthetic(512, 1))
	c := numset.NewCode(frequencies(items))
	stream, _ := write(t, c, items)
	_, blocks := table(t, stream)
	allocs := testing.AllocsPerRun(100, func() {
		if _, found, err := numset.Lookup(c, blocks[0].Bytes, items[400].Number); !found || err != nil {
			t.Error(found, err)
		}
	})
	if allocs > 0 {
		t.Errorf("Lookup allocates %.0f times", allocs)
	}
}

func TestParts(t *testing.T) {
	stream, want := write(t, twoWords(t), slices.Collect(numsettest.Synthetic(50_000, 1)))
	r, err := numset.NewReader(bytes.NewReader(stream))
	if err != nil {
		t.Fatal(err)
	}
	var joined []byte
	parts := 0
	for part, err := range r.Parts(numset.MaxBlockSize) {
		if err != nil {
			t.Fatal(err)
		}
		last := len(joined)+len(part) == len(stream)
		if len(part) > numset.MaxBlockSize || len(part) < numset.MaxBlockSize-4800 && !last {
			t.Errorf("part %d has %d bytes", parts, len(part))
		}
		if next := len(joined); next > 0 && next < len(stream)-2 {
			if size := int(stream[next])<<6 | int(stream[next+1])>>2; size > len(part) {
				t.Errorf("part %d does not start with a whole block", parts)
			}
		}
		joined = append(joined, part...)
		parts++
	}
	if !bytes.Equal(joined, stream) {
		t.Error("the parts are not the stream")
	}
	if r.Summary() != want {
		t.Errorf("summary after the parts is %+v, want %+v", r.Summary(), want)
	}
}

func TestPartsRefuses(t *testing.T) {
	stream, _ := write(t, twoWords(t), slices.Collect(numsettest.Synthetic(50_000, 1)))
	tests := map[string]struct {
		stream []byte
		limit  int
		says   string
	}{
		"limit below a block": {stream, numset.MaxBlockSize - 1, "parts"},
		"truncated stream":    {stream[:len(stream)-1], numset.PartSize, "unexpected EOF"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			r, err := numset.NewReader(bytes.NewReader(test.stream))
			if err != nil {
				t.Fatal(err)
			}
			for _, err = range r.Parts(test.limit) {
			}
			if err == nil || !strings.Contains(err.Error(), test.says) {
				t.Errorf("error is %v", err)
			}
		})
	}
}
