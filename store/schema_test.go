package store

import (
	"slices"
	"testing"

	"ploughshare/aid"

	"github.com/pressly/goose/v3"
	"gorm.io/gorm"
)

// models are all that gorm maps to tables.
var models = []any{
	aid.Party{}, aid.Theme{}, aid.Area{}, aid.Membership{}, aid.Embargo{}, aid.Rate{}, aid.Request{}, aid.Offer{},
	aid.Pairing{}, aid.Round{}, roundRecord{}, aid.Proposal{}, aid.Unmatched{}, aid.Entry{}, text{}, aid.User{}, aid.Token{}, session{},
	aid.Question{}, aid.Interest{}, aid.Commitment{}, aid.Result{},
	aid.Schedule{}, aid.Run{}, aid.Subscription{}, aid.Notice{},
	aid.Meeting{}, aid.Action{}, aid.Curation{},
	aid.Translation{}, content{}, aid.Issue{}, aid.Paper{},
	aid.Receipt{}, aid.Search{},
	aid.Template{}, aid.Report{}, aid.Finding{}, aid.Ingest{}, aid.Chronicle{}, aid.Passage{},
}

func TestModelsAreTheSchema(t *testing.T) {
	conform(t, func(t *testing.T, s *Store) {
		known := []string{"goose_db_version", "sqlite_sequence", "words", "words_data", "words_idx", "words_docsize", "words_config"}
		for _, model := range models {
			statement := &gorm.Statement{DB: s.write}
			must(t, statement.Parse(model))
			known = append(known, statement.Schema.Table)
			names := slices.Clone(statement.Schema.DBNames)
			if len(names) != len(statement.Schema.Fields) {
				t.Errorf("%T: gorm maps %d of %d fields", model, len(names), len(statement.Schema.Fields))
			}
			wantSame(t, slices.Sorted(slices.Values(columnsOf(t, s, statement.Schema.Table))),
				slices.Sorted(slices.Values(names)))
		}
		tables, err := s.write.Migrator().GetTables()
		must(t, err)
		for _, table := range tables {
			if !slices.Contains(known, table) {
				t.Errorf("no model for the table %s", table)
			}
		}
	})
}

// columnsOf asks the database itself: gorm's migrator reads the text of SQLite's schema, and not quite right.
func columnsOf(t *testing.T, s *Store, table string) []string {
	query := `SELECT name, "notnull" AS filled FROM pragma_table_info(?)`
	if s.db.dialect == goose.DialectPostgres {
		query = `SELECT column_name AS name, is_nullable = 'NO' AS filled FROM information_schema.columns
			WHERE table_schema = current_schema() AND table_name = ?`
	}
	var columns []struct {
		Name   string
		Filled bool
	}
	must(t, s.write.Raw(query, table).Scan(&columns).Error)
	var names []string
	for _, column := range columns {
		if !column.Filled {
			t.Errorf("%s.%s may be null", table, column.Name)
		}
		names = append(names, column.Name)
	}
	return names
}

// Every column by which a list can be sorted is one that gorm knows; the first order needs no name.
func TestOrdersAreColumns(t *testing.T) {
	conform(t, func(t *testing.T, s *Store) {
		check := func(orders []order, list func(aid.Page) error) {
			for _, by := range orders {
				must(t, list(aid.Page{Sort: by.name}))
				must(t, list(aid.Page{Sort: by.name, Desc: true}))
			}
			must(t, list(aid.Page{}))
		}
		ctx := t.Context()
		check(userOrders, func(p aid.Page) error { _, _, err := s.Users(ctx, p); return err })
		check(partyOrders, func(p aid.Page) error { _, _, err := s.Parties(ctx, aid.PartyFilter{}, p); return err })
		check(requestOrders, func(p aid.Page) error { _, _, err := s.Requests(ctx, reader, aid.RequestFilter{}, p); return err })
		check(offerOrders, func(p aid.Page) error { _, _, err := s.Offers(ctx, reader, aid.OfferFilter{}, p); return err })
		check(pairingOrders, func(p aid.Page) error { _, _, err := s.Pairings(ctx, aid.PairingFilter{}, p); return err })
		check(roundOrders, func(p aid.Page) error { _, _, err := s.Rounds(ctx, p); return err })
		check(proposalOrders, func(p aid.Page) error { _, _, err := s.Proposals(ctx, reader, aid.ProposalFilter{}, p); return err })
		check(unmatchedOrders, func(p aid.Page) error { _, _, err := s.UnmatchedIn(ctx, aid.UnmatchedFilter{}, p); return err })
		check(interestOrders, func(p aid.Page) error { _, _, err := s.Interests(ctx, aid.FollowFilter{}, p); return err })
		check(commitmentOrders, func(p aid.Page) error { _, _, err := s.Commitments(ctx, aid.FollowFilter{}, p); return err })
		check(meetingOrders, func(p aid.Page) error { _, _, err := s.Meetings(ctx, reader, aid.MeetingFilter{}, p); return err })
		check(actionOrders, func(p aid.Page) error { _, _, err := s.Actions(ctx, aid.ActionFilter{}, p); return err })
		check(runOrders, func(p aid.Page) error { _, _, err := s.Runs(ctx, aid.RunFilter{}, p); return err })
		check(subscriptionOrders, func(p aid.Page) error { _, _, err := s.Subscriptions(ctx, "", p); return err })
		check(searchOrders, func(p aid.Page) error { _, _, err := s.Searches(ctx, "", p); return err })
		check(noticeOrders, func(p aid.Page) error { _, _, err := s.Notices(ctx, aid.NoticeFilter{}, p); return err })
		check(issueOrders, func(p aid.Page) error { _, _, err := s.Issues(ctx, p); return err })
		check(paperOrders, func(p aid.Page) error { _, _, err := s.Papers(ctx, aid.PaperFilter{}, p); return err })
		check(reportOrders, func(p aid.Page) error { _, _, err := s.Reports(ctx, aid.ReportFilter{}, p); return err })
		check(chronicleOrders, func(p aid.Page) error { _, _, err := s.Chronicles(ctx, p); return err })
		check(ingestOrders, func(p aid.Page) error { _, _, err := s.Ingests(ctx, aid.ReportFilter{}, p); return err })
		check(entryOrders, func(p aid.Page) error { _, _, err := s.Entries(ctx, p); return err })
	})
}
