package web

import (
	"crypto/rand"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"ploughshare/aid"
)

// Field is one field of a form as its part of parts.html shows it.
type Field struct {
	Name, Label, Hint, Error string
	Lack                     string // what donors would like it to say
	Type                     string // of an input
	Autocomplete             string
	Value                    string
	Values                   []string // of a field that takes several
	Options                  []Option
	Required, Ltr            bool
}

// Option is one thing to choose.
type Option struct{ Value, Text string }

// ID is what labels and the summary of errors point at.
func (f Field) ID() string { return "f-" + f.Name }

// Described lists the ids of what explains the field.
func (f Field) Described() string {
	var ids []string
	if f.Hint != "" {
		ids = append(ids, f.ID()+"-hint")
	}
	if f.Lack != "" {
		ids = append(ids, f.ID()+"-lack")
	}
	if f.Error != "" {
		ids = append(ids, f.ID()+"-error")
	}
	return strings.Join(ids, " ")
}

// Chosen says whether an option is.
func (f Field) Chosen(value string) bool { return slices.Contains(f.Values, value) }

// As, Hinted, Of, Completed, Needed and LeftToRight say more of a field.
func (f Field) As(kind string) Field        { f.Type = kind; return f }
func (f Field) Hinted(hint string) Field    { f.Hint = hint; return f }
func (f Field) Of(options []Option) Field   { f.Options = options; return f }
func (f Field) Completed(kind string) Field { f.Autocomplete = kind; return f }
func (f Field) Needed() Field               { f.Required = true; return f }
func (f Field) LeftToRight() Field          { f.Ltr = true; return f }

// Field is a field of a form with what it holds and what is wrong with it. Label is a key.
func (v *visit) Field(name, label string) Field {
	v.fields = append(v.fields, name)
	f := Field{Name: name, Label: v.T(label), Type: "text", Values: v.typed(name), Error: v.wrong(name), Lack: v.lacks[name]}
	if len(f.Values) > 0 {
		f.Value = f.Values[0]
	}
	return f
}

// typed is what a field holds: after a post what was sent, also when that is nothing.
func (v *visit) typed(name string) []string {
	if values, there := v.values[name]; there || v.posted() {
		return values
	}
	return v.given[name]
}

func (v *visit) posted() bool { return v.c.Request.Method == http.MethodPost }

// Default gives a field what it holds before anybody types. It returns nothing, for templates.
func (v *visit) Default(name string, values ...string) { v.given[name] = values }

// wrong is what is wrong with a field.
func (v *visit) wrong(name string) string {
	var said []string
	for _, p := range v.problems {
		if p.Field == name {
			said = append(said, v.Say(p.Message))
		}
	}
	return strings.Join(said, " ")
}

// Wrong lists what is wrong with the form, each with the field to go to, if the page has it.
func (v *visit) Wrong() []Problem {
	var all []Problem
	for _, p := range v.problems {
		one := Problem{Text: v.Say(p.Message)}
		if slices.Contains(v.fields, p.Field) {
			one.Anchor = Field{Name: p.Field}.ID()
		}
		all = append(all, one)
	}
	return all
}

// Problem is one line of the summary of errors.
type Problem struct{ Text, Anchor string }

// Ticket tells this filling in of a form from others. It stays with the form when it comes back.
func (v *visit) Ticket() string {
	if ticket := v.c.PostForm("ticket"); ticket != "" {
		return ticket
	}
	return rand.Text()
}

// grouped is a number with commas between its thousands. Any other comma may stand before cents, and is no sum.
var grouped = regexp.MustCompile(`^\d{1,3}(,\d{3})+(\.\d+)?$`)

// money reads a sum and its currency from two fields.
func (v *visit) money(problems *aid.Problems, name string) aid.Money {
	number := strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "").Replace(v.values.Get(name))
	if grouped.MatchString(number) {
		number = strings.ReplaceAll(number, ",", "")
	}
	sum, err := aid.ParseMoney(number, v.values.Get("currency"))
	if err != nil {
		problems.Add(name, err.Error(), "value", v.values.Get(name))
	}
	return sum
}
