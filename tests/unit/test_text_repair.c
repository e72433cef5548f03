/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "text/repair.h"
#include "text/utf8.h"
#include "tests/unit/tap.h"

#define R "\xEF\xBF\xBD"

/* Numerical Recipes' linear congruential generator: the same bytes every time. */
static uint32_t seed = 3629;

static uint32_t
random_below(uint32_t n)
{
	seed = seed * 1664525u + 1013904223u;
	return (uint32_t)(((uint64_t)seed * n) >> 32);
}

/* The classes are those of Markus Kuhn's decoder test, the strings our own. */
static const struct {
	const char *what;
	struct str in, out;
	uint64_t n_invalid;
} cases[] = {
	{ "nothing", STR(""), STR(""), 0 },
	{ "ASCII", STR("plain text, 42"), STR("plain text, 42"), 0 },
	{ "valid UTF-8", STR("z\xC3\xBC \xE6\x9D\xB1 \xF0\x9F\x91\x8D"),
	  STR("z\xC3\xBC \xE6\x9D\xB1 \xF0\x9F\x91\x8D"), 0 },
	{ "first and last of each length",
	  STR("\xC2\x80\xDF\xBF\xE0\xA0\x80\xEF\xBF\xBF\xF0\x90\x80\x80\xF4\x8F\xBF\xBF"),
	  STR("\xC2\x80\xDF\xBF\xE0\xA0\x80\xEF\xBF\xBF\xF0\x90\x80\x80\xF4\x8F\xBF\xBF"), 0 },
	{ "beside the surrogates", STR("\xED\x9F\xBF\xEE\x80\x80"), STR("\xED\x9F\xBF\xEE\x80\x80"),
	  0 },
	{ "noncharacters pass", STR("\xEF\xBF\xBE\xEF\xB7\x90"), STR("\xEF\xBF\xBE\xEF\xB7\x90"),
	  0 },
	{ "a continuation", STR("a\x80" "b"), STR("a" R "b"), 1 },
	{ "continuations", STR("\x80\xBF\x80"), STR(R R R), 3 },
	{ "leads without continuation", STR("\xC3 \xE2 \xF0 "), STR(R " " R " " R " "), 3 },
	{ "cut after two of three", STR("\xE2\x82|"), STR(R "|"), 1 },
	{ "cut after two of four", STR("\xF0\x9F|"), STR(R "|"), 1 },
	{ "cut after three of four", STR("\xF0\x9F\x91|"), STR(R "|"), 1 },
	{ "cut by the end", STR("x\xF0\x9F\x91"), STR("x" R), 1 },
	{ "cut by another", STR("\xE2\x82\xE2\x82\xAC"), STR(R "\xE2\x82\xAC"), 1 },
	{ "overlong of two", STR("\xC0\xAF\xC1\xBF"), STR(R R R R), 4 },
	{ "overlong of three", STR("\xE0\x80\xAF"), STR(R R R), 3 },
	{ "overlong of four", STR("\xF0\x80\x80\xAF"), STR(R R R R), 4 },
	{ "overlong of five", STR("\xF8\x80\x80\x80\xAF"), STR(R R R R R), 5 },
	{ "a surrogate", STR("\xED\xA0\x80"), STR(R R R), 3 },
	{ "a pair of surrogates", STR("\xED\xA0\xBD\xED\xB8\x80"), STR(R R R R R R), 6 },
	{ "past the last", STR("\xF4\x90\x80\x80"), STR(R R R R), 4 },
	{ "bytes that never occur", STR("\xF5\xFC\xC0"), STR(R R R), 3 },
	/* Unicode 15.0, table 3-8 and those after it. */
	{ "table 3-8", STR("\xC0\xAF\xE0\x80\xBF\xF0\x81\x82\x41"), STR(R R R R R R R R "A"), 8 },
	{ "table 3-11", STR("\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41"), STR(R R R R "A"), 4 },
	{ "a Latin-1 word", STR("caf\xE9 noir"), STR("caf" R " noir"), 1 },
	{ "line ends", STR("a\r\nb\rc\n\r\r\nd\r"), STR("a\nb\nc\n\n\nd\n"), 0 },
	{ "CR, bad byte, LF", STR("a\r\xFF\n"), STR("a\n" R "\n"), 1 },
	{ "controls pass", STR("\0\x1B[m\x7F\xC2\x9B"), STR("\0\x1B[m\x7F\xC2\x9B"), 0 },
	{ "mark of UTF-8", STR("\xEF\xBB\xBFx"), STR("x"), 0 },
	{ "mark alone", STR("\xEF\xBB\xBF"), STR(""), 0 },
	{ "second mark stays", STR("\xEF\xBB\xBF\xEF\xBB\xBFx"), STR("\xEF\xBB\xBFx"), 0 },
	{ "half a mark", STR("\xEF\xBB"), STR(R), 1 },
	{ "no mark after all", STR("\xEF\xBBx"), STR(R "x"), 1 },
	{ "like a mark", STR("\xEF\xBB\xBEx"), STR("\xEF\xBB\xBEx"), 0 },
	{ "FF", STR("\xFF"), STR(R), 1 },
	{ "FF FF", STR("\xFF\xFF"), STR(R R), 2 },
	{ "UTF-16LE", STR("\xFF\xFE" "a\0\xE9\0\r\0\n\0\x3D\xD8\x4D\xDC"),
	  STR("a\xC3\xA9\n\xF0\x9F\x91\x8D"), 0 },
	{ "UTF-16BE", STR("\xFE\xFF\0a\0\xE9\x67\x71\xD8\x3D\xDC\x4D"),
	  STR("a\xC3\xA9\xE6\x9D\xB1\xF0\x9F\x91\x8D"), 0 },
	{ "UTF-16 mark alone", STR("\xFF\xFE"), STR(""), 0 },
	{ "UTF-16, half a unit", STR("\xFF\xFE" "a\0b"), STR("a" R), 1 },
	{ "UTF-16, high alone", STR("\xFE\xFF\xD8\x3D\0a"), STR(R "a"), 1 },
	{ "UTF-16, high twice", STR("\xFE\xFF\xD8\x3D\xD8\x3D\xDC\x4D"), STR(R "\xF0\x9F\x91\x8D"),
	  1 },
	{ "UTF-16, high and low late", STR("\xFE\xFF\xD8\x3D\0a\xDC\x4D"), STR(R "a" R), 2 },
	{ "UTF-16, low alone", STR("\xFE\xFF\xDC\x4D\0a"), STR(R "a"), 1 },
	{ "UTF-16, high at the end", STR("\xFE\xFF\xD8\x3D"), STR(R), 1 },
	{ "UTF-16, high and half at the end", STR("\xFE\xFF\xD8\x3D\0"), STR(R R), 2 },
};

static void
test_cases(void)
{
	struct buf b = BUF_INIT;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		buf_reset(&b);
		uint64_t n = repair_string(cases[i].in, &b);

		tap_is(b.p, b.len, cases[i].out.p, cases[i].out.len, "%s", cases[i].what);
		tap_eq(n, cases[i].n_invalid, "%s: replacements", cases[i].what);
	}
	buf_release(&b);
}

static void
repair_whole(struct repair *r, struct str s, struct buf *out)
{
	repair_init(r);
	repair_feed(r, s, out);
	repair_end(r, out);
}

static void
test_counters(void)
{
	struct repair r;
	struct buf b = BUF_INIT;

	const struct str s = STR("ab\tc\f\r\n\x1B\x7F\xC2\x85\xE2\x80\xAE\xD8\x9C\0\0 "
	                         "\xE6\x9D\xB1");

	repair_whole(&r, s, &b);
	tap_eq(r.n_control, 7, "controls but TAB LF FF, with DEL, C1, bidi and NUL");
	tap_eq(r.n_nul, 2, "NULs");
	tap_eq(r.nul_at, 16, "where the first NUL was");
	tap_eq(r.read, 22, "bytes read");
	tap_eq(r.longest_line, 15, "the longest line, even if it is the last");
	tap_ok(r.has_word, "letters make a text");
	repair_whole(&r, STR("\xFF\xFE" "a\0\0\0\n\0bb"), &b);
	tap_ok(r.n_nul == 1 && r.nul_at == 4, "a NUL of UTF-16");
	tap_eq(r.longest_line, 3, "lines of UTF-16");
	repair_whole(&r, STR("... !?\n \xE2\x80\x94 \xF0\x9F\x91\x8D \xFF"), &b);
	tap_ok(!r.has_word, "marks and emoji are no words");
	repair_whole(&r, STR("... \xD9\xA3"), &b);
	tap_ok(r.has_word, "a digit of any script is one");
	repair_whole(&r, STR("?????????????????????????????????????7"), &b);
	tap_ok(r.has_word, "one at the end of a run, too");
	buf_release(&b);
}

static void
random_bytes(struct buf *out)
{
	static const unsigned char likely[] = {
		'a', 'Z', '1', ' ', '.', '\r', '\n', '\t', 0, 0x1B, 0x7F, 0x80, 0x9F, 0xA0,
		0xBF, 0xC0, 0xC2, 0xC3, 0xD8, 0xDC, 0xE0, 0xE2, 0xED, 0xEF, 0xBB, 0xBF, 0xF0,
		0xF4, 0xF5, 0xFE, 0xFF,
	};
	static const struct str starts[] = {
		STR(""), STR(""), STR("\xEF\xBB\xBF"), STR("\xFF\xFE"), STR("\xFE\xFF"),
		STR("\xEF\xBB"), STR("\xEF"), STR("\xFF"), STR("\xFE"),
	};
	char bytes[UTF8_MAX];

	buf_add_str(out, starts[random_below(sizeof(starts) / sizeof(starts[0]))]);
	for (uint32_t n = random_below(60); n > 0; n--) {
		if (random_below(3) == 0)
			buf_add_z(out, "plain words ");
		else if (random_below(3) == 0)
			buf_add(out, bytes, utf8_encode(0x80 + random_below(0xD000), bytes));
		else
			buf_add_char(out, (char)likely[random_below(sizeof(likely))]);
	}
}

/* All but the bytes of the carry, which are nothing once its length is zero. */
static bool
is_same(const struct repair *a, const struct repair *b)
{
	return a->encoding == b->encoding && a->read == b->read && a->n_invalid == b->n_invalid &&
	       a->n_control == b->n_control && a->n_nul == b->n_nul && a->nul_at == b->nul_at &&
	       a->longest_line == b->longest_line && a->has_word == b->has_word &&
	       a->carry_len == 0 && b->carry_len == 0;
}

/* Cuts into pieces of at most max bytes, empty ones among them. */
static void
repair_pieces(struct repair *r, struct str s, uint32_t max, struct buf *out)
{
	repair_init(r);
	while (s.len > 0) {
		size_t n = max == 1 ? 1 : random_below(max + 1);

		n = n < s.len ? n : s.len;
		repair_feed(r, str_slice(s, 0, n), out);
		s = str_skip(s, n);
	}
	repair_end(r, out);
}

static void
test_pieces(void)
{
	struct buf in = BUF_INIT, whole = BUF_INIT, pieces = BUF_INIT;
	size_t different = 0, invalid = 0, changed = 0, pos;
	struct repair r, q;

	for (size_t round = 0; round < 20000; round++) {
		buf_reset(&in);
		buf_reset(&whole);
		random_bytes(&in);
		repair_whole(&r, buf_str(&in), &whole);
		invalid += !utf8_is_valid(buf_str(&whole), &pos);
		invalid += memchr(whole.p, '\r', whole.len) != NULL;
		for (uint32_t max = 1; max <= 9; max += 4) {
			buf_reset(&pieces);
			repair_pieces(&q, buf_str(&in), max, &pieces);
			different += !is_same(&r, &q) || !str_eq(buf_str(&whole), buf_str(&pieces));
		}
		/* What is repaired stays as it is, unless it seems to begin with a mark. */
		if (str_starts(buf_str(&whole), STR("\xEF\xBB\xBF")))
			continue;
		buf_reset(&pieces);
		changed += repair_string(buf_str(&whole), &pieces) != 0;
		changed += !str_eq(buf_str(&whole), buf_str(&pieces));
	}
	tap_eq(different, 0, "however the bytes are cut, result and counters are the same");
	tap_eq(invalid, 0, "the result is valid and has no CR");
	tap_eq(changed, 0, "repairing what is repaired changes nothing");
	buf_release(&in);
	buf_release(&whole);
	buf_release(&pieces);
}

int
main(void)
{
	test_cases();
	test_counters();
	test_pieces();
	return tap_done();
}
