/* SPDX-License-Identifier: MIT */
#include "config.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "tool.h"

/*
 * Campaign 5: a notebook's file is damaged, in one of the ways below, and gloss
 * is asked to check it, to list and to export what is in it. Whatever the
 * damage, a command ends by itself with status 0, 1 or 2, and with a message if
 * it is 2: never by a signal, never after 10 s. And what check finds whole is
 * whole: the export of such a file is the export of the undamaged one. Only a
 * damaged meta page may take the notebook back by one commit, to the state that
 * the other meta page has: LMDB's meta pages have no checksum.
 *
 * usage: damage [-n FILES] [-s SEED] [-p PRELOAD]
 *
 * Exit status 1 if anything was found.
 */

#define PAGE 4096
#define SECTOR 512

struct campaign {
	struct buf notebook, copy;
	struct buf data;	/* of the undamaged notebook */
	struct buf export, older;	/* of it, and before its last change */
	const char *env[2];
	struct chance chance;
	size_t signals, late, told, clean, back, wrong, files_with_signal;
};

typedef void damage_fn(struct campaign *c, struct buf *image);

static void
garbage(struct chance *chance, char *p, size_t len)
{
	for (size_t i = 0; i < len; i++)
		p[i] = (char)chance_next(chance);
}

static size_t
any(struct campaign *c, const struct buf *image, size_t unit)
{
	return chance_below(&c->chance, image->len / unit) * unit;
}

static void
cut_at_page(struct campaign *c, struct buf *image)
{
	buf_truncate(image, any(c, image, PAGE));
}

static void
cut_anywhere(struct campaign *c, struct buf *image)
{
	buf_truncate(image, any(c, image, 1));
}

static void
flip_bit(struct campaign *c, struct buf *image)
{
	image->p[any(c, image, 1)] ^= (char)(1 << chance_below(&c->chance, 8));
}

static void
change_byte(struct campaign *c, struct buf *image)
{
	garbage(&c->chance, image->p + any(c, image, 1), 1);
}

/* The header and the first offsets of a page, where LMDB looks first. */
static void
change_page_header(struct campaign *c, struct buf *image)
{
	garbage(&c->chance, image->p + any(c, image, PAGE) + chance_below(&c->chance, 32), 1);
}

static void
spoil_sector(struct campaign *c, struct buf *image)
{
	garbage(&c->chance, image->p + any(c, image, SECTOR), SECTOR);
}

static void
zero_sector(struct campaign *c, struct buf *image)
{
	memset(image->p + any(c, image, SECTOR), 0, SECTOR);
}

static void
spoil_page(struct campaign *c, struct buf *image)
{
	garbage(&c->chance, image->p + any(c, image, PAGE), PAGE);
}

static void
zero_page(struct campaign *c, struct buf *image)
{
	memset(image->p + any(c, image, PAGE), 0, PAGE);
}

static void
swap_pages(struct campaign *c, struct buf *image)
{
	char page[PAGE];
	char *a = image->p + any(c, image, PAGE), *b = image->p + any(c, image, PAGE);

	memcpy(page, a, PAGE);
	memcpy(a, b, PAGE);
	memcpy(b, page, PAGE);
}

static void
zero_meta(struct campaign *c, struct buf *image)
{
	memset(image->p + chance_below(&c->chance, 2) * PAGE, 0, PAGE);
}

/* Magic and version stay, so that LMDB believes the rest. */
static void
spoil_meta(struct campaign *c, struct buf *image)
{
	size_t meta = chance_below(&c->chance, 2) * PAGE + 16;

	garbage(&c->chance, image->p + meta + 8 + chance_below(&c->chance, 128), 8);
}

static void
zero_tail(struct campaign *c, struct buf *image)
{
	size_t from = any(c, image, SECTOR);

	memset(image->p + from, 0, image->len - from);
}

static const struct {
	const char *name;
	damage_fn *damage;
} kinds[] = {
	{ "cut at a page", cut_at_page },
	{ "cut anywhere", cut_anywhere },
	{ "bit flipped", flip_bit },
	{ "byte changed", change_byte },
	{ "byte of a page header", change_page_header },
	{ "sector of garbage", spoil_sector },
	{ "sector zeroed", zero_sector },
	{ "page of garbage", spoil_page },
	{ "page zeroed", zero_page },
	{ "pages exchanged", swap_pages },
	{ "meta page zeroed", zero_meta },
	{ "meta page spoilt", spoil_meta },
	{ "zeros to the end", zero_tail },
};

#define N_KINDS (sizeof(kinds) / sizeof(kinds[0]))

static void
must(struct result *r, const char *const *argv, struct str input)
{
	tool_run(r, argv, NULL, input);
	errno = 0;
	if (r->status != 0)
		tool_die("cannot make the notebook: %s", r->err.p);
}

static void
must_export(const struct campaign *c, struct buf *out)
{
	struct result r = RESULT_INIT;

	must(&r, (const char *const[]){ tool_program(), "-n", c->notebook.p, "export", NULL },
	     STR_EMPTY);
	buf_add_str(out, buf_str(&r.out));
	result_release(&r);
}

/* Some documents, long and short, some hundred annotations, some history. */
static void
make_notebook(struct campaign *c)
{
	struct result r = RESULT_INIT;
	struct buf text = BUF_INIT, lines = BUF_INIT;

	for (unsigned d = 1; d <= 4; d++) {
		buf_reset(&text);
		for (unsigned i = 0; i < d * d * 400; i++)
			buf_addf(&text, "Line %u of document %u: Harbour Labs paid $%u million.\n", i, d, i);
		must(&r, (const char *const[]){ tool_program(), "-n", c->notebook.p, "add", "-", NULL },
		     buf_str(&text));
		for (unsigned i = 0; i < 100; i++)
			buf_addf(&lines, "tag -l company -d %u -s %u:%u --note 'note %u' --value %u\n", d,
			         i * 60, i * 60 + 4 + i % 7, i, i);
	}
	buf_add_z(&lines, "label add place -k P\nuntag 5\nuntag 17\nedit 40 --note other\n");
	must(&r, (const char *const[]){ tool_program(), "-n", c->notebook.p, "batch", "--each",
	                                NULL }, buf_str(&lines));
	must_export(c, &c->older);
	must(&r, (const char *const[]){ tool_program(), "-n", c->notebook.p, "undo", NULL }, STR_EMPTY);
	must(&r, (const char *const[]){ tool_program(), "-n", c->notebook.p, "check", NULL },
	     STR_EMPTY);
	must_export(c, &c->export);
	tool_read(tool_path(&text, c->notebook.p, "data.mdb"), &c->data);
	result_release(&r);
	buf_release(&text);
	buf_release(&lines);
}

/* Runs one command on the damaged copy; true if it ended as it may. */
static bool
ask(struct campaign *c, const char *command, const char *damage, size_t n, struct result *r)
{
	tool_run(r, (const char *const[]){ tool_program(), "-n", c->copy.p, command, NULL }, c->env,
	         STR_EMPTY);
	if (r->late) {
		c->late++;
		tool_finding("file %zu, %s: %s does not end", n, damage, command);
		return false;
	}
	if (r->status < 0) {
		c->signals++;
		tool_finding("file %zu, %s: %s ends by signal %d (%s) %.200s", n, damage, command,
		             -r->status, sigabbrev_np(-r->status), r->err.p);
		return false;
	}
	if (r->status > 2)
		tool_finding("file %zu, %s: %s ends with status %d", n, damage, command, r->status);
	if (r->status == 2 && !str_starts(buf_str(&r->err), STR("gloss: ")))
		tool_finding("file %zu, %s: %s has status 2 and says '%.200s'", n, damage, command,
		             r->err.p);
	return true;
}

/* What check found whole. */
static void
compare(struct campaign *c, const struct result *export, const char *damage, size_t n)
{
	bool same = str_eq(buf_str(&export->out), buf_str(&c->export));
	bool is_meta = strncmp(damage, "meta", 4) == 0;

	c->clean++;
	if (!same && is_meta && str_eq(buf_str(&export->out), buf_str(&c->older))) {
		c->back++;
	} else if (!same) {
		c->wrong++;
		tool_finding("file %zu, %s: check finds nothing, but the export is not the same", n,
		             damage);
	}
}

static bool
damage_one(struct campaign *c, size_t n)
{
	const char *name = kinds[n % N_KINDS].name;
	struct result checked = RESULT_INIT, r = RESULT_INIT;
	struct buf image = BUF_INIT, path = BUF_INIT;
	bool ended;

	buf_add_str(&image, buf_str(&c->data));
	kinds[n % N_KINDS].damage(c, &image);
	unlink(tool_path(&path, c->copy.p, "lock.mdb"));
	tool_write(tool_path(&path, c->copy.p, "data.mdb"), buf_str(&image));
	ended = ask(c, "check", name, n, &checked);
	ended &= ask(c, "docs", name, n, &r);
	ended &= ask(c, "export", name, n, &r);
	if (checked.status == 2 || checked.status == 1)
		c->told++;
	if (checked.status == 0 && !checked.late)
		compare(c, &r, name, n);
	c->files_with_signal += !ended;
	result_release(&checked);
	result_release(&r);
	buf_release(&image);
	buf_release(&path);
	return ended;
}

int
main(int argc, char **argv)
{
	struct campaign c = {
		.notebook = BUF_INIT, .copy = BUF_INIT, .data = BUF_INIT, .export = BUF_INIT,
		.older = BUF_INIT,
	};
	struct buf work = BUF_INIT, preload = BUF_INIT;
	size_t files = 1000, bad[N_KINDS] = { 0 };
	uint64_t seed = 1;
	int option;

	while ((option = getopt(argc, argv, "n:s:p:")) != -1) {
		if (option == 'n')
			files = strtoul(optarg, NULL, 10);
		else if (option == 's')
			seed = strtoull(optarg, NULL, 10);
		else if (option == 'p')
			buf_addf(&preload, "LD_PRELOAD=%s", optarg);
		else
			return 3;
	}
	c.env[0] = preload.len ? preload.p : NULL;
	c.chance.state = seed * 2 + 1;
	tool_make_work(&work);
	buf_addf(&c.notebook, "%s/notebook", work.p);
	buf_addf(&c.copy, "%s/copy", work.p);
	tool_make_directory(c.copy.p);

	double began = tool_seconds();
	make_notebook(&c);
	for (size_t n = 0; n < files; n++)
		bad[n % N_KINDS] += !damage_one(&c, n);
	for (size_t i = 0; i < N_KINDS; i++)
		if (bad[i])
			printf("# %s: %zu files of %zu ended a command by a signal or never\n",
			       kinds[i].name, bad[i], (files + N_KINDS - 1 - i) / N_KINDS);
	printf("# %zu damaged files of %zu pages: check told of %zu and found nothing in %zu, %zu of "
	       "those wrongly and %zu a commit older; %zu files with signals (%zu signals, %zu too "
	       "late); %u findings; %.1f s\n", files, c.data.len / PAGE, c.told, c.clean, c.wrong,
	       c.back, c.files_with_signal, c.signals, c.late, tool_findings, tool_seconds() - began);
	tool_remove_work(work.p);
	buf_release(&c.notebook);
	buf_release(&c.copy);
	buf_release(&c.data);
	buf_release(&c.export);
	buf_release(&c.older);
	buf_release(&work);
	buf_release(&preload);
	return tool_findings ? 1 : 0;
}
