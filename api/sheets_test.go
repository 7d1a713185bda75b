package api_test

import (
	"encoding/csv"
	"strings"
	"testing"
)

// A sheet has exactly the filtered list, as the reader may see it, in columns that imports take.
func TestSheetsAreTheFilteredLists(t *testing.T) {
	w := server(t)
	rows := func(as, path string) [][]string {
		t.Helper()
		answer := call{as: as, method: "GET", path: path, status: 200}.send(t, w)
		table, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(answer.Body.String(), "\ufeff"))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		return table
	}
	if all := rows("secretariat", "/sheets/requests"); len(all) != 57 || all[0][0] != "id" || all[0][1] != "requester_iso3" {
		t.Errorf("%d lines, first %v", len(all), all[0])
	}
	marking := rows("secretariat", "/sheets/requests?theme=marking&sort=-id")
	if len(marking) < 3 || marking[1][0] < marking[2][0] {
		t.Errorf("not sorted or too few: %v", marking)
	}
	if seen := rows("public", "/sheets/requests"); len(seen) != 1 {
		t.Errorf("nothing is circulated, and the public gets %v", seen)
	}
	call{method: "GET", path: "/sheets/requests?theme=none", status: 422}.send(t, w)
}
