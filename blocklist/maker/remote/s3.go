package remote

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"io/fs"
	"iter"
	"net/http"
	"net/url"
	"strings"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
)

// s3 is a bucket on a server that speaks the S3 protocol, which Google Cloud Storage does too.
type s3 struct {
	client         *minio.Client
	bucket, prefix string
}

// Servers used unless the address names another.
const (
	amazonServer = "https://s3.amazonaws.com"
	googleServer = "https://storage.googleapis.com"
)

// tries is how often a request is sent when the line or the server fails.
const tries = 4

func openS3(u *url.URL) (Bucket, error) {
	bucket, prefix, err := location(u)
	if err != nil {
		return nil, err
	}
	o, err := options(u, "endpoint", "region")
	if err != nil {
		return nil, err
	}
	server := o["endpoint"]
	if server == "" {
		server = map[string]string{"s3": amazonServer, "gs": googleServer}[u.Scheme]
	}
	host, secure, err := endpoint(server)
	if err != nil {
		return nil, err
	}
	sources := []credentials.Provider{&credentials.EnvAWS{}, &credentials.FileAWSCredentials{}}
	if server == amazonServer {
		sources = append(sources, &credentials.IAM{}) // asks the machine it runs on, in vain outside Amazon's cloud
	}
	client, err := minio.New(host, &minio.Options{
		Creds:  credentials.NewChainCredentials(sources),
		Secure: secure, Region: o["region"], MaxRetries: tries,
	})
	if err != nil {
		return nil, badAddress(err)
	}
	return &s3{client, bucket, prefix}, nil
}

func (b *s3) List(ctx context.Context, prefix string) iter.Seq2[Object, error] {
	return func(yield func(Object, error) bool) {
		ctx, stop := context.WithCancel(ctx)
		defer stop() // ends the listing when the caller has seen enough
		o := minio.ListObjectsOptions{Prefix: b.prefix + prefix, Recursive: true}
		for info := range b.client.ListObjects(ctx, b.bucket, o) {
			if info.Err != nil {
				yield(Object{}, s3Error(info.Err))
				return
			}
			object := Object{Name: strings.TrimPrefix(info.Key, b.prefix), Size: info.Size}
			if sum, err := hex.DecodeString(info.ETag); err == nil {
				object.MD5 = sum // of an upload in one piece, unless the store encrypts with a key of its own
			}
			if !yield(object, nil) {
				return
			}
		}
	}
}

func (b *s3) Read(ctx context.Context, name string, limit int64) ([]byte, error) {
	object, err := b.client.GetObject(ctx, b.bucket, b.prefix+name, minio.GetObjectOptions{})
	if err != nil {
		return nil, s3Error(err)
	}
	defer object.Close()
	if _, err := object.Stat(); err != nil {
		return nil, s3Error(err)
	}
	return readAll(object, limit)
}

func (b *s3) Write(ctx context.Context, name string, data []byte, h Headers) error {
	_, err := b.client.PutObject(ctx, b.bucket, b.prefix+name, bytes.NewReader(data), int64(len(data)),
		minio.PutObjectOptions{
			ContentType: h.ContentType, CacheControl: h.CacheControl, SendContentMd5: true, DisableMultipart: true,
		})
	return s3Error(err)
}

func (b *s3) Delete(ctx context.Context, name string) error {
	return s3Error(b.client.RemoveObject(ctx, b.bucket, b.prefix+name, minio.RemoveObjectOptions{}))
}

func (b *s3) Close() error { return nil }

func s3Error(err error) error {
	if err == nil {
		return nil
	}
	answer := minio.ToErrorResponse(err)
	switch answer.Code {
	case minio.NoSuchKey:
		return errors.Join(fs.ErrNotExist, err)
	case minio.NoSuchBucket, "InvalidBucketName", "PermanentRedirect":
		return kind(err, answer.StatusCode, true)
	case minio.AccessDenied, "InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken",
		"RequestTimeTooSkewed":
		return kind(err, http.StatusForbidden, false)
	}
	return kind(err, answer.StatusCode, false)
}
