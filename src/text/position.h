/* SPDX-License-Identifier: MIT */
#ifndef TEXT_POSITION_H
#define TEXT_POSITION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/*
 * One place of a text in every unit. A text is at most 1 GiB, so 32 bits do.
 * Positions are found from a known one (a checkpoint, every 64 KiB) by going
 * forward; work is the distance. What is ASCII between two checkpoints is
 * found without looking at the text.
 */

struct position {
	uint32_t byte;
	uint32_t chr;		/* code points before it */
	uint32_t line;		/* line feeds before it */
	uint32_t line_chr;	/* chr of the start of its line */
};

#define POSITION_STEP (64 * 1024)	/* bytes from checkpoint to checkpoint, or up to three less */

/* Moves p forward over bytes, which follow it in the text; they end at a code point border. */
void position_advance(struct position *p, struct str bytes);

/* Bytes of the longest start of following that has at most n code points. */
size_t position_bytes(struct str following, uint32_t n);

/* Line and column as people count them: from 1; a column is a code point. */
static inline uint32_t
position_line_number(struct position p)
{
	return p.line + 1;
}

static inline uint32_t
position_column_number(struct position p)
{
	return p.chr - p.line_chr + 1;
}

#endif
