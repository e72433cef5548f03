/* SPDX-License-Identifier: MIT */
#ifndef NOTEBOOK_CHECK_TEXT_H
#define NOTEBOOK_CHECK_TEXT_H

#include <stdbool.h>

#include "notebook/checker.h"

/*
 * Texts against their SHA-256 and their checkpoints, checkpoints against their
 * texts, and what documents say of the size of their text. Fills
 * c->unreadable.
 */
bool check_text(struct checker *c, struct error *err);

#endif
