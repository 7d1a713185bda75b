package web

import (
	"embed"
	"html/template"
	"io/fs"
	"path"
	"strings"
)

//go:embed templates
var templateFiles embed.FS

// templates are the pages by name, each with the layout and the parts that all share.
type templates map[string]*template.Template

// parse panics on a template that is wrong: it is a part of the program.
func parse() templates {
	shared := template.Must(template.ParseFS(templateFiles, "templates/layout.html", "templates/parts.html"))
	paths, _ := fs.Glob(templateFiles, "templates/*.html") // the pattern is one
	all := templates{}
	for _, file := range paths {
		name := strings.TrimSuffix(path.Base(file), ".html")
		all[name] = template.Must(template.Must(shared.Clone()).ParseFS(templateFiles, file))
	}
	return all
}
