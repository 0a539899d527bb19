package update

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

// transfer is one file on its way from a server, over as many connections as it takes.
type transfer struct {
	request
	data    []byte // from the first byte of the file on
	resumed bool   // data came over several connections, or before this sync
	pace    pace
}

// whole reports whether all bytes are there, for a file whose length is known.
func (t *transfer) whole() bool { return t.check != nil && int64(len(t.data)) == t.limit }

// add takes the next bytes.
func (t *transfer) add(chunk []byte) error {
	if err := t.kept.save(len(t.data), chunk); err != nil {
		return err
	}
	t.data = append(t.data, chunk...)
	if t.seen != nil && len(chunk) > 0 {
		t.seen(int64(len(t.data)))
	}
	return nil
}

// finish verifies the file. When pieces do not make the file, one of them is wrong, and nobody knows which: then it is
// fetched again, whole.
func (t *transfer) finish() error {
	err := t.verify(t.data)
	if err != nil && t.resumed {
		err = fail(ErrUnreachable, "pieces do not fit: %v", err)
		t.kept.drop()
		t.restart()
	}
	return err
}

func (t *transfer) restart() { t.data, t.resumed = nil, false }

// accept checks the status of an answer, and makes sure that its body goes on where the data ends.
func (t *transfer) accept(resp *http.Response) error {
	switch resp.StatusCode {
	case http.StatusOK: // from the first byte on, whatever was asked for
		t.restart()
	case http.StatusPartialContent:
		if !t.continues(resp) {
			t.restart()
			return fail(ErrUnreachable, "%s: answers with another range: %.80q", t.name, resp.Header.Get("Content-Range"))
		}
		t.resumed = true
	case http.StatusRequestedRangeNotSatisfiable:
		t.restart()
		return fail(ErrUnreachable, "%s: HTTP %d", t.name, resp.StatusCode)
	case http.StatusNotFound, http.StatusGone, http.StatusForbidden: // object stores answer 403 for what is not there
		return fail(ErrMissing, "%s: HTTP %d", t.name, resp.StatusCode)
	default:
		return fail(ErrUnreachable, "%s: HTTP %d", t.name, resp.StatusCode)
	}
	if left := t.limit - int64(len(t.data)); resp.ContentLength > left {
		return fail(ErrTooLarge, "%s has %d bytes more, not %d", t.name, resp.ContentLength, left)
	}
	return nil
}

// continues reports whether an answer is the range that was asked for: from the end of the data to the end of the file
// (RFC 9110, section 14.4).
func (t *transfer) continues(resp *http.Response) bool {
	if len(t.data) == 0 {
		return false
	}
	first, last := int64(len(t.data)), t.limit-1
	span, total, _ := strings.Cut(resp.Header.Get("Content-Range"), "/")
	return span == fmt.Sprintf("bytes %d-%d", first, last) &&
		(total == "*" || total == strconv.FormatInt(t.limit, 10)) &&
		(resp.ContentLength < 0 || resp.ContentLength == t.limit-first)
}

// stoppedEarly reports whether an answer that seems complete may have been cut: one without a length ends with its
// connection (RFC 9112, section 6.3), however that came about.
func (t *transfer) stoppedEarly(resp *http.Response) bool {
	unframed := resp.ProtoMajor == 1 && resp.ContentLength < 0 && len(resp.TransferEncoding) == 0
	return unframed && t.check != nil && int64(len(t.data)) < t.limit
}
