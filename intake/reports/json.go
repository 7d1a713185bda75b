package reports

import (
	"cmp"
	"context"
	"encoding/xml"
	"maps"
	"slices"
	"strconv"
	"strings"

	"ploughshare/aid"
)

type (
	xmlStart = xml.StartElement
	xmlEnd   = xml.EndElement
)

// jsonLines is a document of JSON on its way into lines.
type jsonLines struct {
	gathering
	ctx context.Context
}

// The keys under which objects have a question and its answer.
var (
	questionKeys = []string{"number", "question", "id"}
	answerKeys   = []string{"answer", "text", "value"}
)

// value takes a value that stands under a key; false when there is no room for more.
func (j *jsonLines) value(path, key string, value any) bool {
	if j.ctx.Err() != nil {
		return false
	}
	switch v := value.(type) {
	case map[string]any:
		return j.object(path, v)
	case []any:
		for i, item := range v {
			if !j.value(path+"["+strconv.Itoa(i)+"]", key, item) {
				return false
			}
		}
	case string:
		return j.add([]string{key, v}, always(aid.Say("at_path", "path", path)))
	case float64:
		return j.add([]string{key, strconv.FormatFloat(v, 'f', -1, 64)}, always(aid.Say("at_path", "path", path)))
	case bool:
		return j.add([]string{key, map[bool]string{true: "yes", false: "no"}[v]}, always(aid.Say("at_path", "path", path)))
	}
	return true
}

func (j *jsonLines) object(path string, object map[string]any) bool {
	var cells []string
	for _, keys := range [][]string{questionKeys, answerKeys} {
		for _, key := range keys {
			if text, ok := object[key].(string); ok {
				cells = append(cells, text)
			}
		}
	}
	if len(cells) > 1 {
		return j.add(cells, always(aid.Say("at_path", "path", path)))
	}
	for _, key := range slices.SortedFunc(maps.Keys(object), byNumber) {
		if !j.value(path+"."+key, key, object[key]) {
			return false
		}
	}
	return true
}

// byNumber puts 2.10 behind 2.9, as the questions of a form come.
func byNumber(a, b string) int {
	numbers := func(x, y string) int { return cmp.Or(cmp.Compare(len(x), len(y)), cmp.Compare(x, y)) }
	return cmp.Or(slices.CompareFunc(strings.Split(a, "."), strings.Split(b, "."), numbers), cmp.Compare(a, b))
}
