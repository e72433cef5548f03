/* SPDX-License-Identifier: MIT */
#ifndef FORMAT_FORMAT_H
#define FORMAT_FORMAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"

/*
 * format/ turns data into the bytes of other programs' files. It may include
 * base and text, and knows nothing of notebooks: it is handed plain rows.
 *
 * A row format writes a header, rows of fields under named columns, an end.
 * Lists of the command line and exports are the same to it. One file and one
 * row of the table for each format.
 */

enum column_kind {
	COLUMN_NUMBER,		/* a whole number, or empty */
	COLUMN_TEXT,		/* foreign text */
	COLUMN_OWN,		/* text that gloss made: times, ids, offsets */
};

enum column_flags {
	COLUMN_LISTED = 1,	/* shown where people read; the others are for programs only */
	COLUMN_RIGHT = 2,	/* flush right in an aligned table */
	COLUMN_VERBATIM = 4,	/* printed as it is where people read: lines of a document */
};

struct column {
	const char *name;
	enum column_kind kind;
	enum column_flags flags;
};

/* One value; a number only under a COLUMN_NUMBER. Text is borrowed for the call. */
struct field {
	enum { FIELD_EMPTY, FIELD_NUMBER, FIELD_TEXT } type;
	uint64_t number;
	struct str text;
};

static inline struct field
field_number(uint64_t n)
{
	return (struct field){ FIELD_NUMBER, n, STR_EMPTY };
}

static inline struct field
field_text(struct str s)
{
	return (struct field){ s.len ? FIELD_TEXT : FIELD_EMPTY, 0, s };
}

struct format_options {
	bool exact;		/* texts as they are: no guard against formulas, NUL kept */
	bool bom;		/* a UTF-8 byte order mark first, for spreadsheets that need it */
	bool no_header;
};

/* The writer borrows columns and options for as long as it writes. */
struct format_writer {
	const struct format *format;
	const struct column *columns;
	size_t n_columns;
	struct format_options options;
	struct buf *out;
	struct buf scratch;
};

struct format {
	const char *name;	/* "csv" */
	const char *suffix;	/* ".csv" */
	const char *summary;
	void (*begin)(struct format_writer *fw);
	void (*row)(struct format_writer *fw, const struct field *fields);
};

/* By name; NULL if there is none. */
const struct format *format_find(struct str name);

/* By the suffix of a file name; NULL if none fits. */
const struct format *format_of_file(struct str name);

/* All there are, ends with NULL. */
extern const struct format *const format_table[];

void format_begin(struct format_writer *fw, const struct format *format,
                  const struct column *columns, size_t n_columns,
                  const struct format_options *options, struct buf *out);
void format_row(struct format_writer *fw, const struct field *fields);
void format_end(struct format_writer *fw);

/* The rows of the table. */
extern const struct format format_csv, format_tsv, format_jsonl;

/* A column of this name, when it is there, is told which texts were guarded. */
#define COLUMN_GUARDED "guarded"

#endif
