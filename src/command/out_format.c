/* SPDX-License-Identifier: MIT */
#include "command/out.h"

/* Sinks for programs: JSON Lines and CSV, written by the formats. */

/* What the format has put out since start, for a terminal and with the line end asked for. */
static void
finish_line(struct out *o, size_t start)
{
	struct buf line = BUF_INIT;

	if (o->bytes.len == start || (o->line_end == '\n' && !o->terminal))
		return;
	buf_add_str(&line, str_skip(buf_str(&o->bytes), start));
	buf_truncate(&o->bytes, start);
	while (line.len > 0 && (line.p[line.len - 1] == '\n' || line.p[line.len - 1] == '\r'))
		buf_truncate(&line, line.len - 1);
	out_bytes(o, buf_str(&line));
	buf_add_char(&o->bytes, o->line_end);
	buf_release(&line);
}

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
	size_t start = o->bytes.len;

	format_begin(&o->format, &format_csv, o->columns, o->n_columns,
	             o->last_columns == o->columns ? &without : &with_header, &o->bytes);
	o->last_columns = o->columns;
	finish_line(o, start);
}

static void
row(struct out *o, const struct row *row)
{
	size_t start = o->bytes.len;

	format_row(&o->format, row->fields);
	finish_line(o, start);
}

static void
end(struct out *o)
{
	format_end(&o->format);
	o->format = (struct format_writer){ .scratch = BUF_INIT };
}

const struct out_class out_class_json = { begin_json, row, end };
const struct out_class out_class_csv = { begin_csv, row, end };
