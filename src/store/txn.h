/* SPDX-License-Identifier: MIT */
#ifndef STORE_TXN_H
#define STORE_TXN_H

#include <stdbool.h>

#include "base/error.h"
#include "store/store.h"

/*
 * Transactions. Reading and writing are different types: what takes a struct
 * txn only reads; a struct txn_write holds one and may do both. Both are short:
 * a reader that stays open keeps old pages from being used again, a writer
 * keeps everybody else from writing. Neither lives across user input.
 */

struct txn {
	struct store *store;
	struct MDB_txn *mdb;
};

struct txn_write {
	struct txn txn;
};

bool txn_begin(struct txn *t, struct store *s, struct error *err);
void txn_end(struct txn *t);

/* Waits at most wait_ms for another writer, then ERROR_BUSY names it. */
bool txn_write_begin(struct txn_write *w, struct store *s, unsigned wait_ms, struct error *err);

/*
 * True once the changes are on the disk. False, and nothing was changed:
 * ERROR_MAP_FULL asks for store_grow and another try. The transaction has ended
 * either way.
 */
bool txn_write_commit(struct txn_write *w, struct error *err);
void txn_write_abort(struct txn_write *w);

#endif
