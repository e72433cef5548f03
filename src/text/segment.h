/* SPDX-License-Identifier: MIT */
#ifndef TEXT_SEGMENT_H
#define TEXT_SEGMENT_H

#include <stdbool.h>

#include "base/str.h"
#include "text/span.h"

/*
 * Borders of grapheme clusters, words and sentences (UAX #29, over the
 * properties of libunistring; sentences are in sentence.c).
 *
 * One contract: text is a whole document; pos is a byte position at a code
 * point border, 0 to text.len. Work is local: each function goes back from pos
 * to the nearest place where a border is certain whatever stands before (an
 * ASCII character, a line feed, a code point that never joins), not to the
 * start of the text. A caller who goes from border to border may pass the text
 * from the last one on, so that a long run of flags is not gone back again.
 */

/* Whether a grapheme cluster ends or begins at pos; true at both ends of the text. */
bool segment_is_grapheme_border(struct str text, size_t pos);

/* The next border after pos < len, and the last one before pos > 0. */
size_t segment_grapheme_next(struct str text, size_t pos);
size_t segment_grapheme_before(struct str text, size_t pos);

/* The smallest run of whole grapheme clusters that holds the span. */
struct span segment_widen(struct str text, struct span s);

/* The word, blank or mark that holds the byte at pos < len. */
struct span segment_word_at(struct str text, size_t pos);

/*
 * The sentence that holds the byte at pos < len, without the blanks around it;
 * empty between paragraphs. Looks at most at the paragraph (between two empty
 * lines), 64 KiB of it. A single line feed is a blank, as texts are wrapped.
 */
struct span segment_sentence_at(struct str text, size_t pos);

/*
 * Words of a short string in turn: spans with at least one letter, digit or
 * ideograph; each ideograph by itself is a word, as UAX #29 has it. Start with
 * *pos 0; false when there is none left.
 */
bool segment_next_word(struct str s, size_t *pos, struct span *word);

/*
 * The same for searching: words are also cut at what UAX #29 lets join them
 * (MidLetter, MidNum, MidNumLet, Single_Quote, ExtendNumLet), so that "Meta's",
 * "apple.com" and "a_b" are found by "meta", "apple" and "a". A number such as
 * 2.5 or 1,200 stays whole.
 */
bool segment_next_term(struct str s, size_t *pos, struct span *term);

#endif
