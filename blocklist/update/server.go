package update

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
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
	log      *slog.Logger
	requests int
	bytes    int64
}

// Causes with which a request is ended from within.
var (
	errIdle = errors.New("the server sends nothing")
	errRate = errors.New("the server sends too slowly")
)

// newTransport returns a transport of its own, so that nothing another part of the program sets leaks in. Certificates
// are judged at the reference time: a computer whose clock fell back to its first day can still sync.
func newTransport(reference time.Time) *http.Transport {
	return &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		TLSClientConfig:        &tls.Config{Time: func() time.Time { return reference }, MinVersion: tls.VersionTLS12},
		ForceAttemptHTTP2:      true,
		DisableCompression:     true, // signed lengths are of the bytes as published
		MaxResponseHeaderBytes: 64 << 10,
		IdleConnTimeout:        time.Minute,
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

func (s *server) get(ctx context.Context, name string, limit int64, seen func(int64)) ([]byte, error) {
	pauses := backoff.NewExponentialBackOff()
	pauses.InitialInterval, pauses.Multiplier = s.limits.Pause, 2
	data, err := backoff.Retry(ctx, func() ([]byte, error) {
		data, err := s.try(ctx, name, limit, seen)
		if err != nil && !errors.Is(err, ErrUnreachable) {
			return nil, backoff.Permanent(err)
		}
		return data, err
	},
		backoff.WithBackOff(pauses), backoff.WithMaxTries(s.limits.Tries), backoff.WithMaxElapsedTime(0),
		backoff.WithNotify(func(err error, pause time.Duration) {
			s.log.Info("asking again", "file", name, "pause", pause, "error", err)
		}))
	if ctx.Err() != nil {
		return nil, fail(ErrCancelled, "%s: %w", name, context.Cause(ctx))
	}
	return data, err
}

// try asks for a file once.
func (s *server) try(ctx context.Context, name string, limit int64, seen func(int64)) ([]byte, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	idle := time.AfterFunc(s.limits.Idle, func() { cancel(errIdle) })
	defer idle.Stop()

	s.requests++
	resp, err := s.ask(ctx, name)
	if err != nil {
		return nil, broken(ctx, name, err)
	}
	defer resp.Body.Close()
	if err := checkStatus(name, resp); err != nil {
		return nil, err
	}
	if resp.ContentLength > limit {
		return nil, fail(ErrTooLarge, "%s has %d bytes, not %d", name, resp.ContentLength, limit)
	}
	pace := pace{limits: s.limits, since: time.Now()}
	data, err := readAll(ctx, resp.Body, limit, func(n int64) error {
		idle.Reset(s.limits.Idle)
		if seen != nil {
			seen(n)
		}
		return pace.check(n, time.Now())
	})
	s.bytes += int64(len(data))
	if err != nil {
		return nil, broken(ctx, name, err)
	}
	return data, checkLimit(name, data, limit)
}

func (s *server) ask(ctx context.Context, name string) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.base.JoinPath(name).String(), nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("User-Agent", userAgent)
	req.Header.Set("Accept-Encoding", "identity")
	if name == timestampFile {
		req.Header.Set("Cache-Control", "no-cache") // the one file that changes under its name
	}
	return s.client.Do(req)
}

func checkStatus(name string, resp *http.Response) error {
	switch resp.StatusCode {
	case http.StatusOK:
		return nil
	case http.StatusNotFound, http.StatusGone, http.StatusForbidden: // object stores answer 403 for what is not there
		return fail(ErrMissing, "%s: HTTP %d", name, resp.StatusCode)
	}
	return fail(ErrUnreachable, "%s: HTTP %d", name, resp.StatusCode)
}

// broken says why a request ended early.
func broken(ctx context.Context, name string, err error) error {
	var certificate *tls.CertificateVerificationError
	switch cause := context.Cause(ctx); {
	case errors.Is(cause, errIdle), errors.Is(err, errRate):
		return fail(ErrSlow, "%s: %w", name, errors.Join(cause, err))
	case cause != nil:
		return fail(ErrCancelled, "%s: %w", name, cause)
	case errors.As(err, &certificate):
		return fail(ErrCertificate, "%s: %w", name, err)
	}
	return fail(ErrUnreachable, "%s: %w", name, err)
}

// pace watches that a body keeps coming at the least rate, window by window.
type pace struct {
	limits Limits
	since  time.Time // start of the window
	before int64     // bytes read before it
}

func (p *pace) check(n int64, now time.Time) error {
	took := now.Sub(p.since)
	if took < p.limits.Window {
		return nil
	}
	if got := float64(n-p.before) / took.Seconds(); got < float64(p.limits.Rate) {
		return fmt.Errorf("%w: %.0f bytes a second", errRate, got)
	}
	p.since, p.before = now, n
	return nil
}

func (s *server) traffic() (int, int64) { return s.requests, s.bytes }

func (s *server) close() { s.client.CloseIdleConnections() }
