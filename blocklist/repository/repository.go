// Package repository says what a published list looks like as files, for those who publish and those who sync.
//
// A list is a TUF repository (The Update Framework, specification 1.0) of static files under one base address:
//
//	metadata/timestamp.json, metadata/N.snapshot.json, metadata/N.targets.json, metadata/N.root.json,
//	metadata/N.catalog.json, metadata/N.numbers-CC.json,
//	metadata/N.scripts.json, metadata/N.ranges.json         TUF metadata, consistent snapshots
//	targets/SHA256.catalog.json                             the [Catalog]
//	targets/numbers/CC/SHA256.pack.json                     the [Pack] of one calling code
//	targets/numbers/CC/SHA256.EDITION.NNNN                  parts of its stream, at most [MaxPart] bytes each
//	targets/numbers/CC/SHA256.FROM-TO.NNNN                  parts of a [Delta] between two editions, likewise
//	targets/KIND/SHA256.pack.json                           the [Supplement] of a [Kind], scripts or ranges
//	targets/KIND/SHA256.EDITION.NNNN                        parts of it, likewise
//
// Roles: root (2 of 3 keys, offline) and targets (offline) by the specification; targets delegates catalog.json to
// [RoleCatalog], numbers/CC/* to one role a calling code ([NumbersRole]) and ranges/* to the role of [KindRanges], all
// under the key for numbers, and scripts/* to the role of [KindScripts] under its own. One online key signs snapshot and
// timestamp. Each role has one parent. A list need not have scripts or ranges.
//
// The stream of a pack is what package numset writes; it is cut into parts at block boundaries, so that a client
// holds one part in memory, counts progress by parts and after a break fetches only what is missing. A client that has
// an earlier edition of the pack may instead fetch deltas, one or a chain of them, whichever way takes the fewest bytes.
package repository

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"hangup/blocklist"
)

// ErrNewFormat is returned for a catalog or a pack in a format made after this program.
var ErrNewFormat = &blocklist.Error{Message: blocklist.Say("error.list.newer")}

// Folders under the base address.
const (
	MetadataDir = "metadata"
	TargetsDir  = "targets"
)

// RoleCatalog is the role that targets delegates the catalog to.
const RoleCatalog = "catalog"

// NumbersRole returns the role that signs the pack of a calling code, such as "numbers-44".
func NumbersRole(code string) string { return "numbers-" + code }

// CatalogName is the target path of the catalog.
const CatalogName = "catalog.json"

// Limits a client holds to, in bytes or counts.
const (
	MaxPart     = 256 << 10
	MaxCatalog  = 64 << 10
	MaxManifest = 8 << 10
	MaxPacks    = 300
	MaxParts    = 4096
	MaxDeltas   = 64 // of one pack
)

// PackName returns the target path of a calling code's manifest.
func PackName(code string) string { return "numbers/" + code + "/pack.json" }

// PartName returns the target path of part i of a pack's stream.
func PartName(code string, edition int64, i int) string {
	return fmt.Sprintf("numbers/%s/%d.%04d", code, edition, i)
}

// DeltaName returns the target path of part i of a delta.
func DeltaName(code string, d Delta, i int) string {
	return fmt.Sprintf("numbers/%s/%d-%d.%04d", code, d.From, d.To, i)
}

// Catalog lists what a list offers, so that a person sees sizes before choosing.
type Catalog struct {
	Format  int       `json:"format"` // 1
	Name    string    `json:"name"`
	Edition int64     `json:"edition"`
	Date    time.Time `json:"date"`
	Packs   []Offer   `json:"packs"`
}

// Offer is one pack in a [Catalog].
type Offer struct {
	Code    string `json:"code"` // calling code, such as "7"
	Entries int64  `json:"entries"`
	Bytes   int64  `json:"bytes"` // of the whole stream
}

// Pack describes the stream of one calling code.
type Pack struct {
	Format  int       `json:"format"` // 1
	Code    string    `json:"code"`
	Edition int64     `json:"edition"` // the edition in which the pack last changed
	Date    time.Time `json:"date"`
	Entries int64     `json:"entries"`
	Bytes   int64     `json:"bytes"`  // of the whole stream
	SHA256  string    `json:"sha256"` // of the whole stream, lower-case hex
	Parts   int       `json:"parts"`
	// Deltas are the ways from earlier editions of the pack, to this one or to others on the way. Nobody needs them.
	Deltas []Delta `json:"deltas,omitempty"`
}

// Delta leads from one edition of a pack to a later one. Its bytes say which stream it starts from and which one
// results (package numset), so the manifest does not.
type Delta struct {
	From  int64 `json:"from"`
	To    int64 `json:"to"`
	Bytes int64 `json:"bytes"`
	Parts int   `json:"parts"`
}

// ParseCatalog reads a catalog and checks every field.
func ParseCatalog(data []byte) (*Catalog, error) {
	var c Catalog
	if err := parse(data, MaxCatalog, &c); err != nil {
		return nil, fmt.Errorf("repository: catalog: %w", err)
	}
	c.Name = cleanName(c.Name)
	if c.Name == "" || c.Edition < 1 || c.Date.IsZero() || len(c.Packs) > MaxPacks {
		return nil, fmt.Errorf("repository: catalog: a field is missing or out of range")
	}
	seen := make(map[string]bool, len(c.Packs))
	for _, p := range c.Packs {
		if !validCode(p.Code) || seen[p.Code] || p.Entries < 1 || p.Bytes < 1 {
			return nil, fmt.Errorf("repository: catalog: pack %.8q is wrong", p.Code)
		}
		seen[p.Code] = true
	}
	return &c, nil
}

// ParsePack reads a pack's manifest and checks every field.
func ParsePack(data []byte) (*Pack, error) {
	var p Pack
	if err := parse(data, MaxManifest, &p); err != nil {
		return nil, fmt.Errorf("repository: pack: %w", err)
	}
	switch {
	case !isSHA256(p.SHA256):
		return nil, fmt.Errorf("repository: pack: sha256 is not a SHA-256 in lower-case hex")
	case !validCode(p.Code) || p.Edition < 1 || p.Date.IsZero() || p.Entries < 1 ||
		p.Parts < 1 || p.Parts > MaxParts || p.Bytes < int64(p.Parts) || p.Bytes > int64(p.Parts)*MaxPart:
		return nil, fmt.Errorf("repository: pack: a field is missing or out of range")
	}
	if err := p.checkDeltas(); err != nil {
		return nil, fmt.Errorf("repository: pack: %w", err)
	}
	return &p, nil
}

func (p *Pack) checkDeltas() error {
	if len(p.Deltas) > MaxDeltas {
		return fmt.Errorf("%d deltas", len(p.Deltas))
	}
	type edge struct{ from, to int64 }
	seen := make(map[edge]bool, len(p.Deltas))
	for _, d := range p.Deltas {
		if d.From < 1 || d.To <= d.From || d.To > p.Edition || seen[edge{d.From, d.To}] ||
			d.Parts < 1 || d.Parts > MaxParts || d.Bytes < int64(d.Parts) || d.Bytes > int64(d.Parts)*MaxPart {
			return fmt.Errorf("delta from %d to %d is wrong", d.From, d.To)
		}
		seen[edge{d.From, d.To}] = true
	}
	return nil
}

// parse decodes data of format 1. The format is read by itself first, because a newer one may have given the other
// fields another shape.
func parse(data []byte, limit int, into any) error {
	if len(data) > limit {
		return fmt.Errorf("larger than %d bytes", limit)
	}
	var head struct {
		Format int `json:"format"`
	}
	if err := json.Unmarshal(data, &head); err != nil {
		return err
	}
	if head.Format > 1 {
		return blocklist.Errorf(ErrNewFormat.Message, "format %d", head.Format)
	}
	if head.Format != 1 {
		return fmt.Errorf("format %d is not known", head.Format)
	}
	return json.Unmarshal(data, into)
}

// isSHA256 reports whether s is a SHA-256 in lower-case hex.
func isSHA256(s string) bool {
	sum, err := hex.DecodeString(s)
	return err == nil && len(sum) == sha256.Size && hex.EncodeToString(sum) == s
}

// validCode reports whether s is an E.164 calling code: one to three digits without a leading zero.
func validCode(s string) bool {
	n, err := strconv.Atoi(s)
	return err == nil && n >= 1 && n <= 999 && strconv.Itoa(n) == s
}
