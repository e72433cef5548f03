/* SPDX-License-Identifier: MIT */
#ifndef TESTS_UNIT_SCRATCH_H
#define TESTS_UNIT_SCRATCH_H

#include <ftw.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"

/*
 * For tests with files and processes: a directory of their own under $TMPDIR,
 * removed when the test ends, and children that end with a status.
 */

#define SCRATCH_PATH_SIZE 1024

static char scratch_dir_[SCRATCH_PATH_SIZE / 2];

static inline int
scratch_remove_(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

static inline void
scratch_end_(void)
{
	nftw(scratch_dir_, scratch_remove_, 16, FTW_DEPTH | FTW_PHYS);
}

/* The path of a name in the directory, in one of a few static places. */
static inline const char *
scratch_path(const char *name)
{
	static char paths[4][SCRATCH_PATH_SIZE];
	static unsigned next;

	if (scratch_dir_[0] == '\0') {
		const char *tmp = getenv("TMPDIR");
		snprintf(scratch_dir_, sizeof(scratch_dir_), "%s/gloss-test-XXXXXX",
		         tmp && tmp[0] == '/' ? tmp : "/tmp");
		if (!mkdtemp(scratch_dir_))
			abort();
		atexit(scratch_end_);
	}
	char *path = paths[next++ % 4];
	if (snprintf(path, sizeof(paths[0]), "%s/%s", scratch_dir_, name) >= SCRATCH_PATH_SIZE)
		abort();
	return path;
}

/* Something that must hold before a test makes sense. */
static inline void
scratch_need(bool ok, const char *what, const struct error *err)
{
	if (ok)
		return;
	printf("Bail out! %s: %s\n", what, err ? err->text : "");
	exit(1);
}

/*
 * A child that runs fn and ends with what it returns. It may tell the parent
 * that it has come so far by scratch_say, and stay until scratch_stay returns,
 * when the parent lets it go or is gone.
 */
struct scratch_child {
	pid_t pid;
	int from_child, to_child;
};

static int scratch_up_ = -1, scratch_down_ = -1;	/* in the child */

static inline void
scratch_say(char c)
{
	if (write(scratch_up_, &c, 1) != 1)
		_exit(99);
}

static inline void
scratch_stay(void)
{
	char c;

	while (read(scratch_down_, &c, 1) < 0)
		;
}

static inline struct scratch_child
scratch_fork(int (*fn)(void))
{
	int up[2], down[2];

	if (pipe(up) != 0 || pipe(down) != 0)
		abort();
	fflush(stdout);
	struct scratch_child c = { fork(), up[0], down[1] };
	if (c.pid == 0) {
		close(up[0]);
		close(down[1]);
		scratch_up_ = up[1];
		scratch_down_ = down[0];
		_exit(fn());
	}
	close(up[1]);
	close(down[0]);
	return c;
}

/* What the child said; 0 if it ended without a word. */
static inline char
scratch_hear(const struct scratch_child *c)
{
	char said;

	return read(c->from_child, &said, 1) == 1 ? said : '\0';
}

static inline void
scratch_let_go(struct scratch_child *c)
{
	if (write(c->to_child, "", 1) != 1)
		abort();
}

/* Its status; 128 and the signal if one ended it. */
static inline int
scratch_wait(struct scratch_child *c)
{
	int status;

	close(c->to_child);
	close(c->from_child);
	if (waitpid(c->pid, &status, 0) != c->pid)
		abort();
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* xorshift64: the same numbers in every run. */
static uint64_t scratch_random_ = 88172645463325252u;

static inline uint64_t
scratch_random(void)
{
	scratch_random_ ^= scratch_random_ << 13;
	scratch_random_ ^= scratch_random_ >> 7;
	scratch_random_ ^= scratch_random_ << 17;
	return scratch_random_;
}

/* Below n, which is not 0. */
static inline size_t
scratch_below(size_t n)
{
	return (size_t)(scratch_random() % n);
}

#endif
