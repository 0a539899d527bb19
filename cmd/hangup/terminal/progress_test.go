package terminal_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"hangup/blocklist/follow"
	"hangup/blocklist/update"
	"hangup/cmd/hangup/terminal"
	"hangup/i18n"
)

// A download writes lines that say how far it is and how long it takes still, and not too many of them.
func TestProgressLines(t *testing.T) {
	bundle, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	const total = 2_000 << 10
	for name, test := range map[string]struct {
		lang  string
		every time.Duration // between chunks
		chunk int64
		want  []string
	}{
		"a fast line": {"en", time.Millisecond, 20 << 10, []string{"20 of 2,000 KB", "2,000 of 2,000 KB"}},
		"a slow line": {"en", time.Second, 100 << 10, []string{
			"100 of 2,000 KB",
			"200 of 2,000 KB. 100 KB a second. Time left: 0:18.",
			"400 of 2,000 KB. 100 KB a second. Time left: 0:16.",
			"600 of 2,000 KB. 100 KB a second. Time left: 0:14.",
			"800 of 2,000 KB. 100 KB a second. Time left: 0:12.",
			"1,000 of 2,000 KB. 100 KB a second. Time left: 0:10.",
			"1,200 of 2,000 KB. 100 KB a second. Time left: 0:08.",
			"1,400 of 2,000 KB. 100 KB a second. Time left: 0:06.",
			"1,600 of 2,000 KB. 100 KB a second. Time left: 0:04.",
			"1,800 of 2,000 KB. 100 KB a second. Time left: 0:02.",
			"2,000 of 2,000 KB",
		}},
		"a very slow line": {"ru", 40 * time.Minute, 500 << 10, []string{
			"500 из 2\u00a0000 КБ",
			"1\u00a0000 из 2\u00a0000 КБ. 1 КБ в секунду. Осталось: 1:20:00.",
			"1\u00a0500 из 2\u00a0000 КБ. 1 КБ в секунду. Осталось: 40:00.",
			"2\u00a0000 из 2\u00a0000 КБ",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			now := time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)
			var lines strings.Builder
			terminal := &terminal.Terminal{
				Words: bundle.Words(test.lang), Err: &lines, Keeper: &follow.Keeper{Now: func() time.Time { return now }},
			}
			tell := terminal.Progress()
			tell(update.Progress{Phase: update.PhaseCheck})
			for done := test.chunk; done <= total; done += test.chunk {
				tell(update.Progress{Phase: update.PhaseDownload, Done: done, Total: total})
				now = now.Add(test.every)
			}
			tell(update.Progress{Phase: update.PhaseApply, Done: total, Total: total})
			got := strings.Split(strings.TrimSpace(lines.String()), "\n")
			if !slices.Equal(got, test.want) {
				t.Errorf("wrote\n%s", strings.Join(got, "\n"))
			}
		})
	}
}
