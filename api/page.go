package api

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"ploughshare/aid"
	"ploughshare/locale"
)

// language is that of sentences in answers, until there are catalogs in others.
const language = "en"

// PageQuery are the query parameters of every list. It is exported, like the other parts that are embedded in inputs,
// because huma sees no others.
type PageQuery struct {
	Sort  string `query:"sort" doc:"Field to sort by, e.g. id; a leading - turns the order round. What a list can be sorted by is said when the field is not one of them."`
	After string `query:"after" doc:"The next of the page before"`
	Limit int    `query:"limit" minimum:"1" maximum:"500" default:"50" doc:"Records at most"`
}

func (q PageQuery) page() aid.Page {
	field, desc := strings.CutPrefix(q.Sort, "-")
	return aid.Page{Sort: field, Desc: desc, After: q.After, Limit: q.Limit}
}

// list is a page of records.
type list[T any] struct {
	Body struct {
		Items []T    `json:"items"`
		Next  string `json:"next,omitempty" doc:"Send as after for the next page; absent on the last"`
	}
}

func listOf[T any](items []T, next string, err error) (*list[T], error) {
	if err != nil {
		return nil, err
	}
	out := &list[T]{}
	out.Body.Items, out.Body.Next = items, next
	if items == nil {
		out.Body.Items = []T{}
	}
	return out, nil
}

// one is a single record with its version as entity tag.
type one[T any] struct {
	ETag     string `header:"ETag"`
	Location string `header:"Location"`
	Body     T
}

// created is a new record with its address.
func created[T any](record *one[T], path string) *one[T] {
	if record != nil {
		record.Location = Prefix + path
	}
	return record
}

func oneOf[T any](record T, version int64, err error) (*one[T], error) {
	if err != nil {
		return nil, err
	}
	return &one[T]{ETag: etag(version), Body: record}, nil
}

// part is a record of which the reader sees a part. It has no entity tag: what others see of the same version differs.
func part[T any](record T) *one[T] { return &one[T]{Body: record} }

func etag(version int64) string { return fmt.Sprintf(`"%d"`, version) }

// IfNoneMatch lets a client with a bad line skip what it has.
type IfNoneMatch struct {
	IfNoneMatch string `header:"If-None-Match" doc:"Entity tag that the client has; 304 when it still holds"`
}

func (h IfNoneMatch) fresh(version int64) error {
	if !tagged(h.IfNoneMatch, version) {
		return nil
	}
	return huma.ErrorWithHeaders(huma.Status304NotModified(), http.Header{"Etag": {etag(version)}})
}

// tagged says whether a list of entity tags names a version; * names every one.
func tagged(list string, version int64) bool {
	for tag := range strings.SplitSeq(list, ",") {
		if tag = strings.TrimPrefix(strings.TrimSpace(tag), "W/"); tag == "*" || tag == etag(version) {
			return true
		}
	}
	return false
}

// IfMatch guards a change against those of others.
type IfMatch struct {
	IfMatch string `header:"If-Match" doc:"Entity tag of the version that the change is made to; without it the answer is 428"`
}

// version is the version that the client has seen: 428 when it does not say, 412 when it is not the present one.
func (h IfMatch) version(present int64) (int64, error) {
	switch {
	case h.IfMatch == "":
		return 0, huma.NewError(http.StatusPreconditionRequired, "send the ETag of the version that you change as If-Match")
	case tagged(h.IfMatch, present):
		return present, nil
	}
	return 0, huma.NewError(http.StatusPreconditionFailed,
		fmt.Sprintf("somebody has changed it since; read version %d first", present))
}

// printer speaks to the caller.
func (a *api) printer(ctx context.Context) (locale.Printer, error) {
	return a.desk.Printer(ctx, a.catalogs, language)
}

// say fills in the sentences of messages.
func say(p locale.Printer, messages ...*aid.Message) {
	for _, m := range messages {
		m.Text = p.T(m.Key, m.Args)
	}
}

func sayAll(p locale.Printer, messages []aid.Message) {
	for i := range messages {
		say(p, &messages[i])
	}
}
