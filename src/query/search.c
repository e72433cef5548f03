/* SPDX-License-Identifier: MIT */
#include "query/search.h"

#include <stdlib.h>

#include "base/vec.h"
#include "notebook/document.h"
#include "notebook/number.h"
#include "notebook/span_index.h"

/*
 * Reading an annotation by its number costs some four times as much as meeting
 * it on a walk over all; documents are gone through one by one only if they
 * are at most this part of the notebook.
 */
#define FEW_DOCUMENTS 4

/* What a walk does with each annotation that the query could be about. */
typedef void visit_fn(void *arg, struct query_item *item);

struct numbers {
	uint32_t *p;
	size_t n, cap;
};

static int
compare_numbers(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

/* The annotations of one document; one with several parts is met several times. */
static bool
add_numbers(struct numbers *numbers, const struct reader *r, uint32_t document,
            struct error *err)
{
	struct span_walk walk;
	struct span_row row;

	span_walk_open(&walk, r, document, (struct span){ 0, SPOOL_MAX });
	while (span_walk_next(&walk, &row))
		vec_push(numbers, row.annotation);
	return span_walk_close(&walk, err);
}

static bool
visit_documents(const struct reader *r, const uint32_t *documents, size_t n_documents,
                visit_fn *visit, void *arg, struct error *err)
{
	struct numbers numbers = VEC_INIT;
	struct arena arena = ARENA_INIT;
	struct query_item item;
	struct annotation a;
	bool ok = true;

	query_item_init(&item);
	for (size_t i = 0; ok && i < n_documents; i++)
		ok = add_numbers(&numbers, r, documents[i], err);
	if (numbers.n > 0)
		qsort(numbers.p, numbers.n, sizeof(*numbers.p), compare_numbers);
	for (size_t i = 0; ok && i < numbers.n; i++) {
		if (i > 0 && numbers.p[i] == numbers.p[i - 1])
			continue;
		arena_reset(&arena);
		ok = annotation_get(r, numbers.p[i], &arena, &a, err);
		if (ok) {
			query_item_set(&item, &a);
			visit(arg, &item);
		}
	}
	query_item_release(&item);
	arena_release(&arena);
	vec_release(&numbers);
	return ok;
}

static bool
visit_all(const struct reader *r, visit_fn *visit, void *arg, struct error *err)
{
	struct annotation_walk walk;
	struct query_item item;
	struct annotation a;

	query_item_init(&item);
	annotation_walk_open(&walk, r);
	while (annotation_walk_next(&walk, &a)) {
		query_item_set(&item, &a);
		visit(arg, &item);
	}
	query_item_release(&item);
	return annotation_walk_close(&walk, err);
}

static bool
visit_candidates(const struct reader *r, const struct query *q, visit_fn *visit, void *arg,
                 struct error *err)
{
	size_t n;
	const uint32_t *documents = query_documents(q, &n);
	uint32_t last;

	if (!documents)
		return visit_all(r, visit, arg, err);
	if (!number_last(r, NUMBER_DOCUMENT, &last, err))
		return false;
	if (n > last / FEW_DOCUMENTS)
		return visit_all(r, visit, arg, err);
	return visit_documents(r, documents, n, visit, arg, err);
}

struct finding {
	const struct query *q;
	struct search *s;
};

static void
find_hit(void *arg, struct query_item *item)
{
	struct finding *f = arg;
	const struct annotation *a = item->annotation;

	if (!query_matches(f->q, item))
		return;
	struct span outer = annotation_outer(a);
	vec_push(&f->s->hits, (struct search_hit){
		a->document, (uint32_t)outer.start, (uint32_t)outer.end, a->number });
}

static int
compare_hits(const void *a, const void *b)
{
	const struct search_hit *x = a, *y = b;

	if (x->document != y->document)
		return x->document < y->document ? -1 : 1;
	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	if (x->end != y->end)
		return x->end < y->end ? -1 : 1;
	return (x->annotation > y->annotation) - (x->annotation < y->annotation);
}

void
search_open(struct search *s, const struct reader *r, const struct query *q)
{
	struct finding f = { q, s };

	*s = (struct search){ .hits = VEC_INIT };
	if (!visit_candidates(r, q, find_hit, &f, &s->error))
		vec_reset(&s->hits);
	if (s->hits.n > 0)
		qsort(s->hits.p, s->hits.n, sizeof(*s->hits.p), compare_hits);
}

bool
search_next(struct search *s, struct search_hit *hit)
{
	if (s->next == s->hits.n)
		return false;
	*hit = s->hits.p[s->next++];
	return true;
}

bool
search_close(struct search *s, struct error *err)
{
	vec_release(&s->hits);
	if (s->error.code == ERROR_NONE)
		return true;
	*err = s->error;
	return false;
}

struct counting {
	const struct query *q;
	uint64_t n;
};

static void
count_hit(void *arg, struct query_item *item)
{
	struct counting *c = arg;

	c->n += query_matches(c->q, item);
}

bool
search_count(const struct reader *r, const struct query *q, uint64_t *n, struct error *err)
{
	struct counting c = { q, 0 };

	if (!visit_candidates(r, q, count_hit, &c, err))
		return false;
	*n = c.n;
	return true;
}

/* For each document a bit for each term: whether one of its annotations made it hold. */
struct tally {
	const struct query *q;
	struct numbers documents;	/* those it could be, rising */
	uint64_t *bits;
	size_t n_words;			/* of bits, for each document */
};

static void
note_terms(void *arg, struct query_item *item)
{
	struct tally *t = arg;
	uint32_t document = item->annotation->document;
	uint32_t *at = t->documents.n == 0 ? NULL :
		bsearch(&document, t->documents.p, t->documents.n, sizeof(*at), compare_numbers);

	if (!at)
		return;
	uint64_t *bits = t->bits + (size_t)(at - t->documents.p) * t->n_words;
	size_t n = query_n_terms(t->q);
	for (size_t i = 0; i < n; i++) {
		uint64_t bit = UINT64_C(1) << i % 64;
		if (!(bits[i / 64] & bit) && query_term_matches(t->q, i, item))
			bits[i / 64] |= bit;
	}
}

static bool
collect_documents(const struct reader *r, const struct query *q, struct numbers *numbers,
                  struct error *err)
{
	struct document_walk walk;
	struct document d;
	size_t n;
	const uint32_t *documents = query_documents(q, &n);

	for (size_t i = 0; documents && i < n; i++)
		vec_push(numbers, documents[i]);
	if (documents)
		return true;
	document_walk_open(&walk, r);
	while (document_walk_next(&walk, &d))
		vec_push(numbers, d.number);
	return document_walk_close(&walk, err);
}

/* Those of the documents whose terms make the query hold, in the arena. */
static void
keep_matching(const struct tally *t, struct arena *arena, uint32_t **numbers, size_t *n)
{
	size_t n_terms = query_n_terms(t->q);
	bool *holds = arena_zero(arena, n_terms, sizeof(*holds));

	*numbers = arena_alloc(arena, t->documents.n * sizeof(**numbers));
	*n = 0;
	for (size_t d = 0; d < t->documents.n; d++) {
		const uint64_t *bits = t->bits + d * t->n_words;

		for (size_t i = 0; i < n_terms; i++)
			if (!query_term_of_document(t->q, i, t->documents.p[d], &holds[i]))
				holds[i] = bits[i / 64] >> i % 64 & 1;
		if (query_holds(t->q, holds))
			(*numbers)[(*n)++] = t->documents.p[d];
	}
}

bool
search_documents(const struct reader *r, const struct query *q, struct arena *arena,
                 uint32_t **numbers, size_t *n, struct error *err)
{
	struct tally t = { .q = q, .documents = VEC_INIT };
	bool ok = collect_documents(r, q, &t.documents, err);

	t.n_words = query_n_terms(q) / 64 + 1;
	t.bits = mem_zero((t.documents.n * t.n_words + 1) * sizeof(*t.bits));
	ok = ok && (query_n_terms(q) == 0 || visit_candidates(r, q, note_terms, &t, err));
	if (ok)
		keep_matching(&t, arena, numbers, n);
	mem_free(t.bits);
	vec_release(&t.documents);
	return ok;
}
