/* SPDX-License-Identifier: MIT */
#ifndef FORMAT_MARK_H
#define FORMAT_MARK_H

#include <stdint.h>

#include "base/arena.h"
#include "format/format.h"
#include "text/position.h"

/*
 * A mark: one annotation with what surrounds it, as plain data, and the columns
 * under which it is listed and exported. Names, order and meaning of the
 * columns are a promise to other programs (gloss(1), CSV COLUMNS).
 */

struct mark_part {
	struct position start, end;
};

struct mark {
	uint32_t id, doc;
	struct str title, source, published;
	struct str label, text, entity;
	struct str value, value_low, value_high, unit;
	struct str note;
	struct str before, after;	/* up to 32 code points of context */
	const struct mark_part *parts;	/* in order, at least one */
	size_t n_parts;
	struct str author, origin;
	int64_t created, updated;	/* milliseconds since 1970 */
	struct str uid;
};

#define MARK_CONTEXT 32			/* code points of before and after */
#define MARK_N_COLUMNS 28

extern const struct column mark_columns[MARK_N_COLUMNS];

/* Index in mark_columns, or MARK_N_COLUMNS if no column has the name. */
size_t mark_find_column(struct str name);

/* The values under all columns, in their order; texts borrowed or in the arena. */
void mark_fields(const struct mark *m, struct arena *arena, struct field *fields);

#endif
