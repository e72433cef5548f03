/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "notebook/span_index.h"
#include "tests/unit/fixture.h"

/*
 * Positive controls of gloss check: one thing is broken in a transaction, the
 * check must find it, and the transaction is aborted.
 */

#define LONG_LEN ((size_t)100000)

/* The notebook: numbers of what is in it. */
enum { DOC = 1, DOC_NEWER, DOC_LONG };
enum { TAG = 1, TAG_PARTS, TAG_LONG, TAG_OTHER, N_ANNOTATIONS = TAG_OTHER };
enum { COMPANY = 1, PERSON, MONEY };

static const char text[] = "Meta and e\u0301 Google met.\nThey did.\n";

static void
fill(struct notebook *nb)
{
	static const struct span parts[] = { { 0, 4 }, { 13, 19 } };
	struct buf big = BUF_INIT;
	struct writer w;

	while (big.len < LONG_LEN)
		buf_add_z(&big, "words and 字 and ends\n");
	fixture_write(nb, &w, "add");
	fixture_add(&w, str_from(text), "/tmp/one");
	fixture_add(&w, STR("newer"), "/tmp/one");
	fixture_add(&w, buf_str(&big), NULL);
	fixture_commit(&w);
	fixture_write(nb, &w, "tag");
	fixture_tag(&w, DOC, COMPANY, 0, 4);
	fixture_tag_parts(&w, DOC, COMPANY, parts, 2, STR_EMPTY);
	fixture_tag_parts(&w, DOC_LONG, MONEY, &(struct span){ 0, 9000 }, 1, STR_EMPTY);
	fixture_tag(&w, DOC_NEWER, PERSON, 0, 5);
	fixture_commit(&w);
	need(fixture_invert(nb, true, NULL, NULL) && fixture_invert(nb, false, NULL, NULL), "undo");
	buf_release(&big);
}

static struct key
key_number(uint32_t n)
{
	struct key k = { .len = 0 };

	key_add_u32(&k, n);
	return k;
}

static struct digest
digest_of_document(struct writer *w, uint32_t number)
{
	struct body body;

	fixture_body(&w->reader, number, &body);
	return body.digest;
}

static struct key
key_digest(struct writer *w, uint32_t document)
{
	struct digest digest = digest_of_document(w, document);
	struct key k = { .len = 0 };

	key_add_bytes(&k, digest.bytes, DIGEST_SIZE);
	return k;
}

static void
put(struct writer *w, unsigned table, const struct key *k, struct str content)
{
	need(table_put(&w->txn, table, k, content, &err), "put");
}

static void
delete(struct writer *w, unsigned table, const struct key *k)
{
	need(table_delete(&w->txn, table, k, &err), "delete");
}

/* Texts */

static void
change_text(struct writer *w, uint32_t document, size_t pos, char c)
{
	struct key k = key_digest(w, document);
	struct buf copy = BUF_INIT;
	struct str bytes;

	need(table_get_raw(&w->reader.txn, TABLE_TEXTS, &k, &bytes, &err), "text");
	buf_add_str(&copy, bytes);
	copy.p[pos] = c;
	char *to = table_reserve_raw(&w->txn, TABLE_TEXTS, &k, copy.len, &err);
	need(to != NULL, "text");
	memcpy(to, copy.p, copy.len);
	buf_release(&copy);
}

static void text_quoted(struct writer *w) { change_text(w, DOC, 1, 'E'); }
static void text_unquoted(struct writer *w) { change_text(w, DOC, 28, 'E'); }
static void text_last(struct writer *w) { change_text(w, DOC_LONG, LONG_LEN - 1, 'E'); }
static void text_not_utf8(struct writer *w) { change_text(w, DOC, 1, '\xE9'); }
static void text_cut(struct writer *w) { change_text(w, DOC, sizeof(text) - 2, '\xF0'); }

static void
text_missing(struct writer *w)
{
	struct key k = key_digest(w, DOC);

	delete(w, TABLE_TEXTS, &k);
}

static struct key
key_checkpoint(struct writer *w, uint32_t document, uint32_t piece)
{
	struct key k = key_digest(w, document);

	key_add_u32(&k, piece);
	return k;
}

/* Adds one to one of the five numbers of a checkpoint. */
static void
change_checkpoint(struct writer *w, uint32_t document, uint32_t piece, size_t which)
{
	struct key k = key_checkpoint(w, document, piece), changed = { .len = 0 };
	struct str content;
	uint32_t n;

	need(table_get(&w->reader.txn, TABLE_CHECKPOINTS, &k, &content, &err), "checkpoint");
	for (size_t i = 0; key_take_u32(&content, &n); i++)
		key_add_u32(&changed, n + (i == which));
	put(w, TABLE_CHECKPOINTS, &k, key_str(&changed));
}

static void checkpoint_byte(struct writer *w) { change_checkpoint(w, DOC, 0, 0); }
static void checkpoint_chr(struct writer *w) { change_checkpoint(w, DOC_LONG, 1, 1); }
static void checkpoint_line(struct writer *w) { change_checkpoint(w, DOC_LONG, 1, 2); }
static void checkpoint_crc(struct writer *w) { change_checkpoint(w, DOC_LONG, 1, 4); }

static void
checkpoint_missing(struct writer *w)
{
	struct key k = key_checkpoint(w, DOC_LONG, 1);

	delete(w, TABLE_CHECKPOINTS, &k);
}

static void
checkpoint_extra(struct writer *w)
{
	struct key k = key_checkpoint(w, DOC_LONG, 2);

	put(w, TABLE_CHECKPOINTS, &k, STR("01234567890123456789"));
}

static void
checkpoint_short(struct writer *w)
{
	struct key k = key_checkpoint(w, DOC_LONG, 1);

	put(w, TABLE_CHECKPOINTS, &k, STR("0123"));
}

/* Documents */

static struct document
get_document(struct writer *w, uint32_t number)
{
	static struct arena arena = ARENA_INIT;
	struct document d;

	arena_release(&arena);
	need(document_get(&w->reader, number, &arena, &d, &err), "document");
	return d;
}

static void
document_bytes(struct writer *w)
{
	struct document d = get_document(w, DOC_LONG);

	d.bytes++;
	need(document_put(w, &d, &err), "put");
}

static void
document_chain(struct writer *w)
{
	struct document d = get_document(w, DOC);

	d.revised_by = DOC_LONG;
	need(document_put(w, &d, &err), "put");
}

static void
document_chain_nowhere(struct writer *w)
{
	struct document d = get_document(w, DOC_NEWER);

	d.revises = 77;
	need(document_put(w, &d, &err), "put");
}

static void
document_gone(struct writer *w)
{
	struct key k = key_number(DOC_LONG);

	delete(w, TABLE_DOCUMENTS, &k);
}

static void
document_senseless(struct writer *w)
{
	struct key k = key_number(DOC_LONG);

	put(w, TABLE_DOCUMENTS, &k, STR("\0\0\0\0\0\0\0\1?\1?"));
}

static struct key
key_row(struct str hashed, bool is_digest, uint32_t document)
{
	struct digest digest = is_digest ? (struct digest){ { 0 } } : digest_of(hashed);
	struct key k = { .len = 0 };

	key_add_bytes(&k, is_digest ? hashed.p : (char *)digest.bytes, DIGEST_SIZE);
	key_add_u32(&k, document);
	return k;
}

static void
contents_missing(struct writer *w)
{
	struct key digest = key_digest(w, DOC), k = key_row(key_str(&digest), true, DOC);

	delete(w, TABLE_CONTENTS, &k);
}

static void
contents_extra(struct writer *w)
{
	struct key digest = key_digest(w, DOC), k = key_row(key_str(&digest), true, DOC_LONG);

	put(w, TABLE_CONTENTS, &k, STR_EMPTY);
}

static void
sources_missing(struct writer *w)
{
	struct key k = key_row(STR("/tmp/one"), false, DOC);

	delete(w, TABLE_SOURCES, &k);
}

static void
sources_extra(struct writer *w)
{
	struct key k = key_row(STR("/tmp/one"), false, 99);

	put(w, TABLE_SOURCES, &k, STR_EMPTY);
}

/* Annotations */

static struct annotation
get_annotation(struct writer *w, uint32_t number)
{
	static struct arena arena = ARENA_INIT;
	struct annotation a;

	arena_release(&arena);
	need(annotation_get(&w->reader, number, &arena, &a, &err), "annotation");
	return a;
}

static void
quote_changed(struct writer *w)
{
	struct annotation a = get_annotation(w, TAG_PARTS);

	a.quote = STR("Meta Goggle");
	need(annotation_put(w, &a, &err), "put");
}

static void
move_parts(struct writer *w, const struct span *parts, size_t n, struct str quote)
{
	struct annotation a = get_annotation(w, TAG);

	a.parts = parts;
	a.n_parts = n;
	a.quote = quote;
	need(annotation_put(w, &a, &err), "put");
}

static void
part_in_cluster(struct writer *w)
{
	move_parts(w, &(struct span){ 5, 10 }, 1, STR("and e"));
}

static void
part_outside(struct writer *w)
{
	move_parts(w, &(struct span){ 0, 5000 }, 1, STR("Meta"));
}

static void
part_empty(struct writer *w)
{
	move_parts(w, &(struct span){ 4, 4 }, 1, STR_EMPTY);
}

static void
annotation_of_nothing(struct writer *w)
{
	struct annotation a = get_annotation(w, TAG);

	a.document = 55;
	need(annotation_put(w, &a, &err), "put");
}

static void
annotation_unlabelled(struct writer *w)
{
	struct annotation a = get_annotation(w, TAG);

	a.label = 55;
	need(annotation_put(w, &a, &err), "put");
}

static void
annotation_gone(struct writer *w)
{
	struct key k = key_number(TAG_OTHER);

	delete(w, TABLE_ANNOTATIONS, &k);
}

static void
annotation_senseless(struct writer *w)
{
	struct key k = key_number(TAG_OTHER);

	put(w, TABLE_ANNOTATIONS, &k, STR("\0\0\0\0\0\0\0\2d\1\1l\1\1"));
}

/* Span rows */

static struct key
key_span(uint32_t document, uint32_t start, uint32_t annotation)
{
	struct key k = key_number(document);

	key_add_u32(&k, start);
	key_add_u32(&k, annotation);
	return k;
}

static void
span_missing(struct writer *w)
{
	struct key k = key_span(DOC, 13, TAG_PARTS);

	delete(w, TABLE_SPANS, &k);
}

static void
put_span(struct writer *w, unsigned table, struct key k, uint32_t end, uint32_t label)
{
	struct key content = key_number(end);

	key_add_u32(&content, label);
	put(w, table, &k, key_str(&content));
}

static void
span_end(struct writer *w)
{
	put_span(w, TABLE_SPANS, key_span(DOC, 13, TAG_PARTS), 20, COMPANY);
}

static void
span_label(struct writer *w)
{
	put_span(w, TABLE_SPANS, key_span(DOC, 13, TAG_PARTS), 19, PERSON);
}

static void
span_extra(struct writer *w)
{
	put_span(w, TABLE_SPANS, key_span(DOC, 14, TAG_PARTS), 19, COMPANY);
}

static void
span_of_nothing(struct writer *w)
{
	put_span(w, TABLE_LONG_SPANS, key_span(DOC_LONG, 0, 44), 9000, COMPANY);
}

static void
span_in_wrong_table(struct writer *w)
{
	struct key k = key_span(DOC_LONG, 0, TAG_LONG);

	delete(w, TABLE_LONG_SPANS, &k);
	put_span(w, TABLE_SPANS, k, 9000, MONEY);
}

static void
span_senseless(struct writer *w)
{
	struct key k = key_span(DOC, 0, TAG);

	put(w, TABLE_SPANS, &k, STR("xyz"));
}

/* Counters */

static struct key
key_counter(char kind, uint32_t document, uint32_t label)
{
	struct key k = { .len = 0 };

	key_add_bytes(&k, &kind, 1);
	if (kind == 'd')
		key_add_u32(&k, document);
	key_add_u32(&k, label);
	return k;
}

static void
put_counter(struct writer *w, struct key k, uint64_t n)
{
	struct key content = { .len = 0 };

	key_add_u64(&content, n);
	put(w, TABLE_COUNTS, &k, key_str(&content));
}

static void counter_label(struct writer *w) { put_counter(w, key_counter('l', 0, COMPANY), 3); }
static void counter_pair(struct writer *w) { put_counter(w, key_counter('d', DOC, COMPANY), 1); }
static void counter_extra(struct writer *w) { put_counter(w, key_counter('d', DOC, PERSON), 1); }
static void counter_senseless(struct writer *w) { put_counter(w, key_counter('x', 0, 1), 1); }

static void
counter_missing(struct writer *w)
{
	struct key k = key_counter('d', DOC_LONG, MONEY);

	delete(w, TABLE_COUNTS, &k);
}

static void
counter_label_missing(struct writer *w)
{
	struct key k = key_counter('l', 0, MONEY);

	delete(w, TABLE_COUNTS, &k);
}

/* Labels and numbers */

static void
label_twice(struct writer *w)
{
	struct key one = key_number(COMPANY), two = key_number(PERSON);
	struct buf copy = BUF_INIT;
	struct str content;

	need(table_get(&w->reader.txn, TABLE_LABELS, &one, &content, &err), "label");
	buf_add_str(&copy, content);
	put(w, TABLE_LABELS, &two, buf_str(&copy));
	buf_release(&copy);
}

static void
label_gone(struct writer *w)
{
	struct key k = key_number(MONEY);

	delete(w, TABLE_LABELS, &k);
}

static void
label_senseless(struct writer *w)
{
	struct key k = key_number(MONEY);

	put(w, TABLE_LABELS, &k, STR("\0\0\0\0\0\0\0\0"));
}

static void
number_low(struct writer *w)
{
	struct key k = { .len = 0 }, one = key_number(N_ANNOTATIONS - 1);

	key_add_bytes(&k, "annotation", 10);
	put(w, TABLE_NUMBERS, &k, key_str(&one));
}

static void
number_senseless(struct writer *w)
{
	struct key k = { .len = 0 };

	key_add_bytes(&k, "document", 8);
	put(w, TABLE_NUMBERS, &k, STR("1"));
}

static void
entry_of_nothing(struct writer *w)
{
	struct key k = key_number(MONEY);
	struct buf copy = BUF_INIT;
	struct str content;

	need(table_get(&w->reader.txn, TABLE_LABELS, &k, &content, &err), "label");
	buf_add_str(&copy, content);
	copy.p[7] = 99;
	put(w, TABLE_LABELS, &k, buf_str(&copy));
	buf_release(&copy);
}

/* The journal: 1 adds, 2 tags, 3 undoes 2, 4 does it again */

static struct key
key_piece(uint64_t sequence, uint32_t n)
{
	struct key k = key_number(0);

	key_add_u64(&k, sequence);
	key_add_u32(&k, n);
	return k;
}

static void
delete_piece(struct writer *w, uint64_t sequence, uint32_t n)
{
	struct key k = key_piece(sequence, n);

	delete(w, TABLE_JOURNAL, &k);
}

static void piece_missing(struct writer *w) { delete_piece(w, 2, 3); }
static void piece_last_missing(struct writer *w) { delete_piece(w, 1, 1); }
static void header_missing(struct writer *w) { delete_piece(w, 2, 0); }
static void entry_missing(struct writer *w) { delete_piece(w, 3, 0); }

static void
piece_extra(struct writer *w)
{
	struct key k = key_piece(1, 2);

	put(w, TABLE_JOURNAL, &k, STR("more"));
}

/* Gives a header a field that comes after its own, and so counts. */
static void
change_header(struct writer *w, uint64_t sequence, char tag, char n)
{
	const char field[] = { tag, 1, n };
	struct key k = key_piece(sequence, 0);
	struct buf copy = BUF_INIT;
	struct str content;

	need(table_get(&w->reader.txn, TABLE_JOURNAL, &k, &content, &err), "header");
	buf_add_str(&copy, content);
	buf_add(&copy, field, sizeof(field));
	put(w, TABLE_JOURNAL, &k, buf_str(&copy));
	buf_release(&copy);
}

static void header_pile(struct writer *w) { change_header(w, 4, 'b', 3); }
static void header_target(struct writer *w) { change_header(w, 3, 'x', 1); }
static void header_count_less(struct writer *w) { change_header(w, 2, 'n', 2); }
static void header_count_more(struct writer *w) { change_header(w, 2, 'n', 9); }
static void header_step(struct writer *w) { change_header(w, 2, 's', 9); }
static void header_senseless(struct writer *w) { change_header(w, 2, '?', 1); }

static void
change_senseless(struct writer *w)
{
	struct key k = key_piece(1, 1);
	struct buf copy = BUF_INIT;
	struct str content;

	need(table_get(&w->reader.txn, TABLE_JOURNAL, &k, &content, &err), "piece");
	buf_add_str(&copy, content);
	copy.p[4] ^= 1;
	put(w, TABLE_JOURNAL, &k, buf_str(&copy));
	buf_release(&copy);
}

typedef void break_fn(struct writer *w);

static const struct {
	break_fn *fn;
	const char *finding;	/* a part of one */
	uint64_t n;		/* findings; 0 for any number */
} controls[] = {
	{ text_quoted, "annotation 1: its quote is not what its span holds in document 1", 0 },
	{ text_quoted, "the text of document 1 differs between bytes 0 and", 0 },
	{ text_unquoted, "the text of document 1 is not the one that was added", 2 },
	{ text_last, "the text of document 3 differs between bytes 65536 and", 2 },
	{ text_not_utf8, "the text of document 1 is not UTF-8 at byte 1", 3 },
	{ text_cut, "is not UTF-8", 3 },
	{ text_missing, "the text of document 1 is missing", 2 },
	{ checkpoint_byte, "a checkpoint of a text makes no sense", 1 },
	{ checkpoint_chr, "checkpoint 1 of the text of document 3 is wrong", 1 },
	{ checkpoint_line, "checkpoint 1 of the text of document 3 is wrong", 1 },
	{ checkpoint_crc, "checkpoint 1 of the text of document 3 is wrong", 1 },
	{ checkpoint_missing, "checkpoint 1 of the text of document 3 is missing", 1 },
	{ checkpoint_extra, "checkpoint 2 belongs to no text", 1 },
	{ checkpoint_short, "a checkpoint of a text makes no sense", 1 },
	{ document_bytes, "line ends, not 100005, ", 1 },
	{ document_chain, "document 2 revises document 1, which does not say so", 2 },
	{ document_chain_nowhere, "document 2 revises document 77, which does not exist", 2 },
	{ document_gone, "annotation 3 is of document 3, which does not exist", 2 },
	{ document_senseless, "the record of document 3 makes no sense", 1 },
	{ contents_missing, "document 1 is missing from the table contents", 1 },
	{ contents_extra, "the table contents has a row of document 3", 1 },
	{ sources_missing, "document 1 is missing from the table sources", 1 },
	{ sources_extra, "the table sources has a row of document 99", 1 },
	{ quote_changed, "annotation 2: its quote is not what its span holds", 1 },
	{ part_in_cluster, "annotation 1 in document 1: offset 10 is inside the character at 9:11", 1 },
	{ part_outside, "annotation 1 in document 1: the span ends outside", 1 },
	{ part_empty, "annotation 1 in document 1: the span at 4 is empty", 1 },
	{ annotation_of_nothing, "annotation 1 is of document 55, which does not exist", 1 },
	{ annotation_unlabelled, "annotation 1 has the label number 55, which does not exist", 1 },
	{ annotation_gone, "has a row for annotation 4, which does not exist", 3 },
	{ annotation_senseless, "the record of annotation 4 makes no sense", 2 },
	{ span_missing, "annotation 2 is missing from the span index", 1 },
	{ span_end, "annotation 2 has another span or label in the span index", 1 },
	{ span_label, "annotation 2 has another span or label in the span index", 1 },
	{ span_extra, "has a row for annotation 2 at byte 14, where it has no part", 1 },
	{ span_of_nothing, "the span index of document 3 has a row for annotation 44", 1 },
	{ span_in_wrong_table, "annotation 3 is in the wrong one of the span indexes", 1 },
	{ span_senseless, "a row of the span index makes no sense", 1 },
	{ counter_label, "the counter of label number 1 says 3, but there are 2", 1 },
	{ counter_pair, "the counter of label number 1 in document 1 says 1, but there are 2", 1 },
	{ counter_extra, "the counter of label number 2 in document 1 says 1, but there are 0", 1 },
	{ counter_missing, "the counter of label number 3 in document 3 is missing", 1 },
	{ counter_label_missing, "the counter of label number 3 is missing", 1 },
	{ counter_senseless, "a record of the table counts makes no sense", 1 },
	{ label_twice, "label number 2: there is a label 'company' already", 1 },
	{ label_gone, "annotation 3 has the label number 3, which does not exist", 1 },
	{ label_senseless, "the record of label number 3 makes no sense", 1 },
	{ number_low, "annotation 4 is above 3, the last number given out", 1 },
	{ number_senseless, "the last number of kind document makes no sense", 1 },
	{ entry_of_nothing, "label 3 was changed by journal entry 99", 1 },
	{ piece_missing, "journal entry 2 has lost a piece", 1 },
	{ piece_last_missing, "journal entry 1 makes no sense: it cannot be taken back", 1 },
	{ piece_extra, "journal entry 1 has lost a piece", 1 },
	{ header_missing, "journal entry 2 has lost a piece", 1 },
	{ entry_missing, "the journal has no entry 3, but later ones", 1 },
	{ header_pile, "journal entry 4 does not follow from those before it", 1 },
	{ header_target, "journal entry 3 does not follow from those before it", 2 },
	{ header_count_less, "journal entry 2 holds more than its header says", 1 },
	{ header_count_more, "journal entry 2 makes no sense: it cannot be taken back", 1 },
	{ header_step, "journal entry 2 does not follow from those before it", 1 },
	{ header_senseless, "journal entry 2 makes no sense: it cannot be taken back", 1 },
	{ change_senseless, "journal entry 1 makes no sense: it cannot be taken back", 1 },
};

static void
test_controls(struct notebook *nb)
{
	struct buf findings = BUF_INIT;
	struct check_result result;
	struct writer w;

	for (size_t i = 0; i < COUNT(controls); i++) {
		fixture_write(nb, &w, "break");
		controls[i].fn(&w);
		/* What was put by way of objects has an entry that only a commit would end. */
		need(journal_end(&w, &err), "journal");
		buf_reset(&findings);
		fixture_is_clean(&w.reader, &findings, &result);
		bool found = strstr(findings.p, controls[i].finding) &&
		             (controls[i].n == 0 || result.findings == controls[i].n);
		if (!tap_ok(found, "found: %s", controls[i].finding))
			printf("# %llu findings:\n%s", (unsigned long long)result.findings, findings.p);
		notebook_abort(&w);
	}
	buf_release(&findings);
}

/* Checksums: a bit of each record of each table. */

/* The record as it lies on the disk, one bit of it wrong. */
static void
flip(struct writer *w, unsigned table, const struct key *k)
{
	struct buf copy = BUF_INIT;
	struct str bytes;

	need(table_get_raw(&w->reader.txn, table, k, &bytes, &err), "raw");
	buf_add_str(&copy, bytes);
	size_t bit = scratch_below(copy.len * 8);
	copy.p[bit / 8] = (char)(copy.p[bit / 8] ^ (1 << bit % 8));
	char *to = table_reserve_raw(&w->txn, table, k, copy.len, &err);
	need(to != NULL, "raw");
	memcpy(to, copy.p, copy.len);
	buf_release(&copy);
}

/* The key of the i-th record; false if there are fewer. */
static bool
key_at(const struct reader *r, unsigned table, size_t i, struct key *k)
{
	struct key all = { .len = 0 };
	struct str key, content;
	struct cursor c;
	bool there = false;

	cursor_open(&c, &r->txn, table, CURSOR_UP, &all, &all);
	for (size_t n = 0; n <= i; n++)
		there = cursor_next(&c, &key, &content);
	if (there) {
		*k = (struct key){ .len = 0 };
		key_add_bytes(k, key.p, key.len);
	}
	need(cursor_close(&c, &err), "cursor");
	return there;
}

/* One finding for one bit, but what only the lost record could tell is told too. */
static bool
is_told(unsigned table, const struct buf *findings, uint64_t n)
{
	static const char not_compared[] = "the counters were not compared";
	uint64_t most = table == TABLE_ANNOTATIONS ? 2 : 1;

	return strstr(findings->p, "damaged: put a backup in its place") && n >= 1 && n <= most &&
	       (n == 1 || strstr(findings->p, not_compared));
}

static void
test_damage(struct notebook *nb)
{
	struct buf findings = BUF_INIT;
	struct check_result result;
	struct writer w;
	struct key k;

	for (unsigned table = 0; table < TABLE_N; table++) {
		bool told = true;
		size_t i = 0;
		if (table == TABLE_TEXTS)
			continue;
		for (;; i++) {
			fixture_write(nb, &w, "damage");
			bool there = key_at(&w.reader, table, i, &k);
			if (there) {
				flip(&w, table, &k);
				buf_reset(&findings);
				fixture_is_clean(&w.reader, &findings, &result);
				told &= is_told(table, &findings, result.findings);
				if (!is_told(table, &findings, result.findings))
					printf("# %s", findings.p);
				told &= table == TABLE_ANNOTATIONS ||
				        result.annotations == N_ANNOTATIONS;
			}
			notebook_abort(&w);
			if (!there)
				break;
		}
		tap_ok(told && i > 0, "table %s: a bit in each of %zu records, and the check goes on",
		       schema_notebook.tables[table], i);
	}
	buf_release(&findings);
}

int
main(void)
{
	struct notebook *nb = fixture_new("notebook");
	struct buf findings = BUF_INIT;
	struct check_result result;
	struct writer w;

	fill(nb);
	fixture_write(nb, &w, "set");
	struct key k = { .len = 0 };
	key_add_bytes(&k, "author", 6);
	put(&w, TABLE_SETTINGS, &k, STR("Ada"));
	fixture_commit(&w);

	struct reader r = fixture_read(nb);
	tap_ok(fixture_is_clean(&r, &findings, &result), "nothing is found in a whole notebook%s",
	       findings.p);
	tap_ok(result.documents == 3 && result.annotations == N_ANNOTATIONS && result.labels == 5 &&
	       result.entries == 4, "what is in it is counted");
	notebook_read_end(&r);
	test_controls(nb);
	test_damage(nb);
	notebook_close(nb);
	buf_release(&findings);
	return tap_done();
}
