package api

import (
	"bytes"
	"context"

	"ploughshare/desk"
	"ploughshare/intake"
)

type importReport struct{ Body desk.ImportReport }

func (a *api) importFile(ctx context.Context, in *struct {
	Name    string `query:"name" doc:"Name of the file, for the journal"`
	Kind    string `query:"kind" enum:"requests,offers,pairings,parties" doc:"Recognised from the headings when left out"`
	Format  string `query:"format" enum:"csv,xlsx,json" doc:"Recognised from the content when left out"`
	Partial bool   `query:"partial" doc:"Take the good rows even when others are refused"`
	DryRun  bool   `query:"dry_run" doc:"Only say what would happen"`
	RawBody []byte `contentType:"application/octet-stream"`
}) (*importReport, error) {
	report, err := a.desk.Import(ctx, who(ctx), intake.File{
		Name: in.Name, Body: bytes.NewReader(in.RawBody), Size: int64(len(in.RawBody)),
		Format: intake.Format(in.Format), Kind: intake.Kind(in.Kind),
	}, desk.ImportOptions{Partial: in.Partial, DryRun: in.DryRun})
	if err != nil {
		return nil, err
	}
	printer, err := a.printer(ctx)
	if err != nil {
		return nil, err
	}
	for i := range report.Problems {
		say(printer, &report.Problems[i].Message)
	}
	sayAll(printer, report.Notes)
	if !report.Written && !in.DryRun {
		return nil, refusedRows(report.Problems, report.Refused)
	}
	return &importReport{report}, nil
}
