package main

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"github.com/alecthomas/kong"
)

// configurable are the settings that a configuration file may hold.
var configurable = []string{
	"db", "policy", "clocks", "listen", "schedule", "zone", "tls-cert", "tls-key", "behind-proxy", "rate-limit", "second-factor", "home",
	"oidc-issuer", "oidc-client", "oidc-provision",
	"site", "mail-server", "mail-from", "mail-secret", "private-webhooks", "backups", "keep-daily", "keep-weekly", "keep-history", "match-timeout",
}

// configuration reads settings from JSON. A name that is none is an error: a setting with a slip in it must not be
// silence.
func configuration(r io.Reader) (kong.Resolver, error) {
	values := map[string]any{}
	if err := json.NewDecoder(r).Decode(&values); err != nil {
		return nil, fmt.Errorf("configuration: %w", err)
	}
	for name := range values {
		if !slices.Contains(configurable, name) {
			return nil, fmt.Errorf("configuration: %q is no setting; there are %v", name, configurable)
		}
	}
	return kong.ResolverFunc(func(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
		return values[flag.Name], nil
	}), nil
}
