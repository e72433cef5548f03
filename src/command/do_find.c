/* SPDX-License-Identifier: MIT */
#include "config.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/vec.h"
#include "command/families.h"
#include "command/listing.h"
#include "query/search.h"

/* Finding annotations, and carrying them out: search, export. */

static const struct column kwic_columns[] = {
	{ "id", COLUMN_NUMBER, COLUMN_LISTED | COLUMN_RIGHT },
	{ "doc", COLUMN_NUMBER, COLUMN_LISTED | COLUMN_RIGHT },
	{ "before", COLUMN_TEXT, COLUMN_LISTED | COLUMN_RIGHT },
	{ "text", COLUMN_TEXT, COLUMN_LISTED },
	{ "after", COLUMN_TEXT, COLUMN_LISTED },
	{ "label", COLUMN_TEXT, COLUMN_LISTED },
};

#define N_KWIC_COLUMNS (sizeof(kwic_columns) / sizeof(kwic_columns[0]))

static void
kwic_row(struct session *s, const struct mark *m)
{
	struct field fields[N_KWIC_COLUMNS] = {
		field_number(m->id),
		field_number(m->doc),
		field_text(m->before),
		field_text(m->text),
		field_text(m->after),
		field_text(m->label),
	};

	out_fields(s->out, fields, listing_place(m));
}

static bool
put_hit(struct listing *l, const struct search_hit *hit, bool kwic, struct error *err)
{
	struct arena_mark memory = arena_mark(&l->s->arena);
	struct mark m;
	bool ok;

	if (kwic) {
		ok = listing_mark_number(l, hit->annotation, &m, err);
		if (ok)
			kwic_row(l->s, &m);
	} else {
		ok = listing_row_number(l, hit->annotation, err);
	}
	arena_rewind(&l->s->arena, memory);
	return ok && out_flush_some(l->s->out, err) && session_check_stop(l->s, err);
}

static bool
put_hits(struct session *s, struct search *search, uint64_t limit, bool kwic, struct error *err)
{
	struct search_hit hit;
	struct listing l;
	bool ok = listing_init(&l, s, err);

	if (kwic)
		out_begin(s->out, kwic_columns, N_KWIC_COLUMNS);
	else
		out_begin(s->out, mark_columns, MARK_N_COLUMNS);
	for (uint64_t n = 0; ok && n < limit && search_next(search, &hit); n++)
		ok = put_hit(&l, &hit, kwic, err);
	return listing_end(&l, ok);
}

static bool
put_count(struct session *s, const struct query *q, struct error *err)
{
	static const struct column column = { "count", COLUMN_NUMBER, COLUMN_LISTED };
	uint64_t n;

	if (!search_count(s->reader, q, &n, err))
		return false;
	struct field field = field_number(n);
	/* A number by itself, also on a terminal: it is there to be read by scripts. */
	if (s->out->class == &out_class_plain) {
		out_text(s->out, arena_printf(&s->arena, "%llu%c", (unsigned long long)n, s->out->line_end));
	} else {
		out_begin(s->out, &column, 1);
		out_fields(s->out, &field, (struct place){ 0 });
		out_end(s->out);
	}
	s->nothing_found = n == 0;
	return true;
}

static bool
run_search(struct session *s, const struct args *a, struct error *err)
{
	struct str text = args_join(a, "query", &s->arena);
	struct query *q = session_query(s, text, err);
	struct search search;
	uint64_t limit;

	if (!q || !args_number(a, "limit", UINT64_MAX, &limit, err))
		return false;
	if (args_has(a, "count"))
		return put_count(s, q, err);
	search_open(&search, s->reader, q);
	s->nothing_found = search.hits.n == 0;
	bool ok = put_hits(s, &search, limit, args_has(a, "kwic"), err);
	return search_close(&search, ok ? err : &(struct error){ 0 }) && ok;
}

/* An export on its way: rows of chosen columns through a format into a file or the output. */
struct carry {
	struct session *s;
	struct column columns[MARK_N_COLUMNS];
	size_t chosen[MARK_N_COLUMNS];	/* indexes in mark_columns */
	size_t n_columns;
	struct format_writer format;
	struct buf bytes;
	const char *path;		/* NULL for the output */
	struct file_replace file;
	uint64_t n;
};

#define CARRY_SIZE ((size_t)1 << 20)

static bool
unknown_column(struct str name, struct error *err)
{
	struct buf names = BUF_INIT;

	for (size_t i = 0; i < MARK_N_COLUMNS; i++)
		buf_addf(&names, "%s%s", i ? "," : "", mark_columns[i].name);
	error_set(err, ERROR_USAGE, "there is no column '%.*s'; there are: %s", STR_ARG(name), names.p);
	buf_release(&names);
	return false;
}

static bool
choose_columns(struct carry *c, struct str list, struct error *err)
{
	struct str name;
	bool more = true;

	c->n_columns = list.len == 0 ? MARK_N_COLUMNS : 0;
	for (size_t i = 0; i < c->n_columns; i++)
		c->chosen[i] = i;
	while (list.len > 0 && more) {
		more = str_cut(&list, ',', &name);
		size_t column = mark_find_column(str_trim(name));
		if (column == MARK_N_COLUMNS)
			return unknown_column(name, err);
		if (c->n_columns == MARK_N_COLUMNS)
			return error_set(err, ERROR_USAGE, "--columns names more columns than there are");
		c->chosen[c->n_columns++] = column;
	}
	for (size_t i = 0; i < c->n_columns; i++)
		c->columns[i] = mark_columns[c->chosen[i]];
	return true;
}

static bool
choose_format(const struct args *a, struct str path, const struct format **format,
              struct error *err)
{
	struct str name = args_get(a, "format");
	struct buf names = BUF_INIT;

	if (name.len == 0 && args_has(a, "json"))
		name = STR("jsonl");
	else if (name.len == 0 && args_has(a, "csv"))
		name = STR("csv");
	*format = name.len ? format_find(name) : format_of_file(path);
	if (!*format && name.len == 0)
		*format = &format_csv;
	if (*format)
		return true;
	for (size_t i = 0; format_table[i]; i++)
		buf_addf(&names, "%s%s", i ? ", " : "", format_table[i]->name);
	error_set(err, ERROR_USAGE, "there is no format '%.*s'; there are: %s", STR_ARG(name), names.p);
	buf_release(&names);
	return false;
}

static bool
choose_target(struct carry *c, const struct args *a, struct str *path, struct error *err)
{
	*path = args_has(a, "output") ? args_get(a, "output") : args_get(a, "file");
	if (args_has(a, "output") && args_has(a, "file"))
		return error_set(err, ERROR_USAGE, "-o and FILE exclude each other");
	if ((args_has(a, "output") || args_has(a, "file")) && path->len == 0)
		return error_set(err, ERROR_USAGE, "the name of the file to write is empty");
	if (path->len > 0 && !str_eq(*path, STR("-")))
		c->path = arena_z(&c->s->arena, *path);
	return true;
}

static bool
carry_flush(struct carry *c, struct error *err)
{
	bool ok = true;

	if (c->path)
		ok = file_write_fd(c->file.fd, c->path, buf_str(&c->bytes), err);
	else
		out_bytes(c->s->out, buf_str(&c->bytes));
	buf_reset(&c->bytes);
	return ok && out_flush_some(c->s->out, err);
}

static bool
carry_one(struct carry *c, struct listing *l, uint32_t number, struct error *err)
{
	struct arena_mark memory = arena_mark(&c->s->arena);
	struct field all[MARK_N_COLUMNS], fields[MARK_N_COLUMNS];
	struct mark m;

	if (!listing_mark_number(l, number, &m, err))
		return false;
	mark_fields(&m, &l->arena, all);
	for (size_t i = 0; i < c->n_columns; i++)
		fields[i] = all[c->chosen[i]];
	format_row(&c->format, fields);
	c->n++;
	arena_rewind(&c->s->arena, memory);
	return (c->bytes.len < CARRY_SIZE || carry_flush(c, err)) && session_check_stop(c->s, err);
}

static bool
carry_hits(struct carry *c, const struct query *q, struct error *err)
{
	struct search search;
	struct search_hit hit;
	struct listing l;
	bool ok = listing_init(&l, c->s, err);

	search_open(&search, c->s->reader, q);
	while (ok && search_next(&search, &hit))
		ok = carry_one(c, &l, hit.annotation, err);
	listing_release(&l);
	return search_close(&search, ok ? err : &(struct error){ 0 }) && ok;
}

static bool
carry_out(struct carry *c, const struct format *format, const struct format_options *options,
          const struct query *q, struct error *err)
{
	bool ok;

	if (c->path && !session_check_target(c->s, c->path, err))
		return false;
	if (c->path && !file_replace_begin(&c->file, c->path, err)) {
		file_replace_release(&c->file);
		return false;
	}
	format_begin(&c->format, format, c->columns, c->n_columns, options, &c->bytes);
	ok = carry_hits(c, q, err) && carry_flush(c, err);
	format_end(&c->format);
	if (c->path) {
		ok = ok && file_replace_commit(&c->file, err);
		file_replace_release(&c->file);
	}
	return ok;
}

static bool
run_export(struct session *s, const struct args *a, struct error *err)
{
	struct carry c = { .s = s, .bytes = BUF_INIT, .file = { .fd = -1 } };
	struct format_options options = {
		.exact = args_has(a, "exact"), .bom = args_has(a, "bom"),
	};
	const struct format *format;
	struct query *q;
	struct str path;
	bool ok = choose_target(&c, a, &path, err) && choose_format(a, path, &format, err) &&
	          choose_columns(&c, args_get(a, "columns"), err);

	if (!ok)
		return false;
	q = session_query(s, args_get(a, "where"), err);
	if (!q)
		return error_add(err, "--where");
	ok = carry_out(&c, format, &options, q, err);
	buf_release(&c.bytes);
	s->nothing_found = c.n == 0;
	if (ok && c.path)
		out_notice(s->out, "%llu annotation%s written to %s", (unsigned long long)c.n,
		           c.n == 1 ? "" : "s", c.path);
	return ok;
}

static const struct arg_spec search_args[] = {
	{ "count", 'c', NULL, 0, "print how many there are, one number" },
	{ "limit", 0, "N", 0, "at most N of them" },
	{ "kwic", 'k', NULL, 0, "each in its context, one below the other" },
	{ "query", 0, "QUERY", ARG_OPERAND | ARG_REPEAT | ARG_QUERY,
	  "words, \"phrases\", label:x, doc:x, note:x, ...; see gloss-query(7)" },
	{ NULL, 0, NULL, 0, NULL },
};

static const struct arg_spec export_args[] = {
	{ "format", 'f', "FORMAT", 0, "csv, tsv or jsonl; else by the file's suffix, else csv" },
	{ "output", 'o', "FILE", ARG_PATH, "write to FILE, whole or not at all; - is standard output" },
	{ "columns", 0, "NAMES", 0, "only these columns, separated by commas, in this order" },
	{ "where", 0, "QUERY", 0, "only annotations like this" },
	{ "exact", 0, NULL, 0, "texts as they are, also such as a spreadsheet would run" },
	{ "bom", 0, NULL, 0, "a byte order mark first" },
	{ "file", 0, "FILE", ARG_OPERAND | ARG_PATH, "the same as -o FILE" },
	{ NULL, 0, NULL, 0, NULL },
};

const struct command do_find_commands[] = {
	{ "search", "Find annotations by words, labels, values", search_args, NEED_NOTEBOOK, run_search },
	{ "export", "Write annotations as CSV, TSV or JSON Lines", export_args, NEED_NOTEBOOK,
	  run_export },
	{ NULL, NULL, NULL, 0, NULL },
};
