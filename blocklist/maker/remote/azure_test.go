package remote_test

import (
	"crypto/md5"
	"encoding/base64"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"hangup/blocklist/maker/remote"
)

// blobs answers as Azure Blob Storage does to the four requests that a publication makes; readers get its files from
// the same address. It checks that requests are signed, not the signature itself.
type blobs struct {
	mu    sync.Mutex
	files map[string][]byte
}

func (b *blobs) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	b.mu.Lock()
	defer b.mu.Unlock()
	name := strings.TrimPrefix(r.URL.Path, "/town/list/")
	signed := strings.HasPrefix(r.Header.Get("Authorization"), "SharedKey town:")
	data, ok := b.files[name]
	switch {
	case r.Method != http.MethodGet && !signed:
		w.WriteHeader(http.StatusForbidden)
	case r.Method == http.MethodPut && r.Header.Get("X-Ms-Blob-Type") == "BlockBlob":
		data, err := io.ReadAll(r.Body)
		sum := md5.Sum(data)
		if err != nil || r.Header.Get("X-Ms-Blob-Content-Md5") != base64.StdEncoding.EncodeToString(sum[:]) {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		b.files[name] = data
		w.WriteHeader(http.StatusCreated)
	case r.Method == http.MethodGet && r.URL.Query().Get("comp") == "list":
		b.list(w, r.URL.Query().Get("prefix"), r.URL.Query().Get("marker"))
	case !ok:
		w.Header().Set("X-Ms-Error-Code", map[bool]string{true: "BlobNotFound", false: "ContainerNotFound"}[name != r.URL.Path])
		w.WriteHeader(http.StatusNotFound)
	case r.Method == http.MethodDelete:
		delete(b.files, name)
		w.WriteHeader(http.StatusAccepted)
	default:
		_, _ = w.Write(data)
	}
}

// list answers three names at a time.
func (b *blobs) list(w http.ResponseWriter, prefix, after string) {
	var page []string
	for _, name := range slices.Sorted(maps.Keys(b.files)) {
		if strings.HasPrefix(name, prefix) && name > after {
			page = append(page, name)
		}
	}
	next := ""
	if len(page) > 3 {
		page, next = page[:3], page[2]
	}
	w.Header().Set("Content-Type", "application/xml")
	fmt.Fprint(w, `<?xml version="1.0" encoding="utf-8"?><EnumerationResults ContainerName="list"><Blobs>`)
	for _, name := range page {
		sum := md5.Sum(b.files[name])
		fmt.Fprintf(w, `<Blob><Name>%s</Name><Properties><Content-Length>%d</Content-Length><Content-MD5>%s</Content-MD5>`+
			`<BlobType>BlockBlob</BlobType></Properties></Blob>`,
			name, len(b.files[name]), base64.StdEncoding.EncodeToString(sum[:]))
	}
	fmt.Fprintf(w, `</Blobs><NextMarker>%s</NextMarker></EnumerationResults>`, next)
}

func TestAzureIsWholeAtEveryMoment(t *testing.T) {
	server := httptest.NewServer(&blobs{files: make(map[string][]byte)})
	defer server.Close()
	b, err := remote.Open("azblob://list/eu?endpoint="+server.URL, func(name string) (string, bool) {
		value, ok := map[string]string{"AZURE_STORAGE_ACCOUNT": "town", "AZURE_STORAGE_KEY": "c2VjcmV0"}[name]
		return value, ok
	})
	must(t, err)
	testEveryMomentIsWhole(t, b, server.URL+"/town/list/eu")
}
