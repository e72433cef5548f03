/* SPDX-License-Identifier: MIT */
#ifndef QUERY_QUERY_H
#define QUERY_QUERY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "notebook/annotation.h"
#include "notebook/notebook.h"

/*
 * query/ is the query language: text in, annotations out. It may include base,
 * text and notebook, and knows nothing of commands and screens.
 *
 * A query is compiled in two steps: parse.h makes a tree from the text alone;
 * query_compile then resolves what depends on the notebook (label names,
 * documents by title, days counted from now). The evaluator, query_matches, is
 * a function of the query and one annotation, apart from any walk or index, so
 * that it can judge them.
 */

struct query;

/*
 * The query lives in the arena. An empty text matches every annotation. Errors
 * have code ERROR_SYNTAX, pos in the text, and say what was expected; an
 * unknown label or document is ERROR_SYNTAX too, at its name.
 */
struct query *query_compile(struct str text, const struct reader *r, struct arena *arena,
                            struct error *err);

/* The texts of an annotation that words are looked for in. */
enum query_text {
	QUERY_QUOTE,
	QUERY_ENTITY,
	QUERY_VALUE,
	QUERY_NOTE,
	QUERY_AUTHOR,
	QUERY_TEXTS,
};

#define QUERY_FORMS 3	/* of each text; match_rule.c's business */

/*
 * One annotation as the evaluator sees it: folded forms and words are made
 * when first needed and kept here for all terms of the query. A value: init,
 * set, release. What it is set to stays the caller's.
 */
struct query_item {
	const struct annotation *annotation;
	struct buf folded;
	struct buf words;
	unsigned made;					/* a bit for each form */
	struct span forms[QUERY_TEXTS * QUERY_FORMS];	/* in folded or words */
};

void query_item_init(struct query_item *item);
void query_item_set(struct query_item *item, const struct annotation *a);
void query_item_release(struct query_item *item);

bool query_matches(const struct query *q, struct query_item *item);

/*
 * The documents it can be in, sorted, if the query says so in each of its
 * branches; NULL with *n 0 if it may be any.
 */
const uint32_t *query_documents(const struct query *q, size_t *n);

/*
 * The same asked of documents: a document matches if the tree holds when each
 * term holds that is true of at least one of its annotations (or, for terms on
 * the document itself, of it). Terms are numbered 0 to query_n_terms - 1;
 * holds[i] says whether term i does. "company:meta" is one term.
 */
size_t query_n_terms(const struct query *q);
bool query_term_matches(const struct query *q, size_t term, struct query_item *item);

/* Whether the term is about documents, not annotations, and holds for this one. */
bool query_term_of_document(const struct query *q, size_t term, uint32_t document, bool *holds);
bool query_holds(const struct query *q, const bool *holds);

#endif
