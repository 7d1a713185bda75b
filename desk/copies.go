package desk

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"

	"ploughshare/aid"
)

// Copy is a scheduled copy of the database, by the name that it was given.
type Copy struct {
	Name   string
	Bytes  int
	At     time.Time
	Digest string // SHA-256 that the journal has of it; empty for one from elsewhere, or made before the journal noted it
}

// Vault is where scheduled copies are kept.
type Vault struct {
	OwnTools bool // the database brings its own: nothing is kept here
	Set      bool // a folder is
	Daily    int
	Weekly   int
	Copies   []Copy // the newest first
}

// Vault looks into the folder of copies. It sees files of their names alone.
func (d *Desk) Vault(ctx context.Context, who aid.Actor) (Vault, error) {
	if err := who.May(aid.BackUp); err != nil {
		return Vault{}, err
	}
	_, postgres := d.store.Pool()
	b := d.Settings.Backups
	v := Vault{OwnTools: postgres, Set: b.Folder != "", Daily: b.Daily, Weekly: b.Weekly}
	if postgres || !v.Set {
		return v, nil
	}
	files, err := os.ReadDir(b.Folder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return v, err
	}
	digests, err := d.copyDigests(ctx)
	for _, file := range files {
		info, gone := file.Info()
		if at, is := copyTime(file.Name()); is && gone == nil && info.Mode().IsRegular() {
			v.Copies = append(v.Copies, Copy{file.Name(), int(info.Size()), at, digests[file.Name()]})
		}
	}
	slices.SortFunc(v.Copies, func(x, y Copy) int { return cmp.Compare(y.Name, x.Name) })
	return v, err
}

// copyDigests are those that the journal has of copies, by their names.
func (d *Desk) copyDigests(ctx context.Context) (map[string]string, error) {
	entries, err := d.store.EntriesUnder(ctx, "copies")
	digests := map[string]string{}
	for _, e := range entries {
		if digest, is := strings.CutPrefix(e.Note, "digest "); is {
			digests[strings.TrimPrefix(e.Subject, "copies/")] = digest
		}
	}
	return digests, err
}

func copyAddress(name string) string { return "copies/" + name }

// copyTime is when a copy of a name was made; false for a name that copies do not have.
func copyTime(name string) (time.Time, bool) {
	found := copies.FindStringSubmatch(name)
	if found == nil {
		return time.Time{}, false
	}
	at, err := time.Parse(stamp, found[1])
	return at, err == nil
}

// openCopy opens a copy for reading. Nothing else in the folder can be reached by a name, nor what a link there leads to.
func (d *Desk) openCopy(name string) (*os.File, error) {
	_, is := copyTime(name)
	if _, postgres := d.store.Pool(); !is || postgres || d.Settings.Backups.Folder == "" {
		return nil, fmt.Errorf("copy %q: %w", name, aid.ErrNotFound)
	}
	root, err := os.OpenRoot(d.Settings.Backups.Folder)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	info, err := root.Lstat(name)
	if errors.Is(err, fs.ErrNotExist) || err == nil && !info.Mode().IsRegular() {
		return nil, fmt.Errorf("copy %q: %w", name, aid.ErrNotFound)
	}
	if err != nil {
		return nil, err
	}
	return root.Open(name)
}

// FetchCopy opens a copy for whoever takes it away, which the journal notes: it holds everything. The caller closes it.
func (d *Desk) FetchCopy(ctx context.Context, who aid.Actor, name string) (*os.File, error) {
	if err := who.May(aid.BackUp); err != nil {
		return nil, err
	}
	file, err := d.openCopy(name)
	if err != nil {
		return nil, err
	}
	if err := d.store.AddEntry(ctx, d.entry(who, "fetched", copyAddress(name), "")); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

// CheckCopy says whether a copy is byte for byte the one that was made, which was opened and read before it got its name.
func (d *Desk) CheckCopy(ctx context.Context, who aid.Actor, name string) (same bool, err error) {
	if err := who.May(aid.BackUp); err != nil {
		return false, err
	}
	digests, err := d.copyDigests(ctx)
	if err != nil {
		return false, err
	}
	digest, err := digestOf(d.openCopy(name))
	return err == nil && digest == digests[name], err
}

// digestOf reads a file that was opened to its end.
func digestOf(file *os.File, err error) (string, error) {
	if err != nil {
		return "", err
	}
	defer file.Close()
	hash := sha256.New()
	if _, err := io.Copy(hash, file); err != nil {
		return "", err
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}

// VerifyJournal follows the chain of the journal alone, which takes seconds where Verify replays every round.
func (d *Desk) VerifyJournal(ctx context.Context, who aid.Actor) (Verification, error) {
	if err := who.May(aid.ReadJournal); err != nil {
		return Verification{}, err
	}
	v := Verification{Findings: []Finding{}}
	_, err := d.readJournal(ctx, &v)
	return v, err
}
