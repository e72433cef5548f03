/* SPDX-License-Identifier: MIT */
#ifndef TEXT_SPAN_H
#define TEXT_SPAN_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Spans: half-open ranges of bytes in one text.
 *
 * A span is a value; it owns nothing and does not know its text. Start is
 * never after end. An empty span marks a position.
 */

struct span {
	size_t start;	/* first byte */
	size_t end;	/* one past the last byte */
};

/* Whether the two share at least one byte. Touching is not overlapping. */
static inline bool
span_overlaps(struct span a, struct span b)
{
	return a.start < b.end && b.start < a.end;
}

static inline bool
span_eq(struct span a, struct span b)
{
	return a.start == b.start && a.end == b.end;
}

#endif
