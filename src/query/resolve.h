/* SPDX-License-Identifier: MIT */
#ifndef QUERY_RESOLVE_H
#define QUERY_RESOLVE_H

#include "query/match_rule.h"
#include "query/parse.h"

/*
 * What a query's terms mean in one notebook at one time: label names and
 * documents become numbers, ages become times. Makes a rule for each leaf, in
 * their order, in the arena. A name that the notebook does not have is
 * ERROR_SYNTAX at the name.
 */
bool resolve_leaves(const struct parse_tree *tree, const struct reader *r, struct arena *arena,
                    struct match_rule **rules, struct error *err);

#endif
