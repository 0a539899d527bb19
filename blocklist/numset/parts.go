package numset

import (
	"errors"
	"fmt"
	"io"
	"iter"
)

// Parts reads what is left of a stream and cuts it between blocks into parts of at most limit bytes, such as
// [PartSize]; limit is at least [MaxBlockSize]. All parts one after the other are the stream, so it must be called
// before Next. Each part is valid until the next one. After an error there are no more parts, and those before are
// of no use; without one, Summary describes the whole stream.
func (r *Reader) Parts(limit int) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		if limit < MaxBlockSize || r.sum.Blocks > 0 {
			yield(nil, fmt.Errorf("numset: cannot cut parts of %d bytes after %d blocks", limit, r.sum.Blocks))
			return
		}
		part, err := r.code.MarshalBinary()
		for err == nil {
			var block Block
			block, err = r.Next()
			piece := block.Bytes
			if errors.Is(err, io.EOF) {
				piece = []byte(EndMark)
			} else if err != nil {
				break
			}
			if len(part)+len(piece) > limit {
				if !yield(part, nil) {
					return
				}
				part = part[:0]
			}
			part = append(part, piece...)
		}
		if errors.Is(err, io.EOF) {
			yield(part, nil)
			return
		}
		yield(nil, err)
	}
}
