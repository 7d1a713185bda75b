// Package aid holds the words of the house. Everybody imports it and it imports nobody.
//
// # The people
//
// A [Party] is a State, an organisation, a fund or a named group of donors; it may be requester, donor and
// implementer at once. An [Area] is a set of parties with a name (an organisation's members, a programme's States, a
// region); a [Membership] says from when until when a party belongs to it. Whether an offer reaches a State is always
// asked as of a date, never of today's list.
//
// # Needs and resources
//
// A [Theme] is one of the 24 subjects of the Programme of Action (PoA) and its neighbours, with its place in the
// International Tracing Instrument (ITI), in MOSAIC, IATG, SDG, OECD-DAC and Arms Trade Treaty lists.
// A [Request] is one need of one State that somebody could fund: themes and countries in shares of a hundred, kinds of
// help, an amount if known, the first stage, dates, and its [Provenance]: the report, question and words it came from.
// An [Offer] is money, expertise or equipment of one or more donors: an envelope, limits per project, themes, places,
// kinds of help, conditions, validity. A [Pairing] is a need that was funded in the past, and what came of it.
// A [Report] is what a State reported in a year, in the form of a [Template], as a list of answers ([ReportAnswer]); each
// question of a template says what its answer tells ([Asks]). A [Finding] is what a program read out of a report: a draft of
// a request, a hint at a need where no help is asked for, or the question whether a need of before is still true. It becomes
// a request only when a person accepts it. An [Ingest] is a line of the log of files that were sent in.
// A [Chronicle] is a text that tells in paragraphs who helped whom with what; a [Passage] is a sentence of it with the past
// pairings that a program read out of it, which a person accepts or rejects.
// An [Embargo] is an arms embargo with its scope, dates and way of exemption. It never bars a proposal; it sends it to
// legal review.
//
// # Matching
//
// A [Round] is one run of the matcher over frozen [Inputs] under one [Policy]. It yields an [Outcome]: each
// [Proposal] pairs a request with an offer, an amount and a [Score] whose [Part] values add up to its total;
// each [Unmatched] request carries the reason that binds, each [Short] one what holds the rest of its money back.
// [Terms] are what requests and offers name in words, whatever the language, read when the inputs are frozen.
// A [Level] is an aim that comes before or behind the score, a [RegionShare] how a sub-region fares, and an [Unreached]
// State is one that no offer gets to. A [Bundle] is a joint request of several States, beside the proposals.
// A [Curation] is what the secretariat settles about a pair, with its reason, before the rest of a round is solved: it
// pins it, sets its amount, or vetoes it. Rounds propose and never allocate: donors answer.
//
// # Meetings
//
// A [Meeting] has an agenda of [AgendaItem]s, [Participant]s, and a round of what was on record by its cut-off. What
// somebody undertakes there to do by a day is an [Action].
//
// # Life
//
// The life of a request is one field and one table of moves, [RequestMoves]:
//
//	draft → submitted → authenticated → circulated → interest_shown → introduced → negotiating → funded → under_way → completed
//
// with returned (for detail), declined, withdrawn and expired at the side. A proposal has [ProposalMoves]. A [Move] says who
// may take it (its verb, see [Permissions]) and, as [Condition], what must be true. Each [Stage] has a clock, see [Clocks]:
// [Due] says whose turn it is, and calls silence silence. A need that nobody confirms expires, see [Request.Expires].
// [Fundability] is how much of what donors need to know is there; a [Question] asks for the rest.
// A donor answers a published proposal with an [Interest], in the whole or a [Portion]. A [Commitment] is money pledged,
// committed or paid; a [Result] is what one side says was achieved, and [Achieved] what counts of it. [Totals] counts each
// sum and each result once, and pledges never.
// Every change leaves an [Entry] in the journal, each bound to the one before by its hash.
//
// # Papers
//
// A paper is of a [Subject]: a round, requests, a donor, a State or a year. An [Issue] hands it out: it gives it a
// symbol, "GIS/2026/1/PP.3", and freezes what it says. Its files are [Paper]s, one for each language and format, which
// never change; a corrigendum is another issue that names the one it puts right, and why. What a request says are its [Texts];
// a [Translation] says them in another language. [Yearly] are the figures of a year, a [Tally] for each region.
//
// # Who may do and see what
//
// A [User] is a person with [Role]s who speaks for a party or curates; a [Token] lets a program act for one. Whoever
// calls is an [Actor]; [Permissions] says which [Verb] each role may do, to its own party's records or to all.
// Records and their fields have an [Audience]: [RequestFields], [OfferFields] and [PartyFields] say which.
//
// # What a person is told
//
// A [Subscription] says who wants to hear of which [Event], and a [Notice] is one letter of it, with what became of it.
// What is done by itself has a [Schedule], and each time a [Run] in the history.
//
// A [Search] is a filtered list that somebody has saved; a subscription can be narrowed to it.
//
// A [Receipt] says what became of a call that came with a key of its own, so that it is done once.
//
// A [Message] is a key with arguments; it becomes a sentence in the reader's language at the last moment.
// Errors have five kinds (see [ErrNotFound] and its neighbours); what is wrong with data is said by [Problems].
package aid
