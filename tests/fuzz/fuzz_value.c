/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/clock.h"
#include "base/day.h"
#include "base/decimal.h"
#include "text/value.h"
#include "tests/fuzz/fuzz.h"

/* Values, days, times and numbers: what is accepted has a normal form that reads as itself. */

const char *const fuzz_samples[] = {
	"2.5e9 USD", "40e6..50e6 EUR", "2026-Q1", "2026-01-01..2026-03-31", "2026-W07", "-0.125", "1e60",
	"2026-11-22T16:15:37Z", "2024-02-29", "0001-01-01", "9999-12-31", "2026-SP", "Quince 2", NULL,
};

static void
check_decimal(struct str s)
{
	struct decimal d, again;
	struct buf plain = BUF_INIT;

	if (!decimal_parse(s, &d))
		return;
	decimal_format(&d, &plain);
	if (decimal_parse(buf_str(&plain), &again) && decimal_cmp(&d, &again) != 0)
		abort();
	buf_release(&plain);
}

static void
check_day(struct str s)
{
	char text[DAY_TEXT_SIZE];
	int32_t first, last, day;

	if (day_range_parse(s, &first, &last) && first > last)
		abort();
	if (!day_parse(s, &day))
		return;
	day_format(day, text);
	if (!str_eq(s, str_from(text)))
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str s = { (const char *)data, size };
	struct arena arena = ARENA_INIT;
	struct value value;
	struct error err = { 0 };
	int64_t ms;

	if (!value_parse(s, &arena, &value, &err) && !err.text[0])
		abort();
	check_decimal(s);
	check_day(s);
	clock_parse(s, &ms);
	arena_release(&arena);
	return 0;
}
