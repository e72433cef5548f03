/* SPDX-License-Identifier: MIT */
#include "text/segment.h"

#include <unictype.h>
#include <unigbrk.h>
#include <uniwbrk.h>

#include "text/utf8.h"

/*
 * The rules are those of UAX #29, Unicode 15.0, over the properties that
 * libunistring has; rule numbers below are the annex's. Its own functions
 * start at the beginning of a string, these in its middle.
 */

/* Regional indicators, two of which make a flag, take four bytes each: F0 9F 87 A6 to BF. */
#define FLAG_LEN 4

static bool
is_ascii_at(struct str text, size_t pos)
{
	return (unsigned char)text.p[pos] < 0x80;
}

static size_t
count_flags_before(struct str text, size_t pos)
{
	size_t n = 0;

	while (pos >= FLAG_LEN && memcmp(text.p + pos - FLAG_LEN, "\xF0\x9F\x87", 3) == 0 &&
	       (unsigned char)text.p[pos - 1] >= 0xA6) {
		pos -= FLAG_LEN;
		n++;
	}
	return n;
}

/* GB11: whether before the joiner that starts at pos stands an emoji, marks between. */
static bool
is_emoji_before(struct str text, size_t pos)
{
	size_t len;

	while (pos > 0) {
		pos = utf8_before(text, pos);
		uint32_t cp = utf8_at(text, pos, &len);

		if (uc_is_property_extended_pictographic(cp))
			return true;
		if (uc_graphemeclusterbreak_property(cp) != GBP_EXTEND)
			return false;
	}
	return false;
}

static bool
is_control(int property)
{
	return property == GBP_CR || property == GBP_LF || property == GBP_CONTROL;
}

/* GB6 to GB8: syllables of Hangul. */
static bool
joins_syllable(int a, int b)
{
	switch (a) {
	case GBP_L:
		return b == GBP_L || b == GBP_V || b == GBP_LV || b == GBP_LVT;
	case GBP_LV:
	case GBP_V:
		return b == GBP_V || b == GBP_T;
	case GBP_LVT:
	case GBP_T:
		return b == GBP_T;
	default:
		return false;
	}
}

/* All but flags and joined emoji is told from the two code points at the border. */
bool
segment_is_grapheme_border(struct str text, size_t pos)
{
	if (pos == 0 || pos == text.len)
		return true;
	if (is_ascii_at(text, pos - 1) && is_ascii_at(text, pos))
		return text.p[pos - 1] != '\r' || text.p[pos] != '\n';

	size_t len, before = utf8_before(text, pos);
	uint32_t cp = utf8_at(text, pos, &len);
	int a = uc_graphemeclusterbreak_property(utf8_at(text, before, &len));
	int b = uc_graphemeclusterbreak_property(cp);

	if (a == GBP_OTHER && b == GBP_OTHER)
		return true;
	if (is_control(a) || is_control(b))
		return true;
	if (b == GBP_EXTEND || b == GBP_ZWJ || b == GBP_SPACINGMARK || a == GBP_PREPEND)
		return false;
	if (a == GBP_ZWJ && uc_is_property_extended_pictographic(cp))
		return !is_emoji_before(text, before);
	if (a == GBP_RI && b == GBP_RI)
		return count_flags_before(text, pos) % 2 == 0;
	return !joins_syllable(a, b);
}

size_t
segment_grapheme_next(struct str text, size_t pos)
{
	size_t len;

	do {
		utf8_at(text, pos, &len);
		pos += len;
	} while (!segment_is_grapheme_border(text, pos));
	return pos;
}

size_t
segment_grapheme_before(struct str text, size_t pos)
{
	do
		pos = utf8_before(text, pos);
	while (!segment_is_grapheme_border(text, pos));
	return pos;
}

struct span
segment_widen(struct str text, struct span s)
{
	if (!segment_is_grapheme_border(text, s.start))
		s.start = segment_grapheme_before(text, s.start);
	if (!segment_is_grapheme_border(text, s.end))
		s.end = segment_grapheme_next(text, s.end);
	return s;
}

/* WB4: what goes with the character before it. */
static bool
is_word_mark(int property)
{
	return property == WBP_EXTEND || property == WBP_FORMAT || property == WBP_ZWJ;
}

static bool
is_word_newline(int property)
{
	return property == WBP_LF || property == WBP_CR || property == WBP_NEWLINE;
}

static bool
is_word_letter(int property)
{
	return property == WBP_ALETTER || property == WBP_HL;
}

/*
 * Whether words after pos do not depend on what stands before: a line feed, or
 * a blank or a character that joins nothing and has no mark of its own.
 */
static bool
is_word_start(struct str text, size_t pos)
{
	size_t len;

	if (pos == 0)
		return true;
	int a = uc_wordbreak_property(utf8_at(text, utf8_before(text, pos), &len));

	if (a == WBP_LF || a == WBP_NEWLINE)
		return true;
	if (a != WBP_OTHER && a != WBP_WSS)
		return false;
	int b = uc_wordbreak_property(utf8_at(text, pos, &len));

	return !is_word_mark(b) && (a != WBP_WSS || b != WBP_WSS);
}

/* The property of the first character at or after pos that is no mark; -1 at the end. */
static int
word_property_after(struct str text, size_t pos)
{
	size_t len;

	for (; pos < text.len; pos += len) {
		int property = uc_wordbreak_property(utf8_at(text, pos, &len));

		if (!is_word_mark(property))
			return property;
	}
	return -1;
}

/*
 * WB6, WB7b, WB12: whether b, which ends at pos, is a mark in the middle of a
 * word: between two of a kind.
 */
static bool
is_word_middle(struct str text, size_t pos, int a, int b)
{
	bool letters = b == WBP_MIDLETTER || b == WBP_MIDNUMLET || b == WBP_SQ;
	bool digits = b == WBP_MIDNUM || b == WBP_MIDNUMLET || b == WBP_SQ;

	if (letters && is_word_letter(a))
		return is_word_letter(word_property_after(text, pos));
	if (digits && a == WBP_NUMERIC)
		return word_property_after(text, pos) == WBP_NUMERIC;
	return b == WBP_DQ && a == WBP_HL && word_property_after(text, pos) == WBP_HL;
}

/* WB5, WB8 to WB10, WB13 to WB13b. */
static bool
joins_word(int a, int b)
{
	bool solid_a = is_word_letter(a) || a == WBP_NUMERIC;
	bool solid_b = is_word_letter(b) || b == WBP_NUMERIC;

	if (solid_a && solid_b)
		return true;
	if (a == WBP_KATAKANA && b == WBP_KATAKANA)
		return true;
	if (b == WBP_EXTENDNUMLET)
		return solid_a || a == WBP_KATAKANA || a == WBP_EXTENDNUMLET;
	return a == WBP_EXTENDNUMLET && (solid_b || b == WBP_KATAKANA);
}

static bool
is_ascii_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_';
}

/*
 * The next word border after pos, itself one. As words are joined from left to
 * right, nothing before it matters: a flag is whole, and a mark in the middle
 * of a word is taken when the one after it is sure to follow.
 */
static size_t
word_end(struct str text, size_t pos)
{
	size_t len;

	/* ASCII letters, digits and low lines join each other. */
	while (pos + 1 < text.len && is_ascii_word(text.p[pos]) && is_ascii_word(text.p[pos + 1]))
		pos++;

	int raw = uc_wordbreak_property(utf8_at(text, pos, &len));
	int a = raw;			/* the last that is no mark */
	bool flag_open = a == WBP_RI;

	pos += len;
	if (is_word_newline(a))
		return pos + (a == WBP_CR && pos < text.len && text.p[pos] == '\n');
	for (; pos < text.len; pos += len) {
		uint32_t cp = utf8_at(text, pos, &len);
		int b = uc_wordbreak_property(cp);
		bool two_blanks = raw == WBP_WSS && b == WBP_WSS;
		bool joined = raw == WBP_ZWJ && uc_is_property_extended_pictographic(cp);

		raw = b;
		if (is_word_mark(b) || two_blanks || is_word_middle(text, pos + len, a, b))
			continue;
		if (a == WBP_RI && b == WBP_RI && flag_open)
			flag_open = false;
		else if (!joined && !joins_word(a, b) && (a != WBP_HL || b != WBP_SQ))
			break;
		a = b;
	}
	return pos;
}

struct span
segment_word_at(struct str text, size_t pos)
{
	size_t start = pos, end;

	while (!is_word_start(text, start))
		start = utf8_before(text, start);
	while ((end = word_end(text, start)) <= pos)
		start = end;
	return (struct span){ start, end };
}

static bool
has_word_character(struct str s)
{
	size_t len;

	for (size_t i = 0; i < s.len; i += len) {
		uint32_t cp = utf8_at(s, i, &len);

		if (uc_is_general_category_withtable(cp, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_N))
			return true;
	}
	return false;
}

bool
segment_next_word(struct str s, size_t *pos, struct span *word)
{
	while (*pos < s.len) {
		*word = (struct span){ *pos, word_end(s, *pos) };
		*pos = word->end;
		if (has_word_character(str_slice(s, word->start, word->end)))
			return true;
	}
	return false;
}

static bool
is_digit_at(struct str s, size_t pos)
{
	return pos < s.len && s.p[pos] >= '0' && s.p[pos] <= '9';
}

/* What holds two words together; between digits, as in 2.5, it makes one number. */
static bool
is_joiner(struct str s, size_t pos, size_t *len)
{
	uint32_t cp = utf8_at(s, pos, len);

	if (pos > 0 && is_digit_at(s, pos - 1) && is_digit_at(s, pos + *len) && cp != '_')
		return false;
	if (cp < 0x80)
		return cp == '\'' || cp == '.' || cp == ':' || cp == ',' || cp == ';' || cp == '_';
	switch (uc_wordbreak_property(cp)) {
	case WBP_MIDLETTER:
	case WBP_MIDNUM:
	case WBP_MIDNUMLET:
	case WBP_EXTENDNUMLET:
		return true;
	}
	return false;
}

bool
segment_next_term(struct str s, size_t *pos, struct span *term)
{
	struct span word;
	size_t len;

	while (segment_next_word(s, pos, &word)) {
		while (word.start < word.end && is_joiner(s, word.start, &len))
			word.start += len;
		size_t end = word.start;
		while (end < word.end && !is_joiner(s, end, &len))
			end += len;
		if (end == word.start)
			continue;
		*pos = end;
		*term = (struct span){ word.start, end };
		return true;
	}
	return false;
}
