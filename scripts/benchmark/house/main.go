// House measures what the solver is a part of: a round from rows in memory to proposals, a list as the public
// gets it, and papers.
// It is apart from the solver's benchmark so that what all of the house takes to load is not counted there.
package main

import (
	"errors"
	"log"
	"os"
)

func main() {
	log.SetFlags(0)
	if err := run(os.Args[1:]); err != nil {
		log.Fatal(err)
	}
}

func run(args []string) error {
	switch {
	case len(args) > 0 && args[0] == "round":
		return proposeRound(args[1:])
	case len(args) > 0 && args[0] == "list":
		return serveLists(args[1:])
	case len(args) == 1 && args[0] == "papers":
		return writePapers()
	}
	return errors.New("usage: house round|list FLAGS, or house papers")
}
