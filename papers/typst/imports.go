package typst

import (
	"math"
	"slices"
)

// imports are the functions that the module calls, under the names of the pinned release. Each finds its arguments on
// the stack and leaves its result there. What JavaScript throws goes back through attempt.
var imports = map[string]func(s *session, stack []uint64){
	"__wbg_Error_52673b7de5a0ca89":  func(s *session, a []uint64) { a[0] = s.add(failure(s.read(a[0], a[1]))) },
	"__wbg_Number_2d1dcfcf4ec51736": func(s *session, a []uint64) { a[0] = math.Float64bits(number(s.get(a[0]))) },
	"__wbg___wbindgen_bigint_get_as_i64_6e32f5e6aff02e1d": func(s *session, a []uint64) {
		v, is := big(s.get(a[1]))
		s.poke64(a[0], is, v)
	},
	"__wbg___wbindgen_boolean_get_dea25b33882b895b": func(s *session, a []uint64) {
		v, is := s.get(a[0]).(bool)
		if a[0] = flag(v); !is {
			a[0] = 0xFFFFFF
		}
	},
	"__wbg___wbindgen_debug_string_adfb662ae34724b6": func(s *session, a []uint64) { s.giveText(a[0], show(s.get(a[1]))) },
	"__wbg___wbindgen_in_0d3e1e8f0c669317": func(s *session, a []uint64) {
		_, missing := member(s.get(a[1]), s.get(a[0])).(undefined)
		a[0] = flag(!missing)
	},
	"__wbg___wbindgen_is_bigint_0e1a2e3f55cfae27": func(s *session, a []uint64) {
		_, is := big(s.get(a[0]))
		a[0] = flag(is)
	},
	"__wbg___wbindgen_is_function_8d400b8b1af978cd": func(s *session, a []uint64) {
		switch s.get(a[0]).(type) {
		case function, closure:
			a[0] = 1
		default:
			a[0] = 0
		}
	},
	"__wbg___wbindgen_is_object_ce774f3490692386": func(s *session, a []uint64) {
		switch s.get(a[0]).(type) {
		case object, *array, bytes, words, *promise, failure, wrapped:
			a[0] = 1
		default:
			a[0] = 0
		}
	},
	"__wbg___wbindgen_is_string_704ef9c8fc131030":    is[string],
	"__wbg___wbindgen_is_undefined_f6b95eab589e0269": is[undefined],
	"__wbg___wbindgen_jsval_eq_b6101cc9cef1fe36":     equal,
	"__wbg___wbindgen_jsval_loose_eq_766057600fdd1b0d": func(s *session, a []uint64) {
		x, y := s.get(a[0]), s.get(a[1])
		if none(x) && none(y) {
			a[0] = 1
			return
		}
		equal(s, a)
	},
	"__wbg___wbindgen_number_get_9619185a74197f95": func(s *session, a []uint64) {
		v, is := s.get(a[1]).(float64)
		s.poke64(a[0], is, math.Float64bits(v))
	},
	"__wbg___wbindgen_string_get_a2a31e16edf96e42": func(s *session, a []uint64) {
		v, is := s.get(a[1]).(string)
		if !is {
			s.poke(a[0], 0, 0)
			return
		}
		s.giveText(a[0], v)
	},
	"__wbg___wbindgen_throw_dd24417ed36fc46e": func(s *session, a []uint64) { panic(failure(s.read(a[0], a[1]))) },
	"__wbg__wbg_cb_unref_87dfb5aaa0cbcea7":    func(*session, []uint64) {}, // closures go with the session
	"__wbg_call_3020136f7a2d6e44": func(s *session, a []uint64) {
		f, arg := s.get(a[0]), s.get(a[2])
		a[0] = s.add(s.invoke(f, arg))
	},
	"__wbg_call_78f94eb02ec7f9b2": func(s *session, a []uint64) {
		a[0] = s.add(s.invoke(s.get(a[0]), s.get(a[2]), s.get(a[3]), s.get(a[4])))
	},
	"__wbg_call_abb4ff46ce38be40":    func(s *session, a []uint64) { a[0] = s.add(s.invoke(s.get(a[0]))) },
	"__wbg_done_62ea16af4ce34b24":    func(s *session, a []uint64) { a[0] = flag(member(s.get(a[0]), "done") == true) },
	"__wbg_entries_83c79938054e065f": entries,
	"__wbg_error_7534b8e9a36f1ab4":   func(s *session, a []uint64) { s.call("__wbindgen_export4", a[0], a[1], 1) },
	"__wbg_error_85faeb8919b11cc6":   func(*session, []uint64) {},
	"__wbg_getTimezoneOffset_45389e26d6f46823": func(_ *session, a []uint64) {
		a[0] = 0 // UTC
	},
	"__wbg_get_6b7bd52aca3f9671": func(s *session, a []uint64) {
		a[0] = s.add(member(s.get(a[0]), float64(uint32(a[1]))))
	},
	"__wbg_get_af9dab7e9603ea93":                    func(s *session, a []uint64) { a[0] = s.add(member(s.get(a[0]), s.get(a[1]))) },
	"__wbg_get_with_ref_key_1dc361bd10053bfe":       func(s *session, a []uint64) { a[0] = s.add(member(s.get(a[0]), s.get(a[1]))) },
	"__wbg_info_ce6bcc489c22f6f0":                   func(*session, []uint64) {},
	"__wbg_instanceof_ArrayBuffer_f3320d2419cd0355": func(_ *session, a []uint64) { a[0] = 0 },
	"__wbg_instanceof_Map_084be8da74364158":         func(_ *session, a []uint64) { a[0] = 0 },
	"__wbg_instanceof_Uint8Array_da54ccc9d3e09434":  is[bytes],
	"__wbg_isArray_51fd9e6422c0a395":                is[*array],
	"__wbg_isSafeInteger_ae7d3f054d55fa16": func(s *session, a []uint64) {
		v, is := s.get(a[0]).(float64)
		a[0] = flag(is && v == math.Trunc(v) && math.Abs(v) < 1<<53)
	},
	"__wbg_iterator_27b7c8b35ab3e86b": func(s *session, a []uint64) { a[0] = s.add(symbol("iterator")) },
	"__wbg_length_22ac23eaec9d8053":   length,
	"__wbg_length_d45040a40c570362":   length,
	"__wbg_new_1ba21ce319a06297":      func(s *session, a []uint64) { a[0] = s.add(object{}) },
	"__wbg_new_25f239778d6112b9":      func(s *session, a []uint64) { a[0] = s.add(&array{}) },
	"__wbg_new_6421f6084cc5bc5a": func(s *session, a []uint64) {
		from, _ := s.get(a[0]).(bytes)
		a[0] = s.add(slices.Clone(from))
	},
	"__wbg_new_8a6f238a6ece86ea": func(s *session, a []uint64) { a[0] = s.add(failure("")) },
	"__wbg_new_b2db8aa2650f793a": func(s *session, a []uint64) { a[0] = s.add(object{}) }, // a Date: nobody asks it
	"__wbg_new_df1173567d5ff028": func(s *session, a []uint64) { a[0] = s.add(failure(s.read(a[0], a[1]))) },
	"__wbg_new_ff12d2b041fb48f1": newPromise,
	"__wbg_new_from_slice_db0691b69e9d3891": func(s *session, a []uint64) {
		a[0] = s.add(words(s.peek(a[0], int(uint32(a[1])))))
	},
	"__wbg_new_from_slice_f9c22b9153b26992":   func(s *session, a []uint64) { a[0] = s.add(bytes(s.read(a[0], a[1]))) },
	"__wbg_new_no_args_cb138f77cf6151ee":      func(s *session, a []uint64) { a[0] = s.add(function(nothing)) },
	"__wbg_new_with_args_df9e7125ffe55248":    func(s *session, a []uint64) { a[0] = s.add(function(nothing)) },
	"__wbg_next_138a17bbf04e926c":             func(s *session, a []uint64) { a[0] = s.add(member(s.get(a[0]), "next")) },
	"__wbg_next_3cfe5c0fe2a4cc53":             func(s *session, a []uint64) { a[0] = s.add(s.invoke(member(s.get(a[0]), "next"))) },
	"__wbg_now_69d776cd24f5215b":              func(_ *session, a []uint64) { a[0] = math.Float64bits(0) }, // no paper asks
	"__wbg_prototypesetcall_dfe9b766cdc1f1fd": func(s *session, a []uint64) { s.write(a[0], s.get(a[2]).(bytes)) },
	"__wbg_proxycontext_new":                  wrap,
	"__wbg_push_7d9be8f38fc13975": func(s *session, a []uint64) {
		list := s.get(a[0]).(*array)
		list.items = append(list.items, s.get(a[1]))
		a[0] = uint64(len(list.items))
	},
	"__wbg_queueMicrotask_9b549dfce8865860": func(s *session, a []uint64) {
		a[0] = s.add(function(func(args ...any) any { s.later(first(args)); return undefined{} }))
	},
	"__wbg_queueMicrotask_fca69f5bfad613a5": func(s *session, a []uint64) { s.later(s.get(a[0])) },
	"__wbg_resolve_fd5bfbaa4ce36e1e": func(s *session, a []uint64) {
		v := s.get(a[0])
		p, is := v.(*promise)
		if !is {
			p = &promise{done: true, value: v}
		}
		a[0] = s.add(p)
	},
	"__wbg_set_3f1d0b984ed272ed": func(s *session, a []uint64) { put(s.get(a[0]), s.take(a[1]), s.take(a[2])) },
	"__wbg_set_781438a03c0c3c81": func(s *session, a []uint64) {
		put(s.get(a[0]), s.get(a[1]), s.get(a[2]))
		a[0] = 1
	},
	"__wbg_set_7df433eea03a5c14":                         func(s *session, a []uint64) { put(s.get(a[0]), float64(uint32(a[1])), s.take(a[2])) },
	"__wbg_stack_0ed75d68575b0f3c":                       func(s *session, a []uint64) { s.giveText(a[0], "") },
	"__wbg_static_accessor_GLOBAL_769e6b65d6557335":      func(_ *session, a []uint64) { a[0] = 0 },
	"__wbg_static_accessor_GLOBAL_THIS_60cf02db4de8e1c1": func(s *session, a []uint64) { a[0] = s.add(object{}) },
	"__wbg_static_accessor_SELF_08f5a74c69739274":        func(_ *session, a []uint64) { a[0] = 0 },
	"__wbg_static_accessor_WINDOW_a8924b26aa92d024":      func(_ *session, a []uint64) { a[0] = 0 },
	"__wbg_then_4f95312d68691235":                        then,
	"__wbg_typstcompiler_new":                            wrap,
	"__wbg_typstfontresolver_new":                        wrap,
	"__wbg_value_57b7b035e117f7ee":                       func(s *session, a []uint64) { a[0] = s.add(member(s.get(a[0]), "value")) },
	"__wbindgen_cast_2241b6af4c4b2941":                   func(s *session, a []uint64) { a[0] = s.add(string(s.read(a[0], a[1]))) },
	"__wbindgen_cast_3334ea73b4b28ba3":                   func(s *session, a []uint64) { a[0] = s.add(closure{a[0], a[1]}) },
	"__wbindgen_cast_4625c577ab2ec9ee":                   func(s *session, a []uint64) { a[0] = s.add(a[0]) },
	"__wbindgen_cast_9ae0607507abb057":                   func(s *session, a []uint64) { a[0] = s.add(int64(a[0])) },
	"__wbindgen_cast_d6cd19b81560fd6e":                   func(s *session, a []uint64) { a[0] = s.add(math.Float64frombits(a[0])) },
	"__wbindgen_object_clone_ref":                        func(s *session, a []uint64) { a[0] = s.add(s.get(a[0])) },
	"__wbindgen_object_drop_ref":                         func(s *session, a []uint64) { s.take(a[0]) },
}

func nothing(...any) any { return undefined{} }

func is[T any](s *session, a []uint64) {
	_, is := s.get(a[0]).(T)
	a[0] = flag(is)
}

func none(v any) bool {
	_, is := v.(undefined)
	return v == nil || is
}

// equal compares what can be compared; two objects are equal only if they are one.
func equal(s *session, a []uint64) {
	switch x := s.get(a[0]).(type) {
	case string, float64, bool, undefined, int64, uint64, symbol, nil:
		a[0] = flag(x == s.get(a[1]))
	default:
		a[0] = flag(uint32(a[0]) == uint32(a[1]))
	}
}

func number(v any) float64 {
	switch v := v.(type) {
	case float64:
		return v
	case int64:
		return float64(v)
	case uint64:
		return float64(v)
	case bool:
		return float64(flag(v))
	}
	return math.NaN()
}

func big(v any) (uint64, bool) {
	switch v := v.(type) {
	case int64:
		return uint64(v), true
	case uint64:
		return v, true
	}
	return 0, false
}

func length(s *session, a []uint64) {
	switch v := s.get(a[0]).(type) {
	case *array:
		a[0] = uint64(len(v.items))
	case bytes:
		a[0] = uint64(len(v))
	case words:
		a[0] = uint64(len(v))
	default:
		a[0] = 0
	}
}

func put(v, key, value any) {
	switch v := v.(type) {
	case object:
		if name, ok := key.(string); ok {
			v[name] = value
		}
	case *array:
		n := int(number(key))
		for len(v.items) <= n {
			v.items = append(v.items, undefined{})
		}
		v.items[n] = value
	}
}

func entries(s *session, a []uint64) {
	list := &array{}
	if v, ok := s.get(a[0]).(object); ok {
		for key, value := range v {
			list.items = append(list.items, &array{items: []any{key, value}})
		}
		slices.SortFunc(list.items, func(x, y any) int {
			if x.(*array).items[0].(string) < y.(*array).items[0].(string) {
				return -1
			}
			return 1
		})
	}
	a[0] = s.add(list)
}

// wrap makes a value of an object of the module.
func wrap(s *session, a []uint64) { a[0] = s.add(wrapped(uint32(a[0]))) }

// giveText writes where a text stands and how long it is.
func (s *session) giveText(place uint64, text string) {
	at, n := s.text(text)
	s.poke(place, uint32(at), uint32(n))
}

func (s *session) later(f any) { s.tasks = append(s.tasks, func() { s.invoke(f, undefined{}) }) }

// newPromise lets the module say at once how the promise will be kept or broken.
func newPromise(s *session, a []uint64) {
	p := &promise{}
	settle := func(failed bool) uint64 {
		return s.add(function(func(args ...any) any {
			s.settle(p, first(args), failed)
			return undefined{}
		}))
	}
	s.call("__wasm_bindgen_func_elem_37350", a[0], a[1], settle(false), settle(true))
	a[0] = s.add(p)
}

func then(s *session, a []uint64) {
	p, f, next := s.get(a[0]).(*promise), s.get(a[1]), &promise{}
	s.after(p, func() {
		if p.failed {
			s.settle(next, p.value, true)
			return
		}
		s.settle(next, s.invoke(f, p.value), false)
	})
	a[0] = s.add(next)
}
