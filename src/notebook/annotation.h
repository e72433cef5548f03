/* SPDX-License-Identifier: MIT */
#ifndef NOTEBOOK_ANNOTATION_H
#define NOTEBOOK_ANNOTATION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "notebook/body.h"
#include "notebook/object.h"
#include "notebook/uid.h"
#include "store/table.h"
#include "text/span.h"
#include "text/value.h"

/*
 * Annotations: a label on a span of one document. A span has one or more
 * parts, in order, apart from each other, each beginning and ending at a
 * grapheme border. The quote is the parts' text joined by a blank; for one
 * part, text[start:end] is the quote, and gloss check proves it.
 */

#define ANNOTATION_QUOTE_MAX ((size_t)1 << 20)	/* bytes of a quote */
#define ANNOTATION_PARTS_MAX 64
#define ANNOTATION_NOTE_MAX ((size_t)64 << 10)	/* bytes of a note; value and entity too */

struct annotation {
	uint32_t number;
	uint32_t document;
	uint32_t label;
	struct uid uid;
	const struct span *parts;
	size_t n_parts;
	struct str quote;
	struct str entity;
	struct value value;
	struct str note;
	struct str author;
	struct str origin;	/* "hand", "rule" or "import" */
	int64_t created;	/* milliseconds since 1970 */
	int64_t updated;
};

/* From the start of the first part to the end of the last. */
static inline struct span
annotation_outer(const struct annotation *a)
{
	return (struct span){ a->parts[0].start, a->parts[a->n_parts - 1].end };
}

bool annotation_get(const struct reader *r, uint32_t number, struct arena *arena,
                    struct annotation *a, struct error *err);

/* Decodes a record of TABLE_ANNOTATIONS: strings are borrowed from it, parts live in the arena. */
bool annotation_decode(struct str key, struct str content, struct arena *arena,
                       struct annotation *a);

/*
 * All annotations by number: open, next until false, close, which is always
 * called and tells whether all went well. What is handed out is borrowed until
 * the next step.
 */
struct annotation_walk {
	struct cursor cursor;
	struct arena arena;
	struct error error;
};

void annotation_walk_open(struct annotation_walk *walk, const struct reader *r);
bool annotation_walk_next(struct annotation_walk *walk, struct annotation *a);
bool annotation_walk_close(struct annotation_walk *walk, struct error *err);

/*
 * Sets the parts and the quote they cut out of the text. Refused: no part, an
 * empty or reversed one, one out of order or outside the text (offsets in code
 * points in the message), one that begins or ends inside a grapheme cluster,
 * more than the limits above.
 */
bool annotation_set_parts(struct annotation *a, const struct body *body,
                          const struct span *parts, size_t n_parts, struct arena *arena,
                          struct error *err);

/* Another one with the same label on the same parts; *number 0 if there is none. */
bool annotation_find_same(const struct reader *r, const struct annotation *a, uint32_t *number,
                          struct error *err);

/* Stores a new one: number, id, author, origin and times are given here. */
bool annotation_add(struct writer *w, struct annotation *a, struct error *err);

/* Writes a changed one; its time of change becomes now if anything differs. */
bool annotation_put(struct writer *w, struct annotation *a, struct error *err);

/* ERROR_NOT_FOUND if there is none. */
bool annotation_remove(struct writer *w, uint32_t number, struct error *err);

/* Called by object.c. */
bool annotation_reindex(struct writer *w, uint32_t number, struct image before,
                        struct image after, struct error *err);

#endif
