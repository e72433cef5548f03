/* SPDX-License-Identifier: MIT */
#include "base/day.h"

#include <assert.h>

#define YEAR_FIRST 1
#define YEAR_LAST 9999

#define DAYS_OF_ERA 146097	/* 400 years, after which the calendar repeats */
#define EPOCH_FROM_MARCH 719468	/* days from 0000-03-01 to 1970-01-01 */

static bool
is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int
day_month_length(int year, int month)
{
	static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	assert(month >= 1 && month <= 12);
	return lengths[month - 1] + (month == 2 && is_leap(year));
}

bool
day_is_valid(struct day_civil c)
{
	return c.year >= YEAR_FIRST && c.year <= YEAR_LAST && c.month >= 1 && c.month <= 12 &&
	       c.day >= 1 && c.day <= day_month_length(c.year, c.month);
}

/*
 * Years here begin in March, so that the leap day comes last, and the months
 * from March on have lengths that (153 m + 2) / 5 adds up.
 */
int32_t
day_from_civil(struct day_civil c)
{
	assert(day_is_valid(c));

	int year = c.month > 2 ? c.year : c.year - 1;
	int era = year / 400;
	int year_of_era = year % 400;
	int month = c.month > 2 ? c.month - 3 : c.month + 9;
	int day_of_year = (153 * month + 2) / 5 + c.day - 1;
	int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

	return era * DAYS_OF_ERA + day_of_era - EPOCH_FROM_MARCH;
}

/* Any day will do, so that callers may reckon first and ask day_is_valid after. */
struct day_civil
day_to_civil(int32_t day)
{
	int64_t from_march = (int64_t)day + EPOCH_FROM_MARCH;
	int era = (int)((from_march >= 0 ? from_march : from_march - (DAYS_OF_ERA - 1)) /
	                DAYS_OF_ERA);
	int day_of_era = (int)(from_march - (int64_t)era * DAYS_OF_ERA);
	int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 -
	                   day_of_era / 146096) / 365;
	int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int month = (5 * day_of_year + 2) / 153;

	struct day_civil c;
	c.day = day_of_year - (153 * month + 2) / 5 + 1;
	c.month = month < 10 ? month + 3 : month - 9;
	c.year = year_of_era + era * 400 + (c.month <= 2);
	return c;
}

int
day_weekday(int32_t day)
{
	/* 1970-01-01 was a Thursday. */
	int from_monday = (int)(((int64_t)day + 3) % 7);
	return (from_monday < 0 ? from_monday + 7 : from_monday) + 1;
}

/* All of s, which must be digits. */
static bool
parse_digits(struct str s, int *n)
{
	uint32_t value;

	if (!str_to_u32(s, &value))
		return false;
	*n = (int)value;
	return true;
}

bool
day_parse(struct str s, int32_t *day)
{
	struct day_civil c;

	if (s.len != 10 || s.p[4] != '-' || s.p[7] != '-' ||
	    !parse_digits(str_slice(s, 0, 4), &c.year) ||
	    !parse_digits(str_slice(s, 5, 7), &c.month) ||
	    !parse_digits(str_slice(s, 8, 10), &c.day) || !day_is_valid(c))
		return false;
	*day = day_from_civil(c);
	return true;
}

static void
put_digits(char *p, size_t n, int value)
{
	while (n > 0) {
		p[--n] = (char)('0' + value % 10);
		value /= 10;
	}
}

void
day_format(int32_t day, char text[DAY_TEXT_SIZE])
{
	struct day_civil c = day_to_civil(day);

	assert(day_is_valid(c));
	put_digits(text, 4, c.year);
	text[4] = '-';
	put_digits(text + 5, 2, c.month);
	text[7] = '-';
	put_digits(text + 8, 2, c.day);
	text[10] = '\0';
}

/* Whole months from the given one on, n of them, maybe into the next year. */
static bool
months_range(int year, int month, int n, int32_t *first, int32_t *last)
{
	int last_year = year + (month + n - 2) / 12;
	int last_month = (month + n - 2) % 12 + 1;

	if (month < 1 || month > 12 || last_year > YEAR_LAST)
		return false;
	*first = day_from_civil((struct day_civil){ year, month, 1 });
	*last = day_from_civil((struct day_civil){
		last_year, last_month, day_month_length(last_year, last_month) });
	return true;
}

/* ISO 8601: week 1 holds the fourth of January; a week belongs to its Thursday's year. */
static bool
week_range(int year, int week, int32_t *first, int32_t *last)
{
	int32_t fourth = day_from_civil((struct day_civil){ year, 1, 4 });
	int32_t monday = fourth - (day_weekday(fourth) - 1) + (week - 1) * 7;

	if (week < 1 || week > 53 || day_to_civil(monday + 3).year != year)
		return false;
	if (day_to_civil(monday + 6).year > YEAR_LAST)
		return false;
	*first = monday;
	*last = monday + 6;
	return true;
}

static bool
season_range(int year, struct str name, int32_t *first, int32_t *last)
{
	static const struct {
		char name[3];
		int month;
	} seasons[] = { { "SP", 3 }, { "SU", 6 }, { "FA", 9 }, { "WI", 12 } };

	for (size_t i = 0; i < sizeof(seasons) / sizeof(seasons[0]); i++)
		if (str_eq(name, str_from(seasons[i].name)))
			return months_range(year, seasons[i].month, 3, first, last);
	return false;
}

bool
day_range_parse(struct str s, int32_t *first, int32_t *last)
{
	int year;
	int n;

	if (s.len == 10) {
		if (!day_parse(s, first))
			return false;
		*last = *first;
		return true;
	}
	if (s.len < 4 || !parse_digits(str_slice(s, 0, 4), &year) || year < YEAR_FIRST)
		return false;
	if (s.len == 4)
		return months_range(year, 1, 12, first, last);
	if (s.p[4] != '-')
		return false;

	struct str part = str_skip(s, 5);
	if (part.len == 2 && parse_digits(part, &n))
		return months_range(year, n, 1, first, last);
	if (part.len == 3 && part.p[0] == 'W' && parse_digits(str_skip(part, 1), &n))
		return week_range(year, n, first, last);
	if (part.len == 2 && part.p[0] == 'Q' && part.p[1] >= '1' && part.p[1] <= '4')
		return months_range(year, 3 * (part.p[1] - '1') + 1, 3, first, last);
	if (part.len == 2 && part.p[0] == 'H' && part.p[1] >= '1' && part.p[1] <= '2')
		return months_range(year, 6 * (part.p[1] - '1') + 1, 6, first, last);
	return season_range(year, part, first, last);
}
