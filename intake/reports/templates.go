package reports

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"

	"ploughshare/aid"
)

//go:embed templates/*.json
var templateFiles embed.FS

// Own is the template of the program's own form.
const Own aid.TemplateID = "needs-2026"

// Templates are those that come with the program, by order of id. Each says of every question whether it was seen in a
// source; what was not is to be corrected by whoever holds the real form.
func Templates() ([]aid.Template, error) {
	paths, err := fs.Glob(templateFiles, "templates/*.json")
	if err != nil {
		return nil, err
	}
	var templates []aid.Template
	for _, path := range paths {
		content, err := templateFiles.ReadFile(path)
		if err != nil {
			return nil, err
		}
		var t aid.Template
		if err := json.Unmarshal(content, &t); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		templates = append(templates, t)
	}
	return templates, nil
}
