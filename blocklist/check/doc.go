// Package check leads a frightened person, one question a page, from a call to one safe act, and after a loss through
// the steps that still help.
//
// The questions, their answers and the ways they end are data: [Read] loads them and refuses a file in which a
// question leads nowhere, round in a circle, or past six questions. [Checks.Start] begins a [Run], a value that only
// grows by [Run.Answer] and shrinks by [Run.Back], so a window shows one page a question and the terminal asks the
// same in text. Only choices are made, nothing is typed, and nothing is kept. A run ends in an [Outcome]:
//
//   - Stop: somebody wants what honest callers never want, or three lesser red flags stand together,
//   - wait and check: call back on a number that was trusted before the call,
//   - do it yourself, safely: a PIN at a cash machine, a code in the bank's own app, a code shown to the courier.
//
// [ReadPlans] loads the recovery steps; [Plans.Plan] picks those for what was given and where, without doubles and the
// most urgent first.
//
// A person's own numbers and the country's hotlines are not known here. An [Act] says whom to call, with the services
// of a hotline, and [Lines] picks among the lines that package starter knows.
package check
