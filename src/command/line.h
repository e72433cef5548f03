/* SPDX-License-Identifier: MIT */
#ifndef COMMAND_LINE_H
#define COMMAND_LINE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "base/str.h"

/*
 * Command lines as people type them, split as in sh, without its expansions:
 * blanks separate words; '...' is literal; in "..." a backslash makes \" \\ \n
 * \t; outside, a backslash takes the next character as it is. A word ; by
 * itself separates commands; # where a line or command begins starts a comment.
 */

struct words {
	struct str *p;
	size_t n;
};

/*
 * Takes the next command off the front of *rest: its words live in the arena.
 * *more is false, and there are no words, when nothing but blanks or a comment
 * is left. ERROR_SYNTAX has a position in *rest as it was.
 */
bool line_next(struct str *rest, struct arena *arena, struct words *words, bool *more,
               struct error *err);

/* Words as a line that splits into them again; appended. */
void line_join(const struct str *words, size_t n, struct buf *out);

#endif
