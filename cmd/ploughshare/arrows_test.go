package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// arrows says what each package may import of ours. A package that is not here may not exist.
var arrows = map[string][]string{
	"aid":             {},
	"matcher/flow":    {},
	"locale":          {},
	"jobs":            {},
	"words":           {},
	"post":            {},
	"post/sink":       {},
	"matcher":         {"aid", "matcher/flow"},
	"store":           {"aid", "words"},
	"intake":          {"aid"},
	"intake/pdf":      {},                             // a library that runs in a sandbox, kept apart like papers/typst
	"intake/reports":  {"aid", "words", "intake/pdf"}, // reports are prose: read by the words of the field, not by columns
	"papers/typst":    {},
	"papers":          {"aid", "locale", "papers/typst"},
	"desk":            {"aid", "matcher", "store", "intake", "intake/reports", "papers", "locale", "jobs", "post"},
	"gate":            {"aid", "desk"},
	"api":             {"aid", "desk", "gate", "intake", "matcher", "locale"},                             // intake, matcher: the types of the desk's answers
	"web":             {"aid", "desk", "gate", "intake", "intake/reports", "matcher", "papers", "locale"}, // as for api; papers for the names of kinds
	"cmd/ploughshare": {"aid", "desk", "intake", "intake/reports", "matcher", "locale", "papers", "store", "jobs", "post", "gate", "api", "web"},
}

// owners says which packages alone may import a library.
var owners = map[string][]string{
	"gorm.io/":                       {"store"},
	"github.com/gin-gonic/gin":       {"api", "gate", "web", "cmd/ploughshare"},
	"github.com/alexedwards/scs":     {"gate"},
	"github.com/coreos/go-oidc":      {"gate"},
	"golang.org/x/crypto":            {"desk"},
	"github.com/danielgtaylor/huma":  {"api"},
	"github.com/arran4/golang-ical":  {"api"},
	"github.com/robfig/cron":         {"jobs"},
	"github.com/tetratelabs/wazero":  {"papers/typst", "intake/pdf"},
	"github.com/klippa-app/":         {"intake/pdf"},
	"github.com/xuri/excelize":       {"intake", "intake/reports", "papers"},
	"github.com/blevesearch/":        {"words"},
	"github.com/riverqueue/":         {"jobs"},
	"github.com/wneessen/go-mail":    {"post"},
	"github.com/standard-webhooks/":  {"post"},
	"github.com/nicksnyder/go-i18n/": {"locale"},
	"github.com/prometheus/":         {"cmd/ploughshare"},
}

// clockReaders may ask what time it is; all others are told.
var clockReaders = []string{"cmd/ploughshare"}

func TestArrows(t *testing.T) {
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (strings.HasPrefix(entry.Name(), ".") && len(entry.Name()) > 2 || entry.Name() == "scripts") {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		relative, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		return checkFile(t, path, filepath.ToSlash(relative))
	})
	if err != nil {
		t.Fatal(err)
	}
}

func checkFile(t *testing.T, path, name string) error {
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	home := name[:max(0, strings.LastIndexByte(name, '/'))]
	allowed, known := arrows[home]
	if !known {
		t.Errorf("%s: package %q has no place in the table of arrows", name, home)
	}
	for _, spec := range file.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return err
		}
		if ours, inside := strings.CutPrefix(imported, "ploughshare/"); inside && !slices.Contains(allowed, ours) {
			t.Errorf("%s: %s may not import %s; it may import %v", name, home, ours, allowed)
		}
		for library, packages := range owners {
			if strings.HasPrefix(imported, library) && !slices.Contains(packages, home) {
				t.Errorf("%s: %s may not import %s; only %v may", name, home, imported, packages)
			}
		}
	}
	if !slices.Contains(clockReaders, home) {
		ast.Inspect(file, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok && s.Sel.Name == "Now" {
				if x, ok := s.X.(*ast.Ident); ok && x.Name == "time" {
					t.Errorf("%s: %s may not read the clock; take a now func() time.Time", name, home)
				}
			}
			return true
		})
	}
	return nil
}
