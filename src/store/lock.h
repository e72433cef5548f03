/* SPDX-License-Identifier: MIT */
#ifndef STORE_LOCK_H
#define STORE_LOCK_H

#include <stdbool.h>

#include "base/error.h"

/*
 * The notebook's own locks, on three bytes of its file `lock`, as open file
 * description locks (fcntl(2), F_OFD_SETLK): they go with the descriptor, so a
 * killed process leaves none.
 *
 * Byte 0 is held alone while a process writes: LMDB's own mutex cannot be
 * tried, and a stopped holder would block everybody for ever. Byte 1 is shared
 * by every process that has the environment open; whoever replaces data.mdb
 * must hold it alone, since a file replaced under an open process loses
 * acknowledged commits. Byte 2 is the turnstile before byte 0: who waits for
 * byte 0 holds it, so that a process that writes again and again lets others
 * in between. The holder of byte 0 writes its pid into the file.
 */

struct lock {
	int fd;
	bool read_only;		/* on a read-only file system: nothing can be locked */
};

/* Opens DIR/lock, making it with mode 0600, and shares byte 1. */
bool lock_open(struct lock *l, const char *dir, struct error *err);
void lock_close(struct lock *l);

/* Holds byte 0, waiting at most wait_ms; ERROR_BUSY names the holder's pid. */
bool lock_write(struct lock *l, unsigned wait_ms, struct error *err);
void lock_write_end(struct lock *l);

#endif
