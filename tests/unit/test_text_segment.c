/* SPDX-License-Identifier: MIT */
#include "config.h"

#include <stdlib.h>
#include <unigbrk.h>
#include <uniwbrk.h>

#include "base/buf.h"
#include "base/mem.h"
#include "text/segment.h"
#include "text/utf8.h"
#include "tests/unit/tap.h"

#define UNICODE_DIRECTORY "/usr/share/unicode/auxiliary/"
#define BORDERS_MAX 64

/* Numerical Recipes' linear congruential generator: the same texts every time. */
static uint32_t seed = 29;

static uint32_t
random_below(uint32_t n)
{
	seed = seed * 1664525u + 1013904223u;
	return (uint32_t)(((uint64_t)seed * n) >> 32);
}

static const uint32_t interesting[] = {
	'a', 'B', '7', '_', ' ', ' ', '.', ',', ':', ';', '\'', '"', '-', '\r', '\n', '\t',
	0x85, 0xA0, 0xA9, 0xAD, 0xE9, 0x300, 0x308, 0x5D0, 0x5D1, 0x600, 0x661, 0x915, 0x93F,
	0x94D, 0xE01, 0xE33, 0x1100, 0x1161, 0x11A8, 0x200B, 0x200D, 0x200D, 0x2018, 0x2019,
	0x2028, 0x203C, 0x263A, 0x3000, 0x3031, 0x3042, 0x30AB, 0x30AB, 0x4E2D, 0xAC00, 0xAC01,
	0xFE0F, 0x11F02, 0x110BD, 0x1F1E6, 0x1F1E7, 0x1F1FF, 0x1F3FD, 0x1F468, 0x1F469, 0xE0020,
};
#define N_INTERESTING (sizeof(interesting) / sizeof(interesting[0]))

static void
add(struct buf *b, uint32_t cp)
{
	char bytes[UTF8_MAX];

	buf_add(b, bytes, utf8_encode(cp, bytes));
}

/* Words of a few kinds of characters, so that rules meet often. */
static void
random_text(struct buf *out, size_t n)
{
	uint32_t kinds[6];

	for (size_t i = 0; i < 6; i++)
		kinds[i] = interesting[random_below(N_INTERESTING)];
	for (size_t i = 0; i < n; i++)
		add(out, random_below(8) == 0 ? interesting[random_below(N_INTERESTING)] :
		                                kinds[random_below(6)]);
}

/* One line of a test file: a text and whether there is a border before each byte of it. */
struct sample {
	struct buf text;
	size_t borders[BORDERS_MAX];
	size_t n;
};

/* "÷ 0020 × 0308 ÷ # comment"; false if the line holds no sample. */
static bool
parse_sample(const char *line, struct sample *s)
{
	buf_reset(&s->text);
	s->n = 0;
	while (*line != '\0' && *line != '#' && *line != '\n') {
		if (str_starts(str_from(line), STR("÷")))
			s->borders[s->n++] = s->text.len;
		char *end;
		unsigned long cp = strtoul(line, &end, 16);

		if (end != line)
			add(&s->text, (uint32_t)cp);
		line = end != line ? end : line + 1;
	}
	return s->n > 1;
}

/* Runs check on each sample of the file; it returns the number of mistakes. */
static void
run_samples(const char *path, size_t (*check)(const struct sample *), const char *what)
{
	FILE *file = fopen(path, "r");
	char line[4096];
	struct sample s = { .text = BUF_INIT };
	size_t bad = 0, n = 0;

	if (file == NULL) {
		tap_skip("package unicode-data is not installed");
		return;
	}
	while (fgets(line, sizeof(line), file) != NULL) {
		if (!parse_sample(line, &s))
			continue;
		size_t mistakes = check(&s);

		if (mistakes > 0)
			printf("# %s", line);
		bad += mistakes;
		n++;
	}
	tap_ok(bad == 0 && n > 400, "%s: %zu mistakes in %zu samples", what, bad, n);
	fclose(file);
	buf_release(&s.text);
}

static bool
is_listed(const struct sample *s, size_t pos)
{
	for (size_t i = 0; i < s->n; i++) {
		if (s->borders[i] == pos)
			return true;
	}
	return false;
}

/* How often is_border, next and before differ from want, one byte a border, at code points. */
static size_t
count_grapheme_mistakes(struct str text, const char *want)
{
	size_t bad = 0, len, last = 0;

	for (size_t pos = 0; pos < text.len; pos += len) {
		utf8_at(text, pos, &len);
		bad += segment_is_grapheme_border(text, pos) != (want[pos] != 0);
		if (want[pos] == 0)
			continue;
		if (pos > 0) {
			bad += segment_grapheme_next(text, last) != pos;
			bad += segment_grapheme_before(text, pos) != last;
		}
		last = pos;
	}
	if (text.len > 0)
		bad += segment_grapheme_before(text, text.len) != last;
	return bad + !segment_is_grapheme_border(text, text.len);
}

static size_t
check_grapheme_oracle(struct str text)
{
	char *want = mem_zero(text.len + 1);

	u8_grapheme_breaks((const uint8_t *)text.p, text.len, want);
	size_t bad = count_grapheme_mistakes(text, want);

	mem_free(want);
	return bad;
}

/* The sample after n times the code point: its borders inside are the same. */
static size_t
check_prefixed(const struct sample *s, uint32_t cp, size_t n)
{
	struct buf b = BUF_INIT;
	size_t bad = 0, start, len;

	for (size_t i = 0; i < n; i++)
		add(&b, cp);
	start = b.len;
	buf_add_str(&b, buf_str(&s->text));
	struct str text = buf_str(&b);

	utf8_at(text, start, &len);
	for (size_t pos = start + len; pos < text.len; pos += len) {
		utf8_at(text, pos, &len);
		bad += segment_is_grapheme_border(text, pos) != is_listed(s, pos - start);
	}
	buf_release(&b);
	return bad;
}

/* After flags the parity may change, so that libunistring has to say what is right. */
static size_t
check_after_flags(const struct sample *s, size_t n)
{
	struct buf b = BUF_INIT;

	for (size_t i = 0; i < n; i++)
		add(&b, 0x1F1E6);
	buf_add_str(&b, buf_str(&s->text));
	size_t bad = check_grapheme_oracle(buf_str(&b));

	buf_release(&b);
	return bad;
}

static size_t
check_grapheme_sample(const struct sample *s)
{
	char want[4096] = { 0 };

	for (size_t i = 0; i + 1 < s->n; i++)
		want[s->borders[i]] = 1;
	return count_grapheme_mistakes(buf_str(&s->text), want) + check_prefixed(s, 'x', 300) +
	       check_prefixed(s, 0x4E2D, 300) + check_after_flags(s, 20) +
	       check_after_flags(s, 21);
}

/* How often the two ways to words differ from want, at bytes where code points begin. */
static size_t
count_word_mistakes(struct str text, const char *want)
{
	size_t bad = 0, len, pos = 0;
	struct span word = { 0, 0 }, next;

	while (word.end < text.len) {
		word.start = word.end++;
		while (word.end < text.len && want[word.end] == 0)
			word.end++;
		for (size_t i = word.start; i < word.end; i += len) {
			utf8_at(text, i, &len);
			bad += !span_eq(segment_word_at(text, i), word);
		}
	}
	while (segment_next_word(text, &pos, &next)) {
		bad += next.start > 0 && want[next.start] == 0;
		bad += !span_eq(segment_word_at(text, next.start), next);
		bad += pos != next.end;
	}
	return bad + (pos != text.len);
}

static size_t
check_word_sample(const struct sample *s)
{
	char want[4096] = { 0 };

	for (size_t i = 0; i + 1 < s->n; i++)
		want[s->borders[i]] = 1;
	return count_word_mistakes(buf_str(&s->text), want);
}

/* Without blanks at both ends, which segment_sentence_at leaves out. */
static struct span
trimmed(struct str text, struct span s)
{
	static const char *const blanks[] = { " ", "\r", "\n", "\t", "\xC2\x85", "\xC2\xA0",
	                                      "\xE2\x80\xA8", "\xE2\x80\xA9" };

	for (size_t i = 0; i < sizeof(blanks) / sizeof(blanks[0]); i++) {
		struct str blank = str_from(blanks[i]), part = str_slice(text, s.start, s.end);

		if (part.len == 0 || (!str_starts(part, blank) && !str_ends(part, blank)))
			continue;
		if (str_starts(part, blank))
			s.start += blank.len;
		else
			s.end -= blank.len;
		i = (size_t)-1;
	}
	return s;
}

/* Line feeds are blanks to us and samples of blanks alone have no sentence. */
static size_t
check_sentence_sample(const struct sample *s)
{
	struct str text = buf_str(&s->text);
	size_t bad = 0, len;

	if (memchr(text.p, '\n', text.len) != NULL)
		return 0;
	for (size_t i = 0; i + 1 < s->n; i++) {
		struct span want = trimmed(text, (struct span){ s->borders[i], s->borders[i + 1] });

		if (want.start == want.end)
			continue;
		for (size_t pos = s->borders[i]; pos < s->borders[i + 1]; pos += len) {
			utf8_at(text, pos, &len);
			bad += !span_eq(segment_sentence_at(text, pos), want);
		}
	}
	return bad;
}

static void
test_random(void)
{
	struct buf b = BUF_INIT;
	size_t bad_graphemes = 0, bad_words = 0, bad_widened = 0;

	for (size_t round = 0; round < 12000; round++) {
		buf_reset(&b);
		random_text(&b, random_below(50));
		struct str text = buf_str(&b);
		char *want = mem_zero(text.len + 1);

		bad_graphemes += check_grapheme_oracle(text);
		u8_wordbreaks((const uint8_t *)text.p, text.len, want);
		bad_words += count_word_mistakes(text, want);
		mem_free(want);

		size_t end = utf8_skip(text, random_below(51));
		size_t start = utf8_skip(str_slice(text, 0, end), random_below(51));
		struct span wide = segment_widen(text, (struct span){ start, end });

		bad_widened += wide.start > start || wide.end < end;
		bad_widened += !segment_is_grapheme_border(text, wide.start);
		bad_widened += !segment_is_grapheme_border(text, wide.end);
		for (size_t i = wide.start + 1; i < start; i++)
			bad_widened += utf8_is_border(text, i) &&
			               segment_is_grapheme_border(text, i);
	}
	tap_eq(bad_graphemes, 0, "graphemes of random texts are libunistring's");
	tap_eq(bad_words, 0, "words of random texts are libunistring's");
	tap_eq(bad_widened, 0, "widened spans hold the span and whole clusters");
	buf_release(&b);
}

static void
words_are(const char *text, const char *want)
{
	struct buf b = BUF_INIT;
	size_t pos = 0;
	struct span word;

	while (segment_next_word(str_from(text), &pos, &word)) {
		if (b.len > 0)
			buf_add_char(&b, '|');
		buf_add_str(&b, str_slice(str_from(text), word.start, word.end));
	}
	tap_is(b.p, b.len, want, strlen(want), "words of %s", text);
	buf_release(&b);
}

static void
test_words(void)
{
	words_are("I can't pay 3.5 or 1,000 a_b.", "I|can't|pay|3.5|or|1,000|a_b");
	words_are("U.S. 'quoted' gpt-oss x:y", "U.S|quoted|gpt|oss|x:y");
	words_are("東京 カタカナ 서울", "東|京|カタカナ|서울");
	words_are("don’t — “Zu\xCC\x88rich”…", "don’t|Zu\xCC\x88rich");
	words_are("🇩🇪 👍🏽 -- ...", "");
	words_are("", "");
	words_are("a", "a");
}

static void
sentence_is(const char *text, size_t pos, const char *want)
{
	struct span s = segment_sentence_at(str_from(text), pos);

	tap_is(text + s.start, s.end - s.start, want, strlen(want),
	       "sentence at %zu of a text of %zu", pos, strlen(text));
}

static void
test_sentences(void)
{
	const char *text = "First one. It cost 3.5 million\nU.S. dollars! "
	                   "\xE2\x80\x9CWhy, e.g.\xE2\x80\x9D she said.\n \n"
	                   "Next paragraph\n\n\n  Last.  ";

	sentence_is(text, 0, "First one.");
	sentence_is(text, 10, "First one.");
	sentence_is(text, 11, "It cost 3.5 million\nU.S. dollars!");
	sentence_is(text, 40, "It cost 3.5 million\nU.S. dollars!");
	sentence_is(text, 48, "\xE2\x80\x9CWhy, e.g.\xE2\x80\x9D she said.");
	sentence_is(text, strlen(text) - 24, "Next paragraph");
	sentence_is(text, strlen(text) - 5, "Last.");
	sentence_is(text, strlen(text) - 1, "Last.");
	sentence_is("a.\n\n\nb.", 3, "");
	sentence_is("今日は。明日も！はい", 3, "今日は。");
	sentence_is("今日は。明日も！はい", 15, "明日も！");
	sentence_is("no end", 3, "no end");
	sentence_is(" ", 0, "");
}

/* A long text of one character: whatever it is, each question is answered soon. */
static void
test_long(void)
{
	static const uint32_t kinds[] = { 'a', ' ', '.', ',', '\n', 0x301, 0x200D, 0x1F1E6,
	                                  0x1F468, 0x600, 0x4E2D, ')' };
	size_t bad = 0;

	for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++) {
		struct buf b = BUF_INIT;

		for (size_t i = 0; i < 200000; i++)
			add(&b, kinds[k]);
		struct str text = buf_str(&b);
		size_t middle = utf8_skip(text, 100000), pos = 0;
		struct span word = segment_word_at(text, middle);
		struct span sentence = segment_sentence_at(text, middle);

		bad += word.start > middle || word.end <= middle;
		bad += sentence.end - sentence.start > 64 * 1024;
		bad += segment_grapheme_next(text, middle) <= middle;
		bad += segment_grapheme_before(text, middle) >= middle;
		while (segment_next_word(text, &pos, &word))
			;
		bad += pos != text.len;
		buf_release(&b);
	}
	tap_eq(bad, 0, "long runs");
}

int
main(void)
{
	run_samples(UNICODE_DIRECTORY "GraphemeBreakTest.txt", check_grapheme_sample, "graphemes");
	run_samples(UNICODE_DIRECTORY "WordBreakTest.txt", check_word_sample, "words");
	run_samples(UNICODE_DIRECTORY "SentenceBreakTest.txt", check_sentence_sample, "sentences");
	test_random();
	test_words();
	test_sentences();
	test_long();
	return tap_done();
}
