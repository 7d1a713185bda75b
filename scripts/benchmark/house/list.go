package main

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"slices"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"ploughshare/aid"
	"ploughshare/api"
	"ploughshare/desk"
	"ploughshare/gate"
	"ploughshare/locale"
	"ploughshare/matcher"
	"ploughshare/scripts/benchmark/trial"
	"ploughshare/store"
)

const listPath = api.Prefix + "/requests?limit=50"

// serveLists measures the list of 50 requests, as the public gets it, beside plain gin and database/sql with the same
// rows and the same bytes. Both are called without a network, which would take the same from both, in turns of half a
// second, so that neither has the machine at a better time. Nothing changes meanwhile, so that after the first call ours
// finds the rows in its memory and asks for their versions only.
func serveLists(args []string) error {
	flags := flag.NewFlagSet("list", flag.ContinueOnError)
	turns := flags.Int("turns", 10, "turns of each")
	clients := flags.Int("clients", 8, "calls at a time")
	profile := flags.String("profile", "", "file for a CPU profile of our turns")
	if err := flags.Parse(args); err != nil {
		return err
	}
	folder, err := os.MkdirTemp("", "list")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	file := filepath.Join(folder, "list.db")
	ours, stop, err := ourServer(file)
	if err != nil {
		return err
	}
	defer stop()
	plain, err := plainServer(file)
	if err != nil {
		return err
	}
	if err := alike(ours, plain); err != nil {
		return err
	}
	if *profile != "" {
		out, err := os.Create(*profile)
		if err != nil {
			return err
		}
		defer out.Close()
		if err := pprof.StartCPUProfile(out); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
	}
	var took [2][]time.Duration
	var used [2]time.Duration // processor seconds: what else the machine does must not count
	for range *turns {
		for i, handler := range []http.Handler{ours, plain} {
			runtime.GC()
			before := trial.Processor()
			took[i] = append(took[i], load(handler, *clients, time.Second/2)...)
			used[i] += trial.Processor() - before
		}
	}
	rates := [2]float64{}
	fmt.Println("server\tcalls a processor second\tp50\tp99")
	for i, name := range []string{"ploughshare", "gin + database/sql"} {
		slices.Sort(took[i])
		rates[i] = float64(len(took[i])) / used[i].Seconds()
		at := func(share int) time.Duration { return took[i][len(took[i])*share/100].Round(time.Microsecond) }
		fmt.Printf("%s\t%.0f\t%v\t%v\n", name, rates[i], at(50), at(99))
	}
	fmt.Printf("ratio\t%.2f\n", rates[0]/rates[1])
	return nil
}

// load calls a handler by so many clients for a while, and returns how long each call took.
func load(handler http.Handler, clients int, during time.Duration) (took []time.Duration) {
	var mu sync.Mutex
	var all sync.WaitGroup
	end := time.Now().Add(during)
	for range clients {
		all.Go(func() {
			var own []time.Duration
			for begin := time.Now(); begin.Before(end); begin = time.Now() {
				handler.ServeHTTP(&discard{header: http.Header{}}, httptest.NewRequest(http.MethodGet, listPath, nil))
				own = append(own, time.Since(begin))
			}
			mu.Lock()
			defer mu.Unlock()
			took = append(took, own...)
		})
	}
	all.Wait()
	return took
}

// discard is a writer of answers that nobody reads.
type discard struct{ header http.Header }

func (d *discard) Header() http.Header         { return d.header }
func (d *discard) Write(p []byte) (int, error) { return len(p), nil }
func (d *discard) WriteHeader(int)             {}

// alike is an error unless both answer with the same records.
func alike(ours, plain http.Handler) error {
	var bodies [2][]byte
	for i, handler := range []http.Handler{ours, plain} {
		answer := httptest.NewRecorder()
		handler.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, listPath, nil))
		bodies[i] = bytes.TrimSpace(answer.Body.Bytes())
	}
	var lists [2]struct{ Items []any }
	if err := errors.Join(json.Unmarshal(bodies[0], &lists[0]), json.Unmarshal(bodies[1], &lists[1])); err != nil {
		return err
	}
	x, y := fmt.Sprint(lists[0].Items), fmt.Sprint(lists[1].Items)
	if x != y || len(lists[0].Items) != 50 {
		return fmt.Errorf("the answers differ:\n%.2000s\n%.2000s", bodies[0], bodies[1])
	}
	fmt.Printf("each answers with 50 requests in %d and %d bytes\n", len(bodies[0]), len(bodies[1]))
	return nil
}

// ourServer is the whole of what `ploughshare serve` has between the network and the database.
func ourServer(file string) (http.Handler, func() error, error) {
	ctx := context.Background()
	s, err := store.Open(ctx, file, time.Now)
	if err != nil {
		return nil, nil, err
	}
	d := desk.New(s, matcher.DefaultPolicy(), time.Now)
	catalogs, err := locale.Load()
	if err := errors.Join(err, d.Seed(ctx), s.AddRequests(ctx, circulated())); err != nil {
		return nil, nil, err
	}
	gin.SetMode(gin.ReleaseMode)
	engine, log := gin.New(), slog.New(slog.NewTextHandler(io.Discard, nil))
	g := gate.New(d, s.Sessions(), gate.Settings{PerMinute: 1 << 30}, time.Now, log)
	engine.Use(g.Admit)
	api.Mount(engine, g, d, catalogs, log)
	return g.Guard(engine), s.Close, nil
}

// circulated are requests that the public may see, and between them some that it may not.
func circulated() []aid.Request {
	now := time.Now()
	requests := make([]aid.Request, 500)
	for i := range requests {
		consent := aid.ConsentPublic
		if i%5 == 4 {
			consent = aid.ConsentDonors
		}
		requests[i] = aid.Request{
			ID: aid.RequestID(fmt.Sprintf("L%04d", i)), RequesterID: "TGO", Title: "Marking of weapons", Quantity: "two machines",
			Need:   "Two marking machines for the police, with training of twelve officers and spare parts for three years of work",
			Themes: aid.List[aid.Share]{{Code: "marking", Percent: 60}, {Code: "tracing", Percent: 40}}, Countries: aid.EqualShares([]string{"TGO"}),
			Kinds: aid.List[aid.HelpKind]{aid.Training, aid.Equipment}, Amount: aid.Money{Minor: 25_000_000, Currency: "USD"},
			Asked: aid.Period{From: "2024", To: "2024"}, Wanted: aid.Period{From: "2026", To: "2027"}, Contact: "point@example.org",
			Consent: consent, Status: aid.Circulated, EnteredAt: now, Version: 1, CreatedAt: now, UpdatedAt: now,
		}
	}
	return requests
}

// plainRequest is a request as the public sees it.
type plainRequest struct {
	ID         string          `json:"id"`
	Requester  string          `json:"requester"`
	Title      string          `json:"title"`
	Need       string          `json:"need"`
	Themes     json.RawMessage `json:"themes"`
	Countries  json.RawMessage `json:"countries"`
	Kinds      json.RawMessage `json:"kinds"`
	KindsRead  bool            `json:"kinds_read"`
	Whole      bool            `json:"whole"`
	OneDonor   bool            `json:"one_donor"`
	Asked      string          `json:"asked"`
	Wanted     string          `json:"wanted"`
	Consent    string          `json:"consent"`
	Provenance struct{}        `json:"provenance"`
	Status     string          `json:"status"`
	EnteredAt  time.Time       `json:"entered_at"`
	Version    int64           `json:"version"`
	CreatedAt  time.Time       `json:"created_at"`
	UpdatedAt  time.Time       `json:"updated_at"`
}

// plainServer is what one would write by hand for this one list: a statement, a loop, JSON.
func plainServer(file string) (http.Handler, error) {
	db, err := sql.Open("sqlite3", "file:"+file+"?_journal_mode=WAL&_query_only=on")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(4)
	db.SetMaxIdleConns(4)
	statement, err := db.Prepare(`SELECT id, requester_id, title, need, themes, countries, kinds, kinds_read, asked, wanted, consent, status,
		entered_at, version, created_at, updated_at FROM requests WHERE consent = 'public' AND status IN ('circulated', 'interest_shown',
		'introduced', 'negotiating', 'funded', 'under_way', 'completed') ORDER BY id LIMIT ?`)
	if err != nil {
		return nil, err
	}
	engine := gin.New()
	engine.GET(api.Prefix+"/requests", func(c *gin.Context) {
		rows, err := statement.QueryContext(c.Request.Context(), 50)
		if err != nil {
			c.Status(http.StatusInternalServerError)
			return
		}
		defer rows.Close()
		var out struct {
			Items []plainRequest `json:"items"`
			Next  string         `json:"next"`
		}
		for rows.Next() {
			var r plainRequest
			var themes, countries, kinds string
			if err := rows.Scan(&r.ID, &r.Requester, &r.Title, &r.Need, &themes, &countries, &kinds, &r.KindsRead, &r.Asked, &r.Wanted,
				&r.Consent, &r.Status, &r.EnteredAt, &r.Version, &r.CreatedAt, &r.UpdatedAt); err != nil {
				c.Status(http.StatusInternalServerError)
				return
			}
			r.Themes, r.Countries, r.Kinds = json.RawMessage(themes), json.RawMessage(countries), json.RawMessage(kinds)
			out.Items = append(out.Items, r)
		}
		c.JSON(http.StatusOK, out)
	})
	return engine, nil
}
