/* SPDX-License-Identifier: MIT */
#ifndef QUERY_PARSE_H
#define QUERY_PARSE_H

#include <stdbool.h>

#include "query/leaf.h"

/*
 * The grammar of queries:
 *
 *	query = [any]
 *	any   = all { "OR" all }
 *	all   = not { ["AND"] not }
 *	not   = ("NOT" | "-") not | "(" any ")" | word
 *
 * A tree is made from the text alone and lives in the arena; its strings are
 * in the text or in the arena. Errors are ERROR_SYNTAX with a position.
 */

#define PARSE_BYTES_MAX 4096
#define PARSE_DEPTH_MAX 100	/* parentheses and negations inside each other */
#define PARSE_LEAVES_MAX 256

enum parse_kind {
	PARSE_LEAF,
	PARSE_NOT,
	PARSE_AND,
	PARSE_OR,
};

struct parse_node {
	enum parse_kind kind;
	struct parse_node *first;	/* operands: one of NOT, two or more of AND and OR */
	struct parse_node *next;	/* operand of the same operator */
	struct leaf *leaf;
};

struct parse_tree {
	struct parse_node *root;	/* NULL if the text is blank */
	struct leaf **leaves;		/* by number */
	size_t n_leaves;
};

bool parse_query(struct str text, struct arena *arena, struct parse_tree *tree,
                 struct error *err);

#endif
