/* SPDX-License-Identifier: MIT */
#ifndef BASE_VEC_H
#define BASE_VEC_H

#include "base/mem.h"

/*
 * Typed growing arrays: `VEC(struct span) spans = VEC_INIT;`. A value: release
 * it when done. Out of memory ends the program.
 */

#define VEC(type) struct { type *p; size_t n; size_t cap; }
#define VEC_INIT { NULL, 0, 0 }

#ifndef VEC_FIRST
#define VEC_FIRST 8	/* elements of the first allocation; tests build with 1 */
#endif

#define vec_reserve(v, want) \
	do { \
		if ((v)->n + (want) > (v)->cap) { \
			size_t vec_cap_ = (v)->cap ? (v)->cap * 2 : VEC_FIRST; \
			while (vec_cap_ < (v)->n + (want)) \
				vec_cap_ *= 2; \
			(v)->p = mem_resize_array((v)->p, vec_cap_, sizeof(*(v)->p)); \
			(v)->cap = vec_cap_; \
		} \
	} while (0)

#define vec_push(v, ...) \
	do { \
		vec_reserve(v, 1); \
		(v)->p[(v)->n++] = (__VA_ARGS__); \
	} while (0)

/* Empty, memory kept. */
#define vec_reset(v) ((v)->n = 0)
#define vec_release(v) \
	do { \
		mem_free((v)->p); \
		(v)->p = NULL; \
		(v)->n = (v)->cap = 0; \
	} while (0)

#endif
