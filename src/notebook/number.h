/* SPDX-License-Identifier: MIT */
#ifndef NOTEBOOK_NUMBER_H
#define NOTEBOOK_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

#include "notebook/notebook.h"

/*
 * The short numbers that people type. They start at 1, rise, and are never
 * used again, not even after an undo.
 */

enum number {
	NUMBER_DOCUMENT,
	NUMBER_ANNOTATION,
	NUMBER_LABEL,
};

bool number_next(struct writer *w, enum number kind, uint32_t *n, struct error *err);

/* The last one given out; 0 if none was. */
bool number_last(const struct reader *r, enum number kind, uint32_t *n, struct error *err);

#endif
