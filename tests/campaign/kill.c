/* SPDX-License-Identifier: MIT */
#include "config.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "script.h"

/*
 * Campaign 1: writers are killed with -9 at random moments, round after round,
 * in one notebook. After each round the notebook holds exactly what was
 * acknowledged by a row on the writer's output, and at most the one change that
 * was under way, whole. gloss check runs at intervals and at the end.
 *
 * usage: kill [-w WRITERS] [-r ROUNDS] [-s SEED] [-p PRELOAD]
 *
 * -p gives the writers an LD_PRELOAD, for the positive control. Exit status 1
 * if anything was found.
 */

#define WRITERS_MOST 8
#define LINES 60		/* command lines that a writer is given in a round */
#define CHECK_EVERY 100
#define WRITER_TIMEOUT_MS 20000
#define CALIBRATION 20		/* changes that tell how fast this disk is */
#define DELAY_MOST_US 60000

enum end {
	END_KILLED,		/* at any moment, even while starting */
	END_KILLED_LATER,	/* at some moment after its first row */
	END_LEFT,		/* not at all */
};

struct writer {
	struct script script;
	struct child child;
	struct result result;
	enum end end;
	long delay_us;
	size_t lines;
};

struct campaign {
	struct buf notebook;
	const char *env[2];
	struct writer writers[WRITERS_MOST];
	unsigned n_writers;
	struct chance chance;
	long change_us;		/* what one change takes here */
	/* what has happened */
	size_t kills, acknowledged, unacknowledged, finished;
};

static void
add_document(struct campaign *c, const struct script *s)
{
	struct buf text = BUF_INIT;
	struct result r = RESULT_INIT;

	script_text(s, &text);
	tool_run(&r, (const char *const[]){ tool_program(), "-n", c->notebook.p, "add", "--title",
	                                    "words", "-", NULL }, NULL, buf_str(&text));
	errno = 0;
	if (r.status != 0)
		tool_die("cannot add a document: %s", r.err.p);
	result_release(&r);
	buf_release(&text);
}

/* Changes of a writer that nobody kills. */
static void
calibrate(struct campaign *c, struct script *s)
{
	struct buf lines = BUF_INIT;
	struct result r = RESULT_INIT;
	double began = tool_seconds();

	script_extend(s, CALIBRATION, false, &lines);
	tool_run(&r, (const char *const[]){ tool_program(), "-n", c->notebook.p, "batch", "--each",
	                                    NULL }, NULL, buf_str(&lines));
	if (r.status != 0 || script_answers(s, 0, buf_str(&r.out)) != CALIBRATION)
		tool_finding("undisturbed: status %d: %.300s", r.status, r.err.p);
	script_settle(s, CALIBRATION);
	c->change_us = 1 + (long)((tool_seconds() - began) * 1e6 / CALIBRATION);
	if (c->change_us > DELAY_MOST_US / 16)
		c->change_us = DELAY_MOST_US / 16;
	result_release(&r);
	buf_release(&lines);
}

static void
start(struct campaign *c, struct writer *w)
{
	/* Every fourth time all lines are one transaction. */
	bool together = chance_below(&c->chance, 4) == 0;
	struct buf lines = BUF_INIT;

	w->end = c->n_writers > 1 && chance_below(&c->chance, 3) == 0 ? END_LEFT
	         : (enum end)chance_below(&c->chance, 2);
	/* In the time of some changes, so that most die in the middle of the work. */
	long most = c->change_us * (w->end == END_KILLED ? 10 : 16);
	w->delay_us = (long)chance_below(&c->chance, (uint64_t)most);
	w->lines = w->end == END_LEFT ? 1 + chance_below(&c->chance, 12) : LINES;
	script_extend(&w->script, w->lines, together, &lines);
	child_start(&w->child, (const char *const[]){ tool_program(), "-n", c->notebook.p, "batch",
	                                              together ? NULL : "--each", NULL }, c->env);
	if (write(w->child.in, lines.p, lines.len) != (ssize_t)lines.len)
		tool_die("cannot write to the program");
	close(w->child.in);
	w->child.in = -1;
	buf_release(&lines);
}

/* The killer is a process of its own for each writer, so that all die in their time. */
static pid_t
send_killer(const struct writer *w)
{
	struct timespec t = { .tv_nsec = w->delay_us * 1000 };
	struct pollfd p = { w->child.out, POLLIN, 0 };
	pid_t pid = fork();

	if (pid < 0)
		tool_die("cannot fork");
	if (pid != 0)
		return pid;
	if (w->end == END_KILLED_LATER)
		poll(&p, 1, WRITER_TIMEOUT_MS);
	nanosleep(&t, NULL);
	kill(w->child.pid, SIGKILL);
	_exit(0);
}

static void
count_end(struct campaign *c, const struct writer *w, unsigned round)
{
	int status = w->result.status;

	if (w->end != END_LEFT && status == -SIGKILL && !w->result.late)
		c->kills++;
	else if (status == 0)
		c->finished++;
	else
		tool_finding("round %u: a writer ended with status %d%s: %.300s", round, status,
		             w->result.late ? ", too late" : "", w->result.err.p);
}

/* Compares what is there with what each writer was told. */
static void
verify(struct campaign *c, unsigned round)
{
	struct result r = RESULT_INIT;
	struct buf why = BUF_INIT;
	size_t told, held;

	tool_gloss(&r, c->notebook.p, "export", "-f", "tsv", "--columns", SCRIPT_COLUMNS);
	if (r.status != 0 && r.status != 1)
		tool_finding("round %u: export: status %d: %.300s", round, r.status, r.err.p);
	for (unsigned i = 0; i < c->n_writers; i++) {
		struct writer *w = &c->writers[i];
		told = script_answers(&w->script, 0, buf_str(&w->result.out));
		if (w->result.status == 0 && told != w->lines)
			tool_finding("round %u: %zu rows for %zu lines", round, told, w->lines);
		if (!script_holds(&w->script, buf_str(&r.out), told, &held, &why))
			tool_finding("round %u, %zu lines acknowledged: %s", round, told, why.p);
		c->acknowledged += told;
		c->unacknowledged += held - told;
		script_settle(&w->script, held);
	}
	result_release(&r);
	buf_release(&why);
}

static void
run_round(struct campaign *c, unsigned round)
{
	pid_t killers[WRITERS_MOST];

	for (unsigned i = 0; i < c->n_writers; i++) {
		start(c, &c->writers[i]);
		killers[i] = c->writers[i].end == END_LEFT ? 0 : send_killer(&c->writers[i]);
	}
	/* The killers go first: while a writer is not waited for, its pid is nobody else's. */
	for (unsigned i = 0; i < c->n_writers; i++)
		if (killers[i])
			waitpid(killers[i], NULL, 0);
	for (unsigned i = 0; i < c->n_writers; i++) {
		struct writer *w = &c->writers[i];
		child_finish(&w->child, &w->result, WRITER_TIMEOUT_MS);
		count_end(c, w, round);
	}
	verify(c, round);
}

int
main(int argc, char **argv)
{
	struct campaign c = { .notebook = BUF_INIT, .n_writers = 1, .chance = { 1 } };
	struct buf work = BUF_INIT, preload = BUF_INIT;
	unsigned rounds = 1000;
	uint64_t seed = 1;
	int option;

	while ((option = getopt(argc, argv, "w:r:s:p:")) != -1) {
		if (option == 'w')
			c.n_writers = (unsigned)strtoul(optarg, NULL, 10);
		else if (option == 'r')
			rounds = (unsigned)strtoul(optarg, NULL, 10);
		else if (option == 's')
			seed = strtoull(optarg, NULL, 10);
		else if (option == 'p')
			buf_addf(&preload, "LD_PRELOAD=%s", optarg);
		else
			return 3;
	}
	errno = 0;
	if (c.n_writers < 1 || c.n_writers > WRITERS_MOST)
		tool_die("1 to %d writers", WRITERS_MOST);
	c.chance.state = seed * 2 + 1;
	c.env[0] = preload.len ? preload.p : NULL;
	tool_make_work(&work);
	buf_addf(&c.notebook, "%s/notebook", work.p);

	double began = tool_seconds();
	for (unsigned i = 0; i < c.n_writers; i++) {
		script_init(&c.writers[i].script, i + 1, seed + i);
		add_document(&c, &c.writers[i].script);
	}
	calibrate(&c, &c.writers[0].script);
	for (unsigned round = 1; round <= rounds && tool_findings == 0; round++) {
		run_round(&c, round);
		if (round % CHECK_EVERY == 0 || round == rounds)
			tool_check(c.notebook.p, "between rounds");
	}
	printf("# %u writer%s: %zu killed, %zu ended by themselves; %zu changes acknowledged, "
	       "%zu saved and not yet acknowledged; %ld us a change; %u findings; "
	       "%.1f s\n", c.n_writers, c.n_writers > 1 ? "s" : "", c.kills, c.finished,
	       c.acknowledged, c.unacknowledged, c.change_us, tool_findings,
	       tool_seconds() - began);
	if (tool_findings == 0 || c.env[0])
		tool_remove_work(work.p);
	else
		printf("# the notebook is left in %s\n", work.p);
	for (unsigned i = 0; i < c.n_writers; i++) {
		script_release(&c.writers[i].script);
		result_release(&c.writers[i].result);
	}
	buf_release(&c.notebook);
	buf_release(&preload);
	buf_release(&work);
	return tool_findings ? 1 : 0;
}
