/* SPDX-License-Identifier: MIT */
#ifndef TEXT_REPAIR_H
#define TEXT_REPAIR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

/*
 * Foreign bytes to valid UTF-8, piece by piece, on the way into a notebook.
 *
 * A byte order mark chooses UTF-16 (either order) or is dropped as UTF-8's.
 * CR LF and a lone CR become LF. Each maximal subpart of an ill-formed
 * sequence becomes one U+FFFD (Unicode 15.0, section 3.9, "U+FFFD Substitution
 * of Maximal Subparts"; so does an unpaired surrogate in UTF-16). All else,
 * controls too, passes as it is. Pieces may be cut anywhere.
 */

enum repair_encoding {
	REPAIR_UTF8,
	REPAIR_UTF16LE,
	REPAIR_UTF16BE,
};

struct repair {
	enum repair_encoding encoding;
	uint64_t read;			/* input bytes seen */
	uint64_t n_invalid;		/* U+FFFD put in */
	uint64_t n_control;		/* C0 but TAB LF FF, DEL, C1, bidi controls, kept */
	uint64_t n_nul;			/* NUL characters, kept; a binary file has them */
	uint64_t nul_at;		/* input offset of the first one, if any */
	uint64_t longest_line;		/* bytes of output without a LF */
	bool has_word;			/* a letter or digit was seen */
	/* what a cut left open */
	unsigned char carry[4];
	unsigned carry_len;
	uint64_t line;
	bool started;
	bool after_cr;
};

void repair_init(struct repair *r);

/* Appends what can be told of the next bytes; the rest is carried. */
void repair_feed(struct repair *r, struct str bytes, struct buf *out);

/* No more bytes: what is carried is ill-formed. */
void repair_end(struct repair *r, struct buf *out);

/* A short string in one go: a title, an argument, a note. Returns U+FFFD put in. */
uint64_t repair_string(struct str bytes, struct buf *out);

#endif
