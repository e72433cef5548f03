/* SPDX-License-Identifier: MIT */
#include "notebook/number.h"

#include "notebook/schema.h"
#include "store/table.h"

static const char *const names[] = {
	[NUMBER_DOCUMENT] = "document",
	[NUMBER_ANNOTATION] = "annotation",
	[NUMBER_LABEL] = "label",
};

static struct key
number_key(enum number kind)
{
	struct key k = { .len = 0 };

	key_add_bytes(&k, names[kind], strlen(names[kind]));
	return k;
}

bool
number_last(const struct reader *r, enum number kind, uint32_t *n, struct error *err)
{
	struct key k = number_key(kind);
	struct str content;
	bool found;

	*n = 0;
	if (!table_find(&r->txn, TABLE_NUMBERS, &k, &content, &found, err))
		return false;
	if (!found || key_take_u32(&content, n))
		return true;
	return error_set(err, ERROR_CORRUPT, "the last %s number makes no sense", names[kind]);
}

bool
number_next(struct writer *w, enum number kind, uint32_t *n, struct error *err)
{
	struct key k = number_key(kind), content = { .len = 0 };

	if (!number_last(&w->reader, kind, n, err))
		return false;
	if (*n == UINT32_MAX)
		return error_set(err, ERROR_LIMIT, "no %s number is left", names[kind]);
	key_add_u32(&content, ++*n);
	return table_put(&w->txn, TABLE_NUMBERS, &k, key_str(&content), err);
}
