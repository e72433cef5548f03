/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "store/txn.h"

#include <lmdb.h>
#include <signal.h>

#include "store/env.h"

static bool
begin(struct store *s, unsigned flags, MDB_txn **txn, const char *doing, struct error *err)
{
	int rc = s->env ? mdb_txn_begin(s->env, NULL, flags, txn) : MDB_PANIC;

	/* A failed write of the meta page leaves LMDB refusing everything. */
	if (rc == MDB_PANIC) {
		if (!env_reopen(s, err))
			return false;
		rc = mdb_txn_begin(s->env, NULL, flags, txn);
	}
	/* Another process may have doubled the map since; take over its size. */
	if (rc == MDB_MAP_RESIZED) {
		if (!env_set_map_size(s, 0, err))
			return false;
		rc = mdb_txn_begin(s->env, NULL, flags, txn);
	}
	return rc == 0 || env_error(err, s, rc, doing);
}

/* A writer that is stopped by ^Z would keep everybody else out. */
static void
block_suspension(struct store *s)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTSTP);
	sigprocmask(SIG_BLOCK, &set, &s->mask);
}

static void
unblock_suspension(struct store *s)
{
	sigprocmask(SIG_SETMASK, &s->mask, NULL);
}

bool
txn_begin(struct txn *t, struct store *s, struct error *err)
{
	t->store = s;
	return begin(s, MDB_RDONLY, &t->mdb, "cannot read the notebook", err);
}

void
txn_end(struct txn *t)
{
	mdb_txn_abort(t->mdb);
	t->mdb = NULL;
}

static void
end_write(struct txn_write *w)
{
	w->txn.mdb = NULL;
	lock_write_end(&w->txn.store->lock);
	unblock_suspension(w->txn.store);
}

bool
txn_write_begin(struct txn_write *w, struct store *s, unsigned wait_ms, struct error *err)
{
	w->txn.store = s;
	block_suspension(s);
	if (!lock_write(&s->lock, wait_ms, err)) {
		unblock_suspension(s);
		return false;
	}
	if (s->env)
		mdb_reader_check(s->env, NULL);
	if (begin(s, 0, &w->txn.mdb, "cannot write the notebook", err))
		return true;
	end_write(w);
	return false;
}

bool
txn_write_commit(struct txn_write *w, struct error *err)
{
	int rc = mdb_txn_commit(w->txn.mdb);

	end_write(w);
	return rc == 0 || env_error(err, w->txn.store, rc, "not saved");
}

void
txn_write_abort(struct txn_write *w)
{
	mdb_txn_abort(w->txn.mdb);
	end_write(w);
}
