/* SPDX-License-Identifier: MIT */
#include "config.h"

#include <locale.h>
#include <wchar.h>

#include "text/fold.h"
#include "text/match.h"
#include "text/position.h"
#include "text/segment.h"
#include "text/utf8.h"
#include "text/width.h"
#include "tests/unit/tap.h"

/* Numerical Recipes' linear congruential generator: the same texts every time. */
static uint32_t seed = 20261122;

static uint32_t
random_below(uint32_t n)
{
	seed = seed * 1664525u + 1013904223u;
	return (uint32_t)(((uint64_t)seed * n) >> 32);
}

#define N_INTERESTING (sizeof(interesting) / sizeof(interesting[0]))
static const uint32_t interesting[] = {
	'a', 'Z', '5', ' ', ' ', '.', '\n', '\n', '\t', 0xE9, 0xDF, 0x130, 0x300, 0x301, 0x345,
	0x3A3, 0x1E9E, 0x1F80, 0xFB01, 0x2126, 0x212B, 0x93F, 0x915, 0x4E2D, 0x3042, 0xAC01,
	0x1100, 0x1161, 0x11A8, 0x200D, 0xFE0F, 0x1F468, 0x1F3FD, 0x1F1E6, 0x1F1FF, 0x1D15E,
	0x1D165, 0x302E, 0x34F, 0x600, 0x10FFFF, 0x2FA1D,
};

/* Appends n code points; plain says how many of ten are ASCII letters. */
static void
random_text(struct buf *out, size_t n, uint32_t plain)
{
	char bytes[UTF8_MAX];

	for (size_t i = 0; i < n; i++) {
		uint32_t cp = 'A' + random_below(58);

		if (random_below(10) >= plain)
			cp = interesting[random_below(N_INTERESTING)];
		buf_add(out, bytes, utf8_encode(cp, bytes));
	}
}

static bool
is_scalar(uint32_t cp)
{
	return cp <= 0x10FFFF && (cp < 0xD800 || cp > 0xDFFF);
}

static void
test_utf8_code_points(void)
{
	size_t bad = 0;

	for (uint32_t cp = 0; cp <= 0x10FFFF; cp++) {
		char bytes[UTF8_MAX + 2] = "<";
		size_t len, pos, n;

		if (!is_scalar(cp))
			continue;
		n = utf8_encode(cp, bytes + 1);
		struct str s = { bytes, n + 1 };

		bad += utf8_at(s, 1, &len) != cp || len != n;
		bad += utf8_before(s, n + 1) != 1;
		bad += !utf8_is_valid(s, &pos) || pos != s.len;
		bad += utf8_count(s) != 2 || utf8_count_utf16(s) != (cp < 0x10000 ? 2u : 3u);
		/* Cut anywhere, it is not valid, and said to end where it begins. */
		for (size_t cut = 2; cut <= n; cut++)
			bad += utf8_is_valid(str_slice(s, 0, cut), &pos) || pos != 1;
	}
	tap_eq(bad, 0, "each code point is encoded, decoded, counted and valid");
}

static void
test_utf8_invalid(void)
{
	static const struct {
		struct str bytes;
		size_t pos;
	} cases[] = {
		{ STR("\x80"), 0 }, { STR("ab\xBF"), 2 }, { STR("\xC0\x80"), 0 },
		{ STR("\xC1\xBF"), 0 }, { STR("\xE0\x9F\xBF"), 0 }, { STR("\xF0\x8F\xBF\xBF"), 0 },
		{ STR("\xED\xA0\x80"), 0 }, { STR("\xED\xBF\xBF"), 0 },
		{ STR("\xF4\x90\x80\x80"), 0 },
		{ STR("\xF5\x80\x80\x80"), 0 }, { STR("\xFE"), 0 }, { STR("\xFF"), 0 },
		{ STR("\xF8\x88\x80\x80\x80"), 0 }, { STR("abcdefgh\xC3(\xA9"), 8 },
		{ STR("\xE2\x82\xAC\xE2\x28\xA1"), 3 }, { STR("\xC3\xA9\xC3"), 2 },
	};
	size_t pos;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		bool valid = utf8_is_valid(cases[i].bytes, &pos);

		tap_ok(!valid && pos == cases[i].pos, "invalid sequence %zu", i);
	}
	tap_ok(utf8_is_valid(STR_EMPTY, &pos) && pos == 0, "nothing is valid");
}

static void
test_utf8_counts(void)
{
	size_t bad = 0;
	struct buf b = BUF_INIT;

	for (size_t round = 0; round < 400; round++) {
		buf_reset(&b);
		random_text(&b, round < 300 ? round : 6 * round, random_below(11));
		struct str s = buf_str(&b);
		size_t chars = 0, units = 0, len, want = random_below((uint32_t)s.len + 2);
		size_t skipped = s.len;
		bool ascii = true;

		for (size_t i = 0; i < s.len; i += len) {
			if (chars == want)
				skipped = i;
			units += utf8_at(s, i, &len) < 0x10000 ? 1 : 2;
			ascii = ascii && len == 1;
			chars++;
		}
		bad += utf8_count(s) != chars || utf8_count_utf16(s) != units;
		bad += utf8_skip(s, want) != skipped || utf8_is_ascii(s) != ascii;
	}
	tap_eq(bad, 0, "counts agree with counting one by one");

	/* Enough of the same to overflow sums that are kept in a byte. */
	struct position p = { 0 };

	buf_reset(&b);
	for (size_t i = 0; i < 3000; i++)
		buf_add_z(&b, "\xF0\x9F\x91\x8D");
	buf_add_repeat(&b, '\n', 9000);
	position_advance(&p, buf_str(&b));
	tap_eq(utf8_count(buf_str(&b)), 12000, "many of four bytes");
	tap_eq(utf8_count_utf16(buf_str(&b)), 15000, "many of two units");
	tap_ok(p.line == 9000 && p.line_chr == 12000, "many empty lines");
	buf_release(&b);
}

static void
test_position(void)
{
	size_t bad = 0;
	struct buf b = BUF_INIT;

	for (size_t round = 0; round < 200; round++) {
		struct position p = { 0 }, q = { 0 };
		size_t len, cut = 0;

		buf_reset(&b);
		random_text(&b, random_below(3000), random_below(11));
		struct str s = buf_str(&b);

		for (size_t i = 0; i < s.len; i += len) {
			uint32_t cp = utf8_at(s, i, &len);

			q.byte += (uint32_t)len;
			q.chr++;
			if (cp == '\n') {
				q.line++;
				q.line_chr = q.chr;
			}
			if (random_below(100) != 0 && i + len < s.len)
				continue;
			position_advance(&p, str_slice(s, cut, i + len));
			cut = i + len;
			bad += memcmp(&p, &q, sizeof(p)) != 0;
		}
		bad += position_bytes(s, q.chr) != s.len || position_bytes(s, 0) != 0;
	}
	tap_eq(bad, 0, "positions agree with counting one by one, however the text is cut");

	struct position p = { 0 };

	position_advance(&p, STR("one\nt\xC3\xA9o"));
	tap_eq(position_line_number(p), 2, "lines count from one");
	tap_eq(position_column_number(p), 4, "columns are code points from one");
	position_advance(&p, STR_EMPTY);
	tap_eq(p.byte, 8, "no bytes move nothing");
	buf_release(&b);
}

static void
test_match_cases(void)
{
	static const struct {
		const char *text, *needle;
		int start;		/* of the first, -1 if there is none */
		size_t n;
	} cases[] = {
		{ "abcabc", "abc", 0, 2 },
		{ "aaaa", "aa", 0, 2 },
		{ "abc", "abcd", -1, 0 },
		{ "abc", "", -1, 0 },
		{ "", "a", -1, 0 },
		{ "e\xCC\x81 e", "e", 4, 1 },
		{ "e\xCC\x81 e", "e\xCC\x81", 0, 1 },
		{ "\r\n\n", "\n", 2, 1 },
		/* Flags of DE and of ED: the second stands only between borders. */
		{ "🇩🇪🇩🇪", "🇪🇩", -1, 0 },
		{ "🇩🇪🇩🇪", "🇩🇪", 0, 2 },
		{ "👨‍👩‍👧 👩", "👩", 19, 1 },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		size_t pos = 0, n = 0;
		int first = -1;
		struct span s;

		while (match_next(str_from(cases[i].text), str_from(cases[i].needle), &pos, &s)) {
			if (n++ == 0)
				first = (int)s.start;
		}
		tap_ok(n == cases[i].n && first == cases[i].start, "matches of case %zu", i);
	}
}

static void
test_match_property(void)
{
	struct buf b = BUF_INIT, needle = BUF_INIT;
	size_t bad = 0;

	for (size_t round = 0; round < 1500; round++) {
		buf_reset(&b);
		buf_reset(&needle);
		random_text(&b, random_below(60), random_below(3));
		struct str s = buf_str(&b), found;
		size_t start = utf8_skip(s, random_below(60));
		size_t end = start + utf8_skip(str_skip(s, start), 1 + random_below(3));
		size_t pos = 0, naive = 0;
		struct span hit;

		found = str_slice(s, start, end);
		while (found.len > 0 && match_next(s, found, &pos, &hit)) {
			while (naive < hit.start) {
				bad += str_starts(str_skip(s, naive), found) &&
				       segment_is_grapheme_border(s, naive) &&
				       segment_is_grapheme_border(s, naive + found.len);
				naive++;
			}
			bad += !str_eq(str_slice(s, hit.start, hit.end), found);
			bad += !segment_is_grapheme_border(s, hit.start);
			bad += !segment_is_grapheme_border(s, hit.end);
			naive = hit.end;
		}
	}
	tap_eq(bad, 0, "matches are all there are, between borders");

	buf_reset(&b);
	for (size_t i = 0; i < 40000; i++)
		buf_add_z(&b, "🇩🇪");
	size_t pos = 0;
	struct span hit;

	tap_ok(!match_next(buf_str(&b), STR("🇪🇩"), &pos, &hit),
	       "a needle between borders only is looked for in linear time");
	buf_release(&b);
	buf_release(&needle);
}

static void
test_width(void)
{
	size_t bad = 0;
	struct buf b = BUF_INIT;

	for (uint32_t cp = 0x20; cp <= 0x10FFFF; cp++)
		bad += is_scalar(cp) && width_of(cp) != wcwidth((wchar_t)cp);
	tap_eq(bad, 0, "the width of each code point is libc's");
	tap_eq(width_str(STR("a中e\xCC\x81")), 4, "width of a string");

	for (size_t round = 0; round < 1500; round++) {
		buf_reset(&b);
		random_text(&b, random_below(40), random_below(11));
		struct str s = buf_str(&b);
		size_t columns = random_below(45), fit = width_fit(s, columns);

		bad += !segment_is_grapheme_border(s, fit);
		bad += width_str(str_slice(s, 0, fit)) > columns;
		if (fit < s.len)
			bad += width_str(str_slice(s, 0, segment_grapheme_next(s, fit))) <= columns;
	}
	tap_eq(bad, 0, "what fits is whole clusters and as many as can be");
	tap_eq(width_fit(STR("abc"), 0), 0, "nothing fits in no column");
	tap_eq(width_fit(STR("a中"), 2), 1, "half a wide character does not fit");
	tap_eq(width_fit(STR("ae\xCC\x81!"), 2), 4, "marks go with their base");
	buf_release(&b);
}

static void
fold_is(const char *a, const char *b)
{
	struct buf x = BUF_INIT, y = BUF_INIT;

	fold_add(&x, str_from(a));
	fold_add(&y, str_from(b));
	tap_is(x.p, x.len, y.p, y.len, "%s folds as %s", a, b);
	buf_release(&x);
	buf_release(&y);
}

static void
test_fold_cases(void)
{
	static const char *const pairs[][2] = {
		{ "Z\xC3\xBCrich", "ZURICH" }, { "Zu\xCC\x88rich", "zurich" },
		{ "Stra\xC3\x9F" "e", "STRASSE" }, { "\xEF\xAC\x81nance", "Finance" },
		{ "ΟΔΟΣ", "οδος" }, { "İ", "i" }, { "Ⅷ", "viii" }, { "㎏", "KG" },
		{ "ｆｕｌｌ", "FULL" }, { "Å", "a" }, { "½", "1⁄2" }, { "Ж", "ж" },
	};

	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		fold_is(pairs[i][0], pairs[i][1]);

	struct buf b = BUF_INIT;

	fold_add(&b, STR("A"));
	fold_add(&b, STR("\xC3\x84 \0B"));
	tap_is(b.p, b.len, "aa \0b", 5, "folding appends, NUL and all");
	buf_reset(&b);
	fold_add(&b, STR("\xCC\x81"));
	tap_eq(b.len, 0, "of a mark alone nothing is left");
	buf_release(&b);
}

/* Whether folding the folded changes nothing and the fast path agrees. */
static bool
is_fold_sound(struct str s, struct buf *once, struct buf *twice)
{
	size_t pos;

	buf_reset(once);
	buf_reset(twice);
	fold_add(once, s);
	fold_add_general(twice, s);
	if (!str_eq(buf_str(once), buf_str(twice)) || !utf8_is_valid(buf_str(once), &pos))
		return false;
	buf_reset(twice);
	fold_add(twice, buf_str(once));
	return str_eq(buf_str(once), buf_str(twice));
}

static void
test_fold_property(void)
{
	struct buf b = BUF_INIT, once = BUF_INIT, twice = BUF_INIT;
	size_t bad = 0;
	char bytes[UTF8_MAX];

	/* The planes after hold ideographs without mappings, or nothing. */
	for (uint32_t cp = 0; cp <= 0x1FBFF; cp++) {
		if (!is_scalar(cp))
			continue;
		bad += !is_fold_sound((struct str){ bytes, utf8_encode(cp, bytes) }, &once, &twice);
	}
	for (uint32_t cp = 0x2F800; cp <= 0x2FA20; cp++)
		bad += !is_fold_sound((struct str){ bytes, utf8_encode(cp, bytes) }, &once, &twice);
	tap_eq(bad, 0, "folding each code point is idempotent");
	for (size_t round = 0; round < 3000; round++) {
		buf_reset(&b);
		random_text(&b, random_below(120), random_below(11));
		bad += !is_fold_sound(buf_str(&b), &once, &twice);
	}
	tap_eq(bad, 0, "so is folding texts, and the fast path agrees");
	buf_reset(&b);
	for (int c = 0; c < 128; c++)
		buf_add_char(&b, (char)c);
	tap_ok(is_fold_sound(buf_str(&b), &once, &twice) && once.len == 128, "and in ASCII");
	buf_release(&b);
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
	test_utf8_code_points();
	test_utf8_invalid();
	test_utf8_counts();
	test_position();
	test_match_cases();
	test_match_property();
	test_width();
	test_fold_cases();
	test_fold_property();
	return tap_done();
}
