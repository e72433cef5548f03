/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "text/match.h"

#include "text/segment.h"

/* Whether a cluster begins or ends at pos, known to be at or after the border at known. */
static bool
is_border(struct str text, size_t known, size_t pos)
{
	return segment_is_grapheme_border(str_skip(text, known), pos - known);
}

/*
 * The text before the last border we know is never looked at again, so that a
 * long run of flags, where a border depends on all flags before it, costs no
 * more than its length however often the needle is found between borders.
 */
bool
match_next(struct str text, struct str needle, size_t *pos, struct span *found)
{
	size_t known = *pos;
	size_t from = known;

	if (needle.len == 0)
		return false;
	while (from < text.len) {
		const char *hit = memmem(text.p + from, text.len - from, needle.p, needle.len);

		if (hit == NULL)
			break;
		size_t start = (size_t)(hit - text.p), end = start + needle.len;

		if (is_border(text, known, start)) {
			known = start;
			if (is_border(text, known, end)) {
				*found = (struct span){ start, end };
				*pos = end;
				return true;
			}
		} else {
			known += segment_grapheme_before(str_skip(text, known), start - known);
		}
		from = start + 1;
	}
	*pos = text.len;
	return false;
}
