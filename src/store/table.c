/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "store/table.h"

#include <lmdb.h>
#include <stdio.h>

#include "base/crc32c.h"
#include "store/env.h"

#define RECORD_VERSION 1
#define CRC_SIZE 4

static MDB_val
key_val(const struct key *key)
{
	return (MDB_val){ key->len, (void *)key->p };
}

static const char *
table_name(const struct txn *t, unsigned table)
{
	return t->store->schema->tables[table];
}

static bool
corrupt(const struct txn *t, unsigned table, struct str key, struct error *err)
{
	char hex[2 * 16 + 1] = "";

	for (size_t i = 0; i < key.len && i < 16; i++)
		snprintf(hex + 2 * i, 3, "%02x", (unsigned char)key.p[i]);
	return error_set(err, ERROR_CORRUPT,
	                 "a record of the table %s (key %s) is damaged: put a backup in its place",
	                 table_name(t, table), hex);
}

static uint32_t
record_crc(struct str key, struct str versioned)
{
	return crc32c(crc32c(0, key.p, key.len), versioned.p, versioned.len);
}

static uint32_t
read_crc(const char *p)
{
	uint32_t crc = 0;

	for (int i = 0; i < CRC_SIZE; i++)
		crc = crc << 8 | (unsigned char)p[i];
	return crc;
}

/* Cuts version and CRC off; false if they are wrong. */
static bool
unwrap(struct str key, struct str *record)
{
	if (record->len < 1 + CRC_SIZE || record->p[0] != RECORD_VERSION)
		return false;
	struct str versioned = str_slice(*record, 0, record->len - CRC_SIZE);
	if (read_crc(versioned.p + versioned.len) != record_crc(key, versioned))
		return false;
	*record = str_skip(versioned, 1);
	return true;
}

bool
table_find(const struct txn *t, unsigned table, const struct key *key, struct str *content,
           bool *found, struct error *err)
{
	MDB_val k = key_val(key), v;
	int rc = mdb_get(t->mdb, t->store->dbi[table], &k, &v);

	t->store->stats.records++;
	*found = rc == 0;
	if (rc == MDB_NOTFOUND)
		return true;
	if (rc != 0)
		return env_error(err, t->store, rc, "cannot read");
	*content = (struct str){ v.mv_data, v.mv_size };
	return unwrap(key_str(key), content) || corrupt(t, table, key_str(key), err);
}

bool
table_get(const struct txn *t, unsigned table, const struct key *key, struct str *content,
          struct error *err)
{
	bool found;

	if (!table_find(t, table, key, content, &found, err))
		return false;
	return found || error_set(err, ERROR_NOT_FOUND, "no such record in the table %s",
	                          table_name(t, table));
}

bool
table_put(struct txn_write *w, unsigned table, const struct key *key, struct str content,
          struct error *err)
{
	MDB_val k = key_val(key), v = { 1 + content.len + CRC_SIZE, NULL };
	int rc = mdb_put(w->txn.mdb, w->txn.store->dbi[table], &k, &v, MDB_RESERVE);

	w->txn.store->stats.records++;
	if (rc != 0)
		return env_error(err, w->txn.store, rc, "cannot write");
	char *p = v.mv_data;
	p[0] = RECORD_VERSION;
	memcpy(p + 1, content.p, content.len);
	uint32_t crc = record_crc(key_str(key), (struct str){ p, 1 + content.len });
	for (int i = 0; i < CRC_SIZE; i++)
		p[1 + content.len + (size_t)i] = (char)(crc >> (8 * (CRC_SIZE - 1 - i)));
	return true;
}

bool
table_delete(struct txn_write *w, unsigned table, const struct key *key, struct error *err)
{
	MDB_val k = key_val(key);
	int rc = mdb_del(w->txn.mdb, w->txn.store->dbi[table], &k, NULL);

	w->txn.store->stats.records++;
	if (rc == MDB_NOTFOUND)
		return error_set(err, ERROR_CORRUPT,
		                 "a record is missing from the table %s: run gloss check",
		                 table_name(&w->txn, table));
	return rc == 0 || env_error(err, w->txn.store, rc, "cannot delete");
}

bool
table_count(const struct txn *t, unsigned table, uint64_t *n, struct error *err)
{
	MDB_stat stat;
	int rc = mdb_stat(t->mdb, t->store->dbi[table], &stat);

	if (rc != 0)
		return env_error(err, t->store, rc, "cannot count");
	*n = stat.ms_entries;
	return true;
}

char *
table_reserve_raw(struct txn_write *w, unsigned table, const struct key *key, size_t len,
                  struct error *err)
{
	MDB_val k = key_val(key), v = { len, NULL };
	int rc = mdb_put(w->txn.mdb, w->txn.store->dbi[table], &k, &v, MDB_RESERVE);

	w->txn.store->stats.records++;
	if (rc != 0) {
		env_error(err, w->txn.store, rc, "cannot write");
		return NULL;
	}
	return v.mv_data;
}

bool
table_get_raw(const struct txn *t, unsigned table, const struct key *key, struct str *value,
              struct error *err)
{
	MDB_val k = key_val(key), v;
	int rc = mdb_get(t->mdb, t->store->dbi[table], &k, &v);

	t->store->stats.records++;
	if (rc == MDB_NOTFOUND)
		return error_set(err, ERROR_NOT_FOUND, "no such record in the table %s",
		                 table_name(t, table));
	if (rc != 0)
		return env_error(err, t->store, rc, "cannot read");
	*value = (struct str){ v.mv_data, v.mv_size };
	return true;
}

struct key
key_after(const struct key *prefix)
{
	struct key k = *prefix;

	while (k.len > 0 && k.p[k.len - 1] == 0xFF)
		k.len--;
	if (k.len > 0)
		k.p[k.len - 1]++;
	return k;
}

void
cursor_open(struct cursor *c, const struct txn *t, unsigned table, enum cursor_flags flags,
            const struct key *from, const struct key *to)
{
	*c = (struct cursor){
		.txn = t, .table = table, .flags = flags, .from = *from, .to = *to,
	};
	int rc = mdb_cursor_open(t->mdb, t->store->dbi[table], &c->mdb);
	if (rc != 0)
		env_error(&c->error, t->store, rc, "cannot read");
}

/* To the first record of the walk. */
static int
cursor_start(struct cursor *c, MDB_val *k, MDB_val *v)
{
	const struct key *at = c->flags & CURSOR_DOWN ? &c->to : &c->from;
	int rc;

	*k = key_val(at);
	if (!(c->flags & CURSOR_DOWN))
		return mdb_cursor_get(c->mdb, k, v, at->len ? MDB_SET_RANGE : MDB_FIRST);
	if (at->len == 0)
		return mdb_cursor_get(c->mdb, k, v, MDB_LAST);
	rc = mdb_cursor_get(c->mdb, k, v, MDB_SET_RANGE);
	return mdb_cursor_get(c->mdb, k, v, rc == 0 ? MDB_PREV : MDB_LAST);
}

static bool
is_in_range(const struct cursor *c, struct str key)
{
	if (c->flags & CURSOR_DOWN)
		return str_cmp(key, key_str(&c->from)) >= 0;
	return c->to.len == 0 || str_cmp(key, key_str(&c->to)) < 0;
}

bool
cursor_next(struct cursor *c, struct str *key, struct str *content)
{
	MDB_val k, v;
	int rc;

	if (c->error.code != ERROR_NONE)
		return false;
	if (c->started)
		rc = mdb_cursor_get(c->mdb, &k, &v, c->flags & CURSOR_DOWN ? MDB_PREV : MDB_NEXT);
	else
		rc = cursor_start(c, &k, &v);
	c->started = true;
	if (rc == MDB_NOTFOUND)
		return false;
	if (rc != 0)
		return env_error(&c->error, c->txn->store, rc, "cannot read");
	*key = (struct str){ k.mv_data, k.mv_size };
	if (!is_in_range(c, *key))
		return false;
	c->txn->store->stats.records++;
	*content = (struct str){ v.mv_data, v.mv_size };
	c->damaged = !(c->flags & CURSOR_RAW) && !unwrap(*key, content);
	if (!c->damaged)
		return true;
	*content = STR_EMPTY;
	return c->flags & CURSOR_DAMAGED || corrupt(c->txn, c->table, *key, &c->error);
}

bool
cursor_close(struct cursor *c, struct error *err)
{
	if (c->mdb)
		mdb_cursor_close(c->mdb);
	c->mdb = NULL;
	if (c->error.code == ERROR_NONE)
		return true;
	*err = c->error;
	return false;
}
