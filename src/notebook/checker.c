/* SPDX-License-Identifier: MIT */
#include "notebook/checker.h"

#include <stdio.h>

#include "notebook/object.h"
#include "notebook/schema.h"
#include "store/table.h"

#define HEX_BYTES 16	/* of a key, in a message */

void
checker_found(struct checker *c, const char *fmt, ...)
{
	struct buf text = BUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	buf_addv(&text, fmt, ap);
	va_end(ap);
	c->result->findings++;
	c->report(c->arg, text.p);
	buf_release(&text);
}

static void
found_damaged(struct checker *c, unsigned table, struct str key)
{
	char hex[2 * HEX_BYTES + 1] = "";
	struct str rest = key;
	uint32_t number;
	uint64_t sequence;

	for (size_t i = 0; i < key.len && i < HEX_BYTES; i++)
		snprintf(hex + 2 * i, 3, "%02x", (unsigned char)key.p[i]);
	c->n_damaged++;
	for (unsigned kind = 0; kind < OBJECT_N; kind++) {
		if (object_table(kind) != table || !key_take_u32(&rest, &number))
			continue;
		checker_found(c, "the record of %.*s %u is damaged: put a backup in its place",
		              STR_ARG(object_kind_name(kind)), number);
		return;
	}
	if (table == TABLE_JOURNAL && key_take_u32(&rest, &number) &&
	    key_take_u64(&rest, &sequence))
		checker_found(c, "journal entry %llu is damaged: put a backup in its place",
		              (unsigned long long)sequence);
	else
		checker_found(c,
		              "a record of the table %s (key %s) is damaged: put a backup in its place",
		              schema_notebook.tables[table], hex);
}

bool
checker_walk(struct checker *c, unsigned table, checker_record_fn *fn, void *arg,
             struct error *err)
{
	struct key all = { .len = 0 };
	struct str key, content;
	struct cursor cursor;
	struct error end;
	bool ok = true;

	cursor_open(&cursor, &c->r->txn, table, CURSOR_DAMAGED, &all, &all);
	while (ok && cursor_next(&cursor, &key, &content)) {
		arena_reset(&c->arena);
		if (cursor.damaged)
			found_damaged(c, table, key);
		else if (fn)
			ok = fn(c, key, content, arg, err);
	}
	if (cursor_close(&cursor, &end) || !ok)
		return ok;
	if (end.code != ERROR_CORRUPT) {
		*err = end;
		return false;
	}
	checker_found(c, "the table %s cannot be read to its end: %s",
	              schema_notebook.tables[table], end.text);
	return true;
}

bool
checker_sort(bool ok, enum checker_state *state, const struct error *err)
{
	*state = CHECKER_WHOLE;
	if (ok)
		return true;
	*state = err->code == ERROR_NOT_FOUND ? CHECKER_ABSENT : CHECKER_DAMAGED;
	return err->code == ERROR_NOT_FOUND || err->code == ERROR_CORRUPT;
}

bool
checker_object(struct checker *c, enum number kind, uint32_t number, struct str content,
               struct error *err)
{
	static const char *const names[] = {
		[NUMBER_DOCUMENT] = "document",
		[NUMBER_ANNOTATION] = "annotation",
		[NUMBER_LABEL] = "label",
	};
	enum checker_state state;
	struct str image;
	uint64_t entry;
	uint32_t last;

	if (!checker_sort(number_last(c->r, kind, &last, err), &state, err))
		return false;
	if (state == CHECKER_WHOLE && (number == 0 || number > last))
		checker_found(c, "%s %u is above %u, the last number given out: the next new ones would "
		              "take its place", names[kind], number, last);
	if (object_split(content, &image, &entry) && entry > c->last_entry)
		checker_found(c, "%s %u was changed by journal entry %llu, which does not exist",
		              names[kind], number, (unsigned long long)entry);
	return true;
}
