/* SPDX-License-Identifier: MIT */
#ifndef STORE_ENV_H
#define STORE_ENV_H

#include <lmdb.h>
#include <signal.h>
#include <stdbool.h>

#include "base/error.h"
#include "store/store.h"

/*
 * Inside of store/: the open LMDB environment, and LMDB's codes as errors. A
 * struct store owns its environment, its lock and the name of its directory.
 */

/* The table of feature names, beside those of the schema. */
#define ENV_FEATURES "features"

struct store {
	MDB_env *env;		/* NULL after a failure that took the map away */
	char *dir;
	struct lock lock;
	bool read_only;
	MDB_dbi dbi[STORE_TABLES_MAX];
	const struct store_schema *schema;
	struct store_stats stats;
	sigset_t mask;		/* signals blocked before the write transaction */
};

/* What LMDB or the system meant by rc. Returns false. */
bool env_error(struct error *err, const struct store *s, int rc, const char *doing);

/* Opens the environment in s->dir, no table yet. */
bool env_open(struct store *s, uint64_t map_size, struct error *err);

/* Closes it, if it is open. */
void env_close(struct store *s);

/* Refuses features of a newer gloss, then opens the tables of the schema. */
bool env_open_tables(struct store *s, struct error *err);

/*
 * Another size of the map, 0 for the one that another process chose, with no
 * transaction open. After a refusal the old map is gone, so the environment is
 * closed; the next transaction opens it anew.
 */
bool env_set_map_size(struct store *s, uint64_t map_size, struct error *err);

/* Closes and opens both again, which is LMDB's only way out of MDB_PANIC. */
bool env_reopen(struct store *s, struct error *err);

#endif
