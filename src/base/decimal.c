/* SPDX-License-Identifier: MIT */
#include "base/decimal.h"

#include <stdint.h>

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
skip_sign(struct str *s)
{
	bool negative = s->len > 0 && s->p[0] == '-';

	if (negative || (s->len > 0 && s->p[0] == '+'))
		*s = str_skip(*s, 1);
	return negative;
}

static struct str
take_digits(struct str *s)
{
	size_t n = 0;

	while (n < s->len && is_digit(s->p[n]))
		n++;
	struct str digits = str_slice(*s, 0, n);
	*s = str_skip(*s, n);
	return digits;
}

/*
 * Zeros wait until a digit other than zero follows, so that neither those at
 * the front nor those at the end are stored or counted.
 */
static bool
add_digits(struct decimal *d, struct str digits, size_t *zeros)
{
	for (size_t i = 0; i < digits.len; i++) {
		if (digits.p[i] == '0') {
			*zeros += d->n > 0;
			continue;
		}
		if (*zeros >= (size_t)(DECIMAL_DIGITS - d->n))
			return false;
		memset(d->digits + d->n, '0', *zeros);
		d->n += (int)*zeros;
		d->digits[d->n++] = digits.p[i];
		*zeros = 0;
	}
	return true;
}

/* "e" and what follows. A huge exponent stops growing far beyond any length of text. */
static bool
parse_exponent(struct str *s, int64_t *exponent)
{
	*s = str_skip(*s, 1);
	bool negative = skip_sign(s);
	struct str digits = take_digits(s);
	if (digits.len == 0)
		return false;

	int64_t value = 0;
	for (size_t i = 0; i < digits.len && value < INT64_MAX / 100; i++)
		value = value * 10 + (digits.p[i] - '0');
	*exponent = negative ? -value : value;
	return true;
}

bool
decimal_parse(struct str s, struct decimal *d)
{
	if (s.len == 0)
		return false;

	struct decimal result = { .negative = skip_sign(&s) };
	struct str whole = take_digits(&s);
	struct str fraction = STR_EMPTY;

	if (s.len > 0 && s.p[0] == '.') {
		s = str_skip(s, 1);
		fraction = take_digits(&s);
		if (fraction.len == 0)
			return false;
	}
	if (whole.len + fraction.len == 0)
		return false;
	int64_t exponent = 0;
	if (s.len > 0 && s.p[0] == 'e' && !parse_exponent(&s, &exponent))
		return false;
	if (s.len > 0)
		return false;

	size_t zeros = 0;
	if (!add_digits(&result, whole, &zeros) || !add_digits(&result, fraction, &zeros))
		return false;
	if (result.n == 0) {
		result.negative = false;
		*d = result;
		return true;
	}
	exponent += (int64_t)zeros - (int64_t)fraction.len;
	if (exponent > DECIMAL_EXPONENT || exponent < -DECIMAL_EXPONENT)
		return false;
	result.exponent = (int)exponent;
	*d = result;
	return true;
}

void
decimal_format(const struct decimal *d, struct buf *out)
{
	if (d->n == 0) {
		buf_add_char(out, '0');
		return;
	}
	if (d->negative)
		buf_add_char(out, '-');

	size_t n = (size_t)d->n;
	if (d->exponent >= 0) {
		buf_add(out, d->digits, n);
		buf_add_repeat(out, '0', (size_t)d->exponent);
		return;
	}
	size_t places = (size_t)-d->exponent;
	if (places < n) {
		buf_add(out, d->digits, n - places);
		buf_add_char(out, '.');
		buf_add(out, d->digits + n - places, places);
		return;
	}
	buf_add_z(out, "0.");
	buf_add_repeat(out, '0', places - n);
	buf_add(out, d->digits, n);
}

/* Without zeros at the ends, the same magnitude makes the digits compare as text. */
static int
compare_size(const struct decimal *a, const struct decimal *b)
{
	int magnitude_a = a->n + a->exponent;
	int magnitude_b = b->n + b->exponent;
	if (magnitude_a != magnitude_b)
		return magnitude_a < magnitude_b ? -1 : 1;
	return str_cmp((struct str){ a->digits, (size_t)a->n },
	               (struct str){ b->digits, (size_t)b->n });
}

static int
sign(const struct decimal *d)
{
	if (d->n == 0)
		return 0;
	return d->negative ? -1 : 1;
}

int
decimal_cmp(const struct decimal *a, const struct decimal *b)
{
	int sign_a = sign(a);
	int sign_b = sign(b);

	if (sign_a != sign_b)
		return sign_a < sign_b ? -1 : 1;
	if (sign_a == 0)
		return 0;
	return sign_a < 0 ? compare_size(b, a) : compare_size(a, b);
}
