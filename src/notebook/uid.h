/* SPDX-License-Identifier: MIT */
#ifndef NOTEBOOK_UID_H
#define NOTEBOOK_UID_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/*
 * The id that stays with a document or annotation on every machine: 48 bits of
 * milliseconds since 1970, 80 random bits; written as a ULID (26 characters of
 * Crockford's base 32; github.com/ulid/spec), so that text sorts by time.
 */

#define UID_SIZE 16
#define UID_TEXT_SIZE 27	/* and the NUL */

struct uid {
	unsigned char bytes[UID_SIZE];
};

/*
 * A fresh one. While $GLOSS_NOW fixes the clock the random bits are the kind's
 * letter and the number, so that tests see the same ids each time.
 */
struct uid uid_new(char kind, uint32_t number);
void uid_format(const struct uid *uid, char text[UID_TEXT_SIZE]);

static inline struct str
uid_str(const struct uid *uid)
{
	return (struct str){ (const char *)uid->bytes, UID_SIZE };
}

#endif
