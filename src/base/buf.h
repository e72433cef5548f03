/* SPDX-License-Identifier: MIT */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdarg.h>
#include <stddef.h>

#include "base/str.h"

/*
 * Owned, growing bytes. p is never NULL and p[len] is always NUL, so that a
 * buffer without NUL inside serves as a C string. Memory is the caller's to
 * release; running out of it ends the program (mem.h).
 */

struct buf {
	char *p;
	size_t len;
	size_t cap;	/* 0 while p is the shared empty string */
};

extern char buf_empty[1];

#define BUF_INIT { buf_empty, 0, 0 }

void buf_init(struct buf *b);
void buf_release(struct buf *b);

/* Empty, memory kept. */
void buf_reset(struct buf *b);

/* Room for n more bytes and the NUL; returns where they go. */
char *buf_reserve(struct buf *b, size_t n);
void buf_add(struct buf *b, const void *p, size_t n);
void buf_add_str(struct buf *b, struct str s);
void buf_add_z(struct buf *b, const char *z);
void buf_add_char(struct buf *b, char c);
void buf_add_repeat(struct buf *b, char c, size_t n);
void buf_add_u64(struct buf *b, uint64_t n);	/* in decimal */
void buf_addf(struct buf *b, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
void buf_addv(struct buf *b, const char *fmt, va_list ap);

/* Cuts to len, which is at most the present length. */
void buf_truncate(struct buf *b, size_t len);

/* Takes the first n bytes away. */
void buf_drop(struct buf *b, size_t n);

/* What it holds, borrowed until the next change. */
static inline struct str
buf_str(const struct buf *b)
{
	return (struct str){ b->p, b->len };
}

#endif
