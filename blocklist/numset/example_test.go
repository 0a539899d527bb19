package numset_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"hangup/blocklist/numset"
)

// A set is written once, read block by block, and then asked about single numbers.
func Example() {
	var freq numset.Frequencies
	freq[7] = 2
	var stream bytes.Buffer
	w := numset.NewWriter(&stream, numset.NewCode(&freq))
	for _, number := range []uint64{442079460000, 442079460123} {
		if err := w.Add(numset.Item{Number: number, Symbol: 7}); err != nil {
			fmt.Println(err)
		}
	}
	if err := w.Close(); err != nil {
		fmt.Println(err)
	}

	r, err := numset.NewReader(&stream)
	for err == nil {
		var block numset.Block
		if block, err = r.Next(); err == nil {
			symbol, found, _ := numset.Lookup(r.Code(), block.Bytes, 442079460123)
			fmt.Println(block.First(), symbol, found)
		}
	}
	fmt.Println(errors.Is(err, io.EOF), r.Summary().SHA256 == w.Summary().SHA256)
	// Output:
	// 442079460000 7 true
	// true true
}
