//go:build unix

package update_test

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
)

// fileLimit names, in the environment of a child, the largest file in bytes that it can write.
const fileLimit = "HANGUP_UPDATE_FILE_LIMIT"

func limitFiles() {
	n, err := strconv.ParseUint(os.Getenv(fileLimit), 10, 64)
	if err != nil {
		return
	}
	signal.Ignore(syscall.SIGXFSZ) // so that writing fails, as on a full disk, and the program goes on
	_ = syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: n, Max: n})
}

// syncsTo runs a program that syncs once, and checks what it says.
func syncsTo(t *testing.T, dir, want string, environment ...string) {
	t.Helper()
	child := startChild(t, "sync", dir, environment...)
	got := child.line()
	_ = child.Wait()
	if id, _, _ := strings.Cut(got, " "); id != want {
		t.Errorf("child says %q, want %s", got, want)
	}
}

// A disk may be full from any file on. Whatever could not be written, the old edition stays.
func TestADiskThatTakesOnlySmallFiles(t *testing.T) {
	server, dir := newRestless(t), t.TempDir()
	newComputer(t, dir, server.URL, server.list.rootBytes(1))
	syncsTo(t, dir, "sync.done")
	before := look(t, dir)
	for _, limit := range []int{100, 1000, 5000} { // databases are larger, and so are some metadata
		child := startChild(t, "sync", dir, fileLimit+"="+strconv.Itoa(limit))
		got := child.line()
		if err := child.Wait(); err == nil && !strings.HasPrefix(got, "error.") {
			t.Errorf("with files up to %d bytes: child says %q", limit, got)
		}
		after := look(t, dir)
		if after.personal != before.personal || after.differs(before) != "old edition" {
			t.Errorf("with files up to %d bytes: %s; home.db %s", limit, after.differs(before), after.personal)
		}
	}
	syncsTo(t, dir, "sync.done")
	if after := look(t, dir); after.differs(before) != "new edition" {
		t.Errorf("with room again: %s", after.differs(before))
	}
}

// The trust folder may be one that can be read and not written, as on a stick with its lock on.
func TestAReadOnlyTrustFolder(t *testing.T) {
	server := newRestless(t)
	parent, err := os.MkdirTemp("", "hangup")
	must(t, err)
	must(t, os.Chmod(parent, 0o755))
	dir := filepath.Join(parent, "data")
	t.Cleanup(func() { _ = os.RemoveAll(parent) })
	newComputer(t, dir, server.URL, server.list.rootBytes(1))
	syncsTo(t, dir, "sync.done")
	before := look(t, dir)
	nobody(t, parent)
	trust := filepath.Join(dir, "trust")
	must(t, chmodAll(trust, 0o555, 0o444))
	child := startChanged(t, "sync", dir, func(cmd *exec.Cmd) { asNobody(t, cmd, parent) })
	if got := child.line(); got != "error.sync.not_saved" {
		t.Errorf("child says %q", got)
	}
	_ = child.Wait()
	must(t, chmodAll(trust, 0o755, 0o644))
	after := look(t, dir)
	if after.personal != before.personal || after.differs(before) != "old edition" {
		t.Errorf("%s, home.db %s", after.differs(before), after.personal)
	}
}

func chmodAll(dir string, folders, files os.FileMode) error {
	return filepath.WalkDir(dir, func(path string, e os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if e.IsDir() {
			return os.Chmod(path, folders)
		}
		return os.Chmod(path, files)
	})
}

// nobody gives a folder to a user without rights, for the rights of a folder do not bind root.
func nobody(t *testing.T, dir string) {
	t.Helper()
	if os.Geteuid() != 0 {
		return
	}
	must(t, filepath.WalkDir(dir, func(path string, _ os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return os.Chown(path, 65534, 65534)
	}))
}

// asNobody makes a command run as that user.
func asNobody(t *testing.T, cmd *exec.Cmd, dir string) {
	t.Helper()
	if os.Geteuid() != 0 {
		return
	}
	program, err := os.ReadFile(cmd.Path)
	must(t, err)
	cmd.Path = filepath.Join(dir, "program")
	must(t, os.WriteFile(cmd.Path, program, 0o755))
	cmd.Dir = dir
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
}

// Two programs may sync one data folder at the same time: one of them does, the other says so.
func TestTwoProgramsOnOneFolder(t *testing.T) {
	server, dir := newRestless(t), t.TempDir()
	newComputer(t, dir, server.URL, server.list.rootBytes(1))
	before := look(t, dir)
	for range 5 {
		var children []*child
		for range 3 {
			children = append(children, startChild(t, "sync", dir))
		}
		done := 0
		for _, c := range children {
			switch got := c.line(); got {
			case "sync.done":
				done++
			case "error.sync.busy":
			default:
				t.Errorf("child says %q", got)
			}
			must(t, c.Wait())
		}
		if done == 0 {
			t.Error("nobody synced")
		}
		after := look(t, dir)
		if after.personal != before.personal || after.differs(before) != "new edition" {
			t.Errorf("%s, home.db %s", after.differs(before), after.personal)
		}
		before = after
	}
}

// The proxy that the system names is used, and hears no more than a server would.
func TestTheProxyOfTheSystemIsUsed(t *testing.T) {
	server, dir := newRestless(t), t.TempDir()
	target, err := url.Parse(server.URL)
	must(t, err)
	var through atomic.Int64
	proxy := httptest.NewServer(&httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		if r.In.URL.Host == "list.example" && r.In.Header.Get("User-Agent") == "HangUp" { // absolute, as proxies are asked
			through.Add(1)
		}
		r.SetURL(target)
	}})
	defer proxy.Close()
	newComputer(t, dir, "http://list.example", server.list.rootBytes(1))
	syncsTo(t, dir, "sync.done", "HTTP_PROXY="+proxy.URL, "NO_PROXY=", "no_proxy=")
	if through.Load() < 10 {
		t.Errorf("%d requests went through the proxy", through.Load())
	}
	if f := look(t, dir); f.packs["7"].Entries != 20_000 {
		t.Errorf("has %+v", f.packs)
	}
	denying := httptest.NewServer(http.NotFoundHandler())
	denying.Close()
	syncsTo(t, dir, "error.sync.unreachable", "HTTP_PROXY="+denying.URL, "NO_PROXY=", "no_proxy=")
}
