/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "base/mem.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define EXIT_ERROR 2

static void (*exit_hook)(void);

void
mem_set_exit_hook(void (*hook)(void))
{
	exit_hook = hook;
}

/* The hook is forgotten first, so that one that fails in the same way does not come back. */
void
mem_call_exit_hook(void)
{
	void (*hook)(void) = exit_hook;

	exit_hook = NULL;
	if (hook)
		hook();
}

/* Neither stdio nor exit handlers are used: both may allocate. */
static _Noreturn void
out_of_memory(void)
{
	static const char line[] = "gloss: out of memory\n";

	mem_call_exit_hook();
	ssize_t ignored = write(STDERR_FILENO, line, sizeof(line) - 1);
	(void)ignored;
	_exit(EXIT_ERROR);
}

/*
 * No object is larger than PTRDIFF_MAX. Refusing here lets callers whose sum
 * of sizes overflowed ask for SIZE_MAX and be done. A size of zero still gives
 * a pointer of its own.
 */
static size_t
checked(size_t size)
{
	if (size > PTRDIFF_MAX)
		out_of_memory();
	return size ? size : 1;
}

void *
mem_alloc(size_t size)
{
	void *p = malloc(checked(size));
	if (!p)
		out_of_memory();
	return p;
}

void *
mem_zero(size_t size)
{
	void *p = calloc(1, checked(size));
	if (!p)
		out_of_memory();
	return p;
}

void *
mem_resize(void *p, size_t size)
{
	void *resized = realloc(p, checked(size));
	if (!resized)
		out_of_memory();
	return resized;
}

void *
mem_resize_array(void *p, size_t n, size_t size)
{
	if (size && n > SIZE_MAX / size)
		out_of_memory();
	return mem_resize(p, n * size);
}

char *
mem_copy_z(const char *z)
{
	size_t size = strlen(z) + 1;
	return memcpy(mem_alloc(size), z, size);
}

void
mem_free(void *p)
{
	free(p);
}
