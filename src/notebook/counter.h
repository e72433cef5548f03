/* SPDX-License-Identifier: MIT */
#ifndef NOTEBOOK_COUNTER_H
#define NOTEBOOK_COUNTER_H

#include <stdbool.h>
#include <stdint.h>

#include "notebook/notebook.h"

/* How many annotations there are, kept by each change so that nobody has to count. */

/* Changes both counters of one annotation's document and label by +1 or -1. */
bool counter_change(struct writer *w, uint32_t document, uint32_t label, int by,
                    struct error *err);

/* With the label, in all documents. */
bool counter_of_label(const struct reader *r, uint32_t label, uint64_t *n, struct error *err);

/* With the label in one document. */
bool counter_of_pair(const struct reader *r, uint32_t document, uint32_t label, uint64_t *n,
                     struct error *err);

/* In one document; reads a record for each label used there. */
bool counter_of_document(const struct reader *r, uint32_t document, uint64_t *n,
                         struct error *err);

#endif
