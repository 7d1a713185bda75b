// Package intake turns bytes into records: the files that people send in, and the reference data that ship with us.
//
// [Read] opens a CSV, XLSX or JSON file of requests, offers, pairings or parties and yields one [Row] after another,
// each with a record or with the problems that keep it from being one. A file that cannot be read at all gives an
// error, which is [aid.Problems] on the field "file". Nothing is dropped in silence: what a cell says is a fact of the
// record, or kept as words, or a problem; what a file holds besides is told by [Reader.Notes]. An empty cell means "not
// known", never zero.
//
// Which headings a file may have is one table, [Columns]. Names of donors, places and kinds of help are read from the
// words in which sources write them (donors.go, places.go, kinds.go); a word that names no party or place of the
// register is kept, and a code that names none is refused with the nearest one that does.
//
// [Reference] reads the States, organisations, themes, embargoes, areas and rates in the folder reference.
package intake
