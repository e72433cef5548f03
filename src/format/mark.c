/* SPDX-License-Identifier: MIT */
#include "format/mark.h"

#include "base/clock.h"

enum column_id {
	ID, DOC, TITLE, SOURCE, PUBLISHED, LABEL, TEXT, ENTITY, VALUE, VALUE_LOW, VALUE_HIGH, UNIT,
	NOTE, BEFORE, AFTER, START, END, START_BYTE, END_BYTE, LINE, COLUMN, AUTHOR, ORIGIN, CREATED,
	UPDATED, PARTS, UID, GUARDED,
};

const struct column mark_columns[MARK_N_COLUMNS] = {
	[ID] = { "id", COLUMN_NUMBER, COLUMN_LISTED | COLUMN_RIGHT },
	[DOC] = { "doc", COLUMN_NUMBER, COLUMN_LISTED | COLUMN_RIGHT },
	[TITLE] = { "title", COLUMN_TEXT, 0 },
	[SOURCE] = { "source", COLUMN_TEXT, 0 },
	[PUBLISHED] = { "published", COLUMN_TEXT, 0 },
	[LABEL] = { "label", COLUMN_TEXT, COLUMN_LISTED },
	[TEXT] = { "text", COLUMN_TEXT, COLUMN_LISTED },
	[ENTITY] = { "entity", COLUMN_TEXT, COLUMN_LISTED },
	[VALUE] = { "value", COLUMN_TEXT, COLUMN_LISTED },
	[VALUE_LOW] = { "value_low", COLUMN_TEXT, 0 },
	[VALUE_HIGH] = { "value_high", COLUMN_TEXT, 0 },
	[UNIT] = { "unit", COLUMN_TEXT, COLUMN_LISTED },
	[NOTE] = { "note", COLUMN_TEXT, COLUMN_LISTED },
	[BEFORE] = { "before", COLUMN_TEXT, 0 },
	[AFTER] = { "after", COLUMN_TEXT, 0 },
	[START] = { "start", COLUMN_NUMBER, COLUMN_LISTED | COLUMN_RIGHT },
	[END] = { "end", COLUMN_NUMBER, COLUMN_LISTED | COLUMN_RIGHT },
	[START_BYTE] = { "start_byte", COLUMN_NUMBER, 0 },
	[END_BYTE] = { "end_byte", COLUMN_NUMBER, 0 },
	[LINE] = { "line", COLUMN_NUMBER, 0 },
	[COLUMN] = { "column", COLUMN_NUMBER, 0 },
	[AUTHOR] = { "author", COLUMN_TEXT, 0 },
	[ORIGIN] = { "origin", COLUMN_OWN, 0 },
	[CREATED] = { "created", COLUMN_OWN, 0 },
	[UPDATED] = { "updated", COLUMN_OWN, 0 },
	[PARTS] = { "parts", COLUMN_OWN, 0 },
	[UID] = { "uid", COLUMN_OWN, 0 },
	[GUARDED] = { COLUMN_GUARDED, COLUMN_OWN, 0 },
};

size_t
mark_find_column(struct str name)
{
	size_t i = 0;

	while (i < MARK_N_COLUMNS && !str_eq(name, str_from(mark_columns[i].name)))
		i++;
	return i;
}

/* "0:4;10:15" for an annotation of several parts; one part says it by start and end. */
static struct str
parts_text(const struct mark *m, struct arena *arena)
{
	struct buf out = BUF_INIT;

	if (m->n_parts < 2)
		return STR_EMPTY;
	for (size_t i = 0; i < m->n_parts; i++)
		buf_addf(&out, "%s%u:%u", i ? ";" : "", m->parts[i].start.chr, m->parts[i].end.chr);
	struct str text = arena_str(arena, buf_str(&out));
	buf_release(&out);
	return text;
}

static struct field
time_field(int64_t ms, struct arena *arena)
{
	char text[CLOCK_TEXT_SIZE];

	clock_format(ms, text);
	return field_text(arena_str(arena, str_from(text)));
}

void
mark_fields(const struct mark *m, struct arena *arena, struct field *fields)
{
	struct position start = m->parts[0].start, end = m->parts[m->n_parts - 1].end;

	fields[ID] = field_number(m->id);
	fields[DOC] = field_number(m->doc);
	fields[TITLE] = field_text(m->title);
	fields[SOURCE] = field_text(m->source);
	fields[PUBLISHED] = field_text(m->published);
	fields[LABEL] = field_text(m->label);
	fields[TEXT] = field_text(m->text);
	fields[ENTITY] = field_text(m->entity);
	fields[VALUE] = field_text(m->value);
	fields[VALUE_LOW] = field_text(m->value_low);
	fields[VALUE_HIGH] = field_text(m->value_high);
	fields[UNIT] = field_text(m->unit);
	fields[NOTE] = field_text(m->note);
	fields[BEFORE] = field_text(m->before);
	fields[AFTER] = field_text(m->after);
	fields[START] = field_number(start.chr);
	fields[END] = field_number(end.chr);
	fields[START_BYTE] = field_number(start.byte);
	fields[END_BYTE] = field_number(end.byte);
	fields[LINE] = field_number(position_line_number(start));
	fields[COLUMN] = field_number(position_column_number(start));
	fields[AUTHOR] = field_text(m->author);
	fields[ORIGIN] = field_text(m->origin);
	fields[CREATED] = time_field(m->created, arena);
	fields[UPDATED] = time_field(m->updated, arena);
	fields[PARTS] = field_text(parts_text(m, arena));
	fields[UID] = field_text(m->uid);
	fields[GUARDED] = field_text(STR_EMPTY);
}
