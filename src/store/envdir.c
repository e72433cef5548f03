/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "store/envdir.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/file.h"

/* Bytes of LMDB's reader table with its default of 126 readers. */
#define LOCK_TABLE_SIZE 8192

/* How the name of a directory begins that is made inside an empty one. */
#define TEMPORARY ".new-"

/* The first page: a page header of 16 bytes, then the meta (lmdb 0.9, mdb.c, MDB_meta). */
#define META_OFFSET 16
#define META_MAGIC 0xBEEFC0DEu
#define META_VERSION 1u

struct file_system {
	unsigned long magic;	/* statfs(2) f_type; linux/magic.h */
	const char *name;
	bool refused;
};

/* LMDB needs memory maps and locks that agree between all who have the file open. */
static const struct file_system file_systems[] = {
	{ 0x6969, "NFS", true },
	{ 0xFF534D42, "CIFS", true },
	{ 0xFE534D42, "SMB2", true },
	{ 0x517B, "SMB", true },
	{ 0x01021997, "9P", true },
	{ 0x5346414F, "AFS", true },
	{ 0x6B414653, "AFS", true },
	{ 0x00C36400, "Ceph", true },
	{ 0x0BD00BD0, "Lustre", true },
	{ 0x01161970, "GFS2", true },
	{ 0x7461636F, "OCFS2", true },
	{ 0x65735546, "FUSE", false },
};

static bool
is_empty_directory(const char *dir)
{
	DIR *d = opendir(dir);
	struct dirent *entry;
	bool empty = true;

	if (!d)
		return false;
	/* One that is being made beside us does not count: whoever is first wins. */
	while (empty && (entry = readdir(d)))
		empty = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0 ||
		        strncmp(entry->d_name, TEMPORARY, strlen(TEMPORARY)) == 0;
	closedir(d);
	return empty;
}

enum envdir_state
envdir_state(const char *dir)
{
	struct buf data = BUF_INIT;
	struct stat st;
	enum envdir_state state = ENVDIR_FOREIGN;

	buf_addf(&data, "%s/data.mdb", dir);
	if (stat(dir, &st) != 0)
		state = errno == ENOENT ? ENVDIR_ABSENT : ENVDIR_FOREIGN;
	else if (lstat(data.p, &st) == 0)
		state = ENVDIR_PRESENT;
	else if (is_empty_directory(dir))
		state = ENVDIR_ABSENT;
	buf_release(&data);
	return state;
}

static bool
check_file_system(int fd, const char *dir, struct buf *notices, struct error *err)
{
	struct statfs fs;

	if (fstatfs(fd, &fs) != 0)
		return error_errno(err, errno, "cannot look at the file system of %s", dir);
	for (size_t i = 0; i < sizeof(file_systems) / sizeof(file_systems[0]); i++) {
		if (((unsigned long)fs.f_type & 0xFFFFFFFFul) != file_systems[i].magic)
			continue;
		if (file_systems[i].refused)
			return error_set(err, ERROR_IO,
			                 "%s is on a network file system (%s), where a notebook would "
			                 "be damaged: choose a local disk with -n DIR",
			                 dir, file_systems[i].name);
		buf_addf(notices, "%s is on a %s file system: keep it to one machine at a time\n", dir,
		         file_systems[i].name);
	}
	return true;
}

/* Owned by us, and nobody else's to read; what is too wide is narrowed. */
static bool
check_private(int fd, const char *path, mode_t want, struct buf *notices, struct error *err)
{
	struct stat st;

	if (fstat(fd, &st) != 0)
		return error_errno(err, errno, "cannot look at %s", path);
	if (st.st_uid != geteuid())
		return error_set(err, ERROR_IO,
		                 "%s belongs to user %ld: a notebook is opened by its owner only", path,
		                 (long)st.st_uid);
	if ((st.st_mode & 077) == 0)
		return true;
	if (fchmod(fd, want) != 0)
		return errno == EROFS ||
		       error_errno(err, errno, "%s is open to others and cannot be closed", path);
	buf_addf(notices, "%s was open to others; its mode is now %04o\n", path, (unsigned)want);
	return true;
}

static bool
check_header(int fd, const char *path, struct error *err)
{
	unsigned char page[META_OFFSET + 8];
	uint32_t magic, version;
	ssize_t n = pread(fd, page, sizeof(page), 0);

	if (n < 0)
		return error_errno(err, errno, "cannot read %s", path);
	if (n == 0)
		return error_set(err, ERROR_CORRUPT,
		                 "%s is empty: put a backup in its place, or remove the directory", path);
	if (n < (ssize_t)sizeof(page))
		return error_set(err, ERROR_CORRUPT, "%s is cut short: put a backup in its place", path);
	memcpy(&magic, page + META_OFFSET, sizeof(magic));
	memcpy(&version, page + META_OFFSET + 4, sizeof(version));
	if (magic != META_MAGIC)
		return error_set(err, ERROR_CORRUPT,
		                 "%s is not an LMDB file of this machine: put a backup in its place", path);
	if (version != META_VERSION)
		return error_set(err, ERROR_VERSION,
		                 "%s is of LMDB's file format %u, not %u: it was made by a newer "
		                 "LMDB; load a dump of it", path, version, META_VERSION);
	return true;
}

static bool
check_data(int dirfd, const char *dir, struct buf *notices, struct error *err)
{
	struct buf path = BUF_INIT;
	struct stat st;
	bool ok = false;

	buf_addf(&path, "%s/data.mdb", dir);
	int fd = openat(dirfd, "data.mdb", O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd < 0)
		error_errno(err, errno, "cannot open %s", path.p);
	else if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
		error_set(err, ERROR_CORRUPT, "%s is not a regular file", path.p);
	else
		ok = check_private(fd, path.p, 0600, notices, err) && check_header(fd, path.p, err);
	if (fd >= 0)
		close(fd);
	buf_release(&path);
	return ok;
}

static bool
allocate_lock_table(int dirfd, const char *dir, struct buf *notices, struct error *err)
{
	struct buf path = BUF_INIT;
	bool ok = false;
	int rc;

	buf_addf(&path, "%s/lock.mdb", dir);
	int fd = openat(dirfd, "lock.mdb", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		ok = errno == EROFS || error_errno(err, errno, "cannot open %s for writing", path.p);
	else if (!check_private(fd, path.p, 0600, notices, err))
		ok = false;
	else if ((rc = posix_fallocate(fd, 0, LOCK_TABLE_SIZE)) != 0)
		error_errno(err, rc, "cannot make room for %s", path.p);
	else
		ok = true;
	if (fd >= 0)
		close(fd);
	buf_release(&path);
	return ok;
}

/* Closing it again costs nobody a lock: those of lock.h stay with their own descriptor. */
static bool
check_lock(int dirfd, const char *dir, struct buf *notices, struct error *err)
{
	struct buf path = BUF_INIT;
	bool ok;

	buf_addf(&path, "%s/lock", dir);
	int fd = openat(dirfd, "lock", O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd < 0)
		ok = errno == ENOENT || error_errno(err, errno, "cannot open %s", path.p);
	else
		ok = check_private(fd, path.p, 0600, notices, err);
	if (fd >= 0)
		close(fd);
	buf_release(&path);
	return ok;
}

bool
envdir_check(const char *dir, struct buf *notices, struct error *err)
{
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return error_errno(err, errno, "cannot open the notebook %s", dir);
	bool ok = check_file_system(fd, dir, notices, err) &&
	          check_private(fd, dir, 0700, notices, err) &&
	          check_data(fd, dir, notices, err) &&
	          check_lock(fd, dir, notices, err) &&
	          allocate_lock_table(fd, dir, notices, err);
	close(fd);
	return ok;
}

bool
envdir_make_parents(const char *dir, struct error *err)
{
	struct buf path = BUF_INIT;
	bool ok = true;

	buf_add_z(&path, dir);
	for (size_t i = 1; ok && i < path.len; i++) {
		if (path.p[i] != '/')
			continue;
		path.p[i] = '\0';
		if (mkdir(path.p, 0700) != 0 && errno != EEXIST)
			ok = error_errno(err, errno, "cannot make the directory %s", path.p);
		path.p[i] = '/';
	}
	buf_release(&path);
	return ok;
}

static bool
is_directory(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

bool
envdir_make_temporary(const char *dir, struct buf *temporary, struct error *err)
{
	size_t len = strlen(dir);

	while (len > 1 && dir[len - 1] == '/')
		len--;
	/*
	 * Beside a directory that is to come; inside one that is there, which may
	 * be a mount point, or somebody's current directory.
	 */
	buf_addf(temporary, "%.*s%s" "XXXXXX", (int)len, dir,
	         is_directory(dir) ? "/" TEMPORARY : TEMPORARY);
	if (!mkdtemp(temporary->p))
		return error_errno(err, errno, "cannot make a notebook in %.*s",
		                   STR_ARG(file_directory(buf_str(temporary))));

	int fd = open(temporary->p, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0) {
		error_errno(err, errno, "cannot open %s", temporary->p);
		envdir_remove(temporary->p);
		return false;
	}
	struct buf notices = BUF_INIT;
	bool ok = check_file_system(fd, dir, &notices, err) &&
	          allocate_lock_table(fd, temporary->p, &notices, err);
	close(fd);
	buf_release(&notices);
	if (!ok)
		envdir_remove(temporary->p);
	return ok;
}

static bool
sync_parent(struct str path, struct error *err)
{
	struct buf parent = BUF_INIT;

	buf_add_str(&parent, file_directory(path));
	bool ok = file_sync_directory(parent.p, err);
	buf_release(&parent);
	return ok;
}

/* rename(2) replaces an empty directory and nothing else, so the loser of a race sees it. */
static int
publish_directory(const char *temporary, const char *dir)
{
	return rename(temporary, dir) == 0 ? 0 : errno;
}

/* The environment is its data.mdb; the lock files are made by whoever opens it. */
static int
publish_data(const char *temporary, const char *dir)
{
	struct buf from = BUF_INIT, to = BUF_INIT;
	int rc = 0;

	buf_addf(&from, "%s/data.mdb", temporary);
	buf_addf(&to, "%s/data.mdb", dir);
	if (chmod(dir, 0700) != 0)
		rc = errno;
	else if (renameat2(AT_FDCWD, from.p, AT_FDCWD, to.p, RENAME_NOREPLACE) != 0)
		rc = errno;
	/* Not every file system can; a link does not replace either. */
	if (rc == EINVAL || rc == ENOSYS)
		rc = link(from.p, to.p) == 0 ? 0 : errno;
	buf_release(&from);
	buf_release(&to);
	return rc;
}

bool
envdir_publish(const char *temporary, const char *dir, struct error *err)
{
	bool inside = is_directory(dir) && strstr(temporary, "/" TEMPORARY) != NULL, ok = false;
	int rc;

	if (file_sync_directory(temporary, err)) {
		rc = inside ? publish_data(temporary, dir) : publish_directory(temporary, dir);
		if (rc == 0)
			ok = inside ? file_sync_directory(dir, err) : sync_parent(str_from(dir), err);
		else if (rc == ENOTEMPTY || rc == EEXIST || rc == ENOTDIR)
			error_set(err, ERROR_EXISTS, "%s exists and is not empty", dir);
		else
			error_errno(err, rc, "cannot make %s", dir);
	}
	if (!ok || inside)
		envdir_remove(temporary);
	return ok;
}

void
envdir_remove(const char *dir)
{
	static const char *const files[] = { "data.mdb", "lock.mdb", "lock" };
	struct buf path = BUF_INIT;

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		buf_reset(&path);
		buf_addf(&path, "%s/%s", dir, files[i]);
		unlink(path.p);
	}
	rmdir(dir);
	buf_release(&path);
}
