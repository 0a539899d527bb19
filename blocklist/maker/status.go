package maker

import (
	"context"
	"time"

	"github.com/theupdateframework/go-tuf/v2/metadata"

	"hangup/blocklist"
	"hangup/blocklist/repository"
)

// Status is the state of a maker's folder.
type Status struct {
	Config
	Keys    []KeyStatus    `json:"keys"`
	Roles   []RoleStatus   `json:"roles"`
	Sources []SourceStatus `json:"sources"`
	// Edition is the newest one built, or nil.
	Edition *EditionStatus `json:"edition"`
	Next    Step           `json:"next"`
}

// RoleStatus says until when a role is signed. The numbers roles are told as one, with the earliest date.
type RoleStatus struct {
	Role    string    `json:"role"`
	Version int64     `json:"version"`
	Expires time.Time `json:"expires"`
}

// SourceStatus counts what came from one source.
type SourceStatus struct {
	Source   string    `json:"source"`
	Feed     Feed      `json:"feed"`
	Trusted  bool      `json:"trusted"` // see UntrustedReports
	Numbers  int       `json:"numbers"`
	Fresh    int       `json:"fresh"` // reported within blocklist.FreshDays
	Imports  int       `json:"imports"`
	Imported time.Time `json:"imported"` // the last time
}

// EditionStatus describes an edition.
type EditionStatus struct {
	Number    int64     `json:"number"`
	Date      time.Time `json:"date"`
	Entries   int64     `json:"entries"`
	Packs     int       `json:"packs"`
	Bytes     int64     `json:"bytes"`
	Scripts   int64     `json:"scripts"`
	Ranges    int64     `json:"ranges"`
	Published bool      `json:"published"`
}

// Step is what to do next with a list.
type Step string

// The steps.
const (
	StepRenewRoot Step = "renew_root" // the root metadata ends soon
	StepImport    Step = "import"     // no evidence yet
	StepBuild     Step = "build"      // evidence or scripts that no edition has
	StepSign      Step = "sign"       // an edition that is not published, or signatures that end soon
	StepNothing   Step = "nothing"    // all is done; import newer evidence when there is some
)

// renewRoot is how long before the end of the root metadata the status asks for it to be renewed.
const renewRoot = 180 * 24 * time.Hour

// Status looks at everything in the maker's folder.
func (m *Maker) Status(ctx context.Context) (Status, error) {
	keys, err := m.keyStatus()
	if err != nil {
		return Status{}, err
	}
	s := Status{Config: m.config, Keys: keys}
	edition, err := m.lastEdition()
	if err != nil {
		return Status{}, err
	}
	stale, err := m.roleStatus(&s, edition)
	if err != nil {
		return Status{}, err
	}
	if s.Sources, err = m.db.sources(ctx, DayOf(m.o.Now())-blocklist.FreshDays); err != nil {
		return Status{}, err
	}
	unbuilt, err := m.db.unbuilt(ctx)
	if err != nil {
		return Status{}, err
	}
	otherScripts, err := m.scriptsUnbuilt(edition)
	if err != nil {
		return Status{}, err
	}
	if edition != nil {
		s.Edition = &EditionStatus{
			Number: edition.Number, Date: edition.Date, Entries: edition.Entries(), Packs: len(edition.Packs),
		}
		for _, p := range edition.Packs {
			s.Edition.Bytes += p.Bytes
		}
		for _, x := range edition.Supplements {
			s.Edition.Bytes += x.Bytes
			switch x.Kind {
			case repository.KindScripts:
				s.Edition.Scripts = x.Entries
			case repository.KindRanges:
				s.Edition.Ranges = x.Entries
			}
		}
		if s.Edition.Published, err = m.isPublished(edition); err != nil {
			return Status{}, err
		}
	}
	switch {
	case s.Roles[0].Expires.Sub(m.o.Now()) < renewRoot:
		s.Next = StepRenewRoot
	case len(s.Sources) == 0 && !otherScripts && edition == nil:
		s.Next = StepImport
	case unbuilt || otherScripts || edition == nil:
		s.Next = StepBuild
	case stale || !s.Edition.Published:
		s.Next = StepSign
	default:
		s.Next = StepNothing
	}
	return s, nil
}

// roleStatus fills in the roles, root first, and reports whether any other is due to be signed again.
func (m *Maker) roleStatus(s *Status, edition *Edition) (stale bool, err error) {
	root, err := m.newestRoot()
	if err != nil {
		return false, err
	}
	s.Roles = append(s.Roles, RoleStatus{metadata.ROOT, root.meta.Signed.Version, root.meta.Signed.Expires})
	note := func(role string, version int64, expires time.Time, life time.Duration) {
		s.Roles = append(s.Roles, RoleStatus{role, version, expires})
		stale = stale || due(expires, m.o.Now(), life)
	}
	if targets, err := load[metadata.TargetsType](m, roleFile(metadata.TARGETS)); err != nil {
		return false, err
	} else if targets != nil {
		note(metadata.TARGETS, targets.meta.Signed.Version, targets.meta.Signed.Expires, targetsLife)
	}
	if err := m.listStatus(edition, note); err != nil {
		return false, err
	}
	if snapshot, err := load[metadata.SnapshotType](m, roleFile(metadata.SNAPSHOT)); err != nil {
		return false, err
	} else if snapshot != nil {
		note(metadata.SNAPSHOT, snapshot.meta.Signed.Version, snapshot.meta.Signed.Expires, snapshotLife)
	}
	if timestamp, err := load[metadata.TimestampType](m, roleFile(metadata.TIMESTAMP)); err != nil {
		return false, err
	} else if timestamp != nil {
		note(metadata.TIMESTAMP, timestamp.meta.Signed.Version, timestamp.meta.Signed.Expires, timestampLife)
	}
	return stale, nil
}

// listStatus notes the catalog, of the numbers roles the one that expires first, scripts and ranges.
func (m *Maker) listStatus(edition *Edition, note func(string, int64, time.Time, time.Duration)) error {
	if edition == nil {
		return nil
	}
	catalog, err := load[metadata.TargetsType](m, roleFile(repository.RoleCatalog))
	if err != nil || catalog == nil {
		return err
	}
	note(repository.RoleCatalog, catalog.meta.Signed.Version, catalog.meta.Signed.Expires, listLife)
	var first *metadata.TargetsType
	for _, p := range edition.Packs {
		role, err := load[metadata.TargetsType](m, roleFile(repository.NumbersRole(p.Code)))
		if err != nil {
			return err
		}
		if role != nil && (first == nil || role.meta.Signed.Expires.Before(first.Expires)) {
			first = &role.meta.Signed
		}
	}
	if first != nil {
		note(repository.NumbersRole("*"), first.Version, first.Expires, listLife)
	}
	for _, x := range edition.Supplements {
		name := x.Kind.Role()
		role, err := load[metadata.TargetsType](m, roleFile(name))
		if err != nil {
			return err
		}
		if role != nil {
			note(name, role.meta.Signed.Version, role.meta.Signed.Expires, lifeOf(name))
		}
	}
	return nil
}

// isPublished reports whether the public folder shows the edition and what was signed last.
func (m *Maker) isPublished(e *Edition) (bool, error) {
	catalog, err := load[metadata.TargetsType](m, roleFile(repository.RoleCatalog))
	if err != nil || catalog == nil {
		return false, err
	}
	data, err := marshalCatalog(e, m.config.Name)
	if err != nil {
		return false, err
	}
	want, err := targetFile(data)
	if err != nil {
		return false, err
	}
	if got := catalog.meta.Signed.Targets[repository.CatalogName]; got == nil || !got.Equal(*want) {
		return false, nil
	}
	timestamp, err := load[metadata.TimestampType](m, roleFile(metadata.TIMESTAMP))
	if err != nil || timestamp == nil {
		return false, err
	}
	return holds(m.path(publicDir, repository.MetadataDir, roleFile(metadata.TIMESTAMP)), timestamp.bytes), nil
}
