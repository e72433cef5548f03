/* SPDX-License-Identifier: MIT */
#include "base/csv.h"

bool
csv_is_formula(struct str field)
{
	static const struct str signs[] = {
		{ "=", 1 }, { "+", 1 }, { "-", 1 }, { "@", 1 },
		{ "\xef\xbc\x9d", 3 },	/* U+FF1D = */
		{ "\xef\xbc\x8b", 3 },	/* U+FF0B + */
		{ "\xef\xbc\x8d", 3 },	/* U+FF0D - */
		{ "\xef\xbc\xa0", 3 },	/* U+FF20 @ */
	};
	static const struct str skipped[] = {
		{ " ", 1 }, { "\t", 1 }, { "\r", 1 }, { "\n", 1 }, { "\0", 1 },
		{ "\xef\xbb\xbf", 3 },	/* U+FEFF, BOM */
	};

	size_t i = 0;
	while (i < sizeof(skipped) / sizeof(skipped[0])) {
		if (str_starts(field, skipped[i])) {
			field = str_skip(field, skipped[i].len);
			i = 0;
		} else {
			i++;
		}
	}
	for (i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (str_starts(field, signs[i]))
			return true;
	return false;
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
