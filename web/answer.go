package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strings"
)

// download is a file that a page sends in place of itself.
type download struct {
	name, kind string
	body       []byte
}

func (v *visit) send(file download) error {
	v.c.Header("Content-Disposition", `attachment; filename="`+file.name+`"`)
	v.status = http.StatusOK
	v.answer(file.kind, file.body)
	return nil
}

// answer writes a body compressed for who takes it so, or that it is the one that the browser has. Compression gives
// nothing away: no page holds a secret beside what its reader has typed.
func (v *visit) answer(kind string, body []byte) {
	h, digest := v.c.Writer.Header(), sha256.Sum256(body)
	tag := `"` + base64.RawURLEncoding.EncodeToString(digest[:12]) + `"`
	h.Set("Vary", "Accept-Encoding, Authorization, Cookie")
	if v.status == http.StatusOK && v.c.Request.Method != http.MethodPost {
		h.Set("ETag", "W/"+tag)
		if strings.Contains(v.c.GetHeader("If-None-Match"), tag) {
			v.c.Status(http.StatusNotModified)
			return
		}
	}
	if len(body) > 1400 && strings.Contains(v.c.GetHeader("Accept-Encoding"), "gzip") {
		body = compressed(body)
		h.Set("Content-Encoding", "gzip")
	}
	v.c.Data(v.status, kind, body)
}

func compressed(body []byte) []byte {
	var small bytes.Buffer
	w, _ := gzip.NewWriterLevel(&small, gzip.BestCompression) // the level exists
	w.Write(body)                                             // a buffer takes all
	w.Close()
	return small.Bytes()
}
