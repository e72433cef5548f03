/* SPDX-License-Identifier: MIT */
#include "command/command.h"

#include "base/nearest.h"

/* What the journal remembers of a command line, in bytes. */
#define COMMAND_LINE_MAX 1024

const struct command *
command_next(const struct command *c)
{
	size_t family = 0;

	if (!c)
		return command_families[0];
	if (c[1].name)
		return c + 1;
	/* The last of a family: find the family whose end follows it. */
	for (; command_families[family]; family++) {
		const struct command *last = command_families[family];
		while (last[1].name)
			last++;
		if (last == c)
			return command_families[family + 1];
	}
	return NULL;
}

const struct command *
command_find(struct str name, struct error *err)
{
	const struct command *found = NULL;
	bool ambiguous = false;

	for (const struct command *c = NULL; (c = command_next(c));) {
		if (str_eq(name, str_from(c->name)))
			return c;
		if (name.len == 0 || !str_starts(str_from(c->name), name))
			continue;
		ambiguous |= found != NULL;
		found = c;
	}
	if (found && !ambiguous)
		return found;
	if (ambiguous) {
		error_set(err, ERROR_USAGE, "'%.*s' is the beginning of several commands; 'gloss help' "
		          "lists them", STR_ARG(name));
		return NULL;
	}
	struct str nearest = command_nearest(name);
	error_set(err, ERROR_NOT_FOUND, "there is no command '%.*s'%s%.*s%s 'gloss help' lists them",
	          STR_ARG(name), nearest.len ? "; did you mean '" : ";", STR_ARG(nearest),
	          nearest.len ? "'?" : "");
	return NULL;
}

struct str
command_nearest(struct str name)
{
	struct nearest nearest = nearest_begin(name);

	for (const struct command *c = NULL; (c = command_next(c));)
		nearest_try(&nearest, str_from(c->name));
	return nearest.best;
}

static bool
write_once(struct session *s, command_work_fn *work, void *arg, uint64_t *step,
           struct error *err)
{
	struct change_origin origin = { STR_EMPTY, s->command_line, *step };
	struct writer w;
	bool ok;

	if (!notebook_write(s->notebook, &w, &origin, s->wait_ms, err))
		return false;
	s->writer = &w;
	s->reader = &w.reader;
	ok = session_author(s, s->reader, &w.origin.author, err) && work(s, arg, err);
	s->writer = NULL;
	s->reader = NULL;
	if (ok && !s->discard)
		ok = notebook_commit(&w, err);
	else
		notebook_abort(&w);
	if (ok)
		*step = w.origin.step;
	return ok;
}

bool
command_write(struct session *s, command_work_fn *work, void *arg, uint64_t *step,
              struct error *err)
{
	struct out_mark mark = out_mark(s->out);
	unsigned n_failed = s->n_failed;

	/* Inside a batch its transaction serves, and a full map is its business. */
	if (s->writer)
		return work(s, arg, err);
	for (;;) {
		struct error full = { 0 };

		if (write_once(s, work, arg, step, &full))
			return true;
		out_rewind(s->out, mark);
		if (full.code != ERROR_MAP_FULL) {
			*err = full;
			return false;
		}
		if (!store_grow(notebook_store(s->notebook), err))
			return false;
		s->n_failed = n_failed;
		s->nothing_found = false;
		s->discard = false;
	}
}

/* One command with its arguments, ready to run. */
struct call {
	const struct command *command;
	const struct args *args;
};

static bool
run_call(struct session *s, void *arg, struct error *err)
{
	const struct call *call = arg;

	return call->command->run(s, call->args, err);
}

bool
command_read(struct session *s, command_work_fn *work, void *arg, struct error *err)
{
	struct reader r;
	bool ok;

	/* Inside a batch what it has changed is to be seen. */
	if (s->reader)
		return work(s, arg, err);
	if (!notebook_read(s->notebook, &r, err))
		return false;
	s->reader = &r;
	ok = work(s, arg, err);
	s->reader = NULL;
	notebook_read_end(&r);
	return ok;
}

static bool
set_output(struct session *s, const struct args *a, struct error *err)
{
	struct out *o = s->out;
	struct str color = args_common_value(a, "color");

	if (args_has(a, "csv") && args_has(a, "json"))
		return error_set(err, ERROR_USAGE, "--csv and --json exclude each other");
	if (args_has(a, "csv") || args_has(a, "json"))
		out_set_style(o, args_has(a, "csv") ? OUT_CSV : OUT_JSON);
	if (args_has(a, "null"))
		o->line_end = '\0';
	if (str_eq(color, STR("always")))
		o->color = true;
	else if (str_eq(color, STR("never")))
		o->color = false;
	else if (color.len > 0 && !str_eq(color, STR("auto")))
		return error_set(err, ERROR_USAGE, "--color is auto, always or never, not '%.*s'",
		                 STR_ARG(color));
	return true;
}

void
command_usage(const struct command *c, struct buf *out)
{
	buf_add_z(out, "usage: gloss ");
	args_usage(c->name, c->args, out);
	buf_addf(out, "\n%s.\n\n", c->summary);
	args_help(c->args, out);
}

static void
show_usage(struct session *s, const struct command *c)
{
	struct buf text = BUF_INIT;

	command_usage(c, &text);
	out_text(s->out, buf_str(&text));
	buf_release(&text);
}

static bool
has_dash(const struct args *a)
{
	for (const struct arg_spec *spec = a->specs; spec->name; spec++)
		if (spec->flags & ARG_OPERAND)
			for (size_t i = 0; i < args_count(a, spec->name); i++)
				if (str_eq(args_at(a, spec->name, i), STR("-")))
					return true;
	return false;
}

/* What must be there before the transaction opens; it waits for no pipe. */
static bool
provide(struct session *s, const struct command *c, const struct args *a, struct error *err)
{
	if (s->depth > 1 && c->needs & NEED_ALONE)
		return error_set(err, ERROR_USAGE, "'%s' cannot stand in a batch", c->name);
	if (c->needs & NEED_DASH && has_dash(a)) {
		if (s->depth > 1)
			return error_set(err, ERROR_USAGE, "- cannot stand in a batch, which reads "
			                 "standard input itself");
		if (!session_read_input(s, err))
			return false;
	}
	if (!(c->needs & (NEED_NOTEBOOK | NEED_WRITE)))
		return true;
	bool was_open = s->notebook != NULL;
	if (!session_open(s, err))
		return false;
	/* Whoever only wanted to read has probably mistyped its place. */
	if (!was_open && s->is_new && !(c->needs & NEED_WRITE))
		out_notice(s->out, "%s is a new notebook; there was none", notebook_directory(s->notebook));
	return true;
}

static void
remember_line(struct session *s, const struct words *words)
{
	struct buf line = BUF_INIT;

	line_join(words->p, words->n, &line);
	if (line.len > COMMAND_LINE_MAX) {
		size_t cut = COMMAND_LINE_MAX;
		while (cut > 0 && ((unsigned char)line.p[cut] & 0xC0) == 0x80)
			cut--;
		buf_truncate(&line, cut);
		buf_add_z(&line, " ...");
	}
	s->command_line = arena_str(&s->arena, buf_str(&line));
	buf_release(&line);
}

static bool
run_parsed(struct session *s, const struct command *c, const struct args *a, struct error *err)
{
	struct call call = { c, a };
	uint64_t step = 0;

	if (args_has(a, "help")) {
		show_usage(s, c);
		return true;
	}
	if (!provide(s, c, a, err))
		return false;
	if (c->needs & NEED_OWN)
		return c->run(s, a, err);
	if (c->needs & NEED_WRITE)
		return command_write(s, run_call, &call, &step, err);
	if (c->needs & NEED_NOTEBOOK)
		return command_read(s, run_call, &call, err);
	return c->run(s, a, err);
}

static bool
run_words(struct session *s, const struct words *words, struct error *err)
{
	struct words rest = { words->p + 1, words->n - 1 };
	struct args args;
	const struct command *c = command_find(words->p[0], err);

	if (!c)
		return false;
	if (!s->writer)
		remember_line(s, words);
	if (args_parse(c->args, rest.p, rest.n, &s->arena, &args, err) &&
	    set_output(s, &args, err) && run_parsed(s, c, &args, err))
		return true;
	/* What is wrong with a command line is read best beside the command's name. */
	if (err->code == ERROR_USAGE)
		error_add(err, "%s", c->name);
	return false;
}

/* Options of one command do not hold for the next. */
struct output_state {
	const struct out_class *class;
	bool color;
	char line_end;
};

bool
command_run(struct session *s, const struct words *words, struct error *err)
{
	struct output_state before = { s->out->class, s->out->color, s->out->line_end };
	struct arena_mark memory = arena_mark(&s->arena);
	struct out_mark mark = out_mark(s->out);
	bool ok;

	if (s->depth++ == 0) {
		s->nothing_found = false;
		s->n_failed = 0;
	}
	s->discard = false;
	ok = run_words(s, words, err);
	if (!ok)
		out_rewind(s->out, mark);
	s->depth--;
	arena_rewind(&s->arena, memory);
	/* In the middle of a transaction nothing is true yet. */
	if (!s->writer)
		ok = out_flush(s->out, ok ? err : &(struct error){ 0 }) && ok;
	s->out->class = before.class;
	s->out->color = before.color;
	s->out->line_end = before.line_end;
	return ok;
}

bool
command_run_line(struct session *s, struct str line, struct error *err)
{
	struct arena arena = ARENA_INIT;
	struct words words;
	bool more = true, ok = true;

	while (ok && more) {
		ok = line_next(&line, &arena, &words, &more, err);
		if (ok && more)
			ok = command_run(s, &words, err);
		arena_reset(&arena);
	}
	arena_release(&arena);
	return ok;
}
