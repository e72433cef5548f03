/* SPDX-License-Identifier: MIT */
#include <spawn.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/*
 * One durable tag at a time, for common/paired.py: a byte on standard input
 * asks for one, its nanoseconds go to standard output.
 *
 * usage: step each|process GLOSS NOTEBOOK DOCUMENT WORDS
 *
 * each: a line to one running `gloss batch --each`, until its row has come;
 * process: a whole `gloss tag`. The document has WORDS words of five letters
 * and a blank, one of which is tagged each time, none twice.
 */

extern char **environ;

static uint64_t
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static pid_t
start(char **argv, int *in, int *out)
{
	posix_spawn_file_actions_t actions;
	int to[2], from[2];
	pid_t pid;

	if (pipe(to) != 0 || pipe(from) != 0)
		exit(2);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, to[0], 0);
	posix_spawn_file_actions_adddup2(&actions, from[1], 1);
	for (int i = 0; i < 2; i++) {
		posix_spawn_file_actions_addclose(&actions, to[i]);
		posix_spawn_file_actions_addclose(&actions, from[i]);
	}
	if (posix_spawn(&pid, argv[0], &actions, NULL, argv, environ) != 0)
		exit(2);
	posix_spawn_file_actions_destroy(&actions);
	close(to[0]);
	close(from[1]);
	*in = to[1];
	*out = from[0];
	return pid;
}

/* Reads up to the end of a line; false at the end of the output. */
static bool
wait_for_row(int out)
{
	char bytes[4096];
	ssize_t n;

	do
		n = read(out, bytes, sizeof(bytes));
	while (n > 0 && bytes[n - 1] != '\n');
	return n > 0;
}

int
main(int argc, char **argv)
{
	if (argc != 6)
		return 2;
	bool each = strcmp(argv[1], "each") == 0;
	unsigned words = (unsigned)atoi(argv[5]), n = each ? 0 : words / 2;
	char span[32], line[128], byte;
	char *batch[] = { argv[2], "-n", argv[3], "batch", "--each", NULL };
	char *tag[] = { argv[2], "-n", argv[3], "tag", "-l", "company", "-d", argv[4], "-s", span,
	                NULL };
	int in = -1, out = -1;
	pid_t pid = each ? start(batch, &in, &out) : 0;

	for (; n < words && read(STDIN_FILENO, &byte, 1) == 1; n++) {
		snprintf(span, sizeof(span), "%u:%u", n * 6, n * 6 + 5);
		int len = snprintf(line, sizeof(line), "tag -l company -d %s -s %s\n", argv[4], span);
		uint64_t began = now();
		if (!each)
			pid = start(tag, &in, &out);
		if (each && write(in, line, (size_t)len) != len)
			return 1;
		if (!wait_for_row(out))
			return 1;
		if (!each) {
			close(in);
			close(out);
			waitpid(pid, NULL, 0);
		}
		printf("%llu\n", (unsigned long long)(now() - began));
		fflush(stdout);
	}
	if (each) {
		close(in);
		waitpid(pid, NULL, 0);
	}
	return 0;
}
