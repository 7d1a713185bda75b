package papers

import (
	"cmp"
	"maps"
	"slices"

	"ploughshare/aid"
)

// without lists the requests that got no proposal, those that took no part among them. There is none when all got one.
func (b author) without(chapters []chapter) []Section {
	rows := b.withoutRows(chapters)
	if len(rows) == 0 {
		return nil
	}
	table := Table{Caption: plain(b.t("without_caption")), Rows: rows, Columns: []Column{
		{Title: b.t("col_request")}, {Title: b.t("col_state")}, {Title: b.t("col_reason"), Wide: true},
	}}
	return []Section{{ID: "without", Level: 2, Title: plain(b.t("without_title")), NewPage: true, Blocks: []Block{table}}}
}

func (b author) withoutRows(chapters []chapter) []Row {
	var rows []Row
	for _, c := range chapters {
		for _, item := range c.items {
			if item.Unmatched == nil {
				continue
			}
			id := Run{Text: string(item.Request.ID), Link: "#" + requestID(item.Request.ID)}
			rows = append(rows, Row{{Text: Text{id}}, {Text: plain(c.party.Name(b.Lang()))}, {Text: b.say(item.Unmatched.Reason)}})
		}
	}
	aside := slices.SortedFunc(slices.Values(b.Aside), func(x, y Aside) int { return b.order(x.Request, y.Request) })
	for _, a := range aside {
		state := b.party(a.Request.RequesterID).Name(b.Lang())
		rows = append(rows, Row{{Text: plain(string(a.Request.ID))}, {Text: plain(state)}, {Text: b.say(a.Reason)}})
	}
	return rows
}

// method says in one page how the round came about and under which settings.
func (b author) method() Section {
	s := Section{ID: "method", Level: 2, Title: plain(b.t("method_title")), NewPage: true}
	s.Blocks = append(s.Blocks, Paragraph{Text: plain(b.t("method_lead")), Lead: true})
	for _, step := range []string{"screen", "score", "plan", "explain", "check", "decide"} {
		s.Blocks = append(s.Blocks, Paragraph{Text: Text{
			{Text: b.t("method_" + step + "_name"), Strong: true}, {Text: " " + b.t("method_"+step)},
		}})
	}
	s.Blocks = append(s.Blocks, Section{Level: 3, Title: plain(b.t("policy_title")), Blocks: []Block{b.policy()}})
	return s
}

func (b author) policy() Definitions {
	p := b.Round.Policy
	return Definitions{Long: true, Items: []Definition{
		b.fact("policy_floor", b.T("proposal_of_100", args{"total": number(p.Floor * 100)})),
		Definition{b.t("policy_assumed_need"), b.assumed(p)},
		b.fact("policy_assumed_envelope", b.stated(p.AssumedEnvelope)),
		b.fact("policy_reach", b.reach(p.Fairness)),
		b.fact("policy_shares", b.t("shares_"+string(cmp.Or(p.Fairness.Shares, aid.NoShares)))),
		b.fact("policy_run_months", b.N("count_months", p.RunMonths, nil)),
		b.fact("policy_stale_months", b.N("count_months", p.StaleMonths, nil)),
		b.fact("policy_expire_months", b.N("count_months", p.ExpireMonths, nil)),
		b.fact("policy_embargo_days", b.N("count_days", p.EmbargoDays, nil)),
		b.fact("policy_statuses", names(b, "status", p.Statuses)),
		{b.t("policy_seed"), []Text{{{Text: p.Seed, Code: true}}}},
		b.fact("cover_engine", b.Round.Engine),
		{b.t("cover_inputs"), []Text{{{Text: b.Round.InputsDigest, Code: true}}}},
		{b.t("cover_digest"), []Text{{{Text: b.Round.Digest, Code: true}}}},
	}}
}

// reach is the sum with which a State counts as reached.
func (b author) reach(f aid.Fairness) string {
	if f.Reach == 0 {
		return b.t("shares_none")
	}
	return b.Money(aid.Money{Minor: int64(f.Reach) * 100_000, Currency: "USD"}.String())
}

func (b author) assumed(p aid.Policy) []Text {
	lines := []Text{plain(b.stated(p.AssumedNeed))}
	for _, theme := range slices.Sorted(maps.Keys(p.AssumedNeeds)) {
		lines = append(lines, plain(b.T("policy_assumed_for", args{"theme": string(theme), "amount": p.AssumedNeeds[theme].String()})))
	}
	return lines
}

// glossary explains each criterion that carries weight, the heaviest first.
func (b author) glossary() Section {
	weights := b.Round.Policy.Weights
	names := slices.SortedFunc(maps.Keys(weights), func(x, y string) int {
		return cmp.Or(cmp.Compare(weights[y], weights[x]), cmp.Compare(x, y))
	})
	table := Table{Caption: plain(b.t("glossary_caption")), Columns: []Column{
		{Title: b.t("col_criterion")}, {Title: b.t("col_at_most"), Number: true}, {Title: b.t("col_about"), Wide: true},
	}}
	total := 0
	for _, name := range names {
		total += weights[name]
		table.Rows = append(table.Rows, Row{
			{Text: plain(b.t("criterion_" + name))}, {Text: plain(number(weights[name]))},
			{Text: plain(b.t("criterion_" + name + "_about"))},
		})
	}
	table.Total = Row{{Text: plain(b.t("score_total"))}, {Text: plain(number(total))}, {}}
	return Section{ID: "glossary", Level: 2, Title: plain(b.t("glossary_title")), Blocks: []Block{table}}
}

// sources lists every source of the booklet once, with the requests and offers that rest on it.
func (b author) sources(chapters []chapter) Section {
	resting := map[string][]string{}
	note := func(id, source string) {
		for _, line := range links(source) {
			if address := line[0].Text; !slices.Contains(resting[address], id) {
				resting[address] = append(resting[address], id)
			}
		}
	}
	for _, c := range chapters {
		for _, item := range c.items {
			note(string(item.Request.ID), item.Request.Provenance.Source)
			for _, p := range item.Proposals {
				note(string(p.Offer.ID), p.Offer.Source)
			}
		}
	}
	var list List
	for _, address := range slices.Sorted(maps.Keys(resting)) {
		line := append(links(address)[0], Run{Text: " " + b.T("sources_for", args{"ids": b.List(slices.Sorted(slices.Values(resting[address])))})})
		list.Items = append(list.Items, line)
	}
	return Section{ID: "sources", Level: 2, Title: plain(b.t("sources_title")), Blocks: []Block{
		Paragraph{Text: plain(b.t("sources_lead"))}, list,
	}}
}
