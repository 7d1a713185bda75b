// Package matcher proposes which offers should meet which requests, and says why.
//
// It is pure: no clock, no store, no randomness. The same [aid.Inputs] give the same [aid.Outcome], to the byte,
// whatever the order of their rows. A run has five steps:
//
//  1. Screen. Each veto in [Vetoes] may rule a pair out, with its reason. An arms embargo never rules out: it puts
//     a flag for legal review on the proposal, and facts that are missing or stale flag as well.
//  2. Score. Each criterion in [Criteria] gives a value of 0 to 100 with a reason; value times weight are its points,
//     and the points add up to the total exactly (all integers, in hundredths of a point).
//  3. Propose. Requests and offers become a transportation problem in thousands of dollars, within needs, envelopes and
//     limits per project, with aims in strict order: reach as many States as can be; raise the smallest share that a
//     sub-region gets of its need, then the next one (leximin), or keep to given floors; maximise score times money
//     placed; and last a lottery drawn from a public seed (see slip and ticket), so that the optimum is unique and any correct solver finds
//     the same one. Package flow solves it exactly. Requests that must stay whole or want one donor, and smallest
//     sums for a project, are beyond it: a plan that breaks these rules is rounded, and a bound says how much that
//     can have cost at most.
//  4. Explain. Every proposal keeps its parts; every unmatched request gets the reason that binds, and one that gets a
//     part what holds the rest back. [Explain] answers for any pair, proposed or not, and says who would have to give
//     up what for it; [NewWorth] says what the next dollar is worth, and [NewWhatIf] what other inputs would change.
//  5. Certify. flow.Check proves, from the prices of all levels alone, that no better plan exists. A round that fails it is an error.
//
// Not every pair is looked at one by one. What vetoes and criteria say follows from a few aspects of a request and of an
// offer, and is found once for all that agree in them. The problem begins with the best pairs of each request, if there are
// very many at the prices of a sample; when it is solved, all other eligible pairs are held against its prices, and those
// that would gain join it, until none does. Later on only pairs are looked at of which a price fell. So the prices prove the
// plan over all eligible pairs (column generation: Dantzig and Wolfe 1960).
//
// To add a criterion or a veto: write it in a file of its own or in vetoes.go, and add one line to the list, which says
// what it looks at. If that is something new, add an aspect with its key.
// The model's sources: Dantzig (transportation problem), Shapley and Shubik 1971 (prices of the assignment game),
// Megiddo 1974 (leximin in flows), Mulmuley, Vazirani and Vazirani 1987 (a lottery isolates one optimum), McConnell et al.
// 2011 (certifying algorithms).
package matcher
