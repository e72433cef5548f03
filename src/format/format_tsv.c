/* SPDX-License-Identifier: MIT */
#include "base/csv.h"
#include "format/format.h"

/* Tab-separated values: a line a row; tab, newline and backslash as \t \n \\. */

static void
begin(struct format_writer *fw)
{
	if (fw->options.no_header)
		return;
	for (size_t i = 0; i < fw->n_columns; i++) {
		if (i > 0)
			buf_add_char(fw->out, '\t');
		csv_add_tab_field(fw->out, str_from(fw->columns[i].name));
	}
	buf_add_char(fw->out, '\n');
}

static void
row(struct format_writer *fw, const struct field *fields)
{
	for (size_t i = 0; i < fw->n_columns; i++) {
		if (i > 0)
			buf_add_char(fw->out, '\t');
		if (fields[i].type == FIELD_NUMBER)
			buf_add_u64(fw->out, fields[i].number);
		else if (fields[i].type == FIELD_TEXT)
			csv_add_tab_field(fw->out, fields[i].text);
	}
	buf_add_char(fw->out, '\n');
}

const struct format format_tsv = {
	"tsv", ".tsv", "tab-separated values, for cut, sort and awk", begin, row,
};
