package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"ploughshare/aid"
	"ploughshare/desk"
	"ploughshare/intake"
	"ploughshare/locale"
	"ploughshare/matcher"
	"ploughshare/papers"
	"ploughshare/scripts/benchmark/trial"
	"ploughshare/store"
)

// writePapers measures the booklet of a hundred papers, the real records with copies of some: as an office file in six
// languages and as PDF in one, beside LibreOffice, which makes a PDF of the office file. All are processor seconds of one
// run. The typesetter starts anew with what is compiled already, as a server does, and so does LibreOffice.
func writePapers() error {
	ctx := context.Background()
	folder, err := os.MkdirTemp("", "papers")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	booklets, err := booklets(ctx, filepath.Join(folder, "papers.db"))
	if err != nil {
		return err
	}
	office, size, err := officeTime(booklets)
	if err != nil {
		return err
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return err
	}
	setting, err := settingTime(ctx, booklets[0], filepath.Join(cache, "ploughshare"))
	if err != nil {
		return err
	}
	memory := trial.Resident()
	peer, err := libreOffice(ctx, folder, booklets[0])
	if err != nil {
		return err
	}
	fmt.Println("what\tcpu s\tratio\tRSS MiB")
	for _, row := range []struct {
		what   string
		took   time.Duration
		memory float64
	}{{"LibreOffice: DOCX to PDF, one language", peer, 0}, {"DOCX, six languages", office, size}, {"PDF, one language", setting, memory}} {
		fmt.Printf("%s\t%.2f\t%.3f\t%.0f\n", row.what, row.took.Seconds(), row.took.Seconds()/peer.Seconds(), row.memory)
	}
	return nil
}

func officeTime(booklets []papers.Document) (used time.Duration, size float64, err error) {
	before := trial.Processor()
	for _, doc := range booklets {
		err = errors.Join(err, papers.DOCX(io.Discard, doc))
	}
	return trial.Processor() - before, trial.Resident(), err
}

// settingTime has the module compiled first where the cache does not have it.
func settingTime(ctx context.Context, doc papers.Document, cache string) (time.Duration, error) {
	if err := papers.NewTypesetter(cache).Format().Write(ctx, io.Discard, papers.Document{Lang: "en"}); err != nil {
		return 0, err
	}
	before := trial.Processor()
	err := papers.NewTypesetter(cache).Format().Write(ctx, io.Discard, doc)
	return trial.Processor() - before, err
}

// libreOffice converts an empty paper first, so that its profile is there.
func libreOffice(ctx context.Context, folder string, doc papers.Document) (used time.Duration, err error) {
	for name, doc := range map[string]papers.Document{"empty.docx": {Lang: "en"}, "booklet.docx": doc} {
		var file bytes.Buffer
		if err := errors.Join(papers.DOCX(&file, doc), os.WriteFile(filepath.Join(folder, name), file.Bytes(), 0o600)); err != nil {
			return 0, err
		}
	}
	for _, name := range []string{"empty.docx", "booklet.docx"} {
		command := exec.CommandContext(ctx, "soffice", "-env:UserInstallation=file://"+folder+"/profile", "--headless",
			"--convert-to", "pdf", "--outdir", folder, filepath.Join(folder, name))
		if said, err := command.CombinedOutput(); err != nil {
			return 0, fmt.Errorf("%w: %s", err, said)
		}
		used = command.ProcessState.UserTime() + command.ProcessState.SystemTime()
	}
	_, err = os.Stat(filepath.Join(folder, "booklet.pdf"))
	return used, err
}

// booklets are those of one round in the six languages.
func booklets(ctx context.Context, file string) ([]papers.Document, error) {
	s, err := store.Open(ctx, file, time.Now)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	catalogs, err := locale.Load()
	if err != nil {
		return nil, err
	}
	d, who := desk.New(s, matcher.DefaultPolicy(), time.Now), aid.Machine("benchmark")
	if err := errors.Join(d.Seed(ctx), loadCopies(ctx, d, who)); err != nil {
		return nil, err
	}
	if _, err := d.Match(ctx, who, asOf); err != nil {
		return nil, err
	}
	var all []papers.Document
	keep := papers.Format{Write: func(_ context.Context, _ io.Writer, doc papers.Document) error {
		all = append(all, doc)
		return nil
	}}
	for _, language := range aid.Languages {
		printer, err := d.PaperPrinter(ctx, catalogs, language)
		if err != nil {
			return nil, err
		}
		if err := d.Paper(ctx, who, nil, "booklet", aid.Subject{Round: "latest"}, keep, printer); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// loadCopies imports the real records, and their requests again under other names, as many as it takes for a hundred
// that can take part.
func loadCopies(ctx context.Context, d *desk.Desk, who aid.Actor) error {
	const copied = 76
	text, err := os.ReadFile("scripts/demo/requests.csv")
	if err != nil {
		return err
	}
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		return err
	}
	first := rows[1:]
	for i := range copied {
		row := append([]string{fmt.Sprintf("COPY%d", i)}, first[i%len(first)][1:]...)
		rows = append(rows, row)
	}
	var requests bytes.Buffer
	if err := csv.NewWriter(&requests).WriteAll(rows); err != nil {
		return err
	}
	files := map[string][]byte{"requests.csv": requests.Bytes()}
	for _, name := range []string{"offers.csv", "pairings.csv"} {
		if files[name], err = os.ReadFile("scripts/demo/" + name); err != nil {
			return err
		}
	}
	for _, name := range []string{"requests.csv", "offers.csv", "pairings.csv"} {
		file := intake.File{Name: name, Body: bytes.NewReader(files[name]), Size: int64(len(files[name]))}
		if report, err := d.Import(ctx, who, file, desk.ImportOptions{Circulated: true}); err != nil || report.Refused > 0 {
			return fmt.Errorf("%s: %d refused: %w", name, report.Refused, err)
		}
	}
	return nil
}
