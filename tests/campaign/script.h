/* SPDX-License-Identifier: MIT */
#ifndef TESTS_CAMPAIGN_SCRIPT_H
#define TESTS_CAMPAIGN_SCRIPT_H

#include "tool.h"

/*
 * What one writer does to one document, and what must then be in the notebook.
 *
 * The document is WORDS words of equal length, so that it is plain where each
 * stands and what it says. The writer tags words, edits the note of what it
 * tagged, and untags, a command line each. Every line prints one row once it is
 * saved, so after n rows exactly the first n changes are in, and at most one
 * more group: one line with batch --each, all lines with batch.
 */

#define SCRIPT_WORDS 9000

enum change_kind {
	CHANGE_TAG,
	CHANGE_EDIT,
	CHANGE_UNTAG,
};

struct change {
	enum change_kind kind;
	size_t entry;
	unsigned note;		/* the note's number */
	unsigned group;		/* those of one group are saved together */
};

struct entry {
	uint32_t id;		/* 0 while nobody has told it */
	unsigned word;
	bool there;		/* before all changes */
	unsigned note;
	bool there_now;		/* after those that were replayed */
	unsigned note_now;
};

struct script {
	unsigned document;
	struct chance chance;
	unsigned next_word, next_note, next_group;
	struct {
		struct entry *p;
		size_t n, cap;
	} entries;
	struct {
		struct change *p;
		size_t n, cap;
	} changes;
};

void script_init(struct script *s, unsigned document, uint64_t seed);
void script_release(struct script *s);

/* The text of its document; appended. */
void script_text(const struct script *s, struct buf *out);

/*
 * Thinks of n more changes and appends their command lines. Only what was there
 * at the last settle is edited or untagged, for only then its number is known.
 */
void script_extend(struct script *s, size_t n, bool together, struct buf *lines);

/*
 * Takes the rows that a batch printed, one a change, from change number first
 * on, and returns how many there are. A row that is no answer to its change is
 * a finding. A last line without its end counts as not told.
 */
size_t script_answers(struct script *s, size_t first, struct str rows);

/* The columns that script_holds reads, for gloss export -f tsv --columns. */
#define SCRIPT_COLUMNS "id,doc,start,end,label,text,note"

/*
 * Whether an export shows exactly the first n changes, or those and the next
 * group whole; *held tells how many. If not, why is set.
 */
bool script_holds(struct script *s, struct str export, size_t n, size_t *held, struct buf *why);

/* Forgets the first n changes, which have happened, and drops the others. */
void script_settle(struct script *s, size_t n);

#endif
