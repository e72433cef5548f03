/* SPDX-License-Identifier: MIT */
#ifndef NOTEBOOK_CHECK_DOCUMENT_H
#define NOTEBOOK_CHECK_DOCUMENT_H

#include <stdbool.h>

#include "notebook/checker.h"

/* Documents, that they have their text, their chains of revisions, the rows by which they are found. */
bool check_document(struct checker *c, struct error *err);

#endif
