/* SPDX-License-Identifier: MIT */
#include "base/csv.h"
#include "base/vec.h"
#include "command/out.h"
#include "text/display.h"
#include "text/segment.h"
#include "text/width.h"

/*
 * The sink for people and pipes. On a terminal an aligned table with a header,
 * as wide as the terminal, without columns that are empty; elsewhere a line a
 * row, tab-separated, without a header. Highlights are colours where there are
 * colours, else brackets with the label's letter.
 */

#define ROWS_MEASURED 500	/* rows that decide how wide the columns are */
#define GAP 2			/* blanks between columns */
#define LEAST 8			/* cells that a text column keeps when space is short */

static const struct {
	const char *name, *sgr;
} colors[] = {
	{ "red", "31" },        { "green", "32" },        { "yellow", "33" },
	{ "blue", "34" },       { "magenta", "35" },      { "cyan", "36" },
	{ "bright-red", "91" }, { "bright-green", "92" }, { "bright-yellow", "93" },
	{ "bright-blue", "94" },{ "bright-magenta", "95" },{ "bright-cyan", "96" },
};

static bool
is_listed(const struct out *o, size_t i)
{
	return o->columns[i].flags & COLUMN_LISTED;
}

static const char *
color_sgr(struct str name)
{
	for (size_t i = 0; i < sizeof(colors) / sizeof(colors[0]); i++)
		if (str_eq(name, str_from(colors[i].name)))
			return colors[i].sgr;
	return "1";
}

/* Foreign text as this output may have it. */
static void
add_text(struct out *o, struct str text, size_t *column)
{
	if (o->terminal)
		display_add(&o->bytes, text, DISPLAY_BLOCK, column);
	else
		buf_add_str(&o->bytes, text);
}

/* A walk over a text from edge to edge of its highlights, which are sorted by start. */
struct edges {
	const struct row *row;
	size_t next;		/* the first highlight that has not begun */
	VEC(size_t) open;	/* those that have begun and not ended, in their order */
};

/* Where the next one begins or an open one ends, at most len. */
static size_t
next_edge(const struct edges *e, size_t len)
{
	if (e->next < e->row->n_highlights && e->row->highlights[e->next].span.start < len)
		len = e->row->highlights[e->next].span.start;
	for (size_t i = 0; i < e->open.n; i++)
		if (e->row->highlights[e->open.p[i]].span.end < len)
			len = e->row->highlights[e->open.p[i]].span.end;
	return len;
}

/* Takes an open highlight that ends at pos out of the list, the last begun first. */
static bool
close_one(struct edges *e, size_t pos, const struct highlight **closed, bool *is_last)
{
	for (size_t i = e->open.n; i-- > 0;) {
		*closed = &e->row->highlights[e->open.p[i]];
		if ((*closed)->span.end > pos)
			continue;
		*is_last = i + 1 == e->open.n;
		memmove(e->open.p + i, e->open.p + i + 1, (--e->open.n - i) * sizeof(*e->open.p));
		return true;
	}
	return false;
}

static const struct highlight *
open_one(struct edges *e, size_t pos)
{
	if (e->next == e->row->n_highlights || e->row->highlights[e->next].span.start > pos)
		return NULL;
	vec_push(&e->open, e->next);
	return &e->row->highlights[e->next++];
}

/* The innermost one, which began last, gives its colour. */
static void
add_colored(struct out *o, const struct row *row, struct str text)
{
	struct edges e = { .row = row, .open = VEC_INIT };
	const struct highlight *closed;
	size_t column = 0;
	bool is_last;

	for (size_t pos = 0, end; pos < text.len; pos = end) {
		while (close_one(&e, pos, &closed, &is_last))
			continue;
		while (open_one(&e, pos))
			continue;
		end = next_edge(&e, text.len);
		if (e.open.n > 0)
			buf_addf(&o->bytes, "\033[4;%sm",
			         color_sgr(row->highlights[e.open.p[e.open.n - 1]].color));
		add_text(o, str_slice(text, pos, end), &column);
		if (e.open.n > 0)
			buf_add_z(&o->bytes, "\033[0m");
	}
	vec_release(&e.open);
}

/* [c:Harbour Labs]; one that ends while a later one goes on says so: [c:a [p:b]c d]. */
static void
add_brackets(struct out *o, struct edges *e, size_t pos)
{
	const struct highlight *h;
	bool is_last;

	while (close_one(e, pos, &h, &is_last)) {
		buf_add_char(&o->bytes, ']');
		if (!is_last)
			add_text(o, h->letter, NULL);
	}
	while ((h = open_one(e, pos))) {
		buf_add_char(&o->bytes, '[');
		add_text(o, h->letter, NULL);
		buf_add_char(&o->bytes, ':');
	}
}

static void
add_bracketed(struct out *o, const struct row *row, struct str text)
{
	struct edges e = { .row = row, .open = VEC_INIT };
	size_t column = 0;

	for (size_t pos = 0, end; pos < text.len; pos = end) {
		add_brackets(o, &e, pos);
		end = next_edge(&e, text.len);
		add_text(o, str_slice(text, pos, end), &column);
	}
	add_brackets(o, &e, text.len);
	vec_release(&e.open);
}

static void
add_verbatim(struct out *o, const struct row *row, struct str text)
{
	if (o->color)
		add_colored(o, row, text);
	else
		add_bracketed(o, row, text);
	buf_add_char(&o->bytes, o->line_end);
}

/* Whether rows are lines of a document rather than a table; then this is their column. */
static bool
verbatim_column(const struct out *o, size_t *column)
{
	for (*column = 0; *column < o->n_columns; ++*column)
		if (o->columns[*column].flags & COLUMN_VERBATIM)
			return true;
	return false;
}

static void
add_tabbed(struct out *o, const struct row *row)
{
	bool first = true;

	for (size_t i = 0; i < o->n_columns; i++) {
		if (!is_listed(o, i))
			continue;
		if (!first)
			buf_add_char(&o->bytes, '\t');
		first = false;
		if (row->fields[i].type == FIELD_NUMBER)
			buf_add_u64(&o->bytes, row->fields[i].number);
		else if (row->fields[i].type == FIELD_TEXT && o->terminal)
			display_add(&o->bytes, row->fields[i].text, DISPLAY_LINE, NULL);
		else if (row->fields[i].type == FIELD_TEXT)
			csv_add_tab_field(&o->bytes, row->fields[i].text);
	}
	buf_add_char(&o->bytes, o->line_end);
}

/* A line break or tab in a quote is a blank to a reader of tables. */
static void
add_one_line(struct buf *out, struct str s)
{
	for (size_t pos = 0, end; pos < s.len; pos = end + 1) {
		for (end = pos; end < s.len && s.p[end] != '\n' && s.p[end] != '\t';)
			end++;
		if (pos > 0 && (out->len == 0 || out->p[out->len - 1] != ' '))
			buf_add_char(out, ' ');
		display_add(out, str_slice(s, pos, end), DISPLAY_LINE, NULL);
	}
}

/* A field as it stands in a table: one displayable line, in the arena. */
static struct str
cell_text(struct out *o, const struct field *field)
{
	struct buf text = BUF_INIT;

	if (field->type == FIELD_NUMBER)
		buf_add_u64(&text, field->number);
	else if (field->type == FIELD_TEXT)
		add_one_line(&text, field->text);
	struct str cell = arena_str(&o->arena, buf_str(&text));
	buf_release(&text);
	return cell;
}

static void
keep_row(struct out *o, const struct row *row)
{
	struct field *fields = arena_zero(&o->arena, o->n_columns, sizeof(*fields));

	for (size_t i = 0; i < o->n_columns; i++)
		if (is_listed(o, i))
			fields[i].text = cell_text(o, &row->fields[i]);
	vec_push(&o->waiting, (struct row){ .fields = fields, .place = row->place });
}

/* Cells each column would like; 0 for one without any value. */
static void
measure(struct out *o)
{
	for (size_t i = 0; i < o->n_columns; i++) {
		size_t widest = 0;

		for (size_t k = 0; is_listed(o, i) && k < o->waiting.n; k++) {
			size_t cells = width_str(o->waiting.p[k].fields[i].text);
			widest = cells > widest ? cells : widest;
		}
		size_t name = strlen(o->columns[i].name);
		o->widths[i] = widest == 0 ? 0 : widest > name ? widest : name;
	}
}

static size_t
total_width(const struct out *o)
{
	size_t total = 0;

	for (size_t i = 0; i < o->n_columns; i++)
		total += o->widths[i] ? o->widths[i] + GAP : 0;
	return total > GAP ? total - GAP : total;
}

/* Takes a cell at a time from the widest text column until the table fits. */
static void
shrink(struct out *o)
{
	for (size_t total = total_width(o); total > o->width; total--) {
		size_t widest = o->n_columns;

		for (size_t i = 0; i < o->n_columns; i++)
			if (o->columns[i].kind == COLUMN_TEXT && o->widths[i] > LEAST &&
			    (widest == o->n_columns || o->widths[i] > o->widths[widest]))
				widest = i;
		if (widest == o->n_columns)
			return;
		o->widths[widest]--;
	}
}

/* The end of a text that fits, for a column whose right end matters. */
static struct str
fit_right(struct str text, size_t cells)
{
	size_t total = width_str(text);

	if (total <= cells)
		return text;
	text = str_skip(text, width_fit(text, total - cells));
	/* A wide character may straddle the cut. */
	while (width_str(text) > cells)
		text = str_skip(text, segment_grapheme_next(text, 0));
	return text;
}

static void
add_cell(struct out *o, size_t i, struct str text, bool last)
{
	bool right = o->columns[i].flags & COLUMN_RIGHT;
	size_t width = o->widths[i], cells = width_str(text);
	bool cut = cells > width;

	if (cut) {
		/* An ellipsis takes a cell on the side that is cut. */
		text = right ? fit_right(text, width - 1) : str_slice(text, 0, width_fit(text, width - 1));
		cells = width_str(text) + 1;
	}
	size_t blanks = cells < width ? width - cells : 0;
	if (right)
		buf_add_repeat(&o->bytes, ' ', blanks);
	if (cut && right)
		buf_add_z(&o->bytes, "\xE2\x80\xA6");
	buf_add_str(&o->bytes, text);
	if (cut && !right)
		buf_add_z(&o->bytes, "\xE2\x80\xA6");
	if (!right && !last)
		buf_add_repeat(&o->bytes, ' ', blanks);
}

static void
add_table_row(struct out *o, const struct field *fields)
{
	size_t last = 0;
	bool first = true;

	for (size_t i = 0; i < o->n_columns; i++)
		if (o->widths[i])
			last = i;
	for (size_t i = 0; i < o->n_columns; i++) {
		if (!o->widths[i])
			continue;
		if (!first)
			buf_add_repeat(&o->bytes, ' ', GAP);
		first = false;
		add_cell(o, i, fields[i].text, i == last);
	}
	buf_add_char(&o->bytes, '\n');
}

static void
add_header(struct out *o)
{
	struct field *names = arena_zero(&o->arena, o->n_columns, sizeof(*names));

	for (size_t i = 0; i < o->n_columns; i++)
		names[i].text = str_from(o->columns[i].name);
	if (o->color)
		buf_add_z(&o->bytes, "\033[1m");
	add_table_row(o, names);
	if (o->color)
		buf_add_z(&o->bytes, "\033[0m");
}

static void
put_waiting(struct out *o)
{
	if (!o->widths && o->waiting.n > 0) {
		o->widths = arena_zero(&o->arena, o->n_columns, sizeof(*o->widths));
		measure(o);
		shrink(o);
		add_header(o);
	}
	for (size_t i = 0; i < o->waiting.n; i++)
		add_table_row(o, o->waiting.p[i].fields);
	vec_reset(&o->waiting);
}

static void
begin(struct out *o)
{
	o->widths = NULL;
}

static void
row(struct out *o, const struct row *row)
{
	size_t column;

	if (verbatim_column(o, &column)) {
		add_verbatim(o, row, row->fields[column].text);
	} else if (!o->terminal || o->line_end != '\n') {
		add_tabbed(o, row);
	} else {
		keep_row(o, row);
		if (o->widths || o->waiting.n == ROWS_MEASURED)
			put_waiting(o);
	}
}

static void
end(struct out *o)
{
	put_waiting(o);
	arena_reset(&o->arena);
	o->widths = NULL;
}

const struct out_class out_class_plain = { begin, row, end };
