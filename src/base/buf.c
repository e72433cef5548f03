/* SPDX-License-Identifier: MIT */
#include "base/buf.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>

#include "base/mem.h"

#ifndef BUF_FIRST
#define BUF_FIRST 64	/* bytes of the first allocation; tests build with 1 */
#endif

/* Shared by all buffers without memory, hence never written to. */
char buf_empty[1];

void
buf_init(struct buf *b)
{
	*b = (struct buf)BUF_INIT;
}

void
buf_release(struct buf *b)
{
	if (b->cap)
		mem_free(b->p);
	buf_init(b);
}

static void
set_length(struct buf *b, size_t len)
{
	b->len = len;
	if (b->cap)
		b->p[len] = '\0';
}

void
buf_reset(struct buf *b)
{
	set_length(b, 0);
}

char *
buf_reserve(struct buf *b, size_t n)
{
	/* A sum that overflows is more than mem will give. */
	size_t want = n < SIZE_MAX - b->len ? b->len + n + 1 : SIZE_MAX;
	if (want > b->cap) {
		size_t cap = b->cap ? b->cap : BUF_FIRST;
		while (cap < want)
			cap = cap <= SIZE_MAX / 2 ? cap * 2 : SIZE_MAX;
		b->p = mem_resize(b->cap ? b->p : NULL, cap);
		b->cap = cap;
		b->p[b->len] = '\0';
	}
	return b->p + b->len;
}

void
buf_add(struct buf *b, const void *p, size_t n)
{
	if (n == 0)
		return;
	memcpy(buf_reserve(b, n), p, n);
	set_length(b, b->len + n);
}

void
buf_add_str(struct buf *b, struct str s)
{
	buf_add(b, s.p, s.len);
}

void
buf_add_z(struct buf *b, const char *z)
{
	buf_add(b, z, strlen(z));
}

void
buf_add_char(struct buf *b, char c)
{
	buf_add(b, &c, 1);
}

void
buf_add_repeat(struct buf *b, char c, size_t n)
{
	if (n == 0)
		return;
	memset(buf_reserve(b, n), c, n);
	set_length(b, b->len + n);
}

void
buf_add_u64(struct buf *b, uint64_t n)
{
	char digits[20];
	size_t start = sizeof(digits);

	do {
		digits[--start] = (char)('0' + n % 10);
		n /= 10;
	} while (n);
	buf_add(b, digits + start, sizeof(digits) - start);
}

void
buf_addf(struct buf *b, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	buf_addv(b, fmt, ap);
	va_end(ap);
}

void
buf_addv(struct buf *b, const char *fmt, va_list ap)
{
	va_list measured;

	va_copy(measured, ap);
	int n = vsnprintf(NULL, 0, fmt, measured);
	va_end(measured);
	assert(n >= 0);
	vsnprintf(buf_reserve(b, (size_t)n), (size_t)n + 1, fmt, ap);
	b->len += (size_t)n;
}

void
buf_truncate(struct buf *b, size_t len)
{
	assert(len <= b->len);
	set_length(b, len);
}

void
buf_drop(struct buf *b, size_t n)
{
	assert(n <= b->len);
	memmove(b->p, b->p + n, b->len - n);
	set_length(b, b->len - n);
}
