/* SPDX-License-Identifier: MIT */
#ifndef COMMAND_OUT_H
#define COMMAND_OUT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "format/format.h"
#include "text/span.h"

/*
 * Where results go. A command says begin with columns, row for row, end; which
 * of a table, lines, JSON, CSV or a list on the screen comes of it, no command
 * knows. A row is values and a place: what Enter jumps to on a screen.
 *
 * What is put out is held until flush, so that a command that must run again
 * (its notebook's map was full) can take it back, and so that nothing is said
 * before it is saved.
 */

struct place {
	uint32_t document;	/* 0 for none */
	uint32_t annotation;	/* 0 for none */
	struct span span;
};

/* A stretch of one text field to be set off: an annotation in a line of text. */
struct highlight {
	struct span span;	/* bytes of the field */
	struct str letter;	/* its label's key, or the name */
	struct str color;	/* one of label_colors */
};

struct row {
	const struct field *fields;
	struct place place;
	size_t highlighted;	/* index of the field that the highlights are of */
	const struct highlight *highlights;	/* by start, longer first */
	size_t n_highlights;
};

enum out_style {
	OUT_PLAIN,	/* table on a terminal, else tab-separated without a header */
	OUT_JSON,
	OUT_CSV,
};

struct out;

struct out_class {
	void (*begin)(struct out *o);
	void (*row)(struct out *o, const struct row *row);
	void (*end)(struct out *o);
};

struct out {
	const struct out_class *class;
	/* set by whoever makes it */
	int fd, error_fd;	/* -1: flush keeps the bytes, for tests and screens */
	bool terminal, error_terminal, color;
	size_t width;		/* columns of the terminal */
	char line_end;
	/* the list being put out */
	const struct column *columns;
	size_t n_columns;
	struct format_writer format;
	const struct column *last_columns;	/* whose CSV header was put out last */
	/* rows a terminal table waits for, to know how wide its columns are */
	struct arena arena;
	struct {
		struct row *p;
		size_t n, cap;
	} waiting;
	size_t *widths;
	/* what waits for flush */
	struct buf bytes;
	struct buf notices;
	int spill_fd;		/* what came before bytes when that was much; -1 if there is none */
};

/* To descriptors; what they are is looked at once, here. */
void out_init(struct out *o, int fd, int error_fd);
void out_release(struct out *o);

/* The style holds for the lists that follow. */
void out_set_style(struct out *o, enum out_style style);

void out_begin(struct out *o, const struct column *columns, size_t n_columns);
void out_row(struct out *o, const struct row *row);

/* A row without highlights. */
void out_fields(struct out *o, const struct field *fields, struct place place);
void out_end(struct out *o);

/* Text for people in place of rows: help. Filtered on a terminal. */
void out_text(struct out *o, struct str text);

/* Bytes of an export; a terminal gets them filtered. */
void out_bytes(struct out *o, struct str bytes);

/* A line on standard error: what a person should know beside the result. */
void out_notice(struct out *o, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* How far output has come, and back to there. Only between lists. */
struct out_mark {
	size_t bytes, notices;
	const struct column *last_columns;
};
struct out_mark out_mark(const struct out *o);
void out_rewind(struct out *o, struct out_mark mark);

/* Hands everything to the descriptors. */
bool out_flush(struct out *o, struct error *err);

/*
 * Called now and then by commands that only read: once there is much, it goes
 * to a temporary file, so that neither memory nor a slow reader of our output
 * sets how long a transaction stays open.
 */
bool out_flush_some(struct out *o, struct error *err);

extern const struct out_class out_class_plain;
extern const struct out_class out_class_json;
extern const struct out_class out_class_csv;

#endif
