/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/clock.h"
#include "base/vec.h"
#include "command/designate.h"
#include "command/families.h"
#include "command/locate.h"
#include "notebook/counter.h"
#include "notebook/setting.h"
#include "notebook/span_index.h"
#include "query/search.h"
#include "text/utf8.h"

/* Documents: list, show, describe, remove. */

#define AUTHOR_MAX 256	/* bytes: it goes into every annotation */

static const struct column document_columns[] = {
	{ "doc", COLUMN_NUMBER, COLUMN_LISTED | COLUMN_RIGHT },
	{ "title", COLUMN_TEXT, COLUMN_LISTED },
	{ "source", COLUMN_TEXT, 0 },
	{ "author", COLUMN_TEXT, 0 },
	{ "published", COLUMN_TEXT, COLUMN_LISTED },
	{ "sha256", COLUMN_OWN, 0 },
	{ "chars", COLUMN_NUMBER, COLUMN_LISTED | COLUMN_RIGHT },
	{ "bytes", COLUMN_NUMBER, 0 },
	{ "annotations", COLUMN_NUMBER, COLUMN_LISTED | COLUMN_RIGHT },
	{ "status", COLUMN_OWN, COLUMN_LISTED },
	{ "added", COLUMN_OWN, 0 },
};

#define N_DOCUMENT_COLUMNS (sizeof(document_columns) / sizeof(document_columns[0]))

static void
document_row(struct session *s, const struct document *d, uint64_t annotations)
{
	char sha256[DIGEST_HEX_SIZE], added[CLOCK_TEXT_SIZE];

	digest_hex(&d->digest, sha256);
	clock_format(d->added, added);
	struct field fields[N_DOCUMENT_COLUMNS] = {
		field_number(d->number),
		field_text(d->title),
		field_text(document_source(d)),
		field_text(d->author),
		field_text(d->published),
		field_text(str_from(sha256)),
		field_number(d->chars),
		field_number(d->bytes),
		field_number(annotations),
		field_text(str_from(document_status_name(d))),
		field_text(str_from(added)),
	};
	out_fields(s->out, fields, (struct place){ .document = d->number });
}

static bool
counted_row(struct session *s, const struct document *d, struct error *err)
{
	uint64_t annotations;

	if (!counter_of_document(s->reader, d->number, &annotations, err))
		return false;
	document_row(s, d, annotations);
	return out_flush_some(s->out, err);
}

static bool
list_all(struct session *s, size_t *n, struct error *err)
{
	struct document_walk walk;
	struct document d;
	bool ok = true;

	document_walk_open(&walk, s->reader);
	for (*n = 0; ok && document_walk_next(&walk, &d); ++*n)
		ok = counted_row(s, &d, err);
	return document_walk_close(&walk, ok ? err : &(struct error){ 0 }) && ok;
}

static bool
list_matching(struct session *s, struct str text, size_t *n, struct error *err)
{
	struct query *q = session_query(s, text, err);
	uint32_t *numbers;
	struct document d;

	if (!q || !search_documents(s->reader, q, &s->arena, &numbers, n, err))
		return false;
	for (size_t i = 0; i < *n; i++)
		if (!document_get(s->reader, numbers[i], &s->arena, &d, err) || !counted_row(s, &d, err))
			return false;
	return true;
}

static bool
run_docs(struct session *s, const struct args *a, struct error *err)
{
	struct str query = args_join(a, "query", &s->arena);
	size_t n = 0;
	bool ok;

	out_begin(s->out, document_columns, N_DOCUMENT_COLUMNS);
	if (str_trim(query).len == 0)
		ok = list_all(s, &n, err);
	else
		ok = list_matching(s, query, &n, err);
	if (!ok)
		return false;
	out_end(s->out);
	s->nothing_found = n == 0;
	return true;
}

static const struct column line_columns[] = {
	{ "line", COLUMN_NUMBER, 0 },
	{ "start", COLUMN_NUMBER, 0 },
	{ "end", COLUMN_NUMBER, 0 },
	{ "text", COLUMN_TEXT, COLUMN_LISTED | COLUMN_VERBATIM },
};

enum { LINE_NUMBER, LINE_START, LINE_END, LINE_TEXT, N_LINE_COLUMNS };

/* An annotation's part on its way to being highlighted. */
struct shown {
	struct span span;
	const struct label *label;
};

struct show {
	struct session *s;
	struct body body;
	struct span stretch;
	struct label_list labels;
	VEC(struct shown) shown;	/* by start, longer first */
	size_t next;			/* of those that no line has had */
	VEC(size_t) open;		/* those that a line has had and a later one may have too */
	VEC(struct highlight) highlights;
};

static int
by_start(const void *a, const void *b)
{
	const struct shown *x = a, *y = b;

	if (x->span.start != y->span.start)
		return x->span.start < y->span.start ? -1 : 1;
	if (x->span.end != y->span.end)
		return x->span.end > y->span.end ? -1 : 1;
	return x->label->number < y->label->number ? -1 : x->label->number > y->label->number;
}

static bool
collect_shown(struct show *v, uint32_t document, struct error *err)
{
	struct span_walk walk;
	struct span_row row;

	span_walk_open(&walk, v->s->reader, document, v->stretch);
	while (span_walk_next(&walk, &row)) {
		const struct label *label = label_by_number(&v->labels, row.label);
		if (label)
			vec_push(&v->shown, (struct shown){ row.span, label });
	}
	if (v->shown.n > 0)
		qsort(v->shown.p, v->shown.n, sizeof(*v->shown.p), by_start);
	return span_walk_close(&walk, err);
}

/* Parts that touch the line, cut to it and counted from its start. */
static void
highlight_line(struct show *v, struct span line)
{
	size_t kept = 0;

	vec_reset(&v->highlights);
	/* An empty line inside an annotation has nothing to show of it. */
	if (line.start == line.end)
		return;
	for (; v->next < v->shown.n && v->shown.p[v->next].span.start < line.end; v->next++)
		vec_push(&v->open, v->next);
	for (size_t i = 0; i < v->open.n; i++) {
		const struct shown *p = &v->shown.p[v->open.p[i]];
		if (p->span.end <= line.start)
			continue;
		v->open.p[kept++] = v->open.p[i];
		struct span part = {
			p->span.start > line.start ? p->span.start - line.start : 0,
			(p->span.end < line.end ? p->span.end : line.end) - line.start,
		};
		vec_push(&v->highlights, (struct highlight){
			part, p->label->key.len ? p->label->key : p->label->name, p->label->color });
	}
	v->open.n = kept;
}

static void
put_line(struct show *v, const struct document *d, struct span line, struct position *at)
{
	struct str text = body_slice(&v->body, line);
	struct position start = *at;

	position_advance(at, text);
	highlight_line(v, line);
	struct field fields[N_LINE_COLUMNS] = {
		[LINE_NUMBER] = field_number(position_line_number(start)),
		[LINE_START] = field_number(start.chr),
		[LINE_END] = field_number(at->chr),
		[LINE_TEXT] = field_text(text),
	};
	out_row(v->s->out, &(struct row){
		.fields = fields,
		.place = { .document = d->number, .span = line },
		.highlighted = LINE_TEXT,
		.highlights = v->highlights.p,
		.n_highlights = v->highlights.n,
	});
}

static bool
put_lines(struct show *v, const struct document *d, struct error *err)
{
	struct position at;
	size_t pos = v->stretch.start;

	if (!body_position(&v->body, pos, &at, err))
		return false;
	while (pos < v->stretch.end) {
		struct str rest = str_slice(v->body.text, pos, v->stretch.end);
		size_t feed = str_find_char(rest, '\n', 0);
		size_t len = feed == STR_NONE ? rest.len : feed;

		put_line(v, d, (struct span){ pos, pos + len }, &at);
		pos += len;
		if (feed != STR_NONE) {
			position_advance(&at, STR("\n"));
			pos++;
		}
		if (!out_flush_some(v->s->out, err) || !session_check_stop(v->s, err))
			return false;
	}
	return true;
}

/* What -s and --lines ask for; all of it without them. */
static bool
choose_stretch(struct show *v, const struct args *a, struct error *err)
{
	if (args_has(a, "span") && args_has(a, "lines"))
		return error_set(err, ERROR_USAGE, "-s and --lines exclude each other");
	v->stretch = (struct span){ 0, v->body.text.len };
	if (args_has(a, "span"))
		return locate_span(&v->body, args_get(a, "span"), LOCATE_CODEPOINTS, &v->stretch, err);
	if (args_has(a, "lines"))
		return locate_lines(&v->body, args_get(a, "lines"), &v->stretch, err);
	return true;
}

static bool
run_show(struct session *s, const struct args *a, struct error *err)
{
	struct show v = { .s = s, .shown = VEC_INIT, .open = VEC_INIT, .highlights = VEC_INIT };
	struct document d;
	bool ok = designate_document(s, args_get(a, "doc"), &d, err) &&
	          document_body(s->reader, &d, &v.body, err) && choose_stretch(&v, a, err) &&
	          label_all(s->reader, &s->arena, &v.labels, err) && collect_shown(&v, d.number, err);

	if (ok) {
		out_begin(s->out, line_columns, N_LINE_COLUMNS);
		ok = put_lines(&v, &d, err);
	}
	if (ok)
		out_end(s->out);
	vec_release(&v.shown);
	vec_release(&v.open);
	vec_release(&v.highlights);
	return ok;
}

/* One FIELD=VALUE of a document. */
static bool
set_field(struct session *s, struct document *d, struct str assignment, struct error *err)
{
	struct str value = assignment, name;

	if (!str_cut(&value, '=', &name))
		return error_set(err, ERROR_USAGE, "expected FIELD=VALUE, not '%.*s'", STR_ARG(assignment));
	if (str_eq(name, STR("title"))) {
		d->title = value;
		return value.len > 0 || error_set(err, ERROR_USAGE, "a title cannot be empty");
	}
	if (str_eq(name, STR("author")))
		d->author = value;
	else if (str_eq(name, STR("url")))
		d->url = value;
	else if (str_eq(name, STR("published")))
		return document_set_published(d, value, &s->arena, err);
	else if (str_eq(name, STR("status")))
		return document_status_parse(value, &d->status) ||
		       error_set(err, ERROR_USAGE, "status is todo, doing or done, not '%.*s'",
		                 STR_ARG(value));
	else
		return error_set(err, ERROR_USAGE, "a document has title, author, url, published and "
		                 "status, not '%.*s'", STR_ARG(name));
	return true;
}

/* `set author NAME`, `set author=NAME`: who annotates. */
static bool
set_setting(struct session *s, struct str name, struct str value, struct error *err)
{
	if (!str_eq(name, STR("author")))
		return error_set(err, ERROR_USAGE,
		                 "there is no setting '%.*s'; there is: author", STR_ARG(name));
	if (value.len > AUTHOR_MAX)
		return error_set(err, ERROR_LIMIT, "the author's name has %zu bytes; the limit is %d",
		                 value.len, AUTHOR_MAX);
	return setting_put(s->writer, name, value, err);
}

static bool
is_assignment(const struct args *a, size_t i)
{
	return str_find_char(args_at(a, "field", i), '=', 0) != STR_NONE;
}

static bool
run_set(struct session *s, const struct args *a, struct error *err)
{
	struct str first = args_get(a, "doc"), value = first, name;
	size_t n = args_count(a, "field");
	struct document d;

	if (n == 0 && str_cut(&value, '=', &name))
		return set_setting(s, name, value, err);
	if (n == 1 && !is_assignment(a, 0))
		return set_setting(s, first, args_get(a, "field"), err);
	if (n == 0)
		return error_set(err, ERROR_USAGE, "expected DOC FIELD=VALUE, or a setting and its value");
	if (!designate_document(s, first, &d, err))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!set_field(s, &d, args_at(a, "field", i), err))
			return false;
	if (!document_put(s->writer, &d, err))
		return false;
	out_begin(s->out, document_columns, N_DOCUMENT_COLUMNS);
	if (!counted_row(s, &d, err))
		return false;
	out_end(s->out);
	return true;
}

static bool
run_remove(struct session *s, const struct args *a, struct error *err)
{
	struct document d;
	uint64_t annotations;

	out_begin(s->out, document_columns, N_DOCUMENT_COLUMNS);
	for (size_t i = 0; i < args_count(a, "doc"); i++) {
		if (!designate_document(s, args_at(a, "doc", i), &d, err) ||
		    !document_remove(s->writer, d.number, &annotations, err))
			return false;
		document_row(s, &d, annotations);
		out_notice(s->out, "document %u and %llu annotation%s removed; 'gloss undo' brings them back",
		           d.number, (unsigned long long)annotations, annotations == 1 ? "" : "s");
	}
	out_end(s->out);
	return true;
}

static const struct arg_spec docs_args[] = {
	{ "query", 0, "QUERY", ARG_OPERAND | ARG_REPEAT | ARG_QUERY,
	  "only documents that have annotations like this" },
	{ NULL, 0, NULL, 0, NULL },
};

static const struct arg_spec show_args[] = {
	{ "span", 's', "START:END", 0, "only these characters" },
	{ "lines", 0, "FIRST:LAST", 0, "only these lines, from 1" },
	{ "doc", 0, "DOC", ARG_OPERAND | ARG_REQUIRED, "number, or enough of title or file name" },
	{ NULL, 0, NULL, 0, NULL },
};

static const struct arg_spec set_args[] = {
	{ "doc", 0, "DOC", ARG_OPERAND | ARG_REQUIRED, "a document, or the setting author" },
	{ "field", 0, "FIELD=VALUE", ARG_OPERAND | ARG_REPEAT,
	  "title, author, url, published or status" },
	{ NULL, 0, NULL, 0, NULL },
};

static const struct arg_spec remove_args[] = {
	{ "doc", 0, "DOC", ARG_OPERAND | ARG_REPEAT | ARG_REQUIRED,
	  "number, or enough of title or file name" },
	{ NULL, 0, NULL, 0, NULL },
};

const struct command do_document_commands[] = {
	{ "docs", "List the documents", docs_args, NEED_NOTEBOOK, run_docs },
	{ "show", "Print a document with its annotations", show_args, NEED_NOTEBOOK, run_show },
	{ "set", "Change what is known of a document, or a setting", set_args, NEED_WRITE, run_set },
	{ "remove", "Remove documents with their annotations", remove_args, NEED_WRITE, run_remove },
	{ NULL, NULL, NULL, 0, NULL },
};
