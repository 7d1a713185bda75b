package typst

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"unicode"
)

// glyphs are the characters that some font has a glyph for, a bit each.
type glyphs [(unicode.MaxRune + 64) / 64]uint64

func (g *glyphs) add(c rune) { g[c/64] |= 1 << (c % 64) }

func (g *glyphs) has(c rune) bool { return g[c/64]&(1<<(c%64)) != 0 }

// Missing are the characters of a text that no font can show, once each. Typst would leave a box in their place.
func (c *Compiler) Missing(text string) []rune {
	var missing []rune
	for _, r := range text {
		if shown := unicode.IsGraphic(r) && !unicode.IsSpace(r) && !unicode.Is(unicode.Variation_Selector, r); shown && !c.glyphs.has(r) {
			missing = append(missing, r)
		}
	}
	slices.Sort(missing)
	return slices.Compact(missing)
}

var errFont = errors.New("not a font that can be read")

// cover adds the characters of a font, from its table "cmap" (OpenType 1.9, chapter cmap).
func (g *glyphs) cover(font []byte) (err error) {
	defer func() {
		if recover() != nil { // an offset that leads out of the file
			err = errFont
		}
	}()
	cmap := table(font, "cmap")
	for i := range int(binary.BigEndian.Uint16(cmap[2:])) {
		sub := cmap[binary.BigEndian.Uint32(cmap[4+8*i+4:]):]
		switch format := binary.BigEndian.Uint16(sub); format {
		case 4:
			g.segments(sub)
		case 12:
			g.groups(sub)
		case 0, 6, 14: // old ones, whose characters are in the others too; variants
		default:
			return fmt.Errorf("%w: cmap of format %d", errFont, format)
		}
	}
	return nil
}

// table is a part of a font by its tag.
func table(font []byte, tag string) []byte {
	for i := range int(binary.BigEndian.Uint16(font[4:])) {
		if entry := font[12+16*i:]; string(entry[:4]) == tag {
			start := binary.BigEndian.Uint32(entry[8:])
			return font[start : start+binary.BigEndian.Uint32(entry[12:])]
		}
	}
	panic(tag)
}

// segments reads format 4: ends, starts, differences and offsets of segments of the first 65,536 characters.
func (g *glyphs) segments(sub []byte) {
	n := int(binary.BigEndian.Uint16(sub[6:])) // twice the number of segments
	word := func(at int) int { return int(binary.BigEndian.Uint16(sub[at:])) }
	for i := 0; i < n; i += 2 {
		end, start, difference, offset := word(14+i), word(16+n+i), word(16+2*n+i), word(16+3*n+i)
		for c := start; c <= end && c < 0xffff; c++ {
			glyph := c + difference
			if offset != 0 {
				if glyph = word(16 + 3*n + i + offset + 2*(c-start)); glyph != 0 {
					glyph += difference
				}
			}
			if glyph&0xffff != 0 {
				g.add(rune(c))
			}
		}
	}
}

// groups reads format 12: first and last character of each group, and the glyph of the first.
func (g *glyphs) groups(sub []byte) {
	for i := range int(binary.BigEndian.Uint32(sub[12:])) {
		group := sub[16+12*i:]
		for c := binary.BigEndian.Uint32(group); c <= binary.BigEndian.Uint32(group[4:]) && c <= unicode.MaxRune; c++ {
			g.add(rune(c))
		}
	}
}
