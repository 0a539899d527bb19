package maker

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/secure-systems-lab/go-securesystemslib/cjson"
	"github.com/theupdateframework/go-tuf/v2/metadata"

	"hangup/blocklist"
)

// document is a parsed Document; the field of its type is set.
type document struct {
	root    *metadata.Metadata[metadata.RootType]
	targets *metadata.Metadata[metadata.TargetsType]
	expires time.Time
}

// parse reads what a document says. Its bytes must be what they say and nothing else.
func (d *Document) parse() (document, error) {
	if !printable(string(d.Canonical)) {
		return document{}, errNotPrintable
	}
	var parsed document
	if d.Role == metadata.ROOT {
		meta, err := metadataOf[metadata.RootType](d)
		if err != nil {
			return document{}, err
		}
		parsed = document{root: meta, expires: meta.Signed.Expires}
		return parsed, d.is(meta.Signed, meta.Signed.Version)
	}
	if _, ok := keyOf(d.Role); !ok && d.Role != metadata.TARGETS {
		return document{}, errors.New("unknown role")
	}
	meta, err := metadataOf[metadata.TargetsType](d)
	if err != nil {
		return document{}, err
	}
	parsed = document{targets: meta, expires: meta.Signed.Expires}
	return parsed, d.is(meta.Signed, meta.Signed.Version)
}

var errNotPrintable = errors.New("characters that do not show")

// printable reports whether text shows on a terminal as it is: a request comes from a machine that may be in other
// hands, and what it says decides whether a person signs. Canonical JSON has no escapes but for quotes.
func printable(text string) bool {
	return utf8.ValidString(text) && !strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) })
}

func (d *Document) is(signed any, version int64) error {
	canonical, err := cjson.EncodeCanonical(signed)
	if err != nil {
		return err
	}
	if !bytes.Equal(canonical, d.Canonical) || version != d.Version {
		return fmt.Errorf("the document of the role %s is not what it says", d.Role)
	}
	return nil
}

// metadataOf makes metadata of a document and its signatures. The library can panic on metadata that is wrong in ways
// it does not expect.
func metadataOf[T metadata.Roles](d *Document) (meta *metadata.Metadata[T], err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("metadata: %v", p)
		}
	}()
	data, err := json.Marshal(map[string]any{
		"signed": json.RawMessage(d.Canonical), "signatures": slices.Concat([]metadata.Signature{}, d.Signatures),
	})
	if err != nil {
		return nil, err
	}
	return new(metadata.Metadata[T]).FromBytes(data)
}

// Words says in sentences what a document will make clients believe, taken from the very bytes that are signed.
func (d *Document) Words() ([]blocklist.Message, error) {
	parsed, err := d.parse()
	if err != nil {
		return nil, notRequest(err)
	}
	said := []blocklist.Message{{ID: "maker.offline.document", Args: blocklist.Args{
		"Role": d.Role, "Version": fmt.Sprint(d.Version), "Date": parsed.expires.Local(),
	}}}
	if parsed.root != nil {
		for _, role := range []string{metadata.ROOT, metadata.TARGETS, metadata.SNAPSHOT, metadata.TIMESTAMP} {
			if r := parsed.root.Signed.Roles[role]; r != nil {
				said = append(said, keyWords(role, r.KeyIDs, r.Threshold))
			}
		}
	} else {
		if delegations := parsed.targets.Signed.Delegations; delegations != nil {
			for _, r := range delegations.Roles {
				said = append(said, keyWords(r.Name, r.KeyIDs, r.Threshold))
			}
		}
		said = append(said, blocklist.Message{ID: "maker.offline.files", Args: blocklist.Args{
			"Files": len(parsed.targets.Signed.Targets),
		}})
	}
	sum := sha256.Sum256(d.Canonical)
	return append(said, blocklist.Message{ID: "maker.offline.sum", Args: blocklist.Args{"Sum": hex.EncodeToString(sum[:])}}), nil
}

func keyWords(role string, ids []string, threshold int) blocklist.Message {
	short := make([]string, len(ids))
	for i, id := range ids {
		short[i] = id[:min(len(id), 8)]
	}
	return blocklist.Message{ID: "maker.offline.keys", Args: blocklist.Args{
		"Role": role, "Keys": strings.Join(short, ", "), "Needed": threshold,
	}}
}

// SignRequest adds the signatures of the key in a file, as it stands in a maker's folder, to all documents that want
// them. It needs nothing but the two files. It returns the roles it signed, or fails with [ErrKeyNotAsked].
func SignRequest(q *Request, keyFile string, ask Passphrase) ([]string, error) {
	data, err := os.ReadFile(keyFile)
	if err != nil {
		return nil, fmt.Errorf("maker: %w", err)
	}
	name := Key(strings.TrimSuffix(filepath.Base(keyFile), ".age"))
	if !bytes.HasPrefix(data, []byte("-----BEGIN PRIVATE KEY")) {
		if data, err = openKey(name, data, ask); err != nil {
			return nil, err
		}
	}
	private, err := parsePrivate(data)
	if err != nil {
		return nil, damaged(filepath.Base(keyFile), err)
	}
	_, id, err := tufKey(private.Public().(ed25519.PublicKey))
	if err != nil {
		return nil, err
	}
	var done []string
	for i := range q.Documents {
		d := &q.Documents[i]
		if !slices.Contains(d.Keys, id) {
			continue
		}
		d.Signatures = slices.DeleteFunc(d.Signatures, func(s metadata.Signature) bool { return s.KeyID == id })
		d.Signatures = append(d.Signatures, metadata.Signature{KeyID: id, Signature: ed25519.Sign(private, d.Canonical)})
		done = append(done, d.Role)
	}
	if len(done) == 0 {
		return nil, ErrKeyNotAsked
	}
	return done, nil
}
