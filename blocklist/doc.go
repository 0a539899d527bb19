// Package blocklist holds the words of the trade, and the one function that decides.
//
// HangUp answers one question: what is known about this call, and what follows from it? The nouns of that answer
// live here: a [Number] as it was understood, an [Entry] of a signed list, an [Official] number, a [Range], the
// [Edition] they came from, and the [Verdict] with its [Level], reasons and advice. [Assess] turns [Facts] into a
// Verdict; it is a pure function, so the same facts always give the same verdict.
//
// The package speaks message ids with parameters ([Message]), never sentences. Package i18n puts them in words, so
// that one verdict is shown on a screen, printed in a terminal, read aloud or written as JSON in any language.
//
// Nothing here knows of SQL, HTTP or widgets. The packages below it do one job each: phone reads numbers as people
// write them, numset packs millions of them and ranges holds runs of them, script knows the stories callers tell and
// scriptpack carries them, store keeps all of it, update fetches it, maker publishes it.
package blocklist
