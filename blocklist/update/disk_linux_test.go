package update_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// A real full disk, small enough to fill. Who may not mount one does so in a namespace of their own.
func TestAFullDisk(t *testing.T) {
	server, dir := newRestless(t), t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=1500k"); err != nil {
		inNamespace(t, "^TestAFullDisk$")
		return
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, 0) })
	newComputer(t, dir, server.URL, server.list.rootBytes(1))
	syncsTo(t, dir, "sync.done")
	before := look(t, dir)
	filler := filepath.Join(dir, "photos")
	for _, room := range []int{0, 20, 60, 100, 140} { // KB
		fill(t, filler, room<<10)
		child := startChild(t, "sync", dir)
		got := child.line()
		_ = child.Wait()
		must(t, os.Remove(filler))
		after := look(t, dir)
		if after.personal != before.personal {
			t.Errorf("with %d KB: home.db holds %s", room, after.personal)
		}
		switch id, _, _ := strings.Cut(got, " "); {
		case strings.HasPrefix(id, "error.store.disk_"):
		case id == "sync.done" && after.differs(before) == "new edition":
		default:
			t.Errorf("with %d KB: child says %q, %s", room, got, after.differs(before))
		}
		t.Logf("with %d KB: %s, %s", room, got, after.differs(before))
		before = after
	}
	syncsTo(t, dir, "sync.done")
}

// namespaced tells a child that it is in a namespace of its own.
const namespaced = "HANGUP_UPDATE_NAMESPACED"

// inNamespace runs a test of this program again, where the user may mount disks that nobody else sees.
func inNamespace(t *testing.T, test string) {
	t.Helper()
	if os.Getenv(namespaced) != "" {
		t.Fatal("no disk can be mounted in a namespace of its own")
	}
	cmd := exec.Command(os.Args[0], "-test.run", test)
	cmd.Env = append(os.Environ(), namespaced+"=1")
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS,
		UidMappings: []syscall.SysProcIDMap{{HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{HostID: os.Getgid(), Size: 1}},
	}
	out, err := cmd.CombinedOutput()
	if errors.Is(err, syscall.EPERM) || errors.Is(err, syscall.ENOSPC) {
		t.Skipf("this system lets nobody mount a disk (%v); TestADiskThatTakesOnlySmallFiles stands in", err)
	}
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}

// fill writes a file that leaves so many bytes of its disk free.
func fill(t *testing.T, path string, room int) {
	t.Helper()
	file, err := os.Create(path)
	must(t, err)
	for chunk := make([]byte, 4096); err == nil; {
		_, err = file.Write(chunk)
	}
	if !errors.Is(err, syscall.ENOSPC) {
		t.Fatal(err)
	}
	info, err := file.Stat()
	must(t, err)
	must(t, file.Truncate(max(0, info.Size()-int64(room))))
	must(t, file.Close())
}
