package aid

import "database/sql/driver"

// Args are the named values of a Message, unformatted: codes, ISO 8601 dates, sums as Money.String writes them.
type Args map[string]string

// Message is a sentence that is not yet in any language: a key of the catalogs and its arguments.
// Text stays empty until an edge that speaks to a reader fills it in; it is never stored.
type Message struct {
	Key  string `json:"key"`
	Args Args   `json:"args,omitempty"`
	Text string `json:"text,omitempty" doc:"The sentence, in the reader's language"`
}

// Say makes a Message from a key and pairs of names and values. It panics on an odd number of them.
func Say(key string, pairs ...string) Message {
	if len(pairs) == 0 {
		return Message{Key: key}
	}
	args := make(Args, len(pairs)/2)
	for i := 0; i < len(pairs); i += 2 {
		args[pairs[i]] = pairs[i+1]
	}
	return Message{Key: key, Args: args}
}

// Value and Scan keep the message in one text column as JSON.
func (m Message) Value() (driver.Value, error) { return jsonColumn(m) }

func (m *Message) Scan(src any) error { return scanJSON(src, m) }

func (Message) GormDataType() string { return "text" }
