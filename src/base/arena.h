/* SPDX-License-Identifier: MIT */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

#include "base/str.h"

/*
 * Allocate many, free all at once. Memory is aligned for any type, not
 * cleared, and lives until reset or release. Out of memory ends the program.
 */

struct arena {
	struct arena_block *blocks;	/* newest first */
	size_t used;			/* bytes taken of the newest */
};

#define ARENA_INIT { NULL, 0 }

void arena_init(struct arena *a);
void arena_release(struct arena *a);

/* Forgets everything; keeps one block for the next use. */
void arena_reset(struct arena *a);

/* Where the arena stands now; rewinding forgets what came after. */
struct arena_mark {
	struct arena_block *block;
	size_t used;
};
struct arena_mark arena_mark(const struct arena *a);
void arena_rewind(struct arena *a, struct arena_mark m);

void *arena_alloc(struct arena *a, size_t size);

/* Zeroed, n elements of size, overflow checked. */
void *arena_zero(struct arena *a, size_t n, size_t size);

/* Copies; a NUL follows the bytes. */
struct str arena_str(struct arena *a, struct str s);
char *arena_z(struct arena *a, struct str s);
struct str arena_printf(struct arena *a, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

#endif
