/* SPDX-License-Identifier: MIT */
#include "notebook/document.h"

#include <stddef.h>

#include "base/clock.h"
#include "base/day.h"
#include "base/vec.h"
#include "notebook/annotation.h"
#include "notebook/number.h"
#include "notebook/record.h"
#include "notebook/schema.h"
#include "notebook/span_index.h"
#include "text/value.h"

static const struct record_field strings[] = {
	{ 't', offsetof(struct document, title) },
	{ 'p', offsetof(struct document, path) },
	{ 'u', offsetof(struct document, url) },
	{ 'a', offsetof(struct document, author) },
	{ 'd', offsetof(struct document, published) },
	{ 'y', offsetof(struct document, type) },
};

enum {
	FIELD_UID = 'i', FIELD_DIGEST = 'h', FIELD_STATUS = 's', FIELD_ADDED = 'w',
	FIELD_BYTES = 'b', FIELD_CHARS = 'c', FIELD_LINES = 'l', FIELD_REVISES = 'r',
	FIELD_REVISED_BY = 'n',
};

#define STRINGS RECORD_FIELDS(strings)

static const char *const status_names[] = {
	[DOCUMENT_TODO] = "todo",
	[DOCUMENT_DOING] = "doing",
	[DOCUMENT_DONE] = "done",
};

struct str
document_source(const struct document *d)
{
	return d->url.len ? d->url : d->path;
}

const char *
document_status_name(const struct document *d)
{
	return d->revised_by ? "old" : status_names[d->status];
}

bool
document_status_parse(struct str s, enum document_status *status)
{
	for (unsigned i = 0; i < sizeof(status_names) / sizeof(status_names[0]); i++) {
		if (!str_eq(s, str_from(status_names[i])))
			continue;
		*status = (enum document_status)i;
		return true;
	}
	return false;
}

static void
encode(const struct document *d, struct buf *out)
{
	codec_add_field(out, FIELD_UID, uid_str(&d->uid));
	codec_add_field(out, FIELD_DIGEST, (struct str){ (const char *)d->digest.bytes, DIGEST_SIZE });
	record_encode(STRINGS, d, out);
	codec_add_field(out, FIELD_STATUS, str_from(status_names[d->status]));
	codec_add_field_number(out, FIELD_ADDED, (uint64_t)d->added);
	codec_add_field_number(out, FIELD_BYTES, d->bytes);
	codec_add_field_number(out, FIELD_CHARS, d->chars);
	codec_add_field_number(out, FIELD_LINES, d->lines);
	codec_add_field_number(out, FIELD_REVISES, d->revises);
	codec_add_field_number(out, FIELD_REVISED_BY, d->revised_by);
}

static bool
decode_bytes(const struct codec_field *f, unsigned char *to, size_t size)
{
	if (f->value.len != size)
		return false;
	memcpy(to, f->value.p, size);
	return true;
}

static bool
decode_number(const struct codec_field *f, struct document *d)
{
	uint64_t n;

	if (!codec_number(f, &n))
		return false;
	switch (f->tag) {
	case FIELD_ADDED:
		d->added = (int64_t)n;
		return true;
	case FIELD_BYTES:
		d->bytes = n;
		return true;
	case FIELD_CHARS:
		d->chars = n;
		return true;
	case FIELD_LINES:
		d->lines = n;
		return true;
	case FIELD_REVISES:
		d->revises = (uint32_t)n;
		return true;
	case FIELD_REVISED_BY:
		d->revised_by = (uint32_t)n;
		return true;
	}
	return false;
}

static bool
decode_field(const struct codec_field *f, struct document *d)
{
	if (record_decode(STRINGS, d, f))
		return true;
	switch (f->tag) {
	case FIELD_UID:
		return decode_bytes(f, d->uid.bytes, UID_SIZE);
	case FIELD_DIGEST:
		return decode_bytes(f, d->digest.bytes, DIGEST_SIZE);
	case FIELD_STATUS:
		return document_status_parse(f->value, &d->status);
	}
	return decode_number(f, d);
}

bool
document_decode_image(struct str image, struct document *d)
{
	struct codec_field f;
	bool damaged = false;

	*d = (struct document){ .status = DOCUMENT_TODO };
	record_clear(STRINGS, d);
	while (codec_next(&image, &f, &damaged))
		damaged |= !decode_field(&f, d);
	return !damaged;
}

bool
document_decode(struct str key, struct str content, struct document *d)
{
	struct str image;
	uint64_t entry;
	uint32_t number;

	if (!key_take_u32(&key, &number) || !object_split(content, &image, &entry) ||
	    !document_decode_image(image, d))
		return false;
	d->number = number;
	return true;
}

bool
document_get(const struct reader *r, uint32_t number, struct arena *arena, struct document *d,
             struct error *err)
{
	struct image image;

	if (!object_get(r, OBJECT_DOCUMENT, number, &image, err))
		return false;
	if (!image.exists)
		return error_set(err, ERROR_NOT_FOUND, "there is no document %u", number);
	if (!document_decode_image(image.bytes, d))
		return error_set(err, ERROR_CORRUPT, "the record of document %u makes no sense", number);
	d->number = number;
	record_keep(STRINGS, d, arena);
	return true;
}

void
document_walk_open(struct document_walk *walk, const struct reader *r)
{
	struct key all = { .len = 0 };

	*walk = (struct document_walk){ .error.code = ERROR_NONE };
	cursor_open(&walk->cursor, &r->txn, TABLE_DOCUMENTS, CURSOR_UP, &all, &all);
}

bool
document_walk_next(struct document_walk *walk, struct document *d)
{
	struct str key, content;

	if (walk->error.code != ERROR_NONE || !cursor_next(&walk->cursor, &key, &content))
		return false;
	return document_decode(key, content, d) ||
	       error_set(&walk->error, ERROR_CORRUPT, "the record of a document makes no sense");
}

bool
document_walk_close(struct document_walk *walk, struct error *err)
{
	bool ok = cursor_close(&walk->cursor, err);

	if (walk->error.code == ERROR_NONE)
		return ok;
	*err = walk->error;
	return false;
}

bool
document_set_published(struct document *d, struct str published, struct arena *arena,
                       struct error *err)
{
	struct value value = { STR_EMPTY, STR_EMPTY, STR_EMPTY, STR_EMPTY };
	struct error ignored;
	int32_t first;

	if (published.len > 0 && (!value_parse(published, arena, &value, &ignored) ||
	                          !day_parse(value.low, &first)))
		return error_set(err, ERROR_USAGE,
		                 "published is a day such as 2026-11-22, or 2026-11, 2026-Q3, 2026, "
		                 "not '%.*s'", STR_ARG(published));
	d->published = value.text;
	return true;
}

bool
document_body(const struct reader *r, const struct document *d, struct body *body,
              struct error *err)
{
	return body_open(body, r, &d->digest, err) || error_add(err, "document %u", d->number);
}

static struct key
digest_key(const struct digest *digest)
{
	struct key k = { .len = 0 };

	key_add_bytes(&k, digest->bytes, DIGEST_SIZE);
	return k;
}

/*
 * The last document whose row in a table of (hash, document) has the hash; if
 * newest, none that was revised, as a source can be given to another later.
 */
static bool
find_by_hash(const struct reader *r, unsigned table, const struct digest *digest, bool newest,
             uint32_t *number, struct error *err)
{
	struct key from = digest_key(digest), to = key_after(&from);
	struct arena arena = ARENA_INIT;
	struct document d;
	struct str key, content;
	struct cursor c;
	bool found = false, ok = true;

	cursor_open(&c, &r->txn, table, CURSOR_DOWN, &from, &to);
	while (ok && !found && cursor_next(&c, &key, &content)) {
		key = str_skip(key, DIGEST_SIZE);
		found = key_take_u32(&key, number);
		if (newest && found) {
			ok = document_get(r, *number, &arena, &d, err);
			found = ok && d.revised_by == 0;
		}
	}
	if (!found)
		*number = 0;
	arena_release(&arena);
	return cursor_close(&c, ok ? err : &(struct error){ 0 }) && ok;
}

bool
document_find_content(const struct reader *r, const struct digest *digest, uint32_t *number,
                      struct error *err)
{
	return find_by_hash(r, TABLE_CONTENTS, digest, false, number, err);
}

size_t
document_origins(const struct document *d, struct digest origins[DOCUMENT_ORIGINS])
{
	size_t n = 0;

	if (d->url.len > 0)
		origins[n++] = digest_of(d->url);
	if (d->path.len > 0 && !str_eq(d->path, d->url))
		origins[n++] = digest_of(d->path);
	return n;
}

bool
document_find_origin(const struct reader *r, const struct document *d, uint32_t *number,
                     struct error *err)
{
	return document_find_source(r, d->url, number, err) &&
	       (*number != 0 || document_find_source(r, d->path, number, err));
}

bool
document_find_source(const struct reader *r, struct str source, uint32_t *number,
                     struct error *err)
{
	struct digest digest = digest_of(source);

	*number = 0;
	return source.len == 0 || find_by_hash(r, TABLE_SOURCES, &digest, true, number, err);
}

static bool
check_lengths(const struct document *d, struct error *err)
{
	struct document copy = *d;

	for (size_t i = 0; i < STRINGS.n; i++)
		if (record_field(STRINGS, &copy, i)->len > DOCUMENT_FIELD_MAX)
			return error_set(err, ERROR_LIMIT,
			                 "title, author, address and path have at most %zu bytes each; one has %zu",
			                 DOCUMENT_FIELD_MAX, record_field(STRINGS, &copy, i)->len);
	return true;
}

bool
document_put(struct writer *w, const struct document *d, struct error *err)
{
	struct buf image = BUF_INIT;

	if (!check_lengths(d, err))
		return false;
	encode(d, &image);
	bool ok = object_put(w, OBJECT_DOCUMENT, d->number, image_of(buf_str(&image)), err);
	buf_release(&image);
	return ok;
}

/* Says in one document which one revises it, 0 for none. */
static bool
set_revised_by(struct writer *w, uint32_t number, uint32_t by, struct error *err)
{
	struct arena arena = ARENA_INIT;
	struct document d;

	bool ok = document_get(&w->reader, number, &arena, &d, err);
	if (ok) {
		d.revised_by = by;
		ok = document_put(w, &d, err);
	}
	arena_release(&arena);
	return ok;
}

bool
document_add(struct writer *w, struct document *d, const struct spool *spool,
             struct error *err)
{
	if (!document_find_origin(&w->reader, d, &d->revises, err) ||
	    !number_next(w, NUMBER_DOCUMENT, &d->number, err) || !body_put(w, spool, err))
		return false;
	d->uid = uid_new('d', d->number);
	d->digest = spool->digest;
	d->added = clock_now();
	d->bytes = spool->size;
	d->chars = spool->end.chr;
	d->lines = spool->end.line;
	return document_put(w, d, err) &&
	       (d->revises == 0 || set_revised_by(w, d->revises, d->number, err));
}

static bool
collect_annotations(const struct reader *r, const struct document *d, uint32_t **numbers,
                    size_t *n, struct error *err)
{
	VEC(uint32_t) found = VEC_INIT;
	struct span_walk walk;
	struct span_row row;

	span_walk_open(&walk, r, d->number, (struct span){ 0, d->bytes });
	while (span_walk_next(&walk, &row))
		vec_push(&found, row.annotation);
	*numbers = found.p;
	*n = found.n;
	return span_walk_close(&walk, err);
}

static bool
remove_annotations(struct writer *w, const struct document *d, uint64_t *removed,
                   struct error *err)
{
	uint32_t *numbers;
	size_t n;
	bool ok = collect_annotations(&w->reader, d, &numbers, &n, err);
	struct image image;

	*removed = 0;
	for (size_t i = 0; ok && i < n; i++) {
		/* One with several parts is met several times. */
		ok = object_get(&w->reader, OBJECT_ANNOTATION, numbers[i], &image, err);
		if (ok && image.exists) {
			ok = object_put(w, OBJECT_ANNOTATION, numbers[i], IMAGE_ABSENT, err);
			++*removed;
		}
	}
	mem_free(numbers);
	return ok;
}

bool
document_remove(struct writer *w, uint32_t number, uint64_t *n_annotations, struct error *err)
{
	struct arena arena = ARENA_INIT;
	struct document d, newer;
	bool ok = document_get(&w->reader, number, &arena, &d, err) &&
	          remove_annotations(w, &d, n_annotations, err);

	/* What it revised is revised by its successor, or by nothing; the chain closes. */
	if (ok && d.revises)
		ok = set_revised_by(w, d.revises, d.revised_by, err);
	if (ok && d.revised_by) {
		ok = document_get(&w->reader, d.revised_by, &arena, &newer, err);
		newer.revises = d.revises;
		ok = ok && document_put(w, &newer, err);
	}
	ok = ok && object_put(w, OBJECT_DOCUMENT, number, IMAGE_ABSENT, err);
	arena_release(&arena);
	return ok;
}

static bool
index_hash(struct writer *w, unsigned table, const struct digest *digest, uint32_t number,
           bool put, struct error *err)
{
	struct key k = digest_key(digest);

	key_add_u32(&k, number);
	return put ? table_put(&w->txn, table, &k, STR_EMPTY, err)
	           : table_delete(&w->txn, table, &k, err);
}

/* Rows of the hash tables that one image of a document calls for. */
static bool
index_image(struct writer *w, uint32_t number, struct image image, bool put, struct error *err)
{
	struct digest origins[DOCUMENT_ORIGINS];
	struct document d;

	if (!image.exists)
		return true;
	if (!document_decode_image(image.bytes, &d))
		return error_set(err, ERROR_CORRUPT, "the record of document %u makes no sense", number);
	size_t n = document_origins(&d, origins);
	for (size_t i = 0; i < n; i++)
		if (!index_hash(w, TABLE_SOURCES, &origins[i], number, put, err))
			return false;
	return index_hash(w, TABLE_CONTENTS, &d.digest, number, put, err);
}

bool
document_reindex(struct writer *w, uint32_t number, struct image before, struct image after,
                 struct error *err)
{
	return index_image(w, number, before, false, err) &&
	       index_image(w, number, after, true, err);
}
