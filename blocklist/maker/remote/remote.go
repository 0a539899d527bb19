// Package remote copies a signed repository to where millions can read it: an object store or a mounted folder.
//
// Whoever reads during a copy sees the old edition or the new one, whole: files appear in the order in which they need
// each other, the timestamp last, and what neither edition needs is removed only afterwards. Only files that the
// repository's own metadata names are copied, so nothing that lies beside them ever leaves the computer.
//
// Addresses:
//
//	file:///srv/list                              a folder, such as a mounted web server or a stick
//	s3://bucket/path?region=eu-central-1          Amazon S3
//	s3://bucket?endpoint=https://s3.example.org   any server that speaks the S3 protocol
//	gs://bucket                                   Google Cloud Storage, by its S3 protocol and an HMAC key
//	azblob://container                            Azure Blob Storage
//
// Credentials come from where each store's own tools look for them, never from the address: AWS_ACCESS_KEY_ID and
// AWS_SECRET_ACCESS_KEY (for gs:// as well), AWS_SESSION_TOKEN, AWS_PROFILE with ~/.aws/credentials, the role of a
// machine in the cloud; AZURE_STORAGE_ACCOUNT with AZURE_STORAGE_KEY or AZURE_STORAGE_SAS_TOKEN.
package remote

import (
	"context"
	"errors"
	"io/fs"
	"iter"
	"net"
	"net/url"
	"strings"

	"hangup/blocklist"
)

// Errors a list maker can do something about.
var (
	ErrAddress     = &blocklist.Error{Message: blocklist.Say("error.maker.remote_address")}
	ErrNoBucket    = &blocklist.Error{Message: blocklist.Say("error.maker.remote_no_bucket")}
	ErrDenied      = &blocklist.Error{Message: blocklist.Say("error.maker.remote_denied")}
	ErrUnreachable = &blocklist.Error{Message: blocklist.Say("error.maker.remote_unreachable")}
	ErrNewer       = &blocklist.Error{Message: blocklist.Say("error.maker.remote_newer")}
	ErrFailed      = &blocklist.Error{Message: blocklist.Say("error.maker.remote_failed")}
)

// Bucket is a place for files. Its methods may be called by several goroutines at once.
type Bucket interface {
	// List returns the files whose names begin with the prefix.
	List(ctx context.Context, prefix string) iter.Seq2[Object, error]
	// Read returns a file of at most limit bytes, or [fs.ErrNotExist].
	Read(ctx context.Context, name string, limit int64) ([]byte, error)
	// Write puts a file in place of the one before; who reads meanwhile gets either, whole.
	Write(ctx context.Context, name string, data []byte, h Headers) error
	// Delete removes a file. It is no error when there is none.
	Delete(ctx context.Context, name string) error
	Close() error
}

// Object is a file in a bucket.
type Object struct {
	Name string
	Size int64
	MD5  []byte // nil when the store does not tell
}

// Headers are what a web server will say about a file.
type Headers struct{ ContentType, CacheControl string }

// Open opens the bucket an address names; env looks up credentials as [os.LookupEnv] does. It does not yet ask the
// store whether the bucket is there. It fails with [ErrAddress].
func Open(address string, env func(string) (string, bool)) (Bucket, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, badAddress(err)
	}
	if u.User != nil {
		return nil, badAddress(errors.New("credentials do not belong into an address"))
	}
	switch u.Scheme {
	case "file":
		return openFolder(u)
	case "s3", "gs":
		return openS3(u)
	case "azblob":
		return openAzure(u, env)
	default:
		return nil, badAddress(errors.New("unknown kind of address"))
	}
}

func badAddress(err error) error {
	return blocklist.Errorf(ErrAddress.Message, "publish: %w", err)
}

// options reads the parameters of an address, all of which must be known.
func options(u *url.URL, known ...string) (map[string]string, error) {
	query, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return nil, badAddress(err)
	}
	values := make(map[string]string)
	for _, name := range known {
		values[name] = query.Get(name)
		query.Del(name)
	}
	if len(query) > 0 || u.Fragment != "" {
		return nil, badAddress(errors.New("unknown parameter"))
	}
	return values, nil
}

// endpoint splits the address of a server into host and port, and whether to use HTTPS.
func endpoint(address string) (host string, secure bool, err error) {
	u, err := url.Parse(address)
	if err != nil {
		return "", false, badAddress(err)
	}
	if u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || strings.Trim(u.Path, "/") != "" || u.User != nil {
		return "", false, badAddress(errors.New("the endpoint is no http or https address of a server"))
	}
	return u.Host, u.Scheme == "https", nil
}

// location returns bucket and prefix of an address such as s3://bucket/path; the prefix ends with a slash or is empty.
func location(u *url.URL) (bucket, prefix string, err error) {
	prefix = strings.Trim(u.Path, "/")
	if u.Host == "" || prefix != "" && !fs.ValidPath(prefix) {
		return "", "", badAddress(errors.New("no bucket, or no plain path in it"))
	}
	if prefix != "" {
		prefix += "/"
	}
	return u.Host, prefix, nil
}

// kind says what a store's error means to a person. status is that of the HTTP answer, or 0.
func kind(err error, status int, noBucket bool) error {
	var network net.Error
	what := ErrFailed
	switch {
	case errors.Is(err, context.Canceled):
		return err
	case noBucket:
		what = ErrNoBucket
	case status == 401 || status == 403:
		what = ErrDenied
	case errors.As(err, &network):
		what = ErrUnreachable
	}
	return blocklist.Errorf(what.Message, "publish: %w", err)
}
