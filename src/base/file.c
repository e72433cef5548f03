/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define READ_SIZE ((size_t)64 * 1024)
#define TEMPORARY_TRIES 100

/*
 * Whether a failed read or write is to be tried again. A descriptor that came
 * to us non-blocking, as a terminal shared with another program may be, is
 * waited for.
 */
static bool
may_retry(int fd, short events)
{
	if (errno == EINTR)
		return true;
	if (errno != EAGAIN && errno != EWOULDBLOCK)
		return false;
	struct pollfd p = { .fd = fd, .events = events };
	return poll(&p, 1, -1) >= 0 || errno == EINTR;
}

bool
file_read_fd(int fd, const char *name, size_t max, struct buf *out, struct error *err)
{
	size_t start = out->len;

	for (;;) {
		/* One byte past the limit shows that there is more. */
		size_t left = max - (out->len - start);
		size_t want = left < READ_SIZE ? left + 1 : READ_SIZE;
		ssize_t n = read(fd, buf_reserve(out, want), want);
		if (n < 0 && errno != EINTR && may_retry(fd, POLLIN))
			continue;
		if (n < 0) {
			int errnum = errno;
			buf_truncate(out, start);
			if (errnum == EINTR)
				return error_set(err, ERROR_INTERRUPTED, "%s: interrupted", name);
			return error_errno(err, errnum, "%s: cannot read", name);
		}
		if (n == 0)
			return true;
		if ((size_t)n > left) {
			buf_truncate(out, start);
			return error_set(err, ERROR_LIMIT, "%s: larger than the limit of %zu bytes",
			                 name, max);
		}
		out->len += (size_t)n;
		buf_truncate(out, out->len);
	}
}

bool
file_write_fd(int fd, const char *name, struct str bytes, struct error *err)
{
	while (bytes.len > 0) {
		size_t want = bytes.len < SSIZE_MAX ? bytes.len : SSIZE_MAX;
		ssize_t n = write(fd, bytes.p, want);
		if (n < 0) {
			if (may_retry(fd, POLLOUT))
				continue;
			if (errno == EPIPE)
				return error_set(err, ERROR_PIPE, "%s: nobody reads it", name);
			return error_errno(err, errno, "%s: cannot write", name);
		}
		bytes = str_skip(bytes, (size_t)n);
	}
	return true;
}

struct str
file_directory(struct str path)
{
	size_t end = path.len;

	while (end > 0 && path.p[end - 1] != '/')
		end--;
	if (end == 0)
		return STR(".");
	while (end > 1 && path.p[end - 1] == '/')
		end--;
	return str_slice(path, 0, end);
}

struct str
file_name(struct str path)
{
	size_t start = path.len;

	while (start > 0 && path.p[start - 1] != '/')
		start--;
	return str_skip(path, start);
}

static int
open_directory(const char *path, struct error *err)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		error_errno(err, errno, "%s: cannot open the directory", path);
	return fd;
}

/* Some file systems cannot sync a directory and say EINVAL; then a rename lasts by itself. */
static bool
sync_and_close_directory(int fd, const char *path, struct error *err)
{
	int errnum = 0;

	while (fsync(fd) != 0) {
		if (errno == EINTR)
			continue;
		errnum = errno == EINVAL ? 0 : errno;
		break;
	}
	close(fd);
	if (errnum)
		return error_errno(err, errnum, "%s: cannot sync the directory", path);
	return true;
}

bool
file_sync_directory(const char *path, struct error *err)
{
	int fd = open_directory(path, err);
	return fd >= 0 && sync_and_close_directory(fd, path, err);
}

/* Whether the path names a regular file or nothing yet. */
static bool
is_replaceable(const char *path, struct error *err)
{
	struct stat st;

	if (file_name(str_from(path)).len == 0)
		return error_set(err, ERROR_USAGE, "'%s': the name of a file is missing", path);
	if (lstat(path, &st) != 0) {
		if (errno == ENOENT)
			return true;
		return error_errno(err, errno, "%s", path);
	}
	if (S_ISLNK(st.st_mode))
		return error_set(err, ERROR_CONFLICT,
		                 "%s: is a symbolic link; name the file it points to", path);
	if (S_ISDIR(st.st_mode))
		return error_set(err, ERROR_CONFLICT,
		                 "%s: is a directory; name a file in it", path);
	if (!S_ISREG(st.st_mode))
		return error_set(err, ERROR_CONFLICT,
		                 "%s: is not a regular file and cannot be replaced; "
		                 "name another file", path);
	return true;
}

/*
 * The name need not be secret, since O_EXCL refuses whatever is there already;
 * it only has to be free, also beside what a killed process left. It does not
 * contain the file's own name, which may be as long as names can be.
 */
static bool
open_temporary(struct file_replace *f, struct error *err)
{
	struct str directory = file_directory(buf_str(&f->path));

	for (unsigned i = 0; i < TEMPORARY_TRIES; i++) {
		struct timespec now;
		clock_gettime(CLOCK_REALTIME, &now);
		buf_reset(&f->temporary);
		buf_add_str(&f->temporary, directory);
		buf_addf(&f->temporary, "/.gloss-%lx-%llx-%x", (unsigned long)getpid(),
		         (unsigned long long)now.tv_sec * 1000000000 +
		         (unsigned long long)now.tv_nsec, i);
		f->fd = open(f->temporary.p, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
		             0600);
		if (f->fd >= 0)
			return true;
		if (errno != EEXIST && errno != EINTR)
			break;
	}
	int errnum = errno;
	buf_reset(&f->temporary);
	return error_errno(err, errnum, "%s: cannot create a file in its directory", f->path.p);
}

bool
file_replace_begin(struct file_replace *f, const char *path, struct error *err)
{
	*f = (struct file_replace){ .fd = -1, .path = BUF_INIT, .temporary = BUF_INIT };
	if (!is_replaceable(path, err))
		return false;
	buf_add_z(&f->path, path);
	return open_temporary(f, err);
}

static bool
sync_and_close(struct file_replace *f, struct error *err)
{
	while (fsync(f->fd) != 0)
		if (errno != EINTR)
			return error_errno(err, errno, "%s: cannot sync", f->path.p);

	/* Also after a failure the descriptor is gone and must not be closed again. */
	int fd = f->fd;
	f->fd = -1;
	if (close(fd) != 0 && errno != EINTR)
		return error_errno(err, errno, "%s: cannot write", f->path.p);
	return true;
}

bool
file_replace_commit(struct file_replace *f, struct error *err)
{
	/*
	 * The directory is opened first: if that fails the old file is still
	 * there. The path is looked at again because it may have become a link
	 * or a device since; should that happen between here and the rename,
	 * the rename replaces the link, never what it points to.
	 */
	struct buf directory = BUF_INIT;
	buf_add_str(&directory, file_directory(buf_str(&f->path)));
	bool ok = false;
	int fd = open_directory(directory.p, err);
	if (fd < 0)
		goto out;
	if (!sync_and_close(f, err) || !is_replaceable(f->path.p, err))
		goto out;
	if (rename(f->temporary.p, f->path.p) != 0) {
		error_errno(err, errno, "%s: cannot replace", f->path.p);
		goto out;
	}
	buf_reset(&f->temporary);
	ok = sync_and_close_directory(fd, directory.p, err);
	fd = -1;
out:
	if (fd >= 0)
		close(fd);
	buf_release(&directory);
	return ok;
}

void
file_replace_release(struct file_replace *f)
{
	if (f->fd >= 0)
		close(f->fd);
	f->fd = -1;
	if (f->temporary.len > 0)
		unlink(f->temporary.p);
	buf_release(&f->path);
	buf_release(&f->temporary);
}

bool
file_temporary(int *fd, struct error *err)
{
	const char *dir = getenv("TMPDIR");
	struct buf path = BUF_INIT;

	if (!dir || dir[0] != '/')
		dir = "/tmp";
	*fd = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (*fd < 0) {
		/* Not every file system has nameless files. */
		buf_addf(&path, "%s/gloss-XXXXXX", dir);
		*fd = mkostemp(path.p, O_CLOEXEC);
		if (*fd >= 0)
			unlink(path.p);
	}
	buf_release(&path);
	return *fd >= 0 ||
	       error_errno(err, errno, "cannot make a temporary file in %s ($TMPDIR)", dir);
}
