/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "store/env.h"

#include <errno.h>
#include <sys/statvfs.h>

#include "store/guard.h"

#define MAP_SIZE_LEAST ((uint64_t)1 << 20)

/* LMDB turns a short write on a full disk into EIO, so look whether the disk is full. */
static bool
disk_is_full(const struct store *s)
{
	struct statvfs fs;

	return statvfs(s->dir, &fs) == 0 &&
	       (uint64_t)fs.f_bavail * fs.f_frsize < (uint64_t)4 << 20;
}

bool
env_error(struct error *err, const struct store *s, int rc, const char *doing)
{
	switch (rc) {
	case MDB_MAP_FULL:
		return error_set(err, ERROR_MAP_FULL, "%s: the map is full", doing);
	case MDB_READERS_FULL:
		return error_set(err, ERROR_BUSY,
		                 "%s: more than 126 processes are reading %s; end some", doing, s->dir);
	case MDB_CORRUPTED:
	case MDB_PAGE_NOTFOUND:
	case MDB_INVALID:
		return error_set(err, ERROR_CORRUPT,
		                 "%s: %s/data.mdb is damaged (%s); put a backup in its place", doing,
		                 s->dir, mdb_strerror(rc));
	case MDB_VERSION_MISMATCH:
		return error_set(err, ERROR_VERSION,
		                 "%s: %s/data.mdb was made by another version of LMDB; load a dump of it",
		                 doing, s->dir);
	case EIO:
	case ENOSPC:
	case EDQUOT:
	case EFBIG:
		if (rc != EIO || disk_is_full(s))
			return error_set(err, ERROR_IO, "%s: no room left on the disk that holds %s; "
			                 "nothing was changed", doing, s->dir);
		break;
	}
	if (rc == EIO)
		return error_set(err, ERROR_IO, "%s in %s: the disk failed, or a limit on the size of files "
		                 "was met (ulimit -f)", doing, s->dir);
	if (rc > 0)
		return error_errno(err, rc, "%s in %s", doing, s->dir);
	return error_set(err, ERROR_IO, "%s in %s: %s", doing, s->dir, mdb_strerror(rc));
}

/* Opens an environment: no flags but NORDAHEAD and NOTLS, a smaller map where memory is limited. */
static int
open_with_map(struct store *s, uint64_t map_size)
{
	int rc = mdb_env_create(&s->env);

	if (rc != 0)
		return rc;
	mdb_env_set_assert(s->env, guard_assert);
	mdb_env_set_maxdbs(s->env, STORE_TABLES_MAX + 1);
	rc = mdb_env_set_mapsize(s->env, map_size);
	if (rc == 0)
		rc = mdb_env_open(s->env, s->dir,
		                  MDB_NORDAHEAD | MDB_NOTLS | (s->read_only ? MDB_RDONLY : 0), 0600);
	if (rc != 0)
		env_close(s);
	return rc;
}

bool
env_open(struct store *s, uint64_t map_size, struct error *err)
{
	int rc;

	guard_begin(s->dir);
	while ((rc = open_with_map(s, map_size)) == ENOMEM && map_size / 2 >= MAP_SIZE_LEAST)
		map_size /= 2;
	if (rc == 0)
		return true;
	guard_end();
	return env_error(err, s, rc, "cannot open the notebook");
}

void
env_close(struct store *s)
{
	if (s->env)
		mdb_env_close(s->env);
	s->env = NULL;
}

static bool
is_known_feature(const struct store_schema *schema, const MDB_val *name)
{
	for (size_t i = 0; i < schema->n_features; i++)
		if (strlen(schema->features[i]) == name->mv_size &&
		    memcmp(schema->features[i], name->mv_data, name->mv_size) == 0)
			return true;
	return false;
}

/* Before anything else is read: a table may mean something else to a newer gloss. */
static bool
check_features(struct store *s, MDB_txn *txn, struct error *err)
{
	MDB_dbi features;
	MDB_cursor *cursor;
	MDB_val name, value;
	bool ok = true;

	int rc = mdb_dbi_open(txn, ENV_FEATURES, 0, &features);
	if (rc == MDB_NOTFOUND || rc == MDB_INCOMPATIBLE)
		return error_set(err, ERROR_CORRUPT,
		                 "%s/data.mdb is an LMDB file but no gloss notebook", s->dir);
	if (rc != 0 || (rc = mdb_cursor_open(txn, features, &cursor)) != 0)
		return env_error(err, s, rc, "cannot read the notebook's features");
	while (ok && (rc = mdb_cursor_get(cursor, &name, &value, MDB_NEXT)) == 0)
		if (!is_known_feature(s->schema, &name))
			ok = error_set(err, ERROR_VERSION,
			               "the notebook %s has the feature '%.*s', which this gloss does not "
			               "know: open it with a newer gloss", s->dir,
			               (int)name.mv_size, (const char *)name.mv_data);
	mdb_cursor_close(cursor);
	if (ok && rc != MDB_NOTFOUND)
		ok = env_error(err, s, rc, "cannot read the notebook's features");
	return ok;
}

bool
env_open_tables(struct store *s, struct error *err)
{
	MDB_txn *txn;
	int rc = mdb_txn_begin(s->env, NULL, MDB_RDONLY, &txn);

	if (rc != 0)
		return env_error(err, s, rc, "cannot read the notebook");
	if (!check_features(s, txn, err)) {
		mdb_txn_abort(txn);
		return false;
	}
	for (size_t i = 0; rc == 0 && i < s->schema->n_tables; i++)
		rc = mdb_dbi_open(txn, s->schema->tables[i], 0, &s->dbi[i]);
	/* Committing a reader is what makes the table handles last. */
	if (rc == 0)
		rc = mdb_txn_commit(txn);
	else
		mdb_txn_abort(txn);
	return rc == 0 || env_error(err, s, rc, "cannot open a table");
}

bool
env_set_map_size(struct store *s, uint64_t map_size, struct error *err)
{
	int rc = mdb_env_set_mapsize(s->env, map_size);

	if (rc == 0)
		return true;
	env_close(s);
	if (rc == ENOMEM)
		return error_set(err, ERROR_LIMIT,
		                 "the notebook %s has outgrown the memory that this process may address "
		                 "(ulimit -v)", s->dir);
	return env_error(err, s, rc, "cannot grow the notebook");
}

bool
env_reopen(struct store *s, struct error *err)
{
	MDB_envinfo info;
	uint64_t map_size = s->env && mdb_env_info(s->env, &info) == 0 ? info.me_mapsize
	                                                               : (uint64_t)1 << 30;

	env_close(s);
	if (!env_open(s, map_size, err))
		return false;
	if (env_open_tables(s, err))
		return true;
	env_close(s);
	return false;
}
