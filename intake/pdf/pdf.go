// Package pdf takes the text out of PDF files. PDFium does it (BSD-3-Clause, through go-pdfium, MIT), compiled to
// WebAssembly: a broken or malicious file can do no more than fail, within the memory and the time that it is given, and it
// sees no file but itself.
package pdf

import (
	"context"
	"errors"
	"io"
	"strings"
	"time"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
)

// ErrUnreadable means that the file is broken or protected.
var ErrUnreadable = errors.New("the PDF cannot be read")

// ErrTooLong means that it has more pages than are read.
var ErrTooLong = errors.New("the PDF has too many pages")

// memory of PDFium, in pages of 64 KiB: 512 MB.
const memory = 8192

// patience is how long to wait for an instance that is ours alone.
const patience = time.Minute

// Pages is the text of each page. The folder cache keeps PDFium compiled: without it each file takes some seconds more. A
// context that ends stops the reading.
func Pages(ctx context.Context, content []byte, most int, cache string) ([]string, error) {
	config := wazero.NewRuntimeConfig().WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).
		WithMemoryLimitPages(memory).WithCloseOnContextDone(true)
	if cache != "" {
		compiled, err := wazero.NewCompilationCacheWithDir(cache)
		if err != nil {
			return nil, err
		}
		defer compiled.Close(ctx)
		config = config.WithCompilationCache(compiled)
	}
	pool, err := webassembly.Init(webassembly.Config{
		Context: ctx, MaxIdle: 1, MaxTotal: 1, FSConfig: wazero.NewFSConfig(), RuntimeConfig: config, Stdout: io.Discard, Stderr: io.Discard,
	})
	if err != nil {
		return nil, errors.Join(ctx.Err(), err)
	}
	defer pool.Close()
	instance, err := pool.GetInstance(patience)
	if err != nil {
		return nil, errors.Join(ctx.Err(), err)
	}
	pages, err := read(instance, content, most)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return pages, err
}

// read turns a panic, which is how the bridge tells of a trap in PDFium, into an error.
func read(instance pdfium.Pdfium, content []byte, most int) (pages []string, err error) {
	defer func() {
		if recover() != nil {
			err = ErrUnreadable
		}
	}()
	opened, err := instance.OpenDocument(&requests.OpenDocument{File: &content})
	if err != nil {
		return nil, ErrUnreadable
	}
	counted, err := instance.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: opened.Document})
	switch {
	case err != nil:
		return nil, ErrUnreadable
	case counted.PageCount > most:
		return nil, ErrTooLong
	}
	for i := range counted.PageCount {
		text, err := page(instance, opened.Document, i)
		if err != nil {
			return nil, ErrUnreadable
		}
		pages = append(pages, text)
	}
	return pages, nil
}

func page(instance pdfium.Pdfium, document references.FPDF_DOCUMENT, index int) (string, error) {
	text, err := instance.GetPageText(&requests.GetPageText{
		Page: requests.Page{ByIndex: &requests.PageByIndex{Document: document, Index: index}},
	})
	if err != nil {
		return "", err
	}
	return strings.ToValidUTF8(text.Text, "\uFFFD"), nil
}
