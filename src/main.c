/* SPDX-License-Identifier: MIT */
#include "config.h"

#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "command/command.h"

/* Reads the global options, runs a command, and turns what came of it into an exit status. */

enum exit_status {
	EXIT_DONE = 0,
	EXIT_NOTHING = 1,	/* nothing found */
	EXIT_ERROR = 2,
	EXIT_BUSY = 75,		/* EX_TEMPFAIL: worth trying again */
	EXIT_INTERRUPTED = 130,
};

static volatile sig_atomic_t stop;

static void
on_interrupt(int number)
{
	(void)number;
	stop = 1;
}

static void
set_signals(void)
{
	struct sigaction action = { .sa_handler = on_interrupt };

	sigemptyset(&action.sa_mask);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGHUP, &action, NULL);
	/* A reader that went away is an error of write(2), and so is a file over the limit. */
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
}

/* Widths and classes of characters come from the locale; only UTF-8 will do. */
static void
set_locale(void)
{
	setlocale(LC_CTYPE, "");
	if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
		setlocale(LC_CTYPE, "C.UTF-8");
}

static void
print_version(struct session *s)
{
	out_text(s->out, STR("gloss " PACKAGE_VERSION "\n"));
}

/* The options before the command; *next is the index of the command's word. */
static bool
take_options(struct session *s, int argc, char **argv, int *next, bool *version, bool *help,
             struct error *err)
{
	*next = 1;
	for (; *next < argc && argv[*next][0] == '-' && argv[*next][1]; ++*next) {
		const char *word = argv[*next];

		if (strcmp(word, "--") == 0) {
			++*next;
			break;
		}
		if (strcmp(word, "-n") == 0) {
			if (*next + 1 == argc)
				return error_set(err, ERROR_USAGE, "-n needs the name of a directory");
			s->given_notebook = argv[++*next];
		} else if (strncmp(word, "-n", 2) == 0) {
			s->given_notebook = word + 2;
		} else if (strcmp(word, "--version") == 0) {
			*version = true;
		} else if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0) {
			*help = true;
		} else {
			return error_set(err, ERROR_USAGE, "unknown option %s; 'gloss help' shows what there is",
			                 word);
		}
	}
	return true;
}

static bool
run_words(struct session *s, char **argv, size_t n, struct error *err)
{
	struct arena arena = ARENA_INIT;
	struct words words = { arena_zero(&arena, n, sizeof(*words.p)), n };
	bool ok;

	for (size_t i = 0; i < n; i++)
		words.p[i] = str_from(argv[i]);
	ok = command_run(s, &words, err);
	arena_release(&arena);
	return ok;
}

/* A word that is no command may be a file that was to be opened. */
static void
explain_unknown(const char *word, struct error *err)
{
	struct stat st;

	if (err->code == ERROR_NOT_FOUND && stat(word, &st) == 0)
		error_set(err, ERROR_USAGE, "this gloss has no screen to open %s in: 'gloss add %s' adds it, "
		          "'gloss show' prints it", word, word);
}

static bool
run(struct session *s, int argc, char **argv, struct error *err)
{
	bool version = false, help = false;
	struct error unknown = { 0 };
	int next;

	if (!take_options(s, argc, argv, &next, &version, &help, err) || !clock_check(err))
		return false;
	if (version || help) {
		if (version)
			print_version(s);
		else
			return run_words(s, (char *[]){ "help" }, 1, err);
		return out_flush(s->out, err);
	}
	if (next == argc)
		return error_set(err, ERROR_USAGE, "a command is missing; 'gloss help' lists them");
	if (!command_find(str_from(argv[next]), &unknown)) {
		explain_unknown(argv[next], &unknown);
		*err = unknown;
		return false;
	}
	return run_words(s, argv + next, (size_t)(argc - next), err);
}

static enum exit_status
status_of(const struct session *s, bool ok, const struct error *err)
{
	if (!ok && err->code == ERROR_BUSY)
		return EXIT_BUSY;
	if (!ok && err->code == ERROR_INTERRUPTED)
		return EXIT_INTERRUPTED;
	if (!ok || s->n_failed > 0)
		return EXIT_ERROR;
	return s->nothing_found ? EXIT_NOTHING : EXIT_DONE;
}

int
main(int argc, char **argv)
{
	struct error err = { 0 }, ignored;
	struct session s;
	struct out out;
	enum exit_status status;
	bool ok;

	/* Everything made here is the user's alone. */
	umask(077);
	set_locale();
	set_signals();
	out_init(&out, STDOUT_FILENO, STDERR_FILENO);
	session_init(&s, &out);
	s.input_fd = STDIN_FILENO;
	s.stop = &stop;
	ok = run(&s, argc, argv, &err);
	/* Whoever reads our output may have seen enough. */
	if (!ok && err.code == ERROR_PIPE) {
		status = EXIT_DONE;
	} else {
		if (!ok)
			out_notice(&out, "%s", err.text);
		status = status_of(&s, ok, &err);
	}
	out_flush(&out, &ignored);
	session_release(&s);
	out_release(&out);
	return (int)status;
}
