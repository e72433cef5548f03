/* SPDX-License-Identifier: MIT */
#ifndef NOTEBOOK_NOTEBOOK_H
#define NOTEBOOK_NOTEBOOK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"
#include "store/store.h"
#include "store/txn.h"

/*
 * notebook/ is the domain: documents, annotations, labels and their history,
 * in the tables of the store. It may include base, text and store.
 *
 * Reading and writing are different types. A struct reader sees one committed
 * state; a struct writer holds a reader that sees its own changes too. Strings
 * that functions hand out are copied into the arena they are given, unless
 * their comment says that they are borrowed. One notebook a process.
 */

struct notebook;

struct reader {
	struct notebook *notebook;
	struct txn txn;
};

/* Who changes the notebook, by which command line; borrowed until commit or abort. */
struct change_origin {
	struct str author;
	struct str command;
	uint64_t step;		/* entry whose undo step this one joins; 0 for its own, told after commit */
};

struct writer {
	struct reader reader;
	struct txn_write txn;
	struct change_origin origin;
	/* the journal entry being made; journal.c's business */
	struct {
		uint64_t sequence;	/* 0 while nothing was changed */
		uint64_t n_changes;
		uint32_t n_pieces;
		bool replaying;		/* undo and redo name their target instead of holding changes */
		bool silent;		/* what a new notebook begins with has no entry */
		struct buf pending;
		uint64_t written;	/* the last entry whose header was put, and its time */
		int64_t written_at;
	} journal;
};

/* Makes an empty notebook with the standard labels, whole or not at all. */
bool notebook_create(const char *dir, struct error *err);

/* Opens one that exists. Notices are for people, a line each (envdir.h). */
struct notebook *notebook_open(const char *dir, const struct store_options *options,
                               struct buf *notices, struct error *err);
void notebook_close(struct notebook *nb);

const char *notebook_directory(const struct notebook *nb);
struct store *notebook_store(struct notebook *nb);

bool notebook_read(struct notebook *nb, struct reader *r, struct error *err);
void notebook_read_end(struct reader *r);

/* Waits at most wait_ms for another writer. */
bool notebook_write(struct notebook *nb, struct writer *w, const struct change_origin *origin,
                    unsigned wait_ms, struct error *err);

/* Writes the journal entry and commits; afterwards the writer is gone, saved or not. */
bool notebook_commit(struct writer *w, struct error *err);
void notebook_abort(struct writer *w);

/* A backup: a compacted copy, mode 0600, that replaces path in one step. */
bool notebook_backup(struct notebook *nb, const char *path, struct error *err);

#endif
