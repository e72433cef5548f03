/* SPDX-License-Identifier: MIT */
#include "notebook/record.h"

struct str *
record_field(struct record_fields fields, void *object, size_t i)
{
	return (struct str *)((char *)object + fields.p[i].offset);
}

void
record_clear(struct record_fields fields, void *object)
{
	for (size_t i = 0; i < fields.n; i++)
		*record_field(fields, object, i) = STR_EMPTY;
}

void
record_encode(struct record_fields fields, const void *object, struct buf *out)
{
	for (size_t i = 0; i < fields.n; i++)
		codec_add_field(out, fields.p[i].tag,
		                *(const struct str *)((const char *)object + fields.p[i].offset));
}

bool
record_decode(struct record_fields fields, void *object, const struct codec_field *f)
{
	for (size_t i = 0; i < fields.n; i++) {
		if (fields.p[i].tag != f->tag)
			continue;
		*record_field(fields, object, i) = f->value;
		return true;
	}
	return false;
}

void
record_keep(struct record_fields fields, void *object, struct arena *arena)
{
	for (size_t i = 0; i < fields.n; i++) {
		struct str *s = record_field(fields, object, i);
		*s = arena_str(arena, *s);
	}
}
