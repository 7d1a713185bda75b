package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"

	"ploughshare/desk"
)

// keyHeader names a call, so that a client with a bad line can send it again without doing it twice
// (draft-ietf-httpapi-idempotency-key-header).
const keyHeader = "Idempotency-Key"

// answer is what was answered, as it is kept for the same call.
type answer struct {
	Status int
	Header http.Header
	Body   []byte
}

// once does a call with a key once, however often it comes. An answer other than 2xx has changed nothing and is not kept.
func (a *api) once(c *gin.Context) {
	key := c.GetHeader(keyHeader)
	if key == "" || c.Request.Method != http.MethodPost || c.FullPath() == Prefix+"/session" {
		return
	}
	ctx := c.Request.Context()
	call, err := a.named(c, key)
	var kept []byte
	if err == nil {
		kept, err = call.Answer(ctx)
	}
	if err != nil || kept != nil {
		a.again(c, kept, err)
		c.Abort()
		return
	}
	held := &held{ResponseWriter: c.Writer, answer: answer{Status: http.StatusOK, Header: http.Header{}}}
	a.hold(c, held, call)
	if held.Status()/100 != 2 {
		if kept, err = call.Answer(ctx); err != nil || kept != nil { // an equal call was faster
			a.again(c, kept, err)
			return
		}
	} else if err := a.keep(context.WithoutCancel(ctx), call, held.answer); err != nil {
		a.log.ErrorContext(ctx, "an answer could not be kept", "error", err)
	}
	held.answer.send(c)
}

// named reads what is asked for under the key.
func (a *api) named(c *gin.Context, key string) (*desk.Once, error) {
	body, err := io.ReadAll(c.Request.Body)
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return nil, huma.NewError(http.StatusRequestEntityTooLarge, err.Error())
	}
	if err != nil {
		return nil, huma.NewError(http.StatusBadRequest, err.Error())
	}
	c.Request.Body = io.NopCloser(bytes.NewReader(body))
	return a.desk.Once(who(c.Request.Context()), key, append([]byte(c.Request.URL.RequestURI()+"\n"), body...))
}

// hold goes on with the call and holds the answer back. After a panic too, others write to the real writer.
func (a *api) hold(c *gin.Context, held *held, call *desk.Once) {
	defer func() { c.Writer = held.ResponseWriter }()
	c.Writer, c.Request = held, c.Request.WithContext(call.Within(c.Request.Context()))
	c.Next()
}

func (a *api) keep(ctx context.Context, call *desk.Once, made answer) error {
	text, err := json.Marshal(made)
	if err != nil {
		return err
	}
	return call.Keep(ctx, text)
}

// again answers as the same call was answered before, or says why not.
func (a *api) again(c *gin.Context, kept []byte, err error) {
	var before answer
	if err == nil {
		err = json.Unmarshal(kept, &before)
	}
	if err != nil {
		a.refuse(c, err)
		return
	}
	before.Header.Set("Idempotency-Replayed", "true")
	before.send(c)
}

func (made answer) send(c *gin.Context) {
	for name, values := range made.Header {
		c.Writer.Header()[name] = values
	}
	c.Writer.WriteHeader(made.Status)
	c.Writer.WriteHeaderNow()
	c.Writer.Write(made.Body)
}

// held is a writer that keeps the answer to itself.
type held struct {
	gin.ResponseWriter
	answer answer
}

func (h *held) Header() http.Header    { return h.answer.Header }
func (h *held) WriteHeader(status int) { h.answer.Status = status }
func (h *held) WriteHeaderNow()        {}
func (h *held) Flush()                 {}
func (h *held) Status() int            { return h.answer.Status }
func (h *held) Size() int              { return len(h.answer.Body) }
func (h *held) Written() bool          { return len(h.answer.Body) > 0 }
func (h *held) Write(p []byte) (int, error) {
	h.answer.Body = append(h.answer.Body, p...)
	return len(p), nil
}
func (h *held) WriteString(s string) (int, error) {
	return h.Write([]byte(s))
}
