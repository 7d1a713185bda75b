package api_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"ploughshare/api"
)

// contract stands before the interface and sees to it that every answer is as the description has it, whatever a test
// is about. An answer that the description does not have, by its status, type or content, fails the test.
type contract struct {
	http.Handler
	t       *testing.T
	paths   map[string]map[string]described
	routes  *http.ServeMux
	mu      sync.Mutex // the compiler is for one at a time
	schemas *jsonschema.Compiler
}

// described is what the description says of the answers of an operation.
type described struct {
	Responses map[string]struct {
		Content map[string]any
	}
}

func newContract(t *testing.T, h http.Handler) *contract {
	t.Helper()
	text := description(h)
	var doc struct {
		Paths map[string]map[string]described
	}
	if err := json.Unmarshal(text, &doc); err != nil {
		t.Fatal(err)
	}
	whole, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := &contract{Handler: h, t: t, paths: doc.Paths, routes: http.NewServeMux(), schemas: jsonschema.NewCompiler()}
	c.schemas.AssertFormat()
	if err := c.schemas.AddResource("openapi.json", whole); err != nil {
		t.Fatal(err)
	}
	for path, operations := range doc.Paths {
		for method := range operations {
			c.routes.Handle(strings.ToUpper(method)+" "+api.Prefix+path, http.NotFoundHandler())
		}
	}
	return c
}

// description is what a handler says of itself.
func description(h http.Handler) []byte {
	answer := httptest.NewRecorder()
	h.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, api.Prefix+"/openapi.json", nil))
	return answer.Body.Bytes()
}

func (c *contract) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	answer := httptest.NewRecorder()
	c.Handler.ServeHTTP(answer, r)
	maps.Copy(w.Header(), answer.Header())
	w.WriteHeader(answer.Code)
	w.Write(answer.Body.Bytes())
	if err := c.look(r, answer); err != nil {
		c.t.Errorf("%s %s: the answer is not as described: %v: %.300s", r.Method, r.URL, err, answer.Body)
	}
}

func (c *contract) look(r *http.Request, answer *httptest.ResponseRecorder) error {
	_, pattern := c.routes.Handler(r)
	method, path, found := strings.Cut(strings.Replace(pattern, " "+api.Prefix, " ", 1), " ")
	if !found || answer.Code == http.StatusMethodNotAllowed {
		return nil // the page, the description itself, and addresses of nothing
	}
	method = strings.ToLower(method)
	status := strconv.Itoa(answer.Code)
	response, listed := c.paths[path][method].Responses[status]
	if !listed {
		return fmt.Errorf("status %s is not described", status)
	}
	if answer.Body.Len() == 0 && len(response.Content) == 0 {
		return nil
	}
	kind, _, _ := strings.Cut(answer.Header().Get("Content-Type"), ";")
	if _, listed := response.Content[kind]; !listed {
		return fmt.Errorf("status %s is described with %v, not %q", status, slices.Collect(maps.Keys(response.Content)), kind)
	}
	if !strings.HasSuffix(kind, "json") {
		return nil
	}
	return c.valid([]string{"paths", path, method, "responses", status, "content", kind, "schema"}, answer.Body.Bytes())
}

func (c *contract) valid(at []string, body []byte) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	address := "openapi.json#"
	for _, step := range at {
		address += "/" + strings.NewReplacer("~", "~0", "/", "~1", "{", "%7B", "}", "%7D").Replace(step)
	}
	schema, err := c.schemas.Compile(address)
	if err != nil {
		return err
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		return err
	}
	return schema.Validate(value)
}

var accept = flag.Bool("accept", false, "put the present description in the place of the one that clients rely on")

// A change that breaks clients, or that the kept description does not have, is one that somebody must accept.
func TestNoClientIsBroken(t *testing.T) {
	const kept = "openapi.json"
	var text bytes.Buffer
	if err := json.Indent(&text, description(server(t)), "", " "); err != nil {
		t.Fatal(err)
	}
	text.WriteByte('\n')
	if *accept {
		if err := os.WriteFile(kept, text.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	before, err := os.ReadFile(kept)
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range breaks(t, before, text.Bytes()) {
		t.Errorf("a break for clients: %s; if it is meant, run scripts/accept-api", b)
	}
	if !t.Failed() && !bytes.Equal(before, text.Bytes()) {
		t.Error("the description has changed, and breaks no client: run scripts/accept-api, so that the next change is measured by it")
	}
}

// The comparison is tried on changes of each kind.
func TestBreaksAreFound(t *testing.T) {
	before, err := os.ReadFile("openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, old, new, want string }{
		{"none", "", "", ""},
		{"an operation is gone", `"/themes": {`, `"/subjects": {`, "get /themes"},
		{"a field is gone from an answer", `"fundability": {`, `"fundable": {`, "fundability"},
		{"a status is gone from a filter", `"interest_shown",`, ``, "interest_shown"},
		{"a parameter is needed", `"name": "silent"`, `"required": true, "name": "mute"`, "mute"},
		{"a field is needed", `"required": [
     "requester",
     "need"
    ]`, `"required": ["requester", "need", "contact"]`, "contact"},
	} {
		changed := bytes.ReplaceAll(before, []byte(c.old), []byte(c.new))
		if c.old == "" {
			changed = before
		} else if bytes.Equal(changed, before) {
			t.Errorf("%s: the description does not have %s", c.name, c.old)
		}
		found := strings.Join(breaks(t, before, changed), "\n")
		if (c.want == "") != (found == "") || !strings.Contains(found, c.want) {
			t.Errorf("%s: found %q", c.name, found)
		}
	}
}
