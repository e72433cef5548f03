/* SPDX-License-Identifier: MIT */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/str.h"

/*
 * Times are milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
 * $GLOSS_NOW (ISO 8601, or whole seconds) fixes the clock for tests.
 */

/* "2026-11-22T16:15:37Z" and the NUL. */
#define CLOCK_TEXT_SIZE 24

int64_t clock_now(void);

/* Whether $GLOSS_NOW is set, so that ids must count up instead of being random. */
bool clock_is_fixed(void);

/* Says what is wrong with $GLOSS_NOW; called once at start. */
bool clock_check(struct error *err);

/* UTC in ISO 8601 to the second. */
void clock_format(int64_t ms, char text[CLOCK_TEXT_SIZE]);

/* "2026-11-22", with "T16:15", "T16:15:37", "Z" as wanted; UTC. */
bool clock_parse(struct str s, int64_t *ms);

#endif
