/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "text/value.h"

#include <strings.h>

#include "base/day.h"
#include "base/decimal.h"

#define UNIT_LEN 3
#define DAY_NAME_MAX 10		/* longest that day_range_parse takes */
#define YEAR_LEN 4

#define LIKE_DAY "a day as 2026-01-31, 2026-01, 2026-Q1 or 2026"
#define LIKE_AMOUNT "an amount as 2.5e9, 2.5e9 USD or 40e6..50e6 EUR"

/*
 * ISO 4217, active codes, funds and metals included, and those withdrawn since
 * 2021, which articles still use (ANG BGN CUC HRK SLL ZWL).
 */
static const char units[][UNIT_LEN + 1] = {
	"AED", "AFN", "ALL", "AMD", "ANG", "AOA", "ARS", "AUD", "AWG", "AZN", "BAM", "BBD",
	"BDT", "BGN", "BHD", "BIF", "BMD", "BND", "BOB", "BOV", "BRL", "BSD", "BTN", "BWP",
	"BYN", "BZD", "CAD", "CDF", "CHE", "CHF", "CHW", "CLF", "CLP", "CNY", "COP", "COU",
	"CRC", "CUC", "CUP", "CVE", "CZK", "DJF", "DKK", "DOP", "DZD", "EGP", "ERN", "ETB",
	"EUR", "FJD", "FKP", "GBP", "GEL", "GHS", "GIP", "GMD", "GNF", "GTQ", "GYD", "HKD",
	"HNL", "HRK", "HTG", "HUF", "IDR", "ILS", "INR", "IQD", "IRR", "ISK", "JMD", "JOD",
	"JPY", "KES", "KGS", "KHR", "KMF", "KPW", "KRW", "KWD", "KYD", "KZT", "LAK", "LBP",
	"LKR", "LRD", "LSL", "LYD", "MAD", "MDL", "MGA", "MKD", "MMK", "MNT", "MOP", "MRU",
	"MUR", "MVR", "MWK", "MXN", "MXV", "MYR", "MZN", "NAD", "NGN", "NIO", "NOK", "NPR",
	"NZD", "OMR", "PAB", "PEN", "PGK", "PHP", "PKR", "PLN", "PYG", "QAR", "RON", "RSD",
	"RUB", "RWF", "SAR", "SBD", "SCR", "SDG", "SEK", "SGD", "SHP", "SLE", "SLL", "SOS",
	"SRD", "SSP", "STN", "SVC", "SYP", "SZL", "THB", "TJS", "TMT", "TND", "TOP", "TRY",
	"TTD", "TWD", "TZS", "UAH", "UGX", "USD", "USN", "UYI", "UYU", "UYW", "UZS", "VED",
	"VES", "VND", "VUV", "WST", "XAF", "XAG", "XAU", "XBA", "XBB", "XBC", "XBD", "XCD",
	"XCG", "XDR", "XOF", "XPD", "XPF", "XPT", "XSU", "XTS", "XUA", "XXX", "YER", "ZAR",
	"ZMW", "ZWG", "ZWL",
};

/* What people write for a unit or a factor; after a number, all are mistakes. */
static const char *const unit_words[] = {
	"b", "billion", "bn", "cent", "cents", "dollar", "dollars", "euro", "euros", "k", "m",
	"million", "mn", "percent", "pound", "pounds", "t", "thousand", "tn", "trillion", "yen",
	"yuan",
};

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool
is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool
is_alpha(char c)
{
	return is_upper(c) || is_lower(c);
}

static bool
all_are(struct str s, bool (*is)(char))
{
	for (size_t i = 0; i < s.len; i++) {
		if (!is(s.p[i]))
			return false;
	}
	return s.len > 0;
}

/* A copy in the arena with ASCII letters in upper or lower case. */
static struct str
recased(struct arena *arena, struct str s, bool upper)
{
	char *copy = arena_z(arena, s);

	for (size_t i = 0; i < s.len; i++) {
		if (is_alpha(copy[i]))
			copy[i] = (char)(upper ? copy[i] & ~0x20 : copy[i] | 0x20);
	}
	return (struct str){ copy, s.len };
}

static bool
is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static size_t
skip_digits(struct str s, size_t i)
{
	while (i < s.len && is_digit(s.p[i]))
		i++;
	return i;
}

/* What s would be in a value: a bound, a mistaken one, or just words. */
enum shape {
	SHAPE_WORDS,
	SHAPE_DAYS,		/* may be a number, too: a year */
	SHAPE_NUMBER,
	SHAPE_BAD_DAY,
	SHAPE_SEPARATORS,	/* 1,000 or 1.000.000 or 1,5 */
	SHAPE_TOO_LONG,		/* a number beyond the limits of decimal.h */
};

struct bound {
	enum shape shape;
	struct str typed;
	struct str name;	/* of the days, in upper case */
	int32_t first;
	int32_t last;
	bool is_number;
	bool has_exponent;
	struct decimal number;
};

/* YYYY-M-D, YYYY/M/D, YYYY-M, YYYY-Q1 and the like, whether such a day exists or not. */
static bool
looks_like_day(struct str s)
{
	size_t i = skip_digits(s, 0);

	if (i != YEAR_LEN || i == s.len || (s.p[i] != '-' && s.p[i] != '/'))
		return false;
	char separator = s.p[i++];
	bool named = separator == '-' && i < s.len && memchr("QqHhWw", s.p[i], 6) != NULL;
	size_t end = skip_digits(s, i += named);

	if (end == i || end - i > 2)
		return false;
	if (end == s.len)
		return separator == '-';
	if (named || s.p[end] != separator)
		return false;
	i = end + 1;
	end = skip_digits(s, i);
	return end > i && end - i <= 2 && end == s.len;
}

/* Digits in groups of three, or with a decimal comma. */
static bool
has_separators(struct str s)
{
	size_t i = s.len > 0 && (s.p[0] == '-' || s.p[0] == '+');
	size_t groups = 0, start = i;

	i = skip_digits(s, i);
	if (i == start)
		return false;
	while (i < s.len && memchr(",.'_ ", s.p[i], 5) != NULL && skip_digits(s, i + 1) == i + 4) {
		i += 4;
		groups++;
	}
	if (i == s.len)
		return groups > 0;
	if (s.p[i] != ',' && (s.p[i] != '.' || groups == 0))
		return false;
	return skip_digits(s, i + 1) == s.len && i + 1 < s.len;
}

/* Whether s is written as decimal_parse wants it, whatever its length. */
static bool
is_written_decimal(struct str s)
{
	size_t i = s.len > 0 && (s.p[0] == '-' || s.p[0] == '+');
	size_t end = skip_digits(s, i);
	size_t digits = end - i;

	if (end < s.len && s.p[end] == '.') {
		i = end + 1;
		end = skip_digits(s, i);
		digits += end - i;
	}
	if (digits == 0)
		return false;
	if (end < s.len && s.p[end] == 'e') {
		i = end + 1;
		i += i < s.len && (s.p[i] == '-' || s.p[i] == '+');
		end = skip_digits(s, i);
		if (end == i)
			return false;
	}
	return end == s.len;
}

/* Days by name; a bare number is a year only where the years of articles are. */
static bool
parse_days(struct bound *b, struct arena *arena)
{
	struct str s = b->typed;

	if (s.len == 0 || s.len > DAY_NAME_MAX)
		return false;
	if (s.len == YEAR_LEN && s.p[0] != '1' && s.p[0] != '2')
		return false;
	b->name = recased(arena, s, true);
	return day_range_parse(b->name, &b->first, &b->last);
}

static struct bound
parse_bound(struct str s, struct arena *arena)
{
	struct bound b = { .typed = str_trim(s) };
	struct str small = recased(arena, b.typed, false);

	b.is_number = decimal_parse(small, &b.number);
	b.has_exponent = b.is_number && memchr(small.p, 'e', small.len) != NULL;
	if (parse_days(&b, arena))
		b.shape = SHAPE_DAYS;
	else if (b.is_number)
		b.shape = SHAPE_NUMBER;
	else if (looks_like_day(small))
		b.shape = SHAPE_BAD_DAY;
	else if (has_separators(small))
		b.shape = SHAPE_SEPARATORS;
	else if (is_written_decimal(small))
		b.shape = SHAPE_TOO_LONG;
	return b;
}

/* The input, for positions in errors, and what was made of it. */
struct reading {
	struct str input;
	struct arena *arena;
	struct error *err;
};

static bool
fail_at(const struct reading *r, struct str at, const char *what)
{
	return error_syntax(r->err, (size_t)(at.p - r->input.p), "'%.*s' %s", STR_ARG(at), what);
}

/* The error for a bound that was meant to be one; true if it is fine, or words. */
static bool
check_bound(const struct reading *r, const struct bound *b)
{
	switch (b->shape) {
	case SHAPE_BAD_DAY:
		return fail_at(r, b->typed, "is no day of the calendar: expected " LIKE_DAY);
	case SHAPE_SEPARATORS:
		return fail_at(r, b->typed, "has separators: write digits and at most "
		                            "one decimal point, as 1500000.25 or 1.5e6");
	case SHAPE_TOO_LONG:
		return fail_at(r, b->typed, "is too long: a number has at most 40 digits "
		                            "and an exponent of at most 60");
	default:
		return true;
	}
}

static struct str
format_day(struct arena *arena, int32_t day)
{
	char text[DAY_TEXT_SIZE];

	day_format(day, text);
	return arena_str(arena, str_from(text));
}

static struct str
format_number(struct arena *arena, const struct decimal *d)
{
	struct buf b = BUF_INIT;

	decimal_format(d, &b);
	struct str s = arena_str(arena, buf_str(&b));

	buf_release(&b);
	return s;
}

/* One bound, or two with ".." or another separator between. */
struct expression {
	struct bound low;
	struct bound high;
	bool is_range;
	bool is_days;
	bool is_amount;
	bool has_exponent;
};

static struct expression
parse_expression(struct str s, struct str separator, struct arena *arena)
{
	size_t at = str_find(s, separator, 0);
	struct expression e = { .is_range = at != STR_NONE };

	e.low = parse_bound(e.is_range ? str_slice(s, 0, at) : s, arena);
	e.high = e.is_range ? parse_bound(str_skip(s, at + separator.len), arena) : e.low;
	e.is_days = e.low.shape == SHAPE_DAYS && e.high.shape == SHAPE_DAYS;
	e.is_amount = e.low.is_number && e.high.is_number;
	e.has_exponent = e.low.has_exponent || e.high.has_exponent;
	return e;
}

static bool
store_days(const struct reading *r, const struct expression *e, struct value *out)
{
	if (e->low.first > e->high.last)
		return fail_at(r, e->low.typed, "comes after the end of its range");
	out->text = e->low.name;
	if (e->is_range)
		out->text = arena_printf(r->arena, "%.*s/%.*s", STR_ARG(e->low.name),
		                         STR_ARG(e->high.name));
	out->low = format_day(r->arena, e->low.first);
	out->high = format_day(r->arena, e->high.last);
	return true;
}

static bool
store_amount(const struct reading *r, const struct expression *e, struct str unit,
             struct value *out)
{
	out->unit = unit;
	if (!e->is_range) {
		out->text = format_number(r->arena, &e->low.number);
		return true;
	}
	if (decimal_cmp(&e->low.number, &e->high.number) > 0)
		return fail_at(r, e->low.typed, "is more than the end of its range");
	out->low = format_number(r->arena, &e->low.number);
	out->high = format_number(r->arena, &e->high.number);
	return true;
}

/* The unit in upper case, static; empty if there is none of that name. */
static struct str
find_unit(struct str s)
{
	for (size_t i = 0; s.len == UNIT_LEN && i < sizeof(units) / sizeof(units[0]); i++) {
		if (strncasecmp(s.p, units[i], UNIT_LEN) == 0)
			return str_from(units[i]);
	}
	return STR_EMPTY;
}

/* Whether a word after a number is meant as its unit, or as a factor. */
static bool
is_unit_word(struct str word)
{
	for (size_t i = 0; i < sizeof(unit_words) / sizeof(unit_words[0]); i++) {
		if (word.len == strlen(unit_words[i]) &&
		    strncasecmp(word.p, unit_words[i], word.len) == 0)
			return true;
	}
	return false;
}

static bool
begins_number(struct str s)
{
	return s.len > 0 && (is_digit(s.p[0]) || memchr("+-.", s.p[0], 3) != NULL);
}

/*
 * A number and the word after it, or before it if that is a unit in one case:
 * "Top 10" is words. Only a unit in capitals may touch the number.
 */
static bool
split_unit(struct str s, struct str *number, struct str *word)
{
	size_t start = s.len, end = 0;

	while (start > 0 && is_alpha(s.p[start - 1]))
		start--;
	while (end < s.len && is_alpha(s.p[end]))
		end++;
	*word = str_skip(s, start);
	*number = str_trim(str_slice(s, 0, start));
	if (word->len > 0 && begins_number(*number))
		return is_blank(s.p[start - 1]) ||
		       (all_are(*word, is_upper) && find_unit(*word).len > 0);
	*word = str_slice(s, 0, end);
	*number = str_trim(str_skip(s, end));
	if (!begins_number(*number) || find_unit(*word).len == 0)
		return false;
	return all_are(*word, is_upper) || (all_are(*word, is_lower) && is_blank(s.p[end]));
}

/* "2.5e9 USD" and its mistakes; *done says whether it was an amount. */
static bool
parse_with_unit(const struct reading *r, struct str s, struct value *out, bool *done)
{
	struct str number, word, inner_number, inner_word;

	if (!split_unit(s, &number, &word))
		return true;
	struct expression e = parse_expression(number, STR(".."), r->arena);
	struct str unit = find_unit(word);
	bool worded = is_unit_word(word);

	if (e.is_amount && unit.len > 0) {
		*done = true;
		return store_amount(r, &e, unit, out);
	}
	if (e.is_amount && (worded || word.len == UNIT_LEN || e.is_range || e.has_exponent))
		return fail_at(r, word, "is no unit: expected an ISO 4217 code, "
		                        "as in " LIKE_AMOUNT);
	if (unit.len == 0 && !worded)
		return true;
	if (split_unit(number, &inner_number, &inner_word) && is_unit_word(inner_word) &&
	    parse_bound(inner_number, r->arena).is_number)
		return fail_at(r, inner_word, "is no number: expected " LIKE_AMOUNT);
	return check_bound(r, &e.low) && check_bound(r, &e.high);
}

static bool
check_symbol(const struct reading *r, struct str s)
{
	static const char *const symbols[] = { "$", "€", "£", "¥" };

	for (size_t i = 0; i < sizeof(symbols) / sizeof(symbols[0]); i++) {
		struct str symbol = str_from(symbols[i]);
		bool before = str_starts(s, symbol) &&
		              begins_number(str_trim(str_skip(s, symbol.len)));
		bool after = str_ends(s, symbol) && begins_number(s);

		if (before || after)
			return fail_at(r, s, "has a sign that may mean several currencies: "
			                     "expected " LIKE_AMOUNT);
	}
	return true;
}

bool
value_parse(struct str s, struct arena *arena, struct value *out, struct error *err)
{
	struct reading r = { s, arena, err };
	struct str t = str_trim(s);
	struct expression e = parse_expression(t, STR(".."), arena);
	struct expression interval = parse_expression(t, STR("/"), arena);
	bool done = false;

	*out = (struct value){ STR_EMPTY, STR_EMPTY, STR_EMPTY, STR_EMPTY };
	if (e.is_days)
		return store_days(&r, &e, out);
	if (interval.is_days)
		return store_days(&r, &interval, out);
	if (e.is_amount)
		return store_amount(&r, &e, STR_EMPTY, out);
	if (!parse_with_unit(&r, t, out, &done) || !check_symbol(&r, t))
		return false;
	if (done)
		return true;
	if (!check_bound(&r, &e.low))
		return false;
	if (e.is_range && e.low.shape != SHAPE_WORDS)
		return check_bound(&r, &e.high) &&
		       fail_at(&r, t, "is no range: expected two days or two numbers, "
		                      "as 2026-Q1..2026-Q2 or 40e6..50e6 EUR");
	out->text = arena_str(arena, t);
	return true;
}
