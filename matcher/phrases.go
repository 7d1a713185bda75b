package matcher

import (
	"strconv"
	"sync"

	"ploughshare/aid"
)

// phrases say the same thing with the same Message: a million proposals give few different reasons, and one map of
// arguments takes more memory than the rest of a proposal's part. Nobody may change them.
type phrases struct {
	lock sync.RWMutex
	said map[string]aid.Message
}

// say is aid.Say.
func (p *phrases) say(key string, pairs ...string) aid.Message {
	if len(pairs) == 0 {
		return aid.Say(key)
	}
	name := make([]byte, 0, 256)
	name = append(name, key...)
	for _, text := range pairs {
		name = append(strconv.AppendInt(append(name, ' '), int64(len(text)), 10), ' ')
		name = append(name, text...)
	}
	p.lock.RLock()
	m, known := p.said[string(name)]
	p.lock.RUnlock()
	if !known {
		m = aid.Say(key, pairs...)
		p.lock.Lock()
		p.said[string(name)] = m
		p.lock.Unlock()
	}
	return m
}
