/* SPDX-License-Identifier: MIT */
#ifndef BASE_NEAREST_H
#define BASE_NEAREST_H

#include <stddef.h>

#include "base/str.h"

/*
 * The name that was probably meant: the one that the fewest insertions,
 * deletions, replacements and exchanges of neighbouring bytes lead to (optimal
 * string alignment, after Wagner and Fischer, 1974, and Damerau, 1964), if they
 * are less than half of the longer one. Case counts a quarter.
 */

struct nearest {
	struct str typed;
	struct str best;	/* empty as long as nothing is near */
	size_t cost;
};

struct nearest nearest_begin(struct str typed);

/* Tries one name, borrowed while best is used. Of equals the first one stays. */
void nearest_try(struct nearest *n, struct str name);

#endif
