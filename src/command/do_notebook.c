/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "command/families.h"
#include "notebook/check.h"
#include "notebook/journal.h"
#include "notebook/schema.h"
#include "store/table.h"

/* The notebook itself: info, check, backup. */

static const struct column info_columns[] = {
	{ "name", COLUMN_OWN, COLUMN_LISTED },
	{ "value", COLUMN_TEXT, COLUMN_LISTED },
};

static void
info_row(struct session *s, const char *name, struct str value)
{
	struct field fields[] = { field_text(str_from(name)), field_text(value) };

	out_fields(s->out, fields, (struct place){ 0 });
}

static void
info_number(struct session *s, const char *name, uint64_t n)
{
	info_row(s, name, arena_printf(&s->arena, "%llu", (unsigned long long)n));
}

static bool
run_info(struct session *s, const struct args *a, struct error *err)
{
	static const struct {
		const char *name;
		unsigned table;
	} counts[] = {
		{ "documents", TABLE_DOCUMENTS },
		{ "annotations", TABLE_ANNOTATIONS },
		{ "labels", TABLE_LABELS },
		{ "texts", TABLE_TEXTS },
	};
	struct store_size size;
	struct journal_entry last;
	struct str author;
	uint64_t n;

	(void)a;
	if (!store_size(notebook_store(s->notebook), &size, err) ||
	    !session_author(s, s->reader, &author, err) ||
	    !journal_last(s->reader, &s->arena, &last, err))
		return false;
	out_begin(s->out, info_columns, sizeof(info_columns) / sizeof(info_columns[0]));
	info_row(s, "notebook", str_from(notebook_directory(s->notebook)));
	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
		if (!table_count(&s->reader->txn, counts[i].table, &n, err))
			return false;
		info_number(s, counts[i].name, n);
	}
	info_number(s, "entries", last.sequence);
	info_row(s, "author", author);
	info_number(s, "file-bytes", size.file);
	info_number(s, "used-bytes", size.used);
	out_end(s->out);
	return true;
}

static void
report(void *arg, const char *finding)
{
	struct session *s = arg;

	out_notice(s->out, "%s", finding);
}

static bool
run_check(struct session *s, const struct args *a, struct error *err)
{
	struct check_result result;

	(void)a;
	if (!check_notebook(s->reader, report, s, &result, err))
		return false;
	out_begin(s->out, info_columns, sizeof(info_columns) / sizeof(info_columns[0]));
	info_number(s, "documents", result.documents);
	info_number(s, "annotations", result.annotations);
	info_number(s, "labels", result.labels);
	info_number(s, "entries", result.entries);
	info_number(s, "findings", result.findings);
	out_end(s->out);
	s->n_failed += result.findings > 0;
	return true;
}

static bool
run_backup(struct session *s, const struct args *a, struct error *err)
{
	struct str path = args_get(a, "file");

	if (path.len == 0 || str_eq(path, STR("-")))
		return error_set(err, ERROR_USAGE, "a backup needs the name of a file: it is written whole or "
		                 "not at all");
	const char *target = arena_z(&s->arena, path);
	if (!session_check_target(s, target, err) || !notebook_backup(s->notebook, target, err))
		return false;
	out_notice(s->out, "backup written to %.*s; to restore it, make it the data.mdb of a directory",
	           STR_ARG(path));
	return true;
}

static const struct arg_spec no_args[] = {
	{ NULL, 0, NULL, 0, NULL },
};

static const struct arg_spec backup_args[] = {
	{ "file", 0, "FILE", ARG_OPERAND | ARG_REQUIRED | ARG_PATH, "where to; a file that is there is replaced" },
	{ NULL, 0, NULL, 0, NULL },
};

const struct command do_notebook_commands[] = {
	{ "info", "Tell where the notebook is and what is in it", no_args, NEED_NOTEBOOK, run_info },
	{ "check", "Prove that the notebook is whole", no_args, NEED_NOTEBOOK, run_check },
	{ "backup", "Write a compact copy of the notebook", backup_args, NEED_NOTEBOOK | NEED_ALONE,
	  run_backup },
	{ NULL, NULL, NULL, 0, NULL },
};
