package web

import (
	"net/url"
	"strings"

	"ploughshare/aid"
)

// source is where something comes from: addresses become links.
func source(text string) []Text {
	var texts []Text
	for part := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == ';' || r == ' ' }) {
		address, err := url.Parse(part)
		if err != nil || address.Scheme != "https" && address.Scheme != "http" {
			return own(text)
		}
		texts = append(texts, Text{Text: address.Host, Address: part, Own: true})
	}
	return texts
}

// statePage is a State: what it asks for, what it gives, and what was done with it before.
type statePage struct {
	aid.Party
	Facts    []Fact
	Requests []aid.Request
	More     bool
	Offers   []aid.Offer
	Pairings []aid.Pairing
}

// mostHere is how many rows a State's page shows of a list.
const mostHere = 25

func showState(v *visit) (any, error) {
	party, err := v.desk.Party(v.ctx(), v.Who, aid.PartyID(v.c.Param("id")))
	if err != nil {
		return nil, err
	}
	p, page := statePage{Party: party, Facts: v.stateFacts(party)}, aid.Page{Limit: mostHere}
	var next string
	if p.Requests, next, err = v.desk.Requests(v.ctx(), v.Who, aid.RequestFilter{Requester: party.ID}, page); err != nil {
		return nil, err
	}
	p.More = next != ""
	if p.Offers, _, err = v.desk.Offers(v.ctx(), v.Who, aid.OfferFilter{Donor: party.ID}, page); err != nil {
		return nil, err
	}
	p.Pairings, _, err = v.desk.Pairings(v.ctx(), aid.PairingFilter{Beneficiary: string(party.ID)}, page)
	v.Title = v.Name("party", string(party.ID))
	return p, err
}

func (v *visit) stateFacts(p aid.Party) []Fact {
	var groups []Text
	for _, g := range []struct {
		answer aid.Answer
		key    string
	}{{p.LDC, "state_ldc"}, {p.LLDC, "state_lldc"}, {p.SIDS, "state_sids"}} {
		if g.answer == aid.Yes {
			groups = append(groups, Text{Text: v.T(g.key)})
		}
	}
	region := named(v, "region", []string{p.Subregion})
	if p.Subregion == "" {
		region = nil
	}
	return known(Fact{v.T("state_region"), region}, Fact{v.T("state_groups"), groups}, Fact{v.T("need_centre"), own(p.Centre)})
}
