package main

import (
	"context"
	"os"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"

	"hangup/blocklist"
	"hangup/blocklist/maker"
	"hangup/blocklist/maker/remote"
)

// publishCommand copies the public folder to where people fetch it.
type publishCommand struct {
	To string `required:""`
}

func (c *publishCommand) run(ctx context.Context, p *program) error {
	m, err := p.maker(ctx)
	if err != nil {
		return err
	}
	defer m.Close()
	if _, err := os.Stat(m.Public()); err != nil {
		return maker.ErrNotSigned
	}
	card, err := m.Card("")
	if err != nil {
		return err
	}
	// What a client would refuse must not replace what clients have.
	if _, err := maker.Verify(ctx, card, m.Public(), p.o.Now(), p.o.Never); err != nil {
		return err
	}
	bucket, err := remote.Open(c.To, os.LookupEnv)
	if err != nil {
		return err
	}
	defer bucket.Close()
	done, err := remote.Publish(ctx, bucket, m.Public(), p.uploading())
	if err != nil {
		return err
	}
	said := blocklist.Message{ID: "maker.publish.done", Args: blocklist.Args{
		"Address": c.To, "Files": done.Uploaded, "Bytes": done.Bytes, "Present": done.Present, "Removed": done.Removed,
	}}
	if done.Uploaded == 0 {
		said.ID = "maker.publish.nothing"
	}
	return p.answer(done, said)
}

// uploading returns what draws a bar over the bytes of an upload, when somebody looks at the terminal.
func (p *program) uploading() func(done, total int64) {
	if !isTerminal(p.errs) {
		return nil
	}
	var once sync.Once
	var bar *progressbar.ProgressBar
	return func(done, total int64) {
		once.Do(func() {
			bar = progressbar.NewOptions64(total,
				progressbar.OptionSetWriter(p.errs),
				progressbar.OptionSetDescription(p.words.ID("maker.publish.progress")),
				progressbar.OptionShowBytes(true),
				progressbar.OptionThrottle(100*time.Millisecond),
				progressbar.OptionClearOnFinish())
		})
		_ = bar.Set64(done) // a bar that cannot be drawn is no reason to stop
	}
}
