package reports

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"ploughshare/aid"
	"ploughshare/intake/pdf"
)

// readPDF takes the lines of each page. A scan has no text and is refused with that reason.
func readPDF(ctx context.Context, f File) ([]line, error) {
	pages, err := pdf.Pages(ctx, f.Content, maxPages, f.Cache)
	switch {
	case errors.Is(err, pdf.ErrTooLong):
		return nil, unreadable("pdf_too_long", "limit", strconv.Itoa(maxPages))
	case errors.Is(err, pdf.ErrUnreadable):
		return nil, unreadable("pdf_unreadable")
	case err != nil:
		return nil, err
	}
	g := gathering{layout: layout{wrapped: true}}
	for i, page := range pages {
		for text := range strings.SplitSeq(page, "\n") {
			if !g.add([]string{text}, always(aid.Say("at_page", "page", strconv.Itoa(i+1)))) {
				return nil, errTooMuch
			}
		}
	}
	if len(g.lines) == 0 {
		return nil, unreadable("pdf_no_text")
	}
	return g.lines, nil
}
