package matcher

import (
	"crypto/sha256"
	"encoding/binary"
)

// slip is what a request or an offer brings to the lottery between equal plans: the first eight bytes of the SHA-256 of
// the public seed, the day of the round, what it is and its reference. Another day is another draw, so that nobody
// loses for ever.
func (f *field) slip(what, id string) uint64 {
	sum := sha256.Sum256([]byte(f.policy.Seed + "\x00" + string(f.asOf) + "\x00" + what + "\x00" + id))
	return binary.BigEndian.Uint64(sum[:8])
}

// ticket is a pair's place in the lottery, which anybody can compute from the two slips: their sum, mixed as
// splitmix64 does (Steele, Lea and Flood 2014), of which the highest 20 bits count.
func ticket(request, offer uint64) int32 {
	z := request + offer
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return int32((z ^ z>>31) >> 44)
}
