/* SPDX-License-Identifier: MIT */
#ifndef NOTEBOOK_LOCATION_H
#define NOTEBOOK_LOCATION_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/error.h"

/*
 * Which directory is the notebook: the one given, else $GLOSS_NOTEBOOK, else
 * the nearest .gloss in the current directory or above it that is the user's
 * own, else notebook under $XDG_DATA_HOME/gloss (~/.local/share/gloss).
 */

/* Appends the path to out; given may be NULL. */
bool location_find(const char *given, struct buf *out, struct error *err);

/* Whether something stands there that is to be opened, not made. */
bool location_has_notebook(const char *dir);

#endif
