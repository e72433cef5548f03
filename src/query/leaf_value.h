/* SPDX-License-Identifier: MIT */
#ifndef QUERY_LEAF_VALUE_H
#define QUERY_LEAF_VALUE_H

#include "query/leaf.h"

/*
 * Readers of what follows a field, one for each kind of value. They share a
 * contract: the value as typed is not empty; what it says goes into the leaf;
 * an error is at its place in the query and says what the field wants.
 */

struct leaf_value {
	struct str text;	/* inside the query */
	size_t pos;		/* in the query */
	const char *wants;	/* what is expected, for messages; static */
};

typedef bool leaf_value_fn(const struct leaf_value *v, struct arena *arena, struct leaf *leaf,
                           struct error *err);

leaf_value_fn leaf_value_words;
leaf_value_fn leaf_value_labels;
leaf_value_fn leaf_value_origin;
leaf_value_fn leaf_value_has;
leaf_value_fn leaf_value_days;		/* 2026-03, 2025-11..2026-03 */
leaf_value_fn leaf_value_age;		/* <7d, >2w, or days */
leaf_value_fn leaf_value_unit;		/* EUR */
leaf_value_fn leaf_value_amount;	/* 1e9 */

/* What stands between the quotes at both ends of s, without its escapes. */
struct str leaf_value_unquote(struct str s, struct arena *arena);

#endif
