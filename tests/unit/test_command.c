/* SPDX-License-Identifier: MIT */
#include "config.h"

#include <locale.h>
#include <stdlib.h>
#include <unistd.h>

#include "command/command.h"
#include "tests/unit/tap.h"

/* The command layer from inside: lines, arguments, the table, growing maps, outputs. */

static char directory[64];
static unsigned n_notebooks;

/* A session in a fresh notebook whose output is kept. */
struct fixture {
	char notebook[96];
	struct out out;
	struct session s;
};

static void
fixture_init(struct fixture *f, uint64_t map_size)
{
	snprintf(f->notebook, sizeof(f->notebook), "%s/%u", directory, n_notebooks++);
	out_init(&f->out, -1, -1);
	f->out.terminal = false;
	session_init(&f->s, &f->out);
	f->s.given_notebook = f->notebook;
	f->s.store_options.map_size = map_size;
}

static void
fixture_release(struct fixture *f)
{
	session_release(&f->s);
	out_release(&f->out);
}

static bool
run(struct fixture *f, const char *line, struct error *err)
{
	buf_reset(&f->out.bytes);
	buf_reset(&f->out.notices);
	*err = (struct error){ 0 };
	return command_run_line(&f->s, str_from(line), err);
}

static const struct {
	const char *line;
	const char *want;	/* words in brackets, commands on lines of their own */
} line_cases[] = {
	{ "a b", "[a][b]\n" },
	{ "  a\t b \n", "[a][b]\n" },
	{ "'a b' c", "[a b][c]\n" },
	{ "\"a \\\"b\\\" \\\\ \\n\\t \\x\"", "[a \"b\" \\ \n\t \\x]\n" },
	{ "a\\ b \\'", "[a b][']\n" },
	{ "a'b'\"c\"d", "[abcd]\n" },
	{ "a; b", "[a;][b]\n" },
	{ "a ; b ;c", "[a]\n[b][;c]\n" },
	{ "a ';' b", "[a][;][b]\n" },
	{ ";;", "[;;]\n" },
	{ "; ; a ;", "[a]\n" },
	{ "# all\na # b", "[a][#][b]\n" },
	{ "a ; # rest\nb", "[a]\n[b]\n" },
	{ "''", "[]\n" },
	{ "", "" },
};

static void
test_lines(void)
{
	for (size_t i = 0; i < sizeof(line_cases) / sizeof(line_cases[0]); i++) {
		struct str rest = str_from(line_cases[i].line);
		struct arena arena = ARENA_INIT;
		struct buf got = BUF_INIT;
		struct words words;
		struct error err;
		bool more = true;

		while (line_next(&rest, &arena, &words, &more, &err) && more) {
			for (size_t k = 0; k < words.n; k++)
				buf_addf(&got, "[%.*s]", STR_ARG(words.p[k]));
			buf_add_char(&got, '\n');
		}
		tap_is_z(got.p, line_cases[i].want, "line: %s", line_cases[i].line);
		buf_release(&got);
		arena_release(&arena);
	}
}

static const struct {
	const char *line;
	size_t pos;
} bad_lines[] = {
	{ "a 'b", 2 }, { "\"", 0 }, { "a b\\", 3 }, { "x \"a'", 2 },
};

static void
test_bad_lines(void)
{
	for (size_t i = 0; i < sizeof(bad_lines) / sizeof(bad_lines[0]); i++) {
		struct str rest = str_from(bad_lines[i].line);
		struct arena arena = ARENA_INIT;
		struct words words;
		struct error err = { 0 };
		bool more;

		tap_ok(!line_next(&rest, &arena, &words, &more, &err), "refused: %s", bad_lines[i].line);
		tap_eq(err.pos, bad_lines[i].pos, "and the place is told");
		arena_release(&arena);
	}
}

/* What the debug checks of the table are about: each row can be shown and is in order. */
static void
test_table(void)
{
	size_t n = 0;

	for (const struct command *c = NULL; (c = command_next(c)); n++) {
		size_t len = strlen(c->summary);
		struct error err;

		tap_ok(len > 0 && c->summary[len - 1] != '.' && len < 64, "%s has a short summary", c->name);
		tap_ok(command_find(str_from(c->name), &err) == c, "%s is found by its name", c->name);
		for (const struct arg_spec *a = c->args; a->name; a++)
			if (!a->help || !a->help[0] || (a->flags & ARG_OPERAND && !a->value))
				tap_ok(false, "%s: --%s has help and, as an operand, a name", c->name, a->name);
	}
	tap_ok(n > 20, "all families are strung together");
	tap_ok(command_find(STR("exp"), &(struct error){ 0 }) != NULL, "a unique beginning is enough");
	tap_ok(!command_find(STR("re"), &(struct error){ 0 }), "an ambiguous one is not");
	struct str nearest = command_nearest(STR("serach"));
	tap_is(nearest.p, nearest.len, "search", 6, "a slip of the finger is understood");
}

static const struct {
	const char *line;
	const char *want;	/* in the error */
} usage_cases[] = {
	{ "tag", "--label LABEL is missing" },
	{ "tag -l", "-l needs LABEL" },
	{ "tag --label", "--label needs LABEL" },
	{ "tag --nope", "unknown option --nope" },
	{ "tag -Z", "unknown option -Z" },
	{ "tag --all=3", "--all takes no value" },
	{ "show", "DOC is missing" },
	{ "show a b", "'b' is one word too many" },
	{ "tag -l a -l b", "--label was given twice" },
	{ "docs --json --csv", "exclude each other" },
	{ "docs --color=pink", "--color is auto, always or never" },
	{ "nosuch", "there is no command 'nosuch';" },
	{ "search --limit x y", "--limit needs a whole number" },
	{ "batch", "there is no standard input" },
};

static void
test_usage(void)
{
	struct fixture f;
	struct error err;

	fixture_init(&f, 0);
	for (size_t i = 0; i < sizeof(usage_cases) / sizeof(usage_cases[0]); i++) {
		tap_ok(!run(&f, usage_cases[i].line, &err) && strstr(err.text, usage_cases[i].want),
		       "%s: %s", usage_cases[i].line, err.text);
		tap_eq(f.out.bytes.len, 0, "nothing was put out");
	}
	tap_ok(run(&f, "search -meta", &err), "in a query a minus is a minus");
	tap_ok(run(&f, "search --count -0 -- -0", &err), "and -- makes it one for sure");
	fixture_release(&f);
}

static void
write_file(const char *path, const char *text, size_t repeat)
{
	FILE *file = fopen(path, "w");

	for (size_t i = 0; file && i < repeat; i++)
		fputs(text, file);
	if (file)
		fclose(file);
}

/* A map of a few pages must grow in the middle of a command, which says nothing twice. */
static void
test_growth(void)
{
	char path[128], line[160];
	struct fixture f;
	struct error err;

	snprintf(path, sizeof(path), "%s/big.txt", directory);
	write_file(path, "Harbour Labs paid. ", 40000);
	fixture_init(&f, 1);
	snprintf(line, sizeof(line), "add %s", path);
	tap_ok(run(&f, line, &err), "a document larger than the map is added: %s", err.text);
	tap_is_z(f.out.bytes.p, "1\tadded\tHarbour Labs paid. Harbour Labs paid. Harbour Labs paid. "
	         "Harbour Labs paid. Harbour Labs paid. Harbour Labs paid. Harbour Labs paid. Harbour "
	         "Labs paid. Harbour Labs paid. Harbour Labs paid. Harbour La\xE2\x80\xA6\n",
	         "and is told of once");
	tap_ok(run(&f, "tag -l company -d 1 -t 'Harbour Labs' --all", &err), "40,000 tags: %s", err.text);
	tap_ok(run(&f, "search --count company", &err), "counted");
	tap_is_z(f.out.bytes.p, "40000\n", "none is missing, none is double");
	tap_ok(run(&f, "undo", &err) && run(&f, "search --count company", &err), "undone in one step");
	tap_is_z(f.out.bytes.p, "0\n", "all of them");
	tap_ok(run(&f, "check", &err) && f.s.n_failed == 0, "and the notebook is whole: %s",
	       f.out.notices.p);
	fixture_release(&f);
	unlink(path);
}

static void
test_failure_says_nothing(void)
{
	char path[128], line[200];
	struct fixture f;
	struct error err;

	snprintf(path, sizeof(path), "%s/small.txt", directory);
	write_file(path, "Ada Romero spoke.\n", 1);
	fixture_init(&f, 0);
	snprintf(line, sizeof(line), "add %s", path);
	run(&f, line, &err);
	tap_ok(!run(&f, "untag 1", &err), "an annotation that is not there");
	tap_ok(run(&f, "tag -l person -d 1 -s 0:10 -s 4:10", &err), "two spans are two annotations");
	tap_ok(!run(&f, "untag 1 9", &err), "one of two is not there");
	tap_eq(f.out.bytes.len, 0, "the row of the other was taken back");
	run(&f, "search --count person", &err);
	tap_is_z(f.out.bytes.p, "2\n", "and so was its removal");
	tap_ok(run(&f, "tag -l person -d 1 -s 0:3 --dry-run", &err) && f.out.bytes.len > 0,
	       "a dry run shows its row");
	run(&f, "search --count person", &err);
	tap_is_z(f.out.bytes.p, "2\n", "and changes nothing");
	fixture_release(&f);
	unlink(path);
}

int
main(void)
{
	const char *tmp = getenv("TMPDIR");

	setlocale(LC_CTYPE, "C.UTF-8");
	snprintf(directory, sizeof(directory), "%s/gloss-XXXXXX", tmp && strlen(tmp) < 40 ? tmp : "/tmp");
	if (!mkdtemp(directory))
		return 1;
	test_lines();
	test_bad_lines();
	test_table();
	test_usage();
	test_growth();
	test_failure_says_nothing();
	return tap_done();
}
