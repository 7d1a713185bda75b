package desk

import (
	"context"
	"io"
	"slices"
	"strconv"
	"strings"

	"ploughshare/aid"
	"ploughshare/locale"
	"ploughshare/papers"
)

// Paper writes a kind of paper in a format. A donor may write its own briefing and a State its own feedback, the
// secretariat all. A kind, format or subject that does not exist is aid.Problems.
func (d *Desk) Paper(ctx context.Context, who aid.Actor, w io.Writer, kind string, subject aid.Subject, format papers.Format, p locale.Printer) error {
	k, err := paperKind(kind)
	if err != nil {
		return err
	}
	dossier, err := d.dossier(ctx, who, k, subject)
	if err != nil {
		return err
	}
	return format.Write(ctx, w, k.Make(dossier, p))
}

func paperKind(name string) (papers.Kind, error) {
	var names []string
	for _, k := range papers.Kinds {
		if k.Name == name {
			return k, nil
		}
		names = append(names, k.Name)
	}
	return papers.Kind{}, notListed("kind", name, names)
}

// PaperTypes lists the types of content that papers can have.
func PaperTypes() []string {
	types := []string{(*papers.Typesetter)(nil).Format().Type}
	for _, f := range papers.Formats {
		types = append(types, f.Type)
	}
	return types
}

// PaperFormat finds a format by its name, or says as aid.Problems that there is none.
func (d *Desk) PaperFormat(name string) (papers.Format, error) {
	formats := papers.Formats
	if d.Settings.Typesetter != nil {
		formats = append(slices.Clone(formats), d.Settings.Typesetter.Format())
	}
	var names []string
	for _, f := range formats {
		if f.Name == name {
			return f, nil
		}
		names = append(names, f.Name)
	}
	return papers.Format{}, notListed("format", name, names)
}

func notListed(field, value string, allowed []string) error {
	var p aid.Problems
	p.Add(field, "not_listed", "value", value, "allowed", strings.Join(allowed, ", "))
	return p
}

// mayWrite asks whether the actor may write a kind of paper on a subject.
func mayWrite(who aid.Actor, k papers.Kind, s aid.Subject) error {
	if k.Of == papers.OfDonor || k.Of == papers.OfState {
		return who.May(aid.WritePapers, s.Party)
	}
	return who.May(aid.WritePapers)
}

// checkSubject wants a subject to name what the kind of paper is of, and keeps only that of it.
func (d *Desk) checkSubject(ctx context.Context, k papers.Kind, s aid.Subject) (aid.Subject, error) {
	register, err := d.Register(ctx)
	if err != nil {
		return s, err
	}
	var p aid.Problems
	kept := aid.Subject{}
	if k.Of.OfRounds() {
		kept.Round = s.Round
	}
	switch k.Of {
	case papers.OfRequest:
		if kept.Requests, kept.Bundle = s.Requests, s.Bundle; (len(s.Requests) == 1) == (s.Bundle != "") {
			p.Add("request", "paper_one_request")
		}
	case papers.OfRequests:
		kept.Requests = slices.Compact(slices.Sorted(slices.Values(s.Requests)))
		if n := len(kept.Requests); n < papers.ComparedLeast || n > papers.ComparedMost {
			p.Add("request", "paper_requests", "least", strconv.Itoa(papers.ComparedLeast), "most", strconv.Itoa(papers.ComparedMost))
		}
	case papers.OfDonor, papers.OfState:
		kept.Party = s.Party
		if _, known := register.Party(s.Party); !known {
			p.Add("party", "unknown_party", "value", string(s.Party))
		}
	case papers.OfYear:
		if kept.Year = s.Year; s.Year < 2001 || s.Year > d.now().UTC().Year() {
			p.Add("year", "paper_year")
		}
	}
	return kept, p.Err()
}
