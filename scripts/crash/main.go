// Crash kills a server with SIGKILL at random moments while clients write, starts it again on the same file, and looks
// whether everything that was acknowledged is there. What was cut off is sent again under its idempotency key, and must
// be there once. In the end `ploughshare verify` must find nothing.
//
//	go run ./scripts/crash PROGRAM [TIMES]
package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "crash:", err)
		os.Exit(1)
	}
}

func run() error {
	if len(os.Args) < 2 {
		return errors.New("usage: crash PROGRAM [TIMES]")
	}
	times := 10
	if len(os.Args) > 2 {
		var err error
		if times, err = strconv.Atoi(os.Args[2]); err != nil {
			return err
		}
	}
	folder, err := os.MkdirTemp("", "crash")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	t := &trial{program: os.Args[1], file: filepath.Join(folder, "crash.db")}
	if err := t.account(); err != nil {
		return err
	}
	for n := range times {
		if n == times-1 {
			t.seen = 0 // the last time at all
		}
		if err := t.once(n); err != nil {
			return fmt.Errorf("after %d kills: %w", n, err)
		}
	}
	out, err := t.command("verify").CombinedOutput()
	fmt.Printf("%d kills, %d writes acknowledged, all there; %d cut off and sent again under their keys.\n%s", times, len(t.kept), t.again, out)
	return err
}

// trial is one database with what was acknowledged.
type trial struct {
	program, file, token, address string
	mu                            sync.Mutex
	kept, cutOff                  []string // ids of requests: acknowledged, and without an answer
	again, seen                   int      // how many were sent again, and how many of kept have been looked at
}

func (t *trial) command(args ...string) *exec.Cmd {
	return exec.Command(t.program, append([]string{"--db", t.file}, args...)...)
}

func (t *trial) account() error {
	add := t.command("user", "add", "crash@example.org", "--role", "secretariat", "--password-stdin")
	add.Stdin = strings.NewReader("correct horse battery")
	if out, err := add.CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	token, err := t.command("token", "add", "crash@example.org", "--scope", "write").Output()
	t.token = strings.TrimSpace(string(token))
	return err
}

// once serves, writes for a moment, kills, serves again and looks for what was acknowledged.
func (t *trial) once(n int) error {
	server, err := t.serve()
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(context.Background())
	var writers sync.WaitGroup
	for w := range 4 {
		writers.Go(func() { t.write(ctx, fmt.Sprintf("K%d-%d", n, w)) })
	}
	time.Sleep(time.Duration(50+rand.IntN(450)) * time.Millisecond)
	err = server.Process.Kill()
	stop()
	writers.Wait()
	_ = server.Wait() // it was killed
	if err != nil {
		return err
	}
	if server, err = t.serve(); err != nil {
		return fmt.Errorf("it does not start again: %w", err)
	}
	err = errors.Join(t.repeat(), t.look())
	return errors.Join(err, server.Process.Kill(), ignoreExit(server.Wait()))
}

func ignoreExit(err error) error {
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return nil
	}
	return err
}

func (t *trial) serve() (*exec.Cmd, error) {
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	t.address = free.Addr().String()
	free.Close()
	server := t.command("serve", "--listen", t.address, "--rate-limit", "1000000")
	if err := server.Start(); err != nil {
		return nil, err
	}
	for range 200 {
		if response, err := http.Get("http://" + t.address + "/health"); err == nil {
			response.Body.Close()
			return server, nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	return nil, errors.Join(errors.New("no answer in ten seconds"), server.Process.Kill())
}

// write posts requests until it is stopped, and keeps the ids of those that were acknowledged.
func (t *trial) write(ctx context.Context, prefix string) {
	for k := 0; ctx.Err() == nil; k++ {
		id := fmt.Sprintf("%s-%d", prefix, k)
		status, err := t.post(ctx, id)
		t.mu.Lock()
		if err == nil && status == http.StatusCreated {
			t.kept = append(t.kept, id)
		} else if err != nil {
			t.cutOff = append(t.cutOff, id)
		}
		t.mu.Unlock()
	}
}

func (t *trial) post(ctx context.Context, id string) (int, error) {
	body := fmt.Sprintf(`{"id":%q,"requester":"TGO","need":"A need"}`, id)
	return t.call(ctx, http.MethodPost, "/requests", []byte(body), "key of the request "+id)
}

// repeat sends again what was cut off. Whether the kill came before the change or between it and the answer: 201, or 409
// when the change is there and its answer is not.
func (t *trial) repeat() error {
	for _, id := range t.cutOff {
		status, err := t.post(context.Background(), id)
		if err != nil || status != http.StatusCreated && status != http.StatusConflict {
			return fmt.Errorf("%s was sent again and is answered with %d (%v)", id, status, err)
		}
		t.kept, t.again = append(t.kept, id), t.again+1
	}
	t.cutOff = nil
	return nil
}

// look looks for what was acknowledged since the last time; the last time it is all.
func (t *trial) look() error {
	for _, id := range t.kept[t.seen:] {
		if status, err := t.call(context.Background(), http.MethodGet, "/requests/"+id, nil, ""); err != nil || status != http.StatusOK {
			return fmt.Errorf("%s was acknowledged and is answered with %d (%v)", id, status, err)
		}
	}
	t.seen = len(t.kept)
	return nil
}

func (t *trial) call(ctx context.Context, method, path string, body []byte, key string) (int, error) {
	request, err := http.NewRequestWithContext(ctx, method, "http://"+t.address+"/api/v1"+path, bytes.NewReader(body))
	if err != nil {
		return 0, err
	}
	request.Header.Set("Authorization", "Bearer "+t.token)
	request.Header.Set("Content-Type", "application/json")
	if key != "" {
		request.Header.Set("Idempotency-Key", key)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, err
	}
	defer response.Body.Close()
	_, err = io.Copy(io.Discard, response.Body)
	return response.StatusCode, err
}
