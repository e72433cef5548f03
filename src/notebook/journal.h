/* SPDX-License-Identifier: MIT */
#ifndef NOTEBOOK_JOURNAL_H
#define NOTEBOOK_JOURNAL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "notebook/notebook.h"
#include "notebook/object.h"

/*
 * The journal: an entry for each command that changed something, written in
 * the same transaction, holding what it did and how to take it back.
 *
 * An entry is a header and a stream of changes, cut into pieces of
 * JOURNAL_PIECE bytes under the keys (writer, sequence, n), the header at n 0,
 * so that no value becomes an overflow page. A change names the object, the
 * journal entry that changed it before, and its images before and after. Texts
 * are named by their hash inside the images, never copied in.
 *
 * Undo and redo are entries too. They hold no changes but name the entry whose
 * changes they apply backward or forward. Each header knows what undo and redo
 * would take next, so neither has to look back:
 *
 *	top_undo	the entry that the next undo inverts
 *	top_redo	the undo entry that the next redo inverts
 *	below		what lay under this entry in the pile it was put on
 *
 * A command is put on the undo pile and clears the redo pile; an undo moves
 * the top of the first pile onto the second, a redo moves it back. Entries of
 * one step (an add of many files commits more than once) are taken together.
 */

#define JOURNAL_PIECE 2000

enum journal_kind {
	JOURNAL_DO,
	JOURNAL_UNDO,
	JOURNAL_REDO,
};

struct journal_entry {
	uint64_t sequence;
	enum journal_kind kind;
	int64_t time;
	struct str author;
	struct str command;
	uint64_t n_changes;
	uint64_t target;	/* for undo and redo: the entry whose changes are meant */
	uint64_t step;
	uint64_t top_undo, top_redo, below;
};

/* Strings live in the arena. */
bool journal_get(const struct reader *r, uint64_t sequence, struct arena *arena,
                 struct journal_entry *e, struct error *err);

/* The newest entry; all zero, kind JOURNAL_DO, if there is none. */
bool journal_last(const struct reader *r, struct arena *arena, struct journal_entry *e,
                  struct error *err);

/* Opens the entry of this transaction if it is not open; w->journal.sequence is then known. */
bool journal_open(struct writer *w, struct error *err);

/* One change, called by object_put. */
bool journal_note(struct writer *w, enum object_kind kind, uint32_t number, uint64_t previous,
                  struct image before, struct image after, struct error *err);

/* Ends the entry as a command's, if there were changes; called by notebook_commit. */
bool journal_end(struct writer *w, struct error *err);

/* Ends it as an undo or redo; the fields of e but sequence, time, author are given. */
bool journal_end_as(struct writer *w, const struct journal_entry *e, struct error *err);

/*
 * The changes of one entry, in the order they were made or backward: memory is
 * eight bytes a change. Open, next until false, close tells whether all went well.
 */
struct journal_change {
	enum object_kind kind;
	uint32_t number;
	uint64_t previous;
	struct image before, after;	/* borrowed until the next call */
};

struct journal_changes {
	const struct reader *r;
	uint64_t sequence;
	bool backward;
	size_t done;
	uint64_t end;			/* of the last change, in bytes of the stream */
	struct {
		uint64_t *p;
		size_t n, cap;
	} starts;
	struct buf bytes;
	struct error error;
};

void journal_changes_open(struct journal_changes *c, const struct reader *r, uint64_t sequence,
                          bool backward);
bool journal_changes_next(struct journal_changes *c, struct journal_change *change);
bool journal_changes_close(struct journal_changes *c, struct error *err);

#endif
