/* SPDX-License-Identifier: MIT */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/vec.h"
#include "command/families.h"
#include "text/repair.h"
#include "text/segment.h"
#include "text/utf8.h"

/*
 * Bringing documents in. Files are read and mended one after the other, before
 * any transaction; groups of whole files are then committed together. All
 * groups of one command are one undo step. A file that cannot be added is named
 * and the rest go on, except in a batch, which is all or nothing.
 */

#define GROUP_FILES 64
#define GROUP_BYTES ((uint64_t)64 << 20)
#define TITLE_MAX 200			/* code points */
#define LONG_LINE ((uint64_t)64 << 10)	/* bytes */

static const char *const suffixes[] = { ".txt", ".text", ".md", ".markdown" };

struct file {
	struct spool spool;
	struct document document;	/* what is known of it before it is stored */
};

struct intake {
	struct session *s;
	const struct args *args;
	VEC(struct file *) group;
	uint64_t group_bytes;
	uint64_t step;
	struct arena arena;		/* of the group */
	struct arena kept;		/* of the command */
	struct document described;	/* what all files have in common */
	unsigned skipped;		/* files of a folder that are no text by their name */
};

static const struct column columns[] = {
	{ "doc", COLUMN_NUMBER, COLUMN_LISTED | COLUMN_RIGHT },
	{ "result", COLUMN_OWN, COLUMN_LISTED },
	{ "title", COLUMN_TEXT, COLUMN_LISTED },
	{ "source", COLUMN_TEXT, 0 },
	{ "warnings", COLUMN_OWN, 0 },
};

#define N_COLUMNS (sizeof(columns) / sizeof(columns[0]))

/* Capitals do not matter: NOTES.TXT is a text. */
static bool
has_suffix(struct str name, const char *suffix)
{
	size_t len = strlen(suffix);

	return name.len >= len && strncasecmp(name.p + name.len - len, suffix, len) == 0;
}

static bool
is_markdown(struct str name)
{
	return has_suffix(name, ".md") || has_suffix(name, ".markdown");
}

static bool
has_text_suffix(struct str name)
{
	for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++)
		if (has_suffix(name, suffixes[i]))
			return true;
	return false;
}

/* The first line that has more than blanks, without the marks of a Markdown heading. */
static struct str
first_line(struct str head, bool markdown)
{
	struct str line;

	do {
		str_cut(&head, '\n', &line);
		line = str_trim(line);
		while (markdown && line.len > 0 && line.p[0] == '#')
			line = str_skip(line, 1);
		line = str_trim(line);
	} while (line.len == 0 && head.len > 0);
	return line;
}

static struct str
title_of(struct intake *in, const struct file *f, struct str name)
{
	struct str head = buf_str(&f->spool.head);
	bool markdown = str_eq(f->document.type, STR("markdown"));

	/* The head may end in the middle of a code point. */
	size_t valid;
	if (!utf8_is_valid(head, &valid))
		head.len = valid;
	struct str line = first_line(head, markdown);
	size_t len = utf8_skip(line, TITLE_MAX);
	if (len == line.len)
		return arena_str(&in->arena, line.len ? line : file_name(name));
	while (!segment_is_grapheme_border(line, len))
		len = utf8_before(line, len);
	return arena_printf(&in->arena, "%.*s\xE2\x80\xA6", (int)len, line.p);
}

/* What a person should know of a text that was taken all the same; empty if nothing. */
static struct str
warnings_of(struct intake *in, const struct spool *spool)
{
	struct buf out = BUF_INIT;
	const struct repair *r = &spool->repair;

	if (r->n_invalid)
		buf_addf(&out, "; %llu invalid sequence%s replaced by U+FFFD",
		         (unsigned long long)r->n_invalid, r->n_invalid > 1 ? "s" : "");
	if (r->n_control)
		buf_addf(&out, "; %llu control character%s, kept and hidden on the screen",
		         (unsigned long long)r->n_control, r->n_control > 1 ? "s" : "");
	if (r->longest_line >= LONG_LINE)
		buf_addf(&out, "; a line of %llu bytes", (unsigned long long)r->longest_line);
	if (!r->has_word)
		buf_addf(&out, "; 0 letters or digits in it");
	struct str text = arena_str(&in->arena, out.len ? str_skip(buf_str(&out), 2) : STR_EMPTY);
	buf_release(&out);
	return text;
}

static void
add_row(struct intake *in, const struct document *d, const char *result, struct str warnings)
{
	struct field fields[N_COLUMNS] = {
		field_number(d->number),
		field_text(str_from(result)),
		field_text(d->title),
		field_text(document_source(d)),
		field_text(warnings),
	};

	out_fields(in->s->out, fields, (struct place){ .document = d->number });
	if (warnings.len > 0)
		out_notice(in->s->out, "document %u (%.*s): %.*s", d->number,
		           STR_ARG(d->path.len ? d->path : STR("standard input")), STR_ARG(warnings));
}

static bool
fill_if_empty(struct str *field, struct str value)
{
	if (field->len > 0 || value.len == 0)
		return false;
	*field = value;
	return true;
}

/* The content is there already: what was not known of it is filled in. */
static bool
store_same(struct intake *in, struct file *f, uint32_t number, struct error *err)
{
	struct document d;

	if (!document_get(in->s->reader, number, &in->arena, &d, err))
		return false;
	bool changed = fill_if_empty(&d.path, f->document.path);
	changed |= fill_if_empty(&d.url, f->document.url);
	changed |= fill_if_empty(&d.author, f->document.author);
	changed |= fill_if_empty(&d.published, f->document.published);
	if (changed && !document_put(in->s->writer, &d, err))
		return false;
	add_row(in, &d, "same", STR_EMPTY);
	return true;
}

static bool
store_file(struct intake *in, struct file *f, struct error *err)
{
	struct document d = f->document;
	uint32_t same;

	if (!document_find_content(in->s->reader, &f->spool.digest, &same, err))
		return false;
	if (same)
		return store_same(in, f, same, err);
	if (!document_add(in->s->writer, &d, &f->spool, err))
		return false;
	add_row(in, &d, d.revises ? "revised" : "added", warnings_of(in, &f->spool));
	return true;
}

/* Files of the group that are to be stored together. */
struct portion {
	struct intake *in;
	size_t first, end;
};

static bool
store_portion(struct session *s, void *arg, struct error *err)
{
	const struct portion *p = arg;
	bool ok = true;

	out_begin(s->out, columns, N_COLUMNS);
	for (size_t i = p->first; ok && i < p->end; i++)
		ok = store_file(p->in, p->in->group.p[i], err);
	if (ok)
		out_end(s->out);
	return ok;
}

static void
release_group(struct intake *in)
{
	for (size_t i = 0; i < in->group.n; i++) {
		spool_release(&in->group.p[i]->spool);
		mem_free(in->group.p[i]);
	}
	vec_reset(&in->group);
	arena_reset(&in->arena);
	in->group_bytes = 0;
}

/* A part that failed is named; inside a batch everything is undone instead. */
static bool
give_up_part(struct intake *in, const struct error *failed, struct error *err)
{
	if (in->s->writer || failed->code == ERROR_INTERRUPTED || failed->code == ERROR_BUSY ||
	    failed->code == ERROR_PIPE) {
		*err = *failed;
		return false;
	}
	out_notice(in->s->out, "%s", failed->text);
	in->s->n_failed++;
	return true;
}

static bool
commit_portion(struct intake *in, size_t first, size_t end, struct error *err)
{
	struct portion p = { in, first, end };

	return command_write(in->s, store_portion, &p, &in->step, err);
}

/* What failed together, say for want of room, is tried file by file, so that each is named. */
static bool
commit_singly(struct intake *in, struct error *err)
{
	struct error failed;
	bool ok = true;

	for (size_t i = 0; ok && i < in->group.n; i++) {
		if (commit_portion(in, i, i + 1, &failed))
			continue;
		struct str path = in->group.p[i]->document.path;
		error_add(&failed, "%.*s", STR_ARG(path.len ? path : STR("standard input")));
		ok = give_up_part(in, &failed, err);
	}
	return ok;
}

static bool
commit_group(struct intake *in, struct error *err)
{
	struct error failed;
	bool ok;

	if (in->group.n == 0)
		return true;
	ok = session_open(in->s, err);
	if (ok && !commit_portion(in, 0, in->group.n, &failed))
		ok = in->s->writer ? give_up_part(in, &failed, err) : commit_singly(in, err);
	release_group(in);
	return ok && (in->s->writer || out_flush(in->s->out, err));
}

/* Fields that were given for all files, or for the one. */
static void
describe(struct intake *in, struct file *f, struct str path)
{
	struct document *d = &f->document;
	struct str type = args_get(in->args, "type");
	struct str title = args_get(in->args, "title");

	d->path = arena_str(&in->arena, path);
	d->url = args_get(in->args, "url");
	d->author = args_get(in->args, "author");
	d->published = in->described.published;
	d->type = type.len ? type : is_markdown(path) ? STR("markdown") : STR("text");
	d->title = title.len ? title : title_of(in, f, path.len ? path : STR("untitled"));
}

/* Reads one text; path is absolute, or empty for standard input. */
static bool
take_text(struct intake *in, int fd, const char *name, struct str path, struct error *err)
{
	struct file *f = mem_zero(sizeof(*f));

	if (!spool_read(&f->spool, fd, name, err)) {
		mem_free(f);
		return false;
	}
	describe(in, f, path);
	vec_push(&in->group, f);
	in->group_bytes += f->spool.size;
	if (in->group.n < GROUP_FILES && in->group_bytes < GROUP_BYTES)
		return true;
	return commit_group(in, err);
}

static bool
take_open_file(struct intake *in, int fd, const char *path, struct error *err)
{
	char *real = realpath(path, NULL);
	struct buf absolute = BUF_INIT;
	bool ok;

	/* A path with bytes that are no UTF-8 is stored as it can be shown. */
	repair_string(str_from(real ? real : path), &absolute);
	ok = take_text(in, fd, path, buf_str(&absolute), err);
	buf_release(&absolute);
	free(real);
	return ok;
}

static bool take_path(struct intake *in, const char *path, bool named, struct error *err);

static int
by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int
is_visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static bool
take_folder(struct intake *in, const char *path, struct error *err)
{
	struct dirent **entries;
	struct buf child = BUF_INIT;
	int n = scandir(path, &entries, is_visible, by_name);
	bool ok = true;

	if (n < 0)
		return error_errno(err, errno, "cannot read the directory %s", path);
	for (int i = 0; i < n; i++) {
		buf_reset(&child);
		buf_addf(&child, "%s%s%s", path, str_ends(str_from(path), STR("/")) ? "" : "/",
		         entries[i]->d_name);
		struct error failed;
		if (ok && !take_path(in, child.p, false, &failed))
			ok = give_up_part(in, &failed, err);
		free(entries[i]);
	}
	free(entries);
	buf_release(&child);
	return ok;
}

/* A file or folder; one that was found in a folder is passed over if it is no text by its name. */
static bool
take_path(struct intake *in, const char *path, bool named, struct error *err)
{
	struct stat st;
	bool ok;

	if (!session_check_stop(in->s, err))
		return false;
	int rc = named ? stat(path, &st) : lstat(path, &st);
	if (rc != 0)
		return error_errno(err, errno, "cannot open %s", path);
	if (S_ISDIR(st.st_mode))
		return take_folder(in, path, err);
	if (!named && (!S_ISREG(st.st_mode) || !has_text_suffix(str_from(path)))) {
		in->skipped++;
		return true;
	}
	/* A transaction is open there and waits for no pipe. */
	if (in->s->writer && !S_ISREG(st.st_mode))
		return error_set(err, ERROR_USAGE, "%s is not a regular file: add it outside a batch", path);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 && errno == EINTR)
		return error_set(err, ERROR_INTERRUPTED, "%s: interrupted", path);
	if (fd < 0)
		return error_errno(err, errno, "cannot open %s", path);
	ok = take_open_file(in, fd, path, err);
	close(fd);
	return ok;
}

static bool
take_standard_input(struct intake *in, struct error *err)
{
	if (in->s->depth > 1)
		return error_set(err, ERROR_USAGE,
		                 "- cannot stand in a batch, which reads standard input itself");
	if (in->s->input_fd < 0)
		return error_set(err, ERROR_USAGE, "there is no standard input to read");
	return take_text(in, in->s->input_fd, "standard input", STR_EMPTY, err);
}

static bool
take_operand(struct intake *in, struct str operand, struct error *err)
{
	bool ok;

	if (str_eq(operand, STR("-")))
		return take_standard_input(in, err);
	char *path = mem_alloc(operand.len + 1);
	memcpy(path, operand.p, operand.len);
	path[operand.len] = '\0';
	ok = take_path(in, path, true, err);
	mem_free(path);
	return ok;
}

static bool
check_options(struct intake *in, const struct args *a, struct error *err)
{
	struct str type = args_get(a, "type");

	if (!document_set_published(&in->described, args_get(a, "published"), &in->kept, err))
		return error_add(err, "--published");
	if (type.len > 0 && !str_eq(type, STR("text")) && !str_eq(type, STR("markdown")))
		return error_set(err, ERROR_USAGE, "--type is text or markdown, not '%.*s'", STR_ARG(type));
	if (args_count(a, "file") > 1 && (args_has(a, "title") || args_has(a, "url")))
		return error_set(err, ERROR_USAGE, "--title and --url go with one FILE");
	return true;
}

static bool
run_add(struct session *s, const struct args *a, struct error *err)
{
	struct intake in = { .s = s, .args = a, .group = VEC_INIT, .arena = ARENA_INIT, .kept = ARENA_INIT };
	bool ok = check_options(&in, a, err);

	struct error failed;

	for (size_t i = 0; ok && i < args_count(a, "file"); i++)
		if (!take_operand(&in, args_at(a, "file", i), &failed))
			ok = give_up_part(&in, &failed, err);
	/* What was read before an interruption is whole, so it is kept. */
	if (!commit_group(&in, &failed) && ok) {
		*err = failed;
		ok = false;
	}
	if (in.skipped > 0)
		out_notice(s->out, "%u file%s skipped: in a folder only .txt, .text, .md and .markdown are "
		           "added; name the others", in.skipped, in.skipped > 1 ? "s" : "");
	vec_release(&in.group);
	arena_release(&in.arena);
	arena_release(&in.kept);
	return ok;
}

static const struct arg_spec add_args[] = {
	{ "title", 0, "TITLE", 0, "the title, in place of the first line" },
	{ "author", 0, "NAME", 0, "who wrote it" },
	{ "url", 0, "URL", 0, "where it comes from" },
	{ "published", 0, "DAY", 0, "when it appeared: 2026-11-22, 2026-11, 2026-Q3" },
	{ "type", 0, "TYPE", 0, "text or markdown; else by the file's name" },
	{ "file", 0, "FILE", ARG_OPERAND | ARG_REPEAT | ARG_REQUIRED | ARG_PATH,
	  "a file, a folder, or - for standard input" },
	{ NULL, 0, NULL, 0, NULL },
};

const struct command do_add_commands[] = {
	{ "add", "Add documents to the notebook", add_args, NEED_OWN, run_add },
	{ NULL, NULL, NULL, 0, NULL },
};
