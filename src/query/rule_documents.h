/* SPDX-License-Identifier: MIT */
#ifndef QUERY_RULE_DOCUMENTS_H
#define QUERY_RULE_DOCUMENTS_H

#include "query/match_rule.h"

/*
 * Which documents a rule means by words of their titles and sources, or by
 * when they were published: one walk over the documents for all rules.
 */

/* Sets the phrase of a rule on titles: here dots and low lines part words. */
void rule_documents_phrase(struct match_rule *m, struct str folded, bool open_start,
                           bool open_end, struct arena *arena);

/* Fills in the documents of the rules of kind MATCH_DOCUMENTS that have none yet. */
bool rule_documents_find(const struct reader *r, struct match_rule *rules, size_t n,
                         struct arena *arena, struct error *err);

#endif
