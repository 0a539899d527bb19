package repository

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"
)

// Kind names a [Supplement]: what an edition carries beside numbers. Whoever follows a list gets all kinds.
type Kind string

// The kinds.
const (
	KindScripts Kind = "scripts" // scam scripts: a ZIP archive of package scriptpack
	KindRanges  Kind = "ranges"  // number ranges, in the form of package ranges
)

// Kinds lists all kinds.
func Kinds() []Kind { return []Kind{KindScripts, KindRanges} }

// Role returns the role that signs the kind.
func (k Kind) Role() string { return string(k) }

// Paths returns the pattern of the target paths that the role may speak of.
func (k Kind) Paths() string { return string(k) + "/*" }

// MaxSupplement is the largest supplement that a client takes, in bytes. It is held in memory whole.
const MaxSupplement = 8 << 20

// Supplement describes the bytes of a kind, which are published in parts like those of a [Pack].
type Supplement struct {
	Format  int       `json:"format"` // 1
	Kind    Kind      `json:"kind"`
	Edition int64     `json:"edition"` // the edition in which it last changed
	Date    time.Time `json:"date"`
	Entries int64     `json:"entries"` // scripts or ranges in it
	Bytes   int64     `json:"bytes"`
	SHA256  string    `json:"sha256"` // of all bytes, lower-case hex
	Parts   int       `json:"parts"`
}

// SupplementName returns the target path of a kind's manifest.
func SupplementName(k Kind) string { return string(k) + "/pack.json" }

// SupplementPartName returns the target path of part i.
func SupplementPartName(k Kind, edition int64, i int) string {
	return fmt.Sprintf("%s/%d.%04d", k, edition, i)
}

// Describe returns the manifest of a kind's bytes.
func Describe(k Kind, edition int64, date time.Time, entries int64, data []byte) Supplement {
	sum := sha256.Sum256(data)
	return Supplement{
		Format: 1, Kind: k, Edition: edition, Date: date, Entries: entries, Bytes: int64(len(data)),
		SHA256: hex.EncodeToString(sum[:]), Parts: (len(data) + MaxPart - 1) / MaxPart,
	}
}

// ParseSupplement reads a supplement's manifest and checks every field.
func ParseSupplement(data []byte) (*Supplement, error) {
	var s Supplement
	if err := parse(data, MaxManifest, &s); err != nil {
		return nil, fmt.Errorf("repository: supplement: %w", err)
	}
	switch {
	case !isSHA256(s.SHA256):
		return nil, fmt.Errorf("repository: supplement: sha256 is not a SHA-256 in lower-case hex")
	case s.Kind == "" || s.Edition < 1 || s.Date.IsZero() || s.Entries < 1 || s.Bytes < 1 || s.Bytes > MaxSupplement ||
		int64(s.Parts) != (s.Bytes+MaxPart-1)/MaxPart:
		return nil, fmt.Errorf("repository: supplement: a field is missing or out of range")
	}
	return &s, nil
}

// Part returns part i of a supplement's bytes.
func (s *Supplement) Part(data []byte, i int) []byte {
	return data[i*MaxPart : min((i+1)*MaxPart, len(data))]
}

// Is reports whether bytes are those that the manifest describes.
func (s *Supplement) Is(data []byte) bool {
	sum := sha256.Sum256(data)
	return int64(len(data)) == s.Bytes && hex.EncodeToString(sum[:]) == s.SHA256
}
