package matcher

import (
	"slices"
	"strconv"

	"ploughshare/aid"
)

// aspect is what a criterion or a veto looks at in a request or in an offer. Requests, or offers, whose keys for an
// aspect are the same are one class of it, and every value that depends on the aspect is found once for the class.
type aspect int

const (
	unseen aspect = iota
	themes
	places
	kinds
	sums   // how much is needed, or there
	minima // the smallest sum for a project
	dates
	wanted // when the work should begin
	ready
	reports
	conditions
	forms
	parties
	workers
	spoken  // what the words name
	aspects // the number of them
)

// asked is the key of a request's class.
func (f *field) asked(a aspect, n *need) string {
	switch a {
	case themes:
		return shared(n.Themes)
	case places:
		return shared(n.Countries)
	case kinds:
		return strconv.FormatBool(n.KindsRead) + set(n.Kinds)
	case sums:
		return strconv.FormatBool(n.assumed) + strconv.FormatInt(n.units, 10)
	case minima: // how many of the different smallest sums are within the need
		within, _ := slices.BinarySearch(f.minima, n.units+1)
		return strconv.Itoa(within)
	case dates:
		return n.Asked.String() + "|" + string(n.Confirmed)
	case wanted:
		return string(n.Wanted.From)
	case ready:
		return string(n.DrawnUp) + strconv.Itoa(n.gaps)
	case reports:
		return strconv.Itoa(n.Provenance.ReportYear)
	case parties:
		return string(n.RequesterID)
	case spoken:
		return joined(n.terms)
	}
	return ""
}

// given is the key of an offer's class.
func (f *field) given(a aspect, s *source) string {
	switch a {
	case themes:
		return strconv.FormatBool(slices.Contains(s.Kinds, aid.Training)) + set(s.Themes)
	case places:
		return set(s.Places) + "|" + f.namedIn(s.Programme+" "+s.Conditions)
	case kinds:
		return set(s.Kinds)
	case sums:
		return strconv.FormatBool(s.assumed && !s.limited) + strconv.FormatInt(s.room(), 10)
	case minima:
		return strconv.FormatBool(s.tooTight()) + strconv.FormatInt(s.minUnits, 10)
	case dates:
		return string(s.Valid.From) + "|" + string(s.ends) + strconv.FormatBool(s.guessed)
	case conditions:
		return string(s.ODAOnly) + strconv.Itoa(s.ReportYears)
	case forms:
		return string(s.Form) + strconv.FormatBool(s.Spent())
	case parties:
		return set(s.Donors)
	case workers:
		return set(s.doers)
	case spoken:
		return joined(s.terms)
	}
	return ""
}

// shared is the key of shares.
func shared(shares []aid.Share) string {
	if len(shares) == 1 && shares[0].Percent == 100 {
		return shares[0].Code
	}
	parts := make([]string, len(shares))
	for k, s := range shares {
		parts[k] = s.Code + ":" + strconv.Itoa(s.Percent)
	}
	return set(parts)
}

// set is a key for codes in any order.
func set[T ~string](codes []T) string {
	if len(codes) < 2 {
		return joined(codes)
	}
	ordered := slices.Clone(codes)
	slices.Sort(ordered)
	return joined(ordered)
}
