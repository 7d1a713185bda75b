package desk

import (
	"context"
	"io"
	"slices"

	"ploughshare/aid"
	"ploughshare/locale"
	"ploughshare/papers"
)

// formFormats are the formats of a form that can be filled in and read back.
var formFormats = []string{"docx", "xlsx", "csv"}

// Form writes a template as a form for a State in the printer's language, filled in with the needs on record. Sent back as
// it is, it changes nothing.
func (d *Desk) Form(ctx context.Context, who aid.Actor, w io.Writer, state aid.PartyID, id aid.TemplateID, format string, p locale.Printer) error {
	if err := who.May(aid.FileReports, state); err != nil {
		return err
	}
	template, err := d.Template(ctx, id)
	if err != nil {
		return err
	}
	party, err := d.store.Party(ctx, state)
	if err != nil {
		return err
	}
	if !slices.Contains(formFormats, format) {
		return notListed("format", format, formFormats)
	}
	writer, err := d.PaperFormat(format)
	if err != nil {
		return err
	}
	requests, err := d.store.RequestsOf(ctx, state)
	if err != nil {
		return err
	}
	requests = slices.DeleteFunc(requests, func(r aid.Request) bool { return r.Status.Over() })
	form := papers.Form{State: party, Template: template, Requests: requests, Year: d.now().UTC().Year()}
	return writer.Write(ctx, w, form.Document(p))
}
