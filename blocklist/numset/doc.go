// Package numset packs millions of phone numbers, each with a small symbol, into about as few bytes as they can have,
// and finds one among them without unpacking the rest.
//
// A set is a stream: a header, blocks of 512 numbers, and an end mark. The same bytes are published, signed (as the
// SHA-256 of the stream) and kept on disk, where each block is a row whose key is the block's first number. To look a
// number up, take the last block whose first number is not above it, and call [Lookup]. A [Writer] makes a stream, a
// [Reader] checks one and yields its blocks, [Reader.Parts] cuts one into files. [Diff] makes a delta from one stream
// to another, and [Delta] applies it.
//
// The encoding is canonical: given a header, a set has exactly one encoding, and a reader refuses any other. So a
// stream that was changed by deltas and one that was built afresh have the same hash.
//
// # Stream
//
// All fields are unsigned. A bit string is read from the highest bit of its first byte downwards, and numbers in it
// have their highest bit first.
//
// The header is made of
//
//   - the five bytes "NSET" 01;
//   - a varint: how many symbols have a code word of their own, at most 8192;
//   - one byte: the length of the escape's code word in bits, 0 to 15;
//   - for each symbol with a code word, in ascending order, a varint: 16*d + length, where d is how many symbols
//     without a code word lie between it and the one before (or 0), and length is that of its code word in bits, 1 to
//     15.
//
// A varint holds 7 bits a byte, lowest first, with the high bit set in all bytes but the last, in as few bytes as
// possible (LEB128).
//
// The code words are those of the canonical Huffman code with these lengths: sorted by length and then by symbol, the
// escape counting as symbol 8192, the first word is all zeros and each word is the one before, plus one, then shifted
// left to its own length. The lengths must fill the code: the sum of 2^-length is 1. A code with no words of its own
// has an escape of length 0. A symbol (0 to 8191) is written as its own code word, or, only if it has none, as the
// escape's word followed by 13 bits. Which symbols get a code word is the writer's choice.
//
// The end mark is two zero bytes, and nothing follows it. An empty set has no blocks. Every block but the last holds
// 512 numbers, the last one 1 to 512. Each number is above all of those before it, and below 10^15.
//
// # Block
//
// A block is a bit string:
//
//	14 bits  size of the block in bytes, these bits included
//	50 bits  first number
//	 9 bits  count of numbers, less 1
//	 6 bits  count of runs, at most 32
//	 6 bits  k, the Rice parameter, at most 49
//	15 bits  length of the gaps in bits
//	         runs: for each 9 bits of index and 9 bits of length less 1
//	         gaps: Rice codes
//	         payload: the code words of all numbers' symbols, in the order of the numbers
//	         zero bits up to a whole byte
//
// A run is a longest sequence of 16 or more consecutive numbers in the block. Every one is listed, by the index in the
// block (from 0) of its first number. Runs take the numbers that operators hand out, and complaints name, by the
// thousand.
//
// The steps from one number to the next that are not inside a run are the gaps. Of each, the step less 1 is written
// with its Rice code: value>>k zeros, a one, and the low k bits of the value. k is the smallest parameter for which
// all gaps together take the fewest bits; 0 if there are none. It is the smallest k for which the sum of
// (value>>k + 1)>>1 over all gaps is not above their count.
//
// It follows that no value>>k is above 1022, that the gaps take less than 2^15 bits, and that a block takes less than
// 4800 bytes.
//
// # Delta
//
// A delta turns the stream of one set, its base, into that of another. It names numbers by what the reader knows
// already: those that leave or change by their rank, which is how many numbers of the base are smaller; those that
// come by their free rank, which is how many smaller numbers are not in the base. So no delta can add a number that is
// there, and numbers that fill the holes in a dense block cost little. It is made of
//
//   - the five bytes "NDLT" 01;
//   - 8 bytes: the start of the SHA-256 of the base's stream, and 8 bytes: that of the result's;
//   - one byte: 1 if the header of the result's stream, which has to differ from the base's, follows, else 0;
//   - chunks, and then three zero bytes, which nothing follows.
//
// The operations of a delta are removals, changes and additions, in the order of the numbers they are about. Each chunk
// but the last holds 4096 of them, the last one 1 to 4096. A chunk is made of three varints, the counts of removals,
// changes and additions in it, and of their blocks: for each of the three in turn, as many as it takes, of which all
// but the last hold 512. They are blocks as above, with ranks, ranks and free ranks in the place of numbers. Those of
// removals have no payload; in the others it holds the new symbols, in the result's code. A change is to another
// symbol.
//
// Given two streams there is exactly one delta, and a reader refuses any other. At one number in 200 out and as many
// in, a delta takes about 15 bits for each.
//
// # Why this format
//
// Ten million numbers, as numsettest makes them, take 1.03 times the bytes of the information in them, and zstd takes
// off less than one more in a hundred. Varints under zstd need 1.24 times that information, Roaring bitmaps 1.5 times,
// and a plain SQLite table 11 times. A lookup inside a block takes about a microsecond, and a full check of the stream
// about a tenth of a second.
package numset
