/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "notebook/location.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/envdir.h"

/* A directory of somebody else's must not choose our notebook for us. */
static bool
is_own_directory(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode) && st.st_uid == geteuid();
}

/* The nearest .gloss, going up from the current directory to the root. */
static bool
find_above(struct buf *out)
{
	char *cwd = realpath(".", NULL);
	size_t start = out->len;
	bool found = false;

	if (!cwd)
		return false;
	struct str dir = str_from(cwd);
	for (;;) {
		buf_truncate(out, start);
		buf_add_str(out, dir);
		buf_add_z(out, dir.len == 1 ? ".gloss" : "/.gloss");
		if ((found = is_own_directory(out->p + start)) || dir.len <= 1)
			break;
		while (dir.len > 1 && dir.p[dir.len - 1] != '/')
			dir.len--;
		if (dir.len > 1)
			dir.len--;
	}
	if (!found)
		buf_truncate(out, start);
	free(cwd);
	return found;
}

bool
location_find(const char *given, struct buf *out, struct error *err)
{
	const char *environment = getenv("GLOSS_NOTEBOOK");
	const char *data = getenv("XDG_DATA_HOME");
	const char *home = getenv("HOME");

	if (given && !given[0])
		return error_set(err, ERROR_USAGE, "-n needs the name of a directory");
	if (!given && environment && environment[0])
		given = environment;
	if (given) {
		buf_add_z(out, given);
		return true;
	}
	if (find_above(out))
		return true;
	/* A relative $XDG_DATA_HOME is to be ignored (XDG Base Directory 0.8). */
	if (data && data[0] == '/')
		buf_addf(out, "%s/gloss/notebook", data);
	else if (home && home[0] == '/')
		buf_addf(out, "%s/.local/share/gloss/notebook", home);
	else
		return error_set(err, ERROR_USAGE, "neither $HOME nor $XDG_DATA_HOME is set: "
		                 "say where the notebook is with -n DIR");
	return true;
}

bool
location_has_notebook(const char *dir)
{
	return envdir_state(dir) == ENVDIR_PRESENT;
}
