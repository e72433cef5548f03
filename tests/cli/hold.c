/* SPDX-License-Identifier: MIT */
#include "config.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

/*
 * hold DIR: writes into the notebook in DIR for as long as standard input is
 * open, as far as others can see: it holds byte 0 of DIR/lock, where its process
 * number stands, and prints that number once it does. For tests/cli/refusals.t.
 */

int
main(int argc, char **argv)
{
	struct flock byte = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 0, .l_len = 1 };
	char path[4096], pid[16];

	if (argc != 2 || snprintf(path, sizeof(path), "%s/lock", argv[1]) >= (int)sizeof(path)) {
		fputs("usage: hold DIR\n", stderr);
		return 2;
	}
	int fd = open(path, O_RDWR);
	if (fd < 0 || fcntl(fd, F_OFD_SETLK, &byte) != 0) {
		perror(path);
		return 1;
	}
	int n = snprintf(pid, sizeof(pid), "%-*ld", (int)sizeof(pid) - 1, (long)getpid());
	if (pwrite(fd, pid, (size_t)n, 0) != n)
		perror(path);
	printf("%ld\n", (long)getpid());
	fflush(stdout);
	while (getchar() != EOF)
		continue;
	return 0;
}
