/* SPDX-License-Identifier: MIT */
#include "config.h"

#include <locale.h>

#include "command/command.h"
#include "tests/unit/fixture.h"

/*
 * What a command costs must depend on what it shows, not on how much there is:
 * the same command reads as many records and bytes of text in a notebook of
 * 1,000 annotations as in one of 100,000. The store counts; no clock is asked.
 */

#define TEXT_BYTES 2000000
#define LINE_BYTES 80		/* with its line feed */
#define N_SHORT_DOCUMENTS 6

/* One screen of the long document; as much stands in it in both notebooks. */
#define SCREEN_START 1000000
#define SCREEN_END (SCREEN_START + 2000)
#define N_ON_SCREEN 40
#define MARGIN 8000		/* around it nothing stands */

struct cost {
	uint64_t records, text_bytes;
};

struct subject {
	struct session s;
	struct out out;
	char path[SCRATCH_PATH_SIZE];
};

static struct str
long_text(struct buf *text)
{
	static const char filler[] =
		" the committee met again and said that it would look into the matter";

	while (text->len < TEXT_BYTES)
		buf_addf(text, "%07zu%-*.*s.\n", text->len / LINE_BYTES, LINE_BYTES - 9, LINE_BYTES - 9,
		         filler);
	return buf_str(text);
}

/* Short spans in the long document, half before the screen and half behind it. */
static void
tag_elsewhere(struct writer *w, uint32_t document, size_t n)
{
	size_t room = SCREEN_START - MARGIN, step = 2 * room / n;

	for (size_t i = 0; i < n; i++) {
		size_t start = i * step / 2 + (i % 2 ? SCREEN_END + MARGIN : 0);
		if (start + 5 > TEXT_BYTES)
			start = start % room;
		fixture_tag(w, document, 1 + (uint32_t)(i % 3), start, start + 2 + i % 3);
	}
}

static void
tag_screen(struct writer *w, uint32_t document)
{
	for (size_t i = 0; i < N_ON_SCREEN; i++) {
		size_t start = SCREEN_START + i * (SCREEN_END - SCREEN_START) / N_ON_SCREEN;
		fixture_tag(w, document, 1 + (uint32_t)(i % 3), start, start + 7);
	}
}

static void
make_notebook(const char *name, size_t n_annotations)
{
	struct notebook *nb = fixture_new(name);
	struct buf text = BUF_INIT;
	struct writer w;

	fixture_write(nb, &w, "add");
	fixture_add(&w, long_text(&text), "/long.txt");
	for (int i = 0; i < N_SHORT_DOCUMENTS; i++) {
		buf_reset(&text);
		buf_addf(&text, "A short document, number %d.\n", i);
		fixture_add(&w, buf_str(&text), NULL);
	}
	fixture_commit(&w);
	fixture_write(nb, &w, "tag");
	tag_screen(&w, 1);
	tag_elsewhere(&w, 1, n_annotations - N_ON_SCREEN);
	fixture_commit(&w);
	notebook_close(nb);
	buf_release(&text);
}

static void
open_subject(struct subject *t, const char *name)
{
	snprintf(t->path, sizeof(t->path), "%s", scratch_path(name));
	out_init(&t->out, -1, -1);
	t->out.terminal = false;
	session_init(&t->s, &t->out);
	t->s.given_notebook = t->path;
	need(session_open(&t->s, &err), "session");
}

static void
close_subject(struct subject *t)
{
	session_release(&t->s);
	out_release(&t->out);
}

static struct cost
run(struct subject *t, const char *line)
{
	struct store_stats *stats = store_stats(notebook_store(t->s.notebook));
	struct store_stats before = *stats;

	buf_reset(&t->out.bytes);
	buf_reset(&t->out.notices);
	need(command_run_line(&t->s, str_from(line), &err), line);
	return (struct cost){
		stats->records - before.records, stats->text_bytes - before.text_bytes,
	};
}

/* In this order: each tag is undone again, so that one command does not help the next. */
static const char *const bounded[] = {
	"docs",
	"show 1 -s 1000000:1002000",
	"show 1 --lines 12501:12525",
	"show 2",
	"tag -l company -d 1 -s 1000103:1000109",
	"undo",
	"tag -l company -d 1 -s 1000103:1000109 --note 'a note' --value '2.5e9 USD'",
	"edit 3 --note 'another'",
	"untag 3",
	"undo",
	"undo",
	"undo",
	"redo",
	"label",
	"label set company --description 'who acts'",
	"set 1 title=Other",
};

/* The subject of the test itself: this one must cost more where there is more. */
static const char *const unbounded[] = {
	"search --count company",
};

int
main(void)
{
	struct subject small, large;

	setlocale(LC_CTYPE, "C.UTF-8");
	make_notebook("small", 1000);
	make_notebook("large", 100000);

	/* One notebook a process at a time is open, so the small one is measured first. */
	struct cost costs[COUNT(bounded) + COUNT(unbounded)];
	open_subject(&small, "small");
	for (size_t i = 0; i < COUNT(bounded); i++)
		costs[i] = run(&small, bounded[i]);
	for (size_t i = 0; i < COUNT(unbounded); i++)
		costs[COUNT(bounded) + i] = run(&small, unbounded[i]);
	close_subject(&small);
	open_subject(&large, "large");
	for (size_t i = 0; i < COUNT(bounded); i++) {
		struct cost now = run(&large, bounded[i]);
		printf("# %llu records, %llu bytes of text: %s\n", (unsigned long long)now.records,
		       (unsigned long long)now.text_bytes, bounded[i]);
		tap_eq(now.records, costs[i].records, "as many records in a large notebook: %s",
		       bounded[i]);
		tap_eq(now.text_bytes, costs[i].text_bytes, "as much text in a large notebook: %s",
		       bounded[i]);
		tap_ok(now.records > 0, "and it is counted at all");
	}
	for (size_t i = 0; i < COUNT(unbounded); i++) {
		struct cost now = run(&large, unbounded[i]);
		tap_ok(now.records > 2 * costs[COUNT(bounded) + i].records,
		       "a search that looks at all shows in the count: %llu records, not %llu",
		       (unsigned long long)now.records,
		       (unsigned long long)costs[COUNT(bounded) + i].records);
	}
	close_subject(&large);
	return tap_done();
}
