/* SPDX-License-Identifier: MIT */
#include "text/segment.h"

#include <unictype.h>
#include <uniwbrk.h>

#include "text/utf8.h"

/*
 * Sentences by the rules of UAX #29, Unicode 15.0 (rule numbers are the
 * annex's), with one change: a line feed is a blank, because texts are wrapped,
 * and only an empty line ends a paragraph. libunistring has no Sentence_Break
 * property; it is put together here from those it has, as table 4 defines it.
 */

#define REACH (32 * 1024)	/* bytes looked at to each side */

enum sentence_class {
	SENTENCE_OTHER,
	SENTENCE_SEPARATOR,
	SENTENCE_MARK,		/* Extend and Format */
	SENTENCE_BLANK,
	SENTENCE_LOWER,
	SENTENCE_UPPER,
	SENTENCE_LETTER,
	SENTENCE_NUMERIC,
	SENTENCE_POINT,		/* ATerm: may end an abbreviation, too */
	SENTENCE_TERMINAL,
	SENTENCE_CLOSE,
	SENTENCE_CONTINUE,
};

static bool
is_listed(uint32_t cp, const uint32_t *list, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (list[i] == cp)
			return true;
	}
	return false;
}

static enum sentence_class
class_of_letter(uint32_t cp)
{
	if (uc_is_property_lowercase(cp))
		return SENTENCE_LOWER;
	if (uc_is_property_uppercase(cp) ||
	    uc_is_general_category_withtable(cp, UC_CATEGORY_MASK_Lt))
		return SENTENCE_UPPER;
	return SENTENCE_LETTER;
}

static enum sentence_class
class_of(uint32_t cp)
{
	static const uint32_t points[] = { '.', 0x2024, 0xFE52, 0xFF0E };
	static const uint32_t separators[] = { '\r', 0x85, 0x2028, 0x2029 };
	static const uint32_t continuing[] = {
		',', '-', ':', 0x55D, 0x60C, 0x60D, 0x7F8, 0x1802, 0x1808, 0x2013, 0x2014,
		0x3001, 0xFE10, 0xFE11, 0xFE13, 0xFE31, 0xFE32, 0xFE50, 0xFE51, 0xFE55,
		0xFE58, 0xFE63, 0xFF0C, 0xFF0D, 0xFF1A, 0xFF64,
	};
	const uint32_t closing = UC_CATEGORY_MASK_Ps | UC_CATEGORY_MASK_Pe |
	                         UC_CATEGORY_MASK_Pi | UC_CATEGORY_MASK_Pf;
	int word = uc_wordbreak_property(cp);

	if (is_listed(cp, separators, sizeof(separators) / sizeof(separators[0])))
		return SENTENCE_SEPARATOR;
	if (word == WBP_EXTEND || word == WBP_FORMAT || word == WBP_ZWJ)
		return SENTENCE_MARK;
	if (uc_is_property_white_space(cp))
		return SENTENCE_BLANK;
	if (uc_is_property_alphabetic(cp))
		return class_of_letter(cp);
	if (word == WBP_NUMERIC && uc_is_general_category_withtable(cp, UC_CATEGORY_MASK_Nd))
		return SENTENCE_NUMERIC;
	if (is_listed(cp, points, sizeof(points) / sizeof(points[0])))
		return SENTENCE_POINT;
	if (uc_is_property_sentence_terminal(cp))
		return SENTENCE_TERMINAL;
	if (is_listed(cp, continuing, sizeof(continuing) / sizeof(continuing[0])))
		return SENTENCE_CONTINUE;
	if (uc_is_property_quotation_mark(cp) || uc_is_general_category_withtable(cp, closing))
		return SENTENCE_CLOSE;
	return SENTENCE_OTHER;
}

/* SB8: whether the first letter comes before any end of a sentence and is small. */
static bool
is_lower_ahead(struct str text, size_t pos)
{
	size_t len;

	for (; pos < text.len; pos += len) {
		switch (class_of(utf8_at(text, pos, &len))) {
		case SENTENCE_LOWER:
			return true;
		case SENTENCE_UPPER:
		case SENTENCE_LETTER:
		case SENTENCE_SEPARATOR:
		case SENTENCE_POINT:
		case SENTENCE_TERMINAL:
			return false;
		default:
			break;
		}
	}
	return false;
}

/* What is known of the text up to some place, to tell whether a sentence ends there. */
struct scan {
	enum sentence_class last;	/* but for marks */
	enum sentence_class letter;	/* what stood before the point or terminal */
	enum sentence_class end;	/* that point or terminal, else SENTENCE_OTHER */
	bool blanks;			/* seen after it */
};

/* SB6 to SB11: whether a sentence ends before class c at pos, after a point or terminal. */
static bool
ends(const struct scan *s, struct str text, size_t pos, enum sentence_class c)
{
	bool cased = s->letter == SENTENCE_UPPER || s->letter == SENTENCE_LOWER;

	if (s->last == SENTENCE_POINT && c == SENTENCE_NUMERIC)
		return false;
	if (s->last == SENTENCE_POINT && c == SENTENCE_UPPER && cased)
		return false;
	if (c == SENTENCE_CONTINUE || c == SENTENCE_POINT || c == SENTENCE_TERMINAL)
		return false;
	return s->end != SENTENCE_POINT || !is_lower_ahead(text, pos);
}

static void
scan_add(struct scan *s, enum sentence_class c)
{
	bool follows = s->end != SENTENCE_OTHER &&
	               (c == SENTENCE_BLANK || c == SENTENCE_SEPARATOR ||
	                (c == SENTENCE_CLOSE && !s->blanks));

	if (c == SENTENCE_POINT || c == SENTENCE_TERMINAL) {
		s->letter = s->last;
		s->end = c;
		s->blanks = false;
	} else if (!follows) {
		s->end = SENTENCE_OTHER;
	} else if (c != SENTENCE_CLOSE) {
		s->blanks = true;
	}
	s->last = c;
}

/* The end, blanks included, of the sentence that begins at pos < text.len. */
static size_t
sentence_end(struct str text, size_t pos)
{
	size_t len;
	struct scan s = { 0 };

	scan_add(&s, class_of(utf8_at(text, pos, &len)));
	for (pos += len; pos < text.len; pos += len) {
		enum sentence_class c = class_of(utf8_at(text, pos, &len));

		if (s.last == SENTENCE_SEPARATOR)
			break;
		if (c == SENTENCE_MARK)
			continue;
		bool follows = c == SENTENCE_BLANK || c == SENTENCE_SEPARATOR ||
		               (c == SENTENCE_CLOSE && !s.blanks);

		if (s.end != SENTENCE_OTHER && !follows && ends(&s, text, pos, c))
			break;
		scan_add(&s, c);
	}
	return pos;
}

static size_t
line_start(struct str text, size_t pos, size_t from)
{
	while (pos > from && text.p[pos - 1] != '\n')
		pos--;
	return pos;
}

static size_t
line_end(struct str text, size_t pos, size_t to)
{
	while (pos < to && text.p[pos] != '\n')
		pos++;
	return pos;
}

static bool
is_empty_line(struct str text, size_t start, size_t end)
{
	return str_trim(str_slice(text, start, end)).len == 0;
}

/* The lines around pos, without an empty one among them, within reach. */
static struct span
paragraph_at(struct str text, size_t pos)
{
	size_t from = pos > REACH ? pos - REACH : 0;
	size_t to = text.len - pos > REACH ? pos + REACH : text.len;

	while (!utf8_is_border(text, from))
		from++;
	while (!utf8_is_border(text, to))
		to--;

	struct span p = { line_start(text, pos, from), line_end(text, pos, to) };

	if (is_empty_line(text, p.start, p.end))
		return (struct span){ pos, pos };
	while (p.start > from) {
		size_t start = line_start(text, p.start - 1, from);

		if (is_empty_line(text, start, p.start))
			break;
		p.start = start;
	}
	while (p.end < to) {
		size_t end = line_end(text, p.end + 1, to);

		if (is_empty_line(text, p.end, end))
			break;
		p.end = end;
	}
	return p;
}

static struct span
trim_blanks(struct str text, struct span s)
{
	size_t len;

	while (s.start < s.end && uc_is_property_white_space(utf8_at(text, s.start, &len)))
		s.start += len;
	while (s.start < s.end) {
		size_t last = utf8_before(text, s.end);

		if (!uc_is_property_white_space(utf8_at(text, last, &len)))
			break;
		s.end = last;
	}
	return s;
}

struct span
segment_sentence_at(struct str text, size_t pos)
{
	struct span p = paragraph_at(text, pos);
	struct str paragraph = str_slice(text, 0, p.end);

	if (p.start == p.end)
		return p;

	struct span s = { p.start, sentence_end(paragraph, p.start) };

	while (s.end <= pos && s.end < p.end)
		s = (struct span){ s.end, sentence_end(paragraph, s.end) };
	return trim_blanks(text, s);
}
