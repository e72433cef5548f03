/* SPDX-License-Identifier: MIT */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"
#include "store/lock.h"

/*
 * store/ keeps typed ordered tables in LMDB 0.9. It may include base only,
 * knows nothing of notebooks, and is the one place that knows LMDB.
 *
 * A store is one open environment with its tables. One a process. LMDB's
 * default flags only: a commit that returned is on the disk. What LMDB says
 * becomes a struct error here and nowhere else.
 */

struct store;
struct txn_write;

#define STORE_TABLES_MAX 24

/*
 * What a file must have and may have. Features are names kept in the file; one
 * that is not in this list was put there by a newer gloss.
 */
struct store_schema {
	const char *const *tables;
	size_t n_tables;
	const char *const *features;
	size_t n_features;
};

struct store_options {
	uint64_t map_size;	/* bytes; 0 for 64 GiB, of which nothing is taken until used */
};

/*
 * Makes the directory with empty tables, whole or not at all; fill, if given,
 * writes the first records in the same commit. ERROR_EXISTS if somebody else
 * made it first.
 */
typedef bool store_fill_fn(struct txn_write *w, void *arg, struct error *err);
bool store_create(const char *dir, const struct store_schema *schema, store_fill_fn *fill,
                  void *arg, struct error *err);

/* Opens an environment that exists; schema is borrowed for life. Notices as in envdir.h. */
struct store *store_open(const char *dir, const struct store_schema *schema,
                         const struct store_options *options, struct buf *notices,
                         struct error *err);
void store_close(struct store *s);

/* Doubles the map, after ERROR_MAP_FULL, with no transaction open. */
bool store_grow(struct store *s, struct error *err);

/* Writes a compacted copy of the committed state into fd. */
bool store_copy(struct store *s, int fd, struct error *err);

/* The number of the last commit: it changes when anybody has written. */
uint64_t store_generation(struct store *s);

/* What work cost since the store was opened, for the tests that bound it. */
struct store_stats {
	uint64_t records;	/* records read or written */
	uint64_t text_bytes;	/* bytes of large values looked at, as told by their readers */
};
struct store_stats *store_stats(struct store *s);

/* Size of the file and of what is in use in it, in bytes. */
struct store_size {
	uint64_t file;
	uint64_t used;
	uint64_t map;
};
bool store_size(struct store *s, struct store_size *size, struct error *err);

#endif
