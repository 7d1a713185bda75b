package post

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/tls"
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"syscall"
	"time"

	webhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
)

// Call is a letter to a program, as Standard Webhooks has it: JSON, signed with a secret that both know.
type Call struct {
	ID      string // the same for every attempt, so that the program knows a copy
	Address string // https://…
	Secret  string
	Body    []byte
	At      time.Time // of this attempt: a receiver refuses what was signed long ago
}

// NewSecret makes a secret to sign calls with.
func NewSecret() string {
	var key [24]byte
	rand.Read(key[:]) // never fails, see its documentation
	return "whsec_" + base64.StdEncoding.EncodeToString(key[:])
}

// Call calls a program. Every answer but 2xx is an error, 410 (gone) one of kind ErrRefused; so is an address that is
// not to be called.
func (o Office) Call(ctx context.Context, c Call) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	request, err := c.request(ctx)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrRefused, err)
	}
	answer, err := o.caller().Do(request)
	var failed *url.Error
	if errors.As(err, &failed) {
		err = failed.Err // without the address, which may hold a password, and errors go into logs
	}
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	switch {
	case answer.StatusCode/100 == 2:
		return nil
	case answer.StatusCode == http.StatusGone:
		return fmt.Errorf("the program answers %s: %w", answer.Status, ErrRefused)
	}
	return fmt.Errorf("the program answers %s", answer.Status)
}

func (c Call) request(ctx context.Context) (*http.Request, error) {
	signer, err := webhooks.NewWebhook(c.Secret)
	if err != nil {
		return nil, err
	}
	signature, err := signer.Sign(c.ID, c.At, c.Body)
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.Address, bytes.NewReader(c.Body))
	if err != nil {
		return nil, err
	}
	if request.URL.Scheme != "https" {
		return nil, fmt.Errorf("%s is no https address", c.Address)
	}
	request.Header = http.Header{
		"Content-Type": {"application/json"}, "User-Agent": {"Ploughshare"}, "Webhook-Id": {c.ID},
		"Webhook-Timestamp": {strconv.FormatInt(c.At.Unix(), 10)}, "Webhook-Signature": {signature},
	}
	return request, nil
}

// caller follows no redirects and uses no proxy: both would get around the look at the address.
func (o Office) caller() *http.Client {
	dialer := &net.Dialer{Timeout: patience, Control: o.mayDial}
	return &http.Client{
		Transport: &http.Transport{
			DialContext: dialer.DialContext, DisableKeepAlives: true, MaxResponseHeaderBytes: 64 << 10,
			TLSClientConfig: &tls.Config{RootCAs: o.Roots, MinVersion: tls.VersionTLS12},
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// MayCall says whether an address is fit to be kept: one that names a machine by number must be public. What a name
// means is only known when it is dialled, see mayDial.
func (o Office) MayCall(address string) bool {
	to, err := url.Parse(address)
	if err != nil || o.Private {
		return err == nil
	}
	host := strings.ToLower(strings.TrimSuffix(to.Hostname(), "."))
	if ip, err := netip.ParseAddr(host); err == nil {
		return public(ip)
	}
	last := host[strings.LastIndexByte(host, '.')+1:]
	number := last != "" && '0' <= last[0] && last[0] <= '9' // such as 2130706433 or 0x7f.1, which some resolvers read as 127.0.0.1
	return !number && last != "localhost"
}

// mayDial looks at the very address that is about to be dialled: a name that was looked up before could mean another
// one by now.
func (o Office) mayDial(_, address string, _ syscall.RawConn) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrRefused, err)
	}
	if !o.Private && !public(to.Addr()) {
		return fmt.Errorf("%s is no public address: %w", to.Addr(), ErrRefused)
	}
	return nil
}

// special are the ranges that belong to nobody in public beyond those that package netip knows, from IANA's
// registries of special-purpose addresses, and those that stand for an IPv4 address behind a translator.
var special = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"),       // this network
	netip.MustParsePrefix("100.64.0.0/10"),   // carriers' own
	netip.MustParsePrefix("192.0.0.0/24"),    // protocol assignments
	netip.MustParsePrefix("192.0.2.0/24"),    // documentation
	netip.MustParsePrefix("192.88.99.0/24"),  // 6to4 relays
	netip.MustParsePrefix("198.18.0.0/15"),   // benchmarks
	netip.MustParsePrefix("198.51.100.0/24"), // documentation
	netip.MustParsePrefix("203.0.113.0/24"),  // documentation
	netip.MustParsePrefix("240.0.0.0/4"),     // reserved, and broadcast
	netip.MustParsePrefix("::/96"),           // IPv4 as IPv6, old
	netip.MustParsePrefix("64:ff9b::/96"),    // NAT64
	netip.MustParsePrefix("64:ff9b:1::/48"),  // NAT64, private
	netip.MustParsePrefix("100::/64"),        // discard
	netip.MustParsePrefix("2001::/23"),       // protocol assignments, Teredo
	netip.MustParsePrefix("2001:db8::/32"),   // documentation
	netip.MustParsePrefix("2002::/16"),       // 6to4
	netip.MustParsePrefix("3fff::/20"),       // documentation
	netip.MustParsePrefix("fec0::/10"),       // site-local, old
}

func public(ip netip.Addr) bool {
	ip = ip.Unmap().WithZone("")
	if !ip.IsGlobalUnicast() || ip.IsPrivate() {
		return false
	}
	for _, own := range special {
		if own.Contains(ip) {
			return false
		}
	}
	return true
}
