/* SPDX-License-Identifier: MIT */
#include "notebook/span_index.h"

#include "notebook/schema.h"

static struct key
row_key(const struct span_row *row)
{
	struct key k = { .len = 0 };

	key_add_u32(&k, row->document);
	key_add_u32(&k, (uint32_t)row->span.start);
	key_add_u32(&k, row->annotation);
	return k;
}

static unsigned
row_table(const struct span_row *row)
{
	return row->span.end - row->span.start > SPAN_INDEX_LONG ? TABLE_LONG_SPANS : TABLE_SPANS;
}

bool
span_index_put(struct writer *w, const struct span_row *row, struct error *err)
{
	struct key k = row_key(row), content = { .len = 0 };

	key_add_u32(&content, (uint32_t)row->span.end);
	key_add_u32(&content, row->label);
	return table_put(&w->txn, row_table(row), &k, key_str(&content), err);
}

bool
span_index_delete(struct writer *w, const struct span_row *row, struct error *err)
{
	struct key k = row_key(row);

	return table_delete(&w->txn, row_table(row), &k, err);
}

bool
span_index_decode(struct str key, struct str content, struct span_row *row)
{
	uint32_t start, end;

	if (!key_take_u32(&key, &row->document) || !key_take_u32(&key, &start) ||
	    !key_take_u32(&key, &row->annotation) || key.len != 0 ||
	    !key_take_u32(&content, &end) || !key_take_u32(&content, &row->label) || end < start)
		return false;
	row->span = (struct span){ start, end };
	return true;
}

bool
span_index_find(const struct reader *r, struct span_row *row, bool *found, struct error *err)
{
	static const unsigned tables[] = { TABLE_SPANS, TABLE_LONG_SPANS };
	struct key k = row_key(row);
	struct str content;

	*found = false;
	for (size_t i = 0; !*found && i < sizeof(tables) / sizeof(tables[0]); i++) {
		if (!table_find(&r->txn, tables[i], &k, &content, found, err))
			return false;
		if (*found && !span_index_decode(key_str(&k), content, row))
			return error_set(err, ERROR_CORRUPT, "a row of the span index makes no sense");
	}
	return true;
}

static void
open_cursor(struct span_walk *s)
{
	struct key from = { .len = 0 }, to = { .len = 0 };
	size_t start = s->stretch.start;
	size_t end = s->stretch.end > start ? s->stretch.end : start + 1;

	if (s->long_ones)
		start = 0;
	else
		start = start > SPAN_INDEX_LONG ? start - SPAN_INDEX_LONG : 0;
	key_add_u32(&from, s->document);
	key_add_u32(&from, (uint32_t)start);
	key_add_u32(&to, s->document);
	key_add_u32(&to, (uint32_t)end);
	cursor_open(&s->cursor, &s->r->txn, s->long_ones ? TABLE_LONG_SPANS : TABLE_SPANS,
	            CURSOR_UP, &from, &to);
}

void
span_walk_open(struct span_walk *s, const struct reader *r, uint32_t document,
               struct span stretch)
{
	*s = (struct span_walk){ .r = r, .document = document, .stretch = stretch };
	open_cursor(s);
}

static bool
touches(struct span a, struct span stretch)
{
	if (stretch.start == stretch.end)
		return a.start <= stretch.start && stretch.start < a.end;
	return span_overlaps(a, stretch);
}

bool
span_walk_next(struct span_walk *s, struct span_row *row)
{
	struct str key, content;

	while (s->error.code == ERROR_NONE) {
		if (!cursor_next(&s->cursor, &key, &content)) {
			if (!cursor_close(&s->cursor, &s->error) || s->long_ones)
				return false;
			s->long_ones = true;
			open_cursor(s);
		} else if (!span_index_decode(key, content, row)) {
			return error_set(&s->error, ERROR_CORRUPT,
			                 "a row of the span index makes no sense");
		} else if (touches(row->span, s->stretch)) {
			return true;
		}
	}
	return false;
}

bool
span_walk_close(struct span_walk *s, struct error *err)
{
	bool ok = cursor_close(&s->cursor, err);

	if (s->error.code == ERROR_NONE)
		return ok;
	*err = s->error;
	return false;
}
