/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "store/store.h"

#include <errno.h>
#include <lmdb.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "store/envdir.h"
#include "store/env.h"
#include "store/guard.h"
#include "store/table.h"
#include "store/txn.h"

#define MAP_SIZE ((uint64_t)64 << 30)

static bool
create_tables(struct store *s, struct txn_write *w, struct error *err)
{
	const struct store_schema *schema = s->schema;
	MDB_dbi features;
	MDB_val empty = { 0, "" };
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < schema->n_tables; i++)
		rc = mdb_dbi_open(w->txn.mdb, schema->tables[i], MDB_CREATE, &s->dbi[i]);
	if (rc == 0)
		rc = mdb_dbi_open(w->txn.mdb, ENV_FEATURES, MDB_CREATE, &features);
	for (size_t i = 0; rc == 0 && i < schema->n_features; i++) {
		MDB_val name = { strlen(schema->features[i]), (void *)schema->features[i] };
		rc = mdb_put(w->txn.mdb, features, &name, &empty, 0);
	}
	return rc == 0 || env_error(err, s, rc, "cannot make the tables");
}

static bool
fill_new(struct store *s, store_fill_fn *fill, void *arg, struct error *err)
{
	struct txn_write w;

	if (!lock_open(&s->lock, s->dir, err) || !env_open(s, MAP_SIZE, err) ||
	    !txn_write_begin(&w, s, 0, err))
		return false;
	if (!create_tables(s, &w, err) || (fill && !fill(&w, arg, err))) {
		txn_write_abort(&w);
		return false;
	}
	return txn_write_commit(&w, err);
}

static void
close_environment(struct store *s)
{
	env_close(s);
	guard_end();
	lock_close(&s->lock);
}

bool
store_create(const char *dir, const struct store_schema *schema, store_fill_fn *fill, void *arg,
             struct error *err)
{
	struct buf temporary = BUF_INIT;
	struct store s = { .schema = schema, .lock.fd = -1 };
	bool ok = false;

	if (envdir_state(dir) == ENVDIR_FOREIGN)
		return error_set(err, ERROR_EXISTS, "%s is no notebook, and no empty directory to make one "
		                 "in: name another", dir);
	if (!envdir_make_parents(dir, err) || !envdir_make_temporary(dir, &temporary, err))
		goto out;
	s.dir = temporary.p;
	ok = fill_new(&s, fill, arg, err);
	close_environment(&s);
	if (ok)
		ok = envdir_publish(temporary.p, dir, err);
	else
		envdir_remove(temporary.p);
out:
	buf_release(&temporary);
	return ok;
}

struct store *
store_open(const char *dir, const struct store_schema *schema, const struct store_options *options,
           struct buf *notices, struct error *err)
{
	struct store *s = mem_zero(sizeof(*s));
	uint64_t map_size = options && options->map_size ? options->map_size : MAP_SIZE;

	s->lock.fd = -1;
	s->dir = mem_copy_z(dir);
	s->schema = schema;
	if (!envdir_check(dir, notices, err) || !lock_open(&s->lock, dir, err))
		goto fail;
	s->read_only = s->lock.read_only;
	if (!env_open(s, map_size, err))
		goto fail;
	/* A reader that was killed pins its snapshot until somebody looks. */
	mdb_reader_check(s->env, NULL);
	if (!env_open_tables(s, err))
		goto fail;
	return s;
fail:
	store_close(s);
	return NULL;
}

void
store_close(struct store *s)
{
	if (!s)
		return;
	close_environment(s);
	mem_free(s->dir);
	mem_free(s);
}

bool
store_grow(struct store *s, struct error *err)
{
	MDB_envinfo info;
	int rc = mdb_env_info(s->env, &info);

	return rc == 0 ? env_set_map_size(s, info.me_mapsize * 2, err)
	               : env_error(err, s, rc, "cannot grow the notebook");
}

bool
store_copy(struct store *s, int fd, struct error *err)
{
	if (!s->env && !env_reopen(s, err))
		return false;
	int rc = mdb_env_copyfd2(s->env, fd, MDB_CP_COMPACT);
	return rc == 0 || env_error(err, s, rc, "cannot copy the notebook");
}

uint64_t
store_generation(struct store *s)
{
	MDB_envinfo info;

	return s->env && mdb_env_info(s->env, &info) == 0 ? info.me_last_txnid : 0;
}

struct store_stats *
store_stats(struct store *s)
{
	return &s->stats;
}

bool
store_size(struct store *s, struct store_size *size, struct error *err)
{
	MDB_envinfo info;
	MDB_stat stat;
	struct stat st;
	mdb_filehandle_t fd;
	int rc;

	if ((rc = mdb_env_info(s->env, &info)) != 0 || (rc = mdb_env_stat(s->env, &stat)) != 0 ||
	    (rc = mdb_env_get_fd(s->env, &fd)) != 0)
		return env_error(err, s, rc, "cannot measure the notebook");
	if (fstat(fd, &st) != 0)
		return error_errno(err, errno, "cannot measure %s/data.mdb", s->dir);
	size->file = (uint64_t)st.st_size;
	size->used = ((uint64_t)info.me_last_pgno + 1) * stat.ms_psize;
	size->map = info.me_mapsize;
	return true;
}
