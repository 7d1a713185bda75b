package api

import (
	"embed"
	"io/fs"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"
)

// The page is swagger-ui, brought by scripts/vendor-docs; see docs/LICENSE (Apache-2.0).
//
//go:embed docs
var docs embed.FS

// docsPolicy allows nothing from outside; swagger-ui sets styles from its script, hence unsafe-inline for styles alone.
const docsPolicy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'"

func mountDocs(group *gin.RouterGroup) {
	files, _ := fs.Sub(docs, "docs") // the folder is embedded above
	serve := func(c *gin.Context) {
		name := strings.TrimPrefix(c.Param("file"), "/")
		if name == "" {
			name = "index.html"
		}
		c.Header("Content-Security-Policy", docsPolicy)
		http.ServeFileFS(c.Writer, c.Request, files, name)
	}
	group.GET("/docs", serve)
	group.GET("/docs/*file", serve)
}
