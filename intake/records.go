package intake

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"ploughshare/aid"
)

// row makes the record of a line, or says what keeps it from being one.
func (r *Reader) row(l line) Row {
	row := Row{Line: l.number, Problems: l.problems}
	if len(row.Problems) > 0 {
		return row
	}
	c := &cells{line: l, reader: r, kind: r.kind}
	var id string
	var validate func(*aid.Register) error
	switch r.kind {
	case Requests:
		row.Request = c.request()
		id, validate = string(row.Request.ID), row.Request.Validate
	case Offers:
		row.Offer = c.offer()
		id, validate = string(row.Offer.ID), row.Offer.Validate
	case Pairings:
		row.Pairing = c.pairing()
		id, validate = string(row.Pairing.ID), row.Pairing.Validate
	case Parties:
		row.Party = c.partyRow()
		id, validate = string(row.Party.ID), row.Party.Validate
	}
	c.validated(validate(r.reg))
	r.once(c, id)
	row.Named = c.named
	if len(c.problems) > 0 {
		return Row{Line: l.number, Problems: c.problems}
	}
	return row
}

// validated adds what a record's own check found, under the headings of the file. A field of which something is known to
// be wrong already is left alone: what could not be read is also missing.
func (c *cells) validated(err error) {
	var found aid.Problems
	if !errors.As(err, &found) {
		return
	}
	said := map[string]bool{}
	for _, p := range c.problems {
		said[p.Field] = true
	}
	for _, p := range found {
		if !said[p.Field] {
			p.Message = c.withTheme(p.Message)
			c.problems = append(c.problems, Problem{Line: c.number, Column: c.heading(p.Field), Problem: p})
		}
	}
}

// withTheme adds to a theme that is not known the one that may have been meant.
func (c *cells) withTheme(m aid.Message) aid.Message {
	if m.Key != "unknown_theme" {
		return m
	}
	known := func(slip string) bool { _, ok := c.reader.reg.Theme(aid.ThemeID(slip)); return ok }
	if slip := c.reader.nearest("theme", m.Args["value"], known); slip != "" {
		return aid.Say("unknown_theme_suggest", "value", m.Args["value"], "suggestion", slip)
	}
	return m
}

// heading is the column of the file for a field of aid: one with something in it, else one that is there, else the one
// that should be.
func (c *cells) heading(field string) string {
	best, rank := field, 0
	for _, column := range Columns(c.kind) {
		if column.Field != field {
			continue
		}
		i, there := c.layout.at[column.Name]
		switch {
		case there && i < len(c.texts) && c.texts[i] != "" && rank < 3:
			best, rank = c.layout.headings[i], 3
		case there && rank < 2:
			best, rank = c.layout.headings[i], 2
		case rank < 1:
			best, rank = column.Name, 1
		}
	}
	return best
}

// once refuses an id that came before in the file.
func (r *Reader) once(c *cells, id string) {
	if first, before := r.ids[id]; before {
		c.problem("id", "id_twice", "value", id, "first", strconv.Itoa(first))
		return
	}
	r.ids[id] = c.number
}

// idOr is the id in the row, else one made from its cells by column, so that a second import finds the same, whatever
// the order of the columns, and a later version of the program does, too.
func (c *cells) idOr(prefix string) string {
	if id := c.text("id"); id != "" {
		return id
	}
	hash := sha256.New()
	for _, column := range Columns(c.kind) {
		if text := c.text(column.Name); text != "" {
			fmt.Fprintf(hash, "%s\x1f%s\x1e", column.Name, text)
		}
	}
	return prefix + hex.EncodeToString(hash.Sum(nil)[:8])
}

func (c *cells) request() *aid.Request {
	r := &aid.Request{
		ID:          aid.RequestID(c.idOr("rq-")),
		RequesterID: c.requester(),
		Title:       c.text("title"),
		Need:        c.text("what_is_asked"),
		Quantity:    c.text("quantity"),
		Background:  c.text("background"),
		Objective:   c.text("objective"),
		Activities:  c.text("activities"),
		Expected:    c.text("expected"),
		Language:    c.text("language"),
		Themes:      c.shares("theme", fold),
		Countries:   c.shares("countries", c.stateCode),
		Kinds:       words[aid.HelpKind](c, "kinds"),
		Amount:      c.sum("budget_amount", "budget_currency"),
		FirstStage:  c.sum("first_stage", "budget_currency"),
		Whole:       c.answer("whole") == aid.Yes,
		OneDonor:    c.answer("one_donor") == aid.Yes,
		Asked:       c.period("year"),
		Wanted:      c.span("wanted_from", "wanted_to", "wanted"),
		DrawnUp:     c.answer("drawn_up"),
		Endorsed:    c.answer("endorsed"),
		Implementer: c.text("implementer"),
		Contact:     c.text("contact"),
		Provenance:  c.provenance(),
		Status:      aid.Submitted,
	}
	if len(r.Countries) == 0 && c.text("countries") == "" && c.reader.reg.IsPlace(r.RequesterID) {
		r.Countries = aid.EqualShares([]string{string(r.RequesterID)})
	}
	if c.text("kinds") == "" {
		r.Kinds, r.KindsRead = kindsIn(r.Need), true
	}
	r.Consent = c.consent(r.Provenance.Source)
	return r
}

// requester is a State, another party of the register, or a count over many States, which gets a party of its own.
func (c *cells) requester() aid.PartyID {
	name := c.text("requester")
	switch kind := strings.ToLower(c.text("requester_kind")); kind {
	case "", "state", "territory", "organisation", "fund", "group":
	case string(aid.Aggregate):
		if name == "" {
			c.problem("requester", "required")
			return ""
		}
		return c.nameParty(name, aid.Aggregate, aid.Requester)
	default:
		c.problem("requester_kind", "not_listed", "value", kind, "allowed", "State, aggregate")
	}
	return aid.PartyID(c.state("requester_iso3", "requester", false))
}

func (c *cells) provenance() aid.Provenance {
	return aid.Provenance{
		Instrument: c.text("instrument"),
		ReportYear: int(c.whole("report_year")),
		Question:   c.text("question"),
		Words:      c.text("words"),
		Channel:    c.text("channel"),
		Evidence:   c.text("evidence_kind"),
		Precision:  c.text("source_precision"),
		Source:     c.text("source"),
	}
}

// consent defaults to public for what was found on a public page, else to donors: what a State asks of donors is for
// them to see.
func (c *cells) consent(source string) aid.Consent {
	switch stated := strings.ToLower(c.text("consent")); {
	case stated != "":
		return aid.Consent(stated)
	case strings.HasPrefix(source, "http://"), strings.HasPrefix(source, "https://"):
		return aid.ConsentPublic
	}
	return aid.ConsentDonors
}

func (c *cells) offer() *aid.Offer {
	donors, kept := c.donorsOf("donor")
	o := &aid.Offer{
		ID:          aid.OfferID(c.idOr("of-")),
		Donors:      donors,
		Programme:   c.text("programme"),
		Form:        aid.OfferForm(fold(c.text("offer_kind"))),
		Themes:      words[aid.ThemeID](c, "themes"),
		Places:      c.places("regions"),
		PlacesText:  c.text("places_text"),
		Applicants:  c.text("eligible"),
		Kinds:       words[aid.HelpKind](c, "kinds"),
		Modality:    c.text("modality"),
		Envelope:    c.sum("amount", "currency"),
		MinProject:  c.sum("min_project", "currency"),
		MaxProject:  c.sum("cap_per_project", "currency"),
		Valid:       c.span("period_start", "period_end", "valid"),
		Forecast:    c.answer("forecast") == aid.Yes,
		ODAOnly:     c.answer("oda_only"),
		ReportYears: int(c.whole("report_years")),
		Conditions:  joined(c.text("conditions"), kept),
		Precision:   c.text("source_precision"),
		Source:      c.text("source"),
	}
	if o.PlacesText == "" {
		o.PlacesText = c.text("regions")
	}
	if c.text("kinds") == "" {
		o.Kinds = kindsIn(o.Modality)
	}
	return o
}

// joined puts words that would be lost behind those that are there.
func joined(text, kept string) string {
	if text == "" || kept == "" {
		return text + kept
	}
	return text + "; " + kept
}

func (c *cells) pairing() *aid.Pairing {
	donors, kept := c.donorsOf("donor")
	x := &aid.Pairing{
		ID:            aid.PairingID(c.idOr("pr-")),
		Project:       c.text("project_key"),
		BeneficiaryID: c.state("beneficiary_iso3", "beneficiary", true),
		Role:          c.text("beneficiary_role"),
		Donors:        donors,
		Implementer:   c.text("implementer"),
		Title:         c.text("title"),
		Themes:        words[aid.ThemeID](c, "theme"),
		Kinds:         words[aid.HelpKind](c, "kinds"),
		Modality:      c.text("modality"),
		Ran:           c.span("start", "end", "ran"),
		Amount:        c.sum("amount", "currency"),
		AmountScope:   c.text("amount_scope"),
		Result:        c.whole("result_quantity"),
		ResultUnit:    c.text("result_unit"),
		ResultNote:    c.text("result_note"),
		Evidence:      joined(c.text("evidence_note"), kept),
		Precision:     c.text("source_precision"),
		Source:        c.text("source"),
	}
	if x.Project == "" {
		x.Project = string(x.ID)
	}
	if c.text("kinds") == "" {
		x.Kinds = kindsIn(x.Modality)
	}
	return x
}

func (c *cells) partyRow() *aid.Party {
	p := &aid.Party{
		ID:            aid.PartyID(c.text("id")),
		Kind:          aid.PartyKind(strings.ToLower(c.text("kind"))),
		Roles:         words[aid.Role](c, "roles"),
		Names:         aid.Names{},
		RegionalGroup: c.text("regional_group"),
		Region:        c.text("region"),
		Subregion:     c.text("subregion"),
		Centre:        c.text("centre"),
		LDC:           c.answer("ldc"),
		LLDC:          c.answer("lldc"),
		SIDS:          c.answer("sids"),
		Income:        c.text("income"),
		ODA:           c.text("oda"),
		Note:          c.text("note"),
		Source:        c.text("source"),
	}
	for _, lang := range aid.Languages {
		if name := c.text("name_" + lang); name != "" {
			p.Names[lang] = name
		}
	}
	if p.ID == "" && p.Names["en"] != "" {
		p.ID = idOf(p.Names["en"])
	}
	return p
}
