package desk

import (
	"runtime"
	"strings"
	"sync"
	"sync/atomic"

	"ploughshare/aid"
)

// termsOf reads what the texts of requests and offers name.
func (d *Desk) termsOf(requests []aid.Request, offers []aid.Offer) aid.Terms {
	terms := aid.Terms{Requests: map[aid.RequestID][]string{}, Offers: map[aid.OfferID][]string{}}
	for i, named := range d.concepts(len(requests), func(i int) string { return requestText(&requests[i]) }) {
		if len(named) > 0 {
			terms.Requests[requests[i].ID] = named
		}
	}
	for j, named := range d.concepts(len(offers), func(j int) string { return offerText(&offers[j]) }) {
		if len(named) > 0 {
			terms.Offers[offers[j].ID] = named
		}
	}
	return terms
}

func requestText(r *aid.Request) string {
	var texts []string
	for _, text := range r.Texts().All() {
		texts = append(texts, text.Text)
	}
	return strings.Join(texts, "\n")
}

func offerText(o *aid.Offer) string {
	return strings.Join([]string{o.Programme, o.Modality, o.Conditions}, "\n")
}

// concepts reads many texts on all processors: one takes a fifth of a millisecond.
func (d *Desk) concepts(n int, text func(i int) string) [][]string {
	named := make([][]string, n)
	var next atomic.Int64
	var readers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		readers.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				named[i] = d.store.Words().Concepts(text(i))
			}
		})
	}
	readers.Wait()
	return named
}
