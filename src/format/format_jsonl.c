/* SPDX-License-Identifier: MIT */
#include "base/json.h"
#include "format/format.h"

/* JSON Lines: an object a row, its keys the columns' names; nothing is changed in a text. */

static void
begin(struct format_writer *fw)
{
	(void)fw;
}

static void
add_value(struct json *j, const struct column *column, const struct field *field)
{
	if (field->type == FIELD_NUMBER)
		json_number(j, field->number);
	else if (field->type == FIELD_TEXT)
		json_string(j, field->text);
	else if (column->kind == COLUMN_NUMBER)
		json_null(j);
	else
		json_string(j, STR_EMPTY);
}

static void
row(struct format_writer *fw, const struct field *fields)
{
	struct json j;

	json_init(&j, fw->out);
	json_object_begin(&j);
	for (size_t i = 0; i < fw->n_columns; i++) {
		json_key(&j, str_from(fw->columns[i].name));
		add_value(&j, &fw->columns[i], &fields[i]);
	}
	json_object_end(&j);
	buf_add_char(fw->out, '\n');
}

const struct format format_jsonl = {
	"jsonl", ".jsonl", "JSON Lines, an object a row, complete", begin, row,
};
