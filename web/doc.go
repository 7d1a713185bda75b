// Package web is the pages, in every language that has catalogs, under an address that begins with the language:
// /en/requests, /ar/requests. It is thin over the desk, as package api is: a handler reads what was asked, calls verbs
// and hands the answer to a template. Pages are plain HTML that needs no script; what is sent is one page, one style
// sheet and one picture.
//
// # To add a page
//
//  1. Add a line to [pages] in routes.go: a name, the path behind the language, the verb that a visitor must be allowed
//     (none for everybody), how it shows, and how it takes what a form sends, if it has one.
//  2. Write the two functions in a file named for the noun. show returns what the template needs, as a type of its own,
//     under .Page. It runs for GET, and again after a post that was refused, so it must not change anything. post does
//     the deed and returns where to go next.
//  3. Write templates/NAME.html: {{define "body"}}…{{end}}. The dollar is the [visit]: {{$.T "key" "name" .Value}} says
//     a sentence, {{$.N "key" 3}} one with a number, {{$.To "/requests/" .ID}} makes an address in the same language,
//     {{$.Money .Amount}} and {{$.Date .Day}} write for the reader, {{$.Named "party" .ID}} names a code. parts.html has
//     what pages share: fields, facts, the head of a list (see [Listing]), the pager, tags, the bar of a score. What
//     people have written goes into <bdi> or has dir="auto".
//  4. Put its sentences into locale/catalogs/web.en.json, or into a catalog of the area; page_NAME is its title.
//  5. Add it to sights in visits_test.go: who looks at it, at which address; a page that nobody looks at fails. The tests
//     open it in a browser and hold it to axe (WCAG 2.2 AA), to the budget of bytes and requests, to 320 pixels, to the
//     security policy and to well-formed HTML. With -shots FOLDER they leave pictures for people to judge.
//
// # Errors
//
// Handlers return errors. What is wrong with a form (aid.Problems) brings the form back with all that was typed, a
// summary on top and each sentence at its field. Every other error becomes a page in error.go and nowhere else. Who must
// sign in first, and had sent a form, gets it back to send again.
//
// # Forms
//
// {{template "form" $}} opens one and {{template "end" $}} closes it. Each carries a ticket, so that sending it twice
// does the deed once and answers with the same page: see posts.go. A field is
// {{template "input" ($.Field "email" "sign_in_email")}}; its value is what was typed, else what show gave by
// [visit.Default]. The language can be changed with a form half filled in: the switch is then a button that brings it
// along. Enter in a field presses the first button of the form itself, see [visit.EnterButton]. A post that shows
// something once, such as a secret, sets [visit.Page] and returns no address.
//
// # Looks
//
// assets/site.css has it all: system fonts, logical properties only, so that Arabic is mirrored by itself, no style and
// no script inside pages, because the policy forbids both. A chart is SVG with its figures in a table below, or a table
// that is shaded.
package web
