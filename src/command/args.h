/* SPDX-License-Identifier: MIT */
#ifndef COMMAND_ARGS_H
#define COMMAND_ARGS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "base/str.h"

/*
 * Rows of options and operands to parsed values, and to usage text.
 *
 * Options are as in getopt_long(3): --name VALUE, --name=VALUE, -l VALUE,
 * -lVALUE, flags bundled, a unique beginning of a long name, -- ends them;
 * they may stand among the operands. It is not getopt_long because a query may
 * begin with a minus (`docs -company:alibaba`): where operands are a query, a
 * word that begins with - and is not an option is an operand.
 */

enum arg_flags {
	ARG_REQUIRED = 1,
	ARG_REPEAT = 2,
	ARG_OPERAND = 4,	/* given by place; rows in their order, the last may repeat */
	ARG_QUERY = 8,		/* operands that together are a query */
	ARG_PATH = 16,		/* the name of a file: any bytes but NUL */
};

struct arg_spec {
	const char *name;	/* "label"; NULL ends the rows */
	char letter;		/* 'l', or 0 */
	const char *value;	/* "LABEL", how the value is called in help; NULL for a flag */
	enum arg_flags flags;
	const char *help;
};

/* Options that every command takes; one of its own by the same name takes their place. */
extern const struct arg_spec args_common[];

/* The options of a command, then the common ones; the first for NULL, NULL at the end. */
const struct arg_spec *args_next_option(const struct arg_spec *specs,
                                        const struct arg_spec *spec);

struct args {
	const struct arg_spec *specs;
	size_t n_specs;
	struct arg_list *lists;		/* of each row, then of each common one */
};

/*
 * Words after the command's name. Values are UTF-8, with U+FFFD for what is
 * not, but for those of ARG_PATH; they are borrowed from the words or in the
 * arena.
 */
bool args_parse(const struct arg_spec *specs, const struct str *words, size_t n,
                struct arena *arena, struct args *args, struct error *err);

/* How often an option or operand was given; its i-th value; the first, or empty. */
size_t args_count(const struct args *a, const char *name);
struct str args_at(const struct args *a, const char *name, size_t i);
struct str args_get(const struct args *a, const char *name);

/* The value of a common option, empty if it was not given. */
struct str args_common_value(const struct args *a, const char *name);

static inline bool
args_has(const struct args *a, const char *name)
{
	return args_count(a, name) > 0;
}

/* A whole number; fallback if it was not given. */
bool args_number(const struct args *a, const char *name, uint64_t fallback, uint64_t *n,
                 struct error *err);

/* All values of an operand joined by blanks: a query. In the arena. */
struct str args_join(const struct args *a, const char *name, struct arena *arena);

/* "tag -l LABEL [-d DOC] ..." and a line for each option. */
void args_usage(const char *command, const struct arg_spec *specs, struct buf *out);
void args_help(const struct arg_spec *specs, struct buf *out);

#endif
