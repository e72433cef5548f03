/* SPDX-License-Identifier: MIT */
#ifndef NOTEBOOK_BODY_H
#define NOTEBOOK_BODY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/digest.h"
#include "notebook/notebook.h"
#include "notebook/spool.h"
#include "text/position.h"
#include "text/span.h"

/*
 * The text of a document, in place: one contiguous value, borrowed from the
 * map until the transaction ends (in a writer too: texts are not rewritten, but
 * the writer that put it must not look). Checkpoints lead to any place in it
 * with at most POSITION_STEP bytes of looking.
 */

struct body {
	const struct reader *r;
	struct digest digest;
	struct str text;
};

bool body_open(struct body *b, const struct reader *r, const struct digest *digest,
               struct error *err);

/* Stores a spooled text and its checkpoints, if they are not there from before. */
bool body_put(struct writer *w, const struct spool *spool, struct error *err);

/* The place of a byte at a code point border, 0 to text.len. */
bool body_position(const struct body *b, size_t byte, struct position *p, struct error *err);

/*
 * The byte where code point chr begins; the length for the one after the last.
 * ERROR_LIMIT beyond that, then *byte is how many code points there are.
 */
bool body_byte(const struct body *b, uint32_t chr, size_t *byte, struct error *err);

/* The byte n code points after a place; false if there are fewer, then it is the end. */
bool body_skip(const struct body *b, size_t from, uint32_t n, size_t *byte);

/* The byte where a line begins, from 0; the length for the one after the last. */
bool body_line(const struct body *b, uint32_t line, size_t *byte, struct error *err);

/* The stretch, counted as looked at. */
struct str body_slice(const struct body *b, struct span s);

/* The checkpoint of one piece, for check. */
bool body_checkpoint(const struct body *b, uint32_t piece, struct checkpoint *c,
                     struct error *err);
uint32_t body_n_pieces(const struct body *b);

#endif
