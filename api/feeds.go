package api

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"ploughshare/aid"
	"ploughshare/locale"
)

// A feed (Atom, RFC 4287) is a list as a feed reader wants it: the address with its filters is a saved search.

type feed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string      `xml:"xml:lang,attr"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated time.Time   `xml:"updated"`
	Links   []feedLink  `xml:"link"`
	Author  string      `xml:"author>name"`
	Entries []feedEntry `xml:"entry"`
}

type feedLink struct {
	Rel  string `xml:"rel,attr"`
	Href string `xml:"href,attr"`
}

type feedEntry struct {
	ID      string    `xml:"id"`
	Title   string    `xml:"title"`
	Updated time.Time `xml:"updated"`
	Link    feedLink  `xml:"link"`
	Summary string    `xml:"summary"`
}

// atom is the type of content of feeds.
const atom = "application/atom+xml; charset=utf-8"

type feedAnswer struct {
	Type string `header:"Content-Type"`
	ETag string `header:"ETag"`
	Body []byte
}

// FeedQuery is what every feed takes, and the address that it was asked at.
type FeedQuery struct {
	IfNoneMatch string `header:"If-None-Match" doc:"Entity tag that the reader has; 304 when it still holds"`
	Limit       int    `query:"limit" minimum:"1" maximum:"500" default:"50" doc:"Entries at most, the latest"`
	asked       string
}

// Resolve is called by huma.
func (q *FeedQuery) Resolve(ctx huma.Context) []error {
	address := ctx.URL()
	q.asked = strings.TrimPrefix(address.RequestURI(), Prefix)
	return nil
}

func (a *api) requestFeed(ctx context.Context, q *struct {
	FeedQuery
	Requester string `query:"requester" doc:"State that asks"`
	Theme     string `query:"theme" doc:"Code of a theme"`
	Region    string `query:"region" doc:"UN M49 region or sub-region of the State"`
	Words     string `query:"q" maxLength:"200" doc:"Words to find in any of the six languages"`
	Status    string `query:"status" enum:"draft,submitted,authenticated,returned,circulated,interest_shown,introduced,negotiating,funded,under_way,completed,declined,withdrawn,expired"`
}) (*feedAnswer, error) {
	filter := aid.RequestFilter{
		Requester: aid.PartyID(q.Requester), Theme: aid.ThemeID(q.Theme), Region: q.Region, Status: aid.RequestStatus(q.Status),
		Words: q.Words,
	}
	requests, _, err := a.desk.Requests(ctx, who(ctx), filter, aid.Page{Sort: "updated_at", Desc: true, Limit: q.Limit})
	if err != nil {
		return nil, err
	}
	printer, err := a.printer(ctx)
	if err != nil {
		return nil, err
	}
	var entries []feedEntry
	for _, r := range requests {
		entries = append(entries, a.feedEntry("requests/"+string(r.ID), r.UpdatedAt,
			printer.Name("party", string(r.RequesterID))+": "+r.Heading(), r.Need))
	}
	return a.feed(q.FeedQuery, printer, printer.T("feed_requests", nil), entries)
}

func (a *api) proposalFeed(ctx context.Context, q *struct {
	FeedQuery
	Round     string `query:"round" doc:"A round, or latest. When left out: the latest for the secretariat, all that is published to others"`
	Requester string `query:"requester" doc:"State that asks"`
	Donor     string `query:"donor"`
	Theme     string `query:"theme" doc:"Code of a theme of the request"`
	Region    string `query:"region" doc:"UN M49 region or sub-region of the State"`
	Words     string `query:"q" maxLength:"200" doc:"Words to find in the request, in any of the six languages"`
}) (*feedAnswer, error) {
	printer, err := a.printer(ctx)
	if err != nil {
		return nil, err
	}
	title := printer.T("feed_proposals", nil)
	page := aid.Page{Limit: q.Limit}
	if q.Round == "" && who(ctx).May(aid.ReadRounds) == nil {
		q.Round = "latest"
	}
	page.Desc = q.Round == "" // of all rounds the latest
	proposals, _, err := a.desk.Proposals(ctx, who(ctx), aid.ProposalFilter{
		Round: aid.RoundID(q.Round), Requester: aid.PartyID(q.Requester), Donor: aid.PartyID(q.Donor), Theme: aid.ThemeID(q.Theme),
		Region: q.Region, Words: q.Words,
	}, page)
	if errors.Is(err, aid.ErrNotFound) && q.Round == "latest" {
		return a.feed(q.FeedQuery, printer, title, nil) // there is no round yet
	}
	if err != nil {
		return nil, err
	}
	briefs, err := a.desk.Briefs(ctx, proposals)
	if err != nil {
		return nil, err
	}
	var entries []feedEntry
	for i, p := range proposals {
		entries = append(entries, a.feedEntry("proposals/"+string(p.ID), briefs[i].Made,
			briefs[i].State+": "+briefs[i].Heading, briefs[i].Programme+", "+printer.Money(p.Amount.String())))
	}
	return a.feed(q.FeedQuery, printer, title, entries)
}

// site is the public address of the interface.
func (a *api) site() string { return cmp.Or(a.desk.Settings.Site, Prefix) }

// tag makes an id that stays the same wherever the feed is fetched from (RFC 4151).
func (a *api) tag(what string) string {
	host := "localhost"
	if site, err := url.Parse(a.site()); err == nil && site.Hostname() != "" {
		host = site.Hostname()
	}
	return "tag:" + host + ",2026:" + what
}

func (a *api) feedEntry(subject string, updated time.Time, title, summary string) feedEntry {
	return feedEntry{
		ID: a.tag(subject), Title: title, Updated: updated, Summary: summary,
		Link: feedLink{Rel: "alternate", Href: a.site() + "/" + subject},
	}
}

func (a *api) feed(q FeedQuery, p locale.Printer, title string, entries []feedEntry) (*feedAnswer, error) {
	f := feed{
		Lang: p.Lang(), ID: a.tag(strings.TrimPrefix(q.asked, "/")), Title: title, Author: "Ploughshare", Entries: entries,
		Links: []feedLink{{"self", a.site() + q.asked}}, Updated: a.desk.Today().First(), // when there is nothing
	}
	if len(entries) > 0 {
		f.Updated = slices.MaxFunc(entries, func(x, y feedEntry) int { return x.Updated.Compare(y.Updated) }).Updated
	}
	text, err := xml.MarshalIndent(f, "", " ")
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(text)
	tag := `"` + hex.EncodeToString(sum[:16]) + `"`
	if strings.Contains(q.IfNoneMatch, tag) {
		return nil, huma.ErrorWithHeaders(huma.Status304NotModified(), http.Header{"Etag": {tag}})
	}
	return &feedAnswer{atom, tag, append([]byte(xml.Header), text...)}, nil
}
