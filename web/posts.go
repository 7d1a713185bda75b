package web

import "sync"

// posts remembers which forms have been sent, by their marks: a form that comes twice, because somebody pressed twice or
// a bad line made the browser try again, does its deed once and is answered as it was the first time. It knows the last
// so many of one server; beyond that the versions and references that forms carry make the second one a conflict.
type posts struct {
	mu    sync.Mutex
	sent  map[string]*post
	order []string
}

// post is a form that is being dealt with, or has been.
type post struct {
	sync.Mutex
	next string
}

const mostPosts = 20_000

func newPosts() *posts { return &posts{sent: map[string]*post{}} }

// once does the deed of a form and returns where to go next. One that fails may be tried again, and one without a mark
// is always done.
func (p *posts) once(mark string, deed func() (string, error)) (string, error) {
	if mark == "" {
		return deed()
	}
	one := p.of(mark)
	one.Lock()
	defer one.Unlock()
	if one.next != "" {
		return one.next, nil
	}
	next, err := deed()
	if err == nil {
		one.next = next
	}
	return next, err
}

func (p *posts) of(mark string) *post {
	p.mu.Lock()
	defer p.mu.Unlock()
	if one, known := p.sent[mark]; known {
		return one
	}
	if len(p.order) == mostPosts {
		delete(p.sent, p.order[0])
		p.order = p.order[1:]
	}
	one := &post{}
	p.sent[mark], p.order = one, append(p.order, mark)
	return one
}
