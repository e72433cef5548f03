/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "text/value.h"
#include "tests/unit/tap.h"

static const struct {
	const char *in, *text, *low, *high, *unit;
} good[] = {
	{ "", "", "", "", "" },
	{ "   ", "", "", "", "" },
	{ "2.5e9 USD", "2500000000", "", "", "USD" },
	{ "2.5E9 usd", "2500000000", "", "", "USD" },
	{ " USD  2.5e9 ", "2500000000", "", "", "USD" },
	{ "usd 5", "5", "", "", "USD" },
	{ "USD5", "5", "", "", "USD" },
	{ "5EUR", "5", "", "", "EUR" },
	{ "-0.50 chf", "-0.5", "", "", "CHF" },
	{ "2.5e9", "2500000000", "", "", "" },
	{ "2026 USD", "2026", "", "", "USD" },
	{ "40e6..50e6 EUR", "", "40000000", "50000000", "EUR" },
	{ "EUR 40e6 .. 50e6", "", "40000000", "50000000", "EUR" },
	{ "2026..2028 USD", "", "2026", "2028", "USD" },
	{ "40e6..50e6", "", "40000000", "50000000", "" },
	{ "5..5", "", "5", "5", "" },
	{ "-5..-3", "", "-5", "-3", "" },
	{ "2026..5000", "", "2026", "5000", "" },
	{ "9000", "9000", "", "", "" },
	{ "0999", "999", "", "", "" },
	{ "25000", "25000", "", "", "" },
	{ "007", "7", "", "", "" },
	{ "1.000", "1", "", "", "" },
	{ "2026", "2026", "2026-01-01", "2026-12-31", "" },
	{ "2500", "2500", "2500-01-01", "2500-12-31", "" },
	{ "2026-Q1", "2026-Q1", "2026-01-01", "2026-03-31", "" },
	{ "2026-q1", "2026-Q1", "2026-01-01", "2026-03-31", "" },
	{ "2026-02", "2026-02", "2026-02-01", "2026-02-28", "" },
	{ "2026-11-22", "2026-11-22", "2026-11-22", "2026-11-22", "" },
	{ "2026-01-01..2026-03-31", "2026-01-01/2026-03-31", "2026-01-01", "2026-03-31", "" },
	{ "2026-01-01/2026-03-31", "2026-01-01/2026-03-31", "2026-01-01", "2026-03-31", "" },
	{ "2026 .. 2027-H1", "2026/2027-H1", "2026-01-01", "2027-06-30", "" },
	{ "2026-WI", "2026-WI", "2026-12-01", "2027-02-28", "" },
	{ "Quince 2", "Quince 2", "", "", "" },
	{ " OpenAI ", "OpenAI", "", "", "" },
	{ "3M", "3M", "", "", "" },
	{ "3 Mobile", "3 Mobile", "", "", "" },
	{ "Top 10", "Top 10", "", "", "" },
	{ "7-Eleven", "7-Eleven", "", "", "" },
	{ "GPT-4.1", "GPT-4.1", "", "", "" },
	{ "4.1.2", "4.1.2", "", "", "" },
	{ "192.168.0.1", "192.168.0.1", "", "", "" },
	{ "555-1234", "555-1234", "", "", "" },
	{ "20th Century Fox", "20th Century Fox", "", "", "" },
	{ "1,000 employees", "1,000 employees", "", "", "" },
	{ "a..b", "a..b", "", "", "" },
	{ "either/or", "either/or", "", "", "" },
	{ "BBC 2", "BBC 2", "", "", "" },
	{ "USD", "USD", "", "", "" },
	{ "US$", "US$", "", "", "" },
	{ "-", "-", "", "", "" },
	{ ".", ".", "", "", "" },
	{ "..", "..", "", "", "" },
	{ "/", "/", "", "", "" },
	{ "東京", "東京", "", "", "" },
};

static const struct {
	const char *in;
	size_t pos;
	const char *says;	/* part of the message */
} bad[] = {
	{ "2026-13-01", 0, "day" },
	{ "2026-02-30", 0, "day" },
	{ "2026-1-5", 0, "day" },
	{ "2026-Q5", 0, "2026-Q1" },
	{ "2026-w60", 0, "day" },
	{ "2026/01/31", 0, "2026-01-31" },
	{ " 2026-00", 1, "day" },
	{ "2026-01-01..2026-13-01", 12, "day" },
	{ "2026-03..2026-01", 0, "after the end" },
	{ "2026-01..5", 0, "no range" },
	{ "5..x", 0, "no range" },
	{ "5..", 0, "no range" },
	{ "5..3", 0, "more than the end" },
	{ "50e6..40e6 EUR", 0, "more than the end" },
	{ "1e9 DOLLARS", 4, "ISO 4217" },
	{ "2500 dollars", 5, "ISO 4217" },
	{ "5 ABC", 2, "ISO 4217" },
	{ "5 m", 2, "ISO 4217" },
	{ "1..2 things", 5, "ISO 4217" },
	{ "2.5 billion USD", 4, "2.5e9" },
	{ "USD 2.5 billion", 8, "2.5e9" },
	{ "2.5 billion dollars", 4, "2.5e9" },
	{ "1,000", 0, "separators" },
	{ "1,000,000.50", 0, "separators" },
	{ "1.000.000", 0, "separators" },
	{ "1.000.000,50", 0, "separators" },
	{ "1'000'000 CHF", 0, "separators" },
	{ "1 000 000 EUR", 0, "separators" },
	{ "1,5", 0, "separators" },
	{ "1,000 USD", 0, "separators" },
	{ "EUR 1,000", 4, "separators" },
	{ "1..2,000", 3, "separators" },
	{ "1e99", 0, "exponent" },
	{ "12345678901234567890123456789012345678901", 0, "40 digits" },
	{ "$2.5e9", 0, "several currencies" },
	{ "€ 5", 0, "several currencies" },
	{ "5 €", 0, "several currencies" },
};

static void
is(struct str got, const char *want, const char *what, const char *in)
{
	tap_is(got.p, got.len, want, strlen(want), "%s of '%s'", what, in);
}

int
main(void)
{
	struct arena arena = ARENA_INIT;
	struct value v;
	struct error err;

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		err = (struct error){ .text = "" };
		if (!tap_ok(value_parse(str_from(good[i].in), &arena, &v, &err), "'%s' is read",
		            good[i].in)) {
			printf("# %s\n", err.text);
			continue;
		}
		is(v.text, good[i].text, "value", good[i].in);
		is(v.low, good[i].low, "low", good[i].in);
		is(v.high, good[i].high, "high", good[i].in);
		is(v.unit, good[i].unit, "unit", good[i].in);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		err = (struct error){ .text = "" };
		tap_ok(!value_parse(str_from(bad[i].in), &arena, &v, &err), "'%s' is refused",
		       bad[i].in);
		tap_ok(err.code == ERROR_SYNTAX && err.pos == bad[i].pos &&
		       strstr(err.text, bad[i].says) != NULL, "at %zu: %s", err.pos, err.text);
	}
	arena_release(&arena);
	return tap_done();
}
