// Package api is the JSON interface, under /api/v1. It is thin: it decodes, calls a verb of the desk, and turns the
// answer or the error into a response, once. The description (OpenAPI 3.1) comes from the types below and is served
// with a page that works without a network.
package api

import (
	"context"
	"log/slog"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"

	"ploughshare/aid"
	"ploughshare/desk"
	"ploughshare/gate"
	"ploughshare/locale"
)

// Prefix is the path under which everything stands.
const Prefix = "/api/v1"

// Version is the version of the interface.
const Version = "1.0.0"

// api is what the handlers share.
type api struct {
	huma     huma.API
	gate     *gate.Gate
	desk     *desk.Desk
	catalogs *locale.Catalogs
	log      *slog.Logger
}

// who makes the call, as the gate has found out.
func who(ctx context.Context) aid.Actor { return aid.Who(ctx) }

// Mount puts the whole interface on an engine that already has the gate among its middleware. This is the list of routes.
func Mount(engine *gin.Engine, g *gate.Gate, d *desk.Desk, catalogs *locale.Catalogs, log *slog.Logger) {
	group := engine.Group(Prefix)
	g.Mount(group)
	a := &api{gate: g, desk: d, catalogs: catalogs, log: log}
	group.Use(a.once)
	a.huma = humagin.NewWithGroup(engine, group, config())
	mountDocs(group)
	mountRest(engine)

	route(a, post("/session", "Sign in: begin a session, kept by a cookie"), a.signIn)
	route(a, remove("/session", "Sign out"), a.signOut)
	route(a, get("/me", "Show your account and what you may do"), a.me)
	route(a, put("/me/password", "Change your password"), a.changePassword)
	route(a, post("/me/second-factor", "Begin a second factor: get the secret for an app"), a.beginSecondFactor)
	route(a, put("/me/second-factor", "Confirm it with the first code; get recovery codes"), a.confirmSecondFactor)
	route(a, get("/tokens", "List your tokens"), a.tokens)
	route(a, add("/tokens", "Issue a token for a program; its secret is shown this once"), a.issueToken)
	route(a, remove("/tokens/{id}", "Revoke a token"), a.revokeToken)

	route(a, get("/users", "List accounts"), a.users)
	route(a, add("/users", "Make an account; its password for one use is shown this once"), a.addUser)
	route(a, get("/users/{id}", "Show an account"), a.user)
	route(a, put("/users/{id}", "Change an account"), a.replaceUser)
	route(a, post("/users/{id}/password", "Give an account a password for one use; end its sessions and tokens"), a.resetPassword)

	route(a, get("/themes", "List themes"), a.themes)
	route(a, get("/parties", "List States, organisations and funds"), a.parties)
	route(a, get("/parties/{id}", "Show a party"), a.party)

	route(a, get("/requests", "List requests for assistance"), a.requests)
	route(a, file("/sheets/requests", "Write the whole of a filtered list of requests as a table, in the columns that imports have", tables...), a.requestSheet)
	route(a, file("/sheets/offers", "Write the whole of a filtered list of offers as a table", tables...), a.offerSheet)
	route(a, add("/requests", "Post a request"), a.addRequest)
	route(a, get("/duplicates", "List requests that may ask for one need, for the secretariat to look at"), a.duplicates)
	route(a, cached("/requests/{id}", "Show a request with what it lacks to be fundable"), a.request)
	route(a, put("/requests/{id}", "Replace a request"), a.replaceRequest)
	route(a, post("/requests/{id}/moves", "Take a request one step on in its life"), a.moveRequest)
	route(a, post("/requests/together", "Take several requests one step on with one reason: all or none"), a.moveTogether)
	route(a, post("/requests/{id}/confirmation", "Say that a need still stands, so that it does not expire"), a.confirmRequest)
	route(a, get("/requests/{id}/history", "Show what became of a request"), a.history)
	route(a, get("/requests/{id}/questions", "List the questions about a request, with the State's answers"), a.questions)
	route(a, add("/requests/{id}/questions", "Ask the State something about a request"), a.askQuestion)
	route(a, put("/questions/{id}/answer", "Answer a question for the State"), a.answerQuestion)
	route(a, get("/requests/{id}/translations", "List the translations of what a request says"), a.translations)
	route(a, upsert("/requests/{id}/translations/{language}", "Enter a translation of what a request says, in place of an earlier one"), a.translate)
	route(a, add("/requests/{id}/results", "Report what was achieved, for the State or a donor"), a.reportResult)
	route(a, put("/results/{id}", "Correct a reported result"), a.replaceResult)

	route(a, get("/offers", "List offers"), a.offers)
	route(a, add("/offers", "Post an offer"), a.addOffer)
	route(a, cached("/offers/{id}", "Show an offer with what it leaves open"), a.offer)
	route(a, put("/offers/{id}", "Replace an offer"), a.replaceOffer)

	route(a, get("/pairings", "List past pairings"), a.pairings)
	route(a, upload("/imports", "Import requests, offers, parties or past pairings from CSV, XLSX or JSON"), a.importFile)

	route(a, small(upload("/reports", "File a State's national report: DOCX, XLSX, PDF, CSV, JSON or text"), 16), a.fileReport)
	route(a, get("/reports", "List reports"), a.reports)
	route(a, get("/reports/{id}", "Show a report: its answers, and what was found in them"), a.report)
	route(a, get("/ingests", "List the files that were sent in, with what came of them"), a.ingests)
	route(a, post("/findings/{id}/acceptance", "Make a request of what a report says, or confirm a need of before"), a.acceptFinding)
	route(a, post("/findings/{id}/rejection", "Take nothing from it; a need of before is withdrawn"), a.rejectFinding)
	route(a, small(upload("/chronicles", "Read a text that tells who helped whom with what, such as a report of the Secretary-General"), 16), a.fileChronicle)
	route(a, get("/chronicles", "List such texts"), a.chronicles)
	route(a, get("/chronicles/{id}", "Show what was read out of such a text"), a.chronicle)
	route(a, post("/passages/{id}/acceptance", "Put the past pairings of a passage on record"), a.acceptPassage)
	route(a, post("/passages/{id}/rejection", "Take nothing from a passage"), a.rejectPassage)
	route(a, get("/templates", "List the templates of reports"), a.templates)
	route(a, upsert("/templates/{id}", "Add or change a template"), a.putTemplate)
	route(a, file("/forms/{state}", "Write a form for a State to fill in offline, with what is on record", desk.PaperTypes()...), a.form)

	route(a, get("/rounds", "List rounds"), a.rounds)
	route(a, add("/rounds", "Run the matcher"), a.addRound)
	route(a, get("/rounds/{id}", "Show a round; \"latest\" is the newest"), a.round)
	route(a, get("/rounds/{id}/replay", "Run a round again and compare"), a.replay)
	route(a, get("/rounds/{id}/fairness", "Show how fair a round is, and the price of fairness as a curve"), a.fairness)
	route(a, get("/rounds/{id}/unmatched", "List the requests that got nothing, with the reason that binds"), a.unmatched)
	route(a, get("/rounds/{id}/short", "List the requests that got a part, with what holds the rest back"), a.short)
	route(a, get("/rounds/{id}/worth", "Say what the next dollars would be worth, by offer, theme and region"), a.worth)
	route(a, post("/rounds/{id}/whatif", "Solve a round with other offers or settings, and compare; nothing is kept"), a.whatIf)
	route(a, get("/rounds/{id}/bundles", "List the joint requests that a round puts forward beside its proposals"), a.bundles)
	route(a, file("/rounds/{id}/papers/{kind}", "Write a draft of a paper of a round, e.g. its booklet or a donor's briefing", desk.PaperTypes()...), a.paper)
	route(a, get("/rounds/{id}/explanations/{request}/{offer}", "Explain why a pair is or is not proposed"), a.explanation)

	route(a, get("/proposals", "List proposals"), a.proposals)
	route(a, cached("/proposals/{id}", "Show a proposal with its explanation"), a.proposal)
	route(a, post("/proposals/{id}/moves", "Pin, veto, publish or withdraw a proposal"), a.moveProposal)
	route(a, add("/proposals/{id}/answers", "Answer a proposal for a donor: interested, not us, or a question"), a.answerProposal)
	route(a, add("/proposals/{id}/commitments", "Pledge, commit or disburse money for a proposal"), a.commitMoney)

	route(a, get("/drafts/{kind}/languages", "Say how far a paper would be in each language, before it is issued"), a.languages)
	route(a, file("/activities.xml", "Write what is funded or on the way to it as IATI 2.03, of States that consent to its publication", "application/xml"), a.activities)
	route(a, get("/issues", "List what papers have been issued"), a.issues)
	route(a, add("/issues", "Issue a paper: give it a symbol, freeze what it says, start writing its files"), a.issuePaper)
	route(a, get("/issues/{id}", "Show an issue and how far its files have come"), a.issue)
	route(a, add("/issues/{id}/runs", "Write those files of an issue that are not there yet"), a.resumeIssue)
	route(a, get("/papers", "List issued files: all, or those for your party"), a.papers)
	route(a, file("/papers/{id}", "Read an issued file, byte for byte", desk.PaperTypes()...), a.paperFile)
	route(a, file("/drafts/{kind}", "Write a draft of a paper that is of no round, or of the latest: a State's feedback, a year's figures",
		desk.PaperTypes()...), a.paperOfAny)
	route(a, get("/rounds/{id}/curations", "List what the secretariat has pinned, set and vetoed on a round"), a.curations)
	route(a, add("/rounds/{id}/curations", "Pin a pair of a round, set its amount, or veto it, with the reason"), a.curate)
	route(a, post("/curations/{id}/cancellation", "Undo a pin, an amount or a veto"), a.undoCuration)
	route(a, add("/rounds/{id}/curated", "Solve a round again around its curations, and keep that as another round"), a.matchCurated)
	route(a, get("/rounds/{id}/changes/{other}", "Say what changed from a round to another, and why"), a.compare)

	route(a, get("/meetings", "List meetings"), a.meetings)
	route(a, add("/meetings", "Plan a meeting"), a.addMeeting)
	route(a, get("/meetings/{id}", "Show a meeting"), a.meeting)
	route(a, put("/meetings/{id}", "Change dates, agenda and participants of a meeting"), a.replaceMeeting)
	route(a, post("/meetings/{id}/moves", "Open or close a meeting"), a.moveMeeting)
	route(a, add("/meetings/{id}/rounds", "Run the matcher for a meeting, as of its cut-off"), a.matchFor)
	route(a, post("/meetings/{id}/publication", "Publish the proposals of a meeting's round"), a.publish)
	route(a, post("/meetings/{id}/withdrawal", "Take the proposals of a meeting back, with the reason"), a.withdraw)
	route(a, get("/meetings/{id}/sitting", "Show where a meeting is on its agenda, with what has been said"), a.sitting)
	route(a, post("/meetings/{id}/item", "Go on to an agenda item"), a.takeUp)
	route(a, add("/meetings/{id}/answers", "Note what a donor says of a proposal in a meeting"), a.noteInterest)
	route(a, add("/meetings/{id}/actions", "Note what somebody undertakes to do, and by when"), a.noteAction)
	route(a, get("/actions", "List what was undertaken in meetings, what is due first at the top"), a.actions)
	route(a, get("/actions/{id}", "Show an action"), a.action)
	route(a, put("/actions/{id}", "Change what is to be done, by whom and by when"), a.replaceAction)
	route(a, post("/actions/{id}/moves", "Say that an action is done, or open it again"), a.moveAction)
	route(a, file("/feeds/meetings.ics", "Follow meetings, cut-offs and actions in a calendar", "text/calendar"), a.calendar)

	route(a, get("/answers", "List what donors answer to proposals"), a.answers)
	route(a, get("/commitments", "List what donors pledge, commit and pay"), a.commitments)
	route(a, post("/commitments/{id}/cancellation", "Take a pledge, commitment or payment back"), a.cancelCommitment)
	route(a, get("/totals", "Show what has been asked for, committed and achieved in all"), a.totals)

	route(a, fresh(file("/feeds/requests.atom", "Follow requests in a feed reader; the filters are those of the list", atom)), a.requestFeed)
	route(a, fresh(file("/feeds/proposals.atom", "Follow proposals in a feed reader", atom)), a.proposalFeed)

	route(a, get("/schedules", "List what is done by itself, and when"), a.schedules)
	route(a, upsert("/schedules/{id}", "Set up or change a schedule"), a.putSchedule)
	route(a, add("/schedules/{id}/runs", "Run a schedule now, beside its times"), a.startRun)
	route(a, get("/runs", "List the history of runs, the latest first"), a.runs)
	route(a, get("/runs/{id}", "Show a run and how far it has come"), a.run)
	route(a, post("/runs/{id}/cancel", "Stop a run; one at work stops within seconds"), a.cancelRun)

	route(a, get("/subscriptions", "List who hears of what"), a.subscriptions)
	route(a, add("/subscriptions", "Tell a person or a program of events"), a.subscribe)
	route(a, remove("/subscriptions/{id}", "End a subscription"), a.unsubscribe)
	route(a, get("/searches", "List the searches that you have saved"), a.searches)
	route(a, add("/searches", "Save a search, and hear of what is new in it if you wish"), a.saveSearch)
	route(a, remove("/searches/{id}", "Remove a saved search"), a.removeSearch)
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
	c.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"token":   {Type: "http", Scheme: "bearer", Description: "A token from POST /tokens or `ploughshare token add`"},
		"session": {Type: "apiKey", In: "cookie", Name: "ploughshare", Description: "From POST /session; __Host-ploughshare over TLS"},
	}
	c.Security = []map[string][]string{{"token": {}}, {"session": {}}, {}} // the public sees what is for everybody
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
	statuses := []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusUnprocessableEntity, http.StatusTooManyRequests}
	if strings.Contains(path, "{") {
		statuses = append(statuses, http.StatusNotFound)
	}
	if method == http.MethodPut && strings.Contains(path, "{") || slices.Contains(guarded, path[strings.LastIndexByte(path, '/'):]) {
		statuses = append(statuses, http.StatusPreconditionFailed, http.StatusPreconditionRequired)
	}
	if method == http.MethodPost {
		statuses = append(statuses, http.StatusConflict)
	}
	if method == http.MethodPost || method == http.MethodPut {
		statuses = append(statuses, http.StatusBadRequest, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType)
	}
	return statuses
}

// guarded are the ends of the paths to which a change is posted, which needs If-Match.
var guarded = []string{"/moves", "/cancellation", "/publication", "/withdrawal", "/item", "/acceptance", "/rejection"}

// add makes a record: 201 with its address, or that of the list it is in.
func add(path, summary string) huma.Operation {
	op := post(path, summary)
	op.DefaultStatus = http.StatusCreated
	return op
}

// remove takes something away: 204.
func remove(path, summary string) huma.Operation {
	op := operation(http.MethodDelete, path, summary)
	op.DefaultStatus = http.StatusNoContent
	return op
}

func get(path, summary string) huma.Operation { return operation(http.MethodGet, path, summary) }
func put(path, summary string) huma.Operation { return operation(http.MethodPut, path, summary) }

// cached shows a record that a client may have already.
func cached(path, summary string) huma.Operation { return fresh(get(path, summary)) }

// fresh adds the answer to who has what he asks for.
func fresh(op huma.Operation) huma.Operation {
	if op.Responses == nil {
		op.Responses = map[string]*huma.Response{}
	}
	op.Responses["304"] = &huma.Response{Description: "What the client has is still so"}
	return op
}

// file answers with one of some types of content.
func file(path, summary string, types ...string) huma.Operation {
	op := get(path, summary)
	content := map[string]*huma.MediaType{}
	for _, t := range types {
		kind, _, _ := strings.Cut(t, ";")
		content[kind] = &huma.MediaType{Schema: &huma.Schema{}}
	}
	op.Responses = map[string]*huma.Response{"200": {Description: http.StatusText(http.StatusOK), Content: content}}
	return op
}

// post takes an idempotency key, see once; but signing in makes no record and has no use for one.
func post(path, summary string) huma.Operation {
	op := operation(http.MethodPost, path, summary)
	if path != "/session" {
		shortest, longest := desk.ShortestKey, desk.LongestKey
		op.Parameters = []*huma.Param{{
			Name: keyHeader, In: "header", Schema: &huma.Schema{Type: huma.TypeString, MinLength: &shortest, MaxLength: &longest},
			Description: "Names this call, best by a random UUID. The same call with the same key within 24 hours changes nothing " +
				"more and gets the same answer, with the header Idempotency-Replayed: true. 422 when the key came with another " +
				"call, 409 while the first one is under way. An answer other than 2xx has changed nothing and is not kept.",
		}}
	}
	return op
}

// upsert makes a record or puts another in its place; asking twice is the same as once, so it needs no If-Match.
func upsert(path, summary string) huma.Operation {
	op := put(path, summary)
	op.Errors = errorsOf(http.MethodPost, path)
	return op
}

// upload takes a file as the body; 64 MiB hold about 200,000 rows.
func upload(path, summary string) huma.Operation {
	op := post(path, summary)
	op.MaxBodyBytes = 64 << 20
	return op
}

// small lets an upload have fewer MiB.
func small(op huma.Operation, size int64) huma.Operation {
	op.MaxBodyBytes = size << 20
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
