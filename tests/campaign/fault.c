/* SPDX-License-Identifier: MIT */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tool.h"

/*
 * Campaign 3: a session is run once for each call of each function below that
 * it makes, and fault_shim.so lets that one call fail. Each command must then
 * either do its work or end with one clear line and status 2, or 130 if it was
 * an interruption, never by a signal. Afterwards, without faults, the notebook is
 * clean and is as it was before, or as it should be after, whichever the
 * command said.
 *
 * usage: fault [-k] [-s STEP] [-p PRELOAD] SHIM
 *
 * -k lets all later calls of the function fail too; -s sweeps one step of the
 * session only; -p loads a defect before the shim, for the positive control. Exit
 * status 1 if anything was found.
 */

#define MANY 10000	/* calls of one function in one command; never so many */

struct fault {
	const char *call;
	const int *errors;	/* 0 at the end */
	bool may_be_short;
};

#define ERRORS(...) (const int[]){ __VA_ARGS__, 0 }

static const struct fault faults[] = {
	{ "open", ERRORS(EIO, ENOSPC, EINTR, EMFILE), false },
	{ "openat", ERRORS(EIO, ENOSPC, EINTR), false },
	{ "read", ERRORS(EIO, EINTR), true },
	{ "pread", ERRORS(EIO, EINTR), false },
	{ "write", ERRORS(EIO, ENOSPC, EINTR), true },
	{ "pwrite", ERRORS(EIO, ENOSPC, EINTR), true },
	{ "writev", ERRORS(EIO, ENOSPC, EINTR), true },
	{ "fdatasync", ERRORS(EIO, ENOSPC, EINTR), false },
	{ "fsync", ERRORS(EIO, EINTR), false },
	{ "ftruncate", ERRORS(EIO, ENOSPC, EINTR), false },
	{ "close", ERRORS(EIO, EINTR), false },
	{ "rename", ERRORS(EIO, ENOSPC), false },
	{ "posix_fallocate", ERRORS(EIO, ENOSPC, EINTR), false },
	{ "mmap", ERRORS(ENOMEM, EIO), false },
	{ "mkdir", ERRORS(EIO, ENOSPC), false },
};

enum judgement {
	WHOLE,		/* one transaction: as before or as after */
	EACH,		/* a transaction a line: just those whose rows were printed */
};

/* %P in a word stands for the place, a directory that is fresh for each run. */
struct step {
	const char *words[10];
	const char *input;
	enum judgement judgement;
	const char *file;	/* one that the command writes, in the place */
};

#define TEXT "%W/text"

static const struct step steps[] = {
	{ .words = { "add", TEXT } },
	{ .words = { "add", "--title", "Second", "-" }, .input = "Another text, of Orchard Labs.\n" },
	{ .words = { "tag", "-l", "company", "-d", "1", "-s", "0:5", "--note", "first" } },
	{ .words = { "label", "add", "place", "-k", "P" } },
	{ .words = { "batch" },
	  .input = "tag -l person -d 1 -s 10:15\ntag -l person -d 1 -s 20:25\n"
	           "edit 1 --note changed\ntag -l place -d 2 -s 0:7\nuntag 2\n" },
	{ .words = { "batch", "--each" },
	  .input = "tag -l money -d 1 -s 30:35\ntag -l money -d 1 -s 40:45\n"
	           "tag -l money -d 1 -s 50:55 --note x\n",
	  .judgement = EACH },
	{ .words = { "edit", "3", "--label", "date" } },
	{ .words = { "tag", "-l", "model", "-t", "Quince", "--all" } },
	{ .words = { "undo", "2" } },
	{ .words = { "redo" } },
	{ .words = { "remove", "2" } },
	{ .words = { "export", "-o", "%P/out.csv" }, .file = "out.csv" },
	{ .words = { "backup", "%P/copy.mdb" }, .file = "copy.mdb" },
};

#define N_STEPS (sizeof(steps) / sizeof(steps[0]))

/* What a step does when nothing fails. */
struct expectation {
	struct buf data;	/* data.mdb before it, empty if there is no notebook */
	struct buf before, after;
	struct buf out;
	struct buf file;
};

struct campaign {
	struct buf work, place, notebook, hit_path;
	struct buf preload;
	bool sticky;
	size_t only;		/* this step, from 1; 0 for all */
	struct expectation expected[N_STEPS];
	/* the run being judged */
	const struct step *step;
	struct buf name;	/* of the run, for findings */
	struct buf hit;		/* what failed */
	bool interrupted;	/* it failed with EINTR, which only signals with a handler bring */
	size_t runs, failed, withstood;
};

static void
expand(const struct campaign *c, const char *word, struct buf *out)
{
	for (; *word; word++) {
		if (word[0] == '%' && (word[1] == 'P' || word[1] == 'W'))
			buf_add_str(out, buf_str(*++word == 'P' ? &c->place : &c->work));
		else
			buf_add_char(out, *word);
	}
}

static void
run_step(const struct campaign *c, const struct step *step, const char *const *env,
         struct result *r)
{
	const char *argv[14] = { tool_program(), "-n", c->notebook.p };
	struct buf words[10];
	size_t n = 0;

	for (; n < 10 && step->words[n]; n++) {
		buf_init(&words[n]);
		expand(c, step->words[n], &words[n]);
		argv[3 + n] = words[n].p;
	}
	tool_run(r, argv, env, step->input ? str_from(step->input) : STR_EMPTY);
	while (n > 0)
		buf_release(&words[--n]);
}

/* A fresh place with the notebook as it was, and an old file where one will be written. */
static void
restore(const struct campaign *c, const struct expectation *e, const struct step *step)
{
	struct buf path = BUF_INIT;

	tool_remove_work(c->place.p);
	unlink(c->hit_path.p);
	tool_make_directory(c->place.p);
	if (e->data.len > 0) {
		tool_make_directory(c->notebook.p);
		tool_write(tool_path(&path, c->notebook.p, "data.mdb"), buf_str(&e->data));
	}
	if (step->file)
		tool_write(tool_path(&path, c->place.p, step->file), STR("old\n"));
	buf_release(&path);
}

static bool
exists(const char *path)
{
	return access(path, F_OK) == 0;
}

/* All that a notebook says of itself; nothing if there is none. */
static void
describe(const char *notebook, struct buf *out)
{
	struct result r = RESULT_INIT;

	buf_reset(out);
	if (exists(notebook)) {
		tool_run(&r, (const char *const[]){ tool_program(), "-n", notebook, "batch", "--each",
		                                    NULL }, NULL,
		         STR("docs --json\nlabel --json\nexport -f jsonl\nlog --json\n"));
		buf_add_str(out, buf_str(&r.out));
		if (r.status != 0)
			buf_addf(out, "status %d: %s\n", r.status, r.err.p);
	}
	result_release(&r);
}

/* Runs the session without faults and keeps each step's state. */
static void
rehearse(struct campaign *c)
{
	struct result r = RESULT_INIT;
	struct buf path = BUF_INIT;

	tool_make_directory(c->place.p);
	for (size_t i = 0; i < N_STEPS; i++) {
		struct expectation *e = &c->expected[i];
		if (exists(c->notebook.p))
			tool_read(tool_path(&path, c->notebook.p, "data.mdb"), &e->data);
		describe(c->notebook.p, &e->before);
		run_step(c, &steps[i], NULL, &r);
		errno = 0;
		if (r.status != 0)
			tool_die("step %zu, %s, fails by itself: %s", i + 1, steps[i].words[0], r.err.p);
		buf_add_str(&e->out, buf_str(&r.out));
		describe(c->notebook.p, &e->after);
		if (steps[i].file &&
		    !tool_read(tool_path(&path, c->place.p, steps[i].file), &e->file))
			tool_die("step %zu wrote no file", i + 1);
	}
	result_release(&r);
	buf_release(&path);
}

#define found(c, ...) found_((c), __VA_ARGS__)

__attribute__((format(printf, 2, 3)))
static void
found_(const struct campaign *c, const char *fmt, ...)
{
	struct buf text = BUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	buf_addv(&text, fmt, ap);
	va_end(ap);
	tool_finding("%s (%s): %s", c->name.p, c->hit.p, text.p);
	buf_release(&text);
}

/* What was done is done, and only saying so has failed. */
static bool
hit_output(const struct campaign *c)
{
	return str_ends(buf_str(&c->hit), STR(" stdout")) || str_ends(buf_str(&c->hit), STR(" stderr"));
}

/* Every line says whose it is; one alone, except where each line of a batch may fail. */
static void
judge_message(const struct campaign *c, const struct result *r)
{
	struct str rest = buf_str(&r->err), line;
	size_t n = 0;

	while (str_cut(&rest, '\n', &line)) {
		if (!str_starts(line, STR("gloss: ")) || line.len < 20)
			found(c, "says '%.*s'", STR_ARG(line));
		n++;
	}
	if (rest.len > 0 || n == 0 || (n > 1 && c->step->judgement == WHOLE))
		found(c, "status %d with %zu lines: %.300s", r->status, n, r->err.p);
}

static void
judge_whole(const struct campaign *c, const struct result *r, const struct expectation *e)
{
	struct buf state = BUF_INIT;

	describe(c->notebook.p, &state);
	bool before = str_eq(buf_str(&state), buf_str(&e->before));
	bool after = str_eq(buf_str(&state), buf_str(&e->after));

	/* A notebook that was made and is empty is no half of anything. */
	if (e->before.len == 0 && r->status != 0 && !before && !after)
		before = str_find(buf_str(&state), STR("\"doc\":"), 0) == STR_NONE &&
		         str_find(buf_str(&state), STR("status"), 0) == STR_NONE;
	if (r->status == 0 && !after)
		found(c, "status 0, but the notebook is %s", before ? "as before" : "in between");
	if (r->status == 0 && !str_eq(buf_str(&r->out), buf_str(&e->out)))
		found(c, "status 0, but it prints '%.200s'", r->out.p);
	if (r->status != 0 && !before && !(after && hit_output(c)))
		found(c, "status %d, but the notebook is %s: %.200s", r->status,
		      after ? "changed" : "in between", r->err.p);
	if (r->status != 0 && r->out.len > 0 && !hit_output(c))
		found(c, "status %d, but it prints '%.200s'", r->status, r->out.p);
	buf_release(&state);
}

/* Rows that were printed are there; others only if printing them is what failed. */
static void
judge_each(const struct campaign *c, const struct result *r)
{
	struct result rows = RESULT_INIT;
	struct str said = buf_str(&r->out), line;
	size_t n_said = 0, n_rows = 0;

	tool_gloss(&rows, c->notebook.p, "search", "label:money");
	while (str_cut(&said, '\n', &line)) {
		n_said++;
		if (str_find(buf_str(&rows.out), line, 0) == STR_NONE)
			found(c, "a row was printed and is not there: '%.*s'", STR_ARG(line));
	}
	for (size_t i = 0; i < rows.out.len; i++)
		n_rows += rows.out.p[i] == '\n';
	if (n_rows != n_said && !hit_output(c))
		found(c, "%zu rows were printed and %zu are there", n_said, n_rows);
	if (r->status == 0 && n_said != 3)
		found(c, "status 0 with %zu rows", n_said);
	result_release(&rows);
}

/* A backup need not be the same bytes, but must be the same notebook. */
static bool
is_backup_of(const struct campaign *c, const struct buf *file, const struct expectation *e)
{
	struct buf dir = BUF_INIT, path = BUF_INIT, state = BUF_INIT;

	tool_make_directory(tool_path(&dir, c->work.p, "restored"));
	tool_write(tool_path(&path, dir.p, "data.mdb"), buf_str(file));
	describe(dir.p, &state);
	bool same = str_eq(buf_str(&state), buf_str(&e->after));
	tool_remove_notebook(dir.p);
	buf_release(&dir);
	buf_release(&path);
	buf_release(&state);
	return same;
}

/* The file that a step writes is old or new, and whole. */
static void
judge_file(const struct campaign *c, const struct result *r, const struct expectation *e)
{
	struct buf path = BUF_INIT, file = BUF_INIT;
	bool there = tool_read(tool_path(&path, c->place.p, c->step->file), &file);
	bool is_old = there && str_eq(buf_str(&file), STR("old\n"));
	bool is_new = there && !is_old && (str_eq(buf_str(&file), buf_str(&e->file)) ||
	                                   is_backup_of(c, &file, e));

	if (!is_new && (!is_old || r->status == 0))
		found(c, "status %d, but %s is %s", r->status, c->step->file,
		      !there ? "gone" : is_old ? "old" : "torn");
	buf_release(&path);
	buf_release(&file);
}

/* Nothing lies about but the notebook and the file that was asked for. */
static void
judge_place(const struct campaign *c)
{
	struct dirent *entry;
	DIR *d = opendir(c->place.p);

	while (d && (entry = readdir(d)))
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0 &&
		    strcmp(entry->d_name, "notebook") != 0 &&
		    (!c->step->file || strcmp(entry->d_name, c->step->file) != 0))
			found(c, "%s is left behind", entry->d_name);
	closedir(d);
}

static void
judge(struct campaign *c, const struct result *r, const struct expectation *e)
{
	if (r->late || r->status < 0)
		found(c, "signal %d%s: %.300s", -r->status, r->late ? " after 10 s" : "", r->err.p);
	else if (r->status != 0 && r->status != 2 && !(r->status == 130 && c->interrupted))
		found(c, "status %d: %.300s", r->status, r->err.p);
	if (r->status > 0 && !hit_output(c))
		judge_message(c, r);
	if (c->step->judgement == EACH)
		judge_each(c, r);
	else
		judge_whole(c, r, e);
	if (c->step->file)
		judge_file(c, r, e);
	judge_place(c);
	if (exists(c->notebook.p))
		tool_check(c->notebook.p, c->name.p);
	if (r->status == 0)
		c->withstood++;
	else
		c->failed++;
}

/* Lets call number n fail; false if there are fewer. */
static bool
run_one(struct campaign *c, size_t i, const struct fault *f, const char *error, unsigned n)
{
	struct buf env[4] = { BUF_INIT, BUF_INIT, BUF_INIT, BUF_INIT };
	struct result r = RESULT_INIT;
	struct expectation *e = &c->expected[i];

	c->step = &steps[i];
	c->interrupted = atoi(error) == EINTR;
	buf_addf(&env[0], "FAULT_CALL=%s", f->call);
	buf_addf(&env[1], "FAULT_N=%u", n);
	buf_addf(&env[2], "FAULT_ERRNO=%s", error);
	buf_addf(&env[3], "FAULT_HIT=%s", c->hit_path.p);
	restore(c, e, c->step);
	run_step(c, c->step,
	         (const char *const[]){ c->preload.p, env[0].p, env[1].p, env[2].p, env[3].p,
	                                c->sticky ? "FAULT_STICKY=1" : NULL, NULL }, &r);
	bool hit = tool_read(c->hit_path.p, &c->hit);
	if (hit) {
		buf_reset(&c->name);
		buf_addf(&c->name, "step %zu, %s: %s %u %s", i + 1, c->step->words[0], f->call, n,
		         str_eq(str_from(error), STR("short")) ? error : strerrorname_np(atoi(error)));
		judge(c, &r, e);
		c->runs++;
	}
	result_release(&r);
	for (size_t k = 0; k < 4; k++)
		buf_release(&env[k]);
	return hit;
}

static void
sweep(struct campaign *c, size_t i, const struct fault *f, const char *error)
{
	for (unsigned n = 1; n < MANY && run_one(c, i, f, error, n); n++)
		;
}

static void
sweep_all(struct campaign *c)
{
	char error[16];

	for (size_t i = 0; i < N_STEPS; i++) {
		if (c->only && c->only != i + 1)
			continue;
		for (size_t k = 0; k < sizeof(faults) / sizeof(faults[0]); k++) {
			for (const int *e = faults[k].errors; *e; e++) {
				/* An interruption that never ends is none. */
				if (c->sticky && *e == EINTR)
					continue;
				snprintf(error, sizeof(error), "%d", *e);
				sweep(c, i, &faults[k], error);
			}
			if (faults[k].may_be_short && !c->sticky)
				sweep(c, i, &faults[k], "short");
		}
	}
}

/* Lines of text, more than one checkpoint's worth, so that a commit writes many pages. */
static void
write_text(const struct campaign *c)
{
	struct buf path = BUF_INIT, text = BUF_INIT;

	while (text.len < 100000)
		buf_addf(&text, "Harbour Labs line %zu of it, code-named Quince%s.\n", text.len,
		         text.len ? " no more" : "");
	for (char *p = text.p + 60; (p = strstr(p, "Quince")); p++)
		*p = 'P';
	tool_write(tool_path(&path, c->work.p, "text"), buf_str(&text));
	buf_release(&path);
	buf_release(&text);
}

int
main(int argc, char **argv)
{
	struct campaign c = {
		.work = BUF_INIT, .place = BUF_INIT, .notebook = BUF_INIT, .hit_path = BUF_INIT,
		.preload = BUF_INIT, .name = BUF_INIT, .hit = BUF_INIT,
	};
	const char *defect = NULL;
	int option;

	while ((option = getopt(argc, argv, "ks:p:")) != -1) {
		if (option == 'k')
			c.sticky = true;
		else if (option == 's')
			c.only = strtoul(optarg, NULL, 10);
		else if (option == 'p')
			defect = optarg;
		else
			return 3;
	}
	if (optind + 1 != argc)
		tool_die("usage: fault [-k] [-s STEP] [-p PRELOAD] SHIM");
	for (size_t i = 0; i < N_STEPS; i++) {
		struct expectation *e = &c.expected[i];
		struct buf *bufs[] = { &e->data, &e->before, &e->after, &e->out, &e->file };
		for (size_t k = 0; k < 5; k++)
			buf_init(bufs[k]);
	}
	/* The same clock and ids in every run, so that states can be compared. */
	setenv("GLOSS_NOW", "2026-11-22T12:00:00Z", 1);
	tool_make_work(&c.work);
	setenv("TMPDIR", c.work.p, 1);
	buf_addf(&c.place, "%s/place", c.work.p);
	buf_addf(&c.notebook, "%s/notebook", c.place.p);
	buf_addf(&c.hit_path, "%s/hit", c.work.p);
	buf_addf(&c.preload, "LD_PRELOAD=%s%s%s", defect ? defect : "", defect ? ":" : "",
	         argv[optind]);
	write_text(&c);

	double began = tool_seconds();
	rehearse(&c);
	sweep_all(&c);
	printf("# %zu faults%s in %zu commands: %zu withstood, %zu told; %u findings; %.1f s\n",
	       c.runs, c.sticky ? " that stay" : "", N_STEPS, c.withstood, c.failed, tool_findings,
	       tool_seconds() - began);
	tool_remove_work(c.work.p);
	for (size_t i = 0; i < N_STEPS; i++) {
		struct expectation *e = &c.expected[i];
		struct buf *bufs[] = { &e->data, &e->before, &e->after, &e->out, &e->file };
		for (size_t k = 0; k < 5; k++)
			buf_release(bufs[k]);
	}
	buf_release(&c.work);
	buf_release(&c.place);
	buf_release(&c.notebook);
	buf_release(&c.hit_path);
	buf_release(&c.preload);
	buf_release(&c.name);
	buf_release(&c.hit);
	return tool_findings ? 1 : 0;
}
