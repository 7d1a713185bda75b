package desk_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"ploughshare/aid"
	"ploughshare/desk"
)

// Equal calls at once, on both databases: the receipt alone keeps all changes but one from being made.
func TestAReceiptIsKeptWithItsChange(t *testing.T) {
	onBoth(t, func(h *house) {
		who := aid.Actor{User: "u-1", Name: "u-1", Roles: []aid.Role{aid.Secretariat}}
		var calls sync.WaitGroup
		failures := make([]error, 8)
		for i := range failures {
			calls.Go(func() { failures[i] = h.addOnce(who, fmt.Sprintf("R%d", i)) })
		}
		calls.Wait()
		made := 0
		for _, err := range failures {
			if err == nil {
				made++
			} else if !errors.Is(err, aid.ErrConflict) && !errors.As(err, &desk.UnderWay{}) {
				t.Error(err)
			}
		}
		list, _, err := h.Requests(h.ctx, who, aid.RequestFilter{}, aid.Page{})
		if err != nil || len(list) != 1 || made != 1 {
			t.Errorf("%d calls were done, %d requests made (%v), want one of each", made, len(list), err)
		}
		var busy desk.UnderWay // as after a kill before the answer was kept
		if err := h.addOnce(who, "R9"); !errors.As(err, &busy) || !strings.HasPrefix(busy.Subject, "requests/R") {
			t.Errorf("the same call again: %v", err)
		}
	})
}

// addOnce adds a request under one and the same key, and keeps no answer.
func (h *house) addOnce(who aid.Actor, id string) error {
	call, err := h.Once(who, "the key of all these calls", []byte("content"))
	if err != nil {
		return err
	}
	if _, err := call.Answer(h.ctx); err != nil {
		return err
	}
	_, err = h.AddRequest(call.Within(h.ctx), who, aid.Request{ID: aid.RequestID(id), RequesterID: "TGO", Need: "A need", Consent: aid.ConsentDonors})
	return err
}
