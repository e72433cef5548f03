/* SPDX-License-Identifier: MIT */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include <stdbool.h>
#include <stddef.h>

/*
 * base/ knows nothing of text, notebooks or screens; only libc and libmd.
 *
 * Errors: a code that callers branch on, a text that people read, and a place
 * in an input. A function that can fail returns bool or a pointer and takes a
 * struct error last; false means the error is filled, true that it was not
 * touched. A code exists only where some caller branches on it.
 */

enum error_code {
	ERROR_NONE,
	ERROR_USAGE,		/* the command line is wrong */
	ERROR_SYNTAX,		/* an input is wrong at pos */
	ERROR_NOT_FOUND,	/* nothing has that name or number */
	ERROR_EXISTS,		/* something has that name already */
	ERROR_CONFLICT,		/* the present state does not allow it */
	ERROR_LIMIT,		/* larger than a documented limit */
	ERROR_IO,		/* the system refused */
	ERROR_PIPE,		/* whoever read our output has gone */
	ERROR_CORRUPT,		/* stored data contradicts itself */
	ERROR_VERSION,		/* made by a newer gloss */
	ERROR_BUSY,		/* another process holds the notebook */
	ERROR_MAP_FULL,		/* the store must grow and the work run again */
	ERROR_INTERRUPTED,	/* the user asked to stop */
};

struct error {
	enum error_code code;
	size_t pos;		/* offset in the input in bytes, for ERROR_SYNTAX */
	char text[1024];	/* UTF-8, no full stop, no newline */
};

/* Fills the error, pos 0. Returns false, so that it can be returned. */
bool error_set(struct error *err, enum error_code code, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* The same for ERROR_SYNTAX at byte pos of the input. */
bool error_syntax(struct error *err, size_t pos, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* ERROR_IO with the text of an errno value after ": ". */
bool error_errno(struct error *err, int errnum, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/*
 * Puts context and ": " in front of the text while the error goes up. A text
 * too long for its place is cut at a code point. Returns false.
 */
bool error_add(struct error *err, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

#endif
