/* SPDX-License-Identifier: MIT */
#include "config.h"

#include <lmdb.h>
#include <stdio.h>
#include <string.h>

/*
 * newer DIR FEATURE: makes the notebook in DIR one of a newer gloss, by a name
 * in its table of features that ours does not know. For tests/cli/refusals.t.
 */

static int
add_feature(MDB_env *env, const char *dir, char *feature)
{
	MDB_val name = { strlen(feature), feature }, nothing = { 0, "" };
	MDB_txn *txn;
	MDB_dbi features;
	int rc;

	if ((rc = mdb_env_set_maxdbs(env, 1)) != 0 || (rc = mdb_env_open(env, dir, 0, 0600)) != 0 ||
	    (rc = mdb_txn_begin(env, NULL, 0, &txn)) != 0)
		return rc;
	if ((rc = mdb_dbi_open(txn, "features", 0, &features)) != 0 ||
	    (rc = mdb_put(txn, features, &name, &nothing, 0)) != 0) {
		mdb_txn_abort(txn);
		return rc;
	}
	return mdb_txn_commit(txn);
}

int
main(int argc, char **argv)
{
	MDB_env *env;
	int rc;

	if (argc != 3) {
		fputs("usage: newer DIR FEATURE\n", stderr);
		return 2;
	}
	if ((rc = mdb_env_create(&env)) == 0) {
		rc = add_feature(env, argv[1], argv[2]);
		mdb_env_close(env);
	}
	if (rc != 0)
		fprintf(stderr, "newer: %s: %s\n", argv[1], mdb_strerror(rc));
	return rc != 0;
}
