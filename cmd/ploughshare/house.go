package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
	"unicode"

	"ploughshare/aid"
	"ploughshare/desk"
	"ploughshare/jobs"
	"ploughshare/locale"
	"ploughshare/matcher"
	"ploughshare/store"
)

// Settings hold for every command.
type Settings struct {
	DB     string `help:"Database: a SQLite file, or postgres://USER@HOST/NAME." default:"ploughshare.db" env:"PLOUGHSHARE_DB"`
	Policy string `help:"File (JSON) with settings of the matcher that differ from the standard ones." placeholder:"FILE" type:"existingfile" env:"PLOUGHSHARE_POLICY"`
	JSON   bool   `help:"Write JSON instead of tables, where there is something to tell."`
}

// house is what the commands share.
type house struct {
	Settings
	stdout, stderr io.Writer
	now            func() time.Time
}

// open opens the desk with its printer; the caller closes it.
func (h *house) open(ctx context.Context) (*open, error) {
	policy, err := h.policy()
	if err != nil {
		return nil, err
	}
	catalogs, err := locale.Load()
	if err != nil {
		return nil, err
	}
	s, err := store.Open(ctx, h.DB, h.now)
	if err != nil {
		return nil, err
	}
	o := &open{Desk: desk.New(s, policy, h.now), catalogs: catalogs, jobs: desk.Jobs(s), close: s.Close}
	o.Settings.Catalogs = catalogs
	if err := errors.Join(settle(ctx, o.jobs), o.Seed(ctx)); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	if o.Printer, err = o.Desk.Printer(ctx, catalogs, "en"); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return o, nil
}

// settle makes sure of the tables of jobs, as the store does of its own: a SQLite file is this program's.
func settle(ctx context.Context, db jobs.Database) error {
	if db.Postgres {
		return jobs.Ready(ctx, db)
	}
	return jobs.Migrate(ctx, db)
}

// open is a desk at work.
type open struct {
	*desk.Desk
	locale.Printer
	catalogs *locale.Catalogs
	jobs     jobs.Database
	close    func() error
}

// policy is the standard one with what the file changes. A name that does not exist is an error, not silence.
func (h *house) policy() (aid.Policy, error) {
	policy := matcher.DefaultPolicy()
	if h.Policy == "" {
		return policy, nil
	}
	file, err := os.Open(h.Policy)
	if err != nil {
		return policy, err
	}
	defer file.Close()
	decoder := json.NewDecoder(file)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&policy); err != nil {
		return policy, misspeak("policy %s: %w", h.Policy, err)
	}
	if decoder.More() {
		return policy, misspeak("policy %s: there is something behind the settings", h.Policy)
	}
	if err := matcher.CheckPolicy(policy); err != nil {
		return policy, misspeak("%w", err)
	}
	return policy, nil
}

// say tells what went wrong: each problem as a sentence, anything else as it is.
func (h *house) say(err error) {
	var problems aid.Problems
	catalogs, loadErr := locale.Load()
	if !errors.As(err, &problems) || loadErr != nil {
		if text := err.Error(); text != "" {
			fmt.Fprintln(h.stderr, "ploughshare:", text)
		}
		return
	}
	printer := catalogs.Printer("en", nil)
	where := strings.TrimSuffix(err.Error(), problems.Error()) // what the error was wrapped in, such as a file's name
	for _, p := range problems {
		fmt.Fprintf(h.stderr, "ploughshare: %s%s: %s\n", where, p.Field, printer.T(p.Key, p.Args))
	}
}

// json writes a value for programs.
func (h *house) json(v any) error {
	encoder := json.NewEncoder(h.stdout)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	return encoder.Encode(v)
}

// sentence prints a message.
func (o *open) sentence(m aid.Message) string { return o.T(m.Key, m.Args) }

// fill puts the sentences into messages that are to be read as JSON.
func (o *open) fill(lists ...[]aid.Message) {
	for _, messages := range lists {
		for i := range messages {
			messages[i].Text = o.sentence(messages[i])
		}
	}
}

func (o *open) fillScore(s aid.Score) {
	for i := range s.Parts {
		s.Parts[i].Reason.Text = o.sentence(s.Parts[i].Reason)
	}
}

// short cuts a text to a number of characters at a word. What would move the cursor of a terminal becomes a space.
func short(text string, most int) string {
	runes := []rune(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, text))
	if len(runes) <= most {
		return string(runes)
	}
	cut := string(runes[:most-1])
	if space := strings.LastIndexByte(cut, ' '); space > most/2 {
		cut = cut[:space]
	}
	return cut + "…"
}
