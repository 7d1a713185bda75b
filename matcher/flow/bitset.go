package flow

import "math/bits"

type bitset []uint64

func newBitset(n int) bitset { return make(bitset, (n+63)/64) }

func (b bitset) has(n int32) bool { return b[n>>6]>>(n&63)&1 != 0 }
func (b bitset) set(n int32)      { b[n>>6] |= 1 << (n & 63) }
func (b bitset) clear(n int32)    { b[n>>6] &^= 1 << (n & 63) }

// each calls f for the members from lo up to but not including hi, in order.
func (b bitset) each(lo, hi int32, f func(int32)) {
	for n := lo; n < hi; {
		word := b[n>>6] >> (n & 63)
		if word == 0 {
			n = n&^63 + 64
			continue
		}
		n += int32(bits.TrailingZeros64(word))
		if n < hi {
			f(n)
		}
		n++
	}
}
