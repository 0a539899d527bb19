package store

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"strconv"
	"sync/atomic"
	"time"

	"hangup/blocklist"
	"hangup/blocklist/numset"
	"hangup/blocklist/repository"
)

const (
	// keepBytes is how much of the blocks stays in memory once they were read: all of a list of ten million numbers,
	// if ever so many of its blocks are asked for.
	keepBytes = 16 << 20
	// recheck is how old a view may get before a lookup asks whether another program changed the file.
	recheck = time.Second
)

// view is one state of the file, as lookups see it. It does not change, but for the blocks it keeps.
type view struct {
	*listFile
	generation int64
	checked    atomic.Int64 // Unix nanoseconds at which generation was last known to be current
	lists      []*listView
}

// listView is one list.
type listView struct {
	id      string
	edition blocklist.Edition
	packs   []*pack          // by calling code
	byCode  map[uint64]*pack // the same
	current map[uint64]time.Time

	supplements map[repository.Kind]Supplement
}

// pack is one calling code of one list.
type pack struct {
	generation int64
	listID     string
	code       uint64
	checksum   uint32
	manifest   repository.Pack
	huffman    *numset.Code
	directory
	blocks []atomic.Pointer[[]byte] // those read before
	kept   atomic.Int64             // bytes in blocks
}

// directory says of each block of a pack where it starts and what its bytes sum up to.
type directory struct {
	firsts []uint64
	sums   []uint32 // CRC-32C
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// appendBlock appends one block's part of a directory as it is stored: the distance from the first number of the block
// before as a varint, then the checksum in little-endian order.
func appendBlock(stored []byte, previous, first uint64, block []byte) []byte {
	stored = binary.AppendUvarint(stored, first-previous)
	return binary.LittleEndian.AppendUint32(stored, crc32.Checksum(block, castagnoli))
}

// parseDirectory is the inverse of appendBlock for all blocks of a pack.
func parseDirectory(stored []byte) (d directory, err error) {
	first := uint64(0)
	for len(stored) > 0 {
		step, n := binary.Uvarint(stored)
		if n <= 0 || len(stored) < n+4 || step >= numset.NumberLimit-first || step == 0 && len(d.firsts) > 0 {
			return directory{}, fmt.Errorf("%w: directory of blocks", errDamaged)
		}
		first += step
		d.firsts = append(d.firsts, first)
		d.sums = append(d.sums, binary.LittleEndian.Uint32(stored[n:]))
		stored = stored[n+4:]
	}
	return d, nil
}

// packChecksum returns the CRC-32C of all that is stored of a pack beside its blocks.
func packChecksum(listID string, m repository.Pack, header, directory []byte) uint32 {
	fields := fmt.Appendf(nil, "%q %s %d %d %d %d %s %d\n",
		listID, m.Code, m.Edition, millis(m.Date), m.Entries, m.Bytes, m.SHA256, m.Parts)
	sum := crc32.Checksum(fields, castagnoli)
	return crc32.Update(crc32.Update(sum, castagnoli, header), castagnoli, directory)
}

// view returns the current state. It looks for changes by other programs when it did so no less than maxAge ago. An
// error comes with the view it is about.
func (l *List) view(ctx context.Context, maxAge time.Duration) (*view, error) {
	v := l.current.Load()
	now := l.options.Now().UnixNano()
	if age := time.Duration(now - v.checked.Load()); age >= 0 && age < maxAge {
		return v, nil
	}
	if !v.inPlace() {
		return l.replace(ctx, v, nil)
	}
	var generation int64
	err := v.readers.QueryRowContext(ctx, "SELECT generation FROM state").Scan(&generation)
	switch {
	case err != nil:
		return v, err
	case generation != v.generation:
		return l.reload(ctx, v)
	}
	v.checked.Store(now)
	return v, nil
}

// fresh returns the state as of now.
func (l *List) fresh(ctx context.Context, doing string) (*view, error) {
	v, err := l.view(ctx, 0)
	if err != nil {
		v, err = l.outdated(ctx, v, err)
	}
	if err != nil {
		return nil, l.explain(ctx, doing, l.repair(ctx, v, err))
	}
	return v, nil
}

// outdated returns the view to go on with when err came about because v is out of date, and otherwise v and err.
func (l *List) outdated(ctx context.Context, v *view, err error) (*view, error) {
	now := l.current.Load()
	if now == v && errors.Is(err, errGone) {
		if now, err = l.reload(ctx, v); err == nil && now == v {
			err = fmt.Errorf("%w: a block is missing", errDamaged)
		}
	}
	if now == v {
		return v, err
	}
	return now, nil
}

// reload replaces a view that is out of date, and returns the one to go on with.
func (l *List) reload(ctx context.Context, old *view) (*view, error) {
	return l.reloadAnd(ctx, old, func(*view) {})
}

// reloadAnd is reload, and lets prepare have the view before lookups see it.
func (l *List) reloadAnd(ctx context.Context, old *view, prepare func(*view)) (*view, error) {
	l.reloading.Lock()
	defer l.reloading.Unlock()
	v, err := l.load(ctx, old.listFile, old)
	if err != nil {
		return old, err
	}
	prepare(v)
	for {
		now := l.current.Load()
		if now.listFile != v.listFile || now.generation >= v.generation {
			return now, nil
		}
		if l.current.CompareAndSwap(now, v) {
			return v, nil
		}
	}
}

// load reads the lists and packs. Packs that old, if not nil, has already are taken from there.
func (l *List) load(ctx context.Context, file *listFile, old *view) (*view, error) {
	v := &view{listFile: file}
	v.checked.Store(l.options.Now().UnixNano())
	err := file.read(ctx, func(tx *sql.Tx) error {
		err := tx.QueryRowContext(ctx, "SELECT generation FROM state").Scan(&v.generation)
		if errors.Is(err, sql.ErrNoRows) {
			err = fmt.Errorf("%w: no state", errDamaged)
		}
		if err != nil {
			return err
		}
		if v.lists, err = readLists(ctx, tx); err != nil {
			return err
		}
		if err := v.readSupplements(ctx, tx); err != nil {
			return err
		}
		return v.readPacks(ctx, tx, old)
	})
	if err != nil {
		return nil, err
	}
	return v, nil
}

func readLists(ctx context.Context, tx *sql.Tx) (lists []*listView, err error) {
	rows, err := tx.QueryContext(ctx, "SELECT id, name, version, date FROM list ORDER BY name, id")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		list := &listView{
			byCode: map[uint64]*pack{}, current: map[uint64]time.Time{}, supplements: map[repository.Kind]Supplement{},
		}
		var date int64
		if err := rows.Scan(&list.id, &list.edition.List, &list.edition.Version, &date); err != nil {
			return nil, err
		}
		list.edition.Date = fromMillis(date)
		lists = append(lists, list)
	}
	return lists, rows.Err()
}

// readPacks adds all packs to their lists.
func (v *view) readPacks(ctx context.Context, tx *sql.Tx, old *view) error {
	rows, err := tx.QueryContext(ctx, `
		SELECT generation, list, code, edition, date, entries, bytes, sha256, parts, checksum, current
		FROM pack ORDER BY list, code`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		p := &pack{manifest: repository.Pack{Format: 1}}
		m := &p.manifest
		var date, current int64
		err := rows.Scan(&p.generation, &p.listID, &p.code, &m.Edition, &date, &m.Entries, &m.Bytes, &m.SHA256, &m.Parts,
			&p.checksum, &current)
		if err != nil {
			return err
		}
		m.Code, m.Date = strconv.FormatUint(p.code, 10), fromMillis(date)
		list := v.list(p.listID)
		if list == nil {
			return fmt.Errorf("%w: pack of no list", errDamaged)
		}
		if known := old.pack(p.listID, p.code); known != nil && known.generation == p.generation {
			p = known
		} else if err := p.read(ctx, tx); err != nil {
			return fmt.Errorf("list %s, pack %d: %w", p.listID, p.code, err)
		}
		list.current[p.code] = fromMillis(max(current, date))
		list.packs = append(list.packs, p)
		list.byCode[p.code] = p
		list.edition.Entries += p.manifest.Entries
	}
	return rows.Err()
}

// read reads what lookups need besides the manifest.
func (p *pack) read(ctx context.Context, tx *sql.Tx) error {
	var header, stored []byte
	err := tx.QueryRowContext(ctx, "SELECT header, directory FROM pack WHERE generation = ?", p.generation).
		Scan(&header, &stored)
	if err != nil {
		return err
	}
	if packChecksum(p.listID, p.manifest, header, stored) != p.checksum {
		return fmt.Errorf("%w: checksum", errDamaged)
	}
	if p.huffman, err = numset.ParseCode(header); err != nil {
		return fmt.Errorf("%w: %w", errDamaged, err)
	}
	if p.directory, err = parseDirectory(stored); err != nil {
		return err
	}
	p.blocks = make([]atomic.Pointer[[]byte], len(p.firsts))
	return nil
}

// pack returns the pack of a calling code, or nil.
func (v *view) pack(listID string, code uint64) *pack {
	if list := v.list(listID); list != nil {
		return list.byCode[code]
	}
	return nil
}

// list returns a list, or nil; a nil view has none.
func (v *view) list(id string) *listView {
	if v != nil {
		for _, list := range v.lists {
			if list.id == id {
				return list
			}
		}
	}
	return nil
}
