/* SPDX-License-Identifier: MIT */
#include "command/families.h"

const struct command *const command_families[] = {
	do_add_commands,
	do_document_commands,
	do_annotate_commands,
	do_label_commands,
	do_find_commands,
	do_history_commands,
	do_notebook_commands,
	do_batch_commands,
	do_help_commands,
	NULL,
};
