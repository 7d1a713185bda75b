package matcher

import (
	"iter"
	"math/bits"
)

// bitset is a set of offers.
type bitset []uint64

func newBitset(n int) bitset { return make(bitset, (n+63)/64) }

func (b bitset) set(j int32)      { b[j>>6] |= 1 << (j & 63) }
func (b bitset) has(j int32) bool { return b[j>>6]>>(j&63)&1 != 0 }

// full is the set of the first n offers.
func full(n int) bitset {
	b := newBitset(n)
	for k := range b {
		b[k] = ^uint64(0)
	}
	if n%64 != 0 {
		b[len(b)-1] = 1<<(n%64) - 1
	}
	return b
}

// remove takes the members of other out.
func (b bitset) remove(other bitset) {
	for k, word := range other {
		b[k] &^= word
	}
}

// keep takes out what are no members of other.
func (b bitset) keep(other bitset) {
	for k, word := range other {
		b[k] &= word
	}
}

// add takes the members of other in.
func (b bitset) add(other bitset) {
	for k, word := range other {
		b[k] |= word
	}
}

// common is how many members both sets have.
func (b bitset) common(other bitset) int {
	n := 0
	for k, word := range other {
		n += bits.OnesCount64(b[k] & word)
	}
	return n
}

// members are in ascending order.
func (b bitset) members() iter.Seq[int32] {
	return func(yield func(int32) bool) {
		for k, word := range b {
			for ; word != 0; word &= word - 1 {
				if !yield(int32(k<<6 + bits.TrailingZeros64(word))) {
					return
				}
			}
		}
	}
}
