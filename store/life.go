package store

import (
	"context"

	"ploughshare/aid"

	"gorm.io/gorm"
)

var questions = kind[aid.Question, aid.QuestionID]{
	one: "question", many: "questions",
	id:      func(q aid.Question) aid.QuestionID { return q.ID },
	version: func(q *aid.Question) *int64 { return &q.Version },
}

var interests = kind[aid.Interest, aid.InterestID]{
	one: "answer", many: "answers",
	id: func(i aid.Interest) aid.InterestID { return i.ID },
}

var commitments = kind[aid.Commitment, aid.CommitmentID]{
	one: "commitment", many: "commitments",
	id:      func(c aid.Commitment) aid.CommitmentID { return c.ID },
	version: func(c *aid.Commitment) *int64 { return &c.Version },
}

var results = kind[aid.Result, aid.ResultID]{
	one: "result", many: "results",
	id:      func(x aid.Result) aid.ResultID { return x.ID },
	version: func(x *aid.Result) *int64 { return &x.Version },
}

var (
	interestOrders   = []order{{name: "id", columns: []string{"request_id", "seq"}}}
	commitmentOrders = []order{{name: "id", columns: []string{"request_id", "seq"}}}
)

// of returns the rows of a request, in the order in which they came.
func of[T any](ctx context.Context, s *Store, request aid.RequestID) ([]T, error) {
	var rows []T
	err := s.read.WithContext(ctx).Where("request_id = ?", request).Order("seq").Find(&rows).Error
	return rows, failure("what belongs to request "+string(request), err)
}

// The rows below belong to one request; whoever numbers a new one has locked the request.

// AddQuestion, Question, ReplaceQuestion and QuestionsOf keep questions as requests are kept.
func (s *Store) AddQuestion(ctx context.Context, q aid.Question) error {
	return questions.add(ctx, s, []aid.Question{q})
}

func (s *Store) Question(ctx context.Context, id aid.QuestionID) (aid.Question, error) {
	return questions.get(ctx, s, id)
}

func (s *Store) ReplaceQuestion(ctx context.Context, q aid.Question) error {
	return questions.replace(ctx, s, q)
}

func (s *Store) QuestionsOf(ctx context.Context, request aid.RequestID) ([]aid.Question, error) {
	return of[aid.Question](ctx, s, request)
}

// AddInterest, InterestsOf and Interests keep what donors answer.
func (s *Store) AddInterest(ctx context.Context, i aid.Interest) error {
	return interests.add(ctx, s, []aid.Interest{i})
}

func (s *Store) InterestsOf(ctx context.Context, request aid.RequestID) ([]aid.Interest, error) {
	return of[aid.Interest](ctx, s, request)
}

func (s *Store) Interests(ctx context.Context, f aid.FollowFilter, p aid.Page) ([]aid.Interest, string, error) {
	return follow[aid.Interest](ctx, s, interestOrders, f, p)
}

// AddCommitment, Commitment, ReplaceCommitment, CommitmentsOf, Commitments and AllCommitments keep what donors commit.
func (s *Store) AddCommitment(ctx context.Context, c aid.Commitment) error {
	return commitments.add(ctx, s, []aid.Commitment{c})
}

func (s *Store) Commitment(ctx context.Context, id aid.CommitmentID) (aid.Commitment, error) {
	return commitments.get(ctx, s, id)
}

func (s *Store) ReplaceCommitment(ctx context.Context, c aid.Commitment) error {
	return commitments.replace(ctx, s, c)
}

func (s *Store) CommitmentsOf(ctx context.Context, request aid.RequestID) ([]aid.Commitment, error) {
	return of[aid.Commitment](ctx, s, request)
}

func (s *Store) Commitments(ctx context.Context, f aid.FollowFilter, p aid.Page) ([]aid.Commitment, string, error) {
	return follow[aid.Commitment](ctx, s, commitmentOrders, f, p)
}

func (s *Store) AllCommitments(ctx context.Context) ([]aid.Commitment, error) {
	return commitments.all(s.read.WithContext(ctx))
}

// AddResult, Result, ReplaceResult, ResultsOf and AllResults keep what was achieved.
func (s *Store) AddResult(ctx context.Context, x aid.Result) error {
	return results.add(ctx, s, []aid.Result{x})
}

func (s *Store) Result(ctx context.Context, id aid.ResultID) (aid.Result, error) {
	return results.get(ctx, s, id)
}

func (s *Store) ReplaceResult(ctx context.Context, x aid.Result) error {
	return results.replace(ctx, s, x)
}

func (s *Store) ResultsOf(ctx context.Context, request aid.RequestID) ([]aid.Result, error) {
	return of[aid.Result](ctx, s, request)
}

func (s *Store) AllResults(ctx context.Context) ([]aid.Result, error) {
	return results.all(s.read.WithContext(ctx))
}

func follow[T any](ctx context.Context, s *Store, orders []order, f aid.FollowFilter, p aid.Page) ([]T, string, error) {
	db := where(s.read.WithContext(ctx), "request_id = ?", f.Request)
	db = where(db, "proposal_id = ?", f.Proposal)
	db = where(db, "donor_id = ?", f.Donor)
	return page[T](db, orders, p)
}

// CountRequests says how many requests that the reader may see and that pass a filter stand in each status.
func (s *Store) CountRequests(ctx context.Context, who aid.Actor, f aid.RequestFilter) (map[aid.RequestStatus]int, error) {
	return countByStatus[aid.RequestStatus](s.requestsBy(ctx, who, f).Model(&aid.Request{}))
}

// CountProposals does the same with proposals.
func (s *Store) CountProposals(ctx context.Context, who aid.Actor, f aid.ProposalFilter) (map[aid.ProposalStatus]int, error) {
	return countByStatus[aid.ProposalStatus](s.proposalsBy(ctx, who, f).Model(&aid.Proposal{}))
}

func countByStatus[S ~string](db *gorm.DB) (map[S]int, error) {
	var rows []struct {
		Status S
		N      int
	}
	err := db.Select("status, count(*) AS n").Group("status").Scan(&rows).Error
	counts := make(map[S]int, len(rows))
	for _, row := range rows {
		counts[row.Status] = row.N
	}
	return counts, failure("rows by status", err)
}
