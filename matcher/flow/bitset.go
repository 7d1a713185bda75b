package flow

import (
	"iter"
	"math/bits"
)

type bitset []uint64

func newBitset(n int) bitset { return make(bitset, (n+63)/64) }

func (b bitset) has(n int32) bool { return b[n>>6]>>(n&63)&1 != 0 }
func (b bitset) set(n int32)      { b[n>>6] |= 1 << (n & 63) }
func (b bitset) clear(n int32)    { b[n>>6] &^= 1 << (n & 63) }

// members yields the members from lo up to but not including hi, in order. Those that the
// loop's body adds farther on come too.
func (b bitset) members(lo, hi int32) iter.Seq[int32] {
	return func(yield func(int32) bool) {
		for n := b.next(lo); n < hi; n = b.next(n + 1) {
			if !yield(n) {
				return
			}
		}
	}
}

// next returns the first member not below n, or a number beyond all members.
func (b bitset) next(n int32) int32 {
	w := int(n >> 6)
	if w >= len(b) {
		return int32(len(b) << 6)
	}
	word := b[w] >> (n & 63) << (n & 63)
	for word == 0 {
		if w++; w == len(b) {
			return int32(w << 6)
		}
		word = b[w]
	}
	return int32(w<<6 + bits.TrailingZeros64(word))
}
