/* SPDX-License-Identifier: MIT */
#ifndef QUERY_PHRASE_H
#define QUERY_PHRASE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"

/*
 * Words in a row, looked for in a text that is folded as they are.
 *
 * Words are those of UAX #29; what stands between them does not count, so that
 * gpt-oss, "gpt oss" and "GPT - OSS" are one phrase. A text is brought into the
 * form <mark a mark b mark>; then a phrase, a prefix and an ending are each one
 * search for bytes. Without a word (an emoji, a plus sign) or open at both
 * ends the phrase is looked for as it stands.
 */

struct phrase {
	struct str filter;	/* a text without it cannot match */
	struct str needle;	/* for the words of a text; empty if the filter says all */
	bool word_before;	/* open at the start, and the first word is whole */
	bool word_after;
};

/* False if nothing would be left to look for. Strings are borrowed, or in the arena. */
bool phrase_init(struct phrase *p, struct str text, bool open_start, bool open_end,
                 struct arena *arena);

/* First the quick test; if it holds, the words decide. */
bool phrase_may_occur(const struct phrase *p, struct str text);
bool phrase_occurs(const struct phrase *p, struct str words);

static inline bool
phrase_needs_words(const struct phrase *p)
{
	return p->needle.len > 0;
}

/* Appends the words of a text in the form that phrase_occurs reads. */
void phrase_add_words(struct buf *out, struct str text);

#endif
