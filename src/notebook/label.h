/* SPDX-License-Identifier: MIT */
#ifndef NOTEBOOK_LABEL_H
#define NOTEBOOK_LABEL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "notebook/object.h"
#include "store/txn.h"

/*
 * Labels: the vocabulary of a notebook. Annotations name a label by number, so
 * a new name costs one record. There are few: a look-up by name reads them all.
 */

#define LABEL_NAME_MAX 128	/* bytes */

struct label {
	uint32_t number;
	struct str name;
	struct str key;		/* one character that tags a selection; may be empty */
	struct str color;	/* one of label_colors */
	struct str description;
};

/* The names of the eight terminal colours but black and white, and bright ones. */
extern const char *const label_colors[];
extern const size_t label_n_colors;

struct label_list {
	struct label *p;	/* in the order of their numbers */
	size_t n;
};

/* The whole vocabulary, in the arena. */
bool label_all(const struct reader *r, struct arena *arena, struct label_list *list,
               struct error *err);

/* In a list; NULL if it is not there. */
const struct label *label_by_number(const struct label_list *list, uint32_t number);
const struct label *label_by_name(const struct label_list *list, struct str name);

/* ERROR_NOT_FOUND names the labels there are. */
bool label_find(const struct reader *r, struct str name, struct arena *arena,
                struct label *label, struct error *err);

/* Decodes a record of TABLE_LABELS; strings live in the arena. */
bool label_decode(struct str key, struct str content, struct arena *arena, struct label *label);

/* Whether label_put would take it beside the labels of a list, which may hold it already. */
bool label_check(const struct label_list *list, const struct label *label, struct error *err);

/* Name, key and colour are checked: form, and that no other label has the name or key. */
bool label_add(struct writer *w, struct label *label, struct error *err);
bool label_put(struct writer *w, const struct label *label, struct error *err);

/*
 * Gives every annotation of one label to the other, *n of them, and removes
 * the first label. Where both stand on the same span the second's annotation
 * stays and takes over value, entity and note; ERROR_CONFLICT if values or
 * entities differ, so that nothing that was noted is lost.
 */
bool label_merge(struct writer *w, const struct label *from, const struct label *to, uint64_t *n,
                 struct error *err);

/* Removes it and its annotations, *n of them. */
bool label_remove(struct writer *w, const struct label *label, uint64_t *n, struct error *err);

/* company, person, money, date, model, with their keys; for a new notebook. */
bool label_add_standard(struct writer *w, struct error *err);

#endif
