/* SPDX-License-Identifier: MIT */
#include "command/out.h"

/* Sinks for programs: JSON Lines and CSV, written by the formats. */

static void
begin_json(struct out *o)
{
	static const struct format_options options = { .no_header = true };

	format_begin(&o->format, &format_jsonl, o->columns, o->n_columns, &options, &o->bytes);
}

/* In a batch one header serves all lists of the same columns. */
static void
begin_csv(struct out *o)
{
	static const struct format_options with_header = { 0 }, without = { .no_header = true };

	format_begin(&o->format, &format_csv, o->columns, o->n_columns,
	             o->last_columns == o->columns ? &without : &with_header, &o->bytes);
}

static void
row(struct out *o, const struct row *row)
{
	size_t start = o->bytes.len;

	format_row(&o->format, row->fields);
	if (o->line_end == '\n')
		return;
	while (o->bytes.len > start &&
	       (o->bytes.p[o->bytes.len - 1] == '\n' || o->bytes.p[o->bytes.len - 1] == '\r'))
		buf_truncate(&o->bytes, o->bytes.len - 1);
	buf_add_char(&o->bytes, o->line_end);
}

static void
end(struct out *o)
{
	format_end(&o->format);
	o->format = (struct format_writer){ .scratch = BUF_INIT };
}

const struct out_class out_class_json = { begin_json, row, end };
const struct out_class out_class_csv = { begin_csv, row, end };
