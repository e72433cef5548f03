/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "base/clock.h"

#include <stdlib.h>
#include <time.h>

#include "base/day.h"

#define DAY_SECONDS 86400
#define SECONDS_FIRST INT64_C(-62135596800)	/* 0001-01-01T00:00:00Z */
#define SECONDS_LAST INT64_C(253402300799)	/* 9999-12-31T23:59:59Z */

/* The value of $GLOSS_NOW; an empty one counts as none. */
static const char *
fixed_text(void)
{
	const char *z = getenv("GLOSS_NOW");
	return z && z[0] ? z : NULL;
}

static bool
fixed_parse(const char *z, int64_t *ms)
{
	uint64_t seconds;

	if (!str_to_u64(str_from(z), &seconds))
		return clock_parse(str_from(z), ms);
	if (seconds > (uint64_t)SECONDS_LAST)
		return false;
	*ms = (int64_t)seconds * 1000;
	return true;
}

int64_t
clock_now(void)
{
	const char *z = fixed_text();
	int64_t ms;
	if (z && fixed_parse(z, &ms))
		return ms;

	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

bool
clock_is_fixed(void)
{
	return fixed_text() != NULL;
}

bool
clock_check(struct error *err)
{
	const char *z = fixed_text();
	int64_t ms;

	if (!z || fixed_parse(z, &ms))
		return true;
	return error_set(err, ERROR_USAGE,
	                 "GLOSS_NOW: '%s' is not a time; write it as 2026-11-22T16:15:37Z, "
	                 "or as seconds since 1970", z);
}

static void
put_two(char *p, int64_t value)
{
	p[0] = (char)('0' + value / 10);
	p[1] = (char)('0' + value % 10);
}

/* Times beyond the calendar can only come from damaged data; they show as its ends. */
void
clock_format(int64_t ms, char text[CLOCK_TEXT_SIZE])
{
	int64_t seconds = ms / 1000 - (ms % 1000 < 0);
	if (seconds < SECONDS_FIRST)
		seconds = SECONDS_FIRST;
	if (seconds > SECONDS_LAST)
		seconds = SECONDS_LAST;

	int64_t second_of_day = (seconds % DAY_SECONDS + DAY_SECONDS) % DAY_SECONDS;
	day_format((int32_t)((seconds - second_of_day) / DAY_SECONDS), text);
	text[10] = 'T';
	put_two(text + 11, second_of_day / 3600);
	text[13] = ':';
	put_two(text + 14, second_of_day / 60 % 60);
	text[16] = ':';
	put_two(text + 17, second_of_day % 60);
	text[19] = 'Z';
	text[20] = '\0';
}

/* A separator, then two digits of a number below the limit; both are taken off. */
static bool
take_two(struct str *s, char separator, uint32_t limit, uint32_t *n)
{
	if (s->len < 3 || s->p[0] != separator || !str_to_u32(str_slice(*s, 1, 3), n) ||
	    *n >= limit)
		return false;
	*s = str_skip(*s, 3);
	return true;
}

bool
clock_parse(struct str s, int64_t *ms)
{
	int32_t day;
	uint32_t hour = 0;
	uint32_t minute = 0;
	uint32_t second = 0;

	if (s.len < 10 || !day_parse(str_slice(s, 0, 10), &day))
		return false;
	s = str_skip(s, 10);
	if (s.len > 0) {
		if (!take_two(&s, 'T', 24, &hour) || !take_two(&s, ':', 60, &minute))
			return false;
		if (s.len > 0 && s.p[0] == ':' && !take_two(&s, ':', 60, &second))
			return false;
		if (s.len > 0 && !str_eq(s, STR("Z")))
			return false;
	}
	*ms = ((int64_t)day * DAY_SECONDS + hour * 3600 + minute * 60 + second) * 1000;
	return true;
}
