/* SPDX-License-Identifier: MIT */
#ifndef BASE_DAY_H
#define BASE_DAY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/*
 * Calendar days of the proleptic Gregorian calendar, as days since 1970-01-01.
 * Years 0001 to 9999. The arithmetic is Howard Hinnant's days_from_civil and
 * civil_from_days ("chrono-compatible low-level date algorithms").
 */

#define DAY_TEXT_SIZE 11	/* "2026-11-22" and the NUL */

struct day_civil {
	int year;
	int month;	/* from 1 */
	int day;	/* from 1 */
};

bool day_is_valid(struct day_civil c);
int32_t day_from_civil(struct day_civil c);
struct day_civil day_to_civil(int32_t day);
int day_month_length(int year, int month);

/* 1 Monday to 7 Sunday, as in ISO 8601. */
int day_weekday(int32_t day);

/* Exactly YYYY-MM-DD of a day that exists. */
bool day_parse(struct str s, int32_t *day);
void day_format(int32_t day, char text[DAY_TEXT_SIZE]);

/*
 * A day, or a longer stretch by name, as ISO 8601 and TIMEX3 write it: its
 * first and last day, inclusive. Accepts 2026-11-22, 2026-11, 2026, 2026-W07,
 * 2026-Q1, 2026-H1, 2026-SP, -SU, -FA, -WI (meteorological seasons of the
 * northern hemisphere; the winter of 2026 begins in December 2026).
 */
bool day_range_parse(struct str s, int32_t *first, int32_t *last);

#endif
