/* SPDX-License-Identifier: MIT */
#include "base/csv.h"
#include "base/decimal.h"
#include "format/format.h"

/*
 * CSV (RFC 4180) that is safe to open in a spreadsheet: a text that would run
 * as a formula gets a leading apostrophe, and the column "guarded" says which
 * did, so that the original can be had back.
 */

static void
begin(struct format_writer *fw)
{
	if (fw->options.no_header)
		return;
	for (size_t i = 0; i < fw->n_columns; i++) {
		if (i > 0)
			buf_add_char(fw->out, ',');
		csv_add_field(fw->out, str_from(fw->columns[i].name));
	}
	csv_add_line_end(fw->out);
}

/* A number begins with - too, and a spreadsheet should see it as one. */
static bool
needs_guard(const struct format_writer *fw, size_t i, const struct field *field)
{
	struct decimal d;

	return !fw->options.exact && fw->columns[i].kind == COLUMN_TEXT &&
	       field->type == FIELD_TEXT && csv_is_formula(field->text) &&
	       !decimal_parse(field->text, &d);
}

static void
add_text(struct format_writer *fw, struct str text, bool guard)
{
	buf_reset(&fw->scratch);
	if (guard)
		buf_add_char(&fw->scratch, '\'');
	if (fw->options.exact) {
		buf_add_str(&fw->scratch, text);
	} else {
		/* U+2400 SYMBOL FOR NULL: readers written in C stop at the real one. */
		struct str piece;
		while (str_cut(&text, '\0', &piece)) {
			buf_add_str(&fw->scratch, piece);
			buf_add_str(&fw->scratch, STR("\xE2\x90\x80"));
		}
		buf_add_str(&fw->scratch, piece);
	}
	csv_add_field(fw->out, buf_str(&fw->scratch));
}

static void
add_guarded_names(struct format_writer *fw, const struct field *fields)
{
	bool first = true;

	for (size_t i = 0; i < fw->n_columns; i++) {
		if (!needs_guard(fw, i, &fields[i]))
			continue;
		if (!first)
			buf_add_char(fw->out, ' ');
		buf_add_z(fw->out, fw->columns[i].name);
		first = false;
	}
}

static void
row(struct format_writer *fw, const struct field *fields)
{
	for (size_t i = 0; i < fw->n_columns; i++) {
		if (i > 0)
			buf_add_char(fw->out, ',');
		if (str_eq(str_from(fw->columns[i].name), STR(COLUMN_GUARDED)))
			add_guarded_names(fw, fields);
		else if (fields[i].type == FIELD_NUMBER)
			buf_add_u64(fw->out, fields[i].number);
		else if (fields[i].type == FIELD_TEXT)
			add_text(fw, fields[i].text, needs_guard(fw, i, &fields[i]));
	}
	csv_add_line_end(fw->out);
}

const struct format format_csv = {
	"csv", ".csv", "comma-separated values (RFC 4180), for spreadsheets and scripts", begin, row,
};
