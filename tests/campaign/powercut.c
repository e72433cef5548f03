/* SPDX-License-Identifier: MIT */
#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/vec.h"
#include "powercut.h"
#include "script.h"

/*
 * Campaign 2: the power fails. A session is recorded through powercut_shim.so:
 * what it wrote into data.mdb, when that was synced, what it said. Then the cut
 * is made at many places of the record: what was synced is there, and of each
 * 512-byte sector that was not, chance says whether it is. From that file alone
 * the notebook must open, be clean, and hold exactly what had been said, and at
 * most the change under way, whole.
 *
 * usage: powercut [-n CUTS] [-s SEED] [-d DEFECT] SHIM
 *
 * SHIM is what goes into LD_PRELOAD. Exit status 1 if anything was found.
 */

#define SECTOR 512
#define ROUNDS 12		/* processes in the session */
#define LINES 25		/* changes that each of them makes */

/* A record of the trace and where its bytes are. */
struct trace_at {
	struct trace t;
	const char *bytes;
};

/* The disk as the recorded session left it at some point. */
struct disk {
	struct buf durable;
	VEC(struct trace_at) pending;	/* written and not synced, in their order */
};

struct campaign {
	struct buf notebook, copy, trace_path;
	const char *env[4];
	struct script script;
	struct buf trace;
	struct chance chance;
	struct disk disk;
	size_t said;		/* rows said up to here */
	bool named;		/* the notebook has its name */
	size_t saving;		/* cuts in the middle of saving */
	size_t not_said;	/* changes found that had not been said yet */
};

static void
gloss_recorded(struct campaign *c, const char *command, const char *option, struct str input,
               struct result *r)
{
	tool_run(r, (const char *const[]){ tool_program(), "-n", c->notebook.p, command, option,
	                                   NULL }, c->env, input);
	errno = 0;
	if (r->status != 0)
		tool_die("the session failed: status %d: %s", r->status, r->err.p);
}

/* The notebook is made, a document added; changes one by one and together. */
static void
record(struct campaign *c)
{
	struct result r = RESULT_INIT;
	struct buf text = BUF_INIT;

	script_text(&c->script, &text);
	gloss_recorded(c, "add", "-", buf_str(&text), &r);
	for (unsigned i = 0; i < ROUNDS; i++) {
		size_t first = c->script.changes.n;
		bool together = i % 3 == 2;

		buf_reset(&text);
		script_extend(&c->script, LINES, together, &text);
		gloss_recorded(c, "batch", together ? NULL : "--each", buf_str(&text), &r);
		if (script_answers(&c->script, first, buf_str(&r.out)) != LINES)
			tool_die("the session said too little");
	}
	result_release(&r);
	buf_release(&text);
	if (!tool_read(c->trace_path.p, &c->trace))
		tool_die("no trace: is the shim loaded?");
}

static void
put(struct buf *image, size_t pos, const char *bytes, size_t len)
{
	if (image->len < pos + len)
		buf_add_repeat(image, '\0', pos + len - image->len);
	memcpy(image->p + pos, bytes, len);
}

static void
apply(struct buf *image, const struct trace_at *w)
{
	put(image, w->t.pos, w->bytes, w->t.len);
}

/* A write that was not synced: each sector is there or not. */
static void
apply_torn(struct buf *image, const struct trace_at *w, struct chance *chance, unsigned percent)
{
	size_t end;

	for (size_t done = 0; done < w->t.len; done = end) {
		/* Sectors lie where the disk has them, not where the write begins. */
		end = done + SECTOR - (w->t.pos + done) % SECTOR;
		if (end > w->t.len)
			end = w->t.len;
		if (chance_below(chance, 100) < percent)
			put(image, w->t.pos + done, w->bytes + done, end - done);
	}
}

static void
sync_disk(struct disk *d)
{
	for (size_t i = 0; i < d->pending.n; i++)
		apply(&d->durable, &d->pending.p[i]);
	vec_reset(&d->pending);
}

/* Goes on by one record, which was done whole. */
static void
step(struct campaign *c, const struct trace_at *r)
{
	struct disk *d = &c->disk;

	switch (r->t.kind) {
	case TRACE_WRITE:
		vec_push(&d->pending, *r);
		break;
	case TRACE_DURABLE:
		apply(&d->durable, r);
		break;
	case TRACE_SYNC:
		sync_disk(d);
		break;
	case TRACE_RENAME:
		c->named |= r->t.len == c->notebook.len &&
		            memcmp(r->bytes, c->notebook.p, r->t.len) == 0;
		if (d->pending.n > 0)
			tool_finding("the notebook gets its name before its file is on the disk");
		break;
	case TRACE_SAID:
		for (size_t i = 0; i < r->t.len; i++)
			c->said += r->bytes[i] == '\n';
		break;
	}
}

/* What the disk holds if the power fails now, the record under way torn too. */
static void
cut(struct campaign *c, const struct trace_at *under_way, struct buf *image)
{
	static const unsigned percents[] = { 0, 100, 50, 90 };
	unsigned percent = percents[chance_below(&c->chance, 4)];

	buf_reset(image);
	buf_add_str(image, buf_str(&c->disk.durable));
	for (size_t i = 0; i < c->disk.pending.n; i++)
		apply_torn(image, &c->disk.pending.p[i], &c->chance, percent);
	if (under_way->t.kind == TRACE_WRITE || under_way->t.kind == TRACE_DURABLE)
		apply_torn(image, under_way, &c->chance, percent);
	c->saving += c->disk.pending.n > 0 || under_way->t.kind == TRACE_DURABLE;
}

/* Opens what the disk holds and compares it with what was said. */
static void
verify(struct campaign *c, const struct buf *image, size_t n)
{
	struct result r = RESULT_INIT;
	struct buf path = BUF_INIT, why = BUF_INIT;
	/* The first row is that of add. */
	size_t told = c->said > 0 ? c->said - 1 : 0, held = told;

	unlink(tool_path(&path, c->copy.p, "lock.mdb"));
	tool_write(tool_path(&path, c->copy.p, "data.mdb"), buf_str(image));
	tool_gloss(&r, c->copy.p, "export", "-f", "tsv", "--columns", SCRIPT_COLUMNS);
	if (r.late || r.status < 0 || r.status > 1)
		tool_finding("cut at record %zu: status %d: %.300s", n, r.status, r.err.p);
	else if (!script_holds(&c->script, buf_str(&r.out), told, &held, &why))
		tool_finding("cut at record %zu, %zu changes acknowledged: %s", n, told, why.p);
	else if (tool_check(c->copy.p, "after a cut"))
		c->not_said += held - told;
	result_release(&r);
	buf_release(&path);
	buf_release(&why);
}

static bool
take(struct str *rest, struct trace_at *r)
{
	if (rest->len < sizeof(r->t))
		return false;
	memcpy(&r->t, rest->p, sizeof(r->t));
	*rest = str_skip(*rest, sizeof(r->t));
	r->bytes = rest->p;
	*rest = str_skip(*rest, r->t.len);
	return true;
}

static size_t
count_records(const struct buf *trace)
{
	struct str rest = buf_str(trace);
	struct trace_at r;
	size_t n = 0;

	while (take(&rest, &r))
		n++;
	return n;
}

/* Cuts spread evenly over the record, several at one place if there are many. */
static size_t
make_cuts(struct campaign *c, size_t cuts)
{
	struct str rest = buf_str(&c->trace);
	size_t n_records = count_records(&c->trace), made = 0, wanted = 0;
	struct buf image = BUF_INIT;
	struct trace_at r;

	for (size_t n = 0; take(&rest, &r); n++) {
		wanted += cuts;
		for (; wanted >= n_records; wanted -= n_records) {
			if (!c->named)
				continue;
			cut(c, &r, &image);
			verify(c, &image, n);
			made++;
		}
		step(c, &r);
	}
	buf_release(&image);
	return made;
}

int
main(int argc, char **argv)
{
	struct campaign c = {
		.notebook = BUF_INIT, .copy = BUF_INIT, .trace_path = BUF_INIT, .trace = BUF_INIT,
		.disk = { .durable = BUF_INIT, .pending = VEC_INIT },
	};
	struct buf work = BUF_INIT, preload = BUF_INIT, trace = BUF_INIT, defect = BUF_INIT;
	size_t cuts = 1000;
	uint64_t seed = 1;
	int option;

	while ((option = getopt(argc, argv, "n:s:d:")) != -1) {
		if (option == 'n')
			cuts = strtoul(optarg, NULL, 10);
		else if (option == 's')
			seed = strtoull(optarg, NULL, 10);
		else if (option == 'd')
			buf_addf(&defect, "DEFECT=%s", optarg);
		else
			return 3;
	}
	errno = 0;
	if (optind + 1 != argc)
		tool_die("usage: powercut [-n CUTS] [-s SEED] [-d DEFECT] SHIM");
	tool_make_work(&work);
	buf_addf(&c.notebook, "%s/notebook", work.p);
	buf_addf(&c.copy, "%s/copy", work.p);
	buf_addf(&c.trace_path, "%s/trace", work.p);
	buf_addf(&preload, "LD_PRELOAD=%s", argv[optind]);
	buf_addf(&trace, "POWERCUT_TRACE=%s", c.trace_path.p);
	c.env[0] = preload.p;
	c.env[1] = trace.p;
	c.env[2] = defect.len ? defect.p : NULL;
	c.chance.state = seed * 2 + 1;
	script_init(&c.script, 1, seed);
	tool_make_directory(c.copy.p);

	double began = tool_seconds();
	record(&c);
	size_t made = make_cuts(&c, cuts);
	printf("# %zu records of %zu changes, %zu cuts, %zu of them while saving; %zu changes saved "
	       "and not yet acknowledged; %u findings; %.1f s\n", count_records(&c.trace),
	       c.script.changes.n, made, c.saving, c.not_said, tool_findings,
	       tool_seconds() - began);
	tool_remove_work(work.p);
	script_release(&c.script);
	vec_release(&c.disk.pending);
	buf_release(&c.disk.durable);
	buf_release(&c.trace);
	buf_release(&c.notebook);
	buf_release(&c.copy);
	buf_release(&c.trace_path);
	buf_release(&work);
	buf_release(&preload);
	buf_release(&trace);
	buf_release(&defect);
	return tool_findings ? 1 : 0;
}
