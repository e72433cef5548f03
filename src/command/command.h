/* SPDX-License-Identifier: MIT */
#ifndef COMMAND_COMMAND_H
#define COMMAND_COMMAND_H

#include <stdbool.h>

#include "base/error.h"
#include "command/args.h"
#include "command/line.h"
#include "command/session.h"

/*
 * command/ is the heart: the one table of commands. It may include all layers
 * below. A command line is the only verb: a key, a prompt, a file of settings,
 * argv and a test are spellings of one. Handlers contain their own subject
 * only; looking up, checking what is needed, opening and closing the
 * transaction, writing the journal are the dispatcher's.
 */

enum command_needs {
	NEED_NOTEBOOK = 1,	/* a transaction in the notebook, which is made if there is none */
	NEED_WRITE = 2,		/* that it may change; implies the notebook */
	NEED_DASH = 4,		/* all of standard input, if an operand is "-" */
	NEED_OWN = 8,		/* opens notebook and transactions itself */
	NEED_ALONE = 16,	/* not inside a batch */
};

struct command {
	const char *name;
	const char *summary;	/* one line, without a full stop */
	const struct arg_spec *args;
	enum command_needs needs;
	bool (*run)(struct session *s, const struct args *a, struct error *err);
};

/* All families, one after the other, in the order of help; ends with NULL. */
extern const struct command *const command_families[];

/* The next command in the order of help, the first for NULL; NULL at the end. */
const struct command *command_next(const struct command *c);

/* By name, or by a beginning that only one has. */
const struct command *command_find(struct str name, struct error *err);

/* The name of a command that a wrong word may have meant; empty if none is near. */
struct str command_nearest(struct str name);

/* How it is called and what its options mean, as `--help` shows it; appended. */
void command_usage(const struct command *c, struct buf *out);

/*
 * Runs one command: its name and arguments. Output is flushed if it succeeded
 * and was not inside another; a failure has changed nothing and said nothing.
 */
bool command_run(struct session *s, const struct words *words, struct error *err);

/* All commands of a line, up to the first that fails. */
bool command_run_line(struct session *s, struct str line, struct error *err);

/*
 * Runs work in a write transaction of its own (or in the one that is open) and
 * commits; again from the start, its output taken back, if the map had to grow.
 * *step joins several commits to one undo step: 0 at first.
 */
typedef bool command_work_fn(struct session *s, void *arg, struct error *err);
bool command_write(struct session *s, command_work_fn *work, void *arg, uint64_t *step,
                   struct error *err);

/* Runs work in a read transaction, or in the one that is open. */
bool command_read(struct session *s, command_work_fn *work, void *arg, struct error *err);

#endif
