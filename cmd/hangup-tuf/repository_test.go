package main

import (
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/sigstore/sigstore/pkg/signature"
	"github.com/theupdateframework/go-tuf/v2/metadata"
)

// start is when the tests take place.
var start = time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)

// tuf is a plain TUF repository, made with go-tuf: one key for each role, and any delegations.
type tuf struct {
	t      *testing.T
	server *httptest.Server
	files  map[string][]byte // by their escaped path
	hashes bool              // in the snapshot and the timestamp

	signers   map[string]signature.Signer
	root      *metadata.Metadata[metadata.RootType]
	timestamp *metadata.Metadata[metadata.TimestampType]
	snapshot  *metadata.Metadata[metadata.SnapshotType]
	targets   map[string]*metadata.Metadata[metadata.TargetsType]

	mu       sync.Mutex
	requests []string
}

func newTUF(t *testing.T) *tuf {
	expires := start.AddDate(0, 0, 30)
	r := &tuf{
		t: t, files: map[string][]byte{}, signers: map[string]signature.Signer{},
		root: metadata.Root(expires), timestamp: metadata.Timestamp(expires), snapshot: metadata.Snapshot(expires),
		targets: map[string]*metadata.Metadata[metadata.TargetsType]{metadata.TARGETS: metadata.Targets(expires)},
	}
	r.server = httptest.NewServer(r)
	t.Cleanup(r.server.Close)
	for _, role := range metadata.TOP_LEVEL_ROLE_NAMES {
		must(t, r.root.Signed.AddKey(r.newKey(role), role))
	}
	r.publishRoot()
	r.publish()
	return r
}

func (r *tuf) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	r.mu.Lock()
	defer r.mu.Unlock()
	name := strings.TrimPrefix(q.URL.EscapedPath(), "/")
	r.requests = append(r.requests, strings.TrimPrefix(name, "metadata/"))
	data, ok := r.files[name]
	if !ok {
		http.NotFound(w, q)
		return
	}
	_, _ = w.Write(data)
}

// newKey gives a role a new key.
func (r *tuf) newKey(role string) *metadata.Key {
	_, private, err := ed25519.GenerateKey(rand.Reader)
	must(r.t, err)
	r.signers[role], err = signature.LoadSigner(private, crypto.Hash(0))
	must(r.t, err)
	return r.key(role)
}

func (r *tuf) key(role string) *metadata.Key {
	public, err := r.signers[role].PublicKey()
	must(r.t, err)
	key, err := metadata.KeyFromPublicKey(public)
	must(r.t, err)
	return key
}

func sign[T metadata.Roles](r *tuf, m *metadata.Metadata[T], signers ...signature.Signer) []byte {
	m.ClearSignatures()
	for _, s := range signers {
		_, err := m.Sign(s)
		must(r.t, err)
	}
	data, err := m.ToBytes(false)
	must(r.t, err)
	return data
}

func (r *tuf) publishRoot() {
	r.put("metadata/1.root.json", sign(r, r.root, r.signers[metadata.ROOT]))
}

// rotateRoot replaces the key of the root and those of the other roles named.
func (r *tuf) rotateRoot(roles ...string) {
	old := r.signers[metadata.ROOT]
	for _, role := range append(roles, metadata.ROOT) {
		id, err := r.key(role).ID()
		must(r.t, err)
		must(r.t, r.root.Signed.RevokeKey(id, role))
		must(r.t, r.root.Signed.AddKey(r.newKey(role), role))
	}
	r.root.Signed.Version++
	r.put(fmt.Sprintf("metadata/%d.root.json", r.root.Signed.Version), sign(r, r.root, old, r.signers[metadata.ROOT]))
}

// add puts a file into a role.
func (r *tuf) add(role, target, content string) {
	file, err := metadata.TargetFile().FromBytes(target, []byte(content))
	must(r.t, err)
	r.targets[role].Signed.Targets[target] = file
	sum := sha256.Sum256([]byte(content))
	dir, base := path.Split((&url.URL{Path: target}).EscapedPath())
	if r.root.Signed.ConsistentSnapshot {
		base = hex.EncodeToString(sum[:]) + "." + base
	}
	r.put(path.Join("targets", dir, base), []byte(content))
}

// delegate lets a role delegate to another.
func (r *tuf) delegate(from, to string, terminating bool, paths ...string) {
	if r.targets[to] == nil {
		r.newKey(to)
		r.targets[to] = metadata.Targets(start.AddDate(0, 0, 30))
	}
	parent := &r.targets[from].Signed
	if parent.Delegations == nil {
		parent.Delegations = &metadata.Delegations{Keys: map[string]*metadata.Key{}}
	}
	id, err := r.key(to).ID()
	must(r.t, err)
	parent.Delegations.Keys[id] = r.key(to)
	parent.Delegations.Roles = append(parent.Delegations.Roles, metadata.DelegatedRole{
		Name: to, KeyIDs: []string{id}, Threshold: 1, Terminating: terminating, Paths: paths,
	})
}

// publish makes the next version of everything but the root.
func (r *tuf) publish() {
	version := int64(1)
	if r.files["metadata/timestamp.json"] != nil {
		version = r.timestamp.Signed.Version + 1
	}
	for role, m := range r.targets {
		m.Signed.Version = version
		data := sign(r, m, r.signers[role])
		r.putRole(role, version, data)
		r.snapshot.Signed.Meta[role+".json"] = r.meta(version, data)
	}
	r.snapshot.Signed.Version = version
	data := sign(r, r.snapshot, r.signers[metadata.SNAPSHOT])
	r.putRole(metadata.SNAPSHOT, version, data)
	r.timestamp.Signed.Version = version
	r.timestamp.Signed.Meta["snapshot.json"] = r.meta(version, data)
	r.put("metadata/timestamp.json", sign(r, r.timestamp, r.signers[metadata.TIMESTAMP]))
}

func (r *tuf) putRole(role string, version int64, data []byte) {
	name := url.PathEscape(role) + ".json"
	if r.root.Signed.ConsistentSnapshot {
		name = fmt.Sprintf("%d.%s", version, name)
	}
	r.put("metadata/"+name, data)
}

func (r *tuf) meta(version int64, data []byte) *metadata.MetaFiles {
	file := metadata.MetaFile(version)
	if r.hashes {
		sum := sha256.Sum256(data)
		file.Length, file.Hashes = int64(len(data)), metadata.Hashes{"sha256": sum[:]}
	}
	return file
}

func (r *tuf) put(name string, data []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.files[name] = data
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
