package typst

import (
	"compress/gzip"
	"context"
	"embed"
	"errors"
	"fmt"
	"io"
)

// kit holds the module and the fonts if scripts/vendor-typst was run before the build.
//
//go:embed kit
var kit embed.FS

// fontFiles in the order of preference.
var fontFiles = []string{
	"NotoSerif-Regular.ttf", "NotoSerif-Bold.ttf", "NotoNaskhArabic-Regular.ttf", "NotoNaskhArabic-Bold.ttf",
	"NotoSansCJKsc-Regular.otf", "NotoSansCJKsc-Bold.otf",
}

// ErrMissing means that the program was built without Typst.
var ErrMissing = errors.New("PDF needs Typst and its fonts, which this program was built without: run scripts/vendor-typst and build it again")

// Load makes a compiler with the module and the fonts that are built into the program.
func Load(ctx context.Context, cache string) (*Compiler, error) {
	packed, err := kit.Open("kit/typst.wasm.gz")
	if err != nil {
		return nil, ErrMissing
	}
	defer packed.Close()
	unpacked, err := gzip.NewReader(packed)
	if err != nil {
		return nil, fmt.Errorf("typst: %w", err)
	}
	module, err := io.ReadAll(unpacked)
	if err != nil {
		return nil, fmt.Errorf("typst: %w", err)
	}
	var fonts [][]byte
	for _, name := range fontFiles {
		font, err := kit.ReadFile("kit/" + name)
		if err != nil {
			return nil, ErrMissing
		}
		fonts = append(fonts, font)
	}
	return New(ctx, module, fonts, cache)
}
