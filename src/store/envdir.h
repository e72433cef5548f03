/* SPDX-License-Identifier: MIT */
#ifndef STORE_ENVDIR_H
#define STORE_ENVDIR_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/error.h"

/*
 * The directory of an LMDB environment: what must hold before LMDB may touch
 * it, since LMDB trusts its file and maps it into memory, and how a new one
 * appears whole. Facts and figures: reference/reliability.md A2.
 */

enum envdir_state {
	ENVDIR_ABSENT,		/* nothing there, or an empty directory */
	ENVDIR_FOREIGN,		/* something there that is no environment */
	ENVDIR_PRESENT,		/* a directory with a data.mdb */
};

enum envdir_state envdir_state(const char *dir);

/*
 * Checks owner, file kinds, the file system and the header of data.mdb, and
 * allocates the lock table, whose first touch on a full disk would otherwise
 * be a SIGBUS. Modes wider than 0700 and 0600 are narrowed. What a person
 * should know but need not act on is appended to notices, a line each.
 */
bool envdir_check(const char *dir, struct buf *notices, struct error *err);

/* Makes all missing parents of dir, mode 0700. */
bool envdir_make_parents(const char *dir, struct error *err);

/*
 * A fresh directory, mode 0700, its name appended to temporary: beside dir, or
 * inside it if it is there already, empty.
 */
bool envdir_make_temporary(const char *dir, struct buf *temporary, struct error *err);

/*
 * Makes a filled temporary directory the environment in one step. If another process
 * was first, ERROR_EXISTS; the temporary directory is then removed.
 */
bool envdir_publish(const char *temporary, const char *dir, struct error *err);

/* Removes a temporary directory with the files an environment has. */
void envdir_remove(const char *dir);

#endif
