/* SPDX-License-Identifier: MIT */
#ifndef TESTS_CAMPAIGN_TOOL_H
#define TESTS_CAMPAIGN_TOOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/buf.h"

/*
 * What the campaigns share: running the program, files, seeded chance. A
 * campaign looks at the program from outside: it is $GLOSS, what it says comes
 * through pipes, and nothing of src/ but base/ is linked in. What goes wrong in
 * the campaign itself ends it with status 3.
 */

/* Says what, with errno if set, and ends with status 3. */
void tool_die(const char *fmt, ...) __attribute__((format(printf, 1, 2), noreturn));

/* A finding: a line of TAP comment on standard output; they are counted. */
void tool_finding(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
extern unsigned tool_findings;

/* Chance that a seed repeats; never 0 for the seed. */
struct chance {
	uint64_t state;
};
uint64_t chance_next(struct chance *c);

/* From 0 to below n. */
uint64_t chance_below(struct chance *c, uint64_t n);

/* A program on its way. Input and what it wrote go through pipes of 64 KiB or more. */
struct child {
	pid_t pid;
	int in, out, err;	/* -1 when closed */
};

/* env: NAME=VALUE strings, NULL at the end, put on top of our own; may be NULL. */
void child_start(struct child *c, const char *const *argv, const char *const *env);

/* What became of a program: its exit status, or -N for signal N. */
struct result {
	int status;
	bool late;		/* it had to be killed, for time */
	struct buf out, err;
};

#define RESULT_INIT { 0, false, BUF_INIT, BUF_INIT }

void result_release(struct result *r);

/* Reads to the end of its output and waits; kills it after so many ms. r is reset first. */
void child_finish(struct child *c, struct result *r, unsigned timeout_ms);

/* Start, all input, finish; 10 s. */
void tool_run(struct result *r, const char *const *argv, const char *const *env,
              struct str input);

/* gloss -n NOTEBOOK and then words up to NULL. */
#define tool_gloss(r, notebook, ...) \
	tool_run((r), (const char *const[]){ tool_program(), "-n", (notebook), __VA_ARGS__, NULL }, \
	         NULL, STR_EMPTY)

/* $GLOSS; ends the campaign if it is not set. */
const char *tool_program(void);

/* True if gloss check finds nothing; else a finding with what it said. */
bool tool_check(const char *notebook, const char *when);

/* Whole files. Reading a file that is not there: false. */
bool tool_read(const char *path, struct buf *out);
void tool_write(const char *path, struct str bytes);
double tool_seconds(void);

/* A path in parts: joined in b, which is reset, and returned. */
const char *tool_path(struct buf *b, const char *dir, const char *name);

void tool_make_directory(const char *path);

/* Removes files of a notebook, then the directory; silent if they are not there. */
void tool_remove_notebook(const char *dir);

/* A fresh directory under $TMPDIR or /tmp with its name in b; tool_remove_work takes it away. */
void tool_make_work(struct buf *b);
void tool_remove_work(const char *dir);

#endif
