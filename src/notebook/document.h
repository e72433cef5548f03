/* SPDX-License-Identifier: MIT */
#ifndef NOTEBOOK_DOCUMENT_H
#define NOTEBOOK_DOCUMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/digest.h"
#include "notebook/body.h"
#include "notebook/object.h"
#include "notebook/uid.h"
#include "store/table.h"

/*
 * Documents: an immutable text with its origin. The text is found by its
 * SHA-256; other content from the same source is another document, which
 * revises the old one, and both keep their numbers and annotations.
 */

#define DOCUMENT_FIELD_MAX ((size_t)16 << 10)	/* bytes of a title, path, address, ... */

enum document_status {
	DOCUMENT_TODO,
	DOCUMENT_DOING,
	DOCUMENT_DONE,
};

struct document {
	uint32_t number;
	struct uid uid;
	struct digest digest;
	struct str title;
	struct str path;	/* absolute; empty if it came by standard input */
	struct str url;
	struct str author;
	struct str published;	/* as given: a day or a stretch, ISO 8601 */
	struct str type;	/* "text" or "markdown" */
	enum document_status status;
	int64_t added;		/* milliseconds since 1970 */
	uint64_t bytes;
	uint64_t chars;
	uint64_t lines;		/* line feeds */
	uint32_t revises;	/* the older document of the same source, or 0 */
	uint32_t revised_by;	/* the newer one, or 0 */
};

/* The address, else the absolute path, else empty: the CSV column source. */
struct str document_source(const struct document *d);

/* "old" once it was revised, else the name of its status. */
const char *document_status_name(const struct document *d);
bool document_status_parse(struct str s, enum document_status *status);

bool document_get(const struct reader *r, uint32_t number, struct arena *arena,
                  struct document *d, struct error *err);

/* Decodes a record of TABLE_DOCUMENTS, borrowed from it. */
bool document_decode(struct str key, struct str content, struct document *d);

/*
 * All documents by number: open, next until false, close, which is always
 * called and tells whether all went well. Strings are borrowed from the
 * records, in a writer until its next write.
 */
struct document_walk {
	struct cursor cursor;
	struct error error;
};

void document_walk_open(struct document_walk *walk, const struct reader *r);
bool document_walk_next(struct document_walk *walk, struct document *d);
bool document_walk_close(struct document_walk *walk, struct error *err);

/*
 * When it appeared: a day or a stretch of days as value.h reads them, in the
 * arena; empty is allowed. The error says what is expected.
 */
bool document_set_published(struct document *d, struct str published, struct arena *arena,
                            struct error *err);

/* The text of it. */
bool document_body(const struct reader *r, const struct document *d, struct body *body,
                   struct error *err);

/* The one with this content; *number 0 if there is none. */
bool document_find_content(const struct reader *r, const struct digest *digest,
                           uint32_t *number, struct error *err);

/* The newest one from this path or address that none has revised; *number 0 if there is none. */
bool document_find_source(const struct reader *r, struct str source, uint32_t *number,
                          struct error *err);

/* One that this one would revise: of its address, else of its path. */
bool document_find_origin(const struct reader *r, const struct document *d, uint32_t *number,
                          struct error *err);

/* What the table of sources knows a document by: hashes of address and path, as it has them. */
#define DOCUMENT_ORIGINS 2
size_t document_origins(const struct document *d, struct digest origins[DOCUMENT_ORIGINS]);

/*
 * Stores a new document with its text: number, id and time are given here, and
 * the document that it revises, if one has its source, is marked as old.
 */
bool document_add(struct writer *w, struct document *d, const struct spool *spool,
                  struct error *err);

/* Writes changed metadata; ERROR_LIMIT if a field is longer than DOCUMENT_FIELD_MAX. */
bool document_put(struct writer *w, const struct document *d, struct error *err);

/*
 * Removes the document and its annotations, *n_annotations of them. The text
 * stays, so that undo can bring them back.
 */
bool document_remove(struct writer *w, uint32_t number, uint64_t *n_annotations,
                     struct error *err);

/* Called by object.c. */
bool document_reindex(struct writer *w, uint32_t number, struct image before,
                      struct image after, struct error *err);

/* Decodes an image, borrowed from it; the number is the caller's to set. */
bool document_decode_image(struct str image, struct document *d);

#endif
