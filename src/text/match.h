/* SPDX-License-Identifier: MIT */
#ifndef TEXT_MATCH_H
#define TEXT_MATCH_H

#include <stdbool.h>

#include "base/str.h"
#include "text/span.h"

/*
 * Occurrences of a literal in a text, exactly, from left to right, not
 * overlapping, and only such as begin and end at grapheme borders. Start with
 * *pos 0 or any grapheme border; false when there is none left.
 */
bool match_next(struct str text, struct str needle, size_t *pos, struct span *found);

#endif
