package papers

import (
	"io"
	"slices"

	"ploughshare/aid"
)

// The Humanitarian Exchange Language (HXL 1.1) tells programs what the columns of a table hold by a row of hashtags below
// its headings, whatever the language of these. Sums are texts with their currency, as on paper.

func (t Table) tagged() bool {
	return slices.ContainsFunc(t.Columns, func(c Column) bool { return c.Hashtag != "" })
}

// HXLCSV writes the first table that has hashtags: to programs, a text file is one table.
func HXLCSV(w io.Writer, doc Document) error {
	tables, err := doc.taggedTables()
	if err != nil {
		return err
	}
	return writeCSV(w, tables[:1], true)
}

// HXLXLSX writes each table that has hashtags as a sheet.
func HXLXLSX(w io.Writer, doc Document) error {
	tables, err := doc.taggedTables()
	if err != nil {
		return err
	}
	return writeXLSX(w, tables, doc.Dir == "rtl", true)
}

func (d Document) taggedTables() ([]titled, error) {
	tables := slices.DeleteFunc(d.tables(), func(t titled) bool { return !t.tagged() })
	if len(tables) == 0 {
		return nil, aid.Problems{{Field: "format", Message: aid.Say("hxl_none")}}
	}
	return tables, nil
}
