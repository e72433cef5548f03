/* SPDX-License-Identifier: MIT */
#include "command/completion.h"

#include "command/command.h"

static void
for_each_option(const struct command *c, struct buf *out,
                void (*add)(const struct command *c, const struct arg_spec *spec, struct buf *out))
{
	for (const struct arg_spec *s = NULL; (s = args_next_option(c->args, s));)
		add(c, s, out);
}

static void
add_names(struct buf *out)
{
	for (const struct command *c = NULL; (c = command_next(c));)
		buf_addf(out, " %s", c->name);
}

/* A text inside '...' of any shell; the tables have no quotes, or this makes them safe. */
static void
add_quoted(const char *text, struct buf *out)
{
	for (; *text; text++) {
		if (*text == '\'')
			buf_add_z(out, "'\\''");
		else
			buf_add_char(out, *text);
	}
}

static void
add_bash_option(const struct command *c, const struct arg_spec *spec, struct buf *out)
{
	(void)c;
	if (spec->letter)
		buf_addf(out, " -%c", spec->letter);
	buf_addf(out, " --%s", spec->name);
}

static void
bash(struct buf *out)
{
	buf_add_z(out,
	          "# bash completion for gloss, made by 'gloss completion bash'\n"
	          "_gloss()\n{\n"
	          "\tlocal cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command= i\n"
	          "\tfor ((i = 1; i < COMP_CWORD; i++)); do\n"
	          "\t\tcase ${COMP_WORDS[i]} in\n"
	          "\t\t-n) ((i++)) ;;\n"
	          "\t\t-*) ;;\n"
	          "\t\t*) command=${COMP_WORDS[i]}; break ;;\n"
	          "\t\tesac\n"
	          "\tdone\n"
	          "\tcase $prev in\n"
	          "\t-l|--label) mapfile -t COMPREPLY < <(compgen -W \"$(gloss label 2>/dev/null | "
	          "cut -f1)\" -- \"$cur\"); return ;;\n"
	          "\t-d|--doc) mapfile -t COMPREPLY < <(compgen -W \"$(gloss docs 2>/dev/null | "
	          "cut -f1)\" -- \"$cur\"); return ;;\n"
	          "\tesac\n"
	          "\tcase $command in\n"
	          "\t'') mapfile -t COMPREPLY < <(compgen -W '-n --help --version");
	add_names(out);
	buf_add_z(out, "' -- \"$cur\") ;;\n");
	for (const struct command *c = NULL; (c = command_next(c));) {
		buf_addf(out, "\t%s) [[ $cur == -* ]] && mapfile -t COMPREPLY < <(compgen -W '", c->name);
		for_each_option(c, out, add_bash_option);
		buf_add_z(out, "' -- \"$cur\") ;;\n");
	}
	buf_add_z(out, "\tesac\n}\ncomplete -o default -F _gloss gloss\n");
}

static void
add_zsh_option(const struct command *c, const struct arg_spec *spec, struct buf *out)
{
	(void)c;
	buf_addf(out, "\t\t\t'--%s%s[", spec->name, spec->value ? "=" : "");
	add_quoted(spec->help, out);
	buf_addf(out, "]%s%s' \\\n", spec->value ? ":" : "", spec->value ? spec->value : "");
}

static void
zsh(struct buf *out)
{
	buf_add_z(out,
	          "#compdef gloss\n"
	          "# zsh completion for gloss, made by 'gloss completion zsh'\n"
	          "_gloss()\n{\n"
	          "\tlocal -a commands\n\tcommands=(\n");
	for (const struct command *c = NULL; (c = command_next(c));) {
		buf_addf(out, "\t\t'%s:", c->name);
		add_quoted(c->summary, out);
		buf_add_z(out, "'\n");
	}
	buf_add_z(out,
	          "\t)\n"
	          "\tif (( CURRENT == 2 )); then\n"
	          "\t\t_describe command commands\n\t\treturn\n"
	          "\tfi\n"
	          "\tcase ${words[2]} in\n");
	for (const struct command *c = NULL; (c = command_next(c));) {
		buf_addf(out, "\t%s)\n\t\t_arguments \\\n", c->name);
		for_each_option(c, out, add_zsh_option);
		buf_add_z(out, "\t\t\t'*:file:_files' ;;\n");
	}
	buf_add_z(out, "\tesac\n}\n_gloss \"$@\"\n");
}

static void
add_fish_option(const struct command *c, const struct arg_spec *spec, struct buf *out)
{
	buf_addf(out, "complete -c gloss -n '__fish_seen_subcommand_from %s' -l %s", c->name, spec->name);
	if (spec->letter)
		buf_addf(out, " -s %c", spec->letter);
	if (spec->value && strcmp(spec->name, "label") == 0)
		buf_add_z(out, " -x -a '(gloss label 2>/dev/null | cut -f1)'");
	else if (spec->value)
		buf_add_z(out, " -r");
	buf_add_z(out, " -d '");
	/* In fish a quote inside '...' is \'. */
	for (const char *p = spec->help; *p; p++)
		buf_addf(out, "%s%c", *p == '\'' || *p == '\\' ? "\\" : "", *p);
	buf_add_z(out, "'\n");
}

static void
fish(struct buf *out)
{
	buf_add_z(out, "# fish completion for gloss, made by 'gloss completion fish'\n");
	for (const struct command *c = NULL; (c = command_next(c));)
		buf_addf(out, "complete -c gloss -n __fish_use_subcommand -a %s -d '%s'\n", c->name,
		         c->summary);
	for (const struct command *c = NULL; (c = command_next(c));)
		for_each_option(c, out, add_fish_option);
}

bool
completion_script(struct str shell, struct buf *out, struct error *err)
{
	static const struct {
		const char *name;
		void (*write)(struct buf *out);
	} shells[] = {
		{ "bash", bash }, { "zsh", zsh }, { "fish", fish },
	};

	for (size_t i = 0; i < sizeof(shells) / sizeof(shells[0]); i++) {
		if (!str_eq(shell, str_from(shells[i].name)))
			continue;
		shells[i].write(out);
		return true;
	}
	return error_set(err, ERROR_USAGE, "expected bash, zsh or fish, not '%.*s'", STR_ARG(shell));
}
