// Package typst sets documents as PDF with Typst, compiled to WebAssembly and run inside this program by wazero: no
// browser, no other process, no network, no file of the machine within reach of a template.
//
// The module is that of the npm package @myriaddreamin/typst-ts-web-compiler, made for browsers by wasm-bindgen. So a
// small part of a browser is here: a heap of JavaScript values that the module knows by number (heap.go), and the
// functions that it calls (imports.go). Their names end in a hash of their release, so the module is pinned by digest.
package typst

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
)

// The memory of the module grows with every document and never shrinks, so after some documents, or above some
// bytes, it is thrown away and begun anew. A booklet of a hundred papers needs some 300 MiB; above mostPages of 64 KiB
// the module fails.
const (
	worn      = 50
	outgrown  = 128 << 20
	mostPages = 2 << 30 / (64 << 10)
)

// Compiler makes PDF files, one at a time. It is safe for concurrent use.
type Compiler struct {
	module  wazero.CompiledModule
	runtime wazero.Runtime
	fonts   [][]byte
	glyphs  glyphs

	mu   sync.Mutex
	work *session
	made int
}

// New compiles the module, which takes some 20 seconds the first time and half a second when cache, a folder, holds
// what an earlier program compiled. The fonts are TrueType or OpenType files, in the order of preference.
func New(ctx context.Context, module []byte, fonts [][]byte, cache string) (*Compiler, error) {
	// Without WithCloseOnContextDone, which looks at the context in each loop and takes as long again as the work.
	config := wazero.NewRuntimeConfig().WithMemoryLimitPages(mostPages)
	if cache != "" {
		kept, err := wazero.NewCompilationCacheWithDir(cache)
		if err != nil {
			return nil, fmt.Errorf("typst: cache: %w", err)
		}
		config = config.WithCompilationCache(kept)
	}
	c := &Compiler{runtime: wazero.NewRuntimeWithConfig(ctx, config), fonts: fonts}
	for _, font := range fonts {
		if err := c.glyphs.cover(font); err != nil {
			return nil, errors.Join(fmt.Errorf("typst: %w", err), c.runtime.Close(ctx))
		}
	}
	compiled, err := c.runtime.CompileModule(ctx, module)
	if err == nil {
		c.module = compiled
		err = c.host(ctx)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("typst: %w", err), c.runtime.Close(ctx))
	}
	return c, nil
}

// Close frees all memory.
func (c *Compiler) Close(ctx context.Context) error { return c.runtime.Close(ctx) }

// host offers the module what a browser would.
func (c *Compiler) host(ctx context.Context) error {
	builder := c.runtime.NewHostModuleBuilder("wbg")
	for _, f := range c.module.ImportedFunctions() {
		_, name, _ := f.Import()
		do, known := imports[name]
		if !known {
			return fmt.Errorf("the module wants %s, which is not that of the pinned release", name)
		}
		builder.NewFunctionBuilder().WithGoModuleFunction(api.GoModuleFunc(func(ctx context.Context, _ api.Module, stack []uint64) {
			do(ctx.Value(sessionKey{}).(*session), stack)
		}), f.ParamTypes(), f.ResultTypes()).Export(name)
	}
	_, err := builder.Instantiate(ctx)
	return err
}

// PDF sets a source with data, which it reads as /data.json: what people wrote goes into the data, never into the
// source. The error holds Typst's own messages, with their lines. A document that is begun is set to its end; whoever
// gives up while waiting for others does not begin.
func (c *Compiler) PDF(ctx context.Context, source string, data []byte) ([]byte, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if c.work == nil {
		s, err := c.begin(ctx)
		if err != nil {
			return nil, fmt.Errorf("typst: %w", err)
		}
		c.work, c.made = s, 0
	}
	c.made++
	pdf, err := c.work.set(ctx, source, data)
	if err != nil || c.made >= worn || c.work.memory().Size() > outgrown {
		err = errors.Join(err, c.work.module.Close(context.WithoutCancel(ctx)))
		c.work = nil
	}
	if err != nil {
		return nil, fmt.Errorf("typst: %w", err)
	}
	return pdf, nil
}

// session is one instance of the module with its compiler and the fonts.
type session struct {
	heap
	module   api.Module
	ctx      context.Context // of the call that is under way
	tasks    []func()        // microtasks
	compiler uint64
}

// sessionKey is where the context of a call says whose it is.
type sessionKey struct{}

func (c *Compiler) begin(ctx context.Context) (*session, error) {
	s := &session{heap: newHeap()}
	s.enter(experimental.WithMemoryAllocator(ctx, experimental.MemoryAllocatorFunc(reserve)))
	var err error
	if failed := guarded(func() {
		s.module, err = c.runtime.InstantiateModule(s.ctx, c.module, wazero.NewModuleConfig().WithName(""))
	}); failed != nil || err != nil {
		return nil, errors.Join(failed, err)
	}
	err = guarded(func() {
		builder := s.returned(func(place uint64) { s.call("typstcompilerbuilder_new", place) })
		s.returned(func(place uint64) { s.call("typstcompilerbuilder_set_dummy_access_model", place, builder) })
		for _, font := range c.fonts {
			s.settled(s.call("typstcompilerbuilder_add_raw_font", builder, s.add(bytes(font))))
		}
		s.compiler = uint64(s.settled(s.call("typstcompilerbuilder_build", builder)).(wrapped))
	})
	if err != nil {
		return nil, errors.Join(err, s.module.Close(ctx))
	}
	return s, nil
}

func (s *session) enter(ctx context.Context) { s.ctx = context.WithValue(ctx, sessionKey{}, s) }

// Formats of artifacts and diagnostics, as the module numbers them.
const (
	formatPDF       = 1
	diagnosticsUnix = 2
)

func (s *session) set(ctx context.Context, source string, data []byte) (pdf []byte, err error) {
	s.enter(ctx)
	err = guarded(func() {
		path, pathLen := s.text("/data.json")
		body, bodyLen := s.text(string(data))
		s.call("typstcompiler_map_shadow", s.compiler, path, pathLen, body, bodyLen)
		path, pathLen = s.text("/main.typ")
		body, bodyLen = s.text(source)
		s.call("typstcompiler_add_source", s.compiler, path, pathLen, body, bodyLen)
		path, pathLen = s.text("/main.typ")
		world := s.returned(func(place uint64) {
			s.call("typstcompiler_snapshot", place, s.compiler, 0, 0, path, pathLen, 0, 0)
		})
		defer s.call("__wbg_typstcompileworld_free", world, 0)
		made, _ := s.take(s.returned(func(place uint64) {
			s.call("typstcompileworld_get_artifact", place, world, formatPDF, diagnosticsUnix)
		})).(object)
		if result, ok := made["result"].(bytes); ok {
			pdf = result
			return
		}
		panic(thrown{fmt.Errorf("%s", show(made["diagnostics"]))})
	})
	return pdf, err
}

// call calls a function of the module and returns its result, if it has one.
func (s *session) call(name string, args ...uint64) uint64 {
	results, err := s.module.ExportedFunction(name).Call(s.ctx, args...)
	if err != nil {
		panic(thrown{fmt.Errorf("%s: %w", name, err)})
	}
	if len(results) == 0 {
		return 0
	}
	return results[0]
}

// returned makes room for what a function returns by way of memory: a value, or an error in the last word but one.
func (s *session) returned(call func(place uint64)) uint64 {
	place := s.call("__wbindgen_add_to_stack_pointer", negative(16))
	defer s.call("__wbindgen_add_to_stack_pointer", 16)
	s.poke(place, 0, 0, 0)
	call(place)
	words := s.peek(place, 3)
	if words[2] != 0 {
		panic(thrown{fmt.Errorf("%s", show(s.take(uint64(words[1]))))})
	}
	return uint64(words[0])
}

// settled runs microtasks until a promise has its value.
func (s *session) settled(index uint64) any {
	p, ok := s.take(index).(*promise)
	for ok && !p.done && len(s.tasks) > 0 {
		task := s.tasks[0]
		s.tasks = s.tasks[1:]
		task()
	}
	if !ok || !p.done {
		panic(thrown{errors.New("a promise was not kept")})
	}
	if p.failed {
		panic(thrown{fmt.Errorf("%s", show(p.value))})
	}
	return p.value
}

// thrown is an error on its way through the frames of the module.
type thrown struct{ err error }

func guarded(do func()) (err error) {
	defer func() {
		if reason := recover(); reason != nil {
			t, ok := reason.(thrown)
			if !ok {
				panic(reason)
			}
			err = t.err
		}
	}()
	do()
	return nil
}

func negative(n int32) uint64 { return uint64(uint32(-n)) }
