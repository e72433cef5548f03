/* SPDX-License-Identifier: MIT */
#ifndef QUERY_MATCH_RULE_H
#define QUERY_MATCH_RULE_H

#include <stdbool.h>
#include <stdint.h>

#include "query/leaf.h"
#include "query/phrase.h"
#include "query/query.h"

/*
 * A rule is a term whose names have become numbers: it can be held against an
 * annotation without asking anybody. All that it points to is in the arena of
 * the query.
 */

/*
 * Texts that words are looked for in; flags of match_rule.texts. Those of
 * documents are looked at once, when a query is compiled.
 */
enum match_texts {
	MATCH_QUOTE = 1 << QUERY_QUOTE,
	MATCH_ENTITY = 1 << QUERY_ENTITY,
	MATCH_VALUE = 1 << QUERY_VALUE,
	MATCH_NOTE = 1 << QUERY_NOTE,
	MATCH_AUTHOR = 1 << QUERY_AUTHOR,
	MATCH_TITLE = 1 << QUERY_TEXTS,		/* title and source of a document */
	MATCH_PUBLISHED = 2 << QUERY_TEXTS,	/* its day, against since and until */
	MATCH_ANY_TEXT = MATCH_QUOTE | MATCH_ENTITY | MATCH_VALUE | MATCH_NOTE,
};

enum match_kind {
	MATCH_LABELS,
	MATCH_WORDS,		/* with one of the labels, if there are labels */
	MATCH_DOCUMENTS,
	MATCH_ORIGIN,
	MATCH_HAS,
	MATCH_ADDED,
	MATCH_DATE,
	MATCH_MONEY,
};

struct match_rule {
	enum match_kind kind;
	const uint32_t *labels;
	size_t n_labels;
	struct phrase phrase;
	unsigned texts;
	bool is_exact;			/* the phrase is not folded, nor is what it meets */
	const uint32_t *documents;	/* sorted */
	size_t n_documents;
	struct str origin;
	enum leaf_has has;
	int64_t since, until;		/* milliseconds since 1970, half open */
	int32_t first, last;		/* days */
	struct str unit;		/* if not empty, the amount does not count */
	enum leaf_compare compare;
	struct decimal amount;
};

bool match_rule_holds(const struct match_rule *m, struct query_item *item);

/* For rules of kind MATCH_DOCUMENTS. */
bool match_rule_has_document(const struct match_rule *m, uint32_t document);

/* About how much work it is, for putting cheap rules first. */
unsigned match_rule_cost(const struct match_rule *m);

#endif
