/* SPDX-License-Identifier: MIT */
#include "base/arena.h"

#include <assert.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include "base/mem.h"

#ifndef ARENA_BLOCK
#define ARENA_BLOCK (8 * 1024)	/* bytes of a block; tests build with 64 */
#endif

/*
 * The newest block is the one in use; those behind it are full. What is larger
 * than a block gets one of its own size.
 */
struct arena_block {
	struct arena_block *older;
	size_t size;
	alignas(max_align_t) unsigned char bytes[];
};

void
arena_init(struct arena *a)
{
	*a = (struct arena)ARENA_INIT;
}

static void
drop_newest(struct arena *a)
{
	struct arena_block *block = a->blocks;

	a->blocks = block->older;
	mem_free(block);
}

void
arena_release(struct arena *a)
{
	while (a->blocks)
		drop_newest(a);
	a->used = 0;
}

/* The smallest block is kept, so that one large command does not hold its memory for good. */
void
arena_reset(struct arena *a)
{
	struct arena_block *keep = a->blocks;

	for (struct arena_block *block = keep; block; block = block->older)
		if (block->size < keep->size)
			keep = block;
	while (a->blocks) {
		struct arena_block *older = a->blocks->older;
		if (a->blocks != keep)
			mem_free(a->blocks);
		a->blocks = older;
	}
	if (keep)
		keep->older = NULL;
	a->blocks = keep;
	a->used = 0;
}

struct arena_mark
arena_mark(const struct arena *a)
{
	return (struct arena_mark){ a->blocks, a->used };
}

void
arena_rewind(struct arena *a, struct arena_mark m)
{
	if (!m.block) {
		arena_reset(a);
		return;
	}
	while (a->blocks != m.block) {
		assert(a->blocks);
		drop_newest(a);
	}
	a->used = m.used;
}

/* Strings need no alignment and so lie close; align is a power of two. */
static void *
take(struct arena *a, size_t size, size_t align)
{
	struct arena_block *block = a->blocks;
	if (block) {
		size_t start = (a->used + align - 1) & ~(align - 1);
		if (start <= block->size && size <= block->size - start) {
			a->used = start + size;
			return block->bytes + start;
		}
	}

	size_t block_size = size > ARENA_BLOCK ? size : ARENA_BLOCK;
	size_t total = SIZE_MAX;
	if (block_size <= SIZE_MAX - sizeof(*block))
		total = sizeof(*block) + block_size;
	block = mem_alloc(total);
	block->older = a->blocks;
	block->size = block_size;
	a->blocks = block;
	a->used = size;
	return block->bytes;
}

void *
arena_alloc(struct arena *a, size_t size)
{
	return take(a, size, alignof(max_align_t));
}

void *
arena_zero(struct arena *a, size_t n, size_t size)
{
	size_t total = size && n > SIZE_MAX / size ? SIZE_MAX : n * size;
	return memset(arena_alloc(a, total), 0, total);
}

struct str
arena_str(struct arena *a, struct str s)
{
	return (struct str){ arena_z(a, s), s.len };
}

char *
arena_z(struct arena *a, struct str s)
{
	char *p = take(a, s.len < SIZE_MAX ? s.len + 1 : SIZE_MAX, 1);

	if (s.len)
		memcpy(p, s.p, s.len);
	p[s.len] = '\0';
	return p;
}

struct str
arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	int n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	assert(n >= 0);

	size_t len = (size_t)n;
	char *p = take(a, len + 1, 1);
	va_start(ap, fmt);
	vsnprintf(p, len + 1, fmt, ap);
	va_end(ap);
	return (struct str){ p, len };
}
