/* SPDX-License-Identifier: MIT */
#ifndef TEXT_FOLD_H
#define TEXT_FOLD_H

#include "base/buf.h"

/*
 * The form in which texts are compared: full case folding, NFKD, nonspacing
 * marks (general category Mn) dropped. "Zürich", "ZURICH" and "Zu\u0308rich"
 * fold alike. Folding what is folded changes nothing. ASCII takes a fast path
 * that gives the same result as the general one.
 */

/* Appends the folded form of s. */
void fold_add(struct buf *out, struct str s);

/* The general path alone, for the test that both agree. */
void fold_add_general(struct buf *out, struct str s);

#endif
