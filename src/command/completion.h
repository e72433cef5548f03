/* SPDX-License-Identifier: MIT */
#ifndef COMMAND_COMPLETION_H
#define COMMAND_COMPLETION_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/error.h"

/*
 * Completion scripts for shells, made from the command table: commands, their
 * options, label names and documents as the notebook has them at the time.
 */

/* shell is bash, zsh or fish. */
bool completion_script(struct str shell, struct buf *out, struct error *err);

#endif
