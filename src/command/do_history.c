/* SPDX-License-Identifier: MIT */
#include "base/clock.h"
#include "command/families.h"
#include "notebook/history.h"

/* What was done, and taking it back: undo, redo, revert, log. */

static const struct column columns[] = {
	{ "entry", COLUMN_NUMBER, COLUMN_LISTED | COLUMN_RIGHT },
	{ "time", COLUMN_OWN, COLUMN_LISTED },
	{ "author", COLUMN_TEXT, COLUMN_LISTED },
	{ "action", COLUMN_OWN, COLUMN_LISTED },
	{ "changes", COLUMN_NUMBER, COLUMN_LISTED | COLUMN_RIGHT },
	{ "command", COLUMN_TEXT, COLUMN_LISTED },
};

#define N_COLUMNS (sizeof(columns) / sizeof(columns[0]))

static void
entry_row(struct session *s, const struct journal_entry *e, const char *action)
{
	char time[CLOCK_TEXT_SIZE];

	clock_format(e->time, time);
	struct field fields[N_COLUMNS] = {
		field_number(e->sequence),
		field_text(str_from(time)),
		field_text(e->author),
		field_text(str_from(action)),
		field_number(e->n_changes),
		field_text(e->command),
	};
	out_fields(s->out, fields, (struct place){ 0 });
}

typedef bool step_fn(struct writer *w, struct arena *arena, struct journal_entry *entry,
                     struct error *err);

/* Up to N steps; fewer are there, fewer are taken, none at all is "nothing found". */
static bool
take_steps(struct session *s, const struct args *a, step_fn *step, const char *action,
           struct error *err)
{
	struct str given = args_get(a, "n");
	struct journal_entry entry;
	uint64_t n = 1, done = 0;

	if (given.len > 0 && (!str_to_u64(given, &n) || n == 0))
		return error_set(err, ERROR_USAGE, "expected a number of steps from 1, not '%.*s'",
		                 STR_ARG(given));
	out_begin(s->out, columns, N_COLUMNS);
	for (; done < n; done++) {
		struct error stopped;

		if (!step(s->writer, &s->arena, &entry, &stopped)) {
			if (stopped.code == ERROR_NOT_FOUND) {
				out_notice(s->out, "%s%s", done ? "no more: " : "", stopped.text);
				break;
			}
			*err = stopped;
			return false;
		}
		entry_row(s, &entry, action);
	}
	out_end(s->out);
	s->nothing_found = done == 0;
	return true;
}

static bool
run_undo(struct session *s, const struct args *a, struct error *err)
{
	return take_steps(s, a, history_undo, "undone", err);
}

static bool
run_redo(struct session *s, const struct args *a, struct error *err)
{
	return take_steps(s, a, history_redo, "redone", err);
}

static bool
run_revert(struct session *s, const struct args *a, struct error *err)
{
	struct str given = args_get(a, "entry");
	struct journal_entry entry;
	uint64_t sequence;

	if (!str_to_u64(given, &sequence))
		return error_set(err, ERROR_USAGE, "expected the number of an entry, as 'gloss log' shows "
		                 "them, not '%.*s'", STR_ARG(given));
	if (!history_revert(s->writer, sequence, &s->arena, &entry, err))
		return error_add(err, "cannot revert entry %llu", (unsigned long long)sequence);
	out_begin(s->out, columns, N_COLUMNS);
	entry_row(s, &entry, "reverted");
	out_end(s->out);
	return true;
}

static const char *
action_name(const struct journal_entry *e)
{
	static const char *const names[] = {
		[JOURNAL_DO] = "did", [JOURNAL_UNDO] = "undid", [JOURNAL_REDO] = "redid",
	};

	return names[e->kind];
}

/* An undo or redo tells what it took back or did again. */
static bool
log_row(struct session *s, struct journal_entry *e, struct error *err)
{
	struct journal_entry target;

	if (e->kind != JOURNAL_DO) {
		if (!journal_get(s->reader, e->target, &s->arena, &target, err))
			return false;
		e->n_changes = target.n_changes;
		e->command = arena_printf(&s->arena, "%llu: %.*s", (unsigned long long)e->target,
		                          STR_ARG(target.command));
	}
	entry_row(s, e, action_name(e));
	return out_flush_some(s->out, err) && session_check_stop(s, err);
}

static bool
run_log(struct session *s, const struct args *a, struct error *err)
{
	struct journal_entry e;
	uint64_t limit;

	if (!args_number(a, "limit", UINT64_MAX, &limit, err) ||
	    !journal_last(s->reader, &s->arena, &e, err))
		return false;
	s->nothing_found = e.sequence == 0;
	out_begin(s->out, columns, N_COLUMNS);
	for (uint64_t sequence = e.sequence; sequence > 0 && limit > 0; sequence--, limit--) {
		struct arena_mark memory = arena_mark(&s->arena);
		if (!journal_get(s->reader, sequence, &s->arena, &e, err) || !log_row(s, &e, err))
			return false;
		arena_rewind(&s->arena, memory);
	}
	out_end(s->out);
	return true;
}

static const struct arg_spec steps_args[] = {
	{ "n", 0, "N", ARG_OPERAND, "how many steps; 1 if not given" },
	{ NULL, 0, NULL, 0, NULL },
};

static const struct arg_spec revert_args[] = {
	{ "entry", 0, "ENTRY", ARG_OPERAND | ARG_REQUIRED, "the entry's number, as log shows it" },
	{ NULL, 0, NULL, 0, NULL },
};

static const struct arg_spec log_args[] = {
	{ "limit", 0, "N", 0, "only the newest N entries" },
	{ NULL, 0, NULL, 0, NULL },
};

const struct command do_history_commands[] = {
	{ "undo", "Take back the last change", steps_args, NEED_WRITE | NEED_ALONE, run_undo },
	{ "redo", "Do again what was undone", steps_args, NEED_WRITE | NEED_ALONE, run_redo },
	{ "revert", "Take back one old change", revert_args, NEED_WRITE | NEED_ALONE, run_revert },
	{ "log", "List the changes, newest first", log_args, NEED_NOTEBOOK, run_log },
	{ NULL, NULL, NULL, 0, NULL },
};
