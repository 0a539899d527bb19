package remote

import (
	"bytes"
	"context"
	"crypto/md5"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"sync"

	"hangup/blocklist"
	"hangup/blocklist/maker"
	"hangup/blocklist/repository"
)

// Report says what a publication did.
type Report struct {
	Uploaded int   `json:"uploaded"`
	Bytes    int64 `json:"bytes"`   // of what was uploaded
	Present  int   `json:"present"` // files that were there already
	Removed  int   `json:"removed"`
}

// workers is how many targets are uploaded at once.
const workers = 8

// maxMetadata is the size of the largest file of metadata that is read back.
const maxMetadata = 16 << 20

// What caches on the way may keep. Only the timestamp changes under its name.
const (
	cacheForever = "public, max-age=31536000, immutable"
	cacheNever   = "no-cache"
)

var errOutside = errors.New("a name outside the repository")

// Publish brings a bucket up to the repository in the folder public. What is there with the same bytes is not sent
// again, so that an interrupted publication goes on where it ended. Files of the edition before stay for clients in
// the middle of a sync. progress, if not nil, is told bytes done and in all, from several goroutines but one at a time.
//
// It fails with [ErrNewer] when the bucket already shows something newer, and with the errors of this package; the old
// edition then stays whole.
func Publish(ctx context.Context, b Bucket, public string, progress func(done, total int64)) (Report, error) {
	root, err := os.OpenRoot(public)
	if err != nil {
		return Report{}, notSigned(err)
	}
	defer root.Close()
	p := publication{bucket: b, root: root, progress: progress}
	if err := p.plan(ctx); err != nil {
		return Report{}, err
	}
	if err := p.upload(ctx); err != nil {
		return p.report, err
	}
	return p.report, p.prune(ctx)
}

func notSigned(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return blocklist.Errorf(maker.ErrNotSigned.Message, "publish: %w", err)
	}
	return fmt.Errorf("publish: %w", err)
}

type publication struct {
	bucket   Bucket
	root     *os.Root
	progress func(done, total int64)

	local, before maker.Live
	metadata      map[string][]byte // local metadata by name, as it was when the work began
	there         map[string]Object

	mu          sync.Mutex
	report      Report
	done, total int64
}

// plan reads what is here and what is there.
func (p *publication) plan(ctx context.Context) error {
	p.metadata = make(map[string][]byte)
	var err error
	p.local, err = maker.ReadLive(func(name string) ([]byte, error) {
		data, err := p.file(name)
		if err == nil {
			p.metadata[name] = data
		}
		return data, err
	})
	if err != nil {
		return notSigned(err)
	}
	var failed error
	p.before, _ = maker.ReadLive(func(name string) ([]byte, error) {
		data, err := p.bucket.Read(ctx, name, maxMetadata)
		if err != nil && !errors.Is(err, fs.ErrNotExist) && failed == nil {
			failed = err
		}
		return data, err
	})
	if failed != nil {
		return failed
	}
	if p.before.Version > p.local.Version {
		return blocklist.Errorf(ErrNewer.Message, "publish: timestamp %d is there, %d is here", p.before.Version, p.local.Version)
	}
	p.there = make(map[string]Object)
	for _, dir := range []string{repository.MetadataDir, repository.TargetsDir} {
		for object, err := range p.bucket.List(ctx, dir+"/") {
			if err != nil {
				return err
			}
			p.there[object.Name] = object
		}
	}
	for name := range p.local.Names() {
		info, err := p.root.Stat(filepath.FromSlash(name))
		if err != nil {
			return notSigned(err)
		}
		p.total += info.Size()
	}
	return nil
}

// file reads a file of the repository.
func (p *publication) file(name string) ([]byte, error) {
	if !fs.ValidPath(name) || !(within(name, repository.MetadataDir) || within(name, repository.TargetsDir)) {
		return nil, errOutside
	}
	return p.root.ReadFile(filepath.FromSlash(name))
}

func within(name, dir string) bool { return len(name) > len(dir) && name[:len(dir)+1] == dir+"/" }

// upload sends what is missing: what is named before what names it, and the timestamp last.
func (p *publication) upload(ctx context.Context) error {
	if err := p.together(ctx, p.local.Targets); err != nil {
		return err
	}
	for _, name := range p.local.Roots {
		if err := p.put(ctx, name); err != nil {
			return err
		}
	}
	if err := p.together(ctx, p.local.Roles); err != nil {
		return err
	}
	if err := p.put(ctx, p.local.Snapshot); err != nil {
		return err
	}
	return p.put(ctx, p.local.Timestamp)
}

// together sends files that do not need each other.
func (p *publication) together(ctx context.Context, names []string) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	queue := make(chan string)
	var group sync.WaitGroup
	for range min(workers, len(names)) {
		group.Go(func() {
			for name := range queue {
				if err := p.put(ctx, name); err != nil {
					stop(err)
				}
			}
		})
	}
	for _, name := range names {
		if ctx.Err() != nil {
			break
		}
		queue <- name
	}
	close(queue)
	group.Wait()
	return context.Cause(ctx)
}

// put sends one file unless it is there.
func (p *publication) put(ctx context.Context, name string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	data := p.metadata[name]
	if data == nil {
		var err error
		if data, err = p.file(name); err != nil {
			return notSigned(err)
		}
	}
	sum := md5.Sum(data)
	there, ok := p.there[name]
	ok = ok && there.Size == int64(len(data)) && bytes.Equal(there.MD5, sum[:])
	if !ok {
		if err := p.bucket.Write(ctx, name, data, headers(name)); err != nil {
			return err
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if ok {
		p.report.Present++
	} else {
		p.report.Uploaded++
		p.report.Bytes += int64(len(data))
	}
	p.done += int64(len(data))
	if p.progress != nil {
		p.progress(p.done, p.total)
	}
	return nil
}

func headers(name string) Headers {
	h := Headers{ContentType: "application/octet-stream", CacheControl: cacheForever}
	if path.Ext(name) == ".json" {
		h.ContentType = "application/json"
	}
	if name == path.Join(repository.MetadataDir, "timestamp.json") {
		h.CacheControl = cacheNever
	}
	return h
}

// ours tells names that a maker gives, so that pruning leaves everything else in the bucket alone.
var ours = regexp.MustCompile(`^(metadata/([0-9]+\.[a-z0-9-]+|timestamp)\.json|targets/([a-z0-9-]+/)*[0-9a-f]{64}\.[^/]+)$`)

var anyRoot = regexp.MustCompile(`^metadata/[0-9]+\.root\.json$`)

// prune removes what neither this edition nor the one before needs. It does so only after news, since the edition
// before is then known: it is the one that was there.
func (p *publication) prune(ctx context.Context) error {
	if p.before.SnapshotVersion == p.local.SnapshotVersion {
		return nil
	}
	keep, old := p.local.Names(), p.before.Names()
	for name := range p.there {
		if keep[name] || old[name] || anyRoot.MatchString(name) || !ours.MatchString(name) {
			continue
		}
		if err := p.bucket.Delete(ctx, name); err != nil {
			return err
		}
		p.report.Removed++
	}
	return nil
}
