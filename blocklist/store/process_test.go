package store_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"hangup/blocklist"
	"hangup/blocklist/store"
)

// childTask names, in the environment, what a copy of the test program does in place of the tests.
const childTask = "HANGUP_STORE_TASK"

func TestMain(m *testing.M) {
	task := os.Getenv(childTask)
	if task == "" {
		os.Exit(m.Run())
	}
	if err := childTasks[task](context.Background(), os.Args[1]); err != nil {
		fmt.Println(blocklist.Explain(err).ID, err)
		os.Exit(1)
	}
}

// childTasks print one line each.
var childTasks = map[string]func(ctx context.Context, dir string) error{
	"apply": func(ctx context.Context, dir string) error {
		data, err := os.ReadFile(filepath.Join(dir, "packs.json"))
		if err != nil {
			return err
		}
		var w world
		if err := json.Unmarshal(data, &w.packs); err != nil {
			return err
		}
		if err := w.apply(ctx, filepath.Join(dir, "list.db")); err != nil {
			return err
		}
		peak, err := peakMemory()
		fmt.Println(peak)
		return err
	},
	"delta-before": applyYesterday,
	"delta":        applyToday,
	// Says so when its stream has come to a halt, and waits to be killed.
	"stop-in-apply": func(ctx context.Context, dir string) error {
		l, err := store.OpenList(ctx, filepath.Join(dir, "list.db"), options())
		if err != nil {
			return err
		}
		var p publishedPack
		data, err := os.ReadFile(filepath.Join(dir, "pack.json"))
		if err == nil {
			err = json.Unmarshal(data, &p)
		}
		if err != nil {
			return err
		}
		stream, err := os.ReadFile(p.Path)
		if err != nil {
			return err
		}
		half, reached, _ := stuckAfter(stream[:len(stream)/2], nil)
		go func() {
			<-reached
			fmt.Println("stopped")
		}()
		return l.Apply(ctx, listA, p.Pack, half)
	},
	// Opens both files, waits for a line, and uses them.
	"use": func(ctx context.Context, dir string) error {
		h, err := store.OpenHome(ctx, filepath.Join(dir, "home.db"), options())
		if err != nil {
			return err
		}
		l, err := store.OpenList(ctx, filepath.Join(dir, "list.db"), options())
		if err != nil {
			return err
		}
		if err := h.SaveSettings(ctx, store.Settings{Language: "ru"}); err != nil {
			return err
		}
		if _, err := l.Find(ctx, 74950000000); err != nil {
			return err
		}
		if err := l.SetEdition(ctx, listA, blocklist.Edition{Version: 1, Date: built}); err != nil {
			return err
		}
		fmt.Println("used", noticeID(l))
		return errors.Join(l.Close(), h.Close())
	},
}

// child is a running copy of the test program.
type child struct {
	*exec.Cmd
	tb     testing.TB
	stdout *bufio.Reader
}

// startChild starts a copy of the test program with a task. It is killed when the test ends before it does.
func startChild(tb testing.TB, task, dir string, change ...func(*exec.Cmd)) *child {
	tb.Helper()
	program, err := os.Executable()
	if err != nil {
		tb.Fatal(err)
	}
	cmd := exec.CommandContext(tb.Context(), program, dir)
	cmd.Env = append(os.Environ(), childTask+"="+task)
	cmd.Stderr = os.Stderr
	for _, f := range change {
		f(cmd)
	}
	stdout, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		tb.Fatal(err)
	}
	return &child{cmd, tb, bufio.NewReader(stdout)}
}

// line returns the line the child prints.
func (c *child) line() string {
	c.tb.Helper()
	line, err := c.stdout.ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		c.tb.Fatal(err)
	}
	return strings.TrimSpace(line)
}

// A program that is killed in the midst of an apply leaves the old edition.
func TestKilledDuringApply(t *testing.T) {
	dir := t.TempDir()
	l := openList(t, dir, options())
	applyItems(t, l, "7", 1, every(74950000000, 3, 5000, bank))
	closeList(t, l)
	// More than the writer's cache holds, so that the write-ahead log has a part of it when the program dies.
	p, stream := makePack(t, "7", 2, every(74950000001, 60_000, 3_000_000, police))
	published := publishedPack{p, filepath.Join(dir, "stream")}
	manifest, err := json.Marshal(published)
	if err == nil {
		err = errors.Join(os.WriteFile(published.Path, stream, 0o600),
			os.WriteFile(filepath.Join(dir, "pack.json"), manifest, 0o600))
	}
	if err != nil {
		t.Fatal(err)
	}
	child := startChild(t, "stop-in-apply", dir)
	if got := child.line(); got != "stopped" {
		t.Fatalf("child says %q", got)
	}
	if logged := size(t, filepath.Join(dir, "list.db-wal")); logged < 1<<20 {
		t.Errorf("only %d bytes were written", logged)
	}
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	child.Wait()

	l = openList(t, dir, options())
	if id := noticeID(l); id != "" {
		t.Errorf("notice %s", id)
	}
	expect(t, l, bank, 74950000000, 74950000000+3*4999)
	expectUnlisted(t, l, 74950000001)
	apply(t, l, p, stream)
	expect(t, l, police, 74950000001)
}

// Several programs may start at once on an empty data folder.
func TestTwoProgramsOneFolder(t *testing.T) {
	for range 3 {
		dir := filepath.Join(t.TempDir(), "new")
		var children []*child
		for range 4 {
			children = append(children, startChild(t, "use", dir))
		}
		for _, child := range children {
			if got := child.line(); got != "used" {
				t.Errorf("child says %q", got)
			}
			if err := child.Wait(); err != nil {
				t.Error(err)
			}
		}
	}
}

// A folder that the program may not write to is named in the error.
func TestReadOnlyFolder(t *testing.T) {
	dir, err := os.MkdirTemp("", "hangup")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		os.Chmod(filepath.Join(dir, "data"), 0o700)
		os.RemoveAll(dir)
	})
	data := filepath.Join(dir, "data")
	if err := errors.Join(os.Chmod(dir, 0o755), os.Mkdir(data, 0o555)); err != nil {
		t.Fatal(err)
	}
	child := startChild(t, "use", data, func(cmd *exec.Cmd) { asNobody(t, cmd, dir) })
	if got := child.line(); !strings.HasPrefix(got, "error.store.read_only ") {
		t.Errorf("child says %q", got)
	}
	if err := child.Wait(); err == nil {
		t.Error("child opened the files")
	}
}

// asNobody makes a command run as a user without rights, for the rights of a folder do not bind root.
func asNobody(t *testing.T, cmd *exec.Cmd, dir string) {
	t.Helper()
	if os.Geteuid() != 0 {
		return
	}
	program, err := os.ReadFile(cmd.Path)
	if err != nil {
		t.Fatal(err)
	}
	cmd.Path = filepath.Join(dir, "program"+strconv.Itoa(os.Getpid()))
	if err := os.WriteFile(cmd.Path, program, 0o755); err != nil {
		t.Fatal(err)
	}
	cmd.Dir = dir
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
}
