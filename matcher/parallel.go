package matcher

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// inParallel calls work for pieces of the numbers from 0 to n on all processors. Which processor gets which piece is
// chance, so work must write only to places that belong to its piece.
func inParallel(n, piece int, work func(first, end int)) {
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), (n+piece-1)/piece) {
		workers.Go(func() {
			for {
				end := int(next.Add(int64(piece)))
				if end-piece >= n {
					return
				}
				work(end-piece, min(end, n))
			}
		})
	}
	workers.Wait()
}
