/* SPDX-License-Identifier: MIT */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stddef.h>

/*
 * Allocation that never fails: when memory runs out it calls the exit hook,
 * prints one line and ends the program with status 2. An open transaction is
 * simply lost, which is what transactions are for.
 */

void *mem_alloc(size_t size);
void *mem_zero(size_t size);
void *mem_resize(void *p, size_t size);

/* n * size bytes, checked for overflow. */
void *mem_resize_array(void *p, size_t n, size_t size);
char *mem_copy_z(const char *z);
void mem_free(void *p);

/* Called once before the line is printed, e.g. to give the terminal back. */
void mem_set_exit_hook(void (*hook)(void));

/* For another sudden end (store/guard.h): calls it, unless it was called before. */
void mem_call_exit_hook(void);

#endif
