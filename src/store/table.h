/* SPDX-License-Identifier: MIT */
#ifndef STORE_TABLE_H
#define STORE_TABLE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"
#include "store/codec.h"
#include "store/txn.h"

/*
 * Tables: ordered maps from keys to records. A table is named by its index in
 * the schema.
 *
 * A record on the disk is a version byte, the content, and a CRC-32C over key,
 * version and content: a single wrong bit is noticed when it is read. What is
 * handed out is borrowed from the map until the transaction ends or, in a
 * writer, until the next write.
 */

/* The content; false with ERROR_NOT_FOUND, or with ERROR_CORRUPT. */
bool table_get(const struct txn *t, unsigned table, const struct key *key, struct str *content,
               struct error *err);

/* Quietly whether it is there; a damaged record is an error all the same. */
bool table_find(const struct txn *t, unsigned table, const struct key *key, struct str *content,
                bool *found, struct error *err);

bool table_put(struct txn_write *w, unsigned table, const struct key *key, struct str content,
               struct error *err);

/* The record must be there. */
bool table_delete(struct txn_write *w, unsigned table, const struct key *key, struct error *err);

/* How many records the table has; free of cost. */
bool table_count(const struct txn *t, unsigned table, uint64_t *n, struct error *err);

/*
 * Large values without version and CRC, which the caller keeps elsewhere.
 * Reserve returns len bytes to be filled before the next write.
 */
char *table_reserve_raw(struct txn_write *w, unsigned table, const struct key *key, size_t len,
                        struct error *err);
bool table_get_raw(const struct txn *t, unsigned table, const struct key *key, struct str *value,
                   struct error *err);

/*
 * Records in the order of their keys:
 *
 *	cursor_open(&c, t, TABLE, CURSOR_UP, &from, &to);
 *	while (cursor_next(&c, &key, &content))
 *		...;
 *	ok = cursor_close(&c, err);
 *
 * From is the first key, inclusive; to is exclusive, of length 0 for the end
 * of the table. cursor_close tells whether the walk ended well; it is always
 * called. A writer does not change a table while a cursor is open on it.
 */
enum cursor_flags {
	CURSOR_UP = 0,
	CURSOR_DOWN = 1,	/* from the last key before to, down to from */
	CURSOR_DAMAGED = 2,	/* hand out records with a wrong CRC too, empty and marked */
	CURSOR_RAW = 4,		/* values without version and CRC */
};

struct cursor {
	const struct txn *txn;
	struct MDB_cursor *mdb;
	unsigned table;
	enum cursor_flags flags;
	struct key from, to;
	bool started;
	bool damaged;		/* the record handed out last */
	struct error error;
};

void cursor_open(struct cursor *c, const struct txn *t, unsigned table, enum cursor_flags flags,
                 const struct key *from, const struct key *to);
bool cursor_next(struct cursor *c, struct str *key, struct str *content);
bool cursor_close(struct cursor *c, struct error *err);

/* The first key after all that begin with prefix; of length 0 if there is none. */
struct key key_after(const struct key *prefix);

#endif
