package api_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// breaks lists what a client of one description of the interface would stumble over in another: an operation, answer,
// field or value that is gone, something that it now must send, and a type that is another.
func breaks(t *testing.T, before, now []byte) []string {
	t.Helper()
	b := &comparison{seen: map[string]bool{}}
	if err := errors.Join(json.Unmarshal(before, &b.before), json.Unmarshal(now, &b.now)); err != nil {
		t.Fatal(err)
	}
	for path, operations := range b.before.at("paths") {
		for method, operation := range operations.(object) {
			b.operation(method+" "+path, operation.(object), b.now.at("paths", path, method))
		}
	}
	slices.Sort(b.found)
	return slices.Compact(b.found)
}

type object = map[string]any

type comparison struct {
	before, now document
	seen        map[string]bool // schemas by name that are being or have been compared
	found       []string
}

type document object

// at is what stands at a path in a document; nothing where there is none.
func (d document) at(path ...string) object { return within(object(d), path...) }

func within(o object, path ...string) object {
	for _, step := range path {
		o, _ = o[step].(object)
	}
	return o
}

func (b *comparison) say(format string, args ...any) {
	b.found = append(b.found, fmt.Sprintf(format, args...))
}

func (b *comparison) operation(name string, old, now object) {
	if now == nil {
		b.say("%s is gone", name)
		return
	}
	b.parameters(name, old, now)
	for kind := range within(old, "requestBody", "content") {
		path := []string{"requestBody", "content", kind, "schema"}
		b.schema(name+", body", within(old, path...), within(now, path...), true)
	}
	for status, answer := range within(old, "responses") {
		if strings.HasPrefix(status, "2") && within(now, "responses", status) == nil {
			b.say("%s: the answer %s is gone", name, status)
		}
		for kind := range within(answer.(object), "content") {
			path := []string{"responses", status, "content", kind, "schema"}
			b.schema(name+", "+status, within(old, path...), within(now, path...), false)
		}
	}
}

func (b *comparison) parameters(name string, old, now object) {
	before, present := parametersOf(old), parametersOf(now)
	for key, parameter := range before {
		if present[key] == nil {
			b.say("%s: the parameter %s is gone", name, key)
			continue
		}
		b.schema(name+", "+key, within(parameter, "schema"), within(present[key], "schema"), true)
	}
	for key, parameter := range present {
		if parameter["required"] == true && (before[key] == nil || before[key]["required"] != true) {
			b.say("%s: the parameter %s must now be sent", name, key)
		}
	}
}

func parametersOf(operation object) map[string]object {
	parameters := map[string]object{}
	list, _ := operation["parameters"].([]any)
	for _, p := range list {
		parameter := p.(object)
		parameters[fmt.Sprint(parameter["in"], " ", parameter["name"])] = parameter
	}
	return parameters
}

// schema compares what is sent to us or, when not sent, what we answer.
func (b *comparison) schema(name string, old, now object, sent bool) {
	if reference, ok := old["$ref"].(string); ok {
		mark := fmt.Sprint(reference, now["$ref"], sent)
		if b.seen[mark] {
			return
		}
		b.seen[mark] = true
	}
	old, now = resolved(b.before, old), resolved(b.now, now)
	if old == nil {
		return
	}
	if fmt.Sprint(old["type"]) != fmt.Sprint(now["type"]) {
		b.say("%s: the type %v becomes %v", name, old["type"], now["type"])
	}
	if now["enum"] != nil { // none allows everything
		for _, value := range lost(old["enum"], now["enum"]) {
			b.say("%s: the value %v is gone", name, value)
		}
	}
	if sent {
		for _, field := range lost(now["required"], old["required"]) {
			b.say("%s: the field %v must now be sent", name, field)
		}
	} else {
		for _, field := range lost(old["required"], now["required"]) {
			b.say("%s: the field %v may now be missing", name, field)
		}
	}
	for field, of := range within(old, "properties") {
		if within(now, "properties", field) == nil {
			b.say("%s: the field %s is gone", name, field)
			continue
		}
		b.schema(name+"."+field, of.(object), within(now, "properties", field), sent)
	}
	if items, ok := old["items"].(object); ok {
		b.schema(name+"[]", items, within(now, "items"), sent)
	}
}

// resolved is a schema, or the one that it refers to.
func resolved(d document, schema object) object {
	reference, ok := schema["$ref"].(string)
	if !ok {
		return schema
	}
	return d.at(strings.Split(strings.TrimPrefix(reference, "#/"), "/")...)
}

// lost are the values of a list that another one does not have.
func lost(from, in any) []any {
	list, ok := from.([]any)
	other, _ := in.([]any)
	if !ok {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(list), func(value any) bool { return slices.Contains(other, value) })
}
