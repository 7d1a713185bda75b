// Package post brings letters out of the house: by mail, and as calls to other people's programs (webhooks). It knows
// no domain; what it carries is ready to be read. One call is one attempt; who calls keeps count and tries again,
// except after [ErrRefused]. It also takes apart a mail that comes in, see [Arrive].
package post

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"strconv"
	"time"

	"github.com/wneessen/go-mail"
)

// ErrRefused is an answer that will not change by trying again.
var ErrRefused = errors.New("refused for good")

// Office is how letters leave. Its zero value sends webhooks and no mail.
type Office struct {
	Server  string // of mail: smtp://USER@HOST:PORT, which must offer TLS unless it is on this machine, or smtps://…
	Secret  string // of the mail account
	From    string // address of the sender
	Private bool   // webhooks may go to private addresses and this machine itself
	Roots   *x509.CertPool
}

// patience is how long one letter may take.
const patience = 10 * time.Second

// Letter is a mail.
type Letter struct {
	ID            string // the same for every attempt, so that a reader's mail program knows a copy
	To            string
	Subject, Text string
	Language      string
	At            time.Time
}

// Check says what is wrong with the settings.
func (o Office) Check() error {
	if o.Server == "" {
		return nil
	}
	if _, err := o.client(); err != nil {
		return err
	}
	if err := mail.NewMsg().From(o.From); err != nil {
		return fmt.Errorf("address of the sender: %w", err)
	}
	return nil
}

// Mail hands a letter to the mail server.
func (o Office) Mail(ctx context.Context, l Letter) error {
	if o.Server == "" {
		return fmt.Errorf("no mail server is set: %w", ErrRefused)
	}
	client, err := o.client()
	if err != nil {
		return err
	}
	m, err := o.compose(l)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrRefused, err)
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	err = client.DialAndSendWithContext(ctx, m)
	var said *mail.SendError
	switch {
	case m.IsDelivered(): // whatever happened when saying good-bye
		return nil
	case errors.As(err, &said) && said.ErrorCode() >= 500:
		return fmt.Errorf("%w: %w", ErrRefused, err)
	}
	return err
}

func (o Office) compose(l Letter) (*mail.Msg, error) {
	m := mail.NewMsg()
	if err := errors.Join(m.From(o.From), m.To(l.To)); err != nil {
		return nil, err
	}
	m.Subject(l.Subject)
	m.SetDateWithValue(l.At)
	m.SetMessageIDWithValue(l.ID + "@ploughshare")
	m.SetGenHeader("Auto-Submitted", "auto-generated") // holiday replies and list managers heed it (RFC 3834)
	m.SetGenHeader(mail.HeaderContentLang, l.Language)
	m.SetUserAgent("Ploughshare")
	m.SetBodyString(mail.TypeTextPlain, l.Text)
	return m, nil
}

func (o Office) client() (*mail.Client, error) {
	server, err := url.Parse(o.Server)
	if err != nil || server.Hostname() == "" || (server.Scheme != "smtp" && server.Scheme != "smtps") {
		return nil, errors.New("mail server: write smtp://HOST:PORT or smtps://HOST:PORT, with USER@ before the host if it wants one")
	}
	port := map[string]int{"smtp": 587, "smtps": 465}[server.Scheme]
	if text := server.Port(); text != "" {
		port, _ = strconv.Atoi(text) // url.Parse has seen to it that it is a number
	}
	options := []mail.Option{
		mail.WithPort(port), mail.WithTimeout(patience), mail.WithTLSPolicy(safety(server.Hostname())),
		mail.WithTLSConfig(&tls.Config{ServerName: server.Hostname(), RootCAs: o.Roots, MinVersion: tls.VersionTLS12}),
	}
	if server.Scheme == "smtps" {
		options = append(options, mail.WithSSL())
	}
	if user := server.User.Username(); user != "" {
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(user), mail.WithPassword(o.Secret))
	}
	return mail.NewClient(server.Hostname(), options...)
}

// safety demands TLS of every server but one on this machine.
func safety(host string) mail.TLSPolicy {
	if ip, err := netip.ParseAddr(host); host == "localhost" || err == nil && ip.IsLoopback() {
		return mail.TLSOpportunistic
	}
	return mail.TLSMandatory
}
