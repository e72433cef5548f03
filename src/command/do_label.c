/* SPDX-License-Identifier: MIT */
#include "command/families.h"
#include "notebook/counter.h"

/* The vocabulary: label, and its verbs. */

static const struct column columns[] = {
	{ "label", COLUMN_TEXT, COLUMN_LISTED },
	{ "key", COLUMN_TEXT, COLUMN_LISTED },
	{ "color", COLUMN_OWN, COLUMN_LISTED },
	{ "annotations", COLUMN_NUMBER, COLUMN_LISTED | COLUMN_RIGHT },
	{ "description", COLUMN_TEXT, COLUMN_LISTED },
};

#define N_COLUMNS (sizeof(columns) / sizeof(columns[0]))

static bool
label_row(struct session *s, const struct label *l, struct error *err)
{
	uint64_t n;

	if (!counter_of_label(s->reader, l->number, &n, err))
		return false;
	struct field fields[N_COLUMNS] = {
		field_text(l->name),
		field_text(l->key),
		field_text(l->color),
		field_number(n),
		field_text(l->description),
	};
	out_fields(s->out, fields, (struct place){ 0 });
	return true;
}

static bool
list_one(struct session *s, const struct label *l, struct error *err)
{
	out_begin(s->out, columns, N_COLUMNS);
	if (!label_row(s, l, err))
		return false;
	out_end(s->out);
	return true;
}

static bool
list_all(struct session *s, struct error *err)
{
	struct label_list list;

	if (!label_all(s->reader, &s->arena, &list, err))
		return false;
	out_begin(s->out, columns, N_COLUMNS);
	for (size_t i = 0; i < list.n; i++)
		if (!label_row(s, &list.p[i], err))
			return false;
	out_end(s->out);
	s->nothing_found = list.n == 0;
	return true;
}

static void
set_options(const struct args *a, struct label *l)
{
	if (args_has(a, "key"))
		l->key = args_get(a, "key");
	if (args_has(a, "color"))
		l->color = args_get(a, "color");
	if (args_has(a, "description"))
		l->description = args_get(a, "description");
}

/* The verbs take their operands after the verb itself. */
static bool
operand(const struct args *a, size_t i, const char *what, struct str *value, struct error *err)
{
	*value = args_at(a, "name", i);
	return args_count(a, "name") > i ||
	       error_set(err, ERROR_USAGE, "%s is missing; --help shows what is taken", what);
}

static bool
find_operand(struct session *s, const struct args *a, size_t i, const char *what,
             struct label *l, struct error *err)
{
	struct str name;

	return operand(a, i, what, &name, err) && label_find(s->reader, name, &s->arena, l, err);
}

static bool
add(struct session *s, const struct args *a, struct error *err)
{
	struct label l = { 0, STR_EMPTY, STR_EMPTY, STR_EMPTY, STR_EMPTY };

	if (!operand(a, 0, "NAME", &l.name, err))
		return false;
	set_options(a, &l);
	return label_add(s->writer, &l, err) && list_one(s, &l, err);
}

static bool
set(struct session *s, const struct args *a, struct error *err)
{
	struct label l;

	if (!find_operand(s, a, 0, "NAME", &l, err))
		return false;
	set_options(a, &l);
	return label_put(s->writer, &l, err) && list_one(s, &l, err);
}

static bool
rename_label(struct session *s, const struct args *a, struct error *err)
{
	struct label l;

	if (!find_operand(s, a, 0, "NAME", &l, err) || !operand(a, 1, "the new NAME", &l.name, err))
		return false;
	return label_put(s->writer, &l, err) && list_one(s, &l, err);
}

static bool
merge(struct session *s, const struct args *a, struct error *err)
{
	struct label from, to;
	uint64_t n;

	if (!find_operand(s, a, 0, "NAME", &from, err) ||
	    !find_operand(s, a, 1, "the NAME to merge into", &to, err) ||
	    !label_merge(s->writer, &from, &to, &n, err))
		return false;
	out_notice(s->out, "%llu annotation%s moved from %.*s to %.*s", (unsigned long long)n,
	           n == 1 ? "" : "s", STR_ARG(from.name), STR_ARG(to.name));
	return list_one(s, &to, err);
}

static bool
remove_label(struct session *s, const struct args *a, struct error *err)
{
	struct label l;
	uint64_t n;

	if (!find_operand(s, a, 0, "NAME", &l, err) ||
	    !counter_of_label(s->reader, l.number, &n, err))
		return false;
	if (n > 0 && !args_has(a, "annotations"))
		return error_set(err, ERROR_CONFLICT,
		                 "%llu annotation%s the label '%.*s': merge it into another label, or give "
		                 "--annotations to remove them too", (unsigned long long)n,
		                 n == 1 ? " has" : "s have", STR_ARG(l.name));
	if (!list_one(s, &l, err) || !label_remove(s->writer, &l, &n, err))
		return false;
	out_notice(s->out, "label %.*s and %llu annotation%s removed; 'gloss undo' brings them back",
	           STR_ARG(l.name), (unsigned long long)n, n == 1 ? "" : "s");
	return true;
}

static const struct verb {
	const char *name;
	bool (*run)(struct session *s, const struct args *a, struct error *err);
	size_t n_operands;
} verbs[] = {
	{ "add", add, 1 },
	{ "merge", merge, 2 },
	{ "remove", remove_label, 1 },
	{ "rename", rename_label, 2 },
	{ "set", set, 1 },
};

static bool
run_verb(struct session *s, void *arg, struct error *err)
{
	const struct args *a = arg;
	struct str name = args_get(a, "verb");

	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++) {
		if (!str_eq(name, str_from(verbs[i].name)))
			continue;
		if (args_count(a, "name") > verbs[i].n_operands)
			return error_set(err, ERROR_USAGE, "'%.*s' is one word too many",
			                 STR_ARG(args_at(a, "name", verbs[i].n_operands)));
		return verbs[i].run(s, a, err);
	}
	return error_set(err, ERROR_USAGE,
	                 "expected add, set, rename, merge or remove, not '%.*s'", STR_ARG(name));
}

static bool
run_list(struct session *s, void *arg, struct error *err)
{
	(void)arg;
	return list_all(s, err);
}

/* Listing reads, the verbs write: each in the transaction it needs. */
static bool
run_label(struct session *s, const struct args *a, struct error *err)
{
	uint64_t step = 0;

	if (!session_open(s, err))
		return false;
	if (args_has(a, "verb"))
		return command_write(s, run_verb, (void *)a, &step, err);
	return command_read(s, run_list, NULL, err);
}

static const struct arg_spec label_args[] = {
	{ "key", 'k', "KEY", 0, "with add, set: the character that tags a selection" },
	{ "color", 0, "COLOR", 0, "with add, set: red, bright-red, green, ..." },
	{ "description", 0, "TEXT", 0, "with add, set: what it is for" },
	{ "annotations", 0, NULL, 0, "with remove: remove its annotations too" },
	{ "verb", 0, "add|set|rename|merge|remove", ARG_OPERAND, "what to do; without: list" },
	{ "name", 0, "NAME", ARG_OPERAND | ARG_REPEAT, "label; rename and merge take a second" },
	{ NULL, 0, NULL, 0, NULL },
};

const struct command do_label_commands[] = {
	{ "label", "List and change the labels", label_args, NEED_OWN, run_label },
	{ NULL, NULL, NULL, 0, NULL },
};
