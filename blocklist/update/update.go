// Package update brings the numbers of a followed list to this computer and believes nobody on the way.
//
// A list is a TUF repository of static files (package repository). Trust begins with the list card, which a person
// opened on purpose; from its root metadata every byte is verified by signature, version, length and hash before it
// is used. So it makes no difference to safety whether files come over HTTPS, plain HTTP or on a stick.
//
// A sync looks for news, downloads what changed of the packs, and only then applies it, each pack in one transaction
// that checks the whole stream once more. Of a pack it has, it takes the chain of deltas with the fewest bytes, or the
// whole stream if that has fewer, and falls back to that by itself when deltas turn out not to fit. Whatever goes wrong,
// the numbers in use stay in use; what was downloaded and verified is kept, and the next sync goes on from there.
//
// Beside numbers an edition may carry supplements: scam scripts, signed under a key of their own, and number ranges. All
// clients want them, also when bytes cost money. They are read before they take the place of what is in use; when they
// cannot be, or their signature has ended, the old ones stay and the numbers are brought up to date all the same.
//
// Three rules go beyond TUF, or say where it leaves a choice:
//
//   - Time is the latest of the clock, the build of this program, and the date of the edition in use. A clock that fell
//     back by years therefore cannot make an old list look fresh, nor break a sync.
//   - Expired means old, not empty. Metadata past its date ends a sync with [ErrExpired], as TUF demands: nothing
//     new is taken from it. But nothing that was applied is ever removed for its age.
//   - Genuine is not yet harmless, for keys are stolen. An edition that changes far more of a pack than time explains is
//     refused with [ErrChange], which says how much, until a person looked at the figures and wants it: see [Accept].
//
// A server sees requests for files and the name "HangUp": no cookies, no referrer, no version, no number that was
// looked up.
package update

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"os"
	"time"

	"hangup/blocklist"
	"hangup/blocklist/ranges"
	"hangup/blocklist/repository"
	"hangup/blocklist/store"
)

// Store is the part of [store.List] that a sync needs.
type Store interface {
	Packs(ctx context.Context, listID string) ([]store.Pack, error)
	Change(ctx context.Context, listID string, p repository.Pack, from int64, streams ...io.Reader) (store.Change, error)
	Apply(ctx context.Context, list store.ListInfo, pack repository.Pack, stream io.Reader) error
	ApplyDelta(ctx context.Context, list store.ListInfo, pack repository.Pack, from int64, deltas ...io.Reader) error
	RemovePack(ctx context.Context, listID, code string) error
	Edition(ctx context.Context, listID string) (blocklist.Edition, error) // or [store.ErrNotFound]
	SetEdition(ctx context.Context, list store.ListInfo, edition blocklist.Edition, current ...string) error
	Supplements(ctx context.Context, listID string) (map[repository.Kind]store.Supplement, error)
	ApplyScripts(
		ctx context.Context, list store.ListInfo, s repository.Supplement, data []byte, refused []string) error
	ApplyRanges(ctx context.Context, list store.ListInfo, s repository.Supplement, all []ranges.Range) error
	Ranges(ctx context.Context, listID string) ([]ranges.Range, error)
	RemoveSupplement(ctx context.Context, listID string, kind repository.Kind) error
}

var _ Store = (*store.List)(nil)

// Client syncs followed lists. Once its fields are set it may be used by several goroutines.
type Client struct {
	// List is where numbers go, a [store.List].
	List Store
	// TrustDir holds a folder for each followed list, with its trusted metadata. It may be deleted at any time, at
	// the price of a few kilobytes at the next sync; packs then still refuse to go back to an older edition.
	TrustDir string
	Now      func() time.Time
	// BuildTime is when this program was made; zero when that is not known.
	BuildTime time.Time
	Log       *slog.Logger
	Limits    Limits
	// Transport carries the requests; nil means directly, or by the proxy that the environment names.
	Transport http.RoundTripper
}

// Phase is what a sync is doing.
type Phase string

// The phases, in their order. When the deltas of a pack turn out not to fit, there is a second download.
const (
	PhaseCheck    Phase = "check"    // looking for news
	PhaseDownload Phase = "download" // of packs that changed
	PhaseApply    Phase = "apply"    // of what was downloaded
)

// Progress says how far a sync is. Within a phase Done never falls; both numbers are 0 in the first.
type Progress struct {
	Phase       Phase
	Done, Total int64 // bytes
}

// Result is what a sync did, as far as it came.
type Result struct {
	// Edition is the list's newest one, once all of it is in use; its Entries are those of the packs on this computer.
	Edition blocklist.Edition
	// Changed holds the calling codes whose numbers were replaced or withdrawn.
	Changed []string
	// Supplements holds the kinds of supplements that were replaced or withdrawn.
	Supplements []repository.Kind
	// Notes say what of the edition was left out, for its maker made a mistake that does not concern the numbers.
	Notes []blocklist.Message
	// Missing holds the calling codes that were asked for and that the list has no numbers of.
	Missing []string
	// Requests and Bytes count what went over the network, or was read from the folder.
	Requests int
	Bytes    int64
}

// Trust checks, without a network, that a card's root metadata is a TUF root that several keys have to agree on, and
// that it is signed by them. It fails with [ErrCardRoot], or with [ErrNewer].
func (c *Client) Trust(card *repository.Card) error {
	_, err := loadRoot(card.Root)
	return err
}

// Forget removes what is remembered of a list's metadata, once it is no longer followed.
func (c *Client) Forget(listID string) error {
	dir, err := cacheDir(c.TrustDir, listID)
	if err != nil {
		return err
	}
	if err := os.RemoveAll(dir); err != nil {
		return notSaved(err)
	}
	return nil
}

// Sync brings the packs of the given calling codes up to date, together with those that were applied before. A pack
// the list no longer offers is removed; one that is merely no longer asked for is not: that is the caller's to do.
// With [Only], packs that are not asked for are not looked at.
//
// Progress, if not nil, is called often and from this goroutine. Errors are [blocklist.Error] values of this package
// or of package store. Only one sync of a list runs at a time, over all programs: others fail with [ErrBusy].
func (c *Client) Sync(
	ctx context.Context, list store.Followed, codes []string, progress func(Progress), options ...Option,
) (Result, error) {
	s := &session{store: c.List, list: list, log: c.log(), progress: progress}
	for _, option := range options {
		option(s)
	}
	err := c.open(ctx, s, func() error { return s.run(ctx, codes) })
	result := s.result
	err = explained(ctx, err)
	log := c.log().With("list", list.ID, "requests", result.Requests, "bytes", result.Bytes)
	if err != nil {
		log.Warn("sync failed", "error", err)
	} else {
		log.Info("synced", "edition", result.Edition.Version, "changed", result.Changed)
	}
	return result, err
}

// Offers returns what a list offers now, as its signed catalog says: some kilobytes at the first time, and a few
// hundred bytes when nothing changed. It changes no numbers. Errors are as those of [Client.Sync].
func (c *Client) Offers(ctx context.Context, list store.Followed) (*repository.Catalog, error) {
	s := &session{store: c.List, list: list, log: c.log()}
	var catalog *repository.Catalog
	err := c.open(ctx, s, func() (err error) {
		if err = s.chain.refresh(ctx); err == nil {
			catalog, err = s.catalog(ctx)
		}
		return err
	})
	return catalog, explained(ctx, err)
}

// open gives a session what it needs while it works.
func (c *Client) open(ctx context.Context, s *session, work func() error) error {
	cache, err := openCache(c.TrustDir, s.list.ID)
	if err != nil {
		return err
	}
	defer cache.close()
	edition, err := c.List.Edition(ctx, s.list.ID)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	reference := latest(c.Now(), c.BuildTime, edition.Date)
	src, err := c.openSource(s.list.Card, reference)
	if err != nil {
		return err
	}
	defer src.close()
	if s.chain, err = newChain(s.list.Card, cache, src, reference); err != nil {
		return err
	}
	err = work()
	s.result.Requests, s.result.Bytes = src.traffic()
	return err
}

func latest(times ...time.Time) time.Time {
	var t time.Time
	for _, other := range times {
		if other.After(t) {
			t = other
		}
	}
	return t
}

func (c *Client) log() *slog.Logger {
	if c.Log == nil {
		return slog.New(slog.DiscardHandler)
	}
	return c.Log
}
