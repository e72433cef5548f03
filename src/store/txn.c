/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "store/txn.h"

#include <errno.h>
#include <lmdb.h>
#include <signal.h>

#include "store/env.h"

/* Another process may have doubled the map since; take over its size. */
static int
begin(struct store *s, unsigned flags, MDB_txn **txn)
{
	/* A failure took the map away; the caller may still try to end well. */
	if (!s->env)
		return EIO;
	int rc = mdb_txn_begin(s->env, NULL, flags, txn);

	if (rc == MDB_MAP_RESIZED && (rc = mdb_env_set_mapsize(s->env, 0)) == 0)
		rc = mdb_txn_begin(s->env, NULL, flags, txn);
	return rc;
}

/* A writer that is stopped by ^Z would keep everybody else out. */
static void
block_suspension(int how)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTSTP);
	sigprocmask(how, &set, NULL);
}

bool
txn_begin(struct txn *t, struct store *s, struct error *err)
{
	int rc = begin(s, MDB_RDONLY, &t->mdb);

	t->store = s;
	return rc == 0 || env_error(err, s, rc, "cannot read the notebook");
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
	block_suspension(SIG_UNBLOCK);
}

bool
txn_write_begin(struct txn_write *w, struct store *s, unsigned wait_ms, struct error *err)
{
	w->txn.store = s;
	if (!lock_write(&s->lock, wait_ms, err))
		return false;
	block_suspension(SIG_BLOCK);
	mdb_reader_check(s->env, NULL);

	int rc = begin(s, 0, &w->txn.mdb);
	/* A failed write of the meta page leaves LMDB refusing everything. */
	if (rc == MDB_PANIC) {
		if (!env_reopen(s, err)) {
			end_write(w);
			return false;
		}
		rc = begin(s, 0, &w->txn.mdb);
	}
	if (rc == 0)
		return true;
	end_write(w);
	return env_error(err, s, rc, "cannot write the notebook");
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
