/* SPDX-License-Identifier: MIT */
#include "config.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

/*
 * Loaded into gloss with LD_PRELOAD: the FAULT_N-th call (from 1) of the
 * function FAULT_CALL fails with the errno FAULT_ERRNO, and with FAULT_STICKY
 * set all later ones too, except that messages can still be written. With the
 * FAULT_ERRNO "short" a read or write does half. What was hit is written to the
 * file FAULT_HIT: the function and the file.
 */

/* dlsym gives object pointers; copying is the way from those to a function's. */
#define NEXT(function) \
	static __typeof__(&(function)) next; \
	if (!next) { \
		void *symbol_ = dlsym(RTLD_NEXT, #function); \
		memcpy(&next, &symbol_, sizeof(next)); \
	}

enum fault { FAULT_NONE, FAULT_FAIL, FAULT_SHORT };

static int
next_open(const char *path)
{
	static int (*next)(const char *, int, ...);

	if (!next) {
		void *symbol = dlsym(RTLD_NEXT, "open");
		memcpy(&next, &symbol, sizeof(next));
	}
	return next(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
}

static void
tell(const char *call, const char *what)
{
	static ssize_t (*next)(int, const void *, size_t);
	const char *path = getenv("FAULT_HIT");
	int fd = path ? next_open(path) : -1;
	char line[4200];
	int len = snprintf(line, sizeof(line), "%s %s", call, what);

	if (!next) {
		void *symbol = dlsym(RTLD_NEXT, "write");
		memcpy(&next, &symbol, sizeof(next));
	}
	if (fd < 0 || next(fd, line, (size_t)len) != len)
		abort();
	close(fd);
}

/* Whether this call is the one; with errno set if it is to fail. */
static enum fault
strike(const char *call, const char *path, int fd)
{
	static unsigned n;
	static bool struck;
	const char *want = getenv("FAULT_CALL"), *number = getenv("FAULT_N");
	const char *how = getenv("FAULT_ERRNO");
	char link[64], target[4096];
	ssize_t len = 0;

	if (!want || !number || !how || strcmp(want, call) != 0)
		return FAULT_NONE;
	if (++n != (unsigned)atoi(number) &&
	    !(struck && getenv("FAULT_STICKY") && fd != STDERR_FILENO))
		return FAULT_NONE;
	if (!path) {
		snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
		len = readlink(link, target, sizeof(target) - 1);
		target[len > 0 ? len : 0] = '\0';
		path = fd == STDOUT_FILENO ? "stdout" : fd == STDERR_FILENO ? "stderr" : target;
	}
	if (!struck)
		tell(call, path);
	struck = true;
	if (strcmp(how, "short") == 0)
		return FAULT_SHORT;
	errno = atoi(how);
	return FAULT_FAIL;
}

static size_t
half(size_t len)
{
	return len > 1 ? len / 2 : len;
}

int
open(const char *path, int flags, ...)
{
	NEXT(open);
	mode_t mode = 0;

	if (flags & (O_CREAT | O_TMPFILE)) {
		va_list ap;
		va_start(ap, flags);
		mode = va_arg(ap, mode_t);
		va_end(ap);
	}
	return strike("open", path, -1) ? -1 : next(path, flags, mode);
}

int
openat(int dir, const char *path, int flags, ...)
{
	NEXT(openat);
	mode_t mode = 0;

	if (flags & (O_CREAT | O_TMPFILE)) {
		va_list ap;
		va_start(ap, flags);
		mode = va_arg(ap, mode_t);
		va_end(ap);
	}
	return strike("openat", path, -1) ? -1 : next(dir, path, flags, mode);
}

ssize_t
read(int fd, void *bytes, size_t len)
{
	NEXT(read);
	enum fault f = strike("read", NULL, fd);

	return f == FAULT_FAIL ? -1 : next(fd, bytes, f == FAULT_SHORT ? half(len) : len);
}

ssize_t
pread(int fd, void *bytes, size_t len, off_t pos)
{
	NEXT(pread);
	enum fault f = strike("pread", NULL, fd);

	return f == FAULT_FAIL ? -1 : next(fd, bytes, f == FAULT_SHORT ? half(len) : len, pos);
}

ssize_t
write(int fd, const void *bytes, size_t len)
{
	NEXT(write);
	enum fault f = strike("write", NULL, fd);

	return f == FAULT_FAIL ? -1 : next(fd, bytes, f == FAULT_SHORT ? half(len) : len);
}

ssize_t
pwrite(int fd, const void *bytes, size_t len, off_t pos)
{
	NEXT(pwrite);
	enum fault f = strike("pwrite", NULL, fd);

	return f == FAULT_FAIL ? -1 : next(fd, bytes, f == FAULT_SHORT ? half(len) : len, pos);
}

/* Short means the first part only, or half of it if there is no other. */
ssize_t
writev(int fd, const struct iovec *parts, int n)
{
	NEXT(writev);
	enum fault f = strike("writev", NULL, fd);
	struct iovec first = parts[0];

	if (f == FAULT_NONE)
		return next(fd, parts, n);
	if (n == 1)
		first.iov_len = half(first.iov_len);
	return f == FAULT_FAIL ? -1 : next(fd, &first, 1);
}

int
fdatasync(int fd)
{
	NEXT(fdatasync);
	return strike("fdatasync", NULL, fd) ? -1 : next(fd);
}

int
fsync(int fd)
{
	NEXT(fsync);
	return strike("fsync", NULL, fd) ? -1 : next(fd);
}

int
ftruncate(int fd, off_t len)
{
	NEXT(ftruncate);
	return strike("ftruncate", NULL, fd) ? -1 : next(fd, len);
}

int
close(int fd)
{
	NEXT(close);
	/* The descriptor is gone, whatever close says. */
	enum fault f = strike("close", NULL, fd);
	int errnum = errno, rc = next(fd);

	errno = f ? errnum : errno;
	return f ? -1 : rc;
}

int
rename(const char *from, const char *to)
{
	NEXT(rename);
	return strike("rename", to, -1) ? -1 : next(from, to);
}

int
renameat2(int from_dir, const char *from, int to_dir, const char *to, unsigned int flags)
{
	NEXT(renameat2);
	return strike("rename", to, -1) ? -1 : next(from_dir, from, to_dir, to, flags);
}

int
posix_fallocate(int fd, off_t pos, off_t len)
{
	NEXT(posix_fallocate);
	return strike("posix_fallocate", NULL, fd) ? errno : next(fd, pos, len);
}

void *
mmap(void *at, size_t len, int protection, int flags, int fd, off_t pos)
{
	NEXT(mmap);
	return strike("mmap", NULL, fd) ? MAP_FAILED : next(at, len, protection, flags, fd, pos);
}

int
mkdir(const char *path, mode_t mode)
{
	NEXT(mkdir);
	return strike("mkdir", path, -1) ? -1 : next(path, mode);
}
