/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "store/guard.h"

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"

#ifdef __SANITIZE_ADDRESS__
static const int signals[] = { SIGBUS };
#else
static const int signals[] = { SIGBUS, SIGSEGV, SIGABRT };
#endif

#define N_SIGNALS (sizeof(signals) / sizeof(signals[0]))

/* Made ready beforehand: a handler may only write(2). */
static char line[512];
static size_t line_len;
static struct sigaction before[N_SIGNALS];
static bool active;
/* Wild numbers may have used up the stack. */
static char stack[64 * 1024];

static void
stop(void)
{
	mem_call_exit_hook();
	/* There is nothing to be done if nobody hears it. */
	ssize_t ignored = write(STDERR_FILENO, line, line_len);
	(void)ignored;
	_exit(2);
}

static void
on_signal(int number)
{
	(void)number;
	stop();
}

void
guard_assert(struct MDB_env *env, const char *text)
{
	(void)env;
	(void)text;
	stop();
}

/* A directory's name may hold anything; only what is harmless to a terminal is shown. */
static void
make_line(const char *dir)
{
	char shown[256];
	size_t n = 0;

	for (; dir[n] && n + 1 < sizeof(shown); n++)
		shown[n] = dir[n] >= 0x20 && dir[n] < 0x7F ? dir[n] : '?';
	shown[n] = '\0';
	line_len = (size_t)snprintf(line, sizeof(line),
	                            "gloss: %s/data.mdb is damaged, or gloss has a fault; what was saved "
	                            "before stays: put a backup in its place\n", shown);
}

void
guard_begin(const char *dir)
{
	struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_ONSTACK };
	stack_t alternate = { .ss_sp = stack, .ss_size = sizeof(stack) };

	make_line(dir);
	if (active)
		return;
	sigaltstack(&alternate, NULL);
	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < N_SIGNALS; i++)
		sigaction(signals[i], &action, &before[i]);
	active = true;
}

void
guard_end(void)
{
	if (!active)
		return;
	for (size_t i = 0; i < N_SIGNALS; i++)
		sigaction(signals[i], &before[i], NULL);
	active = false;
}
