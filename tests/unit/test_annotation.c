/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "base/vec.h"
#include "notebook/counter.h"
#include "notebook/span_index.h"
#include "tests/unit/fixture.h"

/* Annotations and their rules, the span index, counters, labels. */

/* What may be annotated: e with an accent, a family, two flags, a Hangul syllable in parts. */
static const char clusters[] = "e\u0301 \U0001F468\u200D\U0001F469\u200D\U0001F467 "
                               "\U0001F1E9\U0001F1EA\U0001F1EB\U0001F1F7 \u1112\u1161\u11AB end";

static const struct {
	size_t n_parts;
	struct span parts[3];
	enum error_code code;
	const char *message;	/* a part of it; the quote if there is no error */
} rules[] = {
	{ 1, { { 0, 3 } }, ERROR_NONE, "e\u0301" },
	{ 1, { { 4, 22 } }, ERROR_NONE, "\U0001F468\u200D\U0001F469\u200D\U0001F467" },
	{ 1, { { 31, 39 } }, ERROR_NONE, "\U0001F1EB\U0001F1F7" },
	{ 1, { { 0, 53 } }, ERROR_NONE, clusters },
	{ 2, { { 0, 3 }, { 50, 53 } }, ERROR_NONE, "e\u0301 end" },
	{ 3, { { 0, 3 }, { 3, 4 }, { 50, 53 } }, ERROR_NONE, "e\u0301   end" },
	{ 0, { { 0, 0 } }, ERROR_LIMIT, "1 to 64 parts" },
	{ 1, { { 0, 1 } }, ERROR_CONFLICT, "offset 1 is inside the character at 0:2" },
	{ 1, { { 0, 2 } }, ERROR_CONFLICT, "inside the character" },
	{ 1, { { 1, 3 } }, ERROR_CONFLICT, "offset 1 is inside the character at 0:2" },
	{ 1, { { 4, 8 } }, ERROR_CONFLICT, "offset 4 is inside the character at 3:8" },
	{ 1, { { 11, 22 } }, ERROR_CONFLICT, "offset 5 is inside the character at 3:8" },
	{ 1, { { 23, 27 } }, ERROR_CONFLICT, "offset 10 is inside the character at 9:11" },
	{ 1, { { 27, 35 } }, ERROR_CONFLICT, "offset 10 is inside the character at 9:11" },
	{ 1, { { 40, 43 } }, ERROR_CONFLICT, "offset 15 is inside the character at 14:17" },
	{ 1, { { 50, 50 } }, ERROR_CONFLICT, "the span at 18 is empty" },
	{ 1, { { 53, 53 } }, ERROR_CONFLICT, "is empty" },
	{ 1, { { 53, 50 } }, ERROR_CONFLICT, "ends before it starts" },
	{ 1, { { 50, 54 } }, ERROR_LIMIT, "which has 21 characters" },
	{ 1, { { 60, 70 } }, ERROR_LIMIT, "outside the document" },
	{ 1, { { (size_t)-1, 3 } }, ERROR_CONFLICT, "ends before it starts" },
	{ 2, { { 50, 53 }, { 0, 3 } }, ERROR_CONFLICT, "out of order" },
	{ 2, { { 0, 4 }, { 3, 22 } }, ERROR_CONFLICT, "overlaps" },
	{ 2, { { 0, 3 }, { 50, 54 } }, ERROR_LIMIT, "outside the document" },
	{ 2, { { 0, 3 }, { 51, 51 } }, ERROR_CONFLICT, "the span at 19 is empty" },
};

static void
test_rules(struct notebook *nb)
{
	struct arena arena = ARENA_INIT;
	struct annotation a;
	struct writer w;
	struct body body;

	fixture_write(nb, &w, "add");
	uint32_t number = fixture_add(&w, str_from(clusters), NULL);
	fixture_commit(&w);
	struct reader r = fixture_read(nb);
	fixture_body(&r, number, &body);
	for (size_t i = 0; i < COUNT(rules); i++) {
		a = (struct annotation){ 0 };
		err = (struct error){ 0 };
		bool ok = annotation_set_parts(&a, &body, rules[i].parts, rules[i].n_parts, &arena, &err);
		tap_ok(ok == (rules[i].code == ERROR_NONE) && err.code == rules[i].code,
		       "rule %zu (%s)", i, err.text);
		if (ok)
			tap_is(a.quote.p, a.quote.len, rules[i].message, strlen(rules[i].message),
			       "its quote");
		else
			tap_ok(strstr(err.text, rules[i].message), "it says '%s'", rules[i].message);
	}
	notebook_read_end(&r);
	arena_release(&arena);
}

static void
test_limits(struct notebook *nb)
{
	struct span parts[ANNOTATION_PARTS_MAX + 1];
	struct arena arena = ARENA_INIT;
	struct buf text = BUF_INIT;
	struct annotation a;
	struct writer w;
	struct body body;

	for (size_t i = 0; i < COUNT(parts); i++)
		parts[i] = (struct span){ 2 * i, 2 * i + 1 };
	buf_add_repeat(&text, 'x', ANNOTATION_QUOTE_MAX + 1);
	fixture_write(nb, &w, "add");
	uint32_t number = fixture_add(&w, buf_str(&text), NULL);
	fixture_commit(&w);
	struct reader r = fixture_read(nb);
	fixture_body(&r, number, &body);
	tap_ok(annotation_set_parts(&a, &body, parts, ANNOTATION_PARTS_MAX, &arena, &err) &&
	       a.quote.len == 2 * ANNOTATION_PARTS_MAX - 1, "as many parts as may be");
	tap_ok(!annotation_set_parts(&a, &body, parts, ANNOTATION_PARTS_MAX + 1, &arena, &err) &&
	       err.code == ERROR_LIMIT, "one more");
	parts[0] = (struct span){ 0, ANNOTATION_QUOTE_MAX };
	tap_ok(annotation_set_parts(&a, &body, parts, 1, &arena, &err) &&
	       a.quote.len == ANNOTATION_QUOTE_MAX, "the longest quote");
	parts[0].end++;
	tap_ok(!annotation_set_parts(&a, &body, parts, 1, &arena, &err) && err.code == ERROR_LIMIT,
	       "one byte more");
	notebook_read_end(&r);

	fixture_write(nb, &w, "tag");
	uint32_t big = fixture_tag(&w, number, 1, 0, ANNOTATION_QUOTE_MAX);
	fixture_commit(&w);
	r = fixture_read(nb);
	tap_ok(annotation_get(&r, big, &arena, &a, &err) &&
	       str_eq(a.quote, str_slice(buf_str(&text), 0, ANNOTATION_QUOTE_MAX)), "comes back");
	notebook_read_end(&r);
	tap_ok(fixture_clean(nb), "the check is clean");
	arena_release(&arena);
	buf_release(&text);
}

static void
test_annotation(struct notebook *nb)
{
	static const struct span parts[] = { { 0, 3 }, { 50, 53 } };
	struct arena arena = ARENA_INIT;
	struct annotation a, b;
	struct writer w;
	uint32_t same;

	fixture_write(nb, &w, "tag");
	uint32_t document = fixture_add(&w, str_from(clusters), "/tmp/clusters");
	uint32_t number = fixture_tag_parts(&w, document, 2, parts, 2, STR("a note"));
	need(annotation_get(&w.reader, number, &arena, &a, &err), "get");
	a.value = (struct value){ STR("1"), STR("0"), STR("2"), STR("EUR") };
	a.entity = STR("Entity");
	need(annotation_put(&w, &a, &err), "put");
	fixture_commit(&w);

	fixture_write(nb, &w, "tag");
	need(annotation_get(&w.reader, number, &arena, &b, &err), "get");
	tap_ok(b.number == number && b.document == document && b.label == 2 && b.n_parts == 2 &&
	       span_eq(b.parts[1], parts[1]) && str_eq(b.quote, STR("e\u0301 end")) &&
	       str_eq(b.note, STR("a note")) && str_eq(b.entity, STR("Entity")) &&
	       str_eq(b.value.unit, STR("EUR")) && str_eq(b.value.high, STR("2")) &&
	       str_eq(b.author, STR("tester")) && str_eq(b.origin, STR("hand")) &&
	       b.created > 0 && b.updated >= b.created, "an annotation comes back");

	b.number = 0;
	tap_ok(annotation_find_same(&w.reader, &b, &same, &err) && same == number,
	       "the same again is found");
	b.label = 3;
	tap_ok(annotation_find_same(&w.reader, &b, &same, &err) && same == 0, "another label is not");
	b.label = 2;
	b.n_parts = 1;
	tap_ok(annotation_find_same(&w.reader, &b, &same, &err) && same == 0, "nor its first part");
	b.n_parts = 2;
	b.document--;
	tap_ok(annotation_find_same(&w.reader, &b, &same, &err) && same == 0, "nor another document");

	int64_t updated = a.updated;
	need(annotation_put(&w, &a, &err), "put");
	tap_ok(w.journal.sequence == 0 && a.updated == updated, "putting the same changes nothing");
	tap_ok(annotation_remove(&w, number, &err) &&
	       !annotation_get(&w.reader, number, &arena, &b, &err) && err.code == ERROR_NOT_FOUND,
	       "one that was removed is gone");
	tap_ok(!annotation_remove(&w, number, &err) && err.code == ERROR_NOT_FOUND, "and only once");
	fixture_commit(&w);
	fixture_write(nb, &w, "tag");
	tap_ok(fixture_tag(&w, document, 2, 0, 3) > number, "its number is not used again");
	fixture_commit(&w);
	tap_ok(fixture_clean(nb), "the check is clean");
	arena_release(&arena);
}

/* Span walks against a list of all parts */

typedef VEC(struct span_row) row_vec;

static bool
is_long(const struct span_row *row)
{
	return row->span.end - row->span.start > SPAN_INDEX_LONG;
}

static int
compare_rows(const void *a, const void *b)
{
	const struct span_row *x = a, *y = b;

	if (is_long(x) != is_long(y))
		return is_long(x) ? 1 : -1;
	if (x->span.start != y->span.start)
		return x->span.start < y->span.start ? -1 : 1;
	return x->annotation < y->annotation ? -1 : x->annotation > y->annotation;
}

static bool
touches(struct span span, struct span stretch)
{
	if (stretch.start == stretch.end)
		return span.start <= stretch.start && stretch.start < span.end;
	return span_overlaps(span, stretch);
}

static bool
walk_agrees(const struct reader *r, uint32_t document, const row_vec *rows, struct span stretch)
{
	struct span_walk walk;
	struct span_row row;
	bool same = true;

	span_walk_open(&walk, r, document, stretch);
	for (size_t i = 0; i < rows->n; i++) {
		const struct span_row *want = &rows->p[i];
		if (want->document == document && touches(want->span, stretch))
			same &= span_walk_next(&walk, &row) && row.annotation == want->annotation &&
			        row.label == want->label && row.document == document &&
			        span_eq(row.span, want->span);
	}
	same &= !span_walk_next(&walk, &row);
	return span_walk_close(&walk, &err) && same;
}

static size_t
random_length(void)
{
	static const size_t lengths[] = { 1, 20, 300, SPAN_INDEX_LONG - 1, SPAN_INDEX_LONG,
	                                  SPAN_INDEX_LONG + 1, 3 * SPAN_INDEX_LONG };
	size_t most = lengths[scratch_below(COUNT(lengths))];

	return scratch_below(2) ? most : 1 + scratch_below(most);
}

#define WALK_LEN ((size_t)60000)

static void
tag_randomly(struct writer *w, const uint32_t documents[2], row_vec *rows)
{
	for (int i = 0; i < 500; i++) {
		struct span_row row = {
			.document = documents[scratch_below(2)], .label = 1 + (uint32_t)scratch_below(5),
		};
		row.span.start = scratch_below(WALK_LEN);
		row.span.end = row.span.start + random_length();
		if (row.span.end > WALK_LEN)
			row.span.end = WALK_LEN;
		row.annotation = fixture_tag(w, row.document, row.label, row.span.start, row.span.end);
		vec_push(rows, row);
	}
}

static void
test_span_walk(struct notebook *nb)
{
	struct buf text = BUF_INIT;
	row_vec rows = VEC_INIT;
	uint32_t documents[2];
	struct writer w;
	bool same = true, points = true;

	buf_add_repeat(&text, 'x', WALK_LEN);
	fixture_write(nb, &w, "tag");
	documents[0] = fixture_add(&w, buf_str(&text), NULL);
	buf_add_char(&text, 'y');
	documents[1] = fixture_add(&w, buf_str(&text), NULL);
	tag_randomly(&w, documents, &rows);
	fixture_commit(&w);
	qsort(rows.p, rows.n, sizeof(*rows.p), compare_rows);

	struct reader r = fixture_read(nb);
	for (int i = 0; i < 1500; i++) {
		size_t start = scratch_below(WALK_LEN), end = start + 1 + scratch_below(i % 2 ? 2000 : 30);
		const struct span_row *row = &rows.p[scratch_below(rows.n)];
		if (i % 3 == 0)
			start = row->span.end, end = start + 5;
		if (i % 3 == 1)
			end = row->span.start, start = end > 5 ? end - 5 : 0;
		same &= walk_agrees(&r, documents[i % 2], &rows, (struct span){ start, end });
		points &= walk_agrees(&r, documents[i % 2], &rows, (struct span){ start, start });
	}
	tap_ok(same, "stretches hold the spans that touch them, short and long");
	tap_ok(points, "and places those that are on them");
	tap_ok(walk_agrees(&r, documents[0], &rows, (struct span){ 0, WALK_LEN }), "all of one");
	tap_ok(walk_agrees(&r, documents[0], &rows, (struct span){ WALK_LEN, WALK_LEN }), "the end");
	tap_ok(walk_agrees(&r, 9999, &rows, (struct span){ 0, WALK_LEN }), "no such document");
	notebook_read_end(&r);
	tap_ok(fixture_clean(nb), "the check is clean");
	vec_release(&rows);
	buf_release(&text);
}

/* Counters */

static void
count_naively(const struct reader *r, uint32_t document, uint32_t label, uint64_t counts[3])
{
	struct annotation_walk walk;
	struct annotation a;

	memset(counts, 0, 3 * sizeof(*counts));
	annotation_walk_open(&walk, r);
	while (annotation_walk_next(&walk, &a)) {
		counts[0] += a.label == label;
		counts[1] += a.label == label && a.document == document;
		counts[2] += a.document == document;
	}
	need(annotation_walk_close(&walk, &err), "walk");
}

static void
test_counters(struct notebook *nb)
{
	struct reader r = fixture_read(nb);
	uint64_t want[3], got[3];
	uint32_t n_documents;
	bool same = true;

	need(number_last(&r, NUMBER_DOCUMENT, &n_documents, &err), "last");
	for (uint32_t document = 1; document <= n_documents + 1; document++) {
		for (uint32_t label = 1; label <= 6; label++) {
			count_naively(&r, document, label, want);
			need(counter_of_label(&r, label, &got[0], &err) &&
			     counter_of_pair(&r, document, label, &got[1], &err) &&
			     counter_of_document(&r, document, &got[2], &err), "counter");
			same &= memcmp(want, got, sizeof(got)) == 0;
		}
	}
	tap_ok(same, "counters say what there is");
	notebook_read_end(&r);
}

/* Labels */

static const struct {
	const char *name, *key, *color;
	enum error_code code;
} labels[] = {
	{ "product", "P", "red", ERROR_NONE },
	{ "Product", "", "", ERROR_NONE },
	{ "two words", "", "", ERROR_NONE },
	{ "produit fini \u00E9", "\u00E9", "bright-blue", ERROR_NONE },
	{ "product", "", "", ERROR_EXISTS },
	{ "company", "", "", ERROR_EXISTS },
	{ "clash", "c", "", ERROR_EXISTS },
	{ "clash", "P", "", ERROR_EXISTS },
	{ "", "", "", ERROR_LIMIT },
	{ " blank", "", "", ERROR_USAGE },
	{ "blank\t", "", "", ERROR_USAGE },
	{ "new\nline", "", "", ERROR_USAGE },
	{ "long key", "xy", "", ERROR_USAGE },
	{ "blank key", " ", "", ERROR_USAGE },
	{ "colour", "", "mauve", ERROR_USAGE },
	{ "0123456789012345678901234567890123456789012345678901234567890123"
	  "0123456789012345678901234567890123456789012345678901234567890123", "", "", ERROR_NONE },
	{ "0123456789012345678901234567890123456789012345678901234567890123"
	  "0123456789012345678901234567890123456789012345678901234567890123x", "", "", ERROR_LIMIT },
};

static void
test_label_rules(struct notebook *nb)
{
	struct arena arena = ARENA_INIT;
	struct label_list list;
	struct label found;
	struct writer w;

	for (size_t i = 0; i < COUNT(labels); i++) {
		struct label l = { .name = str_from(labels[i].name), .key = str_from(labels[i].key),
		                   .color = str_from(labels[i].color), .description = STR("what") };
		fixture_write(nb, &w, "label add");
		err = (struct error){ 0 };
		bool ok = label_add(&w, &l, &err);
		tap_ok(ok == (labels[i].code == ERROR_NONE) && err.code == labels[i].code,
		       "label '%.20s' key '%s' (%s)", labels[i].name, labels[i].key, err.text);
		if (ok)
			fixture_commit(&w);
		else
			notebook_abort(&w);
	}
	struct reader r = fixture_read(nb);
	need(label_all(&r, &arena, &list, &err), "labels");
	tap_eq(list.n, 10, "five labels of a new notebook, and five");
	tap_ok(label_find(&r, STR("product"), &arena, &found, &err) && str_eq(found.key, STR("P")) &&
	       label_by_number(&list, found.number) == label_by_name(&list, STR("product")), "found");
	tap_ok(!label_find(&r, STR("PRODUCT"), &arena, &found, &err) && err.code == ERROR_NOT_FOUND &&
	       strstr(err.text, "company, person"), "one that is not there: %s", err.text);
	notebook_read_end(&r);

	fixture_write(nb, &w, "label rename");
	need(label_find(&w.reader, STR("product"), &arena, &found, &err), "find");
	found.name = STR("person");
	tap_ok(!label_put(&w, &found, &err) && err.code == ERROR_EXISTS, "renamed to one there is");
	found.name = STR("thing");
	tap_ok(label_put(&w, &found, &err) && label_put(&w, &found, &err), "renamed, twice the same");
	fixture_commit(&w);
	tap_ok(fixture_clean(nb), "the check is clean");
	arena_release(&arena);
}

static void
set_note_and_value(struct writer *w, uint32_t number, struct str note, struct str value)
{
	struct arena arena = ARENA_INIT;
	struct annotation a;

	need(annotation_get(&w->reader, number, &arena, &a, &err), "get");
	a.note = note;
	a.value.text = value;
	need(annotation_put(w, &a, &err), "put");
	arena_release(&arena);
}

static void
test_label_merge(struct notebook *nb)
{
	struct arena arena = ARENA_INIT;
	struct label from, to;
	struct annotation a;
	struct writer w;
	uint64_t n, n_from, n_to, after;

	fixture_write(nb, &w, "label merge");
	need(label_find(&w.reader, STR("company"), &arena, &from, &err) &&
	     label_find(&w.reader, STR("person"), &arena, &to, &err), "find");
	uint32_t document = fixture_add(&w, STR("Meta"), "/tmp/meta");
	uint32_t one = fixture_tag(&w, document, from.number, 0, 4);
	uint32_t two = fixture_tag(&w, document, to.number, 0, 4);
	need(counter_of_label(&w.reader, from.number, &n_from, &err) &&
	     counter_of_label(&w.reader, to.number, &n_to, &err), "counter");
	tap_ok(!label_merge(&w, &from, &from, &n, &err) && err.code == ERROR_USAGE, "into itself");
	set_note_and_value(&w, one, STR("first"), STR("1"));
	set_note_and_value(&w, two, STR("second"), STR("2"));
	fixture_commit(&w);
	fixture_write(nb, &w, "label merge");
	tap_ok(!label_merge(&w, &from, &to, &n, &err) && err.code == ERROR_CONFLICT,
	       "two values of one span are not merged");
	notebook_abort(&w);
	fixture_write(nb, &w, "label merge");
	set_note_and_value(&w, two, STR("second"), STR_EMPTY);
	tap_ok(label_merge(&w, &from, &to, &n, &err) && n == n_from, "a label is merged");
	tap_ok(counter_of_label(&w.reader, to.number, &after, &err) && after == n_from + n_to - 1 &&
	       counter_of_label(&w.reader, from.number, &after, &err) && after == 0, "counted");
	tap_ok(!annotation_get(&w.reader, one, &arena, &a, &err) &&
	       annotation_get(&w.reader, two, &arena, &a, &err) && a.label == to.number &&
	       str_eq(a.note, STR("second\nfirst")) && str_eq(a.value.text, STR("1")),
	       "where both stood one stays, with what was known of both");
	tap_ok(!label_find(&w.reader, STR("company"), &arena, &from, &err), "its name is gone");
	fixture_commit(&w);
	tap_ok(fixture_clean(nb), "the check is clean");

	fixture_write(nb, &w, "label remove");
	tap_ok(label_remove(&w, &to, &n, &err) && n == n_from + n_to - 1, "a label is removed");
	tap_ok(!annotation_get(&w.reader, two, &arena, &a, &err) &&
	       counter_of_label(&w.reader, to.number, &after, &err) && after == 0,
	       "with its annotations");
	uint32_t fresh = fixture_label(&w, "company");
	tap_ok(fresh > to.number && fresh > from.number, "numbers are not used again, names are");
	fixture_commit(&w);
	tap_ok(fixture_clean(nb), "the check is clean");
	arena_release(&arena);
}

int
main(void)
{
	struct notebook *nb = fixture_new("notebook");

	test_rules(nb);
	test_limits(nb);
	test_annotation(nb);
	test_span_walk(nb);
	test_counters(nb);
	test_label_rules(nb);
	test_label_merge(nb);
	test_counters(nb);
	notebook_close(nb);
	return tap_done();
}
