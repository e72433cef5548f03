/* SPDX-License-Identifier: MIT */
#ifndef BASE_DECIMAL_H
#define BASE_DECIMAL_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/str.h"

/*
 * Exact decimal numbers, for money: a sign, up to 40 significant digits and an
 * exponent of at most 60 either way. Never binary floating point.
 */

#define DECIMAL_DIGITS 40
#define DECIMAL_EXPONENT 60

struct decimal {
	bool negative;			/* never for zero */
	int n;				/* digits in use; 0 for zero */
	int exponent;			/* value = digits * 10^exponent */
	char digits[DECIMAL_DIGITS];	/* '0' to '9', no zero at either end */
};

/* [+-]digits[.digits][e[+-]digits], or .digits; false on anything else or a limit. */
bool decimal_parse(struct str s, struct decimal *d);

/* Plain, without exponent: 2500000000, -0.125, 0. */
void decimal_format(const struct decimal *d, struct buf *out);
int decimal_cmp(const struct decimal *a, const struct decimal *b);

#endif
