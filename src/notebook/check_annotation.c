/* SPDX-License-Identifier: MIT */
#include "notebook/check_annotation.h"

#include <stdlib.h>

#include "base/vec.h"
#include "notebook/annotation.h"
#include "notebook/counter.h"
#include "notebook/document.h"
#include "notebook/schema.h"
#include "notebook/span_index.h"

struct state {
	/* The document of the annotation before, which most often is the next one's too. */
	uint32_t document;
	enum checker_state found;
	struct body body;
	bool readable;
	/* Label and document of each annotation, 32 bits each, for the counters. */
	VEC(uint64_t) pairs;
	uint64_t n_senseless;
};

static uint64_t
pair_of(uint32_t label, uint32_t document)
{
	return (uint64_t)label << 32 | document;
}

static bool
is_readable(const struct checker *c, const struct digest *digest)
{
	for (size_t i = 0; i < c->unreadable.n; i++)
		if (memcmp(c->unreadable.p[i].bytes, digest->bytes, DIGEST_SIZE) == 0)
			return false;
	return true;
}

static bool
go_to_document(struct checker *c, struct state *s, uint32_t number, struct error *err)
{
	struct document d;

	if (s->document == number)
		return true;
	s->document = number;
	if (!checker_sort(document_get(c->r, number, &c->arena, &d, err), &s->found, err))
		return false;
	if (s->found != CHECKER_WHOLE)
		return true;
	s->readable = is_readable(c, &d.digest);
	/* That a text is missing was found with its document. */
	return checker_sort(document_body(c->r, &d, &s->body, err), &s->found, err);
}

static bool
check_label(struct checker *c, const struct annotation *a, struct error *err)
{
	enum checker_state state;
	struct image image;

	if (!checker_sort(object_get(c->r, OBJECT_LABEL, a->label, &image, err), &state, err))
		return false;
	if (state == CHECKER_WHOLE && !image.exists)
		checker_found(c, "annotation %u has the label number %u, which does not exist: give it "
		              "another with edit", a->number, a->label);
	return true;
}

/* That its parts may stand in the text as they do, and cut its quote out of it. */
static bool
check_quote(struct checker *c, struct state *s, const struct annotation *a, struct error *err)
{
	struct annotation again = *a;
	struct error wrong;

	if (!go_to_document(c, s, a->document, err))
		return false;
	if (s->found == CHECKER_ABSENT)
		checker_found(c, "annotation %u is of document %u, which does not exist: untag it",
		              a->number, a->document);
	if (s->found != CHECKER_WHOLE || !s->readable)
		return true;
	if (!annotation_set_parts(&again, &s->body, a->parts, a->n_parts, &c->arena, &wrong))
		checker_found(c, "annotation %u in document %u: %s: set its span anew with edit",
		              a->number, a->document, wrong.text);
	else if (!str_eq(again.quote, a->quote))
		checker_found(c, "annotation %u: its quote is not what its span holds in document %u: set "
		              "its span anew with edit", a->number, a->document);
	return true;
}

static bool
check_part(struct checker *c, const struct annotation *a, size_t part, struct error *err)
{
	struct span_row row = { a->document, a->number, a->label, a->parts[part] };
	struct span_row stored = row;
	enum checker_state state;
	bool found;

	if (!checker_sort(span_index_find(c->r, &stored, &found, err), &state, err))
		return false;
	if (state != CHECKER_WHOLE)
		return true;
	if (!found)
		checker_found(c, "annotation %u is missing from the span index: it is not seen in "
		              "document %u", a->number, a->document);
	else if (stored.label != row.label || !span_eq(stored.span, row.span))
		checker_found(c, "annotation %u has another span or label in the span index of document %u",
		              a->number, a->document);
	return true;
}

static bool
check_record(struct checker *c, struct str key, struct str content, void *arg, struct error *err)
{
	struct state *s = arg;
	struct annotation a;
	struct str rest = key;
	uint32_t number = 0;

	key_take_u32(&rest, &number);
	if (rest.len > 0 || !annotation_decode(key, content, &c->arena, &a)) {
		s->n_senseless++;
		checker_found(c, "the record of annotation %u makes no sense: put a backup in its place",
		              number);
		return true;
	}
	c->result->annotations++;
	vec_push(&s->pairs, pair_of(a.label, a.document));
	if (!checker_object(c, NUMBER_ANNOTATION, number, content, err) ||
	    !check_label(c, &a, err) || !check_quote(c, s, &a, err))
		return false;
	for (size_t i = 0; i < a.n_parts; i++)
		if (!check_part(c, &a, i, err))
			return false;
	return true;
}

static bool
has_part_at(const struct annotation *a, uint32_t document, size_t start)
{
	for (size_t i = 0; i < a->n_parts; i++)
		if (a->document == document && a->parts[i].start == start)
			return true;
	return false;
}

/* A row of the span index; one that differs from its part was found with the annotation. */
static bool
check_span_row(struct checker *c, struct str key, struct str content, void *arg,
               struct error *err)
{
	bool in_long = *(const unsigned *)arg == TABLE_LONG_SPANS;
	struct key k = { .len = 0 };
	enum checker_state state;
	struct annotation a;
	struct span_row row;

	if (!span_index_decode(key, content, &row)) {
		checker_found(c, "a row of the span index makes no sense");
		return true;
	}
	if ((row.span.end - row.span.start > SPAN_INDEX_LONG) != in_long)
		checker_found(c, "annotation %u is in the wrong one of the span indexes of document %u",
		              row.annotation, row.document);
	key_add_u32(&k, row.annotation);
	if (!checker_sort(table_get(&c->r->txn, TABLE_ANNOTATIONS, &k, &content, err), &state, err))
		return false;
	if (state == CHECKER_ABSENT)
		checker_found(c, "the span index of document %u has a row for annotation %u, which does "
		              "not exist", row.document, row.annotation);
	else if (state == CHECKER_WHOLE && annotation_decode(key_str(&k), content, &c->arena, &a) &&
	         !has_part_at(&a, row.document, row.span.start))
		checker_found(c, "the span index of document %u has a row for annotation %u at byte %zu, "
		              "where it has no part", row.document, row.annotation, row.span.start);
	return true;
}

static int
compare_pairs(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

/* How many pairs are less than this one, or equal to it if that is wanted. */
static size_t
n_pairs_up_to(const struct state *s, uint64_t pair, bool inclusive)
{
	size_t low = 0, high = s->pairs.n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		uint64_t at = s->pairs.p[middle];
		if (at < pair || (inclusive && at == pair))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static uint64_t
count_pairs(const struct state *s, uint64_t first, uint64_t last)
{
	return n_pairs_up_to(s, last, true) - n_pairs_up_to(s, first, false);
}

static bool
check_counter(struct checker *c, struct str key, struct str content, void *arg,
              struct error *err)
{
	const struct state *s = arg;
	uint32_t document = 0, label;
	uint64_t n, real;

	(void)err;
	char kind = key.len > 0 ? key.p[0] : '\0';
	key = str_skip(key, key.len > 0);
	if ((kind != 'l' && kind != 'd') || (kind == 'd' && !key_take_u32(&key, &document)) ||
	    !key_take_u32(&key, &label) || key.len > 0 || !key_take_u64(&content, &n) ||
	    content.len > 0) {
		checker_found(c, "a record of the table counts makes no sense");
		return true;
	}
	if (kind == 'l')
		real = count_pairs(s, pair_of(label, 0), pair_of(label, UINT32_MAX));
	else
		real = count_pairs(s, pair_of(label, document), pair_of(label, document));
	if (n == real)
		return true;
	if (kind == 'l')
		checker_found(c, "the counter of label number %u says %llu, but there are %llu annotations",
		              label, (unsigned long long)n, (unsigned long long)real);
	else
		checker_found(c, "the counter of label number %u in document %u says %llu, but there are "
		              "%llu annotations", label, document, (unsigned long long)n,
		              (unsigned long long)real);
	return true;
}

/* Counters that ought to be there; what those that are say was compared before. */
static bool
need_counters(struct checker *c, const struct state *s, struct error *err)
{
	enum checker_state state;
	uint64_t n;

	for (size_t i = 0; i < s->pairs.n; i++) {
		uint64_t pair = s->pairs.p[i], before = i ? s->pairs.p[i - 1] : 0;
		uint32_t label = (uint32_t)(pair >> 32), document = (uint32_t)pair;

		if (i > 0 && pair == before)
			continue;
		if (!checker_sort(counter_of_pair(c->r, document, label, &n, err), &state, err))
			return false;
		if (state == CHECKER_WHOLE && n == 0)
			checker_found(c, "the counter of label number %u in document %u is missing", label,
			              document);
		if (i > 0 && label == before >> 32)
			continue;
		if (!checker_sort(counter_of_label(c->r, label, &n, err), &state, err))
			return false;
		if (state == CHECKER_WHOLE && n == 0)
			checker_found(c, "the counter of label number %u is missing", label);
	}
	return true;
}

static bool
check_counters(struct checker *c, struct state *s, uint64_t n_unknown, struct error *err)
{
	if (n_unknown > 0) {
		checker_found(c, "the counters were not compared, since %llu annotations cannot be read",
		              (unsigned long long)n_unknown);
		return checker_walk(c, TABLE_COUNTS, NULL, NULL, err);
	}
	if (s->pairs.n > 0)
		qsort(s->pairs.p, s->pairs.n, sizeof(*s->pairs.p), compare_pairs);
	return checker_walk(c, TABLE_COUNTS, check_counter, s, err) && need_counters(c, s, err);
}

bool
check_annotation(struct checker *c, struct error *err)
{
	struct state s = { .found = CHECKER_ABSENT, .pairs = VEC_INIT };
	unsigned spans = TABLE_SPANS, long_spans = TABLE_LONG_SPANS;
	uint64_t before = c->n_damaged;

	bool ok = checker_walk(c, TABLE_ANNOTATIONS, check_record, &s, err);
	uint64_t n_unknown = c->n_damaged - before + s.n_senseless;
	ok = ok && checker_walk(c, spans, check_span_row, &spans, err) &&
	     checker_walk(c, long_spans, check_span_row, &long_spans, err) &&
	     check_counters(c, &s, n_unknown, err);
	vec_release(&s.pairs);
	return ok;
}
