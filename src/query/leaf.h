/* SPDX-License-Identifier: MIT */
#ifndef QUERY_LEAF_H
#define QUERY_LEAF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/decimal.h"
#include "base/error.h"
#include "query/lexer.h"

/*
 * A leaf is one term of a query as it was typed: a field and its value, read
 * from the text alone. What depends on the notebook, whether a name is a
 * label's and which documents are meant, is resolve.h's business.
 */

enum leaf_field {
	LEAF_WORDS,		/* no field: quote, entity, value and note */
	LEAF_EXACT,
	LEAF_TEXT,
	LEAF_ENTITY,
	LEAF_NOTE,
	LEAF_AUTHOR,
	LEAF_LABEL,
	LEAF_NAMED,		/* a label's name as field, if there is such a label */
	LEAF_DOC,
	LEAF_ORIGIN,
	LEAF_HAS,
	LEAF_ADDED,
	LEAF_PUBLISHED,
	LEAF_DATE,
	LEAF_MONEY,
	LEAF_LATER,		/* has a name already, but is not there yet */
};

/* A name with its place in the query. */
struct leaf_name {
	struct str text;
	size_t pos;
};

/* Words without their quotes and stars. */
struct leaf_words {
	struct str text;
	size_t pos;		/* in the query, as typed */
	bool is_quoted;
	bool open_start;	/* a star before */
	bool open_end;		/* a star after */
};

/* Days, or with is_age milliseconds before now. */
struct leaf_days {
	bool is_age;
	bool is_older;		/* than age; else at most as old */
	int64_t age;
	int32_t first;
	int32_t last;
};

enum leaf_compare {
	LEAF_LESS,
	LEAF_AT_MOST,
	LEAF_EQUAL,
	LEAF_AT_LEAST,
	LEAF_MORE,
};

enum leaf_has {
	LEAF_HAS_NOTE,
	LEAF_HAS_ENTITY,
	LEAF_HAS_VALUE,
};

struct leaf {
	enum leaf_field field;
	size_t pos;			/* in the query */
	struct str typed;		/* all of it, inside the query */
	size_t number;			/* its place among the leaves of the query */
	bool is_first;			/* bare, first in its branch: maybe a label */
	struct leaf_name name;		/* LEAF_NAMED */
	struct leaf_words words;	/* fields that take words, and the bare value of others */
	const struct leaf_name *labels;	/* LEAF_LABEL */
	size_t n_labels;
	enum leaf_has has;
	struct leaf_days days;
	struct str unit;		/* money:EUR, in capitals; else empty */
	enum leaf_compare compare;
	struct decimal amount;
};

/* Reads a TOKEN_WORD. Strings are in the query or in the arena. */
bool leaf_read(const struct token *t, struct arena *arena, struct leaf *leaf, struct error *err);

/* The names of the fields there are, in turn; NULL after the last. */
const char *leaf_field_name(size_t i);

/* Their list as text for a message, in the arena. */
struct str leaf_field_list(struct arena *arena);

/* The start of a typed string, short enough for a message. */
struct str leaf_clip(struct str s);

#endif
