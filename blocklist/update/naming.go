package update

import (
	"encoding/hex"
	"fmt"
	"net/url"
	"path"

	"github.com/theupdateframework/go-tuf/v2/metadata"
)

// unversioned reports whether published files change under their names (consistent_snapshot is false, section 6.2).
func (c *chain) unversioned() bool { return !c.trusted.Root.Signed.ConsistentSnapshot }

// cachedRole returns the name of a role's file in the cache. Names of roles are escaped, in files as in addresses.
func (c *chain) cachedRole(role string) string {
	return path.Join(c.metadataDir, url.PathEscape(role)+".json")
}

// publishedRole returns the name under which a version of a role is published.
func (c *chain) publishedRole(role string, version int64) string {
	if c.unversioned() {
		return c.cachedRole(role)
	}
	return path.Join(c.metadataDir, fmt.Sprintf("%d.%s.json", version, url.PathEscape(role)))
}

// publishedTarget returns the name under which a target file is published.
func (c *chain) publishedTarget(file *metadata.TargetFiles) string {
	dir, base := path.Split((&url.URL{Path: file.Path}).EscapedPath())
	if c.unversioned() {
		return path.Join(c.targetsDir, dir, base)
	}
	sum := file.Hashes["sha256"]
	for _, other := range file.Hashes {
		if len(sum) == 0 {
			sum = other
		}
	}
	return path.Join(c.targetsDir, dir, hex.EncodeToString(sum)+"."+base)
}

// keptTarget returns the name of a target file in the cache. Those of any TUF repository may be called anything, and
// become one escaped name each.
func (c *chain) keptTarget(folder, target string) string {
	if c.anyTUF {
		return url.PathEscape(target)
	}
	return path.Join(folder, target)
}
