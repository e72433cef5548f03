/* SPDX-License-Identifier: MIT */
#ifndef NOTEBOOK_HISTORY_H
#define NOTEBOOK_HISTORY_H

#include <stdbool.h>

#include "notebook/journal.h"

/*
 * Taking back, over the whole notebook, newest first; survives restarts.
 *
 * Each call is one step: the entries of one command. *entry is the command's
 * first entry, what was undone or redone, strings in the arena; n_changes
 * counts all entries of the step. ERROR_NOT_FOUND if there is nothing to take
 * back, ERROR_CORRUPT if the notebook is not as the journal says.
 */
bool history_undo(struct writer *w, struct arena *arena, struct journal_entry *entry,
                  struct error *err);
bool history_redo(struct writer *w, struct arena *arena, struct journal_entry *entry,
                  struct error *err);

/*
 * Takes one old entry back, as a new change. ERROR_CONFLICT, naming the object,
 * if something it touched has changed since.
 */
bool history_revert(struct writer *w, uint64_t sequence, struct arena *arena,
                    struct journal_entry *entry, struct error *err);

#endif
