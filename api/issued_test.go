package api_test

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"

	"ploughshare/aid"
)

// An issued file comes to its last byte, with the digest that the list has.
func TestIssuedFilesAreGiven(t *testing.T) {
	h := server(t)
	if _, err := h.desk.Match(t.Context(), aid.Machine("test"), h.desk.Today()); err != nil {
		t.Fatal(err)
	}
	for _, order := range []aid.Order{
		{Kind: "proposal", Subject: aid.Subject{Round: "latest", Requests: []aid.RequestID{"RQ010"}}},
		{Kind: "feedback", Subject: aid.Subject{Party: "MKD"}},
	} {
		order.Languages, order.Formats = []string{"ar"}, []string{"csv", "docx"}
		issue, err := h.desk.IssueNow(t.Context(), aid.Machine("test"), order)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(issue.ID), "-0-") {
			t.Errorf("the symbol is of no year: %s", issue.ID)
		}
		papers, _, err := h.desk.Papers(t.Context(), aid.Machine("test"), aid.PaperFilter{Issue: issue.ID}, aid.Page{})
		if err != nil || len(papers) != 2 {
			t.Fatalf("%d papers, %v", len(papers), err)
		}
		for _, p := range papers {
			body := call{method: "GET", path: "/papers/" + string(p.ID), status: 200}.send(t, h).Body.Bytes()
			if sum := sha256.Sum256(body); hex.EncodeToString(sum[:]) != p.Digest {
				t.Errorf("%s: %d bytes with another digest", p.ID, len(body))
			}
		}
	}
}
