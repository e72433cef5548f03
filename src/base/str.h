/* SPDX-License-Identifier: MIT */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/*
 * A borrowed slice of bytes. It owns nothing, need not end in NUL and may hold
 * NUL. Whoever hands one out says how long it lives.
 */

struct str {
	const char *p;
	size_t len;
};

/* A string literal as a str; static. */
#define STR(literal) ((struct str){ "" literal, sizeof(literal) - 1 })
#define STR_EMPTY ((struct str){ "", 0 })

/* For printf: "%.*s" with STR_ARG(s). */
#define STR_ARG(s) (int)(s).len, (s).p

static inline struct str
str_from(const char *z)
{
	return (struct str){ z, strlen(z) };
}

/* Bytes from start to before end; the caller keeps both inside s. */
static inline struct str
str_slice(struct str s, size_t start, size_t end)
{
	return (struct str){ s.p + start, end - start };
}

static inline struct str
str_skip(struct str s, size_t n)
{
	return str_slice(s, n, s.len);
}

bool str_eq(struct str a, struct str b);

/* Order by bytes, then by length: negative, zero, positive. */
int str_cmp(struct str a, struct str b);
bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);

/* Without ASCII blanks (space, tab, CR, LF, VT, FF) at both ends. */
struct str str_trim(struct str s);

/* Position of the first occurrence at or after from, or STR_NONE. */
#define STR_NONE ((size_t)-1)
size_t str_find(struct str s, struct str needle, size_t from);
size_t str_find_char(struct str s, char c, size_t from);

/*
 * Cuts s at the first sep: *head is what stands before, s what follows. False
 * if sep does not occur; then head is all of s and s is empty.
 */
bool str_cut(struct str *s, char sep, struct str *head);

/* Decimal digits only, all of s, no sign; false on anything else or overflow. */
bool str_to_u64(struct str s, uint64_t *n);
bool str_to_u32(struct str s, uint32_t *n);

#endif
