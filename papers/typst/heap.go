package typst

import (
	"encoding/binary"
	"fmt"
	"math"
	"strings"

	"github.com/tetratelabs/wazero/api"
)

// The values of JavaScript that the module meets. null is nil; booleans are bool, numbers float64, big ones int64 or
// uint64, strings string.
type (
	undefined struct{}
	object    map[string]any
	array     struct{ items []any }
	bytes     []byte
	words     []uint32
	symbol    string
	failure   string // an Error
	wrapped   uint64 // an object of the module, by its address
	function  func(args ...any) any
	closure   struct{ state, environment uint64 } // a function of the module
	promise   struct {
		done, failed bool
		value        any
		then         []func()
	}
)

// heap holds values under the numbers by which the module knows them.
type heap struct {
	values []any
	free   []uint64
}

// reserved is the number of places that wasm-bindgen keeps; the last four of them are constants.
const reserved = 132

func newHeap() heap {
	h := heap{values: make([]any, reserved, 4096)}
	for i := range h.values {
		h.values[i] = undefined{}
	}
	h.values[129], h.values[130], h.values[131] = nil, true, false
	return h
}

func (h *heap) add(v any) uint64 {
	if n := len(h.free); n > 0 {
		place := h.free[n-1]
		h.free = h.free[:n-1]
		h.values[place] = v
		return place
	}
	h.values = append(h.values, v)
	return uint64(len(h.values) - 1)
}

func (h *heap) get(place uint64) any { return h.values[uint32(place)] }

func (h *heap) take(place uint64) any {
	place = uint64(uint32(place))
	v := h.values[place]
	if place >= reserved {
		h.values[place] = nil
		h.free = append(h.free, place)
	}
	return v
}

func (s *session) memory() api.Memory { return s.module.Memory() }

// read returns a copy of a stretch of the module's memory.
func (s *session) read(place, length uint64) []byte {
	view, ok := s.memory().Read(uint32(place), uint32(length))
	if !ok {
		panic(thrown{fmt.Errorf("the module points outside its memory: %d bytes at %d", uint32(length), uint32(place))})
	}
	return append([]byte{}, view...)
}

func (s *session) write(place uint64, data []byte) {
	if !s.memory().Write(uint32(place), data) {
		panic(thrown{fmt.Errorf("the module points outside its memory: %d bytes at %d", len(data), uint32(place))})
	}
}

// text gives the module a text: it owns the memory from then on.
func (s *session) text(text string) (place, length uint64) {
	place = s.call("__wbindgen_export", uint64(len(text)), 1)
	s.write(place, []byte(text))
	return place, uint64(len(text))
}

func (s *session) poke(place uint64, values ...uint32) {
	var data []byte
	for _, v := range values {
		data = binary.LittleEndian.AppendUint32(data, v)
	}
	s.write(place, data)
}

func (s *session) peek(place uint64, n int) []uint32 {
	data := s.read(place, uint64(4*n))
	values := make([]uint32, n)
	for i := range values {
		values[i] = binary.LittleEndian.Uint32(data[4*i:])
	}
	return values
}

// poke64 writes an option of eight bytes: whether there is one, and what.
func (s *session) poke64(place uint64, there bool, value uint64) {
	s.write(place+8, binary.LittleEndian.AppendUint64(nil, value))
	s.poke(place, uint32(flag(there)))
}

func flag(yes bool) uint64 {
	if yes {
		return 1
	}
	return 0
}

// invoke calls a value that is a function.
func (s *session) invoke(f any, args ...any) any {
	switch f := f.(type) {
	case function:
		return f(args...)
	case closure:
		s.call("__wasm_bindgen_func_elem_944", f.state, f.environment, s.add(first(args)))
		return undefined{}
	}
	panic(thrown{fmt.Errorf("%s is no function", show(f))})
}

func first(values []any) any {
	if len(values) == 0 {
		return undefined{}
	}
	return values[0]
}

// settle keeps or breaks a promise; those who wait are told in a microtask.
func (s *session) settle(p *promise, value any, failed bool) {
	if inner, ok := value.(*promise); ok && !failed {
		s.after(inner, func() { s.settle(p, inner.value, inner.failed) })
		return
	}
	if p.done {
		return
	}
	p.done, p.failed, p.value = true, failed, value
	s.tasks = append(s.tasks, p.then...)
}

func (s *session) after(p *promise, do func()) {
	if p.done {
		s.tasks = append(s.tasks, do)
		return
	}
	p.then = append(p.then, do)
}

// member is a property of a value; undefined where there is none.
func member(v any, key any) any {
	switch v := v.(type) {
	case object:
		if name, ok := key.(string); ok {
			if value, there := v[name]; there {
				return value
			}
		}
	case *array:
		if n, ok := key.(float64); ok && int(n) < len(v.items) {
			return v.items[int(n)]
		}
		if key == symbol("iterator") {
			return function(func(...any) any { return iterator(v) })
		}
	}
	return undefined{}
}

func iterator(a *array) any {
	at := 0
	return object{"next": function(func(...any) any {
		if at == len(a.items) {
			return object{"done": true, "value": undefined{}}
		}
		at++
		return object{"done": false, "value": a.items[at-1]}
	})}
}

// show writes a value for people.
func show(v any) string {
	switch v := v.(type) {
	case *array:
		parts := make([]string, len(v.items))
		for i, item := range v.items {
			parts[i] = show(item)
		}
		return strings.Join(parts, "; ")
	case undefined:
		return "undefined"
	case float64:
		if v == math.Trunc(v) {
			return fmt.Sprintf("%d", int64(v))
		}
	}
	return fmt.Sprint(v)
}
