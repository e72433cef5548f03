/* SPDX-License-Identifier: MIT */
#ifndef QUERY_SEARCH_H
#define QUERY_SEARCH_H

#include <stdbool.h>
#include <stdint.h>

#include "notebook/notebook.h"
#include "query/query.h"

/*
 * Runs a query by walking the annotation records, or the spans of the
 * documents that the query names.
 *
 *	search_open(&s, r, query);
 *	while (search_next(&s, &hit))
 *		...;
 *	ok = search_close(&s, err);
 */

struct search_hit {
	uint32_t document;
	uint32_t start, end;	/* outer bytes */
	uint32_t annotation;
};

struct search {
	struct {
		struct search_hit *p;
		size_t n, cap;
	} hits;
	size_t next;
	struct error error;
};

/* Finds all hits, in document order: by document, start, end, annotation. */
void search_open(struct search *s, const struct reader *r, const struct query *q);
bool search_next(struct search *s, struct search_hit *hit);
bool search_close(struct search *s, struct error *err);

/* How many there are, without remembering or sorting them. */
bool search_count(const struct reader *r, const struct query *q, uint64_t *n, struct error *err);

/* Numbers of the documents that match, rising, in the arena. */
bool search_documents(const struct reader *r, const struct query *q, struct arena *arena,
                      uint32_t **numbers, size_t *n, struct error *err);

#endif
