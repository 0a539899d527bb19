//go:build binaries

package remote_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"hangup/blocklist/maker/remote"
)

// gateway is a server that speaks S3 over a folder. It is a program of its own, not a module this one depends on.
const gateway = "github.com/versity/versitygw/cmd/versitygw@v1.8.0"

const (
	accessKey = "town"
	secretKey = "correct horse battery"
)

// installGateway returns the path of the server, which is built once a machine.
func installGateway(t *testing.T) string {
	t.Helper()
	cache, err := os.UserCacheDir()
	must(t, err)
	dir := filepath.Join(cache, "hangup-test", "versitygw-v1.8.0")
	program := filepath.Join(dir, "versitygw")
	if _, err := os.Stat(program); err == nil {
		return program
	}
	install := exec.Command("go", "install", gateway)
	install.Dir = t.TempDir() // outside any module
	install.Env = append(os.Environ(), "GOBIN="+dir)
	if out, err := install.CombinedOutput(); err != nil {
		t.Fatalf("go install %s: %v\n%s", gateway, err, out)
	}
	return program
}

// startS3 starts the server on a free port and returns its address. Buckets are made by the caller.
func startS3(t *testing.T) string {
	t.Helper()
	program := installGateway(t)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	address := listener.Addr().String()
	must(t, listener.Close())
	// The folder must be able to hold extended attributes, or else they are kept beside it.
	server := exec.Command(program, "--port", address, "--access", accessKey, "--secret", secretKey, "--quiet",
		"posix", "--sidecar", t.TempDir(), t.TempDir())
	must(t, server.Start())
	t.Cleanup(func() {
		_ = server.Process.Kill()
		_ = server.Wait()
	})
	deadline := time.Now().Add(time.Minute)
	for {
		conn, err := net.Dial("tcp", address)
		if err == nil {
			must(t, conn.Close())
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("the server does not answer: %v", err)
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Setenv("AWS_ACCESS_KEY_ID", accessKey)
	t.Setenv("AWS_SECRET_ACCESS_KEY", secretKey)
	return "http://" + address
}

// publicBucket makes a bucket that anybody may read and only its owner may write.
func publicBucket(t *testing.T, server, name string) {
	t.Helper()
	client, err := minio.New(server[len("http://"):], &minio.Options{Creds: credentials.NewEnvAWS()})
	must(t, err)
	must(t, client.MakeBucket(context.Background(), name, minio.MakeBucketOptions{}))
	must(t, client.SetBucketPolicy(context.Background(), name, `{"Version":"2012-10-17","Statement":[{"Effect":"Allow",
		"Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::`+name+`/*"}]}`))
}

// A missing object must be a 404 to readers, or they cannot tell that there is no newer root.
func TestS3(t *testing.T) {
	server := startS3(t)
	t.Run("whole at every moment", func(t *testing.T) {
		publicBucket(t, server, "moments")
		for _, scheme := range []string{"s3", "gs"} {
			b := open(t, scheme+"://moments/"+scheme+"?endpoint="+server)
			testEveryMomentIsWhole(t, b, server+"/moments/"+scheme)
		}
	})
	t.Run("read while it is published", func(t *testing.T) {
		publicBucket(t, server, "busy")
		testReadersDuringPublication(t, open(t, "s3://busy?endpoint="+server), server+"/busy")
	})
	t.Run("errors", func(t *testing.T) {
		l := newList(t)
		_, err := remote.Publish(context.Background(), open(t, "s3://nowhere?endpoint="+server), l.Public(), nil)
		if !errors.Is(err, remote.ErrNoBucket) {
			t.Errorf("no such bucket: %v", err)
		}
		t.Setenv("AWS_SECRET_ACCESS_KEY", "a wrong secret")
		_, err = remote.Publish(context.Background(), open(t, "s3://busy?endpoint="+server), l.Public(), nil)
		if !errors.Is(err, remote.ErrDenied) {
			t.Errorf("wrong credentials: %v", err)
		}
	})
	t.Run("headers", func(t *testing.T) {
		for name, want := range map[string]string{
			"timestamp.json": "no-cache", "1.root.json": "public, max-age=31536000, immutable",
		} {
			response, err := http.Get(server + "/busy/metadata/" + name)
			must(t, err)
			_, err = io.Copy(io.Discard, response.Body)
			must(t, errors.Join(err, response.Body.Close()))
			if got := response.Header.Get("Cache-Control"); got != want || response.Header.Get("Content-Type") != "application/json" {
				t.Errorf("%s: headers %v", name, response.Header)
			}
		}
	})
}

// Three readers sync without a pause, one always anew, while ten editions are published: every sync ends well, and no
// reader ever goes back.
func testReadersDuringPublication(t *testing.T, b remote.Bucket, url string) {
	l := newList(t)
	publish(t, b, l)
	const editions = 10
	published := make(chan struct{})
	var readers sync.WaitGroup
	var mu sync.Mutex
	seen := make(map[int64]int)
	for i := range 3 {
		r := newReader(t, l, url)
		readers.Go(func() {
			last := int64(0)
			for ended := false; !ended; {
				select {
				case <-published:
					ended = true // once more, now that all is there
				default:
				}
				if i == 0 {
					r, last = newReader(t, l, url), 0
				}
				got := r.sync()
				if got < last || ended && got != editions+1 {
					t.Errorf("reader %d: edition %d after %d", i, got, last)
				}
				last = got
				mu.Lock()
				seen[got]++
				mu.Unlock()
			}
		})
	}
	for i := range editions {
		l.Publish("+44207183875"+string(rune('0'+i))+",bank,7,2026-11-20", "+7495123450"+string(rune('0'+i))+",,2,2026-11-20")
		publish(t, b, l)
	}
	close(published)
	readers.Wait()
	t.Logf("syncs by edition: %v", seen)
	if len(seen) < 3 {
		t.Errorf("the readers saw only the editions %v", seen)
	}
}
