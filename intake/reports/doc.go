// Package reports reads national reports: a file becomes answers to the questions of a reporting template, and answers
// become drafts of requests and hints at needs, which a person then accepts, changes or rejects.
//
// [Reader.Read] goes four steps. A reader for each format (docx.go, tables.go, json.go, pdf.go) turns the file into lines of
// cells, each with its place. The template is recognised by the questions that occur (match.go), and the text behind each
// question is its answer. [Reader.Draft] makes a finding of each answer that asks for help (draft.go), with the sums, dates and
// quantities that it names (values.go), and of each sentence elsewhere that tells of a lack (hints.go).
//
// [Reader.Chronicle] reads texts that tell of past help (chronicle.go). It finds the names of States and bodies (names.go),
// tells by the words around them who gave, carried out and was helped (grammar.go, passages.go), and what was achieved
// (results.go).
//
// A program that reads is not a person who understands: it quotes the words it goes by and says where they stand, takes
// nothing for granted that is not written, and nothing it finds is a request until somebody says so.
//
// Files come from outside. Every reader has limits of size, depth, number and time, looks at text alone, never at macros,
// links or anything outside the file, and says why it refuses a file.
package reports
