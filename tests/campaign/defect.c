/* SPDX-License-Identifier: MIT */
#include "config.h"

#include <dlfcn.h>
#include <lmdb.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

/*
 * Deliberate defects, loaded with LD_PRELOAD into gloss: each campaign has to
 * find the one that is its positive control, or it proves nothing. DEFECT is
 *
 *	nosync	LMDB opens with MDB_NOSYNC: nothing is on the disk in time
 *	lose	every DEFECT_EVERY-th commit, or tenth, of a process says that it went
 *		well and is thrown away
 *	corrupt	the first page written that has DEFECT_TEXT gets one bit wrong
 *	crash	reading in a transaction ends with SIGKILL, which no guard catches
 */

static int
is_defect(const char *name)
{
	const char *defect = getenv("DEFECT");

	return defect && strcmp(defect, name) == 0;
}

/* dlsym gives object pointers; copying is the way from those to a function's. */
#define NEXT(function) \
	static __typeof__(&(function)) next; \
	if (!next) { \
		void *symbol_ = dlsym(RTLD_NEXT, #function); \
		memcpy(&next, &symbol_, sizeof(next)); \
	}

int
mdb_env_open(MDB_env *env, const char *path, unsigned int flags, mdb_mode_t mode)
{
	NEXT(mdb_env_open);
	return next(env, path, is_defect("nosync") ? flags | MDB_NOSYNC : flags, mode);
}

int
mdb_txn_commit(MDB_txn *txn)
{
	static int n;
	const char *every = getenv("DEFECT_EVERY");
	NEXT(mdb_txn_commit);

	/* The first commit of a process is a reader's, which makes table handles last. */
	if (!is_defect("lose") || ++n % (every ? atoi(every) : 10) != 0)
		return next(txn);
	mdb_txn_abort(txn);
	return MDB_SUCCESS;
}

int
mdb_cursor_open(MDB_txn *txn, MDB_dbi dbi, MDB_cursor **cursor)
{
	NEXT(mdb_cursor_open);
	if (is_defect("crash"))
		raise(SIGKILL);
	return next(txn, dbi, cursor);
}

/* Spoils what is about to be written, once. */
static void
spoil(void *page, size_t len)
{
	static int done;
	const char *text = getenv("DEFECT_TEXT");
	char *at = text && !done ? memmem(page, len, text, strlen(text)) : NULL;

	if (!at)
		return;
	*at ^= 1;
	done = 1;
}

ssize_t
pwrite(int fd, const void *bytes, size_t len, off_t at)
{
	NEXT(pwrite);
	if (is_defect("corrupt"))
		spoil((void *)bytes, len);
	return next(fd, bytes, len, at);
}

ssize_t
writev(int fd, const struct iovec *parts, int n)
{
	NEXT(writev);
	for (int i = 0; is_defect("corrupt") && i < n; i++)
		spoil(parts[i].iov_base, parts[i].iov_len);
	return next(fd, parts, n);
}
