package web

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
)

func TestOnce(t *testing.T) {
	p := newPosts()
	var deeds atomic.Int32
	deed := func() (string, error) { return fmt.Sprint("/", deeds.Add(1)), nil }
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() {
			if next, err := p.once("a", deed); next != "/1" || err != nil {
				t.Errorf("got %s, %v", next, err)
			}
		})
	}
	all.Wait()
	if _, err := p.once("b", func() (string, error) { return "", errors.New("no") }); err == nil {
		t.Error("a failure is kept quiet")
	}
	if next, _ := p.once("b", deed); next != "/2" {
		t.Error("what has failed cannot be tried again")
	}
	for i := range 2 {
		if next, _ := p.once("", deed); next != fmt.Sprint("/", 3+i) {
			t.Error("what may come often comes once")
		}
	}
	for i := range mostPosts {
		p.of(fmt.Sprint("x", i))
	}
	if len(p.sent) != mostPosts || len(p.order) != mostPosts {
		t.Errorf("it remembers %d", len(p.sent))
	}
}
