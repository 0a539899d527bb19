package maker

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/theupdateframework/go-tuf/v2/metadata"
	"github.com/theupdateframework/go-tuf/v2/metadata/config"
	"github.com/theupdateframework/go-tuf/v2/metadata/updater"

	"hangup/blocklist"
	"hangup/blocklist/numset"
	"hangup/blocklist/repository"
)

// ErrNotValid is returned for a repository that a client would not accept; its cause says which file and why.
var ErrNotValid = &blocklist.Error{Message: blocklist.Say("error.maker.not_valid")}

// Verified is what a repository was found to hold.
type Verified struct {
	Name    string             `json:"name"`
	Edition int64              `json:"edition"`
	Date    time.Time          `json:"date"`
	Entries int64              `json:"entries"`
	Bytes   int64              `json:"bytes"` // of all packs
	Packs   []repository.Offer `json:"packs"`
	Scripts int64              `json:"scripts"`
	Ranges  int64              `json:"ranges"`
	Until   time.Time          `json:"until"` // when the first signature on the way to it expires
}

// Verify goes through the repository in the folder dir as a client does that knows nothing but the card: root by root,
// timestamp, snapshot, targets, catalog, every manifest and every byte of every pack, and scripts and ranges if it has
// them. never is as in [Options].
func Verify(ctx context.Context, card *repository.Card, dir string, now time.Time, never func(uint64) bool) (
	found Verified, err error,
) {
	// The library can panic on metadata that is wrong in ways it does not expect.
	defer func() {
		if p := recover(); p != nil {
			found, err = Verified{}, notValid(fmt.Errorf("metadata: %v", p))
		}
	}()
	root, err := os.OpenRoot(dir)
	if err != nil {
		return Verified{}, notValid(err)
	}
	defer root.Close()
	v, err := newVerifier(ctx, card, root, now)
	if err != nil {
		return Verified{}, notValid(err)
	}
	v.never = never
	if found, err = v.run(); err != nil {
		if ctx.Err() != nil {
			return Verified{}, ctx.Err()
		}
		return Verified{}, notValid(err)
	}
	return found, nil
}

func notValid(err error) error {
	return blocklist.Errorf(ErrNotValid.Message, "maker: verify: %w", err)
}

type verifier struct {
	ctx   context.Context
	tuf   *updater.Updater
	never func(uint64) bool
}

func newVerifier(ctx context.Context, card *repository.Card, root *os.Root, now time.Time) (*verifier, error) {
	const base = "file:///"
	c, err := config.New(base+repository.MetadataDir, card.Root)
	if err != nil {
		return nil, err
	}
	c.RemoteTargetsURL = base + repository.TargetsDir
	c.DisableLocalCache = true
	c.Fetcher = folder{ctx, root, base}
	tuf, err := updater.New(c)
	if err != nil {
		return nil, err
	}
	tuf.UnsafeSetRefTime(now.UTC()) // unsafe when it lags behind; here it is the caller's clock
	return &verifier{ctx: ctx, tuf: tuf}, nil
}

func (v *verifier) run() (Verified, error) {
	if err := v.tuf.Refresh(); err != nil {
		return Verified{}, err
	}
	data, err := v.file(repository.CatalogName, repository.MaxCatalog)
	if err != nil {
		return Verified{}, err
	}
	catalog, err := repository.ParseCatalog(data)
	if err != nil {
		return Verified{}, err
	}
	found := Verified{Name: catalog.Name, Edition: catalog.Edition, Date: catalog.Date, Packs: catalog.Packs}
	for _, offer := range catalog.Packs {
		if err := v.pack(catalog, offer); err != nil {
			return Verified{}, fmt.Errorf("calling code %s: %w", offer.Code, err)
		}
		found.Entries += offer.Entries
		found.Bytes += offer.Bytes
	}
	for _, kind := range repository.Kinds() {
		if err := v.supplement(catalog, kind, &found); err != nil {
			return Verified{}, fmt.Errorf("%s: %w", kind, err)
		}
	}
	found.Until = v.until()
	return found, nil
}

// file returns the bytes of one target, at most limit.
func (v *verifier) file(name string, limit int64) ([]byte, error) {
	info, err := v.tuf.GetTargetInfo(name)
	if err != nil {
		return nil, err
	}
	if info.Length > limit {
		return nil, fmt.Errorf("%s has %d bytes, more than %d", name, info.Length, limit)
	}
	_, data, err := v.tuf.DownloadTarget(info, "", "")
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return data, nil
}

func (v *verifier) pack(catalog *repository.Catalog, offer repository.Offer) error {
	data, err := v.file(repository.PackName(offer.Code), repository.MaxManifest)
	if err != nil {
		return err
	}
	p, err := repository.ParsePack(data)
	if err != nil {
		return err
	}
	if p.Code != offer.Code || p.Entries != offer.Entries || p.Bytes != offer.Bytes || p.Edition > catalog.Edition {
		return errors.New("catalog and manifest do not agree")
	}
	stream := &parts{v: v, pack: p}
	r, err := numset.NewReader(stream)
	if err != nil {
		return err
	}
	for item, err := range r.All() {
		if err != nil {
			return err
		}
		if err := v.item(p, item); err != nil {
			return err
		}
	}
	sum := r.Summary()
	if sum.Entries != p.Entries || sum.Bytes != p.Bytes || fmt.Sprintf("%x", sum.SHA256) != p.SHA256 ||
		stream.next != p.Parts {
		return errors.New("the stream is not the one in the manifest")
	}
	for _, d := range p.Deltas {
		if err := v.delta(p.Code, d); err != nil {
			return fmt.Errorf("delta from edition %d to %d: %w", d.From, d.To, err)
		}
	}
	return nil
}

// delta checks that the files of a delta are there and genuine. Whether it leads where it says is for clients to see:
// they check the result, and take the whole pack instead.
func (v *verifier) delta(code string, d repository.Delta) error {
	var size int64
	for i := range d.Parts {
		data, err := v.file(repository.DeltaName(code, d, i), repository.MaxPart)
		if err != nil {
			return err
		}
		size += int64(len(data))
	}
	if size != d.Bytes {
		return fmt.Errorf("it has %d bytes, the manifest says %d", size, d.Bytes)
	}
	return nil
}

// item checks that one number may stand in a pack.
func (v *verifier) item(p *repository.Pack, item numset.Item) error {
	if digits := fmt.Sprint(item.Number); !strings.HasPrefix(digits, p.Code) {
		return errors.New("a number of another calling code")
	}
	if _, err := blocklist.EntryOf(item.Symbol, p.Date); err != nil {
		return err
	}
	if v.never != nil && v.never(item.Number) {
		return fmt.Errorf("the official number +%d is listed", item.Number)
	}
	return nil
}

// until returns when the first of the signatures that were looked at expires.
func (v *verifier) until() time.Time {
	set := v.tuf.GetTrustedMetadataSet()
	dates := []time.Time{set.Root.Signed.Expires, set.Timestamp.Signed.Expires, set.Snapshot.Signed.Expires}
	for _, targets := range set.Targets {
		dates = append(dates, targets.Signed.Expires)
	}
	return slices.MinFunc(dates, time.Time.Compare)
}

// parts is the stream of a pack, fetched part by part.
type parts struct {
	v    *verifier
	pack *repository.Pack
	next int
	part bytes.Reader
}

func (s *parts) Read(b []byte) (int, error) {
	for s.part.Len() == 0 {
		if s.next == s.pack.Parts {
			return 0, io.EOF
		}
		data, err := s.v.file(repository.PartName(s.pack.Code, s.pack.Edition, s.next), repository.MaxPart)
		if err != nil {
			return 0, err
		}
		s.next++
		s.part.Reset(data)
	}
	return s.part.Read(b)
}

// folder fetches files from a folder and never from outside it.
type folder struct {
	ctx  context.Context
	root *os.Root
	base string
}

// DownloadFile implements the library's Fetcher. A missing file is a 404, since that is how clients learn that there
// is no newer root.
func (f folder) DownloadFile(url string, limit int64, _ time.Duration) ([]byte, error) {
	if err := f.ctx.Err(); err != nil {
		return nil, err
	}
	name := strings.TrimPrefix(url, f.base)
	file, err := f.root.Open(filepath.FromSlash(name))
	if isMissing(err) {
		return nil, &metadata.ErrDownloadHTTP{StatusCode: http.StatusNotFound, URL: name}
	}
	if err != nil {
		return nil, err
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, limit+1))
	if err != nil {
		return nil, err
	}
	if int64(len(data)) > limit {
		return nil, fmt.Errorf("%s is larger than %d bytes", name, limit)
	}
	return data, nil
}
