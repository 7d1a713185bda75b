package papers

import (
	"bytes"
	"context"
	_ "embed"
	"fmt"
	"io"
	"strings"
	"sync"

	"ploughshare/aid"
	"ploughshare/papers/typst"
)

//go:embed paper.typ
var typesetting string

// Typesetter sets PDF files. Its compiler is made when the first one is asked for, so that whoever never asks pays nothing.
type Typesetter struct {
	cache    string
	mu       sync.Mutex
	compiler *typst.Compiler
}

// NewTypesetter makes a typesetter that keeps its compiled module in a folder; "" keeps nothing.
func NewTypesetter(cache string) *Typesetter { return &Typesetter{cache: cache} }

// Format is PDF: tagged, with the language of the document and fonts for all six languages. The error is
// typst.ErrMissing where the program was built without them.
func (t *Typesetter) Format() Format { return Format{"pdf", "application/pdf", t.write} }

func (t *Typesetter) write(ctx context.Context, w io.Writer, doc Document) error {
	compiler, err := t.ready()
	if err != nil {
		return err
	}
	var data bytes.Buffer
	if err := JSON(&data, doc); err != nil {
		return err
	}
	if missing := compiler.Missing(data.String()); len(missing) > 0 {
		return unshown(missing)
	}
	pdf, err := compiler.PDF(ctx, typesetting, data.Bytes())
	if err != nil {
		return err
	}
	_, err = w.Write(pdf)
	return err
}

// unshown says which characters the fonts do not have: a paper with boxes in their place is not issued.
func unshown(missing []rune) error {
	named := make([]string, len(missing))
	for i, c := range missing {
		named[i] = fmt.Sprintf("%c (%U)", c, c)
	}
	return aid.Problems{{Field: "text", Message: aid.Say("no_glyph", "characters", strings.Join(named, ", "))}}
}

// ready outlives the paper that asked for it first, so it does not end with its context.
func (t *Typesetter) ready() (*typst.Compiler, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.compiler != nil {
		return t.compiler, nil
	}
	compiler, err := typst.Load(context.Background(), t.cache)
	if err == nil {
		t.compiler = compiler
	}
	return compiler, err
}
