package remote

import (
	"bytes"
	"context"
	"crypto/md5"
	"errors"
	"io"
	"io/fs"
	"iter"
	"net/url"
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/streaming"
	"github.com/Azure/azure-sdk-for-go/sdk/storage/azblob/blob"
	"github.com/Azure/azure-sdk-for-go/sdk/storage/azblob/bloberror"
	"github.com/Azure/azure-sdk-for-go/sdk/storage/azblob/blockblob"
	"github.com/Azure/azure-sdk-for-go/sdk/storage/azblob/container"

	"hangup/blocklist"
)

// azure is a container of Azure Blob Storage.
type azure struct {
	client *container.Client
	prefix string
}

func openAzure(u *url.URL, env func(string) (string, bool)) (Bucket, error) {
	name, prefix, err := location(u)
	if err != nil {
		return nil, err
	}
	o, err := options(u, "endpoint")
	if err != nil {
		return nil, err
	}
	account, _ := env("AZURE_STORAGE_ACCOUNT")
	key, hasKey := env("AZURE_STORAGE_KEY")
	token, hasToken := env("AZURE_STORAGE_SAS_TOKEN")
	if account == "" || !hasKey && !hasToken {
		return nil, blocklist.Errorf(ErrDenied.Message, "publish: AZURE_STORAGE_ACCOUNT, and AZURE_STORAGE_KEY or "+
			"AZURE_STORAGE_SAS_TOKEN, are not set")
	}
	server := "https://" + account + ".blob.core.windows.net"
	if o["endpoint"] != "" {
		if _, _, err := endpoint(o["endpoint"]); err != nil {
			return nil, err
		}
		server = strings.TrimRight(o["endpoint"], "/") + "/" + account // as emulators have it
	}
	settings := &container.ClientOptions{ClientOptions: azcore.ClientOptions{
		Retry: policy.RetryOptions{MaxRetries: tries - 1},
	}}
	address := server + "/" + name
	if !hasKey {
		client, err := container.NewClientWithNoCredential(address+"?"+strings.TrimPrefix(token, "?"), settings)
		return azureBucket(client, prefix, err)
	}
	shared, err := container.NewSharedKeyCredential(account, key)
	if err != nil {
		return nil, blocklist.Errorf(ErrDenied.Message, "publish: %w", err)
	}
	client, err := container.NewClientWithSharedKeyCredential(address, shared, settings)
	return azureBucket(client, prefix, err)
}

func azureBucket(client *container.Client, prefix string, err error) (Bucket, error) {
	if err != nil {
		return nil, badAddress(err)
	}
	return &azure{client, prefix}, nil
}

func (b *azure) List(ctx context.Context, prefix string) iter.Seq2[Object, error] {
	return func(yield func(Object, error) bool) {
		prefix := b.prefix + prefix
		pages := b.client.NewListBlobsFlatPager(&container.ListBlobsFlatOptions{Prefix: &prefix})
		for pages.More() {
			page, err := pages.NextPage(ctx)
			if err != nil {
				yield(Object{}, azureError(err))
				return
			}
			if page.Segment == nil {
				continue
			}
			for _, item := range page.Segment.BlobItems {
				if object, ok := b.object(item); ok && !yield(object, nil) {
					return
				}
			}
		}
	}
}

func (b *azure) object(item *container.BlobItem) (Object, bool) {
	if item == nil || item.Name == nil || item.Properties == nil || item.Properties.ContentLength == nil {
		return Object{}, false
	}
	return Object{
		Name: strings.TrimPrefix(*item.Name, b.prefix), Size: *item.Properties.ContentLength, MD5: item.Properties.ContentMD5,
	}, true
}

func (b *azure) Read(ctx context.Context, name string, limit int64) ([]byte, error) {
	answer, err := b.client.NewBlobClient(b.prefix+name).DownloadStream(ctx, nil)
	if err != nil {
		return nil, azureError(err)
	}
	defer answer.Body.Close()
	return readAll(answer.Body, limit)
}

func (b *azure) Write(ctx context.Context, name string, data []byte, h Headers) error {
	sum := md5.Sum(data)
	_, err := b.client.NewBlockBlobClient(b.prefix+name).Upload(ctx, body(data), &blockblob.UploadOptions{
		HTTPHeaders: &blob.HTTPHeaders{
			BlobContentType: &h.ContentType, BlobCacheControl: &h.CacheControl, BlobContentMD5: sum[:],
		},
	})
	return azureError(err)
}

func body(data []byte) io.ReadSeekCloser { return streaming.NopCloser(bytes.NewReader(data)) }

func (b *azure) Delete(ctx context.Context, name string) error {
	_, err := b.client.NewBlobClient(b.prefix+name).Delete(ctx, nil)
	if err = azureError(err); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

func (b *azure) Close() error { return nil }

func azureError(err error) error {
	if err == nil {
		return nil
	}
	if bloberror.HasCode(err, bloberror.BlobNotFound) {
		return errors.Join(fs.ErrNotExist, err)
	}
	var answer *azcore.ResponseError
	status := 0
	if errors.As(err, &answer) {
		status = answer.StatusCode
	}
	return kind(err, status, bloberror.HasCode(err, bloberror.ContainerNotFound))
}
