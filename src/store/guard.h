/* SPDX-License-Identifier: MIT */
#ifndef STORE_GUARD_H
#define STORE_GUARD_H

/*
 * LMDB trusts the file it maps: in a damaged one it reads beyond the end
 * (SIGBUS), follows wild numbers (SIGSEGV) or stops at an assertion (SIGABRT).
 * While an environment is open these end the program in order: the exit hook
 * of mem.h, one line that says what to do, status 2. Nothing is lost by it: a
 * transaction that did not commit has not happened.
 *
 * Builds with the address sanitizer keep the sanitizer's own handlers.
 */

/* Called once the environment in dir is to be opened; the name is copied. */
void guard_begin(const char *dir);

/* Gives the signals back to whom they belonged. */
void guard_end(void);

/* What LMDB calls in place of abort(3): mdb_env_set_assert. */
struct MDB_env;
void guard_assert(struct MDB_env *env, const char *text);

#endif
