package web

import (
	"errors"
	"strconv"
	"strings"

	"ploughshare/aid"
	"ploughshare/desk"
	"ploughshare/papers"
)

// issuePage is what a paper is to be of, and how far it would be in each language.
type issuePage struct {
	Kinds, Rounds, Parties []Option
	Languages              []desk.Completeness // none before a subject is chosen
	Tongues, Formats       []Option
}

// subject is what the address says that a paper is of.
func (v *visit) subject() aid.Subject {
	s := aid.Subject{Round: aid.RoundID(v.Query("round")), Party: aid.PartyID(v.Query("party"))}
	for word := range strings.FieldsFuncSeq(v.Query("requests"), func(r rune) bool { return r == ',' || r == ' ' || r == '،' }) {
		s.Requests = append(s.Requests, aid.RequestID(word))
	}
	s.Year, _ = strconv.Atoi(v.Query("year")) // what is no number is no year, which the desk refuses
	return s
}

func showIssue(v *visit) (any, error) {
	page, err := v.issuable()
	kind := v.Query("kind")
	if err != nil || kind == "" {
		return page, err
	}
	for _, name := range []string{"kind", "round", "party", "requests", "year"} {
		v.Default(name, v.Query(name))
	}
	err = v.files(&page, kind, v.subject())
	if problems, wrong := errors.AsType[aid.Problems](err); wrong {
		v.problems = problems
		return page, nil
	}
	return page, err
}

// files are the languages and formats that a paper can be issued in.
func (v *visit) files(page *issuePage, kind string, subject aid.Subject) (err error) {
	if page.Languages, err = v.desk.Languages(v.ctx(), v.Who, v.catalogs, kind, subject); err != nil {
		return err
	}
	for _, l := range page.Languages {
		if l.Ready {
			page.Tongues = append(page.Tongues, Option{l.Language, v.Name("language", l.Language)})
		}
	}
	for _, f := range v.formats() {
		page.Formats = append(page.Formats, Option{f, strings.ToUpper(f)})
	}
	return nil
}

// issuable is what the form of a subject chooses from.
func (v *visit) issuable() (page issuePage, err error) {
	for _, k := range papers.Kinds {
		page.Kinds = append(page.Kinds, Option{k.Name, v.Name("paper", k.Name)})
	}
	if page.Rounds, err = v.rounds(aid.Page{Desc: true}); err != nil {
		return page, err
	}
	page.Parties, err = v.parties(aid.PartyFilter{}, "–")
	return page, err
}

// postIssue issues the paper of the address; the page that follows shows how far its files are.
func postIssue(v *visit) (string, error) {
	issue, _, err := v.desk.IssuePaper(v.ctx(), v.Who, aid.Order{
		Kind: v.Query("kind"), Subject: v.subject(), Languages: v.values["languages"], Formats: v.values["formats"],
	})
	return v.To("/issued/", issue.ID), err
}

// issuedPage is an issue with its files as far as they are there.
type issuedPage struct {
	desk.Issued
	Run   *aid.Run // the last one
	Ended bool     // and nobody writes what is missing
	Whole bool
}

func (v *visit) issueID() aid.IssueID { return aid.IssueID(v.c.Param("issue")) }

func showIssued(v *visit) (any, error) {
	issued, err := v.desk.Issue(v.ctx(), v.Who, v.issueID())
	if err != nil {
		return nil, err
	}
	v.Title = issued.Symbol
	page := issuedPage{Issued: issued, Whole: len(issued.Papers) == issued.Of, Ended: true}
	if n := len(issued.Runs); n > 0 {
		page.Run = &issued.Runs[n-1]
		page.Ended = page.Run.State.Ended()
	}
	if !page.Ended {
		v.c.Header("Refresh", lookAgain)
	}
	return page, nil
}

// postIssued has the files written that are not there yet.
func postIssued(v *visit) (string, error) {
	_, err := v.desk.ResumeIssue(v.ctx(), v.Who, v.issueID())
	return v.To("/issued/", v.issueID()), err
}

// corrigendumPage is an issue that is to be put right by another one, in the languages and formats that are chosen.
type corrigendumPage struct {
	desk.Issued
	issuePage
}

func showCorrigendum(v *visit) (any, error) {
	issued, err := v.desk.Issue(v.ctx(), v.Who, v.issueID())
	if err != nil {
		return nil, err
	}
	v.Title = v.T("corrigendum_title", "symbol", issued.Symbol)
	v.Default("languages", issued.Issue.Languages...)
	v.Default("formats", issued.Issue.Formats...)
	page := corrigendumPage{Issued: issued}
	return page, v.files(&page.issuePage, issued.Kind, issued.Subject)
}

// postCorrigendum issues the paper anew, of what is on record now.
func postCorrigendum(v *visit) (string, error) {
	issue, _, err := v.desk.IssuePaper(v.ctx(), v.Who, aid.Order{
		Corrects: v.issueID(), Reason: v.text("reason"), Languages: v.values["languages"], Formats: v.values["formats"],
	})
	return v.To("/issued/", issue.ID), err
}

// showPapers lists the issued files that are for the reader, or hands one out, as it was issued.
func showPapers(v *visit) (any, error) {
	if id := aid.PaperID(v.Query("file")); id != "" {
		p, content, err := v.desk.PaperFile(v.ctx(), v.Who, id)
		if err != nil {
			return nil, err
		}
		format, err := v.desk.PaperFormat(p.Format)
		return download{string(p.ID), format.Type, content}, err
	}
	return logOf(v, func(p aid.Page) ([]aid.Paper, string, error) {
		p.Desc = true
		return v.desk.Papers(v.ctx(), v.Who, aid.PaperFilter{}, p)
	})
}
