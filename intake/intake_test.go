package intake

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"ploughshare/aid"
)

// realFile is one of the records collected from public pages (copies of data/real, unchanged).
func realFile(t testing.TB, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("..", "scripts", "demo", name))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// reference is read once for all tests, which do not change it.
var reference = sync.OnceValues(Reference)

func register(t testing.TB) *aid.Register {
	t.Helper()
	ref, err := reference()
	if err != nil {
		t.Fatal(err)
	}
	return aid.NewRegister(ref)
}

func open(t testing.TB, name string, content []byte) *Reader {
	t.Helper()
	r, err := Read(File{Name: name, Body: bytes.NewReader(content), Size: int64(len(content))}, register(t))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	return r
}

func rows(t testing.TB, name string, content []byte) []Row {
	t.Helper()
	var all []Row
	for row, err := range open(t, name, content).Rows(context.Background()) {
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		all = append(all, row)
	}
	return all
}

// one reads a file of one row.
func one(t testing.TB, table string) Row {
	t.Helper()
	all := rows(t, "one.csv", []byte(table))
	if len(all) != 1 {
		t.Fatalf("%d rows", len(all))
	}
	return all[0]
}
