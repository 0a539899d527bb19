// Package phone turns text as people write it into telephone numbers.
//
// A [Reader] knows the home country. [Reader.Find] reads everything from one number typed in an odd way to a pasted
// message with several; [Reader.Format] groups the digits while a number is being typed; [Place] names the area a
// number belongs to; [ParseE164] is the short way for lists of numbers that are already clean.
//
// # What counts as a number
//
// Text that is nothing but numbers (and words such as "tel.") is read leniently: the person wants this number, so a
// missing prefix is filled in, and a number of the right length that nobody issues comes out as
// [blocklist.KindImpossible]. A number inside other words must be valid and written as that country writes it, or
// follow a word such as "called from", because dates, sums of money and order numbers are digits too. A short code
// inside other words always needs such a word.
//
// # Secrets
//
// Card numbers, PINs and one-time codes are never part of a result or of an error, and no error holds any piece of
// the text. Text that holds nothing but a secret is refused with [ErrSecret]. A message with a secret and a telephone
// number, such as a bank's text message, still gives the number: the person is asking about a caller, and refusing
// would leave them without the warning. The secret itself is dropped before anything is looked up.
//
// A bare text of four to six digits is refused as a PIN or code, unless it is a short code known to the ShortCodes
// function or to the metadata of the home country. Where the metadata take nearly any digits of that length, as in
// the United States, they say nothing, and such a number needs a word before it: "text from 72645".
//
// Sixteen digits in groups of four are a card, even where they could be two eight-digit numbers: numbers can be
// typed again on two lines, a card number told once cannot be taken back.
//
// # Sources
//
// Lengths, patterns, formats and areas come from Google's libphonenumber metadata, in
// github.com/nyaruka/phonenumbers. Links follow RFC 3966, card lengths and check digits ISO/IEC 7812.
package phone
