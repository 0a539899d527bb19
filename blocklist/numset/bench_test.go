package numset_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"testing"

	"hangup/blocklist/numset"
	"hangup/blocklist/numset/numsettest"
)

// sizes are those the figures of the format were first measured at. The benchmarks make each set once.
func sizes() []int { return []int{1_000_000, 10_000_000} }

// stream returns the encoded synthetic set of n numbers.
func stream(tb testing.TB, n int) []byte {
	tb.Helper()
	var freq numset.Frequencies
	for item := range numsettest.Synthetic(n, 1) {
		freq[item.Symbol]++
	}
	var b bytes.Buffer
	w := numset.NewWriter(&b, numset.NewCode(&freq))
	for item := range numsettest.Synthetic(n, 1) {
		if err := w.Add(item); err != nil {
			tb.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// table returns the code and a copy of the blocks of a stream.
func table(tb testing.TB, stream []byte) (*numset.Code, []numset.Block) {
	tb.Helper()
	r, err := numset.NewReader(bytes.NewReader(stream))
	if err != nil {
		tb.Fatal(err)
	}
	var blocks []numset.Block
	for {
		block, err := r.Next()
		if errors.Is(err, io.EOF) {
			return r.Code(), blocks
		}
		if err != nil {
			tb.Fatal(err)
		}
		blocks = append(blocks, numset.Block{
			Bytes: bytes.Clone(block.Bytes),
			Items: append([]numset.Item(nil), block.Items...),
		})
	}
}

func BenchmarkRead(b *testing.B) {
	for _, n := range sizes() {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			data := stream(b, n)
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				r, err := numset.NewReader(bytes.NewReader(data))
				for err == nil {
					_, err = r.Next()
				}
				if !errors.Is(err, io.EOF) || r.Summary().Entries != int64(n) {
					b.Fatal(err, r.Summary())
				}
			}
			b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds()/1e6, "Mnumbers/s")
			b.ReportMetric(float64(len(data))/float64(n), "bytes/number")
			b.ReportMetric(float64(len(data))/numsettest.Bound(n), "bound")
		})
	}
}

func BenchmarkWrite(b *testing.B) {
	const n = 1_000_000
	code, blocks := table(b, stream(b, n))
	for b.Loop() {
		w := numset.NewWriter(io.Discard, code)
		for _, block := range blocks {
			for _, item := range block.Items {
				if err := w.Add(item); err != nil {
					b.Fatal(err)
				}
			}
		}
		if err := w.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds()/1e6, "Mnumbers/s")
}

type query struct {
	block  []byte
	number uint64
}

func BenchmarkLookup(b *testing.B) {
	code, blocks := table(b, stream(b, 1_000_000))
	for _, kind := range []string{"hit", "miss"} {
		b.Run(kind, func(b *testing.B) {
			queries := make([]query, 1024)
			rng := rand.New(rand.NewPCG(1, 2))
			for i := range queries {
				block := blocks[rng.IntN(len(blocks))]
				number := block.Items[rng.IntN(len(block.Items))].Number
				if kind == "miss" {
					last := block.Items[len(block.Items)-1].Number
					number = block.First() + rng.Uint64N(last-block.First()+1)
				}
				queries[i] = query{block.Bytes, number}
			}
			for i := 0; b.Loop(); i++ {
				q := queries[i%len(queries)]
				if _, _, err := numset.Lookup(code, q.block, q.number); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
