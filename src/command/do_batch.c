/* SPDX-License-Identifier: MIT */
#include "config.h"

#include <errno.h>
#include <unistd.h>

#include "command/families.h"

/*
 * Command lines on standard input. As one transaction and one undo step, for
 * which the input is read whole first; or each for itself, as it comes.
 */

#define READ_SIZE (64 * 1024)

static bool
run_batch_line(struct session *s, struct str line, size_t number, struct error *err)
{
	return command_run_line(s, line, err) || error_add(err, "line %zu", number);
}

static bool
run_together(struct session *s, void *arg, struct error *err)
{
	struct str rest = s->input, line;
	bool more = true, ok = true;

	(void)arg;
	s->all_or_none = true;
	for (size_t number = 1; ok && more; number++) {
		more = str_cut(&rest, '\n', &line);
		ok = session_check_stop(s, err) && run_batch_line(s, line, number, err);
	}
	s->all_or_none = false;
	s->nothing_found = false;
	return ok;
}

/* A bad line is named at once; the rest go on, unless nobody could go on. */
static bool
run_alone(struct session *s, struct str line, size_t number, struct error *err)
{
	unsigned failed = s->n_failed;

	if (!session_check_stop(s, err))
		return false;
	if (run_batch_line(s, line, number, err)) {
		s->nothing_found = false;
		return true;
	}
	if (err->code == ERROR_INTERRUPTED || err->code == ERROR_PIPE)
		return false;
	out_notice(s->out, "%s", err->text);
	s->n_failed = failed + 1;
	return out_flush(s->out, err);
}

static bool
run_each(struct session *s, struct error *err)
{
	struct buf pending = BUF_INIT;
	char bytes[READ_SIZE];
	size_t number = 0;
	bool ok = true;

	for (;;) {
		struct str rest = buf_str(&pending), line;

		while (ok && str_find_char(rest, '\n', 0) != STR_NONE) {
			str_cut(&rest, '\n', &line);
			ok = run_alone(s, line, ++number, err);
		}
		buf_drop(&pending, pending.len - rest.len);
		if (!ok)
			break;
		ssize_t n = read(s->input_fd, bytes, sizeof(bytes));
		if (n > 0) {
			buf_add(&pending, bytes, (size_t)n);
		} else if (n == 0) {
			ok = pending.len == 0 || run_alone(s, buf_str(&pending), ++number, err);
			break;
		} else if (errno != EINTR || !session_check_stop(s, err)) {
			ok = errno == EINTR ? false : error_errno(err, errno, "cannot read standard input");
			break;
		}
	}
	buf_release(&pending);
	return ok;
}

static bool
run_batch(struct session *s, const struct args *a, struct error *err)
{
	uint64_t step = 0;

	if (s->input_fd < 0)
		return error_set(err, ERROR_USAGE, "there is no standard input to read");
	if (args_has(a, "each"))
		return session_open(s, err) && out_flush(s->out, err) && run_each(s, err);
	return session_read_input(s, err) && session_open(s, err) &&
	       command_write(s, run_together, NULL, &step, err);
}

static const struct arg_spec batch_args[] = {
	{ "each", 0, NULL, 0, "each line saved by itself; a bad one is named, the rest go on" },
	{ NULL, 0, NULL, 0, NULL },
};

const struct command do_batch_commands[] = {
	{ "batch", "Run command lines from standard input, all or none", batch_args,
	  NEED_OWN | NEED_ALONE, run_batch },
	{ NULL, NULL, NULL, 0, NULL },
};
