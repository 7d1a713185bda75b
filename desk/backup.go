package desk

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"time"

	"ploughshare/aid"
	"ploughshare/store"
)

// Backups says where the scheduled copies go and how many are kept: the last of each of so many days, and of so many
// weeks.
type Backups struct {
	Folder        string
	Daily, Weekly int
}

// Backup copies the whole database to a new file, which appears whole or not at all. The copy is opened and its journal
// read before it gets its name. PostgreSQL answers store.ErrOwnTools.
func (d *Desk) Backup(ctx context.Context, who aid.Actor, path string) error {
	if err := who.May(aid.BackUp); err != nil {
		return err
	}
	if err := d.store.Backup(ctx, path, d.checkCopy); err != nil {
		return err
	}
	digest, err := digestOf(os.Open(path))
	if err != nil {
		return err
	}
	return d.store.AddEntry(ctx, d.entry(who, "backed up", copyAddress(filepath.Base(path)), "digest "+digest))
}

// checkCopy opens a copy as a server would and reads its journal to the end.
func (d *Desk) checkCopy(ctx context.Context, path string) error {
	s, err := store.Open(ctx, path, d.now)
	if err != nil {
		return err
	}
	findings, err := (&Desk{store: s, policy: d.policy, now: d.now}).verifyJournal(ctx)
	if err == nil && len(findings) > 0 {
		err = fmt.Errorf("the journal of the copy: %s", findings[0].What)
	}
	return errors.Join(err, s.Close())
}

// stamp is the time in the name of a scheduled copy; copies are the names that this makes.
const stamp = "20060102T150405Z"

var copies = regexp.MustCompile(`^ploughshare-(\d{8}T\d{6}Z)\.db$`)

func (d *Desk) backupRun(ctx context.Context, w *work) error {
	b := d.Settings.Backups
	if b.Folder == "" {
		return fmt.Errorf("no folder for backups is set: %w", aid.ErrInvalid)
	}
	name := "ploughshare-" + d.now().UTC().Format(stamp) + ".db"
	if err := d.Backup(ctx, aid.Machine("schedule"), filepath.Join(b.Folder, name)); err != nil {
		return err
	}
	removed, err := b.prune()
	if err != nil {
		return err
	}
	return w.phase(ctx, aid.Say("phase_backup", "file", name, "removed", strconv.Itoa(removed)))
}

// prune removes the copies that need not be kept. It looks at its own names only.
func (b Backups) prune() (removed int, err error) {
	files, err := os.ReadDir(b.Folder)
	if err != nil {
		return 0, err
	}
	var names []string
	for _, file := range files {
		names = append(names, file.Name())
	}
	for _, name := range b.expendable(names) {
		if err := os.Remove(filepath.Join(b.Folder, name)); err != nil {
			return removed, err
		}
		removed++
	}
	return removed, nil
}

// expendable are the copies that are neither the newest of one of the last days that have any, nor of one of the last
// weeks. The newest copy is always kept.
func (b Backups) expendable(names []string) []string {
	type dated struct {
		name string
		at   time.Time
	}
	var all []dated
	for _, name := range names {
		if at, is := copyTime(name); is {
			all = append(all, dated{name, at})
		}
	}
	slices.SortFunc(all, func(x, y dated) int { return cmp.Compare(y.name, x.name) }) // the newest first
	days, weeks := map[string]bool{}, map[string]bool{}
	var gone []string
	for i, c := range all {
		year, week := c.at.ISOWeek()
		daily := first(days, c.at.Format(time.DateOnly), b.Daily)
		weekly := first(weeks, fmt.Sprintf("%d-%d", year, week), b.Weekly)
		if i > 0 && !daily && !weekly {
			gone = append(gone, c.name)
		}
	}
	return gone
}

// first says whether a period has not been seen and is among the first so many.
func first(seen map[string]bool, period string, most int) bool {
	if seen[period] || len(seen) >= most {
		return false
	}
	seen[period] = true
	return true
}
