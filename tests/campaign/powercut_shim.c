/* SPDX-License-Identifier: MIT */
#include "config.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include "powercut.h"

/*
 * Loaded into gloss with LD_PRELOAD: does what is asked and appends it to the
 * file $POWERCUT_TRACE (powercut.h). A record is appended once its call has
 * succeeded.
 */

/* dlsym gives object pointers; copying is the way from those to a function's. */
#define NEXT(function) \
	static __typeof__(&(function)) next; \
	if (!next) { \
		void *symbol_ = dlsym(RTLD_NEXT, #function); \
		memcpy(&next, &symbol_, sizeof(next)); \
	}

static ssize_t
real_writev(int fd, const struct iovec *parts, int n)
{
	static __typeof__(&writev) next;

	if (!next) {
		void *symbol = dlsym(RTLD_NEXT, "writev");
		memcpy(&next, &symbol, sizeof(next));
	}
	return next(fd, parts, n);
}

static void
append(enum trace_kind kind, off_t pos, const void *bytes, size_t len)
{
	static int fd = -1;
	struct trace t = { (uint64_t)pos, (uint32_t)len, kind };
	struct iovec parts[2] = { { &t, sizeof(t) }, { (void *)bytes, len } };
	const char *path = getenv("POWERCUT_TRACE");
	int errnum = errno;

	if (!path)
		return;
	if (fd < 0)
		fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
	if (real_writev(fd, parts, len ? 2 : 1) != (ssize_t)(sizeof(t) + len)) {
		dprintf(STDERR_FILENO, "powercut_shim: cannot write %s\n", path);
		abort();
	}
	errno = errnum;
}

static bool
is_data(int fd)
{
	char link[64], path[4096];
	ssize_t n;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	n = readlink(link, path, sizeof(path));
	return n > 9 && memcmp(path + n - 9, "/data.mdb", 9) == 0;
}

static void
note_write(int fd, const void *bytes, size_t len, off_t pos)
{
	if (fd == STDOUT_FILENO)
		append(TRACE_SAID, 0, bytes, len);
	else if (is_data(fd))
		append(fcntl(fd, F_GETFL) & (O_DSYNC | O_SYNC) ? TRACE_DURABLE : TRACE_WRITE, pos,
		       bytes, len);
}

ssize_t
write(int fd, const void *bytes, size_t len)
{
	NEXT(write);
	off_t pos = lseek(fd, 0, SEEK_CUR);
	ssize_t n = next(fd, bytes, len);

	if (n > 0)
		note_write(fd, bytes, (size_t)n, pos);
	return n;
}

ssize_t
pwrite(int fd, const void *bytes, size_t len, off_t pos)
{
	NEXT(pwrite);
	ssize_t n = next(fd, bytes, len, pos);

	if (n > 0)
		note_write(fd, bytes, (size_t)n, pos);
	return n;
}

static void
note_parts(int fd, const struct iovec *parts, ssize_t left, off_t pos)
{
	for (; left > 0; parts++) {
		size_t len = parts->iov_len < (size_t)left ? parts->iov_len : (size_t)left;
		note_write(fd, parts->iov_base, len, pos);
		pos += (off_t)len;
		left -= (ssize_t)len;
	}
}

ssize_t
writev(int fd, const struct iovec *parts, int n)
{
	off_t pos = lseek(fd, 0, SEEK_CUR);
	ssize_t done = real_writev(fd, parts, n);

	note_parts(fd, parts, done, pos);
	return done;
}

ssize_t
pwritev(int fd, const struct iovec *parts, int n, off_t pos)
{
	NEXT(pwritev);
	ssize_t done = next(fd, parts, n, pos);

	note_parts(fd, parts, done, pos);
	return done;
}

int
fdatasync(int fd)
{
	NEXT(fdatasync);
	int rc = next(fd);

	if (rc == 0 && is_data(fd))
		append(TRACE_SYNC, 0, NULL, 0);
	return rc;
}

int
fsync(int fd)
{
	NEXT(fsync);
	int rc = next(fd);

	if (rc == 0 && is_data(fd))
		append(TRACE_SYNC, 0, NULL, 0);
	return rc;
}

/* Only a store with a writable map would do this; none of ours. */
int
msync(void *start, size_t len, int flags)
{
	NEXT(msync);
	int rc = next(start, len, flags);

	if (rc == 0 && flags & MS_SYNC)
		append(TRACE_SYNC, 0, NULL, 0);
	return rc;
}

static void
note_rename(const char *to)
{
	struct stat st;

	if (stat(to, &st) == 0 && S_ISDIR(st.st_mode))
		append(TRACE_RENAME, 0, to, strlen(to));
}

int
rename(const char *from, const char *to)
{
	NEXT(rename);
	int rc = next(from, to);

	if (rc == 0)
		note_rename(to);
	return rc;
}

int
renameat2(int from_dir, const char *from, int to_dir, const char *to, unsigned int flags)
{
	NEXT(renameat2);
	int rc = next(from_dir, from, to_dir, to, flags);

	if (rc == 0)
		note_rename(to);
	return rc;
}
