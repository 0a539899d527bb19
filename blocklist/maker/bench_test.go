package maker_test

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"testing"
	"text/tabwriter"
	"time"

	"hangup/blocklist/maker"
	"hangup/blocklist/maker/makertest"
)

var complaints = flag.Int("complaints", 200_000, "how many complaints BenchmarkTable makes a list of")

// BenchmarkTable makes a list of many complaints, and prints a table with the targets: `make bench`.
func BenchmarkTable(b *testing.B) {
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	defer table.Flush()
	row := func(what string, measured, limit float64, unit string) {
		ok := "ok"
		if measured > limit {
			ok = "MISSED"
		}
		fmt.Fprintf(table, "%s\t%.3g %s\tat most %g %s\t%s\n", what, measured, unit, limit, unit, ok)
	}
	fifth := makeList(b, *complaints/5)
	whole := makeList(b, *complaints)
	millions := float64(*complaints) / 1e6
	fmt.Fprintf(table, "maker, %g M complaints: import %.1f s, build %.1f s, sign %.1f s\t\t\t\n",
		millions, whole.imported.Seconds(), whole.built.Seconds(), whole.signed.Seconds())
	row("a million complaints imported, built and signed",
		(whole.imported+whole.built+whole.signed).Seconds()/millions, 12, "s")
	row("peak memory", whole.peak, 1000, "MB")
	row("peak memory, against that of a fifth of the complaints", whole.peak/fifth.peak, 1.25, "x")
}

// made says what it took to make a list.
type made struct {
	imported, built, signed time.Duration
	peak                    float64 // resident memory in MB, 0 where the system does not tell
}

func makeList(b *testing.B, n int) (m made) {
	b.Helper()
	l := makertest.New(b, start, "")
	forgetPeak()
	took := func(do func() error) time.Duration {
		from := time.Now()
		if err := do(); err != nil {
			b.Fatal(err)
		}
		return time.Since(from)
	}
	m.imported = took(func() error {
		done, err := l.Maker.Import(context.Background(), maker.Import{Feed: maker.FeedNumbers}, &complaintFile{n: n})
		if err == nil && done.Taken != n {
			err = fmt.Errorf("of %d complaints %v were refused", n, done.Refused)
		}
		return err
	})
	m.built = took(func() error {
		_, err := l.Maker.Build(context.Background(), maker.Building{})
		return err
	})
	m.signed = took(func() error {
		_, err := l.Maker.Sign(context.Background(), maker.Signing{Ask: makertest.Ask})
		return err
	})
	m.peak = peak()
	return m
}

// forgetPeak starts the measurement of [peak] anew; where that cannot be done, peak is that of the whole process.
func forgetPeak() { _ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) }

// peak returns the most resident memory this process had, in MB.
func peak() float64 {
	status, _ := os.ReadFile("/proc/self/status")
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	kB, _, _ := strings.Cut(strings.TrimSpace(rest), " ")
	n, _ := strconv.ParseFloat(kB, 64)
	return n * 1024 / 1e6
}

// complaintFile is a file of n complaints in no order, in the form of [maker.FeedNumbers]. One in eight is about a number
// that was complained about before.
type complaintFile struct {
	n, next int
	buf     bytes.Buffer
}

// complaintPrefixes are leading digits of numbers that are issued, each of 8 million.
var complaintPrefixes = []string{
	"+7903", "+7905", "+7906", "+7909", "+7910", "+7912", "+7913", "+7915", "+7916", "+7917", "+7918", "+7919", "+7921",
	"+1202", "+1212", "+1213", "+1305", "+1312", "+1404", "+1415", "+1512", "+1617", "+1702",
	"+44740", "+44750", "+44770",
}

func (f *complaintFile) Read(p []byte) (int, error) {
	const each = 8_000_000
	if f.next == 0 {
		f.buf.WriteString("number,category,last\n")
	}
	for ; f.next < f.n && f.buf.Len() < len(p); f.next++ {
		i := f.next
		if i%8 == 7 {
			i /= 16
		}
		at := uint64(i) * 618_033_989 % uint64(each*len(complaintPrefixes))
		category := [...]string{"", "bank", "police", "delivery", "telemarketing"}[i%5]
		prefix := complaintPrefixes[at/each]
		fmt.Fprintf(&f.buf, "%s%0*d,%s,%s\n", prefix, 7, 2_000_000+at%each, category,
			start.AddDate(0, 0, -i%170).Format(time.DateOnly))
	}
	if f.buf.Len() == 0 {
		return 0, io.EOF
	}
	return f.buf.Read(p)
}
