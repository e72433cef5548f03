/* SPDX-License-Identifier: MIT */
#ifndef COMMAND_LISTING_H
#define COMMAND_LISTING_H

#include <stdbool.h>
#include <stdint.h>

#include "command/session.h"
#include "format/mark.h"
#include "notebook/annotation.h"

/*
 * Annotations as marks and rows. A listing remembers the vocabulary, the
 * document of the last annotation and a place in it, so that a run of
 * annotations in document order costs one pass over each text.
 */

struct listing {
	struct session *s;
	struct arena arena;		/* of one mark; reset by the next */
	struct arena kept;		/* labels and the document */
	struct label_list labels;
	struct document document;	/* number 0 until there is one */
	struct body body;
	struct position at;		/* where the last annotation began */
};

bool listing_init(struct listing *l, struct session *s, struct error *err);
void listing_release(struct listing *l);

/* The mark of one annotation; strings live until the next one. */
bool listing_mark(struct listing *l, const struct annotation *a, struct mark *m,
                  struct error *err);
bool listing_mark_number(struct listing *l, uint32_t number, struct mark *m, struct error *err);

/* Begin, put out one annotation after the other under mark_columns. */
bool listing_begin(struct listing *l, struct session *s, struct error *err);
bool listing_row(struct listing *l, const struct annotation *a, struct error *err);
bool listing_row_number(struct listing *l, uint32_t number, struct error *err);

/* Releases it; ends the list if all went well. Returns ok. */
bool listing_end(struct listing *l, bool ok);

/* Where a mark is, for a row. */
struct place listing_place(const struct mark *m);

#endif
