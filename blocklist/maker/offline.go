package maker

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"slices"

	"github.com/secure-systems-lab/go-securesystemslib/cjson"
	"github.com/theupdateframework/go-tuf/v2/metadata"

	"hangup/blocklist"
)

// Errors of signing by keys on another machine.
var (
	ErrNothingToRequest = &blocklist.Error{Message: blocklist.Say("error.maker.nothing_to_request")}
	ErrNotRequest       = &blocklist.Error{Message: blocklist.Say("error.maker.not_a_request")}
	ErrOtherRequest     = &blocklist.Error{Message: blocklist.Say("error.maker.other_request")}
	ErrUnsigned         = &blocklist.Error{Message: blocklist.Say("error.maker.unsigned")}
	ErrKeyNotAsked      = &blocklist.Error{Message: blocklist.Say("error.maker.key_not_asked")}
)

// Request is a file that travels between the maker's machine and those that hold keys: what has to be signed, and the
// signatures so far. It holds no secret.
type Request struct {
	Format    int        `json:"format"` // 1
	List      string     `json:"list"`   // the list's name
	Documents []Document `json:"documents"`
}

// Document is one version of one role.
type Document struct {
	Role    string `json:"role"`
	Version int64  `json:"version"`
	// Canonical is what signatures cover: the signed part of the metadata as canonical JSON.
	Canonical []byte `json:"canonical"`
	// Keys may sign, by their TUF ids.
	Keys       []string             `json:"keys"`
	Signatures []metadata.Signature `json:"signatures"`
}

const (
	requestFormat = 1
	requestFile   = "request.json" // in the folder of what was signed: the request that a response may answer
	maxRequest    = 64 << 20
)

// ReadRequest reads a request or a response; it fails with [ErrNotRequest].
func ReadRequest(r io.Reader) (*Request, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxRequest+1))
	if err != nil {
		return nil, fmt.Errorf("maker: request: %w", err)
	}
	if len(data) > maxRequest {
		return nil, notRequest(fmt.Errorf("more than %d bytes", maxRequest))
	}
	var q Request
	decode := json.NewDecoder(bytes.NewReader(data))
	decode.DisallowUnknownFields()
	if err := decode.Decode(&q); err != nil {
		return nil, notRequest(err)
	}
	if q.Format != requestFormat || len(q.Documents) == 0 {
		return nil, notRequest(fmt.Errorf("format %d with %d documents", q.Format, len(q.Documents)))
	}
	if !printable(q.List) {
		return nil, notRequest(errNotPrintable)
	}
	for i := range q.Documents {
		if _, err := q.Documents[i].parse(); err != nil {
			return nil, notRequest(err)
		}
	}
	return &q, nil
}

func notRequest(err error) error {
	return blocklist.Errorf(ErrNotRequest.Message, "maker: request: %w", err)
}

// Write writes the request as a file.
func (q *Request) Write(w io.Writer) error {
	data, err := json.MarshalIndent(q, "", "  ")
	if err != nil {
		return fmt.Errorf("maker: request: %w", err)
	}
	if _, err := w.Write(append(data, '\n')); err != nil {
		return fmt.Errorf("maker: request: %w", err)
	}
	return nil
}

func (m *Maker) newRequest() *Request {
	return &Request{Format: requestFormat, List: m.config.Name, Documents: []Document{}}
}

// saveRequest names the keys that may sign each document, and keeps the request so that its answer can be recognised.
func (s *signer) saveRequest() error {
	for i := range s.request.Documents {
		d := &s.request.Documents[i]
		var err error
		if d.Keys, _, err = s.keys.inForce(d.Role); err != nil {
			return err
		}
		if d.Role != metadata.ROOT {
			continue
		}
		parsed, err := d.parse()
		if err != nil {
			return err
		}
		d.Keys = slices.Concat(d.Keys, parsed.root.Signed.Roles[metadata.ROOT].KeyIDs)
		slices.Sort(d.Keys)
		d.Keys = slices.Compact(d.Keys)
	}
	var buf bytes.Buffer
	if err := s.request.Write(&buf); err != nil {
		return err
	}
	return writeFile(s.m.path(signedDir, requestFile), buf.Bytes(), 0o600)
}

// addDocument adds metadata to a request.
func addDocument[T metadata.Roles](q *Request, role string, meta *metadata.Metadata[T]) error {
	canonical, err := cjson.EncodeCanonical(meta.Signed)
	if err != nil {
		return fmt.Errorf("maker: %w", err)
	}
	var version struct{ Version int64 }
	if err := json.Unmarshal(canonical, &version); err != nil {
		return fmt.Errorf("maker: %w", err)
	}
	q.Documents = append(q.Documents, Document{
		Role: role, Version: version.Version, Canonical: canonical, Signatures: []metadata.Signature{},
	})
	return nil
}

// Request signs what the keys in the maker's folder can sign, and returns what keys elsewhere have to. It is the only
// request that [Maker.Respond] takes an answer to. It fails with [ErrNothingToRequest].
func (m *Maker) Request(ctx context.Context, o Signing) (*Request, error) {
	q := m.newRequest()
	err := m.db.write(ctx, func(*sql.Tx) error {
		edition, err := m.lastEdition()
		if err != nil {
			return err
		}
		s := signer{m: m, keys: m.keyring(o.Ask), now: m.o.Now(), edition: edition, done: []string{}, request: q}
		steps := []func() error{func() error { return s.signRoot(o.RenewRoot) }}
		if edition != nil {
			steps = append(steps, s.signRoles, s.signTargets)
		}
		for _, step := range steps {
			if err := step(); err != nil {
				return err
			}
		}
		if len(q.Documents) == 0 {
			return ErrNothingToRequest
		}
		return s.saveRequest()
	})
	if err != nil {
		return nil, err
	}
	return q, nil
}

// Respond takes in the signatures that were made elsewhere for the newest request, all of them or none, and then signs
// and publishes what follows from them, as [Maker.Sign] does. It fails with [ErrOtherRequest], or with [ErrUnsigned]
// when a document still lacks signatures.
func (m *Maker) Respond(ctx context.Context, answer *Request, o Signing) (Signed, error) {
	done := Signed{Roles: []string{}}
	err := m.db.write(ctx, func(*sql.Tx) error {
		asked, err := m.asked()
		if err != nil {
			return err
		}
		if err := asked.take(answer); err != nil {
			return err
		}
		if err := m.accept(asked); err != nil {
			return err
		}
		for _, d := range asked.Documents {
			done.Roles = append(done.Roles, d.Role)
		}
		return nil
	})
	if err != nil {
		return Signed{}, err
	}
	edition, err := m.lastEdition()
	if err != nil || edition == nil {
		return done, err
	}
	signed, err := m.Sign(ctx, Signing{Ask: o.Ask})
	signed.Roles = slices.Concat(done.Roles, signed.Roles)
	return signed, err
}

// asked returns the newest request.
func (m *Maker) asked() (*Request, error) {
	f, err := os.Open(m.path(signedDir, requestFile))
	if isMissing(err) {
		return nil, ErrOtherRequest
	}
	if err != nil {
		return nil, fmt.Errorf("maker: %w", err)
	}
	defer f.Close()
	q, err := ReadRequest(f)
	if err != nil {
		return nil, damaged(path.Join(signedDir, requestFile), err)
	}
	return q, nil
}

// take copies the signatures of an answer, which must be about the very same documents.
func (q *Request) take(answer *Request) error {
	if len(answer.Documents) != len(q.Documents) {
		return ErrOtherRequest
	}
	for i, d := range answer.Documents {
		if own := q.Documents[i]; d.Role != own.Role || !bytes.Equal(d.Canonical, own.Canonical) {
			return ErrOtherRequest
		}
		q.Documents[i].Signatures = d.Signatures
	}
	return nil
}

// accept verifies every document of a request as a client will, and then keeps them all, the root first.
func (m *Maker) accept(q *Request) error {
	root, err := m.newestRoot()
	if err != nil {
		return err
	}
	targets, err := load[metadata.TargetsType](m, roleFile(metadata.TARGETS))
	if err != nil {
		return err
	}
	a := acceptance{m: m, root: root.meta, files: make(map[string][]byte)}
	if targets != nil {
		a.targets = targets.meta
	}
	for _, role := range []string{metadata.ROOT, metadata.TARGETS, ""} {
		for i := range q.Documents {
			d := &q.Documents[i]
			if top := d.Role == metadata.ROOT || d.Role == metadata.TARGETS; d.Role == role || role == "" && !top {
				if err := a.document(d); err != nil {
					return err
				}
			}
		}
	}
	for _, file := range a.order {
		if err := writeFile(m.path(signedDir, file), a.files[file], 0o600); err != nil {
			return err
		}
	}
	if err := os.Remove(m.path(signedDir, requestFile)); err != nil {
		return fmt.Errorf("maker: %w", err)
	}
	return m.settleKeys()
}

// acceptance checks documents against the metadata that vouches for them.
type acceptance struct {
	m       *Maker
	root    *metadata.Metadata[metadata.RootType]
	targets *metadata.Metadata[metadata.TargetsType]
	files   map[string][]byte
	order   []string
}

func (a *acceptance) document(d *Document) error {
	parsed, err := d.parse()
	if err != nil {
		return notRequest(err)
	}
	if parsed.root != nil {
		if d.Version != a.root.Signed.Version+1 {
			return ErrOtherRequest
		}
		err := errors.Join(
			a.root.VerifyDelegate(d.Role, parsed.root), parsed.root.VerifyDelegate(d.Role, parsed.root))
		if err != nil {
			return unsigned(d.Role, err)
		}
		a.root = parsed.root
		return keep(a, rootFile(d.Version), parsed.root)
	}
	before, err := load[metadata.TargetsType](a.m, roleFile(d.Role))
	if err != nil {
		return err
	}
	if before != nil && d.Version != before.meta.Signed.Version+1 || before == nil && d.Version != 1 {
		return ErrOtherRequest
	}
	switch {
	case d.Role == metadata.TARGETS:
		err = a.root.VerifyDelegate(d.Role, parsed.targets)
		a.targets = parsed.targets
	case a.targets == nil:
		err = errors.New("no targets role vouches for it")
	default:
		err = a.targets.VerifyDelegate(d.Role, parsed.targets)
	}
	if err != nil {
		return unsigned(d.Role, err)
	}
	return keep(a, roleFile(d.Role), parsed.targets)
}

func unsigned(role string, err error) error {
	return blocklist.Errorf(blocklist.Message{
		ID: ErrUnsigned.Message.ID, Args: blocklist.Args{"Role": role},
	}, "maker: %w", err)
}

func keep[T metadata.Roles](a *acceptance, file string, meta *metadata.Metadata[T]) error {
	data, err := meta.ToBytes(false)
	if err != nil {
		return fmt.Errorf("maker: %w", err)
	}
	a.files[file] = data
	a.order = append(a.order, file)
	return nil
}
