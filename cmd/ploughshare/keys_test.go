package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"ploughshare/locale"
)

// sayers are the functions that take the key of a sentence, with the place of the key among their arguments.
var sayers = map[string]int{"Say": 0, "T": 0, "N": 0, "Add": 1, "note": 1, "because": 0}

// Every key that the code says has a sentence.
func TestEveryKeyHasASentence(t *testing.T) {
	catalogs, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	english, found := catalogs.Printer("en", nil), 0
	root := filepath.Join("..", "..")
	err = filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if key, ok := keyOf(n); ok {
				if found++; !english.Has(key) {
					t.Errorf("%s says %q, which no catalog has", path, key)
				}
			}
			return true
		})
		return nil
	})
	if err != nil || found < 100 {
		t.Errorf("found %d keys (%v): the test looks in the wrong place", found, err)
	}
}

// Every key that a page says has a sentence: {{$.T "key"}}, {{$.N "key"}}, ($.Field "name" "key").
func TestEveryKeyOfAPageHasASentence(t *testing.T) {
	catalogs, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	english := catalogs.Printer("en", nil)
	paths, err := filepath.Glob(filepath.Join("..", "..", "web", "templates", "*.html"))
	if err != nil || len(paths) == 0 {
		t.Fatal("no pages: ", err)
	}
	said := regexp.MustCompile(`\$\.(?:T|N|Field "[a-z_]+") "([a-z0-9_]+)"`)
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, key := range said.FindAllStringSubmatch(string(text), -1) {
			if !english.Has(key[1]) {
				t.Errorf("%s says %q, which no catalog has", path, key[1])
			}
		}
		name := strings.TrimSuffix(filepath.Base(path), ".html")
		if name != "layout" && name != "parts" && !english.Has("page_"+name) {
			t.Errorf("%s has no title: page_%s", path, name)
		}
	}
}

func keyOf(n ast.Node) (string, bool) {
	call, ok := n.(*ast.CallExpr)
	if !ok {
		return "", false
	}
	name := ""
	switch f := call.Fun.(type) {
	case *ast.Ident:
		name = f.Name
	case *ast.SelectorExpr:
		name = f.Sel.Name
	}
	place, says := sayers[name]
	if !says || len(call.Args) <= place {
		return "", false
	}
	literal, ok := call.Args[place].(*ast.BasicLit)
	if !ok || literal.Kind != token.STRING {
		return "", false
	}
	key, err := strconv.Unquote(literal.Value)
	return key, err == nil
}
