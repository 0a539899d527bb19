package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"time"

	"hangup/blocklist"
)

// Errors of claim.
var (
	// errHandedOver means that a program that runs already did what was asked; it is no failure.
	errHandedOver = errors.New("handed over to the program that runs")
	// errNoAnswer means that another program has the data folder and hangs.
	errNoAnswer = &blocklist.Error{Message: blocklist.Say("desktop.no_answer")}
	// errClaimed means that another process holds the lock.
	errClaimed = errors.New("the data folder has a window already")
)

// request is what a second start of the program asks of the first.
type request struct {
	// Show brings the window forward. A request for nothing only asks whether the program answers.
	Show bool `json:"show,omitempty"`
	// Check opens the check of a number in it.
	Check bool `json:"check,omitempty"`
}

const (
	// longestRequest, in bytes, is far more than any request has.
	longestRequest = 1 << 10
	// requestTime is how long one connection may take to say what it wants.
	requestTime = 2 * time.Second
	// answered is what the first program replies once the window has done what was asked.
	answered = "ok\n"
)

// instance is the one program that shows the window of a data folder. A lock on a file in the folder makes it the only
// one; the system frees it however the program ends. Others reach it by a Unix socket in a folder of its own that no
// other person can enter, whose path stands in the data folder: that works for data folders whose own path is too long
// for a socket, and there is never an old socket in the way.
type instance struct {
	lock     io.Closer
	listener net.Listener
	folder   string // holds the socket
	address  string // the file that says where the socket is
}

// claim makes this process the instance for a data folder, which it makes if it is missing. When another process is,
// it gets the request, and the error is errHandedOver once it has answered, or errNoAnswer when it does not within the
// given time.
func claim(ctx context.Context, dir string, r request, patience time.Duration) (*instance, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("instance: %w", err)
	}
	ctx, stop := context.WithTimeout(ctx, patience)
	defer stop()
	again := time.NewTicker(patience / 100)
	defer again.Stop()
	address := filepath.Join(dir, "window.address")
	for {
		lock, err := lockInstance(filepath.Join(dir, "window.lock"))
		if err == nil {
			return newInstance(lock, address)
		}
		if !errors.Is(err, errClaimed) {
			return nil, fmt.Errorf("instance: %w", err)
		}
		if err = handOver(ctx, address, r); err == nil {
			return nil, errHandedOver
		}
		// The other may be starting or ending just now.
		select {
		case <-ctx.Done():
			return nil, &blocklist.Error{Message: errNoAnswer.Message, Err: err}
		case <-again.C:
		}
	}
}

func newInstance(lock io.Closer, address string) (*instance, error) {
	i := &instance{lock: lock, address: address}
	var err error
	// Only this person may enter the folders that MkdirTemp makes.
	if i.folder, err = os.MkdirTemp("", "hangup-"); err != nil {
		return nil, errors.Join(err, lock.Close())
	}
	path := filepath.Join(i.folder, "window")
	if i.listener, err = net.Listen("unix", path); err != nil {
		return nil, errors.Join(err, i.Close())
	}
	if err := os.WriteFile(address, []byte(path), 0o600); err != nil {
		return nil, errors.Join(err, i.Close())
	}
	return i, nil
}

// Close lets another process have the window. It may be called more than once, and on nil.
func (i *instance) Close() error {
	if i == nil {
		return nil
	}
	var err error
	if i.listener != nil {
		err = i.listener.Close()
	}
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return errors.Join(err, os.RemoveAll(i.folder), os.Remove(i.address), i.lock.Close())
}

// serve gives the requests of later starts to do, one at a time, until Close. A second start believes that the program
// hangs while do has not returned. What is not a request is not answered.
func (i *instance) serve(do func(request)) {
	if i == nil {
		return
	}
	for {
		conn, err := i.listener.Accept()
		if err != nil {
			return
		}
		answer(conn, do)
	}
}

func answer(conn net.Conn, do func(request)) {
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(requestTime))
	r, err := readRequest(conn)
	if err != nil {
		return
	}
	do(r)
	_ = conn.SetDeadline(time.Now().Add(requestTime))
	// Whoever asked may have lost patience and gone.
	_, _ = io.WriteString(conn, answered)
}

// readRequest reads one JSON document. Fields of a newer program are ignored.
func readRequest(from io.Reader) (request, error) {
	var r request
	err := json.NewDecoder(io.LimitReader(from, longestRequest)).Decode(&r)
	if err != nil {
		return request{}, fmt.Errorf("request: %w", err)
	}
	return r, nil
}

// handOver gives a request to the instance whose socket a file names, and returns nil once it is done.
func handOver(ctx context.Context, address string, r request) error {
	path, err := os.ReadFile(address)
	if err != nil {
		return err
	}
	conn, err := (&net.Dialer{}).DialContext(ctx, "unix", string(path))
	if err != nil {
		return err
	}
	defer conn.Close()
	if deadline, ok := ctx.Deadline(); ok {
		_ = conn.SetDeadline(deadline)
	}
	if err := json.NewEncoder(conn).Encode(r); err != nil {
		return err
	}
	reply := make([]byte, len(answered))
	if _, err := io.ReadFull(conn, reply); err != nil {
		return err
	}
	if string(reply) != answered {
		return errors.New("instance: strange answer")
	}
	return nil
}
