/* SPDX-License-Identifier: MIT */
#ifndef COMMAND_IDS_H
#define COMMAND_IDS_H

#include <stdbool.h>
#include <stdint.h>

#include "command/args.h"
#include "command/session.h"

/*
 * Annotation numbers given as operands, or, for the operand -, in the first
 * column of the lines of standard input (ended by newline or NUL): what
 * `gloss search` prints. Rising, each once, in the session's arena.
 */

struct ids {
	uint32_t *p;
	size_t n;
};

bool ids_parse(struct session *s, const struct args *a, const char *operand, struct ids *ids,
               struct error *err);

#endif
