package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
	"unicode"

	"ploughshare/aid"
	"ploughshare/desk"
	"ploughshare/jobs"
	"ploughshare/locale"
	"ploughshare/matcher"
	"ploughshare/papers"
	"ploughshare/store"
)

// Settings hold for every command.
type Settings struct {
	DB     string `help:"Database: a SQLite file, or postgres://USER@HOST/NAME." default:"ploughshare.db" env:"PLOUGHSHARE_DB"`
	Policy string `help:"File (JSON) with settings of the matcher that differ from the standard ones." placeholder:"FILE" type:"existingfile" env:"PLOUGHSHARE_POLICY"`
	Clocks string `help:"File (JSON) with time limits of the stages of a request that differ from the standard ones." placeholder:"FILE" type:"existingfile" env:"PLOUGHSHARE_CLOCKS"`
	Cache  string `help:"Folder for what PDF papers are made with, compiled: without it each start takes half a minute to the first one. Your own cache folder when left out." placeholder:"FOLDER" env:"PLOUGHSHARE_CACHE"`
	JSON   bool   `help:"Write JSON instead of tables, where there is something to tell."`
}

// house is what the commands share.
type house struct {
	Settings
	stdin          io.Reader
	stdout, stderr io.Writer
	now            func() time.Time
}

// open opens the desk with its printer; the caller closes it.
func (h *house) open(ctx context.Context) (*open, error) {
	policy, err := h.policy()
	if err != nil {
		return nil, err
	}
	clocks, err := h.clocks()
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
	o := &open{
		Desk: desk.New(s, policy, h.now), catalogs: catalogs, jobs: desk.Jobs(s), sessions: s.Sessions(), pools: s.Pools(), close: s.Close,
	}
	o.SetClocks(clocks)
	o.Settings.Catalogs, o.Settings.Typesetter, o.Settings.Cache = catalogs, papers.NewTypesetter(h.cache()), h.cache()
	if err := errors.Join(settle(ctx, o.jobs), o.Seed(ctx)); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	if o.Printer, err = o.Desk.Printer(ctx, catalogs, "en"); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return o, nil
}

// cache is the folder that is asked for, else the user's own if there is one.
func (h *house) cache() string {
	own, err := os.UserCacheDir()
	if h.Cache != "" || err != nil {
		return h.Cache
	}
	return filepath.Join(own, "ploughshare")
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
	sessions store.Sessions
	jobs     jobs.Database
	pools    map[string]*sql.DB
	close    func() error
}

// policy is the standard one with what the file changes.
func (h *house) policy() (aid.Policy, error) {
	policy := matcher.DefaultPolicy()
	err := overlay("policy", h.Policy, &policy, func() error { return matcher.CheckPolicy(policy) })
	return policy, err
}

// clocks are the standard ones with what the file changes.
func (h *house) clocks() (aid.Clocks, error) {
	clocks := aid.DefaultClocks()
	err := overlay("clocks", h.Clocks, &clocks, func() error { return clocks.Check() })
	return clocks, err
}

// overlay reads settings from a file of JSON, if there is one, over those that stand. A name that does not exist is an
// error, not silence.
func overlay(what, path string, settings any, check func() error) error {
	if path == "" {
		return nil
	}
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	decoder := json.NewDecoder(file)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(settings); err != nil {
		return misspeak("%s %s: %w", what, path, err)
	}
	if decoder.More() {
		return misspeak("%s %s: there is something behind the settings", what, path)
	}
	if err := check(); err != nil {
		return misspeak("%w", err)
	}
	return nil
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

// sentences prints messages one after the other.
func (o *open) sentences(messages []aid.Message) string {
	texts := make([]string, len(messages))
	for i, m := range messages {
		texts[i] = o.sentence(m)
	}
	return strings.Join(texts, " ")
}

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
