package main

import (
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// soon is a patience that tests never use up unless they mean to.
const soon = 20 * time.Second

func mustClaim(t testing.TB, dir string) *instance {
	t.Helper()
	i, err := claim(context.Background(), dir, request{}, soon)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { i.Close() })
	return i
}

func TestSecondStartReachesTheFirst(t *testing.T) {
	// Longer than the 104 bytes that a socket's path may have.
	dir := filepath.Join(t.TempDir(), strings.Repeat("long", 30), "data")
	first := mustClaim(t, dir)
	got := make(chan request, 1)
	go first.serve(func(r request) { got <- r })
	want := request{Show: true, Check: true}
	if _, err := claim(t.Context(), dir, want, soon); !errors.Is(err, errHandedOver) {
		t.Fatalf("%v, want that the first did it", err)
	}
	if r := <-got; r != want {
		t.Errorf("the first was asked for %+v, want %+v", r, want)
	}
	other := mustClaim(t, t.TempDir())
	if other == nil {
		t.Error("another data folder has no window of its own")
	}
	if err := first.Close(); err != nil {
		t.Error(err)
	}
	mustClaim(t, dir)
}

// A program that was killed leaves its files; the next start takes over.
func TestStaleAddress(t *testing.T) {
	for name, address := range map[string]string{
		"gone": "/nowhere/at/all", "empty": "", "long": strings.Repeat("x", 1<<16), "odd": "\x00\n", "folder": os.TempDir(),
	} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "window.address"), []byte(address), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "window.lock"), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if i := mustClaim(t, dir); i == nil {
			t.Errorf("%s: nobody has the window", name)
		}
	}
}

func TestFirstHangs(t *testing.T) {
	dir := t.TempDir()
	first := mustClaim(t, dir)
	const short = 50 * time.Millisecond
	if _, err := claim(t.Context(), dir, request{Show: true}, short); !errors.Is(err, errNoAnswer) {
		t.Errorf("it does not listen: %v", err)
	}
	hang := make(chan struct{})
	go first.serve(func(request) { <-hang })
	if _, err := claim(t.Context(), dir, request{Show: true}, short); !errors.Is(err, errNoAnswer) {
		t.Errorf("its window hangs: %v", err)
	}
	close(hang)
}

func TestHostileRequests(t *testing.T) {
	dir := t.TempDir()
	first := mustClaim(t, dir)
	got := make(chan request, 100)
	go first.serve(func(r request) { got <- r })
	for _, bytes := range []string{
		"", "\x00\xff", "GET / HTTP/1.1\r\n\r\n", `{"show":`, `{"show":"yes"}`, `[]`, `"show"`,
		strings.Repeat(" ", 1<<20) + `{"show":true}`, `{"show":` + strings.Repeat("[", 1<<20),
	} {
		conn, err := net.Dial("unix", filepath.Join(first.folder, "window"))
		if err != nil {
			t.Fatal(err)
		}
		// The other side may hang up in the middle, which is as good as reading all.
		_, _ = conn.Write([]byte(bytes))
		if c, ok := conn.(*net.UnixConn); ok {
			_ = c.CloseWrite()
		}
		reply := make([]byte, 1)
		if n, _ := conn.Read(reply); n != 0 {
			t.Errorf("%.40q was answered", bytes)
		}
		conn.Close()
	}
	if len(got) != 0 {
		t.Errorf("the window was asked for %+v", <-got)
	}
	if _, err := claim(t.Context(), dir, request{Show: true}, soon); !errors.Is(err, errHandedOver) {
		t.Errorf("after them nobody is heard: %v", err)
	}
}

func TestFolderThatCannotBeMade(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := claim(t.Context(), file, request{}, soon); err == nil || errors.Is(err, errNoAnswer) {
		t.Errorf("%v, want the system's own error at once", err)
	}
}

func FuzzRequest(f *testing.F) {
	f.Add(`{"show":true,"check":true}`)
	f.Add(`{"show":true}{"check":true}`)
	f.Add(`{"newer":[1,2,{"a":null}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		r, err := readRequest(strings.NewReader(text))
		if err != nil && r != (request{}) {
			t.Errorf("%q fails and asks for %+v", text, r)
		}
		if start := strings.TrimSpace(text); err == nil && !strings.HasPrefix(start, "{") && !strings.HasPrefix(start, "null") {
			t.Errorf("%q is taken for a request", text)
		}
	})
}
