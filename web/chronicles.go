package web

import (
	"errors"
	"net/http"
	"slices"
	"strconv"

	"ploughshare/aid"
)

// chroniclesPage is the texts on past help that were read.
type chroniclesPage struct {
	Chronicles []aid.Chronicle
	Next       string
}

func showChronicles(v *visit) (any, error) {
	ask := aid.Page{After: v.Query("after"), Limit: perPage}
	all, next, err := v.desk.Chronicles(v.ctx(), v.Who, ask)
	return chroniclesPage{all, v.further(next)}, err
}

// postChronicles reads a text that was sent in. Its form has no ticket: the same file changes nothing when it comes twice.
func postChronicles(v *visit) (string, error) {
	var problems aid.Problems
	symbol := v.text("symbol")
	if symbol == "" {
		problems.Add("symbol", "required")
	}
	name, content, err := v.file("file")
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) {
		problems.Add("file", "required")
	} else if err != nil {
		return "", err
	}
	if err := problems.Err(); err != nil {
		return "", err
	}
	_, err = v.desk.FileChronicle(v.ctx(), v.Who, symbol, name, content)
	return v.To("/chronicles/", aid.NewChronicleID(symbol)), err
}

// chroniclePage is a text with the passages that were found in it.
type chroniclePage struct {
	aid.Chronicle
	Passages []aid.Passage
	Open     int
}

func showChronicle(v *visit) (any, error) {
	c, found, err := v.desk.Chronicle(v.ctx(), v.Who, aid.ChronicleID(v.c.Param("chronicle")))
	if err != nil {
		return nil, err
	}
	v.Title = c.Symbol
	page := chroniclePage{Chronicle: c, Passages: found}
	for _, p := range found {
		if p.Open() {
			page.Open++
		}
	}
	return page, nil
}

// postChronicle decides on a passage and goes back to it.
func postChronicle(v *visit) (string, error) {
	id := aid.PassageID(v.values.Get("passage"))
	p, err := v.desk.Passage(v.ctx(), v.Who, id)
	if err != nil {
		return "", err
	}
	if v.values.Get("do") == "accept" {
		_, err = v.desk.AcceptPassage(v.ctx(), v.Who, id, v.version(), v.chosen(p.Drafted))
	} else {
		_, err = v.desk.RejectPassage(v.ctx(), v.Who, id, v.version(), v.text("why"))
	}
	return v.To("/chronicles/", p.ChronicleID, "#passage-", p.Seq), meanwhile(err, "passage")
}

// chosen are the rows that were marked; nil for all of them.
func (v *visit) chosen(rows []aid.Pairing) []aid.Pairing {
	chosen := []aid.Pairing{}
	for i, row := range rows {
		if slices.Contains(v.values["row"], strconv.Itoa(i)) {
			chosen = append(chosen, row)
		}
	}
	if len(chosen) == len(rows) {
		return nil
	}
	return chosen
}
