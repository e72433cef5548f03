/* SPDX-License-Identifier: MIT */
#ifndef NOTEBOOK_OBJECT_H
#define NOTEBOOK_OBJECT_H

#include <stdbool.h>
#include <stdint.h>

#include "notebook/notebook.h"

/*
 * Objects: documents, annotations and labels, and the one door by which they
 * change. Going through it keeps the derived tables and the journal in step,
 * and makes undo the same act as the change itself.
 *
 * An object's record is the number of the journal entry that changed it last,
 * then its image: the bytes its module encodes. An absent object has no image.
 */

enum object_kind {
	OBJECT_DOCUMENT,
	OBJECT_ANNOTATION,
	OBJECT_LABEL,
	OBJECT_N,
};

struct image {
	bool exists;
	struct str bytes;
};

#define IMAGE_ABSENT ((struct image){ false, STR_EMPTY })

static inline struct image
image_of(struct str bytes)
{
	return (struct image){ true, bytes };
}

static inline bool
image_eq(struct image a, struct image b)
{
	return a.exists == b.exists && (!a.exists || str_eq(a.bytes, b.bytes));
}

/* The name on the disk, and back; false if there is no such kind. */
struct str object_kind_name(enum object_kind kind);
bool object_kind_find(struct str name, enum object_kind *kind);

/* The image, borrowed until the transaction ends or, in a writer, its next write. */
bool object_get(const struct reader *r, enum object_kind kind, uint32_t number,
                struct image *image, struct error *err);

/* Image and last journal entry out of a record's content; false if it is too short. */
bool object_split(struct str content, struct str *image, uint64_t *entry);

/*
 * Makes image the state of the object, absent meaning to remove it, and
 * journals the change. Nothing happens if that is its state already. The bytes
 * may not be borrowed from the writer.
 */
bool object_put(struct writer *w, enum object_kind kind, uint32_t number, struct image image,
                struct error *err);

/* The table whose key is the object's number. */
unsigned object_table(enum object_kind kind);

#endif
