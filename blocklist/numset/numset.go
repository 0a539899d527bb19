package numset

import (
	"crypto/sha256"
	"errors"
	"fmt"
)

// Limits of the format.
const (
	// NumberLimit is one more than the largest number: E.164 numbers have at most 15 digits.
	NumberLimit = 1_000_000_000_000_000
	// BlockLen is how many numbers every block holds, but for the last one of a stream.
	BlockLen = 512
	// MaxBlockSize is the most bytes a block can say it has. Canonical blocks stay under 4800.
	MaxBlockSize = 1<<14 - 1
	// MaxHeaderSize is the most bytes a stream's header can have.
	MaxHeaderSize = len(magic) + 2 + 1 + 3*maxOwn
	// PartSize is how large published parts of a stream are at most, in bytes.
	PartSize = 256 << 10
)

// ErrFormat is in the chain of every error that means the bytes are not a canonical number set. Errors of the
// underlying reader, and [io.ErrUnexpectedEOF] for bytes that end too early, are passed on without it.
var ErrFormat = errors.New("numset: not a canonical number set")

func formatError(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrFormat, fmt.Sprintf(format, args...))
}

// Item is one number of a set and what the set says of it.
type Item struct {
	Number uint64 // the digits of an E.164 number read as an integer, below NumberLimit
	Symbol uint16 // below blocklist.SymbolLimit
}

// Block is one block of a stream.
type Block struct {
	// Bytes is the block as it stands in the stream: what to hash, to store and to give to [Lookup].
	Bytes []byte
	// Items are the numbers in it, at least one, ascending.
	Items []Item
}

// First returns the smallest number of the block: its key in a table of blocks.
func (b Block) First() uint64 { return b.Items[0].Number }

// Summary says what went through a [Writer] or a [Reader].
type Summary struct {
	Entries int64 // numbers
	Blocks  int64
	Bytes   int64             // header, blocks and end mark
	SHA256  [sha256.Size]byte // of those bytes
}
