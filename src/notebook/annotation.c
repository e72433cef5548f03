/* SPDX-License-Identifier: MIT */
#include "notebook/annotation.h"

#include <stddef.h>

#include "base/clock.h"
#include "notebook/counter.h"
#include "notebook/number.h"
#include "notebook/record.h"
#include "notebook/schema.h"
#include "notebook/span_index.h"
#include "store/table.h"
#include "text/segment.h"
#include "text/utf8.h"

static const struct record_field strings[] = {
	{ 'q', offsetof(struct annotation, quote) },
	{ 'e', offsetof(struct annotation, entity) },
	{ 'v', offsetof(struct annotation, value.text) },
	{ '<', offsetof(struct annotation, value.low) },
	{ '>', offsetof(struct annotation, value.high) },
	{ 'u', offsetof(struct annotation, value.unit) },
	{ 'n', offsetof(struct annotation, note) },
	{ 'a', offsetof(struct annotation, author) },
	{ 'o', offsetof(struct annotation, origin) },
};

enum {
	FIELD_UID = 'i', FIELD_DOCUMENT = 'd', FIELD_LABEL = 'l', FIELD_PARTS = 'p',
	FIELD_CREATED = 'c', FIELD_UPDATED = 'm',
};

#define STRINGS RECORD_FIELDS(strings)

static void
encode(const struct annotation *a, struct buf *out)
{
	struct buf parts = BUF_INIT;

	codec_add_field(out, FIELD_UID, uid_str(&a->uid));
	codec_add_field_number(out, FIELD_DOCUMENT, a->document);
	codec_add_field_number(out, FIELD_LABEL, a->label);
	for (size_t i = 0; i < a->n_parts; i++) {
		codec_add_number(&parts, a->parts[i].start);
		codec_add_number(&parts, a->parts[i].end);
	}
	codec_add_field(out, FIELD_PARTS, buf_str(&parts));
	record_encode(STRINGS, a, out);
	codec_add_field_number(out, FIELD_CREATED, (uint64_t)a->created);
	codec_add_field_number(out, FIELD_UPDATED, (uint64_t)a->updated);
	buf_release(&parts);
}

static bool
decode_parts(struct str in, struct arena *arena, struct annotation *a)
{
	/* Each number takes at least a byte. */
	struct span *parts = arena_alloc(arena, (in.len / 2 + 1) * sizeof(*parts));
	uint64_t start, end, last = 0;

	a->parts = parts;
	while (in.len > 0) {
		if (!codec_take_number(&in, &start) || !codec_take_number(&in, &end) ||
		    start < last || end < start || end > SPOOL_MAX)
			return false;
		parts[a->n_parts++] = (struct span){ start, end };
		last = end;
	}
	return true;
}

static bool
decode_number(const struct codec_field *f, struct annotation *a)
{
	uint64_t n;

	if (!codec_number(f, &n))
		return false;
	switch (f->tag) {
	case FIELD_DOCUMENT:
		a->document = (uint32_t)n;
		return true;
	case FIELD_LABEL:
		a->label = (uint32_t)n;
		return true;
	case FIELD_CREATED:
		a->created = (int64_t)n;
		return true;
	case FIELD_UPDATED:
		a->updated = (int64_t)n;
		return true;
	}
	return false;
}

static bool
decode_field(const struct codec_field *f, struct arena *arena, struct annotation *a)
{
	if (record_decode(STRINGS, a, f))
		return true;
	if (f->tag == FIELD_PARTS)
		return decode_parts(f->value, arena, a);
	if (f->tag != FIELD_UID)
		return decode_number(f, a);
	if (f->value.len != UID_SIZE)
		return false;
	memcpy(a->uid.bytes, f->value.p, UID_SIZE);
	return true;
}

static bool
decode_image(struct str image, struct arena *arena, struct annotation *a)
{
	struct codec_field f;
	bool damaged = false;

	*a = (struct annotation){ 0 };
	record_clear(STRINGS, a);
	while (codec_next(&image, &f, &damaged))
		damaged |= !decode_field(&f, arena, a);
	return !damaged && a->n_parts > 0;
}

bool
annotation_decode(struct str key, struct str content, struct arena *arena, struct annotation *a)
{
	struct str image;
	uint64_t entry;
	uint32_t number;

	if (!key_take_u32(&key, &number) || !object_split(content, &image, &entry) ||
	    !decode_image(image, arena, a))
		return false;
	a->number = number;
	return true;
}

static bool
senseless(uint32_t number, struct error *err)
{
	return error_set(err, ERROR_CORRUPT, "the record of annotation %u makes no sense", number);
}

static bool
get_borrowed(const struct reader *r, uint32_t number, struct arena *arena,
             struct annotation *a, struct error *err)
{
	struct image image;

	if (!object_get(r, OBJECT_ANNOTATION, number, &image, err))
		return false;
	if (!image.exists)
		return error_set(err, ERROR_NOT_FOUND, "there is no annotation %u", number);
	if (!decode_image(image.bytes, arena, a))
		return senseless(number, err);
	a->number = number;
	return true;
}

bool
annotation_get(const struct reader *r, uint32_t number, struct arena *arena,
               struct annotation *a, struct error *err)
{
	if (!get_borrowed(r, number, arena, a, err))
		return false;
	record_keep(STRINGS, a, arena);
	return true;
}

void
annotation_walk_open(struct annotation_walk *walk, const struct reader *r)
{
	struct key all = { .len = 0 };

	*walk = (struct annotation_walk){ .arena = ARENA_INIT };
	cursor_open(&walk->cursor, &r->txn, TABLE_ANNOTATIONS, CURSOR_UP, &all, &all);
}

bool
annotation_walk_next(struct annotation_walk *walk, struct annotation *a)
{
	struct str key, content;

	arena_reset(&walk->arena);
	if (walk->error.code != ERROR_NONE || !cursor_next(&walk->cursor, &key, &content))
		return false;
	return annotation_decode(key, content, &walk->arena, a) ||
	       error_set(&walk->error, ERROR_CORRUPT,
	                 "the record of an annotation makes no sense");
}

bool
annotation_walk_close(struct annotation_walk *walk, struct error *err)
{
	bool ok = cursor_close(&walk->cursor, err);

	arena_release(&walk->arena);
	if (walk->error.code == ERROR_NONE)
		return ok;
	*err = walk->error;
	return false;
}

/* Offsets as people know them; a place that cannot be converted is shown in bytes. */
static uint32_t
chr_of(const struct body *body, size_t byte)
{
	struct position p;
	struct error ignored;

	while (!utf8_is_border(body->text, byte))
		byte--;
	return body_position(body, byte, &p, &ignored) ? p.chr : (uint32_t)byte;
}

static bool
check_border(const struct body *body, size_t byte, struct error *err)
{
	if (utf8_is_border(body->text, byte) && segment_is_grapheme_border(body->text, byte))
		return true;
	struct span whole = { byte, byte };
	while (!utf8_is_border(body->text, whole.start))
		whole.start--;
	while (!utf8_is_border(body->text, whole.end))
		whole.end++;
	whole = segment_widen(body->text, whole);
	if (!utf8_is_border(body->text, byte))
		return error_set(err, ERROR_CONFLICT,
		                 "byte %zu is inside the character at bytes %zu:%zu: move it to one of its "
		                 "ends", byte, whole.start, whole.end);
	return error_set(err, ERROR_CONFLICT,
	                 "offset %u is inside the character at %u:%u: move it to one of its ends",
	                 chr_of(body, byte), chr_of(body, whole.start), chr_of(body, whole.end));
}

static bool
check_part(const struct body *body, struct span part, size_t least, struct error *err)
{
	if (part.end > body->text.len)
		return error_set(err, ERROR_LIMIT, "the span ends outside the document, which has %u "
		                 "characters", chr_of(body, body->text.len));
	if (part.start == part.end)
		return error_set(err, ERROR_CONFLICT, "the span at %u is empty",
		                 chr_of(body, part.start));
	if (part.start > part.end)
		return error_set(err, ERROR_CONFLICT, "the span ends before it starts");
	if (part.start < least)
		return error_set(err, ERROR_CONFLICT,
		                 "the part that starts at %u overlaps the one before it, or is out of order",
		                 chr_of(body, part.start));
	return check_border(body, part.start, err) && check_border(body, part.end, err);
}

bool
annotation_set_parts(struct annotation *a, const struct body *body, const struct span *parts,
                     size_t n_parts, struct arena *arena, struct error *err)
{
	struct buf quote = BUF_INIT;
	size_t end = 0;
	bool ok = true;

	if (n_parts == 0 || n_parts > ANNOTATION_PARTS_MAX)
		return error_set(err, ERROR_LIMIT, "an annotation has 1 to %d parts, not %zu",
		                 ANNOTATION_PARTS_MAX, n_parts);
	for (size_t i = 0; ok && i < n_parts; i++) {
		ok = check_part(body, parts[i], end, err);
		if (ok && quote.len + (parts[i].end - parts[i].start) > ANNOTATION_QUOTE_MAX)
			ok = error_set(err, ERROR_LIMIT, "the span has more than %zu bytes: tag it in parts",
			               ANNOTATION_QUOTE_MAX);
		if (!ok)
			break;
		if (i > 0)
			buf_add_char(&quote, ' ');
		buf_add_str(&quote, body_slice(body, parts[i]));
		end = parts[i].end;
	}
	if (ok) {
		struct span *copy = arena_alloc(arena, n_parts * sizeof(*copy));
		memcpy(copy, parts, n_parts * sizeof(*copy));
		a->parts = copy;
		a->n_parts = n_parts;
		a->quote = arena_str(arena, buf_str(&quote));
	}
	buf_release(&quote);
	return ok;
}

static bool
same_place(const struct annotation *a, const struct annotation *b)
{
	if (a->document != b->document || a->label != b->label || a->n_parts != b->n_parts)
		return false;
	for (size_t i = 0; i < a->n_parts; i++)
		if (!span_eq(a->parts[i], b->parts[i]))
			return false;
	return true;
}

bool
annotation_find_same(const struct reader *r, const struct annotation *a, uint32_t *number,
                     struct error *err)
{
	struct key from = { .len = 0 }, to;
	struct arena arena = ARENA_INIT;
	struct annotation other;
	struct str key, content;
	struct cursor c;
	bool ok = true;

	/* All that begin where it begins; its first part tells the table. */
	size_t len = a->parts[0].end - a->parts[0].start;
	key_add_u32(&from, a->document);
	key_add_u32(&from, (uint32_t)a->parts[0].start);
	to = key_after(&from);
	*number = 0;
	cursor_open(&c, &r->txn, len > SPAN_INDEX_LONG ? TABLE_LONG_SPANS : TABLE_SPANS, CURSOR_UP,
	            &from, &to);
	while (ok && *number == 0 && cursor_next(&c, &key, &content)) {
		struct span_row row;
		if (!span_index_decode(key, content, &row)) {
			ok = error_set(err, ERROR_CORRUPT, "a row of the span index makes no sense");
		} else if (row.annotation != a->number && row.label == a->label &&
		           row.span.end == a->parts[0].end) {
			ok = get_borrowed(r, row.annotation, &arena, &other, err);
			if (ok && same_place(a, &other))
				*number = row.annotation;
		}
	}
	arena_release(&arena);
	return cursor_close(&c, ok ? err : &(struct error){ 0 }) && ok;
}

static bool
put(struct writer *w, const struct annotation *a, struct error *err)
{
	struct buf image = BUF_INIT;

	encode(a, &image);
	bool ok = object_put(w, OBJECT_ANNOTATION, a->number, image_of(buf_str(&image)), err);
	buf_release(&image);
	return ok;
}

bool
annotation_add(struct writer *w, struct annotation *a, struct error *err)
{
	if (!number_next(w, NUMBER_ANNOTATION, &a->number, err))
		return false;
	a->uid = uid_new('a', a->number);
	a->author = w->origin.author;
	if (a->origin.len == 0)
		a->origin = STR("hand");
	a->created = a->updated = clock_now();
	return put(w, a, err);
}

bool
annotation_put(struct writer *w, struct annotation *a, struct error *err)
{
	struct buf image = BUF_INIT;
	struct image before;
	bool ok;

	if (!object_get(&w->reader, OBJECT_ANNOTATION, a->number, &before, err))
		return false;
	encode(a, &image);
	if (image_eq(before, image_of(buf_str(&image)))) {
		ok = true;
	} else {
		a->updated = clock_now();
		ok = put(w, a, err);
	}
	buf_release(&image);
	return ok;
}

bool
annotation_remove(struct writer *w, uint32_t number, struct error *err)
{
	struct image image;

	if (!object_get(&w->reader, OBJECT_ANNOTATION, number, &image, err))
		return false;
	if (!image.exists)
		return error_set(err, ERROR_NOT_FOUND, "there is no annotation %u", number);
	return object_put(w, OBJECT_ANNOTATION, number, IMAGE_ABSENT, err);
}

/* Span rows and counters that one image of an annotation calls for. */
static bool
index_image(struct writer *w, uint32_t number, struct image image, bool put_it, struct error *err)
{
	struct arena arena = ARENA_INIT;
	struct annotation a;
	bool ok;

	if (!image.exists)
		return true;
	ok = decode_image(image.bytes, &arena, &a) || senseless(number, err);
	for (size_t i = 0; ok && i < a.n_parts; i++) {
		struct span_row row = { a.document, number, a.label, a.parts[i] };
		ok = put_it ? span_index_put(w, &row, err) : span_index_delete(w, &row, err);
	}
	ok = ok && counter_change(w, a.document, a.label, put_it ? 1 : -1, err);
	arena_release(&arena);
	return ok;
}

bool
annotation_reindex(struct writer *w, uint32_t number, struct image before, struct image after,
                   struct error *err)
{
	return index_image(w, number, before, false, err) &&
	       index_image(w, number, after, true, err);
}
