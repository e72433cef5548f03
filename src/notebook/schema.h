/* SPDX-License-Identifier: MIT */
#ifndef NOTEBOOK_SCHEMA_H
#define NOTEBOOK_SCHEMA_H

#include "store/store.h"

/*
 * The tables of a notebook and their keys (d document, a annotation, l label:
 * 32 bits each, big-endian; s journal sequence: 64 bits).
 *
 * Documents, annotations and labels are objects (object.h): they change by one
 * door only, which keeps the tables marked "derived" and the journal in step.
 */

enum table {
	TABLE_NUMBERS,		/* name: the last number given out */
	TABLE_DOCUMENTS,	/* d: object */
	TABLE_ANNOTATIONS,	/* a: object */
	TABLE_LABELS,		/* l: object */
	TABLE_TEXTS,		/* SHA-256: the text itself, raw */
	TABLE_CHECKPOINTS,	/* SHA-256, piece: place and CRC of each 64 KiB of text */
	TABLE_CONTENTS,		/* SHA-256, d: nothing; derived */
	TABLE_SOURCES,		/* SHA-256 of path or address, d: nothing; derived */
	TABLE_SPANS,		/* d, start, a: end, l; derived */
	TABLE_LONG_SPANS,	/* the same of those over SPAN_INDEX_LONG bytes; derived */
	TABLE_COUNTS,		/* 'l' l, and 'd' d l: number of annotations; derived */
	TABLE_JOURNAL,		/* writer, s, piece: entry header, then changes */
	TABLE_SETTINGS,		/* name: value */
	TABLE_N,
};

extern const struct store_schema schema_notebook;

#endif
