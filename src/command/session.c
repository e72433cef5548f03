/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "command/session.h"

#include <pwd.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "notebook/location.h"
#include "notebook/setting.h"
#include "text/utf8.h"

#define INPUT_MAX ((size_t)4 << 30)
#define WAIT_MS 5000

void
session_init(struct session *s, struct out *out)
{
	*s = (struct session){
		.out = out, .arena = ARENA_INIT, .input_fd = -1, .wait_ms = WAIT_MS,
		.input = STR_EMPTY, .command_line = STR_EMPTY,
	};
}

void
session_release(struct session *s)
{
	notebook_close(s->notebook);
	arena_release(&s->arena);
}

static void
tell_notices(struct session *s, struct str notices)
{
	struct str line;

	while (str_cut(&notices, '\n', &line))
		out_notice(s->out, "%.*s", STR_ARG(line));
}

static bool
open_at(struct session *s, const char *dir, struct error *err)
{
	struct buf notices = BUF_INIT;
	struct error made;

	if (!location_has_notebook(dir)) {
		s->is_new = notebook_create(dir, &made);
		/* Somebody else may have made it this very moment; then theirs is opened. */
		if (!s->is_new && !(made.code == ERROR_EXISTS && location_has_notebook(dir))) {
			*err = made;
			return false;
		}
	}
	s->notebook = notebook_open(dir, &s->store_options, &notices, err);
	tell_notices(s, buf_str(&notices));
	buf_release(&notices);
	return s->notebook != NULL;
}

bool
session_open(struct session *s, struct error *err)
{
	struct buf dir = BUF_INIT;
	bool ok;

	if (s->notebook)
		return true;
	ok = location_find(s->given_notebook, &dir, err) && open_at(s, dir.p, err);
	buf_release(&dir);
	return ok;
}

bool
session_author(struct session *s, const struct reader *r, struct str *author, struct error *err)
{
	if (!setting_get(r, STR("author"), &s->arena, author, err))
		return false;
	if (author->len > 0)
		return true;
	const struct passwd *user = getpwuid(geteuid());
	const char *name = user && user->pw_name[0] ? user->pw_name : getenv("LOGNAME");
	*author = arena_str(&s->arena, str_from(name && name[0] ? name : "unknown"));
	return true;
}

bool
session_check_stop(const struct session *s, struct error *err)
{
	if (!s->stop || !*s->stop)
		return true;
	return error_set(err, ERROR_INTERRUPTED, "interrupted; what was saved stays");
}

bool
session_check_target(const struct session *s, const char *path, struct error *err)
{
	struct str parent = file_directory(str_from(path));
	struct stat there, notebook;
	char *dir;

	if (s->all_or_none)
		return error_set(err, ERROR_USAGE, "no file can be written in a batch that is all or none");
	dir = mem_alloc(parent.len + 1);
	memcpy(dir, parent.p, parent.len);
	dir[parent.len] = '\0';
	bool own = stat(dir, &there) == 0 && stat(notebook_directory(s->notebook), &notebook) == 0 &&
	           there.st_dev == notebook.st_dev && there.st_ino == notebook.st_ino;
	mem_free(dir);
	return !own || error_set(err, ERROR_USAGE, "%s is in the notebook's own directory: choose "
	                         "another place", path);
}

bool
session_read_input(struct session *s, struct error *err)
{
	struct buf input = BUF_INIT;
	bool ok;

	if (s->input_fd < 0)
		return error_set(err, ERROR_USAGE, "there is no standard input to read");
	ok = file_read_fd(s->input_fd, "standard input", INPUT_MAX, &input, err);
	if (ok)
		s->input = arena_str(&s->arena, buf_str(&input));
	buf_release(&input);
	return ok;
}

struct query *
session_query(struct session *s, struct str text, struct error *err)
{
	struct query *q = query_compile(text, s->reader, &s->arena, err);

	if (!q && err->code == ERROR_SYNTAX)
		error_add(err, "character %zu of the query",
		          utf8_count(str_slice(text, 0, err->pos)) + 1);
	return q;
}
