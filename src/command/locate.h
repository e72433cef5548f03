/* SPDX-License-Identifier: MIT */
#ifndef COMMAND_LOCATE_H
#define COMMAND_LOCATE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/error.h"
#include "notebook/body.h"
#include "text/span.h"

/* Places as people write them, to bytes of a document. */

enum locate_unit {
	LOCATE_CODEPOINTS,
	LOCATE_BYTES,
	LOCATE_UTF16,
};

/* "codepoints", "bytes", "utf16"; empty means codepoints. */
bool locate_unit_parse(struct str s, enum locate_unit *unit, struct error *err);

/* "120:134": half-open, from 0. Errors name the span and the document's length. */
bool locate_span(const struct body *body, struct str s, enum locate_unit unit, struct span *span,
                 struct error *err);

/* "0:4;10:15": the parts of one annotation, in the arena. */
bool locate_parts(const struct body *body, struct str s, enum locate_unit unit,
                  struct arena *arena, struct span **parts, size_t *n, struct error *err);

/* "10:20": lines from 1, both inclusive; lines beyond the last are cut off. */
bool locate_lines(const struct body *body, struct str s, struct span *span, struct error *err);

#endif
