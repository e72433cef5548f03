/* SPDX-License-Identifier: MIT */
#ifndef COMMAND_FAMILIES_H
#define COMMAND_FAMILIES_H

#include "command/command.h"

/* One array for each do_*.c, ending with a row without a name. */

extern const struct command do_add_commands[];
extern const struct command do_document_commands[];
extern const struct command do_annotate_commands[];
extern const struct command do_label_commands[];
extern const struct command do_find_commands[];
extern const struct command do_history_commands[];
extern const struct command do_notebook_commands[];
extern const struct command do_batch_commands[];
extern const struct command do_help_commands[];

#endif
