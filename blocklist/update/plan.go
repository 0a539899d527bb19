package update

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/theupdateframework/go-tuf/v2/metadata"

	"hangup/blocklist/repository"
)

// requestCost is what a request for a file costs beside the file, in bytes: the headers of both sides, and a little for
// the wait.
const requestCost = 512

// download is a pack that is to replace what the store has: its whole stream, or deltas from what the store has.
type download struct {
	pack repository.Pack
	from int64 // the edition that the deltas start from; 0 for the whole stream
	// files are the parts of the stream, or those of each delta in turn.
	files [][]*metadata.TargetFiles
}

// bytes returns how much there is to download.
func (d download) bytes() (n int64) {
	for _, parts := range d.files {
		for _, part := range parts {
			n += part.Length
		}
	}
	return n
}

func totalBytes(downloads []download) (n int64) {
	for _, d := range downloads {
		n += d.bytes()
	}
	return n
}

// cheapest returns the chain of deltas that leads from an edition to the pack with the fewest bytes, or nil when there
// is none or the whole stream takes no more.
func cheapest(p *repository.Pack, from int64) []repository.Delta {
	type way struct {
		cost int64
		last repository.Delta
	}
	// Deltas lead to later editions only. So when they are looked at in the order of where they start, the best way to
	// each start is known.
	ways := map[int64]way{from: {}}
	inOrder := slices.SortedFunc(slices.Values(p.Deltas), func(a, b repository.Delta) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
	})
	for _, d := range inOrder {
		start, reached := ways[d.From]
		if !reached {
			continue
		}
		cost := start.cost + d.Bytes + requestCost*int64(d.Parts)
		if known, ok := ways[d.To]; !ok || cost < known.cost {
			ways[d.To] = way{cost, d}
		}
	}
	best, reached := ways[p.Edition]
	if !reached || best.cost >= p.Bytes+requestCost*int64(p.Parts) {
		return nil
	}
	var chain []repository.Delta
	for at := p.Edition; at != from; at = ways[at].last.From {
		chain = append(chain, ways[at].last)
	}
	slices.Reverse(chain)
	return chain
}

// download returns the cheapest way to a pack for a store that has the given edition of it, or none, 0.
func (s *session) download(ctx context.Context, pack *repository.Pack, have int64) (download, error) {
	chain := cheapest(pack, have)
	if len(chain) == 0 {
		return s.wholeStream(ctx, pack)
	}
	d := download{pack: *pack, from: have}
	for _, delta := range chain {
		name := func(i int) string { return repository.DeltaName(pack.Code, delta, i) }
		parts, err := s.parts(ctx, pack.Code, name, delta.Parts, delta.Bytes)
		if errors.Is(err, ErrBroken) {
			return s.instead(ctx, d, err)
		}
		if err != nil {
			return download{}, err
		}
		d.files = append(d.files, parts)
	}
	return d, nil
}

func (s *session) wholeStream(ctx context.Context, pack *repository.Pack) (download, error) {
	name := func(i int) string { return repository.PartName(pack.Code, pack.Edition, i) }
	parts, err := s.parts(ctx, pack.Code, name, pack.Parts, pack.Bytes)
	if err != nil {
		return download{}, err
	}
	return download{pack: *pack, files: [][]*metadata.TargetFiles{parts}}, nil
}

// parts returns the files whose contents, one after the other, are what the manifest of a pack says.
func (s *session) parts(
	ctx context.Context, code string, name func(i int) string, count int, bytes int64,
) ([]*metadata.TargetFiles, error) {
	parts := make([]*metadata.TargetFiles, count)
	var total int64
	for i := range parts {
		file, err := s.chain.lookup(ctx, repository.NumbersRole(code), name(i), repository.MaxPart)
		if err != nil {
			return nil, err
		}
		parts[i] = file
		total += file.Length
	}
	if total != bytes {
		return nil, fail(ErrBroken, "%s: parts have %d bytes, not %d", name(0), total, bytes)
	}
	return parts, nil
}

// instead returns the whole stream of a pack whose deltas cannot be used.
func (s *session) instead(ctx context.Context, d download, why error) (download, error) {
	s.log.Warn("deltas do not fit, taking the whole pack", "code", d.pack.Code, "from", d.from, "error", why)
	whole, err := s.wholeStream(ctx, &d.pack)
	if err != nil {
		return download{}, fmt.Errorf("%w (in place of deltas: %w)", err, why)
	}
	return whole, nil
}
