/* SPDX-License-Identifier: MIT */
#include "notebook/counter.h"

#include "notebook/schema.h"
#include "store/table.h"

static struct key
label_key(uint32_t label)
{
	struct key k = { .len = 0 };

	key_add_bytes(&k, "l", 1);
	key_add_u32(&k, label);
	return k;
}

static struct key
document_key(uint32_t document)
{
	struct key k = { .len = 0 };

	key_add_bytes(&k, "d", 1);
	key_add_u32(&k, document);
	return k;
}

static struct key
pair_key(uint32_t document, uint32_t label)
{
	struct key k = document_key(document);

	key_add_u32(&k, label);
	return k;
}

static bool
decode(struct str content, uint64_t *n, struct error *err)
{
	return key_take_u64(&content, n) ||
	       error_set(err, ERROR_CORRUPT, "a counter makes no sense: run gloss check");
}

static bool
get(const struct reader *r, const struct key *k, uint64_t *n, struct error *err)
{
	struct str content;
	bool found;

	*n = 0;
	if (!table_find(&r->txn, TABLE_COUNTS, k, &content, &found, err))
		return false;
	return !found || decode(content, n, err);
}

static bool
change(struct writer *w, const struct key *k, int by, struct error *err)
{
	struct key content = { .len = 0 };
	uint64_t n;

	if (!get(&w->reader, k, &n, err))
		return false;
	if (by < 0 && n < (uint64_t)-by)
		return error_set(err, ERROR_CORRUPT, "a counter would fall below zero: run gloss check");
	n += (uint64_t)by;
	if (n == 0)
		return table_delete(&w->txn, TABLE_COUNTS, k, err);
	key_add_u64(&content, n);
	return table_put(&w->txn, TABLE_COUNTS, k, key_str(&content), err);
}

bool
counter_change(struct writer *w, uint32_t document, uint32_t label, int by, struct error *err)
{
	struct key all = label_key(label), pair = pair_key(document, label);

	return change(w, &all, by, err) && change(w, &pair, by, err);
}

bool
counter_of_label(const struct reader *r, uint32_t label, uint64_t *n, struct error *err)
{
	struct key k = label_key(label);

	return get(r, &k, n, err);
}

bool
counter_of_pair(const struct reader *r, uint32_t document, uint32_t label, uint64_t *n,
                struct error *err)
{
	struct key k = pair_key(document, label);

	return get(r, &k, n, err);
}

bool
counter_of_document(const struct reader *r, uint32_t document, uint64_t *n, struct error *err)
{
	struct key from = document_key(document), to = key_after(&from);
	struct str key, content;
	struct cursor c;
	uint64_t one;
	bool ok = true;

	*n = 0;
	cursor_open(&c, &r->txn, TABLE_COUNTS, CURSOR_UP, &from, &to);
	while (ok && cursor_next(&c, &key, &content))
		if ((ok = decode(content, &one, err)))
			*n += one;
	return cursor_close(&c, ok ? err : &(struct error){ 0 }) && ok;
}
