/* SPDX-License-Identifier: MIT */
#ifndef STORE_ENV_H
#define STORE_ENV_H

#include <lmdb.h>
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
};

/* What LMDB or the system meant by rc. Returns false. */
bool env_error(struct error *err, const struct store *s, int rc, const char *doing);

/* Opens the environment in s->dir, no table yet. */
bool env_open(struct store *s, uint64_t map_size, struct error *err);

/* Closes it, if it is open. */
void env_close(struct store *s);

/* Refuses features of a newer gloss, then opens the tables of the schema. */
bool env_open_tables(struct store *s, struct error *err);

/* Closes and opens both again, which is LMDB's only way out of MDB_PANIC. */
bool env_reopen(struct store *s, struct error *err);

#endif
