/* SPDX-License-Identifier: MIT */
#ifndef NOTEBOOK_CHECKER_H
#define NOTEBOOK_CHECKER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/digest.h"
#include "notebook/check.h"
#include "notebook/number.h"

/*
 * What the parts of the check share. Each table is walked once, by the part it
 * belongs to, which reports every record that is damaged or makes no sense. A
 * look-up made on behalf of another table passes over such a record in
 * silence, so that one bad bit is told once.
 */

struct checker {
	const struct reader *r;
	check_report_fn *report;
	void *arg;
	struct check_result *result;
	struct arena arena;		/* for the record at hand */
	uint64_t n_damaged;		/* records with a wrong CRC met so far */
	uint64_t last_entry;		/* of the journal */
	struct {
		struct digest *p;	/* texts that are not UTF-8 any more */
		size_t n, cap;
	} unreadable;
};

/* Reports one thing that is wrong. */
void checker_found(struct checker *c, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* One whole record. False ends the walk, with the error filled. */
typedef bool checker_record_fn(struct checker *c, struct str key, struct str content, void *arg,
                               struct error *err);

/* Calls fn, if given, for each record of a table, and reports those that are damaged. */
bool checker_walk(struct checker *c, unsigned table, checker_record_fn *fn, void *arg,
                  struct error *err);

/* What came of looking for something. */
enum checker_state {
	CHECKER_WHOLE,
	CHECKER_ABSENT,
	CHECKER_DAMAGED,
};

/* Sorts the result of a look-up; false if the check cannot go on. */
bool checker_sort(bool ok, enum checker_state *state, const struct error *err);

/*
 * What all objects have: a number that was given out, and a journal entry that
 * made them what they are.
 */
bool checker_object(struct checker *c, enum number kind, uint32_t number, struct str content,
                    struct error *err);

#endif
