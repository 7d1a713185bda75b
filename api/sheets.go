package api

import (
	"bytes"
	"context"
	"io"

	"ploughshare/aid"
	"ploughshare/intake"
)

// SheetQuery says as what a list is written down.
type SheetQuery struct {
	Format string `query:"format" enum:"csv,xlsx" default:"csv"`
}

// tables are the types of content that sheets have.
var tables = []string{"text/csv; charset=utf-8", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}

type sheet struct {
	Type  string `header:"Content-Type"`
	Saved string `header:"Content-Disposition"`
	Body  []byte
}

// sheetOf writes a table down under a name.
func (q SheetQuery) sheetOf(name string, table intake.Sheet) (*sheet, error) {
	kind, write := tables[0], func(w io.Writer) error { return table.CSV(w) }
	if q.Format == "xlsx" {
		kind, write = tables[1], func(w io.Writer) error { return table.XLSX(w) }
	}
	var body bytes.Buffer
	err := write(&body)
	return &sheet{Type: kind, Saved: `attachment; filename="` + name + "." + q.Format + `"`, Body: body.Bytes()}, err
}

// whole reads all pages of a list from the one that is asked for on.
func whole[T any](page aid.Page, read func(aid.Page) ([]T, string, error)) ([]T, error) {
	var rows []T
	for page.Limit = aid.MaxPage; ; {
		some, next, err := read(page)
		if err != nil {
			return nil, err
		}
		if rows = append(rows, some...); next == "" {
			return rows, nil
		}
		page.After = next
	}
}

func (a *api) requestSheet(ctx context.Context, q *struct {
	RequestsQuery
	SheetQuery
}) (*sheet, error) {
	rows, err := whole(q.page(), func(p aid.Page) ([]aid.Request, string, error) {
		return a.desk.Requests(ctx, who(ctx), q.filter(), p)
	})
	if err != nil {
		return nil, err
	}
	return q.sheetOf("requests", intake.RequestSheet(rows))
}

func (a *api) offerSheet(ctx context.Context, q *struct {
	OffersQuery
	SheetQuery
}) (*sheet, error) {
	rows, err := whole(q.page(), func(p aid.Page) ([]aid.Offer, string, error) {
		return a.desk.Offers(ctx, who(ctx), q.filter(), p)
	})
	if err != nil {
		return nil, err
	}
	return q.sheetOf("offers", intake.OfferSheet(rows))
}
