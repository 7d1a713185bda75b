package store

import (
	"context"
	"slices"

	"ploughshare/aid"

	"gorm.io/gorm"
)

var requests = kind[aid.Request, aid.RequestID]{
	one: "request", many: "requests",
	id:      func(r aid.Request) aid.RequestID { return r.ID },
	version: func(r *aid.Request) *int64 { return &r.Version },
	index:   (*Store).indexRequests,
}

func cloneRequest(r aid.Request) aid.Request {
	r.Themes, r.Countries, r.Kinds = slices.Clone(r.Themes), slices.Clone(r.Countries), slices.Clone(r.Kinds)
	return r
}

var requestOrders = []order{
	{name: "id", columns: []string{"id"}},
	{name: "requester", columns: []string{"requester_id", "id"}},
	{name: "asked", columns: []string{"asked", "id"}},
	{name: "status", columns: []string{"status", "id"}},
	{name: "updated_at", columns: []string{"updated_at", "id"}},
}

// AddRequests adds new requests, all or none.
func (s *Store) AddRequests(ctx context.Context, rows []aid.Request) error {
	return requests.add(ctx, s, rows)
}

// Request returns one request.
func (s *Store) Request(ctx context.Context, id aid.RequestID) (aid.Request, error) {
	return requests.get(ctx, s, id)
}

// RequestByID returns those of the requests that there are.
func (s *Store) RequestByID(ctx context.Context, ids []aid.RequestID) (map[aid.RequestID]aid.Request, error) {
	return requests.byID(ctx, s, ids)
}

// LockRequest returns one request, which nobody else changes until the transaction ends. Whoever locks an offer too
// locks the request first.
func (s *Store) LockRequest(ctx context.Context, id aid.RequestID) (aid.Request, error) {
	return take[aid.Request](s.locking(ctx).Where("id = ?", id), "request "+string(id))
}

// ReplaceRequest writes all of a request anew but the time of its creation. It is a conflict when the stored version
// is no longer that of r; else the stored version becomes r.Version+1.
func (s *Store) ReplaceRequest(ctx context.Context, r aid.Request) error {
	return requests.replace(ctx, s, r)
}

// Requests lists requests that the reader may see; they can be sorted by id, requester, asked, status and updated_at.
func (s *Store) Requests(ctx context.Context, who aid.Actor, f aid.RequestFilter, p aid.Page) ([]aid.Request, string, error) {
	read := s.requests.find
	if s.inTx {
		read = find[aid.Request]
	}
	return pageBy(read, s.requestsBy(ctx, who, f), requestOrders, p)
}

func (s *Store) requestsBy(ctx context.Context, who aid.Actor, f aid.RequestFilter) *gorm.DB {
	db := where(requestsFor(s.read.WithContext(ctx), who), "requester_id = ?", f.Requester)
	db = where(db, "id = ?", f.ID)
	db = where(db, "themes"+holds, shareOf(f.Theme))
	db = where(db, "status = ?", f.Status)
	db = among(db, "requester_id", "parties", inRegion, f.Region)
	db = s.found(db, "id", "requests", f.Words)
	if f.Open {
		db = db.Where("status IN ?", aid.OpenRequests)
	}
	if len(f.Overdue) > 0 {
		db = db.Where(overdue(db, f.Overdue))
	}
	return db
}

func overdue(db *gorm.DB, stages []aid.Overdue) *gorm.DB {
	late := db.Session(&gorm.Session{NewDB: true})
	for _, stage := range stages {
		late = late.Or("status = ? AND entered_at < ?", stage.Status, stage.Before)
	}
	return late
}

// RequestsIn returns all requests that are in one of the statuses, by order of id.
func (s *Store) RequestsIn(ctx context.Context, statuses []aid.RequestStatus) ([]aid.Request, error) {
	return requests.all(s.read.WithContext(ctx).Where("status IN ?", statuses))
}
