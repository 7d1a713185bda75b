package typst

import (
	"fmt"
	"syscall"

	"github.com/tetratelabs/wazero/experimental"
)

// reservation is the memory of a module beside that of Go: all of it is reserved at once, taken from the system where it is
// written to, and given back when the module goes. In Go's own it would be copied each time it grows.
type reservation struct{ all []byte }

func reserve(_, most uint64) experimental.LinearMemory {
	all, err := syscall.Mmap(-1, 0, int(most), syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE|syscall.MAP_NORESERVE)
	if err != nil {
		panic(thrown{fmt.Errorf("memory: %w", err)})
	}
	return &reservation{all}
}

// Reallocate is nil where there is no room for so much.
func (r *reservation) Reallocate(size uint64) []byte {
	if size > uint64(len(r.all)) {
		return nil
	}
	return r.all[:size]
}

func (r *reservation) Free() { _ = syscall.Munmap(r.all) } // it fails only for what was not reserved
