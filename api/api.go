// Package api is the JSON interface, under /api/v1. It is thin: it decodes, calls a verb of the desk, and turns the
// answer or the error into a response, once. The description (OpenAPI 3.1) comes from the types below and is served
// with a page that works without a network.
package api

import (
	"context"
	"log/slog"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"

	"ploughshare/desk"
	"ploughshare/locale"
)

// Prefix is the path under which everything stands.
const Prefix = "/api/v1"

// Version is the version of the interface.
const Version = "1.0.0"

// api is what the handlers share.
type api struct {
	huma     huma.API
	desk     *desk.Desk
	catalogs *locale.Catalogs
	log      *slog.Logger
}

// Mount puts the whole interface on an engine. This is the list of routes.
func Mount(engine *gin.Engine, d *desk.Desk, catalogs *locale.Catalogs, log *slog.Logger) {
	group := engine.Group(Prefix)
	a := &api{huma: humagin.NewWithGroup(engine, group, config()), desk: d, catalogs: catalogs, log: log}
	mountDocs(group)
	mountRest(engine)

	route(a, get("/themes", "List themes"), a.themes)
	route(a, get("/parties", "List States, organisations and funds"), a.parties)
	route(a, get("/parties/{id}", "Show a party"), a.party)

	route(a, get("/requests", "List requests for assistance"), a.requests)
	route(a, add("/requests", "Post a request"), a.addRequest)
	route(a, get("/requests/{id}", "Show a request with what it lacks to be fundable"), a.request)
	route(a, put("/requests/{id}", "Replace a request"), a.replaceRequest)
	route(a, post("/requests/{id}/moves", "Take a request one step on in its life"), a.moveRequest)

	route(a, get("/offers", "List offers"), a.offers)
	route(a, add("/offers", "Post an offer"), a.addOffer)
	route(a, get("/offers/{id}", "Show an offer with what it leaves open"), a.offer)
	route(a, put("/offers/{id}", "Replace an offer"), a.replaceOffer)

	route(a, get("/pairings", "List past pairings"), a.pairings)
	route(a, upload("/imports", "Import requests, offers, parties or past pairings from CSV, XLSX or JSON"), a.importFile)

	route(a, get("/rounds", "List rounds"), a.rounds)
	route(a, add("/rounds", "Run the matcher"), a.addRound)
	route(a, get("/rounds/{id}", "Show a round; \"latest\" is the newest"), a.round)
	route(a, get("/rounds/{id}/replay", "Run a round again and compare"), a.replay)
	route(a, get("/rounds/{id}/unmatched", "List the requests that got nothing, with the reason that binds"), a.unmatched)
	route(a, get("/rounds/{id}/papers/{kind}", "Write a paper of a round, e.g. its booklet"), a.paper)
	route(a, get("/rounds/{id}/explanations/{request}/{offer}", "Explain why a pair is or is not proposed"), a.explanation)

	route(a, get("/proposals", "List proposals"), a.proposals)
	route(a, get("/proposals/{id}", "Show a proposal with its explanation"), a.proposal)

	route(a, get("/feeds/requests.atom", "Follow requests in a feed reader; the filters are those of the list"), a.requestFeed)
	route(a, get("/feeds/proposals.atom", "Follow proposals in a feed reader"), a.proposalFeed)

	route(a, get("/schedules", "List what is done by itself, and when"), a.schedules)
	route(a, upsert("/schedules/{id}", "Set up or change a schedule"), a.putSchedule)
	route(a, add("/schedules/{id}/runs", "Run a schedule now, beside its times"), a.startRun)
	route(a, get("/runs", "List the history of runs, the latest first"), a.runs)
	route(a, get("/runs/{id}", "Show a run and how far it has come"), a.run)
	route(a, post("/runs/{id}/cancel", "Stop a run; one at work stops within seconds"), a.cancelRun)

	route(a, get("/subscriptions", "List who hears of what"), a.subscriptions)
	route(a, add("/subscriptions", "Tell a person or a program of events"), a.subscribe)
	route(a, remove("/subscriptions/{id}", "End a subscription"), a.unsubscribe)
	route(a, get("/notices", "List what was told to whom and whether it arrived"), a.notices)
}

func config() huma.Config {
	c := huma.DefaultConfig("Ploughshare", Version)
	c.Info.Description = "Requests for assistance under the Programme of Action on small arms, donors' offers, " +
		"and explained proposals that bring them together. Rounds propose and never allocate."
	c.Servers = []*huma.Server{{URL: Prefix}}
	c.DocsPath = "" // the page that comes with huma loads scripts from elsewhere
	c.CreateHooks = nil
	c.Transformers = []huma.Transformer{withoutValues}
	c.RejectUnknownQueryParameters = true
	return c
}

func operation(method, path, summary string) huma.Operation {
	noun, _, _ := strings.Cut(path[1:], "/")
	return huma.Operation{
		Method: method, Path: path, Summary: summary, OperationID: name(method, path), Tags: []string{noun},
		Errors: errorsOf(method, path),
	}
}

// name makes the id of an operation from its method and path: "get-rounds-id-unmatched".
func name(method, path string) string {
	return strings.ToLower(method) + strings.NewReplacer("/", "-", "{", "", "}", "").Replace(path)
}

// errorsOf lists the statuses that say what went wrong, for the description.
func errorsOf(method, path string) []int {
	statuses := []int{http.StatusUnprocessableEntity}
	if strings.Contains(path, "{") {
		statuses = append(statuses, http.StatusNotFound)
	}
	switch {
	case method == http.MethodPut, strings.HasSuffix(path, "/moves"):
		statuses = append(statuses, http.StatusPreconditionFailed, http.StatusPreconditionRequired)
	case method == http.MethodPost:
		statuses = append(statuses, http.StatusConflict)
	}
	return statuses
}

// add makes a record: 201 with its address.
func add(path, summary string) huma.Operation {
	op := post(path, summary)
	op.DefaultStatus = http.StatusCreated
	return op
}

func get(path, summary string) huma.Operation  { return operation(http.MethodGet, path, summary) }
func put(path, summary string) huma.Operation  { return operation(http.MethodPut, path, summary) }
func post(path, summary string) huma.Operation { return operation(http.MethodPost, path, summary) }

// upsert makes a record or puts another in its place; asking twice is the same as once, so it needs no If-Match.
func upsert(path, summary string) huma.Operation {
	op := put(path, summary)
	op.Errors = []int{http.StatusUnprocessableEntity}
	return op
}

func remove(path, summary string) huma.Operation {
	return operation(http.MethodDelete, path, summary)
}

// upload takes a file as the body; 64 MiB hold about 200,000 rows.
func upload(path, summary string) huma.Operation {
	op := post(path, summary)
	op.MaxBodyBytes = 64 << 20
	return op
}

// route registers a handler whose error becomes a response here and nowhere else.
func route[I, O any](a *api, op huma.Operation, handle func(context.Context, *I) (*O, error)) {
	huma.Register(a.huma, op, func(ctx context.Context, in *I) (*O, error) {
		out, err := handle(ctx, in)
		if err != nil {
			return nil, a.problem(ctx, op, err)
		}
		return out, nil
	})
}
