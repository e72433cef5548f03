/* SPDX-License-Identifier: MIT */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"

/* Files: read and write whole, replace atomically, standard directories. */

/*
 * Appends all of fd, at most max bytes (else ERROR_LIMIT); name is for messages.
 * A signal whose handler does not restart system calls ends it: ERROR_INTERRUPTED.
 */
bool file_read_fd(int fd, const char *name, size_t max, struct buf *out, struct error *err);

/* Writes all or fails; retries after signals and short writes. */
bool file_write_fd(int fd, const char *name, struct str bytes, struct error *err);

/*
 * A file that replaces path in one step, so that a reader sees the old or the
 * new whole and a failure leaves the old: written beside it under a temporary
 * name with mode 0600, synced, renamed, directory synced. A path that is a
 * symbolic link is refused.
 */
struct file_replace {
	int fd;			/* write here */
	struct buf path;
	struct buf temporary;
};
bool file_replace_begin(struct file_replace *f, const char *path, struct error *err);
bool file_replace_commit(struct file_replace *f, struct error *err);

/* Removes the temporary file, unless committed; always to be called. */
void file_replace_release(struct file_replace *f);

/* A nameless file, gone when it is closed, in $TMPDIR or /tmp, mode 0600. */
bool file_temporary(int *fd, struct error *err);

/* fsync of a directory, so that a rename in it lasts. */
bool file_sync_directory(const char *path, struct error *err);

/* The directory part of a path, "." if it has none. */
struct str file_directory(struct str path);
struct str file_name(struct str path);

#endif
