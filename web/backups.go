package web

import (
	"net/http"
	"os"
	"time"

	"ploughshare/aid"
	"ploughshare/desk"
)

// vaultPage is the copies of the database, with what came of looking at one of them or at the journal.
type vaultPage struct {
	desk.Vault
	Checked  string // name of the copy
	Same     bool   // it is as it was made
	Verified *desk.Verification
}

// large is a file that a page sends in place of itself.
type large struct{ file *os.File }

func showBackups(v *visit) (any, error) {
	if name := v.Query("file"); name != "" {
		file, err := v.desk.FetchCopy(v.ctx(), v.Who, name)
		return large{file}, err
	}
	vault, err := v.desk.Vault(v.ctx(), v.Who)
	return vaultPage{Vault: vault}, err
}

// backing is the schedule whose runs make copies.
const backing = "backup"

// postBackups makes a copy in the background, compares one with what was made, or follows the journal.
func postBackups(v *visit) (string, error) {
	if v.values.Get("do") == "copy" {
		run, err := v.desk.RunNow(v.ctx(), v.Who, backing)
		return v.To("/runs/", run.ID), err
	}
	vault, err := v.desk.Vault(v.ctx(), v.Who)
	if err != nil {
		return "", err
	}
	page := vaultPage{Vault: vault, Checked: v.values.Get("check")}
	if page.Checked != "" {
		page.Same, err = v.desk.CheckCopy(v.ctx(), v.Who, page.Checked)
	} else {
		var found desk.Verification
		found, err = v.desk.VerifyJournal(v.ctx(), v.Who)
		page.Verified = &found
	}
	v.Page = page
	return "", err
}

// flow sends a file as it is read, in ranges if they are asked for, however long the line takes.
func (v *visit) flow(s large) error {
	defer s.file.Close()
	info, err := s.file.Stat()
	if err != nil {
		return err
	}
	_ = http.NewResponseController(v.c.Writer).SetWriteDeadline(time.Time{}) // where there is none, none is in the way
	v.c.Header("Content-Type", "application/vnd.sqlite3")
	v.c.Header("Content-Disposition", `attachment; filename="`+info.Name()+`"`)
	v.c.Header("Cache-Control", "no-store")
	http.ServeContent(v.c.Writer, v.c.Request, info.Name(), info.ModTime(), s.file)
	return nil
}

// At is a moment for the reader, to the minute.
func (v *visit) At(t time.Time) string {
	return v.Date(aid.DateOf(t.UTC())) + " " + t.UTC().Format("15:04") + " UTC"
}
