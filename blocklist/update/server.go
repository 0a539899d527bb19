package update

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/cenkalti/backoff/v5"
)

// userAgent is all that a server learns of the program: nothing about its version, its language or the computer.
const userAgent = "HangUp"

// server is a source over HTTP. It sends no cookies and no referrer.
type server struct {
	base     *url.URL
	client   *http.Client
	limits   Limits
	throttle throttle
	log      *slog.Logger
	requests int
	bytes    int64
}

// errIdle is the cause with which a request is ended from within.
var errIdle = errors.New("the server sends nothing")

// newTransport returns a transport of its own, so that nothing another part of the program sets leaks in. Certificates
// are judged at the reference time: a computer whose clock fell back to its first day can still sync.
func newTransport(reference time.Time, limits Limits) *http.Transport {
	transport := &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		TLSClientConfig:        &tls.Config{Time: func() time.Time { return reference }, MinVersion: tls.VersionTLS12},
		ForceAttemptHTTP2:      true,
		DisableCompression:     true, // signed lengths are of the bytes as published
		MaxResponseHeaderBytes: 64 << 10,
		IdleConnTimeout:        time.Minute,
	}
	if limits.MaxRate > 0 {
		transport.DialContext = narrow(limits.MaxRate)
		transport.Protocols = new(http.Protocols)
		transport.Protocols.SetHTTP1(true) // HTTP/2 has windows of its own, of megabytes
	}
	return transport
}

// narrow connects with a window of about a second's worth, so that the server sends little beyond what is read. Else a
// part would come as fast as the line can, and the pauses in reading it would help nobody.
func narrow(rate int64) func(ctx context.Context, network, address string) (net.Conn, error) {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := new(net.Dialer).DialContext(ctx, network, address)
		if tcp, ok := conn.(*net.TCPConn); ok && err == nil {
			_ = tcp.SetReadBuffer(int(min(max(rate, 64<<10), 4<<20)))
		}
		return conn, err
	}
}

// checkRedirect follows a few redirects, never from HTTPS to HTTP, and tells none of them where it came from.
func checkRedirect(to *http.Request, via []*http.Request) error {
	to.Header.Del("Referer")
	if len(via) > 3 {
		return errors.New("too many redirects")
	}
	if via[len(via)-1].URL.Scheme == "https" && to.URL.Scheme != "https" {
		return errors.New("redirect from https to http")
	}
	return nil
}

// get asks for a file until it is there. A broken line is tried again with growing pauses, and for as long as each try
// brings at least a second's worth of the least rate.
func (s *server) get(ctx context.Context, r request) ([]byte, error) {
	t := &transfer{request: r, data: r.kept.begun(), pace: pace{limits: s.limits}}
	t.resumed = len(t.data) > 0
	pauses := backoff.NewExponentialBackOff()
	pauses.InitialInterval, pauses.Multiplier = s.limits.Pause, 2
	farthest := int64(len(t.data))
	for tries := uint(1); ; tries++ {
		err := s.try(ctx, t)
		if ctx.Err() != nil {
			return nil, fail(ErrCancelled, "%s: %w", r.name, context.Cause(ctx))
		}
		if err == nil {
			return t.data, nil
		}
		moved := int64(len(t.data)) - farthest
		if moved >= s.limits.Rate {
			tries = 0
			pauses.Reset()
		}
		farthest += max(moved, 0)
		broken := errors.Is(err, ErrUnreachable) || errors.Is(err, errIdle) && moved > 0 // a line that fell silent
		if !broken || tries >= s.limits.Tries {
			return nil, err
		}
		pause := pauses.NextBackOff()
		s.log.Info("asking again", "file", r.name, "from", len(t.data), "pause", pause, "error", err)
		if err := wait(ctx, pause); err != nil {
			return nil, fail(ErrCancelled, "%s: %w", r.name, err)
		}
	}
}

// try asks once for what is missing of a file.
func (s *server) try(ctx context.Context, t *transfer) error {
	if t.check == nil {
		t.data = nil // it may be another file by now
	}
	if t.whole() {
		return t.finish()
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	idle := time.AfterFunc(s.limits.Idle, func() { cancel(errIdle) })
	defer idle.Stop()

	s.requests++
	asked := time.Now()
	resp, err := s.ask(ctx, t)
	if err != nil {
		return s.broken(ctx, t, asked, err)
	}
	defer resp.Body.Close()
	if err := t.accept(resp); err != nil {
		return err
	}
	if err := s.read(ctx, t, resp.Body, idle, asked); err != nil {
		return err
	}
	if t.stoppedEarly(resp) {
		return fail(ErrUnreachable, "%s: ends after %d bytes of %d", t.name, len(t.data), t.limit)
	}
	return t.finish()
}

// read takes what comes until its end, no faster than the person allows. Only the time spent waiting for the server
// counts against it.
func (s *server) read(ctx context.Context, t *transfer, body io.Reader, idle *time.Timer, since time.Time) error {
	body = io.LimitReader(body, t.limit+1-int64(len(t.data)))
	buf := make([]byte, s.throttle.most(32<<10))
	for {
		n, err := body.Read(buf)
		now := time.Now()
		s.bytes += int64(n)
		if kept := t.add(buf[:n]); kept != nil {
			return kept
		}
		slow := t.pace.check(n, now.Sub(since))
		pause := s.throttle.after(n, now)
		switch {
		case err == io.EOF:
			return nil
		case slow != nil:
			return fail(ErrSlow, "%s: %w", t.name, slow)
		case err != nil:
			return s.broken(ctx, t, now, err)
		}
		idle.Stop()
		if err := wait(ctx, pause); err != nil {
			return fail(ErrCancelled, "%s: %w", t.name, err)
		}
		idle.Reset(s.limits.Idle)
		since = time.Now()
	}
}

func (s *server) ask(ctx context.Context, t *transfer) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.base.JoinPath(t.name).String(), nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("User-Agent", userAgent)
	req.Header.Set("Accept-Encoding", "identity")
	if t.fresh {
		req.Header.Set("Cache-Control", "no-cache")
	}
	if len(t.data) > 0 {
		req.Header.Set("Range", fmt.Sprintf("bytes=%d-", len(t.data)))
	}
	return s.client.Do(req)
}

// broken says why a request ended early. Since is when the wait began that brought nothing.
func (s *server) broken(ctx context.Context, t *transfer, since time.Time, err error) error {
	var certificate *tls.CertificateVerificationError
	slow, cause := t.pace.check(0, time.Since(since)), context.Cause(ctx)
	switch silent := errors.Is(cause, errIdle); {
	case cause != nil && !silent:
		return fail(ErrCancelled, "%s: %w", t.name, cause)
	case slow != nil:
		return fail(ErrSlow, "%s: %w", t.name, slow)
	case silent:
		return fail(ErrSlow, "%s: %w", t.name, errors.Join(cause, err))
	case errors.As(err, &certificate):
		return fail(ErrCertificate, "%s: %w", t.name, err)
	}
	return fail(ErrUnreachable, "%s: %w", t.name, err)
}

func (s *server) traffic() (int, int64) { return s.requests, s.bytes }

func (s *server) close() { s.client.CloseIdleConnections() }
