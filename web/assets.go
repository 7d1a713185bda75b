package web

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"net/http"
	"path"
	"strings"

	"github.com/gin-gonic/gin"
)

//go:embed assets
var assetFiles embed.FS

// assets are our files, each under a name with a part of its digest: a browser keeps it for good, and fetches another one
// when it changes.
type assets struct {
	names map[string]string // plain → with digest
	files map[string]file   // by the name with the digest
}

type file struct {
	kind         string
	plain, small []byte
}

// kinds of our files. What the machine's own table says may differ.
var kinds = map[string]string{".css": "text/css; charset=utf-8", ".svg": "image/svg+xml", ".js": "text/javascript; charset=utf-8"}

func loadAssets() assets {
	a := assets{names: map[string]string{}, files: map[string]file{}}
	entries, _ := fs.ReadDir(assetFiles, "assets") // they are in the program
	for _, entry := range entries {
		plain, _ := assetFiles.ReadFile("assets/" + entry.Name())
		digest, ending := sha256.Sum256(plain), path.Ext(entry.Name())
		name := strings.TrimSuffix(entry.Name(), ending) + "." + hex.EncodeToString(digest[:5]) + ending
		a.names[entry.Name()] = name
		a.files[name] = file{kind: kinds[ending], plain: plain, small: compressed(plain)}
	}
	return a
}

func (s *site) asset(c *gin.Context) {
	found, ok := s.assets.files[c.Param("name")]
	if !ok {
		c.Status(http.StatusNotFound)
		return
	}
	c.Header("Cache-Control", "public, max-age=31536000, immutable")
	c.Header("Vary", "Accept-Encoding")
	body := found.plain
	if strings.Contains(c.GetHeader("Accept-Encoding"), "gzip") {
		c.Header("Content-Encoding", "gzip")
		body = found.small
	}
	c.Data(http.StatusOK, found.kind, body)
}
