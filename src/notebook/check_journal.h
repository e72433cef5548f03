/* SPDX-License-Identifier: MIT */
#ifndef NOTEBOOK_CHECK_JOURNAL_H
#define NOTEBOOK_CHECK_JOURNAL_H

#include <stdbool.h>

#include "notebook/checker.h"

/*
 * The journal: no entry and no piece is missing, each change can be read, and
 * each header leads undo and redo where the entries before say.
 */
bool check_journal(struct checker *c, struct error *err);

#endif
