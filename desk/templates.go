package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"ploughshare/aid"
	"ploughshare/intake/reports"
	"ploughshare/store"
)

// Templates are those of the program and those that the secretariat added or put in their place, by order of id.
func (d *Desk) Templates(ctx context.Context) ([]aid.Template, error) {
	templates, err := reports.Templates()
	if err != nil {
		return nil, err
	}
	stored, err := d.store.Templates(ctx)
	for _, t := range stored {
		if i := slices.IndexFunc(templates, func(own aid.Template) bool { return own.ID == t.ID }); i >= 0 {
			templates[i] = t
		} else {
			templates = append(templates, t)
		}
	}
	slices.SortFunc(templates, func(a, b aid.Template) int { return strings.Compare(string(a.ID), string(b.ID)) })
	return templates, err
}

// Template finds one of them.
func (d *Desk) Template(ctx context.Context, id aid.TemplateID) (aid.Template, error) {
	templates, err := d.Templates(ctx)
	i := slices.IndexFunc(templates, func(t aid.Template) bool { return t.ID == id })
	switch {
	case err != nil:
		return aid.Template{}, err
	case i < 0:
		return aid.Template{}, fmt.Errorf("template %s: %w", id, aid.ErrNotFound)
	}
	return templates[i], nil
}

// PutTemplate adds a template or puts it in place of the one with its id. Answers on record stay as they were read.
func (d *Desk) PutTemplate(ctx context.Context, who aid.Actor, t aid.Template) (aid.Template, error) {
	if err := who.May(aid.ManageTemplates); err != nil {
		return aid.Template{}, err
	}
	t.Version = 1
	err := d.keep(ctx, t, d.entry(who, "changed", "templates/"+string(t.ID), ""), func(tx *store.Store) error {
		old, err := tx.Template(ctx, t.ID)
		switch {
		case errors.Is(err, aid.ErrNotFound):
			return tx.AddTemplate(ctx, t)
		case err != nil:
			return err
		}
		t.Version = old.Version
		return tx.ReplaceTemplate(ctx, t)
	})
	if err != nil {
		return aid.Template{}, err
	}
	return d.Template(ctx, t.ID)
}
