package desk

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"ploughshare/aid"
	"ploughshare/post"
)

// reportFiles are the attachments of a mail that are looked at; the rest are pictures and signatures.
var reportFiles = []string{".docx", ".docm", ".xlsx", ".xlsm", ".pdf", ".csv", ".tsv", ".json", ".txt"}

// Receive reads the reports and forms that are attached to a mail. It takes those from the address of an account that asks
// for a State, and answers by mail with what became of each. Who a mail is from can be forged: what comes by mail is never
// more than drafts, replaces nothing, is another State's if it says so, and what the State then reads in the answer tells it
// of any mail that it did not send. Whoever is not known gets no answer.
func (d *Desk) Receive(ctx context.Context, door aid.Actor, message io.Reader) ([]aid.Ingest, error) {
	if err := door.May(aid.FileReports); err != nil {
		return nil, err
	}
	sum := sha256.New()
	letter, err := post.Arrive(io.TeeReader(message, sum))
	log := aid.Ingest{At: d.instant(), By: door.Name, File: letter.From, Digest: hex.EncodeToString(sum.Sum(nil))}
	if errors.Is(err, post.ErrNoLetter) {
		return d.turnAway(ctx, door, log, "mail_unreadable")
	}
	if err != nil {
		return nil, err
	}
	sender, err := d.store.UserByEmail(ctx, aid.NormalEmail(letter.From))
	switch known := err == nil && !sender.Disabled && sender.PartyID != "" && slices.Contains(sender.Roles, aid.Requester); {
	case err != nil && !errors.Is(err, aid.ErrNotFound):
		return nil, err
	case letter.Automatic:
		return d.turnAway(ctx, door, log, "mail_automatic")
	case !known:
		return d.turnAway(ctx, door, log, "mail_unknown_sender")
	}
	logs, err := d.fileAll(ctx, sender, letter.Files)
	if err != nil {
		return logs, err
	}
	return logs, d.answerMail(ctx, sender, logs)
}

// fileAll files each attachment for the sender's State.
func (d *Desk) fileAll(ctx context.Context, sender aid.User, files []post.Attachment) ([]aid.Ingest, error) {
	name := sender.Name + " (" + string(sender.ID) + ", by mail)"
	who := aid.Actor{User: sender.ID, Name: name, Party: sender.PartyID, Roles: []aid.Role{aid.Requester}}
	var logs []aid.Ingest
	for _, file := range files {
		if !slices.Contains(reportFiles, strings.ToLower(filepath.Ext(file.Name))) {
			continue
		}
		log, err := d.FileReport(ctx, who, Upload{Party: sender.PartyID, Name: file.Name, Content: file.Content, ByMail: true})
		if err != nil && !errors.As(err, new(aid.Problems)) {
			return logs, err
		}
		logs = append(logs, log)
	}
	return logs, nil
}

// turnAway writes into the log why nothing of a mail was read. In place of a file it names the sender.
func (d *Desk) turnAway(ctx context.Context, door aid.Actor, log aid.Ingest, why string) ([]aid.Ingest, error) {
	log, err := d.refuse(ctx, door, log, aid.Problems{{Field: "mail", Message: aid.Say(why)}})
	if !errors.As(err, new(aid.Problems)) {
		return nil, err
	}
	return []aid.Ingest{log}, nil
}

// answerMail tells the sender's address what became of each file, in the language of the account.
func (d *Desk) answerMail(ctx context.Context, sender aid.User, logs []aid.Ingest) error {
	if d.Settings.Post.Server == "" {
		return nil
	}
	language := sender.Language
	if language == "" {
		language = "en"
	}
	p, err := d.Printer(ctx, d.Settings.Catalogs, language)
	if err != nil {
		return err
	}
	var body strings.Builder
	for _, log := range logs {
		body.WriteString(p.T("mail_became_"+string(log.Became), map[string]string{"file": log.File}) + "\n")
		for _, note := range log.Notes {
			body.WriteString("  " + p.T(note.Key, note.Args) + "\n")
		}
		if log.ReportID != "" {
			body.WriteString(d.Settings.Site + "/" + reportAddress(log.ReportID) + "\n")
		}
		body.WriteString("\n")
	}
	if len(logs) == 0 {
		body.WriteString(p.T("mail_no_file", nil) + "\n\n")
	}
	body.WriteString(p.T("mail_not_you", nil) + "\n")
	return d.Settings.Post.Mail(ctx, post.Letter{
		ID: rand.Text(), To: sender.Email, Subject: p.T("mail_subject", nil), Text: body.String(), Language: language, At: d.now(),
	})
}
