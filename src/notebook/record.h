/* SPDX-License-Identifier: MIT */
#ifndef NOTEBOOK_RECORD_H
#define NOTEBOOK_RECORD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "store/codec.h"

/*
 * The struct str fields of an object, as rows: which letter stands for each in
 * the object's image, and where it is in the struct. A letter is never given
 * another meaning. Fields that are empty are not written.
 */

struct record_field {
	unsigned char tag;
	size_t offset;		/* of a struct str */
};

struct record_fields {
	const struct record_field *p;
	size_t n;
};

#define RECORD_FIELDS(rows) ((struct record_fields){ rows, sizeof(rows) / sizeof((rows)[0]) })

/* The i-th field of an object. */
struct str *record_field(struct record_fields fields, void *object, size_t i);

/* All fields empty. */
void record_clear(struct record_fields fields, void *object);
void record_encode(struct record_fields fields, const void *object, struct buf *out);

/* Whether the field is one of these; it is then set, borrowed from the image. */
bool record_decode(struct record_fields fields, void *object, const struct codec_field *f);

/* Copies what the fields borrow into the arena. */
void record_keep(struct record_fields fields, void *object, struct arena *arena);

#endif
