package desk

import "sync"

// kept remembers answers that take long to reckon, for as long as what they are reckoned from stays as it is. Who asks
// while one is reckoned waits for it.
type kept[T any] struct {
	mu      sync.Mutex
	state   string
	answers map[string]T
}

// answer is what was reckoned for a question in this state of the records, or is now. Answers are shared: nobody may
// change them.
func (k *kept[T]) answer(state, question string, reckon func() (T, error)) (T, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.state != state {
		k.state, k.answers = state, nil
	}
	if found, known := k.answers[question]; known {
		return found, nil
	}
	found, err := reckon()
	if err == nil {
		if k.answers == nil {
			k.answers = map[string]T{}
		}
		k.answers[question] = found
	}
	return found, err
}
