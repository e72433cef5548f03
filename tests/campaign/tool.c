/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "tool.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define TIMEOUT_MS 10000
#define PIPE_SIZE (1 << 20)
#define FINDINGS_SHOWN 20

unsigned tool_findings;

void
tool_die(const char *fmt, ...)
{
	int errnum = errno;
	va_list ap;

	fflush(stdout);
	fputs("campaign: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	if (errnum)
		fprintf(stderr, ": %s", strerror(errnum));
	fputc('\n', stderr);
	exit(3);
}

void
tool_finding(const char *fmt, ...)
{
	struct buf text = BUF_INIT;
	va_list ap;

	if (tool_findings++ >= FINDINGS_SHOWN)
		return;
	va_start(ap, fmt);
	buf_addv(&text, fmt, ap);
	va_end(ap);
	for (size_t i = 0; i < text.len; i++)
		if (text.p[i] == '\n')
			text.p[i] = '|';
	printf("# FINDING: %s\n", text.p);
	fflush(stdout);
	buf_release(&text);
}

uint64_t
chance_next(struct chance *c)
{
	c->state ^= c->state >> 12;
	c->state ^= c->state << 25;
	c->state ^= c->state >> 27;
	return c->state * UINT64_C(2685821657736338717);
}

uint64_t
chance_below(struct chance *c, uint64_t n)
{
	return (chance_next(c) >> 11) % n;
}

double
tool_seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void
make_pipe(int ends[2])
{
	if (pipe2(ends, O_CLOEXEC) != 0)
		tool_die("cannot make a pipe");
	/* More room where it is granted; what the campaigns write fits anyway. */
	fcntl(ends[0], F_SETPIPE_SZ, PIPE_SIZE);
}

void
child_start(struct child *c, const char *const *argv, const char *const *env)
{
	int in[2], out[2], err[2];

	make_pipe(in);
	make_pipe(out);
	make_pipe(err);
	fflush(stdout);
	c->pid = fork();
	if (c->pid < 0)
		tool_die("cannot fork");
	if (c->pid == 0) {
		for (; env && *env; env++)
			putenv((char *)*env);
		dup2(in[0], STDIN_FILENO);
		dup2(out[1], STDOUT_FILENO);
		dup2(err[1], STDERR_FILENO);
		execv(argv[0], (char *const *)argv);
		_exit(127);
	}
	close(in[0]);
	close(out[1]);
	close(err[1]);
	c->in = in[1];
	c->out = out[0];
	c->err = err[0];
}

void
result_release(struct result *r)
{
	buf_release(&r->out);
	buf_release(&r->err);
}

/* Takes what one descriptor has; closes it at its end. */
static void
drain(int *fd, struct buf *out)
{
	ssize_t n = read(*fd, buf_reserve(out, 65536), 65536);

	if (n > 0) {
		out->len += (size_t)n;
		buf_truncate(out, out->len);
	} else if (n == 0 || errno != EINTR) {
		close(*fd);
		*fd = -1;
	}
}

void
child_finish(struct child *c, struct result *r, unsigned timeout_ms)
{
	double until = tool_seconds() + timeout_ms / 1000.0;
	int status;

	buf_reset(&r->out);
	buf_reset(&r->err);
	r->late = false;
	if (c->in >= 0)
		close(c->in);
	c->in = -1;
	while (c->out >= 0 || c->err >= 0) {
		struct pollfd p[2] = { { c->out, POLLIN, 0 }, { c->err, POLLIN, 0 } };
		double left = until - tool_seconds();
		if (poll(p, 2, left > 0 ? (int)(left * 1000) + 1 : 0) == 0) {
			r->late = true;
			kill(c->pid, SIGKILL);
			until = tool_seconds() + 60;
			continue;
		}
		if (c->out >= 0 && p[0].revents)
			drain(&c->out, &r->out);
		if (c->err >= 0 && p[1].revents)
			drain(&c->err, &r->err);
	}
	while (waitpid(c->pid, &status, 0) < 0)
		if (errno != EINTR)
			tool_die("cannot wait");
	r->status = WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
	if (r->status == 127)
		tool_die("cannot run the program");
}

void
tool_run(struct result *r, const char *const *argv, const char *const *env, struct str input)
{
	struct child c;

	child_start(&c, argv, env);
	/* A program that goes before it has read everything is no fault of ours. */
	signal(SIGPIPE, SIG_IGN);
	if (input.len > 0 && write(c.in, input.p, input.len) != (ssize_t)input.len && errno != EPIPE)
		tool_die("cannot write to the program");
	child_finish(&c, r, TIMEOUT_MS);
}

const char *
tool_program(void)
{
	const char *program = getenv("GLOSS");

	errno = 0;
	if (!program || program[0] != '/')
		tool_die("set GLOSS to the absolute path of the program");
	return program;
}

bool
tool_check(const char *notebook, const char *when)
{
	struct result r = RESULT_INIT;
	bool ok;

	tool_gloss(&r, notebook, "check");
	ok = r.status == 0 && !r.late;
	if (!ok)
		tool_finding("gloss check %s: status %d%s: %.300s%.300s", when, r.status,
		             r.late ? ", too late" : "", r.err.p, r.out.p);
	result_release(&r);
	return ok;
}

bool
tool_read(const char *path, struct buf *out)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n;

	buf_reset(out);
	if (fd < 0)
		return false;
	while ((n = read(fd, buf_reserve(out, 1 << 20), 1 << 20)) > 0)
		out->len += (size_t)n;
	close(fd);
	if (n < 0)
		tool_die("cannot read %s", path);
	buf_truncate(out, out->len);
	return true;
}

void
tool_write(const char *path, struct str bytes)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	ssize_t n;

	if (fd < 0)
		tool_die("cannot write %s", path);
	for (; bytes.len > 0; bytes = str_skip(bytes, (size_t)n))
		if ((n = write(fd, bytes.p, bytes.len)) <= 0)
			tool_die("cannot write %s", path);
	close(fd);
}

const char *
tool_path(struct buf *b, const char *dir, const char *name)
{
	buf_reset(b);
	buf_addf(b, "%s/%s", dir, name);
	return b->p;
}

void
tool_make_directory(const char *path)
{
	if (mkdir(path, 0700) != 0)
		tool_die("cannot make the directory %s", path);
}

void
tool_remove_notebook(const char *dir)
{
	static const char *const names[] = { "data.mdb", "lock.mdb", "lock" };
	struct buf path = BUF_INIT;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		unlink(tool_path(&path, dir, names[i]));
	rmdir(dir);
	buf_release(&path);
}

void
tool_make_work(struct buf *b)
{
	const char *dir = getenv("TMPDIR");

	buf_reset(b);
	buf_addf(b, "%s/campaign-XXXXXX", dir && dir[0] == '/' ? dir : "/tmp");
	if (!mkdtemp(b->p))
		tool_die("cannot make a directory %s", b->p);
}

static int
remove_one(const char *path, const struct stat *st, int type, struct FTW *where)
{
	(void)st;
	(void)type;
	(void)where;
	remove(path);
	return 0;
}

void
tool_remove_work(const char *dir)
{
	nftw(dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}
