package main

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"os"

	"ploughshare/matcher/flow"
)

// magic opens a file of the form that every solver here reads, all little-endian:
//
//	u32 magic, u32 flags (bit 0: some offer has a maximum per project)
//	u32 R, u32 O, u64 E
//	i32 need[R], i32 budget[O], i32 most[O] (0: no maximum)
//	u32 start[R+1], i32 offer[E], i32 score[E]
const magic = 0x31495054

// unlimited is the greatest maximum that a problem may have.
const unlimited = math.MaxInt32 - 1

type header struct {
	Magic, Flags, Requests, Offers uint32
	Arcs                           uint64
}

// read returns the problem in a file.
func read(path string) (*flow.Problem, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var h header
	if err := binary.Read(f, binary.LittleEndian, &h); err != nil {
		return nil, err
	}
	if h.Magic != magic {
		return nil, fmt.Errorf("%s is not an instance", path)
	}
	p := &flow.Problem{
		Need: make([]int32, h.Requests), Budget: make([]int32, h.Offers), Start: make([]int32, h.Requests+1),
		Offer: make([]int32, h.Arcs), Levels: [][]int32{make([]int32, h.Arcs)},
	}
	most := make([]int32, h.Offers)
	for _, list := range [][]int32{p.Need, p.Budget, most, p.Start, p.Offer, p.Levels[0]} {
		if err := readList(f, list); err != nil {
			return nil, err
		}
	}
	for j, m := range most {
		if m == 0 {
			most[j] = unlimited
		}
	}
	if h.Flags&1 != 0 {
		p.Most = most
	}
	return p, nil
}

// readList fills a list by pieces, so that a large one costs no second copy in memory.
func readList(r io.Reader, list []int32) error {
	buf := make([]byte, 1<<16)
	for len(list) > 0 {
		piece := buf[:min(len(buf), 4*len(list))]
		if _, err := io.ReadFull(r, piece); err != nil {
			return err
		}
		for k := range len(piece) / 4 {
			list[k] = int32(binary.LittleEndian.Uint32(piece[4*k:]))
		}
		list = list[len(piece)/4:]
	}
	return nil
}

// write stores a problem.
func write(path string, p *flow.Problem) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(f, 1<<20)
	h := header{Magic: magic, Requests: uint32(len(p.Need)), Offers: uint32(len(p.Budget)), Arcs: uint64(len(p.Offer))}
	most := make([]int32, len(p.Budget))
	for j, m := range p.Most {
		if m != unlimited {
			h.Flags, most[j] = 1, m
		}
	}
	for _, data := range []any{h, p.Need, p.Budget, most, p.Start, p.Offer, p.Levels[0]} {
		if err := binary.Write(w, binary.LittleEndian, data); err != nil {
			return err
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}
