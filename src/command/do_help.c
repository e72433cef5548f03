/* SPDX-License-Identifier: MIT */
#include "command/completion.h"
#include "command/families.h"

/* Help, made from the same tables that commands are run by. */

static void
add_overview(struct buf *out)
{
	buf_add_z(out,
	          "usage: gloss [-n DIR] COMMAND ...\n\n"
	          "A research notebook: add articles, tag spans, search them, export CSV.\n\n");
	for (const struct command *c = NULL; (c = command_next(c));)
		buf_addf(out, "  %-12s%s\n", c->name, c->summary);
	buf_add_z(out,
	          "\n"
	          "  -n DIR      the notebook; else $GLOSS_NOTEBOOK, the nearest .gloss above,\n"
	          "              or the user's own\n"
	          "  --version   tell the version\n\n"
	          "'gloss help COMMAND' tells more of one; the manual is gloss(1).\n");
}

static bool
add_command(struct str name, struct buf *out, struct error *err)
{
	const struct command *c = command_find(name, err);

	if (!c)
		return false;
	command_usage(c, out);
	return true;
}

static bool
run_help(struct session *s, const struct args *a, struct error *err)
{
	struct buf text = BUF_INIT;
	bool ok = true;

	if (args_has(a, "command"))
		ok = add_command(args_get(a, "command"), &text, err);
	else
		add_overview(&text);
	if (ok)
		out_text(s->out, buf_str(&text));
	buf_release(&text);
	return ok;
}

static bool
run_completion(struct session *s, const struct args *a, struct error *err)
{
	struct buf script = BUF_INIT;
	bool ok = completion_script(args_get(a, "shell"), &script, err);

	if (ok)
		out_bytes(s->out, buf_str(&script));
	buf_release(&script);
	return ok;
}

static const struct arg_spec help_args[] = {
	{ "command", 0, "COMMAND", ARG_OPERAND, "the command to explain" },
	{ NULL, 0, NULL, 0, NULL },
};

static const struct arg_spec completion_args[] = {
	{ "shell", 0, "bash|zsh|fish", ARG_OPERAND | ARG_REQUIRED, "the shell to complete in" },
	{ NULL, 0, NULL, 0, NULL },
};

const struct command do_help_commands[] = {
	{ "help", "List the commands, or explain one", help_args, 0, run_help },
	{ "completion", "Print a completion script for a shell", completion_args, 0, run_completion },
	{ NULL, NULL, NULL, 0, NULL },
};
