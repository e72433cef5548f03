/* SPDX-License-Identifier: MIT */
#ifndef NOTEBOOK_SPAN_INDEX_H
#define NOTEBOOK_SPAN_INDEX_H

#include <stdbool.h>
#include <stdint.h>

#include "notebook/notebook.h"
#include "store/table.h"
#include "text/span.h"

/*
 * Which annotations touch a stretch of a document, without reading the others.
 *
 * A row for each part of each annotation, keyed (document, start, annotation).
 * Parts longer than SPAN_INDEX_LONG bytes are in a table of their own, so that
 * a look at a stretch begins at most that far before it, plus the few long ones.
 */

#define SPAN_INDEX_LONG 4096

struct span_row {
	uint32_t document;
	uint32_t annotation;
	uint32_t label;
	struct span span;
};

bool span_index_put(struct writer *w, const struct span_row *row, struct error *err);
bool span_index_delete(struct writer *w, const struct span_row *row, struct error *err);

/*
 * Rows that share a byte with the stretch (or, if it is empty, hold the byte
 * there), short ones by start, then long ones by start.
 */
struct span_walk {
	const struct reader *r;
	uint32_t document;
	struct span stretch;
	bool long_ones;
	struct cursor cursor;
	struct error error;
};

void span_walk_open(struct span_walk *s, const struct reader *r, uint32_t document,
                    struct span stretch);
bool span_walk_next(struct span_walk *s, struct span_row *row);
bool span_walk_close(struct span_walk *s, struct error *err);

/* Decodes a row of either table, for check. */
bool span_index_decode(struct str key, struct str content, struct span_row *row);

/* Finds the row of one part; *found tells. Its end and label are then filled in. */
bool span_index_find(const struct reader *r, struct span_row *row, bool *found,
                     struct error *err);

#endif
