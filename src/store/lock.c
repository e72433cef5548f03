/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "store/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"

enum { BYTE_WRITE = 0, BYTE_OPEN = 1, BYTE_QUEUE = 2 };

#define PID_SIZE 16
#define POLL_MS 2
#define OPEN_WAIT_MS 5000

static int
lock_byte(int fd, short type, off_t byte)
{
	struct flock range = {
		.l_type = type, .l_whence = SEEK_SET, .l_start = byte, .l_len = 1,
	};

	return fcntl(fd, F_OFD_SETLK, &range);
}

static long
milliseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/*
 * *taken tells whether the byte became ours before the time was up. A signal
 * whose handler does not restart system calls ends the wait.
 */
static bool
wait_for_byte(struct lock *l, short type, off_t byte, unsigned wait_ms, bool *taken,
              struct error *err)
{
	long until = milliseconds() + (long)wait_ms;

	while (!(*taken = lock_byte(l->fd, type, byte) == 0)) {
		if (errno != EAGAIN && errno != EACCES && errno != EINTR)
			return error_errno(err, errno, "cannot lock the notebook");
		if (milliseconds() >= until)
			return true;
		if (nanosleep(&(struct timespec){ .tv_nsec = POLL_MS * 1000000L }, NULL) != 0)
			return error_set(err, ERROR_INTERRUPTED, "interrupted while waiting for another process");
	}
	return true;
}

/* Replacing a whole file is short. */
static bool
share_environment(struct lock *l, const char *path, struct error *err)
{
	bool taken;

	if (!wait_for_byte(l, F_RDLCK, BYTE_OPEN, OPEN_WAIT_MS, &taken, err))
		return false;
	return taken || error_set(err, ERROR_BUSY, "%s: the notebook is being replaced by another "
	                          "process; try again when it has ended", path);
}

bool
lock_open(struct lock *l, const char *dir, struct error *err)
{
	struct buf path = BUF_INIT;
	bool ok;

	*l = (struct lock){ .fd = -1 };
	buf_addf(&path, "%s/lock", dir);
	l->fd = open(path.p, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (l->fd < 0 && errno == EROFS) {
		l->read_only = true;
		ok = true;
	} else if (l->fd < 0) {
		ok = error_errno(err, errno, "cannot open %s for writing", path.p);
	} else {
		ok = share_environment(l, path.p, err);
	}
	if (!ok)
		lock_close(l);
	buf_release(&path);
	return ok;
}

void
lock_close(struct lock *l)
{
	if (l->fd >= 0)
		close(l->fd);
	l->fd = -1;
}

static bool
busy(struct lock *l, struct error *err)
{
	char pid[PID_SIZE + 1] = { 0 };

	if (pread(l->fd, pid, PID_SIZE, 0) <= 0 || atol(pid) <= 0)
		return error_set(err, ERROR_BUSY, "the notebook is being written by another process; "
		                 "try again");
	return error_set(err, ERROR_BUSY, "the notebook is being written by process %ld; try again",
	                 atol(pid));
}

static void
write_pid(struct lock *l)
{
	char pid[PID_SIZE + 1];

	snprintf(pid, sizeof(pid), "%-*ld", PID_SIZE - 1, (long)getpid());
	/* The pid only words a message: a full disk must not stop the write. */
	if (pwrite(l->fd, pid, PID_SIZE - 1, 0) < 0)
		errno = 0;
}

bool
lock_write(struct lock *l, unsigned wait_ms, struct error *err)
{
	long started = milliseconds();
	bool queued, taken = false, ok;

	if (l->read_only)
		return error_set(err, ERROR_IO,
		                 "the notebook is on a read-only file system: copy it elsewhere to change it");
	ok = wait_for_byte(l, F_WRLCK, BYTE_QUEUE, wait_ms, &queued, err);
	if (ok && queued) {
		long waited = milliseconds() - started;
		unsigned left = waited < (long)wait_ms ? wait_ms - (unsigned)waited : 0;

		ok = wait_for_byte(l, F_WRLCK, BYTE_WRITE, left, &taken, err);
		lock_byte(l->fd, F_UNLCK, BYTE_QUEUE);
	}
	if (ok && taken)
		write_pid(l);
	return ok && (taken || busy(l, err));
}

void
lock_write_end(struct lock *l)
{
	lock_byte(l->fd, F_UNLCK, BYTE_WRITE);
}
