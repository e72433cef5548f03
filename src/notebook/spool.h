/* SPDX-License-Identifier: MIT */
#ifndef NOTEBOOK_SPOOL_H
#define NOTEBOOK_SPOOL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/digest.h"
#include "base/error.h"
#include "text/position.h"
#include "text/repair.h"

/*
 * A text on its way into the notebook: read once from a descriptor, repaired,
 * hashed, measured, and kept in a nameless temporary file, so that a gigabyte
 * takes no memory and the write transaction waits for no pipe.
 */

#define SPOOL_MAX ((uint64_t)1 << 30)	/* bytes of a text */
#define SPOOL_HEAD 4096			/* bytes kept at hand, for the title */

/* One for each POSITION_STEP bytes: where the piece begins, and its CRC-32C. */
struct checkpoint {
	struct position at;
	uint32_t crc;
};

struct spool {
	int fd;
	uint64_t size;
	struct position end;		/* totals: code points, line feeds */
	struct digest digest;
	struct repair repair;		/* what was found and mended */
	struct buf head;
	struct {
		struct checkpoint *p;
		size_t n, cap;
	} checkpoints;
};

/*
 * Reads all of fd; name is for messages. Refused: an empty text, a binary one
 * (a NUL without a UTF-16 byte order mark), one over SPOOL_MAX.
 */
bool spool_read(struct spool *s, int fd, const char *name, struct error *err);
void spool_release(struct spool *s);

/* Copies the text to where it is wanted, s->size bytes. */
bool spool_copy(const struct spool *s, char *to, struct error *err);

#endif
