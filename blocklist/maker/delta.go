package maker

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"

	"github.com/theupdateframework/go-tuf/v2/metadata"

	"hangup/blocklist/numset"
	"hangup/blocklist/repository"
)

const (
	// keptSteps is how many deltas from one edition to the next a pack offers at most: a chain for whoever was away for
	// so many editions.
	keptSteps = keptEditions
	// listing is about how many bytes manifest and metadata need to name a delta. Everybody who syncs pays for that, so
	// all steps together get a 64th of the pack.
	listing      = 170
	listingShare = 64
	// deltaFrom is the size in bytes from which a pack has deltas.
	deltaFrom = 16 << 10
)

// deltaSpans are the numbers of editions that one delta can bridge besides single steps: a week and a month, when built
// daily.
var deltaSpans = [...]int64{7, 30}

// deltas makes the deltas that lead to a new pack and returns them together with those of the pack before that lead
// on to it. A delta that would not save anything is left out.
func (b *build) deltas(p *repository.Pack) ([]repository.Delta, error) {
	before := b.old.pack(p.Code)
	if before == nil || p.Bytes < deltaFrom {
		return nil, nil
	}
	step, err := b.m.makeDelta(before, p)
	if err != nil || step.Bytes >= p.Bytes {
		return nil, err
	}
	all := append(steps(before, p.Bytes-step.Bytes), step)
	for _, span := range deltaSpans {
		from, err := b.packOf(p.Edition-span, p.Code)
		if err != nil {
			return nil, err
		}
		if from == nil || from.Edition == before.Edition {
			continue
		}
		long, err := b.m.makeDelta(from, p)
		if err != nil {
			return nil, err
		}
		if long.Bytes < min(p.Bytes, chainBytes(all, from.Edition, p)) {
			all = append(all, long)
		}
	}
	return all, nil
}

// steps returns the chain of single steps that leads to a pack, oldest first, as far back as it has at most so many
// bytes and is worth listing.
func steps(p *repository.Pack, limit int64) []repository.Delta {
	var chain []repository.Delta
	at := p.Edition
	most := min(keptSteps, p.Bytes/(listing*listingShare)) - 1 // one more is to come
	for int64(len(chain)) < most {
		// Of the deltas that lead to an edition the step is the one that starts last.
		var step repository.Delta
		for _, d := range p.Deltas {
			if d.To == at && d.From > step.From {
				step = d
			}
		}
		limit -= step.Bytes
		if step.From == 0 || limit < 0 {
			break
		}
		chain = append(chain, step)
		at = step.From
	}
	slices.Reverse(chain)
	return chain
}

// chainBytes returns the bytes of the single steps from an edition to the pack, or more than those of the pack when
// they do not reach as far.
func chainBytes(chain []repository.Delta, from int64, p *repository.Pack) (n int64) {
	reaches := false
	for _, d := range chain {
		if d.From >= from {
			n += d.Bytes
			reaches = reaches || d.From == from
		}
	}
	if !reaches {
		return p.Bytes + 1
	}
	return n
}

// packOf returns the pack that an edition had, or nil when either is not kept.
func (b *build) packOf(edition int64, code string) (*repository.Pack, error) {
	kept, err := b.m.editions()
	if err != nil || !slices.Contains(kept, edition) {
		return nil, err
	}
	e, err := b.m.readEdition(edition)
	return e.pack(code), err
}

func deltaFile(d repository.Delta) string { return fmt.Sprintf("%d-%d.delta", d.From, d.To) }

// makeDelta writes the delta between two packs of a calling code.
func (m *Maker) makeDelta(from, to *repository.Pack) (repository.Delta, error) {
	d := repository.Delta{From: from.Edition, To: to.Edition}
	dir := m.path(packsDir, to.Code)
	f, err := os.CreateTemp(dir, tempPrefix+"*")
	if err != nil {
		return d, fmt.Errorf("maker: %w", err)
	}
	d.Bytes, err = m.diff(f, from, to)
	d.Parts = int((d.Bytes + repository.MaxPart - 1) / repository.MaxPart)
	return d, finish(f, filepath.Join(dir, deltaFile(d)), err)
}

func (m *Maker) diff(w io.Writer, from, to *repository.Pack) (int64, error) {
	a, err := os.Open(m.path(packName(from)))
	if err != nil {
		return 0, err
	}
	defer a.Close()
	b, err := os.Open(m.path(packName(to)))
	if err != nil {
		return 0, err
	}
	defer b.Close()
	sum, err := numset.Diff(w, a, b)
	return sum.Bytes, err
}

// eachDeltaPart reads the parts of all deltas of a pack, with their target paths. A part is valid during the call.
func (m *Maker) eachDeltaPart(p *repository.Pack, do func(name string, data []byte) error) error {
	buf := make([]byte, repository.MaxPart)
	for _, d := range p.Deltas {
		if err := m.deltaParts(p.Code, d, buf, do); err != nil {
			return err
		}
	}
	return nil
}

func (m *Maker) deltaParts(
	code string, d repository.Delta, buf []byte, do func(name string, data []byte) error,
) error {
	file := path.Join(packsDir, code, deltaFile(d))
	f, err := os.Open(m.path(file))
	if err != nil {
		return damaged(file, err)
	}
	defer f.Close()
	left := d.Bytes
	for i := range d.Parts {
		part := buf[:min(left, repository.MaxPart)]
		if _, err := io.ReadFull(f, part); err != nil {
			return damaged(file, err)
		}
		left -= int64(len(part))
		if err := do(repository.DeltaName(code, d, i), part); err != nil {
			return err
		}
	}
	if _, err := f.Read(buf[:1]); !errors.Is(err, io.EOF) {
		return damaged(file, errors.New("is longer than what was built"))
	}
	return nil
}

// putDeltas publishes the deltas of a pack.
func (p *publisher) putDeltas(m *Maker, pack *repository.Pack, targets map[string]*metadata.TargetFiles) {
	if p.err != nil {
		return
	}
	p.err = m.eachDeltaPart(pack, func(name string, data []byte) error {
		p.putTarget(name, data, targets)
		return p.err
	})
}
