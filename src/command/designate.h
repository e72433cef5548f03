/* SPDX-License-Identifier: MIT */
#ifndef COMMAND_DESIGNATE_H
#define COMMAND_DESIGNATE_H

#include <stdbool.h>

#include "command/session.h"
#include "notebook/document.h"

/*
 * The one document that a person means by DOC: its number, or enough of its
 * title or file name. An exact title or name wins over those that only contain
 * it, and a document that was revised is meant only if no present one can be. A
 * number that no document has is not looked for inside titles. ERROR_NOT_FOUND
 * or, naming the candidates, ERROR_CONFLICT.
 */
bool designate_document(struct session *s, struct str name, struct document *d,
                        struct error *err);

#endif
