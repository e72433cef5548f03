/* SPDX-License-Identifier: MIT */
#include "config.h"

#include <locale.h>
#include <unictype.h>
#include <wchar.h>

#include "text/display.h"
#include "text/utf8.h"
#include "tests/unit/tap.h"

#define FFFD "\xEF\xBF\xBD"
#define DOT "\xC2\xB7"
#define CIRCLE "\xE2\x97\x8C"

/* Numerical Recipes' linear congruential generator: the same bytes every time. */
static uint32_t seed = 42574;

static uint32_t
random_below(uint32_t n)
{
	seed = seed * 1664525u + 1013904223u;
	return (uint32_t)(((uint64_t)seed * n) >> 32);
}

static const struct {
	const char *what;
	struct str in, line, block;
	size_t hidden;
} cases[] = {
	{ "nothing", STR(""), STR(""), STR(""), 0 },
	{ "plain", STR("plain ~ text"), STR("plain ~ text"), STR("plain ~ text"), 0 },
	{ "tab and line feed", STR("a\tb\n\tc"), STR("a^Ib^J^Ic"), STR("a       b\n        c"), 0 },
	{ "C0 and DEL", STR("\0\x1B[31m\r\x7F"), STR("^@^[[31m^M^?"), STR("^@^[[31m^M^?"), 4 },
	{ "C1", STR("\xC2\x9B" "0m\xC2\x85"), STR("<9B>0m<85>"), STR("<9B>0m<85>"), 2 },
	{ "raw C1", STR("\x9B" "0m"), STR(FFFD "0m"), STR(FFFD "0m"), 1 },
	{ "invalid", STR("\xE2\x82x\xC0\xAF\xED\xA0\x80\xF0\x9F\x91"),
	  STR(FFFD "x" FFFD FFFD FFFD FFFD FFFD FFFD), STR(FFFD "x" FFFD FFFD FFFD FFFD FFFD FFFD),
	  7 },
	{ "bidi", STR("a\xE2\x80\xAE" "b\xE2\x81\xA9\xD8\x9C"), STR("a<RLO>b<PDI><ALM>"),
	  STR("a<RLO>b<PDI><ALM>"), 3 },
	{ "separators", STR("\xE2\x80\xA8\xE2\x80\xA9"), STR("<LS><PS>"), STR("<LS><PS>"), 2 },
	{ "zero width", STR("a\xE2\x80\x8B\xC2\xAD\xEF\xBB\xBF" "b"), STR("a" DOT DOT DOT "b"),
	  STR("a" DOT DOT DOT "b"), 3 },
	{ "joiner between Latin letters", STR("a\xE2\x80\x8D" "b\xE2\x80\x8C" "c"),
	  STR("a" DOT "b" DOT "c"),
	  STR("a" DOT "b" DOT "c"), 2 },
	{ "non-joiner in Persian", STR("می\xE2\x80\x8Cخواهم"), STR("میخواهم"), STR("میخواهم"), 0 },
	{ "joiner after virama", STR("क्\xE2\x80\x8Dष"), STR("क्ष"), STR("क्ष"), 0 },
	{ "joiner at the end", STR("क्\xE2\x80\x8D"), STR("क्" DOT), STR("क्" DOT), 1 },
	{ "two joiners", STR("م\xE2\x80\x8C\xE2\x80\x8Cخ"), STR("م" DOT DOT "خ"),
	  STR("م" DOT DOT "خ"), 2 },
	{ "a family", STR("👨\xE2\x80\x8D👩\xE2\x80\x8D👧"), STR("👨👩👧"), STR("👨👩👧"), 0 },
	{ "joiner after skin tone", STR("👩🏽\xE2\x80\x8D🚀"), STR("👩🏽🚀"), STR("👩🏽🚀"), 0 },
	{ "selector after emoji", STR("❤\xEF\xB8\x8F"), STR("❤"), STR("❤"), 0 },
	{ "a keycap", STR("1\xEF\xB8\x8F\xE2\x83\xA3"), STR("1\xE2\x83\xA3"), STR("1\xE2\x83\xA3"),
	  0 },
	{ "selector after a letter", STR("a\xEF\xB8\x8F"), STR("a" DOT), STR("a" DOT), 1 },
	{ "other selectors", STR("❤\xEF\xB8\x8E" "字\xF3\xA0\x84\x80"), STR("❤" DOT "字" DOT),
	  STR("❤" DOT "字" DOT), 2 },
	{ "tags", STR("x\xF3\xA0\x80\x81\xF3\xA0\x81\x81"), STR("x" DOT DOT), STR("x" DOT DOT), 2 },
	{ "private and unassigned", STR("\xEE\x80\x80\xCD\xB8\xEF\xBF\xBF\xF4\x8F\xBF\xBF"),
	  STR(FFFD FFFD FFFD FFFD), STR(FFFD FFFD FFFD FFFD), 4 },
	{ "replacement itself", STR(FFFD), STR(FFFD), STR(FFFD), 0 },
	{ "four marks", STR("e\xCC\x81\xCC\x82\xCC\x83\xCC\x84."),
	  STR("e\xCC\x81\xCC\x82\xCC\x83\xCC\x84."),
	  STR("e\xCC\x81\xCC\x82\xCC\x83\xCC\x84."), 0 },
	{ "six marks", STR("e\xCC\x81\xCC\x82\xCC\x83\xCC\x84\xCC\x85\xCC\x86."),
	  STR("e\xCC\x81\xCC\x82\xCC\x83\xCC\x84+."), STR("e\xCC\x81\xCC\x82\xCC\x83\xCC\x84+."),
	  2 },
	{ "mark at the start", STR("\xCC\x81" "a"), STR(CIRCLE "\xCC\x81" "a"),
	  STR(CIRCLE "\xCC\x81" "a"), 0 },
	{ "mark after line feed", STR("a\n\xCC\x81"), STR("a^J" CIRCLE "\xCC\x81"),
	  STR("a\n" CIRCLE "\xCC\x81"), 0 },
	{ "mark after a control", STR("\x1B\xCC\x81"), STR("^[" CIRCLE "\xCC\x81"),
	  STR("^[" CIRCLE "\xCC\x81"), 1 },
	{ "spacing mark at the start", STR("\xE0\xA4\x83"), STR(CIRCLE "\xE0\xA4\x83"),
	  STR(CIRCLE "\xE0\xA4\x83"), 0 },
	{ "vowel of Hangul at the start", STR("\xE1\x85\xA1"), STR(CIRCLE "\xE1\x85\xA1"),
	  STR(CIRCLE "\xE1\x85\xA1"), 0 },
	{ "syllable of Hangul", STR("\xE1\x84\x80\xE1\x85\xA1\xE1\x86\xA8"),
	  STR("\xE1\x84\x80\xE1\x85\xA1\xE1\x86\xA8"), STR("\xE1\x84\x80\xE1\x85\xA1\xE1\x86\xA8"),
	  0 },
};

static void
test_cases(void)
{
	struct buf b = BUF_INIT;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		buf_reset(&b);
		display_add(&b, cases[i].in, DISPLAY_LINE, NULL);
		tap_is(b.p, b.len, cases[i].line.p, cases[i].line.len, "%s, line", cases[i].what);
		buf_reset(&b);
		display_add(&b, cases[i].in, DISPLAY_BLOCK, NULL);
		tap_is(b.p, b.len, cases[i].block.p, cases[i].block.len, "%s, block",
		       cases[i].what);
		tap_eq(display_count_hidden(cases[i].in), cases[i].hidden, "%s, hidden",
		       cases[i].what);
	}
	buf_release(&b);
}

static void
test_column(void)
{
	struct buf b = BUF_INIT;
	size_t column = 3;

	display_add(&b, STR("a\tb中\x01"), DISPLAY_BLOCK, &column);
	tap_is_z(b.p, "a    b中^A", "a tab goes on from the column given");
	tap_eq(column, 13, "the column where it ends");
	display_add(&b, STR("\nx"), DISPLAY_BLOCK, &column);
	tap_eq(column, 1, "a line feed begins a line");
	column = 5;
	display_add(&b, STR("\n"), DISPLAY_LINE, &column);
	tap_eq(column, 7, "but not in a line");
	buf_release(&b);
}

/* What no terminal acts on, whatever stands around it. */
static bool
is_harmless(uint32_t cp)
{
	if (cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || wcwidth((wchar_t)cp) < 0)
		return false;
	return !uc_is_property_bidi_control(cp) &&
	       !uc_is_property_default_ignorable_code_point(cp) &&
	       !uc_is_general_category_withtable(cp, UC_CATEGORY_MASK_Cc | UC_CATEGORY_MASK_Cs |
	                                             UC_CATEGORY_MASK_Cn | UC_CATEGORY_MASK_Co |
	                                             UC_CATEGORY_MASK_Zl | UC_CATEGORY_MASK_Zp);
}

/* Whether out is printable and ends in this column, having begun in column 0. */
static bool
is_printable(struct str out, bool block, size_t column)
{
	size_t len, pos, at = 0;
	bool has_base = false;

	if (!utf8_is_valid(out, &pos))
		return false;
	for (size_t i = 0; i < out.len; i += len) {
		uint32_t cp = utf8_at(out, i, &len);
		bool feed = block && cp == '\n';

		if (!feed && !is_harmless(cp))
			return false;
		bool mark = wcwidth((wchar_t)cp) == 0 ||
		            uc_is_general_category_withtable(cp, UC_CATEGORY_MASK_M);

		if (!feed && mark && !has_base)
			return false;
		has_base = !feed;
		at = feed ? 0 : at + (size_t)wcwidth((wchar_t)cp);
	}
	return at == column;
}

/* Filters s, and what comes out once more: it must be printable and stay. */
static bool
is_sound(struct str s, enum display_flags flags, struct buf *once, struct buf *twice)
{
	size_t column = 0;

	buf_reset(once);
	buf_reset(twice);
	display_add(once, s, flags, &column);
	display_add(twice, buf_str(once), flags, NULL);
	return is_printable(buf_str(once), flags == DISPLAY_BLOCK, column) &&
	       str_eq(buf_str(once), buf_str(twice)) && display_count_hidden(buf_str(once)) == 0;
}

static void
test_every_code_point(void)
{
	struct buf once = BUF_INIT, twice = BUF_INIT;
	size_t bad = 0;
	char bytes[UTF8_MAX + 2] = "a";

	for (uint32_t cp = 0; cp <= 0x10FFFF; cp++) {
		/* Surrogates too: their three bytes are ill-formed and must be caught. */
		size_t n = utf8_encode(cp, bytes + 1);

		bytes[n + 1] = 'b';
		bad += !is_sound((struct str){ bytes + 1, n }, DISPLAY_LINE, &once, &twice);
		bad += !is_sound((struct str){ bytes, n + 2 }, DISPLAY_BLOCK, &once, &twice);
	}
	tap_eq(bad, 0, "every code point is printable, alone and between letters");
	for (int c = 0; c < 256; c++) {
		char byte = (char)c;

		bad += !is_sound((struct str){ &byte, 1 }, DISPLAY_LINE, &once, &twice);
		bad += !is_sound((struct str){ &byte, 1 }, DISPLAY_BLOCK, &once, &twice);
	}
	tap_eq(bad, 0, "so is every byte");
	buf_release(&once);
	buf_release(&twice);
}

static void
test_random(void)
{
	static const uint32_t likely[] = {
		'a', '1', ' ', '\t', '\n', '\r', 0x1B, 0x7F, 0x9B, 0xAD, 0x300, 0x301, 0x302,
		0x34F, 0x61C, 0x600, 0x628, 0x64B, 0x903, 0x915, 0x94D, 0x1100, 0x115F, 0x1161,
		0x180B, 0x200B, 0x200C, 0x200D, 0x200D, 0x202E, 0x2028, 0x20E3, 0x2764, 0x302E,
		0x3164, 0x4E2D, 0xE000, 0xFE0E, 0xFE0F, 0xFEFF, 0xFFF9, 0x1F1E6, 0x1F3FD,
		0x1F468, 0x1F680, 0x1FAE8, 0xE0041, 0xE0100,
	};
	struct buf in = BUF_INIT, once = BUF_INIT, twice = BUF_INIT;
	size_t bad = 0;
	char bytes[UTF8_MAX];

	for (size_t round = 0; round < 30000; round++) {
		buf_reset(&in);
		for (uint32_t n = random_below(20); n > 0; n--) {
			uint32_t cp = likely[random_below(sizeof(likely) / sizeof(likely[0]))];

			if (random_below(12) == 0)
				buf_add_char(&in, (char)random_below(256));
			else
				buf_add(&in, bytes, utf8_encode(cp, bytes));
		}
		bad += !is_sound(buf_str(&in), DISPLAY_LINE, &once, &twice);
		bad += !is_sound(buf_str(&in), DISPLAY_BLOCK, &once, &twice);
	}
	tap_eq(bad, 0, "any mixture of bytes is printable");
	buf_release(&in);
	buf_release(&once);
	buf_release(&twice);
}

int
main(void)
{
	if (setlocale(LC_CTYPE, "C.UTF-8") == NULL) {
		tap_skip("no locale C.UTF-8");
		return tap_done();
	}
	test_cases();
	test_column();
	test_every_code_point();
	test_random();
	return tap_done();
}
