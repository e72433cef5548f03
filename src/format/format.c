/* SPDX-License-Identifier: MIT */
#include "format/format.h"

const struct format *const format_table[] = {
	&format_csv,
	&format_jsonl,
	&format_tsv,
	NULL,
};

const struct format *
format_find(struct str name)
{
	for (size_t i = 0; format_table[i]; i++)
		if (str_eq(name, str_from(format_table[i]->name)))
			return format_table[i];
	return NULL;
}

const struct format *
format_of_file(struct str name)
{
	for (size_t i = 0; format_table[i]; i++)
		if (str_ends(name, str_from(format_table[i]->suffix)))
			return format_table[i];
	return NULL;
}

void
format_begin(struct format_writer *fw, const struct format *format, const struct column *columns,
             size_t n_columns, const struct format_options *options, struct buf *out)
{
	*fw = (struct format_writer){
		.format = format,
		.columns = columns,
		.n_columns = n_columns,
		.options = *options,
		.out = out,
		.scratch = BUF_INIT,
	};
	/* JSON must not begin with one (RFC 8259, section 8.1). */
	if (options->bom && format != &format_jsonl)
		buf_add_str(out, STR("\xEF\xBB\xBF"));
	format->begin(fw);
}

void
format_row(struct format_writer *fw, const struct field *fields)
{
	fw->format->row(fw, fields);
}

void
format_end(struct format_writer *fw)
{
	buf_release(&fw->scratch);
}
