/* SPDX-License-Identifier: MIT */
#ifndef BASE_CSV_H
#define BASE_CSV_H

#include <stdbool.h>

#include "base/buf.h"

/* Writing CSV (RFC 4180): fields quoted only where needed, lines end in CRLF. */

/*
 * Whether a spreadsheet would run the field as a formula: after any blanks,
 * tabs, CR, LF, NUL or BOM it begins with = + - @ or one of their full-width
 * forms (OWASP, "CSV injection").
 */
bool csv_is_formula(struct str field);

/* Appends one field, quoted if it holds a comma, a quote, CR or LF, or begins or ends in a blank. */
void csv_add_field(struct buf *out, struct str field);
void csv_add_line_end(struct buf *out);

/* Appends a field of tab-separated values: tab, newline, CR and backslash as \t \n \r \\. */
void csv_add_tab_field(struct buf *out, struct str field);

#endif
