package update_test

import (
	"bytes"
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"path"
	"slices"
	"testing"
	"time"

	"github.com/sigstore/sigstore/pkg/signature"
	"github.com/theupdateframework/go-tuf/v2/metadata"

	"hangup/blocklist"
	"hangup/blocklist/numset"
	"hangup/blocklist/repository"
)

// start is when the tests take place.
var start = time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)

// publisher makes the files of a list in memory. Unlike package maker it can also make what no honest maker would.
type publisher struct {
	tb    testing.TB
	now   time.Time
	files map[string][]byte

	rootKeys []signature.Signer
	online   signature.Signer
	offline  signature.Signer // targets
	numbers  signature.Signer
	scripts  signature.Signer
	root     *metadata.Metadata[metadata.RootType]

	edition int64
	packs   map[string]*publishedPack
	extras  map[repository.Kind]*publishedExtra
	partLen int
	// Hooks change what is about to be signed.
	onTargets   func(*metadata.TargetsType)
	onRole      func(name string, t *metadata.TargetsType)
	onSnapshot  func(*metadata.SnapshotType)
	onTimestamp func(*metadata.TimestampType)
	onCatalog   func(*repository.Catalog)
	onPack      func(*repository.Pack)
	onExtra     func(*repository.Supplement)
}

type publishedPack struct {
	stream   []byte
	entries  int
	edition  int64
	date     time.Time
	role     []byte // signed metadata of its role
	version  int64
	manifest []byte
}

func newPublisher(tb testing.TB) *publisher {
	p := &publisher{
		tb: tb, now: start, files: map[string][]byte{}, packs: map[string]*publishedPack{}, partLen: 200,
		rootKeys: []signature.Signer{newSigner(tb), newSigner(tb), newSigner(tb)},
		online:   newSigner(tb), offline: newSigner(tb), numbers: newSigner(tb), scripts: newSigner(tb),
		extras: map[repository.Kind]*publishedExtra{},
	}
	p.root = metadata.Root(p.now.AddDate(2, 0, 0))
	p.root.Signed.Roles[metadata.ROOT].Threshold = 2
	for _, k := range p.rootKeys {
		must(tb, p.root.Signed.AddKey(p.key(k), metadata.ROOT))
	}
	must(tb, p.root.Signed.AddKey(p.key(p.offline), metadata.TARGETS))
	must(tb, p.root.Signed.AddKey(p.key(p.online), metadata.SNAPSHOT))
	must(tb, p.root.Signed.AddKey(p.key(p.online), metadata.TIMESTAMP))
	p.writeRoot(p.rootKeys[:2]...)
	return p
}

func newSigner(tb testing.TB) signature.Signer {
	_, private, err := ed25519.GenerateKey(rand.Reader)
	must(tb, err)
	signer, err := signature.LoadSigner(private, crypto.Hash(0))
	must(tb, err)
	return signer
}

func must(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}

func (p *publisher) key(s signature.Signer) *metadata.Key {
	public, err := s.PublicKey()
	must(p.tb, err)
	key, err := metadata.KeyFromPublicKey(public)
	must(p.tb, err)
	return key
}

func (p *publisher) keyID(s signature.Signer) string {
	id, err := p.key(s).ID()
	must(p.tb, err)
	return id
}

// signed returns metadata as bytes, signed by the given keys.
func signed[T metadata.Roles](p *publisher, m *metadata.Metadata[T], signers ...signature.Signer) []byte {
	m.ClearSignatures()
	for _, s := range signers {
		_, err := m.Sign(s)
		must(p.tb, err)
	}
	data, err := m.ToBytes(false)
	must(p.tb, err)
	return data
}

func (p *publisher) writeRoot(signers ...signature.Signer) {
	name := fmt.Sprintf("metadata/%d.root.json", p.root.Signed.Version)
	p.files[name] = signed(p, p.root, signers...)
}

// rotate replaces the online key and one root key, and publishes the next root.
func (p *publisher) rotate() {
	old := slices.Clone(p.rootKeys)
	must(p.tb, p.root.Signed.RevokeKey(p.keyID(old[0]), metadata.ROOT))
	p.rootKeys = append(p.rootKeys[1:], newSigner(p.tb))
	must(p.tb, p.root.Signed.AddKey(p.key(p.rootKeys[2]), metadata.ROOT))
	previous := p.online
	p.online = newSigner(p.tb)
	for _, role := range []string{metadata.SNAPSHOT, metadata.TIMESTAMP} {
		must(p.tb, p.root.Signed.RevokeKey(p.keyID(previous), role))
		must(p.tb, p.root.Signed.AddKey(p.key(p.online), role))
	}
	p.root.Signed.Version++
	p.root.Signed.Expires = p.now.AddDate(2, 0, 0)
	p.writeRoot(old[1], old[2])
}

// rootBytes returns the root of a version as it was published.
func (p *publisher) rootBytes(version int) []byte {
	return p.files[fmt.Sprintf("metadata/%d.root.json", version)]
}

// set gives a calling code new numbers, to be published with the next edition.
func (p *publisher) set(code string, numbers ...uint64) {
	slices.Sort(numbers)
	p.setItems(code, func(yield func(numset.Item) bool) {
		for _, n := range numbers {
			if !yield(numset.Item{Number: n, Symbol: p.symbol()}) {
				return
			}
		}
	}, len(numbers))
}

func (p *publisher) symbol() uint16 {
	return blocklist.Entry{
		Category: blocklist.CategoryBank, Strength: blocklist.StrengthMany, Reports: blocklist.ReportsOf(7),
		LastSeen: blocklist.MonthOf(p.now),
	}.Symbol()
}

func (p *publisher) setItems(code string, items func(func(numset.Item) bool), entries int) {
	var frequencies numset.Frequencies
	for item := range items {
		frequencies[item.Symbol]++
	}
	var stream bytes.Buffer
	w := numset.NewWriter(&stream, numset.NewCode(&frequencies))
	for item := range items {
		must(p.tb, w.Add(item))
	}
	must(p.tb, w.Close())
	version := int64(0)
	if old := p.packs[code]; old != nil {
		version = old.version
	}
	p.packs[code] = &publishedPack{stream: stream.Bytes(), entries: entries, version: version}
}

// publish makes the next edition. Files of earlier editions stay, as on a real server.
func (p *publisher) publish() {
	p.edition++
	snapshot := metadata.Snapshot(p.now.AddDate(0, 0, 30))
	targets := metadata.Targets(p.now.AddDate(1, 0, 0))
	keys := map[string]*metadata.Key{p.keyID(p.numbers): p.key(p.numbers)}
	targets.Signed.Delegations = &metadata.Delegations{Keys: keys}
	catalog := &repository.Catalog{Format: 1, Name: "Test list", Edition: p.edition, Date: p.now}
	for _, code := range slices.Sorted(maps.Keys(p.packs)) {
		pack := p.packs[code]
		p.writePack(code, pack)
		role := repository.NumbersRole(code)
		p.delegate(targets, role, path.Dir(repository.PackName(code))+"/*")
		p.include(snapshot, role, pack.version, pack.role)
		catalog.Packs = append(catalog.Packs, repository.Offer{
			Code: code, Entries: int64(pack.entries), Bytes: int64(len(pack.stream)),
		})
	}
	p.writeExtras(targets, snapshot)
	if p.onCatalog != nil {
		p.onCatalog(catalog)
	}
	role := metadata.Targets(p.now.AddDate(0, 0, 30))
	role.Signed.Version = p.edition
	p.target(role, repository.CatalogName, p.json(catalog))
	p.delegate(targets, repository.RoleCatalog, repository.CatalogName)
	p.include(snapshot, repository.RoleCatalog, p.edition, p.signRole(repository.RoleCatalog, role))

	targets.Signed.Version = p.edition
	if p.onTargets != nil {
		p.onTargets(&targets.Signed)
	}
	p.include(snapshot, metadata.TARGETS, p.edition, signed(p, targets, p.offline))
	snapshot.Signed.Version = p.edition
	if p.onSnapshot != nil {
		p.onSnapshot(&snapshot.Signed)
	}
	data := signed(p, snapshot, p.online)
	p.files[fmt.Sprintf("metadata/%d.snapshot.json", p.edition)] = data
	p.stamp(p.edition, data)
}

// stamp signs a new timestamp for a snapshot.
func (p *publisher) stamp(version int64, snapshot []byte) {
	timestamp := metadata.Timestamp(p.now.AddDate(0, 0, 14))
	timestamp.Signed.Version = p.edition
	timestamp.Signed.Meta["snapshot.json"] = metaFile(version, snapshot)
	if p.onTimestamp != nil {
		p.onTimestamp(&timestamp.Signed)
	}
	p.files["metadata/timestamp.json"] = signed(p, timestamp, p.online)
}

// writePack publishes manifest and parts of a pack and signs its role, when they changed.
func (p *publisher) writePack(code string, pack *publishedPack) {
	if pack.role != nil {
		return
	}
	pack.edition, pack.date = p.edition, p.now
	pack.version++
	role := metadata.Targets(p.now.AddDate(0, 0, 30))
	role.Signed.Version = pack.version
	sum := sha256.Sum256(pack.stream)
	manifest := repository.Pack{
		Format: 1, Code: code, Edition: pack.edition, Date: pack.date, Entries: int64(pack.entries),
		Bytes: int64(len(pack.stream)), SHA256: hex.EncodeToString(sum[:]),
	}
	for part := range slices.Chunk(pack.stream, p.partLen) {
		p.target(role, repository.PartName(code, pack.edition, manifest.Parts), part)
		manifest.Parts++
	}
	if p.onPack != nil {
		p.onPack(&manifest)
	}
	pack.manifest = p.json(manifest)
	p.target(role, repository.PackName(code), pack.manifest)
	pack.role = p.signRole(repository.NumbersRole(code), role)
}

func (p *publisher) signRole(name string, role *metadata.Metadata[metadata.TargetsType]) []byte {
	if p.onRole != nil {
		p.onRole(name, &role.Signed)
	}
	return signed(p, role, p.numbers)
}

func (p *publisher) target(role *metadata.Metadata[metadata.TargetsType], name string, data []byte) {
	file, err := metadata.TargetFile().FromBytes(name, data)
	must(p.tb, err)
	role.Signed.Targets[name] = file
	dir, base := path.Split(name)
	p.files[path.Join("targets", dir, file.Hashes["sha256"].String()+"."+base)] = data
}

func (p *publisher) delegate(targets *metadata.Metadata[metadata.TargetsType], role, pattern string) {
	d := targets.Signed.Delegations
	d.Roles = append(d.Roles, metadata.DelegatedRole{
		Name: role, KeyIDs: []string{p.keyID(p.numbers)}, Threshold: 1, Terminating: true, Paths: []string{pattern},
	})
}

func (p *publisher) include(s *metadata.Metadata[metadata.SnapshotType], role string, version int64, data []byte) {
	s.Signed.Meta[role+".json"] = metaFile(version, data)
	p.files[fmt.Sprintf("metadata/%d.%s.json", version, role)] = data
}

func metaFile(version int64, data []byte) *metadata.MetaFiles {
	sum := sha256.Sum256(data)
	file := metadata.MetaFile(version)
	file.Length, file.Hashes = int64(len(data)), metadata.Hashes{"sha256": sum[:]}
	return file
}

func (p *publisher) json(v any) []byte {
	data, err := json.Marshal(v)
	must(p.tb, err)
	return data
}
