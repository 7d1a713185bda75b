package aid

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"
)

// Entry is one line of the journal: who did what to which, when and why. Hash binds it to the entry before.
type Entry struct {
	ID      int64     `json:"id"`
	At      time.Time `json:"at"`
	By      string    `json:"by"`
	Verb    string    `json:"verb" doc:"What was done, e.g. added, changed, moved, matched, confirmed, asked, answered, commitment"`
	Subject string    `json:"subject" doc:"What it was done to, e.g. requests/RQ001"`
	Note    string    `json:"note,omitempty"`
	Prev    string    `json:"prev"`
	Hash    string    `json:"hash"`
}

// Seal binds the entry to the hash of the one before it: SHA-256 over the JSON of all its other fields.
func (e Entry) Seal(prev string) Entry {
	e.ID, e.Prev, e.Hash = 0, prev, ""
	e.At = e.At.UTC().Truncate(time.Microsecond)
	text, _ := json.Marshal(e) // an Entry is texts and a time: it cannot fail
	sum := sha256.Sum256(text)
	e.Hash = hex.EncodeToString(sum[:])
	return e
}
