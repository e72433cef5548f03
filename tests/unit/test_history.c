/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "base/vec.h"
#include "tests/unit/fixture.h"

/* The journal, undo, redo and revert. */

static uint64_t
last_entry(struct notebook *nb)
{
	struct arena arena = ARENA_INIT;
	struct reader r = fixture_read(nb);
	struct journal_entry e;

	need(journal_last(&r, &arena, &e, &err), "last");
	notebook_read_end(&r);
	arena_release(&arena);
	return e.sequence;
}

/* The journal itself */

#define N_TAGS 3000

static void
check_pieces(const struct reader *r, uint64_t sequence)
{
	struct key from = { .len = 0 }, to;
	struct str key, content;
	struct cursor c;
	size_t longest = 0, n = 0;

	key_add_u32(&from, 0);
	key_add_u64(&from, sequence);
	to = key_after(&from);
	cursor_open(&c, &r->txn, TABLE_JOURNAL, CURSOR_UP, &from, &to);
	while (cursor_next(&c, &key, &content)) {
		longest = content.len > longest ? content.len : longest;
		n++;
	}
	need(cursor_close(&c, &err), "cursor");
	tap_ok(n > 100 && longest == JOURNAL_PIECE, "%zu pieces of at most %zu bytes", n, longest);
}

static void
check_changes(const struct reader *r, uint64_t sequence, bool backward, const struct buf *note)
{
	struct journal_changes changes;
	struct journal_change c;
	uint32_t want = backward ? N_TAGS : 1;
	size_t n = 0, n_long = 0;
	bool same = true;

	journal_changes_open(&changes, r, sequence, backward);
	while (journal_changes_next(&changes, &c)) {
		n++;
		same &= c.kind == OBJECT_ANNOTATION ? c.number == want : c.kind == OBJECT_DOCUMENT;
		same &= !c.before.exists && c.after.exists && c.previous == 0;
		if (c.kind == OBJECT_ANNOTATION)
			want += backward ? (uint32_t)-1 : 1;
		n_long += str_find(c.after.bytes, buf_str(note), 0) != STR_NONE;
	}
	tap_ok(journal_changes_close(&changes, &err) && n == N_TAGS + 1 && same,
	       "%zu changes come in order, %s", n, backward ? "backward" : "forward");
	tap_eq(n_long, N_TAGS / 1000, "images over many pieces among them");
}

static void
test_journal(void)
{
	struct notebook *nb = fixture_new("journal");
	struct arena arena = ARENA_INIT;
	struct buf text = BUF_INIT, note = BUF_INIT, before = BUF_INIT, after = BUF_INIT;
	struct journal_entry e;
	struct writer w;
	uint64_t n_changes;

	for (int i = 0; i < 4000; i++)
		buf_addf(&text, "%d ", i);
	for (int i = 0; i < 30000; i++)
		buf_add_char(&note, (char)('a' + i % 23));
	fixture_dump_now(nb, &before);
	fixture_write(nb, &w, "tag --all");
	uint32_t document = fixture_add(&w, buf_str(&text), NULL);
	for (size_t i = 0; i < N_TAGS; i++) {
		struct span part = { i, i + 3 };
		fixture_tag_parts(&w, document, 1, &part, 1, i % 1000 == 500 ? buf_str(&note) : STR_EMPTY);
	}
	fixture_commit(&w);
	fixture_dump_now(nb, &after);

	struct reader r = fixture_read(nb);
	tap_ok(journal_last(&r, &arena, &e, &err) && e.sequence == 1 && e.kind == JOURNAL_DO &&
	       e.n_changes == N_TAGS + 1 && str_eq(e.author, STR("tester")) &&
	       str_eq(e.command, STR("tag --all")) && e.time > 0 && e.step == 1 && e.top_undo == 1,
	       "one entry for thousands of changes");
	check_pieces(&r, 1);
	check_changes(&r, 1, false, &note);
	check_changes(&r, 1, true, &note);
	tap_ok(!journal_get(&r, 2, &arena, &e, &err) && err.code == ERROR_NOT_FOUND, "no second entry");
	notebook_read_end(&r);
	tap_ok(fixture_clean(nb), "the check is clean");

	struct buf now = BUF_INIT;
	tap_ok(fixture_invert(nb, true, NULL, &n_changes) && n_changes == N_TAGS + 1, "undone");
	fixture_dump_now(nb, &now);
	tap_ok(str_eq(buf_str(&now), buf_str(&before)), "all is as before");
	tap_ok(fixture_invert(nb, false, NULL, &n_changes) && n_changes == N_TAGS + 1, "redone");
	fixture_dump_now(nb, &now);
	tap_ok(str_eq(buf_str(&now), buf_str(&after)), "all is as after");
	tap_ok(fixture_clean(nb), "the check is clean");
	notebook_close(nb);
	buf_release(&now);
	buf_release(&text);
	buf_release(&note);
	buf_release(&before);
	buf_release(&after);
	arena_release(&arena);
}

/* Random commands */

static uint32_t
pick(const struct reader *r, unsigned table)
{
	struct key all = { .len = 0 };
	struct str key, content;
	struct cursor c;
	uint32_t chosen = 0, number;
	size_t n = 0;

	cursor_open(&c, &r->txn, table, CURSOR_UP, &all, &all);
	while (cursor_next(&c, &key, &content))
		if (key_take_u32(&key, &number) && scratch_below(++n) == 0)
			chosen = number;
	need(cursor_close(&c, &err), "cursor");
	return chosen;
}

static void
random_add(struct writer *w)
{
	static const char *const paths[] = { NULL, "/tmp/a", "/tmp/b" };
	struct buf text = BUF_INIT;

	for (size_t n = 1 + scratch_below(40); n > 0; n--)
		buf_addf(&text, "%llx\n", (unsigned long long)scratch_random());
	if (scratch_below(8) == 0)
		buf_add_repeat(&text, 'x', 3 * 4096);
	fixture_add(w, buf_str(&text), paths[scratch_below(COUNT(paths))]);
	buf_release(&text);
}

static size_t
random_parts(const struct body *body, struct span parts[2])
{
	size_t n = 1 + scratch_below(2), from = 0;

	for (size_t i = 0; i < n; i++) {
		size_t room = body->text.len - from;
		if (room < 4)
			return i;
		parts[i].start = from + scratch_below(room / 2);
		parts[i].end = parts[i].start + 1 + scratch_below((from + room - parts[i].start) / 2 + 1);
		from = parts[i].end;
	}
	return n;
}

static void
random_tag(struct writer *w)
{
	uint32_t document = pick(&w->reader, TABLE_DOCUMENTS), label = pick(&w->reader, TABLE_LABELS);
	struct span parts[2];
	struct body body;

	if (document == 0 || label == 0)
		return;
	fixture_body(&w->reader, document, &body);
	size_t n = random_parts(&body, parts);
	if (n > 0)
		fixture_tag_parts(w, document, label, parts, n, STR_EMPTY);
}

static void
random_edit(struct writer *w)
{
	uint32_t number = pick(&w->reader, TABLE_ANNOTATIONS);
	struct arena arena = ARENA_INIT;
	struct annotation a;
	struct span parts[2];
	struct body body;

	if (number == 0)
		return;
	need(annotation_get(&w->reader, number, &arena, &a, &err), "annotation");
	a.note = arena_printf(&arena, "note %zu", scratch_below(1000));
	if (scratch_below(2))
		a.label = pick(&w->reader, TABLE_LABELS);
	fixture_body(&w->reader, a.document, &body);
	size_t n = scratch_below(2) ? random_parts(&body, parts) : 0;
	if (n > 0)
		need(annotation_set_parts(&a, &body, parts, n, &arena, &err), "parts");
	need(annotation_put(w, &a, &err), "put");
	arena_release(&arena);
}

static void
random_untag(struct writer *w)
{
	uint32_t number = pick(&w->reader, TABLE_ANNOTATIONS);

	if (number != 0)
		need(annotation_remove(w, number, &err), "untag");
}

static void
random_label(struct writer *w)
{
	struct arena arena = ARENA_INIT;
	struct label_list list;
	uint64_t n;

	need(label_all(&w->reader, &arena, &list, &err), "labels");
	if (list.n < 3 || scratch_below(3) == 0) {
		struct label l = { .name = arena_printf(&arena, "label %zu", scratch_below(1000000)),
		                   .key = STR_EMPTY, .color = STR_EMPTY, .description = STR_EMPTY };
		need(label_add(w, &l, &err), "label add");
	} else {
		struct label *l = &list.p[scratch_below(list.n)], *other = &list.p[scratch_below(list.n)];
		size_t what = scratch_below(4);
		l->description = arena_printf(&arena, "%zu", scratch_below(1000));
		if (what == 0 && l != other)
			need(label_merge(w, l, other, &n, &err), "label merge");
		else if (what == 1)
			need(label_remove(w, l, &n, &err), "label remove");
		else
			need(label_put(w, l, &err), "label put");
	}
	arena_release(&arena);
}

static void
random_remove(struct writer *w)
{
	uint32_t number = pick(&w->reader, TABLE_DOCUMENTS);
	uint64_t n;

	if (number != 0)
		need(document_remove(w, number, &n, &err), "remove");
}

static void
random_change(struct writer *w)
{
	size_t what = scratch_below(20);

	if (what < 4)
		random_add(w);
	else if (what < 11)
		random_tag(w);
	else if (what < 15)
		random_edit(w);
	else if (what < 17)
		random_untag(w);
	else if (what < 19)
		random_label(w);
	else
		random_remove(w);
}

/* One undo step: now and then of several changes, or of several commits. False if nothing changed. */
static bool
random_step(struct notebook *nb)
{
	uint64_t before = last_entry(nb), step = 0;
	size_t n_commits = scratch_below(5) ? 1 : 2 + scratch_below(2);
	struct writer w;

	for (size_t i = 0; i < n_commits; i++) {
		fixture_write_step(nb, &w, "command", step);
		for (size_t n = scratch_below(4) ? 1 : 5; n > 0; n--)
			random_change(&w);
		fixture_commit(&w);
		step = w.origin.step;
	}
	return last_entry(nb) != before;
}

typedef VEC(char *) state_vec;

static char *
state_of(struct notebook *nb)
{
	struct buf dump = BUF_INIT;

	fixture_dump_now(nb, &dump);
	char *state = mem_copy_z(dump.p);
	buf_release(&dump);
	return state;
}

static bool
is_in_state(struct notebook *nb, const char *state)
{
	char *now = state_of(nb);
	bool same = strcmp(now, state) == 0;

	mem_free(now);
	return same;
}

static void
cut_states(state_vec *states, size_t n)
{
	while (states->n > n)
		mem_free(states->p[--states->n]);
}

#define N_STEPS 80

static void
test_all_the_way(void)
{
	struct notebook *nb = fixture_new("all");
	state_vec states = VEC_INIT;
	bool clean = true, back = true, forth = true;
	size_t n = 0;

	vec_push(&states, state_of(nb));
	while (states.n <= N_STEPS) {
		if (random_step(nb))
			vec_push(&states, state_of(nb));
		clean &= fixture_clean(nb);
	}
	tap_ok(clean, "after each of %d random steps the check is clean", N_STEPS);
	for (n = states.n - 1; n > 0 && fixture_invert(nb, true, NULL, NULL); n--) {
		back &= is_in_state(nb, states.p[n - 1]);
		clean &= fixture_clean(nb);
		if (n % 20 == 0) {
			notebook_close(nb);
			nb = fixture_open("all");
		}
	}
	tap_ok(n == 0 && back, "each undo, some after opening again, is the state before");
	tap_ok(!fixture_invert(nb, true, NULL, NULL) && err.code == ERROR_NOT_FOUND,
	       "then there is nothing to undo");
	for (n = 1; n < states.n && fixture_invert(nb, false, NULL, NULL); n++) {
		forth &= is_in_state(nb, states.p[n]);
		clean &= fixture_clean(nb);
	}
	tap_ok(n == states.n && forth, "each redo is the state after");
	tap_ok(!fixture_invert(nb, false, NULL, NULL) && err.code == ERROR_NOT_FOUND,
	       "then there is nothing to redo");
	tap_ok(clean, "the check is clean all the way");
	notebook_close(nb);
	cut_states(&states, 0);
	vec_release(&states);
}

/* Commands, undo and redo in any order, against a list of states and a place in it. */
static void
test_any_order(void)
{
	struct notebook *nb = fixture_new("any");
	state_vec states = VEC_INIT;
	size_t at = 0, n_ends = 0;
	bool same = true, clean = true;

	vec_push(&states, state_of(nb));
	for (int i = 0; i < 170; i++) {
		size_t what = scratch_below(7);
		if (what < 2) {
			if (!random_step(nb))
				continue;
			cut_states(&states, ++at);
			vec_push(&states, state_of(nb));
		} else {
			bool undo = what < 5, possible = undo ? at > 0 : at + 1 < states.n;
			same &= fixture_invert(nb, undo, NULL, NULL) == possible;
			n_ends += !possible;
			if (possible)
				at += undo ? (size_t)-1 : 1;
		}
		same &= is_in_state(nb, states.p[at]);
		clean &= fixture_clean(nb);
	}
	tap_ok(same, "undo and redo go along a line of states that a command cuts");
	tap_ok(clean && n_ends > 10, "the check is clean throughout, also at the %zu ends", n_ends);
	notebook_close(nb);
	cut_states(&states, 0);
	vec_release(&states);
}

static void
test_steps(void)
{
	static const char *const commands[] = { "add a", "add b", "add c" };
	struct notebook *nb = fixture_new("steps");
	struct buf command = BUF_INIT;
	uint64_t step = 0, n_changes;
	struct writer w;

	fixture_write(nb, &w, "label add");
	fixture_label(&w, "before");
	fixture_commit(&w);
	char *before = state_of(nb);
	for (size_t i = 0; i < COUNT(commands); i++) {
		fixture_write_step(nb, &w, commands[i], step);
		fixture_add(&w, str_from(commands[i]), NULL);
		fixture_commit(&w);
		step = w.origin.step;
	}
	char *after = state_of(nb);
	tap_ok(fixture_invert(nb, true, &command, &n_changes) && is_in_state(nb, before),
	       "three commits of one step are undone at once");
	tap_ok(str_eq(buf_str(&command), STR("add a")) && n_changes == 3,
	       "told as the first, with the changes of all");
	tap_ok(fixture_invert(nb, false, &command, &n_changes) && is_in_state(nb, after),
	       "and redone at once");
	tap_ok(str_eq(buf_str(&command), STR("add a")) && n_changes == 3, "told the same");
	need(fixture_invert(nb, true, NULL, NULL), "undo");
	fixture_write(nb, &w, "label add");
	fixture_label(&w, "new");
	fixture_commit(&w);
	tap_ok(!fixture_invert(nb, false, NULL, NULL) && err.code == ERROR_NOT_FOUND,
	       "after another command they are not redone");
	tap_ok(fixture_clean(nb), "the check is clean");

	fixture_write(nb, &w, "nothing");
	fixture_commit(&w);
	tap_ok(fixture_invert(nb, true, &command, NULL) && str_eq(buf_str(&command), STR("label add")),
	       "a command that changed nothing is no step");
	notebook_close(nb);
	mem_free(before);
	mem_free(after);
	buf_release(&command);
}

/* Revert */

static bool
revert(struct notebook *nb, uint64_t sequence)
{
	struct arena arena = ARENA_INIT;
	struct journal_entry e;
	struct writer w;

	fixture_write(nb, &w, "revert");
	err = (struct error){ 0 };
	bool ok = history_revert(&w, sequence, &arena, &e, &err);
	arena_release(&arena);
	if (ok)
		return notebook_commit(&w, &err) && fixture_clean(nb);
	notebook_abort(&w);
	return false;
}

static void
refused(struct notebook *nb, uint64_t sequence, const char *part, const char *what)
{
	char *before = state_of(nb);
	bool ok = revert(nb, sequence);

	tap_ok(!ok && err.code == ERROR_CONFLICT && strstr(err.text, part) && is_in_state(nb, before),
	       "refused: %s (%s)", what, err.text);
	mem_free(before);
}

static uint64_t
add(struct notebook *nb, const char *text, uint32_t *number)
{
	struct writer w;

	fixture_write(nb, &w, "add");
	*number = fixture_add(&w, str_from(text), NULL);
	fixture_commit(&w);
	return w.origin.step;
}

static uint64_t
tag(struct notebook *nb, uint32_t document, uint32_t label, uint32_t *number)
{
	struct writer w;

	fixture_write(nb, &w, "tag");
	*number = fixture_tag(&w, document, label, 0, 1);
	fixture_commit(&w);
	return w.origin.step;
}

static uint64_t
untag(struct notebook *nb, uint32_t number)
{
	struct writer w;

	fixture_write(nb, &w, "untag");
	need(annotation_remove(&w, number, &err), "untag");
	fixture_commit(&w);
	return w.origin.step;
}

static uint64_t
remove_document(struct notebook *nb, uint32_t number)
{
	struct writer w;
	uint64_t n;

	fixture_write(nb, &w, "remove");
	need(document_remove(&w, number, &n, &err), "remove");
	fixture_commit(&w);
	return w.origin.step;
}

static bool
has_annotation(struct notebook *nb, uint32_t number)
{
	struct reader r = fixture_read(nb);
	struct image image;

	need(object_get(&r, OBJECT_ANNOTATION, number, &image, &err), "get");
	notebook_read_end(&r);
	return image.exists;
}

static void
test_revert(void)
{
	struct notebook *nb = fixture_new("revert");
	uint32_t document, one, two;

	uint64_t added = add(nb, "text", &document);
	uint64_t first = tag(nb, document, 1, &one);
	tag(nb, document, 2, &two);
	tap_ok(revert(nb, first) && !has_annotation(nb, one) && has_annotation(nb, two),
	       "an old entry is taken back by itself");
	tap_ok(fixture_invert(nb, true, NULL, NULL) && has_annotation(nb, one), "which can be undone");
	uint64_t undo = last_entry(nb);
	tap_ok(revert(nb, undo) && !has_annotation(nb, one), "an undo is reverted as a redo");
	refused(nb, first, "annotation 1 has changed since", "an entry whose object has changed");
	refused(nb, added, "document 1 has annotations", "to take away a document with annotations");
	uint64_t removed = remove_document(nb, document);
	tap_ok(revert(nb, removed) && has_annotation(nb, two), "a removal is reverted with all it took");
	tap_ok(!revert(nb, 9999) && err.code == ERROR_NOT_FOUND, "no such entry");

	uint64_t untagged = untag(nb, two);
	remove_document(nb, document);
	refused(nb, untagged, "document 1 has been removed", "an annotation of a document that is gone");
	notebook_close(nb);
}

static void
test_revert_labels(void)
{
	struct notebook *nb = fixture_new("revert-labels");
	struct arena arena = ARENA_INIT;
	uint32_t document, number;
	struct label l;
	struct writer w;
	uint64_t n;

	add(nb, "text", &document);
	fixture_write(nb, &w, "label add");
	uint32_t label = fixture_label(&w, "first");
	fixture_commit(&w);
	uint64_t added = w.origin.step;
	tag(nb, document, label, &number);
	refused(nb, added, "has annotations", "to take away a label that is in use");
	uint64_t untagged = untag(nb, number);
	fixture_write(nb, &w, "label rename");
	need(label_find(&w.reader, STR("first"), &arena, &l, &err), "find");
	l.name = STR("second");
	need(label_put(&w, &l, &err), "put");
	fixture_commit(&w);
	uint64_t renamed = w.origin.step;
	fixture_write(nb, &w, "label add");
	fixture_label(&w, "first");
	fixture_commit(&w);
	refused(nb, renamed, "there is a label 'first' already", "to take a name that is another's now");
	fixture_write(nb, &w, "label remove");
	need(label_remove(&w, &l, &n, &err), "remove");
	fixture_commit(&w);
	refused(nb, untagged, "its label has been removed", "an annotation whose label is gone");
	arena_release(&arena);
	notebook_close(nb);
}

int
main(void)
{
	test_journal();
	test_all_the_way();
	test_any_order();
	test_steps();
	test_revert();
	test_revert_labels();
	return tap_done();
}
