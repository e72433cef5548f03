/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "command/args.h"
#include "command/command.h"
#include "command/line.h"
#include "tests/fuzz/fuzz.h"

/* Command lines: what splits, joined again, splits into the same words; options parse or explain. */

const char *const fuzz_samples[] = {
	"tag -l company -d 3 -s 120:134 --note 'a note'", "search \"mark \\\"z\\\" x\" ; docs",
	"# comment\nadd -- -x", "label add 'two words' --key=k", "a\\ b 'c''d' \"e\\n\\t\\\\\"", ";", ";;",
	"search -company:alibaba -0 --count", "--json", "tag -ldate -", NULL,
};

static void
check_join(const struct words *words)
{
	struct arena arena = ARENA_INIT;
	struct buf line = BUF_INIT;
	struct words again;
	struct error err;
	bool more;

	line_join(words->p, words->n, &line);
	struct str rest = buf_str(&line);
	if (!line_next(&rest, &arena, &again, &more, &err) || !more || again.n != words->n)
		abort();
	for (size_t i = 0; i < again.n; i++)
		if (!str_eq(again.p[i], words->p[i]))
			abort();
	buf_release(&line);
	arena_release(&arena);
}

static void
check_args(const struct words *words)
{
	struct arena arena = ARENA_INIT;
	struct args args;
	struct error err = { 0 };

	for (const struct command *c = NULL; (c = command_next(c));)
		if (!args_parse(c->args, words->p, words->n, &arena, &args, &err) &&
		    (err.code == ERROR_NONE || !err.text[0]))
			abort();
	arena_release(&arena);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str rest = { (const char *)data, size };
	struct arena arena = ARENA_INIT;
	struct words words;
	struct error err;
	bool more = true;

	while (more) {
		size_t before = rest.len;
		if (!line_next(&rest, &arena, &words, &more, &err)) {
			if (err.code != ERROR_SYNTAX || err.pos > before)
				abort();
			break;
		}
		if (more) {
			check_join(&words);
			check_args(&words);
		}
	}
	arena_release(&arena);
	return 0;
}
