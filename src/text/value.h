/* SPDX-License-Identifier: MIT */
#ifndef TEXT_VALUE_H
#define TEXT_VALUE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"

/*
 * What an annotated quote stands for: an amount, a stretch of days, or a word.
 *
 * An amount is a plain decimal in value, its ISO 4217 code in unit; a range has
 * its bounds in low and high and no value. Days: value as ISO 8601 or TIMEX3
 * writes it (2026-Q1; 2026-01-01/2026-03-31), low and high the first and last
 * day. Anything else is value alone.
 *
 * A bare number of four digits from 1000 to 2999 is a year; other bare numbers
 * are amounts without unit, and a number with a unit is always an amount. A
 * unit is written in any case after the number, in one case before it, so that
 * "Top 10" stays words. Separators of thousands and decimal commas are errors,
 * as are words for units and factors ("5 dollars", "2.5 billion USD").
 */

struct value {
	struct str text;	/* the CSV column value */
	struct str low;
	struct str high;
	struct str unit;
};

/*
 * Reads what people type: "2.5e9 USD", "2.5e9", "40e6..50e6 EUR", "2026-Q1",
 * "2026-01-01..2026-03-31", "Quince 2". What looks like an amount or a day but
 * is none (2026-13-01, 1e9 DOLLARS, 5..3) is an error that says what is
 * expected. Strings of the result live in the arena.
 */
bool value_parse(struct str s, struct arena *arena, struct value *out, struct error *err);

#endif
