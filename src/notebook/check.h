/* SPDX-License-Identifier: MIT */
#ifndef NOTEBOOK_CHECK_H
#define NOTEBOOK_CHECK_H

#include <stdbool.h>
#include <stdint.h>

#include "notebook/notebook.h"

/*
 * Proves a notebook: every record's CRC; every text against its SHA-256 and
 * its checkpoints; slice equals quote and whole grapheme clusters for every
 * part of every annotation; spans, counters, content and source rows against
 * the documents and annotations, both ways; labels; the journal, entry by
 * entry; that no number is above the last one given out.
 */

/* One thing that is wrong, in words; no full stop, no newline. */
typedef void check_report_fn(void *arg, const char *finding);

struct check_result {
	uint64_t documents;
	uint64_t annotations;
	uint64_t labels;
	uint64_t entries;	/* of the journal */
	uint64_t findings;
};

/* False only if the check itself could not be done; findings are no error. */
bool check_notebook(const struct reader *r, check_report_fn *report, void *arg,
                    struct check_result *result, struct error *err);

#endif
