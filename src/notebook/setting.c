/* SPDX-License-Identifier: MIT */
#include "notebook/setting.h"

#include "notebook/schema.h"
#include "store/table.h"

static struct key
setting_key(struct str name)
{
	struct key k = { .len = 0 };

	key_add_bytes(&k, name.p, name.len);
	return k;
}

bool
setting_get(const struct reader *r, struct str name, struct arena *arena, struct str *value,
            struct error *err)
{
	struct key k = setting_key(name);
	struct str content;
	bool found;

	*value = STR_EMPTY;
	if (!table_find(&r->txn, TABLE_SETTINGS, &k, &content, &found, err))
		return false;
	if (found)
		*value = arena_str(arena, content);
	return true;
}

bool
setting_put(struct writer *w, struct str name, struct str value, struct error *err)
{
	struct key k = setting_key(name);
	struct str content;
	bool found;

	if (value.len > 0)
		return table_put(&w->txn, TABLE_SETTINGS, &k, value, err);
	if (!table_find(&w->reader.txn, TABLE_SETTINGS, &k, &content, &found, err))
		return false;
	return !found || table_delete(&w->txn, TABLE_SETTINGS, &k, err);
}
