package web

import (
	"log/slog"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"ploughshare/aid"
	"ploughshare/desk"
	"ploughshare/gate"
	"ploughshare/locale"
)

// site is what the pages share.
type site struct {
	desk      *desk.Desk
	gate      *gate.Gate
	catalogs  *locale.Catalogs
	log       *slog.Logger
	templates templates
	assets    assets
	tongues   []tongue
}

// tongue is a language by its own name.
type tongue struct{ Lang, Dir, Name string }

// page is one address, in every language.
type page struct {
	name string // of its template; page_NAME is the key of its title
	path string // behind the language
	verb aid.Verb
	most int64                                 // bytes that its form may send; mostForm where 0
	show func(*visit) (any, error)             // the page, or a download
	post func(*visit) (next string, err error) // what a form sends; nil where there is none
}

// Mount puts the pages on an engine that has the gate among its middleware, and returns what answers a browser for an
// address that there is not.
func Mount(engine *gin.Engine, g *gate.Gate, d *desk.Desk, catalogs *locale.Catalogs, log *slog.Logger) gin.HandlerFunc {
	s := &site{
		desk: d, gate: g, catalogs: catalogs, log: log,
		templates: parse(), assets: loadAssets(),
	}
	for _, lang := range catalogs.Languages() {
		p := catalogs.Printer(lang, nil)
		s.tongues = append(s.tongues, tongue{lang, p.Dir(), p.T("language_name", nil)})
	}
	engine.GET("/", s.choose)
	engine.GET("/assets/:name", s.asset)
	for _, t := range s.tongues {
		group := engine.Group("/" + t.Lang)
		for _, p := range pages {
			group.GET(p.path, s.get(p, t.Lang))
			if p.post != nil {
				group.POST(p.path, s.take(p, t.Lang))
			}
		}
	}
	return s.nowhere
}

// choose sends whoever names no language to the pages in the one that he reads best.
func (s *site) choose(c *gin.Context) {
	c.Header("Vary", "Accept-Language")
	c.Redirect(http.StatusFound, "/"+s.preferred(c)+"/")
}

func (s *site) preferred(c *gin.Context) string {
	if lang := s.catalogs.Match(c.GetHeader("Accept-Language")); lang != "" {
		return lang
	}
	return "en"
}

// nowhere answers a browser for an address that there is not, and leaves what is no page to the handler behind it.
func (s *site) nowhere(c *gin.Context) {
	if strings.HasPrefix(c.Request.URL.Path, "/api/") {
		return
	}
	lang, _, _ := strings.Cut(c.Request.URL.Path[1:], "/")
	if !slices.ContainsFunc(s.tongues, func(t tongue) bool { return t.Lang == lang }) {
		lang = s.preferred(c)
	}
	if v, err := s.visit(c, page{name: "error", path: "/"}, lang); err == nil {
		v.fail(aid.ErrNotFound)
	}
	c.Abort()
}

func (s *site) get(p page, lang string) gin.HandlerFunc {
	return func(c *gin.Context) {
		v, err := s.visit(c, p, lang)
		if err == nil {
			err = v.draw(http.StatusOK)
		}
		if err != nil {
			v.fail(err)
		}
	}
}

// take does what a form asks for and sends the browser on, so that going back or reloading does nothing twice. A form
// that is refused, or that only changes its language, comes back as it was typed.
func (s *site) take(p page, lang string) gin.HandlerFunc {
	return func(c *gin.Context) {
		v, err := s.visit(c, p, lang)
		if err == nil && v.values.Has("switch") {
			err = v.draw(http.StatusOK)
		} else if err == nil {
			err = v.deed()
		}
		if err != nil {
			v.fail(err)
		}
	}
}

// local says whether a path leads to a page here and nowhere else.
func local(path string) bool {
	return strings.HasPrefix(path, "/") && !strings.HasPrefix(path, "//") && !strings.ContainsAny(path, "\\\r\n")
}
