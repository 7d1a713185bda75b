package api

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"

	"ploughshare/aid"
	"ploughshare/desk"
	"ploughshare/gate"
	"ploughshare/intake"
)

// kinds turns kinds of error into statuses.
var kinds = []struct {
	kind   error
	status int
}{
	{aid.ErrNotFound, http.StatusNotFound},
	{aid.ErrInvalid, http.StatusUnprocessableEntity},
	{aid.ErrConflict, http.StatusConflict},
	{aid.ErrForbidden, http.StatusForbidden},
}

// problem turns an error into an RFC 9457 document. What is not one of our kinds is a defect: it is logged here, and
// the caller learns no more than that.
func (a *api) problem(ctx context.Context, op huma.Operation, err error) error {
	var ready huma.StatusError
	if errors.As(err, &ready) {
		return ready
	}
	var busy desk.UnderWay
	if errors.As(err, &busy) {
		return a.refusal(ctx, http.StatusConflict, aid.Problems{{Field: keyHeader, Message: aid.Say("key_under_way", "subject", busy.Subject)}})
	}
	var early aid.TooSoon
	if errors.As(err, &early) {
		return huma.ErrorWithHeaders(huma.NewError(http.StatusTooManyRequests, err.Error()),
			http.Header{"Retry-After": {gate.Seconds(early.Wait)}})
	}
	if errors.Is(err, aid.ErrUnauthenticated) {
		return huma.ErrorWithHeaders(a.refusal(ctx, http.StatusUnauthorized, err), http.Header{"Www-Authenticate": {gate.Challenge}})
	}
	for _, k := range kinds {
		if errors.Is(err, k.kind) {
			return a.refusal(ctx, k.status, err)
		}
	}
	if ctx.Err() != nil {
		return huma.NewError(http.StatusServiceUnavailable, "the request was broken off")
	}
	a.log.ErrorContext(ctx, "request failed", "operation", op.OperationID, "error", err)
	return huma.NewError(http.StatusInternalServerError, "something went wrong here; it has been logged")
}

// refusal says each problem as a sentence at the place in the body that it speaks of.
func (a *api) refusal(ctx context.Context, status int, err error) error {
	var problems aid.Problems
	if !errors.As(err, &problems) {
		return huma.NewError(status, err.Error())
	}
	printer, printerErr := a.desk.Printer(ctx, a.catalogs, language)
	if printerErr != nil {
		return huma.NewError(status, err.Error())
	}
	details := make([]error, len(problems))
	for i, p := range problems {
		details[i] = &huma.ErrorDetail{Location: p.Field, Message: printer.T(p.Key, p.Args)}
	}
	return huma.NewError(status, "what was sent cannot be taken", details...)
}

// refusedRows is the answer to a file of which nothing was written. The problems have their texts.
func refusedRows(problems []intake.Problem, refused int) error {
	details := make([]error, len(problems))
	for i, p := range problems {
		details[i] = &huma.ErrorDetail{Location: place(p), Message: p.Text}
	}
	return huma.NewError(http.StatusUnprocessableEntity,
		fmt.Sprintf("nothing was written: %d rows were refused; mend them, or send partial=true to take the others", refused), details...)
}

// place is where in the file a problem is; some are of the whole line.
func place(p intake.Problem) string {
	if p.Column == "" {
		return fmt.Sprintf("line %d", p.Line)
	}
	return fmt.Sprintf("line %d, column %s", p.Line, p.Column)
}

// withoutValues keeps what was sent out of error documents: it may be a password or a report. It puts in the name of the
// call, by which its lines in the log are found.
func withoutValues(ctx huma.Context, _ string, body any) (any, error) {
	if model, ok := body.(*huma.ErrorModel); ok {
		model.Instance = gate.Instance(ctx.Context())
		for _, detail := range model.Errors {
			detail.Value = nil
		}
	}
	return body, nil
}

// mountRest answers what no route does in the form of all other errors.
func mountRest(engine *gin.Engine) {
	engine.HandleMethodNotAllowed = true
	engine.NoRoute(Nowhere())
	engine.NoMethod(refuse(http.StatusMethodNotAllowed, "this address does not take this method; see "+Prefix+"/docs"))
}

// Nowhere answers for an address that there is not.
func Nowhere() gin.HandlerFunc {
	return refuse(http.StatusNotFound, "there is nothing at this address; see "+Prefix+"/docs")
}

func refuse(status int, detail string) gin.HandlerFunc {
	return func(c *gin.Context) {
		writeProblem(c, &huma.ErrorModel{Title: http.StatusText(status), Status: status, Detail: detail})
	}
}

// refuse writes an error that befell before any operation.
func (a *api) refuse(c *gin.Context, err error) {
	var problem *huma.ErrorModel
	if err = a.problem(c.Request.Context(), huma.Operation{OperationID: c.FullPath()}, err); !errors.As(err, &problem) {
		problem = &huma.ErrorModel{Title: http.StatusText(http.StatusInternalServerError), Status: http.StatusInternalServerError}
	}
	var more huma.HeadersError
	if errors.As(err, &more) {
		maps.Copy(c.Writer.Header(), more.GetHeaders())
	}
	writeProblem(c, problem)
}

func writeProblem(c *gin.Context, problem *huma.ErrorModel) {
	problem.Instance = gate.Instance(c.Request.Context())
	c.Header("Content-Type", "application/problem+json")
	c.JSON(problem.Status, problem)
}
