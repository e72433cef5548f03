/* SPDX-License-Identifier: MIT */
#ifndef NOTEBOOK_SETTING_H
#define NOTEBOOK_SETTING_H

#include <stdbool.h>

#include "base/arena.h"
#include "notebook/notebook.h"

/*
 * Settings that live in the notebook, by name. Not journalled: undo does not
 * touch them. Which names there are is the command layer's business.
 */

/* Empty if it was never set. */
bool setting_get(const struct reader *r, struct str name, struct arena *arena,
                 struct str *value, struct error *err);

/* An empty value removes it. */
bool setting_put(struct writer *w, struct str name, struct str value, struct error *err);

#endif
