// Package script finds the known trick in what was said: from free text to red flags, asks and scam scripts, each with
// the words that led to it.
//
// A [Library] is read by [Read] from a tree of TOML files, the starter that is part of the program or a pack of a list
// edition. It is data alone: a new trick, or a new language, needs new files and no new program.
//
//	police_officer.toml     facts of one script; the file is named for its id
//	texts.en.toml           the scripts' texts in English: any name, then the language
//	patterns/en.toml        what callers say in English; more files of a language are en-money.toml and so on
//	patterns/any.toml       concepts and patterns that hold in every language, such as the names of programs
//	words/en.txt            in how many texts on tricks, and honest ones, each word stood
//
// A file that is broken, too large or out of form is refused whole, [Library.Refused] says why, and the rest works.
//
// # Facts
//
//	id = "police_officer"                  # small letters, digits and underscores
//	code = "S01"
//	category = "police"                    # blocklist.ParseCategory
//	parties = ["police"]                   # who the caller claims to be: blocklist.ParseParty
//	asks = ["PIN", "SMS", "SAFE"]          # blocklist.ParseAsk
//	flags = ["R1", "R5"]                   # blocklist.ParseFlag
//	next = ["safe_account"]                # the scripts the next caller plays
//	regions = []                           # where it is told; empty means everywhere
//	hotlines = ["police", "bank"]          # blocklist.Service, in the order to call them
//
//	[[source]]                             # at least one
//	url = "https://example.org/page"
//	checked = 2026-11-20
//
// # Texts
//
// go-i18n message files without plural forms. Every id is script.ID.PART, where ID is a script's id and PART is title,
// story, tell1 to tell9, do1 to do9, sign or next. A text with "{{" is refused: texts of a list are data, never
// templates. A script whose title no file holds is refused.
//
// # Patterns
//
//	common = "the a and is to of you my"   # frequent words, by which the language is recognised
//	within = 10                            # how far apart a pattern's items may stand, in words; 10 unless given
//	not = ["@never"]                       # guards of every pattern in this file that names none itself
//
//	[concepts]
//	never = ["never", "will not", "do not"]
//	tell = ["tell", "give", "read out"]
//	secret = ["PIN", "one time code", "password*"]
//	wants = ["asked", "wants", "told me to"]
//
//	[parties]                              # words that name who the caller claims to be
//	police = ["police", "captain", "investigator"]
//
//	[scripts]                              # words that belong to one trick's story
//	intercom_keys = ["intercom", "how many keys"]
//
//	[[pattern]]
//	all = ["@wants|@tell", "@secret"]
//	asks = ["PIN"]
//	scripts = ["bank_security"]
//
//	[[pattern]]                            # honest speech: it takes evidence away
//	all = ["@tell", "appointment"]
//	clears = ["R1"]
//	not = []
//
// A word matches in all its forms (Snowball stems, in the languages that have a stemmer) and with one slip in six
// letters or two in ten; "word*" matches whatever begins so; "=word" matches that form alone; "#" matches a number.
// A phrase is words in a row. Case, accents, ё, look-alike letters of another alphabet and apostrophes do not matter;
// hyphens separate words ("one-time" is two). In Chinese, Japanese, Korean and Thai every character is a word of its
// own, so that spaces do not matter; raise within there.
//
// Where a phrase may stand, "@name" stands for the phrases of a concept, and "|" separates alternatives in a pattern's
// items. Concepts belong to all files of the language; when several files name one, it has the
// phrases of all.
//
// A pattern matches when each item of all is found, in any order (with order = true in the given order), no farther
// apart than within. The end of a sentence counts as six words, a comma as one. A guard of not forbids the match when it
// stands between the items or ends at most reach words (2 unless given) before the first; a guard that is part of an item
// does not count.
// A match raises the flags, the flags of the asks, and speaks for the parties and the scripts. A pattern with
// weak = true is not enough alone: two different weak ones raise their flag.
//
// A pattern with clears takes away the evidence for those flags (["*"] for all) that stands no more than reach words (8
// unless given) before or after it, or in the whole text with everywhere = true.
//
// [parties] and [scripts] name no flags: they help to find the script. One pattern that lists a script counts more than
// a word of [scripts].
//
// # Learned words
//
// Patterns tell what is asked; the words of a whole text tell whether it is of a trick at all, and of which. They are
// learned from labelled texts by package learn and weighed by naive Bayes over the presence of words and of pairs of words
// (McCallum and Nigam, A Comparison of Event Models for Naive Bayes Text Classification, AAAI 1998). The file begins with
// what it was learned from:
//
//	common the a and is to                 # as in patterns
//	texts 1900 2100                        # texts on tricks, and honest ones
//	weight words 0.21                      # of the words as a whole,
//	weight alarm 0.9                       # of any flag that patterns raise,
//	weight plain 0.8                       # of any such flag that alone means Stop, in a text of few words,
//	weight R1 1.2                          # of one of them,
//	weight bias -3.1                       # and what is added; above 0 the text tells of a trick
//	flag R3 260 0.35 -0.9                  # texts, weight of the words, and what is added; above 0 it is raised
//	script cash_courier 61                 # texts
//
// After an empty line each row is a word, or two that stand together, as stems, with the texts on tricks that had it, the
// honest ones, and of the former those of the flags and scripts, by their places in the lines above, from 0. Rows stand in
// the order of the bytes of their words:
//
//	courier come: 12 1 0=9 1=7
//
// A text that is honest as a whole raises no flag, unless a pattern of a script that the words do not know raises one. A
// text that tells of a trick is at least Careful, and there nothing is cleared any more. Of a long text the part counts
// that tells most, against the odds of finding it in one of so many parts.
//
// # Spelling
//
// The optional tables [latin] and [keyboard] help people who type without their letters: in a language of another
// alphabet, latin gives letters for Latin ones ("shch" = "щ"), and keyboard gives what a key that is labelled with a
// Latin letter types (q = "й").
package script
