package web

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"time"

	"ploughshare/desk"
)

// once does the deed of a form and returns where to go next. A form that comes twice, because somebody pressed twice or a
// bad line made the browser try again, does its deed once and is answered as it was the first time. What tells so is kept
// in the database together with the change, for a day: it holds after a restart and among several servers. A deed that
// fails may be tried again. A form without a ticket, and one of who is not signed in, is always done.
func (v *visit) once() (string, error) {
	if v.values.Get("ticket") == "" || v.Who.User == "" {
		return v.page.post(v)
	}
	call, err := v.desk.Once(v.Who, v.mark(), nil)
	if err != nil {
		return "", err
	}
	if next, err := answered(v.ctx(), call); next != "" || err != nil {
		return next, err
	}
	outer := v.ctx()
	v.c.Request = v.c.Request.WithContext(call.Within(outer))
	next, err := v.page.post(v)
	v.c.Request = v.c.Request.WithContext(outer)
	if err != nil {
		if next, _ := answered(outer, call); next != "" { // an equal form was faster
			return next, nil
		}
		return "", err
	}
	if next != "" {
		if err := call.Keep(context.WithoutCancel(outer), []byte(next)); err != nil { // the deed is done all the same
			v.log.ErrorContext(outer, "the answer to a form could not be kept", "error", err)
		}
	}
	return next, nil
}

// mark tells a form that comes twice from others. Who goes back and changes something sends another one.
func (v *visit) mark() string {
	digest := sha256.Sum256([]byte(v.c.Request.URL.Path + "?" + v.values.Encode()))
	return hex.EncodeToString(digest[:])
}

// An equal form is waited for so long.
const (
	answerTries = 40
	answerPause = 50 * time.Millisecond
)

// answered is where an equal form led to, "" if there was none. One that is being dealt with is waited for.
func answered(ctx context.Context, call *desk.Once) (string, error) {
	for try := 1; ; try++ {
		kept, err := call.Answer(ctx)
		if _, busy := errors.AsType[desk.UnderWay](err); !busy || try == answerTries || ctx.Err() != nil {
			return string(kept), err
		}
		time.Sleep(answerPause)
	}
}
