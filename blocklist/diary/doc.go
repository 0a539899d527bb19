// Package diary keeps the calls that a person chose to write down, and makes of them a statement for the bank or the
// police.
//
// Nothing is kept unless it is saved here. A card number, a PIN or a code is refused before it reaches the disk, a call
// that was deleted can be put back while the program runs, and [Book.EraseAll] leaves no byte of a call in the data folder.
//
// # The statement as JSON
//
// [Statement.JSON] writes a file of package sealed with the format "hangup-statement", version 1, described by the JSON
// Schema that [Schema] returns. Each word of a fixed vocabulary stands as {"code", "text"}: the code for programs, the
// text in the person's language.
//
// # The statement as STIX 2.1
//
// [Statement.STIX] writes a bundle of STIX 2.1 (OASIS Standard, 10 June 2021):
//
//   - STIX has no object for a telephone call, so an extension-definition of type new-sco adds "phone-call" with
//     start_time and displayed_number. It is "displayed" because a caller can show any number.
//   - A call is an observed-data, which refers to its phone-call. That is what STIX says for something that was seen, as
//     opposed to indicator or threat-actor, which would claim knowledge of who it was.
//   - What was said, asked and given is a note on the observed-data: a person's account, not an observation by a machine.
//     The codes are its labels.
//   - All objects are created by one identity of class "system", HangUp. There is none for the person: the program does
//     not know who they are, and the file travels.
//
// The identifier of a phone-call is deterministic, a UUIDv5 in the namespace of the standard over the canonical JSON of
// its contributing properties (section 2.9). Those of observed-data and note hold the random UUIDv4 of the call, so that
// an entry exported twice is the same object, a newer version by its modified time.
//
// # What the sum proves
//
// Both files carry a SHA-256. Whoever got the sum apart from the file, read out or on paper, can tell that the file was not
// changed since. It proves neither who wrote the file, nor when, nor that what it says is true.
package diary
