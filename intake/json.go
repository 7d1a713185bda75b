package intake

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"ploughshare/aid"
)

// openJSON expects an array of objects and takes the kind from the keys of the first.
func (r *Reader) openJSON(file File) error {
	body := io.NewSectionReader(file.Body, 0, file.Size)
	skipped, err := skipBOM(body)
	if err != nil {
		return err
	}
	decoder := json.NewDecoder(body)
	decoder.UseNumber()
	if token, err := decoder.Token(); err != nil || token != json.Delim('[') {
		return unreadable("json_no_array")
	}
	objects := &jsonObjects{decoder: decoder, kind: file.Kind, layouts: map[string]*layout{}}
	first, err := objects.next()
	if err == io.EOF {
		return unreadable("file_empty")
	}
	if err != nil {
		return err
	}
	if first.layout == nil {
		return unreadable("json_no_array")
	}
	r.kind, r.total = objects.kind, file.Size
	pending := true
	r.lines = func() (line, error) {
		next, err := first, error(nil)
		if !pending {
			next, err = objects.next()
		}
		pending = false
		next.done = skipped + decoder.InputOffset()
		return next, err
	}
	return nil
}

// skipBOM moves past a byte order mark, if there is one.
func skipBOM(body io.ReadSeeker) (int64, error) {
	begin := make([]byte, len(bom))
	if n, _ := io.ReadFull(body, begin); string(begin[:n]) == bom {
		return int64(n), nil
	}
	return body.Seek(0, io.SeekStart)
}

// jsonObjects walks the array. Objects may differ in their keys; each set of keys has its layout.
type jsonObjects struct {
	decoder *json.Decoder
	kind    Kind
	count   int
	layouts map[string]*layout
}

func (o *jsonObjects) next() (line, error) {
	if !o.decoder.More() {
		return line{}, o.end()
	}
	o.count++
	var element any
	if err := o.decoder.Decode(&element); err != nil {
		return line{}, jsonError(err, o.count)
	}
	object, ok := element.(map[string]any)
	if !ok {
		return line{number: o.count, problems: []Problem{rowProblem(o.count, "json_not_object")}}, nil
	}
	return o.line(object)
}

// end tells the end of the array from a file that breaks off.
func (o *jsonObjects) end() error {
	if _, err := o.decoder.Token(); err != nil {
		return jsonError(err, o.count+1)
	}
	if _, err := o.decoder.Token(); err != io.EOF {
		return unreadable("json_after_end")
	}
	return io.EOF
}

func jsonError(err error, position int) error {
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return unreadable("json_broken", "position", strconv.Itoa(position))
	}
	return err
}

func (o *jsonObjects) line(object map[string]any) (line, error) {
	next := line{number: o.count}
	flat := map[string]string{}
	flatten("", object, flat, func(key string) {
		problem := rowProblem(o.count, "json_nested", "key", key)
		problem.Column = key
		next.problems = append(next.problems, problem)
	})
	keys := slices.Sorted(maps.Keys(flat))
	name := strings.Join(keys, "\x00")
	if o.layouts[name] == nil {
		kind, l, err := o.recognise(keys)
		if err != nil {
			return line{}, err
		}
		o.kind, o.layouts[name] = kind, l
	}
	next.layout = o.layouts[name]
	for _, key := range keys {
		next.texts = append(next.texts, strings.TrimSpace(flat[key]))
	}
	return next, nil
}

// recognise is strict with the first object only: a later one may leave out a key where a table has an empty cell.
func (o *jsonObjects) recognise(keys []string) (Kind, *layout, error) {
	if len(o.layouts) == 0 {
		return recognise(o.kind, keys)
	}
	l, err := newLayout(o.kind, keys)
	return o.kind, l, err
}

// flatten writes the values of an object as texts, those of objects within it under "outer.inner". Sums and shares, as
// aid writes them, become the texts that a table would hold.
func flatten(prefix string, object map[string]any, into map[string]string, refused func(key string)) {
	for _, key := range slices.Sorted(maps.Keys(object)) {
		value := object[key]
		if inner, ok := value.(map[string]any); ok && prefix == "" && !isMoney(inner) {
			flatten(key+".", inner, into, refused)
			continue
		}
		text, ok := jsonText(value)
		if !ok {
			refused(prefix + key)
			continue
		}
		into[prefix+key] = text
	}
}

func jsonText(value any) (string, bool) {
	switch v := value.(type) {
	case nil:
		return "", true
	case string:
		return v, true
	case json.Number:
		return v.String(), true
	case bool:
		return map[bool]string{true: string(aid.Yes), false: string(aid.No)}[v], true
	case []any:
		return jsonList(v)
	case map[string]any:
		return jsonObject(v)
	}
	return "", false
}

func jsonList(list []any) (string, bool) {
	texts := make([]string, len(list))
	for i, value := range list {
		if _, nested := value.([]any); nested {
			return "", false
		}
		text, ok := jsonText(value)
		if !ok {
			return "", false
		}
		texts[i] = text
	}
	return strings.Join(texts, "; "), true
}

func isMoney(object map[string]any) bool {
	_, minor := object["minor"].(json.Number)
	return minor && len(object) == 2
}

// jsonObject reads a share, {"code": "marking", "percent": 60}, and a sum, {"minor": 150, "currency": "EUR"}.
func jsonObject(object map[string]any) (string, bool) {
	if isMoney(object) {
		minor, err := object["minor"].(json.Number).Int64()
		currency, ok := object["currency"].(string)
		return aid.Money{Minor: minor, Currency: currency}.String(), err == nil && ok && minor >= 0
	}
	code, isText := object["code"].(string)
	percent, isNumber := object["percent"].(json.Number)
	return fmt.Sprintf("%s:%s", code, percent), isText && isNumber && len(object) == 2
}
