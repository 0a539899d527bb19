package maker

import (
	"bufio"
	"cmp"
	"container/heap"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"

	"hangup/blocklist"
)

// stage puts the reports of one file in the order of the evidence and adds up those of one number. It holds stageLimit
// of them in memory; a longer file is sorted in runs, which are written to files and merged, so that memory does not
// grow with it.
type stage struct {
	ctx   context.Context
	dir   string // for the runs; it need not exist
	limit int    // of rows
	rows  []staged
	runs  []*os.File
}

// stageLimit is how many reports are sorted in memory at a time: some 32 MB.
const stageLimit = 1 << 20

// staged is a report on its way to the evidence.
type staged struct {
	number      uint64
	code        uint16
	category    blocklist.Category
	official    bool
	reports     int32
	first, last Day
	order       uint32 // in the file, within a run
}

// stagedSize is how many bytes a staged report takes in a run. Its order is that in the run.
const stagedSize = 24

func newStage(ctx context.Context, dir string) (*stage, error) {
	// Whoever has the write lock is alone: what is there was left by an import that was interrupted.
	if err := os.RemoveAll(dir); err != nil {
		return nil, fmt.Errorf("maker: %w", err)
	}
	return &stage{ctx: ctx, dir: dir, limit: stageLimit}, nil
}

// close removes the runs.
func (s *stage) close() error {
	var all []error
	for _, run := range s.runs {
		all = append(all, run.Close())
	}
	return errors.Join(append(all, os.RemoveAll(s.dir))...)
}

// add takes one report.
func (s *stage) add(r Report) error {
	if err := s.ctx.Err(); err != nil {
		return err
	}
	s.rows = append(s.rows, staged{
		r.Number, uint16(r.Code), r.Category, r.Official, int32(r.Reports), r.First, r.Last, uint32(len(s.rows)),
	})
	if len(s.rows) < s.limit {
		return nil
	}
	return s.spill()
}

// sort puts the reports in memory in the order of the evidence; those of one number stay in that of the file.
func (s *stage) sort() {
	slices.SortFunc(s.rows, func(a, b staged) int {
		return cmp.Or(compareKeys(a, b), cmp.Compare(a.order, b.order))
	})
}

// compareKeys orders by the key of the evidence.
func compareKeys(a, b staged) int {
	return cmp.Or(cmp.Compare(a.code, b.code), cmp.Compare(a.number, b.number))
}

// spill writes the reports in memory as a run.
func (s *stage) spill() error {
	s.sort()
	if err := os.MkdirAll(s.dir, 0o700); err != nil {
		return fmt.Errorf("maker: %w", err)
	}
	run, err := os.Create(filepath.Join(s.dir, fmt.Sprint(len(s.runs))))
	if err != nil {
		return fmt.Errorf("maker: %w", err)
	}
	s.runs = append(s.runs, run)
	w := bufio.NewWriterSize(run, 64<<10)
	var buf []byte
	for _, row := range s.rows {
		buf = row.append(buf[:0])
		if _, err := w.Write(buf); err != nil {
			return fmt.Errorf("maker: %w", err)
		}
	}
	s.rows = s.rows[:0]
	if err := w.Flush(); err != nil {
		return fmt.Errorf("maker: %w", err)
	}
	_, err = run.Seek(0, io.SeekStart)
	return err
}

// sums adds up neighbours of one number.
func sums(sorted iter.Seq[staged]) iter.Seq[staged] {
	return func(yield func(staged) bool) {
		var sum staged
		for row := range sorted {
			switch {
			case sum.number == 0:
				sum = row
			case compareKeys(sum, row) == 0:
				sum.addUp(row)
			case !yield(sum):
				return
			default:
				sum = row
			}
		}
		if sum.number != 0 {
			yield(sum)
		}
	}
}

// addUp adds a later report of the same number. A newer report's category replaces an older one's.
func (s *staged) addUp(r staged) {
	if s.category == 0 || r.category != 0 && r.last > s.last {
		s.category = r.category
	}
	s.reports = min(s.reports+r.reports, maxReports)
	s.official = s.official || r.official
	s.first, s.last = min(s.first, r.first), max(s.last, r.last)
}

// each calls do with what the file says of each number, in the order of the evidence. Nothing can be added afterwards.
func (s *stage) each(do func(staged) error) error {
	s.sort()
	var m merge
	for i, run := range s.runs {
		m.heads = append(m.heads, head{run: i, r: bufio.NewReaderSize(run, 64<<10)})
	}
	m.heads = append(m.heads, head{run: len(s.runs), rest: s.rows}) // the last rows stay in memory
	for sum := range sums(m.all) {
		if err := s.ctx.Err(); err != nil {
			return err
		}
		if err := do(sum); err != nil {
			return err
		}
	}
	return m.err
}

// merge reads sorted runs as one.
type merge struct {
	heads []head
	err   error
}

// head is the next report of a run: of a file, or of what is left in memory.
type head struct {
	staged
	run  int
	r    *bufio.Reader
	rest []staged
}

// all yields the reports of all runs, those of one number in the order of the file.
func (m *merge) all(yield func(staged) bool) {
	started := m.heads
	m.heads = nil
	for _, h := range started {
		if m.step(&h) {
			m.heads = append(m.heads, h)
		}
	}
	heap.Init(m)
	for len(m.heads) > 0 && m.err == nil {
		if !yield(m.heads[0].staged) {
			return
		}
		if m.step(&m.heads[0]) {
			heap.Fix(m, 0)
		} else {
			heap.Pop(m)
		}
	}
}

// step goes to the next report of a run, unless there is none.
func (m *merge) step(h *head) bool {
	if h.r == nil {
		if len(h.rest) == 0 {
			return false
		}
		h.staged, h.rest = h.rest[0], h.rest[1:]
		return true
	}
	buf, err := h.r.Peek(stagedSize)
	if err != nil {
		if len(buf) > 0 || !errors.Is(err, io.EOF) {
			m.err = fmt.Errorf("maker: %w", cmp.Or(err, io.ErrUnexpectedEOF))
		}
		return false
	}
	h.staged = stagedOf(buf)
	_, m.err = h.r.Discard(stagedSize)
	return m.err == nil
}

// Len, Less, Swap, Push and Pop make merge a heap.Interface.
func (m *merge) Len() int { return len(m.heads) }

func (m *merge) Less(i, j int) bool {
	a, b := &m.heads[i], &m.heads[j]
	return cmp.Or(compareKeys(a.staged, b.staged), cmp.Compare(a.run, b.run)) < 0
}

func (m *merge) Swap(i, j int) { m.heads[i], m.heads[j] = m.heads[j], m.heads[i] }

func (m *merge) Push(x any) { m.heads = append(m.heads, x.(head)) }

func (m *merge) Pop() any {
	last := m.heads[len(m.heads)-1]
	m.heads = m.heads[:len(m.heads)-1]
	return last
}

// append appends the report as it stands in a run.
func (s staged) append(b []byte) []byte {
	official := byte(0)
	if s.official {
		official = 1
	}
	b = binary.LittleEndian.AppendUint64(b, s.number)
	b = binary.LittleEndian.AppendUint16(b, s.code)
	b = append(b, byte(s.category), official)
	b = binary.LittleEndian.AppendUint32(b, uint32(s.reports))
	b = binary.LittleEndian.AppendUint32(b, uint32(s.first))
	return binary.LittleEndian.AppendUint32(b, uint32(s.last))
}

// stagedOf is the inverse of append.
func stagedOf(b []byte) staged {
	return staged{
		number:   binary.LittleEndian.Uint64(b),
		code:     binary.LittleEndian.Uint16(b[8:]),
		category: blocklist.Category(b[10]),
		official: b[11] == 1,
		reports:  int32(binary.LittleEndian.Uint32(b[12:])),
		first:    Day(binary.LittleEndian.Uint32(b[16:])),
		last:     Day(binary.LittleEndian.Uint32(b[20:])),
	}
}
