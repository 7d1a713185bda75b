package intake

import (
	"io"

	"ploughshare/aid"
)

// Kind is what the rows of a file are.
type Kind string

const (
	Requests Kind = "requests"
	Offers   Kind = "offers"
	Pairings Kind = "pairings"
	Parties  Kind = "parties"
)

// Kinds lists the kinds.
var Kinds = []Kind{Requests, Offers, Pairings, Parties}

// Format is how a file is written down.
type Format string

const (
	CSV  Format = "csv"
	XLSX Format = "xlsx"
	JSON Format = "json"
)

// Limits of a file. They hold a spreadsheet of 100,000 rows several times over.
const (
	MaxFile     = 64 << 20  // bytes as sent
	maxUnpacked = 320 << 20 // bytes of a spreadsheet once unpacked
	maxPart     = 32 << 20  // bytes of one part of it that does not hold rows
	maxCell     = 100_000   // bytes in one cell
	maxParts    = 2_000     // files within a spreadsheet
)

// File is what to read. An empty Format is recognised from the content and the name, an empty Kind from the headings.
type File struct {
	Name   string
	Body   io.ReaderAt
	Size   int64
	Format Format
	Kind   Kind
}

// Row is one row of a file. Without problems it has exactly one record; with problems it has none.
type Row struct {
	Line     int // line of a CSV, row of a spreadsheet, position in a JSON array; all from 1
	Request  *aid.Request
	Offer    *aid.Offer
	Party    *aid.Party
	Pairing  *aid.Pairing
	Named    []aid.Party // parties that the row names and the register lacked before this file
	Problems []Problem
}

// Problem is one thing that is wrong with a row. Column is the heading as the file spells it; where the file has no
// such heading, the one it should have.
type Problem struct {
	Line   int    `json:"line"`
	Column string `json:"column"`
	aid.Problem
}

// unreadable is the error of a file that cannot be read as a whole.
func unreadable(key string, pairs ...string) error {
	var p aid.Problems
	p.Add("file", key, pairs...)
	return p
}
