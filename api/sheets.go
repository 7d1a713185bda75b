package api

import (
	"context"

	"ploughshare/aid"
	"ploughshare/intake"
)

// SheetQuery says as what a list is written down.
type SheetQuery struct {
	Format string `query:"format" enum:"csv,xlsx" default:"csv"`
}

// tables are the types of content that sheets have.
var tables = []string{intake.CSVType, intake.XLSXType}

type sheet struct {
	Type  string `header:"Content-Type"`
	Saved string `header:"Content-Disposition"`
	Body  []byte
}

// sheetOf writes a table down under a name.
func (q SheetQuery) sheetOf(name string, table intake.Sheet) (*sheet, error) {
	kind, content, err := table.As(intake.Format(q.Format))
	return &sheet{Type: kind, Saved: `attachment; filename="` + name + "." + q.Format + `"`, Body: content}, err
}

func (a *api) requestSheet(ctx context.Context, q *struct {
	RequestsQuery
	SheetQuery
}) (*sheet, error) {
	rows, err := aid.Rows(q.page(), func(p aid.Page) ([]aid.Request, string, error) {
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
	rows, err := aid.Rows(q.page(), func(p aid.Page) ([]aid.Offer, string, error) {
		return a.desk.Offers(ctx, who(ctx), q.filter(), p)
	})
	if err != nil {
		return nil, err
	}
	return q.sheetOf("offers", intake.OfferSheet(rows))
}
