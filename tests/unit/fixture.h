/* SPDX-License-Identifier: MIT */
#ifndef TESTS_UNIT_FIXTURE_H
#define TESTS_UNIT_FIXTURE_H

#include <fcntl.h>
#include <sys/stat.h>

#include "base/file.h"
#include "notebook/annotation.h"
#include "notebook/check.h"
#include "notebook/document.h"
#include "notebook/history.h"
#include "notebook/label.h"
#include "notebook/number.h"
#include "notebook/schema.h"
#include "tests/unit/scratch.h"
#include "tests/unit/tap.h"

/*
 * A notebook for tests: makes it, changes it in few words, and looks at all of
 * it. What a test does not ask about ends the program when it fails.
 */

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct error err;

static inline void
need(bool ok, const char *what)
{
	scratch_need(ok, what, &err);
}

static inline struct notebook *
fixture_open(const char *name)
{
	struct buf notices = BUF_INIT;
	struct notebook *nb = notebook_open(scratch_path(name), NULL, &notices, &err);

	need(nb != NULL, "open");
	buf_release(&notices);
	return nb;
}

static inline struct notebook *
fixture_new(const char *name)
{
	need(notebook_create(scratch_path(name), &err), "create");
	return fixture_open(name);
}

static inline void
fixture_write_step(struct notebook *nb, struct writer *w, const char *command, uint64_t step)
{
	struct change_origin origin = { STR("tester"), str_from(command), step };

	need(notebook_write(nb, w, &origin, 0, &err), "write");
}

static inline void
fixture_write(struct notebook *nb, struct writer *w, const char *command)
{
	fixture_write_step(nb, w, command, 0);
}

static inline void
fixture_commit(struct writer *w)
{
	need(notebook_commit(w, &err), "commit");
}

static inline struct reader
fixture_read(struct notebook *nb)
{
	struct reader r;

	need(notebook_read(nb, &r, &err), "read");
	return r;
}

/* A file that has these bytes and no name, at its start. */
static inline int
fixture_file(struct str bytes)
{
	int fd = open(scratch_path("file"), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	need(fd >= 0 && file_write_fd(fd, "file", bytes, &err), "file");
	unlink(scratch_path("file"));
	lseek(fd, 0, SEEK_SET);
	return fd;
}

static inline struct spool
fixture_spool(struct str text)
{
	int fd = fixture_file(text);
	struct spool spool;

	need(spool_read(&spool, fd, "text", &err), "spool");
	close(fd);
	return spool;
}

/* Adds a document; path may be NULL. */
static inline uint32_t
fixture_add(struct writer *w, struct str text, const char *path)
{
	struct spool spool = fixture_spool(text);
	struct document d = {
		.title = STR("Title"), .path = path ? str_from(path) : STR_EMPTY, .url = STR_EMPTY,
		.author = STR_EMPTY, .published = STR_EMPTY, .type = STR("text"),
	};

	need(document_add(w, &d, &spool, &err), "document");
	spool_release(&spool);
	return d.number;
}

static inline void
fixture_body(const struct reader *r, uint32_t document, struct body *body)
{
	struct arena arena = ARENA_INIT;
	struct document d;

	need(document_get(r, document, &arena, &d, &err), "document");
	need(document_body(r, &d, body, &err), "body");
	arena_release(&arena);
}

/* Annotates byte ranges. */
static inline uint32_t
fixture_tag_parts(struct writer *w, uint32_t document, uint32_t label, const struct span *parts,
                  size_t n_parts, struct str note)
{
	struct arena arena = ARENA_INIT;
	struct annotation a = {
		.document = document, .label = label, .entity = STR_EMPTY, .note = note,
		.origin = STR_EMPTY, .value = { STR_EMPTY, STR_EMPTY, STR_EMPTY, STR_EMPTY },
	};
	struct body body;

	fixture_body(&w->reader, document, &body);
	need(annotation_set_parts(&a, &body, parts, n_parts, &arena, &err), "parts");
	need(annotation_add(w, &a, &err), "annotation");
	arena_release(&arena);
	return a.number;
}

static inline uint32_t
fixture_tag(struct writer *w, uint32_t document, uint32_t label, size_t start, size_t end)
{
	struct span part = { start, end };

	return fixture_tag_parts(w, document, label, &part, 1, STR_EMPTY);
}

static inline uint32_t
fixture_label(struct writer *w, const char *name)
{
	struct label l = { .name = str_from(name), .key = STR_EMPTY, .color = STR_EMPTY,
	                   .description = STR_EMPTY };

	need(label_add(w, &l, &err), "label");
	return l.number;
}

/*
 * Objects and what is derived from them, a line a record. Without journal,
 * texts and numbers, which do not go back, and without the journal entry that
 * each object names.
 */
static inline void
fixture_dump(const struct reader *r, struct buf *out)
{
	static const unsigned tables[] = {
		TABLE_DOCUMENTS, TABLE_ANNOTATIONS, TABLE_LABELS, TABLE_CONTENTS, TABLE_SOURCES,
		TABLE_SPANS, TABLE_LONG_SPANS, TABLE_COUNTS,
	};
	struct key all = { .len = 0 };
	struct str key, content;
	struct cursor c;

	for (size_t i = 0; i < COUNT(tables); i++) {
		cursor_open(&c, &r->txn, tables[i], CURSOR_UP, &all, &all);
		while (cursor_next(&c, &key, &content)) {
			struct str image = content;
			uint64_t entry;
			if (i < OBJECT_N)
				need(object_split(content, &image, &entry), "split");
			buf_addf(out, "%s ", schema_notebook.tables[tables[i]]);
			for (size_t k = 0; k < key.len; k++)
				buf_addf(out, "%02x", (unsigned char)key.p[k]);
			buf_add_char(out, ' ');
			for (size_t k = 0; k < image.len; k++)
				buf_addf(out, image.p[k] >= ' ' && image.p[k] <= '~' ? "%c" : "\\%02x",
				         (unsigned char)image.p[k]);
			buf_add_char(out, '\n');
		}
		need(cursor_close(&c, &err), "cursor");
	}
}

static inline void
fixture_dump_now(struct notebook *nb, struct buf *out)
{
	struct reader r = fixture_read(nb);

	buf_reset(out);
	fixture_dump(&r, out);
	notebook_read_end(&r);
}

static inline void
fixture_finding(void *arg, const char *finding)
{
	buf_addf(arg, "%s\n", finding);
}

/* Whether a check of all finds nothing; what it finds is appended. */
static inline bool
fixture_is_clean(const struct reader *r, struct buf *findings, struct check_result *result)
{
	need(check_notebook(r, fixture_finding, findings, result, &err), "check");
	return result->findings == 0;
}

static inline bool
fixture_clean(struct notebook *nb)
{
	struct buf findings = BUF_INIT;
	struct reader r = fixture_read(nb);
	struct check_result result;
	bool clean = fixture_is_clean(&r, &findings, &result);

	if (!clean)
		printf("# findings:\n%s", findings.p);
	notebook_read_end(&r);
	buf_release(&findings);
	return clean;
}

/* Undo or redo in a transaction of its own; false with err. The command's line in command. */
static inline bool
fixture_invert(struct notebook *nb, bool undo, struct buf *command, uint64_t *n_changes)
{
	struct arena arena = ARENA_INIT;
	struct journal_entry e;
	struct writer w;

	fixture_write(nb, &w, undo ? "undo" : "redo");
	bool ok = undo ? history_undo(&w, &arena, &e, &err) : history_redo(&w, &arena, &e, &err);
	if (ok && command) {
		buf_reset(command);
		buf_add_str(command, e.command);
	}
	if (ok && n_changes)
		*n_changes = e.n_changes;
	arena_release(&arena);
	if (ok)
		return notebook_commit(&w, &err);
	notebook_abort(&w);
	return false;
}

#endif
