package desk_test

import (
	"database/sql"
	"errors"
	"strings"
	"testing"

	"ploughshare/aid"
	"ploughshare/desk"
	"ploughshare/locale"
)

// The database itself refuses to change what was issued. Who takes its guard away is found out, and what he put in the
// place of a file is shown to nobody.
func TestWhatIsIssuedCannotBeChanged(t *testing.T) {
	onEach(t, func(t *testing.T, dsn string) {
		d, s := server(t, dsn, desk.Settings{})
		demo(t, d, "requests.csv", "offers.csv", "pairings.csv")
		if _, err := d.Match(t.Context(), machine, today); err != nil {
			t.Fatal(err)
		}
		issue, err := d.IssueNow(t.Context(), machine, order("RQ022", "html"))
		if err != nil {
			t.Fatal(err)
		}
		db := s.Pools()["write"]
		for _, forge := range []string{
			"UPDATE contents SET data = data", "UPDATE issues SET issued_by = 'x'", "UPDATE papers SET issued_by = 'x'",
			"DELETE FROM contents", "DELETE FROM issues", "DELETE FROM papers",
		} {
			if _, err := db.ExecContext(t.Context(), forge); err == nil || !strings.Contains(err.Error(), "what is issued cannot be changed") {
				t.Errorf("%s: %v", forge, err)
			}
		}
		open := "DROP TRIGGER contents_keep"
		if strings.HasPrefix(dsn, "postgres") {
			open += " ON contents"
		}
		file := issue.Paper("en", "html").ID
		p, _, err := d.PaperFile(t.Context(), machine, file)
		if err != nil {
			t.Fatal(err)
		}
		tamper(t, db, open, "UPDATE contents SET data = 'forged' WHERE digest = '"+p.Digest+"'")
		if _, data, err := d.PaperFile(t.Context(), machine, file); err == nil || !strings.Contains(err.Error(), "was changed") {
			t.Errorf("shown %q (%v)", data, err)
		}
		tamper(t, db, "UPDATE contents SET data = 'forged' WHERE digest = '"+issue.Digest+"'")
		found := verify(t, d).Findings
		if len(found) != 2 || found[0].Subject != "issues/"+string(issue.ID) || found[1].Subject != "papers/"+string(file) {
			t.Errorf("found %+v", found)
		}
	})
}

func tamper(t *testing.T, db *sql.DB, statements ...string) {
	t.Helper()
	for _, statement := range statements {
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
}

// A booklet is for the donors, once its round has been put to them at a meeting, and the figures of a year for every
// party; what names a party is for that one alone.
func TestPapersOfAMeetingAreForThoseWhoSitThere(t *testing.T) {
	onBoth(t, func(h *house) {
		catalogs, err := locale.Load()
		h.must(err)
		h.Settings.Catalogs = catalogs
		h.request("N1", dollars(100_000))
		h.offer("O1", dollars(500_000), "JPN")
		h.request("N2", dollars(60_000))
		h.meeting()
		h.circulate("N1")
		h.passes(9)
		_, err = h.MatchFor(h.ctx, officer, "GIS")
		h.must(err)
		orders := []aid.Order{
			{Kind: "booklet", Subject: aid.Subject{Round: "latest"}}, {Kind: "figures", Subject: aid.Subject{Year: 2026}},
			{Kind: "feedback", Subject: aid.Subject{Party: "TGO"}},
		}
		for _, o := range orders {
			o.Languages, o.Formats = []string{"en"}, []string{"csv"}
			_, err := h.IssueNow(h.ctx, officer, o)
			h.must(err)
		}
		reads := func(who aid.Actor, want int) {
			t.Helper()
			list, _, err := h.Papers(h.ctx, who, aid.PaperFilter{}, aid.Page{})
			if err != nil || len(list) != want {
				t.Errorf("%s reads %d papers, want %d (%v)", who.Party, len(list), want, err)
			}
		}
		reads(japan, 1)
		reads(togo, 2)
		_, err = h.Publish(h.ctx, officer, "GIS", h.sitting().Version)
		h.must(err)
		reads(japan, 2)
		reads(togo, 2)
		reads(officer, 3)
		booklets, _, err := h.Papers(h.ctx, officer, aid.PaperFilter{Kind: "booklet"}, aid.Page{})
		h.must(err)
		_, _, err = h.PaperFile(h.ctx, japan, booklets[0].ID)
		h.must(err)
		if _, _, err := h.PaperFile(h.ctx, togo, booklets[0].ID); !errors.Is(err, aid.ErrNotFound) {
			t.Errorf("a State reads what others let only donors see: %v", err)
		}
	})
}
