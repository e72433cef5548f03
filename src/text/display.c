/* SPDX-License-Identifier: MIT */
#include "text/display.h"

#include <unictype.h>
#include <unistr.h>

#include "text/utf8.h"
#include "text/width.h"

#define INVALID UINT32_MAX
#define MARKS_MAX 4
#define TAB_WIDTH 8

#define ZWNJ 0x200Cu
#define ZWJ 0x200Du
#define EMOJI_SELECTOR 0xFE0Fu
#define MIDDLE_DOT 0xB7u
#define DOTTED_CIRCLE 0x25CCu

struct filter {
	struct buf *out;	/* NULL when only counting */
	bool block;
	size_t column;
	size_t hidden;
	uint32_t base;		/* what a mark would go on; 0 if nothing */
	unsigned marks;		/* on that base */
};

static void
emit(struct filter *f, const char *p, size_t len, size_t columns)
{
	if (f->out != NULL)
		buf_add(f->out, p, len);
	f->column += columns;
}

/* A character of its own cell, on which marks may go. */
static void
emit_base(struct filter *f, uint32_t cp)
{
	char bytes[UTF8_MAX];

	emit(f, bytes, utf8_encode(cp, bytes), (size_t)width_of(cp));
	f->base = cp;
	f->marks = 0;
}

/* ASCII that stands for a hidden character and takes no marks. */
static void
emit_token(struct filter *f, const char *token, size_t len)
{
	emit(f, token, len, len);
	f->base = 0;
	f->hidden++;
}

static void
emit_name(struct filter *f, const char *name)
{
	emit_token(f, name, strlen(name));
}

static void
emit_replacement(struct filter *f)
{
	emit_base(f, UTF8_REPLACEMENT);
	f->hidden++;
}

static void
emit_dot(struct filter *f)
{
	emit_base(f, MIDDLE_DOT);
	f->base = 0;
	f->hidden++;
}

static void
show_control(struct filter *f, uint32_t cp)
{
	static const char hex[] = "0123456789ABCDEF";

	if (cp == '\n' && f->block) {
		emit(f, "\n", 1, 0);
		f->column = 0;
		f->base = 0;
	} else if (cp == '\t' && f->block) {
		static const char blanks[TAB_WIDTH + 1] = "        ";
		size_t n = TAB_WIDTH - f->column % TAB_WIDTH;

		emit(f, blanks, n, n);
		f->base = 0;
	} else if (cp < 0x80) {
		emit_token(f, (char[]){ '^', (char)(cp ^ 0x40) }, 2);
	} else {
		emit_token(f, (char[]){ '<', hex[cp >> 4], hex[cp & 0xF], '>' }, 4);
	}
}

/* Controls that people may know by name; NULL for other characters. */
static const char *
name_of(uint32_t cp)
{
	static const struct {
		uint32_t cp;
		const char *name;
	} names[] = {
		{ 0x061C, "<ALM>" }, { 0x200E, "<LRM>" }, { 0x200F, "<RLM>" },
		{ 0x2028, "<LS>" },  { 0x2029, "<PS>" },  { 0x202A, "<LRE>" },
		{ 0x202B, "<RLE>" }, { 0x202C, "<PDF>" }, { 0x202D, "<LRO>" },
		{ 0x202E, "<RLO>" }, { 0x2066, "<LRI>" }, { 0x2067, "<RLI>" },
		{ 0x2068, "<FSI>" }, { 0x2069, "<PDI>" },
	};

	if (cp < 0x061C || cp > 0x2069)
		return NULL;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (names[i].cp == cp)
			return names[i].name;
	}
	return NULL;
}

/* Scripts in which ZWJ and ZWNJ choose the forms of letters (UAX #31, section 2.3). */
static bool
is_joining_script(const uc_script_t *script)
{
	static const char *const names[] = {
		"Adlam", "Arabic", "Balinese", "Bengali", "Brahmi", "Chakma", "Chorasmian",
		"Devanagari", "Grantha", "Gujarati", "Gurmukhi", "Hanifi_Rohingya", "Javanese",
		"Kaithi", "Kannada", "Khmer", "Malayalam", "Mandaic", "Manichaean", "Modi",
		"Mongolian", "Myanmar", "Newa", "Nko", "Oriya", "Phags_Pa", "Sharada",
		"Sinhala", "Sogdian", "Sundanese", "Syriac", "Tai_Tham", "Takri", "Tamil",
		"Telugu", "Tibetan", "Tirhuta",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(script->name, names[i]) == 0)
			return true;
	}
	return false;
}

static bool
is_letter(uint32_t cp)
{
	return uc_is_general_category_withtable(cp, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_M);
}

/* The code point at the start of s, INVALID if there is none; *len is what it takes. */
static uint32_t
decode(struct str s, size_t *len)
{
	const uint8_t *p = (const uint8_t *)s.p;
	ucs4_t cp;
	size_t n = 1;

	*len = s.len < 1 ? 0 : 1;
	if (s.len == 0)
		return INVALID;
	int got = u8_mbtoucr(&cp, p, s.len < UTF8_MAX ? s.len : UTF8_MAX);

	if (got > 0) {
		*len = (size_t)got;
		return cp;
	}
	/* The maximal subpart of what is ill-formed, as in repair.c. */
	while (n < s.len && n < UTF8_MAX && u8_mbtoucr(&cp, p, n + 1) == -2)
		n++;
	*len = n;
	return INVALID;
}

/* Whether a ZWJ or ZWNJ does its proper work between the base and what follows. */
static bool
is_joiner_needed(const struct filter *f, uint32_t cp, struct str following)
{
	size_t len;
	uint32_t next = decode(following, &len);

	if (f->base == 0 || next == INVALID)
		return false;
	if (cp == ZWJ && f->base >= 0x80 && uc_is_property_emoji(f->base) &&
	    uc_is_property_extended_pictographic(next))
		return true;

	const uc_script_t *script = uc_script(f->base);

	return script != NULL && script == uc_script(next) && is_letter(f->base) &&
	       is_letter(next) && is_joining_script(script);
}

/* What takes no cell, or a blank one, and is no mark that can be seen. */
static bool
is_invisible(uint32_t cp, int width)
{
	if (cp < 0x34F)
		return cp == 0xAD;
	if (width == 0 && uc_is_general_category_withtable(cp, UC_CATEGORY_MASK_Cf))
		return true;
	return uc_is_property_default_ignorable_code_point(cp);
}

static void
show_mark(struct filter *f, uint32_t cp)
{
	char bytes[UTF8_MAX];

	if (f->base == 0)
		emit_base(f, DOTTED_CIRCLE);
	if (f->marks < MARKS_MAX) {
		emit(f, bytes, utf8_encode(cp, bytes), 0);
	} else {
		if (f->marks == MARKS_MAX)
			emit(f, "+", 1, 1);
		f->hidden++;
	}
	f->marks++;
}

static void
show(struct filter *f, uint32_t cp, struct str following)
{
	const char *name = name_of(cp);
	int width = width_of(cp);

	if (cp < 0x20 || (cp >= 0x7F && cp < 0xA0)) {
		show_control(f, cp);
		return;
	}
	if (name != NULL) {
		emit_name(f, name);
		return;
	}
	/* These go silently: passed on, they would let the terminal's widths differ from ours. */
	if ((cp == ZWJ || cp == ZWNJ) && is_joiner_needed(f, cp, following))
		return;
	if (cp == EMOJI_SELECTOR && f->base != 0 && uc_is_property_emoji(f->base))
		return;
	if (width < 0 || uc_is_general_category_withtable(
			cp, UC_CATEGORY_MASK_Cn | UC_CATEGORY_MASK_Co | UC_CATEGORY_MASK_Cs)) {
		emit_replacement(f);
		return;
	}
	if (is_invisible(cp, width)) {
		emit_dot(f);
		return;
	}
	if (width == 0) {
		show_mark(f, cp);
		return;
	}
	/* A mark with a cell of its own carries others, but cannot come first. */
	if (f->base == 0 && uc_is_general_category_withtable(cp, UC_CATEGORY_MASK_M))
		emit_base(f, DOTTED_CIRCLE);
	emit_base(f, cp);
}

static size_t
plain_run(struct str s)
{
	size_t n = 0;

	while (n < s.len && s.p[n] >= 0x20 && s.p[n] < 0x7F)
		n++;
	return n;
}

static void
run(struct filter *f, struct str s)
{
	size_t len;

	for (; s.len > 0; s = str_skip(s, len)) {
		len = plain_run(s);
		if (len > 0) {
			emit(f, s.p, len, len);
			f->base = (unsigned char)s.p[len - 1];
			f->marks = 0;
			continue;
		}
		uint32_t cp = decode(s, &len);

		if (cp == INVALID)
			emit_replacement(f);
		else
			show(f, cp, str_skip(s, len));
	}
}

void
display_add(struct buf *out, struct str s, enum display_flags flags, size_t *column)
{
	struct filter f = {
		.out = out,
		.block = (flags & DISPLAY_BLOCK) != 0,
		.column = column != NULL ? *column : 0,
	};

	run(&f, s);
	if (column != NULL)
		*column = f.column;
}

size_t
display_count_hidden(struct str s)
{
	struct filter f = { .block = true };

	run(&f, s);
	return f.hidden;
}
