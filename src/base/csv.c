/* SPDX-License-Identifier: MIT */
#include "base/csv.h"

#define BOM STR("\xEF\xBB\xBF")

static bool
is_sign(char c)
{
	return c == '=' || c == '+' || c == '-' || c == '@';
}

/* U+FF0B, U+FF0D, U+FF1D, U+FF20: the full-width forms of + - = @. */
static bool
is_wide_sign(struct str s)
{
	return s.len >= 3 && s.p[0] == '\xEF' && s.p[1] == '\xBC' &&
	       (s.p[2] == '\x8B' || s.p[2] == '\x8D' || s.p[2] == '\x9D' || s.p[2] == '\xA0');
}

bool
csv_is_formula(struct str field)
{
	for (;;) {
		if (field.len == 0)
			return false;
		if (memchr(" \t\r\n\0", field.p[0], 5))
			field = str_skip(field, 1);
		else if (str_starts(field, BOM))
			field = str_skip(field, BOM.len);
		else
			return is_sign(field.p[0]) || is_wide_sign(field);
	}
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Readers that trim fields leave the blanks inside quotes alone. */
static bool
needs_quotes(struct str field)
{
	if (field.len == 0)
		return false;
	if (is_blank(field.p[0]) || is_blank(field.p[field.len - 1]))
		return true;
	for (size_t i = 0; i < field.len; i++) {
		char c = field.p[i];
		if (c == ',' || c == '"' || c == '\r' || c == '\n')
			return true;
	}
	return false;
}

void
csv_add_field(struct buf *out, struct str field)
{
	if (!needs_quotes(field)) {
		buf_add_str(out, field);
		return;
	}
	buf_add_char(out, '"');
	struct str piece;
	while (str_cut(&field, '"', &piece)) {
		buf_add_str(out, piece);
		buf_add_z(out, "\"\"");
	}
	buf_add_str(out, piece);
	buf_add_char(out, '"');
}

void
csv_add_line_end(struct buf *out)
{
	buf_add_z(out, "\r\n");
}

void
csv_add_tab_field(struct buf *out, struct str field)
{
	for (size_t i = 0; i < field.len; i++) {
		switch (field.p[i]) {
		case '\t':
			buf_add_z(out, "\\t");
			break;
		case '\n':
			buf_add_z(out, "\\n");
			break;
		case '\r':
			buf_add_z(out, "\\r");
			break;
		case '\\':
			buf_add_z(out, "\\\\");
			break;
		default:
			buf_add_char(out, field.p[i]);
		}
	}
}
